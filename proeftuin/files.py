"""What every room that writes files needs: one writer at a time, and waiting for the disk.

Locks are of the process (flock): one that is killed leaves nothing behind, whatever lies on disk.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proeftuin.errors import ProeftuinError


@contextmanager
def hold_lock(file: Path, busy: str) -> Iterator[None]:
    """Hold the lock of this file, which is made when it is not there; its folder must exist.

    ProeftuinError with the text busy (Dutch) at once when another process holds it.
    """
    with file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ProeftuinError(busy) from error
        yield


def sync(path: Path) -> None:
    """Wait until a file or folder is on disk.

    A file that was renamed is only surely found again after a sync of its folder.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
