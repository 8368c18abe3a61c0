"""haal on the command line: files where laad and the settings look, or one clear sentence."""

import json
import shutil
from pathlib import Path

import pytest

from proeftuin.__main__ import main
from tests.cli.test_controleer import OMTREK, VOORBEELD, config
from tests.opendata.conftest import openbaar
from tests.opendata.openbare_dienst import OpenbareDienst
from tests.opendata.test_omtrek import features, squares
from tests.opendata.test_statline import make_jeugdzorg, make_leeftijd, make_wijken

__all__ = ["openbaar"]


@pytest.fixture
def gemeente(openbaar: OpenbareDienst, tmp_path: Path) -> Path:
    """A configuration that asks the service of this test, with a place for its outlines."""
    openbaar.tabellen = {"03759ned": make_leeftijd(), "85075NED": make_jeugdzorg()}
    numbers = ("84286NED", "84583NED", "84799NED", "85039NED", "85318NED", "85618NED")
    openbaar.tabellen |= {nummer: make_wijken(2021, 8) for nummer in numbers}
    openbaar.features = features(squares().to_crs("EPSG:4326"))
    pdok = "https://api.pdok.nl/cbs/wijken-en-buurten-2024/ogc/v1/collections/wijken/items"
    return config(
        tmp_path,
        (OMTREK, 'omtrek = "wijken.geojson"'),
        (pdok, f"{openbaar.adres}/wijken/items"),
        ("https://opendata.cbs.nl/ODataFeed/odata", f"{openbaar.adres}/odata"),
        ('2016 = "83563NED"\n2017 = "83782NED"\n', ""),
        ('2023 = "85685NED"\n', ""),
    )


def haal(folder: Path, file: Path, *arguments: str | Path) -> int:
    options = ["--config", file, "--data", folder / "var", "--stil"]
    return main([str(item) for item in ("haal", *arguments, *options)])


def test_outlines_come_where_the_settings_look(
    gemeente: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert haal(tmp_path, gemeente, "geo") == 0
    out = capsys.readouterr().out
    assert "Bron: CBS/Kadaster, wijk- en buurtkaart 2024 (CC BY 4.0), van " in out
    assert "Onder de kaart staat nog 'CBS/Kadaster, wijk- en buurtkaart 2014" in out
    assert main(["controleer", "--config", str(gemeente), "--data", str(tmp_path / "var")]) == 0
    assert haal(tmp_path, gemeente, "geo") == 1
    assert "bestaat al. Gebruik --vervang" in capsys.readouterr().err
    assert haal(tmp_path, gemeente, "geo", "--vervang") == 0


def test_population_and_counts_come_in_the_levering(
    gemeente: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    levering = tmp_path / "levering"
    shutil.copytree(VOORBEELD, levering)
    assert haal(tmp_path, gemeente, "bevolking", levering) == 1
    assert haal(tmp_path, gemeente, "bevolking", levering, "--vervang") == 0
    assert "LET OP: 2018 is overgeslagen" in capsys.readouterr().out
    origin = json.loads((levering / "bevolking.csv.herkomst.json").read_text(encoding="utf-8"))
    assert origin["bewerking"].startswith("Schatting, geen cijfer van het CBS")
    place = ["--config", str(gemeente), "--data", str(tmp_path / "var"), "--stil"]
    haal(tmp_path, gemeente, "geo")
    capsys.readouterr()
    assert main(["laad", str(levering), *place]) == 0
    assert "herkomst" not in capsys.readouterr().out, "what stands beside a file is no table"


def test_what_is_not_set_or_not_there_is_said(
    gemeente: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], openbaar: OpenbareDienst
) -> None:
    assert haal(tmp_path, gemeente, "postcodes") == 1
    assert "Sleutel 'gemeente.concordantie' is leeg." in capsys.readouterr().err
    assert haal(tmp_path, gemeente, "cbs", tmp_path / "weg") == 1
    assert "Noem de map van uw levering" in capsys.readouterr().err
    old = tmp_path / "oud.toml"
    text = gemeente.read_text(encoding="utf-8")
    start, end = text.index("[opendata]"), text.index("[evaluatie]")
    old.write_text(text[:start] + text[end:], encoding="utf-8")
    assert haal(tmp_path, old, "cbs", tmp_path) == 1
    assert "Sleutel 'opendata.statline.adres' is niet ingevuld." in capsys.readouterr().err
    assert openbaar.gevraagd == [], "nothing was asked"


def test_a_refusal_names_only_options_that_are_there(
    gemeente: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], openbaar: OpenbareDienst
) -> None:
    levering = tmp_path / "levering"
    shutil.copytree(VOORBEELD, levering)
    assert haal(tmp_path, gemeente, "bevolking", levering) == 1
    said = capsys.readouterr().err
    assert "bestaat al. Gebruik --vervang om het te vervangen.\n" in said
    assert "--naar" not in said, "only geo and postcodes have it"
    openbaar.fouten = [500] * 4
    settings = gemeente.read_text(encoding="utf-8").replace("pogingen = 4", "pogingen = 1")
    gemeente.write_text(settings, encoding="utf-8")
    assert haal(tmp_path, gemeente, "geo") == 1
    assert "ging mis. Er is niets opgeslagen." in capsys.readouterr().err


def test_a_map_of_ones_own_keeps_the_source_of_the_settings(
    gemeente: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "eigen.geojson"
    own.write_text(squares().to_json(drop_id=True), encoding="utf-8")
    assert haal(tmp_path, gemeente, "geo", "--uit", own) == 0
    assert "Is 'eigen.geojson' van een ander of van een ander jaar" in capsys.readouterr().out
    text = gemeente.read_text(encoding="utf-8")
    start, end = text.index("[opendata]"), text.index("[evaluatie]")
    gemeente.write_text(text[:start] + text[end:], encoding="utf-8")
    assert haal(tmp_path, gemeente, "geo", "--uit", own, "--vervang") == 0
    said = capsys.readouterr().out
    assert "Bron: CBS/Kadaster, wijk- en buurtkaart 2014, gegeneraliseerd (CC BY 4.0), van" in said
    assert "Onder de kaart staat nog" not in said and "()" not in said


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('adres = "https://api', 'adres = "api', "geen adres. Schrijf het hele adres"),
        ('bron = "CBS StatLine"', 'bron = ""', "schrijf bij een adres ook bron en licentie"),
        ('2019 = "84583NED"', '19 = "84583NED"', "'19' is geen jaar"),
        ('2019 = "84583NED"', "2019 = 84583", "84583 is geen nummer van een tabel"),
        ("vereenvoudig_meter = 25", "vereenvoudig_meter = 900", "kies 0 (niet) tot en met 500"),
        ("pogingen = 4", "pogingen = 0", "'opendata.pogingen': 0 kan niet"),
    ],
)
def test_addresses_and_tables_are_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, words: str
) -> None:
    file = config(tmp_path, (old, new))
    assert haal(tmp_path, file, "geo") == 1
    assert words in capsys.readouterr().err
