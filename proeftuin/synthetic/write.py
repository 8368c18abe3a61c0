"""Writing the CSV files: one file per name, appended to by part, always the same bytes."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from proeftuin.schema import BESTAND
from proeftuin.synthetic.city import VER, Floats, Ints


class Writer:
    """Open CSV files of a levering; columns are checked against the contract."""

    def __init__(
        self, folder: Path, cut: Callable[[dict[str, pa.Table]], dict[str, pa.Table]] | None = None
    ) -> None:
        """Files go to folder, which must exist. cut: what of a part is written, else all of it."""
        self.folder = folder
        self.cut = cut
        self.held: dict[str, pa.Table] = {}
        self.files: dict[str, IO[bytes]] = {}
        self.rows: dict[str, int] = {}

    def __enter__(self) -> "Writer":
        """The writer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every file; one that got no row is not there, as in a levering without it."""
        for stream in self.files.values():
            stream.close()
        for naam in self.rows.keys() - self.files.keys():
            (self.folder / f"{naam}.csv").unlink(missing_ok=True)

    def append(self, naam: str, table: pa.Table) -> None:
        """Add rows to a file of the levering; they are written at the end of the part.

        rows counts them whether or not they are cut, so that keys stay the same.
        """
        assert naam not in self.held, f"one table of {naam} in a part"
        self.rows[naam] = self.rows.get(naam, 0) + len(table)
        self.held[naam] = table

    def end_part(self) -> None:
        """Write what was added since the last part; the first rows make a file, with header."""
        tables = self.cut(self.held) if self.cut else self.held
        options = csv.WriteOptions(include_header=False, quoting_style="none")
        for naam, table in tables.items():
            if not len(table):
                continue
            names = [kolom.naam for kolom in BESTAND[naam].kolommen]
            if naam not in self.files:
                self.files[naam] = (self.folder / f"{naam}.csv").open("wb")
                self.files[naam].write((",".join(names) + "\n").encode())
            csv.write_csv(table.select(names), self.files[naam], options)
        self.held = {}


def days(values: Ints) -> pa.Array:
    """Day numbers as dates; VER is empty."""
    return pa.array(values.astype(np.int32), mask=values == VER).view(pa.date32())


def keys(prefix: str, numbers: Ints, empty: np.ndarray | None = None) -> pa.Array:
    """Text keys: a letter and a number."""
    text = pc.cast(pa.array(numbers, mask=empty), pa.string())
    return pc.binary_join_element_wise(pa.scalar(prefix), text, pa.scalar(""))


def option_array(options: tuple[str, ...] | list[str], index: Ints) -> pa.Array:
    """The option of each index; -1 and an empty option are empty."""
    values = pa.array([option or None for option in options], pa.string())
    return values.take(pa.array(index, mask=index < 0))


def euro_array(values: Floats) -> pa.Array:
    """Euros with nan as empty."""
    return pa.array(values, mask=np.isnan(values))
