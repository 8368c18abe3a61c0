"""The audit on cities small enough to try every world: what it calls safe has five candidates."""

from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proeftuin.disclosure.knowledge import PLAATS, Links, find_links
from proeftuin.disclosure.ladder import protect_edition
from proeftuin.disclosure.protection import VELDEN, VERBORGEN, Weergave, show_cells
from proeftuin.disclosure.system import Stelsel, build_stelsel
from proeftuin.settings.model import Onthulling

REGELS = Onthulling(10, 5, 5, 50, 0.5)
PLAATS_WEST = ("west", "kwartaal", date(2021, 1, 1), date(2021, 3, 31))
Kolommen = dict[str, dict[str, int]]


def cells_of(counts: Kolommen, onrijp: bool = False) -> pd.DataFrame:
    """Base cells of one wijk and quarter: per kolom a count per leeftijdsgroep, and their sum."""
    rows = []
    for kolom, per_group in counts.items():
        whole = sum(per_group.values())
        split = [("leeftijdsgroep", groep, aantal) for groep, aantal in per_group.items()]
        for indeling, categorie, exact in [("geen", "", whole), *split]:
            rows.append((kolom, indeling, categorie, *PLAATS_WEST, float(exact), onrijp))
    return pd.DataFrame(rows, columns=["kolom", *PLAATS, "exact", "is_onrijp"])


def candidates(cells: pd.DataFrame, low: np.ndarray, high: np.ndarray) -> list[set[int]]:
    """Every value each cell takes in a world that fits: plain loops over all splits.

    Worlds: per kolom a count per group, teller (second kolom) never above noemer (first).
    """
    names = list(dict.fromkeys(cells["kolom"]))
    size = len(cells) // len(names)
    worlds = []
    for place in range(len(names)):
        start = place * size
        spans = [range(int(low[start + i]), int(high[start + i]) + 1) for i in range(1, size)]
        worlds.append(
            [(sum(w), *w) for w in product(*spans) if low[start] <= sum(w) <= high[start]]
        )
    seen: list[set[int]] = [set() for _ in range(len(cells) + size)]
    for world in product(*worlds):
        noemer, teller = world
        if all(t <= n for t, n in zip(teller, noemer, strict=True)):
            rest = tuple(n - t for t, n in zip(teller, noemer, strict=True))
            for place, value in enumerate((*noemer, *teller, *rest)):
                seen[place].add(value)
    return seen


@pytest.mark.langzaam
@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 16), st.integers(0, 16)), min_size=2, max_size=2).map(
        lambda pairs: [(max(pair), min(pair)) for pair in pairs]
    )
)
def test_what_the_audit_leaves_has_five_candidates_in_plain_loops(
    pairs: list[tuple[int, int]],
) -> None:
    judge_in_plain_loops(pairs, REGELS)


@pytest.mark.parametrize(("drempel", "basis"), [(5, 5), (6, 5), (6, 6), (10, 10), (13, 6)])
@settings(max_examples=6)
@given(
    st.lists(st.tuples(st.integers(0, 16), st.integers(0, 16)), min_size=2, max_size=2).map(
        lambda pairs: [(max(pair), min(pair)) for pair in pairs]
    )
)
def test_so_it_does_by_the_rules_another_gemeente_chooses(
    drempel: int, basis: int, pairs: list[tuple[int, int]]
) -> None:
    judge_in_plain_loops(pairs, replace(REGELS, drempel=drempel, basis=basis))


