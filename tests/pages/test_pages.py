"""Every page through the router, on a small real edition: no exception, title, key sentence."""

import ast
import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from proeftuin.access.rules import Toegang, may_see_page
from proeftuin.ui import shell as ui
from proeftuin.ui.shell import PAGINAS
from proeftuin.vocabulary import ROL_OPENBAAR
from tests.test_tijd import utc_times
from tests.test_words import VERVANGEN

pytest_plugins = ("tests.lib.editie_fixture",)
ROOT = Path(__file__).resolve().parents[2]
SLUGS = [pagina.slug for pagina in PAGINAS if (ROOT / pagina.bestand).is_file()]

KERN = {
    "overzicht": ("Overzicht", "nulmeting"),
    "trajectduur": ("Trajectduur", "Trajectduur in West"),
    "verblijf": ("Verblijf", "Verblijf in West"),
    "stapeling": ("Stapeling", "Stapeling in West"),
    "wachtlijsten": ("Wachtlijsten", "Wachttijd in West"),
    "terugval": ("Terugval", "Terugval in West"),
    "stromen": ("Stromen", "Gebruik van jeugdhulp in West"),
}
ENGELS = re.compile(
    r"\b(the|and|of the|choose|select|download as|loading|error|none|nan|null)\b", re.I
)


