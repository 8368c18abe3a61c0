"""The documents name what exists: files, functions, headings, keys, columns and rule numbers."""

import ast
import io
import re
import tokenize
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from proeftuin.indicators import INDICATORS
from proeftuin.schema import BESTANDEN
from proeftuin.settings import Settings, read_settings

ROOT = Path(__file__).resolve().parents[1]
DOCS = [ROOT / "README.md", ROOT / "data" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LAW = (ROOT / "docs" / "definities.md").read_text(encoding="utf-8")
FOLDERS = ("proeftuin", "pages", "tests", "tools", "docs", "data", "deploy")
SOURCES = sorted(
    file
    for folder in ("proeftuin", "pages", "tests", "tools")
    for file in (ROOT / folder).rglob("*.py")
)
BESTAND = re.compile(r"[\w./*-]*\w\.(?:py|sql|md|typ|css)\b")
CODE = re.compile(r"`([^`\n]+)`")
ids = {"ids": lambda file: str(file.relative_to(ROOT))}


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def slug_of(heading: str) -> str:
    """The anchor GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(file: Path) -> set[str]:
    return {slug_of(line) for line in re.findall(r"^#+ (.+)$", text_of(file), re.MULTILINE)}


def find(name: str, beside: Path) -> list[Path]:
    """The files a mention may mean: from the root, from a folder near it, or by its name alone."""
    pattern = re.sub(r"<[^>]*>", "*", name).removeprefix("./").rstrip("/")
    near = [item for item in beside.parents if ROOT in item.parents]
    if "*" in pattern:
        return list(ROOT.glob(pattern))
    found = [start / pattern for start in (ROOT, ROOT / "proeftuin", *near)]
    found = [file for file in found if file.exists()]
    return found or by_name().get(pattern, [])


@cache
def by_name() -> dict[str, list[Path]]:
    """Every file of the house under its bare name."""
    found: dict[str, list[Path]] = {}
    for folder in FOLDERS:
        for file in (ROOT / folder).rglob("*.*"):
            found.setdefault(file.name, []).append(file)
    return found


@cache
def functions(file: Path) -> set[str]:
    tree = ast.parse(text_of(file))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


@pytest.mark.parametrize("doc", DOCS, **ids)
def test_named_files_exist(doc: Path) -> None:
    for code in CODE.findall(text_of(doc)):
        name = code.split()[0]
        is_folder = name.endswith("/") and name.split("/")[0] in FOLDERS
        if is_folder or BESTAND.fullmatch(re.sub(r"<[^>]*>", "*", name)):
            assert find(name, doc), f"{doc.name}: {name} does not exist"


@pytest.mark.parametrize("doc", DOCS, **ids)
def test_links_and_anchors_exist(doc: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(doc)):
        if target.startswith("http"):
            continue
        name, _, anchor = target.partition("#")
        file = (doc.parent / name).resolve() if name else doc
        assert file.exists(), f"{doc.name}: link to {target}"
        assert not anchor or anchor in anchors(file), f"{doc.name}: no heading {target}"


@pytest.mark.parametrize("doc", DOCS, **ids)
def test_named_functions_stand_in_the_named_files(doc: Path) -> None:
    """`name()` is defined in a Python file of its paragraph or row, else somewhere in the tree."""
    for part in re.split(r"\n\n|\n(?=\|)", text_of(doc)):
        named = [file for name in BESTAND.findall(part) for file in find(name, doc)]
        files = [file for file in named if file.suffix == ".py"] or SOURCES
        called = re.findall(r"`(?:\w+\.)?(\w+)\(\)`", part)
        known = {name for file in files for name in functions(file)} if called else set()
        for name in called:
            assert name in known, f"{doc.name}: {name}() is not in {named or 'the tree'}"
        for name in re.findall(r"`([A-Z][A-Z_]+)`", part) if named else ():
            assert any(name in text_of(file) for file in files), (
                f"{doc.name}: {name} is not in {named}"
            )


@pytest.mark.parametrize("doc", DOCS, **ids)
def test_named_keys_of_the_configuration_exist(doc: Path) -> None:
    settings = read_settings()
    sections = {item.name for item in fields(Settings)}
    for section, key in re.findall(r"`(\w+)\.(\w+)`", text_of(doc)):
        if section in sections and key not in ("py", "md", "sql", "toml"):
            value = getattr(settings, section)
            names = {item.name for item in fields(value[0] if isinstance(value, tuple) else value)}
            assert key in names, f"{doc.name}: {section}.{key}"


def test_every_indicator_is_defined() -> None:
    rows = [line for line in LAW.splitlines() if line.startswith("| `")]
    defined = {slug for line in rows for slug in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert {indicator.slug for indicator in INDICATORS} <= defined


def test_the_contract_lists_the_columns_of_the_schema() -> None:
    text = text_of(ROOT / "docs" / "gegevens.md")
    for bestand in BESTANDEN:
        columns = [f"{kolom.naam}{'?' * kolom.mag_leeg}" for kolom in bestand.kolommen]
        row = re.search(rf"^\| `{bestand.naam}` \|.*\| (.+) \|$", text, re.MULTILINE)
        assert row is not None and row[1].split(", ") == columns, bestand.naam


def notes(file: Path) -> list[str]:
    """Comments and docstrings of a file."""
    tokens = list(tokenize.generate_tokens(io.StringIO(text_of(file)).readline))
    return [
        token.string
        for token in tokens
        if token.type == tokenize.COMMENT
        or (token.type == tokenize.STRING and token.string.startswith('"""'))
    ]


def test_docstrings_name_files_and_rules_that_exist() -> None:
    rules = set(re.findall(r"^### Regel (\d)", LAW, re.MULTILINE))
    assert rules == set("123456")
    for file in SOURCES:
        for note in notes(file):
            for name in re.findall(r"(?<![\w.])[\w/]+\.(?:py|sql|md)\b", note):
                assert find(name, file), f"{file}: {name} does not exist"
            for numbers in re.findall(r"\brules? (\d(?:(?:, | and )\d)*)", note):
                assert set(re.findall(r"\d", numbers)) <= rules, f"{file}: rule {numbers}"
