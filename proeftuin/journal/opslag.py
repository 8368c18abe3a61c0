"""Where the journal lives: the engine, its transactions, and trying again when it is busy.

SQLite (WAL, synchronous=FULL) in one file by default, PostgreSQL by URL. Every write is one
transaction that either stands on disk when it returns, or did nothing.

Brings the tables of the journal to the newest form, one process at a time.
"""

import json
import os
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
)

from proeftuin.errors import SettingsError
from proeftuin.files import make_private
from proeftuin.journal.tabellen import TABELLEN
from proeftuin.journal.types import Beschadigd, Bezet, JournalError, Onderbroken
from proeftuin.settings import Settings

T = TypeVar("T")
VARIABELE = "PROEFTUIN_GESPREKKEN"
MAP = "gesprekken"
BESTAND = "gesprekken.db"
WACHT_SECONDEN = 30.0
# Refused by the engine before anything was stored: deadlock, serialization, lock not available.
OPNIEUW_POSTGRES = ("40001", "40P01", "55P03")


def find_opslag(settings: Settings) -> str | None:
    """The URL of the journal: PROEFTUIN_GESPREKKEN, else [gesprekken] opslag, else None.

    None means the SQLite file in the data folder. A password belongs in the variable.
    """
    return os.environ.get(VARIABELE) or settings.gesprekken.opslag or None


def find_bestand(data_dir: Path) -> Path:
    """The SQLite file of the journal under a data folder."""
    return data_dir / MAP / BESTAND


def make_engine(url: str | None, data_dir: Path) -> Engine:
    """An engine for the URL, or for the file in data_dir when it is None or empty.

    A new file gets mode 0600 and its folder 0700. Raises SettingsError, without the password,
    when the URL cannot be used.
    """
    if not url:
        return _make_sqlite(find_bestand(data_dir))
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise SettingsError(
            f"Sleutel 'gesprekken.opslag' of {VARIABELE} is geen geldig adres. "
            "Voorbeeld: postgresql+psycopg://gebruiker@server/naam"
        ) from error
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        return _make_sqlite(Path(parsed.database))
    if parsed.get_backend_name() != "postgresql":
        raise SettingsError(
            f"Sleutel 'gesprekken.opslag' of {VARIABELE}: '{parsed.drivername}' kan niet. "
            "Laat het leeg voor een bestand, of gebruik postgresql+psycopg://..."
        )
    try:
        engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            json_serializer=_dump,
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=50,
        )
    except NoSuchModuleError as error:
        raise SettingsError("Voor PostgreSQL is het pakket psycopg nodig.") from error
    event.listen(engine, "connect", _prepare_postgres)
    return engine


def _make_sqlite(file: Path) -> Engine:
    make_private(file.parent)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        json_serializer=_dump,
        connect_args={"timeout": WACHT_SECONDEN},
        pool_size=10,
        max_overflow=50,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


