"""What Windows asks: no module that it lacks, and a lock that works on every system."""

import ast
import multiprocessing
import os
import time
from pathlib import Path

import pytest

from proeftuin.errors import ProeftuinError
from proeftuin.files import hold

ROOT = Path(__file__).resolve().parent.parent
NIET_OP_WINDOWS = {"fcntl", "grp", "pwd", "resource", "termios", "syslog", "curses"}


def test_the_product_imports_nothing_that_windows_lacks() -> None:
    for file in sorted((ROOT / "proeftuin").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [item.name for item in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            assert not NIET_OP_WINDOWS.intersection(names), file


def _hold(lock: Path, wait: float) -> None:
    """In another process: hold the lock, and end without letting go."""
    with hold(lock, "bezet"):
        (lock.parent / "vast").touch()
        time.sleep(wait)
        os._exit(0)


def test_a_lock_keeps_another_process_out_and_ends_with_its_process(tmp_path: Path) -> None:
    lock = tmp_path / "slot"
    other = multiprocessing.get_context("spawn").Process(target=_hold, args=(lock, 60.0))
    other.start()
    try:
        while not (tmp_path / "vast").exists():
            assert other.is_alive()
            time.sleep(0.05)
        with pytest.raises(ProeftuinError, match="bezet"), hold(lock, "bezet"):
            raise AssertionError("two at once")
    finally:
        other.kill()
        other.join()
    with hold(lock, "bezet"):
        with pytest.raises(ProeftuinError, match="bezet"), hold(lock, "bezet"):
            raise AssertionError("two at once")
    with pytest.raises(OSError, match="geen"), hold(tmp_path / "geen" / "slot", "bezet"):
        raise AssertionError("no folder")
