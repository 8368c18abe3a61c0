"""Code lists of the field, read from data/codelijsten, each row with its source.

A list is a CSV with columns code;naam;bron. Codes are text of two positions (segment, groep
and uitgave_soort are words). Source: CBS Beleidsinformatie Jeugd, iJw 3.2 code lists.
"""

import csv
from functools import cache
from pathlib import Path

MAP = Path(__file__).resolve().parent.parent / "data" / "codelijsten"

VERBLIJF = ("11", "12", "13", "14")
GEZINSGERICHT = ("11", "12")
WIJKTEAM = "01"
MEDISCH = ("02", "03", "05")
VOLGENS_PLAN = ("31", "39")
UITVAL = ("32", "33", "34", "35")
TIJDELIJK = "20"
ONBEKEND = "99"
LEEFTIJDSGROEPEN = ("0-3", "4-11", "12-17", "18-22")


@cache
def read_codelijst(naam: str) -> dict[str, str]:
    """Code -> Dutch name, in file order. FileNotFoundError when there is no such list."""
    with (MAP / f"{naam}.csv").open(encoding="utf-8", newline="") as stream:
        return {rij["code"]: rij["naam"] for rij in csv.DictReader(stream, delimiter=";")}


def normalise_code(naam: str, tekst: str) -> str:
    """The code as the list writes it: a lost leading zero comes back, words in lower case."""
    tekst = tekst.strip().lower()
    if tekst.isdigit() and len(tekst) == 1:
        return f"0{tekst}"
    return tekst
