"""The screens: what the pages show, and the door in front of them."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.ui.address import page_link, pick, pick_wijk
    from proeftuin.ui.datakwaliteit import (
        show_cbs,
        show_fields,
        show_findings,
        show_improvements,
        show_merged,
        show_missing_verwijzer,
        show_reconciliation,
        show_rows_per_quarter,
        show_summary,
    )
    from proeftuin.ui.door import RequestGuard, run_desk
    from proeftuin.ui.evaluatie import (
        contents_of,
        show_ahead,
        show_conclusion,
        show_costs,
        show_from_close_by,
        show_people,
        show_proof,
        show_unknown,
    )
    from proeftuin.ui.indicator import (
        Selectie,
        pick_selectie,
        show_main,
        show_others,
        show_small,
        show_vergelijk,
        show_waiting,
    )
    from proeftuin.ui.kaart import (
        pick_indicator,
        pick_mode,
        pick_periode,
        show_legend,
        show_map,
        show_map_table,
        show_wijk,
    )
    from proeftuin.ui.kosten import (
        ONVOLLEDIG,
        show_aanbieders,
        show_assigned,
        show_cost_links,
    )
    from proeftuin.ui.nulmeting import show_nulmeting
    from proeftuin.ui.overzicht import (
        core_outcomes,
        find_questions,
        show_budget_bar,
        show_lines_of_overview,
        show_overview_questions,
        show_overview_rows,
    )
    from proeftuin.ui.parts import show_definition, show_report_row, show_signal_questions
    from proeftuin.ui.prognose import show_prognose
    from proeftuin.ui.rows import compare_slug, show_comparison_rows
    from proeftuin.ui.shell import (
        cijfers,
        indicator_of,
        note,
        run_pages,
        show_title,
        start_page,
    )
    from proeftuin.ui.split import pick_venster, show_split, show_split_of
    from proeftuin.ui.tables import load_styles, show_contents
    from proeftuin.ui.uitkomsten import show_criteria
    from proeftuin.ui.verantwoording import (
        VERANTWOORDING_INHOUD,
        show_codelists,
        show_definitions,
        show_disclosure,
        show_edition,
        show_examples,
        show_nulmeting_states,
        show_settings,
        show_simulation,
        show_sources,
        show_states_list,
        show_windows,
    )
    from proeftuin.ui.volledigheid import show_backfill, show_completeness

__all__ = [
    "contents_of",
    "show_cost_links",
    "show_costs",
    "show_people",
    "show_proof",
    "ONVOLLEDIG",
    "VERANTWOORDING_INHOUD",
    "RequestGuard",
    "Selectie",
    "pick_selectie",
    "cijfers",
    "compare_slug",
    "core_outcomes",
    "find_questions",
    "show_title",
    "indicator_of",
    "load_styles",
    "note",
    "page_link",
    "pick",
    "pick_indicator",
    "pick_periode",
    "pick_mode",
    "pick_wijk",
    "pick_venster",
    "run_pages",
    "run_desk",
    "show_aanbieders",
    "show_lines_of_overview",
    "show_overview_rows",
    "show_overview_questions",
    "show_assigned",
    "show_ahead",
    "show_backfill",
    "show_budget_bar",
    "show_from_close_by",
    "show_codelists",
    "show_comparison_rows",
    "show_completeness",
    "show_conclusion",
    "show_contents",
    "show_criteria",
    "show_definition",
    "show_definitions",
    "show_cbs",
    "show_disclosure",
    "show_edition",
    "show_examples",
    "show_fields",
    "show_findings",
    "show_improvements",
    "show_legend",
    "show_main",
    "show_map",
    "show_merged",
    "show_missing_verwijzer",
    "show_nulmeting",
    "show_nulmeting_states",
    "show_others",
    "show_prognose",
    "show_reconciliation",
    "show_signal_questions",
    "show_report_row",
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
    "show_vergelijk",
    "show_waiting",
    "show_wijk",
    "show_map_table",
    "show_windows",
    "start_page",
]
__getattr__ = hand_on(__name__)
