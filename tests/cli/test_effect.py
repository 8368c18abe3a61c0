"""The command effect: JSON for programs, CSV for spreadsheets, a table with sentences."""

import csv
import json
from io import StringIO
from typing import Any

import pytest

from proeftuin.indicators import INDICATORS
from tests.cli.test_commands import run

KEYS = {
    *("slug", "is_primair", "wijken", "est", "onder", "boven", "se", "df", "mdc", "stress"),
    *("rank", "placebo", "holm_p", "verdict", "zin", "mdc_extra_jaar", "p", "reden"),
    *("mdc_extra_voorpaar", "voorparen"),
}
WIJK_KEYS = {"wijk", "nulmeting", "effectjaar", "d", "noemer", "status", "is_pilot"}
VERDICTS = {
    "aantoonbaar anders dan de andere wijken",
    "niet aantoonbaar anders",
    "te weinig gegevens",
    "niet vergelijkbaar",
}


def outcomes(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    code, out, err = run(capsys, "effect", *arguments, "--formaat", "json")
    assert (code, err) == (0, "")
    found: list[dict[str, Any]] = json.loads(out)
    return found


@pytest.mark.parametrize("audience", ["intern", "openbaar"])
def test_json_has_everything_per_indicator(
    audience: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = outcomes(capsys, "--editie", audience)
    assert len(found) == len(INDICATORS) - 2
    assert [item["slug"] for item in found if item["is_primair"]] == ["trajectduur"]
    for item in found:
        assert set(item) == KEYS and item["verdict"] in VERDICTS and item["zin"]
        assert set(item["stress"]) == {"onder", "boven"} and set(item["rank"]) == {"rang", "van"}
        assert set(item["placebo"]) == {"jaren", "est", "onder", "boven", "binnen"}
        assert len(item["wijken"]) == 5
        for wijk in item["wijken"]:
            assert set(wijk) == WIJK_KEYS
            if wijk["status"] == "ok":
                assert wijk["d"] == pytest.approx(wijk["effectjaar"] - wijk["nulmeting"])
            else:
                assert wijk["d"] is None
        if item["onder"] is not None:
            assert item["onder"] <= item["est"] <= item["boven"]
            assert item["stress"]["onder"] <= item["onder"]


def test_one_indicator_is_a_list_of_one(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = outcomes(capsys, "verblijf")
    assert found["slug"] == "verblijf"


def test_csv_has_a_row_per_indicator(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "effect", "--formaat", "csv")
    rows = list(csv.DictReader(StringIO(out)))
    assert code == 0 and len(rows) == len(INDICATORS) - 2
    assert {row["verdict"] for row in rows} <= VERDICTS and all(row["zin"] for row in rows)


def test_the_table_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "effect", "trajectduur")
    assert code == 0 and "trajectduur *" in out and "19 van de 20 keer" in out
    assert "None" not in out and "nan" not in out


@pytest.mark.parametrize(
    ("slug", "part"), [("ervaring", "niet per wijk en jaar vergeleken"), ("x", "bestaat niet")]
)
def test_what_has_no_comparison(slug: str, part: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "effect", slug)
    assert (code, out) == (1, "") and part in err
