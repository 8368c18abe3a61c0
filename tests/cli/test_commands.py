"""The command line as people meet it: Dutch, exit codes, and figures as JSON, CSV and table."""

import csv
import errno
import json
import math
import os
import subprocess
import sys
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from proeftuin.__main__ import main
from proeftuin.cli.commands import COMMANDS
from proeftuin.cli.parser import make_parser
from proeftuin.errors import ProeftuinError
from proeftuin.indicators import INDICATORS, Soort
from proeftuin.results.editie import open_editie, read_cijfers, select
from proeftuin.tijd import show_time
from proeftuin.vocabulary import ROL_BEHEERDER
from tests.lib import edities
from tests.lib.leveringen import write
from tests.test_tijd import utc_times

KEYS = {
    *("wijk", "venster", "van", "tot", "categorie", "teller", "noemer"),
    *("waarde", "onder", "boven", "status"),
}


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """(exit code, stdout, stderr) of a command on the published folder."""
    try:
        code = main(
            ["--data", str(edities.published()), "--config", str(edities.config()), *arguments]
        )
    except SystemExit as stop:
        code = int(stop.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


def show(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    code, out, err = run(capsys, "toon", *arguments, "--formaat", "json")
    assert (code, err) == (0, "")
    rows: list[dict[str, Any]] = json.loads(out)
    return rows


def test_every_command_is_done_by_a_function() -> None:
    [commands] = [item for item in make_parser()._actions if item.dest == "commando"]
    assert commands.choices is not None and set(commands.choices) == set(COMMANDS)
    for file, naam in COMMANDS.values():
        assert callable(getattr(import_module(f"proeftuin.cli.{file}"), naam)), naam


def test_help_is_dutch_and_instant() -> None:
    script = (
        "import sys, proeftuin.__main__ as m\ntry: m.main(['--help'])\nexcept SystemExit: pass\n"
    )
    script += (
        "print([name for name in ('pandas', 'duckdb', 'scipy', 'rich') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.rstrip().endswith("[]")
    for word in ("gebruik:", "opties:", "commando's:", "toon deze uitleg"):
        assert word in done.stdout
    for word in ("usage", "options", "positional", "show this"):
        assert word not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "dit ontbreekt: COMMANDO"),
        (["publiceeer"], "'publiceeer' bestaat niet (kies uit"),
        (["toon", "verblijf", "--venster", "jaar"], "'jaar' bestaat niet (kies uit 'kwartaal'"),
        (["toon", "verblijf", "--hoi"], "onbekende opties: --hoi"),
        (["demo", "x", "--jeugdigen", "veel"], "'veel' is geen geheel getal"),
        (["demo", "x", "--datastand", "31-12-2023"], "schrijf jjjj-mm-dd"),
        (["sjabloon"], "dit ontbreekt: MAP"),
        (["toon", "verblijf", "--editie"], "hier hoort één waarde achter"),
    ],
)
def test_wrong_usage_is_two_and_dutch(
    capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str
) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "") and expected in err and ": fout: " in err


@pytest.mark.parametrize("slug", [item.slug for item in INDICATORS])
def test_json_has_the_promised_keys_and_whole_counts(
    capsys: pytest.CaptureFixture[str], slug: str
) -> None:
    indicator = next(item for item in INDICATORS if item.slug == slug)
    rows = show(capsys, slug, "--venster", "effectjaar")
    assert {"midden", "west", "gemeente", "overige"} <= {row["wijk"] for row in rows}
    survival = {"mediaan", "mediaan_onder", "mediaan_boven"}
    for row in rows:
        assert KEYS <= set(row) and row["categorie"] is None
        assert (survival <= set(row)) == (indicator.soort is Soort.OVERLEVING)
        assert ({"p80", "wacht_tot_nu", "terugwerkend"} <= set(row)) == (slug == "wachttijd")
        assert ({"rijp", "totaal"} <= set(row)) == (row["status"] == "nog_niet_rijp")
        if indicator.soort is Soort.AANDEEL and row["noemer"]:
            assert isinstance(row["teller"], int) and isinstance(row["noemer"], int)
            assert row["waarde"] == row["teller"] / row["noemer"]  # not rounded


def test_json_equals_what_the_edition_holds(capsys: pytest.CaptureFixture[str]) -> None:
    rows = show(capsys, "trajectduur", "--venster", "nulmeting", "--indeling", "hulpvorm")
    editie = open_editie(edities.published(), "intern", rol=ROL_BEHEERDER)
    frame = select(read_cijfers(editie, "trajectduur", "hulpvorm"), "nulmeting").frame
    assert len(rows) == len(frame)
    for row, exact in zip(rows, frame.to_dict("records"), strict=True):
        assert row["van"] == exact["van"].isoformat() and row["categorie"] == exact["categorie"]
        for name in ("teller", "noemer", "waarde", "onder", "mediaan"):
            missing = math.isnan(exact[name])
            assert row[name] is None if missing else row[name] == exact[name]


