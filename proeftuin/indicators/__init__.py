"""All indicators: the declarations policy people read. A new one is a declaration, a spec
table under tests/spec and a line in docs/begrippen.md.
"""

from proeftuin.indicators.hulp import HULP
from proeftuin.indicators.kosten import GELD
from proeftuin.indicators.stromen import STROMEN
from proeftuin.indicators.types import Indicator, Richting, Soort
from proeftuin.indicators.wachten import WACHTEN

INDICATORS: tuple[Indicator, ...] = (*HULP, *WACHTEN, *STROMEN, *GELD)
INDICATOR: dict[str, Indicator] = {indicator.slug: indicator for indicator in INDICATORS}
KERN = ("trajectduur", "verblijf", "stapeling", "wachttijd", "terugval")
DEFINITIEVERSIE = "1.0"

__all__ = ["DEFINITIEVERSIE", "INDICATOR", "INDICATORS", "KERN", "Indicator", "Richting", "Soort"]
