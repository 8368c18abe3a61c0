"""Overzicht: what changed, what is uncertain and what to talk about, in ten seconds."""

import streamlit as st

from proeftuin.results import read_effect
from proeftuin.sentences import first_day_of_verdict, overview_lines
from proeftuin.ui import (
    core_outcomes,
    find_questions,
    pick_wijk,
    show_budget_bar,
    show_lines_of_overview,
    show_nulmeting,
    show_overview_questions,
    show_overview_rows,
    show_title,
    start_page,
)

context = start_page("overzicht")
settings = context.settings
wijk = settings.pilot.wijken[0]
show_title(context)
if len(settings.pilot.wijken) > 1:
    wijk = pick_wijk(context, is_pilot=True)
kern = core_outcomes(context)
all_outcomes = [*kern, *(item for item in read_effect(context.editie) if item not in kern)]
vragen = find_questions(context, wijk)
show_lines_of_overview(
    overview_lines(
        all_outcomes,
        [item.tekst for item in vragen],
        settings,
        context.editie.datastand,
        first_day_of_verdict(settings, context.editie),
    ),
    len(vragen),
)
show_overview_rows(context, wijk)
links, rechts = st.columns([3, 2], gap="large")
with links:
    show_overview_questions(context, vragen, wijk)
with rechts:
    show_budget_bar(context)
show_nulmeting(context, [item.slug for item in kern])
