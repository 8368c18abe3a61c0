"""An edition, a nulmeting and conversations made by an earlier version still open, page by page.

editie-VERSIE.zip was made by `python -m proeftuin reserve maak` of that version, of a made-up city
of 250 jeugdigen with the configuration of tests/lib/edities.py and the example conversations. An
edition of other definitions is refused (open_editie); then only the conversations have to open.
"""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from proeftuin.edition import reserve
from proeftuin.errors import ForeignEdition
from proeftuin.indicators import DEFINITIEVERSIE, INDICATORS
from proeftuin.journal import Door, open_journal, restore_file
from proeftuin.results import open_editie, read_cijfers, read_nulmeting
from proeftuin.settings.read import DEFAULT_FILE
from proeftuin.vocabulary import ROL_BEHEERDER
from tests.lib import edities

pytest_plugins = ("tests.lib.editie_fixture",)
KOPIEEN = sorted(Path(__file__).parent.glob(f"editie-{DEFINITIEVERSIE}.*.zip"))
VAN_EERDER = sorted({*Path(__file__).parent.glob("editie-*.zip")} - {*KOPIEEN})
PAGINAS = (
    *("overzicht", "evaluatie", "datakwaliteit", "verantwoording", "gesprekken", "verblijf"),
    "uitkomsten",
)


@pytest.fixture(scope="module", params=KOPIEEN, ids=lambda file: file.stem)
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eerder") / "data"
    reserve.restore_everything(folder, request.param)
    return folder


@pytest.mark.parametrize("kopie", VAN_EERDER, ids=lambda file: file.stem)
def test_of_other_definitions_the_conversations_open_and_the_edition_says_why(
    kopie: Path, tmp_path: Path
) -> None:
    gesprekken = reserve.restore_everything(tmp_path / "data", kopie)
    assert gesprekken
    restore_file(None, tmp_path / "data", gesprekken, Door(ROL_BEHEERDER, "test"))
    settings = edities.small_settings()
    with pytest.raises(ForeignEdition, match="definitieversie"):
        open_editie(tmp_path / "data", "intern", rol=ROL_BEHEERDER, settings=settings)
    journal = open_journal(None, tmp_path / "data")
    assert journal.gesprekken.select(ROL_BEHEERDER)
    journal.close()


@pytest.mark.parametrize("audience", ["intern", "openbaar"])
def test_every_figure_it_holds_is_read(audience: str, data: Path) -> None:
    editie = open_editie(data, audience, rol=ROL_BEHEERDER, settings=edities.small_settings())
    assert editie.definitieversie == DEFINITIEVERSIE, "make a copy of today's version"
    held = {file.stem for file in (editie.pad / "cijfers").iterdir()}
    known = [item for item in INDICATORS if item.slug in held]
    assert len(known) == len(held) > 15, "an indicator that is gone is gone from the pages too"
    for indicator in known:
        assert len(read_cijfers(editie, indicator.slug))
        if indicator.heeft_wijkwaarde:
            assert read_nulmeting(editie, indicator.slug).versie == 1


@pytest.mark.parametrize("slug", PAGINAS)
def test_a_page_opens(slug: str, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROEFTUIN_DATA", str(data))
    monkeypatch.setenv("PROEFTUIN_CONFIG", str(edities.config()))
    app = AppTest.from_file(str(DEFAULT_FILE.parent / "app.py"), default_timeout=60).run()
    app.switch_page(f"pages/{slug}.py").run()
    assert not app.exception and not app.error
    shown = " ".join(item.proto.body for item in app.get("html"))
    assert app.title and "gegevens tot en met 31 december 2023" in shown
