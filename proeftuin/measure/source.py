"""What measuring reads: sums per fact and split, the population, and what was delivered.

The rows of every figure are window x wijk x category. Wijken are added up to gemeente and overige
here, so that a jeugdige is read once. Sums come from one generated query per fact and split, for
all indicators of that fact.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from proeftuin.codelists import LEEFTIJDSGROEPEN, read_codelijst
from proeftuin.codelists import ONBEKEND as CODE_ONBEKEND
from proeftuin.indicators import (
    BEVOLKING,
    GEEN,
    HULPVORM,
    LEEFTIJDSGROEP,
    VERWIJZER,
    Indicator,
    Soort,
)
from proeftuin.settings import Settings
from proeftuin.store import Store
from proeftuin.vocabulary import GEMEENTE, ONBEKEND, OVERIGE

Gehelen = NDArray[np.int64]


def full_categories(indeling: str) -> tuple[str | None, ...]:
    """Categories of a split that always have a row; empty for a split that shows only what is."""
    if indeling == GEEN:
        return (None,)
    if indeling == LEEFTIJDSGROEP:
        return LEEFTIJDSGROEPEN
    if indeling in (HULPVORM, VERWIJZER):
        return tuple(code for code in read_codelijst(indeling) if code != CODE_ONBEKEND)
    return ()


def place_of(values: pd.Series, axis: Sequence[Any]) -> Gehelen:
    """Place of every value on an axis of distinct values, -1 where it is not on it."""
    return np.asarray(pd.Index(list(axis)).get_indexer(pd.Index(values)), np.int64)


@dataclass(frozen=True)
class Grid:
    """Windows and wijken of this publication.

    wijken: the configured ones and onbekend (axis W); rijen: wijken, gemeente and overige
    (axis R). Arrays of figures have shape (windows, rijen, categories).
    """

    venster_ids: tuple[int, ...]
    namen: tuple[str, ...]
    van: tuple[date, ...]
    tot: tuple[date, ...]
    wijken: tuple[str, ...]
    overige: tuple[int, ...]
    datastand: date

    @property
    def rijen(self) -> tuple[str, ...]:
        """Names of axis R."""
        return (*self.wijken, GEMEENTE, OVERIGE)

    @property
    def cellen(self) -> int:
        """How many windows and wijken there are together: cells (V, W) of one category."""
        return len(self.venster_ids) * len(self.wijken)

    @property
    def onbekend(self) -> int:
        """Place of wijk onbekend on both axes."""
        return len(self.wijken) - 1

    def roll_up(self, per_wijk: NDArray[Any]) -> NDArray[Any]:
        """(V, W, ...) to (V, R, ...): gemeente is everyone, overige the wijken without pilot."""
        everyone = per_wijk.sum(axis=1, keepdims=True)
        others = per_wijk[:, list(self.overige)].sum(axis=1, keepdims=True)
        return np.concatenate([per_wijk, everyone, others], axis=1)

    def places(self, frame: pd.DataFrame) -> tuple[Gehelen, Gehelen]:
        """Place of every row of a query on the axes V and W, from venster_id and wijk_id."""
        wijk = place_of(frame["wijk_id"], self.wijken)
        return place_of(frame["venster_id"], self.venster_ids), np.where(
            wijk < 0, self.onbekend, wijk
        )


def read_grid(store: Store, settings: Settings) -> Grid:
    """The grid of the venster table of this session, whose ids count on; after prepare_facts."""
    rows = store.frame("select venster_id, naam, van, tot from venster order by venster_id")
    days = {name: tuple(pd.to_datetime(rows[name]).dt.date) for name in ("van", "tot")}
    wijken = (*settings.wijk_ids, ONBEKEND)
    overige = tuple(wijken.index(wijk) for wijk in settings.overige_wijken)
    ids = tuple(int(number) for number in rows["venster_id"])
    names = tuple(str(name) for name in rows["naam"])
    return Grid(ids, names, days["van"], days["tot"], wijken, overige, store.datastand)


def categories(found: Sequence[str], indeling: str) -> tuple[str | None, ...]:
    """The fixed categories of the split in their order, then what else was found, sorted."""
    fixed = full_categories(indeling)
    if indeling == GEEN:
        return fixed
    return (*fixed, *sorted(set(found) - set(fixed)))


def flat_cells(
    grid: Grid, frame: pd.DataFrame, cats: tuple[str | None, ...], shape: tuple[int, ...]
) -> Gehelen:
    """Cell number (V, W, category flattened) of every row of a query."""
    venster, wijk = grid.places(frame)
    categorie = np.zeros(len(frame), np.int64)
    if cats != (None,):
        categorie = place_of(frame["categorie"], cats)
    return (venster * shape[1] + wijk) * shape[2] + categorie


# The column of a fact that holds the category of a split; None: everything together.
KOLOM: dict[str, str] = {
    LEEFTIJDSGROEP: "leeftijdsgroep",
    HULPVORM: "hulpvorm_code",
    VERWIJZER: "verwijzer_code",
    "aanbieder": "aanbieder_id",
    "reden": "reden_einde_code",
    "vraag": "vraag",
}
KWADRAAT = "_kwadraat"  # suffix: sum of squares of a mean's values


def category_sql(indeling: str) -> str:
    """The expression of the category in a query on a fact."""
    return "''" if indeling == GEEN else KOLOM[indeling]


def where_sql(indeling: str) -> str:
    """Rows a split leaves out: an unknown hulpvorm, and rows that carry no category."""
    if indeling == GEEN:
        return ""
    column = KOLOM[indeling]
    unknown = f" and {column} <> '{CODE_ONBEKEND}'" if indeling == HULPVORM else ""
    return f" where {column} is not null{unknown}"


def text_sql(text: str | None) -> str:
    """A text as an SQL literal; '' for the one category of a figure without a split."""
    return "'" + (text or "").replace("'", "''") + "'"


def coded_sql(grid: Grid, feit: str, indeling: str, cats: tuple[str | None, ...]) -> str:
    """A query on a fact with all its columns and cel, the cell (V, W, category flattened).

    Whole numbers are grouped, passed on and sorted far quicker than texts. Rows of a category
    that is not in cats are left out.
    """
    wijken = " ".join(
        f"when {text_sql(wijk)} then {place}"
        for place, wijk in enumerate(grid.wijken)
        if place != grid.onbekend
    )
    rows = ", ".join(f"({text_sql(cat)}, {place})" for place, cat in enumerate(cats))
    venster = f"(venster_id - {min(grid.venster_ids, default=0)})"
    wijk = f"case wijk_id {wijken} else {grid.onbekend} end"
    return (
        f"select {feit}.*, ({venster} * {len(grid.wijken)} + {wijk}) * {len(cats)} + plaats"
        f" as cel from {feit} inner join (values {rows or '(null, 0)'}) as"
        f" categorieen(categorie, plaats) on {category_sql(indeling)} = categorie"
    )


def exact(column: str) -> str:
    """Amounts and scores are summed as decimals: the same total whatever the order of the rows."""
    return f"cast({column} as decimal(18, 8))" if column.endswith(("_eur", "_som")) else column


def sum_columns(indicators: Iterable[Indicator]) -> dict[str, str]:
    """Name -> SQL sum of all the columns these indicators need from their fact."""
    columns: dict[str, str] = {}
    for indicator in indicators:
        names = (indicator.teller, indicator.noemer, indicator.rijp, indicator.totaal)
        for name in names:
            if name and name != BEVOLKING:
                columns[name] = f"sum({exact(name)})"
        if indicator.soort is Soort.GEMIDDELDE:
            units = f"nullif({indicator.noemer}, 0)"  # a row may hold no answer
            square = f"1.0 * {indicator.teller} * {indicator.teller} / {units}"
            columns[indicator.teller + KWADRAAT] = (
                f"sum(cast({square} as decimal(18, 8))) filter (where {indicator.noemer} > 0)"
            )
        if indicator.overleving and indicator.overleving.terugwerkend:
            name = indicator.overleving.terugwerkend
            columns[name] = f"sum({name})"
    return columns


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


def cut_up(upto: Gehelen, most: int) -> Iterator[tuple[int, int]]:
    """(first, last) of items in turn: as many together as have at most so many rows, or one.

    upto: how many rows there are to and with each item. (0, 0) when there are no items.
    """
    first = 0
    while first < max(len(upto), 1):
        room = most + (int(upto[first - 1]) if first else 0)
        last = int(np.searchsorted(upto, room, side="right"))
        last = min(len(upto), max(first + 1, last))
        yield first, last
        first = max(last, 1)


NOEMERSTAND = ("noemer_mist", "noemer_ouder")
PER_GROEP = np.array([4, 8, 6, 5])  # ages in each of LEEFTIJDSGROEPEN


@dataclass(frozen=True)
class Inwoners:
    """Inhabitants of 0..22 on the days of every window, arrays (V, R, groups of LEEFTIJDSGROEPEN).

    aantal: nan where no year that is not later was delivered; 0 where that year has nothing of the
    group. mist: ages the year lacks, added up over wijken and on average over days. ouder, (V, R):
    how many years the oldest year taken lies before the day. per_groep: as aantal, nan too where a
    wijk has nothing of the group: what is not delivered is no zero.
    """

    aantal: Getallen
    per_groep: Getallen
    mist: Getallen
    ouder: Getallen


@dataclass(frozen=True)
class Population:
    """The noemer of figures per 1000: on the last day of a window, or summed over quarter ends."""

    periode: Inwoners
    peildatum: Inwoners

    def noemer(self, peildatum: bool, indeling: str, cats: Sequence[str | None]) -> Getallen:
        """(V, R, categories): by age for that split, else everyone; nan when not delivered."""
        source = self.peildatum if peildatum else self.periode
        return self._spread(source.per_groep, source.aantal.sum(axis=2), indeling, cats)

    def describe(
        self, peildatum: bool, indeling: str, cats: Sequence[str | None]
    ) -> dict[str, Getallen]:
        """What that noemer lacks, by NOEMERSTAND, arrays as of noemer; nan where nothing."""
        source = self.peildatum if peildatum else self.periode
        mist = self._spread(source.mist, source.mist.sum(axis=2), indeling, cats)
        ouder = np.repeat(source.ouder[:, :, None], len(cats), axis=2)
        return {
            name: np.where(found > 0, found, np.nan)
            for name, found in zip(NOEMERSTAND, (mist, ouder), strict=True)
        }

    @staticmethod
    def _spread(
        groups: Getallen, everyone: Getallen, indeling: str, cats: Sequence[str | None]
    ) -> Getallen:
        if indeling != LEEFTIJDSGROEP:
            return np.repeat(everyone[:, :, None], len(cats), axis=2)
        result = np.full((*groups.shape[:2], len(cats)), np.nan)
        for place, categorie in enumerate(cats):
            if categorie in LEEFTIJDSGROEPEN:
                result[:, :, place] = groups[:, :, LEEFTIJDSGROEPEN.index(str(categorie))]
        return result


def read_population(store: Store, grid: Grid) -> Population:
    """Population of every window; a total is nan when one of its wijken was not delivered."""
    period = "select venster_id, tot as peildatum from venster"
    pooled = "select venster_id, peildatum from venster_peildatum"
    return Population(_population(store, grid, period), _population(store, grid, pooled))


def _is_whole(store: Store) -> str:
    """SQL: no part of the wijk lacks in the population of this group in the year taken."""
    if not store.has_table("bevolking_deels"):
        return "true"
    return "(jaar, wijk_id, leeftijdsgroep) not in (select * from bevolking_deels)"


def _population(store: Store, grid: Grid, days: str) -> Inwoners:
    frame = store.frame(
        "select bevolking.venster_id, wijk_id, leeftijdsgroep as categorie, sum(aantal) as aantal,"
        " count(distinct bevolking.peildatum) as dagen,"
        f" coalesce(sum(leeftijden) filter (where {_is_whole(store)}), 0) as leeftijden,"
        " max(extract(year from bevolking.peildatum) - jaar) as ouder"
        " from bevolking_venster as bevolking"
        f" inner join ({days}) as dag on bevolking.venster_id = dag.venster_id"
        " and bevolking.peildatum = dag.peildatum group by 1, 2, 3"
    )
    needed = store.frame(f"select venster_id, count(*) as aantal from ({days}) as dag group by 1")
    expected = dict(zip(needed["venster_id"], needed["aantal"], strict=True))
    shape = (len(grid.venster_ids), len(grid.wijken), len(LEEFTIJDSGROEPEN))
    size = int(np.prod(shape))
    cells = flat_cells(grid, frame, LEEFTIJDSGROEPEN, shape)

    def place(name: str) -> Getallen:
        return np.bincount(cells, frame[name].to_numpy(float), size).astype(float).reshape(shape)

    people, counted, ages = place("aantal"), place("dagen"), place("leeftijden")
    wanted = np.array([expected.get(number, -1) for number in grid.venster_ids], float)
    complete = counted.max(axis=2) == wanted[:, None]
    complete[:, grid.onbekend] = False
    people[~complete] = np.nan
    mist = np.ceil(PER_GROEP - ages / np.maximum(wanted, 1)[:, None, None])
    mist[~complete] = np.nan
    per_groep = np.where(counted == wanted[:, None, None], people, np.nan)
    ouder = place("ouder").max(axis=2)
    wijken = [place for place in range(len(grid.wijken)) if place != grid.onbekend]
    everyone, others = wijken, list(grid.overige)

    def roll_up(values: Getallen, add: Callable[..., Getallen]) -> Getallen:
        totals = [add(values[:, rows], axis=1, keepdims=True) for rows in (everyone, others)]
        return np.concatenate([values, *totals], axis=1)

    return Inwoners(
        roll_up(people, np.sum),
        roll_up(per_groep, np.sum),
        roll_up(mist, np.sum),
        roll_up(ouder, np.max),
    )


@dataclass
class Source:
    """What measuring reads: the store with its facts, the grid, and what was read before.

    geleverd: the files delivered; bereik: of a file, the first day its source can tell of; begin:
    of a file, the first day of the quarter of its first row; voorlopig_na: as in measure_all.
    """

    store: Store
    settings: Settings
    grid: Grid
    indicators: tuple[Indicator, ...]
    population: Population
    geleverd: frozenset[str]
    bereik: dict[str, date]
    begin: dict[str, date]
    voorlopig_na: Mapping[str, date] = field(default_factory=dict)
    cache: dict[Any, Any] = field(default_factory=dict)

    def voorlopig_na_of(self, indicator: Indicator) -> date:
        """A window of this indicator that ends after this day is provisional."""
        by_days = self.settings.perioden.voorlopig_na(self.grid.datastand)
        return self.voorlopig_na.get(indicator.slug, by_days)

    def totals(self, feit: str, indeling: str) -> Totals:
        """Sums for all indicators of a fact under one split, read once."""
        key = ("totals", feit, indeling)
        if key not in self.cache:
            columns = sum_columns(item for item in self.indicators if item.feit == feit)
            self.cache[key] = read_totals(self.store, self.grid, feit, indeling, columns)
        totals: Totals = self.cache[key]
        return totals


def read_source(
    store: Store,
    settings: Settings,
    indicators: Iterable[Indicator],
    voorlopig_na: Mapping[str, date],
) -> Source:
    """A Source for these indicators; prepare_facts must have run on the store."""
    grid = read_grid(store, settings)
    delivered = frozenset(store.frame("select bestand from geleverd")["bestand"])
    population = read_population(store, grid)
    rows = store.frame(
        "select bestand, min(kwartaal_datum) as van from rijen_per_kwartaal group by 1"
    )
    return Source(
        store,
        settings,
        grid,
        tuple(indicators),
        population,
        delivered,
        _read_bereik(store),
        dict(zip(rows["bestand"], pd.to_datetime(rows["van"]).dt.date, strict=True)),
        voorlopig_na,
    )


def _read_bereik(store: Store) -> dict[str, date]:
    """By file: the first day its source can tell of; what lies before it was not delivered."""
    if not store.has_table("bereik"):
        return {}
    rows = store.frame("select bestand, vanaf_datum from bereik")
    return dict(zip(rows["bestand"], pd.to_datetime(rows["vanaf_datum"]).dt.date, strict=True))
