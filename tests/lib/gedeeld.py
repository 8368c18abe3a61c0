"""Folders of the tests: made once per test run, also when several processes share the tests
(pytest -n), and which files in a data folder another user of the machine could read.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

MAP = "PROEFTUIN_TESTMAP"
ROOT = Path(__file__).resolve().parents[2]
COMMANDS = """
import json, sys
from proeftuin.__main__ import main

for command in json.loads(sys.argv[1]):
    if code := main(command):
        sys.exit(code)
"""


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


def run_proeftuin(
    data_dir: Path,
    *commands: Sequence[str],
    product: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> str:
    """What `python -m proeftuin ...` prints, these commands one after another in one process.

    Their data are in data_dir. It fails the test with what was printed when a command fails.
    """
    given = [["--stil", "--data", str(data_dir), *command] for command in commands]
    done = subprocess.run(
        [sys.executable, "-c", COMMANDS, json.dumps(given)],
        cwd=product,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def list_open(data_dir: Path) -> list[str]:
    """Paths below data_dir that hold more than the openbaar edition and that others can read.

    A file is closed when its own mode is, or when a folder above it (within data_dir) lets nobody
    but its owner in.
    """
    return sorted(
        str(file.relative_to(data_dir))
        for file in data_dir.rglob("*")
        if file.is_file() and not _is_public(file, data_dir) and _is_reachable(file, data_dir)
    )


def _is_public(file: Path, data_dir: Path) -> bool:
    parts = file.relative_to(data_dir).parts
    openbaar = len(parts) > 3 and parts[0] == "edities" and parts[2] == "openbaar"
    return openbaar or parts == ("edities", "huidig.json") or file.name.endswith(".lock")


def _is_reachable(file: Path, data_dir: Path) -> bool:
    above = file.parents[: len(file.relative_to(data_dir).parts) - 1]
    try:
        return bool(file.stat().st_mode & 0o077) and all(
            folder.stat().st_mode & 0o077 for folder in above
        )
    except FileNotFoundError:
        return False
