"""Brings the tables of the journal to the newest form, one process at a time."""

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text

from proeftuin.journal.opslag import Opslag
from proeftuin.journal.types import JournalError

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
