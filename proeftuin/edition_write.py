"""Writes one audience of an edition into a folder: Parquet, editie.json, nulmeting.json."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from proeftuin.disclosure import COLUMNS, INTERN, NUMBERS, Published, reopen
from proeftuin.edition_files import (
    DESCRIPTION,
    NULMETING_FILE,
    cijfers_file,
    read_editie,
    sync,
    tabel_file,
    write_json,
)
from proeftuin.errors import ProeftuinError

TYPES = {"van": pa.date32(), "tot": pa.date32(), "ongeveer": pa.bool_()}
CIJFERS_SCHEMA = pa.schema(
    [(name, TYPES.get(name, pa.float64() if name in NUMBERS else pa.string())) for name in COLUMNS]
)


def _write_table(table: pa.Table, file: Path, mode: int) -> None:
    pq.write_table(table, file, compression="zstd")
    file.chmod(mode)
    sync(file)


def write_audience(
    folder: Path,
    cijfers: Iterable[tuple[str, Published]],
    tabellen: Mapping[str, pd.DataFrame],
    description: Mapping[str, Any],
    nulmeting: Mapping[str, Any],
) -> None:
    """Write everything one audience gets and wait until it is on disk.

    folder must not exist. description is editie.json without `audience`. Files of intern get mode
    0640 (folders 0750), those of openbaar 0644 (0755). Figures of another audience: ValueError.
    """
    audience = folder.name
    file_mode, folder_mode = (0o640, 0o750) if audience == INTERN else (0o644, 0o755)
    folders = (folder, cijfers_file(folder, "x").parent, tabel_file(folder, "x").parent)
    for made in folders:
        made.mkdir(parents=True)
        made.chmod(folder_mode)
    for slug, published in cijfers:
        if published.audience != audience:
            raise ValueError(f"figures for {published.audience} offered to {audience}")
        table = pa.Table.from_pandas(published.frame, CIJFERS_SCHEMA, preserve_index=False)
        _write_table(table, cijfers_file(folder, slug), file_mode)
    for naam, frame in tabellen.items():
        table = pa.Table.from_pandas(frame, preserve_index=False)
        _write_table(table, tabel_file(folder, naam), file_mode)
    write_json(folder / NULMETING_FILE, nulmeting, file_mode)
    write_json(folder / DESCRIPTION, {**description, "audience": audience}, file_mode)
    for made in reversed(folders):
        sync(made)


def verify_audience(
    folder: Path, cijfers: Mapping[str, Published], tabellen: Mapping[str, pd.DataFrame]
) -> None:
    """Read everything back; ProeftuinError (Dutch) when it is not exactly what was written."""
    read_editie(folder)
    same = all(
        reopen(cijfers_file(folder, slug), folder.name).frame.equals(published.frame)
        for slug, published in cijfers.items()
    ) and all(
        pq.read_metadata(tabel_file(folder, naam)).num_rows == len(frame)
        for naam, frame in tabellen.items()
    )
    if not same:
        raise ProeftuinError(
            "De nieuwe editie is niet goed weggeschreven. De vorige editie blijft in gebruik. "
            "Controleer of er genoeg schijfruimte is en publiceer opnieuw."
        )
