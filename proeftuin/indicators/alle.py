"""All indicators together, in the order of the screens, and where their worked examples stand."""

from pathlib import Path

from proeftuin.indicators.hulp import HULP
from proeftuin.indicators.kosten import GELD
from proeftuin.indicators.stromen import STROMEN
from proeftuin.indicators.types import Indicator
from proeftuin.indicators.wachten import WACHTEN

VOORBEELDEN = Path(__file__).resolve().parent / "voorbeelden"
INDICATORS: tuple[Indicator, ...] = (*HULP, *WACHTEN, *STROMEN, *GELD)
INDICATOR: dict[str, Indicator] = {indicator.slug: indicator for indicator in INDICATORS}
KERN = ("trajectduur", "verblijf", "stapeling", "wachttijd", "terugval")
DEFINITIEVERSIE = "1.0"
