"""Survival: product-limit curves with late entry, for thousands of groups at once.

life_tables works on counts per cell and day; the median of plain values, given as counts per cell
and value, stands here too. Sources: Kaplan and Meier 1958; Greenwood 1926; Kalbfleisch and Prentice
(log-log bounds); Irwin 1949 and Klein and Moeschberger 2003, section 4.5 (restricted mean).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from proeftuin.stats.intervals import z_value

GELIJK = 1e-9  # S(t) <= p is judged with this slack: 3/4 x 2/3 is a half, whatever floats say

DAGEN_PER_RIJ = 4  # with fewer days than so many times the rows, days are passed along
Getallen = NDArray[np.float64]
Gehelen = NDArray[np.int64]
Vector = NDArray[Any]


class Bounded(NamedTuple):
    """A value with its lower and upper bound; nan where it is not reached or not known."""

    waarde: float
    onder: float
    boven: float


@dataclass(frozen=True)
class LifeTables:
    """Product-limit curves of many cells, one row per cell and event time, in that order.

    start has one offset more than there are cells; rows start[c]:start[c + 1] belong to cell c.
    times are days, at_risk and events counts, survival S(t) after the events, greenwood the sum
    of d / (n (n - d)), infinite once S is 0.
    """

    start: Gehelen
    times: Getallen
    at_risk: Gehelen
    events: Gehelen
    survival: Getallen
    greenwood: Getallen

    @property
    def cell(self) -> Gehelen:
        """Cell number of every row."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    def bounds(self, niveau: float = 0.95) -> tuple[Getallen, Getallen]:
        """Log-log bounds of S(t) per row: S^exp(+-z se / |ln S|), nan where S is 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            width = z_value(niveau) * np.sqrt(self.greenwood) / np.abs(np.log(self.survival))
            onder = self.survival ** np.exp(width)
            boven = self.survival ** np.exp(-width)
        unknown = self.survival <= 0
        return np.where(unknown, np.nan, onder), np.where(unknown, np.nan, boven)

    def quantile(self, p: float = 0.5, niveau: float = 0.95) -> tuple[Getallen, Getallen, Getallen]:
        """Per cell the smallest t with S(t) <= p, and the same for both log-log bounds.

        nan where the curve (or the bound) never comes down to p.
        """
        onder, boven = self.bounds(niveau)
        return (
            self._first(self.survival <= p + GELIJK),
            self._first(onder <= p + GELIJK),
            self._first(boven <= p + GELIJK),
        )

    def _first(self, reached: NDArray[np.bool_]) -> Getallen:
        """Per cell the time of the first row where reached is true, else nan."""
        result = np.full(len(self.start) - 1, np.nan)
        rows = np.flatnonzero(reached)[::-1]
        result[self.cell[rows]] = self.times[rows]  # written backwards: the first row stays
        return result

    def rmst(self, horizon: float) -> tuple[Getallen, Getallen]:
        """Per cell the restricted mean up to horizon, and its standard error.

        Area under S from 0 to horizon, the last S carried on flat; variance the sum over event
        times of A(t)^2 d / (n (n - d)), A(t) the area from t to horizon, 0 where S becomes 0.
        """
        cell, cells = self.cell, len(self.start) - 1
        upto = np.minimum(self.times, horizon)
        following = np.append(upto[1:], horizon)
        following[self.start[1:][np.diff(self.start) > 0] - 1] = horizon
        pieces = self.survival * (following - upto)
        before: Getallen = np.full(cells, float(horizon))
        filled = np.diff(self.start) > 0
        before[filled] = upto[self.start[:-1][filled]]
        value: Getallen = before + np.bincount(cell, pieces, cells)
        beyond = _per_cell(np.cumsum, pieces[::-1], _reverse(self.start))[::-1]
        left = self.at_risk - self.events
        with np.errstate(divide="ignore", invalid="ignore"):
            term = np.where(left > 0, beyond**2 * self.events / (self.at_risk * left), 0.0)
        error: Getallen = np.sqrt(np.bincount(cell, term, cells))
        return value, error

    def smallest_at_risk(self, horizon: float = np.inf) -> Getallen:
        """Per cell the fewest at risk on a day with an event before horizon; inf without one."""
        result = np.full(len(self.start) - 1, np.inf)
        rows = self.times < horizon
        np.minimum.at(result, self.cell[rows], self.at_risk[rows])
        return result


def _reverse(start: Gehelen) -> Gehelen:
    """Offsets of the same cells when all rows are turned round."""
    turned: Gehelen = start[-1] - start[::-1]
    return turned


def _per_cell(cumulate: Callable[..., Vector], values: Vector, start: Gehelen) -> Getallen:
    """A cumulative function restarted in every cell.

    Cells of like length (between powers of two) are laid in one table and cumulated along its
    rows. One running sum over all cells with offsets taken off would be shorter to write, but
    loses digits as the number of cells grows.
    """
    result = np.empty_like(values)
    length = np.diff(start)
    longest = int(length.max(initial=0))
    size = 1
    while size < 2 * longest:
        chosen = np.flatnonzero((length > size // 2) & (length <= size))
        if len(chosen):
            offset = start[:-1][chosen][:, None] + np.arange(size)
            inside = np.arange(size) < length[chosen][:, None]
            table = np.where(inside, values[np.minimum(offset, len(values) - 1)], 0.0)
            result[offset[inside]] = cumulate(table, axis=1)[inside]
        size *= 2
    return result


def life_tables(
    cel: Gehelen,
    dag: Gehelen,
    intrede: Gehelen,
    uit: Gehelen,
    einde: Gehelen,
    aantal_cellen: int,
) -> LifeTables:
    """Curves of all cells from counts: per row a cell, a day, and how many entered after that
    day (at risk from the next), left on it, and left on it with an event.

    Rows may repeat a cell and day and come in any order; per cell as many enter as leave. At
    risk at t are those with entry < t <= exit. Cost: one sort of the rows, or where they fill
    much of the days a pass along those.
    """
    width = int(dag.max(initial=0)) + 2
    key = cel * width + dag + 1
    add_up = _add_in_place if aantal_cellen * width <= DAGEN_PER_RIJ * len(key) else _add_sorted
    there, net, ended = add_up(key, intrede - uit, einde, aantal_cellen * width)
    at_risk = np.cumsum(net) - net
    rows = np.flatnonzero((ended > 0) & (at_risk > 0))
    cell, day = np.divmod(there[rows], width)
    n, d = at_risk[rows], ended[rows]
    start = np.append(0, np.cumsum(np.bincount(cell, minlength=aantal_cellen)))
    survival = _per_cell(np.cumprod, (n - d) / n, start)
    with np.errstate(divide="ignore"):
        greenwood = _per_cell(np.cumsum, d / (n * (n - d).astype(float)), start)
    return LifeTables(start, (day - 1).astype(float), n, d, survival, greenwood)


def _add_sorted(key: Gehelen, net: Gehelen, ended: Gehelen, size: int) -> tuple[Gehelen, ...]:
    """The different keys (below size) in order, and both counts added up per key."""
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else key
    added = (
        np.add.reduceat(count[order], first) if len(first) else count for count in (net, ended)
    )
    return key[first], *added


def _add_in_place(key: Gehelen, net: Gehelen, ended: Gehelen, size: int) -> tuple[Gehelen, ...]:
    """The same for all keys below size, those that do not occur with it: counted, not sorted."""
    added = (np.bincount(key, count, size).astype(np.int64) for count in (net, ended))
    return np.arange(size), *added


def grouped_median(
    cel: Gehelen, waarde: Gehelen, aantal: Gehelen, aantal_cellen: int
) -> NDArray[np.float64]:
    """Per cell the ordinary median (mean of the middle two when even); nan for an empty cell.

    One row per cell and value with how often it occurs; rows may repeat and come in any order.
    """
    order = np.lexsort((waarde, cel))
    cel, waarde, aantal = cel[order], waarde[order], aantal[order]
    upto = np.cumsum(aantal)
    total = np.bincount(cel, aantal, aantal_cellen).astype(np.int64)
    before = np.cumsum(total) - total
    filled = np.flatnonzero(total)
    result = np.full(aantal_cellen, np.nan)
    low = np.searchsorted(upto, before[filled] + (total[filled] - 1) // 2, side="right")
    high = np.searchsorted(upto, before[filled] + total[filled] // 2, side="right")
    result[filled] = (waarde[low] + waarde[high]) / 2
    return result
