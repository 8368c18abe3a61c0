"""The simulation: its jeugdigen are those of the demo, its arithmetic is that of the product."""

from datetime import date

import numpy as np
import pytest

from proeftuin.settings import read_settings
from proeftuin.stats import compare_changes, life_tables
from proeftuin.synthetic.care import make_care
from proeftuin.synthetic.city import VER, day_number, make_city
from proeftuin.synthetic.people import make_people
from proeftuin.synthetic.waiting import make_waiting
from tools import simulatie_jeugdigen as jeugdigen
from tools.simulatie_cellen import CELLEN, Cel, draw_cel
from tools.simulatie_gemeenten import (
    EFFECTJAAR,
    GEEN,
    KWARTAAL,
    NULMETING,
    PLACEBOJAAR,
    SCHOKKEN,
    VENSTERS,
    VOORPAREN,
    Indeling,
    draw_gemeenten,
)
from tools.simulatie_methoden import (
    compare_all,
    compare_bootstrap,
    compare_former,
    compare_product,
)
from tools.simulatie_varianten import VARIANTEN, compare_variant

PILOT = Indeling(5, 1).pilot


def curve(entry: np.ndarray, out: np.ndarray, event: np.ndarray, days: list[int]) -> list[float]:
    """Share still there after each of the days: product-limit, at risk when entry < t <= out."""
    shares = [1.0]
    for day in range(1, max(days) + 1):
        at_risk = int(((entry < day) & (out >= day)).sum())
        shares.append(shares[-1] * (1 - int((event & (out == day)).sum()) / max(at_risk, 1)))
    return [shares[day] for day in days]


@pytest.fixture(scope="module")
def demo() -> dict[str, np.ndarray]:
    """Zorgperioden, trajecten and aanmeldingen of the demo generator: 12,000 jeugdigen a year."""
    settings = read_settings()
    city = make_city(settings, 12_000, 3, date(2023, 12, 31), "geen")
    random = np.random.default_rng(3)
    people = make_people(city, random, 1.0)
    care = make_care(city, random, people)
    waits = make_waiting(city, random, people, care)
    order = np.lexsort((care.begin, care.persoon))
    who, begin, eind = care.persoon[order], care.begin[order], care.eind[order]
    upto = np.maximum.accumulate(eind + who * VER) - who * VER
    first = np.append(True, (who[1:] != who[:-1]) | (begin[1:] - upto[:-1] > 28))
    return {
        "wie": who[first],
        "begin": begin[first],
        "eind": np.maximum.reduceat(eind, np.flatnonzero(first)),
        "traject_begin": begin,
        "traject_eind": eind,
        "aanmeld": waits.aanmeld,
        "start": waits.start,
    }


def table_of(begin: np.ndarray, eind: np.ndarray, days: list[int]) -> list[float]:
    """Life table of a demo over 2018 up to 2022."""
    van, tot = day_number(date(2018, 1, 1)), day_number(date(2022, 12, 31))
    active = (begin <= tot) & (eind >= van)
    entry = np.maximum(van - begin[active], 0)
    out = np.minimum(eind[active], tot) - begin[active] + 1
    return curve(entry, out, eind[active] <= tot, days)


def test_jeugdigen_stay_as_long_as_in_the_demo(demo: dict[str, np.ndarray]) -> None:
    days = [30, 91, 182, 365, 730, 1096, 1461]
    for naam, duur in (("", jeugdigen.DUUR_ZORG), ("traject_", jeugdigen.DUUR_TRAJECT)):
        found = table_of(demo[f"{naam}begin"], demo[f"{naam}eind"], days)
        assert jeugdigen.survival(duur, np.array(days, float)) == pytest.approx(found, abs=0.015)
    stay = jeugdigen.ZORG_TABEL.mean() / KWARTAAL
    assert stay == pytest.approx(6.0, abs=0.2)  # quarters


