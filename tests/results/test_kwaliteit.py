"""What to improve, in order; and the triangle of leveringen, against plain loops."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from proeftuin.indicators import INDICATORS
from proeftuin.records import Aanvulregel, Gemiste
from proeftuin.results import kwaliteit, list_missing_files, list_verbeterpunten, read_aanvulling
from proeftuin.schema import BESTANDEN
from tests.lib.reference.compleet import Eisen, age_of, end_of, share_at

ALLE = tuple(bestand.naam for bestand in BESTANDEN)


def edition(monkeypatch: pytest.MonkeyPatch, table: Sequence[Any], geleverd: Any = ALLE) -> Any:
    """An edition with these records alone, and a whole population."""
    figures = pd.DataFrame({"venster": ["effectjaar"], "noemer_mist": [0.0]})
    monkeypatch.setattr(kwaliteit, "read_records", lambda editie, naam, soort: table)
    monkeypatch.setattr(
        kwaliteit, "read_cijfers", lambda editie, slug: SimpleNamespace(frame=figures)
    )
    return SimpleNamespace(geleverd=geleverd)


def test_what_does_most_to_figures_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        ("traject", "verwijzer_code", "medisch_verwezen", 30),
        ("traject", "reden_einde_code", "volgens_plan", 20),
        ("traject", "reden_einde_code", "uitval", 25),
        ("toewijzing", "segment", "licht_midden", 1),
        ("traject", "weg", "van_een_andere_versie", 100),
    ]
    table = [Gemiste(*keys, "effectjaar", aantal, 100) for *keys, aantal in rows]
    without = tuple(naam for naam in ALLE if naam != "aanmelding")
    points = list_verbeterpunten(edition(monkeypatch, table, without))
    assert [(point.bestand, point.kolom) for point in points] == [
        ("aanmelding", ""),
        ("traject", "reden_einde_code"),
        ("traject", "verwijzer_code"),
        ("toewijzing", "segment"),
    ]
    needs = [item.slug for item in INDICATORS if "aanmelding" in (item.bestand, *item.ook_nodig)]
    assert [item.indicator.slug for item in points[0].geraakt] == needs
    assert points[0].gewicht == len(needs)
    assert [item.indicator.slug for item in points[1].geraakt] == ["uitval", "volgens_plan"]
    assert points[1].gewicht == pytest.approx(0.45)
    assert list_missing_files(edition(monkeypatch, table)) == []


def test_a_population_without_some_ages_is_a_point(monkeypatch: pytest.MonkeyPatch) -> None:
    editie = edition(monkeypatch, [])
    assert list_verbeterpunten(editie) == []
    figures = pd.DataFrame({"venster": ["kwartaal"] * 2, "tot": [1, 2], "noemer_mist": [0.0, 3.0]})
    monkeypatch.setattr(kwaliteit, "read_cijfers", lambda e, slug: SimpleNamespace(frame=figures))
    [point] = list_verbeterpunten(editie)
    assert (point.bestand, point.kolom) == ("bevolking", "leeftijd")
    assert {item.indicator.factor for item in point.geraakt} == {1000}
    editie.geleverd = tuple(naam for naam in ALLE if naam != "bevolking")
    [whole] = list_verbeterpunten(editie)
    assert (whole.bestand, whole.kolom) == ("bevolking", "")
    assert {item.indicator for item in whole.geraakt} == {i.indicator for i in point.geraakt}


@pytest.mark.parametrize("zaad", range(6))
def test_the_estimate_is_that_of_plain_loops(zaad: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rnd = Random(zaad)
    days = [date(2022, 12, 31), date(2023, 3, 31), date(2023, 5, 15), date(2023, 6, 30)]
    days += [date(2023, 9, 29), date(2023, 12, 31)] if zaad % 2 else [date(2023, 9, 30)]
    quarters = [date(year, month, 1) for year in (2022, 2023) for month in (1, 4, 7, 10)]
    rows = {
        (quarter, day): rnd.randrange(0, 60)
        for day in days
        for quarter in quarters
        if quarter <= day and rnd.random() < 0.9
    }
    table = [Aanvulregel("traject", "begin", *when, n) for when, n in rows.items()]
    other = [replace(row, soort="einde", aantal_rijen=1) for row in table]
    editie = edition(monkeypatch, [*table, *other])
    for eind in (None, 4):
        found = read_aanvulling(editie, "traject", "begin", 30, 15, eind)
        last = found.datastanden[-1]
        assert found.datastanden == tuple(sorted({day for _, day in rows}))
        slow, eisen = {}, Eisen(kwartalen=1, na_kwartalen=eind or 99)
        for quarter in {quarter for quarter, day in rows if day == last and end_of(quarter) <= day}:
            age = age_of(quarter, last)
            share, seen = share_at(rows, last, age, 30, eisen)
            if seen > age:
                slow[quarter] = share
        assert {day: item.aandeel for day, item in found.geschat.items()} == pytest.approx(slow)