def test_openbaar_shows_no_small_count(capsys: pytest.CaptureFixture[str]) -> None:
    rows = show(capsys, "verblijf", "--editie", "openbaar", "--indeling", "leeftijdsgroep")
    assert {row["categorie"] for row in rows} >= {"0-3", "4-11", "12-17", "18-22"}
    assert any(row["status"] == "afgeschermd" for row in rows)
    for row in rows:
        assert row["teller"] is None or row["teller"] % 5 == 0 and row["teller"] != 5
        assert isinstance(row["ongeveer"], bool)


def test_csv_and_table(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "toon", "terugval", "--formaat", "csv")
    rows = list(csv.DictReader(StringIO(out)))
    assert code == 0 and {*KEYS, "rijp", "totaal"} == set(rows[0])
    assert any(row["status"] == "nog_niet_rijp" and row["totaal"] for row in rows)
    code, out, _ = run(capsys, "toon", "terugval", "--venster", "effectjaar")
    assert code == 0 and "lang genoeg gevolgd" in out and "Andere wijken" in out and "%" in out
    code, out, _ = run(capsys, "toon", "trajectduur", "--indeling", "hulpvorm")
    assert "02 Ambulant" in out and "> 730" in out and "klein aantal" in out
    code, out, _ = run(capsys, "toon", "verblijf", "--editie", "openbaar", "--venster", "nulmeting")
    assert code == 0 and "afgeschermd" in out and "<10" in out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["toon", "verblif"], "Indicator 'verblif' bestaat niet. Kies uit: antwoord, binnen_norm"),
        (["toon", "verblijf", "--indeling", "hulpvorm"], "Kies uit: geen, leeftijdsgroep."),
        (
            ["toon", "trajectduur", "--indeling", "aanbieder", "--editie", "openbaar"],
            "staat alleen in de editie intern",
        ),
        (["toon", "verblijf", "--nummer", "2019-12-31.1"], "Er zijn: 2023-12-31.1."),
        (["laad", "bestaat-niet"], "'bestaat-niet' bestaat niet"),
        (["demo", "x", "--jeugdigen", "1"], "Kies voor --jeugdigen"),
    ],
)
def test_refusals_are_one_dutch_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str
) -> None:
    code, _, err = run(capsys, *arguments)
    assert code == 1 and err.startswith("Fout: ") and expected in err and err.count("\n") == 1


def test_an_empty_window_is_an_empty_list_with_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "toon", "verblijf", "--venster", "vroeger", "--formaat", "json")
    assert (code, json.loads(out)) == (0, []) and "kwartaal, nulmeting, effectjaar" in err


def test_options_stand_before_or_after_the_command_or_in_the_environment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data = str(edities.published())
    assert main(["toon", "verblijf", "--stil", "--data", data]) == 0
    assert main(["--stil", "--data", data, "toon", "verblijf"]) == 0
    monkeypatch.setenv("PROEFTUIN_DATA", data)
    assert main(["toon", "verblijf"]) == 0
    assert main(["--data", str(tmp_path), "toon", "verblijf"]) == 1
    assert main(["toon", "verblijf", "--config", str(tmp_path / "x.toml")]) == 1
    out, err = capsys.readouterr()
    assert "Er is nog geen editie" in err and "Controleer --config" in err


def test_names_and_editions_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "toon")
    assert code == 0 and all(indicator.slug in out for indicator in INDICATORS)
    code, out, _ = run(capsys, "edities")
    assert code == 0 and "2023-12-31.1" in out and "in gebruik" in out


@pytest.mark.parametrize(
    "command", ["status", "edities", "nulmeting toon", "toon gebruik --venster nulmeting"]
)
def test_times_in_what_is_printed_are_dutch(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *command.split())
    assert code == 0 and utc_times(out + err) == []
    if command in ("status", "edities"):
        made = open_editie(edities.published(), "intern", rol=ROL_BEHEERDER).gemaakt_op
        assert show_time(made) in " ".join(out.split())


