"""The page of one aanbieder: every cell from the edition, small numbers guarded, intern alone."""

import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from proeftuin.access.rules import Toegang
from proeftuin.codelists import product_name
from proeftuin.indicators import INDICATOR
from proeftuin.results import Aanbiedercijfer, Figure, open_editie, read_tabel
from proeftuin.sentences import STANDAARD, show_euro, show_number, show_value
from proeftuin.ui import shell as ui
from proeftuin.ui.door import app_settings
from proeftuin.ui.gesprek.aanbieder import _count, _counted, _value
from proeftuin.vocabulary import AFGESCHERMD, OK, ROL_INTERN, ROL_OPENBAAR, ROL_PARTNER
from tests.pages.test_pages import ROOT, text_of
from tests.ui.test_gesprek import Inside

pytest_plugins = ("tests.lib.editie_fixture",)
COUNTS = {"trajecten_begonnen": "trajecten", "trajecten_beeindigd": "trajecten"}
SHOWN = (*COUNTS, "doorstroom", "trajectduur", "wachttijd", "binnen_norm", "volgens_plan")
WHOLE = {"gebruik": "jeugdigen", "instroom": "zorgperioden", "uitstroom": "zorgperioden"}


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
                aantal = f"<{drempel}" if few else show_number(row["teller"])
                assert shown == f"{aantal} {COUNTS[slug]}", slug
            elif row["status"] == "te_klein":
                assert shown == "te weinig gevallen", slug
            elif row["status"] == "ok" and shown != "te weinig gevallen":
                assert shown == show_value(indicator, row["waarde"]), slug
    for slug, unit in (WHOLE | COUNTS).items():  # all together, as the figure itself has it
        frame = frame_of(app_data, slug)
        [whole] = frame[frame["indeling"] == "geen"]["teller"]
        shown = rows_of(app)[INDICATOR[slug].naam][1]
        assert shown in (f"{show_number(whole)} {unit}", "afgeschermd"), slug
    text = text_of(app)
    assert all(punt.titel in text for punt in STANDAARD["aanbieder"])


@pytest.mark.parametrize("rol", [ROL_OPENBAAR, ROL_PARTNER])
def test_others_do_not_see_it(rol: str, app_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = text_of(visit(rol, monkeypatch))
    assert "Deze bladzijde is niet voor iedereen." in text and "Gedeclareerd" not in text


def test_every_count_share_and_mean_of_the_table_stands_on_the_page(
    app_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, settings = visit(ROL_INTERN, monkeypatch), app_settings()
    naam = str(next(item for item in app.selectbox if item.label == "Aanbieder").value)
    tabel = read_tabel(open_editie(app_data, "intern", rol=ROL_INTERN), "aanbieders")
    tabel = tabel[tabel["venster"] == "effectjaar"].set_index(["maat", "product", "aanbieder"])
    rows, few = rows_of(app), f"<{settings.onthulling.drempel}"
    for slug, unit in WHOLE.items():
        for place, wie in enumerate((naam, "totaal")):
            cel = tabel.loc[(slug, "", wie)]
            aantal = show_number(cel["waarde"]) if cel["status"] == OK else few
            words = f"{aantal} {unit}"
            if cel["status"] != OK and wie == "totaal":
                words = "afgeschermd"
            assert rows[INDICATOR[slug].naam][place] == words
    for slug in ("terugval", "terugval_180", "terugval_90"):
        cel, shown = tabel.loc[(slug, "", naam)], rows[INDICATOR[slug].naam][0]
        words = {"nog_niet_rijp": "nog te vroeg"}.get(cel["status"], "te weinig gevallen")
        assert shown.startswith(f"{show_number(100 * cel['waarde'], 1)}% van") or shown == words
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


def figure(teller: float, noemer: float, waarde: float) -> Figure:
    from proeftuin.results import read_figure

    row = {"van": "2023-01-01", "tot": "2023-12-31", "status": OK, "wijk": "gemeente"}
    return read_figure({**row, "teller": teller, "noemer": noemer, "waarde": waarde})


def test_small_numbers_are_guarded(app_data: Path) -> None:
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
    assert _value("doorstroom", figure(9, 100, 0.09), settings) == "te weinig gevallen"
    assert _value("doorstroom", figure(10, 100, 0.1), settings) == "10,0%"
