"""Terugval: who comes back within a year, the interim figures, and herhaald beroep."""

import streamlit as st

from proeftuin.indicators import slugs_on
from proeftuin.ui import (
    indicator_of,
    note,
    pick_selectie,
    show_definition,
    show_main,
    show_others,
    show_signal_questions,
    show_small,
    show_split,
    show_title,
    start_page,
)

EIGEN = ("terugval", "terugval_90", "terugval_180", "herhaald_beroep")

context = start_page("terugval")
SLUGS = slugs_on("terugval", EIGEN)
indicator = indicator_of("terugval")
show_title("Terugval", indicator.vraag, indicator)
keuze = pick_selectie(context)
show_main(context, "terugval", keuze)
show_signal_questions(context, SLUGS, keuze.wijk)
st.header("Tussenstand", anchor=False)
note("Een jaar vooruitkijken kost een jaar. Tot die tijd kijken we korter vooruit.")
links, rechts = st.columns(2, gap="large")
with links:
    show_small(context, "terugval_90", keuze)
with rechts:
    show_small(context, "terugval_180", keuze)
show_small(
    context,
    "herhaald_beroep",
    keuze,
    toelichting="Dit kijkt {terugblik} jaar terug vanaf een nieuw traject; terugval kijkt vooruit "
    "vanaf het einde. Vergelijk de twee niet met elkaar.",
)
show_others(context, EIGEN, keuze)
show_split(context, SLUGS, keuze)
show_definition(SLUGS)
