"""Files and folders: locks, waiting for the disk, replacing whole, archives with the same bytes;
what a cell of a table for a spreadsheet may hold.
"""

import csv
import json
import os
import re
import shutil
import sqlite3
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, TextIO

from proeftuin.errors import ProeftuinError

_BEGIN = "=+-@＝＋－＠\t\r\n\0"
_BLANK = " \u00a0\u200b\ufeff"
_GETAL = r"[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?%?"
_IS_GETAL = re.compile(_GETAL)
# Behind a sign that separates cells where the reader's spreadsheet expects another one than ours.
_VERDEROP = re.compile(rf"([;,|\t\r\n][\s\"']*)(?=[=+\-@＝＋－＠])(?!{_GETAL}(?:[;,|\t\r\n]|$))")


def sync(path: Path) -> None:
    """Wait until the file or folder is on disk; Windows does that by itself for a folder."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def safe_cell(value: Any) -> Any:
    """A value that no spreadsheet runs as a formula; numbers, also negative ones, stay as they are.

    A text that begins with = + - @, a tab or an end of line gets an apostrophe before it, unless it
    is a number. Source: OWASP, CSV Injection.
    """
    if not isinstance(value, str) or _IS_GETAL.fullmatch(value):
        return value
    return f"'{value}" if value[:1] in ("\t", "\r", "\n") or _begins(value) else value


def _begins(text: str) -> bool:
    rest = text.lstrip(_BLANK)
    return bool(rest) and rest[0] in _BEGIN


def safe_line(text: str) -> str:
    """A text for above a table of CSV: one line, in which no cell begins a formula."""
    return _VERDEROP.sub(r"\1'", " ".join(text.split()))


def write_cells(
    stream: TextIO, rows: Iterable[Iterable[Any]], delimiter: str = ";", end: str = "\r\n"
) -> None:
    """Write rows as CSV; the one place where this product does. None is an empty cell.

    Every text is a safe_cell, also behind a sign that another spreadsheet takes for the delimiter.
    """
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end)
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])


def write_record(stream: TextIO, texts: Iterable[str]) -> None:
    """Write one row for this product itself to read back: every text stays exactly as it is.

    Never for a file that leaves the house: nothing here keeps a program from reading a formula.
    """
    csv.writer(stream, delimiter=";", lineterminator="\n").writerow(texts)


def _csv_cell(value: Any) -> Any:
    safe = safe_cell(value)
    return _VERDEROP.sub(r"\1'", safe) if isinstance(safe, str) else safe


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are not there, for its owner alone (0700).

    One that is there stays as it is: who runs the app as another user opens it to a group.
    """
    for made in reversed([item for item in (folder, *folder.parents) if not item.exists()]):
        made.mkdir(mode=0o700, exist_ok=True)


def open_to(folder: Path, mode: int) -> None:
    """Let whom this mode names into a folder that is there; nobody is shut out."""
    now = folder.stat().st_mode & 0o777
    if now | mode != now:
        folder.chmod(now | mode)


def harmless(text: str, keep: str = "") -> str:
    """A text that came from outside, fit for a screen or a list: signs that steer become codes.

    Those are the control signs (ESC, ends of lines, tabs) but the ones in keep, and what turns the
    direction of writing round; so a file name can change nothing but its own place.
    """
    return "".join(
        sign
        if sign in keep or unicodedata.category(sign) not in ("Cc", "Cf", "Zl", "Zp", "Cs")
        else f"\\x{ord(sign):02x}"
        for sign in text
    )


@contextmanager
def hold(lock: Path, message: str) -> Iterator[None]:
    """The lock of this file, until the block ends; ProeftuinError(message) when it is held.

    It is a transaction of SQLite, so it works alike on Linux, macOS and Windows, and ends with the
    process that held it. The file stays empty, and its owner's. OSError when it cannot be written.
    """
    os.close(os.open(lock, os.O_RDWR | os.O_CREAT, 0o600))
    try:
        connection = sqlite3.connect(lock, timeout=0, isolation_level=None)
    except sqlite3.Error as error:
        raise OSError(f"{error}: '{lock}'") from error
    try:
        try:
            connection.execute("pragma journal_mode = memory")  # no second file beside it
            connection.execute("begin exclusive")
        except sqlite3.Error as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise ProeftuinError(message) from error
            raise OSError(f"{error}: '{lock}'") from error
        yield
    finally:
        connection.close()


@contextmanager
def replacing(target: Path, mode: int = 0o600) -> Iterator[Path]:
    """An empty file beside target with this mode; when the block ends well it replaces target.

    After an error it is gone and target is as it was. A file left by a killed process is removed.
    """
    beside = target.with_name(f".{target.name}.nieuw")
    beside.unlink(missing_ok=True)
    os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield beside
        beside.chmod(mode)
        sync(beside)
        os.replace(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    sync(target.parent)


def install_files(staged: Path, target: Path, pattern: str) -> None:
    """Put staged files in a folder of the owner; one that is there already is never touched."""
    target.mkdir(mode=0o700, exist_ok=True)
    target.chmod(0o700)
    for file in sorted(staged.glob(pattern)):
        if not (target / file.name).exists():
            with replacing(target / file.name, file.stat().st_mode & 0o777) as beside:
                shutil.copy2(file, beside)
    sync(target)


def read_json(file: Path) -> Any:
    """Content of a JSON file; ProeftuinError (Dutch) when it is damaged, OSError when missing."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ProeftuinError(
            f"Bestand '{file}' is beschadigd. Zet het terug uit een reservekopie of verwijder het."
        ) from error


def file_stamp(file: Path) -> tuple[int, ...]:
    """What changes whenever this file is written or replaced; empty when it is not there."""
    try:
        state = file.stat()
    except OSError:
        return ()
    return (state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)


def write_json(file: Path, content: object, mode: int = 0o640) -> None:
    """Write sorted, indented JSON and wait until it is on disk."""
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8")
    file.chmod(mode)
    sync(file)


def fix_zip(content: bytes, moment: datetime) -> bytes:
    """The same archive with every entry dated moment (not before 1980).

    Without this the hour of making the file is in every entry.
    """
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            with source.open(name) as made, archive.open(entry, "w") as stream:
                shutil.copyfileobj(made, stream)
    return target.getvalue()
