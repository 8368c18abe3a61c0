"""No cell of any table this product writes is run as a formula; numbers stay numbers.

The texts that come from outside (names in the configuration, codes and values of a levering) are
made formulas here, and every writer is walked; one function decides for all of them.
"""

import ast
import csv
import html
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proeftuin.cli import effect as cli_effect
from proeftuin.cli import prognose as cli_prognose
from proeftuin.cli import toon as cli_toon
from proeftuin.errors import FOUT, Finding
from proeftuin.files import safe_cell, write_cells
from proeftuin.ingest.findings import write_findings
from proeftuin.report.writers import xlsx_rows
from proeftuin.report.writers.xlsx import write_xlsx
from proeftuin.results import NOEMERSTAND, NUMBERS
from proeftuin.sentences.tables import write_csv
from proeftuin.settings.read import read_settings
from tests.lib import rapporten

IN_CELLS = re.compile(r"xl/(worksheets/sheet\d+|sharedStrings)\.xml$")
TEXT = re.compile(r"<t(?: [^>]*)?>([^<]*)</t>")
HOUSE = Path(__file__).resolve().parents[1] / "proeftuin"
BEGIN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
KWAAD = (
    "=1+1",
    "+31*HYPERLINK(A1)",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\ufeff=1",
    "＝1+1",
)
BINNEN = ("a;=1+1", "a,@SUM(A1)", 'a"; +cmd', "a\n-cmd", "a\t=1", "a|=1", "a; -2+3")
GETALLEN = (-5, -5.5, "-5", "-5,50", "+3", "-1.234,5", "1e-7", "-12%", None, 0, True)
GEWOON = ("<10", "– 5 dagen", "wijk Noord-West", "a+b", "mail a@b", "2021 tot en met 2023", "")


@pytest.mark.parametrize("text", KWAAD)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [*GETALLEN, *GEWOON])
def test_numbers_and_plain_texts_stay_as_they_are(value: Any) -> None:
    assert safe_cell(value) is value
    stream = StringIO()
    write_cells(stream, [[value, "x"]])
    shown = "" if value is None else str(value)
    assert next(csv.reader(StringIO(stream.getvalue()), delimiter=";"))[0] == shown


def cells_of(content: str) -> list[str]:
    """Every cell, as a reader with any of the usual delimiters may take the text apart."""
    found = []
    for delimiter in ";,\t|":
        rows = csv.reader(StringIO(content.replace("\r", "\n")), delimiter=delimiter)
        found += [cell.strip(" \"'") if "'" not in cell else cell for row in rows for cell in row]
    return found


def formulas_in(content: str) -> list[str]:
    """The cells that a spreadsheet would run, none of which is a number."""
    return [cell for cell in cells_of(content) if cell[:1] in BEGIN and safe_cell(cell) != cell]


@pytest.mark.parametrize("text", [*KWAAD, *BINNEN])
def test_no_delimiter_of_a_spreadsheet_sets_a_formula_free(text: str) -> None:
    stream = StringIO()
    write_cells(stream, [[text, "x"]])
    assert formulas_in(stream.getvalue()) == []
    assert formulas_in(f"{text};x\r\n") or text[0] in " \ufeff", "the search itself would find it"


@given(st.text("=+-@;,\t\r\n\"' a1", max_size=8))
def test_no_text_at_all_begins_a_formula(text: str) -> None:
    safe = safe_cell(text)
    assert safe == text or safe == f"'{text}"
    assert safe[:1] not in BEGIN or safe.replace(",", "").lstrip("+-").isdecimal()


def evil_figures(text: str) -> str:
    frame = pd.DataFrame({name: [-1.5] for name in (*NUMBERS, *NOEMERSTAND)})
    words = dict.fromkeys(("slug", "indeling", "categorie", "wijk", "venster", "status"), text)
    frame = frame.assign(**words, van=date(2023, 1, 1), tot=date(2023, 3, 31), ongeveer=False)
    editie = SimpleNamespace(
        bron=text, datastand=date(2023, 3, 31), id="1", audience=text, definitieversie="1",
        synthetisch=False,
    )  # fmt: skip
    made = write_csv(SimpleNamespace(frame=frame), editie, read_settings())  # type: ignore[arg-type]
    assert ";-1,5;" in made.decode("utf-8-sig")
    return made.decode("utf-8-sig")


