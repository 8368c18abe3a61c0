"""PostgreSQL as an engine that measures, beside the store."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa
from psycopg import Connection

from proeftuin.facts import read_functies

DAG, NUMERIEK, DUBBEL = 1082, 1700, 701  # of pg_type
GEHEEL = frozenset({20, 21, 23})
PARAMETER = re.compile(r"\$(\w+)")
Deel = TypeVar("Deel")


class PostgresStore:
    """Answers in PostgreSQL what measuring asks of a store, with columns of the same kinds."""

    def __init__(self, connection: Connection[Any], datastand: date) -> None:
        self._connection = connection
        self.datastand = datastand

    def frame(self, query: str, **parameters: object) -> pd.DataFrame:
        """Result of a query; `$naam` in it is a parameter, as in Store."""
        text = PARAMETER.sub(r"%(\1)s", query.replace("%", "%%"))
        cursor = self._connection.execute(text, parameters)
        assert cursor.description is not None
        kinds = {column.name: column.type_code for column in cursor.description}
        rows = cursor.fetchall()
        columns = zip(*rows, strict=True) if rows else [() for _ in kinds]
        return pd.DataFrame(
            {
                naam: _column(list(values), kind)
                for (naam, kind), values in zip(kinds.items(), columns, strict=True)
            }
        )

    def batches(self, query: str, take: Callable[[pa.RecordBatch], Deel]) -> list[Deel]:
        """What take makes of the result of a query, some rows at a time."""
        whole = pa.Table.from_pandas(self.frame(query), preserve_index=False)
        return [take(part) for part in whole.to_batches()]

    def make_functions(self) -> None:
        """Make the named functions that facts are written with."""
        self._connection.execute(read_functies("postgres").encode())

    @contextmanager
    def making(self) -> Iterator[None]:
        """Around the making of facts: PostgreSQL has memory of its own."""
        yield

    def keep(self, naam: str, select: str) -> None:
        """Make a table of what a select gives."""
        self._connection.execute(f"create table {naam} as {select}".encode())

    def define(self, naam: str, select: str) -> None:
        """Make a view of a select."""
        self._connection.execute(f"create view {naam} as {select}".encode())

    def has_table(self, naam: str) -> bool:
        """Whether it is there."""
        return bool(self.frame("select to_regclass($naam) is not null as er", naam=naam)["er"][0])


def _column(values: list[Any], kind: int) -> pd.Series:
    if kind == DAG:
        return pd.Series(pd.to_datetime(pd.Series(values, dtype=object)))
    if kind in GEHEEL and None not in values:
        return pd.Series(values, dtype="int64")
    if kind in (NUMERIEK, DUBBEL) or kind in GEHEEL:
        return pd.Series(values, dtype=object).astype(float)
    return pd.Series(values, dtype=object)
