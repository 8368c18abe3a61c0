"""The bootstrap of euros: the same draws however cut up, and the interval of theory."""

import numpy as np
import pytest
from numpy.typing import NDArray

from proeftuin.stats.bootstrap import (
    BLOK_PERSONEN,
    TREKKINGEN,
    add_draws,
    percentile_interval,
    poisson_weights,
)


def sum_draws(
    cell: NDArray[np.int64],
    persons: NDArray[np.int64],
    amount: NDArray[np.float64],
    cells: int,
    trekkingen: int = TREKKINGEN,
) -> NDArray[np.float32]:
    """The sum per cell in every draw."""
    result = np.zeros((cells, trekkingen), np.float32)
    add_draws(result, cell, persons, amount)
    return result


def test_weights_are_poisson_with_mean_one() -> None:
    weights = poisson_weights(0, 0)
    assert weights.shape == (BLOK_PERSONEN, 500)
    assert weights.mean() == pytest.approx(1, abs=0.002)
    assert weights.var() == pytest.approx(1, abs=0.005)
    shares = [0.367879, 0.367879, 0.183940, 0.061313]  # e^-1 / k!
    assert [float((weights == k).mean()) for k in range(4)] == pytest.approx(shares, abs=0.001)
    np.testing.assert_array_equal(poisson_weights(0, 0), weights)
    assert (poisson_weights(1, 0) != weights).any() and (poisson_weights(0, 1) != weights).any()
    np.testing.assert_array_equal(poisson_weights(0, 0, personen=4096), weights[:4096])


def test_who_is_drawn_how_often_does_not_depend_on_who_else_is_there() -> None:
    """Weights are made of as many persons as a call needs: the same ones whatever comes after."""
    persons = np.array([5, 4100, 12_000, BLOK_PERSONEN + 3])
    cell, amount = np.array([3, 0, 2, 3]), np.array([1.0, 10.0, 100.0, 1000.0])
    whole = sum_draws(cell, persons, amount, 5)
    apart = np.zeros_like(whole)
    for one in range(4):
        add_draws(apart, cell[one : one + 1], persons[one : one + 1], amount[one : one + 1])
    np.testing.assert_array_equal(apart, whole)
    for row, weight in ((0, 10.0), (2, 100.0)):
        drawn = np.concatenate(
            [poisson_weights(0, part)[persons[1 + row // 2]] for part in range(4)]
        )
        np.testing.assert_array_equal(whole[row], weight * drawn)
    assert not whole[1].any() and not whole[4].any()


def test_draws_add_up_over_parts_of_the_persons() -> None:
    random = np.random.default_rng(2)
    persons = random.integers(0, 3 * BLOK_PERSONEN, 4000)
    cell, amount = random.integers(0, 5, 4000), random.gamma(2, 3000, 4000)
    whole = sum_draws(cell, persons, amount, 5, trekkingen=700)
    assert whole.shape == (5, 700) and whole.dtype == np.float32
    half = persons < 2 * BLOK_PERSONEN
    parts = sum_draws(cell[half], persons[half], amount[half], 5, trekkingen=700) + sum_draws(
        cell[~half], persons[~half], amount[~half], 5, trekkingen=700
    )
    np.testing.assert_allclose(parts, whole, rtol=1e-5)
    expected = np.bincount(cell, amount)
    np.testing.assert_allclose(whole.mean(axis=1), expected, rtol=0.01)
    shared = sum_draws(np.zeros(9, np.int64), np.full(9, 7), np.ones(9), 1, trekkingen=50)
    assert set(np.unique(shared) % 9) == {0}, "one person is drawn as a whole"


def test_percentiles_are_numpys_and_skip_what_is_undefined() -> None:
    draws = np.random.default_rng(4).normal(size=(3, 2, 2000))
    interval = percentile_interval(draws)
    np.testing.assert_allclose(interval.onder, np.percentile(draws, 2.5, axis=2))
    np.testing.assert_allclose(interval.boven, np.percentile(draws, 97.5, axis=2))
    draws[0, 0, ::2] = np.nan
    draws[1, 1] = np.nan
    partly = percentile_interval(draws)
    assert partly.onder[0, 0] == pytest.approx(np.nanpercentile(draws[0, 0], 2.5))
    assert np.isnan(partly.onder[1, 1]) and np.isnan(partly.boven[1, 1])


def test_ratio_interval_is_that_of_the_multinomial_bootstrap() -> None:
    """Weights that do not add up to a fixed number: the total drawn divides out of a ratio."""
    random = np.random.default_rng(8)
    size = 800
    amount = random.gamma(0.6, 12_000, size)
    persons, cell = np.arange(size), np.zeros(size, np.int64)
    ratio = sum_draws(cell, persons, amount, 1) / sum_draws(cell, persons, np.ones(size), 1)
    poisson = percentile_interval(ratio)
    drawn = random.multinomial(size, np.full(size, 1 / size), 2000)
    multinomial = percentile_interval((drawn @ amount / size)[None])
    half = (poisson.boven[0] - poisson.onder[0]) / 2
    theory = 1.959964 * amount.std(ddof=1) / np.sqrt(size)
    assert half == pytest.approx(theory, rel=0.06)
    assert half == pytest.approx((multinomial.boven[0] - multinomial.onder[0]) / 2, rel=0.08)


def test_sum_interval_also_holds_the_chance_of_needing_help() -> None:
    """Per 1000 inhabitants: resampling a whole population, most of whom cost nothing."""
    random = np.random.default_rng(9)
    population, size = 7000, 600
    amount = random.gamma(0.6, 12_000, size)
    cell = np.zeros(size, np.int64)
    poisson = percentile_interval(sum_draws(cell, np.arange(size), amount, 1))
    drawn = random.multinomial(population, np.full(population, 1 / population), 2000)[:, :size]
    whole = percentile_interval((drawn @ amount)[None])
    half = (poisson.boven[0] - poisson.onder[0]) / 2
    assert half == pytest.approx((whole.boven[0] - whole.onder[0]) / 2, rel=0.08)
    assert half == pytest.approx(1.959964 * np.sqrt((amount**2).sum()), rel=0.06)
