"""Toewijzingen and declaraties: one toewijzing per traject, declared month by month."""

from dataclasses import dataclass

import numpy as np

from proeftuin.synthetic import levels
from proeftuin.synthetic.care import Trajecten
from proeftuin.synthetic.city import EERSTE_TRAJECT as BEGIN
from proeftuin.synthetic.city import VER, City, Floats, Ints, day_number

# productcategorie and product per hulpvorm (iJw JZ020; standaardproductcodelijst Jeugdwet)
PRODUCTEN = (
    (("", ""),),
    (("45", "45A04"), ("54", "54001"), ("52", "52001"), ("51", "51001"), ("46", "46A01")),
    (("41", "41A03"), ("41", "41A11")),
    (("45", "45A48"), ("40", "40A04"), ("50", "")),
    (("44", "44A07"), ("43", "43A03")),
    (("43", "43A04"), ("44", "44A08")),
    (("43", "43A06"), ("43", "43A12")),
    (("43", "43A13"), ("44", "44A10"), ("46", "46A03")),
    (("50", ""), ("55", "")),
)
SEGMENTEN = ("licht", "midden", "hoog")
GEMIST = 0.02  # months never declared
CREDIT = 0.012
NIEUW_INKOOPMODEL = 18_993  # 2022-01-01
LAAT = (0.75, 0.40, 0.15)  # share not yet declared: the last month, the one before, ...


@dataclass
class Toewijzingen:
    """One per traject that is no wijkteam; traject is the row in the trajecten, eind VER: none."""

    traject: Ints
    product: Ints
    has_product: np.ndarray
    segment: Ints  # -1: empty
    datum: Ints
    ingang: Ints
    eind: Ints
    bedrag: Floats  # nan: none


@dataclass
class Declaraties:
    """Declared lines; toewijzing is the row in Toewijzingen, bedrag in cents."""

    toewijzing: Ints
    van: Ints
    tot: Ints
    cent: Ints


def _months(city: City, begin: Ints, stop: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Owner row, month index, first and last day of every calendar month each period touches."""
    first, last = city.month_of(begin), city.month_of(stop)
    count = last - first + 1
    owner = np.repeat(np.arange(len(begin)), count)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    month = first[owner] + offset
    van = np.maximum(begin[owner], city.month_start[month])
    tot = np.minimum(stop[owner], city.month_start[month + 1] - 1)
    return owner, month, van, tot


def make_money(
    city: City, rng: np.random.Generator, care: Trajecten, verwijzer: Ints
) -> tuple[Toewijzingen, Declaraties]:
    """Toewijzingen and declaraties of these trajecten (all of which are in the levering)."""
    traject = np.flatnonzero(care.hulpvorm > 0)
    some, total = care.take(traject), len(traject)
    begin = np.maximum(some.begin, day_number(BEGIN))
    factor = np.exp(rng.normal(0, levels.TARIEF_SIGMA, total) - levels.TARIEF_SIGMA**2 / 2)
    rate = levels.TARIEF_MAAND[some.hulpvorm] * factor / 30.4
    stop = np.minimum(some.eind, city.datastand)

    owner, month, van, tot = _months(city, begin, stop)
    year = (month // 12) - (2022 - 2011)
    price = (1 + levels.PRIJSSTIJGING) ** year
    days = tot - van + 1
    noise = np.exp(rng.normal(0, 0.2, len(owner)))
    cent = np.maximum((rate[owner] * days * price * noise * 100).astype(np.int64), 100)
    cent[rng.random(len(owner)) < GEMIST] = 0
    full = np.bincount(owner, cent, minlength=total) / 100
    last = int(city.month_of(np.array([city.datastand]))[0])
    late = np.append(LAAT, 0.0)[np.minimum(last - month, len(LAAT))]
    cent[rng.random(len(owner)) < late] = 0
    keep = cent > 0
    owner, van, tot, cent = owner[keep], van[keep], tot[keep], cent[keep]
    credit = np.flatnonzero(rng.random(len(owner)) < CREDIT)
    again = (cent[credit] * rng.uniform(0.6, 0.98, len(credit))).astype(np.int64)
    declared = Declaraties(
        toewijzing=np.concatenate([owner, owner[credit], owner[credit]]),
        van=np.concatenate([van, van[credit], van[credit]]),
        tot=np.concatenate([tot, tot[credit], tot[credit]]),
        cent=np.concatenate([cent, -cent[credit], again]),
    )

    runs = some.eind > city.datastand
    spare = np.where(rng.random(total) < 0.35, rng.integers(1, 120, total), 0)
    age = city.datastand - begin
    renewed = begin + (age // 365 + 1) * 365 - 1
    renewed = np.where(renewed <= city.datastand, renewed + 365, renewed)
    eind = np.where(runs, renewed, some.eind + spare)
    old = begin < NIEUW_INKOOPMODEL
    open_end = rng.random(total) < np.where(old, 0.13, 0.06)
    longer = np.where(runs, (renewed - city.datastand) * rate, 0.0)
    amount = (full + longer) / np.clip(rng.beta(*levels.VERZILVERING, total), 0.5, 1.0)
    amount = np.clip(np.round(amount, 2), 50.0, 950_000.0)
    amount[(rng.random(total) < 0.04) | (open_end & (rng.random(total) < 0.6))] = np.nan

    stay = some.hulpvorm >= levels.EERSTE_VERBLIJF
    weight = factor * np.where(stay & (some.hulpvorm <= levels.LAATSTE_VERBLIJF), 2.2, 1.0)
    segment = np.searchsorted([0.80, 1.55], weight * np.exp(rng.normal(0, 0.2, total)))
    segment[rng.random(total) < np.where(old, 0.15, 0.05)] = -1
    ingang = np.maximum(
        begin - np.where(rng.random(total) < 0.7, 0, rng.integers(1, 31, total)),
        day_number(BEGIN),
    )
    medical = verwijzer[traject] == levels.VERWIJZER.index("02")
    afterwards = medical & (rng.random(total) < 0.4)
    lag = np.where(afterwards, rng.integers(1, 35, total), -rng.integers(3, 45, total))
    sizes = np.array([len(options) for options in PRODUCTEN])[some.hulpvorm]
    product = (rng.random(total) ** 1.5 * sizes).astype(np.int64)
    allocated = Toewijzingen(
        traject=traject,
        product=product,
        has_product=rng.random(total) < 0.93,
        segment=segment,
        datum=np.minimum(ingang + lag, city.datastand),
        ingang=ingang,
        eind=np.where(open_end, VER, eind),
        bedrag=amount,
    )
    return allocated, declared
