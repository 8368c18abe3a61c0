"""Kaart, kosten, evaluatie, datakwaliteit and verantwoording, run as a reader sees them."""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from markupsafe import escape
from streamlit.testing.v1 import AppTest

from proeftuin.access.rules import Toegang
from proeftuin.codelists import maatstaf_name, read_codelijst, read_maatstaven
from proeftuin.indicators import INDICATOR, INDICATORS
from proeftuin.report import LINKS, Rij, Tabel, Tabelkolom, Vak, tabel_html
from proeftuin.results.compare import Figure
from proeftuin.sentences import fill_texts, text_of
from proeftuin.sentences.verantwoording import AFDELINGEN, BETEKENIS, read_instellingen
from proeftuin.settings.read import read_settings
from proeftuin.ui import datakwaliteit as ui_datakwaliteit
from proeftuin.ui import shell as ui
from proeftuin.ui import verantwoording as ui_verantwoording
from proeftuin.ui.datakwaliteit import missing_cell
from proeftuin.vocabulary import AFGESCHERMD, INTERN, OPENBAAR, ROL_BEHEERDER

pytest_plugins = ("tests.lib.editie_fixture",)
ROOT = Path(__file__).resolve().parents[2]
PAGES = ("kaart", "kosten", "evaluatie", "datakwaliteit", "verantwoording")
EDITIE = {INTERN: "interne editie", OPENBAAR: "openbare editie"}
AANBIEDER = re.compile(r">A\d{3}<")


@pytest.fixture(params=(INTERN, OPENBAAR))
def audience(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, app_data: Path
) -> Iterator[str]:
    """A reader of each audience."""
    monkeypatch.setattr(ui, "reader", lambda: Toegang(request.param))
    yield request.param


