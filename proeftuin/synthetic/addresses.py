"""Address periods: home moves, moving out, and stays that move the registration along."""

from dataclasses import dataclass

import numpy as np

from proeftuin.synthetic import levels
from proeftuin.synthetic.care import Trajecten
from proeftuin.synthetic.city import VER, City, Ints
from proeftuin.synthetic.people import SLEUTEL, Personen

INGESCHREVEN = 0.60  # of the stays: the registration moves to the institution
LATER_TERUG = 0.25
ONVINDBAAR = 0.006  # a code that maps to no wijk
RIJ_BUITEN = 0.5  # of who moves out: one row more, outside; the others just end


@dataclass
class Adressen:
    """Rows of jeugdige.csv, per person in order of day; tot is VER when empty."""

    persoon: Ints
    gebied: Ints
    van: Ints
    tot: Ints


def _stays(
    city: City, rng: np.random.Generator, people: Personen, care: Trajecten
) -> tuple[Ints, Ints, Ints, Ints]:
    """person, first day, day back home (VER: not yet) and gebied of registered stays."""
    stay = (care.hulpvorm >= levels.EERSTE_VERBLIJF) & (care.hulpvorm <= levels.LAATSTE_VERBLIJF)
    stay &= (care.eind - care.begin > 30) & (rng.random(len(care)) < INGESCHREVEN)
    some = care.take(stay)
    day = some.begin + rng.integers(0, 21, len(some))
    day = np.maximum(day, people.gekomen[some.persoon] + 1)
    delay = np.where(rng.random(len(some)) < LATER_TERUG, rng.integers(30, 400, len(some)), 1)
    back = np.where(some.eind >= city.datastand, VER, some.eind + delay)
    place = city.aanbieder_gebied[some.aanbieder]
    keep = day < back
    return some.persoon[keep], day[keep], back[keep], place[keep]


def make_addresses(
    city: City, rng: np.random.Generator, people: Personen, care: Trajecten
) -> Adressen:
    """Address periods of everyone that do not overlap, until datastand."""
    stayer, day_in, day_back, place = _stays(city, rng, people, care)
    home = people.huis_dag > people.gekomen[people.huis_persoon]
    first = np.arange(len(people))
    leaver = np.flatnonzero((people.vertrokken < VER) & (rng.random(len(people)) < RIJ_BUITEN))
    # kinds in the order they must have on one day: back, first, move, in, out of the city
    person = np.concatenate([stayer, first, people.huis_persoon[home], stayer, leaver])
    day = np.concatenate(
        [day_back, people.gekomen, people.huis_dag[home], day_in, people.vertrokken[leaver]]
    )
    kind = np.repeat(
        np.arange(5), [len(stayer), len(first), int(home.sum()), len(stayer), len(leaver)]
    )
    where = np.full(len(person), -1)
    where[kind == 3] = place
    order = np.argsort((person * SLEUTEL + day) * 8 + kind, kind="stable")
    person, day, kind, where = person[order], day[order], kind[order], where[order]
    staying = np.cumsum(np.select([kind == 3, kind == 0], [1, -1], 0)) > 0
    at_home = people.home(person, day)
    last_in = np.maximum.accumulate(np.where(kind == 3, np.arange(len(kind)), 0))
    area = np.where(staying, where[last_in], at_home)
    area = np.where(kind == 4, city.buiten, area)

    keep = (day <= city.datastand) & (day >= people.gekomen[person])
    keep &= (day < people.vertrokken[person]) | (kind == 4)
    person, day, area = person[keep], day[keep], area[keep]
    last_of_day = np.append((person[1:] != person[:-1]) | (day[1:] != day[:-1]), True)
    person, day, area = person[last_of_day], day[last_of_day], area[last_of_day]
    changed = np.append(True, (person[1:] != person[:-1]) | (area[1:] != area[:-1]))
    person, day, area = person[changed], day[changed], area[changed]
    same_next = np.append(person[1:] == person[:-1], False)
    tot = np.where(same_next, np.append(day[1:], 0) - 1, VER)
    gone = people.vertrokken[person]
    tot = np.where(~same_next & (gone <= city.datastand) & (day < gone), gone - 1, tot)
    area = np.where(rng.random(len(area)) < ONVINDBAAR, city.buiten + 1, area)
    return Adressen(person, area, day, tot)
