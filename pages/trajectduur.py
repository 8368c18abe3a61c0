"""Trajectduur: three figures, always together, because each misleads alone."""

import streamlit as st

from proeftuin.ui import figure_page, note, show_main, show_small, start_page

EIGEN = ("trajectduur", "trajectduur_cohort", "trajectduur_beeindigd")

context = start_page("trajectduur")
with figure_page(context, EIGEN) as keuze:
    show_main(context, "trajectduur", keuze)
    st.header("Nog twee manieren om te kijken", anchor=False)
    note("Kijk altijd naar de drie samen. Elk cijfer alleen kan een verkeerd beeld geven.")
    links, rechts = st.columns(2, gap="large")
    with links:
        show_small(
            context,
            "trajectduur_cohort",
            keuze,
            toelichting="Volgt wie in een kwartaal begon. Het antwoord komt pas na "
            "{cohort_termijn}.",
        )
    with rechts:
        show_small(
            context,
            "trajectduur_beeindigd",
            keuze,
            toelichting="Zo publiceert het CBS. Lange trajecten die nog lopen tellen niet mee, "
            "dus in een jonge proeftuin valt dit te kort uit.",
        )
