"""Terugval: who comes back within a year, the interim figures, and herhaald beroep."""

import streamlit as st

from proeftuin.indicators import slugs_on
from proeftuin.ui import figure_page, note, show_main, show_signal_questions, show_small, start_page

EIGEN = ("terugval", "terugval_90", "terugval_180", "herhaald_beroep")

context = start_page("terugval")
with figure_page(context, EIGEN) as keuze:
    show_main(context, "terugval", keuze)
    show_signal_questions(context, slugs_on("terugval", EIGEN), keuze.wijk)
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
        toelichting="Dit kijkt {terugblik} jaar terug vanaf een nieuw traject; terugval kijkt "
        "vooruit vanaf het einde. Vergelijk de twee niet met elkaar.",
    )
