"""What a report is made of, whatever the file format: headings, text, tables and pictures.

The content is written once (content.py, from annex.py and origin.py); each file of writers/ lays
it out in one format.
"""

from dataclasses import dataclass
from datetime import datetime

from proeftuin.charts import Grafiek
from proeftuin.sentences import Punt

LINKS, RECHTS = "links", "rechts"


@dataclass(frozen=True)
class Kop:
    """A heading; niveau 1 is a part of the annex or an appendix, 2 a section of it.

    blijft_heel: its section is short and stays on one page.
    """

    tekst: str
    niveau: int = 1
    blijft_heel: bool = False


@dataclass(frozen=True)
class Alinea:
    """A paragraph. soort: '' plain, 'kern' the sentence to remember, 'noot' small print."""

    tekst: str
    soort: str = ""


@dataclass(frozen=True)
class Lijst:
    """Points of one list; the name of a Punt stands out."""

    punten: tuple[str | Punt, ...]


@dataclass(frozen=True)
class Vakken:
    """A few short lists side by side: (heading, points)."""

    vakken: tuple[tuple[str, tuple[Punt, ...]], ...]


@dataclass(frozen=True)
class Tabelkolom:
    """A column: its head, LINKS for text and RECHTS for numbers, and its share of the width."""

    kop: str
    kant: str = RECHTS
    breedte: float = 1.0


@dataclass(frozen=True)
class Rij:
    """A row of cells. soort: '' plain, 'pilot' in the colour of the pilot, 'totaal' sums up.

    is_vervolg: the first cell says the same as that of the row above and is drawn once.
    """

    cellen: tuple[str, ...]
    soort: str = ""
    is_vervolg: bool = False


@dataclass(frozen=True)
class Tabel:
    """A table: what it shows, its columns and rows. The first cell of a row heads that row."""

    bijschrift: str
    kolommen: tuple[Tabelkolom, ...]
    rijen: tuple[Rij, ...]


@dataclass(frozen=True)
class Figuur:
    """A chart with the text a screen reader speaks; titel stands above it, empty for none."""

    grafiek: Grafiek
    alt: str
    titel: str = ""
    breedte_px: int = 640


@dataclass(frozen=True)
class Plaat:
    """A finished picture as SVG text, frozen before, with the text a screen reader speaks."""

    svg: str
    alt: str


def join_signs(text: str) -> str:
    """The text with every sign kept on the same line as its euro sign."""
    return text.replace("−€", "−\u2060€").replace("+€", "+\u2060€")


Blok = Kop | Alinea | Lijst | Vakken | Tabel | Figuur | Plaat


@dataclass(frozen=True)
class Rapport:
    """A whole report.

    overlijn, titel and ondertitel head it. bijlage: the council annex; bijlagen: the appendices,
    each beginning with a Kop of niveau 1. merk: 'Synthetische gegevens' or empty, said on every
    page. voet: the footer with the edition id. gemaakt_op: of the edition, the only date in a file.
    """

    overlijn: str
    titel: str
    ondertitel: str
    onderwerp: str
    bijlage: tuple[Blok, ...]
    bijlagen: tuple[tuple[Blok, ...], ...]
    merk: str
    voet: str
    gemaakt_op: datetime
