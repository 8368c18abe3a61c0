"""Signals on flows, cost per 1000 taken apart, and what would pay for the proeftuin."""

import math
from datetime import date
from pathlib import Path

import pytest

from proeftuin.edition.effect import make_effect_tabellen
from proeftuin.edition.signalen import STROMEN
from proeftuin.records import Factor, Signaal
from proeftuin.results.effect import compute_break_even, read_ontleding, read_signalen
from proeftuin.vocabulary import OVERIGE, PILOT, TOTAAL
from tests.lib.effect_frames import (
    SETTINGS,
    Cell,
    Cells,
    make_outcomes,
    publish_cells,
    quarter,
    write_editie,
)

RUSTIG = [10.0, 11.0, 10.0, 9.0, 10.0, 11.0, 9.0, 10.0, 11.0, 10.0, 9.0, 10.0, 11.0, 10.0]
START = SETTINGS.pilot.start


def signals(folder: Path, values: list[float], slug: str = "instroom", **row: str) -> list[Signaal]:
    quarters = [quarter("west", nr, value, **row) for nr, value in enumerate(values)]
    return list(read_signalen(write_editie(folder, {slug: publish_cells(slug, {}, quarters)})))


def test_a_quarter_outside_the_limits_of_before_the_start(tmp_path: Path) -> None:
    found = signals(tmp_path, [*RUSTIG, 10.0, 20.0])
    assert [(item.tot, item.regel, item.waarde) for item in found] == [
        (date(2022, 12, 31), "buiten", 20.0)
    ]
    mean = sum(RUSTIG) / 14
    moving = sum(abs(b - a) for a, b in zip(RUSTIG, RUSTIG[1:], strict=False)) / 13
    assert found[0].gemiddelde == pytest.approx(mean)
    assert found[0].bovengrens == pytest.approx(mean + 2.66 * moving)
    assert found[0].ondergrens == pytest.approx(mean - 2.66 * moving)


def test_what_happened_before_the_start_is_no_signal(tmp_path: Path) -> None:
    early = [*RUSTIG[:5], 30.0, *RUSTIG[6:], 10.0, 10.0]
    assert all(item.tot >= START for item in signals(tmp_path, early))


def test_seven_quarters_on_one_side(tmp_path: Path) -> None:
    found = signals(tmp_path, [*RUSTIG[:12], 10.5, 10.6, 10.5, 10.6, 10.5, 10.6, 10.5])
    shift = [item.tot for item in found if item.regel == "verschuiving"]
    assert shift == [item for item in shift if item >= START] and len(shift) == 5


def test_twelve_quarters_are_needed_without_a_gap(tmp_path: Path) -> None:
    assert not signals(tmp_path / "kort", [*RUSTIG[:9], 99.0])
    rows: list[Cell] = [
        quarter("west", nr, value) for nr, value in enumerate([*RUSTIG, 50.0, 50.0])
    ]
    rows[8]["status"] = "afgeschermd"
    figures = {"instroom": publish_cells("instroom", {}, rows)}
    assert not read_signalen(write_editie(tmp_path / "gat", figures))
    rows[8]["status"], rows[15]["status"] = "ok", "voorlopig"
    figures = {"instroom": publish_cells("instroom", {}, rows)}
    found = read_signalen(write_editie(tmp_path / "voorlopig", figures))
    assert [item.tot for item in found] == [date(2022, 9, 30)]


def test_only_flows_have_signals(tmp_path: Path) -> None:
    assert STROMEN == ("instroom", "uitstroom", "terugval", "medisch_verwezen", "binnen_norm")
    assert not signals(tmp_path, [*RUSTIG, 99.0, 99.0], slug="stapeling")


def cost_cells(wijk: str, kosten: float, instroom: float, som: float, tegelijk: float) -> Cells:
    """Cells of one wijk with 10,000 jeugdigen; som: in zorg on four quarter ends together."""
    return {
        ("kosten_per_1000", wijk): {"waarde": kosten, "noemer": 10_000.0},
        ("instroom", wijk): {"waarde": instroom, "noemer": 10_000.0},
        ("stapeling_aantal", wijk): {"waarde": tegelijk, "noemer": som},
    }


