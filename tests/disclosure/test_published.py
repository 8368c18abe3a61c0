"""Disclosure control: what openbaar shows follows from protected cells, and from nothing else."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proeftuin.disclosure.cells import Parts, protect_counts
from proeftuin.disclosure.protection import VERBORGEN, show_cells
from proeftuin.disclosure.published import (
    COLUMNS,
    NUMBERS,
    publish_openbaar,
)
from proeftuin.indicators import INDICATOR, INDICATORS, Soort
from tests.lib.measured_frames import (
    DATASTAND,
    GROEPEN,
    SETTINGS,
    WIJK_EN_KWARTAAL,
    WIJKEN,
    Cells,
    fill,
    make_measured,
    openbaar,
    row,
)

TELSLUGS = tuple(
    item.slug
    for item in INDICATORS
    if item.soort in (Soort.AANDEEL, Soort.PER_1000, Soort.VERHOUDING) and item.rijp is None
)
COUNT = st.one_of(st.integers(0, 12), st.integers(0, 60), st.integers(0, 400))


@st.composite
def counted_cells(draw: st.DrawFn) -> Cells:
    cells: Cells = {}
    for place in WIJK_EN_KWARTAAL:
        noemer = draw(COUNT)
        cells[place] = {"noemer": noemer, "teller": draw(st.integers(0, noemer))}
    return cells


def guard(exact: int) -> int | None:
    """Rule 1 in plain words, beside the product: hidden, zero, or the nearest five."""
    if exact == 0:
        return 0
    return None if exact < 10 else 5 * ((exact + 2) // 5)


def guard_total(parts: list[int]) -> int | None:
    hidden = [part for part in parts if guard(part) is None]
    total = sum(guard(part) or 0 for part in parts) + 5 * len(hidden)
    return None if 2 * len(hidden) > len(parts) or 0 < total < 10 else total


@pytest.mark.parametrize(
    ("exact", "toont"),
    [(0, 0), (1, None), (9, None), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (1003, 1005)],
)
def test_base_cell(exact: int, toont: int | None) -> None:
    frame = openbaar("verblijf", fill(noemer=2000, teller=exact))
    cell = row(frame, "west")
    assert (None if math.isnan(cell["teller"]) else cell["teller"]) == toont
    assert (cell["status"] == "afgeschermd") == (toont is None)
    assert math.isnan(cell["waarde"]) == math.isnan(cell["onder"]) == (toont is None)


TOTALEN = """
| midden | oost | noord | west | zuid | onbekend | gemeente | overige | ongeveer |
| 20     | 20   | 20    | 20   | 20   | 20       | 120      | 80      | nee      |
| 20     | 20   | 20    | 20   | 3    | 20       | 105      | 65      | ja       |
| 20     | 20   | 20    | 3    | 3    | 3        | 75       | 65      | ja       |
| 20     | 20   | 3     | 3    | 3    | 3        | <10      | 50      | ja       |
| 0      | 0    | 3     | 3    | 3    | 0        | 15       | 10      | ja       |
| 0      | 0    | 0     | 0    | 3    | 0        | <10      | <10     | ja       |
| 0      | 0    | 0     | 0    | 0    | 0        | 0        | 0       | nee      |
"""


@pytest.mark.parametrize("line", TOTALEN.strip().splitlines()[1:])
def test_totals_come_from_protected_parts(line: str) -> None:
    values = [cell.strip() for cell in line.strip("| ").split("|")]
    cells = {
        (wijk, nr): {"noemer": 1000, "teller": int(value)}
        for wijk, value in zip(WIJKEN, values[:6], strict=True)
        for nr in range(4)
    }
    frame = openbaar("verblijf", cells)
    for wijk, expected in zip(("gemeente", "overige"), values[6:8], strict=True):
        cell = row(frame, wijk)
        if expected == "<10":
            assert cell["status"] == "afgeschermd" and math.isnan(cell["teller"]), wijk
        else:
            assert cell["teller"] == float(expected), wijk
            assert cell["waarde"] == pytest.approx(float(expected) / cell["noemer"]), wijk
    assert (row(frame, "gemeente")["ongeveer"] or values[6] == "<10") == (values[8] == "ja")


@pytest.mark.parametrize("seed", range(20))
def test_a_total_with_a_part_that_may_be_any_number_is_hidden(seed: int) -> None:
    """Nothing can stand for what secondary protection closed; 5 stands for 1 to 9 alone."""
    draw, rules = np.random.default_rng(seed), SETTINGS.onthulling
    exact = draw.choice([0, 3, 9, 12, 107, 400], 40).astype(float)
    steps = draw.choice([0, 0, 0, 0, 1, VERBORGEN], 40)
    totals = [np.sort(draw.choice(40, draw.integers(1, 6), replace=False)) for _ in range(40)]
    rij = np.repeat(np.arange(40), [len(own) for own in totals])
    parts = Parts(rij, np.concatenate(totals), np.array([len(own) for own in totals], float))
    found = protect_counts(parts, exact, show_cells(exact, steps, rules, None), rules)
    for number, own in enumerate(totals):
        is_closed = any(steps[cell] == VERBORGEN for cell in own)
        expected = None if is_closed else guard_total([int(exact[cell]) for cell in own])
        assert found.verborgen[number] == (expected is None)
        if expected is not None and not steps[own].any():
            assert found.waarde[number] == expected
    assert found.verborgen.any() and not found.verborgen.all()


@settings(max_examples=25, deadline=None)
@given(counted_cells(), st.sampled_from(TELSLUGS))
def test_every_count_follows_from_protected_cells(cells: Cells, slug: str) -> None:
    indicator = INDICATOR[slug]
    frame = openbaar(slug, cells)
    for cell in frame.to_dict("records"):
        quarters = range(4)
        if cell["venster"] == "kwartaal":
            quarters = [(cell["van"].month - 1) // 3]
        members = GROEPEN.get(cell["wijk"], (cell["wijk"],))
        if cell["venster"] == "nulmeting" and not indicator.peildatum:  # a cell of its own
            parts = [sum(cells[wijk, nr]["teller"] for nr in range(4)) for wijk in members]
        else:
            parts = [cells[wijk, nr]["teller"] for wijk in members for nr in quarters]
        if cell["status"] == "niet_geleverd":
            assert cell["wijk"] == "onbekend"
            continue
        expected = guard_total(parts) if len(parts) > 1 else guard(parts[0])
        assert (None if math.isnan(cell["teller"]) else cell["teller"]) == expected, cell
        if not math.isnan(cell["waarde"]):
            exact = cell["teller"] / cell["noemer"] * indicator.factor
            assert cell["waarde"] == pytest.approx(exact)
            assert cell["onder"] - 1e-9 <= cell["waarde"] <= cell["boven"] + 1e-9


@pytest.mark.langzaam
@settings(max_examples=40, deadline=None)
@given(counted_cells(), st.sampled_from(TELSLUGS), st.data())
def test_a_hidden_count_leaves_no_trace(cells: Cells, slug: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(WIJK_EN_KWARTAAL))
    one, two = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 9))
    if data.draw(st.booleans()):
        noemer = data.draw(st.integers(9, 60))
        first, second = ({"noemer": noemer, "teller": teller} for teller in (one, two))
    else:
        teller = data.draw(st.integers(0, min(one, two)))
        first, second = ({"noemer": noemer, "teller": teller} for noemer in (one, two))
    frames = [openbaar(slug, {**cells, place: cell}) for cell in (first, second)]
    if not INDICATOR[slug].peildatum:  # the year is a cell of its own there, not a sum
        frames = [frame[frame["venster"] == "kwartaal"] for frame in frames]
    pd.testing.assert_frame_equal(*frames)


@pytest.mark.langzaam
@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_hidden_ripe_count_leaves_no_trace(data: st.DataObject) -> None:
    """terugval: noemer is who is ripe; ripe 8 of 8 and ripe 5 of 9 must look the same."""
    cells: Cells = {}
    for place in WIJK_EN_KWARTAAL:
        totaal = data.draw(st.integers(0, 50))
        rijp = totaal if data.draw(st.booleans()) else data.draw(st.integers(0, totaal))
        cells[place] = {"noemer": rijp, "teller": 0, "rijp": rijp, "totaal": totaal}
    place = data.draw(st.sampled_from(WIJK_EN_KWARTAAL))
    frames = []
    for _ in range(2):
        totaal = data.draw(st.integers(1, 9))
        rijp = data.draw(st.integers(1, totaal))
        cells[place] = {"noemer": rijp, "teller": 0, "rijp": rijp, "totaal": totaal}
        frame = openbaar("terugval", cells)
        frames.append(frame[frame["venster"] == "kwartaal"])
    pd.testing.assert_frame_equal(*frames)


@pytest.mark.langzaam
@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(["kosten_per_jeugdige", "kosten_per_1000", "verzilvering", "vermeden_inzet"]),
    st.data(),
)
def test_closed_euros_leave_no_trace(slug: str, data: st.DataObject) -> None:
    def cell(people: int, share: float) -> dict[str, Any]:
        euro = data.draw(st.floats(1, 1e6))
        noemer = euro * 1.25 if slug == "verzilvering" else float(people)
        value = {"waarde": euro / noemer, "onder": 0.9 * euro / noemer, "boven": euro / noemer}
        counts = {"aantal_jeugdigen": people, "grootste_aandeel": share}
        return {"teller": euro, "noemer": noemer, **counts, **value}

    cells = {place: cell(data.draw(st.integers(10, 90)), 0.2) for place in WIJK_EN_KWARTAAL}
    place = data.draw(st.sampled_from([item for item in WIJK_EN_KWARTAAL if item[0] != "onbekend"]))
    few = data.draw(st.booleans())
    people = data.draw(st.integers(1, 9)) if few else 40
    frames = []
    for _ in range(2):
        cells[place] = cell(people, 0.2 if few else 0.51)
        frame = openbaar(slug, cells)
        frames.append(frame[frame["venster"] == "kwartaal"])
        shut = frames[-1][(frames[-1]["wijk"] == place[0])].iloc[place[1]]
        assert shut["status"] == "afgeschermd"
        assert shut[list(NUMBERS)].drop("noemer").isna().all()
    pd.testing.assert_frame_equal(*frames)


@pytest.mark.parametrize("slug", [item.slug for item in INDICATORS])
def test_nothing_small_and_nothing_exact_leaves(slug: str) -> None:
    rng = np.random.default_rng(3)
    cells: Cells = {}
    for place in WIJK_EN_KWARTAAL:
        noemer = int(rng.choice([3, 14, 47, 333]))
        teller = int(rng.integers(0, noemer + 1))
        cells[place] = {
            **{"noemer": noemer, "teller": teller, "waarde": 123.4, "onder": 101.1},
            **{"boven": 150.7, "mediaan": 96.0, "p80": 211.0, "wacht_tot_nu": 44.0},
            **{"terugwerkend": 3, "aantal_jeugdigen": noemer, "grootste_aandeel": 0.3},
        }
    measured = make_measured(slug, cells)
    measured.frame["status"] = measured.frame["status"].fillna("ok")
    frame = publish_openbaar(measured, SETTINGS, DATASTAND).frame
    assert list(frame.columns) == list(COLUMNS)
    for name in ("teller", "noemer", "terugwerkend"):
        counts = frame[name].dropna()
        counts = counts[~counts.isin(measured.frame["noemer"]) | (counts < 2000)]
        assert not ((counts > 0) & (counts < 10)).any(), name
        assert (counts % 5 == 0).all(), name
    if slug in ("trajectduur", "wachttijd", "trajectduur_cohort", "trajectduur_beeindigd"):
        for name in ("waarde", "onder", "boven", "mediaan", "p80", "wacht_tot_nu"):
            assert (frame[name].dropna() % 5 == 0).all(), name