def judge_in_plain_loops(pairs: list[tuple[int, int]], rules: Onthulling) -> int:
    """Counts of two groups and how many of them have verblijf, protected and then attacked.

    How many groepen are hidden for it.
    """
    groups = ("0-3", "4-11")
    counts = {
        "in_zorg.in_zorg": {groep: pair[0] for groep, pair in zip(groups, pairs, strict=True)},
        "in_zorg.heeft_verblijf": {g: pair[1] for g, pair in zip(groups, pairs, strict=True)},
    }
    cells = cells_of(counts)
    found = protect_edition(cells, [], rules)
    assert not found.open
    shown = found.bescherming.shown
    seen = candidates(cells, shown.low, np.minimum(shown.high, 45))
    exact = cells["exact"].to_numpy(int)
    rest = exact[: len(exact) // 2] - exact[len(exact) // 2 :]
    for value, worlds in zip([*exact, *rest], seen, strict=True):
        assert value in worlds, "the truth is never cut off"
        if 0 < value < rules.drempel:
            left = max(worlds) - min(worlds) + 1
            assert left >= min(5, rules.drempel - 1), (counts, value, sorted(worlds))
    return found.count(hidden=True)


@pytest.mark.parametrize(("drempel", "basis"), [(5, 5), (10, 5), (10, 10), (13, 6), (20, 15)])
def test_bounds_hold_every_count_that_is_shown_alike(drempel: int, basis: int) -> None:
    """Of every count at every step; none is shown further off than its rounding says.

    A quarter later the true count lies within the bounds; more may be shown alike then.
    """
    rules = replace(REGELS, drempel=drempel, basis=basis)
    counts = np.arange(0.0, 9 * basis + drempel)
    pairs = [(was, now) for was in range(len(counts)) for now in range(len(counts))]
    was, now = (np.array(side) for side in zip(*pairs, strict=True))
    for step in range(VERBORGEN + 1):
        first = show_cells(counts, np.full(len(counts), step), rules, None)
        told = ~np.isnan(first.getoond)
        assert (np.abs(first.getoond - counts)[told] <= first.basis[told] / 2).all()
        for value in np.unique(first.getoond[told]):
            alike = first.getoond == value
            assert (first.low[alike] <= counts[alike].min()).all(), (step, value)
            assert (first.high[alike] >= counts[alike].max()).all(), (step, value)
        assert is_within(counts, first)
        before = pd.DataFrame({name: getattr(first, name)[was] for name in VELDEN})
        for later in range(VERBORGEN + 1):
            assert is_within(
                counts[now], show_cells(counts[now], np.full(len(now), later), rules, before)
            )


def test_what_four_candidates_made_safe_is_asked_again_when_five_must_remain() -> None:
    """11 of 14 with verblijf: the rest of 3 is bounded by rounding alone, at any threshold."""
    cells = cells_of({"in_zorg.in_zorg": {"0-3": 14}, "in_zorg.heeft_verblijf": {"0-3": 11}})
    four = protect_edition(cells, [], replace(REGELS, drempel=5)).veilig
    five = protect_edition(cells, [], replace(REGELS, drempel=6)).veilig
    assert four and five and not four & five


def is_within(exact: np.ndarray, shown: Weergave) -> bool:
    return bool(((shown.low <= exact) & (exact <= shown.high)).all())


def test_a_small_rest_next_to_its_total_is_protected() -> None:
    """12 with help, 11 of them in verblijf: shown as 10 and 10, one child would stand apart."""
    cells = cells_of({"in_zorg.in_zorg": {"0-3": 12}, "in_zorg.heeft_verblijf": {"0-3": 11}})
    shown = protect_edition(cells, [], REGELS).bescherming.shown
    room = shown.high[0] - max(shown.low[2], 0)
    assert room >= 4


def test_the_truth_of_every_link_holds_and_a_broken_link_is_no_knowledge() -> None:
    cells = cells_of({"in_zorg.in_zorg": {"0-3": 3, "4-11": 4}})
    assert (find_links(cells).rest == 0).all() and len(find_links(cells).rest) == 1
    cells.loc[0, "exact"] = 5.0
    assert len(find_links(cells).rest) == 0


def test_who_has_only_own_help_has_one_of_its_trajecten() -> None:
    rows = [
        ("in_zorg.is_eigen_inzet", "geen", "", *PLAATS_WEST, 11.0, False),
        ("traject_actief.loopt", "hulpvorm", "01", *PLAATS_WEST, 12.0, False),
        ("traject_actief.loopt", "hulpvorm", "02", *PLAATS_WEST, 7.0, False),
    ]
    cells = pd.DataFrame(rows, columns=["kolom", *PLAATS, "exact", "is_onrijp"])
    links = find_links(cells)
    assert links.rest.tolist() == [1.0]
    assert dict(zip(links.cel, links.factor, strict=True)) == {0: -1.0, 1: 1.0}


def memory(cells: pd.DataFrame) -> tuple[pd.DataFrame, Links]:
    return memory_of(cells, protect_edition(cells, [], REGELS).bescherming.shown)


def memory_of(cells: pd.DataFrame, shown: Weergave) -> tuple[pd.DataFrame, Links]:
    return cells.assign(**{name: getattr(shown, name) for name in VELDEN}), find_links(cells)


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [(42, 43, 40), (42, 46, 40), (42, 47, 45), (42, 38, 40), (42, 36, 35), (10, 9, None)],
)
def test_a_value_stays_for_a_change_below_five(first: int, second: int, shown: int | None) -> None:
    """Rule 4: the change counts from when the value was first shown; below ten is always hidden."""
    kolom = "zorgperiode_begonnen.begonnen"
    before = memory(cells_of({kolom: {"0-3": first}}))
    found = protect_edition(cells_of({kolom: {"0-3": second}}), [before], REGELS)
    value = found.bescherming.shown.getoond[0]
    assert np.isnan(value) if shown is None else value == shown


