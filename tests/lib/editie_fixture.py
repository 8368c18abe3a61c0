"""One small published demo for every test of the app, made once per run by the real way."""

import os
from pathlib import Path

import pytest

from proeftuin.settings import read_settings
from tests.lib.gedeeld import run_proeftuin, shared

# Counts as `haal cbs` writes them: a hidden gebied, a hidden wijk, a year we have no window of.
CBS_KOP = "jaar;gebied;vorm;aantal;is_voorlopig;tabel;opgehaald_datum"
CBS_JAREN = {2016: ("83563NED", "nee"), 2021: ("85075NED", "nee"), 2023: ("85685NED", "ja")}
CBS_AANTAL = {"jeugdzorg": 40, "jeugdhulp": 30, "zonder_verblijf": 25, "met_verblijf": 10}


def list_cbs() -> list[list[str]]:
    """The rows of that file, as text: (jaar, gebied, vorm, aantal, ...)."""
    rows = []
    for jaar, (tabel, voorlopig) in CBS_JAREN.items():
        for wijk in read_settings().wijk:
            for place, gebied in enumerate(wijk.gebieden):
                for vorm, aantal in CBS_AANTAL.items():
                    is_hidden = vorm == "met_verblijf" and (place == 0 or wijk.id == "noord")
                    count = "" if is_hidden else str(aantal + 5 * place)
                    rows.append([str(jaar), gebied, vorm, count, voorlopig, tabel, "2024-03-01"])
    return rows


def _make(folder: Path) -> None:
    data_dir = folder / "var"
    run_proeftuin(data_dir, "demo", str(folder / "levering"), "--jeugdigen", "400")
    lines = [CBS_KOP, *(";".join(row) for row in list_cbs())]
    (folder / "levering" / "cbs_jeugdzorg.csv").write_text("\n".join(lines), encoding="utf-8")
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
