"""Writes one audience of an edition into a folder: Parquet, editie.json, nulmeting.json."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from proeftuin.disclosure.published import COLUMNS, INTERN, NUMBERS, Published
from proeftuin.edition.files import (
    DESCRIPTION,
    NULMETING_FILE,
    cijfers_file,
    sync,
    tabel_file,
    write_json,
)
from proeftuin.errors import ProeftuinError
from proeftuin.settings.model import Settings

TYPES = {"van": pa.date32(), "tot": pa.date32(), "ongeveer": pa.bool_()}
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