def run_page(slug: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.query_params.update(query)
    return app.switch_page(f"pages/{slug}.py").run()


def words_of(app: AppTest) -> str:
    """Everything the page says in HTML, Markdown and titles."""
    parts = [element.proto.body for element in app.get("html")]
    parts += [element.value for kind in (app.markdown, app.title, app.header) for element in kind]
    return "\n".join(parts)


@pytest.mark.parametrize("slug", PAGES)
def test_page_runs_for_both_audiences(slug: str, audience: str) -> None:
    app = run_page(slug)
    assert not app.exception, app.exception
    words = words_of(app)
    assert "synthetisch" in words and f"{audience}e editie" in words.replace(
        "openbare", "openbaare"
    )
    assert not re.search(r"\b(nan|None|NaN|NaT|True|False)\b", re.sub(r"<[^>]*>", " ", words))


def test_aanbieders_and_findings_are_intern_only(audience: str) -> None:
    names, quality = words_of(run_page("aanbieders")), words_of(run_page("datakwaliteit"))
    assert bool(AANBIEDER.search(names)) is (audience == INTERN)
    assert ("Wat te doen" in quality) is (audience == INTERN)
    assert ("Rijen</th>" in quality) is (audience == INTERN)


def test_ends_that_were_taken_away_are_counted_per_rule_and_quarter(audience: str) -> None:
    words = words_of(run_page("datakwaliteit"))
    _, _, words = words.partition("Samengevoegde trajecten")
    for heading in ("Overlap", "Sluit aan", "Administratief", "Tijdelijk"):
        assert f">{heading}</th>" in words
    assert "binnen 7 dagen" in words and "binnen 365 dagen" in words
    first = re.sub(r"<[^>]*>", " ", words).split("apr–jun 2021")[1].split("jan–mrt 2021")[0].split()
    counts, hidden = [part for part in first if part.isdigit()], first.count("afgeschermd")
    assert len(counts) + hidden == 4
    assert (hidden > 0) is (audience == OPENBAAR), "a small city has less than 100 of each"


def test_an_edition_from_before_the_count_says_so(
    monkeypatch: pytest.MonkeyPatch, app_data: Path
) -> None:
    monkeypatch.setattr(ui_datakwaliteit, "has_tabel", lambda editie, naam: False)
    app = run_page("datakwaliteit")
    assert not app.exception
    assert "gemaakt voordat dit werd geteld" in words_of(app)


def test_what_to_improve_stands_first_and_is_intern(audience: str) -> None:
    words = words_of(run_page("datakwaliteit"))
    headings = ("Wat u kunt verbeteren, en wat het oplevert", "Meldingen bij de laatste levering")
    found = [words.find(heading) for heading in headings]
    assert (0 < found[0] < found[1]) if audience == INTERN else found == [-1, -1]
    assert ("Alleen in de interne editie: de hele lijst" in words) is (audience != INTERN)
    own = ("Raakt het meest", "Weggelaten</th>", "is ingevuld (traject), per aanbieder")
    assert all((text in words) is (audience == INTERN) for text in own)
    assert ("nog maar één levering" in words) is (audience == INTERN)


def test_verantwoording_shows_every_definition_setting_code_and_hash(app_data: Path) -> None:
    app = run_page("verantwoording")
    words = words_of(app)
    settings = read_settings()
    for indicator in (fill_texts(item, settings) for item in INDICATORS):
        for text in (indicator.naam, indicator.teller_tekst, indicator.bron):
            assert str(escape(text)) in words
    for name in AFDELINGEN:
        for item in read_instellingen(settings, name):
            assert item.sleutel in words and item.waarde in words
    assert all(naam in words for naam in read_codelijst("reden_einde").values())
    editie = ui.open_editie(app_data, INTERN, rol=ROL_BEHEERDER)
    for text in (editie.store_hash, editie.settings_hash, editie.nulmeting_hash, "CC BY 4.0"):
        assert text in words
    for heading in ("Regel 4: een getoond getal blijft staan", "Samenvoegen van trajecten"):
        assert f"# {heading}" in words  # docs/definities.md in full
    assert "](" not in words, "a link to a file leads nowhere on screen"
    assert "al gelopen" in words  # the period life table, from proeftuin/indicators/voorbeelden


def test_every_setting_has_a_meaning() -> None:
    settings = read_settings()
    keys = {
        f"{name}.{field.name}" for name in AFDELINGEN for field in fields(getattr(settings, name))
    }
    assert keys == set(BETEKENIS)


def test_an_overdue_review_is_flagged() -> None:
    indicator = INDICATOR["verblijf"]
    late = replace(indicator, next_review=date(2020, 1, 1))
    assert ui_verantwoording.is_overdue(late, date(2020, 1, 2))
    assert not ui_verantwoording.is_overdue(late, date(2020, 1, 1))
    assert "nakijken is te laat" in ui_verantwoording.definition_html(late)
    future = replace(indicator, next_review=date(9999, 1, 1))
    assert "te laat" not in ui_verantwoording.definition_html(future)


def test_the_map_says_what_is_chosen_in_the_address(app_data: Path) -> None:
    app = run_page("kaart", indicator="Verblijf", toon="Verandering sinds de nulmeting")
    boxes = {box.label: box for box in app.selectbox}
    assert set(boxes) == {"Cijfer", "Toon", "Periode", "Wijk"}
    assert "Verblijf in West" in words_of(app) and boxes["Periode"].value == "effectjaar"
    app = boxes["Wijk"].select("zuid").run()
    assert "Verblijf in Zuid" in words_of(app)
    for naam in ("Midden", "Oost", "Noord", "West", "Zuid", "Andere wijken"):
        assert f'<th scope="row" class="links">{naam}</th>' in words_of(app)


def test_the_map_names_its_columns_in_the_words_of_what_counts(app_data: Path) -> None:
    text = words_of(run_page("kaart"))
    for kop in ("Geteld", "Van"):
        assert f">{kop}</th>" in text
    assert "Teller" not in text and "WebGL" not in text


def test_every_indicator_draws_a_map(app_data: Path) -> None:
    app = run_page("kaart")
    for indicator in INDICATORS[::4]:
        app.selectbox[0].select(indicator.slug).run()
        assert not app.exception, (indicator.slug, app.exception)
        assert text_of(indicator.vraag, read_settings()) in words_of(app)


def test_table_cells_are_escaped_and_states_are_drawn() -> None:
    table = Tabel(
        "Proef & <i>",
        (Tabelkolom("Wijk", LINKS), Tabelkolom('Cijfer "x"')),
        (Rij(("<b>West</b>", Vak("<10", AFGESCHERMD))), Rij(("Totaal", "1"), "totaal")),
    )
    html = tabel_html(table)
    assert "&lt;b&gt;West" in html and 'class="arcering">&lt;10</td>' in html
    assert "Proef &amp; &lt;i&gt;" in html and "<b>" not in html and "<i>" not in html
    assert html.count('scope="row"') == 2 and '<tr class="totaal">' in html


def test_rows_of_one_question_stand_under_one_heading() -> None:
    rows = (Rij(("Vraag", "Wie")), Rij(("Vraag", "Ander"), is_vervolg=True))
    html = tabel_html(Tabel("Proef", (Tabelkolom("Vraag"), Tabelkolom("Wie", LINKS)), rows))
    assert html.count('scope="rowgroup"') == 1 and html.count(">Vraag<") == 1


def test_missing_verwijzer_keeps_hidden_counts_hidden() -> None:
    def figure(teller: float | None, status: str = "ok") -> Figure:
        days = date(2023, 1, 1), date(2023, 3, 31)
        return Figure("west", *days, status, 1.0, teller=teller, drempel=10)

    assert missing_cell(figure(5), figure(50)).tekst == "10,0%"
    assert missing_cell(None, figure(50)).tekst == "0,0%"
    assert missing_cell(figure(None, "afgeschermd"), figure(50)).tekst == "<10"
    assert missing_cell(figure(5), None).tekst == "–"


def test_targets_of_the_voorveld() -> None:
    targets = [item.doel for item in read_maatstaven().values()]
    assert targets == [0.85, 0.90, 1.00]
    assert maatstaf_name("iets_nieuws") == "Iets nieuws"


def test_datakwaliteit_shows_our_counts_beside_those_of_cbs(audience: str) -> None:
    words = words_of(run_page("datakwaliteit"))
    assert "Naast de cijfers van het CBS" in words and "Wat het zegt" in words
    assert "kan het verschil met het CBS door afronden komen" in words
