"""The screens of the conversation."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.ui.gesprek.aanbieder import show_aanbieder
    from proeftuin.ui.gesprek.page import show_page
    from proeftuin.ui.gesprek.tafel import start_table

__getattr__ = hand_on(__name__)
