"""Indicators: the declarations policy people read, each with everything that is about it alone."""

from proeftuin.indicators.alle import DEFINITIEVERSIE, INDICATOR, INDICATORS, KERN, VOORBEELDEN
from proeftuin.indicators.types import Indicator, Richting, Soort

__all__ = [
    "DEFINITIEVERSIE",
    "INDICATOR",
    "INDICATORS",
    "KERN",
    "VOORBEELDEN",
    "Indicator",
    "Richting",
    "Soort",
]
