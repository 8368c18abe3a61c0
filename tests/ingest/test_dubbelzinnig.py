"""A value that could mean two things is a fout or is said; it is never guessed in silence."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proeftuin.errors import LeveringRejected
from proeftuin.ingest.dagen import MET_TIJD, MET_ZONE, TIJD_ONZEKER, read_birth, read_day
from proeftuin.ingest.load import LoadReport, load_levering
from proeftuin.ingest.waarden import show_wrong_value
from proeftuin.schema import BESTAND
from proeftuin.settings.read import read_settings
from proeftuin.store import open_store
from tests.lib.leveringen import GOED, add, replace, write

GEVALLEN = Path(__file__).parent / "gevallen"
SETTINGS = read_settings()


def load(source: Path, data_dir: Path) -> LoadReport:
    return load_levering(source, data_dir, SETTINGS, replace=True)


def counted(report: LoadReport) -> dict[tuple[str, str], int]:
    return {(f.code, f.bestand): f.aantal for f in report.waarschuwingen}


def test_moments_in_a_zone_are_dutch_days_and_said(tmp_path: Path) -> None:
    report = load(GEVALLEN / "06-parquet-utc" / "levering", tmp_path)
    with open_store(tmp_path) as store:
        rows = store.frame(
            "select begin_datum::varchar as b, eind_datum::varchar as e from traject"
        )
    assert sorted(rows.fillna("").itertuples(index=False, name=None)) == [
        ("2021-01-01", "2021-06-30"),
        ("2021-07-01", ""),
    ]
    said = [(f.code, f.kolom, f.aantal) for f in report.waarschuwingen if f.code == "TIJDZONE"]
    assert said == [("TIJDZONE", "begin_datum", 2), ("TIJDZONE", "eind_datum", 1)]


def test_parquet_times_without_a_zone(tmp_path: Path) -> None:
    folder = write(tmp_path / "levering", {"voorveld.csv": None})
    columns: dict[str, list[object]] = {
        "peil_datum": [datetime(2022, 12, 31, 14, 30), datetime(2022, 12, 31)],
        **{"gebied": ["west", None], "maatstaf_code": ["a", "b"]},
        **{"teller": [1, 2], "noemer": [3, 4]},
    }
    pyarrow.parquet.write_table(pa.table(columns), folder / "voorveld.parquet")
    report = load(folder, tmp_path / "data")
    assert counted(report) == {("TIJD_BIJ_DATUM", "voorveld.parquet"): 1}
    columns["peil_datum"] = [datetime(2022, 12, 30, 23), datetime(2022, 12, 31)]
    pyarrow.parquet.write_table(pa.table(columns), folder / "voorveld.parquet")
    with pytest.raises(LeveringRejected) as error:
        load(folder, tmp_path / "data")
    assert [(f.code, f.regel) for f in error.value.findings] == [("TIJD_ONZEKER", 2)]


@given(st.dates(date(1996, 1, 1), date(2037, 12, 30)), st.integers(0, 86_399))
def test_a_moment_falls_on_the_day_dutch_clocks_show(dag: date, seconden: int) -> None:
    """European summer time by its rule, without a table: last Sunday of March and of October."""
    moment = datetime(dag.year, dag.month, dag.day, tzinfo=UTC) + timedelta(seconds=seconden)

    def last_sunday(maand: int) -> datetime:
        last = datetime(dag.year, maand, 31, 1, tzinfo=UTC)
        return last - timedelta(days=(last.weekday() + 1) % 7)

    summer = last_sunday(3) <= moment < last_sunday(10)
    expected = (moment + timedelta(hours=2 if summer else 1)).date()
    assert read_day(f"{moment:%Y-%m-%dT%H:%M:%S}Z") == (expected, MET_ZONE)


@pytest.mark.parametrize(
    ("tekst", "dag", "woord"),
    [
        ("1-2-2020 0:00", date(2020, 2, 1), ""),
        ("2020-02-01T00:00:00.000", date(2020, 2, 1), ""),
        ("01-02-2020 14:32:10", date(2020, 2, 1), MET_TIJD),
        ("2020-01-31 23:00", None, TIJD_ONZEKER),
        ("2020-02-01+01:00", date(2020, 2, 1), MET_ZONE),
        ("2020-01-31T23:00:00+0000", date(2020, 2, 1), MET_ZONE),
        ("2020-01-31 23:00:00+00", date(2020, 2, 1), MET_ZONE),
        ("2020-01-31+00", None, ""),
        ("9999-12-31T23:59:59Z", date(9999, 12, 31), MET_ZONE),
        ("2020-02-01 25:00", None, ""),
        ("1/2/2020", None, ""),
    ],
)
def test_days_with_more_than_a_day(tekst: str, dag: date | None, woord: str) -> None:
    assert read_day(tekst) == (dag, woord)


def test_a_month_is_no_quarter_in_a_levering(tmp_path: Path) -> None:
    with pytest.raises(LeveringRejected) as error:
        load(GEVALLEN / "08-kwartaal-maand" / "levering", tmp_path)
    found = [(f.code, f.kolom, f.regel, f.waarde) for f in error.value.findings]
    assert found == [
        ("TYPE_FOUT", "kwartaal", 2, "2023-04"),
        ("TYPE_FOUT", "kwartaal", 3, "2023-02"),
        ("TYPE_FOUT", "kwartaal", 4, "03-2023"),
    ]
    assert "2023K1" in error.value.findings[0].oplossing


def test_part_of_a_birth_date_is_loaded_and_said(tmp_path: Path) -> None:
    report = load(GEVALLEN / "19-geboortedatum-deels" / "levering", tmp_path)
    with open_store(tmp_path) as store:
        months = store.frame("select geboortemaand_datum::varchar as m from jeugdige").m
    assert sorted(months) == ["2010-03-01", "2012-01-01"]
    assert counted(report) == {("GEBOORTE_DEELS", "jeugdige.csv"): 1}
    assert read_birth("00-03-2010") == (date(2010, 3, 1), "")
    assert read_birth("20101300")[0] == date.min


def test_an_end_in_2099_is_open_and_said(tmp_path: Path) -> None:
    changes = {
        **replace("traject.csv", "2022-03-01,,", "2022-03-01,31-12-2099,"),
        **replace("toewijzing.csv", "2021-06-30", "9999-12-31"),
        **replace("jeugdige.csv", "2021-07-01,", "2021-07-01,2999-12-31"),
    }
    report = load(write(tmp_path / "levering", {**changes}), tmp_path / "data")
    assert counted(report) == {
        ("EINDE_OPEN", naam): 1 for naam in ("traject.csv", "toewijzing.csv", "jeugdige.csv")
    }
    with open_store(tmp_path / "data") as store:
        query = "select eind_datum from toewijzing where eind_datum is null"
        assert len(store.frame(query)) == 1
        query = "select * from traject where eind_datum is null and gepland_eind_datum is null"
        assert len(store.frame(query)) == 1


def test_an_unknown_person_is_each_its_own(tmp_path: Path) -> None:
    lines = "t8,999999999,,A2,02,01,2022-03-01,,\nt9,000000000,,A2,02,01,2022-03-01,,\n"
    lines += "t10,999999999,,A2,02,01,2022-03-01,,"
    source = write(tmp_path / "levering", {**add("traject.csv", lines)})
    report = load(source, tmp_path / "data")
    assert counted(report) == {("PERSOON_ONBEKEND", "traject.csv"): 3}
    with open_store(tmp_path / "data") as store:
        rows = store.frame("select jeugdige_id from traject")
        assert len(rows) == 5 and rows["jeugdige_id"].nunique() == 5
        assert store.frame("select count(*) as n from adres").n[0] == 3
    assert load(source, tmp_path / "data").hash == report.hash


@pytest.mark.parametrize("woord", ["NULL", "onbekend", "n.v.t.", "-", "000000", "99999999", "#N/B"])
def test_a_word_for_no_key_is_no_person(woord: str, tmp_path: Path) -> None:
    lines = f"t8,{woord},,A2,02,01,2022-03-01,,\nt9,{woord},,A2,02,01,2022-04-01,,"
    report = load(write(tmp_path / "levering", {**add("traject.csv", lines)}), tmp_path / "data")
    assert counted(report) == {("PERSOON_ONBEKEND", "traject.csv"): 2}
    assert report.aantallen["traject"] == 4


def test_what_a_spreadsheet_or_web_page_leaves_in_a_key_or_code(tmp_path: Path) -> None:
    bestanden = ("jeugdige", "traject", "toewijzing", "declaratie", "aanmelding")
    changes: dict[str, str | bytes | None] = {}
    for naam in bestanden:
        tekst = GOED[f"{naam}.csv"].replace("p2", "12345678").replace("w1", "900")
        changes[f"{naam}.csv"] = tekst
    tekst = str(changes["traject.csv"]).replace("12345678", "012345678.0").replace("900", "00900.0")
    tekst = (
        tekst.replace("A2,14", "A2,14.0").replace("A1,02", "A1,2\u200b").replace("t2", "\ufefft2")
    )
    changes["traject.csv"] = "\ufeff\ufeff" + tekst.replace(",", "\t")
    report = load(write(tmp_path / "levering", changes), tmp_path / "data")
    assert report.waarschuwingen == []
    with open_store(tmp_path / "data") as store:
        rows = store.frame(
            "select traject_id, toewijzing_id, hulpvorm_code from traject order by 1"
        )
        assert rows.fillna("").to_numpy().tolist() == [["t1", "900", "02"], ["t2", "", "14"]]
        assert store.frame("select count(*) as n from jeugdige").n[0] == 2


def test_a_float_too_large_to_hold_a_key(tmp_path: Path) -> None:
    folder = write(tmp_path / "levering", {"casus.csv": None})
    columns: dict[str, list[object]] = {
        naam: [1000.0] for naam in GOED["casus.csv"].splitlines()[0].split(",")
    }
    columns |= {"casus_id": [2.0**60], "gebied": ["west"], "afgerond_datum": ["2023-01-20"]}
    pyarrow.parquet.write_table(pa.table(columns), folder / "casus.parquet")
    with pytest.raises(LeveringRejected) as error:
        load(folder, tmp_path / "data")
    assert [(f.code, f.kolom) for f in error.value.findings] == [("SLEUTEL_VERMINKT", "casus_id")]


def test_rows_that_may_be_there_twice_or_do_not_agree_are_said(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {
        **add("declaratie.csv", "d3,w1,p1,A1,2021-02-01,2021-02-28,-200.00"),
        **add("uitgave.csv", GOED["uitgave.csv"].splitlines()[2]),
        **replace("traject.csv", "2022-03-01,,\n", "2022-03-01,,31\n"),
    }
    doorlopend = "d4,w1,p1,A1,2023-12-01,2024-02-01,10.00\n"
    changes["declaratie.csv"] = str(changes["declaratie.csv"]) + doorlopend
    report = load(write(tmp_path / "levering", changes), tmp_path / "data")
    assert [(f.code, f.bestand, f.regel, f.aantal) for f in report.waarschuwingen] == [
        ("REDEN_ZONDER_EINDE", "traject.csv", 3, 1),
        ("RIJ_GELIJK", "declaratie.csv", 4, 1),
        ("DECLARATIE_LOOPT_DOOR", "declaratie.csv", 5, 1),
        ("RIJ_GELIJK", "uitgave.csv", 4, 1),
    ]
    assert report.aantallen["uitgave"] == 3


def test_dates_of_waiting_and_a_budget_line_that_do_not_agree_are_said(tmp_path: Path) -> None:
    changes: dict[str, str | bytes | None] = {
        **add(
            "aanmelding.csv",
            "m3,p1,A1,02,2021-06-01,2012-01-10,,,\n"  # a slip in the year
            "m4,p1,A1,02,2021-06-01,2021-05-01,,,\n"  # help that began first: 0 days, as defined
            "m5,p2,A1,02,2021-06-01,2021-07-01,,2022-05-01,\n"
            "m6,p2,A1,02,2021-06-02,,,,2021-08-01\n"
            "m7,p2,A1,02,2021-06-03,,,2021-06-10,",
        ),
        **replace("uitgave.csv", "Inrichting proeftuin,-50.00", "inrichting proeftuin,-50.00"),
    }
    report = load(write(tmp_path / "levering", changes), tmp_path / "data")
    assert [(f.code, f.bestand, f.regel, f.kolom, f.aantal) for f in report.waarschuwingen] == [
        ("START_LANG_VOOR", "aanmelding.csv", 4, "start_datum", 1),
        ("OVERBRUGGING_BUITEN", "aanmelding.csv", 6, "overbrugging_van_datum", 2),
        ("POST_ONBEKEND", "uitgave.csv", 3, "post", 1),
    ]


def test_a_column_too_many_is_said_by_its_place(tmp_path: Path) -> None:
    lines = [f"{line},x" for line in GOED["casus.csv"].splitlines()]
    lines[0] = lines[0].removesuffix("x") + "Jansen 999900006"
    changes: dict[str, str | bytes | None] = {"casus.csv": "\n".join(lines) + "\n"}
    (found,) = load(write(tmp_path / "levering", changes), tmp_path / "data").waarschuwingen
    assert (found.code, found.aantal, found.waarde) == ("KOLOM_ONBEKEND", 1, "kolom 7")


def test_a_finding_shows_a_wrong_value_and_never_a_key(tmp_path: Path) -> None:
    dag = BESTAND["traject"].kolom("begin_datum")
    code = BESTAND["traject"].kolom("hulpvorm_code")
    aanbieder = BESTAND["traject"].kolom("aanbieder_id")
    shown = ("5 mei 2012", "12-05-12", "2/5/2012", "43954", "31-02-2012", "n.v.t.")
    assert [show_wrong_value(dag, tekst, set()) for tekst in shown[:-1]] == list(shown[:-1])
    for tekst in ("999900006", "20120006", "A-1", "Jansen", "123456789012"):
        assert show_wrong_value(dag, tekst, set()) == ""
    assert (
        show_wrong_value(code, "45A04", set()) == "45A04"
        and show_wrong_value(code, "45A04", {"45A04"}) == ""
    )
    assert show_wrong_value(aanbieder, "A1", set()) == ""
    changes = {**replace("traject.csv", "A2,14", "A2,45A04"), "casus.csv": None}
    with pytest.raises(LeveringRejected) as error:
        load(write(tmp_path / "levering", changes), tmp_path / "data")
    [groep] = [g for g in error.value.groepen if g.finding.code == "CODE_ONBEKEND"]
    assert (groep.regels, groep.waarden) == ((3,), ("45A04",))
    assert "01 Wijkteam" in groep.finding.oplossing
    kapot = GOED["traject.csv"].replace("p2,,A2,14,04,2022-03-01", ",,A2,14,04,p2")
    with pytest.raises(LeveringRejected):
        load(write(tmp_path / "verschoven", {"traject.csv": kapot}), tmp_path / "data")
    assert "p2" not in (tmp_path / "data" / "bevindingen.csv").read_text(encoding="utf-8")


def test_rows_of_another_century_or_another_jeugdige_are_said(tmp_path: Path) -> None:
    changes = {
        **replace("declaratie.csv", "2021-01-10,2021-01-31", "1921-01-10,1921-01-31"),
        **replace("aanmelding.csv", "2020-12-01", "1920-12-01"),
        **replace("uitgave.csv", "2022-09-01", "1922-09-01"),
        **replace("casus.csv", "2023-01-20", "1923-01-20"),
        **replace("traject.csv", "t2,p2,,A2", "t2,p2,w1,A2"),
    }
    report = load_levering(write(tmp_path / "levering", {**changes}), tmp_path / "data", SETTINGS)
    found = [(f.code, f.bestand, f.regel, f.kolom) for f in report.waarschuwingen]
    assert sorted(found) == [
        ("RIJ_VROEG", "aanmelding.csv", 2, "aanmeld_datum"),
        ("RIJ_VROEG", "casus.csv", 2, "afgerond_datum"),
        ("RIJ_VROEG", "declaratie.csv", 2, "van_datum"),
        ("RIJ_VROEG", "uitgave.csv", 2, "boek_datum"),
        ("TOEWIJZING_VAN_ANDER", "traject.csv", 3, "toewijzing_id"),
    ]


@pytest.mark.parametrize(("nu", "is_said"), [(10, True), (65, True), (80, False), (140, True)])
def test_a_jump_of_the_population_is_said(nu: int, is_said: bool, tmp_path: Path) -> None:
    lines = "".join(
        f"{jaar},{wijk},{leeftijd},{nu if (jaar, wijk) == (2022, 'oost') else 100}\n"
        for jaar in (2021, 2022)
        for wijk in SETTINGS.wijk_ids
        for leeftijd in range(23)
    )
    bevolking = {"bevolking.csv": f"jaar,gebied,leeftijd,aantal\n{lines}"}
    report = load_levering(write(tmp_path / "levering", {**bevolking}), tmp_path / "data", SETTINGS)
    found = [(f.code, f.waarde) for f in report.waarschuwingen]
    waarde = f"oost: {23 * nu} in 2022, 2300 in 2021"
    assert found == ([("BEVOLKING_SPRONG", waarde)] if is_said else [])
