"""Folders made once per test run, also when several processes share the tests (pytest -n)."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

MAP = "PROEFTUIN_TESTMAP"


def open_map() -> Path:
    """Make the folder of this test run and tell every process started from here."""
    folder = Path(tempfile.mkdtemp(prefix="proeftuin-tests-"))
    os.environ[MAP] = str(folder)
    return folder


def remove_map() -> None:
    """Remove the folder of this test run."""
    shutil.rmtree(os.environ.pop(MAP), ignore_errors=True)


def shared(name: str, make: Callable[[Path], object]) -> Path:
    """The folder of this name; the first who asks makes it, the others wait. Never change it.

    make gets a path that does not exist yet; when it fails nothing is kept.
    """
    root = Path(os.environ[MAP])
    target = root / name
    with (root / f"{name}.slot").open("w") as slot:
        fcntl.flock(slot, fcntl.LOCK_EX)
        if not target.exists():
            building = root / f"{name}.nieuw"
            shutil.rmtree(building, ignore_errors=True)
            make(building)
            building.rename(target)
    return target
