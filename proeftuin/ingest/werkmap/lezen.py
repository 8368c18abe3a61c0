"""Reads an Excel workbook (.xlsx, .xlsm) row by row; a large one is never whole in memory. Of an
old one (.xls) xls.py does the same.

openpyxl gives the values as Excel stored them (of a formula its last outcome; nothing is ever
computed and no macro runs). A second pass over the XML of a sheet, apart from it, counts the rows
and tells what that reader does not: hidden rows, merged cells, formulas without an outcome. Not
chosen: calamine, which is faster and reads .xls and .ods too, but gives a cell with an error as an
empty one, so that a lost end date would read as help that still runs.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Protocol
from xml.sax.handler import ContentHandler

from defusedxml.sax import make_parser

from proeftuin.ingest.waarden import CEL_FOUT, FORMULE_LEEG

WERKMAPPEN = frozenset({".xlsx", ".xlsm", ".xls"})
MAXIMUM_BYTES = 4 << 30
MAXIMUM_VERHOUDING = 200
KLEIN_BYTES = 10 << 20  # below this the ratio says nothing
OUDE_VORM = b"\xd0\xcf\x11\xe0"  # how an .xls begins, and a workbook behind a password
ZIP_KOP = 30  # bytes before the name of the first file in a zip
NULLEN = re.compile(r"0{2,20}")  # a number format that shows leading zeros
LETTERLIJK = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # what a number format shows as it stands
CEL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class WerkmapStuk(Exception):
    """A workbook that cannot be read; carries why, in Dutch."""


@dataclass(frozen=True)
class Dag:
    """A date cell, and whether its form shows the day (feb-23 does not)."""

    moment: datetime
    toont_dag: bool = True


Waarde = str | int | float | bool | Dag | time | timedelta | None


@dataclass(frozen=True)
class Bladrij:
    """One row that holds something: its number in the sheet, and its values from column A on."""

    nummer: int
    waarden: tuple[Waarde, ...]


@dataclass
class Bladvorm:
    """What the XML of a sheet tells apart from its values; rows and columns count from 1."""

    aantal_rijen: int = 0  # rows with at least one filled cell
    verborgen: set[int] = field(default_factory=set)
    lege_formules: dict[int, list[int]] = field(default_factory=dict)  # columns by row
    samengevoegd: list[tuple[int, int, int, int]] = field(default_factory=list)  # r1, c1, r2, c2


def is_werkmap(path: Path) -> bool:
    """Whether a file begins as a workbook does, whole or damaged; else only its name says so."""
    with path.open("rb") as stream:
        begin = stream.read(ZIP_KOP)
    is_zip = begin[:2] == b"PK" and len(begin) == ZIP_KOP
    return is_zip or begin[: len(OUDE_VORM)] == OUDE_VORM


def cel_naam(rij: int, kolom: int) -> str:
    """C7 for row 7, column 3."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(kolom)}{rij}"


def _read_place(tekst: str) -> tuple[int, int] | None:
    from openpyxl.utils import column_index_from_string

    match = CEL.fullmatch(tekst)
    return (int(match[2]), column_index_from_string(match[1])) if match else None


class _VormLezer(ContentHandler):
    """Fills a Bladvorm from the XML of one sheet."""

    def __init__(self, vorm: Bladvorm) -> None:
        super().__init__()
        self._vorm = vorm
        self._rij = self._kolom = 0
        self._is_vol = self._in_waarde = self._heeft_waarde = self._heeft_formule = False
        self._soort = ""

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: D102
        naam = name.rpartition(":")[2]
        if naam == "row":
            self._rij = int(attrs.get("r") or self._rij + 1)
            self._kolom, self._is_vol = 0, False
            if attrs.get("hidden") in ("1", "true"):
                self._vorm.verborgen.add(self._rij)
        elif naam == "c":
            place = _read_place(attrs.get("r") or "")
            self._kolom = place[1] if place else self._kolom + 1
            self._soort = attrs.get("t") or ""
            self._heeft_waarde = self._heeft_formule = False
        elif naam == "f":
            self._heeft_formule = True
        elif naam in ("v", "is"):
            self._in_waarde = True
            self._heeft_waarde = self._heeft_waarde or naam == "is"
        elif naam == "mergeCell":
            van, _, tot = (attrs.get("ref") or "").partition(":")
            first, last = _read_place(van), _read_place(tot)
            if first and last:
                self._vorm.samengevoegd.append((*first, *last))

    def characters(self, content: str) -> None:  # noqa: D102
        self._heeft_waarde = self._heeft_waarde or (self._in_waarde and bool(content))

    def endElement(self, name: str) -> None:  # noqa: D102
        naam = name.rpartition(":")[2]
        if naam in ("v", "is"):
            self._in_waarde = False
        elif naam == "c":
            is_leeg = self._heeft_formule and not self._heeft_waarde and self._soort != "str"
            if is_leeg:
                self._vorm.lege_formules.setdefault(self._rij, []).append(self._kolom)
            self._is_vol = self._is_vol or self._heeft_waarde or is_leeg
        elif naam == "row":
            self._vorm.aantal_rijen += self._is_vol


