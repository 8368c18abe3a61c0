"""Where an edition lies, what its files hold, and how one audience of it is written and read.

An edition is a folder per audience: Parquet, editie.json, nulmeting.json. Light: the app imports
this to read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from proeftuin.disclosure import COLUMNS, NUMBERS, Published
from proeftuin.errors import NoEdition, ProeftuinError
from proeftuin.files import read_json, sync, write_json
from proeftuin.settings import Settings
from proeftuin.vocabulary import INTERN

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


TYPES = {"van": pa.date32(), "tot": pa.date32(), "ongeveer": pa.bool_(), "drempel": pa.float64()}
CIJFERS_SCHEMA = pa.schema(
    [(name, TYPES.get(name, pa.float64() if name in NUMBERS else pa.string())) for name in COLUMNS]
)


def _write_table(frame: pd.DataFrame, file: Path, mode: int, schema: pa.Schema = None) -> None:
    """Write, wait for the disk, read back; ProeftuinError when it is not what was written."""
    table = pa.Table.from_pandas(frame, schema, preserve_index=False)
    pq.write_table(table, file, compression="zstd")
    file.chmod(mode)
    sync(file)
    if not pq.read_table(file).equals(table):
        raise ProeftuinError(
            "De nieuwe editie is niet goed weggeschreven. De vorige editie blijft in gebruik. "
            "Controleer of er genoeg schijfruimte is en publiceer opnieuw."
        )


def write_audience(
    folder: Path,
    cijfers: Iterable[tuple[str, Published]],
    tabellen: Mapping[str, pd.DataFrame],
    description: Mapping[str, Any],
    nulmeting: Mapping[str, Any],
    settings: Settings,
) -> None:
    """Write everything one audience gets, wait until it is on disk, and verify it.

    folder must not exist; the caller keeps the folder above it closed (0700) until all is written,
    so no file is open to others for a moment. description is editie.json without `audience`. Files
    of intern get the modes of [bewaren] (0600 and 0700 unless configured), those of openbaar 0644
    (0755). Figures of another audience: ValueError.
    """
    audience = folder.name
    file_mode, folder_mode = settings.bewaren.intern_modes if audience == INTERN else (0o644, 0o755)
    folders = (folder, cijfers_file(folder, "x").parent, tabel_file(folder, "x").parent)
    for made in folders:
        made.mkdir(parents=True)
        made.chmod(folder_mode)
    for slug, published in cijfers:
        if published.audience != audience:
            raise ValueError(f"figures for {published.audience} offered to {audience}")
        _write_table(published.frame, cijfers_file(folder, slug), file_mode, CIJFERS_SCHEMA)
    for naam, frame in tabellen.items():
        _write_table(frame, tabel_file(folder, naam), file_mode)
    write_json(folder / NULMETING_FILE, nulmeting, file_mode)
    write_json(folder / DESCRIPTION, {**description, "audience": audience}, file_mode)
    for made in reversed(folders):
        sync(made)
