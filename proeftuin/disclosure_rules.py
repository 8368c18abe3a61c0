"""The openbaar rules per kind of figure; definities.md, disclosure control, rules 1, 2, 3 and 6.

Every number that leaves here is a function of protected cells and of public facts (population,
dates, which files were delivered), except survival figures: a curve cannot be added up from
rounded cells, so those follow rule 3 (large enough, and rounded to whole steps of days).
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from proeftuin.disclosure_cells import (
    Counts,
    Getallen,
    Vlaggen,
    find_parts,
    protect_counts,
)
from proeftuin.disclosure_figures import Case, Figures, euros, means, ratios, survival
from proeftuin.indicators import INDICATOR, Soort
from proeftuin.indicators.types import AANBIEDER, BEVOLKING, Indicator
from proeftuin.settings import GEMEENTE, ONBEKEND, OVERIGE, Settings

NIET_GELEVERD, NIET_RIJP, TE_KLEIN = "niet_geleverd", "nog_niet_rijp", "te_klein"
VOORLOPIG, OK, AFGESCHERMD = "voorlopig", "ok", "afgeschermd"
VALUES = ("waarde", "onder", "boven", "mediaan", "mediaan_onder", "mediaan_boven")
DAYS = (*VALUES, "p80", "wacht_tot_nu")
EURO = (Soort.EURO, Soort.EURO_PER_1000, Soort.EURO_AANDEEL)


def protect(
    measured: pd.DataFrame, settings: Settings, datastand: date, waiting: pd.DataFrame | None
) -> pd.DataFrame:
    """The rows of one indicator for openbaar, columns of Published; aanbieder splits dropped."""
    kept = measured[measured["indeling"] != AANBIEDER].reset_index(drop=True)
    if kept.empty:
        return kept.assign(ongeveer=False)
    indicator = INDICATOR[str(kept["slug"].iloc[0])]
    rows = _with_unknown(kept, indicator)
    case = _open_case(indicator, settings, rows)
    figures = _figures(case)
    hidden = figures.verborgen
    out = rows.copy()
    for name in (*DAYS, "terugwerkend", "rijp", "totaal"):
        out[name] = np.nan
    for name, values in figures.columns.items():
        out[name] = values
    if "wacht_tot_nu" in figures.columns:
        out["wacht_tot_nu"] = out["wacht_tot_nu"].where(_enough_waiting(rows, waiting, settings))
    ripeness = _ripeness(case, hidden)
    out["rijp"], out["totaal"] = ripeness.rijp, ripeness.totaal
    out["ongeveer"] = figures.ongeveer & ~hidden
    out["status"] = _status(case, datastand, hidden, ripeness.onrijp)
    for state, names in (
        (AFGESCHERMD, DAYS),
        (NIET_GELEVERD, (*DAYS, "teller", "noemer", "terugwerkend", "rijp", "totaal")),
    ):
        out.loc[out["status"] == state, list(names)] = np.nan
    return out.iloc[: len(kept)]


def _with_unknown(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
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


def _open_case(indicator: Indicator, settings: Settings, rows: pd.DataFrame) -> Case:
    parts = find_parts(rows, settings, indicator.peildatum)
    rules = settings.onthulling
    teller, noemer = (rows[name].to_numpy(float, na_value=np.nan) for name in ("teller", "noemer"))
    no = np.zeros(len(rows), bool)
    public = Counts(noemer, no, no, noemer)
    return Case(
        indicator,
        settings,
        rows,
        parts,
        protect_counts(parts, teller, rules),
        public if indicator.noemer == BEVOLKING else protect_counts(parts, noemer, rules),
    )


def _figures(case: Case) -> Figures:
    """The figures by kind, with terugwerkend of wachttijd as one more protected count."""
    soort = case.indicator.soort
    if soort is Soort.OVERLEVING:
        found = survival(case)
    elif soort is Soort.GEMIDDELDE:
        found = means(case)
    elif soort in EURO:
        found = euros(case)
    else:
        found = ratios(case)
    rules = case.settings.onthulling
    backdated = protect_counts(case.parts, case.exact("terugwerkend"), rules)
    return replace(found, columns={**found.columns, "terugwerkend": backdated.waarde})


def _enough_waiting(
    rows: pd.DataFrame, waiting: pd.DataFrame | None, settings: Settings
) -> pd.Series:
    """Whether enough people wait on the peildatum, judged on protected cells only."""
    if waiting is None or rows["wacht_tot_nu"].isna().all():
        return pd.Series(False, index=rows.index)
    parts = find_parts(waiting, settings, peildatum=True)
    exact = waiting["noemer"].to_numpy(float, na_value=np.nan)
    lowest = protect_counts(parts, exact, settings.onthulling).laag
    keys = ["indeling", "categorie", "wijk", "venster", "van", "tot"]
    known = waiting[keys].assign(laag=lowest)
    laag = rows[keys].merge(known, on=keys, how="left")["laag"]
    return pd.Series(laag.to_numpy() >= settings.onthulling.drempel, index=rows.index)


@dataclass(frozen=True)
class _Ripeness:
    onrijp: Vlaggen
    rijp: Getallen
    totaal: Getallen


def _ripeness(case: Case, hidden: Vlaggen) -> _Ripeness:
    """Which rows are not ripe, with x of y, from what the protected cells show.

    A cell whose x and y are both hidden does not tell whether it is ripe; in a total it counts as
    unripe only in a window in which another cell is known to be.
    """
    rules, parts = case.settings.onthulling, case.parts
    unripe = (case.rows["status"] == NIET_RIJP).to_numpy()
    rijp, totaal = case.exact("rijp"), case.exact("totaal")
    silent = _is_hidden(rijp, rules.drempel) & _is_hidden(totaal, rules.drempel)
    known = unripe & ~silent
    is_total = case.rows["wijk"].isin([GEMEENTE, OVERIGE]).to_numpy()
    window = case.rows["venster"].astype(str) + case.rows["van"].astype(str)
    open_window = window.isin(set(window[known & ~is_total])).to_numpy()
    if case.indicator.soort in EURO:  # ripe by date alone: every part is as ripe as the total
        fallback = np.zeros(len(rijp))
        dubious = np.zeros(len(rijp), bool)
    else:
        fallback = case.exact("noemer")
        dubious = _is_hidden(fallback, rules.drempel)
    by_parts = (parts.total(known) > 0) | ((parts.total(dubious) > 0) & open_window)
    onrijp = np.where(is_total, by_parts, known)
    shown = []
    for exact in (rijp, totaal):
        counted = protect_counts(parts, np.where(known, exact, fallback), rules).waarde
        shown.append(np.where(onrijp, counted, np.nan))
    return _Ripeness(onrijp, *shown)


def _is_hidden(exact: Getallen, drempel: int) -> Vlaggen:
    return (exact > 0) & (exact < drempel)


def _status(case: Case, datastand: date, hidden: Vlaggen, unripe: Vlaggen) -> list[str]:
    """State of every row, from protected numbers and public facts."""
    given = case.rows["status"]
    ages = (pd.Timestamp(datastand) - pd.to_datetime(case.rows["tot"])).dt.days
    young = (ages < case.settings.perioden.voorlopig_dagen).to_numpy()
    size = case.noemer.waarde
    small = ~(size >= case.settings.normen.minimum_noemer)
    if case.indicator.soort is Soort.OVERLEVING:
        small = (given == TE_KLEIN).to_numpy() | (size == 0)
        unripe = (given == NIET_RIJP).to_numpy() & ~(size == 0)
    conditions = [(given == NIET_GELEVERD).to_numpy(), hidden, unripe, small, young]
    return list(
        np.select(conditions, [NIET_GELEVERD, AFGESCHERMD, NIET_RIJP, TE_KLEIN, VOORLOPIG], OK)
    )
