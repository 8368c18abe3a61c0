"""Overzicht: the five core indicators in one minute, what to talk about, the budget."""

import streamlit as st

from proeftuin.results import find_uitkomst
from proeftuin.sentences import headline, primary_sentence
from proeftuin.ui import (
    core_comparisons,
    page_link,
    pick_wijk,
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
    wijk = pick_wijk(context, is_pilot=True)
kern = core_comparisons(context, wijk)
oordeel = primary_sentence(find_uitkomst(context.editie, settings.evaluatie.primair), settings)
sentence(headline(kern, settings.wijk_naam(wijk), oordeel), groot=True)
links_naar = {item.indicator.slug: page_link(item.indicator.pagina, wijk=wijk) for item in kern}
show_comparison_rows(context, kern, links_naar)
show_nulmeting(context, [item.indicator.slug for item in kern])
links, rechts = st.columns([3, 2], gap="large")
with links:
    show_agenda(context, kern, wijk)
with rechts:
    show_budget_bar(context)
