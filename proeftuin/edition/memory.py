"""What every openbaar edition showed, kept for the audit of the next one: an attacker forgets
nothing. Confidential: it holds exact counts, one row per base cell, no person.

`onthulling/<editie>.parquet` in the data folder, mode 0400; `ruim-op` never removes it.
"""

import hashlib
import time
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from proeftuin.disclosure import (
    VELDEN,
    Links,
    Onthullingscontrole,
    Progress,
    collect_cells,
    find_links,
    protect_edition,
)
from proeftuin.edition.nulmeting import WINDOW, Plan
from proeftuin.errors import ProeftuinError
from proeftuin.files import install_files, sync
from proeftuin.indicators import DEFINITIEVERSIE
from proeftuin.measure import Measured
from proeftuin.settings import Settings

FOLDER = "onthulling"
DIGEST = 16
ON_DISK = {"low": "laag", "high": "hoog"}  # as in the files of editions already published


def control_disclosure(
    data_dir: Path,
    settings: Settings,
    reeks: str,
    measured: Mapping[str, Measured],
    plans: Mapping[str, Plan],
    progress: Progress,
) -> Onthullingscontrole:
    """The audit of a new openbaar edition against every earlier one; rules 1, 4 and 5.

    ProeftuinError (Dutch) that names what cannot be protected.
    """
    cells = collect_cells(_shown_frame(item, plans[slug]) for slug, item in measured.items())
    earlier, safe = _read_memory(data_dir, _raster(settings, reeks))
    found = protect_edition(cells, earlier, settings.onthulling, safe, progress)
    if found.open:
        named = "; ".join(found.open[:10])
        raise ProeftuinError(
            f"De openbare editie is niet gemaakt: {len(found.open)} kleine aantallen zijn te "
            f"herleiden uit wat al openbaar is ({named}). Bespreek met de privacy officer of een "
            "eerdere editie moet worden ingetrokken. De vorige editie blijft in gebruik."
        )
    return found


def _shown_frame(measured: Measured, plan: Plan) -> pd.DataFrame:
    """The figures as shown: a frozen nulmeting that differs stands in its window."""
    if plan.shown is None or plan.current:
        return measured.frame
    now, frozen = measured.frame, plan.shown.frame
    kept = now[now["venster"] != WINDOW]
    return pd.concat([kept, frozen[frozen["venster"] == WINDOW]], ignore_index=True)


def write_memory(
    folder: Path, editie: str, found: Onthullingscontrole, settings: Settings, reeks: str
) -> None:
    """Write what this edition shows into a folder, readable by its owner only, and wait."""
    shown = found.bescherming.shown
    columns = {ON_DISK.get(name, name): getattr(shown, name) for name in VELDEN}
    table = pa.Table.from_pandas(
        found.bescherming.cells.assign(**columns), preserve_index=False
    ).replace_schema_metadata(
        {
            b"raster": _raster(settings, reeks).encode(),
            b"volgorde": str(time.time_ns()).encode(),
            b"veilig": b"".join(sorted(found.veilig)),
        }
    )
    file = folder / f"{editie}.parquet"
    pq.write_table(table, file, compression="zstd")
    file.chmod(0o400)
    sync(file)


def install_memory(staged: Path, data_dir: Path) -> None:
    """Put staged files in the folder of the data; one that is there already is never touched."""
    install_files(staged, data_dir / FOLDER, "*.parquet")


def _raster(settings: Settings, reeks: str) -> str:
    """Which editions count the same cells: same wijken, definitions and kind of data."""
    text = repr((settings.wijk, settings.perioden, settings.normen, DEFINITIEVERSIE, reeks))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _read_memory(
    data_dir: Path, raster: str
) -> tuple[list[tuple[pd.DataFrame, Links]], frozenset[bytes]]:
    """(what earlier editions of this raster showed, oldest first; digests found safe)."""
    found = []
    for file in (data_dir / FOLDER).glob("*.parquet"):
        table = pq.read_table(file)
        metadata = table.schema.metadata
        if metadata[b"raster"].decode() == raster:
            found.append((int(metadata[b"volgorde"]), metadata[b"veilig"], table))
    found.sort(key=lambda item: item[0])
    earlier: list[tuple[pd.DataFrame, Links]] = []
    for _, _, table in found:
        frame = table.replace_schema_metadata(None).to_pandas(date_as_object=True)
        frame = frame.rename(columns={stored: name for name, stored in ON_DISK.items()})
        earlier.append((frame, find_links(frame)))
    marks = found[-1][1] if found else b""
    return earlier, frozenset(marks[at : at + DIGEST] for at in range(0, len(marks), DIGEST))
