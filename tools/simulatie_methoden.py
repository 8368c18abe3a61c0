"""What each method makes of made-up gemeenten, all gemeenten at once.

compare_all is proeftuin.stats.compare_changes for many gemeenten; a test holds them together. The
naive methods work on jeugdigen. The bootstrap over jeugdigen is taken in its limit of endless
draws: the variance it comes to, by linearisation, and a normal interval.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from tools.simulatie_gemeenten import EFFECTJAAR, NULMETING, PLACEBOJAAR, VOORPAREN, Getallen
from tools.simulatie_jeugdigen import Gemeten

METHODE, VROEGER, ZONDER = "methode", "vroeger", "zonder"
NAIEF, BOOTSTRAP, CLUSTER = "naief", "bootstrap", "cluster"
METHODEN = (METHODE, VROEGER, ZONDER, NAIEF, BOOTSTRAP, CLUSTER)
MINIMUM_PAAR, MINIMUM_CONTROLES = 3, 4
NORMAAL = 1.959964

Masker = NDArray[np.bool_]
Paren = Sequence[tuple[Getallen, Getallen]]


@dataclass(frozen=True)
class Vergelijking:
    """Per gemeente the difference and its interval, nan without one; of the placebo check too."""

    est: Getallen
    onder: Getallen
    boven: Getallen
    df: Getallen
    placebo_onder: Getallen
    placebo_boven: Getallen

    @property
    def ziet(self) -> Getallen:
        """1 where the interval leaves 0 out, nan without an interval."""
        return np.where(np.isnan(self.onder), np.nan, (self.onder > 0) | (self.boven < 0))

    @property
    def aantoonbaar(self) -> Getallen:
        """As ziet, but 0 where the placebo leaves 0 out: there the product gives no verdict."""
        passed = ~((self.placebo_onder > 0) | (self.placebo_boven < 0))
        return np.where(np.isnan(self.onder), np.nan, self.ziet * passed)

    def holds(self, waar: float) -> Getallen:
        """1 where the interval holds the true difference, nan without an interval."""
        inside = (self.onder <= waar) & (waar <= self.boven)
        return np.where(np.isnan(self.onder), np.nan, inside)


def mean_of(values: Getallen, kept: Masker) -> Getallen:
    """Mean over the wijken that are kept, nan without any."""
    count = kept.sum(axis=1)
    total = np.where(kept, values, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def squares_of(values: Getallen, kept: Masker) -> tuple[Getallen, Getallen]:
    """Sum of squares around the mean of the wijken that are kept, and degrees of freedom."""
    apart = np.where(kept, values - mean_of(values, kept)[:, None], 0.0)
    return (apart**2).sum(axis=1), np.maximum(kept.sum(axis=1) - 1, 0).astype(float)


def weight_of(noemer: Getallen, own: Masker, others: Masker) -> Getallen:
    """What the variance of one wijk is multiplied with: ratio / n_pilot + 1 / n_controls."""
    ratio = np.fmax(1.0, mean_of(noemer, others) / mean_of(noemer, own))
    pilots, controls = np.maximum(own.sum(axis=1), 1), np.maximum(others.sum(axis=1), 1)
    weight: Getallen = ratio / pilots + 1 / controls
    return weight


def compare_all(
    nulmeting: Getallen,
    effectjaar: Getallen,
    pilot: Masker,
    noemer: Getallen,
    voorparen: Paren = (),
    minimum_paar: int = MINIMUM_PAAR,
) -> Vergelijking:
    """The rule of docs/definities.md ('Veranderde de pilotwijk anders?') per gemeente.

    Arrays (gemeente, wijk), nan where a cell is not ok; pilot (wijk). voorparen: (vroeger, later),
    nearest first.
    """
    d = effectjaar - nulmeting
    usable = np.isfinite(d)
    own, others = usable & pilot, usable & ~pilot
    total, df = squares_of(d, others)
    pairs = [later - vroeger for vroeger, later in voorparen]
    has_pair = np.zeros(len(d), bool)
    counted = []
    for change in pairs:
        kept = np.isfinite(change)
        kept &= (kept.sum(axis=1) >= minimum_paar)[:, None]
        counted.append(kept)
        more, degrees = squares_of(change, kept)
        total, df, has_pair = total + more, df + degrees, has_pair | kept.any(axis=1)
    enough = has_pair | (others.sum(axis=1) >= MINIMUM_CONTROLES)
    enough &= own.any(axis=1) & others.any(axis=1) & (df > 0) & (total > 0)
    df = np.where(enough, df, np.nan)
    s2 = total / df
    est = mean_of(d, own) - mean_of(d, others)
    limit = stdtrit(df, 0.975)
    half = limit * np.sqrt(s2 * weight_of(noemer, own, others))
    placebo, around = np.full(len(d), np.nan), np.full(len(d), np.nan)
    for change, kept in reversed(list(zip(pairs, counted, strict=True))):
        first, rest = kept & pilot, kept & ~pilot
        both = first.any(axis=1) & rest.any(axis=1)  # the nearest of these stays
        placebo = np.where(both, mean_of(change, first) - mean_of(change, rest), placebo)
        width = limit * np.sqrt(s2 * weight_of(noemer, first, rest))
        around = np.where(both, width, around)
    return Vergelijking(est, est - half, est + half, df, placebo - around, placebo + around)


def compare_product(
    gemeten: Gemeten, pilot: Masker, effect: int, aantal: int = len(VOORPAREN)
) -> Vergelijking:
    """By the method of this product, with so many voorparen."""
    waarde = gemeten.waarde[effect]
    pairs = [(waarde[:, vroeger], waarde[:, later]) for vroeger, later in VOORPAREN[:aantal]]
    noemer = gemeten.noemer[effect, :, EFFECTJAAR]
    return compare_all(waarde[:, NULMETING], waarde[:, EFFECTJAAR], pilot, noemer, pairs)


def compare_former(gemeten: Gemeten, pilot: Masker, effect: int) -> Vergelijking:
    """As it was: the placebojaar right before the nulmeting in the place of the voorparen."""
    waarde = gemeten.waarde[effect]
    pair = (waarde[:, PLACEBOJAAR], waarde[:, NULMETING])
    noemer = gemeten.noemer[effect, :, EFFECTJAAR]
    return compare_all(waarde[:, NULMETING], waarde[:, EFFECTJAAR], pilot, noemer, [pair], 2)


def _around(est: Getallen, half: Getallen) -> Vergelijking:
    nothing = np.full(len(est), np.nan)
    return Vergelijking(est, est - half, est + half, nothing, nothing, nothing)


def _pooled(gemeten: Gemeten, pilot: Masker, effect: int) -> tuple[Getallen, Getallen]:
    """(difference in differences of all jeugdigen together, weight of each wijk per year)."""
    size = gemeten.noemer[effect, :, :2]
    weight = np.where(pilot, size, 0) / (size * pilot).sum(axis=2, keepdims=True)
    weight -= np.where(pilot, 0, size) / (size * ~pilot).sum(axis=2, keepdims=True)
    levels = (weight * gemeten.waarde[effect, :, :2]).sum(axis=2)
    return levels[:, EFFECTJAAR] - levels[:, NULMETING], weight


def compare_naive(gemeten: Gemeten, pilot: Masker, effect: int) -> Vergelijking:
    """Difference in differences as if every jeugdige of every year stood alone."""
    est, weight = _pooled(gemeten, pilot, effect)
    return _around(est, NORMAAL * np.sqrt((weight**2 * gemeten.variantie[effect]).sum(axis=(1, 2))))


def compare_bootstrap(gemeten: Gemeten, pilot: Masker, effect: int) -> Vergelijking:
    """The same, with jeugdigen drawn anew: who is in both years comes along in both."""
    est, weight = _pooled(gemeten, pilot, effect)
    variance = (weight**2 * gemeten.variantie[effect]).sum(axis=(1, 2))
    variance -= 2 * (weight[:, 0] * weight[:, 1] * gemeten.samen[effect]).sum(axis=1)
    return _around(est, NORMAAL * np.sqrt(variance))


def compare_cluster(gemeten: Gemeten, pilot: Masker, effect: int) -> Vergelijking:
    """Least squares on jeugdigen with errors robust to clusters of wijken (CR1), t(wijken - 1)."""
    est, weight = _pooled(gemeten, pilot, effect)
    values = gemeten.waarde[effect, :, :2]
    score = np.zeros(values[:, 0].shape)
    for group in (pilot, ~pilot):
        share = np.abs(weight) * group
        mean = (share * values).sum(axis=2, keepdims=True)
        apart = share * (values - mean)
        score += apart[:, EFFECTJAAR] - apart[:, NULMETING]
    wijken, rows = len(pilot), gemeten.noemer[effect, :, :2].sum(axis=(1, 2))
    correction = wijken / (wijken - 1) * (rows - 1) / (rows - 4)
    error = np.sqrt(correction * (score**2).sum(axis=1))
    return _around(est, stdtrit(wijken - 1, 0.975) * error)


def compare_by(methode: str, gemeten: Gemeten, pilot: Masker, effect: int) -> Vergelijking:
    """The comparison by one of METHODEN."""
    if methode == METHODE:
        return compare_product(gemeten, pilot, effect)
    if methode == ZONDER:
        return compare_product(gemeten, pilot, effect, aantal=0)
    others = {
        VROEGER: compare_former,
        NAIEF: compare_naive,
        BOOTSTRAP: compare_bootstrap,
        CLUSTER: compare_cluster,
    }
    return others[methode](gemeten, pilot, effect)
