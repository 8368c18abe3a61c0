"""Bootstrap intervals of euro figures, and what disclosure control must know of each sum."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from pandas.api.types import union_categoricals

from proeftuin.indicators import BEVOLKING, GEEN, LEEFTIJDSGROEP, Indicator, Soort
from proeftuin.measure.source import Source, coded_sql, exact
from proeftuin.stats import BLOK_PERSONEN, TREKKINGEN, Interval, percentile_interval, sum_draws
from proeftuin.vocabulary import VROEGER

EURO = (Soort.EURO, Soort.EURO_PER_1000, Soort.EURO_AANDEEL)
CELLEN_PER_KEER = 4096  # cells x 2,000 draws x 4 bytes: 33 MB
PERSONEN_PER_KEER = 8 * BLOK_PERSONEN
EENHEID = {"casus_afgerond": "casus_nr"}  # the fact's unit when it is not a jeugdige
ZONDER_AANBIEDER = ("casus_afgerond", "traject_beeindigd")  # days are not of an aanbieder
# One unit's part of one euro sum of a wijk; bijdrager and aanbieder are numbers made of a digest of
# the pseudoniem (or the casus) and the code, the same in every levering with the same secret key.
BIJDRAGE = (
    *("kolom", "indeling", "categorie", "wijk", "venster", "van", "tot"),
    *("bijdrager", "aanbieder", "euro"),
)

Getallen = NDArray[np.float64]
Gewichten = NDArray[np.float32]
Categorieen = tuple[str | None, ...]


def euro_interval(source: Source, indicator: Indicator, indeling: str) -> Interval:
    """Percentile interval of teller / noemer, or of the teller alone over a population.

    Arrays (V, R, categories). The figures without a split are added up from the age groups of
    the same draws, so both come from one pass.
    """
    key = _key(indicator, indeling)
    if key not in source.cache:
        by_age = indeling == GEEN and LEEFTIJDSGROEP in indicator.indelingen
        source.cache |= _measure_pass(
            source, indicator.feit, LEEFTIJDSGROEP if by_age else indeling
        )
    interval: Interval = source.cache[key]
    return interval


def _key(indicator: Indicator, indeling: str) -> tuple[str, ...]:
    return ("euro", indicator.feit, indicator.teller, indicator.noemer, indeling)


def _measure_pass(source: Source, feit: str, indeling: str) -> dict[tuple[str, ...], Interval]:
    """Draw once for all euro indicators of a fact under one split; intervals by _key."""
    asked = [
        item
        for item in source.indicators
        if item.feit == feit and item.soort in EURO and indeling in (GEEN, *item.indelingen)
    ]
    columns = tuple(
        dict.fromkeys(
            name for item in asked for name in (item.teller, item.noemer) if name != BEVOLKING
        )
    )
    cats = source.totals(feit, indeling).categorieen
    cells = len(source.grid.venster_ids) * len(source.grid.wijken)
    step = len(cats) if indeling == LEEFTIJDSGROEP else max(1, CELLEN_PER_KEER // max(1, cells))
    if not cats:  # a sparse split without any row
        empty = np.empty((len(source.grid.venster_ids), len(source.grid.rijen), 0))
        return {_key(item, indeling): Interval(empty, empty) for item in asked}
    found: dict[tuple[str, ...], list[Interval]] = {}
    for first in range(0, len(cats), max(1, step)):
        draws = _draw(source, feit, indeling, columns, cats[first : first + step])
        for item in asked:
            found.setdefault(_key(item, indeling), []).append(_interval(item, draws))
            if indeling == LEEFTIJDSGROEP:
                everyone = {name: drawn.sum(axis=2, keepdims=True) for name, drawn in draws.items()}
                found[_key(item, GEEN)] = [_interval(item, everyone)]
    return {
        key: Interval(
            np.concatenate([part.onder for part in parts], axis=2),
            np.concatenate([part.boven for part in parts], axis=2),
        )
        for key, parts in found.items()
    }


def _interval(indicator: Indicator, draws: dict[str, Gewichten]) -> Interval:
    if indicator.noemer == BEVOLKING:
        return percentile_interval(draws[indicator.teller])
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = draws[indicator.teller] / draws[indicator.noemer]
    ratio[~np.isfinite(ratio)] = np.nan
    return percentile_interval(ratio)


def _draw(
    source: Source, feit: str, indeling: str, columns: tuple[str, ...], cats: Categorieen
) -> dict[str, Gewichten]:
    """Drawn sums per column: (V, R, categories, draws)."""
    grid = source.grid
    shape = (len(grid.venster_ids), len(grid.wijken), len(cats))
    size = int(np.prod(shape))
    total = np.zeros((len(columns) * size, TREKKINGEN), np.float32)
    for frame in _read_rows(source, feit, indeling, columns, cats):
        cell = frame["cel"].to_numpy(np.int64)
        total += sum_draws(  # all columns in one call, so that weights are made once
            np.concatenate([cell + place * size for place in range(len(columns))]),
            np.tile(frame["persoon"].to_numpy(np.int64), len(columns)),
            np.concatenate([frame[name].to_numpy(float) for name in columns]),
            len(total),
        )
    return {
        name: grid.roll_up(drawn.reshape(*shape, TREKKINGEN))
        for name, drawn in zip(columns, np.split(total, len(columns)), strict=True)
    }


def _read_rows(
    source: Source, feit: str, indeling: str, columns: tuple[str, ...], cats: Categorieen
) -> Iterator[pd.DataFrame]:
    """Sums per cell and person, in blocks of persons: memory does not grow with the levering."""
    unit = EENHEID.get(feit)
    person = f"cast(dense_rank() over (order by {unit}) as integer)" if unit else "jeugdige_id"
    coded = coded_sql(source.grid, feit, indeling, cats)
    rows = f"select *, {person} as persoon from ({coded}) as gecodeerd"
    query = f"select max(persoon) as laatste from ({rows}) as rijen"
    last = source.store.frame(query)["laatste"][0]
    if pd.isna(last):
        return
    sums = ", ".join(f"cast(sum({exact(name)}) as double) as {name}" for name in columns)
    for first in range(0, int(last) + 1, PERSONEN_PER_KEER):
        yield source.store.frame(
            f"select cel, persoon, {sums} from ({rows}) as rijen where persoon >= {first}"
            f" and persoon < {first + PERSONEN_PER_KEER} group by 1, 2"
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
    wijken, gemeente = len(grid.wijken), len(grid.wijken)
    pairs = [(place, rij) for place in range(wijken) for rij in (place, gemeente)]
    pairs += [(place, gemeente + 1) for place in grid.overige]
    rows = ", ".join(f"({wijk}, {rij})" for wijk, rij in pairs)
    count, largest = np.zeros(np.prod(shape)), np.zeros(np.prod(shape))
    units = [EENHEID.get(feit, "jeugdige_id")]
    if feit not in ZONDER_AANBIEDER:
        units.append("aanbieder_id")
    for place, unit in enumerate(units):
        frame = source.store.frame(
            "select doel, count(*) as aantal, cast(max(abs(som)) as double) as grootste"
            f" from (select (gehele_deling(cel, {wijken * many}) * {len(grid.rijen)} + rij)"
            f" * {many} + cel % {many} as doel, {unit}, sum(som) as som from ("
            f"select cel, {unit}, sum({exact(column)}) as som"
            f" from ({coded_sql(grid, feit, indeling, cats)}) as gecodeerd where {column} <> 0"
            f" group by 1, 2) as per_cel inner join (values {rows}) as rijen(wijk, rij)"
            f" on gehele_deling(cel, {many}) % {wijken} = wijk group by 1, 2) as per_rij"
            " where som <> 0 group by 1"
        )
        cell = frame["doel"].to_numpy(np.int64)
        if place == 0:
            count[cell] = frame["aantal"].to_numpy(float)
        largest[cell] = np.maximum(largest[cell], frame["grootste"].to_numpy(float))
    total = source.totals(feit, indeling).kolommen[column].reshape(-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(total > 0, largest / total, 1.0)
    share = np.where(count > 0, share, np.nan)
    return Concentration(count.reshape(shape), share.reshape(shape))


def euro_contributions(
    source: Source, indicator: Indicator, indelingen: Sequence[str]
) -> pd.DataFrame:
    """Who stands behind the euro sums (or days) of an indicator under these splits: BIJDRAGE.

    One row per kolom (fact.column), category ('' without a split), wijk, window, unit and aanbieder
    (0 where it does not matter) with euros, or days instead; no totals over wijken and no years of
    VROEGER, which are shown as the sum of their quarters. Names are categoricals (van and tot of
    dates), for there may be millions of rows: indicators of the same sums and splits share them.
    """
    columns = [indicator.teller]
    if indicator.soort is Soort.EURO_AANDEEL:
        columns.append(indicator.noemer)
    key = ("bijdragen", indicator.feit, *columns, *indelingen)
    if key not in source.cache:
        source.cache[key] = join_contributions(
            _contributions(source, indicator.feit, indeling, column)
            for indeling in indelingen
            for column in columns
        )
    found: pd.DataFrame = source.cache[key]
    return found


def join_contributions(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Frames of BIJDRAGE under each other, names as categoricals: never as text in between.

    Column by column, each let go of before the next: parts that come out of an iterator and that
    nobody else holds are never there whole beside what is made of them.
    """
    columns = [dict(part.items()) for part in parts if len(part)]
    columns = columns or [dict(pd.DataFrame(columns=list(BIJDRAGE)).items())]
    numbers = {"bijdrager": "int64", "aanbieder": "int64", "euro": "float64"}
    joined: dict[str, Any] = {}
    for name in BIJDRAGE:
        found = [part.pop(name) for part in columns]
        if name in numbers:
            joined[name] = np.concatenate([column.to_numpy(numbers[name]) for column in found])
        else:
            joined[name] = union_categoricals([_names_of(column) for column in found])
    return pd.DataFrame(joined, copy=False)


