"""Survival against R's published output, worked examples, statsmodels, and by its properties."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from proeftuin.stats import survival
from proeftuin.stats.intervals import z_value
from proeftuin.stats.survival import (
    Bounded,
    Gehelen,
    Getallen,
    LifeTables,
    grouped_median,
    life_tables,
)

# The lung cancer data of R's survival package: days, negative when censored.
# Source: Loprinzi et al. 1994, Journal of Clinical Oncology 12(3); survival::lung, 228 patients.
# fmt: off
LUNG_MAN = [
    11, 11, 11, 12, 13, 13, 15, 26, 30, 31, 53, 53, 54, 59, 60, 65, 65, 71, 81, 88, 88, 92, 93,
    95, 105, 107, 110, 116, 118, 131, 132, 132, 135, 142, 144, 147, 156, 156, 163, 163, 163, 166,
    170, -174, 175, 176, 177, 179, 179, 180, 181, 181, 183, -185, -188, 189, -191, -196, 197,
    -197, 202, 207, 210, 212, 218, -221, 222, -222, 223, -225, -225, 229, 230, -237, 239, 246,
    -259, 267, 269, 270, -279, 283, 284, -284, 285, 286, 288, 291, -292, -300, 301, -301, 303,
    -303, 306, 310, 320, 329, 337, 353, 353, 363, 364, 371, 387, 390, 394, -404, -413, 428, 429,
    442, -444, 455, 457, -458, 460, 477, 519, 524, 533, 558, 567, 574, 583, 613, 624, 643, 655,
    689, 707, 791, -806, 814, -840, 883, -1010, -1022,
]
LUNG_VROUW = [
    5, 60, 61, 62, 79, 81, -92, 95, -105, 107, 122, 145, 145, 153, 166, 167, -173, -175, -177,
    182, 186, -192, 194, 199, 201, 201, -202, -203, 208, -211, -224, 226, -235, 239, -240, -243,
    245, -252, -266, 268, -269, -272, -276, 285, -292, 293, -296, 305, 310, -315, -332, 340, 345,
    348, 350, 351, -356, 361, 363, -364, 371, -376, -382, -384, 426, 433, 444, 450, 473, -511,
    -511, 520, 524, -529, -543, 550, -551, -559, -588, 641, 654, 687, 705, 728, 731, 735, -740,
    765, -821, -965,
]
# fmt: on

# R survival 3.x, tests/doaml.Rout.save: summary(survfit(Surv(time, status) ~ x, aml)),
# per event time n.risk, n.event, survival (3 or 4 digits), std.err (4 digits).
AML = {
    "Maintained": (
        [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161],
        [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0],
        [
            (9, 11, 1, 0.909, 0.0867),
            (13, 10, 1, 0.818, 0.1163),
            (18, 8, 1, 0.716, 0.1397),
            (23, 7, 1, 0.614, 0.1526),
            (31, 5, 1, 0.491, 0.1642),
            (34, 4, 1, 0.368, 0.1627),
            (48, 2, 1, 0.184, 0.1535),
        ],
        31,
        (18, None),  # 0.95LCL and 0.95UCL of the median, on the log scale
    ),
    "Nonmaintained": (
        [5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45],
        [1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1],
        [
            (5, 12, 2, 0.8333, 0.1076),
            (8, 10, 2, 0.6667, 0.1361),
            (12, 8, 1, 0.5833, 0.1423),
            (23, 6, 1, 0.4861, 0.1481),
            (27, 5, 1, 0.3889, 0.1470),
            (30, 4, 1, 0.2917, 0.1387),
            (33, 3, 1, 0.1944, 0.1219),
            (43, 2, 1, 0.0972, 0.0919),
            (45, 1, 1, 0.0, np.nan),
        ],
        23,
        (8, None),
    ),
}


@dataclass(frozen=True)
class Curve:
    """The product-limit curve of one group: a row per event time, times ascending."""

    times: Getallen
    at_risk: Gehelen
    events: Gehelen
    survival: Getallen
    greenwood: Getallen

    def _tables(self) -> LifeTables:
        return LifeTables(
            np.array([0, len(self.times)]),
            self.times,
            self.at_risk,
            self.events,
            self.survival,
            self.greenwood,
        )

    def median(self, niveau: float = 0.95) -> Bounded:
        """Smallest t with S(t) <= 0.5, with its log-log bounds."""
        return self.quantile(0.5, niveau)

    def quantile(self, p: float, niveau: float = 0.95) -> Bounded:
        """Smallest t with S(t) <= p (p = 0.2 is the P80), with its log-log bounds."""
        return Bounded(*(float(value[0]) for value in self._tables().quantile(p, niveau)))

    def rmst(self, horizon: float, niveau: float = 0.95) -> Bounded:
        """Restricted mean up to horizon -+ z se; the bounds are not cut off at the horizon."""
        value, error = self._tables().rmst(horizon)
        half = z_value(niveau) * float(error[0])
        return Bounded(float(value[0]), float(value[0]) - half, float(value[0]) + half)

    def survival_at(self, t: float, niveau: float = 0.95) -> Bounded:
        """S(t) with log-log bounds; before the first event 1, with bounds 1."""
        row = int(np.searchsorted(self.times, t, side="right")) - 1
        if row < 0:
            return Bounded(1.0, 1.0, 1.0)
        onder, boven = self._tables().bounds(niveau)
        return Bounded(float(self.survival[row]), float(onder[row]), float(boven[row]))


def product_limit(duur: ArrayLike, is_einde: ArrayLike, intrede: ArrayLike | None = None) -> Curve:
    """Product-limit curve of durations, with an event where is_einde, else censored.

    intrede None: everyone at risk from the start, also at t = 0. Else at risk at t when
    intrede < t <= duur; a unit with intrede >= duur is never at risk and left out. ValueError
    when the lengths differ or a value is missing.
    """
    exits = np.atleast_1d(np.asarray(duur, float))
    events = np.atleast_1d(np.asarray(is_einde, bool))
    entries = np.full(len(exits), -np.inf) if intrede is None else np.asarray(intrede, float)
    if not len(exits) == len(events) == len(entries):
        raise ValueError("duur, is_einde and intrede must be of one length")
    if np.isnan(exits).any() or np.isnan(entries).any():
        raise ValueError("duur and intrede may not be missing")
    kept = entries < exits
    exits, events, entries = exits[kept], events[kept], entries[kept]
    moments, rank = np.unique(np.concatenate([entries, exits]), return_inverse=True)
    size = len(exits)
    one = np.arange(2 * size) < size
    tables = life_tables(
        np.zeros(2 * size, np.int64),
        rank.astype(np.int64),
        one.astype(np.int64),
        (~one).astype(np.int64),
        np.concatenate([np.zeros(size, bool), events]).astype(np.int64),
        1,
    )
    times = moments[tables.times.astype(int)] if len(moments) else tables.times
    return Curve(times, tables.at_risk, tables.events, tables.survival, tables.greenwood)


def log_scale_median(curve: Curve) -> tuple[float | None, float | None]:
    """The median's interval on the log scale, which is what R prints by default."""
    width = 1.959964 * np.sqrt(curve.greenwood)
    found = []
    for sign in (-1, 1):
        with np.errstate(invalid="ignore"):
            bound = curve.survival * np.exp(sign * width)
        rows = np.flatnonzero(bound <= 0.5)
        found.append(float(curve.times[rows[0]]) if len(rows) else None)
    return found[0], found[1]


