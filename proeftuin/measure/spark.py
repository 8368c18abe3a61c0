"""The same facts and figures computed by Spark, for when one machine is too small.

PySpark is no dependency of the product: whoever computes on a cluster installs it, with Java
(docs/motoren.md). The tables of the store go to Spark as Parquet in the private folder of a reader
(`.uitwijk-...`), and the facts are kept there too: every machine of the cluster must see the data
folder under the same path. All of it is gone when the store is closed.
"""

import logging
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa

from proeftuin.errors import ProeftuinError
from proeftuin.facts import read_functies
from proeftuin.store import Store, as_frame

Deel = TypeVar("Deel")


@contextmanager
def _without_notices() -> Iterator[None]:
    """PySpark says with each result which version of pandas it likes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _computing() -> Iterator[None]:
    """ProeftuinError (Dutch) when the cluster cannot do it; Spark's own words may hold values."""
    try:
        with _without_notices():
            yield
    except Exception as error:  # the bridge, Java and Spark have errors of their own
        raise ProeftuinError(
            f"Spark kon iets niet uitrekenen ({type(error).__name__}). Ziet elke computer van het "
            "cluster de map met gegevens onder hetzelfde pad, en is er genoeg ruimte en geheugen? "
            "Er is niets veranderd."
        ) from error


def _url(file: Path) -> str:
    """A file that every machine of the cluster sees."""
    return f"file://{file.resolve()}"


@contextmanager
def _silent() -> Iterator[None]:
    """What starts within this says nothing on the terminal: Spark's messages may hold values."""
    terminal, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)
        os.close(nothing)


def _stop_logging() -> None:
    """PySpark and its bridge to Java log what they also raise, with values of rows in it."""
    from pyspark.logger import PySparkLogger

    for naam in ("SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        PySparkLogger.getLogger(naam).disabled = True
    for naam in ("pyspark", "py4j"):
        logging.getLogger(naam).addHandler(logging.NullHandler())
        logging.getLogger(naam).propagate = False


def _settings(master: str, folder: Path) -> dict[str, str]:
    """What makes SQL mean what it does in DuckDB, and keeps rows of persons in the folder."""
    here = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return {
        "spark.sql.ansi.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.local.dir": str(folder.resolve()),
        "spark.sql.warehouse.dir": _url(folder / "spark"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        **(here if master.startswith("local") else {}),
    }


def start_session(master: str, folder: Path) -> Any:
    """A Spark session on this master URL; ProeftuinError (Dutch) when it cannot be had.

    folder: private, for what Spark puts aside on this machine.
    """
    try:
        with _without_notices():
            from pyspark.sql import SparkSession

            _stop_logging()
    except ImportError as error:
        raise ProeftuinError(
            "PySpark staat niet op deze computer. Installeer het, in de map van de monitor, met: "
            "pip install -r requirements-spark.txt. Java 17 of nieuwer is ook nodig "
            "(docs/motoren.md)."
        ) from error
    builder = SparkSession.builder.master(master).appName("proeftuin")
    for naam, value in _settings(master, folder).items():
        builder = builder.config(naam, value)
    try:
        with _silent(), _without_notices():
            return builder.getOrCreate()
    except Exception as error:  # as in _computing
        raise ProeftuinError(
            f"Spark start niet op '{master}'. Klopt het adres, en staat Java 17 of nieuwer op deze "
            "computer? Er is niets veranderd."
        ) from error


class SparkStore(Store):
    """Answers on Spark what measuring and publishing ask of a store, with columns of its kinds."""

    def __init__(self, own: Store, session: Any) -> None:
        """The tables of this store as views of the session; `own` stays open beside it."""
        self.datastand, self.hash = own.datastand, own.hash
        self._own, self._session, self.spill = own, session, own.spill
        for naam, file in own.copy_tables().items():
            self._read(naam, file)

    @property
    def eigen(self) -> Store:
        """The store of which this is a copy."""
        return self._own

    def _read(self, naam: str, file: Path) -> None:
        with _computing():
            self._session.read.parquet(_url(file)).createOrReplaceTempView(naam)

    def _sql(self, query: str, parameters: dict[str, object] | None = None) -> Any:
        """What a query gives, not computed yet. A backslash in a text is one here too."""
        for naam in parameters or {}:
            query = query.replace(f"${naam}", f":{naam}")
        return self._session.sql(query.replace("\\", "\\\\"), args=parameters or None)

    def frame(self, query: str, **parameters: object) -> pd.DataFrame:
        """Result of a query; `$naam` in it is a parameter."""
        with _computing():
            return as_frame(self._sql(query, parameters).toArrow())

    def batches(self, query: str, take: Callable[[pa.RecordBatch], Deel]) -> list[Deel]:
        """What take makes of the result of a query, some rows at a time."""
        with _computing():
            return [take(part) for part in self._sql(query).toArrow().to_batches()]

    def execute(self, script: str) -> None:
        """Run SQL statements, each closed by a semicolon at the end of a line."""
        for statement in script.split(";\n"):
            if statement.strip():
                with _computing():
                    self._sql(statement)

    def make_functions(self) -> None:
        """Make the named functions that facts are written with."""
        self.execute(read_functies("spark"))

    @contextmanager
    def making(self) -> Iterator[None]:
        """Around the making of facts: Spark has memory of its own."""
        yield

    def keep(self, naam: str, select: str) -> None:
        """Make a temporary table of what a select gives: computed once, read by what follows."""
        file = self.spill / f"{naam}.feit"
        with _computing():
            self._sql(select).write.parquet(_url(file))
        self._read(naam, file)

    def define(self, naam: str, select: str) -> None:
        """Make a temporary view of a select: every query that names it computes what it needs."""
        with _computing():
            self._sql(select).createOrReplaceTempView(naam)

    def has_table(self, naam: str) -> bool:
        """Whether the store has it, or this session made it."""
        return naam in self.list_tables()

    def list_tables(self) -> set[str]:
        """The names of all tables, also those made here."""
        return {table.name for table in self._session.catalog.listTables()}

    def close(self) -> None:
        """Nothing to give back: the store beside it removes the files."""


@contextmanager
def compute_on(own: Store, master: str) -> Iterator[Store]:
    """The store to measure on: this one, or its copy on Spark when a master URL is named."""
    if not master:
        yield own
        return
    session = start_session(master, own.spill)
    try:
        yield SparkStore(own, session)
    finally:
        session.stop()
