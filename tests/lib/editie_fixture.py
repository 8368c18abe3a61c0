"""One small published demo for every test of the app, made once per run by the real way."""

import os
from pathlib import Path

import pytest

from tests.lib.gedeeld import run_proeftuin, shared
from tests.opendata.openbare_dienst import CBS_KOP, list_cbs


def _make(folder: Path) -> None:
    data_dir = folder / "var"
    run_proeftuin(data_dir, ["demo", str(folder / "levering"), "--jeugdigen", "300"])
    lines = [CBS_KOP, *(";".join(row) for row in list_cbs())]
    (folder / "levering" / "cbs_jeugdzorg.csv").write_text("\n".join(lines), encoding="utf-8")
    run_proeftuin(data_dir, ["laad", str(folder / "levering")], ["publiceer"])


@pytest.fixture(scope="session")
def editie_dir() -> Path:
    """A data dir with one edition of a demo of 300 jeugdigen; read it, never change it."""
    return shared("app", _make) / "var"


@pytest.fixture
def app_data(editie_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of an app that reads that edition."""
    monkeypatch.setenv("PROEFTUIN_DATA", str(editie_dir))
    monkeypatch.delenv("PROEFTUIN_CONFIG", raising=False)
    assert os.environ["PROEFTUIN_DATA"]
    return editie_dir
