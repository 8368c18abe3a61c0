"""controleer and status: a wrong configuration stops everything, and one variable names it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from proeftuin.__main__ import main
from proeftuin.settings.read import DEFAULT_FILE
from proeftuin.ui import door
from tests.lib import edities
from tests.lib.berichten import TOML, bericht, client, start, toewijzing

ROOT = DEFAULT_FILE.parent
VOORBEELD = ROOT / "data" / "voorbeeld"
OMTREK = f'omtrek = "{ROOT}/data/geo/zwolle_wijken.geojson"'


def config(folder: Path, *changes: tuple[str, str]) -> Path:
    """A configuration in folder with the outlines of the product and these changes."""
    text = DEFAULT_FILE.read_text(encoding="utf-8")
    text = text.replace('omtrek = "data/geo/zwolle_wijken.geojson"', OMTREK)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    file = folder / "gemeente.toml"
    file.write_text(text, encoding="utf-8")
    return file


def run(
    capsys: pytest.CaptureFixture[str], folder: Path, *arguments: str | Path
) -> tuple[int, str, str]:
    code = main([*map(str, arguments), "--data", str(folder / "var"), "--stil"])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_good_configuration_and_levering(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, err = run(capsys, tmp_path, "controleer", VOORBEELD, "--config", config(tmp_path))
    assert (code, err) == (0, "")
    assert "klopt: Zwolle, 5 wijken, proeftuin in West." in out
    assert (
        "jeugdige.csv: 1 van 20 jeugdigen (5,0%) in geen wijk; gebieden in geen wijk: '8011AB' (1 "
        "keer)." in out
    )
    assert [item.name for item in (tmp_path / "var").iterdir()] == [".laad.lock"], "nothing stays"


def test_a_levering_of_elsewhere_is_seen_in_seconds(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    levering = tmp_path / "levering"
    shutil.copytree(VOORBEELD, levering)
    file = levering / "jeugdige.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("WK0193", "WK0513"), encoding="utf-8")
    packed = shutil.make_archive(str(tmp_path / "pak"), "zip", levering)
    for source in (levering, packed):
        code, out, err = run(capsys, tmp_path, "controleer", source, "--config", config(tmp_path))
        assert code == 1 and "jeugdige.csv" in err and "geen wijk" in err
        assert "Hoort deze levering bij Zwolle?" in err and "'WK0513" in out
    assert not list((tmp_path / "var").glob(".bouw-*"))


@pytest.mark.parametrize(("elders", "te_veel"), [(1, False), (2, True)])
def test_controleer_counts_messages_and_its_bounds_are_those_of_laad(
    elders: int, te_veel: bool, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Of 20 jeugdigen in JW301 and JW305 one may lie in no wijk; fewer than 20 say nothing."""
    levering = tmp_path / "levering"
    levering.mkdir()
    (levering / "levering.toml").write_text(TOML, encoding="utf-8")
    concordantie = tmp_path / "postcodes.csv"
    concordantie.write_text("postcode;wijk\n8011AA;west\n", encoding="utf-8")
    everyone = [f"99990{nr:04}" for nr in range(20)]
    where = {bsn: "8011AA" if nr >= elders else "2801AA" for nr, bsn in enumerate(everyone)}
    (levering / "a.xml").write_bytes(
        bericht(
            "JW301",
            [
                client(bsn, toewijzing(str(nr), "2022-01-03", "2022-02-01"), postcode=where[bsn])
                for nr, bsn in enumerate(everyone, start=1)
            ],
        )
    )
    (levering / "b.xml").write_bytes(
        bericht(
            "JW305",
            [client(bsn, start(str(nr), "2022-02-01")) for nr, bsn in enumerate(everyone[:4], 1)],
        )
    )
    file = config(tmp_path, ('concordantie = ""', 'concordantie = "postcodes.csv"'))
    code, out, err = run(capsys, tmp_path, "controleer", levering, "--config", file)
    assert f"JW301: {elders} van 20 jeugdigen ({5 * elders},0%) in geen wijk; " in out
    assert f"'2801AA' ({elders} keer)." in out and f"JW305: {elders} van 4 jeugdigen" in out
    assert (code, "Meer dan 5% ligt in geen wijk (JW301)" in err) == (int(te_veel), te_veel)
    loaded, out, err = run(capsys, tmp_path, "laad", levering, "--config", file)
    assert (loaded, "Te veel zonder wijk" in out + err) == (code, te_veel)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('primair = "trajectduur"', 'primair = "trajectduren"', "Kies uit: trajectduur"),
        (
            'primair = "trajectduur"',
            'primair = "ervaring"',
            "'evaluatie.primair': 'ervaring' heeft",
        ),
        (
            'indicatoren = ["verblijf"]',
            'indicatoren = ["verblijft"]',
            r"'evaluatie.vraag[4].indicatoren': indicator 'verblijft' bestaat niet",
        ),
        (
            'breuk = ["licht_midden"] ',
            'breuk = ["segmenten"] ',
            "'gebeurtenis[4].breuk': indicator 'segmenten' bestaat niet",
        ),
        ('concordantie = ""', 'concordantie = "weg.csv"', "gemeente.concordantie"),
        ("drempel = 10", "drempel = 0", "'onthulling.drempel': 0 kan niet"),
    ],
)
@pytest.mark.parametrize("commando", ["controleer", "laad", "publiceer"])
def test_nonsense_stops_every_command_before_it_begins(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    commando: str,
    old: str,
    new: str,
    says: str,
) -> None:
    levering = [VOORBEELD] if commando == "laad" else []
    file = config(tmp_path, (old, new))
    code, out, err = run(capsys, tmp_path, commando, *levering, "--config", file)
    assert (code, out) == (1, "")
    assert err.startswith("Fout: Configuratie 'gemeente.toml' klopt niet.") and says in err
    assert not (tmp_path / "var").exists()


