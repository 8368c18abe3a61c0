"""What the solver is not asked again, on small random systems: every world in plain loops."""

from collections.abc import Container
from dataclasses import replace
from itertools import count, product

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csc_matrix

from proeftuin.disclosure import audit
from proeftuin.disclosure.audit import MINIMUM, Component, Worlds, find_breaches, split_components
from proeftuin.disclosure.system import Stelsel

Bounds = tuple[np.ndarray, np.ndarray]


def make_system(draw: np.random.Generator) -> Stelsel:
    """Four counts and one to three equations between them, each with a rest."""
    rijen, counts = int(draw.integers(1, 4)), 4
    factor = draw.choice([-1, 0, 1, 1], (rijen, counts))
    factor[:, 0] = 1
    truth = draw.integers(0, 7, counts)
    rij, var = np.nonzero(factor)
    rests = np.arange(rijen)
    return Stelsel(
        np.concatenate([rij, rests]),
        np.concatenate([var, counts + rests]),
        np.concatenate([factor[rij, var], np.full(rijen, -1)]).astype(float),
        np.concatenate([truth, factor @ truth]).astype(float),
        *(np.zeros(counts + rijen), np.zeros(counts + rijen)),
        pd.DataFrame(index=range(counts)),
        *(np.arange(counts), np.full(counts, -1)),
    )


def make_bounds(draw: np.random.Generator, stelsel: Stelsel) -> Bounds:
    """Bounds around the truth."""
    size = len(stelsel.waar)
    return stelsel.waar - draw.integers(0, 5, size), stelsel.waar + draw.integers(0, 5, size)


def candidates(stelsel: Stelsel, bounds: Bounds) -> list[int]:
    """How many values each count takes in the worlds within these bounds."""
    low, high = bounds
    counts = len(stelsel.namen)
    seen: list[set[int]] = [set() for _ in range(counts)]
    for world in product(*(range(int(low[i]), int(high[i]) + 1) for i in range(counts))):
        rest = np.zeros(stelsel.aantal_rijen)
        for rij, var, factor in zip(stelsel.rij, stelsel.var, stelsel.factor, strict=True):
            rest[rij] += factor * world[var] if var < counts else 0
        if (low[counts:] <= rest).all() and (rest <= high[counts:]).all():
            for place, value in enumerate(world):
                seen[place].add(value)
    return [len(values) for values in seen]


def solve(stelsel: Stelsel, bounds: Bounds, worlds: Worlds, targets: np.ndarray) -> set[int]:
    """The targets the solver calls narrow; those in no group have what their bounds leave."""
    low, high = stelsel.narrow(*bounds)
    asked = worlds.open_targets(targets)
    found = set()
    every = np.ones(stelsel.aantal_rijen, bool)
    for component, places in split_components(stelsel, low, high, asked, every):
        assert_same_equations(component, stelsel, low, high)
        found |= set(find_breaches(component, low, high, worlds, places).nauw)
    return found


def assert_same_equations(component: Component, stelsel: Stelsel, *bounds: np.ndarray) -> None:
    """The equations of a group are those of the system, with what is fixed on the other side."""
    low, high = bounds
    dense = np.zeros((stelsel.aantal_rijen, len(low)))
    dense[stelsel.rij, stelsel.var] = stelsel.factor
    rows = np.flatnonzero((dense[:, component.var] != 0).any(axis=1))
    np.testing.assert_array_equal(component.matrix.toarray(), dense[np.ix_(rows, component.var)])
    fixed = np.where(low < high, 0.0, low)
    np.testing.assert_array_equal(component.vast, -(dense @ fixed)[rows])


@pytest.mark.parametrize("seed", range(60))
def test_large_counts_are_bounded_as_small_ones_are(seed: int) -> None:
    """In a city of millions: a world counts when it obeys every equation, to the last digit."""
    draw = np.random.default_rng(seed)
    small = make_system(draw)
    low, high = make_bounds(draw, small)
    counts, many = len(small.namen), draw.integers(100_000, 900_000, len(small.namen))
    shift = np.zeros(len(small.waar))
    shift[:counts] = many
    own = small.var < counts
    np.add.at(shift[counts:], small.rij[own], small.factor[own] * many[small.var[own]])
    large = replace(small, waar=small.waar + shift)
    worlds = Worlds(large.waar)
    targets = np.arange(counts)
    narrow = solve(large, (low + shift, high + shift), worlds, targets)
    assert narrow == solve(small, (low, high), Worlds(small.waar), targets)
    assert all(candidates(small, (low, high))[target] < MINIMUM for target in narrow)
    dense = np.zeros((large.aantal_rijen, len(large.waar)))
    dense[large.rij, large.var] = large.factor
    for var, found in worlds.kept:
        world = large.waar.copy()
        world[var] = found
        np.testing.assert_array_equal(dense @ world, 0)


@pytest.mark.parametrize("seed", range(60))
def test_worlds_found_before_prove_what_the_solver_is_not_asked(seed: int) -> None:
    draw = np.random.default_rng(seed)
    stelsel = make_system(draw)
    targets = np.arange(len(stelsel.namen))
    first, second = make_bounds(draw, stelsel), make_bounds(draw, stelsel)
    worlds = Worlds(stelsel.waar)
    narrow = solve(stelsel, first, worlds, targets)
    real = candidates(stelsel, first)
    assert all(real[target] < MINIMUM for target in narrow)
    worlds.set_bounds(*second)
    skipped = set(targets) - set(worlds.open_targets(targets).tolist())
    fresh = Worlds(stelsel.waar)
    solve(stelsel, second, fresh, targets)
    real = candidates(stelsel, second)
    for target in skipped:  # with a solver that starts anew, and with every world there is
        assert real[target] >= MINIMUM
        assert not len(fresh.open_targets(np.array([target])))


