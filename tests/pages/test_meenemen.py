"""What a reader does on an indicator page and the overview: keep, compare, look as a partner."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from proeftuin.charts import line_chart
from proeftuin.edition.files import Editie
from proeftuin.indicators import INDICATOR
from proeftuin.journal import Door, open_journal
from proeftuin.report import make_figure_sheet, make_figure_slide, wijken_table
from proeftuin.results import find_uitkomst, open_editie, read_cijfers, read_window
from proeftuin.sentences import csv_rows, show_difference
from proeftuin.settings.read import read_settings
from proeftuin.ui.indicator import rank_table
from proeftuin.ui.indicator.bladzijde import list_companions
from proeftuin.vocabulary import INTERN, OPENBAAR, ROL_INTERN
from tests.pages.test_pages import open_page, text_of

pytest_plugins = ("tests.lib.editie_fixture",)
SETTINGS, VERBLIJF = read_settings(), INDICATOR["verblijf"]


def editie_of(app_data: Path, audience: str = INTERN) -> Editie:
    return open_editie(app_data, audience, rol=ROL_INTERN, settings=SETTINGS)


def html_of(app: AppTest) -> str:
    return " ".join(item.proto.body for item in app.get("html"))


def test_one_slide_and_one_sheet_hold_what_is_shown(app_data: Path) -> None:
    editie = editie_of(app_data, OPENBAAR)
    published = read_cijfers(editie, "verblijf")
    chart = line_chart(published, SETTINGS, VERBLIJF, aanwijzen=False)
    slide = make_figure_slide(
        editie, SETTINGS, "verblijf", chart, "Verblijf is gelijk.", "De hele zin."
    )
    names = zipfile.ZipFile(BytesIO(slide)).namelist()
    assert sum(name.startswith("ppt/slides/slide") for name in names) == 1
    sheet = load_workbook(BytesIO(make_figure_sheet(published, editie, SETTINGS))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert any("openbaar" in str(row[0]) for row in rows[:4])
    heads, *found = csv_rows(published)
    place = rows.index(next(row for row in rows if row[0] == "cijfer"))
    assert list(rows[place])[: len(heads)] == heads and len(rows) - place - 1 == len(found)


def test_the_wijken_stand_in_order_of_change_and_chance_is_said(app_data: Path) -> None:
    outcome = find_uitkomst(editie_of(app_data), "verblijf")
    table = rank_table(outcome, VERBLIJF, SETTINGS)
    changes = {SETTINGS.wijk_naam(item.wijk): item.d for item in outcome.wijken}
    shown = [changes[row.cellen[0].tekst] for row in table.rijen]
    known = [item for item in shown if item is not None]
    assert known == sorted(known, reverse=True) and shown[: len(known)] == known
    assert {len(row.cellen) for row in table.rijen} == {4}
    assert table.kolommen[-1].kop == "Meer dan toeval?"
    with_limits = [row for row in table.rijen if " tussen " in row.cellen[2].tekst]
    assert len(with_limits) == (len(known) if outcome.onder is not None else 0)


def test_the_years_as_a_table_have_every_wijk_with_its_state(app_data: Path) -> None:
    editie = editie_of(app_data)
    outcome, published = find_uitkomst(editie, "verblijf"), read_cijfers(editie, "verblijf")
    hidden = replace(outcome, wijken=tuple(replace(item, d=None) for item in outcome.wijken[:1]))
    table = wijken_table(outcome, published, VERBLIJF, SETTINGS)
    heads = ["Wijk", "Nulmeting", "Effectjaar", "Verandering"]
    assert [item.kop for item in table.kolommen] == heads
    order = (*SETTINGS.pilot.wijken, *SETTINGS.overige_wijken)
    changes = {item.wijk: item.d for item in outcome.wijken}
    for wijk, row in zip(order, table.rijen, strict=False):
        name, *years, change = row.cellen
        assert name.tekst == SETTINGS.wijk_naam(wijk)
        for cell, window in zip(years, ("nulmeting", "effectjaar"), strict=True):
            figure = read_window(published, wijk, window)
            assert figure is not None and (cell.staat, cell.waarde) == (
                figure.status,
                figure.waarde,
            )
        d = changes[wijk]
        assert change.tekst == ("–" if d is None else show_difference(VERBLIJF, d))
    assert len(table.rijen) == len(order) + 1 and table.rijen[-1].soort == "totaal"
    without = wijken_table(hidden, published, VERBLIJF, SETTINGS)
    assert without.rijen[0].cellen[-1].tekst == "–"


def test_two_figures_side_by_side_and_every_wijk_apart(app_data: Path) -> None:
    app = open_page("verblijf")
    there = list_companions("verblijf")
    assert 3 <= len(there) and "verblijf" not in there
    for slug in there:  # each one click away, the rest of the page kept
        assert re.search(rf'href="/verblijf\?[^"]*naast={slug}\b', html_of(app)), slug
    assert "alleen dit cijfer" not in html_of(app)
    app.selectbox(key="naast").set_value("stapeling").run()
    assert not app.exception and app.query_params["naast"] == "stapeling"
    assert 'aria-current="true"><b>Stapeling' in html_of(app)
    assert "alleen dit cijfer" in html_of(app) and "naast=stapeling" not in html_of(app)
    assert "niet dat de een door de ander komt" in text_of(app)
    app.toggle(key="apart").set_value(True).run()
    assert not app.exception and app.query_params["apart"] == "true"


def test_looking_as_a_partner_only_lowers_and_has_a_way_back(app_data: Path) -> None:
    app = open_page("verblijf")
    assert "interne editie" in text_of(app)
    app.button(key="als_partner").click().run()
    assert not app.exception
    assert "openbare editie" in text_of(app) and "interne editie" not in text_of(app)
    assert "U kijkt mee als partner" in text_of(app)
    app.switch_page("pages/gesprekken.py").run()
    assert "niet voor iedereen" in text_of(app)
    app.button(key="eigen_rol").click().run()
    app.switch_page("pages/verblijf.py").run()
    assert "interne editie" in text_of(app)


def test_nobody_is_raised_by_looking_as_a_partner(
    app_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proeftuin.ui.login.opened_the_link", lambda: False)
    app = open_page("verblijf")
    assert "openbare editie" in text_of(app)
    assert "als_partner" not in [item.key for item in app.button]
    app.session_state["_als_partner"] = True
    app.run()
    assert "openbare editie" in text_of(app) and "kijkt mee" not in text_of(app)


def test_a_question_goes_to_the_agenda_of_the_next_talk_once(
    app_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'gesprekken.db'}"
    monkeypatch.setenv("PROEFTUIN_GESPREKKEN", url)
    app = open_page("overzicht")
    button = next(item for item in app.button if str(item.key).startswith("agenda_1_"))
    app.button(key=button.key).click().run()
    assert "Er staat geen gesprek gepland" in text_of(app)
    journal, door = open_journal(url, tmp_path), Door(ROL_INTERN)
    gesprek = journal.gesprekken.plan(
        soort="wijkgesprek",
        datum=SETTINGS.pilot.start,
        wijk=SETTINGS.pilot.wijken[0],
        kwartaal="2023-Q3",
        titel="Gesprek in de wijk",
        door=door,
    )
    for _ in range(2):
        app.button(key=button.key).click().run()
        assert not app.exception and "Op de agenda van" in text_of(app)
    (point,) = journal.agenda.select(gesprek.id, ROL_INTERN)
    assert str(button.key).endswith(str(point.slug))
    assert not any(sign.isdigit() for sign in point.aanleiding), "no figure of another edition"
