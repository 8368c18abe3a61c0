"""Records of CBS Beleidsinformatie Jeugd: their own codes, half-years and corrections."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from proeftuin.errors import LeveringRejected
from proeftuin.ingest.beleidsinformatie.velden import REDENEN_CBS
from proeftuin.ingest.load import LoadReport, load_levering
from proeftuin.settings.read import read_settings
from proeftuin.store import open_store

KOP = (
    "BSN;Geboortedatum;Geslacht;Postcode;Verwijzer;Hulpvorm;Gestart met crisis;Datum aanvang;"
    "Datum einde;Reden beëindiging;Tevredenheid;Zonder hulp verder"
)
ZONDER_UITKOMST = KOP.rsplit(";", 2)[0]
ANNA, BART, CEES = "111222333", "123456782", "012345678"
Bestand = tuple[str, str, str, Sequence[str]]  # halfjaar, aangeleverd, header, rows


def record(bsn: str, begin: str, einde: str = "", reden: str = "", rest: str = ";") -> str:
    """One row: born in 2010, in west, ambulant."""
    return f"{bsn};20100515;V;west;1;02;02;{begin};{einde};{reden};{rest}"


def write(folder: Path, *files: Bestand, datastand: str = "2023-07-31") -> Path:
    """A levering of one aanbieder with these deliveries."""
    folder.mkdir()
    toml = f'datastand = {datastand}\nbron = "test"\nopmerking = ""\nsynthetisch = true\n'
    for nummer, (halfjaar, dag, kop, rows) in enumerate(files):
        name = f"bij{nummer}.csv"
        toml += f'\n[[beleidsinformatie]]\nbestand = "{name}"\naanbieder = "A1"\n'
        toml += f'halfjaar = "{halfjaar}"\naangeleverd = {dag}\n'
        (folder / name).write_text("\n".join([kop, *rows]) + "\n", encoding="utf-8")
    (folder / "levering.toml").write_text(toml, encoding="utf-8")
    return folder


def load(source: Path, data: Path) -> LoadReport:
    return load_levering(source, data, read_settings())


def rows_of(data: Path, query: str) -> list[list[object]]:
    with open_store(data) as store:
        return [list(row) for row in store.frame(query).astype(object).itertuples(index=False)]


TRAJECTEN = (
    "select cast(begin_datum as varchar) as a, coalesce(cast(eind_datum as varchar), '') as b,"
    " coalesce(reden_einde_code, '') as c from traject order by 1, 2"
)


@pytest.mark.parametrize(("cbs", "ours"), REDENEN_CBS.items())
def test_reden_of_cbs_is_not_that_of_ijw(cbs: str, ours: str, tmp_path: Path) -> None:
    """CBS 02 is stopped in overleg (iJw 34); iJw 02 is deceased."""
    row = record(ANNA, "2022-01-10", "2022-05-31", cbs)
    load(write(tmp_path / "l", ("2022-1", "2022-07-10", KOP, [row])), tmp_path / "d")
    assert rows_of(tmp_path / "d", TRAJECTEN) == [["2022-01-10", "2022-05-31", ours]]


def test_half_years_and_a_correction(tmp_path: Path) -> None:
    """The correction replaces its half-year whole; a later half-year knows the end."""
    source = write(
        tmp_path / "l",
        (
            *("2022-2", "2023-02-01", KOP),  # the correction, first in the toml
            [record(ANNA, "20220110"), record(BART, "2022-08-01", "2022-12-01", "3", "7;2")],
        ),
        ("2022-1", "2022-07-10", KOP, [record(ANNA, "2022-01-10")]),
        (
            *("2022-2", "2023-01-10", KOP),
            [record(ANNA, "2022-01-10"), record(CEES, "2022-09-09", "2022-12-01", "1", "1;1")],
        ),
        (
            *("2023-1", "2023-07-10", KOP),
            [record(ANNA, "10-01-2022", "2023-03-03", "01", "9;04")],
        ),
    )
    report = load(source, tmp_path / "d")
    assert rows_of(tmp_path / "d", TRAJECTEN) == [
        ["2022-01-10", "2023-03-03", "31"],
        ["2022-08-01", "2022-12-01", "32"],
    ]
    answers = rows_of(
        tmp_path / "d",
        "select cast(eind_datum as varchar) as a, nut_score, zonder_hulp_code from uitkomst"
        " order by 1",
    )
    assert answers == [["2022-12-01", 7.0, "02"], ["2023-03-03", 9.0, "04"]]
    assert [item.code for item in report.waarschuwingen] == []
    telling = dict(report.aansluiting)["traject"]
    assert (telling.gelezen, telling.geladen) == (6, 2)
    assert telling.weggelaten == {"gecorrigeerd": 2, "later_halfjaar": 2}


def test_a_levering_without_outcome_fields_delivers_no_outcomes(tmp_path: Path) -> None:
    row = record(ANNA, "2023-01-10", "2023-05-31", "05", "").removesuffix(";")
    source = write(tmp_path / "l", ("2023-1", "2023-07-10", ZONDER_UITKOMST, [row]))
    report = load(source, tmp_path / "d")
    assert "uitkomst" not in report.aantallen and report.aantallen["traject"] == 1


def test_who_is_not_there_any_more_has_stopped_and_gaps_are_named(tmp_path: Path) -> None:
    source = write(
        tmp_path / "l",
        ("2021-2", "2022-01-10", KOP, [record(ANNA, "2021-08-10"), record(BART, "2021-09-09")]),
        ("2022-2", "2023-01-10", KOP, [record(BART, "2021-09-09")]),
        datastand="2023-07-31",
    )
    report = load(source, tmp_path / "d")
    assert rows_of(tmp_path / "d", TRAJECTEN) == [
        ["2021-08-10", "2021-12-31", "99"],
        ["2021-09-09", "", ""],
    ]
    found = {item.code: item for item in report.waarschuwingen}
    assert set(found) == {"BIJ_GESTOPT", "BIJ_HALFJAAR", "BIJ_ACHTER"}
    assert "2022-1" in found["BIJ_HALFJAAR"].melding and "2022-2" in found["BIJ_ACHTER"].melding


def test_an_address_follows_the_half_year(tmp_path: Path) -> None:
    moved = record(ANNA, "2022-01-10").replace("west", "zuid")
    source = write(
        tmp_path / "l",
        ("2022-1", "2022-07-10", KOP, [record(ANNA, "2022-01-10")]),
        ("2022-2", "2023-01-10", KOP, [moved, record("999999999", "2022-10-01")]),
        datastand="2023-01-31",
    )
    load(source, tmp_path / "d")
    found = rows_of(
        tmp_path / "d",
        "select wijk_id, cast(van_datum as varchar) as a,"
        " coalesce(cast(tot_datum as varchar), '') as b from adres order by 2, 1",
    )
    assert found == [
        ["west", "2022-01-01", "2022-06-30"],
        ["west", "2022-07-01", ""],  # without BSN: somebody of its own, with a wijk
        ["zuid", "2022-07-01", ""],
    ]
    assert len(rows_of(tmp_path / "d", "select distinct jeugdige_id from traject")) == 2


def test_beside_own_trajecten_only_the_outcomes_are_taken(tmp_path: Path) -> None:
    source = write(
        tmp_path / "l",
        (
            *("2023-1", "2023-07-10", KOP),
            [
                record(ANNA, "2022-01-12", "2023-05-31", "01", "8;04"),
                record(BART, "2022-01-12", "2023-05-30", "01", "6;"),
            ],
        ),
    )
    (source / "jeugdige.csv").write_text(
        "jeugdige_id;geboortedatum;gebied;van_datum;tot_datum\n"
        f"{ANNA};2010-05-15;west;2010-05-15;\n{BART};2010-05-15;west;2010-05-15;\n"
    )
    (source / "traject.csv").write_text(
        "traject_id;jeugdige_id;toewijzing_id;aanbieder_id;hulpvorm_code;verwijzer_code;"
        "begin_datum;eind_datum;reden_einde_code\n"
        f"T1;{ANNA};;A1;02;01;2022-01-10;2023-05-31;31\nT2;{BART};;A1;02;01;2022-01-10;;\n"
    )
    report = load(source, tmp_path / "d")
    assert report.aantallen["traject"] == 2 and report.aantallen["uitkomst"] == 2
    found = {item.code: item.melding for item in report.waarschuwingen}
    assert set(found) == {"BIJ_ALLEEN_UITKOMST", "UITKOMST_ZONDER_TRAJECT"}
    assert found["UITKOMST_ZONDER_TRAJECT"].endswith(": 1.")


def test_a_workbook_is_read_as_well(tmp_path: Path) -> None:
    source = write(tmp_path / "l", ("2023-1", "2023-07-10", KOP, []))
    (source / "bij0.csv").unlink()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Jeugdhulp, eerste halfjaar"])
    sheet.append(KOP.split(";"))
    sheet.append([12345678, 20100515, "V", "west", 1, 2, 2, 20230110, 20230531, 2, 7, 4])
    book.save(source / "bij0.xlsx")
    toml = source / "levering.toml"
    toml.write_text(toml.read_text().replace("bij0.csv", "BIJ0.xlsx"))
    load(source, tmp_path / "d")
    assert rows_of(tmp_path / "d", TRAJECTEN) == [["2023-01-10", "2023-05-31", "34"]]


@pytest.mark.parametrize(
    ("old", "new", "code", "place", "word"),
    [
        (";01;8;04", ";31;8;04", "BIJ_CODE", ("bij0.csv", 2, "reden_beeindiging"), "01, 02, 03"),
        (";01;8;04", ";01;8;05", "BIJ_CODE", ("bij0.csv", 2, "zonder_hulp_verder"), "01, 02, 03"),
        (";01;8;04", ";01;11;04", "GETAL_ONMOGELIJK", ("bij0.csv", 2, "nut_score"), "1 tot en met"),
        ("2023-05-31", "2023-02-31", "DATUM_ONMOGELIJK", ("bij0.csv", 2, "eind_datum"), "datum"),
        (";Hulpvorm;", ";Vorm;", "KOLOM_ONTBREEKT", ("bij0.csv", 1, "hulpvorm"), "hulpvorm"),
        (
            '"2023-1"',
            '"2023-K1"',
            "BIJ_OPGAVE",
            ("levering.toml", 6, "beleidsinformatie"),
            "2023-2",
        ),
        (
            "2023-07-10",
            "2023-06-10",
            "BIJ_OPGAVE",
            ("levering.toml", 6, "beleidsinformatie"),
            "voor",
        ),
        (
            '"bij0.csv"',
            '"bij9.csv"',
            "BIJ_OPGAVE",
            ("levering.toml", 6, "beleidsinformatie"),
            "bij9",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    old: str, new: str, code: str, place: tuple[str, int, str], word: str, tmp_path: Path
) -> None:
    row = record(ANNA, "2023-01-10", "2023-05-31", "01", "8;04")
    source = write(tmp_path / "l", ("2023-1", "2023-07-10", KOP, [row]))
    for path in source.iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(LeveringRejected) as rejected:
        load(source, tmp_path / "d")
    found = [item for item in rejected.value.findings if item.code == code]
    assert {(item.bestand, item.regel, item.kolom) for item in found} == {place}
    assert word in f"{found[0].melding} {found[0].oplossing}"
    assert not (tmp_path / "d" / "store.duckdb").exists()


def test_a_file_without_a_record_is_refused(tmp_path: Path) -> None:
    empty = ("2022-2", "2023-01-10", KOP, [])
    source = write(
        tmp_path / "l", empty, ("2023-1", "2023-07-10", KOP, [record(ANNA, "2023-01-10")])
    )
    with pytest.raises(LeveringRejected) as rejected:
        load(source, tmp_path / "d")
    found = [(item.code, item.bestand) for item in rejected.value.findings]
    assert found == [("BIJ_LEEG", "bij0.csv")]


def test_two_records_of_one_traject_that_differ_are_refused(tmp_path: Path) -> None:
    rows = [record(ANNA, "2023-01-10"), record(ANNA, "2023-01-10", "2023-05-31", "01")]
    source = write(tmp_path / "l", ("2023-1", "2023-07-10", KOP, rows))
    with pytest.raises(LeveringRejected) as rejected:
        load(source, tmp_path / "d")
    assert [(item.code, item.regel) for item in rejected.value.findings] == [("BIJ_DUBBEL", 3)]
