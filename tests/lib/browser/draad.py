"""Searches what crossed the wire for exact values that only the intern edition holds.

A value is distinctive when it cannot stand in the openbaar figures by chance: a number of 12 or
more digits, or an amount of 6 or more. It is searched as text in every usual rendering (point or
comma, rounded to any number of digits from 12, thousands with points, as a share or a percentage)
and as the bytes of a float64 or an int64, as Arrow and protobuf carry them.
"""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pypdf import PdfReader

from proeftuin.edition.files import cijfers_file

DIGITS = 12
AMOUNT = 100_000
SIMPLE = 250  # per 1000: a fraction with a smaller denominator is anyone's number
SCALES = (1.0, 100.0, 1000.0, 0.01, 0.001, 10.0, 0.1)
COUNTS = ("teller", "noemer", "rijp", "totaal", "aantal_rijen")
NUMBER = re.compile(
    rb"(?<![\w.,])-?\d+(?:[.,]\d+)+(?:e[+-]?\d+)?(?![\w])|(?<![\w.,-])\d{6,15}(?![\w.,]\w)"
)
KEYED = re.compile(rb'"(teller|noemer|rijp|totaal|aantal_rijen)"\s*:\s*(-?\d+(?:\.\d+)?)')
# The noemer beside a figure, and a large whole number in a table: in openbaar a rounded count.
SHOWN = re.compile(r"\bvan (\d[\d.]*)(?=, marge)|<td[^>]*>\s*(\d{1,3}(?:\.\d{3})+)\s*</td>")
THOUSANDS = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?")


@dataclass(frozen=True)
class Hit:
    """One find: where it crossed, as what, and the value."""

    waar: str
    soort: str
    waarde: float


def read_numbers(folder: Path) -> np.ndarray:
    """Every number in the Parquet files of one audience, each once, ascending."""
    found = [np.array([], float)]
    for file in folder.rglob("*.parquet"):
        table = pq.read_table(file)
        for column in table.columns:
            if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
                found.append(column.drop_null().to_numpy().astype(float))
    return np.unique(np.concatenate(found))


def read_counts(folder: Path) -> set[float]:
    """Every count that stands in a column of COUNTS of one audience."""
    found: set[float] = set()
    for file in folder.rglob("*.parquet"):
        table = pq.read_table(file)
        for name in set(COUNTS) & set(table.column_names):
            found.update(float(value) for value in table[name].drop_null().unique().to_pylist())
    return found


def _is_long(values: np.ndarray) -> np.ndarray:
    """Whether a number needs DIGITS digits, and is no fraction of small numbers (25/92 may be)."""
    rounded = np.array([float(f"{value:.{DIGITS - 2}e}") for value in values])
    simple = np.zeros(len(values), bool)
    for noemer in range(1, SIMPLE + 1):
        product = values * 1000 * noemer
        simple |= abs(product - np.round(product)) < 1e-9 * abs(product)
    return np.asarray((rounded != values) & ~simple)


