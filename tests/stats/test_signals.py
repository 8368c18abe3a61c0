"""XmR against the NHS vignette, its four rules one by one, and the decomposition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proeftuin.stats.decompose import log_shares
from proeftuin.stats.signals import xmr

RUSTIG = [1.0, -1.0] * 8


def test_limits_are_those_of_the_nhs_vignette() -> None:
    """NHSRplotthedots, vignette 'Deviations from Excel defaults', limits as in the NHS
    spreadsheet: upper 6.95, mean 1.94, lower -3.06, and one point outside.
    """
    values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    chart = xmr(values)
    assert round(chart.bovengrens, 2) == 6.95
    assert round(chart.gemiddelde, 2) == 1.94
    assert round(chart.ondergrens, 2) == -3.06
    assert np.flatnonzero(chart.signaal).tolist() == [4]
    assert np.flatnonzero(chart.buiten).tolist() == [4]


def test_two_close_to_opposite_limits_are_no_signal() -> None:
    """NHSRplotthedots, test-ptd_spc_standard.R: 5.5 and -5.5 after fourteen of 1 and -1."""
    values = np.array(RUSTIG)
    values[14:] = 5.5, -5.5
    assert not xmr(values).dicht_bij_grens.any()


def test_shift_is_seven_in_a_row_on_one_side() -> None:
    six = [0.4, -0.6] * 4 + [0.2, 0.3] * 3 + [-2.0, 0.1, -0.2, 0.1, -0.3]
    assert not xmr(six, freeze=8).verschuiving.any()
    base = [1.0, -1.0] * 6
    chart = xmr([*base, 0.2, 0.1, 0.3, 0.1, 0.2, 0.4, 0.1, -0.5], freeze=12)
    assert np.flatnonzero(chart.verschuiving).tolist() == list(range(12, 19))
    on_the_mean = xmr([*base, 0.2, 0.1, 0.3, 0.0, 0.2, 0.4, 0.1, -0.5], freeze=12)
    assert not on_the_mean.verschuiving.any(), "a point on the mean ends the run"


def test_trend_is_seven_rising_or_falling_points() -> None:
    base = [1.0, -1.0] * 6
    chart = xmr([*base, -0.9, -0.6, -0.3, 0.1, 0.3, 0.5, 0.2], freeze=12)
    assert np.flatnonzero(chart.trend).tolist() == list(range(11, 18))
    shorter = xmr([*base, -0.9, -0.6, -0.3, 0.1, 0.3, 0.2, 0.1], freeze=12)
    assert not shorter.trend.any()
    falling = xmr([*base[::-1], 0.9, 0.6, 0.3, -0.1, -0.3, -0.5, -0.2], freeze=12)
    assert np.flatnonzero(falling.trend).tolist() == list(range(11, 18))


def test_two_of_three_close_to_one_limit() -> None:
    base = [1.0, -1.0] * 6  # limits at 5.32, the outer third from 3.55
    chart = xmr([*base, 4.0, 0.5, 4.5, -1.0], freeze=12)
    assert np.flatnonzero(chart.dicht_bij_grens).tolist() == [12, 14]
    apart = xmr([*base, 4.0, -0.5, 4.5, -1.0], freeze=12)
    assert not apart.dicht_bij_grens.any(), "the one between is on the other side"


def test_frozen_limits_do_not_move_with_what_they_judge() -> None:
    base = [1.0, -1.0] * 6
    later = xmr([*base, 30.0, 31.0, 29.0], freeze=12)
    assert later.gemiddelde == 0 and later.bovengrens == pytest.approx(5.32)
    assert np.flatnonzero(later.buiten).tolist() == [12, 13, 14]
    assert xmr([*base, 30.0, 31.0, 29.0]).gemiddelde == 6


def test_too_few_points_or_missing_ones() -> None:
    short = xmr([1.0] * 11)
    assert np.isnan(short.gemiddelde) and not short.signaal.any() and len(short.signaal) == 11
    assert np.isnan(xmr(RUSTIG, freeze=1).bovengrens)
    with pytest.raises(ValueError, match="missing"):
        xmr([*RUSTIG, np.nan])


def test_false_alarms_are_few_on_steady_noise() -> None:
    random = np.random.default_rng(6)
    outside = [xmr(random.normal(size=20)).buiten.mean() for _ in range(300)]
    assert np.mean(outside) < 0.01


def test_decomposition_of_a_worked_case() -> None:
    """Only one factor moves: the whole change is its; two that double share it evenly."""
    one = log_shares([20, 1.5, 1.2, 100], [20, 1.5, 1.2, 110])
    assert one.voor == pytest.approx(3600) and one.na == pytest.approx(3960)
    np.testing.assert_allclose(one.bijdragen, [0, 0, 0, 360], atol=1e-9)
    two = log_shares([10, 10], [20, 20])
    np.testing.assert_allclose(two.bijdragen, [150, 150])
    np.testing.assert_allclose(two.aandelen, np.log(2))
    against = log_shares([10, 10], [20, 5])
    np.testing.assert_allclose(against.bijdragen, [100 * np.log(2), -100 * np.log(2)])
    assert np.isnan(log_shares([0, 10], [1, 10]).bijdragen).all()


factors = st.lists(st.floats(0.01, 1000), min_size=4, max_size=4)


@settings(max_examples=100, deadline=None)
@given(voor=factors, na=factors)
def test_decomposition_adds_up_exactly(voor: list[float], na: list[float]) -> None:
    found = log_shares(voor, na)
    assert sum(found.bijdragen) == pytest.approx(
        found.na - found.voor, rel=1e-6, abs=1e-9 * max(found.voor, found.na)
    )
    assert sum(found.aandelen) == pytest.approx(np.log(found.na / found.voor), abs=1e-9)
    back = log_shares(na, voor)
    np.testing.assert_allclose(
        back.bijdragen, -np.array(found.bijdragen), rtol=1e-6, atol=1e-9 * max(found.voor, found.na)
    )
