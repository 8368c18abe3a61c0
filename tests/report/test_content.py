"""The report: PDF/UA-1, the same bytes, the same sentences, and nothing of another audience."""

import dataclasses
import hashlib
import re
import subprocess
import sys
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import page
import pypdf
import pytest

from proeftuin.charts.effect import Regel, effect_picture, margin_text
from proeftuin.errors import ProeftuinError
from proeftuin.indicators import INDICATOR
from proeftuin.records import Uitkomst
from proeftuin.report.annex import conclusion_section
from proeftuin.report.blocks import Alinea, Figuur, Kop, Lijst, Rapport, Tabel
from proeftuin.report.content import SYNTHETISCH
from proeftuin.report.origin import changes_part, nulmeting_words
from proeftuin.report.write import FORMATEN, make_report, report_name
from proeftuin.report.writers import pdf as report_pdf
from proeftuin.results import read_promised
from proeftuin.results.editie import NulmetingStatus, Wijziging
from proeftuin.results.effect import read_effect
from proeftuin.sentences.conclusion import break_even, conclude
from proeftuin.sentences.effect import effect_sentence
from proeftuin.sentences.numbers import Punt
from tests.charts.specs import spec_of
from tests.lib import edities, rapporten

SETTINGS = edities.small_settings()
BELOOFD = [slug for vraag in SETTINGS.evaluatie.vraag for slug in vraag.indicatoren]


def test_the_annex_is_two_pages() -> None:
    for audience in rapporten.AUDIENCES:
        found = rapporten.pages(audience)
        assert "Wat meer tijd" in found[1]
        assert "Bijlage A." in found[2] and "Conclusie" not in found[2]


def test_every_page_says_synthetisch_and_which_edition() -> None:
    for audience in rapporten.AUDIENCES:
        found = rapporten.pages(audience)
        for number, text in enumerate(found, start=1):
            assert SYNTHETISCH in text
            assert f"editie {rapporten.editie(audience).id} ({audience})" in text
            assert f"{number} van {len(found)}" in text


@pytest.mark.parametrize("audience", rapporten.AUDIENCES)
def test_pdf_is_accessible(audience: str) -> None:
    found = page.validate_pdf_bytes(rapporten.report(audience, "pdf"), profile="ua1")
    assert found.is_compliant, [(item.rule_id, item.message) for item in found.failures]
    assert found.rules.total > 100


def test_the_checker_sees_a_broken_pdf() -> None:
    """The same file without its tags or its language fails, so that a pass means something."""
    whole = rapporten.report("openbaar", "pdf")
    for old, new in ((b"/StructTreeRoot", b"/StructTreeRoox"), (b"/Lang(nl-NL)", b"/Lanx(nl-NL)")):
        assert whole.count(old) >= 1
        broken = whole.replace(old, new)
        assert not page.validate_pdf_bytes(broken, profile="ua1").is_compliant


def test_pdf_names_itself_in_dutch() -> None:
    reader = pypdf.PdfReader(rapporten.BytesIO(rapporten.report("intern", "pdf")))
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "nl-NL"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == rapporten.content("intern").titel
    made = datetime.fromisoformat(rapporten.editie("intern").gemaakt_op).astimezone(UTC)
    assert reader.metadata.creation_date == made.replace(microsecond=0)


def test_pdf_uses_no_letter_of_the_machine() -> None:
    reader = pypdf.PdfReader(rapporten.BytesIO(rapporten.report("intern", "pdf")))
    names = {
        str(font.get_object()["/BaseFont"])
        for item in reader.pages
        for font in item["/Resources"].get("/Font", {}).values()
    }
    assert names and all("SourceSansPro" in name for name in names), names


@pytest.mark.langzaam
def test_the_same_edition_gives_the_same_bytes() -> None:
    assert set(FORMATEN) == {"pdf", "docx", "pptx", "xlsx", "html"}
    for formaat in ("pdf", "docx", "xlsx", "html"):
        again = make_report(rapporten.editie("openbaar"), SETTINGS, formaat)
        assert again == rapporten.report("openbaar", formaat), formaat


