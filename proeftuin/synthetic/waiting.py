"""Aanmeldingen: the request before each start, and those that never started."""

from dataclasses import dataclass

import numpy as np

from proeftuin.synthetic import levels
from proeftuin.synthetic.care import DOORSTROOM, Trajecten, draw_hulpvorm
from proeftuin.synthetic.city import VER, City, Ints
from proeftuin.synthetic.people import Personen, draw_index

ZONDER_AANBIEDER = 0.04
MET_AANMELDING = np.array([0.96, 0.45, 0.90, 0.85])  # by kind of begin


@dataclass
class Aanmeldingen:
    """One entry per aanmelding; days are day numbers, VER where there is none.

    hulpvorm is -1 and aanbieder -1 where unknown.
    """

    persoon: Ints
    hulpvorm: Ints
    aanbieder: Ints
    aanmeld: Ints
    start: Ints
    afmeld: Ints
    overbrugging_van: Ints
    overbrugging_tot: Ints

    def __len__(self) -> int:
        """Number of aanmeldingen."""
        return len(self.aanmeld)


def _wait(city: City, rng: np.random.Generator, hulpvorm: Ints, wijk: Ints, day: Ints) -> Ints:
    """Days between request and start (negative: the request was recorded later)."""
    median = levels.WACHT_MEDIAAN[hulpvorm] * city.wacht_factor[wijk, city.month_of(day)]
    wait = median * np.exp(rng.normal(0, levels.WACHT_SIGMA, len(day)))
    crisis = rng.random(len(day)) < levels.CRISIS
    wait = np.where(crisis, rng.integers(0, 2, len(day)), wait)
    late = rng.random(len(day)) < levels.TERUGWERKEND
    wait = np.where(late, -rng.integers(1, 25, len(day)), wait)
    return np.clip(wait, -30, 700).astype(np.int64)


def make_waiting(
    city: City, rng: np.random.Generator, people: Personen, care: Trajecten
) -> Aanmeldingen:
    """The aanmeldingen of a chunk; those made after datastand are still in it."""
    asked = care.take(rng.random(len(care)) < MET_AANMELDING[care.soort])
    wait = _wait(city, rng, asked.hulpvorm, asked.wijk, asked.begin)
    wait[asked.soort == DOORSTROOM] //= 2

    person = np.flatnonzero(people.is_afgemeld)
    day = people.intrede[person]
    wijk = city.gebied_wijk[people.home(person, day)]
    hulpvorm = draw_hulpvorm(city, rng, people, person, wijk, day, 0)
    provider = draw_index(rng, np.cumsum(city.aanbieder_kans, axis=1), hulpvorm)
    patience = (45 * np.exp(rng.normal(0, 0.8, len(person)))).astype(np.int64)

    never = np.full(len(person), VER)
    aanmeld = np.concatenate([asked.begin - wait, day])
    aanmeld = np.maximum(aanmeld, people.geboren[np.concatenate([asked.persoon, person])])
    start = np.concatenate([asked.begin, never])
    afmeld = np.concatenate([np.full(len(asked), VER), day + patience])
    until = np.minimum(start, afmeld)
    total = len(aanmeld)
    bridged = (until - aanmeld > 42) & (rng.random(total) < levels.OVERBRUGGING)
    bridge_from = aanmeld + rng.integers(14, 43, total)
    stopped = rng.random(total) < 0.15  # the bridge ended before the help began
    bridge_to = np.where(stopped, bridge_from + (until - bridge_from) // 2, until - 1)
    unknown = rng.random(total) < ZONDER_AANBIEDER
    return Aanmeldingen(
        persoon=np.concatenate([asked.persoon, person]),
        hulpvorm=np.concatenate([asked.hulpvorm, hulpvorm]),
        aanbieder=np.where(unknown, -1, np.concatenate([asked.aanbieder, provider])),
        aanmeld=aanmeld,
        start=start,
        afmeld=afmeld,
        overbrugging_van=np.where(bridged, bridge_from, VER),
        overbrugging_tot=np.where(bridged, bridge_to, VER),
    )