def test_successive_years_share_the_jeugdigen_of_the_demo(demo: dict[str, np.ndarray]) -> None:
    def of_demo(van: date, tot: date) -> set[int]:
        there = (demo["begin"] <= day_number(tot)) & (demo["eind"] >= day_number(van))
        return set(demo["wie"][there].tolist())

    base = of_demo(date(2021, 1, 1), date(2021, 12, 31))
    after = of_demo(date(2022, 10, 1), date(2023, 9, 30))
    before = of_demo(date(2020, 1, 1), date(2020, 12, 31))
    random = np.random.default_rng(1)
    city = draw_gemeenten(random, Indeling(5, 1, (600,) * 5), GEEN, 0.0, 0.0, 20)
    zorg = jeugdigen.draw_zorg(random, city)
    here = [jeugdigen.is_present(zorg, venster) for venster in range(3)]
    shared = (here[NULMETING] & here[EFFECTJAAR]).sum() / here[NULMETING].sum()
    assert shared == pytest.approx(len(base & after) / len(base), abs=0.02)
    near = (here[PLACEBOJAAR] & here[NULMETING]).sum() / here[NULMETING].sum()
    assert near == pytest.approx(len(base & before) / len(base), abs=0.02)
    assert here[NULMETING].sum() / 100 == pytest.approx(600, rel=0.02)


def test_waits_are_those_of_the_demo(demo: dict[str, np.ndarray]) -> None:
    made = (demo["aanmeld"] >= day_number(date(2019, 1, 1))) & (
        demo["aanmeld"] <= day_number(date(2021, 12, 31))
    )
    started = made & (demo["start"] < VER)
    wait = np.maximum(demo["start"] - demo["aanmeld"], 0)[started]
    chances = [0.1, 0.25, 0.5, 0.75, 0.9]
    own = np.quantile(jeugdigen.WACHT_TABEL - 1, chances)
    assert own == pytest.approx(np.quantile(wait, chances), rel=0.08, abs=4)
    assert 1 - started.sum() / made.sum() == pytest.approx(jeugdigen.AFMELDING, abs=0.01)


@pytest.mark.parametrize("paren", range(len(VOORPAREN) + 1))
def test_the_interval_is_that_of_the_product(paren: int) -> None:
    """City by city, with wijken left out here and there, for each number of voorparen."""
    random = np.random.default_rng(paren)
    years = random.normal(100, 5, (60, len(VENSTERS), 5))
    years[random.random(years.shape) < 0.12] = np.nan
    size = random.uniform(300, 900, (60, 5))
    pairs = [(years[:, vroeger], years[:, later]) for vroeger, later in VOORPAREN[:paren]]
    for pilot in (PILOT, Indeling(5, 2).pilot):
        found = compare_all(years[:, NULMETING], years[:, EFFECTJAAR], pilot, size, pairs)
        for city in range(len(years)):
            one = compare_changes(
                years[city, NULMETING],
                years[city, EFFECTJAAR],
                pilot,
                size[city],
                [(vroeger[city], later[city]) for vroeger, later in pairs],
            )
            for naam in ("est", "onder", "boven", "placebo_onder", "placebo_boven"):
                own = getattr(found, naam)[city]
                assert own == pytest.approx(getattr(one, naam), nan_ok=True), naam
            if one.heeft_interval:
                assert found.df[city] == one.df


@pytest.mark.parametrize("cel", [cel for cel in CELLEN if cel.indeling == "5/1"][::5])
def test_the_cities_of_a_cell_give_the_interval_of_the_product(cel: Cel) -> None:
    [(_, measured)] = draw_cel(cel, 5)
    for effect in (0, 1):
        found = compare_product(measured, PILOT, effect)
        former = compare_former(measured, PILOT, effect)
        for city, years in enumerate(measured.waarde[effect]):
            size = measured.noemer[effect, city, EFFECTJAAR]
            pairs = [(years[vroeger], years[later]) for vroeger, later in VOORPAREN]
            one = compare_changes(years[NULMETING], years[EFFECTJAAR], PILOT, size, pairs)
            assert (found.onder[city], found.boven[city]) == pytest.approx((one.onder, one.boven))
            pair = [(years[PLACEBOJAAR], years[NULMETING])]
            old = compare_changes(years[NULMETING], years[EFFECTJAAR], PILOT, size, pair)
            assert (former.onder[city], former.boven[city]) == pytest.approx((old.onder, old.boven))


