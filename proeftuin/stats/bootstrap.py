"""Bootstrap over jeugdigen for sums and ratios of euros, all cells in one pass.

Each draw gives every jeugdige a weight, the number of times he or she is drawn; all cells share
it, so someone counted in several windows or wijken is drawn in all of them together. The
weights are Poisson(1), not multinomial. For a sum per 1000 inhabitants that is the resampling
of the whole population, those without help included: with N inhabitants each weight is
Binomial(N, 1/N), which is Poisson(1) for any N that matters here. For a ratio of two sums the
total number drawn divides out, so the percentile interval is that of the multinomial too.
Poisson weights are independent, so jeugdigen can be handled in blocks: memory stays bounded and
the cost grows in proportion to the rows. Source: Efron 1979; Hanley and MacGibbon 2006;
Chamandy et al. 2012, 'Estimating uncertainty for massive data streams'.
"""

from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import pdtr

from proeftuin.stats.intervals import Interval

TREKKINGEN = 2000
ZAAD = 20211216  # the day the council fixed the primary indicator; any number would do
BLOK_PERSONEN = 16384
BLOK_TREKKINGEN = 500
DEEL_PERSONEN = 4096  # weights of so many persons more are drawn of a block that is not full

Getallen = NDArray[np.float64]
Gewichten = NDArray[np.float32]


@cache
def _quantiles() -> Gewichten:
    """Poisson(1) quantiles at the 65,536 midpoints of a uniform 16-bit number."""
    midpoints = (np.arange(65536) + 0.5) / 65536
    return np.searchsorted(pdtr(np.arange(12), 1.0), midpoints).astype(np.float32)


@lru_cache(maxsize=TREKKINGEN // BLOK_TREKKINGEN)  # a city has one block of persons: drawn once
def poisson_weights(
    blok: int, trekking: int, zaad: int = ZAAD, personen: int = BLOK_PERSONEN
) -> Gewichten:
    """Weights of the first persons of a block in one block of draws: (personen, BLOK_TREKKINGEN).

    The same person always gets the same weights, however the work is cut up.
    """
    generator = np.random.Generator(np.random.PCG64([zaad, blok, trekking]))
    uniform = generator.integers(0, 65536, (personen, BLOK_TREKKINGEN), dtype=np.uint16)
    weights = _quantiles()[uniform]
    weights.flags.writeable = False
    return weights


def add_draws(
    result: Gewichten,
    cel: NDArray[np.int64],
    persoon: NDArray[np.int64],
    waarde: Getallen,
    zaad: int = ZAAD,
) -> None:
    """Add the sum of waarde per cell in every draw to result, float32 of shape (cells, draws).

    One row per cell and person (repeats are added up); persoon is a whole number from 0. Calls on
    parts of the persons may follow each other, as each person keeps the same weights; those of one
    block of BLOK_PERSONEN in a row draw them once.
    """
    filled = waarde != 0
    cel, persoon, waarde = cel[filled], persoon[filled], waarde[filled]
    block = persoon // BLOK_PERSONEN
    for number in np.unique(block):
        rows = block == number
        own = persoon[rows] % BLOK_PERSONEN
        first, last = int(cel[rows].min()), int(cel[rows].max()) + 1
        personen = min(BLOK_PERSONEN, DEEL_PERSONEN * (1 + int(own.max()) // DEEL_PERSONEN))
        shape = (last - first, personen)
        matrix = csr_array((waarde[rows].astype(np.float32), (cel[rows] - first, own)), shape=shape)
        for start in range(0, result.shape[1], BLOK_TREKKINGEN):
            stop = min(start + BLOK_TREKKINGEN, result.shape[1])
            weights = poisson_weights(int(number), start // BLOK_TREKKINGEN, zaad, personen)
            result[first:last, start:stop] += matrix @ weights[:, : stop - start]


def percentile_interval(trekkingen: NDArray[np.floating], niveau: float = 0.95) -> Interval:
    """Percentile interval along the last axis; draws that are nan (noemer 0) do not count.

    nan where no draw has a value. Linear between order statistics, as numpy.percentile.
    """
    cells = trekkingen.shape[:-1]
    draws = np.sort(trekkingen.reshape(-1, trekkingen.shape[-1]), axis=1)  # nan comes last
    known = draws.shape[1] - np.isnan(draws).sum(axis=1)
    bounds = []
    for share in ((1 - niveau) / 2, (1 + niveau) / 2):
        position = share * np.maximum(known - 1, 0)
        low = np.floor(position).astype(int)
        high = np.minimum(low + 1, np.maximum(known - 1, 0))
        rows = np.arange(len(draws))
        below, above = draws[rows, low].astype(float), draws[rows, high].astype(float)
        value = below + (above - below) * (position - low)
        bounds.append(np.where(known > 0, value, np.nan).reshape(cells))
    return Interval(bounds[0], bounds[1])
