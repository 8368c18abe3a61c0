"""The command vergelijk: editions and leveringen, for people and for programs."""

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from proeftuin.__main__ import main
from tests.lib.leveringen import GOED, add, replace, write
from tests.lib.measured_frames import fill
from tests.lib.twee_edities import write_edition

A, B = "2023-12-31.1", "2023-12-31.2"
K1 = date(2021, 1, 1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two editions: in the second each wijk has a higher verblijf, and traject has 3 rows more."""
    for naam, teller, rows, mark in ((A, 20, 50, "1"), (B, 24, 53, "2")):
        cells = fill(teller=teller, noemer=100)
        tables = {("traject", K1): rows}, {("traject", K1): mark, ("bevolking", K1): mark}
        write_edition(tmp_path / "var", naam, {"verblijf": cells}, *tables)
    return tmp_path / "var"


def run(capsys: pytest.CaptureFixture[str], data: Path, *arguments: object) -> tuple[int, str, str]:
    code = main(["--data", str(data), "vergelijk", *(str(item) for item in arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def test_editions_as_a_table(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, data, A, B)
    assert (code, err) == (0, "")
    assert f"Toen: editie {A}" in out and f"Nu: editie {B}" in out
    assert "jan–mrt 2021     50   53         +3   ja" in out
    lines = [line.split() for line in out.splitlines()]
    assert ["verblijf", "40", "0", "0", "0"] in lines
    assert ["stapeling", "0", "0", "0", "0"] in lines
    assert ["bevolking", "2021", "–", "–", "–", "ja"] in lines
    _, out, _ = run(capsys, data, A, B, "--indicator", "verblijf")
    assert "20,0%   24,0%   +4,0\u00a0procentpunt   traject: 3 rijen erbij" in out


def test_editions_as_json_and_csv(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, data, A, B, "--formaat", "json")
    rows: list[dict[str, Any]] = json.loads(out)
    [west] = [
        row
        for row in rows
        if (row["wijk"], row["venster"], row["van"]) == ("west", "kwartaal", "2021-01-01")
    ]
    assert west["verschil"] == pytest.approx(0.04) and west["teller_nieuw"] == 24
    assert west["redenen"] == "traject: 3 rijen erbij"
    _, out, _ = run(capsys, data, A, B, "--formaat", "csv")
    assert len(list(csv.DictReader(StringIO(out)))) == len(rows)
    _, out, _ = run(capsys, data, A, B, "--formaat", "csv", "--deel", "rijen")
    assert list(csv.DictReader(StringIO(out)))[1] == {
        "bestand": "traject",
        "kwartaal": "2021-01-01",
        **{"oud": "50.0", "nieuw": "53.0", "erbij": "3.0", "is_anders": "True"},
    }


def test_what_is_no_pair_is_refused_in_words(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for pair, text in (
        ((A, tmp_path), "twee edities of twee leveringen"),
        ((tmp_path, tmp_path / "weg"), "geen editie en geen map"),
        ((A, A), "twee keer dezelfde"),
    ):
        code, out, err = run(capsys, data, *pair)
        assert code == 1 and text in err and not out
    code, _, err = run(capsys, data, A, B, "--indicator", "verblif")
    assert code == 1 and "bestaat niet" in err


def test_leveringen_show_counts_and_never_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    oud = write(tmp_path / "oud")
    nieuw = write(tmp_path / "nieuw", add("traject.csv", "t3,p2,,A2,14,04,2022-05-01,,"))
    code, out, err = run(capsys, tmp_path / "var", oud, nieuw, "--stil")
    assert (code, err) == (0, "")
    assert ["traject", "apr–jun", "2022", "0", "1", "1", "0", "0"] in [
        line.split() for line in out.splitlines()
    ]
    assert "Helemaal gelijk: aanmelding, bevolking" in out
    assert not any(key in out.replace(str(tmp_path), "") for key in ("p1", "p2", "t3"))
    wrong = write(tmp_path / "fout", replace("traject.csv", "2021-01-10", "gisteren"))
    code, out, err = run(capsys, tmp_path / "var", oud, wrong, "--stil")
    assert code == 1 and f"In '{wrong}':" in out and "FOUT" in out and "afgekeurd" in err


def test_rows_under_new_numbers_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = GOED["declaratie.csv"].splitlines()[0]
    leveringen = []
    for key in "ef":
        rows = [f"{key}{nr},w1,p1,A1,2021-03-01,2021-03-20,{nr}.00" for nr in range(12)]
        changes: dict[str, str | bytes | None] = {"declaratie.csv": "\n".join([head, *rows])}
        leveringen.append(write(tmp_path / key, changes))
    _, out, _ = run(capsys, tmp_path / "var", *leveringen, "--stil")
    said = "declaratie: 12 van de 12 rijen van nu waren er toen ook, onder een ander nummer"
    assert said in " ".join(out.split())
