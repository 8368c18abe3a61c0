"""The attacker's system of equations over every edition, and the bounds that follow at once.

One variable per count that ever had its own true value: a cell that stayed the same over editions
is one variable, known by everything that was ever shown of it. That grants the attacker more than
he was told; counts in `los` are variables of their own in every edition, linked by rule 4
(docs/definities.md, Regel 4) alone.
Rests and the changes between editions are variables too. Everything is whole, between two bounds.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from proeftuin.disclosure.knowledge import Gehelen, Getallen, Links
from proeftuin.measure import CEL
from proeftuin.vocabulary import NULMETING

SLEUTEL = CEL
Ja = NDArray[np.bool_]
Grenzen = tuple[Getallen, Getallen]  # low and high of every variable
VEEL = 1e6  # an attacker allows every number up to this one, and
RUIM = 2  # up to so many times the largest there is
KLEIN = 5  # rule 4: a change below this leaves the value that was shown


@dataclass(frozen=True)
class Stelsel:
    """A x = 0 with x whole: entries (rij, var, factor) of A, and the truth.

    waar: the true x. low and high: what is known of every x beforehand, as floats; those of the
    current edition come from `with_bounds`. namen: SLEUTEL of every count, which come first; the
    other variables are rests. cel_var: the variable of every cell of the current edition;
    cel_wijziging: its change since the value that was last shown, -1 where none was.
    """

    rij: Gehelen
    var: Gehelen
    factor: Getallen
    waar: Getallen
    low: Getallen
    high: Getallen
    namen: pd.DataFrame
    cel_var: Gehelen
    cel_wijziging: Gehelen

    @property
    def aantal_rijen(self) -> int:
        """Number of equations."""
        return int(self.rij.max(initial=-1)) + 1

    def with_bounds(
        self, cells: tuple[Getallen, Getallen], changes: tuple[Getallen, Getallen]
    ) -> tuple[Getallen, Getallen]:
        """Bounds of every variable when the cells of the current edition are shown like this.

        cells and changes: (low, high) per cell, of its count and of its change.
        """
        low, high = self.low.copy(), self.high.copy()
        known = self.cel_wijziging >= 0
        for var, (least, most) in (
            (self.cel_var, cells),
            (self.cel_wijziging[known], (changes[0][known], changes[1][known])),
        ):
            np.maximum.at(low, var, least)
            np.minimum.at(high, var, most)
        return low, high

    def find_telling(
        self, bounds: tuple[Getallen, Getallen], known: tuple[Getallen, Getallen], kept: Ja
    ) -> Ja:
        """Which equations say more than the bounds of their counts do, one entry per equation.

        bounds: after `narrow`; known: of `with_bounds`; kept: per variable whether it is asked for.
        An equation whose rest may be all that its counts allow, and is not asked for, tells an
        attacker nothing. Changes of this edition count as telling: their bounds may still move.
        """
        rests = np.arange(self.aantal_rijen) + len(self.namen)
        counts = self.var < len(self.namen)
        rij, var, factor = self.rij[counts], self.var[counts], self.factor[counts]
        ends = factor * bounds[0][var], factor * bounds[1][var]
        least = np.bincount(rij, np.minimum(*ends), len(rests))
        most = np.bincount(rij, np.maximum(*ends), len(rests))
        silent = (known[0][rests] <= least) & (most <= known[1][rests]) & ~kept[rests]
        changes = self.cel_wijziging[self.cel_wijziging >= 0] - len(self.namen)
        silent[changes] = False
        return ~silent

    @cached_property
    def samenhang(self) -> Gehelen:
        """Per variable the number of the group of equations that hang together it is in."""
        rows, size = self.aantal_rijen, len(self.waar)
        pairs = self.rij, rows + self.var
        graph = coo_matrix((np.ones(len(self.rij)), pairs), shape=(rows + size, rows + size))
        return np.asarray(connected_components(graph, directed=False)[1][rows:], np.int64)

    def narrow(
        self, low: Getallen, high: Getallen, done: tuple[Grenzen, Grenzen] | None = None
    ) -> Grenzen:
        """Bounds after every equation has been used again and again on its own.

        No true value is ever cut off. What stays wide here may still be narrow when equations are
        used together: that is for the integer program. done: bounds that were narrowed before, and
        what that gave; groups of equations in which no bound is another now are not done again.
        """
        size = self.aantal_rijen
        active = np.arange(len(self.rij))  # entries of the equations that may still say more
        if done is not None:
            (old_low, old_high), (known_low, known_high) = done
            again = np.zeros(self.samenhang.max(initial=-1) + 1, bool)
            again[self.samenhang[(low != old_low) | (high != old_high)]] = True
            anew = again[self.samenhang]
            low, high = np.where(anew, low, known_low), np.where(anew, high, known_high)
            active = np.flatnonzero(anew[self.var])
        for _ in range(100):
            rows, var, factor = self.rij[active], self.var[active], self.factor[active]
            positive = factor > 0
            ends = factor * low[var], factor * high[var]
            least, most = np.where(positive, *ends), np.where(positive, *ends[::-1])
            room_low = most - np.bincount(rows, most, size)[rows]
            room_high = least - np.bincount(rows, least, size)[rows]
            tight = room_low / factor, room_high / factor
            new_low, new_high = low.copy(), high.copy()
            np.maximum.at(new_low, var, np.ceil(np.where(positive, *tight) - 1e-9))
            np.minimum.at(new_high, var, np.floor(np.where(positive, *tight[::-1]) + 1e-9))
            moved = (new_low != low) | (new_high != high)
            if not moved.any():
                break
            low, high = new_low, new_high
            again = np.zeros(size, bool)
            again[self.rij[moved[self.var]]] = True
            active = np.flatnonzero(again[self.rij])
        return low, high


@dataclass(frozen=True)
class Genummerd:
    """Rows of several frames by the number of their SLEUTEL, the same number in every frame.

    frames: per frame the numbers of its rows, in the order in which they first stand somewhere.
    namen: SLEUTEL by number.
    """

    frames: list[Gehelen]
    namen: pd.DataFrame

    @property
    def bevroren(self) -> Ja:
        """By number whether it is a nulmeting: frozen before everyone's eyes."""
        return (self.namen["venster"] == NULMETING).to_numpy(bool)


