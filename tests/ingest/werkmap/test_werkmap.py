"""A workbook gives the store of the CSV of its content; what Excel did is repaired or said."""

import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment

from proeftuin.errors import FOUT, Finding, LeveringRejected
from proeftuin.ingest import LoadReport, load_levering
from proeftuin.ingest.herkenning import count_gebieden
from proeftuin.settings import read_settings
from proeftuin.store import open_store
from tests.ingest.test_read import contents
from tests.lib.aanlevering.werkmappen import (
    Rows,
    list_sheets,
    replace_in_part,
    write_werkmap,
    write_with_xlsxwriter,
)
from tests.lib.leveringen import write

SETTINGS = read_settings()


def accounts(data_dir: Path) -> list[tuple[Any, ...]]:
    with open_store(data_dir) as store:
        frame = store.frame("select * from aansluiting order by all")
        return list(frame.itertuples(index=False, name=None))


def warnings_of(report: LoadReport) -> set[tuple[str, int | None, str | None]]:
    return {(f.code, f.regel, f.kolom) for f in report.waarschuwingen}


def rejected(source: Path, data: Path) -> list[Finding]:
    with pytest.raises(LeveringRejected) as error:
        load_levering(source, data, SETTINGS)
    return [finding for finding in error.value.findings if finding.ernst == FOUT]


@pytest.mark.parametrize("writer", [write_werkmap, write_with_xlsxwriter])
def test_a_workbook_alone_is_the_csv_cell_by_cell(
    writer: Any, goed: Path, data: Path, tmp_path: Path
) -> None:
    report = load_levering(writer(tmp_path / "levering.xlsx", list_sheets()), data, SETTINGS)
    assert not report.waarschuwingen
    assert contents(data) == contents(goed)
    assert accounts(data) == accounts(goed)


def test_a_workbook_in_a_folder_or_zip_stands_beside_csv(
    goed: Path, data: Path, tmp_path: Path
) -> None:
    sheets = list_sheets()
    some = {naam: sheets[naam] for naam in ("traject", "declaratie")}
    without = {"traject.csv": None, "declaratie.csv": None}
    folder = write(tmp_path / "map", without)
    write_werkmap(folder / "Export.xlsx", {naam.upper(): rows for naam, rows in some.items()})
    load_levering(folder, data, SETTINGS)
    assert contents(data) == contents(goed)
    with zipfile.ZipFile(tmp_path / "levering.zip", "w") as archive:
        for path in folder.iterdir():
            archive.write(path, f"levering/{path.name}")
    load_levering(tmp_path / "levering.zip", data, SETTINGS, replace=True)
    assert contents(data) == contents(goed)
    both = write(tmp_path / "beide", {"declaratie.csv": None})
    write_werkmap(both / "e.xlsx", some)
    assert [(f.code, f.bestand) for f in rejected(both, tmp_path / "d2")] == [
        ("BESTAND_DUBBEL", "e.xlsx, blad traject")
    ]


def test_one_sheet_of_any_name_in_a_file_of_our_name(
    goed: Path, data: Path, tmp_path: Path
) -> None:
    folder = write(tmp_path / "map", {"declaratie.csv": None})
    write_werkmap(folder / "Declaratie.xlsx", {"Blad1": list_sheets()["declaratie"]})
    load_levering(folder, data, SETTINGS)
    assert contents(data) == contents(goed)


def test_what_people_put_around_a_table_is_left_out_and_said(
    goed: Path, data: Path, tmp_path: Path
) -> None:
    def spoil(sheet: Any, book: Any) -> None:
        sheet.insert_rows(1, 3)
        sheet["A1"] = "Declaraties 2021, uitdraai van 4 januari"
        sheet.merge_cells("A1:G1")
        sheet.append([None, None, None, "Totaal", None, None, 1000.5])
        sheet.append([])
        sheet.append(["Bron: het register"])
        sheet.row_dimensions[6].hidden = True
        sheet["A5"].comment = Comment("let op", "wie")

    sheets = list_sheets()
    sheets["declaratie"].insert(2, list(sheets["declaratie"][0]))  # the header again, on a page
    sheets["Toelichting"] = [["vrije tekst"]]
    path = write_werkmap(tmp_path / "a.xlsx", sheets, declaratie=spoil)
    report = load_levering(path, data, SETTINGS)
    assert contents(data) == contents(goed)
    assert warnings_of(report) == {
        ("BLAD_TITEL", None, None),
        ("REGEL_WEG", 6, None),
        ("REGEL_WEG", 8, None),
        ("REGEL_WEG", 10, None),
        ("BLAD_ONBEKEND", None, None),
    }
    telling = dict(report.aansluiting)["declaratie"]
    assert (telling.gelezen, telling.geladen) == (5, 2)
    assert telling.weggelaten == {"totaalregel": 1, "voettekst": 1, "kop_herhaald": 1}


