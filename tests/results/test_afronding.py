"""How far rounding may have moved a public figure, and what is then not said."""

from dataclasses import replace
from datetime import date
from math import inf

import pytest

from proeftuin.indicators import INDICATOR
from proeftuin.results.afronding import rounding_reach
from proeftuin.results.compare import AFGEROND, HOGER, Comparison, Figure, describe_change
from proeftuin.sentences.indicator import difference_note, row_sentence
from proeftuin.settings.read import read_settings

SETTINGS = read_settings()
STEP = SETTINGS.onthulling.basis / 2
DAYS = date(2023, 7, 1), date(2023, 9, 30)


def share(teller: float, noemer: float, cellen: int, wijk: str = "west") -> Figure:
    value = teller / noemer
    return Figure(wijk, *DAYS, "ok", value, teller=teller, noemer=noemer, cellen=cellen)


def test_an_exact_figure_is_not_moved_and_a_rounded_one_by_half_a_step() -> None:
    indicator = INDICATOR["verblijf"]
    assert rounding_reach(indicator, share(100, 500, 0), SETTINGS) == 0
    found = rounding_reach(indicator, share(100, 500, 1), SETTINGS)
    assert found == pytest.approx((100 + STEP) / (500 - STEP) - 0.2)
    assert rounding_reach(indicator, share(100, 500, 4), SETTINGS) > found, "of four quarters"
    others, whole = (
        rounding_reach(indicator, share(100, 500, 1, wijk), SETTINGS)
        for wijk in ("overige", "gemeente")
    )
    assert whole > others > found, "of wijken"
    assert rounding_reach(indicator, replace(share(100, 500, 1), ongeveer=True), SETTINGS) > found


def test_every_kind_of_figure_has_its_own_rounding() -> None:
    days = Figure("west", *DAYS, "ok", 325.0, cellen=1)
    assert rounding_reach(INDICATOR["trajectduur"], days, SETTINGS) == (
        SETTINGS.onthulling.duur_basis_dagen / 2
    )
    mark = replace(days, waarde=7.1)
    assert rounding_reach(INDICATOR["ervaring"], mark, SETTINGS) == 0.05
    rate = Figure("west", *DAYS, "ok", 50.0, teller=100, noemer=2000, cellen=1)
    assert rounding_reach(INDICATOR["gebruik"], rate, SETTINGS) == pytest.approx(STEP / 2)
    euro = Figure("west", *DAYS, "ok", 4000.0, teller=2_000_000, noemer=500, cellen=1)
    costs = INDICATOR["kosten_per_jeugdige"]
    assert 0 < rounding_reach(costs, euro, SETTINGS) < 100
    assert rounding_reach(costs, replace(euro, ongeveer=True), SETTINGS) == inf


def test_a_difference_that_rounding_can_make_has_no_way() -> None:
    indicator = INDICATOR["verblijf"]
    before, now = share(100, 500, 1), share(105, 500, 1)
    change = describe_change(indicator, now, before, SETTINGS)
    assert change.woord == AFGEROND and not change.has_direction
    exact = describe_change(indicator, share(105, 500, 0), share(100, 500, 0), SETTINGS)
    assert exact.woord == HOGER
    item = Comparison(indicator, "west", change, change, now, 0.004)
    assert "door het afronden niet duidelijk lager of hoger dan in" in row_sentence(item)
    assert "kan toeval" not in row_sentence(item)
    assert difference_note(item, "West") == (
        "het verschil is kleiner dan de afronding van openbare cijfers"
    )


def test_a_sum_of_euros_that_lacks_wijken_is_not_compared() -> None:
    euro = Figure("overige", *DAYS, "ok", 4000.0, teller=2e6, noemer=500, ongeveer=True, cellen=1)
    costs = INDICATOR["kosten_per_jeugdige"]
    assert describe_change(costs, euro, replace(euro, waarde=3000.0), SETTINGS).woord is None
