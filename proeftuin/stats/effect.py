"""Did the pilot wijk change differently from the others: one value per wijk per window.

The comparison of Conley and Taber 2011 (few treated groups: learn the noise from the controls)
with a t interval as in Donald and Lang 2007 and Brewer, Crossley and Joyce 2018. Rejected, after
simulation with wijk shocks that persist: naive difference-in-differences, a bootstrap over
jeugdigen and cluster-robust errors (up to 26, 37 and 33% false positives at a nominal 5%,
docs/simulatie.md), and a permutation over five wijken (can never reject).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import nctdtr, stdtr, stdtrit

from proeftuin.vocabulary import AANTOONBAAR, NIET_AANTOONBAAR, NIET_VERGELIJKBAAR, TE_WEINIG

MINIMUM_CONTROLES = 4  # usable wijken beside the pilot, when there is no voorpaar
MINIMUM_VOORPAAR = 3  # usable wijken, pilot included, for a voorpaar to count
ONDERSCHEIDEND = 0.8  # power of the smallest detectable change
MDC = {2: 5.65, 3: 4.26, 4: 3.76, 7: 3.27, 11: 3.08, 19: 2.95}
STRESS = 4.0  # the pilot wijk swings twice as much: four times the variance


Getallen = NDArray[np.float64]
Vlaggen = NDArray[np.bool_]
Jarenpaar = tuple[ArrayLike, ArrayLike]  # (vroeger, later), values per wijk, nan where not usable


@dataclass(frozen=True)
class Effect:
    """How the change of the pilot compares with that of the other wijken.

    d: change per wijk (effectjaar - nulmeting), nan where a value is missing. est = d_pilot -
    d_controle, with interval onder..boven (nan without an interval), se and df; p two-sided.
    mdc: smallest change that would be seen with 80% power. stress_onder, stress_boven: the
    interval if the pilot swings twice as much. rang of rang_van: place of the pilot among all
    usable wijken in the direction of est, 1 the furthest. placebo: the same computation on the
    nearest voorpaar that counts and holds pilot and controls, before the pilot began; nan without
    one. placebo_paar: its place among the given ones, -1 without. d_voor: per given voorpaar the
    change of every wijk, nan where a value is missing; () for one that does not count.
    """

    d: tuple[float, ...]
    d_voor: tuple[tuple[float, ...], ...]
    d_pilot: float
    d_controle: float
    est: float
    se: float
    df: int
    onder: float
    boven: float
    p: float
    mdc: float
    ratio: float
    stress_onder: float
    stress_boven: float
    rang: int
    rang_van: int
    placebo_est: float
    placebo_onder: float
    placebo_boven: float
    placebo_paar: int

    @property
    def heeft_interval(self) -> bool:
        """Whether there were enough wijken for an interval."""
        return bool(np.isfinite(self.onder))

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval leaves no change out; False without an interval."""
        return self.heeft_interval and (self.onder > 0 or self.boven < 0)

    @property
    def placebo_binnen(self) -> bool | None:
        """Whether the placebo interval holds 0; None when there is no voorpaar to try."""
        if not np.isfinite(self.placebo_onder):
            return None
        return self.placebo_onder <= 0 <= self.placebo_boven


@dataclass(frozen=True)
class Noise:
    """Variance of a change of one wijk, and the degrees of freedom it rests on."""

    variance: float
    df: int


@cache
def detectable_factor(df: int) -> float:
    """m(df): the smallest change seen with 80% power, in standard errors.

    The values fixed in the definitions for 2, 3, 4, 7, 11 and 19; else the solution of the
    non-central t: P(|T(df, m)| > t(.975, df)) = 0.8. nan without degrees of freedom.
    """
    if df in MDC:
        return MDC[df]
    return solve_detectable_factor(df)