def test_hidden_rows_and_sheets_count_and_are_said(goed: Path, data: Path, tmp_path: Path) -> None:
    def hide_row(sheet: Any, book: Any) -> None:
        sheet.row_dimensions[3].hidden = True

    def hide_sheet(sheet: Any, book: Any) -> None:
        sheet.sheet_state = "veryHidden"

    path = write_werkmap(tmp_path / "a.xlsx", list_sheets(), traject=hide_row, casus=hide_sheet)
    report = load_levering(path, data, SETTINGS)
    assert contents(data) == contents(goed)
    said = {(f.code, f.bestand, f.aantal) for f in report.waarschuwingen}
    assert said == {
        ("RIJ_VERBORGEN", "a.xlsx, blad traject", 1),
        ("BLAD_VERBORGEN", "a.xlsx, blad casus", 1),
    }


def test_what_excel_made_of_values_is_repaired_or_said(
    goed: Path, data: Path, tmp_path: Path
) -> None:
    def spoil(sheet: Any, book: Any) -> None:
        sheet["E2"] = 2  # 02 that lost its zero
        sheet["F2"] = 1
        sheet["G2"] = 44206  # 10 January 2021 as a number
        sheet["G2"].number_format = "General"
        sheet["H2"] = datetime(2021, 6, 29, 23, 59, 59, 999_900)  # a day that was computed
        sheet["I2"] = " 31 "
        sheet["G3"] = "01-03-2022"

    def amounts(sheet: Any, book: Any) -> None:
        sheet["G2"] = "1.200,50"
        sheet["G3"] = "-200"

    path = write_werkmap(tmp_path / "a.xlsx", list_sheets(), traject=spoil, declaratie=amounts)
    report = load_levering(path, data, SETTINGS)
    assert contents(data) == contents(goed)
    assert warnings_of(report) == {("DATUM_ALS_GETAL", None, "begin_datum")}


def test_leading_zeros_that_only_the_form_of_a_cell_shows(tmp_path: Path) -> None:
    sheets = list_sheets()
    for stam, place in (("jeugdige", 0), ("traject", 1)):
        for row in sheets[stam][1:]:
            row[place] = row[place].replace("p", "004")
    for naam in ("toewijzing", "declaratie", "aanmelding"):
        del sheets[naam]
    for row in sheets["traject"][1:]:
        row[2] = None

    def spoil(sheet: Any, book: Any) -> None:
        sheet["B2"] = 41
        sheet["B2"].number_format = "0000"

    report = load_levering(
        write_werkmap(tmp_path / "a.xlsx", sheets, traject=spoil), tmp_path / "data", SETTINGS
    )
    assert report.aantallen["traject"] == 2


DAG = "2023-02-01"
BEDORVEN: dict[str, tuple[str, str, Any, str, str]] = {
    # sheet, cell, what stands there, code, what the finding shows of it
    "an error in a key": ("traject", "D2", "#N/A", "CEL_FOUT", "#N/A"),
    "an error in a person": ("traject", "B2", "#REF!", "CEL_FOUT", "#REF!"),
    "an error in a day": ("traject", "H2", "#DIV/0!", "CEL_FOUT", "#DIV/0!"),
    "a formula without outcome": ("declaratie", "G2", "=1+1", "FORMULE_LEEG", ""),
    "a code that became a day": ("traject", "E2", date(2023, 2, 1), "CEL_DATUM", DAG),
    "a key that became a day": ("declaratie", "D2", date(2023, 2, 1), "CEL_DATUM", ""),
    "an amount that became a day": (
        "declaratie",
        "G2",
        date(2023, 2, 1),
        "CEL_DATUM",
        "2023-02-01",
    ),
    "an amount with two meanings": ("declaratie", "G2", "1.234", "BEDRAG_DUBBELZINNIG", "1.234"),
    "a year for a day": ("jeugdige", "B2", 2010, "TYPE_FOUT", "2010"),
    "a number that is no code": ("traject", "I2", 12.5, "CODE_ONBEKEND", "12,5"),
    "a time": ("traject", "H2", time(12, 0), "TYPE_FOUT", "12:00:00"),
    "truth": ("traject", "E2", True, "CODE_ONBEKEND", "WAAR"),
    "a key longer than Excel keeps": ("declaratie", "A2", 10**17, "SLEUTEL_VERMINKT", ""),
    "two lines": ("traject", "E2", "02\n03", "CODE_ONBEKEND", "02 03"),
}


