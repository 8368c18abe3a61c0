"""Help at hand: terms, search, the legend and the tour."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from proeftuin.access.rules import Toegang
from proeftuin.indicators import INDICATORS
from proeftuin.sentences import begrip_of, fill_begrip, read_begrippen
from proeftuin.sentences.begrippen import _GETALLEN, DOCUMENT
from proeftuin.settings import read_settings
from proeftuin.ui import shell as ui
from proeftuin.ui.hulp import find_places, term_html
from proeftuin.ui.hulp.uitleg import STAPPEN
from proeftuin.ui.hulp.verklaring import contact_html
from proeftuin.ui.shell import PAGINAS
from proeftuin.vocabulary import ROL_INTERN
from tests.pages.test_pages import ROOT, text_of
from tests.ui.test_gesprek import Inside

pytest_plugins = ("tests.lib.editie_fixture",)
ALL = [(pagina.slug, pagina.titel) for pagina in PAGINAS]


def test_every_term_of_the_document_is_read() -> None:
    found = read_begrippen()
    assert len(found) == len(re.findall(r"(?m)^\*\*", DOCUMENT.read_text(encoding="utf-8")))
    assert len({item.anker for item in found}) == len(found)
    for item in found:
        assert item.naam and item.bron and item.afdeling and item.tekst.endswith(".")
        assert not re.search(r"[`*\[\]]", item.naam + item.tekst + item.bron), item


def test_every_number_of_a_term_is_the_configured_one() -> None:
    by_anker = {item.anker: item for item in read_begrippen()}
    settings = read_settings()
    for anker, pairs in _GETALLEN.items():
        item = by_anker[anker]
        for standaard, _ in pairs:
            assert standaard in f"{item.tekst} {item.bron}", (anker, standaard)
    shown = fill_begrip(by_anker["cijfer-doorstroom"], settings)
    assert shown == by_anker["cijfer-doorstroom"]  # the standard is what the document says
    other = replace(settings, perioden=replace(settings.perioden, doorstroom_dagen=41))
    assert "binnen 41 dagen" in fill_begrip(by_anker["cijfer-doorstroom"], other).tekst


@pytest.mark.parametrize("slug", [item.slug for item in INDICATORS])
def test_every_figure_has_a_term_one_click_away(slug: str) -> None:
    found = begrip_of(slug)
    assert found is not None
    assert f'href="/begrippen#{found.anker}"' in term_html(slug)
    assert term_html("bestaat_niet") == ""


@pytest.mark.parametrize(
    ("query", "soort", "link"),
    [
        ("stapeling", "cijfer", "/stapeling"),
        ("STAPELING", "begrip", "/begrippen#cijfer-stapeling"),
        ("kaart", "bladzijde", "/kaart"),
        ("nulmeting", "begrip", "/begrippen#begrip-nulmeting"),
        ("instroom", "cijfer", "/stromen?cijfer=instroom#van-dichtbij"),
        ("DÁTAkwaliteit", "bladzijde", "/datakwaliteit"),
        ("binnen norm", "cijfer", "/wachtlijsten"),
        ("wijk lang wacht", "", ""),
    ],
)
def test_search_gives_links(query: str, soort: str, link: str) -> None:
    found = find_places(query, ALL)
    assert len(found) <= 8
    if link:
        assert any(item.soort == soort and f'href="{link}"' in item.link for item in found)


def test_a_name_comes_before_a_text_and_nothing_gives_nothing() -> None:
    assert find_places("wachttijd", ALL)[0].naam.startswith("Wachttijd")
    assert find_places("  ", ALL) == find_places("xyzzy", ALL) == []


def test_search_knows_no_page_the_reader_may_not_see() -> None:
    few = [pair for pair in ALL if pair[0] != "gesprekken"]
    assert not [item for item in find_places("gesprekken", few) if item.pagina == "gesprekken"]


def test_help_stands_on_a_page(app_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui, "reader", lambda: Toegang(ROL_INTERN))
    monkeypatch.setattr(ui, "_via_router", Inside())
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    app.switch_page("pages/begrippen.py").run()
    assert not app.exception
    text = text_of(app)
    assert all(item.naam in text for item in read_begrippen())
    assert STAPPEN[0] not in text  # the tour stands on the first page alone
    app.text_input(key="zoek").set_value("stapeling").run()
    html = " ".join(item.proto.body for item in app.get("html"))
    assert 'href="/begrippen#cijfer-stapeling" data-pagina>Stapeling</a>' in html
    app.text_input(key="zoek").set_value("<b>niets</b>").run()
    html = " ".join(item.proto.body for item in app.get("html"))
    assert "Niets gevonden" in html and "&lt;b&gt;niets" in html and "<b>niets" not in html
    app.text_input(key="zoek").set_value("").run()
    app.button(key="wat_is_dit").click().run()
    assert not app.exception and "De wijk van de proeftuin." in text_of(app)


def test_where_to_report_is_the_gemeente_s_own_and_never_html() -> None:
    settings = read_settings()

    def shown(contact: str) -> str:
        return contact_html(replace(settings, gemeente=replace(settings.gemeente, contact=contact)))

    assert "nog niet ingevuld" in shown("")
    assert 'href="mailto:info@voorbeeld.nl"' in shown("info@voorbeeld.nl")
    assert 'href="https://voorbeeld.nl/melden"' in shown("https://voorbeeld.nl/melden")
    assert "<b>" not in shown("<b>14 038</b>") and "14 038" in shown("<b>14 038</b>")
