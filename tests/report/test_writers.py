"""The report as Word, slides, workbook and HTML: complete, accessible, and of one audience."""

import re
import zipfile
from argparse import Namespace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest

from proeftuin.cli.commands import write_report
from proeftuin.errors import ProeftuinError
from proeftuin.indicators import INDICATORS
from proeftuin.indicators.types import AANBIEDER, GEEN
from proeftuin.report.content import SYNTHETISCH
from proeftuin.report.slides import VIER_VRAGEN
from proeftuin.report.writers.xlsx_rows import VELDEN
from proeftuin.results import read_promised
from proeftuin.results.editie import read_cijfers
from proeftuin.sentences import text_of
from tests.lib import edities, rapporten

SETTINGS = edities.small_settings()
HEADS = [veld.kop for veld in VELDEN]


def test_word_has_title_language_header_and_words_for_pictures() -> None:
    document = rapporten.word("openbaar")
    core = document.core_properties
    assert (core.language, core.title) == ("nl-NL", rapporten.content("openbaar").titel)
    section = document.sections[0]
    assert SYNTHETISCH in section.header.paragraphs[0].text
    assert (
        f"editie {rapporten.editie('openbaar').id} (openbaar)" in section.footer.paragraphs[0].text
    )
    xml = document.element.xml
    alts = re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', xml)
    assert len(alts) == xml.count("<wp:docPr ") >= 14 and all(len(text) > 60 for text in alts)
    assert xml.count("<w:tblHeader") == len(document.tables)
    levels = [int(p.style.name[-1]) for p in document.paragraphs if "Heading" in p.style.name]
    assert levels[0] == 1 and all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))


def test_each_indicator_has_a_slide_that_ends_in_the_four_questions() -> None:
    deck = rapporten.slides("openbaar")
    promised = read_promised(rapporten.editie("openbaar"), SETTINGS)
    asking = [slide for slide in deck.slides if VIER_VRAGEN in _slide_texts(slide)]
    titles = [slide.shapes.title.text_frame.text for slide in asking]
    assert titles == [text_of(_indicator(item.uitkomst.slug).vraag, SETTINGS) for item in promised]
    for word in ("Herkennen", "Verklaren", "Waarderen", "Verbeteren"):
        assert word in VIER_VRAGEN


def _indicator(slug: str) -> object:
    return next(item for item in INDICATORS if item.slug == slug)


def _slide_texts(slide: object) -> list[str]:
    shapes = slide.shapes  # type: ignore[attr-defined]
    return [shape.text_frame.text for shape in shapes if shape.has_text_frame]


def test_slides_are_readable_named_and_marked() -> None:
    deck = rapporten.slides("openbaar")
    assert deck.core_properties.language == "nl-NL"
    seen = set()
    for slide in deck.slides:
        title = slide.shapes.title.text_frame.text
        assert title and title not in seen
        seen.add(title)
        foot = [text for text in _slide_texts(slide) if SYNTHETISCH in text]
        assert any(f"editie {rapporten.editie('openbaar').id}" in text for text in foot)
        for shape in slide.shapes:
            if shape.shape_type == 13:  # a picture
                assert len(shape._element.nvPicPr.cNvPr.get("descr")) > 60
            elif shape.has_text_frame and SYNTHETISCH not in shape.text_frame.text:
                sizes = [r.font.size.pt for p in shape.text_frame.paragraphs for r in p.runs]
                assert min(sizes) >= 17, "readable at four metres"
            assert 0 <= shape.top and shape.top + shape.height <= deck.slide_height


@pytest.mark.langzaam
def test_workbook_holds_every_figure_of_its_audience() -> None:
    for audience in rapporten.AUDIENCES:
        editie = rapporten.editie(audience)
        known = sum(len(read_cijfers(editie, item.slug)) for item in INDICATORS)
        assert len(rapporten.rows(audience, "Cijfers")) == known
        splits = {name for name in rapporten.workbook(audience).sheetnames if "Per " in name}
        assert ("Per aanbieder" in splits) is (audience == "intern")
        assert {"Per leeftijd", "Per hulpvorm", "Per verwijzer", "Per vraag"} <= splits


def test_workbook_numbers_are_the_published_ones() -> None:
    """Cell by cell, the numbers and states of the frame, in its order."""
    editie = rapporten.editie("openbaar")
    rows = iter(rapporten.rows("openbaar", "Cijfers"))
    places = {name: HEADS.index(name) for name in ("Teller", "Waarde", "Onder", "Toestand", "Van")}
    for item in INDICATORS:
        frame = read_cijfers(editie, item.slug, GEEN).frame
        for record in frame.to_dict("records"):
            row = next(rows)
            assert row[0] == item.naam
            for name, column in (("Teller", "teller"), ("Waarde", "waarde"), ("Onder", "onder")):
                cell, value = row[places[name]], record[column]
                assert (cell is None) is (value != value)
                assert cell is None or cell == pytest.approx(value, rel=1e-12)
            assert row[places["Van"]] == datetime.combine(record["van"], datetime.min.time())
            word = row[places["Toestand"]]
            assert (word == "bruikbaar") is (record["status"] == "ok")
            assert (word == "afgeschermd") is (record["status"] == "afgeschermd")


