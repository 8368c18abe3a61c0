"""What levering.toml says of each file of Beleidsinformatie Jeugd: whose, which half-year, when.

A file says none of this itself, and its name decides nothing:

    [[beleidsinformatie]]
    bestand = "aanbieder-a.csv"
    aanbieder = "A1"
    halfjaar = "2023-1"
    aangeleverd = 2023-07-14
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from proeftuin.ingest.findings import TOML, Findings

BLOK = "beleidsinformatie"
SLEUTELS = ("bestand", "aanbieder", "halfjaar", "aangeleverd")
_HALFJAAR = re.compile(r"(\d{4})-([12])")
_BEGIN = re.compile(rf"\s*\[\[\s*{BLOK}\s*\]\]")


@dataclass(frozen=True)
class Opgave:
    """One delivery: the file, the aanbieder it is of, its half-year, and the day it was sent."""

    bestand: str
    aanbieder: str
    halfjaar: tuple[int, int]  # year, and 1 or 2
    aangeleverd: date

    @property
    def van(self) -> date:
        """First day of the half-year."""
        return date(self.halfjaar[0], 6 * self.halfjaar[1] - 5, 1)

    @property
    def tot(self) -> date:
        """Last day of the half-year."""
        year, part = self.halfjaar
        return date(year, 6, 30) if part == 1 else date(year, 12, 31)

    @property
    def volgende(self) -> tuple[int, int]:
        """The half-year after it."""
        year, part = self.halfjaar
        return (year, 2) if part == 1 else (year + 1, 1)


def name_files(toml: Path | None) -> frozenset[str]:
    """Names (lower case) of the files that levering.toml names; none when it cannot be read."""
    return frozenset(
        blok["bestand"].strip().lower()
        for blok in _read_blocks(toml)
        if isinstance(blok, dict) and isinstance(blok.get("bestand"), str)
    )


def _read_blocks(toml: Path | None) -> list[Any]:
    if toml is None:
        return []
    try:
        blocks = tomllib.loads(toml.read_text(encoding="utf-8-sig")).get(BLOK, [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return []  # read_kenmerken says so
    return blocks if isinstance(blocks, list) else [blocks]


def read_opgaven(toml: Path | None, there: frozenset[str], findings: Findings) -> list[Opgave]:
    """Every block of levering.toml that can be used; findings name the others with their line.

    there: names (lower case) of the files in the levering.
    """
    blocks = _read_blocks(toml)
    lines = _find_lines(toml) if blocks and toml else []
    found: list[Opgave] = []
    for nummer, blok in enumerate(blocks):
        opgave = _read_blok(blok)
        if isinstance(opgave, Opgave):
            opgave = _fits(opgave, found, there) or opgave
        if isinstance(opgave, Opgave):
            found.append(opgave)
        else:
            regel = lines[nummer] if nummer < len(lines) else None
            findings.add("BIJ_OPGAVE", TOML, regel, BLOK, opgave)
    return found


def _find_lines(toml: Path) -> list[int]:
    lines = toml.read_text(encoding="utf-8-sig").splitlines()
    return [nummer for nummer, line in enumerate(lines, start=1) if _BEGIN.match(line)]


def _read_blok(blok: Any) -> Opgave | str:
    """The delivery, or what is wrong with its block."""
    if not isinstance(blok, dict) or set(blok) != set(SLEUTELS):
        return f"schrijf precies {', '.join(SLEUTELS)}"
    for naam in ("bestand", "aanbieder", "halfjaar"):
        if not isinstance(blok[naam], str) or not blok[naam].strip():
            return f"{naam} is geen tekst tussen aanhalingstekens"
    half = _HALFJAAR.fullmatch(blok["halfjaar"].strip())
    if half is None or not 2015 <= int(half[1]) <= 2100:
        return 'halfjaar is niet geschreven als "2023-1" of "2023-2"'
    day = blok["aangeleverd"]
    if not isinstance(day, date) or isinstance(day, datetime):
        return "aangeleverd is geen dag, zoals 2023-07-14 zonder aanhalingstekens"
    return Opgave(
        blok["bestand"].strip(), blok["aanbieder"].strip(), (int(half[1]), int(half[2])), day
    )


def _fits(opgave: Opgave, earlier: list[Opgave], there: frozenset[str]) -> str:
    """Why this delivery cannot be used beside the earlier ones; '' when it can."""
    if opgave.bestand.lower() not in there:
        return (
            f"bestand '{opgave.bestand}' staat niet in de levering (als .csv, .txt, .xlsx of .xls)"
        )
    if opgave.aangeleverd <= opgave.tot:
        return f"'{opgave.bestand}' is aangeleverd voordat het halfjaar voorbij was"
    if any(item.bestand.lower() == opgave.bestand.lower() for item in earlier):
        return f"bestand '{opgave.bestand}' staat er twee keer"
    same = (opgave.aanbieder, opgave.halfjaar, opgave.aangeleverd)
    if any((item.aanbieder, item.halfjaar, item.aangeleverd) == same for item in earlier):
        return (
            f"'{opgave.bestand}' is op dezelfde dag aangeleverd als een ander bestand van deze "
            "aanbieder over dit halfjaar; welk van de twee geldt?"
        )
    return ""
