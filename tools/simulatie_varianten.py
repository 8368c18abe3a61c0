"""Ways to a shorter interval that were tried: a covariate known beforehand, and weights by size.

Each is the method of this product with one thing more. A covariate is taken out of every change by
one slope, learned within the controls and within each voorpaar, which costs one degree of freedom.
"""

import numpy as np
from scipy.special import stdtrit

from tools.simulatie_gemeenten import (
    EFFECTJAAR,
    NULMETING,
    VENSTERS,
    VOORPAREN,
    Gemeenten,
    Getallen,
)
from tools.simulatie_jeugdigen import Gemeten
from tools.simulatie_methoden import Masker, Vergelijking, weight_of

NIVEAU, AANTAL, LEEFTIJD, GEWICHT = "niveau", "aantal", "leeftijd", "gewicht"
VARIANTEN = (NIVEAU, AANTAL, LEEFTIJD, GEWICHT)
VERBAND = 0.5  # correlation of the made-up age mix with what the wijk does by itself
PAREN = ((NULMETING, EFFECTJAAR), *VOORPAREN)


def compare_variant(
    variant: str, noise: Getallen, gemeenten: Gemeenten, gemeten: Gemeten, effect: int
) -> Vergelijking:
    """The comparison by one of VARIANTEN, with all voorparen.

    noise: (gemeente, wijk) standard normal, the part of the age mix that tells nothing.
    """
    pilot = gemeenten.indeling.pilot
    if variant == GEWICHT:
        return _compare_weighted(gemeten, pilot, effect)
    return _compare_adjusted(
        gemeten, pilot, effect, _covariate(variant, noise, gemeenten, gemeten, effect)
    )


def _covariate(
    variant: str, noise: Getallen, gemeenten: Gemeenten, gemeten: Gemeten, effect: int
) -> Getallen:
    """(gemeente, pair, wijk): known before the second year of each of PAREN."""
    before = [vroeger for vroeger, _ in PAREN]
    known: Getallen = gemeten.waarde[effect][:, before]
    if variant == AANTAL:
        known = np.log(gemeten.noemer[effect][:, before])
    if variant != LEEFTIJD:
        return known
    # the age mix of a wijk hardly moves; it goes along with where the wijk was heading
    first, last = VENSTERS[VOORPAREN[-1][0]], VENSTERS[EFFECTJAAR]
    earlier, now = gemeenten.schok[..., first:last], gemeenten.schok[..., last:]
    heading = now.mean(axis=2) - earlier.mean(axis=2)
    spread = heading.std()
    mix = VERBAND * heading / spread + np.sqrt(1 - VERBAND**2) * noise if spread > 1e-9 else noise
    return np.repeat(mix[:, None], len(PAREN), axis=1)


def _changes(gemeten: Gemeten, effect: int) -> Getallen:
    """(gemeente, pair, wijk)."""
    waarde = gemeten.waarde[effect]
    return np.stack([waarde[:, later] - waarde[:, vroeger] for vroeger, later in PAREN], axis=1)


def _rows(pilot: Masker) -> Masker:
    """(pair, wijk): the changes the noise is learned from."""
    rows = np.ones((len(PAREN), len(pilot)), bool)
    rows[0] = ~pilot
    return rows


def _within(values: Getallen, weight: Getallen) -> Getallen:
    """Deviations from the weighted mean of each pair."""
    mean = (values * weight).sum(axis=-1, keepdims=True) / weight.sum(axis=-1, keepdims=True)
    apart: Getallen = values - mean
    return apart


def _split(values: Getallen, pilot: Masker, weight: Getallen) -> Getallen:
    """Pilot wijken less the others, of the pair of now."""
    own, rest = weight * pilot, weight * ~pilot
    first = (values[:, 0] * own).sum(axis=1) / own.sum(axis=1)
    apart: Getallen = first - (values[:, 0] * rest).sum(axis=1) / rest.sum(axis=1)
    return apart


def _interval(est: Getallen, variance: Getallen, df: int) -> Vergelijking:
    nothing = np.full(len(est), np.nan)
    half = stdtrit(df, 0.975) * np.sqrt(variance)
    return Vergelijking(est, est - half, est + half, np.full(len(est), df), nothing, nothing)


def _compare_adjusted(
    gemeten: Gemeten, pilot: Masker, effect: int, covariate: Getallen
) -> Vergelijking:
    d, rows = _changes(gemeten, effect), _rows(pilot)
    each, equal = rows.astype(float), np.ones(d[:, 0].shape)
    change, known = _within(d, each) * rows, _within(covariate, each) * rows
    spread = (known**2).sum(axis=(1, 2))
    slope = (known * change).sum(axis=(1, 2)) / spread
    df = int(rows.sum()) - len(PAREN) - 1
    s2 = ((change - slope[:, None, None] * known) ** 2).sum(axis=(1, 2)) / df
    ahead = _split(covariate, pilot, equal)
    own, others = (np.broadcast_to(group, equal.shape) for group in (pilot, ~pilot))
    weight = weight_of(gemeten.noemer[effect, :, EFFECTJAAR], own, others)
    est = _split(d, pilot, equal) - slope * ahead
    return _interval(est, s2 * (weight + ahead**2 / spread), df)


def _compare_weighted(gemeten: Gemeten, pilot: Masker, effect: int) -> Vergelijking:
    """Every wijk counts by its jeugdigen, as if only chance within wijken moved them."""
    d, rows = _changes(gemeten, effect), _rows(pilot)
    size = gemeten.noemer[effect, :, EFFECTJAAR]
    weight = np.broadcast_to((size / size.mean(axis=1, keepdims=True))[:, None], d.shape)
    df = int(rows.sum()) - len(PAREN)
    s2 = (_within(d, weight * rows) ** 2 * weight * rows).sum(axis=(1, 2)) / df
    own, rest = weight[:, 0] * pilot, weight[:, 0] * ~pilot
    est = _split(d, pilot, weight[:, 0])
    return _interval(est, s2 * (1 / own.sum(axis=1) + 1 / rest.sum(axis=1)), df)
