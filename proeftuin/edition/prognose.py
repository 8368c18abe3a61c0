"""The prognose of the year of datastand: the tables of the intern edition that hold it.

Each edition also keeps what was declared per month as it was then known, and carries along what
the editions before it kept. Once two such standen lie behind, how complete a young month is comes
from them (basis REEKS); until then from the levering itself (basis DEKKING).
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from proeftuin.edition.files import EDITIES, read_index, tabel_file
from proeftuin.measure import Reeksen, measure_prognose
from proeftuin.settings import Settings
from proeftuin.stats import (
    RIJP,
    TEMPO_MAANDEN,
    ZONDER_BEDRAG,
    ZONDER_EIND,
    Floats,
    Jaarraming,
    Jaarterugblik,
    chain_compleet,
    estimate_declaraties,
    estimate_toewijzingen,
    interval,
    look_back,
    measure_dekking,
    past_peilen,
)
from proeftuin.store import Store
from proeftuin.vocabulary import GEMEENTE, INTERN

DECLARATIES, TOEWIJZINGEN = "declaraties", "toewijzingen"
REEKS, DEKKING, GEEN_BASIS = "reeks", "dekking", "geen"
STAND_TERUG = 24  # months of declared sums each edition keeps
AANSLUITING = 0.03  # a stand whose whole months differ more is of another series
COLUMNS = {
    "prognose": ("wijk", "route", "deel", "maand_datum", "bedrag_eur"),
    "prognose_raming": (
        *("wijk", "route", "jaar", "peil_datum", "raming_eur", "onder_eur", "boven_eur"),
        *("open_eur", "aantal_terugblik", "basis", "compleet_0", "compleet_1", "compleet_2"),
        *("verzilvering_aandeel", "aantal_lopend", "aantal_zonder_bedrag", "aantal_zonder_eind"),
    ),
    "prognose_terugblik": (
        *("wijk", "route", "peil_datum", "raming_eur", "werkelijk_eur", "open_eur"),
        "is_vastgelegd",
    ),
    "prognose_stand": ("reeks", "datastand", "wijk", "maand_datum", "gedeclareerd_eur"),
}


@dataclass(frozen=True)
class Compleet:
    """How complete a month is by age (RIJP,), None when unknown, and what that rests on."""

    aandeel: Floats | None
    basis: str


def make_prognose_tabellen(
    store: Store, settings: Settings, data_dir: Path
) -> dict[str, pd.DataFrame]:
    """The tables of COLUMNS, for the intern edition only; prepare_facts must have run.

    Rows for gemeente and every wijk. prognose: euros per part and month, which add up to
    raming_eur. A route without enough data has no rows. prognose_stand carries along what the
    current edition in data_dir kept.
    """
    measured = measure_prognose(store, settings)
    kept = _read_kept(data_dir)
    own = _own_stand(measured, store)
    if len(kept):
        kept = kept[(kept["reeks"] != _reeks(store)) | (kept["datastand"] != store.datastand)]
    standen = _fitting_standen(kept, measured, store)
    compleet = _find_compleet(standen, measured)
    rows: dict[str, list[dict[str, Any]]] = {naam: [] for naam in COLUMNS}
    for wijk in measured.reeksen:
        for route in (DECLARATIES, TOEWIJZINGEN):
            _add_route(rows, wijk, route, measured, standen, compleet)
    tabellen = {
        naam: pd.DataFrame(rows[naam], columns=list(columns)) for naam, columns in COLUMNS.items()
    }
    parts = [part for part in (kept, own) if len(part)]
    if parts:
        tabellen["prognose_stand"] = pd.concat(parts, ignore_index=True)
    return tabellen


def _reeks(store: Store) -> str:
    [is_synthetisch] = store.frame("select is_synthetisch from levering")["is_synthetisch"]
    return "synthetisch" if is_synthetisch else ""


def _read_kept(data_dir: Path) -> pd.DataFrame:
    """prognose_stand of the current edition; empty when there is none or it is older."""
    current, _ = read_index(data_dir)
    file = tabel_file(data_dir / EDITIES / str(current) / INTERN, "prognose_stand")
    if current is None or not file.is_file():
        return pd.DataFrame(columns=list(COLUMNS["prognose_stand"]))
    return pd.DataFrame(pq.read_table(file).to_pandas(date_as_object=True))


def _own_stand(measured: Reeksen, store: Store) -> pd.DataFrame:
    """What is declared now in the last months, per row; the stand of this levering."""
    first = max(0, measured.peil - STAND_TERUG + 1)
    rows = [
        (_reeks(store), store.datastand, wijk, measured.maanden[month][0], float(value))
        for wijk, reeks in measured.reeksen.items()
        for month, value in enumerate(reeks.gedeclareerd[: measured.peil + 1])
        if month >= first and measured.eerste_declaratie is not None
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS["prognose_stand"]))


Standen = dict[int, dict[str, Floats]]


def _fitting_standen(kept: pd.DataFrame, measured: Reeksen, store: Store) -> Standen:
    """Earlier standen by month number and row, as whole series; only those of this very series.

    A stand fits when it was taken on the last day of a month, is older than datastand, and its
    fully declared months differ at most AANSLUITING from the same months now.
    """
    months = {tot: nr for nr, (_, tot) in enumerate(measured.maanden[: measured.peil])}
    place = {van: nr for nr, (van, _) in enumerate(measured.maanden)}
    found: Standen = {}
    kept = kept[kept["reeks"] == _reeks(store)]
    for day, peil in months.items():
        stand = kept[kept["datastand"] == day]
        if not len(stand):
            continue
        series = {wijk: reeks.gedeclareerd.copy() for wijk, reeks in measured.reeksen.items()}
        whole = set()
        for wijk, month, eur in zip(
            stand["wijk"], stand["maand_datum"], stand["gedeclareerd_eur"], strict=True
        ):
            if wijk in series and month in place:
                series[wijk][place[month]] = eur
                whole.add(place[month])
        whole = {month for month in whole if month <= peil - RIJP}
        then = sum(series[GEMEENTE][month] for month in whole)
        now = sum(measured.reeksen[GEMEENTE].gedeclareerd[month] for month in whole)
        if now > 0 and abs(then / now - 1) <= AANSLUITING:
            found[peil] = series
    return found


def _chain(standen: Standen, measured: Reeksen, without: int = -1) -> Floats | None:
    past = {peil: series[GEMEENTE] for peil, series in standen.items() if peil != without}
    return chain_compleet(past, measured.reeksen[GEMEENTE].gedeclareerd, measured.peil)


def _find_compleet(standen: Standen, measured: Reeksen) -> Compleet:
    chained = _chain(standen, measured)
    if chained is not None:
        return Compleet(chained, REEKS)
    seen = measure_dekking(measured.reeksen[GEMEENTE], measured.peil)
    return Compleet(seen, DEKKING if seen is not None else GEEN_BASIS)


def _add_route(
    rows: dict[str, list[dict[str, Any]]],
    wijk: str,
    route: str,
    measured: Reeksen,
    standen: Standen,
    compleet: Compleet,
) -> None:
    reeks, first = measured.reeksen[wijk], measured.eerste_declaratie
    if first is None:
        return
    if route == DECLARATIES:
        first += RIJP + TEMPO_MAANDEN - 1
        raming = estimate_declaraties(reeks, measured.peil, measured.jaar, compleet.aandeel)
    else:
        if measured.eerste_toewijzing is None:
            return
        first = max(first, measured.eerste_toewijzing) + 12
        raming = estimate_toewijzingen(reeks, measured.peil, measured.jaar)
    if raming is None or measured.peil < first:
        return
    past = [
        item
        for peil in past_peilen(first, measured.peil)
        if (item := _look_back(peil, wijk, route, measured, standen)) is not None
    ]
    limits = interval(raming, past) or (float("nan"), float("nan"))
    shares = [float("nan")] * RIJP if compleet.aandeel is None else compleet.aandeel.tolist()
    running = measured.lopend[wijk]
    rows["prognose_raming"].append(
        {
            "wijk": wijk,
            "route": route,
            "jaar": measured.maanden[12 * measured.jaar][0].year,
            "peil_datum": measured.maanden[measured.peil][1],
            "raming_eur": raming.totaal,
            "onder_eur": limits[0],
            "boven_eur": limits[1],
            "open_eur": raming.open_eur,
            "aantal_terugblik": float(len(past)),
            "basis": compleet.basis if route == DECLARATIES else "",
            **{f"compleet_{age}": share for age, share in enumerate(shares)},
            "verzilvering_aandeel": raming.verzilvering,
            "aantal_lopend": float(sum(running.values())),
            "aantal_zonder_bedrag": float(running[ZONDER_BEDRAG]),
            "aantal_zonder_eind": float(running[ZONDER_EIND]),
        }
    )
    rows["prognose"] += _parts(wijk, route, raming, measured)
    rows["prognose_terugblik"] += [
        {
            "wijk": wijk,
            "route": route,
            "peil_datum": measured.maanden[item.peil][1],
            "raming_eur": item.raming_eur,
            "werkelijk_eur": item.werkelijk_eur,
            "open_eur": item.open_eur,
            "is_vastgelegd": item.is_vastgelegd,
        }
        for item in past
    ]


def _parts(wijk: str, route: str, raming: Jaarraming, measured: Reeksen) -> list[dict[str, Any]]:
    months: list[date] = [van for van, _ in measured.maanden[12 * measured.jaar :]]
    return [
        {"wijk": wijk, "route": route, "deel": deel, "maand_datum": van, "bedrag_eur": float(eur)}
        for deel, values in raming.delen.items()
        for van, eur in zip(months, values, strict=True)
    ]


def _look_back(
    past: int, wijk: str, route: str, measured: Reeksen, standen: Standen
) -> Jaarterugblik | None:
    """What this route would have said at `past`; None when a month it needs is missing.

    With a stand of that day: with what was declared then and the completeness of the other
    standen. Without: as if nothing was declared of the youngest months, which is stricter.
    """
    reeks, jaar = measured.reeksen[wijk], past // 12
    if route == TOEWIJZINGEN:
        raming = estimate_toewijzingen(reeks, past, jaar)
        return look_back(reeks, past, raming, False) if raming else None
    others = _chain(standen, measured, without=past) if past in standen else None
    then = reeks
    if others is not None:
        then = replace(reeks, gedeclareerd=standen[past][wijk])
    raming = estimate_declaraties(then, past, jaar, others)
    return look_back(reeks, past, raming, others is not None) if raming else None
