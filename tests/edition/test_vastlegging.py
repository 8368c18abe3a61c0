"""Before the first freeze: what it rests on is said, and an incomplete levering holds it back."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from proeftuin.cli import commands
from proeftuin.edition import publish
from proeftuin.edition.nulmeting import FOLDER, Version, read_versions
from proeftuin.edition.vastlegging import Vastlegging, find_vastlegging
from tests.lib import edities
from tests.lib.steden.onthouden import GEMETEN, keep

SETTINGS = edities.small_settings()


class Geladen:
    """A store with rows in two quarters of the nulmeting, and findings."""

    def __init__(self, datastand: date, meldingen: tuple[str, ...] = ()) -> None:
        self.datastand, self.meldingen = datastand, meldingen

    def frame(self, query: str) -> pd.DataFrame:
        if "from bevinding" in query:
            rows = [("traject", melding) for melding in self.meldingen]
            return pd.DataFrame(rows, columns=["bestand", "melding"])
        days = pd.to_datetime(["2021-01-01", "2021-04-01"])
        columns = {"bestand": "traject", "kwartaal_datum": days, "aantal_rijen": [30, 12]}
        return pd.DataFrame(columns)


def find(store: Any, frozen: dict[str, list[Version]] | None = None) -> Vastlegging | None:
    days = SETTINGS.perioden.voorlopig_na(store.datastand)
    return find_vastlegging(store, SETTINGS, frozen or {}, "", {"a": days, "b": date.min})


def test_it_names_the_rows_and_what_is_missing() -> None:
    found = find(Geladen(date(2023, 12, 31)))
    assert found is not None and (found.rijen, found.minder) == ({"traject": 42}, ())
    assert (found.van, found.tot) == SETTINGS.vensters.nulmeting
    found = find(Geladen(date(2023, 12, 31), ("Rijen in kwartaal 1 van 2021: 3; eerst 30.",)))
    assert found is not None and found.minder == (
        "traject: Rijen in kwartaal 1 van 2021: 3; eerst 30.",
    )


def test_nothing_is_said_before_the_window_is_ripe_or_once_it_is_frozen() -> None:
    assert find(Geladen(date(2022, 3, 30))) is None
    assert find(Geladen(date(2022, 3, 31))) is not None
    real, demo = (Version("verblijf", 1, {"reeks": reeks}) for reeks in ("", "synthetisch"))
    assert find(Geladen(date(2023, 12, 31)), {"verblijf": [real]}) is None
    assert find(Geladen(date(2023, 12, 31)), {"verblijf": [demo]}) is not None


def test_the_command_says_what_is_frozen_or_why_it_waits(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = Vastlegging(date(2021, 1, 1), date(2021, 12, 31), {"traject": 1200}, ("traject: 3",))
    commands._say_vastlegging(found, bevestigd=False)
    text = capsys.readouterr().out
    assert "traject: 3" in text and "nu niet vastgelegd" in text and "1.200 traject" in text
    commands._say_vastlegging(found, bevestigd=True)
    assert "wordt nu vastgelegd" in capsys.readouterr().out


@pytest.mark.langzaam
def test_an_incomplete_levering_holds_the_first_freeze_back_until_confirmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = edities.copy_of(edities.loaded(), tmp_path)
    edities.published()  # before anything is replaced; what it computed holds here too
    real = publish.find_vastlegging

    def incomplete(*arguments: Any) -> Vastlegging | None:
        found = real(*arguments)
        return found and Vastlegging(found.van, found.tot, found.rijen, ("traject: minder",))

    monkeypatch.setattr(publish, "find_vastlegging", incomplete)
    for name in GEMETEN:
        monkeypatch.setattr(publish, name, keep(edities.computed(), name))
    said: list[Vastlegging] = []
    report = publish.publish_editie(data, SETTINGS, announce=said.append)
    assert report.is_uitgesteld and not report.vastgelegd and len(said) == 1
    assert read_versions(data) == {} and not list((data / FOLDER).glob("*.v*.json"))
    assert publish.publish_editie(data, SETTINGS).ongewijzigd
    report = publish.publish_editie(data, SETTINGS, bevestigd=True)
    assert "verblijf" in report.vastgelegd and not report.is_uitgesteld
    assert "verblijf" in read_versions(data)