@pytest.mark.parametrize("geval", BEDORVEN)
def test_what_cannot_be_repaired_names_its_cell(geval: str, tmp_path: Path) -> None:
    blad, cel, waarde, code, shown = BEDORVEN[geval]

    def spoil(sheet: Any, book: Any) -> None:
        sheet[cel] = waarde

    path = write_werkmap(tmp_path / "a.xlsx", list_sheets(), **{blad: spoil})
    found = rejected(path, tmp_path / "data")
    assert [(f.code, f.bestand, f.regel, f.waarde) for f in found] == [
        (code, f"a.xlsx, blad {blad}", int(cel[1:]), shown)
    ]
    assert found[0].melding.startswith(f"Cel {cel}: ")


def test_a_month_in_a_quarter_column_is_not_taken_for_its_quarter(tmp_path: Path) -> None:
    def spoil(sheet: Any, book: Any) -> None:
        sheet["A2"] = date(2023, 2, 1)
        sheet["A2"].number_format = "mmm-yy"

    path = write_werkmap(tmp_path / "a.xlsx", list_sheets(), ervaring=spoil)
    assert [(f.code, f.waarde) for f in rejected(path, tmp_path / "data")] == [
        ("TYPE_FOUT", "2023-02")
    ]


def test_merged_cells_are_named_and_a_merged_head_is_understood(
    goed: Path, data: Path, tmp_path: Path
) -> None:
    def two_rows_of_heads(sheet: Any, book: Any) -> None:
        names = [cel.value for cel in sheet[1]]
        sheet.insert_rows(1)
        for letter, naam in zip("ABCDEFG", names, strict=True):
            if letter in "ABC":
                sheet[f"{letter}1"], sheet[f"{letter}2"] = naam, None
                sheet.merge_cells(f"{letter}1:{letter}2")
        sheet["E1"] = "Periode"
        sheet.merge_cells("E1:F1")

    path = write_werkmap(tmp_path / "a.xlsx", list_sheets(), declaratie=two_rows_of_heads)
    load_levering(path, data, SETTINGS)
    assert contents(data) == contents(goed)

    def merge_values(sheet: Any, book: Any) -> None:
        sheet["H3"] = None
        sheet.merge_cells("H2:H3")

    path = write_werkmap(tmp_path / "b.xlsx", list_sheets(), traject=merge_values)
    found = rejected(path, tmp_path / "d2")
    assert [(f.code, f.regel, f.melding[:7]) for f in found] == [("CEL_SAMENGEVOEGD", 3, "Cel H3:")]

    def merge_head(sheet: Any, book: Any) -> None:
        sheet["H1"], sheet["H2"] = "extra", "x"
        sheet["I2"] = "y"
        sheet.merge_cells("H1:I1")

    path = write_werkmap(tmp_path / "c.xlsx", list_sheets(), declaratie=merge_head)
    found = rejected(path, tmp_path / "d3")
    assert [f.code for f in found] == ["KOP_SAMENGEVOEGD"]
    assert "cel I1" in found[0].melding


def test_heads_are_checked_as_those_of_a_csv(tmp_path: Path) -> None:
    sheets = list_sheets()
    sheets["traject"] = [row[:-1] for row in sheets["traject"]]
    sheets["declaratie"] = [["x", "y"], [1, 2]]
    found = rejected(write_werkmap(tmp_path / "a.xlsx", sheets), tmp_path / "data")
    assert [(f.code, f.bestand, f.regel, f.kolom) for f in found] == [
        ("KOLOM_ONTBREEKT", "a.xlsx, blad traject", 1, "reden_einde_code"),
        ("KOP_ONTBREEKT", "a.xlsx, blad declaratie", 1, None),
    ]


