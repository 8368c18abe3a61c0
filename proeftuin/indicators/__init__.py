"""Indicators: the declarations policy people read, each with everything that is about it alone.

What every figure is, in full: docs/definities.md. A term in two sentences: docs/begrippen.md.
"""

from proeftuin.indicators.alle import (
    CELVERSIE,
    DEFINITIEVERSIE,
    INDICATOR,
    INDICATORS,
    KERN,
    VOORBEELDEN,
    counts_alike,
    indicator_with,
    list_examples,
    read_example,
    slugs_on,
)
from proeftuin.indicators.types import (
    AANBIEDER,
    BEVOLKING,
    DAGEN,
    EURO,
    GEEN,
    HULPVORM,
    LEEFTIJDSGROEP,
    REDEN,
    VERWIJZER,
    VRAAG,
    Indicator,
    Rekenrol,
    Richting,
    Soort,
    counted_unit,
    decimals_of,
    is_share,
    short_unit,
    teller_unit,
    uses_setting,
)