def taken_apart(folder: Path, before: Cells, after: Cells) -> list[Factor]:
    figures = {}
    for slug in ("kosten_per_1000", "instroom", "stapeling_aantal"):
        cells = {
            (wijk, venster): cell
            for venster, part in (("nulmeting", before), ("effectjaar", after))
            for (naam, wijk), cell in part.items()
            if naam == slug
        }
        figures[slug] = publish_cells(slug, cells)
    return list(read_ontleding(write_editie(folder, figures)))


def test_the_factors_multiply_to_the_cost(tmp_path: Path) -> None:
    before = cost_cells("west", 1_000_000, 40, 2400, 1.25)
    after = cost_cells("west", 1_200_000, 36, 2600, 1.20)
    before |= cost_cells("overige", 900_000, 30, 2000, 1.2)
    after |= cost_cells("overige", 950_000, 33, 2000, 1.2)
    found = taken_apart(tmp_path, before, after)
    assert [(item.groep, item.factor) for item in found] == [
        (groep, factor)
        for groep in (PILOT, OVERIGE)
        for factor in ("instroom", "duur", "tegelijk", "prijs", TOTAAL)
    ]
    west = {item.factor: item for item in found if item.groep == PILOT}
    # 600 of 10,000 in zorg on an average day: 60 per 1000 x 365 days / 40 begun per 1000
    assert west["duur"].voor == pytest.approx(60 * 365 / 40)
    assert west["prijs"].voor == pytest.approx(1_000_000 / (60 * 365 * 1.25))
    for side in ("voor", "na"):
        factors = [getattr(west[naam], side) for naam in ("instroom", "duur", "tegelijk", "prijs")]
        assert math.prod(factors) == pytest.approx(getattr(west[TOTAAL], side))
    parts = [item for naam, item in west.items() if naam != TOTAAL]
    assert sum(item.bijdrage_eur for item in parts) == pytest.approx(200_000)
    assert sum(item.aandeel for item in parts) == pytest.approx(math.log(1.2))
    assert west["instroom"].bijdrage_eur < 0 < west["prijs"].bijdrage_eur


def test_a_group_with_an_unusable_cell_is_absent(tmp_path: Path) -> None:
    before = cost_cells("west", 1_000_000, 40, 2400, 1.25)
    after = cost_cells("west", 1_200_000, 36, 2600, 1.20)
    before |= cost_cells("overige", 900_000, 30, 2000, 1.2)
    after |= cost_cells("overige", 950_000, 33, 2000, 1.2)
    after["instroom", "west"]["status"] = "voorlopig"
    assert {item.groep for item in taken_apart(tmp_path, before, after)} == {OVERIGE}


def test_break_even_spreads_the_budget_over_the_pilot(tmp_path: Path) -> None:
    cells = {
        (wijk, venster): {"waarde": 11_000.0 + nr, "noemer": 1000.0}
        for nr, wijk in enumerate(SETTINGS.wijk_ids)
        for venster in ("nulmeting", "effectjaar")
    }
    figures = {"kosten_per_jeugdige": publish_cells("kosten_per_jeugdige", cells)}
    found = make_outcomes(tmp_path, figures)["kosten_per_jeugdige"]
    needed = compute_break_even(found, SETTINGS)
    assert needed is not None and needed.per_jaar == {"2022": 375_000, "2023": 500_000}
    assert (needed.budget_eur, needed.jeugdigen, needed.verandering_eur) == (875_000, 1000, -875)


def test_nothing_at_all_gives_empty_tables() -> None:
    tabellen = make_effect_tabellen({}, SETTINGS)
    assert set(tabellen) == {
        *("effect", "effect_wijken", "effect_voorparen", "vooruit", "signalen", "ontleding"),
    }
    assert not any(len(tabel) for tabel in tabellen.values())
