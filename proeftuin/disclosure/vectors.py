"""Who stands behind euro sums: contributions as vectors, and what a difference of vectors tells.

A vector is one sum at one moment: euros per unit (jeugdige or casus) and aanbieder. Vectors of this
publish and of earlier editions lie one after another, so that sums and differences of any of them
are one grouping.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from proeftuin.disclosure.knowledge import Gehelen, Getallen
from proeftuin.measure import Bijdragen, cut_up

NIETS = -1  # no vector: nothing was shown
CENT = 0.005
VALUES = ("bijdrager", "aanbieder", "euro")
Kolommen = tuple[Gehelen, Gehelen, Getallen]  # VALUES
RIJEN_PER_KEER = 2_000_000  # of contributions that are compared at once: 0.2 GB


@dataclass(frozen=True)
class Verschil:
    """Per group: units whose euros are not 0, all euros together, the largest of one unit or one
    aanbieder without its sign, and the euros of all units together without their signs.
    """

    aantal: Getallen
    som: Getallen
    grootste: Getallen
    bruto: Getallen


class Vectoren:
    """Vectors by number. known: whether its contributions add up to its sum; sums: that sum."""

    def __init__(
        self,
        frames: Sequence[tuple[Iterable[Bijdragen], pd.MultiIndex]],
        sums: Sequence[Getallen],
        tolerance: float,
    ) -> None:
        """frames: parts of contributions, each asked for once and then let go of, and the cells
        they belong to, which get the numbers in their order, frame after frame; sums: the euros of
        those cells (nan: not known).
        """
        counts = [len(index) for _, index in frames]
        self.offsets = np.concatenate([[0], np.cumsum(counts)])
        size = int(self.offsets[-1])
        runs, parts = [(np.zeros(0, np.int64), np.zeros(0, np.int64))], []
        for (bijdragen, index), start in zip(frames, self.offsets, strict=False):
            for part in bijdragen:
                runs.append(_runs_of(part, index, int(start)))
                parts.append((part.bijdrager, part.aanbieder, part.euro))
        number, many = (np.concatenate(found) for found in zip(*runs, strict=True))
        fresh = np.flatnonzero(np.diff(number, prepend=NIETS - 1))  # where another vector begins
        number, many = number[fresh], np.add.reduceat(many, fresh) if len(fresh) else many
        self.bijdrager, self.aanbieder, self.euro = _join(parts)
        own = number[number != NIETS]
        if len(np.unique(own)) < len(own):  # rows of one vector are not together
            rows = np.repeat(number, many)
            order = np.argsort(rows, kind="stable")
            number, many = np.unique(rows, return_counts=True)
            self.bijdrager, self.aanbieder = self.bijdrager[order], self.aanbieder[order]
            self.euro = self.euro[order]
        last = np.cumsum(many)
        first = last - many
        there = np.add.reduceat(self.euro, first) if len(first) else self.euro
        is_own = number != NIETS
        self.start, self.stop, total = np.zeros(size, int), np.zeros(size, int), np.zeros(size)
        for column, values in ((self.start, first), (self.stop, last), (total, there)):
            column[number[is_own]] = values[is_own]
        self.more = np.zeros(0, np.int64)  # rows of vectors added later, beyond those of the frames
        self.sums = np.concatenate([*sums, np.zeros(0)]).astype(float)
        self.known = np.abs(total - self.sums) < tolerance  # nan is never near
        self.unknown = self._append(np.zeros(0, np.int64), np.nan, known=False)

    def _append(self, rows: Gehelen, total: float, known: bool) -> int:
        first = len(self.euro) + len(self.more)
        self.more = np.append(self.more, rows)
        self.start = np.append(self.start, first)
        self.stop = np.append(self.stop, first + len(rows))
        self.sums = np.append(self.sums, total)
        self.known = np.append(self.known, known)
        return len(self.sums) - 1

    def add(self, vectors: Gehelen) -> int:
        """The number of a new vector, the sum of these; unknown when one of them is."""
        rows, _ = self.rows_of(vectors)
        known = bool(self.known[vectors].all())
        return self._append(rows, float(self.sums[vectors].sum()) if known else np.nan, known)

    def is_empty(self, vectors: Gehelen) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which of these are known to be of nobody; NIETS is not."""
        nothing = (self.start[vectors] == self.stop[vectors]) & self.known[vectors]
        return np.asarray(nothing & (vectors != NIETS))

    def units_of(self, vectors: Gehelen) -> Gehelen:
        """Every unit that stands behind one of these vectors of the frames, once."""
        parts = (self.rows_of(vectors[part])[0] for part in self.cut(vectors))
        return pd.unique(np.concatenate([pd.unique(self.bijdrager[rows]) for rows in parts]))

    def forget(self, vectors: Gehelen) -> None:
        """From now on nothing is known of these."""
        self.sums[vectors], self.known[vectors] = np.nan, False

    def rows_of(self, vectors: Gehelen) -> tuple[Gehelen, Gehelen]:
        """(rows of these vectors, the place in `vectors` each row belongs to)."""
        counts = self.stop[vectors] - self.start[vectors]
        group = np.repeat(np.arange(len(vectors)), counts)
        rows = np.repeat(self.start[vectors] - (np.cumsum(counts) - counts), counts)
        rows += np.arange(len(rows))
        added = rows >= len(self.euro)
        rows[added] = self.more[rows[added] - len(self.euro)]
        return rows, group

    def cut(self, vectors: Gehelen) -> Iterator[slice]:
        """Places of these vectors that are read together: of RIJEN_PER_KEER rows, or one vector.

        One empty slice when there are no vectors.
        """
        upto = np.cumsum(self.stop[vectors] - self.start[vectors])
        return (slice(*part) for part in cut_up(upto, RIJEN_PER_KEER))

    def values(self, rows: Gehelen) -> dict[str, np.ndarray[tuple[int], np.dtype[np.generic]]]:
        """VALUES of these rows."""
        return {name: getattr(self, name)[rows] for name in VALUES}

    def measure(self, group: Gehelen, vectors: Gehelen, sign: Getallen, count: int) -> Verschil:
        """Per group (0..count-1) the sum of sign x vector.

        A block of groups at a time, of RIJEN_PER_KEER rows or one group: memory does not grow
        with the levering.
        """
        order = np.argsort(group, kind="stable")
        group, vectors, sign = group[order], vectors[order], sign[order]
        first = np.flatnonzero(np.diff(group, prepend=NIETS))  # vector of each group
        last = np.append(first, len(group))[1:]
        rows = np.cumsum(self.stop[vectors] - self.start[vectors])[last - 1]  # to and with a group
        found = [np.zeros(count) for _ in range(4)]
        for begin, to in cut_up(rows, RIJEN_PER_KEER) if len(first) else ():
            own = slice(int(first[begin]), int(last[to - 1]))
            low, high = int(group[own.start]), int(group[own.stop - 1]) + 1
            part = self._measure(group[own] - low, vectors[own], sign[own], high - low)
            for column, values in zip(found, part, strict=True):
                column[low:high] = values
        return Verschil(*found)

    def _measure(
        self, group: Gehelen, vectors: Gehelen, sign: Getallen, count: int
    ) -> tuple[Getallen, Getallen, Getallen, Getallen]:
        rows, place = self.rows_of(vectors)
        euro = sign[place] * self.euro[rows]
        groups = group[place]
        aantal, som, most, bruto = _by_owner(groups, self.bijdrager[rows], euro, count)
        known = self.aanbieder[rows] != 0
        _, _, provider, _ = _by_owner(
            groups[known], self.aanbieder[rows][known], euro[known], count
        )
        return aantal, som, np.maximum(most, provider), bruto


