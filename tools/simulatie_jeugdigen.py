"""The jeugdigen of made-up gemeenten, and what is measured of them, all gemeenten at once.

Jeugdigen, trajecten and aanmeldingen come in at random moments and stay as long as in the demo
gemeente: DUUR_ZORG and DUUR_TRAJECT are mixtures of two lognormals laid on the life tables of
zorgperioden and trajecten of its generator (31,500 jeugdigen, 2018 up to 2023; nowhere more than
0.003 beside them), WACHT on that of its aanmeldingen. So a jeugdige stays six quarters on average,
and successive years share the same jeugdigen. tests/tools/test_simulatie.py compares both again.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from tools.simulatie_gemeenten import (
    EFFECTJAAR,
    KWARTAAL,
    KWARTALEN,
    NULMETING,
    START,
    VENSTERS,
    Gehelen,
    Gemeenten,
    Getallen,
)

DUUR_ZORG = (0.39, 182.0, 0.987, 550.0, 0.752)  # share, median and sigma of the first; the second
DUUR_TRAJECT = (0.155, 68.0, 0.766, 335.0, 0.829)
WACHT = (0.107, 0.686, 2.026, 70.2, 0.883)
TERUG, TERUG_NA, TERUG_GAT = 0.18, 29, 130.0  # share that returns; days, exponential from the 29th
NIEUW = 0.0873  # jeugdigen that come in per quarter, per jeugdige in zorg in a year
TRAJECTEN = 0.172  # trajecten that begin per quarter, idem
AANMELDINGEN = 0.165
AFMELDING, GEDULD = 0.049, (45.0, 0.8)
KANS = 0.15  # share of the jeugdigen with the property
DAGPRIJS, DAGPRIJS_KENMERK, PRIJS_SIGMA = 24.0, 200.0, 0.45
HORIZON_DUUR, HORIZON_WACHT = 730, 180
LANGST = 6000
EERSTE = min(VENSTERS) * KWARTAAL
EINDE = KWARTALEN * KWARTAAL
DATASTAND = EINDE + KWARTAAL
FIJNHEID = 1 << 16

Dagen = NDArray[np.int32]


@dataclass(frozen=True)
class Gemeten:
    """What was measured in gemeenten, without [0] and with [1] the effect in the pilot wijken.

    waarde: (2, gemeente, venster, wijk), in the order of VENSTERS, nan where a product cell would
    not be ok. noemer: (2, gemeente, venster, wijk). variantie: (2, gemeente, 2, wijk) of the value
    of nulmeting and effectjaar, as chance within the wijk gives it. samen: (2, gemeente, wijk)
    their covariance through jeugdigen who are in both years.
    """

    waarde: Getallen
    noemer: Getallen
    variantie: Getallen
    samen: Getallen

    @classmethod
    def join(cls, parts: "list[Gemeten]") -> "Gemeten":
        """All parts, one after another."""
        names = ("waarde", "noemer", "variantie", "samen")
        return cls(*(np.concatenate([getattr(part, name) for part in parts], 1) for name in names))


def survival(duur: tuple[float, float, float, float, float], days: Getallen) -> Getallen:
    """Share still there after so many days (from 1)."""
    share, short, spread, long, wide = duur
    first = ndtr((np.log(short) - np.log(days)) / spread)
    kept: Getallen = share * first + (1 - share) * ndtr((np.log(long) - np.log(days)) / wide)
    return kept


def _lengths(duur: tuple[float, float, float, float, float]) -> Dagen:
    """Whole days at FIJNHEID equal steps of chance: a draw is a place in this table."""
    gone = 1 - survival(duur, np.arange(1.0, LANGST))
    chance = (np.arange(FIJNHEID) + 0.5) / FIJNHEID
    return (np.searchsorted(gone, chance) + 1).astype(np.int32)


ZORG_TABEL, WACHT_TABEL = _lengths(DUUR_ZORG), _lengths(WACHT)
RISICO_TABEL = np.append(0.0, -np.log(survival(DUUR_TRAJECT, np.arange(1.0, LANGST + 1))))


def _draw(random: np.random.Generator, table: Dagen, aantal: int) -> Dagen:
    drawn: Dagen = table[random.integers(0, FIJNHEID, aantal, np.uint16)]
    return drawn


def _arrive(
    random: np.random.Generator, gemeenten: Gemeenten, per_kwartaal: float
) -> tuple[Gehelen, Dagen]:
    """(place of the wijk, day) of all who come in; the number of each wijk is Poisson."""
    expected = (gemeenten.omvang * per_kwartaal * KWARTALEN).ravel()
    wijk = np.repeat(np.arange(expected.size), random.poisson(expected))
    return wijk, random.integers(0, EINDE, len(wijk), np.int32)


@dataclass(frozen=True)
class Zorg:
    """Zorgperioden of jeugdigen; the returns stand apart, pointing at their jeugdige."""

    wijk: Gehelen
    begin: Dagen
    eind: Dagen
    wie: Gehelen
    begin_terug: Dagen
    eind_terug: Dagen


def draw_zorg(random: np.random.Generator, gemeenten: Gemeenten) -> Zorg:
    """Jeugdigen in the order of their wijk; who left before 2016 is left out."""
    wijk, begin = _arrive(random, gemeenten, NIEUW)
    eind = begin + _draw(random, ZORG_TABEL, len(wijk)) - 1
    back = np.flatnonzero(random.random(len(wijk), np.float32) < TERUG)
    gap = TERUG_NA + random.standard_exponential(len(back), np.float32) * TERUG_GAT
    begin_terug = eind[back] + gap.astype(np.int32)
    eind_terug = begin_terug + _draw(random, ZORG_TABEL, len(back)) - 1
    seen = eind >= EERSTE
    seen[back] |= eind_terug >= EERSTE
    place = np.cumsum(seen) - 1
    kept = seen[back]
    return Zorg(
        wijk[seen], begin[seen], eind[seen], place[back[kept]], begin_terug[kept], eind_terug[kept]
    )


def _days(venster: int) -> tuple[int, int]:
    """First and last day of a year."""
    return VENSTERS[venster] * KWARTAAL, (VENSTERS[venster] + 4) * KWARTAAL - 1


def is_present(zorg: Zorg, venster: int) -> NDArray[np.bool_]:
    """Which jeugdigen are in zorg in the year."""
    van, tot = _days(venster)
    there = (zorg.begin <= tot) & (zorg.eind >= van)
    there[zorg.wie[(zorg.begin_terug <= tot) & (zorg.eind_terug >= van)]] = True
    return there


def measure_zorg(
    gemeenten: Gemeenten,
    zorg: Zorg,
    value: Callable[[int, bool], NDArray[np.float32]],
) -> Gemeten:
    """Mean over the jeugdigen of each year; value(venster, with the effect) per jeugdige."""
    shape = gemeenten.omvang.shape
    starts = np.searchsorted(zorg.wijk, np.arange(gemeenten.omvang.size))

    def add(values: NDArray[np.generic]) -> Getallen:
        """Sum per wijk; jeugdigen stand in the order of their wijk."""
        return np.add.reduceat(values, starts, dtype=np.float64)

    waarde = np.empty((2, len(VENSTERS), gemeenten.omvang.size))
    noemer = np.empty_like(waarde)
    own: dict[tuple[int, int], NDArray[np.float32]] = {}
    there: dict[int, NDArray[np.bool_]] = {}
    for venster in range(len(VENSTERS)):
        present = is_present(zorg, venster)
        noemer[:, venster] = add(present)
        for effect in (0, 1):
            if effect and venster != EFFECTJAAR:
                waarde[1, venster] = waarde[0, venster]
                continue
            amount = value(venster, bool(effect)) * present
            waarde[effect, venster] = add(amount) / noemer[effect, venster]
            if venster in (NULMETING, EFFECTJAAR):
                own[effect, venster], there[venster] = amount, present
    own[1, NULMETING] = own[0, NULMETING]
    variantie, samen = np.empty((2, 2, len(starts))), np.empty((2, len(starts)))
    stayed = there[NULMETING] & there[EFFECTJAAR]
    for effect in (0, 1):
        mean, count = waarde[effect, :2], noemer[effect, :2]
        first, second = own[effect, NULMETING], own[effect, EFFECTJAAR]
        for year, amount in ((NULMETING, first), (EFFECTJAAR, second)):
            variantie[effect, year] = (add(amount**2) / count[year] - mean[year] ** 2) / count[year]
        product = add(first * second) + add(stayed) * mean[0] * mean[1]
        product -= mean[0] * add(second * stayed) + mean[1] * add(first * stayed)
        samen[effect] = product / (count[0] * count[1])

    def split(item: Getallen) -> Getallen:
        """The last axis as (gemeente, wijk), the gemeente in front."""
        return np.moveaxis(item.reshape(*item.shape[:-1], *shape), -2, 1)

    return Gemeten(*(split(item) for item in (waarde, noemer, variantie, samen)))


def _is_pilot(gemeenten: Gemeenten, wijk: Gehelen) -> NDArray[np.bool_]:
    return wijk % gemeenten.indeling.wijken < gemeenten.indeling.pilots


def measure_aandeel(random: np.random.Generator, gemeenten: Gemeenten, effect: float) -> Gemeten:
    """Share of the jeugdigen with a property that they have from the begin, such as verblijf.

    The shock is on the chance of who comes in, and so is the effect.
    """
    zorg = draw_zorg(random, gemeenten)
    chance = KANS * np.exp(gemeenten.schok.reshape(-1, KWARTALEN)).astype(np.float32)
    luck = random.random(len(zorg.wijk), np.float32)
    own = chance[zorg.wijk, zorg.begin // KWARTAAL]
    late = _is_pilot(gemeenten, zorg.wijk) & (zorg.begin >= START * KWARTAAL)
    yes = (
        (luck < own).astype(np.float32),
        (luck < own + late * np.float32(effect)).astype(np.float32),
    )
    return measure_zorg(gemeenten, zorg, lambda _, met: yes[int(met)])


def measure_aandeel_nu(random: np.random.Generator, gemeenten: Gemeenten, effect: float) -> Gemeten:
    """Share with a property that can change while a jeugdige is in zorg, such as stapeling.

    The chance of a year moves with the shocks of its quarters; a jeugdige keeps the own luck.
    """
    zorg = draw_zorg(random, gemeenten)
    schok = gemeenten.schok.reshape(-1, KWARTALEN)
    luck = random.random(len(zorg.wijk), np.float32)
    more = effect * _is_pilot(gemeenten, np.arange(len(schok)))
    per_wijk = np.bincount(zorg.wijk, minlength=len(schok))

    def value(venster: int, met: bool) -> NDArray[np.float32]:
        first = VENSTERS[venster]
        chance = KANS * np.exp(schok[:, first : first + 4].mean(axis=1)) + met * more
        return (luck < np.repeat(chance.astype(np.float32), per_wijk)).astype(np.float32)

    return measure_zorg(gemeenten, zorg, value)


def measure_euro(random: np.random.Generator, gemeenten: Gemeenten, effect: float) -> Gemeten:
    """Euros per jeugdige in zorg: days in the year times a price of the own, that moves by wijk.

    A share KANS has help that costs eight times as much; within both the price is lognormal.
    """
    zorg = draw_zorg(random, gemeenten)
    factor = np.exp(gemeenten.schok.reshape(-1, KWARTALEN))
    factor = np.append(factor, factor[:, -1:], axis=1)  # the day after the last one has a price too
    upto = (np.cumsum(factor, axis=1) - factor) * KWARTAAL
    price = np.exp(random.standard_normal(len(zorg.wijk), np.float32) * PRIJS_SIGMA)
    dear = random.random(len(zorg.wijk), np.float32) < KANS
    price *= np.where(dear, DAGPRIJS_KENMERK, DAGPRIJS) * np.exp(-(PRIJS_SIGMA**2) / 2)
    is_pilot = _is_pilot(gemeenten, zorg.wijk)

    def weigh(wijk: Gehelen, day: Dagen) -> Getallen:
        """Days up to day, each as dear as in its quarter."""
        quarter = day // KWARTAAL
        left: Getallen = factor[wijk, quarter] * (day - quarter * KWARTAAL)
        return upto[wijk, quarter] + left

    def spend(wijk: Gehelen, begin: Dagen, eind: Dagen, venster: int) -> Getallen:
        van, tot = _days(venster)
        first, after = np.clip(begin, van, tot + 1), np.clip(eind, van - 1, tot) + 1
        return weigh(wijk, after) - weigh(wijk, first)

    def value(venster: int, met: bool) -> NDArray[np.float32]:
        days = np.zeros(len(zorg.wijk))
        some = np.flatnonzero((zorg.begin <= _days(venster)[1]) & (zorg.eind >= _days(venster)[0]))
        days[some] = spend(zorg.wijk[some], zorg.begin[some], zorg.eind[some], venster)
        days[zorg.wie] += spend(zorg.wijk[zorg.wie], zorg.begin_terug, zorg.eind_terug, venster)
        own: NDArray[np.float32] = days.astype(np.float32) * price
        return np.where(is_pilot, np.float32(effect), 1) * own if met else own

    return measure_zorg(gemeenten, zorg, value)


@dataclass(frozen=True)
class _Lopend:
    """Trajecten on their way: place in the list, and the hazard they may still spend."""

    wie: Gehelen
    budget: Getallen


def _spend_hazard(
    wijk: Gehelen,
    begin: Dagen,
    eind: Dagen,
    factor: Getallen,
    lopend: _Lopend,
    quarters: range,
) -> _Lopend:
    """Let trajecten (sorted by begin) run through the quarters; eind is written where one ends."""
    who, budget = lopend.wie, lopend.budget
    for quarter in quarters:
        van, tot = quarter * KWARTAAL, (quarter + 1) * KWARTAAL
        some = np.searchsorted(begin[who], tot)  # who has not begun yet stays at the back
        now, rest = who[:some], who[some:]
        speed = factor[wijk[now], quarter]
        before = RISICO_TABEL[np.maximum(van - begin[now], 0)]
        spent = speed * (RISICO_TABEL[tot - begin[now]] - before)
        ends = spent >= budget[:some]
        goal = before[ends] + budget[:some][ends] / speed[ends]
        eind[now[ends]] = begin[now[ends]] + np.searchsorted(RISICO_TABEL, goal) - 1
        left = budget[:some] - spent
        who = np.concatenate([now[~ends], rest])
        budget = np.concatenate([left[~ends], budget[some:]])
    return _Lopend(who, budget)


def measure_duur(random: np.random.Generator, gemeenten: Gemeenten, effect: float) -> Gemeten:
    """RMST-730 of the period life table of trajecten; shock and effect are on the daily ends."""
    wijk, begin = _arrive(random, gemeenten, TRAJECTEN)
    budget = random.standard_exponential(len(begin))
    # before the first year that is looked at an average hazard will do
    budget -= RISICO_TABEL[np.maximum(EERSTE - begin, 0)]
    order = np.flatnonzero(budget > 0)
    order = order[np.argsort(begin[order].astype(np.int16), kind="stable")]
    wijk, begin = wijk[order], begin[order]
    factor = np.exp(gemeenten.schok.reshape(-1, KWARTALEN))
    eind = np.full(len(begin), DATASTAND, np.int32)
    lopend = _Lopend(np.arange(len(begin)), budget[order])
    lopend = _spend_hazard(wijk, begin, eind, factor, lopend, range(min(VENSTERS), START))
    eind_met = eind.copy()
    _spend_hazard(wijk, begin, eind, factor, lopend, range(START, KWARTALEN))
    some = _is_pilot(gemeenten, wijk[lopend.wie])
    others = lopend.wie[~some]
    pilot = _Lopend(lopend.wie[some], lopend.budget[some])
    _spend_hazard(wijk, begin, eind_met, factor * effect, pilot, range(START, KWARTALEN))
    eind_met[others] = eind[others]

    def table(venster: int, met: bool) -> tuple[Getallen, Getallen, Getallen]:
        return _period_table(gemeenten.omvang.size, wijk, begin, eind_met if met else eind, venster)

    return _measure_tables(gemeenten, table)


def _period_table(
    cells: int, wijk: Gehelen, begin: Dagen, eind: Dagen, venster: int
) -> tuple[Getallen, Getallen, Getallen]:
    van, tot = _days(venster)
    active = (begin <= tot) & (eind >= van)
    cell, start, stop = wijk[active], begin[active], eind[active]
    entry, out = np.maximum(van - start, 0), np.minimum(stop, tot) - start + 1
    return rmst(cell, entry + 1, out, stop <= tot, cells, HORIZON_DUUR)


def measure_wacht(random: np.random.Generator, gemeenten: Gemeenten, effect: float) -> Gemeten:
    """RMST-180 of waiting; shock and effect are on the length of the wait of who applies then."""
    wijk, day = _arrive(random, gemeenten, AANMELDINGEN)
    wait = _draw(random, WACHT_TABEL, len(wijk)) - 1.0
    wait *= np.exp(gemeenten.schok.reshape(-1, KWARTALEN))[wijk, day // KWARTAAL]
    starts = random.random(len(wijk), np.float32) >= AFMELDING
    away = np.flatnonzero(~starts)
    middle, spread = GEDULD
    wait[away] = middle * np.exp(random.standard_normal(len(away), np.float32) * spread)
    factor = np.where(_is_pilot(gemeenten, wijk) & (day >= START * KWARTAAL) & starts, effect, 1.0)

    def table(venster: int, met: bool) -> tuple[Getallen, Getallen, Getallen]:
        van, tot = _days(venster)
        made = (day >= van) & (day <= tot)
        own = (wait[made] * factor[made] if met else wait[made]).astype(np.int64)
        limit = DATASTAND - 1 - day[made]
        event = starts[made] & (own <= limit)
        out = np.minimum(own, limit)
        cells = gemeenten.omvang.size
        return rmst(wijk[made], np.zeros_like(out), out, event, cells, HORIZON_WACHT)

    return _measure_tables(gemeenten, table)


def _measure_tables(
    gemeenten: Gemeenten,
    table: Callable[[int, bool], tuple[Getallen, Getallen, Getallen]],
) -> Gemeten:
    shape = gemeenten.omvang.shape
    waarde = np.empty((2, *shape, len(VENSTERS)))
    noemer, error = np.empty_like(waarde), np.empty_like(waarde)
    for venster in range(len(VENSTERS)):
        for effect in (0, 1):
            if effect and venster != EFFECTJAAR:
                found = [item[0, ..., venster] for item in (waarde, noemer, error)]
            else:
                found = [item.reshape(shape) for item in table(venster, bool(effect))]
            for item, part in zip((waarde, noemer, error), found, strict=True):
                item[effect, ..., venster] = part
    parts = [np.moveaxis(item, -1, 2) for item in (waarde, noemer, error)]
    return Gemeten(parts[0], parts[1], parts[2][:, :, :2], np.zeros((2, *shape)))


def rmst(
    cell: Gehelen,
    first: NDArray[np.integer],
    out: NDArray[np.integer],
    event: NDArray[np.bool_],
    cells: int,
    horizon: int,
) -> tuple[Getallen, Getallen, Getallen]:
    """(restricted mean, number, variance by Greenwood) per cell, as proeftuin.stats defines them.

    first: first day at risk; out: last day at risk, on which the event is. nan where the product
    shows nothing: below 30 units, 10 events, or 5 at risk on a day with an event.
    """
    width = horizon + 1

    def count(day: NDArray[np.integer], kept: NDArray[np.bool_] | None = None) -> Getallen:
        place = cell * width + np.minimum(day, horizon)
        found = np.bincount(place if kept is None else place[kept], minlength=cells * width)
        return found.reshape(cells, width).astype(float)

    left = count(out)
    at_risk = np.cumsum(count(first), axis=1) - np.cumsum(left, axis=1) + left
    ended = count(out, event & (out < horizon))[:, :horizon]
    at_risk = at_risk[:, :horizon]
    kept = at_risk - ended
    curve = np.cumprod(kept / np.maximum(at_risk, 1) + (at_risk == 0), axis=1)
    beyond = np.cumsum(curve[:, ::-1], axis=1)[:, ::-1]
    safe = np.where(kept > 0, at_risk * kept, 1)
    variance = (np.where(kept > 0, beyond**2 * ended, 0) / safe).sum(axis=1)
    number = np.bincount(cell, minlength=cells).astype(float)
    events = np.bincount(cell[event], minlength=cells)
    fewest = np.where(ended > 0, at_risk, np.inf).min(axis=1)
    shown = (number >= 30) & (events >= 10) & (fewest >= 5)
    return np.where(shown, curve.sum(axis=1), np.nan), number, variance
