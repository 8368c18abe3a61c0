"""Verantwoording: every definition, window, threshold, source and hash, from the code itself."""

from proeftuin.ui import shell as ui
from proeftuin.ui import tables as ui_tabellen
from proeftuin.ui import verantwoording as ui_onthulling
from proeftuin.ui import verantwoording as ui_simulatie
from proeftuin.ui import verantwoording as ui_verantwoording

context = ui.start_page("verantwoording")
ui_tabellen.load_styles()
ui.show_title("Verantwoording", "Hoe zijn de cijfers gemaakt, en waar rusten zij op?")
ui_tabellen.show_contents(ui_verantwoording.INHOUD)
ui_verantwoording.show_definitions(context)
ui_verantwoording.show_windows(context)
ui_verantwoording.show_nulmeting_states(context)
ui_verantwoording.show_settings(context)
ui_verantwoording.show_states_list()
ui_simulatie.show_simulation()
ui_onthulling.show_disclosure(context)
ui_verantwoording.show_codelists()
ui_verantwoording.show_examples()
ui_verantwoording.show_sources(context)
ui_verantwoording.show_edition(context)
