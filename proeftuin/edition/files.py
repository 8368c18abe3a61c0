"""Where an edition lies and what its editie.json says. Light: the app imports this to read."""

import json
import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from proeftuin.errors import NoEdition, ProeftuinError

EDITIES = "edities"
CURRENT = "huidig.json"
DESCRIPTION = "editie.json"
NULMETING_FILE = "nulmeting.json"
TABELLEN = (
    *("budget", "voorveld", "veldkwaliteit", "rijen_per_kwartaal", "bevindingen"),
    "bescherming",
)
HOW_TO = "Laad een levering (python -m proeftuin laad MAP) en maak een editie: "
HOW_TO += "python -m proeftuin publiceer."


@dataclass(frozen=True)
class Editie:
    """One edition for one audience, as its editie.json describes it.

    pad: the folder of this audience. kwartalen and vensters: (van, tot), both inclusive, oldest
    first. gemaakt_op: ISO 8601, UTC. geleverd: names of the delivered files. nulmeting_hash
    covers every frozen nulmeting. bron: who delivered, as written in levering.toml.
    """

    pad: Path
    audience: str
    id: str
    datastand: date
    gemaakt_op: str
    definitieversie: str
    store_hash: str
    settings_hash: str
    nulmeting_hash: str
    synthetisch: bool
    bron: str
    geleverd: tuple[str, ...]
    kwartalen: tuple[tuple[date, date], ...]
    vensters: dict[str, tuple[date, date]]
    wijken: tuple[str, ...]
    pilot: tuple[str, ...]


def cijfers_file(folder: Path, slug: str) -> Path:
    """The figures of one indicator in an edition folder."""
    return folder / "cijfers" / f"{slug}.parquet"


def tabel_file(folder: Path, naam: str) -> Path:
    """One of TABELLEN in an edition folder."""
    return folder / "tabellen" / f"{naam}.parquet"


def read_json(file: Path) -> Any:
    """Content of a JSON file; ProeftuinError (Dutch) when it is damaged, OSError when missing."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ProeftuinError(
            f"Bestand '{file}' is beschadigd. Zet het terug uit een reservekopie of verwijder het."
        ) from error


def sync(path: Path) -> None:
    """Wait until a file or folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def install_files(staged: Path, target: Path, pattern: str) -> None:
    """Put staged files in a folder of the owner; one that is there already is never touched."""
    target.mkdir(mode=0o700, exist_ok=True)
    target.chmod(0o700)
    for file in sorted(staged.glob(pattern)):
        if not (target / file.name).exists():
            beside = target / f".{file.name}"
            beside.unlink(missing_ok=True)
            shutil.copy2(file, beside)
            sync(beside)
            os.replace(beside, target / file.name)
    sync(target)


def write_json(file: Path, content: Any, mode: int = 0o640) -> None:
    """Write sorted, indented JSON and wait until it is on disk."""
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8")
    file.chmod(mode)
    sync(file)


def read_index(data_dir: Path) -> tuple[str | None, tuple[str, ...]]:
    """(current id or None, every published id, oldest first)."""
    file = data_dir / EDITIES / CURRENT
    if not file.is_file():
        return None, ()
    content = read_json(file)
    current = str(content["editie"])
    return current, tuple(content.get("alle", [current]))


def read_editie(folder: Path) -> Editie:
    """The edition in one audience folder. NoEdition (Dutch) when nothing readable is there."""
    try:
        content = read_json(folder / DESCRIPTION)
    except OSError as error:
        raise NoEdition(
            f"De editie '{folder.parent.name}' voor '{folder.name}' is er niet of is onleesbaar. "
            + HOW_TO
        ) from error

    def period(pair: list[str]) -> tuple[date, date]:
        return date.fromisoformat(pair[0]), date.fromisoformat(pair[1])

    return Editie(
        pad=folder,
        audience=content["audience"],
        id=content["editie"],
        datastand=date.fromisoformat(content["datastand"]),
        gemaakt_op=content["gemaakt_op"],
        definitieversie=content["definitieversie"],
        store_hash=content["store_hash"],
        settings_hash=content["settings_hash"],
        nulmeting_hash=content["nulmeting_hash"],
        synthetisch=content["synthetisch"],
        bron=content["bron"],
        geleverd=tuple(content["geleverd"]),
        kwartalen=tuple(period(pair) for pair in content["kwartalen"]),
        vensters={
            naam: period(pair)
            for naam, pair in sorted(content["vensters"].items(), key=lambda item: item[1])
        },
        wijken=tuple(content["wijken"]),
        pilot=tuple(content["pilot"]),
    )
