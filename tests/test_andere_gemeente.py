"""Another gemeente runs it by writing only its configuration and outlines: 7 wijken, 2 pilots."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from proeftuin.settings.read import DEFAULT_FILE, read_settings

WIJKEN = (
    "noorderhout",
    "binnenveld",
    "dijkzicht",
    "hoogland",
    "meerzijde",
    "rietkant",
    "zuiderpoort",
)
PILOTS = ("dijkzicht", "rietkant")


def square(number: int) -> dict[str, object]:
    """One square wijk of 0.02 degree, east of the one before."""
    west, south, size = 5.0 + 0.02 * number, 52.0, 0.02
    ring = [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
    ]
    return {
        "type": "Feature",
        "properties": {"wijkcode": f"WK9999{number:02d}", "wijknaam": WIJKEN[number]},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture(scope="module")
def gemeente(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the configuration and outlines of Voorbeelddam."""
    folder = tmp_path_factory.mktemp("voorbeelddam")
    outlines = {"type": "FeatureCollection", "features": [square(nr) for nr in range(7)]}
    (folder / "wijken.geojson").write_text(json.dumps(outlines), encoding="utf-8")
    text = DEFAULT_FILE.read_text(encoding="utf-8")
    head, rest = text.split("[[wijk]]", 1)
    rest = rest[rest.index("[pilot]") :]
    blocks = "".join(
        f'[[wijk]]\nid = "{naam}"\nnaam = "{naam.title()}"\ngebieden = ["WK9999{nr:02d}"]\n\n'
        for nr, naam in enumerate(WIJKEN)
    )
    text = (head + blocks + rest).replace('wijken = ["west"]', f"wijken = {json.dumps(PILOTS)}")
    text = text.replace('naam = "Zwolle"', 'naam = "Voorbeelddam"').replace("GM0193", "GM9999")
    text = text.replace("data/geo/zwolle_wijken.geojson", "wijken.geojson")
    text = text.replace("vroegste_kwartaal = 2015-01-01", "vroegste_kwartaal = 2021-01-01")
    (folder / "proeftuin.toml").write_text(text, encoding="utf-8")
    return folder


def run(gemeente: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "proeftuin", *arguments, "--stil"]
    command += ["--data", str(gemeente / "var"), "--config", str(gemeente / "proeftuin.toml")]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_seven_wijken_and_two_pilots_from_levering_to_figures(gemeente: Path) -> None:
    run(gemeente, "demo", str(gemeente / "levering"), "--jeugdigen", "400")
    run(gemeente, "laad", str(gemeente / "levering"))
    run(gemeente, "publiceer")
    rows = json.loads(
        run(gemeente, "toon", "gebruik", "--venster", "effectjaar", "--formaat", "json")
    )
    cells = {row["wijk"]: row for row in rows}
    assert set(WIJKEN) | {"gemeente", "overige"} <= set(cells)
    overige = sum(cells[wijk]["teller"] for wijk in WIJKEN if wijk not in PILOTS)
    assert cells["overige"]["teller"] == overige > 0
    onbekend = cells.get("onbekend", {"teller": None})["teller"]
    everyone = sum(cells[wijk]["teller"] for wijk in WIJKEN)
    assert cells["gemeente"]["teller"] >= everyone + (onbekend or 0)


def test_every_page_opens_with_two_pilots(gemeente: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("PROEFTUIN_DATA", str(gemeente / "var"))
    monkeypatch.setenv("PROEFTUIN_CONFIG", str(gemeente / "proeftuin.toml"))
    assert len(read_settings(gemeente / "proeftuin.toml").pilot.wijken) == 2
    pages = sorted((DEFAULT_FILE.parent / "pages").glob("*.py"))
    assert len(pages) >= 12
    for page in pages:
        app = AppTest.from_file(str(DEFAULT_FILE.parent / "app.py"), default_timeout=180).run()
        app.switch_page(f"pages/{page.name}").run()
        assert not app.exception, f"{page.name}: {app.exception}"
        shown = " ".join(element.value for element in [*app.title, *app.markdown])
        assert "Zwolle" not in shown, page.name
