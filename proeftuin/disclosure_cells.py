"""Base cells and their totals: which rows are parts of which row, and protected counts.

A row of a wijk is its own only part. gemeente, overige and, for indicators on a peildatum, years
have several. So one rule covers cells and totals: add up the protected parts, never exact ones.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from proeftuin.settings import GEMEENTE, KWARTAAL, ONBEKEND, OVERIGE, Onthulling, Settings

Getallen = NDArray[np.float64]
Vlaggen = NDArray[np.bool_]
Plaatsen = NDArray[np.int64]


@dataclass(frozen=True)
class Parts:
    """Pairs (rij, deel): row number `deel` is a part of row number `rij`.

    aantal: how many parts each row has, cells without a row of their own (zero) included.
    """

    rij: Plaatsen
    deel: Plaatsen
    aantal: Getallen

    def total(self, values: NDArray[np.generic]) -> Getallen:
        """Per row the sum over its parts; nan counts as nothing."""
        weights = np.nan_to_num(values[self.deel].astype(float))
        return np.bincount(self.rij, weights, len(self.aantal)).astype(float)


@dataclass(frozen=True)
class Counts:
    """Protected counts, one per row: waarde (nan when hidden or not delivered) and flags.

    ongeveer: a hidden part stands in it as half the threshold. laag: the smallest true count
    these protected parts allow, itself computed from protected parts only.
    """

    waarde: Getallen
    verborgen: Vlaggen
    ongeveer: Vlaggen
    laag: Getallen


def find_parts(frame: pd.DataFrame, settings: Settings, peildatum: bool) -> Parts:
    """Parts of every row of a frame of Measured (row numbers are positions).

    peildatum: named windows are made of the quarters inside them.
    """
    keys = pd.DataFrame(
        {
            "indeling": frame["indeling"].astype(str).to_numpy(),
            "categorie": frame["categorie"].astype(object).fillna("").to_numpy(),
            "wijk": frame["wijk"].astype(str).to_numpy(),
            "venster": frame["venster"].astype(str).to_numpy(),
            "van": pd.to_datetime(frame["van"]).to_numpy(),
            "tot": pd.to_datetime(frame["tot"]).to_numpy(),
            "nummer": np.arange(len(frame)),
        }
    )
    windows = _window_parts(keys, peildatum)
    members = _wijk_parts(keys, settings)
    links = keys.merge(windows, on=["venster", "van", "tot"]).merge(members, on="wijk")
    columns = ["indeling", "categorie", "wijk", "venster", "van", "tot"]
    target = links[["nummer", "indeling", "categorie"]].assign(
        wijk=links["deel_wijk"],
        venster=links["deel_venster"],
        van=links["deel_van"],
        tot=links["deel_tot"],
    )
    pairs = target.merge(keys, on=columns, suffixes=("", "_deel"))
    counted = links.groupby("nummer").size().reindex(keys["nummer"], fill_value=1)
    return Parts(
        pairs["nummer"].to_numpy(np.int64),
        pairs["nummer_deel"].to_numpy(np.int64),
        counted.to_numpy().astype(float),
    )


def _window_parts(keys: pd.DataFrame, peildatum: bool) -> pd.DataFrame:
    """venster, van, tot and the window its cells come from (deel_venster, deel_van, deel_tot)."""
    windows = keys[["venster", "van", "tot"]].drop_duplicates()
    whole = windows.assign(
        deel_venster=windows["venster"], deel_van=windows["van"], deel_tot=windows["tot"]
    )
    if not peildatum:
        return whole
    pooled = []
    named = windows[windows["venster"] != KWARTAAL]
    for naam, van, tot in zip(named["venster"], named["van"], named["tot"], strict=True):
        starts = pd.date_range(van, tot, freq="QS")
        pooled.append(
            pd.DataFrame(
                {
                    "venster": naam,
                    "van": van,
                    "tot": tot,
                    "deel_venster": KWARTAAL,
                    "deel_van": starts,
                    "deel_tot": starts + pd.offsets.QuarterEnd(0),
                }
            )
        )
    quarters = whole[whole["venster"] == KWARTAAL]
    joined = pd.concat([quarters, *pooled], ignore_index=True)
    days = ["van", "tot", "deel_van", "deel_tot"]
    return joined.astype({name: keys["van"].dtype for name in days})


def _wijk_parts(keys: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Wijk and the wijken its cells come from (deel_wijk); onbekend only where there are any."""
    unknown = [ONBEKEND] if (keys["wijk"] == ONBEKEND).any() else []
    members = {wijk: [wijk] for wijk in (*settings.wijk_ids, ONBEKEND)}
    members[GEMEENTE] = [*settings.wijk_ids, *unknown]
    members[OVERIGE] = list(settings.overige_wijken)
    rows = [(wijk, part) for wijk, parts in members.items() for part in parts]
    return pd.DataFrame(rows, columns=["wijk", "deel_wijk"])


def protect_cells(exact: Getallen, rules: Onthulling) -> tuple[Getallen, Vlaggen]:
    """(what stands for each count in a total, whether it is hidden).

    1..threshold-1 is hidden and stands as half the threshold; 0 stays 0; the rest is rounded to
    the nearest multiple of the base, halves up, never to 0.
    """
    hidden = (exact > 0) & (exact < rules.drempel)
    rounded = np.floor(exact / rules.basis + 0.5) * rules.basis
    shown = np.where(exact > 0, np.maximum(rounded, rules.basis), rounded)
    return np.where(hidden, float(rules.drempel // 2), shown), hidden


def protect_counts(parts: Parts, exact: Getallen, rules: Onthulling) -> Counts:
    """Protected counts of every row, totals added up from protected parts.

    exact: counts per row, of which only those of base cells are read; nan: not delivered. A total
    is hidden when more than half of its parts are, or when it would stand below the threshold.
    """
    cells, hidden = protect_cells(exact, rules)
    lowest = np.where(hidden, 1.0, np.maximum(cells - rules.basis // 2, rules.drempel))
    total, aantal = parts.total(cells), parts.total(hidden)
    verborgen = (2 * aantal > parts.aantal) | ((total > 0) & (total < rules.drempel))
    missing = parts.total(~np.isnan(exact)) == 0
    shown = np.where(verborgen | missing, np.nan, total)
    return Counts(
        waarde=np.where(missing & ~np.isnan(exact), 0.0, shown),
        verborgen=verborgen,
        ongeveer=(aantal > 0) & ~verborgen,
        laag=parts.total(np.where(cells > 0, lowest, 0.0)),
    )
