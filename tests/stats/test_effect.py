"""The comparison of changes: worked example, published studies, and what chance makes of it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proeftuin.stats import effect as module
from proeftuin.stats.effect import (
    Effect,
    compare_changes,
    detectable_factor,
    holm,
    judge,
    solve_detectable_factor,
)
from proeftuin.stats.vooruit import Vooruitzicht
from proeftuin.vocabulary import AANTOONBAAR, NIET_AANTOONBAAR, NIET_VERGELIJKBAAR, TE_WEINIG

PILOT = [True, False, False, False, False]
D_2 = [0.004, 0.001, -0.003, 0.005, -0.002]  # worked example 9
D_3 = [-0.006, 0.003, 0.002, -0.001, 0.007]
NUL = [0.0] * 5
VOORPAREN = [(NUL, D_2), (NUL, D_3)]
NULMETING = [0.165, 0.150, 0.160, 0.155, 0.145]
EFFECTJAAR = [0.141, 0.152, 0.149, 0.158, 0.142]
NOEMER = [760, 500, 620, 640, 700]

# Abadie, Diamond and Hainmueller 2010, packs of cigarettes per capita in 39 states: sums over
# 1970-1988 (19 years) and 1989-2000 (12 years) in tenths, California last (synthdid's data).
VOOR_1989 = [21349, 22709, 23728, 21549, 28538, 23874, 21307, 24132, 28053, 21900, 22669, 37624]
VOOR_1989 += [24815, 25793, 21196, 22159, 25448, 21834, 20934, 33419, 47048, 18177, 35876, 21116]
VOOR_1989 += [24072, 24584, 22069, 26675, 24446, 20324, 23189, 22290, 13581, 28214, 27192, 22485]
VOOR_1989 += [21078, 27266, 22080]
VANAF_1989 = [12588, 13429, 10160, 9695, 15402, 12563, 9664, 10381, 15717, 11235, 10703, 20637]
VANAF_1989 += [12586, 12469, 10078, 12598, 14457, 10285, 10512, 13090, 19002, 7943, 15053, 9499]
VANAF_1989 += [13153, 12156, 11499, 11389, 13795, 10735, 14352, 9293, 6208, 13335, 12940, 12986]
VANAF_1989 += [10997, 12801, 7242]


def test_worked_example_7_without_voorparen() -> None:
    found = compare_changes(NULMETING, EFFECTJAAR, PILOT, NOEMER)
    np.testing.assert_allclose(found.d, [-0.024, 0.002, -0.011, 0.003, -0.003], atol=1e-12)
    assert found.est == pytest.approx(-0.02175, abs=1e-9)
    assert (found.ratio, found.df) == (1, 3)
    assert found.se == pytest.approx(0.00715, abs=5e-6)
    assert found.boven - found.est == pytest.approx(0.02276, abs=5e-6)
    assert found.mdc == pytest.approx(0.03047, abs=5e-6)
    assert (found.rang, found.rang_van) == (1, 5)
    assert found.placebo_binnen is None and not found.excludes_zero
    assert found.d_voor == () and found.placebo_paar == -1


def test_worked_example_9_with_voorparen() -> None:
    found = compare_changes(NULMETING, EFFECTJAAR, PILOT, NOEMER, VOORPAREN)
    assert found.est == pytest.approx(-0.02175, abs=1e-9)
    assert found.df == 11
    assert found.se == pytest.approx(0.005506, abs=5e-7)
    assert found.se**2 / 1.25 == pytest.approx(0.00002425, abs=5e-9)
    assert found.est - found.onder == pytest.approx(0.012118, abs=5e-7)
    assert found.mdc == pytest.approx(0.01696, abs=5e-6)
    assert found.excludes_zero and found.placebo_binnen is True
    np.testing.assert_allclose(found.d_voor, [D_2, D_3], atol=1e-12)
    assert found.placebo_est == pytest.approx(0.004 - np.mean(D_2[1:]))
    half = found.est - found.onder
    assert found.placebo_boven - found.placebo_est == pytest.approx(half), "with the same s2"
    assert found.stress_onder < found.onder and found.stress_boven > 0
    stress = (found.stress_boven - found.est) / (found.boven - found.est)
    assert stress == pytest.approx(np.sqrt(4 + 1 / 4) / np.sqrt(1 + 1 / 4))


def test_card_and_krueger() -> None:
    """Full-time equivalents per shop, 1994, table 3: New Jersey against Pennsylvania, 2.76."""
    found = compare_changes([20.44, 23.33], [21.03, 21.17], [True, False], [321, 78])
    assert found.est == pytest.approx(2.76, abs=0.011)
    assert not found.heeft_interval and np.isnan([found.onder, found.mdc, found.p]).all()


def test_proposition_99() -> None:
    """Difference-in-differences -27.349111 (synthdid), printed as -27.3 with placebo se 17.7 by
    Arkhangelsky et al. 2021, table 1, which draws its controls at random.
    """
    found = compare_changes(
        np.array(VOOR_1989) / 190, np.array(VANAF_1989) / 120, np.arange(39) == 38, np.ones(39)
    )
    assert found.est == pytest.approx(-27.349111, abs=1e-6)
    assert found.se == pytest.approx(17.7, abs=0.5)
    assert (found.df, found.rang, found.rang_van) == (37, 4, 39)


def test_detectable_factor_solves_the_non_central_t() -> None:
    for df, listed in ((2, 5.65), (3, 4.26), (4, 3.76), (7, 3.27), (11, 3.08), (19, 2.95)):
        assert detectable_factor(df) == listed
        assert solve_detectable_factor(df) == pytest.approx(listed, abs=0.006)
    assert detectable_factor(6) == solve_detectable_factor(6)
    assert detectable_factor(100_000) == pytest.approx(1.959964 + 0.841621, abs=1e-3)
    assert np.isnan(detectable_factor(0))


def test_a_small_pilot_is_given_more_noise() -> None:
    small = compare_changes(NULMETING, EFFECTJAAR, PILOT, [300, 600, 600, 600, 600])
    even = compare_changes(NULMETING, EFFECTJAAR, PILOT, NOEMER)
    assert small.ratio == 2
    assert small.se / even.se == pytest.approx(np.sqrt(2.25 / 1.25))


def test_too_few_wijken_give_values_only() -> None:
    missing = [0.165, 0.150, np.nan, 0.155, 0.145]
    few = compare_changes(missing, EFFECTJAAR, PILOT, NOEMER)
    assert not few.heeft_interval and np.isfinite(few.est) and few.df == 0
    assert few.rang_van == 4 and np.isnan(few.d[2])
    with_voorpaar = compare_changes(missing, EFFECTJAAR, PILOT, NOEMER, VOORPAREN[:1])
    assert with_voorpaar.heeft_interval and with_voorpaar.df == 2 + 4
    none = compare_changes([np.nan] * 5, EFFECTJAAR, PILOT, NOEMER, VOORPAREN)
    assert np.isnan(none.est) and not none.heeft_interval and none.rang == 0
    equal = compare_changes([0.0] * 5, [0.0] * 5, PILOT, NOEMER, [(NUL, NUL)])
    assert not equal.heeft_interval, "no chance to learn from"


def test_a_voorpaar_with_fewer_than_three_wijken_is_left_out() -> None:
    nan = np.nan
    two, three = (NUL, [0.5, 0.1, nan, nan, nan]), (NUL, [nan, 0.001, 0.002, 0.006, nan])
    found = compare_changes(NULMETING, EFFECTJAAR, PILOT, NOEMER, [two, three, VOORPAREN[1]])
    assert [len(changes) for changes in found.d_voor] == [0, 5, 5]
    assert found.df == 3 + 2 + 4
    assert found.placebo_paar == 2, "the nearest one in which the pilot has a value"
    assert found.placebo_est == pytest.approx(-0.006 - np.mean(D_3[1:]))
    same = compare_changes(NULMETING, EFFECTJAAR, PILOT, NOEMER, [three, VOORPAREN[1]])
    assert (same.se, same.placebo_paar) == (found.se, 1)
    one_control = compare_changes(
        [0.1, 0.1, nan, nan, nan], EFFECTJAAR, PILOT, NOEMER, VOORPAREN[1:]
    )
    assert (one_control.df, one_control.heeft_interval) == (4, True)
    no_pilot = compare_changes([nan, *NULMETING[1:]], EFFECTJAAR, PILOT, NOEMER, VOORPAREN)
    assert not no_pilot.heeft_interval and np.isnan(no_pilot.placebo_onder)


def test_looking_ahead() -> None:
    found = compare_changes(NULMETING, EFFECTJAAR, PILOT, NOEMER, VOORPAREN)
    voor = tuple(np.array(changes) for changes in found.d_voor)
    ahead = Vooruitzicht(np.array(found.d), voor, np.array(PILOT), np.array(NOEMER, float))
    assert ahead.detect(1) == pytest.approx(found.mdc), "one year with the wijken of now"
    assert ahead.detect(1, 2) == pytest.approx(detectable_factor(11 + 3) * found.se)
    assert ahead.detect(1, 3) == pytest.approx(detectable_factor(11 + 6) * found.se)
    assert ahead.detect(1, extra_voorparen=1) == pytest.approx(detectable_factor(11 + 4) * found.se)
    s2 = found.se**2 / 1.25
    west_midden, rest = (760 + 500) / 2, (620 + 640 + 700) / 3  # midden is the smallest to join
    weight = rest / west_midden / 2 + 1 / 3
    assert ahead.detect(2) == pytest.approx(detectable_factor(10) * np.sqrt(s2 * weight))
    assert ahead.detect(3) > 0 and np.isnan([ahead.detect(0), ahead.detect(4)]).all()
    assert ahead.detect(2) < ahead.detect(1)
    to_come = Vooruitzicht(np.full(5, np.nan), voor, np.array(PILOT), np.array(NOEMER, float))
    s2 = (0.00005 + 0.000094) / 8
    assert to_come.detect(1) == pytest.approx(detectable_factor(8 + 3) * np.sqrt(1.25 * s2))
    alone = Vooruitzicht(np.array(found.d), (), np.array(PILOT), np.array(NOEMER, float))
    bare = compare_changes(NULMETING, EFFECTJAAR, PILOT, NOEMER)
    assert alone.detect(1) == pytest.approx(bare.mdc)
    assert np.isnan(alone.detect(2)), "three others teach too little without voorparen"
    nothing = Vooruitzicht(np.full(5, np.nan), (), np.array(PILOT), np.array(NOEMER, float))
    assert np.isnan(nothing.detect(1))


def test_fewer_pilots_are_the_smallest_of_now() -> None:
    d = np.array([0.1, 0.2, 0.0, 0.01, -0.02, 0.03])
    pilot, size = np.arange(6) < 2, np.array([400.0, 100, 300, 300, 300, 300])
    ahead = Vooruitzicht(d, (), pilot, size)
    s2 = np.var(d[2:], ddof=1)
    weight = 320 / 100 + 1 / 5  # the other pilot wijk becomes one of the others
    assert ahead.detect(1) == pytest.approx(detectable_factor(4) * np.sqrt(s2 * weight))


def test_several_pilot_wijken() -> None:
    pilot = [True, True, False, False, False, False, False]
    base = np.zeros(7)
    after = np.array([4.0, 6.0, 1.0, -1.0, 0.5, -0.5, 0.0])
    found = compare_changes(base, after, pilot, np.ones(7))
    assert (found.est, found.df, found.rang, found.rang_van) == (5.0, 4, 1, 6)
    variance = np.var(after[2:], ddof=1)
    assert found.se == pytest.approx(np.sqrt(variance * (1 / 2 + 1 / 5)))


def test_holm_is_that_of_r_and_statsmodels() -> None:
    """R, p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm"): 0.05 0.08 0.09 0.09 0.09."""
    from statsmodels.stats.multitest import multipletests

    np.testing.assert_allclose(
        holm([0.03, 0.01, 0.05, 0.02, 0.04]), [0.09, 0.05, 0.09, 0.08, 0.09], atol=1e-12
    )
    random = np.random.default_rng(1).random(20) ** 3
    np.testing.assert_allclose(holm(random), multipletests(random, method="holm")[1])
    np.testing.assert_allclose(holm([np.nan, 0.01, 0.04]), [np.nan, 0.02, 0.04])


