"""Who stands behind each sum of euros or days: what disclosure control must know."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from pandas.api.types import union_categoricals

from proeftuin.indicators import Indicator, Soort
from proeftuin.measure.euro import EENHEID, ZONDER_AANBIEDER
from proeftuin.measure.source import Source, coded_sql, exact
from proeftuin.vocabulary import VROEGER

# One unit's part of one euro sum of a wijk; bijdrager and aanbieder are numbers made of a digest of
# the pseudoniem (or the casus) and the code, the same in every levering with the same secret key.
BIJDRAGE = (
    *("kolom", "indeling", "categorie", "wijk", "venster", "van", "tot"),
    *("bijdrager", "aanbieder", "euro"),
)


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
    query = (
        f"select cel, {unit} as eenheid, {provider} as aanbieder, cast(sum({exact(column)})"
        f" as double) as euro from ({coded_sql(grid, feit, indeling, cats)}) as"
        f" gecodeerd where {column} <> 0 and {asked} group by 1, 2, 3"
        f" having sum({exact(column)}) <> 0 order by 1, 2, 3"
    )
    person = _digest_persons(source) if unit == "jeugdige_id" else None

    def take(batch: pa.RecordBatch) -> tuple[NDArray[Any], ...]:
        units = batch["eenheid"]
        return (
            batch["cel"].to_numpy().astype(np.int32),
            _digest_texts(units) if person is None else person[units.to_numpy()],
            _digest_texts(batch["aanbieder"]),
            batch["euro"].to_numpy().copy(),
        )

    kinds = (np.int32, np.int64, np.int64, np.float64)
    read = [tuple(np.zeros(0, kind) for kind in kinds), *source.store.batches(query, take)]
    cell, behind, firm, euro = (np.concatenate(parts) for parts in zip(*read, strict=True))
    window, wijk = cell // (len(grid.wijken) * many), cell // many % len(grid.wijken)

    def texts(values: Iterable[str | None], index: NDArray[np.integer]) -> "pd.Series[Any]":
        return _coded(index, [item or "" for item in values])

    nothing = np.zeros(len(cell), np.int8)
    return pd.DataFrame(
        {
            "kolom": texts([f"{feit}.{column}"], nothing),
            "indeling": texts([indeling], nothing),
            "categorie": texts(cats, cell % many),
            "wijk": texts(grid.wijken, wijk),
            "venster": _by_name(grid.namen, window),
            "van": _by_name(grid.van, window),
            "tot": _by_name(grid.tot, window),
            "bijdrager": behind,
            "aanbieder": firm,
            "euro": euro,
        },
        copy=False,
    )


def _by_name(names: Sequence[Any], index: NDArray[np.integer]) -> "pd.Series[Any]":
    """Categories once each, for quarters share one name and windows a day."""
    known = list(dict.fromkeys(names))
    codes = np.array([*(known.index(name) for name in names), -1], np.int16)
    return _coded(codes[index], known)


def _coded(codes: NDArray[np.integer], texts: list[Any]) -> "pd.Series[Any]":
    dtype: Any = pd.CategoricalDtype(texts)
    return pd.Series(pd.Categorical.from_codes(codes, dtype=dtype))


def _digest_persons(source: Source) -> NDArray[np.int64]:
    """By number of a jeugdige the digest of the pseudoniem."""
    if "pseudoniemen" not in source.cache:
        known = source.store.frame("select jeugdige_id, pseudoniem from jeugdige")
        place = known["jeugdige_id"].to_numpy(np.int64)
        numbers = np.zeros(int(place.max(initial=0)) + 1, np.int64)
        numbers[place] = [_digest(name) for name in known["pseudoniem"].tolist()]
        source.cache["pseudoniemen"] = numbers
    digests: NDArray[np.int64] = source.cache["pseudoniemen"]
    return digests


def _digest_texts(values: pa.Array) -> NDArray[np.int64]:
    """A number of 63 bits per value; 0 for an empty text."""
    coded = values.dictionary_encode()
    unique = coded.dictionary.to_pylist()
    numbers = [0 if item == "" else _digest(str(item)) for item in unique]
    place: NDArray[np.int64] = coded.indices.to_numpy()
    return np.array([*numbers, 0], np.int64)[place]


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1
