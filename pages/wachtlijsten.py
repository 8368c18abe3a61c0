"""Wachtlijsten: how long people wait, how many wait, and who gets help meanwhile."""

import streamlit as st

from proeftuin.ui.indicator import pick_selectie, show_main, show_small, show_waiting
from proeftuin.ui.parts import show_definition
from proeftuin.ui.shell import indicator_of, show_title, start_page
from proeftuin.ui.signalen import show_signal_questions
from proeftuin.ui.split import show_split

SLUGS = ("wachttijd", "wachtlijst_bruto", "wachtlijst_netto", "overbrugging", "binnen_norm")

context = start_page("wachtlijsten")
indicator = indicator_of("wachttijd")
show_title("Wachtlijsten", indicator.vraag, indicator)
keuze = pick_selectie(context)
comparison = show_main(context, "wachttijd", keuze)
show_waiting(context, comparison)
for pair in (SLUGS[1:3], SLUGS[3:5]):
    for column, slug in zip(st.columns(2, gap="large"), pair, strict=True):
        with column:
            show_small(context, slug, keuze)
show_signal_questions(context, SLUGS, keuze.wijk)
show_split(context, SLUGS, keuze)
show_definition(SLUGS)