def number_keys(frames: Sequence[pd.DataFrame]) -> Genummerd:
    """The rows of all frames by SLEUTEL, without all their names beside each other."""
    levels: dict[str, dict[object, int]] = {name: {} for name in SLEUTEL}
    codes = []
    for frame in frames:
        own = []
        for name, known in levels.items():
            code, values = pd.factorize(frame[name])
            place = [known.setdefault(value, len(known)) for value in values]
            own.append(np.array(place, np.int32)[code])
        codes.append(own)
    sizes = [max(1, len(known)) for known in levels.values()]
    joined = [np.ravel_multi_index(own, sizes) if len(own[0]) else own[0] for own in codes]
    number, _ = pd.factorize(np.concatenate(joined))
    starts = np.cumsum([len(frame) for frame in frames])[:-1]
    found = np.split(np.asarray(number, np.int64), starts)
    first, seen = [], 0
    for frame, numbers in zip(frames, found, strict=True):
        fresh = np.flatnonzero((numbers >= seen) & ~pd.Series(numbers).duplicated().to_numpy())
        first.append(frame[list(SLEUTEL)].iloc[fresh].astype(object))
        seen += len(fresh)
    return Genummerd(found, pd.concat(first, ignore_index=True))


def build_stelsel(
    editions: list[tuple[pd.DataFrame, Links]], los: pd.DataFrame | None = None
) -> Stelsel:
    """The system of all editions, oldest first; the last one is being published now.

    los: counts (rows with SLEUTEL) that are not known to be the same when they did not change. A
    nulmeting is never among them: it is frozen before everyone's eyes.

    Each frame has SLEUTEL and exact, and the earlier ones what they showed: low and high (the
    bounds that gives), getoond (nan when hidden), basis, and anker: the true value at which
    getoond was first shown. Index 0..n-1.
    """
    keys = number_keys([frame for frame, _ in editions])
    columns = ["exact", *(name for name in TOLD if any(name in frame for frame, _ in editions))]
    cells = pd.concat([frame.reindex(columns=columns) for frame, _ in editions], ignore_index=True)
    cells = cells.astype(float).assign(sleutel=np.concatenate(keys.frames))
    sizes = [len(frame) for frame, _ in editions]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    cells["bevroren"] = keys.bevroren[cells["sleutel"]]
    order = np.argsort(cells["sleutel"].to_numpy(), kind="stable")  # by key, then edition
    key, exact = (cells[name].to_numpy()[order] for name in ("sleutel", "exact"))
    fresh = (np.diff(key) != 0) | (np.diff(exact) != 0)
    if los is not None:
        loose = pd.MultiIndex.from_frame(keys.namen).isin(
            pd.MultiIndex.from_frame(los[list(SLEUTEL)])
        )
        fresh |= (loose & ~keys.bevroren)[key][1:]
    var = np.empty(len(cells), np.int64)
    var[order] = np.concatenate([[0], np.cumsum(fresh)])
    cells["var"] = var = _join_versions(cells, var)
    cells["anker_var"] = _anchors(cells, order)
    count = int(var.max()) + 1
    truth = np.zeros(count)
    truth[var] = cells["exact"]
    low, high = np.zeros(count), np.full(count, np.inf)
    for (frame, _), first, last in zip(editions[:-1], starts, starts[1:], strict=False):
        np.maximum.at(low, var[first:last], frame["low"].to_numpy(float))
        np.minimum.at(high, var[first:last], frame["high"].to_numpy(float))
    links = _Schakels(truth)
    for (_, own), start in zip(editions, starts[:-1], strict=True):
        links.add(own.rij, var[start + own.cel], own.factor, own.rest, own.low, own.high)
    changes = np.full(sizes[-1], -1)
    for places, older, newer, low_change, high_change in _changes(cells, starts):
        rows = np.repeat(np.arange(len(older)), 2)
        pair = np.stack([older, newer], axis=1).ravel()
        factor, rest = np.tile([-1.0, 1.0], len(older)), truth[newer] - truth[older]
        added = links.add(rows, pair, factor, rest, low_change, high_change)
        if places is not None:
            changes[places] = count + added
    _, first = np.unique(var, return_index=True)
    namen = keys.namen.iloc[cells["sleutel"].to_numpy()[first]]
    return links.assemble((low, high), namen, var[starts[-2] :], changes)