@pytest.mark.parametrize(("first", "horizon"), [(1, 730), (0, 180)])
def test_the_life_table_is_that_of_the_product(first: int, horizon: int) -> None:
    random = np.random.default_rng(horizon)
    cell = random.integers(0, 8, 3000)
    cell[cell == 7] = random.integers(0, 8, (cell == 7).sum())  # a small cell
    entry = random.integers(0, 900, 3000) * first * random.integers(0, 2, 3000)
    out = entry + first + random.integers(0, 400, 3000)
    event = random.random(3000) < 0.6
    found, number, variance = jeugdigen.rmst(cell, entry + first, out, event, 8, horizon)
    ones, none = np.ones(3000, np.int64), np.zeros(3000, np.int64)
    tables = life_tables(
        np.append(cell, cell),
        np.append(entry - 1 + first, out),
        np.append(ones, none),
        np.append(none, ones),
        np.append(none, event.astype(np.int64)),
        8,
    )
    value, error = tables.rmst(horizon)
    shown = np.isfinite(found)
    assert shown.any()
    assert found[shown] == pytest.approx(value[shown])
    assert variance[shown] == pytest.approx(error[shown] ** 2)
    assert number.tolist() == np.bincount(cell, minlength=8).tolist()
    assert (tables.smallest_at_risk(horizon)[shown] >= 5).all()
    assert (tables.smallest_at_risk(horizon)[~shown] < 5).all()


def test_the_bootstrap_in_its_limit_is_that_of_drawing_jeugdigen() -> None:
    """One city: 2,000 draws of whole jeugdigen within their wijk, both years along."""
    random = np.random.default_rng(4)
    city = draw_gemeenten(random, Indeling(5, 1, (500,) * 5), GEEN, 0.0, 0.0, 1)
    zorg = jeugdigen.draw_zorg(random, city)
    luck = random.random(len(zorg.wijk)) < 0.3
    measured = jeugdigen.measure_zorg(city, zorg, lambda *_: luck.astype(np.float32))
    found = compare_bootstrap(measured, PILOT, 0)
    years = [jeugdigen.is_present(zorg, venster) for venster in (NULMETING, EFFECTJAAR)]
    draws = []
    for _ in range(2000):
        weight = np.zeros(len(luck))
        for wijk in range(5):
            own = np.flatnonzero(zorg.wijk == wijk)
            weight += np.bincount(random.choice(own, len(own)), minlength=len(luck))
        change = []
        for group in (zorg.wijk == 0, zorg.wijk > 0):
            before, after = ((weight * there * group) for there in years)
            change.append(after @ luck / after.sum() - before @ luck / before.sum())
        draws.append(change[0] - change[1])
    half = (found.boven[0] - found.onder[0]) / 2
    assert 1.96 * np.std(draws) == pytest.approx(half, rel=0.06)


def test_every_shock_and_variant_is_drawn_and_the_seed_decides() -> None:
    for schok in SCHOKKEN:
        cel = Cel("aandeel", schok, "5/1")
        [(city, measured)] = draw_cel(cel, 4)
        [(_, again)] = draw_cel(cel, 4)
        assert np.array_equal(measured.waarde, again.waarde)
        for variant in VARIANTEN:
            noise = np.random.default_rng(1).normal(0, 1, (4, 5))
            found = compare_variant(variant, noise, city, measured, 0)
            assert np.isfinite(found.onder).all() and (found.onder < found.boven).all()
