"""How far rounding may have moved a figure of the openbaar edition: less than that has no way."""

from __future__ import annotations

from math import floor, inf, log10, sqrt
from typing import TYPE_CHECKING

from proeftuin.indicators import Indicator, Soort, decimals_of
from proeftuin.settings import Settings
from proeftuin.vocabulary import GEMEENTE, OVERIGE

if TYPE_CHECKING:
    from proeftuin.results.compare import Figure

_GROF = 2  # a figure that is 'ongeveer' was rounded coarser, or estimated in part
_EURO = (Soort.EURO, Soort.EURO_PER_1000)


def rounding_reach(indicator: Indicator, figure: Figure, settings: Settings) -> float:
    """How far the value may lie from the exact one by rounding, in its unit; 0 where exact.

    Each rounded count is at most half a step off; of several together the root of their number is
    taken; inhabitants are exact. Without counts it is half the last decimal. inf for a sum of euros
    that is 'ongeveer': it lacks wijken that may not be shown, and not always the same ones.
    """
    if not figure.cellen or figure.waarde is None:
        return 0.0
    rules = settings.onthulling
    coarser = _GROF if figure.ongeveer else 1
    if indicator.soort is Soort.OVERLEVING:
        return coarser * rules.duur_basis_dagen / 2
    if figure.teller is None or not figure.noemer:
        return float(10 ** -decimals_of(indicator)) / 2
    if indicator.soort in _EURO and figure.ongeveer:
        return inf
    parts = {
        OVERIGE: len(settings.overige_wijken),
        GEMEENTE: len(settings.wijk_ids) + 1,  # and who lives in none of them
    }
    many = sqrt(figure.cellen * parts.get(figure.wijk, 1))
    above = below = coarser * many * rules.basis / 2
    if indicator.soort in _EURO:
        above = many * max(rules.euro_basis, _digit(figure.teller, rules.euro_cijfers)) / 2
    if indicator.soort in (Soort.PER_1000, Soort.EURO_PER_1000):
        below = 0.0
    exact = figure.teller / figure.noemer
    high = (figure.teller + above) / max(figure.noemer - below, 1) - exact
    low = exact - max(figure.teller - above, 0) / (figure.noemer + below)
    return max(high, low) * indicator.factor


def _digit(value: float, digits: int) -> float:
    """What one more in the last of so many digits is: 10 for 4.120 with three."""
    return float(10 ** (floor(log10(abs(value))) + 1 - digits)) if value else 0.0
