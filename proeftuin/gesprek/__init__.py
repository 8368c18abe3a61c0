"""The conversation: what is proposed for the agenda, what is frozen, what the minutes say."""

from proeftuin.gesprek.freeze import (
    compare_rows,
    current_rows,
    freeze_indicator,
    frozen_change,
    frozen_events,
)
from proeftuin.gesprek.propose import Voorstel, propose_agenda
from proeftuin.gesprek.verslag import Verslag, make_verslag, verslag_formaten, verslag_name

__all__ = [
    "Verslag",
    "Voorstel",
    "compare_rows",
    "current_rows",
    "freeze_indicator",
    "frozen_change",
    "frozen_events",
    "make_verslag",
    "propose_agenda",
    "verslag_formaten",
    "verslag_name",
]
