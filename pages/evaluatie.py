"""Evaluatie: what was promised, what could be seen, what is seen, what it costs, the conclusion."""

from proeftuin.results import read_promised
from proeftuin.ui import effect as ui_effect_dichtbij
from proeftuin.ui import ervaring as ui_ervaring
from proeftuin.ui import evaluatie as ui_evaluatie
from proeftuin.ui import kosten as ui_budget
from proeftuin.ui import kosten as ui_evaluatie_geld
from proeftuin.ui import parts as ui_rapport
from proeftuin.ui import shell as ui
from proeftuin.ui import tables as ui_tabellen

context = ui.start_page("evaluatie")
ui_tabellen.load_styles()
ui.show_title("Evaluatie", ui_evaluatie.main_question(context.settings))
ui_tabellen.show_contents(ui_evaluatie.INHOUD)
promised = read_promised(context.editie, context.settings)
ui_evaluatie.show_promises(context)
ui_evaluatie.show_visible(context, promised)
ui_evaluatie.show_results(context, promised)
ui_effect_dichtbij.show_from_close_by(context, promised)
ui_evaluatie.show_unknown(context, promised)
ui_evaluatie_geld.show_decomposition(context)
ui_evaluatie_geld.show_casus(context)
ui_evaluatie_geld.show_break_even(context)
ui_ervaring.show_experiences(context)
ui_ervaring.show_voorveld(context)
ui_budget.show_budget(context)
ui_evaluatie.show_conclusion(context, promised)
ui_rapport.show_report_row(context)
