"""Wachtlijsten: how long people wait, how many wait, and who gets help meanwhile."""

import streamlit as st

from proeftuin.indicators import slugs_on
from proeftuin.ui import (
    indicator_of,
    pick_selectie,
    show_definition,
    show_main,
    show_others,
    show_signal_questions,
    show_small,
    show_split,
    show_title,
    show_waiting,
    start_page,
)

EIGEN = ("wachttijd", "wachtlijst_bruto", "wachtlijst_netto", "overbrugging", "binnen_norm")

context = start_page("wachtlijsten")
SLUGS = slugs_on("wachtlijsten", EIGEN)
indicator = indicator_of("wachttijd")
show_title(context, indicator.vraag, indicator)
keuze = pick_selectie(context)
comparison = show_main(context, "wachttijd", keuze)
show_waiting(context, comparison)
for pair in (EIGEN[1:3], EIGEN[3:5]):
    for column, slug in zip(st.columns(2, gap="large"), pair, strict=True):
        with column:
            show_small(context, slug, keuze)
show_others(context, EIGEN, keuze)
show_signal_questions(context, SLUGS, keuze.wijk)
show_split(context, SLUGS, keuze)
show_definition(SLUGS)
