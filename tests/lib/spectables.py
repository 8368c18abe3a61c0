"""Reads worked examples: pipe tables in, a levering and expected cells out.

Those of the indicators stand in proeftuin/indicators/voorbeelden, where the app shows them.

A file is readable text with tables. A table under a heading that ends with a file name of the
levering holds rows of that file; the table under the heading 'Uitkomst' holds expected cells.
The sentence 'De gegevens lopen tot en met <date>.' gives datastand. Columns left out get the
value of STANDAARD; when there is no jeugdige table everyone lives in west and is born in 2010.
In 'Uitkomst' an empty cell is not checked and '-' means that there is no value. 'wijk A' and so on
stand for wijken of the configuration (WIJKEN): the text names no place.
"""

import csv
import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from proeftuin.indicators import VOORBEELDEN
from proeftuin.schema import BESTAND, BESTANDEN, Kolom, Kolomsoort

MAP = VOORBEELDEN
WIJKEN = {
    "wijk A": "west",
    "wijk B": "zuid",
    "wijk C": "noord",
    "wijk D": "midden",
    "wijk E": "oost",
}
STANDAARD: dict[str, Any] = {
    "aanbieder_id": "A1",
    "hulpvorm_code": "02",
    "gebied": "west",
    "geboortedatum": date(2010, 6, 15),
    "van_datum": date(2010, 6, 15),
    "groep": "jeugdige",
    "soort": "realisatie",
}
GETALLEN = {"teller", "noemer", "waarde", "mediaan", "p80", "wacht_tot_nu", "terugwerkend"}
GETALLEN |= {"rijp", "totaal", "onder", "boven"}


@dataclass(frozen=True)
class Spec:
    """One worked example: delivered rows per file, datastand, and the cells that must come out."""

    naam: str
    datastand: date
    levering: dict[str, list[dict[str, Any]]]
    uitkomst: list[dict[str, Any]]


def read_tables(tekst: str) -> list[tuple[str, list[dict[str, str]]]]:
    """(heading, rows) of every pipe table, in order of the text."""
    tables: list[tuple[str, list[dict[str, str]]]] = []
    kop, kolommen, rows = "", [], []  # type: str, list[str], list[dict[str, str]]
    for regel in [*tekst.splitlines(), ""]:
        if regel.startswith("#"):
            kop = regel.strip("# ").strip()
        if regel.startswith("|"):
            delen = [deel.strip() for deel in regel.strip().strip("|").split("|")]
            if not kolommen:
                kolommen = delen
            elif not all(set(deel) <= set("-: ") and deel for deel in delen):
                rows.append(dict(zip(kolommen, delen, strict=True)))
        elif kolommen:
            tables.append((kop, rows))
            kolommen, rows = [], []
    return tables


def _value(kolom: Kolom, tekst: str) -> Any:
    if tekst == "":
        return None
    if kolom.soort is Kolomsoort.DATUM:
        return date.fromisoformat(tekst)
    if kolom.soort is Kolomsoort.GETAL:
        return int(tekst)
    if kolom.soort in (Kolomsoort.GELD, Kolomsoort.SCORE):
        return float(tekst)
    return tekst


def fill_row(bestand: str, nummer: int, row: dict[str, str]) -> dict[str, Any]:
    """A row with every column of the contract, typed; what is left out gets its default."""
    filled: dict[str, Any] = {}
    for kolom in BESTAND[bestand].kolommen:
        if kolom.naam in row:
            filled[kolom.naam] = _value(kolom, row[kolom.naam])
        elif kolom.mag_leeg:
            filled[kolom.naam] = None
        elif kolom.naam == f"{bestand}_id":
            filled[kolom.naam] = f"{bestand}-{nummer}"
        elif bestand == "toewijzing" and kolom.naam == "toewijzing_datum":
            filled[kolom.naam] = date.fromisoformat(row["ingang_datum"])
        else:
            filled[kolom.naam] = STANDAARD[kolom.naam]
    unknown = set(row) - set(filled)
    assert not unknown, f"{bestand} has no column {unknown}"
    return filled


def _expected(row: dict[str, str]) -> dict[str, Any]:
    cell: dict[str, Any] = {"indeling": "geen", "categorie": None, "venster": "kwartaal"}
    for naam, tekst in row.items():
        if tekst == "":
            continue
        if tekst == "-":
            cell[naam] = None
        elif naam in ("van", "tot"):
            cell[naam] = date.fromisoformat(tekst)
        else:
            cell[naam] = float(Fraction(tekst)) if naam in GETALLEN else tekst
    cell.setdefault("wijk", "west")
    return cell


def read_spec(file: Path) -> Spec:
    """The worked example in one Markdown file."""
    tekst = file.read_text(encoding="utf-8")
    datastand = re.search(r"De gegevens lopen tot en met (\d{4}-\d\d-\d\d)", tekst)
    assert datastand, f"{file.name}: no datastand"
    levering: dict[str, list[dict[str, Any]]] = {}
    uitkomst: list[dict[str, Any]] = []
    for kop, shown in read_tables(tekst):
        naam = kop.split()[-1]
        rows = [{key: WIJKEN.get(cell, cell) for key, cell in row.items()} for row in shown]
        if naam == "Uitkomst":
            uitkomst += [_expected(row) for row in rows]
        elif naam in BESTAND:
            levering[naam] = [fill_row(naam, nr, row) for nr, row in enumerate(rows, start=1)]
    if "jeugdige" not in levering:
        ids = {row["jeugdige_id"]: None for rows in levering.values() for row in rows
               if "jeugdige_id" in row}  # fmt: skip
        levering["jeugdige"] = [
            fill_row("jeugdige", nr, {"jeugdige_id": naam}) for nr, naam in enumerate(ids, start=1)
        ]
    return Spec(file.stem, date.fromisoformat(datastand[1]), levering, uitkomst)


def write_levering(
    levering: dict[str, list[dict[str, Any]]], datastand: date, folder: Path
) -> Path:
    """The levering as a folder of CSV files with levering.toml, as a municipality delivers it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "levering.toml").write_text(
        f'datastand = {datastand}\nbron = "test"\nopmerking = ""\n', encoding="utf-8"
    )
    for bestand in BESTANDEN:
        if bestand.naam not in levering:
            continue
        kolommen = [kolom.naam for kolom in bestand.kolommen]
        with (folder / f"{bestand.naam}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, kolommen, extrasaction="raise")
            writer.writeheader()
            writer.writerows(levering[bestand.naam])
    return folder
