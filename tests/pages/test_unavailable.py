"""An edition that cannot be shown: one calm page for the public, cause and cure in the log."""

import logging
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from proeftuin.access.rules import Toegang
from proeftuin.errors import NoEdition
from proeftuin.ui import shell as ui
from proeftuin.ui.unavailable import RUSTIG
from proeftuin.vocabulary import ROL_INTERN, ROL_OPENBAAR
from tests.lib import edities

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = edities.copy_of(edities.published() / "edities", tmp_path / "var" / "edities").parent
    monkeypatch.setenv("PROEFTUIN_DATA", str(folder))
    monkeypatch.setenv("PROEFTUIN_CONFIG", str(edities.config()))
    return folder


def visit(monkeypatch: pytest.MonkeyPatch, rol: str) -> tuple[list[str], list[str], str]:
    """Titles, errors and everything else on the first page as this role sees it."""
    monkeypatch.setattr(ui, "reader", lambda: Toegang(rol))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    assert not app.exception
    rest = " ".join(item.proto.body for item in app.get("html") if "<script" not in item.proto.body)
    return [item.value for item in app.title], [item.value for item in app.error], rest


def damage(data: Path) -> None:
    for audience in ("intern", "openbaar"):
        (
            data / "edities" / "2023-12-31.1" / audience / "cijfers" / "kosten_per_1000.parquet"
        ).unlink()


def test_the_public_reads_one_calm_sentence_and_the_log_has_the_cure(
    data: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    damage(data)
    with caplog.at_level(logging.ERROR):
        titles, errors, rest = visit(monkeypatch, ROL_OPENBAAR)
    assert (titles, errors) == (["Geen cijfers"], [RUSTIG])
    assert 'class="kop"' not in rest and "<svg" not in rest
    assert "kosten_per_1000.parquet" in caplog.text and "reservekopie" in caplog.text
    titles, errors, _ = visit(monkeypatch, ROL_INTERN)
    assert titles == ["Geen cijfers"] and "kosten_per_1000.parquet" in errors[0]


def test_without_huidig_json_the_public_reads_the_same_and_others_the_cure(
    data: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (data / "edities" / "huidig.json").unlink()
    with caplog.at_level(logging.ERROR):
        titles, errors, rest = visit(monkeypatch, ROL_OPENBAAR)
    assert (titles, errors) == (["Geen cijfers"], [RUSTIG]) and "python" not in rest
    assert "editie kies 2023-12-31.1" in caplog.text and "nog geen editie" not in caplog.text
    titles, errors, _ = visit(monkeypatch, ROL_INTERN)
    assert titles == ["Geen cijfers"] and "editie kies 2023-12-31.1" in errors[0]


def test_a_foreign_edition_shows_no_figure_on_any_page(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "gouda.toml"
    text = edities.config().read_text(encoding="utf-8")
    config.write_text(text.replace('"Zwolle"', '"Gouda"').replace("0193", "0513"))
    monkeypatch.setenv("PROEFTUIN_CONFIG", str(config))
    assert visit(monkeypatch, ROL_OPENBAAR)[1] == [RUSTIG]
    titles, errors, rest = visit(monkeypatch, ROL_INTERN)
    assert titles == ["Geen cijfers"] and 'class="kop"' not in rest
    assert "gemeente Zwolle (GM0193)" in errors[0] and "gemeente Gouda (GM0513)" in errors[0]


def test_a_changed_configuration_shows_once_an_edition_is_made_with_it(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "eigen.toml"
    text = edities.config().read_text(encoding="utf-8")
    config.write_text(text)
    monkeypatch.setenv("PROEFTUIN_CONFIG", str(config))
    assert "Proeftuin Jeugd" in visit(monkeypatch, ROL_OPENBAAR)[2]
    config.write_text(text.replace('"Proeftuin Jeugd"', '"Proef in de wijk"'))
    rest = visit(monkeypatch, ROL_OPENBAAR)[2]
    assert "Proeftuin Jeugd" in rest and "Proef in de wijk" not in rest
    current = data / "edities" / "huidig.json"
    current.write_bytes(current.read_bytes())  # as publishing does
    assert "Proef in de wijk" in visit(monkeypatch, ROL_OPENBAAR)[2]


def test_a_configuration_put_back_shows_the_edition_again(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "eigen.toml"
    text = edities.config().read_text(encoding="utf-8")
    config.write_text(text.replace("wachttijd_dagen = 98 ", "wachttijd_dagen = 70 "))
    monkeypatch.setenv("PROEFTUIN_CONFIG", str(config))
    assert "normen.wachttijd_dagen is daar 98" in visit(monkeypatch, ROL_INTERN)[1][0]
    config.write_text(text)
    titles, errors, _ = visit(monkeypatch, ROL_INTERN)
    assert (titles, errors) == (["Overzicht"], [])


def test_without_an_edition_the_public_gets_no_commands(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROEFTUIN_DATA", str(tmp_path / "leeg"))
    titles, errors, rest = visit(monkeypatch, ROL_OPENBAAR)
    assert (titles, errors) == (["Geen cijfers"], [RUSTIG]) and "python" not in rest
    assert "python -m proeftuin laad" in visit(monkeypatch, ROL_INTERN)[2]


def test_what_goes_wrong_halfway_leaves_no_half_page(
    data: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise NoEdition("Weg: python -m proeftuin publiceer in /ergens")

    monkeypatch.setattr("proeftuin.ui.show_overview_rows", fail)
    with caplog.at_level(logging.ERROR):
        titles, errors, rest = visit(monkeypatch, ROL_OPENBAAR)
    assert (titles, errors) == (["Deze bladzijde is niet te zien"], [RUSTIG])
    assert 'class="kop"' not in rest and "Weg: python -m proeftuin publiceer" in caplog.text
