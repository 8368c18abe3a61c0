"""The page of one aanbieder: every cell from the edition, small numbers guarded, intern alone."""

import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from proeftuin.access.rules import Toegang
from proeftuin.indicators import INDICATOR
from proeftuin.results import Figure, open_editie
from proeftuin.sentences import STANDAARD, show_euro, show_number, show_value
from proeftuin.ui import shell as ui
from proeftuin.ui.door import app_settings
from proeftuin.ui.gesprek.aanbieder import _count, _value
from proeftuin.vocabulary import OK, ROL_INTERN, ROL_OPENBAAR, ROL_PARTNER
from tests.pages.test_pages import ROOT, text_of
from tests.ui.test_gesprek import Inside

pytest_plugins = ("tests.lib.editie_fixture",)
COUNTS = ("trajecten_begonnen", "trajecten_beeindigd")
SHOWN = (*COUNTS, "doorstroom", "trajectduur", "wachttijd", "binnen_norm", "volgens_plan")


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


def frame_of(data: Path, slug: str) -> pd.DataFrame:
    """The rows of the file of the edition, in the whole gemeente and the effectjaar."""
    editie = open_editie(data, "intern", rol=ROL_INTERN)
    frame = pd.read_parquet(editie.pad / "cijfers" / f"{slug}.parquet")
    return frame[(frame["wijk"] == "gemeente") & (frame["venster"] == "effectjaar")]


def test_the_five_largest_and_every_cell(app_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = visit(ROL_INTERN, monkeypatch)
    money = frame_of(app_data, "kosten_per_1000")
    per = money[money["indeling"] == "aanbieder"].set_index("categorie")["teller"].dropna()
    largest = per.sort_values(ascending=False).index[:5]
    box = next(item for item in app.selectbox if item.label == "Aanbieder")
    assert list(box.options) == list(largest)
    drempel = app_settings().onthulling.drempel
    for naam in (largest[0], largest[4]):
        next(item for item in app.selectbox if item.label == "Aanbieder").set_value(naam)
        app.run()
        rows = rows_of(app)
        assert rows["Gedeclareerd"][0] == show_euro(float(per[naam]))
        for slug in SHOWN:
            frame = frame_of(app_data, slug)
            own = frame[(frame["indeling"] == "aanbieder") & (frame["categorie"] == naam)]
            shown, indicator = rows[INDICATOR[slug].naam][0], INDICATOR[slug]
            if own.empty:
                assert shown == "–"
                continue
            [row] = own.to_dict("records")
            if slug in COUNTS:
                few = 0 < row["teller"] < drempel
                assert shown == (f"<{drempel}" if few else show_number(row["teller"])), slug
            elif row["status"] == "te_klein":
                assert shown == "te weinig gevallen", slug
            elif row["status"] == "ok" and shown != "te weinig gevallen":
                assert shown == show_value(indicator, row["waarde"]), slug
    text = text_of(app)
    for missing in ("aantal jeugdigen", "terugval", "zorgproduct"):
        assert missing in text
    assert all(punt.titel in text for punt in STANDAARD["aanbieder"])


@pytest.mark.parametrize("rol", [ROL_OPENBAAR, ROL_PARTNER])
def test_others_do_not_see_it(rol: str, app_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = text_of(visit(rol, monkeypatch))
    assert "Deze bladzijde is niet voor iedereen." in text and "Gedeclareerd" not in text


def figure(teller: float, noemer: float, waarde: float) -> Figure:
    from proeftuin.results import read_figure

    row = {"van": "2023-01-01", "tot": "2023-12-31", "status": OK, "wijk": "gemeente"}
    return read_figure({**row, "teller": teller, "noemer": noemer, "waarde": waarde})


def test_small_numbers_are_guarded(app_data: Path) -> None:
    settings = app_settings()
    assert _count(figure(9, 1000, 9), settings) == "<10"
    assert _count(figure(10, 1000, 10), settings) == "10"
    assert _count(figure(0, 1000, 0), settings) == "0" and _count(None, settings) == "–"
    assert _value("doorstroom", figure(9, 100, 0.09), settings) == "te weinig gevallen"
    assert _value("doorstroom", figure(10, 100, 0.1), settings) == "10,0%"
