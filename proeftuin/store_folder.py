"""Where the next store is built: one load at a time, nothing left behind."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proeftuin.errors import ProeftuinError

BUILD_PREFIX = ".bouw-"
SPILL_PREFIX = ".uitwijk-"
LOCK = ".laad.lock"


@contextmanager
def build_folder(data_dir: Path) -> Iterator[Path]:
    """A private folder (0700) beside the store, always removed; leftovers of killed loads too.

    Raises ProeftuinError (Dutch) when another load runs in this data folder.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ProeftuinError(
                "Er wordt al een levering geladen. Wacht tot die klaar is en probeer het opnieuw."
            ) from error
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
    for leftover in data_dir.glob(f"{SPILL_PREFIX}*"):
        owner = leftover.name.removeprefix(SPILL_PREFIX).split("-")[0]
        if not Path(f"/proc/{owner}").exists():
            shutil.rmtree(leftover, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{SPILL_PREFIX}{os.getpid()}-", dir=data_dir))


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


def sync(path: Path) -> None:
    """Wait until the file or folder is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
