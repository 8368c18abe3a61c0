"""Every cell of every indicator, split and window equals the reference, on random leveringen."""

import math
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proeftuin.indicators import INDICATORS
from proeftuin.indicators.types import GEEN, HULPVORM, Indicator
from proeftuin.ingest.load import load_levering
from proeftuin.settings.model import Settings
from proeftuin.settings.read import DEFAULT_FILE, read_settings
from proeftuin.stats import last_day_at_age
from tests.lib.compare import load, make_regels, measured_cells
from tests.lib.delivered import read_levering
from tests.lib.random_levering import make_levering, make_samenvoegingen
from tests.lib.reference import FIGUREN, VROEGER, Reference
from tests.lib.reference.personen import Levering

VOORBEELD = DEFAULT_FILE.parent / "data" / "voorbeeld"
TELBAAR = ("rijp", "totaal", "terugwerkend", "mediaan", "mediaan_onder", "mediaan_boven", "p80")
ECHT = ("teller", "noemer", "waarde", "wacht_tot_nu")
EURO = ("kosten_per_jeugdige", "kosten_per_1000", "verzilvering", "vermeden_inzet")
VAST = {"leeftijdsgroep": 4, "hulpvorm": 8, "verwijzer": 7, GEEN: 1}


def small_settings() -> Settings:
    """The settings with fewer quarters and two whole years, so that a run stays short."""
    normal = read_settings()
    vensters = replace(normal.vensters, effectjaar=(date(2022, 1, 1), date(2022, 12, 31)))
    perioden = replace(normal.perioden, vroegste_kwartaal=date(2021, 7, 1))
    return replace(normal, vensters=vensters, perioden=perioden)


def same(een: Any, ander: Any, slug: str) -> bool:
    if een is None or ander is None:
        return een is None and ander is None
    euro = 1e-6 if slug in EURO else 1e-9  # amounts are added up as decimals of 8 places
    return math.isclose(een, ander, rel_tol=1e-9, abs_tol=euro)


def compare_cell(cell: dict[str, Any], expected: dict[str, Any]) -> None:
    slug = cell["slug"]
    names = [*ECHT, *TELBAAR]
    if slug not in EURO:
        names += ["onder", "boven"]
    for naam in names:
        assert same(cell[naam], expected[naam], slug), (naam, cell, expected)
    assert cell["status"] == expected["status"], (cell, expected)


def compare_all(levering: Levering, datastand: date, instellingen: Settings, folder: Path) -> int:
    """Load the levering and compare every cell both ways; gives how many cells there were."""
    loaded = load(levering, datastand, instellingen, folder)
    return compare_store(levering, datastand, instellingen, loaded)


def compare_store(levering: Levering, datastand: date, instellingen: Settings, folder: Path) -> int:
    """The same for a levering whose store already stands in folder."""
    ages = [0, 1, 2, None]  # until when definite, in quarters; None: the days decide
    definitief = {
        item.slug: last_day_at_age(age, datastand)
        for item, age in zip(INDICATORS, ages * len(INDICATORS), strict=False)
        if age is not None
    }
    reference = Reference(levering, datastand, make_regels(instellingen), definitief)
    cells = measured_cells(folder, instellingen, INDICATORS, definitief)
    vensters = {venster[:2]: venster for venster in reference.vensters()}
    for (slug, indeling, categorie, wijk, *wanneer), cell in cells.items():
        place = vensters[(wanneer[0], wanneer[1])]
        compare_cell(cell, reference.cell(slug, indeling, categorie, wijk, place))
    rows: dict[tuple[Any, ...], set[tuple[str | None, str]]] = {}
    for slug, indeling, categorie, wijk, *wanneer in cells:
        rows.setdefault((slug, indeling, *wanneer), set()).add((categorie, wijk))
    for indicator in INDICATORS:
        for indeling in (GEEN, *indicator.indelingen):
            for venster in vensters.values():
                if venster[0] == VROEGER and not is_compared(indicator, indeling):
                    assert (indicator.slug, indeling, *venster[:2]) not in rows
                    continue
                expected = expected_rows(reference, indicator.slug, indeling, venster)
                found = rows.get((indicator.slug, indeling, *venster[:2]), set())
                assert expected <= found, (indicator.slug, indeling, venster, expected - found)
                if indeling in VAST:
                    count = len({categorie for categorie, wijk in found if wijk == "west"})
                    assert count >= VAST[indeling], (indicator.slug, indeling, venster)
    return len(cells)


