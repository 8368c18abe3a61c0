"""The confidential store: built beside, verified, swapped; and read for publishing.

The only module that imports duckdb. A store is one file, `store.duckdb` in the data folder, mode
0600. One load at a time builds the next one in a private folder beside it (`.bouw-...`), checks
it, and puts it in place with one os.replace; a killed load leaves at most such a folder, which the
next load removes. Readers attach the file read-only and keep their temporary tables in memory,
what is too much for it in a private folder that goes with them (`.uitwijk-...`).
"""

import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache, partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import duckdb
import pandas as pd
import pyarrow as pa

from proeftuin.errors import ProeftuinError
from proeftuin.facts import read_functies
from proeftuin.files import hold, make_private, sync
from proeftuin.settings import Settings

BUILD_PREFIX = ".bouw-"
SPILL_PREFIX = ".uitwijk-"
LOCK = ".laad.lock"
_DAG = 86_400.0  # seconds
RIJGROEP = 122_880  # rows that DuckDB gives to one thread: below that more threads only cost
KLEIN = 8_000_000  # bytes of a store of which no table is much longer than that
GEHEUGEN = 400  # MB, of the tables of a load that is being built; what is more waits on disk
LEESGEHEUGEN = 1000  # the same of the facts made for publishing, and
MAAKGEHEUGEN = 1500  # while they are made, when little else is in memory
RUIMER = (2, 4, 8)  # times as much for one query that cannot do with it
MB = {"MiB": 1024**2 / 1e6, "GiB": 1024**3 / 1e6, "TiB": 1024**4 / 1e6}  # as DuckDB writes it
Gevonden = TypeVar("Gevonden")


