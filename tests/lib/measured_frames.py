"""Measured frames made by hand: exact counts per wijk and quarter in, a whole frame out."""

from datetime import date
from itertools import product
from types import SimpleNamespace
from typing import Any

import pandas as pd

from proeftuin.disclosure.published import NUMBERS, publish_openbaar
from proeftuin.indicators import BEVOLKING, EURO, INDICATOR, Indicator, Soort
from proeftuin.measure.bijdragen import BIJDRAGE, Bijdragen
from proeftuin.measure.figures import Measured, measure_all
from proeftuin.settings.model import Settings
from proeftuin.settings.read import read_settings
from proeftuin.store import Store

SETTINGS = read_settings()
WIJKEN = (*SETTINGS.wijk_ids, "onbekend")
KWARTALEN = tuple(
    (date(2021, month, 1), date(2021, month + 2, 31 if month in (1, 10) else 30))
    for month in (1, 4, 7, 10)
)
JAAR = (date(2021, 1, 1), date(2021, 12, 31))
DATASTAND = date(2023, 12, 31)
GROEPEN = {"gemeente": WIJKEN, "overige": SETTINGS.overige_wijken}
BEVOLKING_PER_WIJK = {wijk: 5000 + 100 * place for place, wijk in enumerate(SETTINGS.wijk_ids)}
WIJK_EN_KWARTAAL = [(wijk, nr) for wijk in WIJKEN for nr in range(4)]
Cells = dict[tuple[str, int], dict[str, Any]]  # (wijk, number of the quarter) -> exact numbers


def add_up(cells: list[dict[str, Any]]) -> dict[str, Any]:
    """Exact totals of some cells, as measure would have them."""
    names = ("teller", "noemer", "rijp", "totaal", "aantal_jeugdigen", "terugwerkend")
    return {
        name: sum(cell[name] for cell in cells if cell.get(name) is not None)
        for name in names
        if any(cell.get(name) is not None for cell in cells)
    }


def make_row(slug: str, wijk: str, window: tuple[str, date, date], cell: dict[str, Any]) -> Any:
    """One row of Measured: value as measured, state as measured."""
    row: dict[str, Any] = {"slug": slug, "indeling": "geen", "categorie": None, "wijk": wijk}
    row |= dict(zip(("venster", "van", "tot"), window, strict=True)) | cell
    indicator = INDICATOR[slug]
    if indicator.noemer == BEVOLKING:
        quarters = 4 if indicator.peildatum and window[0] != "kwartaal" else 1
        members = [item for item in GROEPEN.get(wijk, (wijk,)) if item != "onbekend"]
        row["noemer"] = quarters * sum(BEVOLKING_PER_WIJK[item] for item in members)
        if wijk == "onbekend":
            return row | {"teller": None, "noemer": None, "status": "niet_geleverd"}
    teller, noemer = row.get("teller"), row.get("noemer")
    if noemer and "waarde" not in row:
        row["waarde"] = teller / noemer * indicator.factor
    if "status" not in row:
        row["status"] = "te_klein" if not noemer or noemer < 30 else "ok"
    if row.get("rijp") is not None and row["rijp"] < row["totaal"]:
        row["status"] = "nog_niet_rijp"
    elif row["status"] != "nog_niet_rijp":
        row |= {"rijp": None, "totaal": None}
    return row


def make_measured(slug: str, cells: Cells) -> Any:
    """A Measured of these cells: wijken, gemeente and overige, quarters and the nulmeting."""
    rows = []
    windows = [("kwartaal", *days) for days in KWARTALEN] + [("nulmeting", *JAAR)]
    for place, window in enumerate(windows):
        quarters = [place] if window[0] == "kwartaal" else range(4)

        def exact(wijken: tuple[str, ...], quarters: Any = quarters) -> dict[str, Any]:
            chosen = [cells[wijk, nr] for wijk in wijken for nr in quarters if (wijk, nr) in cells]
            return dict(chosen[0]) if len(chosen) == 1 else add_up(chosen)

        present = [wijk for wijk in WIJKEN if (wijk, 0) in cells]
        rows += [make_row(slug, wijk, window, exact((wijk,))) for wijk in present]
        rows += [make_row(slug, naam, window, exact(tuple(m))) for naam, m in GROEPEN.items()]
    return as_measured(rows, make_contributions(slug, cells))


def make_contributions(slug: str, cells: Cells) -> list[Bijdragen] | None:
    """Who stands behind the euros (or days) of these cells: as many as aantal_jeugdigen (or the
    noemer), the first with grootste_aandeel of them, the others alike; each cell has units of its
    own. Of quarters only."""
    indicator = INDICATOR[slug]
    if indicator.soort not in (*EURO, Soort.GEMIDDELDE) or indicator.is_score:
        return None
    units = "noemer" if indicator.soort is Soort.GEMIDDELDE else "aantal_jeugdigen"
    kolommen = {indicator.teller: "teller"}
    if indicator.soort is Soort.EURO_AANDEEL:
        kolommen[indicator.noemer] = "noemer"
    rows = []
    for (number, ((wijk, nr), cell)), (kolom, veld) in product(
        enumerate(cells.items()), kolommen.items()
    ):
        many, euro = int(cell.get(units) or 0), cell.get(veld) or 0.0
        share = max(cell.get("grootste_aandeel") or 0.0, 1 / max(many, 1))
        for unit in range(many):
            part = share if unit == 0 else (1 - share) / (many - 1)
            place = (f"{indicator.feit}.{kolom}", "geen", "", wijk, "kwartaal", *KWARTALEN[nr])
            rows.append((*place, 1000 * number + unit, 0, part * euro))
    return [Bijdragen.of(pd.DataFrame(rows, columns=list(BIJDRAGE)))]


def as_measured(rows: list[Any], bijdragen: list[Bijdragen] | None = None) -> Any:
    """A Measured of rows of make_row, with every column of numbers."""
    frame = pd.DataFrame(rows)
    for name in (*NUMBERS, "aantal_jeugdigen", "grootste_aandeel"):
        frame[name] = pd.to_numeric(frame[name]) if name in frame else float("nan")
    return SimpleNamespace(frame=frame, bijdragen=bijdragen, voorlopig_na=None)


def openbaar(slug: str, cells: Cells, waiting: Any = None) -> pd.DataFrame:
    """What openbaar shows of these cells."""
    return publish_openbaar(make_measured(slug, cells), SETTINGS, DATASTAND, waiting).frame


def fill(**cell: Any) -> Cells:
    """The same cell everywhere."""
    return {place: dict(cell) for place in WIJK_EN_KWARTAAL}


def row(frame: pd.DataFrame, wijk: str, venster: str = "kwartaal", nr: int = 0) -> pd.Series:
    """One row of a wijk; nr counts the windows of that name."""
    chosen = frame[(frame["wijk"] == wijk) & (frame["venster"] == venster)]
    return chosen.iloc[nr]


def measure_indicator(store: Store, settings: Settings, indicator: Indicator) -> Measured:
    """One indicator under all its splits; prepare_facts must have run on the store."""
    return next(measure_all(store, settings, (indicator,)))
