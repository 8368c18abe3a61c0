"""Base cells and their totals: every count the openbaar edition rests on, once, and its parts.

Rules 1 and 2 of docs/definities.md. A base cell is one kolom of one fact for one wijk (or
onbekend), window, split and category. Several indicators show the same cell, so it is protected
once and looked up by its name. A row of a wijk is its own only part; gemeente, overige and, for
indicators on a peildatum, years have several. So one rule covers cells and totals: add up the
protected parts, never exact ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from proeftuin.disclosure.keys import Keys
from proeftuin.disclosure.knowledge import PLAATS, STROMEN, ZELFDE
from proeftuin.disclosure.protection import Weergave, show_cells
from proeftuin.indicators import AANBIEDER, BEVOLKING, EURO, INDICATOR, Indicator, Soort
from proeftuin.settings import Onthulling, Settings
from proeftuin.vocabulary import (
    GEMEENTE,
    KWARTAAL,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    ONBEKEND,
    OVERIGE,
    VROEGER,
)

VOORVELD, MAATSTAF, PEILDATUM = "voorveld", "maatstaf", "peildatum"  # of the table beside figures
CELLEN = ("kolom", *PLAATS, "exact", "is_onrijp")


def name_of(indicator: Indicator, veld: str) -> str | None:
    """Name of the base cells under a column of Measured; None where it holds no base cells.

    veld: teller, noemer, rijp, totaal or terugwerkend.
    """
    kolom: str | None = None
    if veld == "teller" and indicator.soort not in (*EURO, Soort.GEMIDDELDE):
        kolom = indicator.teller
    elif veld == "noemer" and indicator.noemer != BEVOLKING:
        kolom = None if indicator.soort is Soort.EURO_AANDEEL else indicator.noemer
    elif veld in ("rijp", "totaal"):
        kolom = indicator.rijp if veld == "rijp" else indicator.totaal
    elif veld == "terugwerkend" and indicator.overleving:
        kolom = indicator.overleving.terugwerkend
    if kolom is None:
        return None
    name = f"{indicator.feit}.{kolom}"
    return ZELFDE.get(name, name)


def with_unknown(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Rates: wijk onbekend has no population, so no figure, yet its people count in gemeente.

    Their number is the rest of gemeente: a base cell, protected as any other. Rows of wijk
    onbekend get it as teller; where there is no such row one is added at the end.
    """
    if indicator.soort is not Soort.PER_1000:
        return rows
    keys = ["indeling", "groep", "venster", "van", "tot"]
    groep = rows["categorie"].astype(object).fillna("")
    tellers = rows.assign(teller=rows["teller"].astype(float), groep=groep)
    total = tellers[tellers["wijk"] == GEMEENTE].groupby(keys)["teller"].sum(min_count=1)
    wijken = tellers[~tellers["wijk"].isin([GEMEENTE, OVERIGE, ONBEKEND])]
    known = wijken.groupby(keys)["teller"].sum().reindex(total.index, fill_value=0.0)
    rest = (total - known).round()
    unknown = tellers["wijk"] == ONBEKEND
    places = pd.MultiIndex.from_frame(tellers.loc[unknown, keys])
    tellers.loc[unknown, "teller"] = rest.reindex(places).to_numpy()
    absent = rest[~rest.index.isin(places) & (rest > 0)].rename("teller").reset_index()
    added = absent.assign(
        slug=indicator.slug, wijk=ONBEKEND, status=NIET_GELEVERD, categorie=absent["groep"]
    )
    return pd.concat([tellers, added], ignore_index=True) if len(added) else tellers


