"""All indicators together, in the order of the screens, and their worked examples."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from proeftuin.indicators.hulp import HULP
from proeftuin.indicators.kosten import GELD
from proeftuin.indicators.stromen import STROMEN
from proeftuin.indicators.types import Indicator, Rekenrol
from proeftuin.indicators.uitkomsten import UITKOMSTEN
from proeftuin.indicators.wachten import WACHTEN

VOORBEELDEN = Path(__file__).resolve().parent / "voorbeelden"
INDICATORS: tuple[Indicator, ...] = (*(*HULP, *WACHTEN, *STROMEN, *UITKOMSTEN, *GELD),)
INDICATOR: dict[str, Indicator] = {indicator.slug: indicator for indicator in INDICATORS}
KERN = tuple(indicator.slug for indicator in INDICATORS if indicator.is_kern)
DEFINITIEVERSIE = "1.4"
CELVERSIE = "1.1"  # the version in which the meaning of a count or a sum last changed


def counts_alike(one: str, other: str) -> bool:
    """Whether a count means the same in two definitieversies: both of CELVERSIE or later."""
    first = min((_numbers(versie) for versie in (one, other)), default=())
    return one == other or first >= _numbers(CELVERSIE)


def _numbers(versie: str) -> tuple[int, ...]:
    return tuple(int(part) for part in versie.split("."))


def indicator_with(rol: Rekenrol) -> Indicator:
    """The indicator that has this role in a sum; ValueError unless exactly one has it."""
    [found] = (indicator for indicator in INDICATORS if indicator.rekenrol is rol)
    return found


def slugs_on(pagina: str, first: Sequence[str] = ()) -> tuple[str, ...]:
    """Slugs of the indicators a page shows: first in the order given, then all others it names."""
    named = (indicator.slug for indicator in INDICATORS if indicator.pagina == pagina)
    return tuple(dict.fromkeys((*first, *named)))


@cache
def read_example(naam: str) -> tuple[str, str]:
    """(title, body) of the worked example of this name, Markdown; two empty texts for none."""
    file = VOORBEELDEN / f"{naam}.md"
    if not file.is_file():
        return "", ""
    title, _, body = file.read_text(encoding="utf-8").removeprefix("# ").partition("\n")
    return title.strip(), body


def list_examples() -> tuple[str, ...]:
    """Names of all worked examples, in the order of the alphabet."""
    return tuple(sorted(file.stem for file in VOORBEELDEN.glob("*.md")))
