"""The house rules a machine can check: who imports whom, file length, no machine paths."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "settings": {"errors"},
    "schema": set(),
    "codelists": set(),
    "indicators": {"schema"},
    "stats": set(),
    "facts": set(),
    "store": {"errors", "settings", "facts", "schema"},
    "ingest": {"errors", "settings", "schema", "codelists", "store", "facts"},
    "measure": {"indicators", "store", "schema", "stats", "settings", "codelists"},
    "disclosure": {"measure", "settings", "stats", "indicators"},
    "edition": {"measure", "stats", "disclosure", "store", "settings", "indicators", "errors"},
    "bewaartermijn": {"access", "edition", "disclosure", "store", "settings", "errors"},
    "access": {"errors", "disclosure", "settings"},
    "results": {"edition", "disclosure", "indicators", "settings", "errors", "access"},
    "sentences": {"results", "disclosure", "indicators", "settings", "codelists"},
    "charts": {"results", "disclosure", "indicators", "settings", "codelists", "sentences"},
    "gesprek": {
        *("results", "disclosure", "indicators", "settings", "sentences", "charts", "errors"),
    },
    "maps": {
        *("results", "disclosure", "indicators", "settings", "codelists", "sentences"),
        *("errors", "charts"),
    },
    "report": {
        *("results", "disclosure", "indicators", "settings", "codelists", "sentences"),
        *("charts", "errors", "gesprek", "journal"),
    },
    "ui": {
        *("results", "disclosure", "indicators", "settings", "codelists", "sentences"),
        *("charts", "maps", "report", "errors", "access", "journal", "gesprek"),
    },
    "journal": {"errors", "settings"},
    "synthetic": {"settings", "codelists", "errors", "schema"},
}
STREAMLIT = {"ui", "pages", "app"}


def layer(module: str) -> str:
    """The house layer of a module: measure_euro is measure, ingest.load is ingest."""
    name = module.removeprefix("proeftuin.").split(".")[0]
    known = [*MAY_IMPORT, "__main__", "cli", "pages", "app", "tests"]
    matches = [item for item in known if name == item or name.startswith(item + "_")]
    return max(matches, key=len) if matches else name


def sources() -> list[Path]:
    folders = [ROOT / "proeftuin", ROOT / "pages"]
    return [ROOT / "app.py", *(file for folder in folders for file in folder.rglob("*.py"))]


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("file", sources(), ids=module_of)
def test_imports_follow_the_house(file: Path) -> None:
    own = layer(module_of(file))
    found = imports(file)
    ours = {layer(name) for name in found if name.startswith("proeftuin.")} - {own}
    ours &= set(MAY_IMPORT)
    if own in MAY_IMPORT:
        assert ours <= MAY_IMPORT[own], f"{own} may not import {sorted(ours - MAY_IMPORT[own])}"
    if own == "pages":
        assert not ours & {"measure", "store", "ingest", "synthetic", "edition"}, ours
    if own not in STREAMLIT:
        assert not any(name.split(".")[0] == "streamlit" for name in found), "only ui and pages"
    if own != "store":
        assert not any(name.split(".")[0] == "duckdb" for name in found), "only store reads duckdb"
    assert not any(name.split(".")[0] in ("pages", "tests") for name in found)


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listing.stdout.splitlines() if (ROOT / line).is_file()]


def test_no_python_file_is_longer_than_500_lines() -> None:
    lengths = {
        file: len(file.read_text().splitlines()) for file in tracked() if file.suffix == ".py"
    }
    too_long = {file.name: length for file, length in lengths.items() if length > 500}
    assert not too_long, "split these: each holds two ideas"


def test_no_machine_path_is_written_down() -> None:
    marks = [str(ROOT.parent) + "/", str(Path.home()) + "/"]
    for file in tracked():
        if file.suffix in (".py", ".md", ".toml", ".sql", ".sh", ".json", ".csv", ".txt"):
            text = file.read_text(encoding="utf-8")
            assert not any(mark in text for mark in marks if len(mark) > 3), file
