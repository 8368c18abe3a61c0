"""The files that `haal` wrote, read back: counts of CBS, and where a fetched file comes from.

A person may have changed them since, so every value is judged: what cannot be is a problem with its
line, and a file that is not as it was fetched says so.
"""

import csv
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from proeftuin.files import harmless
from proeftuin.records import Bronregel
from proeftuin.vocabulary import CBS_VORMEN

CBS_BESTAND = "cbs_jeugdzorg.csv"
CBS_KOP = ("jaar", "gebied", "vorm", "aantal", "is_voorlopig", "tabel", "opgehaald_datum")
HERKOMST = ".herkomst.json"  # behind the name of the file it tells of
JA_NEE = {"ja": True, "nee": False}
LANGST = 500  # letters of a text about a source
Probleem = tuple[str, int | None, str | None, str]  # code of a finding, line, column, detail


@dataclass(frozen=True)
class CbsRij:
    """A count of CBS of one gebied, year and form; aantal None: not published."""

    jaar: int
    gebied: str
    vorm: str
    aantal: int | None
    is_voorlopig: bool
    tabel: str
    opgehaald_datum: date


def read_cbs(file: Path) -> tuple[list[CbsRij], list[Probleem]]:
    """The rows of a file of counts, and what is wrong with it."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        return [], [("CODERING_FOUT", None, None, "")]
    reader = csv.DictReader(lines, delimiter=";")
    names = reader.fieldnames or ()
    lacking: list[Probleem] = [
        ("KOLOM_ONTBREEKT", 1, name, "") for name in CBS_KOP if name not in names
    ]
    if lacking:
        return [], lacking
    found: dict[tuple[int, str, str], CbsRij] = {}
    problems: list[Probleem] = []
    for row in reader:
        text = {name: (row[name] or "").strip() for name in CBS_KOP}
        wrong = [(name, detail) for name, detail in _list_wrong(text)]
        problems += [("TYPE_FOUT", reader.line_num, name, detail) for name, detail in wrong]
        if wrong:
            continue
        made = CbsRij(
            jaar=int(text["jaar"]),
            gebied=text["gebied"],
            vorm=text["vorm"],
            aantal=int(text["aantal"]) if text["aantal"] else None,
            is_voorlopig=JA_NEE[text["is_voorlopig"]],
            tabel=harmless(text["tabel"])[:20],
            opgehaald_datum=date.fromisoformat(text["opgehaald_datum"]),
        )
        key = (made.jaar, made.gebied, made.vorm)
        if key in found:
            problems.append(("SLEUTEL_DUBBEL", reader.line_num, "gebied", "jaar, gebied en vorm"))
        found[key] = made
    return list(found.values()), problems


def _list_wrong(text: dict[str, str]) -> list[tuple[str, str]]:
    """(column, what it is not) of every value that cannot be."""
    wrong = []
    if not (text["jaar"].isdecimal() and 2000 <= int(text["jaar"]) <= 2100):
        wrong.append(("jaar", "jaar"))
    if text["vorm"] not in CBS_VORMEN:
        wrong.append(("vorm", "vorm van jeugdzorg"))
    if text["aantal"] and not text["aantal"].isdecimal():
        wrong.append(("aantal", "geheel getal"))
    if text["is_voorlopig"] not in JA_NEE:
        wrong.append(("is_voorlopig", "ja of nee"))
    try:
        date.fromisoformat(text["opgehaald_datum"])
    except ValueError:
        wrong.append(("opgehaald_datum", "datum"))
    return wrong


def read_herkomst(file: Path) -> Bronregel | None:
    """What stands beside a fetched file; None when that cannot be read or the file is not there."""
    beside = file.with_name(file.name[: -len(HERKOMST)])
    try:
        table = json.loads(file.read_text(encoding="utf-8"))
        texts = {
            name: harmless(str(table[name]))[:LANGST] for name in ("bron", "licentie", "bewerking")
        }
        day = date.fromisoformat(table["dag"])
        digest = hashlib.sha256(beside.read_bytes()).hexdigest()
        is_changed = digest != table["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Bronregel(beside.name, **texts, dag=day, is_gewijzigd=is_changed)
