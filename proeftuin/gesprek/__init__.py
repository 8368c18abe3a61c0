"""The conversation: what is proposed for the agenda, what is frozen, what the minutes say."""

from proeftuin.gesprek.freeze import (
    bevriezing_of,
    compare_rows,
    current_rows,
    freeze_points,
    frozen_comparison,
    frozen_events,
    frozen_quarters,
    is_configured,
    set_status,
)
from proeftuin.gesprek.propose import Voorstel, propose_agenda
from proeftuin.gesprek.verslag import (
    make_verslag,
    read_verslag,
    verslag_formaten,
    verslag_name,
)
