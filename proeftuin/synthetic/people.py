"""Jeugdigen: when they first ask for help, when they were born and where they live."""

from dataclasses import dataclass

import numpy as np

from proeftuin.synthetic import levels
from proeftuin.synthetic.city import VER, City, Floats, Ints

VERHUIS_PER_JAAR = 0.055
BINNEN_WIJK = 0.55
VERTREK_PER_JAAR = 0.014
LATER_GEKOMEN = 0.25
SLEUTEL = 1 << 18  # day numbers fit in it


@dataclass
class Personen:
    """One entry per jeugdige; days are day numbers. huis_* are the home periods, in order."""

    geboren: Ints
    intrede: Ints  # first request that starts (or would have started)
    gekomen: Ints  # first day of the first address in the levering
    vertrokken: Ints  # day of moving out of the city, VER when never
    is_kwetsbaar: np.ndarray
    is_afgemeld: np.ndarray  # withdrew before any help began
    huis_persoon: Ints
    huis_dag: Ints
    huis_gebied: Ints

    def __len__(self) -> int:
        """Number of jeugdigen."""
        return len(self.geboren)

    def home(self, person: Ints, day: Ints) -> Ints:
        """Gebied index of the home of each person on each day (the first when before it)."""
        keys = self.huis_persoon * SLEUTEL + self.huis_dag
        index = np.searchsorted(keys, person * SLEUTEL + np.maximum(day, 0), side="right") - 1
        return np.asarray(self.huis_gebied[index])


def draw_index(rng: np.random.Generator, cumulative: Floats, rows: Ints | None = None) -> Ints:
    """One index per row by chance. cumulative is (n, k), or (m, k) looked up by rows."""
    total = len(cumulative) if rows is None else len(rows)
    draw = rng.random(total)
    chosen = np.zeros(total, dtype=np.int64)
    for column in range(cumulative.shape[1] - 1):
        bound = cumulative[:, column] if rows is None else cumulative[rows, column]
        chosen += draw >= bound
    return chosen


def _areas_by_wijk(city: City) -> Floats:
    """(wijken, gebieden) cumulative chance of living in each gebied, given the wijk."""
    wijken = int(city.gebied_wijk.max()) + 1
    table = np.zeros((wijken, len(city.gebied_kans)))
    table[city.gebied_wijk[:-2], np.arange(len(city.gebied_kans))] = city.gebied_kans
    return np.cumsum(table, axis=1)


def make_people(city: City, rng: np.random.Generator, share: float) -> Personen:
    """The jeugdigen of a chunk that holds this share (0..1) of the city."""
    counts = rng.poisson(city.begin_schaal * share / (1 - levels.AFMELDING))
    wijken, months = counts.shape
    wijk = np.repeat(np.repeat(np.arange(wijken), months), counts.ravel())
    month = np.repeat(np.tile(np.arange(months), wijken), counts.ravel())
    order = rng.permutation(len(wijk))
    wijk, month = wijk[order], month[order]
    total = len(wijk)
    length = np.diff(city.month_start)[month]
    entry = city.month_start[month] + (rng.random(total) * length).astype(np.int64)
    age = draw_index(rng, np.cumsum(city.leeftijd_kans, axis=1), wijk)
    born = entry - (age * 365.25 + rng.random(total) * 365.25).astype(np.int64)

    arrived = np.where(
        rng.random(total) < LATER_GEKOMEN,
        born + (rng.random(total) * (entry - born)).astype(np.int64),
        born,
    )
    late = rng.random(total) < 0.01  # the register lags: an address from after the start
    arrived = np.where(late, entry + rng.integers(1, 60, total), arrived)
    arrived = np.minimum(arrived, city.datastand)
    first_month = city.month_start[0]
    span = city.month_start[-1] - first_month
    leaves = rng.random(total) < VERTREK_PER_JAAR * span / 365.25
    gone = first_month + (rng.random(total) * span).astype(np.int64)
    gone = np.where(leaves & (gone > entry + 30) & (gone > arrived + 30), gone, VER)

    areas = _areas_by_wijk(city)
    base = draw_index(rng, areas, wijk)
    moves = rng.poisson(VERHUIS_PER_JAAR * span / 365.25, total)
    person = np.repeat(np.arange(total), moves)
    day = first_month + (rng.random(len(person)) * span).astype(np.int64)
    keep = (day > arrived[person] + 1) & (day < gone[person] - 1)
    person, day = person[keep], day[keep]
    inside = rng.random(len(person)) < BINNEN_WIJK
    weight = city.begin_schaal.sum(axis=1)
    elsewhere = draw_index(
        rng, np.cumsum(weight / weight.sum())[None], np.zeros(len(person), np.int64)
    )
    target = draw_index(rng, areas, np.where(inside, wijk[person], elsewhere))

    everyone = np.concatenate([np.arange(total), person])
    days = np.concatenate([np.zeros(total, np.int64), day])
    places = np.concatenate([base, target])
    order = np.argsort(everyone * SLEUTEL + days, kind="stable")
    return Personen(
        geboren=born,
        intrede=entry,
        gekomen=arrived,
        vertrokken=gone,
        is_kwetsbaar=rng.random(total) < levels.KWETSBAAR,
        is_afgemeld=rng.random(total) < levels.AFMELDING,
        huis_persoon=everyone[order],
        huis_dag=days[order],
        huis_gebied=places[order],
    )
