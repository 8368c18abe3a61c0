"""The screens: what the pages show, and the door in front of them."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.ui.address import page_link, pick, pick_wijk
    from proeftuin.ui.datakwaliteit import show_datakwaliteit
    from proeftuin.ui.door import RequestGuard, run_desk, take_turn
    from proeftuin.ui.evaluatie import show_evaluatie
    from proeftuin.ui.indicator import (
        pick_selectie,
        show_main,
        show_others,
        show_small,
        show_vergelijk,
        show_waiting,
    )
    from proeftuin.ui.indicator.split import (
        figure_page,
        pick_venster,
        show_split,
        show_split_of,
    )
    from proeftuin.ui.kaart import show_kaart
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
    from proeftuin.ui.parts import show_definition, show_signal_questions
    from proeftuin.ui.prognose import show_prognose
    from proeftuin.ui.rows import compare_slug, show_comparison_rows
    from proeftuin.ui.shell import (
        indicator_of,
        note,
        run_pages,
        show_kept,
        show_title,
        start_page,
    )
    from proeftuin.ui.tables import load_styles
    from proeftuin.ui.uitkomsten import show_criteria
    from proeftuin.ui.verantwoording import show_verantwoording

__getattr__ = hand_on(__name__)