def _by_owner(
    group: Gehelen, owner: Gehelen, euro: Getallen, count: int
) -> tuple[Getallen, Getallen, Getallen, Getallen]:
    """Per group: owners with euros, the euros together, the largest and the sum of owners, bare."""
    order = np.lexsort((owner, group))
    group, owner, euro = group[order], owner[order], euro[order]
    fresh = np.concatenate([[True], (np.diff(group) != 0) | (np.diff(owner) != 0)])[: len(group)]
    first = np.flatnonzero(fresh)
    sums = np.add.reduceat(euro, first) if len(first) else np.zeros(0)
    of_group = group[first]
    size = np.where(np.abs(sums) < CENT, 0.0, np.abs(sums))
    largest = np.zeros(count)
    np.maximum.at(largest, of_group, size)
    total = np.bincount(group, euro, count).astype(float)
    bare = np.bincount(of_group, size, count).astype(float)
    return np.bincount(of_group, size > 0, count).astype(float), total, largest, bare


def _runs_of(part: Bijdragen, index: pd.MultiIndex, start: int) -> tuple[Gehelen, Gehelen]:
    """(vector, how many rows) of every run of rows of one cell; NIETS where it is in no vector."""
    first = np.flatnonzero(np.diff(part.cel, prepend=np.int32(NIETS)))
    keys = pd.MultiIndex.from_frame(part.cellen[list(index.names)])
    place = index.get_indexer(keys)[part.cel[first]] if len(first) else first
    return np.where(place < 0, NIETS, place + start), np.diff(first, append=len(part.cel))


def _join(parts: list[Kolommen]) -> Kolommen:
    """VALUES of all parts, which are let go of one by one: they are never all there twice."""
    if len(parts) == 1:
        return parts[0]
    size, upto = sum(len(part[0]) for part in parts), 0
    joined = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.float64)
    while parts:
        part = parts.pop(0)
        for column, values in zip(joined, part, strict=True):
            column[upto : upto + len(values)] = values
        upto += len(part[0])
    return joined
