"""The attacker's system of equations over every edition, and the bounds that follow at once.

One variable per count that ever had its own true value: a cell that stayed the same over editions
is one variable, known by everything that was ever shown of it. That grants the attacker more than
he was told; counts in `los` are variables of their own in every edition, linked by rule 4
(docs/definities.md, Regel 4) alone.
Rests and the changes between editions are variables too. Everything is whole, between two bounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from proeftuin.disclosure.knowledge import PLAATS, VEEL, Gehelen, Getallen, Links
from proeftuin.vocabulary import NULMETING

SLEUTEL = ("kolom", *PLAATS)
Ja = NDArray[np.bool_]
Grenzen = tuple[Getallen, Getallen]  # low and high of every variable
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
    numbered = [frame.assign(editie=place) for place, (frame, _) in enumerate(editions)]
    cells = pd.concat(numbered, ignore_index=True)
    cells["sleutel"] = cells.groupby(list(SLEUTEL), sort=False).ngroup()
    order = np.lexsort((cells["editie"], cells["sleutel"]))
    key, exact = (cells[name].to_numpy(float)[order] for name in ("sleutel", "exact"))
    fresh = (np.diff(key) != 0) | (np.diff(exact) != 0)
    frozen = (cells["venster"] == NULMETING).to_numpy()
    if los is not None:
        loose = pd.MultiIndex.from_frame(cells[list(SLEUTEL)]).isin(
            pd.MultiIndex.from_frame(los[list(SLEUTEL)])
        )
        fresh |= (loose & ~frozen)[order][1:]
    var = np.empty(len(cells), np.int64)
    var[order] = np.concatenate([[0], np.cumsum(fresh)])
    cells["var"] = _join_versions(cells, var, frozen)
    var = cells["var"].to_numpy()
    cells["anker_var"] = _anchors(cells, order)
    count = int(var.max()) + 1
    truth = np.zeros(count)
    truth[var] = cells["exact"]
    low, high = np.zeros(count), np.full(count, VEEL)
    last = cells["editie"].to_numpy() == len(editions) - 1
    if not last.all():
        np.maximum.at(low, var[~last], cells.loc[~last, "low"].to_numpy(float))
        np.minimum.at(high, var[~last], cells.loc[~last, "high"].to_numpy(float))
    starts = np.concatenate([[0], np.cumsum([len(frame) for frame, _ in editions])])
    blocks: list[Block] = [
        (links.rij, var[start + links.cel], links.factor, links.rest, links.low, links.high)
        for (_, links), start in zip(editions, starts[:-1], strict=True)
    ]
    changes, own = _changes(cells, truth, len(editions))
    namen = cells.drop_duplicates("var").sort_values("var")[list(SLEUTEL)]
    return _assemble([*blocks, changes], truth, (low, high), namen, var[last], own)


def _join_versions(cells: pd.DataFrame, var: Gehelen, frozen: Ja) -> Gehelen:
    """The variables, numbered 0..n-1, one per version of a nulmeting.

    A version that is shown again after another is known to be the one of then.
    """
    own = cells.loc[frozen, ["sleutel", "exact"]].assign(var=var[frozen])
    joined = var.copy()
    joined[frozen] = own.groupby(["sleutel", "exact"], sort=False)["var"].transform("min")
    return np.unique(joined, return_inverse=True)[1].astype(np.int64)


def last_told(told: pd.DataFrame, now: pd.DataFrame, alike: Sequence[str] = ()) -> pd.DataFrame:
    """Of what earlier editions told, the row that counts for each cell of now, where there is one.

    told: shown values, oldest first; both have exact and a sleutel, or SLEUTEL. It is the last row
    of a cell; of a nulmeting the last with the count of now, and alike in these columns: a version
    that is shown again after another is shown as it was.
    """
    keys = ["sleutel"] if "sleutel" in told else list(SLEUTEL)
    same = [*keys, "exact", *alike]
    versions = told[told["venster"] == NULMETING].drop_duplicates(same, keep="last")
    wanted = now.loc[now["venster"] == NULMETING, same]
    again = versions.merge(wanted, on=same)[list(told)]
    return pd.concat([told, again]).drop_duplicates(keys, keep="last")


def _anchors(cells: pd.DataFrame, order: Gehelen) -> Gehelen:
    """Per cell the variable its shown value was first shown for; order: by key, then edition.

    A value may stay over editions in which it was not shown.
    """
    found = cells["var"].to_numpy().copy()
    told = cells.get(["sleutel", "getoond", "basis", "anker"])
    if told is None:  # a first edition
        return found
    rows = order[told["getoond"].notna().to_numpy()[order]]
    values = told.iloc[rows].to_numpy(float)
    starts = np.concatenate([[True], (values[1:] != values[:-1]).any(axis=1)])[: len(rows)]
    first = np.maximum.accumulate(np.where(starts, np.arange(len(rows)), 0))
    found[rows] = found[rows[first]]
    versions = pd.Series(rows)[(cells["venster"] == NULMETING).to_numpy()[rows]]
    if len(versions):  # also over editions in which another version was shown
        number = told.iloc[versions].groupby(list(told), sort=False).ngroup().to_numpy()
        found[versions] = found[versions.groupby(number).transform("first")]
    return found


Block = tuple[Gehelen, Gehelen, Getallen, Getallen, Getallen, Getallen]


def _changes(cells: pd.DataFrame, truth: Getallen, count: int) -> tuple[Block, Gehelen]:
    """Links newer - older = change, for every cell whose true value moved between editions.

    Older is the cell in the edition before, and the cell as it was when the value that was shown
    last was first shown (rule 4). Second: per cell of the last edition the number of its link with
    the value still shown, -1 without one.
    """
    pairs: list[Gehelen] = []
    lows: list[Getallen] = []
    highs: list[Getallen] = []
    own = np.full(int((cells["editie"] == count - 1).sum()), -1)
    total = 0
    for editie in range(1, count):
        now = cells[cells["editie"] == editie]
        before = cells[cells["editie"] == editie - 1].set_index("sleutel")
        place = before.index.get_indexer(pd.Index(now["sleutel"]))
        known = place >= 0
        now, before = now[known], before.iloc[place[known]]
        older = before["var"].to_numpy()
        low, high = np.full(len(now), -VEEL), np.full(len(now), VEEL)
        _add_pairs(pairs, lows, highs, older, now["var"].to_numpy(), low, high)
        total += len(now)
        now = cells[cells["editie"] == editie]
        told = cells[(cells["editie"] < editie) & cells["getoond"].notna()]
        shown = () if editie == count - 1 else ("getoond", "basis")
        told = last_told(told, now, shown).set_index("sleutel")
        place = told.index.get_indexer(pd.Index(now["sleutel"]))
        known = place >= 0
        now, told = now[known], told.iloc[place[known]]
        if editie < count - 1:
            low, high = change_bounds(told, now)
        else:
            low, high = np.full(len(now), -VEEL), np.full(len(now), VEEL)
            own[np.flatnonzero(known)] = total + np.arange(len(now))
        anchor = told["anker_var"].to_numpy()
        _add_pairs(pairs, lows, highs, anchor, now["var"].to_numpy(), low, high)
        total += len(now)
    joined = np.concatenate([*pairs, np.zeros((0, 2), np.int64)])
    rows = np.repeat(np.arange(len(joined)), 2)
    rest = truth[joined[:, 1]] - truth[joined[:, 0]]
    factor = np.tile([-1.0, 1.0], len(joined))
    bounds = (np.concatenate([*column, np.zeros(0)]) for column in (lows, highs))
    return (rows, joined.ravel(), factor, rest, *bounds), own


def _add_pairs(
    pairs: list[Gehelen],
    lows: list[Getallen],
    highs: list[Getallen],
    older: Gehelen,
    newer: Gehelen,
    low: Getallen,
    high: Getallen,
) -> None:
    pairs.append(np.stack([older, newer], axis=1))
    lows.append(low)
    highs.append(high)


def change_bounds(before: pd.DataFrame, now: pd.DataFrame) -> tuple[Getallen, Getallen]:
    """What rule 4 tells of now - anker: a value that stays moved less than KLEIN, else more.

    Both frames, row by row the same cells: getoond (nan when hidden) and basis; before its anker,
    now its exact count. A value rounded to more than KLEIN can stay although the count moved, so
    that tells nothing. One with another rounding moved for sure; which way is granted.
    """
    first, second = before["getoond"].to_numpy(float), now["getoond"].to_numpy(float)
    same_basis = before["basis"].to_numpy() == now["basis"].to_numpy()
    low, high = np.full(len(now), -VEEL), np.full(len(now), VEEL)
    stays = same_basis & (first == second) & (now["basis"].to_numpy() <= KLEIN)
    low[stays], high[stays] = 1 - KLEIN, KLEIN - 1
    low[same_basis & (second > first)] = KLEIN
    high[same_basis & (second < first)] = -KLEIN
    moved = now["exact"].to_numpy(float) - before["anker"].to_numpy(float)
    other = ~same_basis & (first > 0) & (second > 0)
    low[other & (moved >= KLEIN)] = KLEIN
    high[other & (moved <= -KLEIN)] = -KLEIN
    return low, high


def _assemble(
    blocks: list[Block],
    truth: Getallen,
    known: tuple[Getallen, Getallen],
    namen: pd.DataFrame,
    current: Gehelen,
    own: Gehelen,
) -> Stelsel:
    """One system of all links, each different link once, a variable added for every rest."""
    starts = np.cumsum([0, *(len(block[3]) for block in blocks)])
    pairs = list(zip(blocks, starts[:-1], strict=True))
    rij = np.concatenate([block[0] + start for block, start in pairs])
    var, factor, rest, lows, highs = (
        np.concatenate([block[place] for block in blocks]) for place in range(1, 6)
    )
    mix = np.random.default_rng(1).integers(1, 2**62, len(truth), dtype=np.int64).astype(np.uint64)
    marks = np.zeros(len(rest), np.uint64)
    with np.errstate(over="ignore"):
        np.add.at(marks, rij, mix[var] * factor.astype(np.int64).astype(np.uint64))
    _, first, same = np.unique(marks, return_index=True, return_inverse=True)
    order = np.argsort(first)  # as they came, so that a next edition numbers them alike
    first, same = first[order], np.argsort(order)[same]
    lowest, highest = np.full(len(first), -np.inf), np.full(len(first), np.inf)
    np.maximum.at(lowest, same, lows)
    np.minimum.at(highest, same, highs)
    place = np.full(len(rest), -1)
    place[first] = np.arange(len(first))
    kept = place[rij] >= 0
    rests = np.arange(len(first))
    count = len(truth)
    own_rest = np.full(len(own), -1)
    own_rest[own >= 0] = count + same[starts[-2] + own[own >= 0]]
    return Stelsel(
        np.concatenate([place[rij[kept]], rests]),
        np.concatenate([var[kept], count + rests]),
        np.concatenate([factor[kept], -np.ones(len(first))]),
        np.concatenate([truth, rest[first]]),
        np.concatenate([known[0], lowest]),
        np.concatenate([known[1], highest]),
        namen,
        current,
        own_rest,
    )
