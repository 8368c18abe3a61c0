"""The marks of what rows say: other where a row is, and the same whatever else came or went."""

from datetime import date
from pathlib import Path

import pytest

from proeftuin.edition.tabellen import INHOUD, read_inhoud
from proeftuin.ingest import load_levering
from proeftuin.schema import BESTAND
from proeftuin.settings import read_settings
from proeftuin.store import open_store
from tests.lib.leveringen import GOED, add, replace, write

SETTINGS = read_settings()
Marks = dict[tuple[str, date], str]


def marks(folder: Path, changes: dict[str, str | bytes | None], data: Path) -> Marks:
    load_levering(write(folder, changes), data, SETTINGS, replace=True)
    with open_store(data) as store:
        frame = read_inhoud(store)
    keys = zip(frame["bestand"], frame["kwartaal_datum"], strict=True)
    return dict(zip(keys, frame["kenmerk"], strict=True))


def test_a_mark_is_other_where_a_row_is_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROEFTUIN_SLEUTEL", "een sleutel voor een test")
    before = marks(tmp_path / "oud", {}, tmp_path / "var")
    assert set(INHOUD) == set(BESTAND)
    assert {f"{bestand}.csv" for bestand, _ in before} == set(GOED) - {"levering.toml"}
    head, first, second, third = GOED["jeugdige.csv"].splitlines()
    turned: dict[str, str | bytes | None] = {
        # Another order, and a person more who comes first: all persons get another number.
        "jeugdige.csv": "\n".join(
            [head, third, *(f"a{nr},2011-01-01,zuid,2011-01-01," for nr in range(9)), second, first]
        ),
        **replace("traject.csv", "t1,p1,w1", "t1,p1,"),
        **replace("toewijzing.csv", "45,45A04", "54,54001"),
        **replace("declaratie.csv", "-200.00", "-210.00"),
        **replace("bevolking.csv", "2021,west,10,120", "2021,west,10,121"),
        **add("casus.csv", "c2,west,2023-05-20,1.00,1.00,1.00"),
    }
    after = marks(tmp_path / "nieuw", turned, tmp_path / "var")
    assert {place for place in before | after if before.get(place) != after.get(place)} == {
        ("jeugdige", date(2011, 1, 1)),
        ("traject", date(2021, 1, 1)),
        ("toewijzing", date(2021, 1, 1)),
        ("declaratie", date(2021, 1, 1)),
        ("bevolking", date(2021, 1, 1)),
        ("casus", date(2023, 4, 1)),
    }
