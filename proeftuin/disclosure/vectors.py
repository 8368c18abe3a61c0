"""Who stands behind euro sums: contributions as vectors, and what a difference of vectors tells.

A vector is one sum at one moment: euros per unit (jeugdige or casus) and aanbieder. Vectors of this
publish and of earlier editions lie one after another, so that sums and differences of any of them
are one grouping.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from proeftuin.disclosure.knowledge import Gehelen, Getallen
from proeftuin.measure import cut_up

NIETS = -1  # no vector: nothing was shown
CENT = 0.005
VALUES = ("bijdrager", "aanbieder", "euro")
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
        frames: Sequence[tuple[pd.DataFrame, pd.MultiIndex]],
        sums: Sequence[Getallen],
        tolerance: float,
    ) -> None:
        """frames: contributions (SLEUTEL and VALUES) and the cells they belong to, which get
        the numbers in their order, frame after frame; sums: the euros of those cells (nan: not
        known).
        """
        counts = [len(index) for _, index in frames]
        self.offsets = np.concatenate([[0], np.cumsum(counts)])
        size = int(self.offsets[-1])
        number = _number_rows(frames, self.offsets)
        first = np.flatnonzero(np.diff(number, prepend=NIETS - 1))  # rows where another begins
        order: Gehelen | None = None
        own = number[first][number[first] != NIETS]
        if len(np.unique(own)) < len(own):  # rows of one vector are not together
            order = np.argsort(number, kind="stable")
            number = number[order]
            first = np.flatnonzero(np.diff(number, prepend=NIETS - 1))
        own, last = number[first], np.append(first, len(number))[1:]
        self.start, self.stop = np.zeros(size, np.int64), np.zeros(size, np.int64)
        self.start[own[own >= 0]], self.stop[own[own >= 0]] = first[own >= 0], last[own >= 0]

        def take(name: str, kind: type) -> "np.ndarray[tuple[int], np.dtype[Any]]":
            """One column of all frames, as it is where that can be: there may be millions."""
            parts = [frame[name].to_numpy(kind) for frame, _ in frames if len(frame)]
            whole = parts[0] if len(parts) == 1 else np.concatenate([*parts, np.zeros(0, kind)])
            return whole if order is None else whole[order]

        self.bijdrager, self.aanbieder = take("bijdrager", np.int64), take("aanbieder", np.int64)
        self.euro = take("euro", np.float64)
        self.more = np.zeros(0, np.int64)  # rows of vectors added later, beyond those of the frames
        self.sums = np.concatenate([*sums, np.zeros(0)]).astype(float)
        there = np.bincount(number + 1, self.euro, size + 1)[1:]
        self.known = np.abs(there - self.sums) < tolerance  # nan is never near
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


def _number_rows(
    frames: Sequence[tuple[pd.DataFrame, pd.MultiIndex]], offsets: Gehelen
) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """Per contribution of these frames the number of its vector, NIETS where it has none."""
    numbers = [np.zeros(0, np.int32)]
    for (frame, index), start in zip(frames, offsets, strict=False):
        names = frame[list(index.names)] if len(frame) else frame
        for first in range(0, len(frame), RIJEN_PER_KEER):
            place = _places(names.iloc[first : first + RIJEN_PER_KEER], index)
            numbers.append(np.where(place < 0, NIETS, place + start).astype(np.int32))
    return np.concatenate(numbers)


def _places(frame: pd.DataFrame, index: pd.MultiIndex) -> Gehelen:
    """Per contribution the place of its cell, -1 where it has none.

    Millions of rows share few cells: every different key is looked up once.
    """
    codes, levels = np.zeros(len(frame), np.int64), []
    for name in index.names:
        own, values = pd.factorize(frame[name])
        codes *= len(values)
        codes += own
        levels.append(pd.Index(values).astype(object))
    back, different = pd.factorize(codes)
    keys = []
    for values in levels[::-1]:
        different, place = np.divmod(different, len(values))
        keys.append(values[place])
    found = index.get_indexer(pd.MultiIndex.from_arrays(keys[::-1], names=index.names))
    return np.asarray(found, np.int64)[back]