def _join_versions(cells: pd.DataFrame, var: Gehelen) -> Gehelen:
    """The variables, numbered 0..n-1, one per version of a nulmeting.

    A version that is shown again after another is known to be the one of then.
    """
    frozen = cells["bevroren"].to_numpy()
    own = cells.loc[frozen, ["sleutel", "exact"]].assign(var=var[frozen])
    joined = var.copy()
    joined[frozen] = own.groupby(["sleutel", "exact"], sort=False)["var"].transform("min")
    return np.unique(joined, return_inverse=True)[1].astype(np.int64)


TOLD = ("getoond", "basis", "anker")
VERSIE = ["sleutel", "exact", "getoond", "basis"]  # a nulmeting as it was shown


def add_told(told: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """What earlier editions told and what one after them shows, of every cell the last row.

    Both have sleutel, bevroren, exact and TOLD; rows that are not shown (getoond nan) tell nothing.
    Of a nulmeting (bevroren) every version stays.
    """
    joined = pd.concat([told, shown[shown["getoond"].notna()]], ignore_index=True)
    last = ~joined.duplicated("sleutel", keep="last")
    version = joined["bevroren"] & ~joined.duplicated(VERSIE, keep="last")
    return joined[last | version]


def last_told(told: pd.DataFrame, now: pd.DataFrame, alike: Sequence[str] = ()) -> pd.DataFrame:
    """Of what earlier editions told, the row that counts for each cell of now, where there is one.

    told: of add_told; now has sleutel, bevroren and exact. It is the last row of a cell; of a
    nulmeting the last with the count of now, and alike in these columns: a version that is shown
    again after another is shown as it was.
    """
    same = ["sleutel", "exact", *alike]
    versions = told[told["bevroren"]].drop_duplicates(same, keep="last")
    again = versions.merge(now.loc[now["bevroren"], same], on=same)[list(told)]
    return pd.concat([told, again]).drop_duplicates("sleutel", keep="last")


def _anchors(cells: pd.DataFrame, order: Gehelen) -> Gehelen:
    """Per cell the variable its shown value was first shown for; order: by key, then edition.

    A value may stay over editions in which it was not shown.
    """
    found = cells["var"].to_numpy().copy()
    told = cells.get(["sleutel", *TOLD])
    if told is None:  # a first edition
        return found
    rows = order[told["getoond"].notna().to_numpy()[order]]
    values = told.iloc[rows].to_numpy(float)
    starts = np.concatenate([[True], (values[1:] != values[:-1]).any(axis=1)])[: len(rows)]
    first = np.maximum.accumulate(np.where(starts, np.arange(len(rows)), 0))
    found[rows] = found[rows[first]]
    versions = pd.Series(rows)[cells["bevroren"].to_numpy()[rows]]
    if len(versions):  # also over editions in which another version was shown
        number = told.iloc[versions].groupby(list(told), sort=False).ngroup().to_numpy()
        found[versions] = found[versions.groupby(number).transform("first")]
    return found


Wijziging = tuple[Gehelen | None, Gehelen, Gehelen, Getallen, Getallen]


def _changes(cells: pd.DataFrame, starts: Gehelen) -> Iterator[Wijziging]:
    """Links newer - older = change of every edition, between low and high.

    (places, older, newer, low, high). Older is the cell in the edition before, and the cell as it
    was when the value that was shown last was first shown (rule 4). places: in the last edition, of
    its links with the value still shown, which cells they are of; else None.
    """
    parts = [cells.iloc[first:last] for first, last in pairwise(starts.tolist())]
    size = int(cells["sleutel"].max()) + 1

    def find_older(older: pd.DataFrame, now: pd.DataFrame) -> Gehelen:
        """Per cell of now its row in older, -1 where it has none."""
        place = np.full(size, -1)
        place[older["sleutel"]] = np.arange(len(older))
        return place[now["sleutel"]]

    told = parts[0][:0]
    for before, now in pairwise(parts):
        older = find_older(before, now)
        known = older >= 0
        var = now["var"].to_numpy()
        free = np.full(known.sum(), np.inf)
        yield None, before["var"].to_numpy()[older[known]], var[known], -free, free
        told = add_told(told, before)
        is_last = now is parts[-1]
        counts = last_told(told, now, () if is_last else ("getoond", "basis"))
        older = find_older(counts, now)
        known = older >= 0
        counts, now = counts.iloc[older[known]], now[known]
        free = np.full(len(now), np.inf)
        low, high = (-free, free) if is_last else change_bounds(counts, now)
        places = np.flatnonzero(known) if is_last else None
        yield places, counts["anker_var"].to_numpy(), now["var"].to_numpy(), low, high


def change_bounds(before: pd.DataFrame, now: pd.DataFrame) -> tuple[Getallen, Getallen]:
    """What rule 4 tells of now - anker: a value that stays moved less than KLEIN, else more.

    Both frames, row by row the same cells: getoond (nan when hidden) and basis; before its anker,
    now its exact count. A value rounded to more than KLEIN can stay although the count moved, so
    that tells nothing. One with another rounding moved for sure; which way is granted.
    """
    first, second = before["getoond"].to_numpy(float), now["getoond"].to_numpy(float)
    same_basis = before["basis"].to_numpy() == now["basis"].to_numpy()
    low, high = np.full(len(now), -np.inf), np.full(len(now), np.inf)
    stays = same_basis & (first == second) & (now["basis"].to_numpy() <= KLEIN)
    low[stays], high[stays] = 1 - KLEIN, KLEIN - 1
    low[same_basis & (second > first)] = KLEIN
    high[same_basis & (second < first)] = -KLEIN
    moved = now["exact"].to_numpy(float) - before["anker"].to_numpy(float)
    other = ~same_basis & (first > 0) & (second > 0)
    low[other & (moved >= KLEIN)] = KLEIN
    high[other & (moved <= -KLEIN)] = -KLEIN
    return low, high


def find_limit(truth: Getallen) -> float:
    """How large a number of which nothing is known may be: VEEL, or RUIM times the largest.

    A power of ten, so that it tells next to nothing of that one, and no true number lies beyond.
    """
    largest = RUIM * float(np.abs(truth).max(initial=1))
    return max(VEEL, 10.0 ** math.ceil(math.log10(largest)))


class _Schakels:
    """Each different link once, in the order in which they came: editions share nearly all.

    So a next edition numbers them alike, and memory hardly grows with the number of editions.
    """

    def __init__(self, truth: Getallen) -> None:
        """truth: of every count."""
        self.truth = truth
        mix = np.random.default_rng(1).integers(1, 2**62, len(truth), dtype=np.int64)
        self.mix = mix.astype(np.uint64)
        self.marks, self.numbers = np.zeros(0, np.uint64), np.zeros(0, np.int64)  # by mark
        self.low, self.high = np.zeros(0), np.zeros(0)
        self.parts: list[tuple[NDArray[np.generic], ...]] = []

    def add(
        self,
        rij: NDArray[np.integer],
        var: Gehelen,
        factor: NDArray[np.floating],
        rest: NDArray[np.floating],
        low: NDArray[np.floating],
        high: NDArray[np.floating],
    ) -> Gehelen:
        """The number of each of these links; the bounds of its rest hold beside those known."""
        marks = np.zeros(len(rest), np.uint64)
        with np.errstate(over="ignore"):
            np.add.at(marks, rij, self.mix[var] * factor.astype(np.int64).astype(np.uint64))
        own, first, same = np.unique(marks, return_index=True, return_inverse=True)
        at = np.searchsorted(self.marks, own)
        is_known = np.zeros(len(own), bool)
        within = at < len(self.marks)
        is_known[within] = self.marks[at[within]] == own[within]
        fresh = np.sort(first[~is_known])  # in the order in which they came
        number = np.zeros(len(own), np.int64)
        number[is_known] = self.numbers[at[is_known]]
        number[~is_known] = len(self.low) + np.searchsorted(fresh, first[~is_known])
        self.marks = np.insert(self.marks, at[~is_known], own[~is_known])
        self.numbers = np.insert(self.numbers, at[~is_known], number[~is_known])
        self.low = np.append(self.low, np.full(len(fresh), -np.inf))
        self.high = np.append(self.high, np.full(len(fresh), np.inf))
        place = np.full(len(rest), -1)
        place[fresh] = number[same[fresh]]
        kept = place[rij] >= 0
        self.parts.append((place[rij[kept]], var[kept], factor[kept], rest[fresh]))
        found = number[same]
        np.maximum.at(self.low, found, low)
        np.minimum.at(self.high, found, high)
        return found

    def assemble(
        self, known: Grenzen, namen: pd.DataFrame, current: Gehelen, own: Gehelen
    ) -> Stelsel:
        """One system of all links, a variable added for every rest; known: bounds of the counts."""
        rij, var, factor, rest = (
            np.concatenate(column) for column in zip(*self.parts, strict=True)
        )
        rests, count = np.arange(len(rest)), len(self.truth)
        waar = np.concatenate([self.truth, rest])
        most = find_limit(waar)
        return Stelsel(
            np.concatenate([rij, rests]),
            np.concatenate([var, count + rests]),
            np.concatenate([factor, -np.ones(len(rest))]),
            waar,
            np.maximum(np.concatenate([known[0], self.low]), -most),
            np.minimum(np.concatenate([known[1], self.high]), most),
            namen,
            current,
            own,
        )
