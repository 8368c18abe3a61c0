"""Evaluatie: what was promised, what could be seen, what is seen, what it costs, the conclusion."""

from proeftuin.results import read_promised
from proeftuin.ui import (
    EVALUATIE_INHOUD,
    Selectie,
    load_styles,
    main_question,
    show_ahead,
    show_break_even,
    show_budget,
    show_casus,
    show_conclusion,
    show_contents,
    show_decomposition,
    show_experiences,
    show_from_close_by,
    show_others,
    show_promises,
    show_reasoning,
    show_report_row,
    show_results,
    show_title,
    show_unknown,
    show_visible,
    show_voorveld,
    start_page,
)

EIGEN = ("ervaring", "vermeden_inzet")

context = start_page("evaluatie")
load_styles()
show_title("Evaluatie", main_question(context.settings))
show_contents(EVALUATIE_INHOUD)
promised = read_promised(context.editie, context.settings)
show_promises(context)
show_visible(context, promised)
show_results(context, promised)
show_reasoning(context, promised)
show_from_close_by(context, promised)
show_unknown(context, promised)
show_decomposition(context)
show_casus(context)
show_break_even(context)
show_experiences(context)
show_voorveld(context)
show_others(context, EIGEN, Selectie(context.settings.pilot.wijken[0]))
show_budget(context)
show_conclusion(context, promised)
show_ahead(context, promised)
show_report_row(context)
