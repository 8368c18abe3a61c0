"""Overzicht: the five core indicators in one minute, what to talk about, the budget."""

import streamlit as st

from proeftuin.results import find_uitkomst
from proeftuin.sentences import headline, primary_sentence
from proeftuin.ui import (
    core_comparisons,
    pick,
    sentence,
    show_agenda,
    show_budget_bar,
    show_comparison_rows,
    show_nulmeting,
    show_title,
    start_page,
)

context = start_page("overzicht")
settings = context.settings
wijk = settings.pilot.wijken[0]
show_title("Overzicht")
if len(settings.pilot.wijken) > 1:
    wijk = pick("Wijk", settings.pilot.wijken, "wijk", settings.wijk_naam)
kern = core_comparisons(context, wijk)
oordeel = primary_sentence(find_uitkomst(context.editie, settings.evaluatie.primair), settings)
sentence(headline(kern, settings.wijk_naam(wijk), oordeel), groot=True)
show_comparison_rows(
    context, kern, {item.indicator.slug: f"/{item.indicator.pagina}" for item in kern}
)
show_nulmeting(context, [item.indicator.slug for item in kern])
links, rechts = st.columns([3, 2], gap="large")
with links:
    show_agenda(context, kern, wijk)
with rechts:
    show_budget_bar(context)
