"""Installed from nothing: the wheel holds what the app needs, the units and proxies are valid."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from proeftuin.cli import make_parser
from proeftuin.huis import HUIS, product_version
from proeftuin.indicators import DEFINITIEVERSIE

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command with what it prints, in a folder of its own."""
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


def test_the_version_follows_the_definitions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == product_version()
    assert product_version().startswith(f"{DEFINITIEVERSIE}.")
    assert HUIS == ROOT


PIP = """#!/bin/sh
case "$*" in
*"config list"*) printf '%s\\n' ":env:.find-links='/wielen'" "global.find-links='/oud'" \
    "global.extra-index-url='file:///een https://twee/simple'" \
    "install.index-url='https://eigen'" ;;
*install*) echo "pip $*" >> gedaan ;;
esac
"""
UV = """#!/bin/sh
echo "uv $*" >> gedaan
exit {code}
"""


@pytest.mark.parametrize(("code", "program"), [(0, "uv"), (1, "pip")])
def test_packages_come_from_where_pip_was_told(code: int, program: str, tmp_path: Path) -> None:
    """And pip installs them itself when uv cannot."""
    for path, script in (("bin/python", PIP), ("opzet/bin/uv", UV.format(code=code))):
        file = tmp_path / ".venv" / path
        file.parent.mkdir(parents=True)
        file.write_text(script)
        file.chmod(0o755)
    done = subprocess.run(
        ["sh", str(ROOT / "tools" / "venv.sh"), "lijst.txt"], cwd=tmp_path, check=False
    )
    assert done.returncode == 0
    first, *more = (tmp_path / "gedaan").read_text().splitlines()
    places = "--index-url https://eigen --extra-index-url file:///een"
    places += " --extra-index-url https://twee/simple --find-links /wielen"
    assert first.startswith("uv ") and first.endswith(f"{places} -r lijst.txt")
    assert [first, *more][-1].startswith(f"{program} ") and len(more) == code
    assert [first, *more][-1].endswith("-r lijst.txt")


@pytest.mark.langzaam
def test_an_installed_program_runs_away_from_its_source(tmp_path: Path) -> None:
    source = tmp_path / "bron"
    listed = run("git", "-C", str(ROOT), "ls-files").stdout.split()
    for file in listed:
        if (ROOT / file).is_file():
            (source / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / file, source / file)
    code = (
        "import os, sys; from setuptools import build_meta;"
        "os.chdir(sys.argv[1]); print(build_meta.build_wheel(sys.argv[2]))"
    )
    built = run(sys.executable, "-W", "ignore", "-c", code, str(source), str(tmp_path))
    assert built.returncode == 0, built.stderr
    [wheel] = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for file in listed:
        if file.split("/")[0] not in ("proeftuin", "pages", "data"):
            continue
        place = file if file.startswith("proeftuin/") else f"proeftuin/_huis/{file}"
        assert place in names, file
    assert not any("tests/" in naam for naam in names)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    start = "import sys; from proeftuin.__main__ import main; sys.exit(main(sys.argv[1:]))"
    data = ["--data", str(tmp_path / "data")]
    for arguments in (["--version"], [*data, "controleer"], [*data, "toon"]):
        done = subprocess.run(
            [sys.executable, "-c", start, *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        )
        assert done.returncode == 0, done.stderr
        assert str(ROOT) not in done.stdout


UNITS = sorted(path.name for path in DEPLOY.glob("proeftuin*"))
PROGRAM = "/opt/proeftuin/bin/proeftuin"


def test_every_command_of_a_unit_is_one_the_program_knows() -> None:
    found = 0
    for unit in UNITS:
        for line in re.findall(r"^ExecStart=(.*)$", (DEPLOY / unit).read_text(), re.MULTILINE):
            program, *arguments = line.split()
            assert program == PROGRAM
            make_parser().parse_args(arguments)
            found += 1
    assert found == 3


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
def test_the_units_are_valid(tmp_path: Path) -> None:
    for unit in UNITS:
        text = (DEPLOY / unit).read_text(encoding="utf-8")
        (tmp_path / unit).write_text(text.replace(PROGRAM, "/bin/true"), encoding="utf-8")
    paths = [str(tmp_path / unit) for unit in UNITS]
    done = run("systemd-analyze", "verify", "--man=no", *paths)
    assert done.returncode == 0 and not done.stderr, done.stderr


def read_containerfile() -> list[tuple[str, str]]:
    """(instruction, what follows) of each, with continued lines joined."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line and line[0] != "#"]
    return [(name, rest) for name, rest in lines]


def test_the_container_is_made_of_files_that_are_there() -> None:
    steps = read_containerfile()
    listed = run("git", "-C", str(ROOT), "ls-files").stdout.split()
    for name, rest in steps:
        if name == "COPY" and not rest.startswith("--from"):
            for source in rest.split()[:-1]:
                assert any(file == source or file.startswith(f"{source}/") for file in listed)
    copied = {part for name, rest in steps if name == "COPY" for part in rest.split()[:-1]}
    setup = (ROOT / "setup.py").read_text(encoding="utf-8")
    for line in re.findall(r"^(?:BESTANDEN|MAPPEN) = (.*)$", setup, re.MULTILINE):
        assert set(re.findall(r'"([^"]+)"', line)) <= copied  # what the wheel is made of


def test_the_container_runs_the_program_as_nobody_special() -> None:
    steps = read_containerfile()
    last = dict(steps)
    assert last["USER"] == "proeftuin" and last["VOLUME"] == "/var/lib/proeftuin"
    assert json.loads(last["ENTRYPOINT"]) == [PROGRAM]
    options = make_parser().parse_args(json.loads(last["CMD"]))
    assert options.dienst and options.adres == "0.0.0.0" and str(options.poort) == last["EXPOSE"]
    code = json.loads(last["HEALTHCHECK"].partition(" CMD ")[2])
    assert code[0] == "/opt/proeftuin/bin/python"
    compile(code[2], "healthcheck", "exec")
    assert f"127.0.0.1:{options.poort}/_stcore/health" in code[2]
