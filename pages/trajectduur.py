"""Trajectduur: three figures, always together, because each misleads alone."""

import streamlit as st

from proeftuin.indicators import slugs_on
from proeftuin.ui import (
    indicator_of,
    note,
    pick_selectie,
    show_definition,
    show_main,
    show_others,
    show_small,
    show_split,
    show_title,
    start_page,
)

EIGEN = ("trajectduur", "trajectduur_cohort", "trajectduur_beeindigd")

context = start_page("trajectduur")
SLUGS = slugs_on("trajectduur", EIGEN)
indicator = indicator_of("trajectduur")
show_title("Trajectduur", indicator.vraag, indicator)
keuze = pick_selectie(context)
show_main(context, "trajectduur", keuze)
st.header("Nog twee manieren om te kijken", anchor=False)
note("Kijk altijd naar de drie samen. Elk cijfer alleen kan een verkeerd beeld geven.")
links, rechts = st.columns(2, gap="large")
with links:
    show_small(
        context,
        "trajectduur_cohort",
        keuze,
        toelichting="Volgt wie in een kwartaal begon. Het antwoord komt pas na {cohort_termijn}.",
    )
with rechts:
    show_small(
        context,
        "trajectduur_beeindigd",
        keuze,
        toelichting="Zo publiceert het CBS. Lange trajecten die nog lopen tellen niet mee, "
        "dus in een jonge proeftuin valt dit te kort uit.",
    )
show_others(context, EIGEN, keuze)
show_split(context, SLUGS, keuze)
show_definition(SLUGS)
