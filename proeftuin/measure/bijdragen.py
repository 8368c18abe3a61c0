"""Who stands behind each sum of euros or days: what disclosure control must know."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from proeftuin.indicators import Indicator, Soort
from proeftuin.measure.euro import EENHEID, ZONDER_AANBIEDER
from proeftuin.measure.source import Source, coded_sql, exact
from proeftuin.vocabulary import VROEGER

CEL = ("kolom", "indeling", "categorie", "wijk", "venster", "van", "tot")
BIJDRAGE = (*CEL, "bijdrager", "aanbieder", "euro")


@dataclass(frozen=True)
class Bijdragen:
    """One unit's part of one sum per row: there may be millions, so a cell is a number.

    cellen: columns CEL (kolom: fact.column; categorie: '' without a split; van and tot inclusive
    dates); a cell may stand there more than once. cel: per row the place of its cell. bijdrager and
    aanbieder: numbers made of a digest of the pseudoniem (or the casus) and the code, the same in
    every levering with the same secret key; aanbieder 0 where it does not matter. euro: or days.
    """

    cellen: pd.DataFrame
    cel: NDArray[np.int32]
    bijdrager: NDArray[np.int64]
    aanbieder: NDArray[np.int64]
    euro: NDArray[np.float64]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> "Bijdragen":
        """The rows of a frame with the columns BIJDRAGE."""
        codes = np.zeros(len(frame), np.int64)
        for name in CEL:
            own, values = pd.factorize(frame[name])
            codes = codes * max(1, len(values)) + own
        _, first, cel = np.unique(codes, return_index=True, return_inverse=True)
        return cls(
            frame[list(CEL)].iloc[first].astype(object).reset_index(drop=True),
            cel.astype(np.int32),
            frame["bijdrager"].to_numpy(np.int64),
            frame["aanbieder"].to_numpy(np.int64),
            frame["euro"].to_numpy(np.float64),
        )

    def choose(self, cells: NDArray[np.bool_]) -> "Bijdragen":
        """The rows of these of its cells; itself when they are all there is."""
        if cells.all():
            return self
        rows = cells[self.cel]
        return Bijdragen(
            self.cellen[cells].reset_index(drop=True),
            (np.cumsum(cells) - 1).astype(np.int32)[self.cel[rows]],
            self.bijdrager[rows],
            self.aanbieder[rows],
            self.euro[rows],
        )


def euro_contributions(
    source: Source, indicator: Indicator, indelingen: Sequence[str]
) -> list[Bijdragen]:
    """Who stands behind the euro sums (or days) of an indicator under these splits, in parts.

    No totals over wijken and no years of VROEGER, which are shown as the sum of their quarters.
    Indicators of the same sums share them.
    """
    columns = [indicator.teller]
    if indicator.soort is Soort.EURO_AANDEEL:
        columns.append(indicator.noemer)
    parts: list[Bijdragen] = []
    for indeling in indelingen:
        for column in columns:
            key = ("bijdragen", indicator.feit, column, indeling)
            if key not in source.cache:
                source.cache[key] = _contributions(source, indicator.feit, indeling, column)
            parts += source.cache[key]
    return parts


def _contributions(source: Source, feit: str, indeling: str, column: str) -> list[Bijdragen]:
    """Those of one column under one split, the rows of a cell together."""
    grid, cats = source.grid, source.totals(feit, indeling).categorieen
    unit = EENHEID.get(feit, "jeugdige_id")
    provider = "''" if feit in ZONDER_AANBIEDER else "coalesce(aanbieder_id, '')"
    shown = [place for place, naam in enumerate(grid.namen) if naam != VROEGER]
    per_window = max(1, len(grid.wijken) * len(cats))
    of_window = f"gehele_deling(cel, {per_window})"
    asked = f"{of_window} in ({', '.join(map(str, shown))})" if shown else "false"
    query = (
        f"select cel, {unit} as eenheid, {provider} as aanbieder, cast(sum({exact(column)})"
        f" as double) as euro from ({coded_sql(grid, feit, indeling, cats)}) as"
        f" gecodeerd where {column} <> 0 and {asked} group by 1, 2, 3"
        f" having sum({exact(column)}) <> 0 order by 1, 2, 3"
    )
    person = _digest_persons(source) if unit == "jeugdige_id" else None

    def take(batch: pa.RecordBatch) -> Bijdragen:
        units = batch["eenheid"]
        cell = batch["cel"].to_numpy()
        first = np.flatnonzero(np.diff(cell, prepend=-1))
        window, place = np.divmod(cell[first], per_window)
        wijk, categorie = np.divmod(place, max(1, len(cats)))
        cellen = {
            "kolom": f"{feit}.{column}",
            "indeling": indeling,
            "categorie": [cats[item] or "" for item in categorie],
            "wijk": [grid.wijken[item] for item in wijk],
            "venster": [grid.namen[item] for item in window],
            "van": [grid.van[item] for item in window],
            "tot": [grid.tot[item] for item in window],
        }
        return Bijdragen(
            pd.DataFrame(cellen, columns=list(CEL), dtype=object),
            np.repeat(np.arange(len(first), dtype=np.int32), np.diff(first, append=len(cell))),
            _digest_texts(units) if person is None else person[units.to_numpy()],
            _digest_texts(batch["aanbieder"]),
            batch["euro"].to_numpy().copy(),
        )

    return source.store.batches(query, take)


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
