"""One small published demo for every test of the app, made once per run by the real way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lib.gedeeld import shared

ROOT = Path(__file__).resolve().parents[2]


def run_proeftuin(data_dir: Path, *arguments: str) -> None:
    """`python -m proeftuin ...` with its data in data_dir; fails the test with what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "proeftuin", "--stil", "--data", str(data_dir), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _make(folder: Path) -> None:
    data_dir = folder / "var"
    run_proeftuin(data_dir, "demo", str(folder / "levering"), "--jeugdigen", "400")
    run_proeftuin(data_dir, "laad", str(folder / "levering"))
    run_proeftuin(data_dir, "publiceer")


@pytest.fixture(scope="session")
def editie_dir() -> Path:
    """A data dir with one edition of a demo of 400 jeugdigen; read it, never change it."""
    return shared("app", _make) / "var"


@pytest.fixture
def app_data(editie_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of an app that reads that edition."""
    monkeypatch.setenv("PROEFTUIN_DATA", str(editie_dir))
    monkeypatch.delenv("PROEFTUIN_CONFIG", raising=False)
    assert os.environ["PROEFTUIN_DATA"]
    return editie_dir