@pytest.mark.parametrize("seed", range(20))
def test_other_bounds_keep_the_worlds_that_fit(seed: int) -> None:
    draw = np.random.default_rng(seed)
    truth = draw.integers(0, 9, 12).astype(float)
    worlds = Worlds(truth)
    for _ in range(15):
        var = draw.permutation(12)[: draw.integers(1, 6)]
        worlds.add(var, truth[var] + draw.integers(-3, 4, len(var)))
    before = list(worlds.kept)
    low, high = truth - draw.integers(1, 4, 12), truth + draw.integers(1, 4, 12)
    worlds.set_bounds(low, high)
    kept = [
        (var, found)
        for var, found in before
        if all(low[v] <= value <= high[v] for v, value in zip(var, found, strict=True))
    ]
    assert [id(var) for var, _ in worlds.kept] == [id(var) for var, _ in kept]
    for place in range(12):
        seen = [truth[place], *(found[var == place][0] for var, found in kept if place in var)]
        assert (worlds.lowest[place], worlds.highest[place]) == (min(seen), max(seen))
    worlds.set_bounds(truth, truth)
    worlds.set_bounds(low, high)
    np.testing.assert_array_equal(worlds.lowest, worlds.highest)


def join_systems(parts: list[Stelsel]) -> Stelsel:
    """Systems that have nothing to do with each other as one: counts first, then rests."""
    counts = sum(len(part.namen) for part in parts)
    before = np.cumsum([0, *(len(part.namen) for part in parts)])
    rows = np.cumsum([0, *(part.aantal_rijen for part in parts)])

    def place(which: int, var: np.ndarray) -> np.ndarray:
        own = len(parts[which].namen)
        return np.where(var < own, var + before[which], var - own + counts + rows[which])

    order = np.argsort(
        np.concatenate([place(i, np.arange(len(part.waar))) for i, part in enumerate(parts)])
    )
    return Stelsel(
        np.concatenate([part.rij + rows[i] for i, part in enumerate(parts)]),
        np.concatenate([place(i, part.var) for i, part in enumerate(parts)]),
        np.concatenate([part.factor for part in parts]),
        *(
            np.concatenate([getattr(part, name) for part in parts])[order]
            for name in ("waar", "low", "high")
        ),
        pd.DataFrame(index=range(counts)),
        *(np.arange(counts), np.full(counts, -1)),
    )


@pytest.mark.parametrize("zaad", range(20))
def test_narrowing_on_from_before_gives_what_narrowing_anew_gives(zaad: int) -> None:
    draw = np.random.default_rng(zaad)
    stelsel = join_systems([make_system(draw) for _ in range(5)])
    assert len(np.unique(stelsel.samenhang)) >= 5
    wide = make_bounds(draw, stelsel)
    done = wide, stelsel.narrow(*wide)
    for _ in range(6):
        other = make_bounds(draw, stelsel)
        moved = np.isin(stelsel.samenhang, draw.choice(np.unique(stelsel.samenhang), 2))
        moved &= draw.random(len(moved)) < 0.5
        wide = (np.where(moved, other[0], wide[0]), np.where(moved, other[1], wide[1]))
        anew, again = stelsel.narrow(*wide), stelsel.narrow(*wide, done)
        assert (anew[0] == again[0]).all() and (anew[1] == again[1]).all()
        done = wide, again


# Counts of a made-up city (12) and the changes and rests of them (6), of which going on from the
# world found before once gave no answer: that ended the whole publish.
ZONDER_ANTWOORD = (
    "0-2-8 0-4-9 4-6-10 1-3-11 1-5-12 5-7-13 1-0-14 3-2-15 5-4-16 7-6-17",
    [12, 15, 12, 15, 10, 13, 6, 7, 0, 2, 4, 0, 2, 6, 3, 3, 3, 1],
    [10, 10, 10, 10, 10, 10, 1, 1, 0, 0, 1, 0, 0, 1, -4, -2, -2, -8],
    [14, 18, 12, 16, 12, 16, 9, 9, 4, 4, 11, 8, 8, 15, 8, 4, 4, 8],
    [6, 7, 9, 10, 12, 13, 14, 15, 16, 17],
)


@pytest.mark.parametrize(
    "lost",
    [
        pytest.param((), id="by HiGHS itself, with the numbers above"),
        *(pytest.param((place,), id=f"question {place}") for place in range(3)),
        pytest.param(range(1000), id="every question"),
    ],
)
def test_a_question_without_an_answer_is_asked_anew(
    lost: Container[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    text, truth, low, high, places = ZONDER_ANTWOORD
    rows = [[int(var) for var in row.split("-")] for row in text.split()]
    matrix = np.zeros((len(rows), len(truth)))
    for rij, (first, *others) in enumerate(rows):
        matrix[rij, first], matrix[rij, others] = 1, -1
    run, asked = audit._World._run, count()

    def run_or_lose(world: audit._World) -> object:
        found = run(world)
        return audit.ONBEKEND if next(asked) in lost else found

    monkeypatch.setattr(audit._World, "_run", run_or_lose)
    component = Component(np.arange(len(truth)), csc_matrix(matrix), np.zeros(len(rows)))
    bounds, worlds = (np.array(low, float), np.array(high, float)), Worlds(np.array(truth, float))
    found = find_breaches(component, *bounds, worlds, np.array(places))
    if 999 in lost:  # what never gets an answer is not called safe
        assert len(found.nauw) == audit.GENOEG and not found.open
    else:
        assert (found.nauw, found.open) == ([], [])
