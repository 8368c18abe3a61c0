"""The city everyone lives in: wijken, population, shocks and the true effect, per month.

Everything here is small (wijken x months) and drawn once, so that chunks of persons share it.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from proeftuin.settings import Settings
from proeftuin.synthetic import levels

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEEFTIJDEN = 25
EERSTE_DAG = date(2011, 1, 1)  # the simulation warms up from here
EERSTE_TRAJECT = date(2016, 1, 1)  # and this is where the levering begins
NALOOP_DAGEN = 540  # starts after datastand, for who is still waiting
VER = 200_000  # a day number later than any other


def day_number(day: date) -> int:
    """Days since 1 January 1970."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class City:
    """What a chunk of persons needs to know. Arrays are (wijken, months) unless said.

    month_start has one day number more than there are months. bevolking is (jaren, gebieden,
    ages) in persons; the last two of gebied_codes are outside the city and a code that maps to
    nothing, and their wijk is -1.
    """

    settings: Settings
    waar: dict[str, float]  # the true effect, as in levels.EFFECTEN
    datastand: int
    schaal: float
    month_start: Ints
    begin_schaal: Floats
    einde_factor: Floats
    verblijf_factor: Floats
    wacht_factor: Floats
    gebied_wijk: Ints
    gebied_codes: tuple[tuple[str, ...], ...]
    gebied_kans: Floats  # per gebied of the city, adds up to 1 per wijk
    jaren: Ints
    bevolking: Floats
    leeftijd_kans: Floats  # (wijken, ages): age at first entry
    aanbieder_kans: Floats  # (hulpvormen, aanbieders)
    aanbieder_gebied: Ints

    @property
    def buiten(self) -> int:
        """Index of the gebied outside the city."""
        return len(self.gebied_kans)

    def month_of(self, days: Ints) -> Ints:
        """Index of the month that holds each day, cut to the months there are."""
        index = np.searchsorted(self.month_start, days, side="right") - 1
        return np.asarray(np.clip(index, 0, len(self.month_start) - 2))


def keyed_chance(zaad: int, keys: Ints, months: Ints | int) -> Floats:
    """A number in [0, 1) per key and month, the same whatever else is drawn or asked for."""
    mixed = keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= np.asarray(months, np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F) + np.uint64(zaad)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return np.asarray((mixed >> np.uint64(11)) / float(1 << 53))


def _months(datastand: date) -> tuple[Ints, Ints, Ints]:
    """First day of each month (one more than there are), with year and month of each."""
    total = (datastand.year + 3 - EERSTE_DAG.year) * 12
    years = EERSTE_DAG.year + np.arange(total) // 12
    months = np.arange(total) % 12 + 1
    start = np.array([f"{y}-{m:02d}" for y, m in zip(years, months, strict=True)], "datetime64[M]")
    bounds = np.append(start, start[-1] + 1).astype("datetime64[D]").astype(np.int64)
    return bounds, years, months


def _shock(rng: np.random.Generator, wijken: int, years: Ints, months: Ints, name: str) -> Floats:
    """exp(AR(1) shock per quarter + fixed level of the wijk), mean about 1, per month."""
    quarter = (years - years[0]) * 4 + (months - 1) // 3
    spread, memory = levels.SCHOK_SPREIDING[name], levels.SCHOK_GEHEUGEN
    draws = rng.normal(0, spread * np.sqrt(1 - memory**2), (wijken, quarter.max() + 1))
    draws[:, 0] = rng.normal(0, spread, wijken)
    for index in range(1, draws.shape[1]):
        draws[:, index] += memory * draws[:, index - 1]
    level = rng.permutation(np.linspace(-1.5, 1.5, wijken)) * levels.WIJK_SPREIDING[name]
    return np.asarray(np.exp(draws[:, quarter] - draws.mean() + level[:, None]))


def ramp(settings: Settings, month_start: Ints) -> Floats:
    """0 before the start of the pilot, rising over the overgang, 1 after it; one per month."""
    start = day_number(settings.pilot.start)
    full = max(start, day_number(settings.vensters.overgang[1]) + 1)
    middle = (month_start[:-1] + month_start[1:]) / 2
    return np.clip((middle - start) / max(full - start, 1), 0.0, 1.0)


def _areas(settings: Settings) -> tuple[Ints, Floats, Floats]:
    """Wijk index, children (0-17) and young people (0-24) of each configured gebied."""
    wijk_of, young = [], []
    for index, wijk in enumerate(settings.wijk):
        for code in wijk.gebieden or (wijk.id,):
            wijk_of.append(index)
            young.append(levels.JEUGD_2014.get(code))
    known = [pair for pair in young if pair]
    average = tuple(np.mean(known, axis=0)) if known else (0.79, 1.0)
    filled = np.array([pair or average for pair in young], dtype=float)
    if not known:  # nothing known: equal wijken, whatever number of gebieden they have
        filled /= np.bincount(wijk_of)[wijk_of][:, None]
    return np.array(wijk_of), filled[:, 0], filled[:, 1]