def collect_cells(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Every base cell of these indicators: columns CELLEN, index 0..n-1, one row per cell.

    frames: frames of Measured, one per indicator. categorie is '' without a split; exact is a
    whole number; is_onrijp: the cell is shown as "x of y old enough". Splits by aanbieder and
    years made of quarters hold no base cells.
    """
    found = [part for frame in frames for part in _cells_of(frame)]
    if not found:
        return pd.DataFrame({name: [] for name in CELLEN}).astype({"is_onrijp": bool})
    cells = pd.concat(found, ignore_index=True)
    keys = ["kolom", *PLAATS]
    cells = cells.sort_values("is_onrijp", ascending=False, kind="stable").drop_duplicates(keys)
    return cells.sort_values(keys, kind="stable").reset_index(drop=True)


def _cells_of(frame: pd.DataFrame) -> list[pd.DataFrame]:
    kept = frame[frame["indeling"] != AANBIEDER].reset_index(drop=True)
    if kept.empty:
        return []
    indicator = INDICATOR[str(kept["slug"].iloc[0])]
    rows = with_unknown(kept, indicator)
    rows = rows[~rows["wijk"].isin([GEMEENTE, OVERIGE])]
    parts = []
    for veld in ("teller", "noemer", "rijp", "totaal", "terugwerkend"):
        kolom = name_of(indicator, veld)
        if kolom is None:
            continue
        counted = rows[rows[veld].notna() & ~is_made_of_quarters(rows, indicator, kolom)]
        part = {name: counted[name] for name in ("indeling", "wijk", "venster", "van", "tot")}
        unripe = (counted["status"] == NOG_NIET_RIJP) & (indicator.soort is Soort.AANDEEL)
        parts.append(
            pd.DataFrame(
                {
                    "kolom": kolom,
                    **part,
                    "categorie": counted["categorie"].astype(object).fillna("").astype(str),
                    "exact": np.round(counted[veld].to_numpy(float)),
                    "is_onrijp": unripe if veld == "rijp" else False,
                }
            )[list(CELLEN)]
        )
    return parts


def is_flow(kolom: str | None) -> bool:
    """Whether a count of this name happens in one quarter, so that quarters add up to a year."""
    return kolom is not None and kolom.split(".")[0] in STROMEN


def is_made_of_quarters(rows: pd.DataFrame, indicator: Indicator, kolom: str) -> NDArray[np.bool_]:
    """Which rows are windows whose count of this name is the sum of its quarters, as shown.

    Years on a peildatum by definition. Years of VROEGER where the quarters of a flow add up to them
    anyway: years that overlap tie all quarters of a wijk together, and with counts of their own the
    audit would have to hide far more than they add.
    """
    if indicator.peildatum:
        return (rows["venster"] != KWARTAAL).to_numpy()
    return (rows["venster"] == VROEGER).to_numpy() & is_flow(kolom)


def collect_voorveld(tabel: pd.DataFrame) -> pd.DataFrame:
    """The counts of the voorveld as base cells: columns CELLEN, two per measure, wijk and day."""
    days = tabel["peil_datum"]
    places = {
        **{"indeling": MAATSTAF, "categorie": tabel["maatstaf_code"].astype(str)},
        **{"wijk": tabel["wijk"].astype(str), "venster": PEILDATUM, "van": days, "tot": days},
    }
    parts = [
        pd.DataFrame(
            {
                **{"kolom": f"{VOORVELD}.{veld}", **places, "is_onrijp": False},
                "exact": tabel[veld].to_numpy(float),
            }
        )[list(CELLEN)]
        for veld in ("teller", "noemer")
    ]
    return pd.concat(parts, ignore_index=True)


def join_cells(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Frames of CELLEN as one, in the order of their names, index 0..n-1."""
    joined = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return joined.sort_values(["kolom", *PLAATS], kind="stable").reset_index(drop=True)


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

    ongeveer: a hidden part stands in it as half the threshold, or a part was rounded more. klein:
    it is 1 or more and below the threshold, which is why it is hidden. low:
    the smallest true count these protected parts stood for when they were first shown, computed
    from protected parts only: as long as a value stays (rule 4), so does what rests on it.
    """

    waarde: Getallen
    verborgen: Vlaggen
    ongeveer: Vlaggen
    klein: Vlaggen
    low: Getallen


def find_parts(frame: pd.DataFrame, settings: Settings, made: NDArray[np.bool_]) -> Parts:
    """Parts of every row of a frame of Measured (row numbers are positions).

    made: which rows are windows made of the quarters inside them (is_made_of_quarters).
    """
    keys = Keys(frame.fillna({"categorie": ""}), ("indeling", "categorie", "venster", "van", "tot"))
    every = np.arange(len(frame))
    groups = keys.group(every, ("indeling", "categorie"))
    windows = keys.group(every, ("venster", "van", "tot"))
    first = np.unique(windows, return_index=True)[1]
    named = frame.iloc[first][["venster", "van", "tot"]].itertuples(index=False, name=None)
    wijken, wijk_names = pd.factorize(frame["wijk"].astype(str))
    shape = (int(groups.max(initial=-1)) + 1, len(wijk_names), len(first))
    row_of = np.full(shape, -1)
    row_of[groups, wijken, windows] = np.arange(len(frame))
    summed = set(windows[made].tolist())
    window_parts = _window_parts(list(named), summed)
    wijk_parts = _wijk_parts(list(wijk_names), settings)
    rij, deel, aantal = [], [], np.zeros(len(frame))
    spot = windows * len(wijk_parts) + wijken
    order = np.argsort(spot, kind="stable")
    ends = np.cumsum(np.bincount(spot, minlength=len(window_parts) * len(wijk_parts)))
    spots = iter(np.split(order, ends[:-1]))  # the rows of every window and wijk, in that order
    for own_windows in window_parts:
        for own_wijken in wijk_parts:
            rows = next(spots)
            known = row_of[groups[rows]][:, own_wijken.known][:, :, own_windows.known]
            found = known.reshape(len(rows), -1)
            at, _ = np.nonzero(found >= 0)
            rij.append(rows[at])
            deel.append(found[found >= 0])
            aantal[rows] = own_wijken.aantal * own_windows.aantal
    return Parts(np.concatenate(rij), np.concatenate(deel), aantal)


@dataclass(frozen=True)
class _Members:
    """Which of the values in the frame are parts of one value, and how many parts it has in all."""

    known: list[int]
    aantal: int


def _window_parts(windows: list[tuple[str, date, date]], summed: set[int]) -> list[_Members]:
    """Per window its own place, or its quarters where its place is in summed."""
    parts = []
    for place, (_, van, tot) in enumerate(windows):
        if place not in summed:
            parts.append(_Members([place], 1))
            continue
        inside = [
            number
            for number, (naam, first, last) in enumerate(windows)
            if naam == KWARTAAL and first >= van and last <= tot
        ]
        months = 12 * (tot.year - van.year) + tot.month - van.month + 1
        parts.append(_Members(inside, months // 3))
    return parts


def _wijk_parts(wijken: list[str], settings: Settings) -> list[_Members]:
    """Per wijk its own place, or the wijken of a total; onbekend only where there are any."""
    totals = {
        GEMEENTE: [*settings.wijk_ids, *([ONBEKEND] if ONBEKEND in wijken else [])],
        OVERIGE: list(settings.overige_wijken),
    }
    parts = []
    for wijk in wijken:
        members = totals.get(wijk, [wijk])
        parts.append(
            _Members([wijken.index(item) for item in members if item in wijken], len(members))
        )
    return parts


def protect_cells(exact: Getallen, rules: Onthulling) -> tuple[Getallen, Vlaggen]:
    """(what stands for each count in a total, whether it is hidden), by rule 1 alone.

    1..threshold-1 is hidden and stands as half the threshold; 0 stays 0; the rest is rounded to
    the nearest multiple of the base, halves up, never to 0.
    """
    shown = show_cells(exact, np.zeros(len(exact), np.int64), rules, None)
    return np.where(shown.verborgen, float(rules.drempel // 2), shown.getoond), shown.verborgen


def protect_counts(parts: Parts, exact: Getallen, shown: Weergave, rules: Onthulling) -> Counts:
    """Protected counts of every row, totals added up from protected parts.

    shown: how every row is shown, of which only base cells are read. exact: the same counts, nan
    where not delivered. A total is hidden when more than half of its parts are, when one of them is
    closed by secondary protection (it may be any number, so nothing can stand for it), or when it
    would stand below the threshold.
    """
    half = float(rules.drempel // 2)
    cells = np.where(shown.verborgen, half, shown.getoond)
    total, aantal = parts.total(cells), parts.total(shown.verborgen)
    closed = parts.total(shown.verborgen & (shown.basis == 0)) > 0
    verborgen = (2 * aantal > parts.aantal) | closed | ((total > 0) & (total < rules.drempel))
    missing = parts.total(~np.isnan(exact)) == 0
    value = np.where(verborgen | missing, np.nan, total)
    coarse = parts.total(~shown.verborgen & (shown.basis > rules.basis) & (cells > 0))
    return Counts(
        waarde=np.where(missing & ~np.isnan(exact), 0.0, value),
        verborgen=verborgen,
        ongeveer=((aantal > 0) | (coarse > 0)) & ~verborgen,
        klein=~closed & (aantal == 1) & (total == half),
        low=parts.total(shown.eerst_low),
    )
