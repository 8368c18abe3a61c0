"""The concordance postcode -> wijk, from the CBS file with the buurt of every address.

Some eight million lines, read one by one; only addresses of this gemeente are kept. Codes are text:
a program that read them as numbers took zeros away, which come back here. A postcode in more wijken
goes to the one with most addresses, and that is said.
"""

import csv
import re
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from proeftuin.errors import ProeftuinError
from proeftuin.files import harmless, write_cells
from proeftuin.opendata.dienst import Dienst
from proeftuin.opendata.herkomst import Herkomst, Opgehaald, write_fetched
from proeftuin.settings import Settings

POSTCODE = re.compile(r"[1-9]\d{3}[A-Z]{2}")
# Stems of column names; the year behind them moves, and one edition writes them out.
KOLOMMEN = {
    "postcode": re.compile(r"pc\w*|postcode"),
    "buurt": re.compile(r"buurt(code)?(\d{4})?|gwb_?code(\d+)?"),
    "gemeente": re.compile(r"(gem|gemeente)(code)?(\d{4})?"),
}
JAAR = re.compile(r"20\d{2}")
STUK = (OSError, EOFError, UnicodeDecodeError, zipfile.BadZipFile, zlib.error, csv.Error)
KOP = ("postcode", "wijk")


def fetch_postcodes(settings: Settings, dienst: Dienst, target: Path) -> Opgehaald:
    """Write the concordance from the configured zip; ProeftuinError (Dutch) when that fails."""
    source = settings.opendata.postcodes
    file, moment = dienst.download(source.adres)
    try:
        return _write(file, source.adres, moment, settings, target)
    except ProeftuinError:
        file.unlink(missing_ok=True)  # a wrong file is no copy to use again
        raise


def read_postcodes(settings: Settings, file: Path, target: Path) -> Opgehaald:
    """The same from a zip or csv on this computer."""
    if not file.is_file():
        raise ProeftuinError(f"Bestand '{file}' bestaat niet. Noem met --uit een .zip of .csv.")
    moment = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC)
    return _write(file, file.name, moment, settings, target)


def _write(file: Path, adres: str, moment: datetime, settings: Settings, target: Path) -> Opgehaald:
    gemeenten = {
        settings.gemeente.code[2:],
        *(code[2:] for code in settings.gemeente.eerdere_codes),
    }
    wijk_of = {code: wijk.id for wijk in settings.wijk for code in wijk.gebieden}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    named = _choose_member(file)
    for postcode, buurt in _read_addresses(file, named, gemeenten):
        wijk = wijk_of.get(f"BU{buurt}") or wijk_of.get(f"WK{buurt[:6]}") or ""
        counts[postcode][wijk] += 1
    rows = []
    shared = nowhere = 0
    for postcode, wijken in sorted(counts.items()):
        # Of wijken with as many addresses the first in the configuration, so twice gives the same.
        order = sorted(wijken, key=lambda wijk: (-wijken[wijk], _place(settings, wijk)))
        shared += len(wijken) > 1
        if order[0]:
            rows.append((postcode, order[0]))
        else:
            nowhere += 1
    if not rows:
        raise ProeftuinError(
            f"In '{harmless(named)}' ligt geen adres in een wijk van {settings.gemeente.naam} "
            f"({settings.gemeente.code}). Heten de gebieden in dat jaar anders? Er is niets "
            "opgeslagen."
        )
    notes = []
    if shared:
        notes.append(
            "Postcodes in meer dan een wijk, elk gezet bij de wijk met de meeste adressen: "
            f"{shared}."
        )
    if nowhere:
        notes.append(f"Weggelaten postcodes die vooral buiten de wijken liggen: {nowhere}.")
    source, year = settings.opendata.postcodes, JAAR.search(named)
    origin = Herkomst(
        source.bron or harmless(named),
        source.licentie,
        adres,
        moment,
        f"Per postcode de wijk met de meeste adressen{f', grenzen van {year[0]}' if year else ''}",
    )

    def put(made: Path) -> None:
        with made.open("w", encoding="utf-8", newline="") as stream:
            write_cells(stream, [KOP, *rows])

    write_fetched(target, origin, put)
    return Opgehaald(target, len(rows), origin, tuple(notes))


