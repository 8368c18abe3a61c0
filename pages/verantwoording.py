"""Verantwoording: every definition, window, threshold, source and hash, from the code itself."""

from proeftuin.ui import (
    VERANTWOORDING_INHOUD,
    load_styles,
    show_codelists,
    show_contents,
    show_definitions,
    show_disclosure,
    show_edition,
    show_examples,
    show_nulmeting_states,
    show_settings,
    show_simulation,
    show_sources,
    show_states_list,
    show_title,
    show_windows,
    start_page,
)

context = start_page("verantwoording")
load_styles()
show_title("Verantwoording", "Hoe zijn de cijfers gemaakt, en waar rusten zij op?")
show_contents(VERANTWOORDING_INHOUD)
show_definitions(context)
show_windows(context)
show_nulmeting_states(context)
show_settings(context)
show_states_list()
show_simulation()
show_disclosure(context)
show_codelists()
show_examples()
show_sources(context)
show_edition(context)
