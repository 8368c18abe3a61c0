"""Indicators: the declarations policy people read, each with everything that is about it alone.

What every figure is, in full: docs/definities.md. A term in two sentences: docs/begrippen.md.
"""

from proeftuin.indicators.alle import DEFINITIEVERSIE, INDICATOR, INDICATORS, KERN, VOORBEELDEN
from proeftuin.indicators.types import (
    AANBIEDER,
    BEVOLKING,
    GEEN,
    HULPVORM,
    LEEFTIJDSGROEP,
    REDEN,
    VERWIJZER,
    VRAAG,
    Indicator,
    Richting,
    Soort,
    decimals_of,
    is_share,
    short_unit,
)

__all__ = [
    "AANBIEDER",
    "BEVOLKING",
    "DEFINITIEVERSIE",
    "GEEN",
    "HULPVORM",
    "INDICATOR",
    "INDICATORS",
    "Indicator",
    "KERN",
    "LEEFTIJDSGROEP",
    "REDEN",
    "Richting",
    "Soort",
    "VERWIJZER",
    "VOORBEELDEN",
    "VRAAG",
    "decimals_of",
    "is_share",
    "short_unit",
]