def _codes(settings: Settings) -> tuple[tuple[str, ...], ...]:
    """Codes by which each gebied may be delivered: its wijkcode or buurtcodes in it."""
    codes: list[tuple[str, ...]] = []
    for wijk in settings.wijk:
        for code in wijk.gebieden or (wijk.id,):
            is_wijk = code.startswith("WK") and len(code) == 8
            codes.append((code, f"BU{code[2:]}00", f"BU{code[2:]}10") if is_wijk else (code,) * 3)
    own = settings.gemeente.code.removeprefix("GM")
    outside = [code for code in ("0150", "0307", "0141", "0363") if code != own]
    return (*codes, tuple(f"WK{code}01" for code in outside[:3]), (f"BU{own}9999",) * 3)


def _providers(rng: np.random.Generator, areas: int) -> tuple[Floats, Ints]:
    """Chance of each aanbieder per hulpvorm (skewed, most offer few), and where it stands."""
    aanbieders, hulpvormen = 60, len(levels.HULPVORM)
    size = 1 / np.arange(1, aanbieders + 1) ** 0.9
    offers = rng.random((hulpvormen, aanbieders)) < np.array(
        [0, 0.75, 0.3, 0.5, 0.12, 0.2, 0.1, 0.25, 0.75]
    ).reshape(-1, 1)
    offers[0] = False
    offers[1:, 1:4] = True  # three broad ones, so no hulpvorm is without
    offers[0, 0] = True  # the wijkteam of the gemeente does hulpvorm 01, and only that
    offers[1:, 0] = False
    chance = offers * size * rng.lognormal(0, 0.5, (hulpvormen, aanbieders))
    place = rng.integers(0, areas, aanbieders)
    place[rng.random(aanbieders) < 0.45] = areas  # outside the city
    return chance / chance.sum(axis=1, keepdims=True), place


def make_city(settings: Settings, jeugdigen: int, zaad: int, datastand: date, effect: str) -> City:
    """The city for one seed; the same seed gives the same city whatever the effect."""
    rng = np.random.default_rng([zaad, 1])
    schaal = jeugdigen / levels.JEUGDIGEN
    bounds, years, months = _months(datastand)
    wijk_of, children, young = _areas(settings)
    wijken = len(settings.wijk)
    by_age = np.empty((len(wijk_of), LEEFTIJDEN))
    by_age[:, :18] = children[:, None] / 18
    by_age[:, 18:] = (young - children)[:, None] / (LEEFTIJDEN - 18)
    by_age *= levels.BEVOLKING * schaal / by_age[:, :23].sum()
    jaren = np.arange(EERSTE_DAG.year, datastand.year + 1)
    growth = (1 + levels.GROEI_PER_JAAR) ** (jaren - 2022.0)
    bevolking = by_age[None] * growth[:, None, None]

    rate = levels.INTREDE_LEEFTIJD / np.average(
        levels.INTREDE_LEEFTIJD[:23], weights=by_age.sum(axis=0)[:23]
    )
    entering = np.array([(by_age[wijk_of == nr].sum(axis=0) * rate) for nr in range(wijken)])
    begin = _shock(rng, wijken, years, months, "instroom")
    begin *= np.average(begin.mean(axis=1), weights=entering.sum(axis=1)) ** -1
    season = levels.SEIZOEN_BEGIN[months - 1] / levels.SEIZOEN_BEGIN.mean()
    pairs = list(zip(years.tolist(), months.tolist(), strict=True))
    season = season * np.array([levels.CORONA_BEGIN.get(pair, 1.0) for pair in pairs])
    grown = (1 + levels.GROEI_PER_JAAR) ** (years - 2022.0)
    expected = entering.sum(axis=1)[:, None] * levels.INSTROOM / 12
    ending = levels.SEIZOEN_EINDE[months - 1] / levels.SEIZOEN_EINDE.mean()
    ending = ending * np.array([levels.CORONA_EINDE.get(pair, 1.0) for pair in pairs])

    share = ramp(settings, bounds)
    is_pilot = np.array([wijk.id in settings.pilot.wijken for wijk in settings.wijk])
    true = {
        name: np.where(is_pilot[:, None], value ** share[None], 1.0)
        for name, value in levels.EFFECTEN[effect].items()
        if name in ("einde", "verblijf", "wacht")
    }
    weight = young / np.bincount(wijk_of, young, wijken)[wijk_of]
    chance, place = _providers(rng, len(wijk_of))
    return City(
        settings=settings,
        waar=levels.EFFECTEN[effect],
        datastand=day_number(datastand),
        schaal=schaal,
        month_start=bounds,
        begin_schaal=expected * begin * season * grown,
        einde_factor=_shock(rng, wijken, years, months, "einde") * ending * true["einde"],
        verblijf_factor=_shock(rng, wijken, years, months, "verblijf") * true["verblijf"],
        wacht_factor=_shock(rng, wijken, years, months, "wacht") * true["wacht"],
        gebied_wijk=np.append(wijk_of, [-1, -1]),
        gebied_codes=_codes(settings),
        gebied_kans=weight,
        jaren=jaren,
        bevolking=bevolking,
        leeftijd_kans=entering / entering.sum(axis=1, keepdims=True),
        aanbieder_kans=chance,
        aanbieder_gebied=place,
    )