_dump = partial(json.dumps, allow_nan=False, ensure_ascii=False)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """No transactions by the driver itself; durable commits; references checked."""
    connection.isolation_level = None
    _set_wal(connection)
    for pragma in (
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _set_wal(connection: sqlite3.Connection) -> None:
    """WAL, once in the life of the file; two first openers may be in each other's way."""
    until = time.monotonic() + WACHT_SECONDEN
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(random.uniform(0.005, 0.05))


def _begin_sqlite(connection: Connection) -> None:
    """A write takes its place in the queue at once, so that it never fails halfway."""
    writes = connection.get_execution_options().get("schrijft")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgres(connection: Any, _record: Any) -> None:
    """A commit counts only when it is on disk, whatever the server's default is."""
    connection.autocommit = True
    connection.execute("SET synchronous_commit TO on")
    connection.autocommit = False


class Opslag:
    """The engine with its transactions. One per process is enough; safe for many threads."""

    def __init__(self, engine: Engine) -> None:
        """Keep the engine; writers of this process to one SQLite file queue in order."""
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._queue = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one moment of the whole journal."""
        try:
            with self.engine.connect() as connection:
                if not self.is_sqlite:
                    connection = connection.execution_options(isolation_level="REPEATABLE READ")
                with connection.begin():
                    yield connection
        except DatabaseError as error:
            if not _is_broken(error):
                raise
            raise describe_failure(error) from error

    def write(self, work: Callable[[Connection], T]) -> T:
        """What work returns, after its transaction stands on disk.

        When another writer is in the way the whole of work runs again, for at most 30 seconds;
        then Bezet is raised and nothing was stored. Errors of work undo everything. When the
        connection itself breaks Onderbroken is raised: then nobody knows whether it was stored.
        """
        until = time.monotonic() + WACHT_SECONDEN
        for turn in range(1_000):
            try:
                return self._write_once(work)
            except DBAPIError as error:
                if _is_broken(error):
                    raise describe_failure(error) from error
                if not _is_busy(error):
                    raise
                if time.monotonic() > until:
                    break
            time.sleep(random.uniform(0.0, min(0.25, 0.005 * 2 ** min(turn, 6))))
        raise Bezet("Het journaal is bezet. Er is niets opgeslagen; probeer het zo weer.")

    def _write_once(self, work: Callable[[Connection], T]) -> T:
        if self.is_sqlite:
            with self._queue:
                return self._transact(work)
        return self._transact(work)

    def _transact(self, work: Callable[[Connection], T]) -> T:
        with self.engine.connect() as raw:
            connection = raw.execution_options(schrijft=True)
            with connection.begin():
                return work(connection)

    def wipe(self) -> None:
        """Take removed text off the disk too; other connections may go on meanwhile."""
        with self.engine.connect() as raw:
            if self.is_sqlite:
                self._empty_log(raw)
                return
            connection = raw.execution_options(isolation_level="AUTOCOMMIT")
            for naam in TABELLEN:
                connection.exec_driver_sql(f"vacuum {naam}")

    def _empty_log(self, connection: Connection) -> None:
        """Empty the WAL; a reader of an older moment holds it up, so ask again for a while."""
        driver: Any = connection.connection.driver_connection
        until = time.monotonic() + WACHT_SECONDEN
        while driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            if time.monotonic() > until:
                raise Bezet(
                    "Het oude is verwijderd, maar staat nog in een hulpbestand dat in gebruik is. "
                    "Sluit de app en geef de opdracht opnieuw."
                )
            time.sleep(0.1)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _is_busy(error: DBAPIError) -> bool:
    """Whether the engine refused the whole transaction because of another one."""
    if isinstance(error, IntegrityError):
        return "sleutel" in str(error.orig)  # two at once with one form key: the second finds it
    state = getattr(error.orig, "sqlstate", None)
    text = str(error.orig)
    return state in OPNIEUW_POSTGRES or "database is locked" in text or "table is locked" in text


def _is_broken(error: DBAPIError) -> bool:
    """Whether the store itself failed, and not this one question or another writer."""
    reason = str(error.orig)
    lost = error.connection_invalidated or "malformed" in reason or "not a database" in reason
    return lost or (isinstance(error, OperationalError | InterfaceError) and not _is_busy(error))


def describe_failure(error: DBAPIError) -> JournalError:
    """A Dutch error for a store that cannot be opened or read; holds no text and no password."""
    reason = str(error.orig)
    kind = type(error.orig).__name__
    if "malformed" in reason or "not a database" in reason:
        return Beschadigd(
            "Het bestand met de gesprekken is beschadigd. Zet een reservekopie terug met "
            "python -m proeftuin gesprekken terug BESTAND; het beschadigde bestand blijft bewaard."
        )
    if error.connection_invalidated:
        return Onderbroken(
            "De verbinding met het journaal viel weg. Kijk of uw tekst er al staat "
            "voordat u opnieuw bewaart."
        )
    return JournalError(
        f"Het journaal van de gesprekken is niet te openen of te lezen ({kind}). "
        f"Controleer 'gesprekken.opslag' of {VARIABELE}."
    )


MIGRATIES = Path(__file__).resolve().parent / "migraties"
SLOT = 7_205_021  # any number, the same for every process: the lock of PostgreSQL
_one_thread = threading.Lock()  # Alembic keeps its context in the module


def read_stand(connection: Connection) -> str | None:
    """Revision of the tables behind the connection; None when there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("select version_num from alembic_version")).scalar()
    return str(found) if found else None


def newest_stand() -> str:
    """Revision that this product writes."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def migrate(opslag: Opslag) -> None:
    """Make or renew the tables; nothing happens when they are as they should be.

    Raises JournalError when a newer product made them.
    """
    newest = newest_stand()
    with opslag.read() as connection:
        if read_stand(connection) == newest:
            return
    with _one_thread:
        opslag.write(_upgrade)


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:slot)"), {"slot": SLOT})
    config = _config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise JournalError(
            "Dit journaal is gemaakt met een nieuwere versie van dit product. "
            "Werk het product bij; er is niets veranderd."
        ) from error


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIES).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