def _is_apart(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Whether a value is none of the known ones, also not as a percentage or per 1000 of one."""
    apart = np.ones(len(values), bool)
    for scale in SCALES:
        scaled = np.sort(known * scale)
        place = np.clip(np.searchsorted(scaled, values), 1, len(scaled) - 1)
        near = np.minimum(abs(scaled[place] - values), abs(scaled[place - 1] - values))
        apart &= near > 1e-9 * abs(values)
    return apart


def _read_euros(folder: Path) -> set[float]:
    """The amounts of AMOUNT and more behind the figures in euros, to the cent and to the euro."""
    found: set[float] = set()
    for slug in ("kosten_per_jeugdige", "kosten_per_1000"):
        amounts = pq.read_table(cijfers_file(folder, slug))["teller"].drop_null().to_numpy()
        large = amounts[(amounts >= AMOUNT) & (np.round(amounts) % 50 != 0)]
        found |= {*np.round(large, 2).tolist(), *np.round(large).tolist()}
    return found


class Zoeker:
    """The values to search for, of one edition folder with both audiences."""

    def __init__(self, editie: Path) -> None:
        """Read both audiences and keep what only intern holds."""
        openbaar = read_numbers(editie / "openbaar")
        intern = read_numbers(editie / "intern")
        only = intern[(intern > 1e-6) & ~np.isin(intern, openbaar)]
        long = only[_is_long(only)]
        long = long[_is_apart(long, openbaar)]
        self.lang = np.unique(np.concatenate([long, long * 100, long * 1000]))
        self.bedragen = _read_euros(editie / "intern") - _read_euros(editie / "openbaar")
        self.aantallen = read_counts(editie / "openbaar")

    def find(self, waar: str, content: bytes | str) -> list[Hit]:
        """Everything in this content that only intern knows; empty when it is clean."""
        raw = content.encode() if isinstance(content, str) else content
        hits = [*self._find_text(waar, raw), *self._find_keyed(waar, raw)]
        hits += self._find_shown(waar, raw.decode("utf-8", "replace"))
        if isinstance(content, bytes):
            hits += self._find_binary(waar, raw)
        return hits

    def _find_text(self, waar: str, raw: bytes) -> Iterator[Hit]:
        tokens = {token.decode() for token in NUMBER.findall(raw)}
        for token in tokens:
            plain = token.replace(".", "").replace(",", ".") if THOUSANDS.fullmatch(token) else ""
            for text in {plain, token.replace(",", ".")} - {""}:
                yield from self._find_number(waar, text)

    def _find_number(self, waar: str, text: str) -> Iterator[Hit]:
        mantissa = text.split("e")[0].lstrip("-")
        digits = len(mantissa.replace(".", "").lstrip("0"))
        try:
            value = float(text)
        except ValueError:
            return
        if digits >= DIGITS and "." in mantissa:
            exponent = int(text.split("e")[1]) if "e" in text else 0
            unit = 10.0 ** (exponent - len(mantissa.split(".")[1]))
            margin = max(0.5 * unit, 1e-15 * abs(value))
            place = np.searchsorted(self.lang, value - margin)
            if place < len(self.lang) and self.lang[place] <= value + margin:
                yield Hit(waar, "tekst", float(self.lang[place]))
        elif value in self.bedragen:
            yield Hit(waar, "bedrag", value)

    def _find_keyed(self, waar: str, raw: bytes) -> Iterator[Hit]:
        """A count in the data of a chart that is no count of the openbaar edition."""
        for name, number in set(KEYED.findall(raw)):
            if float(number) not in self.aantallen:
                yield Hit(waar, f"aantal {name.decode()}", float(number))

    def _find_shown(self, waar: str, text: str) -> Iterator[Hit]:
        """A count on screen that is no count of the openbaar edition."""
        for groups in set(SHOWN.findall(text)):
            number = float("".join(groups).replace(".", ""))
            if number >= 10 and number % 5 and number not in self.aantallen:
                yield Hit(waar, "weergave", number)

    def _find_binary(self, waar: str, raw: bytes) -> Iterator[Hit]:
        for start in range(8):
            end = start + (len(raw) - start) // 8 * 8
            numbers = np.frombuffer(raw[start:end], "<f8")
            with np.errstate(invalid="ignore"):
                size = np.abs(numbers)
                sane = np.unique(numbers[(size > 1e-6) & (size < 1e12)])
            place = np.clip(np.searchsorted(self.lang, sane), 0, len(self.lang) - 1)
            for value in sane[self.lang[place] == sane]:
                yield Hit(waar, "bytes", float(value))
            whole = np.frombuffer(raw[start:end], "<i8")
            for value in whole[(whole >= AMOUNT) & (whole < 10**12)]:
                if float(value) in self.bedragen:
                    yield Hit(waar, "geheel getal", float(value))

    def find_csv(self, waar: str, content: bytes) -> list[Hit]:
        """Counts in a CSV download that are no counts of the openbaar edition."""
        lines = [line for line in content.decode("utf-8-sig").splitlines() if line[:1] != "#"]
        hits = []
        for row in csv.DictReader(StringIO("\n".join(lines)), delimiter=_delimiter(lines[0])):
            for name, cell in row.items():
                number = str(cell or "").replace(".", "").replace(",", ".")
                if str(name).lower() in COUNTS and re.fullmatch(r"\d+(\.\d+)?", number):
                    if float(number) not in self.aantallen:
                        hits.append(Hit(waar, f"aantal {name}", float(number)))
        return hits


def _delimiter(line: str) -> str:
    return ";" if ";" in line else ","


def header_text(headers: Iterable[tuple[str, str]], content: bytes | None) -> str:
    """The headers of an answer, a line each, without the length of its content where it is that.

    A file may have as many bytes as somewhere euros were spent. content: None for a download of a
    browser, which keeps it as a file. Any other length stays, and is searched.
    """
    return "\n".join(
        f"{name}: {text}"
        for name, text in headers
        if name.lower() != "content-length" or (content is not None and text != str(len(content)))
    )


def unpack(naam: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of a download: entries of an Office file, the text of a PDF, else the file."""
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for entry in archive.namelist():
                yield from unpack(f"{naam}/{entry}", archive.read(entry))
    elif content[:5] == b"%PDF-":
        pages = PdfReader(BytesIO(content)).pages
        yield naam, "\n".join(page.extract_text() for page in pages).encode()
    else:
        yield naam, content


def list_kinds(hits: Iterable[Hit]) -> dict[str, int]:
    """How many finds per place and kind, for a message."""
    found: dict[str, int] = {}
    for hit in hits:
        key = f"{hit.waar}: {hit.soort}"
        found[key] = found.get(key, 0) + 1
    return found
