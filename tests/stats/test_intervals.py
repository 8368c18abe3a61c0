"""Intervals against published figures, against scipy and statsmodels, and by their properties."""

import numpy as np
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st

from proeftuin.stats.intervals import byar, garwood, mean_interval, wilson, z_value

# Newcombe 1998, Statistics in Medicine 17, table I, method 3 (Wilson score): four decimals.
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]
# Garwood 1936, Biometrika 28, exact limits of a Poisson count: as many digits as typed.
GARWOOD = [
    (0, 0.0, 3.689),
    (1, 0.0253, 5.572),
    (5, 1.6235, 11.668),
    (9, 4.115, 17.085),
]


@pytest.mark.parametrize(("teller", "noemer", "onder", "boven"), NEWCOMBE)
def test_wilson_is_newcombes_table(teller: int, noemer: int, onder: float, boven: float) -> None:
    interval = wilson(teller, noemer)
    assert interval.onder == pytest.approx(onder, abs=6e-5)
    assert interval.boven == pytest.approx(boven, abs=6e-5)


@pytest.mark.parametrize(("aantal", "onder", "boven"), GARWOOD)
def test_counts_below_ten_are_garwoods_table(aantal: int, onder: float, boven: float) -> None:
    interval = byar(aantal)
    assert interval.onder == pytest.approx(onder, abs=6e-4)
    assert interval.boven == pytest.approx(boven, abs=6e-4)


def test_byar_stays_within_a_fifth_of_a_percent_of_exact() -> None:
    """What the PHE technical guide on confidence intervals (2018) says of counts from 10 on."""
    counts = np.arange(10, 5001)
    approximate, exact = byar(counts), garwood(counts)
    assert np.abs(approximate.onder / exact.onder - 1).max() < 0.002
    assert np.abs(approximate.boven / exact.boven - 1).max() < 0.002
    assert approximate.onder[0] != exact.onder[0], "from 10 on it is Byar"


def test_wilson_equals_statsmodels() -> None:
    from statsmodels.stats.proportion import proportion_confint  # takes a second to read

    teller, noemer = np.array([0, 1, 7, 50, 99, 100]), np.array([100, 3, 9, 100, 100, 100])
    for niveau in (0.95, 0.998):
        lower, upper = proportion_confint(teller, noemer, 1 - niveau, method="wilson")
        interval = wilson(teller, noemer, niveau)
        np.testing.assert_allclose(interval.onder, lower, atol=1e-12)
        np.testing.assert_allclose(interval.boven, upper, atol=1e-12)


def test_garwood_equals_scipy() -> None:
    counts = np.arange(1, 40)
    interval = garwood(counts)
    np.testing.assert_allclose(
        interval.onder, scipy.stats.chi2.ppf(0.025, 2 * counts) / 2, rtol=1e-10
    )
    np.testing.assert_allclose(
        interval.boven, scipy.stats.chi2.ppf(0.975, 2 * counts + 2) / 2, rtol=1e-10
    )


def test_mean_interval_is_mean_and_sample_deviation() -> None:
    values = np.array([32.0, 41.0, 12.0, 80.0, 55.0])
    interval = mean_interval(values.sum(), (values**2).sum(), len(values))
    half = 1.959964 * values.std(ddof=1) / np.sqrt(5)
    assert interval.onder == pytest.approx(values.mean() - half, abs=1e-5)
    assert interval.boven == pytest.approx(values.mean() + half, abs=1e-5)
    assert z_value() == pytest.approx(1.959964, abs=1e-6)


def test_nothing_to_go_on_is_nan_not_a_number() -> None:
    assert np.isnan([wilson(0, 0).onder, wilson(0, 0).boven]).all()
    assert np.isnan([mean_interval(3, 9, 1).onder, mean_interval(0, 0, 0).boven]).all()
    assert np.isnan(byar(np.nan).onder) and np.isnan(byar(np.nan).boven)
    assert isinstance(wilson(1, 2).onder, float) and wilson([1, 2], [2, 2]).onder.shape == (2,)


@settings(max_examples=100, deadline=None)
@given(noemer=st.integers(1, 10_000), share=st.floats(0, 1))
def test_wilson_holds_the_share(noemer: int, share: float) -> None:
    teller = round(share * noemer)
    interval = wilson(teller, noemer)
    assert 0 <= interval.onder <= teller / noemer <= interval.boven <= 1
    mirrored = wilson(noemer - teller, noemer)
    assert mirrored.onder == pytest.approx(1 - interval.boven, abs=1e-12)
    wider = wilson(teller, noemer, 0.99)
    assert wider.onder <= interval.onder and wider.boven >= interval.boven


@settings(max_examples=100, deadline=None)
@given(aantal=st.integers(0, 100_000))
def test_byar_holds_the_count_and_grows_with_it(aantal: int) -> None:
    interval, following = byar(aantal), byar(aantal + 1)
    assert 0 <= interval.onder <= aantal < interval.boven
    assert interval.onder < following.onder and interval.boven < following.boven
