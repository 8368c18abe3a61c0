"""Signals in a series of quarters: XmR limits and the four rules of NHS 'Making data count'.

Limits mean -+ 2.66 x mean moving range (Wheeler and Chambers 1992, Shewhart 1931). No outlier is
screened, as in the NHS spreadsheet; a frozen series of limits is not moved by what it judges.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

MINIMUM_PUNTEN = 12
GRENS = 2.66  # 3 / d2(2): three sigma in moving ranges
BUITENSTE_DERDE = 2 / 3
REEKS = 7  # points in a row on one side, or rising or falling

Getallen = NDArray[np.float64]
Vlaggen = NDArray[np.bool_]


@dataclass(frozen=True)
class Xmr:
    """Centre and limits of a series, and which points each rule marks.

    buiten: outside the limits. verschuiving: part of 7 in a row on one side of the mean. trend:
    part of 7 in a row that rise or fall. dicht_bij_grens: one of 2 out of 3 in the outer third,
    all three on one side of the mean. Arrays of bool, one per point. nan limits: too few points.
    """

    gemiddelde: float
    ondergrens: float
    bovengrens: float
    buiten: Vlaggen
    verschuiving: Vlaggen
    trend: Vlaggen
    dicht_bij_grens: Vlaggen

    @property
    def signaal(self) -> Vlaggen:
        """Points any rule marks."""
        return self.buiten | self.verschuiving | self.trend | self.dicht_bij_grens


def _runs(side: NDArray[np.int64], length: int) -> Vlaggen:
    """Points in a run of at least length equal, non-zero values."""
    marked = np.zeros(len(side), bool)
    for stop in range(length, len(side) + 1):
        window = side[stop - length : stop]
        if window[0] != 0 and (window == window[0]).all():
            marked[stop - length : stop] = True
    return marked


def _trends(values: Getallen) -> Vlaggen:
    """Points in a run of at least REEKS that all rise or all fall."""
    steps = np.sign(np.diff(values)).astype(np.int64)
    marked = np.zeros(len(values), bool)
    for place in np.flatnonzero(_runs(steps, REEKS - 1)):
        marked[place : place + 2] = True
    return marked


def _two_of_three(close: Vlaggen, side: NDArray[np.int64]) -> Vlaggen:
    """Close points of which another lies within three in a row, all three on one side."""
    marked = np.zeros(len(close), bool)
    for start in range(len(close) - 2):
        three = slice(start, start + 3)
        if close[three].sum() >= 2 and abs(side[three].sum()) == 3:
            marked[three] |= close[three]
    return marked


def xmr(values: ArrayLike, freeze: int | None = None) -> Xmr:
    """XmR of a series without gaps, oldest first; limits from the first freeze points.

    Fewer than 12 points in all, or fewer than 2 to make limits from: nan limits and no signal.
    ValueError when a value is missing. Rules: NHS England, 'Making data count'.
    """
    series = np.asarray(values, float)
    if np.isnan(series).any():
        raise ValueError("values may not be missing")
    baseline = series if freeze is None else series[:freeze]
    if len(series) < MINIMUM_PUNTEN or len(baseline) < 2:
        none = np.zeros(len(series), bool)
        return Xmr(float("nan"), float("nan"), float("nan"), none, none, none, none)
    mean = float(baseline.mean())
    width = GRENS * float(np.abs(np.diff(baseline)).mean())
    side = np.sign(series - mean).astype(np.int64)
    distance = np.abs(series - mean)
    outside = distance > width
    close = (distance > BUITENSTE_DERDE * width) & ~outside
    return Xmr(
        gemiddelde=mean,
        ondergrens=mean - width,
        bovengrens=mean + width,
        buiten=outside,
        verschuiving=_runs(side, REEKS),
        trend=_trends(series),
        dicht_bij_grens=_two_of_three(close, side),
    )
