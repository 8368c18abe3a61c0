"""Datakwaliteit: what the checks found and how complete the levering is."""

from proeftuin.indicators import slugs_on
from proeftuin.ui import (
    load_styles,
    pick_selectie,
    show_backfill,
    show_cbs,
    show_completeness,
    show_definition,
    show_fields,
    show_findings,
    show_improvements,
    show_merged,
    show_missing_verwijzer,
    show_others,
    show_reconciliation,
    show_rows_per_quarter,
    show_small,
    show_summary,
    show_title,
    start_page,
)

EIGEN = ("zonder_einddatum",)

context = start_page("datakwaliteit")
load_styles()
show_title("Datakwaliteit", "Hoe volledig zijn de gegevens achter de cijfers?")
show_summary(context)
show_improvements(context)
show_findings(context)
show_reconciliation(context)
show_fields(context)
show_completeness(context)
show_missing_verwijzer(context)
keuze = pick_selectie(context, met_voor_na=False, met_hoofdcijfer=False)
show_small(context, "zonder_einddatum", keuze)
show_others(context, EIGEN, keuze)
show_merged(context)
show_backfill(context)
show_cbs(context)
show_rows_per_quarter(context)
show_definition(slugs_on("datakwaliteit", EIGEN))
