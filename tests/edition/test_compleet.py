"""Until when a figure is definite: against plain loops, by hand, and back again."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from proeftuin.edition import compleet
from proeftuin.edition.compleet import (
    find_voorlopig_na,
    find_weer_voorlopig,
    judge_bestanden,
    smallest_step,
)
from proeftuin.edition.files import Register
from proeftuin.indicators import INDICATORS
from proeftuin.settings.read import read_settings
from proeftuin.stats import last_day_at_age
from tests.lib.reference.compleet import Eisen, Rijen, definite_until, figure_until
from tests.lib.spectables import read_tables

SETTINGS = read_settings()
KOLOMMEN = ["bestand", "soort", "kwartaal_datum", "datastand", "aantal_rijen"]
DRIEHOEKEN = [("traject", "begin"), ("traject", "einde"), ("declaratie", "begin")]
DRIEHOEKEN += [("aanmelding", "begin"), ("toewijzing", "begin")]
VOORBEELD = Path(__file__).resolve().parents[1] / "lib" / "reference" / "compleet.md"


def table_of(driehoeken: dict[tuple[str, str], Rijen]) -> pd.DataFrame:
    rows = [
        (*key, kwartaal, datastand, float(aantal))
        for key, rijen in driehoeken.items()
        for (kwartaal, datastand), aantal in rijen.items()
    ]
    return pd.DataFrame(rows, columns=KOLOMMEN)


def make_rijen(rnd: Random, days: list[date]) -> Rijen:
    """Counts of quarters that come in by steps of their own, sometimes with a row that goes."""
    quarters = [date(year, month, 1) for year in (2021, 2022, 2023) for month in (1, 4, 7, 10)]
    late = [rnd.choice((0.0, 0.0, 0.005, 0.02, 0.1, -0.03)) for _ in range(6)]
    rijen: Rijen = {}
    for quarter in quarters:
        whole = rnd.randrange(100, 900)
        for day in days:
            if quarter <= day and rnd.random() < 0.97:
                age = sum(
                    last_day_at_age(0, day) >= last_day_at_age(a, days[-1]) >= quarter
                    for a in range(12)
                )
                rijen[quarter, day] = round(whole * (1 - sum(late[age:])))
    return rijen


@pytest.mark.parametrize("zaad", range(30))
def test_the_last_definite_day_is_that_of_plain_loops(zaad: int) -> None:
    rnd = Random(zaad)
    shift = rnd.choice((0, 0, 20))
    ends = [last_day_at_age(age, date(2023, 12, 31)) for age in range(rnd.choice((2, 6, 7)))][::-1]
    days = [date.fromordinal(end.toordinal() + rnd.choice((shift, shift, 9))) for end in ends]
    days = days[:-1] + [date.fromordinal(ends[-1].toordinal() + shift)]
    rules = replace(
        SETTINGS.compleetheid,
        kwartalen=rnd.choice((2, 4)),
        na_kwartalen=rnd.choice((2, 4)),
        ruimte_dagen=rnd.choice((5, 15, 40)),
    )
    settings = replace(SETTINGS, compleetheid=rules)
    eisen = Eisen(rules.aandeel, rules.kwartalen, rules.na_kwartalen, rules.ruimte_dagen)
    driehoeken = {key: make_rijen(rnd, days) for key in DRIEHOEKEN[: rnd.randrange(2, 6)]}
    oordelen = judge_bestanden(table_of(driehoeken), days[-1], settings)
    assert len(oordelen) == len(driehoeken)
    for item in oordelen.itertuples():
        expected = definite_until(driehoeken[item.bestand, item.soort], days[-1], eisen)
        assert (item.voorlopig_na, item.is_geschat) == expected, item
    per_bestand: dict[str, list[Rijen]] = {}
    for (bestand, _), rijen in driehoeken.items():
        per_bestand.setdefault(bestand, []).append(rijen)
    found = find_voorlopig_na(oordelen, days[-1], settings)
    assert set(found) == {item.slug for item in INDICATORS}
    for slug, day in found.items():
        assert day == figure_until(slug, per_bestand, days[-1], eisen), slug


def voorbeeld() -> tuple[dict[str, list[dict[str, str]]], date, dict[tuple[str, str], Rijen]]:
    """The tables of the worked example by heading, its datastand, and the rows it describes."""
    text = VOORBEELD.read_text(encoding="utf-8")
    found = re.search(r"lopen tot en met (\S+)\.", text)
    assert found
    last, tables = date.fromisoformat(found[1]), dict(read_tables(text))
    driehoeken: dict[tuple[str, str], Rijen] = {}
    for row in tables["Deel dat binnen is, per leeftijd in kwartalen"]:
        rijen: Rijen = {}
        for back in range(int(row["leveringen"])):
            day = last_day_at_age(back, last)
            for age in range(9):
                tot = last_day_at_age(age, day)
                rijen[date(tot.year, tot.month - 2, 1), day] = int(row[str(min(age, 3))])
        driehoeken[row["bestand"], row["soort"]] = rijen
    return tables, last, driehoeken


@pytest.mark.parametrize("who", ["product", "reference"])
def test_the_worked_example(who: str) -> None:
    tables, last, driehoeken = voorbeeld()
    eisen = Eisen()
    oordelen = judge_bestanden(table_of(driehoeken), last, SETTINGS)
    files = {row.bestand: (row.voorlopig_na, row.is_geschat) for row in oordelen.itertuples()}
    figures = find_voorlopig_na(oordelen, last, SETTINGS)
    if who == "reference":
        per_bestand = {bestand: [rijen] for (bestand, _), rijen in driehoeken.items()}
        files = {naam: definite_until(own[0], last, eisen) for naam, own in per_bestand.items()}
        figures = {slug: figure_until(slug, per_bestand, last, eisen) for slug in figures}
    for row in tables["Uitkomst per bestand"]:
        expected = (date.fromisoformat(row["definitief"]), row["wat besliste"] == "schatting")
        assert files[row["bestand"]] == expected
    for row in tables["Uitkomst per cijfer"]:
        assert figures[row["cijfer"]].isoformat() == row["definitief"], row["cijfer"]


def test_fewer_than_five_leveringen_leave_it_to_the_days() -> None:
    _, last, driehoeken = voorbeeld()
    days = [last_day_at_age(back, last) for back in (3, 2, 1, 0)]
    rijen = {
        key: {place: n for place, n in own.items() if place[1] in days}
        for key, own in driehoeken.items()
    }
    found = find_voorlopig_na(judge_bestanden(table_of(rijen), last, SETTINGS), last, SETTINGS)
    assert set(found.values()) == {date(2023, 10, 2)}
    few = {key: {place: n // 10 for place, n in own.items()} for key, own in driehoeken.items()}
    found = find_voorlopig_na(judge_bestanden(table_of(few), last, SETTINGS), last, SETTINGS)
    assert set(found.values()) == {date(2023, 10, 2)}, "2% would be 8 rows"
    assert smallest_step(SETTINGS) == 500


def edition_of(day: str, until: str, is_synthetisch: bool = False) -> Any:
    last = date.fromisoformat(until)
    return SimpleNamespace(
        datastand=date.fromisoformat(day),
        synthetisch=is_synthetisch,
        voorlopig_na_of=lambda slug: last,
    )


def test_a_quarter_that_turns_back_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing = {
        "2023-09-30.1": edition_of("2023-09-30", "2023-06-30"),
        "2023-09-30.2": edition_of("2023-09-30", "2023-09-30"),
        "2023-12-31.1": edition_of("2023-12-31", "2023-12-31", is_synthetisch=True),
        "2024-03-31.1": edition_of("2024-03-31", "2024-03-31"),
    }
    register = Register("2024-03-31.1", tuple(standing))
    monkeypatch.setattr(compleet, "read_standing", lambda folder: register)
    monkeypatch.setattr(compleet, "read_editie", lambda path: standing[path.parent.name])

    def find(now: str) -> dict[str, date]:
        days = {"verblijf": date.fromisoformat(now), "wachttijd": date(2023, 9, 30)}
        return find_weer_voorlopig(tmp_path, days, date(2023, 12, 31), is_synthetisch=False)

    assert find("2023-06-30") == {"verblijf": date(2023, 9, 30)}
    assert find("2023-09-30") == {} and find("2023-12-31") == {}
    del standing["2023-09-30.2"], standing["2023-09-30.1"]
    register = Register("2024-03-31.1", tuple(standing))
    assert find("2023-06-30") == {}, "made-up data and a later datastand say nothing"
