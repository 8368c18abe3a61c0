"""The terms of docs/begrippen.md, so that the page Begrippen and the document agree."""

import re
from dataclasses import dataclass, replace
from functools import cache

from proeftuin.huis import HUIS
from proeftuin.indicators import INDICATOR
from proeftuin.sentences.instellingen import text_of
from proeftuin.settings import Settings

DOCUMENT = HUIS / "docs" / "begrippen.md"
_NAAM = re.compile(r"\*\*`?([^*`]+)`?\*\*")
_BEGRIP = re.compile(
    r"(?P<namen>\*\*.+?\*\*): (?P<tekst>.+?) \*Bron: (?P<bron>.+?)\.?\*"
    r"(?: \[Definitie\]\(definities\.md#(?P<wet>[^)]*)\))?\.?",
    re.DOTALL,
)
# Per term, the numbers of the standard in the document, each with the name of the configured one.
_GETALLEN: dict[str, tuple[tuple[str, str], ...]] = {
    "begrip-traject": (
        ("7 dagen", "{administratief_dagen} dagen"),
        ("365 dagen", "{tijdelijke_stop_dagen} dagen"),
    ),
    "begrip-zorgperiode": (("28 dagen", "{zorgperiode_gat_dagen} dagen"),),
    "begrip-klein-aantal": (
        ("30 mensen", "{minimum_noemer} mensen"),
        ("10 gebeurtenissen", "{minimum_gebeurtenissen} gebeurtenissen"),
    ),
    "begrip-voorlopig": (
        ("2%", "{compleet_marge}"),
        ("90 dagen", "{voorlopig_dagen} dagen"),
    ),
    "begrip-afgeschermd": (
        ('van 1 tot en met 9 als "<10"', 'onder de {drempel} (maar geen 0) als "<{drempel}"'),
    ),
    "cijfer-trajectduur": (("730 dagen", "{horizon_trajectduur_dagen} dagen"),),
    "cijfer-trajectduur-cohort": (
        ("365 dagen", "{horizon_cohort_dagen} dagen"),
        ("een jaar", "{cohort_termijn}"),
    ),
    "cijfer-wachttijd": (("180 dagen", "{horizon_wachttijd_dagen} dagen"),),
    "cijfer-binnen-norm": (
        ("98 dagen", "{wachttijd_dagen} dagen"),
        ("Treeknorm ggz, als richtlijn", "{norm_bron}"),
    ),
    "cijfer-herhaald-beroep": (("vijf jaar", "{terugblik} jaar"),),
    "cijfer-doorstroom": (("28 dagen", "{doorstroom_dagen} dagen"),),
    "cijfer-verzilvering": (("90 dagen", "{verzilvering_rijp_dagen} dagen"),),
}


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


def fill_begrip(begrip: Begrip, settings: Settings) -> Begrip:
    """The term with the numbers of this configuration in its text and its source."""
    tekst, bron = begrip.tekst, begrip.bron
    for standaard, naam in _GETALLEN.get(begrip.anker, ()):
        tekst, bron = (text.replace(standaard, naam) for text in (tekst, bron))
    return replace(begrip, tekst=text_of(tekst, settings), bron=text_of(bron, settings))