def solve_detectable_factor(df: int, kracht: float = ONDERSCHEIDEND) -> float:
    """The solution of the non-central t for any df from 1; nan below."""
    if df < 1:
        return float("nan")
    from scipy.optimize import brentq  # as much to import as the rest of this room

    limit = float(stdtrit(df, 0.975))

    def power(shift: float) -> float:
        # the far tail, P(T < -limit), is below 1e-6 wherever the power is near 0.8
        return 1 - float(nctdtr(df, shift, limit)) - kracht

    return float(brentq(power, 0.1, 3 * limit + 3))


def _squares(changes: Getallen) -> tuple[float, int]:
    """Sum of squares around the mean, and its degrees of freedom (at least 0)."""
    if len(changes) < 2:
        return 0.0, 0
    return float(((changes - changes.mean()) ** 2).sum()), len(changes) - 1


def pool_changes(*groups: Getallen) -> Noise:
    """The Noise of groups of changes, each around its own mean; nan is no change."""
    found = [_squares(group[np.isfinite(group)]) for group in groups]
    df = sum(degrees for _, degrees in found)
    return Noise(sum(squares for squares, _ in found) / df if df else float("nan"), df)


def _half_width(noise: Noise, weight: float) -> tuple[float, float]:
    """Standard error and half the interval for a variance and its weight."""
    if not (noise.df and noise.variance > 0):
        return float("nan"), float("nan")
    error = float(np.sqrt(noise.variance * weight))
    return error, float(stdtrit(noise.df, 0.975)) * error


def _mean(values: Getallen) -> float:
    return float(values.mean()) if len(values) else float("nan")


def compare_changes(
    nulmeting: ArrayLike,
    effectjaar: ArrayLike,
    pilot: ArrayLike,
    noemer: ArrayLike,
    voorparen: Sequence[Jarenpaar] = (),
) -> Effect:
    """The Effect of one indicator: arrays with one entry per wijk, nan where not usable.

    pilot: which wijken are the pilot; noemer: of the effectjaar, for the ratio of sizes. voorparen:
    nearest first, (vroeger, later): nulmeting and effectjaar moved equally far back; one with fewer
    than 3 usable wijken does not count.
    est = mean d of the pilot - mean d of the controls. s2 = (squares of d around the mean of the
    controls + per voorpaar the squares of its d around the mean of all its wijken) / df, df =
    (controls - 1) + per voorpaar (its wijken - 1). se = sqrt(s2 (ratio / n_pilot + 1 /
    n_controls)), ratio = max(1, mean noemer of controls / that of the pilot), interval est -+
    t(.975, df) se. No interval with fewer than 4 usable controls and no voorpaar, nor when all
    changes are equal: then there is no chance to learn from, and a width of 0 would prove anything.
    Source: docs/definities.md, 'Veranderde de pilotwijk anders?'.
    """
    base, after = np.asarray(nulmeting, float), np.asarray(effectjaar, float)
    treated, size = np.asarray(pilot, bool), np.asarray(noemer, float)
    d = after - base
    own, others = _sides(d, treated)
    before = [np.asarray(later, float) - np.asarray(vroeger, float) for vroeger, later in voorparen]
    before = [drift if np.isfinite(drift).sum() >= MINIMUM_VOORPAAR else d[:0] for drift in before]
    counting = [drift for drift in before if len(drift)]
    d_pilot, d_controls = _mean(d[own]), _mean(d[others])
    est = d_pilot - d_controls
    noise = pool_changes(d[others], *counting)
    enough = own.any() and others.any() and (counting or others.sum() >= MINIMUM_CONTROLES)
    if not enough:
        noise = Noise(float("nan"), 0)
    error, half = _half_width(noise, weight_of(size, own, others))
    stress = _half_width(noise, weight_of(size, own, others, STRESS))[1]
    p = float(2 * stdtr(noise.df, -abs(est) / error))
    placebo = _placebo(before, treated, size, noise)
    rank, among = _rank(d, own, others, est)
    return Effect(
        d=tuple(float(change) for change in d),
        d_voor=tuple(tuple(float(change) for change in drift) for drift in before),
        d_pilot=d_pilot,
        d_controle=d_controls,
        est=est,
        se=error,
        df=noise.df,
        onder=est - half,
        boven=est + half,
        p=p,
        mdc=detectable_factor(noise.df) * error,
        ratio=size_ratio(size, own, others),
        stress_onder=est - stress,
        stress_boven=est + stress,
        rang=rank,
        rang_van=among,
        placebo_est=placebo[0],
        placebo_onder=placebo[1],
        placebo_boven=placebo[2],
        placebo_paar=placebo[3],
    )


