"""Evaluatie: the budget, the promised questions, what is not known yet, experiences, estimates."""

from html import escape

import streamlit as st

from proeftuin import ui, ui_budget, ui_ervaring, ui_evaluatie, ui_tabellen

context = ui.start_page("evaluatie")
ui_tabellen.load_styles()
ui.heading("Evaluatie", "Wat is beloofd, wat is besteed en wat zien we?")
st.html(f'<p class="voorbehoud">{escape(ui_evaluatie.VOORBEHOUD)}</p>')
ui.note("Hoe zeker een verschil is, komt in een latere editie.")
ui_tabellen.show_contents(ui_evaluatie.INHOUD)
ui_evaluatie.show_questions(context)
ui_evaluatie.show_frozen(context)
ui_evaluatie.show_unknown(context)
ui_budget.show_budget(context)
ui_ervaring.show_experiences(context)
ui_ervaring.show_voorveld(context)
ui_ervaring.show_casus(context)
