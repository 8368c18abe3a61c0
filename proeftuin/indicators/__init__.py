"""Indicators: the declarations policy people read, each with everything that is about it alone."""

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
