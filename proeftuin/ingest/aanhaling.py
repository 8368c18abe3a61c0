"""Quotes in a CSV, read strictly before anything else reads the file.

A stray quote makes a reader take the rows after it for one long text, without a word. So a quoted
field must end at a separator, and may hold a line break only where people type (free text, or a
column that is not read), and never what looks like a row of the file or a part of one. Where a
text does go on over a line end, its lines are named: each line is a row, empty, or one of those.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from proeftuin.codelists import normalise_code, read_codelijst
from proeftuin.ingest.kolommen import OnmogelijkeDatum, parse_datum, parse_kwartaal
from proeftuin.schema import Bestand, Kolom, Kolomsoort

MAXIMUM_REGELS = 1_000  # the longest field in lines; a quote not closed by then is a stray one
GETAL = re.compile(r"[+-]?[\d.,]+")
TE_HERKENNEN = frozenset(Kolomsoort) - {
    *(Kolomsoort.TEKST, Kolomsoort.SLEUTEL, Kolomsoort.PERSOON, Kolomsoort.GEBIED)
}


@dataclass
class Aanhaling:
    """What a strict reading found below the header; places are (first, last) lines."""

    aantal_rijen: int = 0
    aantal_leeg: int = 0
    doorlopend: list[tuple[int, int, int]] = field(default_factory=list)  # free text: row, lines
    los: list[tuple[int, int]] = field(default_factory=list)  # no proper end of a quoted field
    regeleinde: list[tuple[int, int]] = field(default_factory=list)  # a line break it may not hold

    @property
    def aantal_regels(self) -> int:
        """Lines below the header that are a row, empty, or the rest of a text."""
        rest = sum(tot - van for _, van, tot in self.doorlopend)
        return self.aantal_rijen + self.aantal_leeg + rest


class _Los(Exception):
    """A quoted field without a proper end; (lines after the first of the record) van and tot."""

    def __init__(self, van: int, tot: int) -> None:
        super().__init__(van, tot)
        self.van, self.tot = van, tot


@dataclass(frozen=True)
class _Veld:
    kolom: int
    tekst: str
    van: int  # lines after the first of the record, where it begins and ends
    tot: int


class _Lines:
    """Lines one by one, some put back; `nummer` is the line of the next one."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: deque[str] = deque()
        self.nummer = 1

    def take(self) -> str | None:
        line = self._back.popleft() if self._back else next(self._lines, None)
        self.nummer += line is not None
        return line

    def put_back(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))
        self.nummer -= len(lines)


def check_aanhaling(
    path: Path, namen: list[str], teken: str, kop: int, bestand: Bestand
) -> Aanhaling:
    """Reads a UTF-8 CSV whose first `kop` lines are no rows; namen are its columns in order."""
    found = Aanhaling()
    quoted, plain = r'"(?:[^"]|"")*+"\x20*+', rf'[^"{teken}][^{teken}]*+'
    veld = rf"(?:{quoted}|{plain}|)"
    heel = re.compile(rf"{veld}(?:{teken}{veld})*+")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = _Lines(iter(stream))
        for _ in range(kop):
            lines.take()
        while (line := lines.take()) is not None:
            kaal = line.rstrip("\r\n")
            if not kaal:
                found.aantal_leeg += 1
                continue
            found.aantal_rijen += 1
            if '"' not in kaal or heel.fullmatch(kaal):
                continue
            _check_record(found, lines, line, namen, teken, bestand)
    return found


def _check_record(
    found: Aanhaling, lines: _Lines, line: str, namen: list[str], teken: str, bestand: Bestand
) -> None:
    """One record that begins at this line and may span more; lines beyond it are put back."""
    first, taken = lines.nummer - 1, [line]
    known = {kolom.naam: kolom for kolom in bestand.kolommen}
    kolommen = [known.get(naam, Kolom(naam, Kolomsoort.TEKST)) for naam in namen]
    vrij = [kolom.soort is Kolomsoort.TEKST for kolom in kolommen]
    try:
        for veld in _split(taken, lines, teken, vrij):
            if veld.tot == veld.van:
                continue
            if not _may_span(veld, teken, kolommen):
                found.regeleinde.append((first + veld.van, first + veld.tot))
                lines.put_back(taken[veld.van + 1 :])
                return
            place = (found.aantal_rijen, first + veld.van, first + veld.tot)
            found.doorlopend.append(place)
    except _Los as los:
        found.los.append((first + los.van, first + los.tot))
        lines.put_back(taken[los.van + 1 :])


