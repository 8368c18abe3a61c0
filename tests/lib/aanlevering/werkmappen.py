"""Workbooks for tests: the good levering as sheets, as people make them, and ways to spoil one."""

import csv
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from proeftuin.schema import BESTAND, Kolomsoort
from tests.lib.leveringen import DATASTAND, GOED

GETALLEN = (Kolomsoort.GELD, Kolomsoort.GETAL, Kolomsoort.SCORE)
Rows = list[list[Any]]
LEVERING: Rows = [["datastand", date.fromisoformat(DATASTAND)], ["bron", "test"]]
LEVERING.append(["opmerking", "gemaakt voor een test"])
Change = Callable[[Any, Any], None]  # of (sheet, workbook) of openpyxl


def to_rows(stam: str, text: str) -> Rows:
    """A CSV of the contract as cells: days as days, numbers as numbers, codes as they stand."""
    first, *rest = csv.reader(StringIO(text))
    soorten = {kolom.naam: kolom.soort for kolom in BESTAND[stam].kolommen}
    return [first] + [
        [to_cell(soorten.get(naam), tekst) for naam, tekst in zip(first, row, strict=True)]
        for row in rest
    ]


def to_cell(soort: Kolomsoort | None, tekst: str) -> Any:
    """As Excel keeps a typed value."""
    if not tekst:
        return None
    if soort is Kolomsoort.DATUM:
        return date.fromisoformat(tekst)
    return float(tekst) if soort in GETALLEN else tekst


def list_sheets(texts: Mapping[str, str] = GOED) -> dict[str, Rows]:
    """Every table of a levering as rows by the name of its sheet, and the sheet `levering`."""
    found = {
        naam.removesuffix(".csv"): to_rows(naam.removesuffix(".csv"), text)
        for naam, text in texts.items()
        if naam.endswith(".csv")
    }
    return {"levering": LEVERING, **found}


def write_werkmap(path: Path, sheets: Mapping[str, Rows], **changes: Change) -> Path:
    """A workbook of these sheets, each changed by the function of its name."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for naam, rows in sheets.items():
        sheet = book.create_sheet(naam)
        for row in rows:
            sheet.append(row)
        if naam in changes:
            changes[naam](sheet, book)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def write_with_xlsxwriter(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """The same by another program: one that keeps texts elsewhere and dates without a time."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd-mm-yyyy"}) as book:
        for naam, rows in sheets.items():
            sheet = book.add_worksheet(naam)
            for nr, row in enumerate(rows):
                sheet.write_row(nr, 0, row)
    return path


def replace_in_part(path: Path, part: str, old: str, new: str) -> None:
    """Put new for old in the XML of one part of a workbook; old must be there."""
    with zipfile.ZipFile(path) as archive:
        parts = {naam: archive.read(naam) for naam in archive.namelist()}
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for naam, inhoud in parts.items():
            archive.writestr(naam, inhoud)
