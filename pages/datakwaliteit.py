"""Datakwaliteit: what the checks found and how complete the levering is."""

from proeftuin.ui import datakwaliteit as ui_datakwaliteit
from proeftuin.ui import indicator as ui_indicator
from proeftuin.ui import parts as ui_parts
from proeftuin.ui import shell as ui
from proeftuin.ui import tables as ui_tabellen

context = ui.start_page("datakwaliteit")
ui_tabellen.load_styles()
ui.show_title("Datakwaliteit", "Hoe volledig zijn de gegevens achter de cijfers?")
ui_datakwaliteit.show_summary(context)
ui_datakwaliteit.show_findings(context)
ui_datakwaliteit.show_fields(context)
ui_datakwaliteit.show_missing_verwijzer(context)
keuze = ui_indicator.pick_selectie(context, met_voor_na=False)
ui_indicator.show_small(context, "zonder_einddatum", keuze)
ui_datakwaliteit.show_rows_per_quarter(context)
ui_parts.show_definition(("zonder_einddatum",))
