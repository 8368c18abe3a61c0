"""Evaluatie: the conclusion and the report, then the proof: promised, seen, what it costs."""

from proeftuin.report import title_text
from proeftuin.results import read_promised
from proeftuin.ui import (
    Selectie,
    contents_of,
    load_styles,
    show_ahead,
    show_conclusion,
    show_contents,
    show_costs,
    show_from_close_by,
    show_others,
    show_people,
    show_proof,
    show_report_row,
    show_title,
    show_unknown,
    start_page,
)

EIGEN = ("ervaring", "vermeden_inzet")

context = start_page("evaluatie")
load_styles()
show_title("Evaluatie", title_text(context.settings))
promised = read_promised(context.editie, context.settings)
show_conclusion(context)
show_report_row(context)
show_contents(contents_of(promised))
show_proof(context, promised)
show_from_close_by(context, promised)
show_unknown(context, promised)
show_costs(context)
show_people(context)
show_others(context, EIGEN, Selectie(context.settings.pilot.wijken[0]))
show_ahead(context, promised)