def test_workbook_explains_itself() -> None:
    book = rapporten.workbook("openbaar")
    assert book.sheetnames[0] == "Uitleg"
    for sheet in book:
        head = [cell.value for row in sheet.iter_rows(max_row=2, max_col=1) for cell in row]
        assert head[0] and SYNTHETISCH in head[1]
        assert f"editie {rapporten.editie('openbaar').id} (openbaar)" in head[1]
    words = [row[0] for row in rapporten.rows("openbaar", "Uitleg")]
    assert set(HEADS) <= set(words) and set(book.sheetnames[1:]) <= set(words)
    definitions = [row[0] for row in rapporten.rows("openbaar", "Definities")]
    assert definitions == [item.naam for item in INDICATORS]


def test_openbaar_holds_no_intern_number() -> None:
    """No exact value that only the intern edition has is in any file of the openbaar one."""
    exact, public = (_all_values(audience) for audience in ("intern", "openbaar"))
    only_intern = {value for value in exact - public if value != round(value, 3)}
    assert len(only_intern) > 1000
    with zipfile.ZipFile(BytesIO(rapporten.report("openbaar", "xlsx"))) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "/sheet" in name]
    cells = {float(text) for sheet in sheets for text in re.findall(r"<v>([-.e\d]+)</v>", sheet)}
    assert len(cells) > 1000 and not cells & only_intern
    assert "Meldingen bij de laatste levering" in rapporten.html("intern")
    assert "Meldingen bij de laatste levering" not in rapporten.html("openbaar")
    assert "Per aanbieder" not in rapporten.workbook("openbaar").sheetnames


def _all_values(audience: str) -> set[float]:
    """Every number of every indicator and split the edition has."""
    editie = rapporten.editie(audience)
    found: set[float] = set()
    for item in INDICATORS:
        for indeling in (GEEN, *(name for name in item.indelingen if name != AANBIEDER)):
            frame = read_cijfers(editie, item.slug, indeling).frame
            for column in ("waarde", "onder", "boven"):
                found |= set(frame[column].dropna().tolist())
    return found


def test_html_stands_on_its_own() -> None:
    text = rapporten.html("openbaar")
    assert text.startswith('<!doctype html>\n<html lang="nl">')
    outside = set(re.findall(r'(?:src|href|url)\s*[=(]\s*["\']?([^"\')\s>]+)', text))
    assert all(item.startswith("#") for item in outside), outside
    assert "<script" not in text and "default-src 'none'" in text
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_html_is_accessible() -> None:
    text = rapporten.html("intern")
    levels = [int(item) for item in re.findall(r"<h([1-6])", text)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    assert text.count("<table>") == text.count("<caption>") == text.count("<thead>")
    assert text.count("<figure>") == text.count('<div role="img" aria-label="')
    assert text.count("<main") == text.count("</main>") == 1
    assert SYNTHETISCH in text and f"editie {rapporten.editie('intern').id} (intern)" in text


@pytest.mark.parametrize("formaat", ["docx", "pptx", "xlsx"])
def test_office_files_carry_only_the_date_of_the_edition(formaat: str) -> None:
    made = rapporten.content("openbaar").gemaakt_op
    with zipfile.ZipFile(BytesIO(rapporten.report("openbaar", formaat))) as archive:
        assert {item.date_time[:5] for item in archive.infolist()} == {made.timetuple()[:5]}
        assert archive.testzip() is None


def _options(file: Path, editie: str = "openbaar") -> Namespace:
    return Namespace(
        bestand=file, editie=editie, nummer=None, config=edities.config(), data=edities.published()
    )


def test_command_writes_the_file_at_once(tmp_path: Path) -> None:
    file = tmp_path / "rapport.XLSX"
    file.write_bytes(b"older")
    editie, written = write_report(_options(file, "intern"))
    assert (editie.audience, written) == ("intern", file)
    assert file.read_bytes() == rapporten.report("intern", "xlsx")
    assert file.stat().st_mode & 0o777 == 0o600, "an intern report is for its owner"
    assert [item.name for item in tmp_path.iterdir()] == ["rapport.XLSX"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("rapport.odt", "Eindig op: .pdf, .docx, .pptx, .xlsx, .html"),
        ("rapport", "Eindig op"),
        ("er/is/niet.pdf", "bestaat niet"),
    ],
)
def test_command_refuses_in_dutch(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(ProeftuinError, match=re.escape(message)):
        write_report(_options(tmp_path / name))
    assert not list(tmp_path.iterdir())
