"""The terms of docs/begrippen.md, so that the page Begrippen and the document agree."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from proeftuin.indicators import INDICATOR

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "begrippen.md"
_NAAM = re.compile(r"\*\*`?([^*`]+)`?\*\*")
_BEGRIP = re.compile(
    r"(?P<namen>\*\*.+?\*\*): (?P<tekst>.+?) \*Bron: (?P<bron>.+?)\.?\*"
    r"(?: \[Definitie\]\(definities\.md#(?P<wet>[^)]*)\))?\.?",
    re.DOTALL,
)


@dataclass(frozen=True)
class Begrip:
    """One term: its name on screen, the indicators it explains, two sentences and the source.

    anker: the id of the term on the page Begrippen. afdeling: the heading it stands under.
    """

    naam: str
    slugs: tuple[str, ...]
    tekst: str
    bron: str
    afdeling: str
    anker: str


@cache
def read_begrippen() -> tuple[Begrip, ...]:
    """Every term in the order of the document; none when the document is absent."""
    if not DOCUMENT.is_file():
        return ()
    found, afdeling = [], ""
    for part in DOCUMENT.read_text(encoding="utf-8").split("\n\n"):
        if part.startswith("## "):
            afdeling = part.removeprefix("## ").strip()
        elif match := _BEGRIP.fullmatch(part.strip()):
            found.append(_begrip(match, afdeling))
    return tuple(found)


def _begrip(match: re.Match[str], afdeling: str) -> Begrip:
    names = _NAAM.findall(match["namen"])
    slugs = tuple(name for name in names if name in INDICATOR)
    shown = " en ".join(INDICATOR[name].naam if name in INDICATOR else name for name in names)
    key = re.sub(r"[^a-z0-9]+", "-", names[0].lower()).strip("-")
    anker = f"{'cijfer' if slugs else 'begrip'}-{key}"
    tekst = _plain(match["tekst"])
    return Begrip(
        shown, slugs, f"{tekst[:1].upper()}{tekst[1:]}", _plain(match["bron"]), afdeling, anker
    )


def _plain(text: str) -> str:
    """Without the signs of Markdown; a figure by its name on screen."""

    def name(code: re.Match[str]) -> str:
        return INDICATOR[code[1]].naam.lower() if code[1] in INDICATOR else code[1]

    return re.sub(r"`([^`]+)`", name, text)


def begrip_of(slug: str) -> Begrip | None:
    """The term that explains an indicator; None when the document has none."""
    return next((item for item in read_begrippen() if slug in item.slugs), None)
