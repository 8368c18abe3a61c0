"""An indicator page: what is seen and how sure, the lines by quarter, years, numbers and table."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.ui.indicator.bladzijde import (
        Selectie,
        pick_selectie,
        show_main,
        show_others,
        show_small,
    )
    from proeftuin.ui.indicator.getallen import show_waiting
    from proeftuin.ui.indicator.jaren import missing_wijken, rank_table
    from proeftuin.ui.indicator.lijnen import show_lines
    from proeftuin.ui.indicator.vergelijk import show_vergelijk

__getattr__ = hand_on(__name__)
