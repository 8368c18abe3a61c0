"""Indicators: the declarations policy people read, each with everything that is about it alone.

What every figure is, in full: docs/definities.md. A term in two sentences: docs/begrippen.md.
"""

from proeftuin.indicators.alle import (
    DEFINITIEVERSIE,
    INDICATOR,
    INDICATORS,
    KERN,
    VOORBEELDEN,
    indicator_with,
    list_examples,
    read_example,
    slugs_on,
)
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
    Overleving,
    Rekenrol,
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
    "KERN",
    "LEEFTIJDSGROEP",
    "REDEN",
    "VERWIJZER",
    "VOORBEELDEN",
    "VRAAG",
    "Indicator",
    "Overleving",
    "Rekenrol",
    "Richting",
    "Soort",
    "decimals_of",
    "indicator_with",
    "is_share",
    "list_examples",
    "read_example",
    "short_unit",
    "slugs_on",
]
