"""Bootstrap intervals of euro figures, and how many stand behind each sum."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from proeftuin.indicators import BEVOLKING, GEEN, LEEFTIJDSGROEP, Indicator, Soort
from proeftuin.measure.source import Source, coded_sql, exact
from proeftuin.stats import BLOK_PERSONEN, TREKKINGEN, Interval, add_draws, percentile_interval

EURO = (Soort.EURO, Soort.EURO_PER_1000, Soort.EURO_AANDEEL)
SOMMEN_PER_KEER = 32_768  # sums that are drawn together; x 2,000 draws x 4 bytes: 0.26 GB
CELLEN_PER_KEER = 1024  # whose intervals are made at once: what fits in a cache is quicker
PERSONEN_PER_KEER = 8 * BLOK_PERSONEN
EENHEID = {"casus_afgerond": "casus_nr"}  # the fact's unit when it is not a jeugdige
ZONDER_AANBIEDER = ("casus_afgerond", "traject_beeindigd")  # days are not of an aanbieder

Getallen = NDArray[np.float64]
Gewichten = NDArray[np.float32]
Categorieen = tuple[str | None, ...]


def euro_interval(source: Source, indicator: Indicator, indeling: str) -> Interval:
    """Percentile interval of teller / noemer, or of the teller alone over a population.

    Arrays (V, R, categories). The figures without a split are added up from the age groups of
    the same draws.
    """
    key = _key(indicator, indeling)
    if key not in source.cache:
        source.cache |= _measure_fact(source, indicator.feit)
    interval: Interval = source.cache[key]
    return interval


def _key(indicator: Indicator, indeling: str) -> tuple[str, ...]:
    return ("euro", indicator.feit, indicator.teller, indicator.noemer, indeling)


@dataclass(frozen=True)
class _Trekdeel:
    """Categories of one split that are drawn together, for these indicators, of these columns."""

    indeling: str
    cats: Categorieen
    asked: tuple[Indicator, ...]
    columns: tuple[str, ...]

    @property
    def breedte(self) -> int:
        """How many sums are drawn per window and wijk."""
        return len(self.columns) * len(self.cats)


def _measure_fact(source: Source, feit: str) -> dict[tuple[str, ...], Interval]:
    """Draw for all euro indicators of a fact under all their splits; intervals by _key.

    As much of it at once as memory allows: who is drawn how often is made once for all of that.
    """
    found: dict[tuple[str, ...], list[Interval]] = {}
    for delen in _bundle(source, _cut_up(source, feit)):
        for deel, total in zip(delen, _draw(source, feit, delen), strict=True):
            for draws in _roll_up(source, deel, total):
                for item in deel.asked:
                    found.setdefault(_key(item, deel.indeling), []).append(_interval(item, draws))
                    if deel.indeling == LEEFTIJDSGROEP:
                        everyone = {
                            name: drawn.sum(axis=2, keepdims=True) for name, drawn in draws.items()
                        }
                        found[_key(item, GEEN)] = [_interval(item, everyone)]
    return {
        key: Interval(
            np.concatenate([part.onder for part in parts], axis=2),
            np.concatenate([part.boven for part in parts], axis=2),
        )
        for key, parts in found.items()
    }


def _cut_up(source: Source, feit: str) -> Iterator[_Trekdeel]:
    """Every split of a fact in parts of at most SOMMEN_PER_KEER sums; the age groups in one."""
    items = [item for item in source.indicators if item.feit == feit and item.soort in EURO]
    for indeling in dict.fromkeys(name for item in items for name in (GEEN, *item.indelingen)):
        by_key = {
            _key(item, indeling): item
            for item in items
            if indeling in item.indelingen
            or (indeling == GEEN and LEEFTIJDSGROEP not in item.indelingen)
        }
        asked = tuple(by_key.values())
        if not asked:
            continue
        names = (name for item in asked for name in (item.teller, item.noemer))
        columns = tuple(dict.fromkeys(name for name in names if name != BEVOLKING))
        cats = source.totals(feit, indeling).categorieen
        step = SOMMEN_PER_KEER // max(1, source.grid.cellen * len(columns))
        step = max(1, len(cats) if indeling == LEEFTIJDSGROEP else step)
        for first in range(0, max(1, len(cats)), step):
            yield _Trekdeel(indeling, cats[first : first + step], asked, columns)


def _bundle(source: Source, delen: Iterable[_Trekdeel]) -> Iterator[list[_Trekdeel]]:
    """The parts in turn, as many together as stay within SOMMEN_PER_KEER sums."""
    cells = source.grid.cellen
    bundle: list[_Trekdeel] = []
    for deel in delen:
        if bundle and cells * sum(item.breedte for item in (*bundle, deel)) > SOMMEN_PER_KEER:
            yield bundle
            bundle = []
        bundle.append(deel)
    if bundle:
        yield bundle


def _roll_up(source: Source, deel: _Trekdeel, total: Gewichten) -> Iterator[dict[str, Gewichten]]:
    """The drawn sums by column, (V, R, categories, draws): some categories at a time."""
    grid, many = source.grid, len(deel.cats)
    shape = (len(deel.columns), len(grid.venster_ids), len(grid.wijken), many, TREKKINGEN)
    drawn = total.reshape(shape)
    step = CELLEN_PER_KEER // max(1, grid.cellen)
    step = max(1, many if deel.indeling == LEEFTIJDSGROEP else step)
    for first in range(0, max(1, many), step):
        own = drawn[:, :, :, first : first + step]
        yield {name: grid.roll_up(part) for name, part in zip(deel.columns, own, strict=True)}


def _interval(indicator: Indicator, draws: dict[str, Gewichten]) -> Interval:
    if indicator.noemer == BEVOLKING:
        return percentile_interval(draws[indicator.teller])
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = draws[indicator.teller] / draws[indicator.noemer]
    ratio[~np.isfinite(ratio)] = np.nan
    return percentile_interval(ratio)


def _draw(source: Source, feit: str, delen: Sequence[_Trekdeel]) -> list[Gewichten]:
    """Drawn sums of each part: (columns, V, W, categories flattened; draws)."""
    totals = [
        np.zeros((source.grid.cellen * deel.breedte, TREKKINGEN), np.float32) for deel in delen
    ]
    for first in range(0, _count_persons(source, feit), PERSONEN_PER_KEER):
        rows = [_read_rows(source, feit, deel, first) for deel in delen]
        for start in range(first, first + PERSONEN_PER_KEER, BLOK_PERSONEN):
            for total, (cel, persoon, waarde) in zip(totals, rows, strict=True):
                own = (persoon >= start) & (persoon < start + BLOK_PERSONEN)
                add_draws(total, cel[own], persoon[own], waarde[own])
    return totals


def _person_sql(feit: str) -> str:
    """The number of who is drawn, from 0 or 1 on: of the jeugdige, or of the unit of the fact."""
    unit = EENHEID.get(feit)
    return f"cast(dense_rank() over (order by {unit}) as integer)" if unit else "jeugdige_id"


def _count_persons(source: Source, feit: str) -> int:
    """One more than the highest number of who may be drawn; 0 without rows."""
    query = (
        f"select max(persoon) as laatste from (select {_person_sql(feit)} as persoon from {feit})"
    )
    last = source.store.frame(f"{query} as rijen")["laatste"][0]
    return 0 if pd.isna(last) else int(last) + 1


def _read_rows(
    source: Source, feit: str, deel: _Trekdeel, first: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], Getallen]:
    """(cell, person, sum) of PERSONEN_PER_KEER persons: memory does not grow with the levering.

    The cells of the second column follow those of the first, and so on.
    """
    coded = coded_sql(source.grid, feit, deel.indeling, deel.cats)
    sums = ", ".join(f"cast(sum({exact(name)}) as double) as {name}" for name in deel.columns)
    frame = source.store.frame(
        f"select cel, persoon, {sums} from (select *, {_person_sql(feit)} as persoon from ({coded})"
        f" as gecodeerd) as rijen where persoon >= {first}"
        f" and persoon < {first + PERSONEN_PER_KEER} group by 1, 2"
    )
    many = len(deel.columns)
    size = source.grid.cellen * len(deel.cats)
    cell = frame["cel"].to_numpy(np.int64)
    return (
        np.concatenate([cell + place * size for place in range(many)]),
        np.tile(frame["persoon"].to_numpy(np.int64), many),
        np.concatenate([frame[name].to_numpy(float) for name in deel.columns]),
    )


@dataclass(frozen=True)
class Concentration:
    """Per cell how many units stand behind the euros, and the largest share of one of them.

    Arrays (V, R, categories). A unit is a jeugdige (or casus) with euros; the share is the
    largest of any jeugdige or aanbieder, 1 where the sum is not positive, nan without euros.
    """

    aantal: Getallen
    grootste_aandeel: Getallen


def euro_concentration(
    source: Source, indicator: Indicator, indeling: str, cats: Categorieen
) -> Concentration:
    """The Concentration of every euro sum in the figure: of both when it is euros over euros."""
    columns = [indicator.teller]
    if indicator.soort is Soort.EURO_AANDEEL:
        columns.append(indicator.noemer)
    key = ("concentratie", indicator.feit, indeling, *columns)
    if key not in source.cache:
        parts = [_concentration(source, indicator.feit, indeling, cats, name) for name in columns]
        source.cache[key] = Concentration(
            np.minimum.reduce([part.aantal for part in parts]),
            np.fmax.reduce([part.grootste_aandeel for part in parts]),
        )
    concentration: Concentration = source.cache[key]
    return concentration


def _concentration(
    source: Source, feit: str, indeling: str, cats: Categorieen, column: str
) -> Concentration:
    """Added up per unit before the wijken are, as someone may have euros in two of them."""
    grid, many = source.grid, len(cats)
    shape = (len(grid.venster_ids), len(grid.rijen), many)
    count, largest = np.zeros(np.prod(shape)), np.zeros(np.prod(shape))
    units = [EENHEID.get(feit, "jeugdige_id")]
    if feit not in ZONDER_AANBIEDER:
        units.append("aanbieder_id")
    for place, unit in enumerate(units):
        frame = source.store.frame(_concentration_sql(source, feit, indeling, cats, column, unit))
        cell = frame["doel"].to_numpy(np.int64)
        if place == 0:
            count[cell] = frame["aantal"].to_numpy(float)
        largest[cell] = np.maximum(largest[cell], frame["grootste"].to_numpy(float))
    total = source.totals(feit, indeling).kolommen[column].reshape(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(total > 0, largest / total, 1.0)
    share = np.where(count > 0, share, np.nan)
    return Concentration(count.reshape(shape), share.reshape(shape))


def _concentration_sql(
    source: Source, feit: str, indeling: str, cats: Categorieen, column: str, unit: str
) -> str:
    """A query: doel (a cell (V, R, C)), how many units have euros there, and the largest sum."""
    grid, many = source.grid, len(cats)
    per_venster, wijken = len(grid.wijken) * many, len(grid.wijken)
    of_wijk = f"gehele_deling(cel, {many}) % {wijken}"
    overige = ", ".join(map(str, grid.overige)) or "-1"

    def doel(rij: str) -> str:
        return f"(venster * {len(grid.rijen)} + {rij}) * {many} + categorie as doel"

    def measure(som: str) -> str:
        return f"count(*) as aantal, cast(max(abs({som})) as double) as grootste"

    return (
        f"with per_wijk as (select gehele_deling(cel, {per_venster}) as venster, {of_wijk} as wijk,"
        f" cel % {many} as categorie, {unit}, sum({exact(column)}) as som"
        f" from ({coded_sql(grid, feit, indeling, cats)}) as gecodeerd where {column} <> 0"
        " group by 1, 2, 3, 4), samen as ("
        f"select venster, categorie, {unit}, sum(som) as gemeente,"
        f" sum(case when wijk in ({overige}) then som else 0 end) as overige"
        " from per_wijk group by 1, 2, 3)"
        f" select {doel('wijk')}, {measure('som')} from per_wijk where som <> 0 group by 1"
        f" union all select {doel(str(wijken))}, {measure('gemeente')} from samen"
        " where gemeente <> 0 group by 1"
        f" union all select {doel(str(wijken + 1))}, {measure('overige')} from samen"
        " where overige <> 0 group by 1"
    )
