"""What the evaluation is made of, whoever writes it: headings, text, tables and pictures.

The content is written once (outcomes.py, annex.py, kosten.py, figures.py, origin.py). The page
Evaluatie and each file of writers/ lay the same blocks out: one on screen, the others in a file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from proeftuin.indicators import Indicator, Soort, is_share
from proeftuin.results import Belofte, Figure
from proeftuin.sentences import Punt, show_figure
from proeftuin.vocabulary import AFGESCHERMD, NIET_GELEVERD, NOG_NIET_RIJP, OK, VOORLOPIG

if TYPE_CHECKING:  # Altair takes most of a second: whoever asks for a chart waits for it
    from proeftuin.charts import Grafiek

LINKS, RECHTS = "links", "rechts"
GEEN_CIJFER = "–"
# The number formats of a cell, by name.
TEKST, AANDEEL, EURO, VERHOUDING = "tekst", "aandeel", "euro", "verhouding"
DAGEN, GETAL, AANTAL, DAG = "dagen", "getal", "aantal", "dag"

# How each state of a figure is drawn, in every format: hatched, framed, an open dot, grey.
ARCERING, LEEG, OPEN_STIP, GRIJS = "arcering", "leeg", "open-stip", "grijs"
STAAT_BEELD = {
    AFGESCHERMD: ARCERING,
    NIET_GELEVERD: LEEG,
    NOG_NIET_RIJP: OPEN_STIP,
    VOORLOPIG: GRIJS,
}


@dataclass(frozen=True)
class Kop:
    """A heading; niveau 1 is a part of the annex or an appendix, 2 a section of it.

    blijft_heel: its section is short and stays on one page. anker: the place to link to, on screen.
    """

    tekst: str
    niveau: int = 1
    blijft_heel: bool = False
    anker: str = ""


@dataclass(frozen=True)
class Alinea:
    """A paragraph.

    soort: '' plain, 'kern' the sentence to remember, 'noot' small print, 'voorbehoud' what must be
    read before the figures under it.
    """

    tekst: str
    soort: str = ""


@dataclass(frozen=True)
class Lijst:
    """Points of one list; the name of a Punt stands out. is_stappen: their order matters.

    vouw: as of a Tabel.
    """

    punten: tuple[str | Punt, ...]
    is_stappen: bool = False
    vouw: str = ""


@dataclass(frozen=True)
class Vak:
    """A cell of a table: its text, its state, and what it is as a number or a day.

    tekst: what every reader sees, in every format. staat: OK or another state of a figure
    (vocabulary); each writer draws a state in one way. waarde: the number or day behind the text,
    None where there is none; a sheet keeps it, in the number format maat. onder: a few small words
    under the text. deel: 0..1 of a small bar beside the text, None for no bar. soort: '' plain,
    'pilot' in the colour of the pilot, 'zacht' grey, 'kenmerk' a code.
    """

    tekst: str
    staat: str = OK
    waarde: float | date | None = None
    maat: str = TEKST
    onder: str = ""
    deel: float | None = None
    soort: str = ""

    @property
    def zin(self) -> str:
        """Text and small words as one line, for a format without small words."""
        return f"{self.tekst} ({self.onder})" if self.onder else self.tekst


@dataclass(frozen=True)
class Tabelkolom:
    """A column: its head, LINKS for text and RECHTS for numbers, and its share of the width.

    is_breed: holds running text, which may take more than one line on screen.
    """

    kop: str
    kant: str = RECHTS
    breedte: float = 1.0
    is_breed: bool = False


@dataclass(frozen=True)
class Rij:
    """A row. A plain cell may be given as its text; `cellen` are all typed.

    soort: '' plain, 'pilot' in the colour of the pilot, 'totaal' sums up. is_vervolg: the first
    cell says the same as that of the row above and is drawn once.
    """

    inhoud: tuple[str | Vak, ...]
    soort: str = ""
    is_vervolg: bool = False

    @property
    def cellen(self) -> tuple[Vak, ...]:
        """Every cell of the row, in order."""
        return tuple(item if isinstance(item, Vak) else Vak(item) for item in self.inhoud)


@dataclass(frozen=True)
class Tabel:
    """A table: what it shows, its columns and rows. The first cell of a row heads that row.

    vouw: the words of the line on screen behind which the table opens; '' leaves it in sight.
    """

    bijschrift: str
    kolommen: tuple[Tabelkolom, ...]
    rijen: tuple[Rij, ...]
    vouw: str = ""

    @property
    def heeft_groepen(self) -> bool:
        """Whether a first cell heads more than its own row."""
        return any(rij.is_vervolg for rij in self.rijen)

    @property
    def heeft_staven(self) -> bool:
        """Whether a row has more than one small bar, which no phone has room for."""
        rows = (
            sum(isinstance(v, Vak) and v.deel is not None for v in r.cellen) for r in self.rijen
        )
        return any(number > 1 for number in rows)

    @property
    def groepen(self) -> list[list[Rij]]:
        """The rows that share a first cell, together."""
        found: list[list[Rij]] = []
        for rij in self.rijen:
            if rij.is_vervolg and found:
                found[-1].append(rij)
            else:
                found.append([rij])
        return found


@dataclass(frozen=True)
class Figuur:
    """A chart, made when a writer asks for it, with the text a screen reader speaks.

    naam: a stable name, one per picture of an edition. titel stands above it, empty for none.
    """

    naam: str
    bouw: Callable[[], Grafiek] = field(repr=False, compare=False)
    alt: str
    titel: str = ""
    breedte_px: int = 640


@dataclass(frozen=True)
class Oordeelbeeld(Figuur):
    """The one picture of all promised figures; on screen a row of each opens to its sentence."""

    beloften: tuple[Belofte, ...] = ()


@dataclass(frozen=True)
class Plaat:
    """A finished picture as SVG text, frozen before, with the text a screen reader speaks."""

    svg: str
    alt: str


def join_signs(text: str) -> str:
    """The text with every sign kept on the same line as its euro sign."""
    return text.replace("−€", "−\u2060€").replace("+€", "+\u2060€")


Blok = Kop | Alinea | Lijst | Tabel | Figuur | Plaat


def maat_of(indicator: Indicator) -> str:
    """The number format of the values of an indicator."""
    if is_share(indicator):
        return AANDEEL
    if indicator.soort in (Soort.EURO, Soort.EURO_PER_1000):
        return EURO
    if indicator.soort is Soort.VERHOUDING:
        return VERHOUDING
    return DAGEN if indicator.is_duur else GETAL


def figure_cell(
    indicator: Indicator, figure: Figure | None, *, unit: bool = True, is_pilot: bool = False
) -> Vak:
    """A figure with its state and its number; a dash where there is none.

    is_pilot: in the colour of the pilot, unless its state has a look of its own.
    """
    text = show_figure(indicator, figure, unit=unit)
    if figure is None:
        return Vak(text)
    soort = "pilot" if is_pilot and figure.status not in STAAT_BEELD else ""
    return Vak(text, figure.status, figure.waarde, maat_of(indicator), soort=soort)


def bar_cell(part: float, text: str) -> Vak:
    """A text with a small bar that fills part (0..1) of its width."""
    return Vak(text, waarde=part, maat=AANDEEL, deel=min(1.0, max(0.0, part)))


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