def test_verdicts() -> None:
    clear = compare_changes(NULMETING, EFFECTJAAR, PILOT, NOEMER, VOORPAREN)
    vague = compare_changes(NULMETING, EFFECTJAAR, PILOT, NOEMER)
    assert judge(clear, cellen_ok=True, is_primair=True) == AANTOONBAAR
    assert judge(clear, cellen_ok=True, is_primair=False, holm_p=0.04) == AANTOONBAAR
    assert judge(clear, cellen_ok=True, is_primair=False, holm_p=0.06) == NIET_AANTOONBAAR
    assert judge(clear, cellen_ok=True, is_primair=False) == NIET_AANTOONBAAR
    assert judge(clear, cellen_ok=False, is_primair=True) == TE_WEINIG
    assert judge(clear, cellen_ok=True, is_primair=True, heeft_breuk=True) == NIET_VERGELIJKBAAR
    assert judge(vague, cellen_ok=True, is_primair=True) == NIET_AANTOONBAAR
    still = (NUL, [-0.02, 0.001, -0.001, 0.0, 0.0])
    moving = compare_changes(NULMETING, EFFECTJAAR, PILOT, NOEMER, [still, *VOORPAREN])
    assert moving.placebo_binnen is False and moving.excludes_zero
    assert judge(moving, cellen_ok=True, is_primair=True) == NIET_VERGELIJKBAAR
    few = compare_changes(NULMETING[:3], EFFECTJAAR[:3], PILOT[:3], NOEMER[:3])
    assert judge(few, cellen_ok=True, is_primair=True) == TE_WEINIG
    assert {AANTOONBAAR, NIET_AANTOONBAAR, TE_WEINIG, NIET_VERGELIJKBAAR} == {
        "aantoonbaar anders dan de andere wijken",
        "niet aantoonbaar anders",
        "te weinig gegevens",
        "niet vergelijkbaar",
    }
    assert module.MINIMUM_CONTROLES == 4


