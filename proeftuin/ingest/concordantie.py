"""The concordance: which wijk a postcode lies in, read once per load and checked line by line."""

import csv
from collections.abc import Callable
from pathlib import Path

from proeftuin.errors import SettingsError
from proeftuin.ingest.gebieden import POSTCODE, Gebieden
from proeftuin.settings import Settings
from proeftuin.vocabulary import ONBEKEND

Regel = tuple[int, str, str]  # line (header is 1), postcode without space, wijk or gebied


def check_concordantie(settings: Settings) -> None:
    """SettingsError (Dutch, with lines) when the configured concordance makes no sense."""
    gemeente = settings.gemeente
    if gemeente.concordantie:
        eigen = {code[2:] for code in (gemeente.code, *gemeente.eerdere_codes)}
        read_concordantie(Path(gemeente.concordantie), Gebieden(settings).find_wijk, eigen)


def read_concordantie(path: Path, find: Callable[[str], str], eigen: set[str]) -> dict[str, str]:
    """Postcode of 4 or 6 positions -> wijk or gebied, as the file writes it.

    find: the wijk of a wijk or gebied, or 'onbekend'. eigen: four digits of every code of this
    gemeente; a CBS code of another one is passed over, for its postcodes are of elsewhere.
    SettingsError (Dutch, with lines) when the file cannot be read, a postcode is none or lies in
    two wijken, or a wijk does not exist.
    """
    try:
        tekst = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"Concordantie '{path}' kan niet worden gelezen. Controleer 'gemeente.concordantie'."
        ) from error
    regels = tekst.splitlines()
    teken = ";" if regels and ";" in regels[0] else ","
    reader = csv.DictReader(regels, delimiter=teken)
    if not {"postcode", "wijk"} <= set(reader.fieldnames or ()):
        raise SettingsError(
            f"Concordantie '{path}' moet de kolommen postcode en wijk hebben "
            "('gemeente.concordantie')."
        )
    rows = [
        (reader.line_num, (row["postcode"] or "").replace(" ", "").upper(), row["wijk"] or "")
        for row in reader
        if any(row.values())
    ]
    _check_rows(path, [row for row in rows if not _is_elsewhere(row[2], eigen)], find)
    return {postcode: wijk for _, postcode, wijk in rows}


def _is_elsewhere(gebied: str, eigen: set[str]) -> bool:
    code = gebied.strip().upper()
    return code[:2] in ("WK", "BU") and code[2:6].isdigit() and code[2:6] not in eigen


def _check_rows(path: Path, rows: list[Regel], find: Callable[[str], str]) -> None:
    wrong = [row for row in rows if not POSTCODE.fullmatch(row[1])]
    nowhere = [row for row in rows if find(row[2]) == ONBEKEND]
    first: dict[str, Regel] = {}
    double: list[tuple[Regel, Regel]] = []
    for row in rows:
        before = first.setdefault(row[1], row)
        if find(before[2]) != find(row[2]):
            double.append((before, row))
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
