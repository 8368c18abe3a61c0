"""Before the first freeze: which rows the nulmeting will rest on, and whether to hold back.

The nulmeting freezes once. When the levering has far fewer rows than the one before it, freezing
waits: until somebody confirms it, or until a later publish of a levering that is whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from proeftuin.edition.grondslag import count_rows
from proeftuin.edition.nulmeting import Version
from proeftuin.settings import Settings
from proeftuin.store import Store

# What the check of a levering says of rows the one before did have.
MINDER = "('RIJEN_MINDER', 'BESTAND_WEG')"


@dataclass(frozen=True)
class Vastlegging:
    """What the first freeze of this publish rests on.

    van, tot: the window. rijen: rows of the window by file. minder: what loading said about rows
    that the levering before had and this one lacks, each a Dutch line with its file; not empty
    means: hold back unless confirmed.
    """

    van: date
    tot: date
    rijen: Mapping[str, int]
    minder: tuple[str, ...]


def find_vastlegging(
    store: Store,
    settings: Settings,
    frozen: Mapping[str, list[Version]],
    reeks: str,
    voorlopig_na: Mapping[str, date],
) -> Vastlegging | None:
    """The Vastlegging when this publish may freeze for the first time; else None.

    None once anything of this reeks is frozen, and while the window is still voorlopig for every
    indicator (voorlopig_na: by slug, as in measure_all).
    """
    van, tot = settings.vensters.nulmeting
    known = any(item.reeks == reeks for many in frozen.values() for item in many)
    if known or tot > max(voorlopig_na.values()):
        return None
    rijen: dict[str, int] = {}
    for row in count_rows(store, settings):
        rijen[row["bestand"]] = rijen.get(row["bestand"], 0) + row["aantal"]
    found = store.frame(
        "select bestand, case when waarde = '' then melding else waarde end as melding"
        f" from bevinding where code in {MINDER} order by 1, 2"
    )
    lines = [f"{bestand}: {melding}" for bestand, melding in found.itertuples(index=False)]
    return Vastlegging(van, tot, rijen, tuple(lines))