@pytest.mark.parametrize("paren", [0, 2])
def test_coverage_when_wijken_swing_by_chance(paren: int) -> None:
    """2,000 cities of five wijken without an effect: 95% of the intervals hold 0."""
    random = np.random.default_rng(12)
    inside, detected = 0, 0
    for _ in range(2000):
        years = random.normal(0.15, 0.01, (2 + 2 * paren, 5))
        voorparen = list(zip(years[2::2], years[3::2], strict=True))
        found = compare_changes(years[0], years[1], PILOT, NOEMER, voorparen)
        inside += not found.excludes_zero
        shifted = years[1] + found.mdc * np.array(PILOT)
        detected += compare_changes(years[0], shifted, PILOT, NOEMER, voorparen).excludes_zero
    assert 0.93 < inside / 2000 < 0.97
    assert detected / 2000 > 0.6


@settings(max_examples=50, deadline=None)
@given(
    d=st.lists(st.floats(-5, 5).map(lambda x: round(x, 3)), min_size=5, max_size=9),
    shift=st.floats(-10, 10),
    scale=st.floats(0.1, 100),
)
def test_properties(d: list[float], shift: float, scale: float) -> None:
    pilot = np.arange(len(d)) == 0
    size = np.full(len(d), 100.0)

    def compare(change: np.ndarray) -> Effect:
        return compare_changes(np.zeros(len(d)), change, pilot, size)

    found, moved = compare(np.array(d)), compare(np.array(d) + shift)
    assert moved.est == pytest.approx(found.est, abs=1e-9), "a change of all is no effect"
    if found.heeft_interval and found.se > 1e-6:
        assert moved.se == pytest.approx(found.se, rel=1e-6)
        larger = compare(np.array(d) * scale)
        assert larger.est == pytest.approx(found.est * scale, rel=1e-9, abs=1e-9)
        assert larger.p == pytest.approx(found.p, rel=1e-6, abs=1e-9)
        assert found.stress_onder <= found.onder <= found.est <= found.boven <= found.stress_boven
    assert 1 <= found.rang <= found.rang_van == len(d)
