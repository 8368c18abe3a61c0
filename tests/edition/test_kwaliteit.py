"""The tables on the quality of a levering, against plain loops and over leveringen."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from proeftuin.edition import kwaliteit
from proeftuin.edition.files import EDITIES, Besluit, Register, read_register, write_register
from proeftuin.edition.kwaliteit import (
    GEMISSEN,
    make_aanvulling,
    make_verbeterpunten,
    make_volledigheid,
)
from proeftuin.measure import prepare_facts
from proeftuin.settings.read import read_settings
from proeftuin.store import open_store
from proeftuin.vocabulary import INTERN
from tests.lib import edities
from tests.lib.compare import load, make_regels
from tests.lib.random_levering import make_levering
from tests.lib.reference import Reference
from tests.lib.reference.kwaliteit import count_gemist, count_gevuld

DATASTAND = date(2023, 12, 31)


def test_what_is_missing_is_counted_as_plain_loops_count_it(tmp_path: Path) -> None:
    plain = read_settings()
    settings = replace(plain, onthulling=replace(plain.onthulling, drempel=4))
    levering = make_levering(Random(12), 80, DATASTAND, settings.wijk_ids)
    data = load(levering, DATASTAND, settings, tmp_path)
    reference = Reference(levering, DATASTAND, make_regels(settings))
    with open_store(data) as store:
        prepare_facts(store, settings)
        points = make_verbeterpunten(store, settings)
        fields = make_volledigheid(store, settings)
    van, tot = settings.vensters.effectjaar
    found = {
        (row.bestand, row.kolom, row.cijfer): (row.aantal, row.van) for row in points.itertuples()
    }
    assert found == count_gemist(reference, van, tot)
    asked = {veld for veld, _ in GEMISSEN} | {"jeugdige.gebied"}
    assert {f"{bestand}.{kolom}" for bestand, kolom, _ in found} == asked
    large = 0
    for naam, van, tot in reference.vensters():
        if naam != "kwartaal":
            continue
        rows = fields[pd.to_datetime(fields["kwartaal_datum"]).dt.date == van]
        own = {
            (row.bestand, row.kolom, row.deel, row.naam): (row.aantal_rijen, row.aantal_gevuld)
            for row in rows.itertuples()
        }
        slow = count_gevuld(reference, van, tot)
        assert set(own) == set(slow)
        for key, counts in slow.items():
            if counts[0] < settings.onthulling.drempel:
                assert all(pd.isna(count) for count in own[key]), "too few rows to show"
            else:
                assert own[key] == counts
                large += 1
    assert large > 30


def make_history(data: Path, *leveringen: tuple[str, dict[str, int]]) -> None:
    """Editions of earlier leveringen in a data folder: (id, rows of traject per quarter)."""
    [now] = read_register(data).published
    edition = data / EDITIES / now
    for naam, rows in leveringen:
        folder = data / EDITIES / naam / INTERN
        (folder / "tabellen").mkdir(parents=True)
        content = json.loads((edition / INTERN / "editie.json").read_text(encoding="utf-8"))
        content |= {"editie": naam, "datastand": naam.rsplit(".", 1)[0]}
        (folder / "editie.json").write_text(json.dumps(content), encoding="utf-8")
        table = pd.DataFrame(
            [("traject", date.fromisoformat(day), float(n)) for day, n in rows.items()],
            columns=["bestand", "kwartaal_datum", "aantal_rijen"],
        )
        table.to_parquet(folder / "tabellen" / "rijen_per_kwartaal.parquet")
    names = (*(naam for naam, _ in leveringen), now)
    write_register(data, Register(now, names))


def make_damaged(folder: Path) -> None:
    """An edition whose rows per quarter cannot be read any more."""
    good = next(folder.parents[1].glob("2023-06-30.1/intern/editie.json"))
    (folder / "tabellen").mkdir(parents=True)
    content = json.loads(good.read_text(encoding="utf-8")) | {"datastand": "2023-03-31"}
    (folder / "editie.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / "tabellen" / "rijen_per_kwartaal.parquet").write_bytes(b"weg")
    data = folder.parents[2]
    register = read_register(data)
    write_register(data, Register(register.current, ("2023-03-31.1", *register.published)))


def test_the_triangle_holds_every_levering_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = edities.copy_of(edities.published(), tmp_path / "data")
    make_history(
        data,
        ("2023-06-30.1", {"2023-01-01": 7, "2023-04-01": 5}),
        ("2023-06-30.2", {"2023-01-01": 8, "2023-04-01": 6}),
        ("2023-09-30.1", {"2023-01-01": 9, "2023-04-01": 8}),
        ("2024-03-31.1", {"2023-01-01": 99}),
    )

    def read() -> dict[tuple[str, str], float]:
        with open_store(data) as store:
            table = make_aanvulling(store, data)
        rows = table[(table["bestand"] == "traject") & (table["soort"] == "begin")]
        return {
            (str(row.datastand), str(row.kwartaal_datum)[:10]): row.aantal_rijen
            for row in rows.itertuples()
            if str(row.kwartaal_datum)[:10] in ("2023-01-01", "2023-04-01")
        }

    broken = data / EDITIES / "2023-03-31.1" / INTERN
    make_damaged(broken)
    found = read()
    older = {key: n for key, n in found.items() if key[0] < "2023-12-31"}
    assert older == {
        ("2023-06-30", "2023-01-01"): 8, ("2023-06-30", "2023-04-01"): 6,
        ("2023-09-30", "2023-01-01"): 9, ("2023-09-30", "2023-04-01"): 8,
    }  # fmt: skip
    assert ("2023-12-31", "2023-04-01") in found and ("2024-03-31", "2023-01-01") not in found
    register = read_register(data)
    back = Besluit("intrek", "2023-09-30.1", "te weinig rijen", "beheer", "2024-01-01T00:00:00")
    write_register(data, Register(register.current, register.published, (back,)))
    assert {day for day, _ in read()} == {"2023-06-30", "2023-12-31"}
    monkeypatch.setattr(kwaliteit, "_read_history", lambda folder, made_up: {})
    assert {day for day, _ in read()} == {"2023-12-31"}


def test_an_edition_carries_what_older_ones_knew(tmp_path: Path) -> None:
    data = edities.copy_of(edities.published(), tmp_path / "data")
    make_history(data, ("2023-09-30.1", {"2023-01-01": 9}))
    carried = pd.DataFrame(
        {
            "bestand": ["traject", "traject"],
            "soort": ["begin", "begin"],
            "kwartaal_datum": [date(2022, 1, 1)] * 2,
            "datastand": [date(2023, 3, 31), date(2023, 9, 30)],
            "aantal_rijen": [3.0, 4.0],
        }
    )
    folder = data / EDITIES / "2023-09-30.1" / INTERN / "tabellen"
    carried.to_parquet(folder / "aanvulling.parquet")
    with open_store(data) as store:
        table = make_aanvulling(store, data)
    days = sorted({str(day) for day in table["datastand"]})
    assert days == ["2023-03-31", "2023-09-30", "2023-12-31"]
    assert set(table[table["soort"] == "einde"]["bestand"]) == {"traject"}