def open_page(slug: str, query: dict[str, str] | None = None) -> AppTest:
    """The page as a visitor of the running app gets it."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for naam, value in (query or {}).items():
        app.query_params[naam] = value
    app.run()
    app.switch_page(f"pages/{slug}.py").run()
    assert [item.value for item in app.error] == []
    return app


def text_of(app: AppTest) -> str:
    """All text on the page; tags, the style sheet and the script left out."""
    return html_text(app) + " " + " ".join(item.value for item in app.markdown)


def html_text(app: AppTest) -> str:
    """The same without the definitions and worked examples, which stand folded below."""
    html = " ".join(item.proto.body for item in app.get("html"))
    html = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", html)
    return unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ")


@pytest.mark.parametrize("slug", KERN)
def test_page_shows_title_header_and_its_sentence(slug: str, app_data: Path) -> None:
    app = open_page(slug)
    assert not app.exception
    titel, sentence = KERN[slug]
    assert [item.value for item in app.title] == [titel]
    text = text_of(app)
    assert "gegevens tot en met 31 december 2023" in text and "synthetisch" in text
    assert sentence in text
    assert "nan" not in text.lower().split() and not ENGELS.search(text), ENGELS.search(text)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_of_the_menu_runs(slug: str, app_data: Path) -> None:
    app = open_page(slug)
    assert not app.exception
    assert len(app.title) == 1
    assert utc_times(text_of(app)) == []
    shown = f"{html_text(app)} {' '.join(item.value for item in app.header)}".lower()
    if slug != "verantwoording":  # shows the law, in its own words
        assert [phrase for phrase in VERVANGEN if phrase in shown] == []


def notes_of(app: AppTest) -> list[str]:
    """The lines of small print on the page, in order."""
    html = " ".join(item.proto.body for item in app.get("html"))
    return [unescape(text) for text in re.findall(r'<p class="noot[^"]*">([^<]+)</p>', html)]


@pytest.mark.parametrize("slug", ["terugval", "uitkomsten", "wachtlijsten"])
def test_small_print_that_holds_for_more_figures_stands_on_a_page_once(
    slug: str, app_data: Path
) -> None:
    app = open_page(slug)
    lines = [part for line in notes_of(app) for part in re.findall(r"[^.]{30,}\.", line)]
    often = {line for line in lines if lines.count(line) > 1}
    assert {line for line in often if "ulmeting berekend" in line or "voorlopig" in line} == set()
    html = " ".join(item.proto.body for item in app.get("html"))
    marks = re.findall(r"<li><b>(\d+)</b>", html)
    assert marks and len(set(marks)) == len(marks)  # each mark on an axis explained, and once


def test_bare_address_leads_to_the_overview(app_data: Path) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert [item.value for item in app.title] == ["Overzicht"]


def test_overview_has_the_five_rows_in_order(app_data: Path) -> None:
    text = text_of(open_page("overzicht"))
    places = [text.index(f" {naam} ") for naam in ("Trajectduur", "Verblijf", "Stapeling")]
    assert places == sorted(places)
    for part in ("Veranderd", "Onzeker", "Te bespreken", "besteed", "nog te vroeg"):
        assert part in text or part in " ".join(
            item.value for item in open_page("overzicht").header
        )


def test_choosing_another_wijk_changes_the_figures(app_data: Path) -> None:
    app = open_page("verblijf")
    app.selectbox(key="wijk").set_value("zuid").run()
    assert not app.exception
    assert "Verblijf in Zuid" in text_of(app)
    assert "Zuid doet niet mee aan de proeftuin" in text_of(app)


def test_split_follows_figure_and_window(app_data: Path) -> None:
    app = open_page("terugval")
    app.selectbox(key="cijfer").set_value("herhaald_beroep").run()
    app.selectbox(key="indeling").set_value("verwijzer").run()
    app.selectbox(key="periode").set_value("kwartaal").run()
    assert not app.exception
    assert "Huisarts" in text_of(app)
    app.selectbox(key="cijfer").set_value("terugval").run()
    assert not app.exception


def test_tables_open_and_uncertainty_draws(app_data: Path) -> None:
    app = open_page("stapeling")
    app.toggle(key="tabel").set_value(True)
    app.toggle(key="onzekerheid").set_value(True).run()
    assert not app.exception
    html = " ".join(item.proto.body for item in app.get("html"))
    assert '<details class="uitklap" open>' in html
    assert '<th scope="col"' in html and "<caption>" in html


@pytest.mark.parametrize("naam", ["wijk", "onzekerheid", "tabel", "venster", "verblijf_indeling"])
def test_nonsense_in_the_address_falls_back(naam: str, app_data: Path) -> None:
    app = open_page("verblijf", {naam: "onzin"})
    assert not app.exception
    assert "Verblijf in West" in text_of(app)


def test_definition_names_teller_noemer_source_and_example(app_data: Path) -> None:
    app = open_page("trajectduur")
    text = " ".join(item.value for item in app.markdown)
    for part in (
        "**Geteld:**",
        "**Van:**",
        "**Bron:**",
        "**Beheerder:**",
        "Uitgewerkt voorbeeld",
    ):
        assert part in text


def test_no_edition_explains_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROEFTUIN_DATA", str(tmp_path / "leeg"))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not app.exception
    text = text_of(app)
    for command in ("proeftuin demo", "proeftuin laad", "proeftuin publiceer"):
        assert command in text


def test_a_page_that_fails_says_so_in_dutch(
    app_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("geheim")

    monkeypatch.setattr("proeftuin.ui.show_overview_rows", fail)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not app.exception
    assert app.error[0].value.startswith("Er ging iets mis op deze bladzijde")
    assert "geheim" not in text_of(app)


def test_wrong_configuration_is_said_calmly(
    app_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROEFTUIN_CONFIG", str(tmp_path / "weg.toml"))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not app.exception
    assert "bestaat niet" in app.error[0].value


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if may_see_page(ROL_OPENBAAR, slug)])
def test_openbaar_pages_run_and_say_so(
    slug: str, app_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui, "reader", lambda: Toegang(ROL_OPENBAAR))
    app = open_page(slug)
    assert not app.exception
    assert "openbare editie" in text_of(app)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_guard_is_the_first_thing_a_page_does(slug: str) -> None:
    tree = ast.parse((ROOT / "pages" / f"{slug}.py").read_text(encoding="utf-8"))
    calls = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Expr | ast.Assign) and isinstance(node.value, ast.Call)
    ]
    assert "start_page" in ast.unparse(calls[0].func)