def show_after(
    steps: int, now: float, editions: list[tuple[float, int]]
) -> tuple[float, float, float]:
    """(shown, low, high) of one count after editions of (count, step of its groep)."""
    before: pd.DataFrame | None = None
    for exact, step in [*editions, (now, steps)]:
        shown = show_cells(np.array([exact]), np.array([step]), REGELS, before)
        told = pd.DataFrame({name: getattr(shown, name) for name in VELDEN})
        before = told if before is None or not np.isnan(shown.getoond[0]) else before
    return float(shown.getoond[0]), float(shown.low[0]), float(shown.high[0])


@pytest.mark.parametrize(
    ("editions", "now", "steps", "expected"),
    [
        ([(43, 0)], 43, 1, 45),  # a coarser rounding leaves what was shown
        ([(43, 0)], 46, 2, 45),
        ([(43, 0)], 48, 1, 50),  # five more: shown anew, and coarser
        ([(43, 1)], 41, 0, 40),  # shown as 40: a finer rounding does not show it again either
        ([(43, 0), (44, 3)], 46, 0, 45),  # also after an edition that hid it
        ([(10, 0), (9, 0)], 13, 0, 10),
        ([(43, 0)], 44, 3, None),  # hiding goes before rule 4
        ([(43, 0)], 9, 0, None),
    ],
)
def test_rule_4_goes_before_coarser_rounding_and_hiding_before_rule_4(
    editions: list[tuple[float, int]], now: float, steps: int, expected: float | None
) -> None:
    shown, low, high = show_after(steps, now, editions)
    assert np.isnan(shown) if expected is None else shown == expected
    assert low <= now <= high, "the truth is never cut off"


def test_a_duration_stays_as_long_as_the_counts_under_it() -> None:
    """33 is shown as 35, so at least 33 then; in the next edition it may be 29, yet it stays."""
    first = show_cells(np.array([33.0]), np.array([0]), REGELS, None)
    before = pd.DataFrame({name: getattr(first, name) for name in VELDEN})
    second = show_cells(np.array([33.0]), np.array([0]), REGELS, before)
    assert second.low[0] == 29 and second.eerst_low[0] == first.eerst_low[0] == 33


def small_city(rng: np.random.Generator, wijken: int = 3) -> pd.DataFrame:
    """Base cells of some wijken and four quarters: four kolommen, four ages."""
    frames = []
    for wijk, quarter in product(range(wijken), range(4)):
        month = 1 + 3 * quarter
        days = (date(2021, month, 1), date(2021, month + 2, 28))
        ages = ("0-3", "4-11", "12-17", "18-22")
        in_zorg = rng.integers(0, 30, 4)
        verblijf = rng.binomial(in_zorg, 0.3)
        counts = {
            "in_zorg.in_zorg": in_zorg,
            "in_zorg.heeft_verblijf": verblijf,
            "in_zorg.is_gezinsgericht": rng.binomial(verblijf, 0.5),
            "op_peildatum.in_zorg": rng.binomial(in_zorg, 0.9),
        }
        cells = cells_of(
            {name: dict(zip(ages, map(int, own), strict=True)) for name, own in counts.items()}
        )
        frames.append(cells.assign(wijk=f"w{wijk}", van=days[0], tot=days[1]))
    return pd.concat(frames, ignore_index=True)