@pytest.mark.parametrize("groep", AML)
def test_aml_is_what_r_prints(groep: str) -> None:
    duur, einde, rows, median, limits = AML[groep]
    curve = product_limit(duur, einde)
    assert curve.times.tolist() == [row[0] for row in rows]
    assert curve.at_risk.tolist() == [row[1] for row in rows]
    assert curve.events.tolist() == [row[2] for row in rows]
    np.testing.assert_allclose(curve.survival, [row[3] for row in rows], atol=5e-4)
    with np.errstate(invalid="ignore"):
        error = curve.survival * np.sqrt(curve.greenwood)
    np.testing.assert_allclose(error, [row[4] for row in rows], atol=6e-5)
    assert curve.median().waarde == median
    assert log_scale_median(curve) == limits


def test_lung_is_what_r_prints() -> None:
    """Median 310 (285 to 363 on the log scale, 284 to 361 log-log), 165 events of 228, and by
    sex 270 (212 to 310) and 426 (348 to 550): R, print(survfit(Surv(time, status) ~ 1, lung)).
    """
    groups = (
        ([*LUNG_MAN, *LUNG_VROUW], 228, 165, 310, (285, 363)),
        (LUNG_MAN, 138, 112, 270, (212, 310)),
        (LUNG_VROUW, 90, 53, 426, (348, 550)),
    )
    for rows, count, events, median, limits in groups:
        curve = product_limit([abs(day) for day in rows], [day > 0 for day in rows])
        assert (len(rows), curve.events.sum()) == (count, events)
        assert curve.median().waarde == median
        assert log_scale_median(curve) == limits
    both = [*LUNG_MAN, *LUNG_VROUW]
    curve = product_limit([abs(day) for day in both], [day > 0 for day in both])
    assert curve.median() == (310, 284, 361)


