"""Code lists of the field, read from data/codelijsten, each row with its source.

A list is a CSV with columns code;naam;bron. Codes are text of two positions (segment, groep
and uitgave_soort are words). maatstaf.csv also holds a target for every measure of the voorveld.
Source: CBS Beleidsinformatie Jeugd, iJw 3.2 code lists.
"""

import csv
from dataclasses import dataclass
from functools import cache

from proeftuin.huis import HUIS

MAP = HUIS / "data" / "codelijsten"

ONBEKEND = "99"
LEEFTIJDSGROEPEN = ("0-3", "4-11", "12-17", "18-22")


@cache
def read_codelijst(naam: str) -> dict[str, str]:
    """Code -> Dutch name, in file order. FileNotFoundError when there is no such list."""
    with (MAP / f"{naam}.csv").open(encoding="utf-8", newline="") as stream:
        return {rij["code"]: rij["naam"] for rij in csv.DictReader(stream, delimiter=";")}


def normalise_code(naam: str, tekst: str) -> str:
    """The code as the list writes it: a lost leading zero comes back, words in lower case.

    A code that ends with .0 went through a spreadsheet.
    """
    tekst = tekst.strip().lower()
    tekst = tekst.removesuffix(".0") if tekst[:-2].isdecimal() else tekst
    if tekst.isdigit() and len(tekst) == 1:
        return f"0{tekst}"
    return tekst


@cache
def read_product_hulpvormen() -> dict[tuple[str, str], str]:
    """(productcategorie, product) -> hulpvorm, in file order; product '' is the whole categorie."""
    with (MAP / "product_hulpvorm.csv").open(encoding="utf-8", newline="") as stream:
        return {
            (rij["categorie"], rij["code"]): rij["hulpvorm_code"]
            for rij in csv.DictReader(stream, delimiter=";")
        }


@dataclass(frozen=True)
class Maatstaf:
    """One measured fact about access: its name, the target as a share (0..1) or None, source."""

    code: str
    naam: str
    doel: float | None
    bron: str


@cache
def read_maatstaven() -> dict[str, Maatstaf]:
    """Code -> Maatstaf, in file order; doel is written with a decimal comma, empty for none."""
    with (MAP / "maatstaf.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    return {
        row["code"]: Maatstaf(
            row["code"],
            row["naam"],
            float(row["doel"].replace(",", ".")) if row["doel"] else None,
            row["bron"],
        )
        for row in rows
    }


def maatstaf_name(code: str) -> str:
    """The name of a measure; an unknown code as words."""
    known = read_maatstaven().get(code)
    return known.naam if known else code.replace("_", " ").capitalize()


def product_name(code: str) -> str:
    """The name of a productcategorie of iJw; its code where the list does not have it."""
    return read_codelijst("productcategorie").get(code, code.capitalize())
