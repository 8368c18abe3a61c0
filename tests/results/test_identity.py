"""Whose figures these are: a foreign or damaged edition is refused by every reader, in words."""

import ast
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from proeftuin.__main__ import main
from proeftuin.errors import DamagedEdition, ForeignEdition
from proeftuin.files import read_json, write_json
from proeftuin.results import list_edities, open_editie
from proeftuin.settings import Settings
from proeftuin.vocabulary import ROL_BEHEERDER
from tests.lib import edities

ROOT = Path(__file__).resolve().parents[2]
AUDIENCES = ("intern", "openbaar")


def open_with(data: Path, settings: Settings, audience: str = "intern") -> str:
    return open_editie(data, audience, rol=ROL_BEHEERDER, settings=settings).id


def gouda() -> Settings:
    settings = edities.small_settings()
    return replace(settings, gemeente=replace(settings.gemeente, naam="Gouda", code="GM0513"))


def norm_70() -> Settings:
    settings = edities.small_settings()
    return replace(settings, normen=replace(settings.normen, wachttijd_dagen=70))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The published folder without its store: what a reader needs, and quick to copy."""
    return edities.copy_of(edities.published() / "edities", tmp_path / "edities").parent


def forget(data: Path, *keys: str) -> None:
    """Make an edition of before out of the current one."""
    for audience in AUDIENCES:
        file = data / "edities" / "2023-12-31.1" / audience / "editie.json"
        content = read_json(file)
        write_json(file, {key: value for key, value in content.items() if key not in keys})


def test_an_edition_of_this_configuration_opens_and_knows_itself() -> None:
    for audience in AUDIENCES:
        assert open_with(edities.published(), edities.small_settings(), audience)
    editie = open_editie(edities.published(), "intern", rol=ROL_BEHEERDER)
    assert editie.identiteit and editie.identiteit["gemeente"]["code"] == "GM0193"
    assert editie.bestanden and "cijfers/verblijf.parquet" in editie.bestanden
    assert "nulmeting.json" in editie.bestanden


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_foreign_edition_is_refused_in_one_sentence_with_both(audience: str) -> None:
    with pytest.raises(ForeignEdition) as refused:
        open_with(edities.published(), gouda(), audience)
    text = str(refused.value)
    assert "gemeente Zwolle (GM0193)" in text and "gemeente Gouda (GM0513)" in text
    assert text.count(". ") == 0 and text.endswith(".")
    with pytest.raises(ForeignEdition, match="wachttijd_dagen is daar 98 en in de configuratie 70"):
        open_with(edities.published(), norm_70(), audience)


def test_another_definition_is_refused_with_both(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proeftuin.edition.files.DEFINITIEVERSIE", "99.1")
    with pytest.raises(ForeignEdition, match=r"definitieversie .* rekent met 99\.1"):
        open_with(data, edities.small_settings())


def test_an_edition_of_before_opens_when_wijken_pilot_and_windows_agree(data: Path) -> None:
    forget(data, "identiteit", "bestanden")
    settings = edities.small_settings()
    assert open_with(data, settings) and open_with(data, norm_70())
    for other in (
        replace(settings, wijk=settings.wijk[1:]),
        replace(settings, pilot=replace(settings.pilot, wijken=("oost",))),
        replace(
            settings,
            vensters=replace(settings.vensters, effectjaar=settings.vensters.nulmeting),
        ),
    ):
        with pytest.raises(ForeignEdition, match="andere instelling"):
            open_with(data, other)
    (data / "edities" / "2023-12-31.1" / "intern" / "cijfers" / "gebruik.parquet").write_text("x")
    with pytest.raises(DamagedEdition, match=r"gebruik\.parquet' is onleesbaar"):
        open_with(data, settings)


def test_what_was_changed_taken_away_or_broken_is_refused(data: Path) -> None:
    settings, folder = edities.small_settings(), data / "edities" / "2023-12-31.1" / "intern"
    whole = {file: file.read_bytes() for file in (folder / "cijfers").iterdir()}
    one, two, *_ = whole
    one.write_bytes(whole[two])
    with pytest.raises(DamagedEdition, match=f"{one.name}' is na het maken veranderd"):
        open_with(data, settings)
    one.unlink()
    with pytest.raises(DamagedEdition, match=f"{one.name}' ontbreekt") as refused:
        open_with(data, settings)
    assert "editie kies" in str(refused.value) and "publiceer --opnieuw" in str(refused.value)
    one.write_bytes(whole[one])
    assert open_with(data, settings)
    nulmeting = folder / "nulmeting.json"
    nulmeting.write_text(nulmeting.read_text().replace('"versie": 1', '"versie": 2', 1))
    with pytest.raises(DamagedEdition, match=r"nulmeting\.json' is na het maken veranderd"):
        open_with(data, settings)
    for broken in ("{", '{"audience": "intern"}', "[]"):
        (folder / "editie.json").write_text(broken)
        with pytest.raises(DamagedEdition, match="is beschadigd"):
            open_with(data, settings)
    assert list_edities(data, "intern", rol=ROL_BEHEERDER) == []
    shutil.rmtree(folder)
    with pytest.raises(DamagedEdition, match="is weg of onleesbaar"):
        open_with(data, settings)
    (data / "edities" / "huidig.json").write_text("{")
    with pytest.raises(DamagedEdition, match=r"huidig\.json.*beschadigd"):
        open_with(data, settings)


def test_commands_and_the_report_refuse_a_foreign_edition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = edities.config().read_text(encoding="utf-8")
    config = tmp_path / "gouda.toml"
    config.write_text(text.replace('"Zwolle"', '"Gouda"').replace("0193", "0513"))
    report = tmp_path / "raad.html"
    for command in (["toon", "gebruik"], ["effect"], ["prognose"], ["rapport", str(report)]):
        code = main(["--data", str(edities.published()), "--config", str(config), *command])
        out, err = capsys.readouterr()
        assert (code, out) == (1, ""), command
        assert "Zwolle" in err and "Gouda" in err
    assert not report.exists()


def test_every_reader_of_figures_gives_its_settings() -> None:
    for file in [*(ROOT / "proeftuin").rglob("*.py"), *(ROOT / "pages").glob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("open_editie"):
                given = {item.arg for item in node.keywords}
                assert "settings" in given, f"{file}:{node.lineno}"
