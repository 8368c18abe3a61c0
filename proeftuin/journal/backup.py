"""Backup and restore of the journal.

A backup is one zip: the SQLite file as the online backup made it (or, from PostgreSQL, the JSON of
export.py), and a manifest with its SHA-256 and the rows per table. It is read back before it
gets its name. Restoring checks all of that first, then replaces everything in one transaction and
compares what stands there with the backup: it succeeds whole or leaves the journal as it was. A
backup of the one engine goes back into the other as well.
"""

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
import zlib
from contextlib import closing
from pathlib import Path
from typing import cast

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from proeftuin.journal.export import Journaaluitvoer, check_form, read_all, renew, write_all
from proeftuin.journal.opslag import BESTAND, Opslag, find_bestand, make_engine, migrate
from proeftuin.journal.rijen import now
from proeftuin.journal.tabellen import HISTORIE
from proeftuin.journal.types import BEHEER, Door, JournalError

INHOUDEN = (BESTAND, "gesprekken.json")
MANIFEST = "manifest.json"
JOURNAAL = "journaal"
BESCHADIGD = (
    "Deze reservekopie is beschadigd of geen reservekopie van de gesprekken. "
    "Er is niets veranderd; gebruik een andere."
)

# What the libraries say when the zip, its content or its database is not whole.
STUK = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, RuntimeError),
    *(KeyError, ValueError, TypeError, sqlite3.Error, DBAPIError),
)


def write_reserve(opslag: Opslag, file: Path) -> dict[str, int]:
    """Make the backup; rows per table. An existing file is replaced only by a whole new one.

    The file gets mode 0600. Others may write meanwhile; the backup holds one moment.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".reserve") as folder:
        beside = Path(folder) / file.name
        if opslag.is_sqlite:
            content = Path(folder) / BESTAND
            _copy_sqlite(opslag, content)
            inside = BESTAND
            raw = content.read_bytes()
        else:
            with opslag.read() as connection:
                everything = read_all(connection)
            inside = "gesprekken.json"
            raw = json.dumps(everything, ensure_ascii=False, allow_nan=False).encode()
        manifest = {"sha256": hashlib.sha256(raw).hexdigest(), "gemaakt_op": now()}
        os.close(os.open(beside, os.O_CREAT | os.O_WRONLY, 0o600))
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(inside, raw)
            archive.writestr(MANIFEST, json.dumps(manifest))
        counts = count(read_reserve(beside))
        with open(beside, "rb") as written:
            os.fsync(written.fileno())
        os.replace(beside, file)
    return counts


def count(content: Journaaluitvoer) -> dict[str, int]:
    """Rows per table of an export."""
    return {naam: len(rows) for naam, rows in content["tabellen"].items()}


def _copy_sqlite(opslag: Opslag, target: Path) -> None:
    """The database as it is at one moment, while others write; checked page by page."""
    raw = opslag.engine.raw_connection()
    try:
        with closing(sqlite3.connect(target)) as copy:
            raw.driver_connection.backup(copy)  # type: ignore[union-attr]
            copy.execute("PRAGMA journal_mode=DELETE")
            _check_integrity(copy)
    finally:
        raw.close()


def _check_integrity(copy: sqlite3.Connection) -> None:
    if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise JournalError("Het journaal zelf is beschadigd. Er is geen reservekopie gemaakt.")
    if copy.execute("PRAGMA foreign_key_check").fetchall():
        raise JournalError("Het journaal zelf is beschadigd. Er is geen reservekopie gemaakt.")


def read_reserve(file: Path) -> Journaaluitvoer:
    """The export inside a backup, renewed to the present tables.

    Raises JournalError when a single byte of the content differs, or anything is missing.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist()) & set(INHOUDEN)
            inside = names.pop()
            raw = archive.read(inside)
            manifest = json.loads(archive.read(MANIFEST))
        if hashlib.sha256(raw).hexdigest() != manifest["sha256"]:
            raise JournalError(BESCHADIGD)
        content = json.loads(raw) if inside != BESTAND else _read_sqlite(raw)
        renew(content)
    except FileNotFoundError:
        raise JournalError(f"De reservekopie '{file}' bestaat niet.") from None
    except STUK as error:
        raise JournalError(BESCHADIGD) from error
    check_form(content)
    return cast(Journaaluitvoer, content)


def _read_sqlite(raw: bytes) -> Journaaluitvoer:
    """The export of a SQLite file given as bytes, after its migrations; the bytes stay."""
    with tempfile.TemporaryDirectory() as folder:
        file = find_bestand(Path(folder))
        file.parent.mkdir()
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        file.write_bytes(raw)
        with closing(sqlite3.connect(file)) as copy:
            _check_integrity(copy)
        opslag = Opslag(make_engine(None, Path(folder)))
        try:
            migrate(opslag)
            with opslag.read() as connection:
                return read_all(connection)
        finally:
            opslag.close()


def put_back(opslag: Opslag, file: Path, door: Door, vervang: bool = False) -> dict[str, int]:
    """Replace the journal by a backup, in one transaction; rows per table.

    Raises JournalError, and changes nothing, when the backup is damaged, or when the journal holds
    changes that the backup does not and vervang is False. The history gets one line of its own.
    """
    content = read_reserve(file)
    mark = hashlib.sha256(file.read_bytes()).hexdigest()

    def work(connection: Connection) -> None:
        _check_newer(connection, content, vervang)
        write_all(connection, content)
        line = {
            "op": now(),
            "rol": door.rol,
            "naam": door.naam,
            "tabel": JOURNAAL,
            "rij_id": 0,
            "versie": 1,
            "soort": "teruggezet",
            "zicht": BEHEER,
            "na": {"sha256": mark, "rijen": count(content)},
        }
        connection.execute(HISTORIE.insert().values(line))

    opslag.write(work)
    return count(content)


def _check_newer(connection: Connection, content: Journaaluitvoer, vervang: bool) -> None:
    """Raises JournalError when history would be lost that the backup does not have."""
    known = {(row["id"], row["op"]) for row in content["tabellen"]["historie"]}
    now_there = read_all(connection)["tabellen"]["historie"]
    missing = sum(
        row["tabel"] != JOURNAAL and (row["id"], row["op"]) not in known for row in now_there
    )
    if missing and not vervang:
        raise JournalError(
            f"In het journaal staan {missing} wijzigingen die niet in deze reservekopie staan. "
            "Maak eerst een reservekopie van nu, en gebruik dan --vervang."
        )