def test_another_process_gives_the_same_pdf() -> None:
    """Another hash seed and another hour, in a process of its own; a short report is enough."""
    code = (
        "import hashlib, sys; from tests.report.test_content import short_report; "
        "from proeftuin.report.writers.pdf import write_pdf; "
        "print(hashlib.sha256(write_pdf(short_report(sys.argv[1]))).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(edities.published())],
        cwd=Path(__file__).resolve().parents[2],
        env={"PATH": "", "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    here = report_pdf.write_pdf(short_report(str(edities.published())))
    assert done.stdout.strip() == hashlib.sha256(here).hexdigest()


def short_report(folder: str) -> Rapport:
    """One heading, the one picture and one table, from the edition in that folder."""
    from proeftuin.report.content import made_at
    from proeftuin.results.editie import open_editie

    editie = open_editie(folder, "openbaar")
    lines = [
        Regel(str(item.nummer), item.naam, item.uitkomst)
        for item in read_promised(editie, SETTINGS)
    ]
    figure = Figuur("oordelen", lambda: effect_picture(lines, "West"), "Een punt per cijfer.")
    blocks = (Kop("Wat zien we?"), figure)
    return Rapport("o", "t", "u", "p", blocks, (), SYNTHETISCH, "voet", made_at(editie))


def test_every_format_says_what_the_page_says() -> None:
    """The sentences, and every cell of the conclusion; slides say those in their notes."""
    outcomes = {item.slug: item for item in read_effect(rapporten.editie("openbaar"))}
    primary = outcomes[SETTINGS.evaluatie.primair]
    said = [
        effect_sentence(primary, INDICATOR[primary.slug], SETTINGS),
        break_even(outcomes["kosten_per_jeugdige"], SETTINGS),
    ]
    conclusion = [
        punt.zin
        for part in dataclasses.astuple(conclude(outcomes.values(), SETTINGS))
        for punt in (Punt(*item) for item in part)
    ]
    blocks = list(conclusion_section(rapporten.editie("openbaar"), SETTINGS))
    (table,) = (item for item in blocks if isinstance(item, Tabel))
    (lines,) = (item for item in blocks if isinstance(item, Lijst))
    cells = [cel.zin for row in table.rijen for cel in row.cellen]
    cells += [punt.tekst for punt in lines.punten if isinstance(punt, Punt)]
    assert len(table.rijen) >= len(dict.fromkeys(BELOOFD)) and len(lines.punten) <= 4
    document, html = rapporten.word("openbaar"), rapporten.html("openbaar")
    word_cells = [cell.text for found in document.tables for cell in found._cells]
    texts = {
        "pdf": " ".join(rapporten.pages("openbaar")),
        "html": unescape(re.sub(r"<[^>]+>", "", html.replace("<small>", "("))),
        "docx": " ".join([*(item.text for item in document.paragraphs), *word_cells]),
        "pptx": " ".join(
            slide.notes_slide.notes_text_frame.text + " ".join(_texts(slide))
            for slide in rapporten.slides("openbaar").slides
        ),
        "xlsx": " ".join(str(row[1]) for row in rapporten.rows("openbaar", "Conclusie")),
    }
    wanted = {name: [*said, *cells] for name in ("pdf", "html", "docx")}
    wanted |= {"pptx": [*said, *conclusion], "xlsx": conclusion}
    for formaat, sentences in wanted.items():
        found = _letters(texts[formaat])
        for sentence in sentences:
            plain = sentence.removesuffix(")") if formaat == "html" else sentence
            assert _letters(plain) in found, (formaat, sentence)


def _texts(slide: object) -> list[str]:
    shapes = slide.shapes  # type: ignore[attr-defined]
    return [shape.text_frame.text for shape in shapes if shape.has_text_frame]


def _letters(text: str) -> str:
    """The text without spaces and joiners, which each format breaks in its own places."""
    return re.sub(r"[\s\u2060\u00ad]+", "", text)


def test_the_promised_order_is_kept_and_never_the_outcome() -> None:
    order = [slug for vraag in SETTINGS.evaluatie.vraag for slug in vraag.indicatoren]
    promised = read_promised(rapporten.editie("intern"), SETTINGS)
    assert [item.uitkomst.slug for item in promised] == order
    table = next(item for item in rapporten.content("intern").bijlage if isinstance(item, Tabel))
    names = [row.cellen[1].tekst for row in table.rijen]
    assert names == [INDICATOR[slug].naam for slug in order]


def test_what_could_be_seen_comes_before_what_is_seen() -> None:
    heads = [item.tekst for item in rapporten.content("intern").bijlage if isinstance(item, Kop)]
    assert heads[0].endswith("wat konden we zien?")
    assert heads[1] == "Wat zien we?"
    assert heads[-1] == "Conclusie"


def test_every_picture_has_words() -> None:
    for audience in rapporten.AUDIENCES:
        whole = rapporten.content(audience)
        blocks = [*whole.bijlage, *(item for part in whole.bijlagen for item in part)]
        figures = [item for item in blocks if isinstance(item, Figuur)]
        assert len(figures) >= 14
        assert all(len(item.alt) > 60 for item in figures)


def _outcome(**changed: object) -> Uitkomst:
    found = next(i for i in read_effect(rapporten.editie("intern")) if i.slug == "verblijf")
    base = {
        **{"est": -0.02, "onder": -0.04, "boven": -0.0001, "mdc": 0.03, "se": 0.01, "df": 7},
        **{"verdict": "aantoonbaar anders dan de andere wijken", "reden": ""},
        "is_primair": False,
    }
    return dataclasses.replace(found, **{**base, **changed})  # type: ignore[arg-type]


def test_margin_never_seems_to_hold_zero() -> None:
    assert margin_text(_outcome()) == "−4,0 tot net onder 0,0"
    assert margin_text(_outcome(onder=None)) == ""


def test_picture_tells_the_verdicts_apart() -> None:
    """Filled for aantoonbaar, open for not, grey for not comparable, an arrow beyond the scale."""

    def look(outcome: Uitkomst) -> tuple[str, str, list[str]]:
        spec = spec_of(effect_picture([Regel("1", "Verblijf", outcome)], "West"))
        mark = next(item["mark"] for item in spec["layer"] if item["mark"]["type"] == "point")
        words = [
            row["tekst"]
            for item in spec["layer"]
            if item["mark"]["type"] == "text"
            for row in item["data"]["values"]
        ]
        return mark["fill"], mark["stroke"], words

    shown = look(_outcome())
    open_dot = look(_outcome(verdict="niet aantoonbaar anders"))
    grey = look(_outcome(verdict="niet vergelijkbaar", reden="placebo"))
    far = look(_outcome(onder=-0.2))
    assert shown[0] == shown[1] == open_dot[1] and open_dot[0] == "#FFFFFF"
    assert grey[1] != shown[1] and "niet vergelijkbaar" in grey[2]
    assert "←" in far[2] and "←" not in shown[2]


def test_unknown_format_is_refused_in_dutch() -> None:
    with pytest.raises(ProeftuinError, match="Kies uit: pdf, docx, pptx, xlsx, html"):
        make_report(rapporten.editie("intern"), SETTINGS, "odt")


def test_file_name_tells_edition_and_audience() -> None:
    name = report_name(rapporten.editie("openbaar"), SETTINGS, "pdf")
    assert name == f"proeftuin-jeugd-zwolle-{rapporten.editie('openbaar').id}-openbaar.pdf"


def test_a_newer_nulmeting_stands_beside_the_shown_one() -> None:
    """Intern both versions with the difference; openbaar only that it changed."""
    state = NulmetingStatus(
        versie=1,
        vastgelegd_op="2022-05-01T10:00:00+00:00",
        ongewijzigd=False,
        nieuwere_versie=2,
        wijzigingen=(Wijziging("west", 0.165, 0.17), Wijziging("zuid", None, 0.14)),
        andere_cellen=3,
    )
    table, rest = changes_part(INDICATOR["verblijf"], state, "intern", SETTINGS)
    assert isinstance(table, Tabel) and isinstance(rest, Alinea)
    assert [tuple(cel.tekst for cel in row.cellen) for row in table.rijen] == [
        ("West", "16,5%", "17,0%", "+0,5\u00a0procentpunt"),
        ("Zuid", "–", "14,0%", "–"),
    ]
    assert [kolom.kop for kolom in table.kolommen][1:3] == ["Versie 1, hier getoond", "Versie 2"]
    (hidden,) = changes_part(INDICATOR["verblijf"], state, "openbaar", SETTINGS)
    assert isinstance(hidden, Alinea) and "17" not in hidden.tekst
    assert nulmeting_words(state)[2] == "nee, versie 2 staat ernaast"