def test_a_sheet_without_rows_is_not_delivered(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = list_sheets()
    sheets["casus"] = sheets["casus"][:1]
    report = load_levering(write_werkmap(tmp_path / "a.xlsx", sheets), tmp_path / "data", SETTINGS)
    assert warnings_of(report) == {("BLAD_LEEG", None, None)}
    assert "casus" not in report.aantallen
    sheets["traject"] = sheets["traject"][:1]
    found = rejected(write_werkmap(tmp_path / "b.xlsx", sheets), tmp_path / "d2")
    assert [(f.code, f.bestand) for f in found] == [("BESTAND_LEEG", "b.xlsx, blad traject")]


def test_the_sheet_levering_says_what_levering_toml_says(tmp_path: Path) -> None:
    sheets = list_sheets()
    sheets["levering"] = [
        ["Sleutel", "Waarde"],
        ["Datastand", "31-12-2023"],
        [],
        ["Synthetisch", "Ja"],
    ]
    load_levering(write_werkmap(tmp_path / "a.xlsx", sheets), tmp_path / "data", SETTINGS)
    with open_store(tmp_path / "data") as store:
        assert store.datastand == date(2023, 12, 31)
        assert store.frame("select is_synthetisch from levering").iloc[0, 0]
    sheets["levering"][1][1] = "31-02-2023"
    found = rejected(write_werkmap(tmp_path / "b.xlsx", sheets), tmp_path / "d2")
    assert [(f.code, f.bestand, f.regel) for f in found] == [
        ("DATUM_ONMOGELIJK", "b.xlsx, blad levering", 2)
    ]
    del sheets["levering"]
    found = rejected(write_werkmap(tmp_path / "c.xlsx", sheets), tmp_path / "d3")
    assert [(f.code, f.bestand) for f in found] == [("BESTAND_ONTBREEKT", "levering.toml")]
    assert "blad 'levering'" in found[0].oplossing


def test_a_workbook_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    bad = tmp_path / "a.xlsx"
    for content, word in (
        (b"PK\x03\x04nep", "stuk"),
        (b"\xd0\xcf\x11\xe0 oud", "wachtwoord"),
        (b"", "stuk"),
    ):
        bad.write_bytes(content)
        found = rejected(bad, tmp_path / "data")
        assert {f.code for f in found} >= {"BESTAND_ONLEESBAAR"}
        assert word in found[0].melding
        assert len(found) == 1
    path = write_werkmap(tmp_path / "b.xlsx", list_sheets())
    sheet = "xl/worksheets/sheet2.xml"
    replace_in_part(path, sheet, "<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet')
    assert "BESTAND_ONLEESBAAR" in {f.code for f in rejected(path, tmp_path / "data")}
    bomb = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (20 << 20))
    assert "veel te groot" in rejected(bomb, tmp_path / "data")[0].melding


def test_no_person_key_in_any_finding(tmp_path: Path) -> None:
    def spoil(sheet: Any, book: Any) -> None:
        sheet["B2"] = date(2023, 2, 1)
        sheet["A3"], sheet["E3"] = "x", "p1"

    path = write_werkmap(tmp_path / "a.xlsx", list_sheets(), traject=spoil)
    found = rejected(path, tmp_path / "data")
    assert {f.code for f in found} == {"CEL_DATUM", "CODE_ONBEKEND"}
    assert not any(f.waarde for f in found)


def test_gebieden_of_a_workbook_are_counted(tmp_path: Path) -> None:
    sheets = list_sheets()
    sheets["jeugdige"][3][2] = "ergens"
    path = write_werkmap(tmp_path / "a.xlsx", sheets)
    counted, findings = count_gebieden(path, tmp_path / "data", SETTINGS)
    assert not findings
    first = counted[0]
    assert (first.telling.bestand, first.telling.onbekend) == ("a.xlsx, blad jeugdige", 1)
    assert first.voorbeelden == (("ergens", 1),)
