"""Disclosure control: from exact counts to what may be shown, and the attacker who checks it.

The rules that are cited by number: docs/definities.md, Onthulling. The way of a count, with the
file of each step: docs/onthulling.md.
"""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.disclosure.aanbieder import protect_aanbieders
    from proeftuin.disclosure.audit import fewest_candidates
    from proeftuin.disclosure.cells import collect_cells, collect_voorveld, join_cells
    from proeftuin.disclosure.euro import protect_euros
    from proeftuin.disclosure.knowledge import Links, find_links
    from proeftuin.disclosure.ladder import Onthullingscontrole, Progress, protect_edition
    from proeftuin.disclosure.protection import VELDEN, Bescherming, describe_groups
    from proeftuin.disclosure.published import (
        COLUMNS,
        NOEMERSTAND,
        NUMBERS,
        Published,
        publish_intern,
        publish_openbaar,
    )
    from proeftuin.disclosure.rules import COUNTS, protect_tabel
    from proeftuin.disclosure.shown_sums import Eurobescherming, Eurogeheugen
    from proeftuin.disclosure.sums import collect_sums

__getattr__ = hand_on(__name__)
