"""Trajectduur: three figures, always together, because each misleads alone."""

import streamlit as st

from proeftuin.ui.indicator import pick_selectie, show_main, show_small
from proeftuin.ui.parts import show_definition
from proeftuin.ui.shell import indicator_of, note, show_title, start_page
from proeftuin.ui.split import show_split

SLUGS = ("trajectduur", "trajectduur_cohort", "trajectduur_beeindigd")

context = start_page("trajectduur")
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
        toelichting="Volgt wie in een kwartaal begon. Het antwoord komt pas na een jaar.",
    )
with rechts:
    show_small(
        context,
        "trajectduur_beeindigd",
        keuze,
        toelichting="Zo publiceert het CBS. Lange trajecten die nog lopen tellen niet mee, "
        "dus in een jonge proeftuin valt dit te kort uit.",
    )
show_split(context, SLUGS, keuze)
show_definition(SLUGS)