def test_outlines_stop_controleer_and_warn_at_laad(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = config(tmp_path, (OMTREK, 'omtrek = "weg.geojson"'))
    code, _, err = run(capsys, tmp_path, "controleer", "--config", file)
    assert code == 1 and "'geo.omtrek'" in err and "bestaat niet" in err
    code, out, err = run(capsys, tmp_path, "laad", VOORBEELD, "--config", file)
    assert code == 0 and "Geladen" in out
    assert err.startswith("Let op: de kaart werkt straks niet. Sleutel 'geo.omtrek'")


def test_every_wijk_needs_its_outline(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source = ROOT / "data" / "geo" / "zwolle_wijken.geojson"
    table = json.loads(source.read_text(encoding="utf-8"))
    table["features"] = [
        item for item in table["features"] if item["properties"]["wijkcode"] != "WK019350"
    ]
    (tmp_path / "eigen.geojson").write_text(json.dumps(table), encoding="utf-8")
    file = config(tmp_path, (OMTREK, 'omtrek = "eigen.geojson"'))
    code, _, err = run(capsys, tmp_path, "controleer", "--config", file)
    assert code == 1 and "'wijk.gebieden' van wijk 'zuid': gebied 'WK019350'" in err


def test_what_is_often_wrong_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    changes = (('naam = "Oost"', 'naam = "Zwolle"'), ("_noemer = 30", "_noemer = 1"))
    code, out, _ = run(capsys, tmp_path, "controleer", "--config", config(tmp_path, *changes))
    assert code == 0 and "LET OP: Sleutel 'wijk.naam'" in out and "schommelen" in out


def test_status_of_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = run(capsys, tmp_path, "status", "--config", config(tmp_path))
    assert code == 0 and "met --config" in out and "nog geen levering" in out
    assert "nog geen editie" in out and "definities" in out


def test_status_of_an_edition_that_is_gone_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "var" / "edities"
    folder.mkdir(parents=True)
    register = {"editie": "2023-12-31.1", "alle": ["2023-12-31.1"]}
    (folder / "huidig.json").write_text(json.dumps(register), encoding="utf-8")
    code, out, _ = run(capsys, tmp_path, "status", "--config", config(tmp_path))
    assert code == 0 and "'2023-12-31.1'" in out and "weg of onleesbaar" in out
    assert "nog geen editie" not in out


def test_status_of_what_is_published(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["status", "--data", str(edities.published()), "--config", str(edities.config())]) == 0
    )
    out = capsys.readouterr().out
    assert "gegevens tot en met 31 december 2023" in out and "in gebruik 20" in out
    assert "Nulmeting: 1 januari 2021 tot en met 31 december 2021; versie 1 bij " in out
    assert "andere configuratie" not in out


def test_status_says_of_a_wrong_configuration_once_what_is_wrong(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Each wijk is of another gemeente than the code says: one line, that names them all."""
    code, out, _ = run(
        capsys, tmp_path, "status", "--config", config(tmp_path, ("GM0193", "GM0513"))
    )
    assert code == 0 and "'WK019310' (wijk 'midden')" in out and "'WK019352' (wijk 'zuid')" in out
    assert out.count("GM0193") == 1 and "Versies: " in out


def test_one_variable_for_command_and_app(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = config(tmp_path, ('naam = "Zwolle"', 'naam = "Voorbeelddam"'))
    monkeypatch.setenv("PROEFTUIN_CONFIG", str(file))
    code, out, _ = run(capsys, tmp_path, "status")
    assert code == 0 and f"Configuratie: {file} (met PROEFTUIN_CONFIG)" in out
    assert "Voorbeelddam (GM0193)" in out
    assert door.app_settings().gemeente.naam == "Voorbeelddam"
    _, out, _ = run(capsys, tmp_path, "status", "--config", DEFAULT_FILE)
    assert "(met --config)" in out and "Zwolle (GM0193)" in out
    monkeypatch.setenv("PROEFTUIN_CONFIG", "")
    assert door.app_settings().gemeente.naam == "Zwolle"


def ask_make(folder: Path, words: str, *given: str) -> str:
    """What a command of make sees: these words, filled in by its shell."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    head = makefile[: makefile.index(".PHONY")]
    (folder / "Makefile").write_text(f"{head}toon:\n\t@echo {words}\n", encoding="utf-8")
    command = ["make", "-s", "-C", str(folder), "toon", *given]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_passes_both_places_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*given: str) -> str:
        return ask_make(tmp_path, "$$PROEFTUIN_DATA $$PROEFTUIN_CONFIG", *given)

    for name in ("PROEFTUIN_DATA", "PROEFTUIN_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    assert asked() == "var"
    assert asked("CONFIG=gouda.toml", "DATA=elders") == "elders gouda.toml"
    monkeypatch.setenv("PROEFTUIN_DATA", "ergens")
    monkeypatch.setenv("PROEFTUIN_CONFIG", "dam.toml")
    assert asked() == "ergens dam.toml"


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_lets_python_keep_what_it_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each of the many processes of make test compiles its libraries anew."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert ask_make(tmp_path, "[$$PYTHONDONTWRITEBYTECODE]") == "[]"


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(
    ("there", "says"),
    [
        ("edities/2023-12-31.1/intern", "Er staan edities, maar huidig.json ontbreekt"),
        ("store.duckdb", "Er is een levering geladen en nog geen editie"),
        ("", "we maken de demogemeente"),
    ],
)
def test_make_app_never_loads_a_demo_over_what_stands(
    there: str, says: str, tmp_path: Path
) -> None:
    data = tmp_path / "var"
    (data / there).mkdir(parents=True)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    rule = makefile[: makefile.index("\napp:")]
    demo = ".venv/app:\n\t@true\n\ndemo:\n\t@echo DEMO\n"
    rule = rule[: rule.index(".venv/app:")] + rule[rule.index("$(DATA)/edities") :]
    (tmp_path / "Makefile").write_text(f"{rule}\n{demo}", encoding="utf-8")
    target = f"{data}/edities/huidig.json"
    command = ["make", "-s", "-C", str(tmp_path), target, f"DATA={data}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert says in done.stdout and ("DEMO" in done.stdout) == (not there)
