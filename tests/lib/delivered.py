"""Reads a folder of delivered CSV files without the product, for the reference."""

import csv
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from proeftuin.schema import BESTANDEN, Kolom, Kolomsoort
from tests.lib.reference.personen import Levering


def read_value(kolom: Kolom, tekst: str) -> Any:
    """A value as a municipality may write it: three date forms, decimal comma, lost zeros."""
    tekst = tekst.strip()
    if tekst == "":
        return None
    if kolom.soort is Kolomsoort.DATUM:
        form = {"-": "%d-%m-%Y"}.get(tekst[2], "%Y-%m-%d" if "-" in tekst else "%Y%m%d")
        return datetime.strptime(tekst, form).date()
    if kolom.soort is Kolomsoort.GETAL:
        return int(tekst)
    if kolom.soort in (Kolomsoort.GELD, Kolomsoort.SCORE):
        return float(tekst.replace(".", "").replace(",", ".") if "," in tekst else tekst)
    if kolom.soort is Kolomsoort.CODE and len(tekst) == 1:
        return f"0{tekst}"
    return tekst


def read_levering(folder: Path) -> tuple[Levering, date]:
    """The rows per file as the reference asks for them, and datastand."""
    datastand = tomllib.loads((folder / "levering.toml").read_text(encoding="utf-8"))["datastand"]
    levering: Levering = {}
    for bestand in BESTANDEN:
        path = folder / f"{bestand.naam}.csv"
        if not path.exists():
            continue
        tekst = path.read_text(encoding="utf-8-sig")
        teken = ";" if ";" in tekst.splitlines()[0] else ","
        levering[bestand.naam] = [
            {kolom.naam: read_value(kolom, row[kolom.naam]) for kolom in bestand.kolommen}
            for row in csv.DictReader(tekst.splitlines(), delimiter=teken)
        ]
    return levering, datastand
