"""What measuring reads: sums per fact and split, the population, and what was delivered.

Sums come from one generated query per fact and split, for all indicators of that fact.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proeftuin.codelists import LEEFTIJDSGROEPEN
from proeftuin.indicators.types import LEEFTIJDSGROEP, Indicator
from proeftuin.measure.grid import Grid, categories, flat_cells, read_grid
from proeftuin.measure.sql import category_sql, sum_columns, where_sql
from proeftuin.settings.model import Settings
from proeftuin.store import Store

Getallen = NDArray[np.float64]


@dataclass(frozen=True)
class Totals:
    """Sums of one fact under one split: column -> array (V, R, categories)."""

    categorieen: tuple[str | None, ...]
    kolommen: dict[str, Getallen]


def read_totals(
    store: Store, grid: Grid, feit: str, indeling: str, columns: dict[str, str]
) -> Totals:
    """One pass over a fact: all sums per window, wijk and category, added up to every row."""
    sums = ", ".join(f"cast({sql} as double) as {name}" for name, sql in columns.items())
    frame = store.frame(
        f"select venster_id, wijk_id, {category_sql(indeling)} as categorie, {sums}"
        f" from {feit}{where_sql(indeling)} group by 1, 2, 3"
    )
    cats = categories(frame["categorie"].unique().tolist(), indeling)
    shape = (len(grid.venster_ids), len(grid.wijken), len(cats))
    flat = flat_cells(grid, frame, cats, shape)
    size = int(np.prod(shape))
    totals = {}
    for name in columns:
        weights = frame[name].to_numpy(float, na_value=0.0)
        totals[name] = grid.roll_up(np.bincount(flat, weights, size).astype(float).reshape(shape))
    return Totals(cats, totals)


@dataclass(frozen=True)
class Population:
    """Inhabitants of 0..22: arrays (V, R, groups of LEEFTIJDSGROEPEN), nan when not delivered.

    periode: on the last day of the window; peildatum: summed over the quarter ends in it.
    """

    periode: Getallen
    peildatum: Getallen

    def noemer(self, peildatum: bool, indeling: str, cats: Sequence[str | None]) -> Getallen:
        """(V, R, categories): by age for that split, else everyone."""
        source = self.peildatum if peildatum else self.periode
        if indeling != LEEFTIJDSGROEP:
            return np.repeat(source.sum(axis=2, keepdims=True), len(cats), axis=2)
        result = np.full((*source.shape[:2], len(cats)), np.nan)
        for place, categorie in enumerate(cats):
            if categorie in LEEFTIJDSGROEPEN:
                result[:, :, place] = source[:, :, LEEFTIJDSGROEPEN.index(str(categorie))]
        return result


def read_population(store: Store, grid: Grid) -> Population:
    """Population of every window; a total is nan when one of its wijken was not delivered."""
    period = "select venster_id, tot as peildatum from venster"
    pooled = "select venster_id, peildatum from venster_peildatum"
    return Population(_population(store, grid, period), _population(store, grid, pooled))


def _population(store: Store, grid: Grid, days: str) -> Getallen:
    frame = store.frame(
        "select bevolking.venster_id, wijk_id, leeftijdsgroep as categorie, sum(aantal) as aantal,"
        " count(distinct bevolking.peildatum) as dagen from bevolking_venster as bevolking"
        f" inner join ({days}) as dag on bevolking.venster_id = dag.venster_id"
        " and bevolking.peildatum = dag.peildatum group by 1, 2, 3"
    )
    needed = store.frame(f"select venster_id, count(*) as aantal from ({days}) group by 1")
    expected = dict(zip(needed["venster_id"], needed["aantal"], strict=True))
    shape = (len(grid.venster_ids), len(grid.wijken), len(LEEFTIJDSGROEPEN))
    size = int(np.prod(shape))
    cells = flat_cells(grid, frame, LEEFTIJDSGROEPEN, shape)
    people = np.bincount(cells, frame["aantal"].to_numpy(float), size).astype(float).reshape(shape)
    counted = np.bincount(cells, frame["dagen"].to_numpy(float), size).reshape(shape).max(axis=2)
    wanted = np.array([expected.get(number, -1) for number in grid.venster_ids], float)
    complete = counted == wanted[:, None]
    complete[:, grid.onbekend] = False
    people[~complete] = np.nan
    known = np.delete(people, grid.onbekend, axis=1).sum(axis=1, keepdims=True)
    others = people[:, list(grid.overige)].sum(axis=1, keepdims=True)
    return np.concatenate([people, known, others], axis=1)


@dataclass
class Source:
    """What measuring reads: the store with its facts, the grid, and what was read before."""

    store: Store
    settings: Settings
    grid: Grid
    indicators: tuple[Indicator, ...]
    population: Population
    geleverd: frozenset[str]
    cache: dict[Any, Any] = field(default_factory=dict)

    def totals(self, feit: str, indeling: str) -> Totals:
        """Sums for all indicators of a fact under one split, read once."""
        key = ("totals", feit, indeling)
        if key not in self.cache:
            columns = sum_columns(item for item in self.indicators if item.feit == feit)
            self.cache[key] = read_totals(self.store, self.grid, feit, indeling, columns)
        totals: Totals = self.cache[key]
        return totals


def read_source(store: Store, settings: Settings, indicators: Iterable[Indicator]) -> Source:
    """A Source for these indicators; prepare_facts must have run on the store."""
    grid = read_grid(store, settings)
    delivered = frozenset(store.frame("select bestand from geleverd")["bestand"])
    population = read_population(store, grid)
    return Source(store, settings, grid, tuple(indicators), population, delivered)
