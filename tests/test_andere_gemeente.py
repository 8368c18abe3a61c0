"""Another gemeente runs it by writing only its configuration and outlines: 7 wijken, 2 pilots.

That its pages and reports open and name nothing of this one: tests/pages/test_andere_getallen.py.
"""

import json
import os
import subprocess
import sys

import pytest

from proeftuin.settings.read import read_settings
from tests.lib.steden.andere import PILOTS, WIJKEN, anders


@pytest.mark.langzaam
def test_seven_wijken_and_two_pilots_from_levering_to_figures() -> None:
    file = anders() / "anders.toml"
    assert read_settings(file).pilot.wijken == PILOTS
    command = [sys.executable, "-m", "proeftuin", "toon", "gebruik", "--venster", "effectjaar"]
    command += ["--formaat", "json", "--data", str(anders() / "var"), "--config", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ, check=False)
    assert done.returncode == 0, done.stderr
    cells = {row["wijk"]: row for row in json.loads(done.stdout)}
    assert set(WIJKEN) | {"gemeente", "overige"} <= set(cells)
    overige = sum(cells[wijk]["teller"] for wijk in WIJKEN if wijk not in PILOTS)
    assert cells["overige"]["teller"] == overige > 0
    onbekend = cells.get("onbekend", {"teller": None})["teller"]
    everyone = sum(cells[wijk]["teller"] for wijk in WIJKEN)
    assert cells["gemeente"]["teller"] >= everyone + (onbekend or 0)
