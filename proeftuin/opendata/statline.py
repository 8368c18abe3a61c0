"""Rows of a StatLine table (OData v3, the feed) by our own words.

Columns are found by their stem, for the number behind it moves from table to table. Texts are
trimmed, for keys are padded. A filter is a request, not a promise, so rows are chosen again here.
What is not published is None, never 0.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from proeftuin.errors import ProeftuinError
from proeftuin.files import harmless
from proeftuin.opendata.dienst import Dienst, Onvolledig, Page

VERBORGEN = (-99995, -99997, -99999999)  # what PDOK and exports write for no figure
STAM = re.compile(r"_\d+$")
JAAR = re.compile(r"(\d{4})JJ00")
VOORLOPIG = "*"
NAMEN_REGIO = ("wijkenenbuurten", "wijken", "regios", "regio")
NAMEN_PERIODE = ("perioden", "periode")


@dataclass(frozen=True)
class Indeling:
    """The dimensions of a table: regio, periode ('' for none) and anders, all the others."""

    regio: str
    periode: str
    anders: tuple[str, ...]


@dataclass(frozen=True)
class StatlineTabel:
    """Rows of a table of StatLine, with trimmed texts, and when they were fetched (UTC)."""

    nummer: str
    rijen: list[Page]
    opgehaald_op: datetime

    def column(self, *stems: str) -> str:
        """The column with one of these stems; ProeftuinError (Dutch) for none or more than one."""
        names = {name for row in self.rijen for name in row}
        wanted = {stem.lower() for stem in stems}
        found = sorted(name for name in names if STAM.sub("", name).lower() in wanted)
        if len(found) != 1:
            what = "geen kolom" if not found else f"meer kolommen ({', '.join(found)})"
            raise ProeftuinError(
                f"Tabel {self.nummer} van StatLine heeft {what} '{stems[0]}'. Is dit nummer in "
                "[opendata.statline] de goede tabel? Er is niets opgeslagen."
            )
        return found[0]


def read_count(value: object) -> int | None:
    """A whole number of people; None when it was not published (null, '.', sentinels)."""
    if isinstance(value, str):
        text = value.strip()
        if not text.isdigit():
            return None
        value = int(text)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return None
    if value in VERBORGEN:
        return None
    if value < 0 or value != int(value):
        raise ProeftuinError(
            f"StatLine geeft {value} waar een aantal jeugdigen hoort. Er is niets opgeslagen."
        )
    return int(value)


def _rows_of(page: Page) -> list[Page]:
    rows = page.get("value")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Onvolledig("er staan geen regels in")
    return rows


def _next_of(page: Page) -> str:
    return str(page.get("odata.nextLink") or "")


def _trim(row: Page) -> Page:
    return {
        name.strip(): value.strip() if isinstance(value, str) else value
        for name, value in row.items()
    }


@dataclass(frozen=True)
class Statline:
    """The tables of StatLine, through one service."""

    dienst: Dienst
    adres: str

    def _read(self, tabel: str, deel: str, filter_: str = "") -> tuple[list[Page], datetime]:
        question: dict[str, str | int] = {"$format": "json"}
        if filter_:
            question["$filter"] = filter_
        adres = f"{self.adres.rstrip('/')}/{tabel}/{deel}"
        answer = self.dienst.read_pages(adres, question, _rows_of, _next_of)
        return [_trim(row) for row in answer.rijen], answer.opgehaald_op

    def read_titles(self, tabel: str, dimensie: str) -> dict[str, str]:
        """The keys of a dimension, trimmed, with their titles."""
        rows, _ = self._read(tabel, dimensie)
        return {str(row.get("Key", "")): str(row.get("Title", "")) for row in rows}

    def read_totals(self, tabel: str, dimensies: Iterable[str]) -> dict[str, set[str]]:
        """Per dimension the keys that mean all of it; ProeftuinError (Dutch) when there is none."""
        found = {
            name: {
                key
                for key, title in self.read_titles(tabel, name).items()
                if title.lower().startswith("totaal")
            }
            for name in dimensies
        }
        for name, keys in found.items():
            if not keys:
                raise ProeftuinError(
                    f"Tabel {tabel} van StatLine is ook verdeeld naar {harmless(name)}, zonder "
                    "totaal. Dat kunnen wij niet lezen. Er is niets opgeslagen."
                )
        return found

    def read_voorlopig(self, tabel: str, dimensie: str) -> set[str]:
        """Keys of the periods that the table itself calls provisional."""
        rows, _ = self._read(tabel, dimensie)
        return {
            str(row.get("Key", ""))
            for row in rows
            if str(row.get("Title", "")).endswith(VOORLOPIG)
            or str(row.get("Status", "")).lower().startswith("voorlopig")
        }

    def read_indeling(self, tabel: str) -> Indeling:
        """The dimensions of a table; ProeftuinError (Dutch) when it is not per gemeente or wijk."""
        properties, _ = self._read(tabel, "DataProperties")
        dimensions = [
            str(row.get("Key", ""))
            for row in properties
            if str(row.get("Type", "")).endswith(("Dimension", "GeoDetail"))
        ]
        regio, periode = _one_of(dimensions, NAMEN_REGIO), _one_of(dimensions, NAMEN_PERIODE)
        if not regio:
            raise ProeftuinError(
                f"Tabel {tabel} van StatLine is niet per gemeente of wijk. Is dit nummer in "
                "[opendata.statline] de goede tabel? Er is niets opgeslagen."
            )
        anders = tuple(name for name in dimensions if name not in (regio, periode))
        return Indeling(regio, periode, anders)

    def read_table(
        self,
        tabel: str,
        indeling: Indeling,
        codes: Collection[str],
        kies: Mapping[str, Collection[str]] | None = None,
    ) -> StatlineTabel:
        """The rows of these region codes, none when the table has none.

        kies: per dimension the keys that come along.
        """
        chosen = {name: sorted(keys) for name, keys in (kies or {}).items()}
        parts = [
            _any_of(indeling.regio, sorted({code[:6] for code in codes})),
            *(_any_of(name, keys) for name, keys in chosen.items()),
        ]
        rows, moment = self._read(tabel, "TypedDataSet", " and ".join(parts))
        kept = [
            row
            for row in rows
            if row.get(indeling.regio) in codes
            and all(str(row.get(name)) in keys for name, keys in chosen.items())
        ]
        return StatlineTabel(tabel, kept, moment)


def _any_of(dimension: str, texts: list[str]) -> str:
    """A filter that does not mind how wide the keys of a dimension are padded."""
    return "(" + " or ".join(f"substringof('{text}',{dimension})" for text in texts) + ")"


def _one_of(dimensions: list[str], names: tuple[str, ...]) -> str:
    return next((item for item in dimensions if item.lower() in names), "")


def year_of(value: Any) -> int | None:
    """2021 for '2021JJ00'; None for quarters, months and half years."""
    match = JAAR.fullmatch(str(value))
    return int(match[1]) if match else None