def is_compared(indicator: Indicator, indeling: str) -> bool:
    """Whether this has a value per wijk in a year of a voorpaar."""
    return indicator.heeft_wijkwaarde and indeling == GEEN


def expected_rows(
    reference: Reference, slug: str, indeling: str, venster: tuple[str, date, date]
) -> set[tuple[str | None, str]]:
    """(categorie, wijk) that must have a row: where the reference counts something."""
    regels = reference.wereld.regels
    rows = [*regels.wijken, "onbekend", "gemeente", "overige"]
    found: set[tuple[str | None, str]] = set()
    for categorie in {unit.get(indeling) for unit in reference.units(slug, venster)}:
        if indeling == HULPVORM and categorie == "99" or (categorie is None) != (indeling == GEEN):
            continue
        for wijk in rows:
            cell = reference.cell(slug, indeling, categorie, wijk, venster)
            if cell["teller"] or (cell["noemer"] and FIGUREN[slug].noemer is not None):
                found.add((categorie, wijk))
    return found


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)
@given(rnd=st.randoms(use_true_random=False), aantal=st.integers(1, 8))
@pytest.mark.langzaam
def test_small_leveringen(rnd: Random, aantal: int) -> None:
    instellingen = small_settings()
    datastand = rnd.choice((date(2022, 12, 31), date(2022, 12, 30), date(2023, 2, 28)))
    levering = make_levering(rnd, aantal, datastand, instellingen.wijk_ids)
    with TemporaryDirectory() as folder:
        assert compare_all(levering, datastand, instellingen, Path(folder)) > 0


@pytest.mark.langzaam
@pytest.mark.parametrize("zaad", [1, 2])
def test_limits_and_ties_of_merging(zaad: int, tmp_path: Path) -> None:
    instellingen = small_settings()
    datastand = date(2022, 12, 31)
    levering = make_samenvoegingen(Random(zaad), datastand)
    assert compare_all(levering, datastand, instellingen, tmp_path) > 0


@pytest.mark.langzaam
def test_medium_levering(tmp_path: Path) -> None:
    instellingen = small_settings()
    datastand = date(2023, 2, 28)
    levering = make_levering(Random(20211216), 400, datastand, instellingen.wijk_ids)
    assert compare_all(levering, datastand, instellingen, tmp_path) > 5000


@pytest.mark.langzaam
def test_voorbeeld(tmp_path: Path) -> None:
    """The example levering that documents the contract, in every window of the product."""
    instellingen = read_settings()
    levering, datastand = read_levering(VOORBEELD)
    load_levering(VOORBEELD, tmp_path, instellingen)
    assert compare_store(levering, datastand, instellingen, tmp_path) > 5000


@pytest.mark.langzaam
def test_years_of_voorparen_and_a_file_that_does_not_reach_them(tmp_path: Path) -> None:
    """Four such years; the aanmeldingen do not reach the oldest, so there they tell nothing."""
    normal = read_settings()
    perioden = replace(normal.perioden, vroegste_kwartaal=date(2018, 1, 1))
    instellingen = replace(normal, perioden=perioden)
    datastand = date(2022, 12, 31)
    levering = make_levering(Random(20260101), 60, datastand, instellingen.wijk_ids)
    first = dict(min(levering["traject"], key=lambda row: row["begin_datum"]))
    levering["traject"].append(
        first
        | {"traject_id": "eerste", "begin_datum": date(2017, 5, 1), "eind_datum": date(2017, 6, 1)}
    )
    levering["aanmelding"] = [
        row for row in levering["aanmelding"] if row["aanmeld_datum"] >= date(2019, 2, 1)
    ]
    assert compare_all(levering, datastand, instellingen, tmp_path) > 0
    cells = measured_cells(tmp_path / "data", instellingen, INDICATORS)
    years = {key[5] for key in cells if key[4] == VROEGER}
    assert years == {date(2018, 1, 1), date(2019, 1, 1), date(2019, 10, 1), date(2020, 10, 1)}

    def status(slug: str, van: date) -> set[str]:
        return {
            cell["status"]
            for key, cell in cells.items()
            if key[0] == slug and key[4:] == (VROEGER, van)
        }

    assert status("wachtlijst_bruto", date(2018, 1, 1)) == {"niet_geleverd"}
    assert "niet_geleverd" not in status("verblijf", date(2018, 1, 1))