def _sides(d: Getallen, treated: Vlaggen) -> tuple[Vlaggen, Vlaggen]:
    """Which wijken have a change: those of the pilot, and the controls."""
    usable = np.isfinite(d)
    return usable & treated, usable & ~treated


def weight_of(size: Getallen, own: Vlaggen, others: Vlaggen, factor: float = 1.0) -> float:
    """What the variance of one wijk is multiplied with in a difference of two means.

    size: of every wijk; own and others: which are on either side. factor: how much more own varies.
    """
    ratio = size_ratio(size, own, others)
    return float(factor * ratio / max(own.sum(), 1) + 1 / max(others.sum(), 1))


def size_ratio(size: Getallen, own: Vlaggen, others: Vlaggen) -> float:
    """How much smaller the pilot is than the controls on average, never below 1."""
    pilot, controls = _mean(size[own]), _mean(size[others])
    if not (pilot > 0 and controls > 0):
        return 1.0
    return max(1.0, controls / pilot)


def _placebo(
    voorparen: Sequence[Getallen], treated: Vlaggen, size: Getallen, noise: Noise
) -> tuple[float, float, float, int]:
    """The same computation on the nearest voorpaar with pilot and controls.

    voorparen: changes per wijk, empty for one that does not count. noise: that of the comparison
    itself. Gives est, onder, boven and the place of that voorpaar, -1 where there is none.
    """
    for place, drift in enumerate(voorparen):
        own, others = _sides(drift, treated[: len(drift)])
        if own.any() and others.any():
            est = _mean(drift[own]) - _mean(drift[others])
            half = _half_width(noise, weight_of(size, own, others))[1]
            return est, est - half, est + half, place
    return (*(float("nan"),) * 3, -1)


def _rank(d: Getallen, own: Vlaggen, others: Vlaggen, est: float) -> tuple[int, int]:
    """Place of the pilot's mean change in the direction of est, among it and the controls."""
    if not np.isfinite(est):
        return 0, 0
    direction = -1.0 if est < 0 else 1.0
    further = direction * d[others] >= direction * _mean(d[own])
    return 1 + int(further.sum()), 1 + int(others.sum())


def holm(p: ArrayLike) -> Getallen:
    """Holm-adjusted p-values in the given order; nan stays nan and is not counted.

    Running maximum of (m - i) p(i), at most 1. Source: Holm 1979.
    """
    values = np.asarray(p, float)
    adjusted: Getallen = np.full(len(values), np.nan)
    order = np.argsort(values, kind="stable")[: int(np.isfinite(values).sum())]
    factor = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(values[order] * factor), 1.0)
    return adjusted


def judge(
    effect: Effect,
    cellen_ok: bool,
    is_primair: bool,
    holm_p: float = float("nan"),
    heeft_breuk: bool = False,
) -> str:
    """The verdict, one of the four allowed.

    cellen_ok: every cell used has status ok. heeft_breuk: the definition changed inside. For
    the primary indicator the interval decides; the others also need holm_p below 0.05. A placebo
    that leaves out 0 means that the pilot wijk moved differently before there was a pilot, so
    neither a difference nor its absence says anything: niet vergelijkbaar.
    """
    if heeft_breuk:
        return NIET_VERGELIJKBAAR
    if not (cellen_ok and effect.heeft_interval):
        return TE_WEINIG
    if effect.placebo_binnen is False:
        return NIET_VERGELIJKBAAR
    if not effect.excludes_zero:
        return NIET_AANTOONBAAR
    return AANTOONBAAR if is_primair or holm_p < 0.05 else NIET_AANTOONBAAR