def _place(settings: Settings, wijk: str) -> int:
    """The place of a wijk in the configuration; behind all others for none."""
    return settings.wijk_ids.index(wijk) if wijk else len(settings.wijk_ids)


def _choose_member(file: Path) -> str:
    """The table with addresses in a zip, beside those with names; the name of a csv itself."""
    try:
        if not zipfile.is_zipfile(file):
            return file.name
        with zipfile.ZipFile(file) as archive:
            for info in sorted(archive.infolist(), key=lambda item: -item.file_size):
                if info.filename.lower().endswith(".csv"):
                    with archive.open(info) as stream:
                        head = stream.readline(4096).decode("utf-8-sig", "replace")
                    if _find_columns(head) is not None:
                        return info.filename
    except STUK as error:
        raise _spoiled(file.name) from error
    raise ProeftuinError(
        f"In '{file.name}' staat geen tabel met postcode, buurt en gemeente. Is "
        "'opendata.postcodes.adres' het bestand met de buurt per postcode en huisnummer? Er is "
        "niets opgeslagen."
    )


def _spoiled(naam: str) -> ProeftuinError:
    return ProeftuinError(
        f"'{harmless(naam)}' is stuk of half aangekomen. Haal het opnieuw, met --opnieuw. Er is "
        "niets opgeslagen."
    )


def _find_columns(head: str) -> tuple[str, dict[str, int]] | None:
    """The separator and the place of each column; None for another kind of table."""
    sign = ";" if ";" in head else ","
    names = [cell.strip().strip('"').lower() for cell in head.strip().split(sign)]
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        for ours, pattern in KOLOMMEN.items():
            if pattern.fullmatch(name):
                found.setdefault(ours, place)
    return (sign, found) if len(found) == len(KOLOMMEN) else None


def _read_addresses(file: Path, member: str, gemeenten: set[str]) -> Iterator[tuple[str, str]]:
    """(postcode, buurt of eight positions) of every address in these gemeenten."""
    try:
        with ExitStack() as stack:
            stream: IO[bytes]
            if zipfile.is_zipfile(file):
                archive = stack.enter_context(zipfile.ZipFile(file))
                stream = stack.enter_context(archive.open(member))
            else:
                stream = stack.enter_context(file.open("rb"))
            text = stack.enter_context(TextIOWrapper(stream, encoding="utf-8-sig", newline=""))
            found = _find_columns(text.readline())
            if found is None:
                raise ProeftuinError(
                    f"'{harmless(member)}' heeft geen kolommen postcode, buurt en gemeente. Er is "
                    "niets opgeslagen."
                )
            sign, places = found
            for row in csv.reader(text, delimiter=sign):
                if not row:
                    continue
                if len(row) <= max(places.values()):
                    raise _spoiled(member)
                if _code(row[places["gemeente"]], "GM", 4) in gemeenten:
                    yield (
                        _postcode(row[places["postcode"]], member),
                        _code(row[places["buurt"]], "BU", 8),
                    )
    except STUK as error:
        raise _spoiled(member) from error


def _postcode(text: str, member: str) -> str:
    postcode = text.replace(" ", "").upper()
    if not POSTCODE.fullmatch(postcode):
        raise ProeftuinError(
            f"In '{harmless(member)}' staat '{harmless(postcode[:12])}' waar een postcode hoort. "
            "Er is niets opgeslagen."
        )
    return postcode


def _code(text: str, letters: str, wide: int) -> str:
    """A code without its letters in front, with the zeros that were lost."""
    return text.strip().upper().removeprefix(letters).zfill(wide)
