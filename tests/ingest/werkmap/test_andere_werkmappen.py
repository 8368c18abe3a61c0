"""An old .xls and the .xlsx of LibreOffice go in by one door; an .ods is named with its cure."""

import shutil
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import xlwt

from proeftuin.errors import FOUT, LeveringRejected, ProeftuinError
from proeftuin.ingest import load_levering
from proeftuin.settings import read_settings
from tests.ingest.test_read import contents
from tests.lib.aanlevering.andere_werkmappen import write_as_libreoffice, write_xls
from tests.lib.aanlevering.werkmappen import list_sheets, write_werkmap
from tests.lib.leveringen import write

SETTINGS = read_settings()
# Saved by LibreOffice 7.4 (Debian 12), as people leave such files: a title in merged cells above
# each table, days as dd-mm-jjjj, codes without their zeros, a hidden row, a sum below the amounts.
LIBREOFFICE = Path(__file__).parent / "libreoffice"


@pytest.mark.langzaam
@pytest.mark.parametrize(
    ("writer", "naam"),
    [(write_xls, "levering.xls"), (write_as_libreoffice, "levering.xlsx")],
)
def test_a_workbook_of_another_maker_is_the_csv_cell_by_cell(
    writer: Any, naam: str, goed: Path, data: Path, tmp_path: Path
) -> None:
    report = load_levering(writer(tmp_path / naam, list_sheets()), data, SETTINGS)
    assert not report.waarschuwingen
    assert contents(data) == contents(goed)


@pytest.mark.parametrize("naam", ["levering.xlsx", "levering.xls"])
def test_what_libreoffice_saved_is_the_csv_cell_by_cell(naam: str, goed: Path, data: Path) -> None:
    report = load_levering(LIBREOFFICE / naam, data, SETTINGS)
    assert contents(data) == contents(goed)
    codes = Counter(finding.code for finding in report.waarschuwingen)
    assert codes == {"BLAD_TITEL": 10, "RIJ_VERBORGEN": 1, "REGEL_WEG": 1}


def test_a_new_workbook_that_is_called_xls_is_read_for_what_it_is(
    goed: Path, data: Path, tmp_path: Path
) -> None:
    path = write_werkmap(tmp_path / "a.xlsx", list_sheets()).rename(tmp_path / "a.xls")
    load_levering(path, data, SETTINGS)
    assert contents(data) == contents(goed)


def test_what_excel_did_to_an_old_workbook_is_said_or_refused(
    goed: Path, data: Path, tmp_path: Path
) -> None:
    def hide(sheet: Any, book: Any) -> None:
        sheet.row(1).hidden = True

    path = write_xls(tmp_path / "a.xls", list_sheets(), traject=hide)
    report = load_levering(path, data, SETTINGS)
    assert [finding.code for finding in report.waarschuwingen] == ["RIJ_VERBORGEN"]
    assert contents(data) == contents(goed)

    def spoil(sheet: Any, book: Any) -> None:
        sheet.row(1).set_cell_error(2, "#DIV/0!")

    path = write_xls(tmp_path / "b.xls", list_sheets(), traject=spoil)
    with pytest.raises(LeveringRejected) as error:
        load_levering(path, data, SETTINGS, replace=True)
    [finding] = [item for item in error.value.findings if item.ernst == FOUT]
    assert (finding.code, finding.bestand, finding.regel) == ("CEL_FOUT", "b.xls, blad traject", 2)
    assert contents(data) == contents(goed), "what was loaded stays"


def test_leading_zeros_that_only_the_form_shows_come_back(data: Path, tmp_path: Path) -> None:
    def zeros(sheet: Any, book: Any) -> None:
        sheet.write(1, 4, 2, xlwt.easyxf(num_format_str="00"))

    sheets = list_sheets()
    kolom = sheets["traject"][0].index("hulpvorm_code")
    assert kolom == 4
    load_levering(write_xls(tmp_path / "a.xls", sheets, traject=zeros), data, SETTINGS)


@pytest.mark.parametrize("inhoud", [b"\xd0\xcf\x11\xe0" + bytes(600), b"PK\x03\x04" + bytes(600)])
def test_a_damaged_workbook_is_refused_and_leaves_the_store(
    inhoud: bytes, data: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(inhoud)
    with pytest.raises(LeveringRejected) as error:
        load_levering(path, data, SETTINGS)
    assert "BESTAND_ONLEESBAAR" in {finding.code for finding in error.value.findings}
    assert not (data / "store.duckdb").exists()


def test_an_ods_is_named_with_its_cure(goed: Path, data: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "levering")
    ods = folder / "export.ods"
    with zipfile.ZipFile(ods, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
    report = load_levering(folder, data, SETTINGS)
    [finding] = report.waarschuwingen
    assert finding.code == "BESTAND_REKENBLAD" and "Opslaan als" in finding.oplossing
    alone = Path(shutil.copy(ods, tmp_path / "alleen.ods"))
    with pytest.raises(ProeftuinError, match="Opslaan als"):
        load_levering(alone, data, SETTINGS)
    assert contents(data) == contents(goed)
