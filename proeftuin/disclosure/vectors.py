"""Who stands behind euro sums: contributions as vectors, and what a difference of vectors tells.

A vector is one sum at one moment: euros per unit (jeugdige or casus) and aanbieder. Vectors of this
publish and of earlier editions lie one after another, so that sums and differences of any of them
are one grouping.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from proeftuin.disclosure.knowledge import Gehelen, Getallen

NIETS = -1  # no vector: nothing was shown
CENT = 0.005
VALUES = ("bijdrager", "aanbieder", "euro")


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
        numbers, values = [], []
        for (frame, index), start in zip(frames, self.offsets[:-1], strict=True):
            place = _places(frame, index)
            numbers.append(place[place >= 0] + start)
            values.append(
                [frame[name].to_numpy()[place >= 0] for name in VALUES]
                if len(frame)
                else [np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)]
            )
        number = np.concatenate(numbers).astype(np.int64)
        order = np.argsort(number, kind="stable")
        bijdrager, aanbieder, euro = (
            np.concatenate([part[place] for part in values])[order] for place in range(3)
        )
        self.bijdrager, self.aanbieder = bijdrager.astype(np.int64), aanbieder.astype(np.int64)
        self.euro = euro.astype(float)
        size = int(self.offsets[-1])
        self.start = np.searchsorted(number[order], np.arange(size))
        self.stop = np.searchsorted(number[order], np.arange(size), side="right")
        self.sums = np.concatenate([*sums, np.zeros(0)]).astype(float)
        there = np.bincount(number, np.concatenate([part[2] for part in values]), size)
        self.known = np.abs(there - self.sums) < tolerance  # nan is never near
        self.unknown = self._append(np.zeros(0, np.int64), np.nan, known=False)

    def _append(self, rows: Gehelen, total: float, known: bool) -> int:
        first = len(self.euro)
        self.bijdrager = np.append(self.bijdrager, self.bijdrager[rows])
        self.aanbieder = np.append(self.aanbieder, self.aanbieder[rows])
        self.euro = np.append(self.euro, self.euro[rows])
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
        first = np.repeat(self.start[vectors] - (np.cumsum(counts) - counts), counts)
        return first + np.arange(int(counts.sum())), group

    def values(self, rows: Gehelen) -> dict[str, np.ndarray[tuple[int], np.dtype[np.generic]]]:
        """VALUES of these rows."""
        return {name: getattr(self, name)[rows] for name in VALUES}

    def measure(self, group: Gehelen, vectors: Gehelen, sign: Getallen, count: int) -> Verschil:
        """Per group (0..count-1) the sum of sign x vector."""
        rows, place = self.rows_of(vectors)
        euro = sign[place] * self.euro[rows]
        groups = group[place]
        aantal, som, most, bruto = _by_owner(groups, self.bijdrager[rows], euro, count)
        known = self.aanbieder[rows] != 0
        _, _, provider, _ = _by_owner(
            groups[known], self.aanbieder[rows][known], euro[known], count
        )
        return Verschil(aantal, som, np.maximum(most, provider), bruto)


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


def _places(frame: pd.DataFrame, index: pd.MultiIndex) -> Gehelen:
    """Per contribution the place of its cell, -1 where it has none.

    Millions of rows share few cells: every different key is looked up once.
    """
    if not len(frame):
        return np.zeros(0, np.int64)
    names = list(index.names)
    codes = np.zeros(len(frame), np.int64)
    for name in names:
        own, values = pd.factorize(frame[name])
        codes = codes * (len(values) + 1) + own
    different, first, back = np.unique(codes, return_index=True, return_inverse=True)
    keys = frame[names].iloc[first].astype(object)
    places = index.get_indexer(pd.MultiIndex.from_frame(keys))
    return np.asarray(places, np.int64)[back]