@pytest.mark.parametrize(
    ("rows", "horizon", "value", "error", "tolerance"),
    [
        # R, print(fit, print.rmean = TRUE): *rmean 376.3, *se(rmean) 19.7, upper limit 1022.
        ([*LUNG_MAN, *LUNG_VROUW], 1022, 376.3, 19.7, 0.05),
        # R, summary(fit)$table by sex as published in survminer's tutorial (STHDA); its common
        # upper limit was 993.5, the mean of both last days, so the second curve is carried on.
        (LUNG_MAN, 993.5, 325.0663, 22.59845, 5e-5),
        (LUNG_VROUW, 993.5, 458.2757, 33.78530, 5e-5),
    ],
)
def test_restricted_mean_is_what_r_prints(
    rows: list[int], horizon: float, value: float, error: float, tolerance: float
) -> None:
    curve = product_limit([abs(day) for day in rows], [day > 0 for day in rows])
    found = curve.rmst(horizon)
    assert found.waarde == pytest.approx(value, abs=tolerance)
    assert (found.boven - found.waarde) / 1.959964 == pytest.approx(error, abs=tolerance)


def test_period_life_table_of_the_worked_example() -> None:
    curve = product_limit([60, 20, 40, 31, 456], [1, 1, 1, 0, 0], [30, 0, 0, 0, 366])
    assert curve.at_risk.tolist() == [3, 2, 1]
    np.testing.assert_allclose(curve.survival, [2 / 3, 1 / 3, 0], atol=1e-12)
    assert curve.median().waarde == 40
    assert curve.rmst(730).waarde == pytest.approx(40)
    cohort = product_limit([20, 40, 1036], [1, 1, 0])
    assert cohort.median().waarde == 40
    assert cohort.rmst(365).waarde == pytest.approx(141.667, abs=5e-4)


def test_waiting_of_the_worked_example() -> None:
    curve = product_limit([10, 70, 30, 121, 0], [1, 1, 0, 0, 1])
    np.testing.assert_allclose(curve.survival, [0.8, 0.6, 0.3], atol=1e-12)
    assert curve.times.tolist() == [0, 10, 70]
    assert curve.median().waarde == 70
    assert np.isnan(curve.quantile(0.2).waarde)
    assert curve.rmst(180).waarde == pytest.approx(77)
    assert curve.survival_at(69.9).waarde == pytest.approx(0.6)
    assert curve.survival_at(-1) == (1, 1, 1)


def test_a_product_that_is_a_half_is_a_half() -> None:
    """3/4 x 2/3 in floats may land just above a half; the median is that day all the same."""
    for size in range(2, 60, 2):
        duur = np.arange(1, size + 1)
        assert product_limit(duur, np.ones(size)).median().waarde == size / 2


@pytest.mark.parametrize("groep", AML)
def test_log_log_bounds_equal_statsmodels(groep: str) -> None:
    from statsmodels.duration.survfunc import SurvfuncRight

    duur, einde, *_ = AML[groep]
    with np.errstate(divide="ignore", invalid="ignore"):
        second = SurvfuncRight(np.array(duur), np.array(einde))
        lower, upper = second.quantile_ci(0.5, method="cloglog")
    found = product_limit(duur, einde).median()
    assert found.onder == lower
    assert (found.boven == upper) or (np.isnan(found.boven) and np.isinf(upper))


def test_late_entry_equals_statsmodels() -> None:
    from statsmodels.duration.survfunc import SurvfuncRight

    random = np.random.default_rng(3)
    entry = random.integers(0, 200, 400)
    duur = entry + random.integers(1, 300, 400)
    einde = random.random(400) < 0.6
    curve = product_limit(duur, einde, entry)
    second = SurvfuncRight(duur.astype(float), einde.astype(int), entry=entry.astype(float))
    np.testing.assert_array_equal(curve.times, second.surv_times)
    np.testing.assert_array_equal(curve.at_risk, second.n_risk)
    np.testing.assert_allclose(curve.survival, second.surv_prob, atol=1e-12)


def test_wrong_input_is_refused_and_none_is_unknown() -> None:
    with pytest.raises(ValueError, match="one length"):
        product_limit([1, 2], [True])
    with pytest.raises(ValueError, match="missing"):
        product_limit([1, np.nan], [True, True])
    empty = product_limit([], [])
    assert np.isnan(empty.median().waarde) and len(empty.times) == 0
    assert product_limit([5], [True], [5]).times.size == 0, "never at risk"


units = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 60), st.booleans()), min_size=1, max_size=40
)


