"""Trajecten: chains of help per jeugdige, ending by hazards that follow the calendar.

A chain: a first traject, others beside it, and after its end perhaps a change of hulpvorm at
once (doorstroom) or a return later. Every end is drawn in calendar time: the hazard of the
hulpvorm at that age of the traject, times the factor of that wijk in that month. So a change of
practice also ends, sooner, the trajecten that were running when it came.
"""

from dataclasses import dataclass, fields

import numpy as np
from scipy.special import ndtr

from proeftuin.synthetic import levels
from proeftuin.synthetic.city import NALOOP_DAGEN, VER, City, Floats, Ints
from proeftuin.synthetic.people import Personen, draw_index

LANGSTE = 6000  # days a hazard table covers
AMBULANT, NETWERK = levels.HULPVORM.index("02"), levels.HULPVORM.index("04")
EERSTE, DOORSTROOM, TERUGKEER, STAPEL = range(4)
JAAR = 365.25


@dataclass
class Trajecten:
    """One entry per traject. wijk is the home wijk at the begin; soort is the kind of begin."""

    persoon: Ints
    hulpvorm: Ints  # index in levels.HULPVORM
    wijk: Ints
    aanbieder: Ints
    soort: Ints
    begin: Ints
    eind: Ints  # VER when it runs on beyond the simulation

    def __len__(self) -> int:
        """Number of trajecten."""
        return len(self.begin)

    def take(self, rows: np.ndarray) -> "Trajecten":
        """The trajecten of these rows (indices or booleans)."""
        return Trajecten(*(getattr(self, item.name)[rows] for item in fields(self)))

    @classmethod
    def join(cls, parts: list["Trajecten"]) -> "Trajecten":
        """All parts, one after another."""
        names = [item.name for item in fields(cls)]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def hazard_table() -> Floats:
    """(hulpvormen, LANGSTE + 1) cumulative hazard of ending by each age in days."""
    days = np.arange(1, LANGSTE + 1)
    median, sigma = levels.DUUR_MEDIAAN[:, None], levels.DUUR_SIGMA[:, None]
    share, (short, spread) = levels.DUUR_KORT_AANDEEL[:, None], levels.DUUR_KORT
    survival = (1 - share) * ndtr((np.log(median) - np.log(days)) / sigma)
    survival += share * ndtr((np.log(short) - np.log(days)) / spread)
    table = -np.log(survival)
    return np.concatenate([np.zeros((len(median), 1)), table], axis=1)


def draw_ends(city: City, rng: np.random.Generator, table: Floats, begun: Trajecten) -> Ints:
    """Last day of each traject, from unit exponentials spent at the hazard of each month."""
    eind = np.full(len(begun), VER, dtype=np.int64)
    budget = rng.exponential(1.0, len(begun))
    step = table[:, -1].max() + 1
    flat = (table + step * np.arange(len(table))[:, None]).ravel()
    month = city.month_of(begun.begin)
    order = np.argsort(month, kind="stable")
    bounds = np.searchsorted(month[order], np.arange(len(city.month_start)))
    running = np.empty(0, dtype=np.int64)
    last = int(city.month_of(np.array([city.datastand + NALOOP_DAGEN]))[0])
    for index in range(last + 1):
        running = np.concatenate([running, order[bounds[index] : bounds[index + 1]]])
        if not len(running):
            continue
        start, stop = city.month_start[index], city.month_start[index + 1]
        row, begin = begun.hulpvorm[running], begun.begin[running]
        before = table[row, np.clip(start - begin, 0, LANGSTE)]
        factor = city.einde_factor[begun.wijk[running], index]
        spent = factor * (table[row, np.clip(stop - begin, 0, LANGSTE)] - before)
        ends = spent >= budget[running]
        done = running[ends]
        goal = before[ends] + budget[done] / factor[ends] + step * row[ends]
        age = np.searchsorted(flat, goal, side="left") - row[ends] * (LANGSTE + 1)
        eind[done] = np.clip(begun.begin[done] + age - 1, start, stop - 1)
        budget[running] -= spent
        running = running[~ends]
    return np.maximum(eind, begun.begin)


def draw_hulpvorm(
    city: City, rng: np.random.Generator, people: Personen, person: Ints, wijk: Ints, day: Ints,
    soort: int,
) -> Ints:  # fmt: skip
    """Index of the hulpvorm: verblijf by kind of begin, wijk, month and jeugdige; then the mix."""
    chance = levels.VERBLIJF_AANDEEL[soort] * city.verblijf_factor[wijk, city.month_of(day)]
    spread = 1 + levels.KWETSBAAR * (levels.KWETSBAAR_FACTOR - 1)
    chance = chance * np.where(people.is_kwetsbaar[person], levels.KWETSBAAR_FACTOR, 1.0) / spread
    with_stay = rng.random(len(person)) < chance
    mix = np.cumsum([levels.ZONDER_VERBLIJF, levels.MET_VERBLIJF], axis=1)
    return draw_index(rng, mix, with_stay.astype(np.int64))


