"""Which sums are parts of which: what a reader may subtract from what (rule 3).

A wijk is its ages (hulpvormen, vragen), a window its quarters, and what was toegewezen is what was
gedeclareerd and the rest. Totals over wijken are no relation here: they are made of shown wijken.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from proeftuin.disclosure.knowledge import PLAATS, Gehelen
from proeftuin.indicators import GEEN, INDICATORS, Soort
from proeftuin.vocabulary import KWARTAAL

MAANDEN = 3  # of a quarter
PAREN = {
    f"{item.feit}.{item.noemer}": f"{item.feit}.{item.teller}"
    for item in INDICATORS
    if item.soort is Soort.EURO_AANDEEL
}
MIDDELEN = frozenset(
    f"{item.feit}.{item.teller}" for item in INDICATORS if item.soort is Soort.GEMIDDELDE
)  # the sums of which a mean is shown


@dataclass(frozen=True)
class Relatie:
    """A sum (geheel) and sums that are parts of it (delen), as places of cells.

    telt_op: the total may be shown as the sum of its parts when all are shown. eerst_samen: rather
    that than closing a part. mag_dicht: a part may be closed. is_paar: the two sums of a share.
    """

    geheel: int
    delen: Gehelen
    telt_op: bool
    eerst_samen: bool
    mag_dicht: bool = True
    is_paar: bool = False


def find_relations(cells: pd.DataFrame) -> list[Relatie]:
    """Every relation between these sums; cells has SLEUTEL and index 0..n-1."""
    names = ["kolom", *PLAATS]
    place = {key: row for row, key in enumerate(cells[names].itertuples(index=False, name=None))}
    return [*_splits(cells, place), *_windows(cells, place), *_pairs(cells, place)]


Plaats = dict[tuple[object, ...], int]


def _splits(cells: pd.DataFrame, place: Plaats) -> list[Relatie]:
    """A wijk in a window, and its categories under one split."""
    names = ["kolom", "indeling", "wijk", "venster", "van", "tot"]
    found = []
    groups = cells[cells["indeling"] != GEEN].groupby(names, sort=False, observed=True)
    numbers = cells.index.to_numpy()[(cells["indeling"] != GEEN).to_numpy()]
    for key, own in groups.indices.items():
        kolom, _, *where = cast("tuple[object, ...]", key)
        whole = place.get((kolom, GEEN, "", *where))
        if whole is not None:
            found.append(Relatie(whole, np.sort(numbers[own]), telt_op=True, eerst_samen=False))
    return found


def _windows(cells: pd.DataFrame, place: Plaats) -> list[Relatie]:
    """A named window and the quarters in it, per kolom, wijk and category."""
    names = ["kolom", "indeling", "categorie", "wijk"]
    is_quarter = (cells["venster"] == KWARTAAL).to_numpy()
    numbers = np.flatnonzero(is_quarter)
    quarters = cells[is_quarter]
    van, tot = cells["van"].to_numpy(), cells["tot"].to_numpy()
    by_place = quarters.groupby(names, sort=False, observed=True).indices
    found = []
    series = cells.loc[~is_quarter, names].itertuples(index=False, name=None)
    for whole, key in zip(np.flatnonzero(~is_quarter), series, strict=True):
        own = numbers[by_place.get(key, np.zeros(0, np.int64))]
        inside = own[(van[own] >= van[whole]) & (tot[own] <= tot[whole])]
        if len(inside):
            first, last = van[whole], tot[whole]
            months = 12 * (last.year - first.year) + last.month - first.month + 1
            complete = MAANDEN * len(inside) == months
            found.append(Relatie(int(whole), np.sort(inside), complete, eerst_samen=True))
    return found


def _pairs(cells: pd.DataFrame, place: Plaats) -> list[Relatie]:
    """What was toegewezen, and what was gedeclareerd of it."""
    found = []
    for key, whole in place.items():
        other = PAREN.get(str(key[0]))
        part = place.get((other, *key[1:])) if other else None
        if part is not None:
            part_only = np.array([part], np.int64)
            found.append(Relatie(whole, part_only, False, False, mag_dicht=False, is_paar=True))
    return found