@settings(max_examples=80, deadline=None)
@given(units=units, late=st.booleans(), seed=st.randoms(use_true_random=False))
def test_properties_of_the_curve(units: list, late: bool, seed: object) -> None:
    entry = np.array([unit[0] for unit in units]) if late else None
    duur = np.array([(unit[0] if late else 0) + unit[1] for unit in units])
    einde = np.array([unit[2] for unit in units])
    curve = product_limit(duur, einde, entry)
    exact = Fraction(1)
    for row, day in enumerate(curve.times):
        start = np.zeros(len(duur)) - 1 if entry is None else entry
        n, d = int(((start < day) & (day <= duur)).sum()), int((einde & (duur == day)).sum())
        exact *= Fraction(n - d, n)
        assert (curve.at_risk[row], curve.events[row]) == (n, d)
        assert curve.survival[row] == pytest.approx(float(exact), abs=1e-12)
    assert (np.diff(curve.survival) <= 0).all() and (curve.survival >= 0).all()
    onder, boven = curve._tables().bounds()
    known = ~np.isnan(onder)
    assert (onder[known] <= curve.survival[known] + 1e-12).all()
    assert (boven[known] >= curve.survival[known] - 1e-12).all()
    means = [curve.rmst(horizon).waarde for horizon in (10, 50, 100)]
    assert 0 <= means[0] <= means[1] <= means[2] <= 100
    order = list(range(len(duur)))
    seed.shuffle(order)  # type: ignore[attr-defined]
    again = product_limit(duur[order], einde[order], None if entry is None else entry[order])
    np.testing.assert_array_equal(again.survival, curve.survival)
    assert again.rmst(60) == curve.rmst(60)


@settings(max_examples=60, deadline=None)
@given(units=units, cut=st.integers(1, 70))
def test_splitting_at_a_truncation_changes_nothing(units: list, cut: int) -> None:
    """A traject seen in two windows, censored at the cut and entering after it, is one traject."""
    entry, duur, einde = [], [], []
    for start, length, event in units:
        stop = start + length
        if start < cut < stop:
            entry += [start, cut]
            duur += [cut, stop]
            einde += [False, event]
        else:
            entry.append(start)
            duur.append(stop)
            einde.append(event)
    whole = product_limit(
        [start + length for start, length, _ in units],
        [event for *_, event in units],
        [start for start, *_ in units],
    )
    parts = product_limit(duur, einde, entry)
    np.testing.assert_array_equal(parts.times, whole.times)
    np.testing.assert_array_equal(parts.at_risk, whole.at_risk)
    np.testing.assert_allclose(parts.survival, whole.survival, atol=1e-12)


@pytest.mark.parametrize("days", [0, 10**9])
def test_many_cells_at_once_equal_one_at_a_time(days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """days: above 0 the counts are added up per day, else the rows are sorted."""
    monkeypatch.setattr(survival, "DAGEN_PER_RIJ", days)
    random = np.random.default_rng(11)
    size, cells = 3000, 90
    cell = random.integers(0, cells - 2, size)  # two cells stay empty
    entry, duur = random.integers(-1, 30, size), random.integers(31, 400, size)
    einde = random.random(size) < 0.4
    ones, none = np.ones(size, np.int64), np.zeros(size, np.int64)
    tables = life_tables(
        np.concatenate([cell, cell]),
        np.concatenate([entry, duur]),
        np.concatenate([ones, none]),
        np.concatenate([none, ones]),
        np.concatenate([none, einde.astype(np.int64)]),
        cells,
    )
    value, error = tables.rmst(200)
    median, onder, boven = tables.quantile(0.5)
    for number in range(cells):
        own = cell == number
        curve = product_limit(duur[own], einde[own], entry[own])
        found = curve.rmst(200)
        assert value[number] == pytest.approx(found.waarde, abs=1e-9)
        assert error[number] * 1.959963985 == pytest.approx(found.boven - found.waarde, abs=1e-6)
        np.testing.assert_array_equal(
            curve.median(), (median[number], onder[number], boven[number])
        )
        fewest = curve.at_risk[curve.times < 200].min(initial=10**9)
        assert min(tables.smallest_at_risk(200)[number], 10**9) == fewest


def test_grouped_median_is_the_ordinary_median() -> None:
    random = np.random.default_rng(5)
    cell, value = random.integers(0, 20, 500), random.integers(0, 90, 500)
    found = grouped_median(cell, value, np.ones(500, np.int64), 22)
    for number in range(20):
        assert found[number] == np.median(value[cell == number])
    assert np.isnan(found[20:]).all()
