"""The concordance: which wijk a postcode lies in, read in one place and judged line by line."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

from proeftuin.errors import SettingsError
from proeftuin.vocabulary import ONBEKEND

POSTCODE = re.compile(r"\d{4}( ?[A-Z]{2})?")
CBS = re.compile(r"(?:WK|BU|GM)(\d{4})\d*")
Regel = tuple[int, str, str]  # line (header is 1), postcode without space, wijk or gebied


def read_concordantie(path: Path) -> list[Regel]:
    """Its rows as the file writes them, without empty ones; postcodes of 4 or 6 positions.

    SettingsError (Dutch) when the file cannot be read or lacks a column.
    """
    try:
        tekst = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"Concordantie '{path}' bestaat niet of kan niet worden gelezen. Schrijf bij "
            "'gemeente.concordantie' een UTF-8 bestand, met de plaats vanaf de map van dit "
            "configuratiebestand."
        ) from error
    regels = tekst.splitlines()
    teken = ";" if regels and ";" in regels[0] else ","
    reader = csv.DictReader(regels, delimiter=teken)
    if not {"postcode", "wijk"} <= set(reader.fieldnames or ()):
        raise SettingsError(
            f"Concordantie '{path}' moet de kolommen postcode en wijk hebben "
            "('gemeente.concordantie')."
        )
    return [
        (
            reader.line_num,
            (row["postcode"] or "").replace(" ", "").upper(),
            (row["wijk"] or "").strip(),
        )
        for row in reader
        if any(row.values())
    ]


def is_elsewhere(gebied: str, eigen: set[str]) -> bool:
    """Whether this is a CBS code of another gemeente; eigen: four digits of every code of ours."""
    match = CBS.fullmatch(gebied.strip().upper())
    return match is not None and match[1] not in eigen


def list_nowhere(rows: list[Regel], find: Callable[[str], str], eigen: set[str]) -> list[Regel]:
    """Rows of a wijk that is not configured; those of another gemeente are no fault."""
    return [row for row in rows if find(row[2]) == ONBEKEND and not is_elsewhere(row[2], eigen)]


def list_doubles(rows: list[Regel], find: Callable[[str], str]) -> list[tuple[Regel, Regel]]:
    """(first row, later row) of every postcode that lies in two configured wijken."""
    first: dict[str, Regel] = {}
    doubles = []
    for row in rows:
        if find(row[2]) == ONBEKEND:
            continue
        before = first.setdefault(row[1], row)
        if find(before[2]) != find(row[2]):
            doubles.append((before, row))
    return doubles


def refuse_concordantie(
    path: Path, rows: list[Regel], find: Callable[[str], str], eigen: set[str]
) -> None:
    """SettingsError (Dutch, with lines) when a postcode is none or in two wijken, or a wijk is not.

    find: the configured wijk of a wijk or gebied, or 'onbekend'.
    """
    wrong = [
        row for row in rows if not POSTCODE.fullmatch(row[1]) and not is_elsewhere(row[2], eigen)
    ]
    nowhere, double = list_nowhere(rows, find, eigen), list_doubles(rows, find)
    problems = []
    if wrong:
        places = _name_lines([(row[0], f"'{row[1]}'") for row in wrong])
        problems.append(f"geen postcode: {places}. Schrijf 8011 of 8011AB.")
    if nowhere:
        places = _name_lines([(row[0], f"'{row[2]}'") for row in nowhere])
        problems.append(
            f"een wijk die er niet is: {places}. Gebruik de id, de naam of een gebied uit [[wijk]]."
        )
    if double:
        places = _name_lines(
            [
                (row[0], f"{row[1]} in {row[2].strip()}, op regel {before[0]} in {before[2]}")
                for before, row in double
            ]
        )
        problems.append(
            f"een postcode in twee wijken: {places}. Laat per postcode één wijk staan, die met de "
            "meeste adressen, of gebruik in de levering buurtcodes."
        )
    if problems:
        raise SettingsError(
            f"Sleutel 'gemeente.concordantie': in '{path.name}' staat "
            + " Ook staat er ".join(problems)
        )


def _name_lines(items: list[tuple[int, str]]) -> str:
    """'regel 3 (A), regel 5 (B) en 12 andere regels'."""
    shown = ", ".join(f"regel {line} ({what})" for line, what in items[:5])
    more = len(items) - 5
    return shown if more <= 0 else f"{shown} en {more} andere"