def _begin(
    city: City,
    rng: np.random.Generator,
    people: Personen,
    person: Ints,
    day: Ints,
    soort: int,
    other: Trajecten | None = None,
) -> Trajecten:
    """Trajecten that begin on these days, without their ends; too late or too old are left out.

    other is the traject each comes after or stands beside: doorstroom gets another hulpvorm, and
    one beside it another aanbieder when the hulpvorm is the same.
    """
    age = (day - people.geboren[person]) / JAAR
    chance = np.select([age < 18, age < 23], [1.0, 0.15 if soort else 1.0], 0.08 if soort else 1.0)
    keep = (day <= city.datastand + NALOOP_DAGEN) & (day < people.vertrokken[person])
    keep &= rng.random(len(person)) < chance
    person, day = person[keep], day[keep]
    other = other.take(keep) if other is not None else None
    wijk = city.gebied_wijk[people.home(person, day)]
    hulpvorm = draw_hulpvorm(city, rng, people, person, wijk, day, soort)
    if soort == DOORSTROOM and other is not None:
        same = hulpvorm == other.hulpvorm
        hulpvorm = np.where(same, np.where(hulpvorm == AMBULANT, NETWERK, AMBULANT), hulpvorm)
    providers = np.cumsum(city.aanbieder_kans, axis=1)
    provider = draw_index(rng, providers, hulpvorm)
    if soort == STAPEL and other is not None:
        for _ in range(3):
            same = (provider == other.aanbieder) & (hulpvorm == other.hulpvorm)
            provider[same] = draw_index(rng, providers, hulpvorm[same])
    kind = np.full(len(person), soort)
    return Trajecten(person, hulpvorm, wijk, provider, kind, day, np.full(len(day), VER))


def _finish(
    city: City, rng: np.random.Generator, people: Personen, table: Floats, begun: Trajecten
) -> Trajecten:
    """The same trajecten with their ends: by hazard, at the 18th birthday or when moving out."""
    eind = draw_ends(city, rng, table, begun)
    adult = people.geboren[begun.persoon] + int(18 * JAAR) + rng.integers(-25, 26, len(begun))
    stops = rng.random(len(begun)) < levels.EINDE_OP_18[begun.hulpvorm]
    eind = np.where(stops & (adult > begun.begin), np.minimum(eind, adult), eind)
    gone = people.vertrokken[begun.persoon] + rng.integers(0, 45, len(begun))
    begun.eind = np.minimum(eind, np.maximum(gone, begun.begin))
    return begun


def _beside(rng: np.random.Generator, people: Personen, main: Trajecten, until: int) -> Ints:
    """Rows of main, repeated for every traject that begins beside it."""
    years = (np.minimum(main.eind, until) - main.begin + 1) / JAAR
    factor = np.where(people.is_kwetsbaar[main.persoon], levels.KWETSBAAR_FACTOR, 1.0)
    factor /= 1 + levels.KWETSBAAR * (levels.KWETSBAAR_FACTOR - 1)
    at_start = (rng.random(len(main)) < levels.STAPEL_START[main.soort] * factor).astype(np.int64)
    later = rng.poisson(levels.STAPEL_PER_JAAR * factor * np.clip(years, 0, 6))
    return np.repeat(np.arange(len(main)), at_start + later)


def make_care(city: City, rng: np.random.Generator, people: Personen) -> Trajecten:
    """Every traject of these jeugdigen, until NALOOP_DAGEN after datastand, in no order."""
    table = hazard_table()
    until = city.datastand + NALOOP_DAGEN
    person = np.flatnonzero(~people.is_afgemeld)
    main = _begin(city, rng, people, person, people.intrede[person], EERSTE)
    parts = []
    for _ in range(12):
        main = _finish(city, rng, people, table, main)
        rows = _beside(rng, people, main, until)
        length = np.minimum(main.eind, until)[rows] - main.begin[rows]
        near = rng.random(len(rows)) < 0.45
        offset = rng.random(len(rows)) * np.where(near, np.minimum(length, 45), length)
        day = main.begin[rows] + offset.astype(np.int64)
        beside = _begin(city, rng, people, main.persoon[rows], day, STAPEL, main.take(rows))
        parts += [main, _finish(city, rng, people, table, beside)]

        ended = main.take(main.eind < until)
        draw = rng.random(len(ended))
        factor = np.where(people.is_kwetsbaar[ended.persoon], levels.KWETSBAAR_FACTOR, 1.0)
        factor /= 1 + levels.KWETSBAAR * (levels.KWETSBAAR_FACTOR - 1)
        change = draw < levels.DOORSTROOM
        back = ~change & (draw < levels.DOORSTROOM + levels.TERUGKEER * factor)
        quick = rng.random(len(ended)) < levels.TERUGKEER_SNEL
        gap = np.where(
            quick,
            29 + rng.exponential(levels.TERUGKEER_GAT_DAGEN, len(ended)),
            rng.uniform(365, 1800, len(ended)),
        ).astype(np.int64)
        soon = np.where(rng.random(len(ended)) < 0.6, 1, rng.integers(1, 29, len(ended)))
        left, again = ended.take(change), ended.take(back)
        changed = _begin(
            city, rng, people, left.persoon, left.eind + soon[change], DOORSTROOM, left
        )
        returned = _begin(city, rng, people, again.persoon, again.eind + gap[back], TERUGKEER)
        main = Trajecten.join([changed, returned])
        if not len(main):
            break
    return Trajecten.join(parts)
