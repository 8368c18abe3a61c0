"""The screens: what the pages show, and the door in front of them."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.ui.datakwaliteit import (
        show_fields,
        show_findings,
        show_missing_verwijzer,
        show_rows_per_quarter,
        show_summary,
    )
    from proeftuin.ui.door import Door
    from proeftuin.ui.effect import read_promised, show_close
    from proeftuin.ui.ervaring import show_experiences, show_voorveld
    from proeftuin.ui.evaluatie import (
        EVALUATIE_INHOUD,
        main_question,
        show_conclusion,
        show_promises,
        show_results,
        show_unknown,
        show_visible,
    )
    from proeftuin.ui.indicator import (
        Selectie,
        choose,
        show_main,
        show_others,
        show_small,
        show_waiting,
    )
    from proeftuin.ui.kaart import (
        pick_indicator,
        pick_map_window,
        pick_mode,
        show_legend,
        show_map,
        show_wijk,
        show_wijk_table,
    )
    from proeftuin.ui.kosten import (
        ONVOLLEDIG,
        show_aanbieders,
        show_assigned,
        show_break_even,
        show_budget,
        show_casus,
        show_decomposition,
    )
    from proeftuin.ui.nulmeting import show_nulmeting
    from proeftuin.ui.overzicht import core_comparisons, show_agenda, show_budget_bar
    from proeftuin.ui.parts import show_definition, show_questions, show_report_row
    from proeftuin.ui.prognose import show_prognose
    from proeftuin.ui.rows import compare_slug, show_comparisons
    from proeftuin.ui.shell import (
        cijfers,
        heading,
        indicator_of,
        note,
        pick,
        pick_wijk,
        run_app,
        sentence,
        start_page,
    )
    from proeftuin.ui.split import pick_window, show_split, show_split_of
    from proeftuin.ui.tables import load_styles, show_contents
    from proeftuin.ui.verantwoording import (
        VERANTWOORDING_INHOUD,
        show_codelists,
        show_definitions,
        show_disclosure,
        show_edition,
        show_examples,
        show_nulmeting_list,
        show_settings,
        show_simulation,
        show_sources,
        show_states_list,
        show_windows,
    )

__all__ = [
    "EVALUATIE_INHOUD",
    "ONVOLLEDIG",
    "VERANTWOORDING_INHOUD",
    "Door",
    "Selectie",
    "choose",
    "cijfers",
    "compare_slug",
    "core_comparisons",
    "heading",
    "indicator_of",
    "load_styles",
    "main_question",
    "note",
    "pick",
    "pick_indicator",
    "pick_map_window",
    "pick_mode",
    "pick_wijk",
    "pick_window",
    "read_promised",
    "run_app",
    "sentence",
    "show_aanbieders",
    "show_agenda",
    "show_assigned",
    "show_break_even",
    "show_budget",
    "show_budget_bar",
    "show_casus",
    "show_close",
    "show_codelists",
    "show_comparisons",
    "show_conclusion",
    "show_contents",
    "show_decomposition",
    "show_definition",
    "show_definitions",
    "show_disclosure",
    "show_edition",
    "show_examples",
    "show_experiences",
    "show_fields",
    "show_findings",
    "show_legend",
    "show_main",
    "show_map",
    "show_missing_verwijzer",
    "show_nulmeting",
    "show_nulmeting_list",
    "show_others",
    "show_prognose",
    "show_promises",
    "show_questions",
    "show_report_row",
    "show_results",
    "show_rows_per_quarter",
    "show_settings",
    "show_simulation",
    "show_small",
    "show_sources",
    "show_split",
    "show_split_of",
    "show_states_list",
    "show_summary",
    "show_unknown",
    "show_visible",
    "show_voorveld",
    "show_waiting",
    "show_wijk",
    "show_wijk_table",
    "show_windows",
    "start_page",
]
__getattr__ = hand_on(__name__)
