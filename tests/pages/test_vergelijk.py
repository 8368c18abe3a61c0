"""The page that says why a figure is other: from two editions alone, and for intern alone."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from proeftuin.access import Toegang
from proeftuin.ui import shell as ui
from proeftuin.ui.indicator import vergelijk
from proeftuin.vocabulary import ROL_INTERN, ROL_PARTNER
from tests.lib.measured_frames import fill
from tests.lib.twee_edities import write_edition

ROOT = Path(__file__).resolve().parents[2]
A, B = "2023-12-31.1", "2023-12-31.2"
K1 = date(2021, 1, 1)
Open = Callable[..., str]


@pytest.fixture
def open_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """The page as HTML without tags; the data folder holds nothing but the editions written."""
    monkeypatch.setenv("PROEFTUIN_DATA", str(tmp_path))
    monkeypatch.delenv("PROEFTUIN_CONFIG", raising=False)

    def run(rol: str = ROL_INTERN, **query: str) -> str:
        monkeypatch.setattr(ui, "reader", lambda: Toegang(rol))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.query_params.update(query)
        app.switch_page("pages/vergelijk.py").run()
        assert not app.exception and not app.error
        html = " ".join(item.proto.body for item in app.get("html"))
        html = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", html)
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))

    return run


def write_both(data: Path) -> None:
    for naam, teller, rows in ((A, 20, 50), (B, 24, 53)):
        figures = {
            "verblijf": fill(teller=teller, noemer=100),
            "stapeling": fill(teller=8, noemer=99),
        }
        tables = {("traject", K1): rows, ("casus", K1): rows}, {("traject", K1): str(rows)}
        write_edition(data, naam, figures, *tables)
        write_edition(data, naam, figures, audience="openbaar")


def test_the_answer_stands_on_one_page(open_page: Open, tmp_path: Path) -> None:
    write_both(tmp_path)
    text = open_page(cijfer="verblijf", wijk="zuid")
    assert "Verblijf in Zuid: 5 van 5 cijfers zijn anders." in text
    assert f"Toen: editie {A}" in text and "2021, nulmeting 20,0% 24,0% +4,0 procentpunt" in text
    assert "traject: 3 rijen erbij" in text and "jan–mrt 2021 50 53 +3 ja" in text
    assert "casus" not in text  # verblijf does not rest on it
    other = open_page(cijfer="stapeling", wijk="zuid")
    assert "geen van de 5 cijfers is anders" in other and "Verblijf : 5" in other


def test_what_it_shows_can_be_taken_along(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_both(tmp_path)
    taken: list[bytes] = []

    def keep(context: Any, naam: str, titel: str, build: Callable[[], bytes]) -> None:
        assert (naam, titel) == ("vergelijk_verblijf_zuid", "Verblijf in Zuid: toen en nu")
        taken.append(build())

    monkeypatch.setattr(vergelijk, "show_table_download", keep)
    open_page(cijfer="verblijf", wijk="zuid")
    [content] = taken
    lines = content.decode("utf-8-sig").splitlines()
    assert any(f"Toen: editie {A}" in line for line in lines if line.startswith("#"))
    head, *rows = [line for line in lines if not line.startswith("#")]
    assert head.startswith("indicator;indeling;categorie;wijk;venster;van;tot;toen;")
    assert len(rows) == 5
    [year] = [row for row in rows if ";nulmeting;" in row]
    assert year.startswith(
        "verblijf;geen;;zuid;nulmeting;2021-01-01;2021-12-31;0,2;ok;0,24;ok;0,04;"
    )
    assert "traject: 3 rijen erbij" in year


def test_a_partner_gets_nothing_of_it(open_page: Open, tmp_path: Path) -> None:
    write_both(tmp_path)
    text = open_page(ROL_PARTNER, cijfer="verblijf", wijk="zuid", met=A)
    assert "niet voor iedereen" in text
    assert "rijen erbij" not in text and "20,0%" not in text and A not in text


def test_without_an_earlier_edition_it_says_so(open_page: Open, tmp_path: Path) -> None:
    write_edition(tmp_path, A, {"verblijf": fill(teller=20, noemer=100)})
    assert "Er is nog geen eerdere editie" in open_page()


def test_every_figure_leads_there_for_who_may_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(vergelijk.st, "html", shown.append)
    monkeypatch.setattr(vergelijk, "once", lambda context, sleutel, build: build())
    for earlier in ([], ["an edition"]):  # without one there is no answer to lead to
        monkeypatch.setattr(vergelijk, "list_earlier", lambda *_, earlier=earlier, **__: earlier)
        for rol in (ROL_PARTNER, ROL_INTERN):
            context: Any = SimpleNamespace(rol=rol, editie=None)
            vergelijk.show_why_link(context, "verblijf", "west")
    [line] = shown
    assert "bediening" in line  # not on paper
    assert "/vergelijk?cijfer=verblijf&amp;wijk=west" in line
    assert "Waarom is dit cijfer anders dan de vorige keer?" in line
