"""Datakwaliteit: what the checks found and how complete the levering is."""

from proeftuin.ui import (
    choose,
    heading,
    load_styles,
    show_definition,
    show_fields,
    show_findings,
    show_missing_verwijzer,
    show_rows_per_quarter,
    show_small,
    show_summary,
    start_page,
)

context = start_page("datakwaliteit")
load_styles()
heading("Datakwaliteit", "Hoe volledig zijn de gegevens achter de cijfers?")
show_summary(context)
show_findings(context)
show_fields(context)
show_missing_verwijzer(context)
keuze = choose(context, met_voor_na=False)
show_small(context, "zonder_einddatum", keuze)
show_rows_per_quarter(context)
show_definition(("zonder_einddatum",))
