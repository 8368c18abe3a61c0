"""A system of whole numbers with bounds and sums, and what it leaves possible for each number."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

VEEL = 1_000_000  # more than any count
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Regel:
    """Rows of one identity: onder <= sum of teken x number <= boven, for many rows at once."""

    naam: str
    teken: NDArray[np.int64]  # (terms,)
    ids: Ids  # (rows, terms)
    onder: Ids
    boven: Ids


@dataclass
class Stelsel:
    """Numbers with their bounds; number 0 is always 0. exact is only for the score."""

    onder: Ids
    boven: Ids
    exact: NDArray[np.float64]
    regels: list[Regel] = field(default_factory=list)
    fout: dict[str, int] = field(default_factory=dict)  # identity -> rows the truth refutes

    def add_getallen(self, exact: NDArray[np.float64], onder: int = 0, boven: int = VEEL) -> Ids:
        """New numbers between onder and boven; their ids."""
        first = len(self.onder)
        size = exact.shape
        self.onder = np.concatenate([self.onder, np.full(exact.size, onder)])
        self.boven = np.concatenate([self.boven, np.full(exact.size, boven)])
        self.exact = np.concatenate([self.exact, exact.ravel()])
        return np.arange(first, first + exact.size).reshape(size)

    def value(self, teken: list[int], ids: list[Ids]) -> NDArray[np.float64]:
        """The exact value of a sum; an absent number (-1) counts as 0."""
        total: NDArray[np.float64] = sum(
            (t * self.exact[np.maximum(i, 0)] for t, i in zip(teken, ids, strict=True)),
            start=np.zeros(ids[0].shape),
        )
        return total

    def add(
        self,
        naam: str,
        teken: list[int],
        ids: list[Ids],
        onder: Any = 0,
        boven: Any = VEEL,
        nodig: int = 1,
    ) -> None:
        """Rows onder <= sum <= boven; the first `nodig` terms must exist, others may be absent
        (-1, then 0). A row the exact numbers refute is a mistake of the attacker: it is left out
        and counted in fout."""
        stacked = np.stack(np.broadcast_arrays(*ids), axis=-1).reshape(-1, len(ids))
        low = np.broadcast_to(onder, ids[0].shape).reshape(-1)
        high = np.broadcast_to(boven, ids[0].shape).reshape(-1)
        keep = (stacked[:, :nodig] >= 0).all(axis=1) & (stacked > 0).any(axis=1)
        stacked, low, high = np.maximum(stacked[keep], 0), low[keep], high[keep]
        signs = np.array(teken)
        waar = (self.exact[stacked] * signs).sum(axis=1)
        wrong = (waar < low) | (waar > high)
        if wrong.any():
            self.fout[naam] = self.fout.get(naam, 0) + int(wrong.sum())
        good = (waar >= low) & (waar <= high)  # a row without exact numbers cannot be checked
        if good.any():
            self.regels.append(
                Regel(naam, signs, stacked[good], low[good].astype(int), high[good].astype(int))
            )

    def restrict(self, naam: str, ids: Ids, onder: Any, boven: Any) -> None:
        """Tighter bounds for these numbers (-1 is skipped); refuted ones as in `add`."""
        flat = ids.reshape(-1)
        low = np.broadcast_to(onder, ids.shape).reshape(-1)
        high = np.broadcast_to(boven, ids.shape).reshape(-1)
        waar = self.exact[np.maximum(flat, 0)]
        wrong = (flat > 0) & ((waar < low) | (waar > high))
        if wrong.any():
            self.fout[naam] = self.fout.get(naam, 0) + int(wrong.sum())
        keep = (flat > 0) & ~wrong
        np.maximum.at(self.onder, flat[keep], low[keep].astype(int))
        np.minimum.at(self.boven, flat[keep], high[keep].astype(int))

    def propagate(self, rounds: int = 60) -> int:
        """Tighten all bounds until nothing moves; the number of rounds it took.

        Raises AssertionError when no solution is left: then an identity is wrong.
        """
        for ronde in range(rounds):
            before = self.onder.copy(), self.boven.copy()
            for regel in self.regels:
                self._tighten(regel)
            assert (self.onder <= self.boven).all(), "het stelsel heeft geen oplossing"
            if (before[0] == self.onder).all() and (before[1] == self.boven).all():
                return ronde
        return rounds

    def _tighten(self, regel: Regel) -> None:
        low, high = self.onder[regel.ids], self.boven[regel.ids]
        plus = regel.teken > 0
        least = np.where(plus, low, -high)
        most = np.where(plus, high, -low)
        room_up = (regel.boven - least.sum(axis=1))[:, None]  # how far a term may rise
        room_down = (most.sum(axis=1) - regel.onder)[:, None]
        new_most, new_least = least + room_up, most - room_down
        np.minimum.at(self.boven, regel.ids, np.where(plus, new_most, -new_least))
        np.maximum.at(self.onder, regel.ids, np.where(plus, new_least, -new_most))

    def candidates(self, ids: Ids) -> Ids:
        """How many whole numbers are left for each."""
        return self.boven[ids] - self.onder[ids] + 1