@contextmanager
def is_broken() -> Iterator[None]:
    """Whatever a damaged workbook makes of its readers is WerkmapStuk."""
    try:
        yield
    except WerkmapStuk:
        raise
    except Exception as error:  # a broken file fails in any of a dozen ways, also in libraries
        raise WerkmapStuk("De werkmap is stuk of geen echte Excel-werkmap.") from error


class Rekenblad(Protocol):
    """One sheet of an open workbook, old or new. Both reads raise WerkmapStuk.

    Where Excel shows an error or kept no outcome the value is a text with a mark of waarden.py
    before it, so that the door names the cell.
    """

    naam: str
    is_verborgen: bool

    def read_vorm(self) -> Bladvorm:
        """What the sheet tells apart from its values."""

    def read_rows(self, vorm: Bladvorm) -> Iterator[Bladrij]:
        """Rows that hold something, in order."""


class Werkblad:
    """One sheet of an open .xlsx."""

    def __init__(self, inhoud: Any, archive: zipfile.ZipFile) -> None:
        """The sheet as openpyxl opened it, and the workbook as an archive."""
        self.naam = str(inhoud.title)
        self.is_verborgen = inhoud.sheet_state != "visible"
        self._inhoud = inhoud
        self._archive = archive

    def read_vorm(self) -> Bladvorm:
        """What the XML tells, in one pass over the sheet. Raises WerkmapStuk."""
        vorm = Bladvorm()
        with is_broken(), self._archive.open(self._inhoud._worksheet_path) as stream:
            parser = make_parser()
            parser.forbid_dtd = True
            parser.setContentHandler(_VormLezer(vorm))
            parser.parse(stream)
        return vorm

    def read_rows(self, vorm: Bladvorm) -> Iterator[Bladrij]:
        """Rows that hold something, in order. Raises WerkmapStuk."""
        self._inhoud.reset_dimensions()  # what a sheet says of its own size can be wrong
        with is_broken():
            for nummer, cellen in enumerate(self._inhoud.iter_rows(), start=1):
                waarden = [None if cel.value is None else _read_cell(cel) for cel in cellen]
                for kolom in vorm.lege_formules.get(nummer, ()):
                    waarden += [None] * (kolom - len(waarden))
                    waarden[kolom - 1] = FORMULE_LEEG
                while waarden and waarden[-1] is None:
                    waarden.pop()
                if waarden:
                    yield Bladrij(nummer, tuple(waarden))


def _read_cell(cel: Any) -> Waarde:
    waarde = cel.value
    if isinstance(waarde, str):
        return f"{CEL_FOUT}{waarde}" if cel.data_type == "e" else waarde
    if isinstance(waarde, bool):
        return waarde
    vorm = cel.number_format or ""
    if isinstance(waarde, (datetime, date)):
        moment = waarde if isinstance(waarde, datetime) else datetime.combine(waarde, time())
        return read_dag(moment, vorm)
    if isinstance(waarde, (int, float)):
        return with_zeros(waarde, vorm)
    return waarde if isinstance(waarde, (time, timedelta)) else str(waarde)


def read_dag(moment: datetime, vorm: str) -> Dag:
    """A date cell, by how its number format shows it."""
    return Dag(moment, not vorm or "d" in LETTERLIJK.sub("", vorm.lower()))


def with_zeros(getal: int | float, vorm: str) -> str | int | float:
    """A number; with the leading zeros that only its number format shows, as a text."""
    if NULLEN.fullmatch(vorm) and getal >= 0 and getal == int(getal):
        return str(int(getal)).zfill(len(vorm))
    return getal


@contextmanager
def open_xlsx(path: Path) -> Iterator[list[Werkblad]]:
    """The sheets of a workbook, in its own order. Raises WerkmapStuk when it cannot be opened."""
    import openpyxl

    with is_broken():
        archive = zipfile.ZipFile(path)
    with archive, path.open("rb") as stream:  # opened here: its name may say .xls
        total = sum(member.file_size for member in archive.infolist())
        allowed = max(KLEIN_BYTES, MAXIMUM_VERHOUDING * path.stat().st_size)
        if total > min(allowed, MAXIMUM_BYTES):
            raise WerkmapStuk("De werkmap wordt bij uitpakken veel te groot.")
        with is_broken(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on parts that are not read, such as drop-downs
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        try:
            yield [Werkblad(inhoud, archive) for inhoud in book.worksheets]
        finally:
            book.close()