@contextmanager
def build_folder(data_dir: Path) -> Iterator[Path]:
    """A private folder (0700) beside the store, always removed; leftovers of killed loads too.

    Raises ProeftuinError (Dutch) when another load runs in this data folder.
    """
    make_private(data_dir)
    with hold(
        data_dir / LOCK,
        "Er wordt al een levering geladen. Wacht tot die klaar is en probeer het opnieuw.",
    ):
        for leftover in data_dir.glob(f"{BUILD_PREFIX}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=BUILD_PREFIX, dir=data_dir))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def spill_folder(data_dir: Path) -> Path:
    """A private folder (0700) for what a reader cannot hold in memory; it removes it when done.

    Folders of readers that no longer run are removed first: they hold micro data.
    """
    for leftover in list_left_spill(data_dir):
        shutil.rmtree(leftover, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{SPILL_PREFIX}{os.getpid()}-", dir=data_dir))


def list_left_spill(data_dir: Path) -> list[Path]:
    """The folders of spill_folder whose reader no longer runs.

    Where a system does not list its processes (Windows, macOS): a day after they changed.
    """
    found, lists_processes = [], Path("/proc/self").exists()
    for folder in data_dir.glob(f"{SPILL_PREFIX}*"):
        owner = folder.name.removeprefix(SPILL_PREFIX).split("-")[0]
        if lists_processes:
            is_left = not Path(f"/proc/{owner}").exists()
        else:
            is_left = time.time() - folder.stat().st_mtime > _DAG
        found += [folder] if is_left else []
    return found


def close_off(path: Path) -> None:
    """Make the file readable by its owner only; ProeftuinError (Dutch) when that fails."""
    if path.stat().st_mode & 0o077:
        try:
            path.chmod(0o600)
        except OSError as error:
            raise ProeftuinError(
                f"'{path}' is leesbaar voor anderen en bevat gegevens van jeugdigen. "
                f"Laat de eigenaar het afsluiten: chmod 600 '{path}'."
            ) from error


STORE = "store.duckdb"
TABLES_SQL = Path(__file__).resolve().parent / "store_tabellen.sql"
KENMERK = "create table kenmerk (hash varchar not null)"
# Not content: when it was loaded (levering.geladen_op) and the hash itself.
NOT_HASHED = {"levering": "(select * replace ('' as geladen_op) from levering)"}


def _quote(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


@cache
def list_stored() -> tuple[str, ...]:
    """The tables of a store in alphabetical order, without kenmerk: those of store_tabellen.sql.

    To ask DuckDB for them costs as much as twenty small queries in every new connection.
    """
    text = TABLES_SQL.read_text(encoding="utf-8")
    return tuple(sorted(re.findall(r"^create table (\w+)", text, re.M)))


def _content(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, int], str]:
    """Rows per table, and a hash over all tables that does not depend on the order of rows.

    Of the store whose tables the search path of this connection finds.
    """
    tables = list_stored()
    counted = " union all ".join(
        f"select {place} as plaats, count(*), coalesce(sum(hash(rij)::hugeint), 0)"
        f" from {NOT_HASHED.get(table, table)} as rij"
        for place, table in enumerate(tables)
    )
    counts: dict[str, int] = {}
    digest = hashlib.sha256()
    for place, count, total in connection.execute(f"{counted} order by plaats").fetchall():
        table = tables[place]
        counts[table] = count
        digest.update(f"{table}|{count}|{total}\n".encode())
    return counts, digest.hexdigest()


def _hold_to(connection: duckdb.DuckDBPyConnection, most: float) -> None:
    """Keep within so many MB from now on, or from a later call: what a result holds stays."""
    with suppress(duckdb.OutOfMemoryException):
        connection.execute(f"set memory_limit = '{most}MB'")


def _run_within(
    connection: duckdb.DuckDBPyConnection, most: float, run: Callable[[], Gevonden]
) -> Gevonden:
    """What run gives within so many MB; what cannot do with that gets more, and then it is back.

    RUIMER times as much, one after the other, and at last all that DuckDB asks by itself.
    """
    _hold_to(connection, most)
    with suppress(duckdb.OutOfMemoryException):
        return run()
    try:
        connection.execute("reset memory_limit")
        [(limit,)] = connection.execute("select current_setting('memory_limit')").fetchall()
        number, unit = limit.split()
        for more in (most * times for times in RUIMER if most * times < float(number) * MB[unit]):
            _hold_to(connection, more)
            with suppress(duckdb.OutOfMemoryException):
                return run()
        connection.execute("reset memory_limit")
        return run()
    finally:
        _hold_to(connection, most)


class Builder:
    """Write access to the store being built; only inside build_store.

    `folder` is the private build folder (mode 0700, always removed): scratch space of the load.
    `created` has the names of the tables that `create` made.
    """

    def __init__(self, folder: Path) -> None:
        """An empty store in this folder, with the tables of store_tabellen.sql."""
        self.folder, self.inserted = folder, 0
        self.created: set[str] = set()
        self._connection = duckdb.connect(":memory:")
        self.execute("set threads = 1")
        self.execute(f"set temp_directory = {_quote(folder / 'uitwijk')}")
        self.execute("set preserve_insertion_order = false; set checkpoint_threshold = '1TB'")
        self.execute("set enable_progress_bar = false;" + read_functies("duckdb"))
        self.execute("attach ':memory:' as werk")
        self.execute(f"attach {_quote(folder / STORE)} as bouw")
        self.execute("set search_path = 'bouw.main,werk.main,memory.main'")
        # In one go: apart, each table would wait for the disk.
        tables = TABLES_SQL.read_text(encoding="utf-8")
        self.execute(f"begin transaction; {tables} {KENMERK}; commit")

    def execute(self, script: str) -> None:
        """Run SQL statements. New tables belong to the store; `werk.<name>` is scratch."""
        for statement in self._connection.extract_statements(script):
            self._run(statement)

    def _run(
        self,
        statement: str | duckdb.Statement,
        parameters: dict[str, object] | None = None,
        read: Callable[[duckdb.DuckDBPyConnection], Any] = lambda found: None,
    ) -> Any:
        """Run one statement and read what it gives."""
        made = self._connection
        return _run_within(made, GEHEUGEN, lambda: read(made.execute(statement, parameters)))

    def insert(self, table_name: str, rows: pa.Table | pa.RecordBatch | pd.DataFrame) -> None:
        """Append rows to a table (also `werk.<name>`), columns matched by name."""
        was, self.inserted = self.inserted, self.inserted + len(rows)
        if was <= RIJGROEP < self.inserted:
            self.execute("reset threads")
        self._connection.register("nieuwe_rijen", rows)
        names = list(rows.columns) if isinstance(rows, pd.DataFrame) else rows.schema.names
        columns = ", ".join(names)
        self.execute(f"insert into {table_name} ({columns}) select {columns} from nieuwe_rijen")
        self._connection.unregister("nieuwe_rijen")

    def create(self, table_name: str, rows: pa.Table | pd.DataFrame) -> None:
        """Make a new table (usually `werk.<name>`) of these rows."""
        self._connection.register("nieuwe_rijen", rows)
        self.execute(f"create table {table_name} as select * from nieuwe_rijen")
        self._connection.unregister("nieuwe_rijen")
        self.created.add(table_name)

    def frame(self, query: str, **parameters: object) -> pd.DataFrame:
        """Result of a query; `$naam` in it is a parameter."""
        found: pd.DataFrame = self._run(query, parameters or None, lambda found: found.df())
        return found

    def rows(self, query: str, **parameters: object) -> list[tuple[Any, ...]]:
        """Result of a query as plain tuples, for small results."""
        found: list[tuple[Any, ...]] = self._run(
            query, parameters or None, lambda found: found.fetchall()
        )
        return found

    def count(self, sources: Mapping[str, str]) -> dict[str, int]:
        """Rows by name of source: a table, or a table and its `where`. One query counts all."""
        queries = (f"select '{naam}', count(*) from {source}" for naam, source in sources.items())
        found = dict(self.rows(" union all ".join(queries))) if sources else {}
        return {naam: found[naam] for naam in sources}

    def take_over(self, other: "Builder", table_name: str, new_name: str) -> None:
        """Make a new table of a table of another Builder, by way of a file in this folder."""
        file = self.folder / "overgenomen.parquet"
        other.execute(f"copy {table_name} to {_quote(file)} (format parquet)")
        self.execute(f"create table {new_name} as select * from read_parquet({_quote(file)})")
        file.unlink()

    def _finish(self) -> tuple[dict[str, int], str]:
        """Write everything to the file and let go of it: what must be read back from it."""
        counts, digest = _content(self._connection)
        self._connection.execute("insert into kenmerk values ($hash)", {"hash": digest})
        self.execute("set search_path = 'memory.main'")
        self.execute("detach bouw")
        return counts, digest

    def _read_back(self) -> tuple[dict[str, int], str, str]:
        """(rows per table, their hash, the hash written beside them) as the file has them."""
        self.execute(f"attach {_quote(self.folder / STORE)} as klaar (read_only)")
        self.execute("set search_path = 'klaar.main'")
        [[written]] = self.rows("select hash from kenmerk")
        return *_content(self._connection), written

    def _close(self) -> None:
        self._connection.close()


@contextmanager
def build_scratch(data_dir: Path) -> Iterator[Builder]:
    """A Builder whose store is never put in place: to count, and to let go.

    ProeftuinError (Dutch) when a load runs.
    """
    with build_folder(data_dir) as folder:
        builder = Builder(folder)
        try:
            yield builder
        finally:
            builder._close()


@contextmanager
def build_beside(builder: Builder, naam: str) -> Iterator[Builder]:
    """Another scratch Builder while one is there, in a folder of that name within its folder."""
    folder = builder.folder / naam
    folder.mkdir(mode=0o700)
    beside = Builder(folder)
    try:
        yield beside
    finally:
        beside._close()


class Store:
    """A read-only handle on the store. Use as a context manager.

    `datastand` is the last date on which the data are complete; `hash` is the content hash; `spill`
    is a private folder for what does not fit in memory, gone at close.
    """

    def __init__(self, path: Path) -> None:
        """Attach the file; ProeftuinError (Dutch) when it cannot be read."""
        self._connection = duckdb.connect(":memory:")
        self._most = LEESGEHEUGEN
        self.spill = spill_folder(path.parent)
        try:
            self.execute(f"set temp_directory = {_quote(self.spill)}")
            if path.stat().st_size < KLEIN:
                self.execute("set threads = 1")
            self.execute(f"attach {_quote(path)} as store (read_only)")
            self.execute("set search_path = 'memory.main,store.main'")
            self.execute("set enable_progress_bar = false")
            query = "select datastand, hash from levering, kenmerk"
            rows = self._connection.execute(query).fetchall()
            self.datastand: date
            self.hash: str
            self.datastand, self.hash = rows[0]
        except (duckdb.Error, IndexError, OSError) as error:
            self.close()
            raise ProeftuinError(
                f"De gegevens in '{path}' kunnen niet worden gelezen. Laad de levering opnieuw."
            ) from error

    def frame(self, query: str, **parameters: object) -> pd.DataFrame:
        """Result of a query; `$naam` in it is a parameter."""
        made = self._connection
        return _run_within(made, self._most, lambda: made.execute(query, parameters or None).df())

    def batches(self, query: str, take: Callable[[pa.RecordBatch], Gevonden]) -> list[Gevonden]:
        """What take makes of the result of a query, some rows at a time."""
        db = self._connection
        return _run_within(db, self._most, lambda: [*map(take, db.sql(query).to_arrow_reader())])

    def execute(self, script: str) -> None:
        """Run SQL that makes temporary tables or functions; the store itself is read-only."""
        made = self._connection
        for statement in made.extract_statements(script):
            _run_within(made, self._most, partial(made.execute, statement))

    @property
    def eigen(self) -> "Store":
        """The store itself, where a copy of it is what computes."""
        return self

    def make_functions(self) -> None:
        """Make the named functions that facts are written with."""
        self.execute(read_functies("duckdb"))

    @contextmanager
    def making(self) -> Iterator[None]:
        """Around the making of facts: with MAAKGEHEUGEN, and after it what is more goes to disk."""
        self._most = MAAKGEHEUGEN
        try:
            yield
        finally:
            self._most = LEESGEHEUGEN
            _hold_to(self._connection, self._most)

    def keep(self, naam: str, select: str) -> None:
        """Make a temporary table of what a select gives."""
        self.execute(f"create temp table {naam} as\n{select}")

    def define(self, naam: str, select: str) -> None:
        """Make a temporary view of a select: every query that names it computes what it needs."""
        self.execute(f"create temp view {naam} as\n{select}")

    def has_table(self, naam: str) -> bool:
        """Whether the store has it: one loaded before the table was there has not."""
        try:
            self._connection.execute(f"select 1 from {naam} limit 0")
        except duckdb.CatalogException:
            return False
        return True  # to list all tables first costs as much as twenty small queries

    def list_tables(self) -> set[str]:
        """The names of all tables, also those made here."""
        return set(self.frame("select table_name from information_schema.tables")["table_name"])

    def copy_tables(self) -> dict[str, Path]:
        """Write every table to Parquet, private and gone at close: its file by name."""
        files = {naam: self.spill / f"{naam}.parquet" for naam in sorted(self.list_tables())}
        for naam, file in files.items():
            self.execute(f"copy {naam} to {_quote(file)} (format parquet)")
        return files

    def close(self) -> None:
        """Give the file back; the temporary tables and what they spilled are gone."""
        self._connection.close()
        shutil.rmtree(self.spill, ignore_errors=True)

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()


def as_frame(found: pa.Table) -> pd.DataFrame:
    """A table with columns of the kinds that Store.frame gives."""
    frame: pd.DataFrame = duckdb.from_arrow(found).df()
    return frame


def has_store(data_dir: Path) -> bool:
    """Whether a store was ever loaded here."""
    return (data_dir / STORE).is_file()


def open_store(data_dir: Path) -> Store:
    """The store of this data folder; ProeftuinError (Dutch) when there is none yet.

    A store that others can read, as a restored copy may be, is closed to them first.
    """
    if not has_store(data_dir):
        raise ProeftuinError(
            f"Er zijn nog geen gegevens in '{data_dir}'. Laad eerst een levering: "
            "python -m proeftuin laad MAP."
        )
    close_off(data_dir / STORE)
    return Store(data_dir / STORE)


def _list_columns(connection: duckdb.DuckDBPyConnection, catalog: str) -> set[tuple[str, str]]:
    query = "select table_name, column_name from duckdb_columns() where database_name = $naam"
    return set(connection.execute(query, {"naam": catalog}).fetchall())


@cache
def _list_read() -> frozenset[tuple[str, str]]:
    """Every table and column that this program reads."""
    with duckdb.connect(":memory:") as empty:
        empty.execute(TABLES_SQL.read_text(encoding="utf-8"))
        return frozenset(_list_columns(empty, "memory"))


def check_shape(store: Store) -> None:
    """ProeftuinError (Dutch) when the store lacks a table or column that this program reads.

    That is a store which an earlier version filled: what it lacks, only its levering can give.
    """
    if missing := sorted(_list_read() - _list_columns(store._connection, "store")):
        raise ProeftuinError(
            "De gegevens zijn geladen door een eerdere versie van dit programma: "
            f"{'.'.join(missing[0])} ontbreekt. Laad de levering opnieuw: "
            "python -m proeftuin laad MAP --vervang."
        )


def build_store(data_dir: Path, fill: Callable[[Builder], None]) -> str:
    """Content hash of a new store, filled by `fill`, verified and put in place in one step.

    Whatever `fill` raises leaves the old store as it was. Raises ProeftuinError (Dutch) when
    another load runs, or when what was written cannot be read back exactly.
    """
    with build_folder(data_dir) as folder:
        builder = Builder(folder)
        try:
            fill(builder)
            counts, digest = builder._finish()
            is_whole = builder._read_back() == (counts, digest, digest)
        except duckdb.Error as error:
            raise ProeftuinError(
                "De gegevens konden niet worden opgeslagen. Er is niets veranderd. "
                "Controleer of er genoeg schijfruimte en geheugen is en laad opnieuw."
            ) from error
        finally:
            builder._close()
        if not is_whole:
            raise ProeftuinError(
                "De nieuwe gegevens zijn niet goed weggeschreven. Er is niets veranderd. "
                "Controleer of er genoeg schijfruimte is en laad opnieuw."
            )
        built = folder / STORE
        built.chmod(0o600)
        sync(built)
        os.replace(built, data_dir / STORE)
        sync(data_dir)
    return digest


def merge_rules(settings: Settings) -> dict[str, int]:
    """The days by which trajecten are merged at load, by the name of their setting of perioden."""
    names = ("administratief_dagen", "tijdelijke_stop_dagen")
    return {naam: getattr(settings.perioden, naam) for naam in names}
