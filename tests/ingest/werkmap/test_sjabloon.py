"""The template loads as it is written, and its made-up rows never pass for real ones."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from proeftuin.errors import FOUT, LeveringRejected, ProeftuinError
from proeftuin.ingest import load_levering, write_sjabloon
from proeftuin.schema import BESTANDEN
from proeftuin.settings import read_settings
from proeftuin.store import open_store
from tests.ingest.test_read import contents

SETTINGS = read_settings()


def test_the_template_loads_as_workbook_and_as_csv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROEFTUIN_SLEUTEL", "een sleutel voor deze test alleen")
    book, *texts = write_sjabloon(tmp_path / "leeg", SETTINGS)
    report = load_levering(book, tmp_path / "a", SETTINGS)
    assert {naam: aantal for naam, aantal in report.aantallen.items()} == {
        bestand.naam: 3 for bestand in BESTANDEN
    }
    assert {f.code for f in report.waarschuwingen} <= {"BEVOLKING_ONVOLLEDIG"}
    load_levering(texts[0].parent, tmp_path / "b", SETTINGS)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    with open_store(tmp_path / "a") as store:
        assert store.frame("select is_synthetisch from levering").iloc[0, 0]
    with pytest.raises(ProeftuinError, match="bestaat al"):
        write_sjabloon(tmp_path / "leeg", SETTINGS)


def test_rows_of_the_template_are_refused_as_real_data(tmp_path: Path) -> None:
    book, *_ = write_sjabloon(tmp_path / "leeg", SETTINGS)
    filled = openpyxl.load_workbook(book)
    filled["levering"]["B5"] = "nee"
    filled.save(tmp_path / "in.xlsx")
    with pytest.raises(LeveringRejected) as error:
        load_levering(tmp_path / "in.xlsx", tmp_path / "a", SETTINGS)
    fouten = [f for f in error.value.findings if f.ernst == FOUT]
    assert {f.code for f in fouten} == {"VOORBEELD_OVER"} and len(fouten) == 5


def test_codes_are_chosen_from_lists_and_nothing_is_a_formula(tmp_path: Path) -> None:
    wijk = replace(SETTINGS.wijk[0], id="=1+1", naam='=HYPERLINK("x")')
    pilot = replace(SETTINGS.pilot, wijken=("=1+1",))
    settings = replace(SETTINGS, wijk=(wijk, *SETTINGS.wijk[1:]), pilot=pilot)
    book, *texts = write_sjabloon(tmp_path / "leeg", settings)
    found = openpyxl.load_workbook(book)
    for sheet in found:
        for row in sheet.iter_rows():
            assert not any(cel.data_type == "f" for cel in row)
    lists = {
        str(rule.sqref): rule.formula1 for rule in found["traject"].data_validations.dataValidation
    }
    assert len(lists) == 3 and all(text.startswith("Codelijsten!$") for text in lists.values())
    assert found["traject"]["E2"].number_format == "@"
    for path in texts:
        assert ";=" not in path.read_text(encoding="utf-8-sig")