def _names_of(column: pd.Series) -> pd.Categorical:
    """A column as a categorical whose categories are objects, whatever they were before."""
    found = pd.Categorical(column)
    dtype: Any = pd.CategoricalDtype(found.categories.astype(object))
    return pd.Categorical.from_codes(found.codes, dtype=dtype)


def _contributions(source: Source, feit: str, indeling: str, column: str) -> pd.DataFrame:
    grid, cats = source.grid, source.totals(feit, indeling).categorieen
    many = len(cats)
    unit = EENHEID.get(feit, "jeugdige_id")
    provider = "''" if feit in ZONDER_AANBIEDER else "coalesce(aanbieder_id, '')"
    shown = [place for place, naam in enumerate(grid.namen) if naam != VROEGER]
    of_window = f"gehele_deling(cel, {max(1, len(grid.wijken) * many)})"
    asked = f"{of_window} in ({', '.join(map(str, shown))})" if shown else "false"
    found = source.store.arrow(
        f"select cel, {unit} as eenheid, {provider} as aanbieder, cast(sum({exact(column)})"
        f" as double) as euro from ({coded_sql(grid, feit, indeling, cats)}) as"
        f" gecodeerd where {column} <> 0 and {asked} group by 1, 2, 3"
        f" having sum({exact(column)}) <> 0 order by 1, 2, 3"
    )
    cell = found["cel"].to_numpy().astype(np.int64)
    window, wijk = cell // (len(grid.wijken) * many), cell // many % len(grid.wijken)

    def texts(values: Iterable[str | None], index: NDArray[np.int64]) -> "pd.Series[Any]":
        return _coded(index, [item or "" for item in values])

    nothing = np.zeros(len(cell), np.int64)
    return pd.DataFrame(
        {
            "kolom": texts([f"{feit}.{column}"], nothing),
            "indeling": texts([indeling], nothing),
            "categorie": texts(cats, cell % many),
            "wijk": texts(grid.wijken, wijk),
            "venster": _by_name(grid.namen, window),
            "van": _by_name(grid.van, window),
            "tot": _by_name(grid.tot, window),
            "bijdrager": _digests(found["eenheid"], _names(source, unit)),
            "aanbieder": _digests(found["aanbieder"], {}),
            "euro": found["euro"].to_numpy(),
        }
    )


