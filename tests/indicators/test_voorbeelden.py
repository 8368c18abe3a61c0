"""What an indicator owes its readers: an explanation, a full declaration, and a worked example.

Every worked example gives its cells: through the product, and through the reference.
"""

import math
from pathlib import Path
from typing import Any

import pytest

from proeftuin.indicators import INDICATOR, INDICATORS, Indicator
from proeftuin.indicators.types import BEVOLKING
from proeftuin.schema import BESTAND
from proeftuin.sentences import fill_texts
from proeftuin.settings.read import read_settings
from tests.lib.compare import load, make_regels, measured_cells
from tests.lib.reference import Reference
from tests.lib.spectables import MAP, Spec, read_spec, read_tables

ROOT = Path(__file__).resolve().parents[2]
TERMS = (ROOT / "docs" / "begrippen.md").read_text(encoding="utf-8")
SPECS = {file.stem: read_spec(file) for file in sorted(MAP.glob("*.md"))}


def check(expected: dict[str, Any], cell: dict[str, Any]) -> None:
    for naam, waarde in expected.items():
        uitkomst = cell[naam]
        plaats = f"{expected}: {naam} is {uitkomst}"
        if isinstance(waarde, float):
            assert uitkomst is not None and math.isclose(uitkomst, waarde, rel_tol=1e-9), plaats
        else:
            assert uitkomst == waarde, plaats


def figures(cell: dict[str, Any]) -> dict[str, Any]:
    """The columns of an expected cell that are an outcome."""
    place = ("slug", "indeling", "categorie", "wijk", "venster", "van", "tot")
    return {naam: waarde for naam, waarde in cell.items() if naam not in place}


@pytest.mark.parametrize("naam", SPECS)
def test_reference_gives_the_cells(naam: str) -> None:
    spec = SPECS[naam]
    reference = Reference(spec.levering, spec.datastand, make_regels(read_settings()))
    for expected in spec.uitkomst:
        venster = next(
            venster
            for venster in reference.vensters()
            if venster[:2] == (expected["venster"], expected["van"])
        )
        indeling, categorie = expected["indeling"], expected["categorie"]
        cell = reference.cell(expected["slug"], indeling, categorie, expected["wijk"], venster)
        check(figures(expected), cell)


@pytest.mark.parametrize("naam", SPECS)
def test_product_gives_the_cells(naam: str, tmp_path: Path) -> None:
    spec: Spec = SPECS[naam]
    slugs = {cell["slug"] for cell in spec.uitkomst}
    indicators = [indicator for indicator in INDICATORS if indicator.slug in slugs]
    settings = read_settings()
    folder = load(spec.levering, spec.datastand, settings, tmp_path)
    cells = measured_cells(folder, settings, indicators)
    for expected in spec.uitkomst:
        keys = ("slug", "indeling", "categorie", "wijk", "venster", "van")
        check(figures(expected), cells[tuple(expected[key] for key in keys)])


def test_no_example_names_a_place() -> None:
    """The app of every municipality shows them: wijk A, not a wijk of the shipped configuration."""
    settings = read_settings()
    for file in MAP.glob("*.md"):
        text = file.read_text(encoding="utf-8")
        rows = [row for _, table in read_tables(text) for row in table]
        cells = {row.get("wijk", row.get("gebied")) for row in rows}
        assert not cells & set(settings.wijk_ids), file.name
        assert not [id_ for id_ in settings.wijk_ids if settings.wijk_naam(id_) in text], file.name


def test_every_indicator_with_an_example_has_a_file() -> None:
    for indicator in INDICATORS:
        assert not indicator.voorbeeld or indicator.voorbeeld in SPECS, indicator.slug


def test_every_indicator_stands_in_a_worked_example() -> None:
    shown = {cell["slug"] for spec in SPECS.values() for cell in spec.uitkomst}
    assert shown >= set(INDICATOR)


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.slug)
def test_indicator_is_explained(indicator: Indicator) -> None:
    assert f"**`{indicator.slug}`**" in TERMS, "add a line to docs/begrippen.md"
    shown = fill_texts(indicator, read_settings())
    for text in (shown.naam, shown.vraag, shown.waarom, shown.bron):
        assert text[:1].isupper() or text.startswith("iJw"), f"{indicator.slug}: {text!r}"
    assert indicator.vraag.endswith("?")
    assert indicator.bestand in BESTAND
    assert (indicator.noemer == BEVOLKING) == (indicator.factor == 1000)
    assert (indicator.rijp is None) == (indicator.totaal is None)
    assert indicator.next_review > indicator.reviewed


def test_slugs_are_unique() -> None:
    slugs = [indicator.slug for indicator in INDICATORS]
    assert len(slugs) == len(set(slugs))
