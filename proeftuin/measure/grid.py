"""The rows of every figure: window x wijk x category.

Wijken are added up to gemeente and overige here, so that a jeugdige is read once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from proeftuin.codelists import LEEFTIJDSGROEPEN, read_codelijst
from proeftuin.codelists import ONBEKEND as CODE_ONBEKEND
from proeftuin.indicators.types import GEEN, HULPVORM, LEEFTIJDSGROEP, VERWIJZER
from proeftuin.settings.model import GEMEENTE, ONBEKEND, OVERIGE, Settings
from proeftuin.store import Store

Gehelen = NDArray[np.int64]


def full_categories(indeling: str) -> tuple[str | None, ...]:
    """Categories of a split that always have a row; empty for a split that shows only what is."""
    if indeling == GEEN:
        return (None,)
    if indeling == LEEFTIJDSGROEP:
        return LEEFTIJDSGROEPEN
    if indeling in (HULPVORM, VERWIJZER):
        return tuple(code for code in read_codelijst(indeling) if code != CODE_ONBEKEND)
    return ()


def place_of(values: pd.Series, axis: Sequence[Any]) -> Gehelen:
    """Place of every value on an axis of distinct values, -1 where it is not on it."""
    return np.asarray(pd.Index(list(axis)).get_indexer(pd.Index(values)), np.int64)


@dataclass(frozen=True)
class Grid:
    """Windows and wijken of this publication.

    wijken: the configured ones and onbekend (axis W); rijen: wijken, gemeente and overige
    (axis R). Arrays of figures have shape (windows, rijen, categories).
    """

    venster_ids: tuple[int, ...]
    namen: tuple[str, ...]
    van: tuple[date, ...]
    tot: tuple[date, ...]
    wijken: tuple[str, ...]
    overige: tuple[int, ...]
    datastand: date

    @property
    def rijen(self) -> tuple[str, ...]:
        """Names of axis R."""
        return (*self.wijken, GEMEENTE, OVERIGE)

    @property
    def onbekend(self) -> int:
        """Place of wijk onbekend on both axes."""
        return len(self.wijken) - 1

    def roll_up(self, per_wijk: NDArray[Any]) -> NDArray[Any]:
        """(V, W, ...) to (V, R, ...): gemeente is everyone, overige the wijken without pilot."""
        everyone = per_wijk.sum(axis=1, keepdims=True)
        others = per_wijk[:, list(self.overige)].sum(axis=1, keepdims=True)
        return np.concatenate([per_wijk, everyone, others], axis=1)

    def places(self, frame: pd.DataFrame) -> tuple[Gehelen, Gehelen]:
        """Place of every row of a query on the axes V and W, from venster_id and wijk_id."""
        wijk = place_of(frame["wijk_id"], self.wijken)
        return place_of(frame["venster_id"], self.venster_ids), np.where(
            wijk < 0, self.onbekend, wijk
        )


def read_grid(store: Store, settings: Settings) -> Grid:
    """The grid of the venster table of this session, whose ids count on; after prepare_facts."""
    rows = store.frame("select venster_id, naam, van, tot from venster order by venster_id")
    days = {name: tuple(pd.to_datetime(rows[name]).dt.date) for name in ("van", "tot")}
    wijken = (*settings.wijk_ids, ONBEKEND)
    overige = tuple(wijken.index(wijk) for wijk in settings.overige_wijken)
    ids = tuple(int(number) for number in rows["venster_id"])
    names = tuple(str(name) for name in rows["naam"])
    return Grid(ids, names, days["van"], days["tot"], wijken, overige, store.datastand)


def categories(found: Sequence[str], indeling: str) -> tuple[str | None, ...]:
    """The fixed categories of the split in their order, then what else was found, sorted."""
    fixed = full_categories(indeling)
    if indeling == GEEN:
        return fixed
    return (*fixed, *sorted(set(found) - set(fixed)))


def flat_cells(
    grid: Grid, frame: pd.DataFrame, cats: tuple[str | None, ...], shape: tuple[int, ...]
) -> Gehelen:
    """Cell number (V, W, category flattened) of every row of a query."""
    venster, wijk = grid.places(frame)
    categorie = np.zeros(len(frame), np.int64)
    if cats != (None,):
        categorie = place_of(frame["categorie"], cats)
    return (venster * shape[1] + wijk) * shape[2] + categorie