class Said:
    """What progress was told."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def __call__(self, step: str, share: float) -> None:
        assert 0 <= share <= 1
        self.steps.append(step)


@pytest.mark.langzaam
def test_three_editions_in_which_everything_changed_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """With hardly any work allowed it ends as well, hides more, and never says less is safe."""
    rng = np.random.default_rng(4)
    cities = [small_city(rng) for _ in range(3)]
    hidden = {}
    for werk in ("gewoon", "weinig"):
        if werk == "weinig":
            monkeypatch.setattr("proeftuin.disclosure.ladder.WERK", 1)
            monkeypatch.setattr("proeftuin.disclosure.ladder.WERK_PER_DOEL", 0)
            monkeypatch.setattr("proeftuin.disclosure.audit.STAPPEN", 50)
            monkeypatch.setattr("proeftuin.disclosure.audit.STAPPEN_PER_DOEL", 10)
        editions: list[tuple[pd.DataFrame, Links]] = []
        said = Said()
        hidden[werk] = 0
        for cells in cities:
            found = protect_edition(cells, editions, REGELS, progress=said)
            assert not found.open
            again = protect_edition(cells, editions, REGELS)
            np.testing.assert_array_equal(found.steps, again.steps)
            hidden[werk] += found.count(hidden=True)
            editions.append(memory_of(cells, found.bescherming.shown))
        assert any("ronde 1" in step for step in said.steps)
    assert any("beoordeeld wordt niet getoond" in step for step in said.steps)
    assert hidden["weinig"] > hidden["gewoon"]


def test_a_frozen_count_is_shown_as_it_was_shown_then() -> None:
    """Frozen at 46, which rule 4 showed as 40: rounding it anew to 45 would tell more."""
    editions: list[tuple[pd.DataFrame, Links]] = []
    for count in (42, 46, 60):
        cells = cells_of({"zorgperiode_begonnen.begonnen": {"0-3": count}})
        found = protect_edition(cells, editions, REGELS).bescherming
        editions.append(memory_of(cells, found.shown))
    rows = cells[cells["indeling"] == "geen"]
    shown = {
        count: found.look_up("zorgperiode_begonnen.begonnen", rows, np.array([count])).getoond[0]
        for count in (60.0, 46.0, 42.0, 53.0)
    }
    assert shown == {60: 60, 46: 40, 42: 40, 53: 55}


def test_loosened_counts_are_unknowns_of_their_own() -> None:
    cells = cells_of({"zorgperiode_begonnen.begonnen": {"0-3": 42, "4-11": 33}})
    editions = [memory(cells), (cells, find_links(cells))]
    assert len(build_stelsel(editions).namen) == 3
    loose = build_stelsel(editions, cells[cells["categorie"] == "4-11"])
    assert sorted(loose.namen["categorie"]) == ["", "0-3", "4-11", "4-11"]


def test_what_was_said_before_cannot_be_taken_back() -> None:
    """Two editions together pin a child down: the audit says so and names the place."""
    kolom = "zorgperiode_begonnen.begonnen"
    cells = cells_of({kolom: {"0-3": 10, "4-11": 2}})
    frame, links = memory(cells)
    careless = frame.assign(low=[12.0, 10.0, 1.0], high=[12.0, 10.0, 9.0])
    found = protect_edition(cells, [(careless, links)], REGELS)
    assert found.open and "west" in found.open[0] and "2" not in found.open[0].split("wijk")[0]


@pytest.mark.parametrize("pairs", [[(10, 2), (2, 1)], [(16, 3), (9, 9)]])
def test_when_the_rounds_are_over_more_is_hidden_and_all_of_it_protects(
    monkeypatch: pytest.MonkeyPatch, pairs: list[tuple[int, int]]
) -> None:
    """Nothing narrow is published, and nothing that hiding protects stops the publish."""
    hidden = []
    for rounds in (200, 0):
        monkeypatch.setattr("proeftuin.disclosure.ladder.RONDES", rounds)
        hidden.append(judge_in_plain_loops(pairs, REGELS))
    assert hidden[0] < hidden[1]


def test_a_safe_part_is_not_asked_again() -> None:
    cells = cells_of(
        {
            "in_zorg.in_zorg": {"0-3": 40, "4-11": 30, "12-17": 3},
            "in_zorg.heeft_verblijf": {"0-3": 20, "4-11": 12, "12-17": 2},
        }
    )
    first = protect_edition(cells, [], REGELS)
    before = memory_of(cells, first.bescherming.shown)
    second = protect_edition(cells, [before], REGELS, first.veilig)
    assert second.veilig and not second.open
    np.testing.assert_array_equal(second.steps, first.steps)


@settings(max_examples=200, deadline=None)
@given(
    factors=st.lists(
        st.lists(st.sampled_from([-1, 0, 0, 1, 1]), min_size=3, max_size=3), min_size=1, max_size=3
    ),
    truth=st.lists(st.integers(0, 6), min_size=3, max_size=3),
    widths=st.lists(st.integers(0, 4), min_size=3, max_size=3),
    rests=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 12)), min_size=3, max_size=3),
)
def test_equations_left_out_take_no_world_away(
    factors: list[list[int]],
    truth: list[int],
    widths: list[int],
    rests: list[tuple[int, int]],
) -> None:
    """Three counts, a rest per equation: every value of a count is still there, and no other."""
    rijen, size = len(factors), 3 + len(factors)
    entries = [(r, v, f) for r, row in enumerate(factors) for v, f in enumerate(row) if f]
    entries += [(r, 3 + r, -1) for r in range(rijen)]
    rij, var, factor = (np.array(column) for column in zip(*entries, strict=True))
    rest = [sum(f * t for f, t in zip(row, truth, strict=True)) for row in factors]
    waar = np.array([*truth, *rest], float)
    low = np.array([*truth, *(r - under for r, (under, _) in zip(rest, rests, strict=False))])
    high = np.array(
        [
            *(t + width for t, width in zip(truth, widths, strict=True)),
            *(r + over for r, (_, over) in zip(rest, rests, strict=False)),
        ]
    )
    stelsel = Stelsel(
        *(rij, var, factor.astype(float), waar, low.astype(float), high.astype(float)),
        pd.DataFrame(index=range(3)),
        *(np.arange(3), np.full(3, -1)),
    )
    narrow = stelsel.narrow(low.astype(float), high.astype(float))
    wide = low.astype(float), high.astype(float)
    telling = stelsel.find_telling(narrow, wide, np.zeros(size, bool))

    def values(used: list[int]) -> list[set[int]]:
        spans = [range(int(a), int(b) + 1) for a, b in zip(*narrow, strict=True)][:3]
        fits = [
            world
            for world in product(*spans)
            if all(
                low[3 + r]
                <= sum(f * x for f, x in zip(factors[r], world, strict=True))
                <= high[3 + r]
                for r in used
            )
        ]
        return [set(column) for column in zip(*fits, strict=True)]

    everything = list(range(rijen))
    assert values(everything) == values([r for r in everything if telling[r]])


@pytest.mark.parametrize(("venster", "last"), [("nulmeting", 40), ("kwartaal", 45)])
def test_a_nulmeting_that_is_shown_again_is_shown_as_it_was(venster: str, last: int) -> None:
    """46 stays 40, for it was 42; 47 is new. The version of 46 is known to be the one of then."""
    earlier: list[tuple[pd.DataFrame, Links]] = []
    for count in (42, 46, 47, 46):
        cells = cells_of({"zorgperiode_begonnen.begonnen": {"0-3": count}})
        found = protect_edition(cells.assign(venster=venster), earlier, REGELS)
        assert not found.open
        earlier.append(memory_of(found.bescherming.cells, found.bescherming.shown))
    assert [frame["getoond"].tolist() for frame, _ in earlier] == [
        [40, 40],
        [40, 40],
        [45, 45],
        [last, last],
    ]
    namen = build_stelsel(earlier).namen
    assert len(namen) == 2 * (3 if venster == "nulmeting" else 4)


@pytest.mark.parametrize("groot", [0, 30_000, 700_000, 9_000_000, 40_000_000])
def test_a_country_is_protected_as_a_small_city_is(groot: int) -> None:
    """However large counts and rests are, none lies beyond what the attacker allows.

    Of a rest above what was called more than any count, the equations contradicted each other:
    bounds ran off, and numbers looked narrow that nothing protected.
    """
    rng = np.random.default_rng(7)
    city = small_city(rng)
    large = city["wijk"] == "w1"
    aantal = {"in_zorg.in_zorg": 4, "in_zorg.heeft_verblijf": 3, "op_peildatum.in_zorg": 3}
    extra = groot * city["kolom"].map(aantal).fillna(1) * np.where(city["indeling"] == "geen", 4, 1)
    later = city.assign(exact=city["exact"] + large * extra)
    earlier: list[tuple[pd.DataFrame, Links]] = []
    for cells in (city, later, later.assign(exact=later["exact"] + 7 * large * (groot > 0))):
        found = protect_edition(cells, earlier, REGELS)
        assert not found.open
        shown = found.bescherming.shown
        assert ((shown.low <= cells["exact"]) & (cells["exact"] <= shown.high)).all()
        stelsel = build_stelsel([*earlier, (cells, find_links(cells))])
        free = np.full(len(cells), -np.inf), np.full(len(cells), np.inf)
        wide = stelsel.with_bounds((shown.low, shown.high), free)
        for low, high in (wide, stelsel.narrow(*wide)):
            assert ((low <= stelsel.waar) & (stelsel.waar <= high)).all(), "no truth is cut off"
        earlier.append(memory_of(cells, shown))
