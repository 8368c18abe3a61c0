"""A fetched file and, beside it, where it comes from: both whole, or nothing changes."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from proeftuin.errors import ProeftuinError
from proeftuin.files import replacing
from proeftuin.opendata.lezen import HERKOMST
from proeftuin.tijd import dutch_day


@dataclass(frozen=True)
class Herkomst:
    """Where a file comes from: source, licence, address, the moment (UTC), and what was done."""

    bron: str
    licentie: str
    adres: str
    opgehaald_op: datetime
    bewerking: str


@dataclass(frozen=True)
class Opgehaald:
    """What `haal` made: the file, its rows, where they come from and what a reader must know."""

    bestand: Path
    aantal: int
    herkomst: Herkomst
    meldingen: tuple[str, ...] = ()


def herkomst_file(target: Path) -> Path:
    """The file beside a fetched file that says where it comes from."""
    return target.with_name(f"{target.name}{HERKOMST}")


def check_target(target: Path, vervang: bool, is_eigen: bool = True) -> None:
    """ProeftuinError (Dutch) when nothing can be put there, before a service is asked.

    is_eigen: whether the user may name another place, with --naar.
    """
    if target.is_dir():
        cure = "Noem met --naar een bestand" if is_eigen else "Haal haar weg"
        raise ProeftuinError(f"'{target}' is een map. {cure}.")
    if not target.parent.is_dir():
        raise ProeftuinError(
            f"De map '{target.parent}' bestaat niet. Maak haar, of kies een andere met --naar."
        )
    if target.exists() and not vervang:
        raise ProeftuinError(
            f"'{target}' bestaat al. Gebruik --vervang om het te vervangen"
            f"{', of kies met --naar een andere plek' if is_eigen else ''}."
        )


def write_fetched(target: Path, herkomst: Herkomst, write: Callable[[Path], None]) -> None:
    """Write target with write() and its herkomst beside it; after an error both are as they were.

    The herkomst holds the SHA-256 of the file, so one that a crash or a hand changed is seen.
    """
    with (
        replacing(herkomst_file(target), 0o644) as origin,
        replacing(target, 0o644) as content,
    ):
        write(content)
        table = {
            "bestand": target.name,
            "bron": herkomst.bron,
            "licentie": herkomst.licentie,
            "adres": herkomst.adres,
            "opgehaald_op": herkomst.opgehaald_op.isoformat(timespec="seconds"),
            "dag": dutch_day(herkomst.opgehaald_op).isoformat(),
            "bewerking": herkomst.bewerking,
            "sha256": hashlib.sha256(content.read_bytes()).hexdigest(),
        }
        text = json.dumps(table, ensure_ascii=False, indent=1)
        origin.write_text(text + "\n", encoding="utf-8")
