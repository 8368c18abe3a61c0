"""What Windows asks: no module that it lacks, and a lock that works on every system."""

import ast
import subprocess
import sys
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


HOUDT_VAST = """
import sys, time
from pathlib import Path
from proeftuin.files import hold
with hold(Path(sys.argv[1]), "bezet"):
    print("vast", flush=True)
    time.sleep(3600)
"""


def test_a_lock_keeps_another_process_out_and_ends_with_its_process(tmp_path: Path) -> None:
    lock = tmp_path / "slot"
    command = [sys.executable, "-c", HOUDT_VAST, str(lock)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout and other.stdout.readline() == "vast\n"
        with pytest.raises(ProeftuinError, match="bezet"), hold(lock, "bezet"):
            raise AssertionError("two at once")
        other.kill()
    with hold(lock, "bezet"):
        with pytest.raises(ProeftuinError, match="bezet"), hold(lock, "bezet"):
            raise AssertionError("two at once")
    with pytest.raises(OSError, match="geen"), hold(tmp_path / "geen" / "slot", "bezet"):
        raise AssertionError("no folder")
