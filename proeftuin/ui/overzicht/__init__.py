"""The overview: three lines, a row per core figure, what to talk about and the budget."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.ui.overzicht.begroting import show_budget_bar
    from proeftuin.ui.overzicht.rijen import (
        core_outcomes,
        show_lines_of_overview,
        show_overview_rows,
    )
    from proeftuin.ui.overzicht.vragen import (
        find_questions,
        largest_changes,
        show_overview_questions,
    )

__getattr__ = hand_on(__name__)