def test_a_rejected_levering_lists_every_finding(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bad = edities.copy_of(edities.levering(), tmp_path / "levering")
    lines = (bad / "traject.csv").read_text(encoding="utf-8-sig").splitlines()
    separator = ";" if ";" in lines[0] else ","
    place = lines[0].split(separator).index("begin_datum")
    for number in range(1, 1201):
        cells = lines[number].split(separator)
        cells[place] = "2021-02-30"
        lines[number] = separator.join(cells)
    (bad / "traject.csv").write_text("\n".join(lines), encoding="utf-8")
    data = edities.copy_of(edities.published(), tmp_path / "data")
    before = (data / "store.duckdb").read_bytes()
    assert main(["laad", str(bad), "--data", str(data), "--vervang"]) == 1
    out, err = capsys.readouterr()
    assert "afgekeurd" in err and "Traceback" not in err
    assert "traject.csv, regel 2, kolom begin_datum" in out and "Totaal: 1" in out
    assert sum(line.startswith("FOUT ") for line in out.splitlines()) <= 1_000
    assert (data / "bevindingen.csv").is_file() and (data / "store.duckdb").read_bytes() == before


def test_a_levering_of_two_jeugdigen_gives_what_one_counts_by_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One of the 120 inhabitants of west got help in the nulmeting: nobody may know who."""
    data = ("--data", str(tmp_path / "data"))
    assert main(["laad", str(write(tmp_path / "levering")), "--stil", *data]) == 0
    assert main(["publiceer", "--stil", *data]) == 0
    show_it = ("toon", "gebruik", "--venster", "nulmeting", "--formaat", "csv")
    for editie, west in (
        ("intern", ("1", "120", "8.333333333333334", "ok")),
        ("openbaar", ("", "120", "", "afgeschermd")),
    ):
        capsys.readouterr()
        assert main([*show_it, "--editie", editie, *data]) == 0
        rows = {row["wijk"]: row for row in csv.DictReader(StringIO(capsys.readouterr().out))}
        found = tuple(rows["west"][naam] for naam in ("teller", "noemer", "waarde", "status"))
        assert found == west
        assert (rows["noord"]["teller"], rows["noord"]["noemer"]) == ("0", "130")
        assert rows["zuid"]["status"] == "te_klein", "no inhabitants were delivered"


@pytest.mark.langzaam
def test_from_demo_to_figures_in_processes_of_their_own(tmp_path: Path) -> None:
    """And without what Python has on Linux and macOS alone: Windows has no such modules."""
    hidden = "import sys\nfor name in ('fcntl', 'grp', 'pwd', 'resource', 'termios'):\n"
    (tmp_path / "sitecustomize.py").write_text(f"{hidden}    sys.modules[name] = None\n")
    environment = {**os.environ, "PROEFTUIN_DATA": str(tmp_path / "data")}
    environment["PYTHONPATH"] = str(tmp_path)

    def call(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "proeftuin", *arguments],
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""  # no bar when nobody looks
        return done.stdout

    folder = str(tmp_path / "levering")
    config = ("--config", str(edities.config()))
    assert "laad" in call("demo", folder, "--jeugdigen", "60", *config)
    assert "sleutel" in call("laad", folder, *config)
    assert "Editie 2023-12-31.1" in call("publiceer", *config)
    assert "niets veranderd" in call("publiceer", *config)
    rows = json.loads(call("toon", "gebruik", "--formaat", "json", "--venster", "nulmeting"))
    assert {row["status"] for row in rows} <= {"ok", "te_klein", "niet_geleverd"}


def test_a_bug_never_prints_a_value(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise ValueError("123456782")

    monkeypatch.setattr("proeftuin.results.open_editie", fail)
    code, out, err = run(capsys, "toon", "verblijf")
    assert code == 1 and "ValueError" in err and "123456782" not in out + err

    def full(*arguments: object, **named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "store.duckdb")

    monkeypatch.setattr("proeftuin.results.open_editie", full)
    code, _, err = run(capsys, "toon", "verblijf")
    assert code == 1 and "de schijf is vol" in err and "'store.duckdb'" in err
    assert "No space" not in err

    def refuse(*arguments: object, **named: object) -> None:
        raise ProeftuinError("Zo gaat het niet.")

    monkeypatch.setattr("proeftuin.results.open_editie", refuse)
    assert run(capsys, "toon", "verblijf")[2] == "Fout: Zo gaat het niet.\n"


def test_only_what_is_new_is_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    levering = edities.copy_of(edities.levering(), tmp_path / "levering")
    options = ["--config", str(edities.config()), "--data", str(tmp_path / "data"), "--stil"]
    laad = [*options, "laad", str(levering), "--alleen-nieuw"]
    assert main(laad) == 0 and "Geladen" in capsys.readouterr().out
    before = (tmp_path / "data" / "store.duckdb").read_bytes()
    assert main(laad) == 0 and "er verandert niets" in capsys.readouterr().out
    assert main(laad[:-1]) == 1 and "niet nieuwer" in capsys.readouterr().out
    toml = levering / "levering.toml"
    toml.write_text(toml.read_text().replace("2023-12-31", "2023-06-31"))
    assert main(laad) == 1, "another fout than an old datastand is said"
    assert (tmp_path / "data" / "store.duckdb").read_bytes() == before
