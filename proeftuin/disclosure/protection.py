"""Protection of every base cell: rules 1 and 4, and the secondary protection rule 5 asks for
(docs/definities.md, Onthulling).

Secondary protection belongs to a groep: one kolom, split, wijk and window. Its step says
how its cells are shown: 0 rounded to the base, 1 to twice and 2 to four times the base, 3 not at
all. A step at which a count of the threshold would be rounded to 0 is left out (take_steps).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from proeftuin.disclosure.keys import Keys
from proeftuin.disclosure.knowledge import PLAATS, Gehelen, Getallen
from proeftuin.disclosure.shown_sums import Eurobescherming
from proeftuin.disclosure.system import KLEIN, SLEUTEL
from proeftuin.settings import Onthulling

VERBORGEN = 3  # the last step: the cells of the groep are not shown
GROEP = ("kolom", "indeling", "wijk", "venster", "van", "tot")


VELDEN = ("getoond", "basis", "low", "high", "anker")


@dataclass(frozen=True)
class Weergave:
    """How base cells are shown, arrays with one entry per cell.

    getoond: nan when hidden. basis: what it was rounded to (0: hidden by secondary protection).
    low, high: the true values an attacker must allow, high inf where any. anker: the true value at
    which getoond was first shown.
    """

    getoond: Getallen
    basis: Getallen
    low: Getallen
    high: Getallen
    anker: Getallen

    @property
    def eerst_low(self) -> Getallen:
        """The smallest count the shown value stood for when it was first shown, low where none."""
        first = self.getoond - np.maximum(self.basis, 1) // 2
        least = np.isnan(self.getoond) | (self.getoond <= self.basis)
        return np.where(least, self.low, np.maximum(first, self.low))

    @property
    def verborgen(self) -> NDArray[np.bool_]:
        """Whether nothing but "fewer than the threshold", or nothing at all, is shown."""
        return np.isnan(self.getoond)

    def where(self, condition: NDArray[np.bool_], other: "Weergave") -> "Weergave":
        """These cells where condition holds, those of other elsewhere."""
        columns = ((getattr(self, name), getattr(other, name)) for name in VELDEN)
        return Weergave(*(np.where(condition, own, its) for own, its in columns))

    def repeat(self, count: int) -> "Weergave":
        """Every cell count times."""
        return Weergave(*(np.repeat(getattr(self, name), count) for name in VELDEN))


NIETS = Weergave(*(np.zeros(1) for _ in VELDEN))  # one cell that is 0


def take_steps(steps: Gehelen, rules: Onthulling) -> Gehelen:
    """The steps, hidden where rounding would make 0 of a count that may be shown.

    Never to 0 (rule 1), such a count would be shown as more than all it is rounded from.
    """
    rounded = rules.basis * 2.0**steps
    return np.where(rounded > 2 * rules.drempel, VERBORGEN, steps)


def show_cells(
    exact: Getallen, steps: Gehelen, rules: Onthulling, before: pd.DataFrame | None
) -> Weergave:
    """How cells are shown at these steps.

    exact: whole counts. before: how the same cells were shown last (getoond, basis, anker; nan
    where they never were), None for a first edition. 0 stays 0, 1..threshold-1 is hidden, the rest
    is rounded, halves up. A value shown before stays for a change below KLEIN, with the rounding
    it had, also where the step now asks a coarser one: rule 4 goes before coarser rounding, and
    hiding before rule 4.
    """
    steps = take_steps(steps, rules)
    basis = np.where(steps == VERBORGEN, 0.0, rules.basis * 2.0**steps)
    step = np.maximum(basis, 1)
    getoond = np.maximum(np.floor(exact / step + 0.5) * step, np.where(exact > 0, step, 0))
    anker = exact.copy()
    low, high = getoond - step // 2, getoond + (step - 1) // 2
    if before is not None:
        shown, first = before["getoond"].to_numpy(float), before["anker"].to_numpy(float)
        stays = find_staying(exact, before) & (basis > 0)
        basis = np.where(stays, before["basis"].to_numpy(float), basis)
        step = np.maximum(basis, 1)
        getoond, anker = np.where(stays, shown, getoond), np.where(stays, first, anker)
        low = np.where(stays, shown - step // 2 - KLEIN + 1, low)
        high = np.where(stays, shown + (step - 1) // 2 + KLEIN - 1, high)
    low = np.where(getoond <= step, rules.drempel, low)  # all that is never rounded to 0
    low = np.where(exact == 0, 0.0, np.maximum(low, rules.drempel))
    high = np.where(exact == 0, 0.0, high)
    small = (exact > 0) & (exact < rules.drempel)
    away = basis == 0
    hidden = small | away
    return Weergave(
        np.where(hidden, np.nan, getoond),
        basis,
        np.where(away, 0.0, np.where(small, 1.0, low)),
        np.where(away, np.inf, np.where(small, rules.drempel - 1.0, high)),
        np.where(hidden, np.nan, anker),
    )


def find_staying(exact: Getallen, before: pd.DataFrame | None) -> NDArray[np.bool_]:
    """Which counts rule 4 keeps as they were shown last; before as in show_cells."""
    if before is None:
        return np.zeros(len(exact), bool)
    shown, first = before["getoond"].to_numpy(float), before["anker"].to_numpy(float)
    return np.asarray((np.abs(exact - first) < KLEIN) & (shown > 0))


def number_groups(cells: pd.DataFrame) -> tuple[Gehelen, pd.DataFrame]:
    """(groep of every base cell, the groepen with columns GROEP)."""
    named = cells[list(GROEP)]
    number = np.asarray(named.groupby(list(GROEP), sort=False).ngroup(), np.int64)
    return number, named.drop_duplicates().reset_index(drop=True)


class Bescherming:
    """What every base cell of one publish is shown as, looked up by the rows of an indicator."""

    def __init__(
        self,
        cells: pd.DataFrame,
        shown: Weergave,
        rules: Onthulling,
        eerder: Sequence[pd.DataFrame] = (),
        euro: Eurobescherming | None = None,
    ) -> None:
        """cells: columns SLEUTEL and exact; shown: how each is shown.

        eerder: per earlier edition, oldest first, its cells and VELDEN. euro: how every sum of
        euros is shown.
        """
        self.cells, self.shown, self.rules, self.eerder = cells, shown, rules, eerder
        self.euro = euro or Eurobescherming()
        self._keys = Keys(cells, SLEUTEL)

    def look_up(self, kolom: str, rows: pd.DataFrame, exact: Getallen) -> Weergave:
        """How these rows are shown; rows have PLAATS, exact their true counts (nan: none).

        A row that is no base cell is shown by rule 1. One with another count here (a nulmeting
        frozen earlier) is shown as the last edition that had this count showed it, which tells
        nothing new; where none had it, by rule 1 at the step of its groep.
        """
        if self.cells.empty:
            return show_cells(np.nan_to_num(exact), np.zeros(len(exact), int), self.rules, None)
        categorie = rows["categorie"].astype(object).fillna("").astype(str)
        names = {**{name: rows[name] for name in PLAATS}, "categorie": categorie, "kolom": kolom}
        place = self._keys.find(names)
        known = self.cells["exact"].to_numpy(float)[place]
        own = Weergave(*(getattr(self.shown, name)[place] for name in VELDEN))
        basis = np.where(place >= 0, own.basis, self.rules.basis)
        step = np.log2(np.maximum(basis / self.rules.basis, 1)).astype(np.int64)
        step = np.where(basis == 0, VERBORGEN, step)
        other = show_cells(np.nan_to_num(exact), step, self.rules, None)
        use = (place >= 0) & ((known == exact) | np.isnan(exact))
        if (~use & (place >= 0)).any():
            for keys, edition in zip(self._earlier_keys, self.eerder, strict=True):
                other = _recall(edition, keys.find(names), exact, other)
        return own.where(use, other)

    @cached_property
    def _earlier_keys(self) -> list[Keys]:
        return [Keys(frame, SLEUTEL) for frame in self.eerder]


def _recall(edition: pd.DataFrame, place: Gehelen, exact: Getallen, other: Weergave) -> Weergave:
    """How an earlier edition showed these counts; other where it had none or another count."""
    then = Weergave(*(edition[name].to_numpy(float)[place] for name in VELDEN))
    return then.where((place >= 0) & (edition["exact"].to_numpy(float)[place] == exact), other)


def protect_plain(rules: Onthulling, euro: Eurobescherming | None = None) -> Bescherming:
    """Rules 1 and 3 alone, of a first edition, without an audit: for looking at one indicator."""
    nothing = pd.DataFrame({name: [] for name in (*SLEUTEL, "exact")})
    return Bescherming(nothing, NIETS, rules, (), euro)


def describe_groups(groups: pd.DataFrame, steps: Gehelen, rules: Onthulling) -> pd.DataFrame:
    """The groepen with secondary protection: columns GROEP and basis, 0 where nothing is shown."""
    basis = np.where(steps == VERBORGEN, 0, rules.basis * 2**steps)
    return groups.assign(basis=basis)[steps > 0].reset_index(drop=True)
