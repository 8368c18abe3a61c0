"""Intervals for what chance does within one wijk: shares, counts, rates and means.

Every function takes scalars or arrays of one shape and returns an Interval of that shape.
A missing or impossible input (noemer 0, too few units) gives nan, never a number.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv, ndtri

BYAR_VANAF = 10  # from this count on Byar's approximation, below it Garwood's exact interval

Getallen = NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """Lower and upper bound: floats for scalar input, float arrays for arrays, nan when unknown."""

    onder: Any
    boven: Any


def _interval(onder: Getallen, boven: Getallen) -> Interval:
    if onder.ndim == 0:
        return Interval(float(onder), float(boven))
    return Interval(onder, boven)


def z_value(niveau: float = 0.95) -> float:
    """The normal quantile of a two-sided interval: 1.959964 at 0.95."""
    return float(ndtri(0.5 + niveau / 2))


def wilson(teller: ArrayLike, noemer: ArrayLike, niveau: float = 0.95) -> Interval:
    """Wilson score interval of the share teller / noemer, both bounds in 0..1.

    (2x + z2 -+ z sqrt(z2 + 4x(1 - x/n))) / (2(n + z2)). Source: Wilson 1927; Newcombe 1998,
    method 3; PHE technical briefing 3. nan where noemer is 0.
    """
    x, n = np.asarray(teller, float), np.asarray(noemer, float)
    z = z_value(niveau)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = z * np.sqrt(np.maximum(z * z + 4 * x * (1 - x / n), 0.0))
        onder = (2 * x + z * z - spread) / (2 * (n + z * z))
        boven = (2 * x + z * z + spread) / (2 * (n + z * z))
    empty = ~(n > 0)
    onder = np.where(empty, np.nan, np.where(x == 0, 0.0, onder))
    boven = np.where(empty, np.nan, np.where(x == n, 1.0, boven))
    return _interval(onder, boven)


def garwood(aantal: ArrayLike, niveau: float = 0.95) -> Interval:
    """Exact Poisson interval of an expected count, from the chi-square (gamma) quantiles.

    Source: Garwood 1936. Count 0 gives 0 .. 3.689 at 0.95.
    """
    x = np.asarray(aantal, float)
    half = (1 - niveau) / 2
    with np.errstate(invalid="ignore"):
        onder = np.where(x > 0, gammaincinv(np.where(x > 0, x, 1.0), half), 0.0)
        boven = gammaincinv(x + 1, 1 - half)
    return _interval(np.where(np.isnan(x), np.nan, onder), np.asarray(boven))


def byar(aantal: ArrayLike, niveau: float = 0.95) -> Interval:
    """Interval of an expected count: Byar's approximation, exact (Garwood) below 10.

    x (1 - 1/9x - z/3sqrt(x))^3 and the same at x + 1 with + z. Divide by the population for a
    rate. Source: Breslow and Day 1987, p. 69; PHE technical briefing 3.
    """
    x = np.asarray(aantal, float)
    z = z_value(niveau)
    exact = garwood(np.where(x < BYAR_VANAF, x, 0.0), niveau)
    big = np.where(x < BYAR_VANAF, BYAR_VANAF, x)
    onder = big * (1 - 1 / (9 * big) - z / (3 * np.sqrt(big))) ** 3
    boven = (big + 1) * (1 - 1 / (9 * (big + 1)) + z / (3 * np.sqrt(big + 1))) ** 3
    small = x < BYAR_VANAF
    return _interval(np.where(small, exact.onder, onder), np.where(small, exact.boven, boven))


def mean_interval(
    som: ArrayLike, kwadraatsom: ArrayLike, aantal: ArrayLike, niveau: float = 0.95
) -> Interval:
    """Normal interval of a mean from sums: mean -+ z sd / sqrt(n), sd of the sample (n - 1).

    som, kwadraatsom: sums of the values and of their squares over aantal units. nan when
    aantal is below 2.
    """
    s, q, n = np.asarray(som, float), np.asarray(kwadraatsom, float), np.asarray(aantal, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = s / n
        spread = q - s * mean
        variance = np.where(spread > 1e-12 * q, spread, 0.0) / (n - 1)  # less is rounding
        half = z_value(niveau) * np.sqrt(variance / n)
    few = ~(n >= 2)
    return _interval(np.where(few, np.nan, mean - half), np.where(few, np.nan, mean + half))
