"""Restoring when the present journal itself cannot be read any more."""

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError

from proeftuin.journal.backup import read_reserve
from proeftuin.journal.journal import open_journal
from proeftuin.journal.opslag import describe_failure, find_bestand
from proeftuin.journal.rijen import now
from proeftuin.journal.types import Beschadigd, Door
from proeftuin.tijd import name_moment

STAARTEN = ("", "-wal", "-shm")


def restore_file(
    url: str | None, data_dir: Path, file: Path, door: Door, vervang: bool = False
) -> tuple[dict[str, int], Path | None]:
    """Put a backup back: (rows per table, where a damaged file was kept or None).

    As Beheer.restore. A SQLite file that is damaged is kept beside the new one; it comes back
    when the backup cannot be put back.
    """
    read_reserve(file)
    try:
        return _restore(url, data_dir, file, door, vervang), None
    except Beschadigd:
        present = find_bestand(data_dir) if not url else Path(str(make_url(url).database))
    mark = name_moment(now())
    moved = {present.with_name(present.name + tail): tail for tail in STAARTEN}
    aside = {
        old: present.with_name(f"{present.stem}-beschadigd-{mark}{present.suffix}{tail}")
        for old, tail in moved.items()
        if old.exists()
    }
    for old, kept in aside.items():
        old.rename(kept)
    try:
        return _restore(url, data_dir, file, door, vervang), aside[present]
    except BaseException:
        for old, kept in aside.items():
            kept.replace(old)
        raise


def _restore(
    url: str | None, data_dir: Path, file: Path, door: Door, vervang: bool
) -> dict[str, int]:
    journal = open_journal(url, data_dir)
    try:
        return journal.beheer.restore(file, door, vervang)
    except DatabaseError as error:
        raise describe_failure(error) from error
    finally:
        journal.close()
