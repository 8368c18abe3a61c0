"""Minutes as PDF and Word: made of the journal and frozen figures, whatever is published later."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from proeftuin.errors import ProeftuinError
from proeftuin.gesprek.freeze import frozen_quarters
from proeftuin.gesprek.verslag import (
    KWARTALEN,
    NIET_INTACT,
    Verslag,
    make_rapport,
    make_verslag,
    verslag_name,
)
from proeftuin.indicators import INDICATOR
from proeftuin.journal.journal import Journal
from proeftuin.journal.types import VRAGEN as VELDEN
from proeftuin.journal.types import Gesprek
from proeftuin.sentences.numbers import show_figure
from proeftuin.vocabulary import ROL_INTERN
from tests.lib.edities import small_settings
from tests.lib.gesprekken import DOOR, EERSTE, TWEEDE, act, editie, hold, make_journal


def read(journal: Journal, gesprek: Gesprek, **extra: object) -> Verslag:
    return Verslag(
        journal.gesprekken.find(gesprek.id, ROL_INTERN),
        tuple(journal.agenda.select(gesprek.id, ROL_INTERN)),
        tuple(journal.agenda.bevriezingen(gesprek.id, ROL_INTERN)),
        tuple(journal.acties.select(ROL_INTERN, gesprek_id=gesprek.id)),
        **extra,  # type: ignore[arg-type]
    )


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return make_journal(tmp_path)


def written(journal: Journal) -> Gesprek:
    made = hold(journal, editie(EERSTE, "intern"), ("verblijf", "instroom"), soort="driehoek")
    punt = journal.agenda.select(made.id, ROL_INTERN)[0]
    journal.agenda.change(
        punt.id, punt.versie, DOOR, herkennen="Ja, dit zien we.\n#set page(5)", koers="Het past."
    )
    act(journal, made, "verblijf")
    journal.agenda.add(made.id, titel="Budget", soort="vrij", door=DOOR)
    now = journal.gesprekken.find(made.id, ROL_INTERN)
    return journal.gesprekken.close(made.id, now.versie, DOOR)


def pdf_text(content: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    return " ".join(" ".join(pages).split())


def docx_text(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(item.text for item in document.paragraphs), *cells]).split())


def test_both_formats_hold_the_frozen_figures_texts_and_actions(journal: Journal) -> None:
    gesprek = written(journal)
    verslag = read(journal, gesprek)
    texts = {
        "pdf": pdf_text(make_verslag(verslag, small_settings(), "pdf")),
        "docx": docx_text(make_verslag(verslag, small_settings(), "docx")),
    }
    wanted = ["Ja, dit zien we.", "#set page(5)", "Het past.", "Iets doen aan verblijf"]
    wanted += ["Sociaal Wijkteam West", "jan–mrt 2024", EERSTE, "Verblijf: omlaag", "Budget"]
    for frozen in verslag.bevriezingen:
        indicator = INDICATOR[frozen.rijen[0]["slug"]]
        for figure in frozen_quarters(frozen.rijen, "west")[-KWARTALEN:]:
            wanted.append(show_figure(indicator, figure).replace("\u00a0", " "))
    for formaat, text in texts.items():
        text = text.replace("\u00a0", " ")
        missing = [item for item in wanted if item not in text]
        assert not missing, (formaat, missing)
        assert "Synthetische gegevens" in text or formaat == "docx"


def test_the_pdf_is_tagged_dutch_and_for_everyone(journal: Journal) -> None:
    content = make_verslag(read(journal, written(journal)), small_settings(), "pdf")
    reader = PdfReader(BytesIO(content))
    assert reader.trailer["/Root"]["/Lang"] == "nl-NL"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in content
    assert content == make_verslag(
        read(journal, journal.gesprekken.select(ROL_INTERN)[0]), small_settings(), "pdf"
    )


def test_a_newer_edition_changes_nothing_and_the_next_talk_shows_both(journal: Journal) -> None:
    first = written(journal)
    before = make_rapport(read(journal, first), small_settings())
    second = hold(
        journal,
        editie(TWEEDE, "intern"),
        ("verblijf",),
        soort="driehoek",
        datum=date(2024, 4, 18),
        kwartaal="2024-Q1",
    )
    assert make_rapport(read(journal, first), small_settings()) == before
    actions = tuple(journal.acties.select(ROL_INTERN, voor_gesprek=second.id))
    assert [item.slug for item in actions] == ["verblijf"]
    then = {item.agendapunt_id: item for item in journal.agenda.bevriezingen(first.id, ROL_INTERN)}
    verslag = read(journal, second, eerdere_acties=actions, eerdere_bevriezingen=then)
    text = pdf_text(make_verslag(verslag, small_settings(), "pdf"))
    assert "Acties uit eerdere gesprekken" in text and "De actie wilde: omlaag." in text
    assert "Verblijf in West: toen" in text and TWEEDE in text


def test_tampered_figures_are_left_out_and_said(journal: Journal) -> None:
    verslag = read(journal, written(journal))
    first, *rest = verslag.bevriezingen
    broken = replace(first, rijen=[{**first.rijen[0], "waarde": 0.99}, *first.rijen[1:]])
    text = docx_text(
        make_verslag(replace(verslag, bevriezingen=(broken, *rest)), small_settings(), "docx")
    )
    assert NIET_INTACT in text and "99,0%" not in text


def test_an_unknown_format_is_refused_and_the_name_is_plain(journal: Journal) -> None:
    gesprek = written(journal)
    with pytest.raises(ProeftuinError, match="Kies uit: pdf, docx"):
        make_verslag(read(journal, gesprek), small_settings(), "odt")
    assert verslag_name(gesprek, "pdf") == "verslag-2024-01-18-driehoek-west.pdf"


PASTED = "Duim 👍🏽, bol \uf0b7, 中文, 한, ไ, አ, ﷺ, einde \uffff."


def pasted(journal: Journal) -> Gesprek:
    """A closed conversation in which someone pasted every kind of sign."""
    made = journal.gesprekken.plan(
        soort="driehoek",
        datum=date(2024, 1, 18),
        wijk="west",
        kwartaal="2023-Q4",
        titel="Gesprek 🏠",
        genodigden=("Wijkteam",),
        door=DOOR,
    )
    punt = journal.agenda.add(made.id, titel="Budget ✅", soort="vrij", door=DOOR)
    journal.agenda.change(punt.id, punt.versie, DOOR, herkennen=PASTED.replace("\uffff", ""))
    now = journal.gesprekken.find(made.id, ROL_INTERN)
    return journal.gesprekken.close(made.id, now.versie, DOOR)


def test_any_text_that_was_pasted_prints_and_the_file_says_what_it_has_no_letter_for(
    journal: Journal,
) -> None:
    verslag = read(journal, pasted(journal))
    text = pdf_text(make_verslag(verslag, small_settings(), "pdf"))
    assert "Duim □, bol •, □□" in text and "👍" not in text
    assert "tekens in de teksten heeft dit bestand geen letter (U+" in text and "U+1F44D" in text
    made = docx.Document(BytesIO(make_verslag(verslag, small_settings(), "docx")))
    words = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert "👍🏽" in words and "中文" in words and "geen letter" not in words
    assert make_verslag(verslag, small_settings(), "pdf") == make_verslag(
        verslag, small_settings(), "pdf"
    )


def test_minutes_from_before_signs_were_refused_print_as_well(journal: Journal) -> None:
    verslag = read(journal, pasted(journal))
    old = replace(verslag, agenda=tuple(replace(p, herkennen=PASTED) for p in verslag.agenda))
    assert "einde □." in pdf_text(make_verslag(old, small_settings(), "pdf"))
    made = docx.Document(BytesIO(make_verslag(old, small_settings(), "docx")))
    words = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert "einde □." in words and "(U+FFFF)" in words


def test_what_was_agreed_and_said_fits_two_pages_and_the_figures_follow(journal: Journal) -> None:
    slugs = ("verblijf", "instroom", "stapeling", "gebruik")
    gesprek = hold(journal, editie(EERSTE, "intern"), slugs, soort="driehoek")
    for punt in journal.agenda.select(gesprek.id, ROL_INTERN):
        answers = {veld: "Wij zien dit ook in ons werk. " * 5 for veld in VELDEN}
        journal.agenda.change(punt.id, punt.versie, DOOR, **answers)
        act(journal, gesprek, str(punt.slug))
    reader = PdfReader(BytesIO(make_verslag(read(journal, gesprek), small_settings(), "pdf")))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    [first] = [nr for nr, text in enumerate(pages) if "De cijfers bij dit gesprek" in text]
    assert first == 2
    assert "Iets doen aan gebruik" in pages[0] and "4. gebruik" in " ".join(pages[:2])
