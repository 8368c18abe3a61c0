"""Medians of values that are given as counts per cell and value."""

import numpy as np
from numpy.typing import NDArray

Gehelen = NDArray[np.int64]


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
