"""The prognose of the year of datastand: the tables of the intern edition that hold it.

Each edition also keeps what was declared per month as it was then known, and carries along what
the editions before it kept. Once two such standen lie behind, how complete a young month is comes
from them (basis REEKS); until then from the levering itself (basis DEKKING).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from proeftuin.edition.files import EDITIES, read_index, tabel_file
from proeftuin.edition.memory import find_reeks
from proeftuin.measure import Reeksen, measure_prognose
from proeftuin.records import (
    DECLARATIES,
    DEKKING,
    GEEN_BASIS,
    REEKS,
    TOEWIJZINGEN,
    Deelbedrag,
    Gedeclareerd,
    Raming,
    Terugblik,
    load_records,
    make_frame,
)
from proeftuin.settings import Settings
from proeftuin.stats import (
    RIJP,
    TEMPO_MAANDEN,
    ZONDER_BEDRAG,
    ZONDER_EIND,
    Floats,
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

STAND_TERUG = 24  # months of declared sums each edition keeps
AANSLUITING = 0.03  # a stand whose whole months differ more is of another series
RECORDS: dict[str, type[Any]] = {
    "prognose": Deelbedrag,
    "prognose_raming": Raming,
    "prognose_terugblik": Terugblik,
    "prognose_stand": Gedeclareerd,
}


@dataclass(frozen=True)
class Compleet:
    """How complete a month is by age (RIJP,), None when unknown, and what that rests on."""

    aandeel: Floats | None
    basis: str


def make_prognose_tabellen(
    store: Store, settings: Settings, data_dir: Path
) -> dict[str, pd.DataFrame]:
    """The tables of RECORDS, for the intern edition only; prepare_facts must have run.

    Rows for gemeente and every wijk. prognose: euros per part and month, which add up to
    raming_eur. A route without enough data has no rows. prognose_stand carries along what the
    current edition in data_dir kept.
    """
    measured = measure_prognose(store, settings)
    reeks = find_reeks(store)
    kept = [
        item
        for item in _read_kept(data_dir)
        if (item.reeks, item.datastand) != (reeks, store.datastand)
    ]
    standen = _fitting_standen([item for item in kept if item.reeks == reeks], measured)
    compleet = _find_compleet(standen, measured)
    ramingen: list[Raming] = []
    terugblik: list[Terugblik] = []
    for wijk in measured.reeksen:
        for route in (DECLARATIES, TOEWIJZINGEN):
            made = _estimate(wijk, route, measured, standen, compleet)
            if made is not None:
                ramingen.append(made[0])
                terugblik += made[1]
    delen = _list_delen(ramingen, measured)
    stand = [*kept, *_own_stand(measured, reeks, store.datastand)]
    rows: tuple[Sequence[Any], ...] = (delen, ramingen, terugblik, stand)
    return {
        naam: make_frame(soort, records)
        for (naam, soort), records in zip(RECORDS.items(), rows, strict=True)
    }


def _read_kept(data_dir: Path) -> tuple[Gedeclareerd, ...]:
    """prognose_stand of the current edition; empty when there is none or it is older."""
    current, _ = read_index(data_dir)
    file = tabel_file(data_dir / EDITIES / str(current) / INTERN, "prognose_stand")
    return load_records(Gedeclareerd, file) if current is not None and file.is_file() else ()


def _own_stand(measured: Reeksen, reeks: str, datastand: date) -> list[Gedeclareerd]:
    """What is declared now in the last months, per row; the stand of this levering."""
    first = max(0, measured.peil - STAND_TERUG + 1)
    return [
        Gedeclareerd(reeks, datastand, wijk, measured.maanden[month][0], float(value))
        for wijk, own in measured.reeksen.items()
        for month, value in enumerate(own.gedeclareerd[: measured.peil + 1])
        if month >= first and measured.eerste_declaratie is not None
    ]


Standen = dict[int, dict[str, Floats]]


def _fitting_standen(kept: Sequence[Gedeclareerd], measured: Reeksen) -> Standen:
    """Earlier standen by month number and row, as whole series; kept: those of this very series.

    A stand fits when it was taken on the last day of a month, is older than datastand, and its
    fully declared months differ at most AANSLUITING from the same months now.
    """
    months = {tot: nr for nr, (_, tot) in enumerate(measured.maanden[: measured.peil])}
    place = {van: nr for nr, (van, _) in enumerate(measured.maanden)}
    found: Standen = {}
    for day, peil in months.items():
        stand = [item for item in kept if item.datastand == day]
        if not stand:
            continue
        series = {wijk: reeks.gedeclareerd.copy() for wijk, reeks in measured.reeksen.items()}
        whole = set()
        for item in stand:
            if item.wijk in series and item.maand_datum in place:
                series[item.wijk][place[item.maand_datum]] = item.gedeclareerd_eur
                whole.add(place[item.maand_datum])
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


def _estimate(
    wijk: str, route: str, measured: Reeksen, standen: Standen, compleet: Compleet
) -> tuple[Raming, list[Terugblik]] | None:
    """One route for one row, with what it would have said before; None without enough data."""
    reeks, first = measured.reeksen[wijk], measured.eerste_declaratie
    if first is None:
        return None
    if route == DECLARATIES:
        first += RIJP + TEMPO_MAANDEN - 1
        raming = estimate_declaraties(reeks, measured.peil, measured.jaar, compleet.aandeel)
    else:
        if measured.eerste_toewijzing is None:
            return None
        first = max(first, measured.eerste_toewijzing) + 12
        raming = estimate_toewijzingen(reeks, measured.peil, measured.jaar)
    if raming is None or measured.peil < first:
        return None
    past = [
        item
        for peil in past_peilen(first, measured.peil)
        if (item := _look_back(peil, wijk, route, measured, standen)) is not None
    ]
    limits = interval(raming, past) or (None, None)
    shares = [None] * RIJP if compleet.aandeel is None else compleet.aandeel.tolist()
    running = measured.lopend[wijk]
    made = Raming(
        wijk=wijk,
        route=route,
        jaar=measured.maanden[12 * measured.jaar][0].year,
        peil=measured.maanden[measured.peil][1],
        raming_eur=raming.totaal,
        onder_eur=limits[0],
        boven_eur=limits[1],
        open_eur=raming.open_eur,
        aantal_terugblik=len(past),
        basis=compleet.basis if route == DECLARATIES else "",
        **{f"compleet_{age}": share for age, share in enumerate(shares)},
        verzilvering=raming.verzilvering,
        aantal_lopend=sum(running.values()),
        aantal_zonder_bedrag=running[ZONDER_BEDRAG],
        aantal_zonder_eind=running[ZONDER_EIND],
        delen={deel: tuple(values.tolist()) for deel, values in raming.delen.items()},
    )
    return made, [
        Terugblik(
            wijk,
            route,
            measured.maanden[item.peil][1],
            item.raming_eur,
            item.werkelijk_eur,
            item.open_eur,
            item.is_vastgelegd,
        )
        for item in past
    ]


def _list_delen(ramingen: Sequence[Raming], measured: Reeksen) -> list[Deelbedrag]:
    months: list[date] = [van for van, _ in measured.maanden[12 * measured.jaar :]]
    return [
        Deelbedrag(raming.wijk, raming.route, deel, van, eur)
        for raming in ramingen
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
