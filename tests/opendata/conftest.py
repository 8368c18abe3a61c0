"""A service with faults, the settings that ask it, and a folder for what comes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from proeftuin.opendata import Dienst
from proeftuin.settings import Settings, read_settings
from tests.opendata.openbare_dienst import OpenbareDienst, serve_openbaar


@pytest.fixture
def openbaar(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenbareDienst]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with serve_openbaar() as dienst:
        yield dienst


@pytest.fixture
def settings(openbaar: OpenbareDienst) -> Settings:
    """The settings of the product, asking the service of this test in small pages."""
    found = read_settings()
    own = replace(
        found.opendata,
        omtrek=replace(found.opendata.omtrek, adres=f"{openbaar.adres}/wijken/items"),
        statline=replace(
            found.opendata.statline,
            adres=f"{openbaar.adres}/odata",
            wijken={"2021": "85039NED", "2022": "85318NED"},
            jeugdzorg={"2021": "85075NED"},
        ),
        postcodes=replace(found.opendata.postcodes, adres=f"{openbaar.adres}/pc6.zip"),
    )
    return replace(found, opendata=own)


@pytest.fixture
def dienst(settings: Settings, tmp_path: Path) -> Dienst:
    return Dienst(settings.opendata, tmp_path / "kopieen", wacht=0.0)
