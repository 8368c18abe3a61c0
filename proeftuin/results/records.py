"""Rows of a table of an edition as records: one way from Parquet to a frozen dataclass.

The columns of a table have the names of the fields; what a table holds more is left out, so that
an older reader can read a newer edition.
"""

from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import pandas as pd
import pyarrow.parquet as pq

from proeftuin.edition.files import tabel_file
from proeftuin.errors import NoEdition

Record = TypeVar("Record")
Row = dict[str, Any]
NIEUWE = "Maak een nieuwe: python -m proeftuin publiceer --opnieuw."


def read_rows(folder: Path, naam: str, oud: str) -> list[Row]:
    """The rows of a table of an edition folder, None for nan, days as dates.

    oud: what an edition without this table is older than, in the NoEdition (Dutch) it raises.
    """
    file = tabel_file(folder, naam)
    if not file.is_file():
        raise NoEdition(f"Deze editie is gemaakt voordat {oud}. {NIEUWE}")
    frame: pd.DataFrame = pq.read_table(file).to_pandas(date_as_object=True)
    columns = [[_plain(value) for value in frame[name].tolist()] for name in frame.columns]
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and value != value else value


def make_record(soort: type[Record], row: Row, **beside: object) -> Record:
    """A record of this dataclass from a row; beside: fields that are in no column.

    A column of whole numbers with a gap comes as floats from Parquet; a field that is an int gets
    an int again.
    """
    found: Row = {}
    for name, is_whole in _fields(soort):  # type: ignore[arg-type]  # a class is hashable
        if name in beside:
            found[name] = beside[name]
        elif name in row:
            value = row[name]
            found[name] = int(value) if is_whole and value is not None else value
    return soort(**found)


@cache
def _fields(soort: type[Any]) -> tuple[tuple[str, bool], ...]:
    """The name of every field, and whether it holds a whole number, or none."""
    hints = get_type_hints(soort)
    return tuple(
        (item.name, hints[item.name] in (int, int | None)) for item in fields(soort) if item.init
    )