def _split(taken: list[str], lines: _Lines, teken: str, vrij: list[bool]) -> Iterator[_Veld]:
    """The quoted fields of the record; taken grows by the lines it needs.

    Text after a closing quote is a stray one, but in free text on one line nothing can get lost.
    """
    regel = kolom = begin = 0
    while True:
        rest = taken[regel][begin:]
        if not rest.startswith('"'):
            end = rest.rstrip("\r\n").find(teken)
            if end < 0:
                return
            begin, kolom = begin + end + 1, kolom + 1
            continue
        van, place, tekst = regel, begin + 1, ""
        while True:
            close = taken[regel].find('"', place)
            if close < 0:
                tekst += taken[regel][place:]
                nieuw = lines.take() if regel - van < MAXIMUM_REGELS else None
                if nieuw is None:
                    raise _Los(van, regel)
                taken.append(nieuw)
                regel, place = regel + 1, 0
            elif taken[regel].startswith('""', close):
                tekst += taken[regel][place : close + 1]
                place = close + 2
            else:
                tekst += taken[regel][place:close]
                break
        after, *more = taken[regel][close + 1 :].rstrip("\r\n").split(teken, 1)
        is_vrij = kolom < len(vrij) and vrij[kolom]
        if after.strip(" ") and (regel > van or teken in tekst or not is_vrij):
            raise _Los(van, regel)
        yield _Veld(kolom, tekst, van, regel)
        if not more:
            return
        begin, kolom = close + 2 + len(after), kolom + 1


def _may_span(veld: _Veld, teken: str, kolommen: list[Kolom]) -> bool:
    """Whether this field may hold line breaks: people type in it, and no row stands in it."""
    if veld.kolom >= len(kolommen) or kolommen[veld.kolom].soort is not Kolomsoort.TEKST:
        return False
    first, *others = [line.split(teken) for line in veld.tekst.splitlines()] or [[]]
    if _is_part(first[1:], kolommen[veld.kolom + 1 :]):
        return False
    return not any(_is_row(delen, veld.kolom, kolommen, teken) for delen in others)


def _is_row(delen: list[str], kolom: int, kolommen: list[Kolom], teken: str) -> bool:
    """Whether these parts can be a row, whole or with a field too few or too many."""
    if len(delen) > 1 and _is_part(delen, kolommen):
        return True
    if teken != "," and len(delen) >= len(kolommen) > 1:
        return True
    return len(delen) > kolom > 0 and all(
        _fits(deel.strip(), where) for deel, where in zip(delen[:kolom], kolommen, strict=False)
    )


def _is_part(delen: list[str], kolommen: list[Kolom]) -> bool:
    """Whether a day, number or code stands where one belongs."""
    return any(
        deel.strip() and where.soort in TE_HERKENNEN and _fits(deel.strip(), where)
        for deel, where in zip(delen, kolommen, strict=False)
    )


def _fits(deel: str, kolom: Kolom) -> bool:
    """Whether this text can stand in the column; so can an impossible day, or nothing."""
    if kolom.soort in (Kolomsoort.DATUM, Kolomsoort.KWARTAAL) and deel:
        try:
            parse = parse_datum if kolom.soort is Kolomsoort.DATUM else parse_kwartaal
            return parse(deel) is not None
        except OnmogelijkeDatum:
            return True
    if kolom.soort in (Kolomsoort.GELD, Kolomsoort.GETAL, Kolomsoort.SCORE):
        return GETAL.fullmatch(deel) is not None
    if kolom.codelijst and deel:
        return normalise_code(kolom.codelijst, deel) in read_codelijst(kolom.codelijst)
    return True