def evil_toon(text: str) -> str:
    rows = [{"wijk": text, "categorie": text, "waarde": -1.5}]
    return cli_toon.cijfers_csv(rows, ("wijk", "categorie", "waarde"))


def evil_effect(text: str) -> str:
    values = dict.fromkeys(cli_effect.FLAT, text) | {"slug": "verblijf", "est": -0.5}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cli_effect, "effect_sentence", lambda *_: text)
        return cli_effect.effect_csv([SimpleNamespace(**values)], read_settings())  # type: ignore[list-item]


def evil_prognose(text: str) -> str:
    values = dict.fromkeys(cli_prognose.FLAT, text) | {"raming_eur": -3.5}
    prognose = SimpleNamespace(ramingen=[SimpleNamespace(**values)])
    return cli_prognose.prognose_csv([prognose])  # type: ignore[list-item]


WRITERS: tuple[Callable[[str], str], ...] = (evil_figures, evil_toon, evil_effect, evil_prognose)


@pytest.mark.parametrize("text", [*KWAAD, *BINNEN])
@pytest.mark.parametrize("writer", WRITERS)
def test_every_csv_of_figures_is_safe(writer: Callable[[str], str], text: str) -> None:
    made = writer(text)
    assert formulas_in(made) == []
    assert "'" in made, "the text stands there, made harmless"


@pytest.mark.parametrize("text", [*KWAAD, *BINNEN])
def test_the_findings_are_safe(text: str, tmp_path: Path) -> None:
    found = Finding("X", FOUT, text, 3, text, text, text, 1, text)
    written = write_findings([found], tmp_path).read_text(encoding="utf-8-sig")
    assert formulas_in(written) == [] and "TOTAAL" in written


def test_the_workbook_is_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = rapporten.edities.small_settings()
    wijken = tuple(
        replace(wijk, naam=text) for wijk, text in zip(settings.wijk, KWAAD, strict=False)
    )
    gemeente = replace(settings.gemeente, naam="=cmd", proeftuin="@cmd")
    settings = replace(settings, wijk=wijken, gemeente=gemeente)
    monkeypatch.setattr(xlsx_rows, "category_name", lambda *_: "=HYPERLINK(A1)")
    rapport = replace(rapporten.content("intern"), titel="=t", merk="+m", voet="-v")
    made = write_xlsx(rapport, rapporten.editie("intern"), settings)
    parts = zipfile.ZipFile(BytesIO(made))
    xml = [parts.read(name) for name in parts.namelist() if IN_CELLS.match(name)]
    assert len(xml) > 10 and not any(re.search(rb"<f[ >]", part) for part in xml), "a formula"
    texts = {html.unescape(text) for part in xml for text in TEXT.findall(part.decode())}
    assert [text for text in texts if text[:1] in BEGIN] == []
    made_safe = [text for text in texts if text[:1] == "'"]
    assert any(b"<v>-" in part for part in xml) and len(made_safe) > 5


def test_no_writer_goes_round_it() -> None:
    """A table is written by write_cells, a cell of a workbook through safe_cell, nowhere else."""
    for file in sorted(HOUSE.rglob("*.py")):
        place = file.relative_to(HOUSE).as_posix()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            made = ast.unparse(node.func)
            if made in ("csv.writer", "csv.DictWriter"):
                assert place == "files.py", f"{place}:{node.lineno}"
            if node.func.attr in ("write_string", "write", "write_row", "write_rich_string"):
                if made.startswith("sheet."):
                    assert "safe_cell(" in ast.unparse(node), f"{place}:{node.lineno}"
            if node.func.attr == "to_csv" or made in ("sheet.write_formula", "sheet.write_url"):
                raise AssertionError(f"{place}:{node.lineno}")
