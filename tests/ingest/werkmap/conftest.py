"""Shared by the tests of workbooks: what the same levering gives as CSV."""

from pathlib import Path

import pytest

from proeftuin.ingest import load_levering
from proeftuin.settings import read_settings
from tests.lib.leveringen import write


@pytest.fixture(scope="session")
def goed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the good levering as CSV; read it, never change it."""
    folder = tmp_path_factory.mktemp("goed")
    load_levering(write(folder / "levering"), folder / "data", read_settings())
    return folder / "data"


@pytest.fixture
def data(goed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder under the same secret key."""
    monkeypatch.setenv("PROEFTUIN_SLEUTELBESTAND", str(goed / "sleutel"))
    return tmp_path / "data"