def _by_name(names: Sequence[Any], index: NDArray[np.int64]) -> "pd.Series[Any]":
    """Categories once each, for quarters share one name and windows a day."""
    known = list(dict.fromkeys(names))
    codes = np.array([*(known.index(name) for name in names), -1], np.int64)
    return _coded(codes[index], known)


def _coded(codes: NDArray[np.int64], texts: list[Any]) -> "pd.Series[Any]":
    dtype: Any = pd.CategoricalDtype(texts)
    return pd.Series(pd.Categorical.from_codes(codes, dtype=dtype))


def _names(source: Source, unit: str) -> dict[object, str]:
    """The pseudoniem of every jeugdige by its number in this store; nothing for other units."""
    if unit != "jeugdige_id":
        return {}
    known = source.store.frame("select jeugdige_id, pseudoniem from jeugdige")
    return dict(zip(known["jeugdige_id"].tolist(), known["pseudoniem"].tolist(), strict=True))


def _digests(values: pa.ChunkedArray, names: dict[object, str]) -> NDArray[np.int64]:
    """A number of 63 bits per value; 0 for an empty text."""
    coded = values.combine_chunks().dictionary_encode()
    unique = coded.dictionary.to_pylist()
    numbers = [0 if item == "" else _digest(str(names.get(item, item))) for item in unique]
    place: NDArray[np.int64] = coded.indices.to_numpy()
    return np.array([*numbers, 0], np.int64)[place]


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1
