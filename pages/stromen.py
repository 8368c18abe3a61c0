"""Stromen: who comes in, goes through and goes out, and why help begins and ends."""

import streamlit as st

from proeftuin.indicators import slugs_on
from proeftuin.ui import (
    compare_slug,
    indicator_of,
    note,
    page_link,
    pick,
    pick_selectie,
    pick_venster,
    show_comparison_rows,
    show_definition,
    show_main,
    show_nulmeting,
    show_signal_questions,
    show_split_of,
    show_title,
    start_page,
)

EIGEN = (
    *("gebruik", "instroom", "uitstroom", "doorstroom", "medisch_verwezen"),
    *("eigen_inzet", "licht_midden", "volgens_plan", "uitval"),
)
PER_GROEP = ("trajecten_begonnen", "trajecten_beeindigd")

context = start_page("stromen")
SLUGS = tuple(slug for slug in slugs_on("stromen", EIGEN) if slug not in PER_GROEP)
show_title(context, "Wie komt erbij, wie gaat weg, en hoe begint en stopt de hulp?")
keuze = pick_selectie(context)
comparisons = [compare_slug(context, slug, keuze.wijk) for slug in SLUGS]
naam_van = {slug: indicator_of(slug).naam for slug in SLUGS}
links = {slug: page_link("stromen", "van-dichtbij", wijk=keuze.wijk, cijfer=slug) for slug in SLUGS}
show_comparison_rows(context, comparisons, links)
show_nulmeting(context, SLUGS)
show_signal_questions(context, SLUGS, keuze.wijk)

st.header("Van dichtbij", anchor="van-dichtbij")
slug = pick("Cijfer", SLUGS, "cijfer", naam_van.__getitem__, old=["indicator"])
note(f"{indicator_of(slug).vraag} {indicator_of(slug).richting.value.capitalize()}.")
show_main(context, slug, keuze)

st.header("Hoe hulp begint en stopt", anchor=False)
venster = pick_venster(context)
links_kolom, rechts_kolom = st.columns(2, gap="large")
with links_kolom:
    kop = "Begonnen trajecten per verwijzer"
    show_split_of(context, "trajecten_begonnen", "verwijzer", venster, keuze, kop=kop)
with rechts_kolom:
    kop = "Begonnen trajecten per hulpvorm"
    show_split_of(context, "trajecten_begonnen", "hulpvorm", venster, keuze, kop=kop)
kop = "Gestopte trajecten per reden"
show_split_of(context, "trajecten_beeindigd", "reden", venster, keuze, kop=kop)
note(
    "Administratieve redenen, overstap, overlijden en onbekend tellen niet mee in 'gestopt volgens "
    "plan' en 'voortijdig gestopt'. Hierboven staan zij er wel bij."
)
show_definition((*SLUGS, *PER_GROEP))
