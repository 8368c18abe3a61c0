"""Kosten: per jeugdige, per 1000 inhabitants, verzilvering, the prognose and the largest
aanbieders (both intern).
"""

from proeftuin.ui import indicator as ui_indicator
from proeftuin.ui import kosten as ui_kosten
from proeftuin.ui import parts as ui_parts
from proeftuin.ui import prognose as ui_prognose
from proeftuin.ui import shell as ui
from proeftuin.ui import tables as ui_tabellen

context = ui.start_page("kosten")
ui_tabellen.load_styles()
indicator = ui.indicator_of("kosten_per_jeugdige")
ui.show_title("Kosten", indicator.vraag, indicator)
keuze = ui_indicator.pick_selectie(context)
ui_indicator.show_main(context, "kosten_per_jeugdige", keuze)
ui.note(ui_kosten.ONVOLLEDIG)
ui_indicator.show_small(
    context,
    "kosten_per_1000",
    keuze,
    toelichting="Dit cijfer stijgt ook als meer jeugdigen hulp krijgen.",
)
ui_indicator.show_small(context, "verzilvering", keuze)
ui_kosten.show_assigned(context, keuze.wijk)
ui_prognose.show_prognose(context)
ui_kosten.show_aanbieders(context)
ui_parts.show_definition(("kosten_per_jeugdige", "kosten_per_1000", "verzilvering"))
