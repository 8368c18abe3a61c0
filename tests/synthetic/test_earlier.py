"""An earlier datastand is the same city: the levering of now, cut by the rules of the contract.

Cut here in plain pandas, row by row, from the files themselves; then compared cell by cell.
"""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from proeftuin.errors import FOUT
from proeftuin.ingest.load import load_levering
from proeftuin.schema import BESTANDEN
from proeftuin.settings.read import read_settings
from proeftuin.synthetic import write_demo

JEUGDIGEN, ZAAD = 150, 3
DAGEN = (date(2022, 12, 31), date(2023, 5, 14), date(2023, 9, 30))
VAN_JEUGDIGE = ("traject", "toewijzing", "declaratie", "aanmelding")
Rijen = list[dict[str, str]]
Levering = dict[str, Rijen]


def read(folder: Path) -> Levering:
    return {
        item.naam: pd.read_csv(
            folder / f"{item.naam}.csv", dtype=str, keep_default_na=False
        ).to_dict("records")
        for item in BESTANDEN
    }  # type: ignore[return-value]


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Levering:
    folder = tmp_path_factory.mktemp("nu")
    write_demo(folder, JEUGDIGEN, ZAAD)
    return read(folder)


@pytest.fixture(scope="module", params=DAGEN, ids=str)
def dag(request: pytest.FixtureRequest) -> date:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def folder(dag: date, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("toen")
    write_demo(made, JEUGDIGEN, ZAAD, dag)
    return made


@pytest.fixture(scope="module")
def earlier(folder: Path) -> Levering:
    return read(folder)


def open_after(row: dict[str, str], dag: date, *columns: str) -> dict[str, str]:
    return {**row, **{name: "" for name in columns if row[name] > str(dag)}}


def cut(levering: Levering, dag: date) -> Levering:
    """All files but declaratie and jeugdige, as they were known on the day."""
    day = str(dag)
    ends = {1: "03-31", 2: "06-30", 3: "09-30", 4: "12-31"}
    quarter_ends = {f"{y}-Q{q}": f"{y}-{end}" for y in range(2021, 2025) for q, end in ends.items()}
    found: Levering = {
        "bevolking": [row for row in levering["bevolking"] if f"{row['jaar']}-01-01" <= day],
        "uitgave": [row for row in levering["uitgave"] if row["boek_datum"] <= day],
        "ervaring": [row for row in levering["ervaring"] if quarter_ends[row["kwartaal"]] <= day],
        "voorveld": [row for row in levering["voorveld"] if row["peil_datum"] <= day],
        "casus": [row for row in levering["casus"] if row["afgerond_datum"] <= day],
    }
    toewijzingen = []
    for row in levering["toewijzing"]:
        if max(row["ingang_datum"], row["toewijzing_datum"]) > day:
            continue
        if row["eind_datum"] > day:
            ingang = eind = date.fromisoformat(row["ingang_datum"]) - timedelta(days=1)
            while eind <= dag:
                eind += timedelta(days=365)
            assert eind > ingang
            row = {**row, "eind_datum": str(eind)}
        toewijzingen.append(row)
    found["toewijzing"] = toewijzingen
    known = {row["toewijzing_id"] for row in toewijzingen}
    found["traject"] = []
    for row in levering["traject"]:
        if row["begin_datum"] > day:
            continue
        if row["eind_datum"] > day:
            row = {**row, "eind_datum": "", "reden_einde_code": ""}
        if row["toewijzing_id"] not in known:
            row = {**row, "toewijzing_id": ""}
        found["traject"].append(row)
    found["aanmelding"] = [
        open_after(
            row,
            dag,
            *("start_datum", "afmeld_datum", "overbrugging_van_datum", "overbrugging_tot_datum"),
        )
        for row in levering["aanmelding"]
        if row["aanmeld_datum"] <= day
    ]
    return found


def test_every_cell_is_what_the_rules_leave(later: Levering, earlier: Levering, dag: date) -> None:
    expected = cut(later, dag)
    for naam, rows in expected.items():
        assert earlier[naam] == rows, naam
        assert 0 < len(rows) <= len(later[naam]), naam


def test_declared_is_what_was_over_less_a_part_of_the_last_months(
    later: Levering, earlier: Levering, dag: date
) -> None:
    known = {row["toewijzing_id"] for row in earlier["toewijzing"]}
    over = {}
    for row in later["declaratie"]:
        if row["tot_datum"] <= str(dag):
            ref = row["toewijzing_id"] if row["toewijzing_id"] in known else ""
            over[row["declaratie_id"]] = {**row, "toewijzing_id": ref}
    there = [row["declaratie_id"] for row in earlier["declaratie"]]
    found = set(there)
    assert there == [key for key in over if key in found]  # in the same order
    assert all(row == over[row["declaratie_id"]] for row in earlier["declaratie"])
    missing: dict[int, list[bool]] = {}
    for key, row in over.items():
        van = date.fromisoformat(row["van_datum"])
        age = (dag.year - van.year) * 12 + dag.month - van.month
        missing.setdefault(min(age, 3), []).append(key not in found)
    assert not any(missing[3])
    for age, share in ((0, 0.75), (1, 0.40), (2, 0.15)):
        if len(missing.get(age, [])) > 50:
            assert sum(missing[age]) / len(missing[age]) == pytest.approx(share, abs=0.15)


def test_jeugdigen_are_those_who_had_help_or_asked(
    later: Levering, earlier: Levering, dag: date
) -> None:
    known = {row["jeugdige_id"] for naam in VAN_JEUGDIGE for row in earlier[naam]}
    expected, seen = [], set()
    for row in later["jeugdige"]:
        is_first = row["jeugdige_id"] not in seen
        seen.add(row["jeugdige_id"])
        if row["jeugdige_id"] not in known or (row["van_datum"] > str(dag) and not is_first):
            continue
        van = min(row["van_datum"], str(dag))
        expected.append(open_after({**row, "van_datum": van}, dag, "tot_datum"))
    assert earlier["jeugdige"] == expected
    assert {row["jeugdige_id"] for row in earlier["jeugdige"]} == known


def test_it_loads_without_fouten(folder: Path, tmp_path: Path, dag: date) -> None:
    report = load_levering(folder, tmp_path, read_settings())
    assert report.datastand == dag and report.aantal_na_datastand == 0
    assert not [finding for finding in report.waarschuwingen if finding.ernst == FOUT]


def test_what_was_declared_stays_declared(later: Levering, tmp_path: Path) -> None:
    """A row of a levering is in each later one: nothing that was there is gone."""
    before: set[str] = set()
    for day in DAGEN:
        write_demo(tmp_path / str(day), JEUGDIGEN, ZAAD, day)
        found = {row["declaratie_id"] for row in read(tmp_path / str(day))["declaratie"]}
        assert before <= found
        before = found
    assert before <= {row["declaratie_id"] for row in later["declaratie"]}


def test_the_last_day_is_the_city_itself(later: Levering, tmp_path: Path) -> None:
    write_demo(tmp_path, JEUGDIGEN, ZAAD, date(2023, 12, 31))
    assert read(tmp_path) == later


def test_a_day_before_the_first_case_loads(tmp_path: Path) -> None:
    settings = read_settings()
    write_demo(tmp_path / "levering", JEUGDIGEN, ZAAD)
    assert (tmp_path / "levering" / "casus.csv").exists()
    write_demo(tmp_path / "levering", JEUGDIGEN, ZAAD, settings.pilot.start - timedelta(days=1))
    assert not (tmp_path / "levering" / "casus.csv").exists()
    load_levering(tmp_path / "levering", tmp_path / "var", settings)
