"""The page of one aanbieder: every cell from the edition, small numbers guarded, intern alone."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from proeftuin.access.rules import Toegang
from proeftuin.codelists import product_name
from proeftuin.indicators import INDICATOR
from proeftuin.results import Aanbiedercijfer, open_editie, read_tabel
from proeftuin.sentences import STANDAARD, show_euro, show_number, show_value
from proeftuin.ui import shell as ui
from proeftuin.ui.door import app_settings
from proeftuin.ui.gesprek.aanbieder import _count, _counted
from proeftuin.vocabulary import (
    AFGESCHERMD,
    NOG_NIET_RIJP,
    OK,
    ROL_INTERN,
    ROL_OPENBAAR,
    ROL_PARTNER,
)
from tests.pages.test_pages import ROOT, text_of
from tests.ui.test_gesprek import Inside

pytest_plugins = ("tests.lib.editie_fixture",)
COUNTS = {
    "gebruik": "jeugdigen",
    "instroom": "zorgperioden",
    "uitstroom": "zorgperioden",
    "trajecten_begonnen": "trajecten",
    "trajecten_beeindigd": "trajecten",
}
SHARES = ("terugval", "terugval_180", "terugval_90", "doorstroom", "volgens_plan", "binnen_norm")
DAYS = ("trajectduur", "wachttijd")
EUROS = {"Gedeclareerd": "gedeclareerd", "Toegewezen, geëindigd": "toegewezen"}


def visit(rol: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(ui, "reader", lambda: Toegang(rol))
    monkeypatch.setattr(ui, "_via_router", Inside())
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    app.switch_page("pages/aanbieder.py").run()
    assert not app.exception
    return app


def rows_of(app: AppTest) -> dict[str, list[str]]:
    """name of the row -> its other cells."""
    html = " ".join(item.proto.body for item in app.get("html"))
    found = {}
    for row in re.findall(r"(?s)<tr>(.*?)</tr>", html):
        cells = [
            unescape(re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"(?s)<t[hd][^>]*>(.*?)</t[hd]>", row)
        ]
        found[cells[0]] = cells[1:]
    return found


def read_cells(data: Path) -> pd.DataFrame:
    """The cells of the effectjaar by (maat, product, aanbieder)."""
    tabel = read_tabel(open_editie(data, "intern", rol=ROL_INTERN), "aanbieders")
    return tabel[tabel["venster"] == "effectjaar"].set_index(["maat", "product", "aanbieder"])


def words_of(cel: "pd.Series[Any]") -> str:
    """What stands for a cell without a value that is no count."""
    return "nog te vroeg" if cel["status"] == "nog_niet_rijp" else "te weinig gevallen"


def test_every_cell_of_the_five_largest(app_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app, cells = visit(ROL_INTERN, monkeypatch), read_cells(app_data)
    money = cells.xs(("gedeclareerd", ""))["waarde"].drop("totaal").dropna()
    largest = money.sort_values(ascending=False).index[:5]
    box = next(item for item in app.selectbox if item.label == "Aanbieder")
    assert list(box.options) == list(largest)
    few = f"<{app_settings().onthulling.drempel}"
    for naam in (largest[0], largest[4]):
        next(item for item in app.selectbox if item.label == "Aanbieder").set_value(naam)
        app.run()
        rows = rows_of(app)
        for place, wie in enumerate((naam, "totaal")):
            for slug, unit in COUNTS.items():
                cel = cells.loc[(slug, "", wie)]
                shown = f"{show_number(cel['waarde']) if cel['status'] == OK else few} {unit}"
                if cel["status"] != OK and wie == "totaal":
                    shown = "afgeschermd"
                assert rows[INDICATOR[slug].naam][place] == shown, (slug, wie)
            for slug in SHARES:
                cel, shown = cells.loc[(slug, "", wie)], rows[INDICATOR[slug].naam][place]
                share = f"{show_number(100 * cel['waarde'], 1)}% van {show_number(cel['noemer'])}"
                if pd.isna(cel["waarde"]):
                    assert shown == words_of(cel), (slug, wie)
                else:
                    part = "" if cel["status"] == OK else ", deels nog te vroeg"
                    assert shown == f"{share}{part}", (slug, wie)
            for slug in DAYS:
                cel, shown = cells.loc[(slug, "", wie)], rows[INDICATOR[slug].naam][place]
                is_away = pd.isna(cel["waarde"])
                days = words_of(cel) if is_away else show_value(INDICATOR[slug], cel["waarde"])
                assert shown == days, (slug, wie)
            for kop, maat in EUROS.items():
                cel = cells.loc[(maat, "", wie)]
                is_away = pd.isna(cel["waarde"])
                assert rows[kop][place] == (words_of(cel) if is_away else show_euro(cel["waarde"]))
    assert all(punt.titel in text_of(app) for punt in STANDAARD["aanbieder"])


@pytest.mark.parametrize("rol", [ROL_OPENBAAR, ROL_PARTNER])
def test_others_do_not_see_it(rol: str, app_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = text_of(visit(rol, monkeypatch))
    assert "Deze bladzijde is niet voor iedereen." in text and "Gedeclareerd" not in text


def test_every_count_and_mean_of_a_product(app_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app, settings = visit(ROL_INTERN, monkeypatch), app_settings()
    naam = str(next(item for item in app.selectbox if item.label == "Aanbieder").value)
    tabel, rows, few = read_cells(app_data), rows_of(app), f"<{settings.onthulling.drempel}"
    producten = {key[1] for key in tabel.index if key[2] == naam and key[0] == "jeugdigen"}
    assert len(producten) > 3
    for product in producten:
        shown = rows[product_name(product)]
        for place, (maat, wie) in enumerate(
            (("jeugdigen", naam), ("toewijzingen", naam), ("jeugdigen", "totaal"))
        ):
            cel = tabel.loc[(maat, product, wie)]
            words = "afgeschermd" if wie == "totaal" else few
            assert shown[place] == (show_number(cel["waarde"]) if cel["status"] == OK else words)
        for place, wie in enumerate((naam, "totaal"), start=3):
            if ("kosten", product, wie) in tabel.index:
                cel = tabel.loc[("kosten", product, wie)]
                euro = show_euro(cel["waarde"]) if cel["status"] == OK else "te weinig gevallen"
                assert shown[place] == euro
            else:
                assert shown[place] == "–"


def test_small_numbers_are_guarded() -> None:
    settings = app_settings()
    hidden = Aanbiedercijfer(None, None, AFGESCHERMD)
    assert _count(hidden, settings) == "<10" and _count(None, settings) == "0"
    assert _count(hidden, settings, is_whole=True) == "afgeschermd"
    assert _count(Aanbiedercijfer(1234, None, OK), settings) == "1.234"
    gebruik, terugval = INDICATOR["gebruik"], INDICATOR["terugval"]
    assert _counted(gebruik, hidden, settings) == "<10 jeugdigen"
    assert _counted(gebruik, hidden, settings, is_whole=True) == "afgeschermd"
    assert _counted(terugval, hidden, settings) == "te weinig gevallen"
    assert _counted(terugval, Aanbiedercijfer(0.171, 1243, OK), settings) == "17,1% van 1.243"
    part = Aanbiedercijfer(0.6653, 236, NOG_NIET_RIJP)
    assert _counted(terugval, part, settings) == "66,5% van 236, deels nog te vroeg"
    early = Aanbiedercijfer(None, None, NOG_NIET_RIJP)
    assert _counted(terugval, early, settings) == "nog te vroeg"
    duur = INDICATOR["trajectduur"]
    assert _counted(duur, Aanbiedercijfer(341.6, None, OK), settings) == "342\u00a0dagen"
    assert _counted(duur, hidden, settings) == "te weinig gevallen"
