"""The openbaar rules per kind of figure: docs/definities.md, Onthulling, rules 1, 2, 3 and 6.

Every number that leaves here is a function of protected cells and of public facts (population,
dates, which files were delivered), except survival figures: a curve cannot be added up from
rounded cells, so those follow rule 3 (large enough, and rounded to whole steps of days). The counts
in the tables beside the figures follow the same rule.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from proeftuin.disclosure.cells import (
    VOORVELD,
    Counts,
    Getallen,
    Vlaggen,
    collect_voorveld,
    find_parts,
    is_made_of_quarters,
    name_of,
    protect_cells,
    protect_counts,
    with_unknown,
)
from proeftuin.disclosure.euro import protect_euros
from proeftuin.disclosure.figures import Case, Figures, euro_figures, means, ratios, survival
from proeftuin.disclosure.protection import NIETS, Bescherming, protect_plain
from proeftuin.disclosure.sums import Gemeten, collect_sums
from proeftuin.indicators import AANBIEDER, EURO, INDICATOR, Indicator, Soort
from proeftuin.settings import Settings
from proeftuin.vocabulary import (
    AFGESCHERMD,
    GEMEENTE,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    OK,
    OVERIGE,
    TE_KLEIN,
    VOORLOPIG,
)

VALUES = ("waarde", "onder", "boven", "mediaan", "mediaan_onder", "mediaan_boven")
DAYS = (*VALUES, "p80", "wacht_tot_nu")


def protect(
    measured: pd.DataFrame,
    settings: Settings,
    voorlopig_na: date,
    waiting: pd.DataFrame | None,
    bescherming: Bescherming,
) -> pd.DataFrame:
    """The rows of one indicator for openbaar, columns of Published; aanbieder splits dropped.

    voorlopig_na: a window that ends after this day is provisional. bescherming: how base cells and
    euro sums are shown.
    """
    kept = measured[measured["indeling"] != AANBIEDER].reset_index(drop=True)
    if kept.empty:
        return kept.assign(ongeveer=False)
    indicator = INDICATOR[str(kept["slug"].iloc[0])]
    rows = with_unknown(kept, indicator)
    case = _open_case(indicator, settings, rows, bescherming)
    figures = _figures(case)
    hidden = figures.verborgen
    out = rows.copy()
    for name in (*DAYS, "terugwerkend", "rijp", "totaal"):
        out[name] = np.nan
    for name, values in figures.columns.items():
        out[name] = values
    if "wacht_tot_nu" in figures.columns:
        out["wacht_tot_nu"] = out["wacht_tot_nu"].where(_enough_waiting(rows, waiting, case))
    ripeness = _ripeness(case, hidden)
    out["rijp"], out["totaal"] = ripeness.rijp, ripeness.totaal
    out["ongeveer"] = figures.ongeveer & ~hidden
    out["status"] = _status(case, voorlopig_na, hidden, ripeness.onrijp)
    for state, names in (
        (AFGESCHERMD, DAYS),
        (NIET_GELEVERD, (*DAYS, "teller", "noemer", "terugwerkend", "rijp", "totaal")),
    ):
        gone = (out["status"] == state).to_numpy()
        for name in names:
            out[name] = np.where(gone, np.nan, out[name].to_numpy(float, na_value=np.nan))
    is_small = (out["status"] == AFGESCHERMD) & (case.teller.klein | case.noemer.klein)
    out["drempel"] = np.where(is_small, float(settings.onthulling.drempel), np.nan)
    return out.iloc[: len(kept)]


def protect_alone(measured: Gemeten, settings: Settings) -> Bescherming:
    """How the numbers of one indicator are shown by rules 1 and 3, without any earlier edition."""
    rules = settings.onthulling
    sums = collect_sums([measured], rules)
    euro = protect_euros(sums.cells, sums.marges, sums.bijdragen, (), rules)
    return protect_plain(rules, euro)


def _open_case(
    indicator: Indicator, settings: Settings, rows: pd.DataFrame, bescherming: Bescherming
) -> Case:
    made = is_made_of_quarters(rows, indicator, f"{indicator.feit}.")
    is_sum = indicator.soort in (*EURO, Soort.GEMIDDELDE)  # its years are made in figures.py
    parts = find_parts(rows, settings, made & (not is_sum))
    noemer = rows["noemer"].to_numpy(float, na_value=np.nan)
    no = np.zeros(len(rows), bool)
    public = Counts(noemer, no, no, no, noemer)
    flows = parts
    if is_sum:
        flows = find_parts(rows, settings, made)
    elif indicator.soort is Soort.OVERLEVING:  # its ends may be a flow where its trajecten are not
        ends = is_made_of_quarters(rows, indicator, name_of(indicator, "teller") or "")
        flows = find_parts(rows, settings, ends)
    case = Case(indicator, settings, rows, parts, flows, public, public, bescherming)
    teller = case.count("teller") if name_of(indicator, "teller") else public
    return replace(
        case,
        teller=teller,
        noemer=case.count("noemer") if name_of(indicator, "noemer") else public,
    )


def _figures(case: Case) -> Figures:
    """The figures by kind, with terugwerkend of wachttijd as one more protected count."""
    soort = case.indicator.soort
    if soort is Soort.OVERLEVING:
        found = survival(case)
    elif soort is Soort.GEMIDDELDE:
        found = means(case)
    elif soort in EURO:
        found = euro_figures(case)
    else:
        found = ratios(case)
    if name_of(case.indicator, "terugwerkend") is None:
        return found
    backdated = case.count("terugwerkend").waarde
    return replace(found, columns={**found.columns, "terugwerkend": backdated})


def _enough_waiting(rows: pd.DataFrame, waiting: pd.DataFrame | None, case: Case) -> pd.Series:
    """Whether enough people wait on the peildatum, judged on protected cells only."""
    if waiting is None or rows["wacht_tot_nu"].isna().all():
        return pd.Series(False, index=rows.index)
    indicator = INDICATOR[str(waiting["slug"].iloc[0])]
    lowest = _open_case(indicator, case.settings, waiting, case.bescherming).noemer.low
    keys = ["indeling", "categorie", "wijk", "venster", "van", "tot"]
    known = waiting[keys].assign(low=lowest)
    fewest = rows[keys].merge(known, on=keys, how="left")["low"]
    enough = fewest.to_numpy() >= case.settings.onthulling.drempel
    return pd.Series(enough, index=rows.index)


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
    parts = case.parts
    unripe = (case.rows["status"] == NOG_NIET_RIJP).to_numpy()
    nothing = np.zeros(len(unripe))
    if case.indicator.rijp is None:
        return _Ripeness(np.zeros(len(unripe), bool), nothing + np.nan, nothing + np.nan)
    seen = {name: case.show(name) for name in ("rijp", "totaal")}
    silent = seen["rijp"].verborgen & seen["totaal"].verborgen
    known = unripe & ~silent
    is_total = case.rows["wijk"].isin([GEMEENTE, OVERIGE]).to_numpy()
    window = case.rows["venster"].astype(str) + case.rows["van"].astype(str)
    open_window = window.isin(set(window[known & ~is_total])).to_numpy()
    if case.indicator.soort in EURO:  # ripe by date alone: every part is as ripe as the total
        fallback, dubious = NIETS.repeat(len(unripe)), np.zeros(len(unripe), bool)
    else:
        fallback = case.show("noemer")
        dubious = fallback.verborgen
    by_parts = (parts.total(known) > 0) | ((parts.total(dubious) > 0) & open_window)
    onrijp = np.where(is_total, by_parts, known)
    shown = []
    for name, weergave in seen.items():
        mixed = weergave.where(known, fallback)
        exact = np.where(known, case.exact(name), case.exact("noemer"))
        counted = protect_counts(parts, exact, mixed, case.settings.onthulling).waarde
        shown.append(np.where(onrijp, counted, np.nan))
    return _Ripeness(onrijp, *shown)


def _status(case: Case, voorlopig_na: date, hidden: Vlaggen, unripe: Vlaggen) -> list[str]:
    """State of every row, from protected numbers and public facts."""
    given = case.rows["status"]
    young = (pd.to_datetime(case.rows["tot"]) > pd.Timestamp(voorlopig_na)).to_numpy()
    size = case.noemer.waarde
    small = ~(size >= case.settings.normen.minimum_noemer)
    if case.indicator.telt_in_euro:  # by how many units: one bit on a count far above any <10
        small = (given == TE_KLEIN).to_numpy() | ~(size > 0)
    if case.indicator.soort is Soort.OVERLEVING:
        normen = case.settings.normen  # few at risk may be said; that a shown count is less, not
        enough = case.exact("noemer") >= normen.minimum_noemer
        enough &= case.exact("teller") >= normen.minimum_gebeurtenissen
        small = ((given == TE_KLEIN).to_numpy() & enough) | (size == 0)
        unripe = (given == NOG_NIET_RIJP).to_numpy() & ~(size == 0)
    conditions = [(given == NIET_GELEVERD).to_numpy(), hidden, unripe, small, young]
    return list(
        np.select(conditions, [NIET_GELEVERD, AFGESCHERMD, NOG_NIET_RIJP, TE_KLEIN, VOORLOPIG], OK)
    )


COUNTS: dict[str, tuple[str, ...]] = {
    "budget": (),  # money of the gemeente, about no person
    VOORVELD: ("teller", "noemer"),
    "veldkwaliteit": ("aantal_rijen", "aantal_leeg", "aantal_onbekend"),
    "rijen_per_kwartaal": ("aantal_rijen",),
    "samengevoegd_per_kwartaal": ("aantal_einden",),
}
# Rows of whole files are city totals of exact counts: in hundreds they say nothing about a wijk.
GROF = {"veldkwaliteit": 100, "rijen_per_kwartaal": 100, "samengevoegd_per_kwartaal": 100}


def protect_tabel(
    naam: str, tabel: pd.DataFrame, settings: Settings, bescherming: Bescherming
) -> pd.DataFrame:
    """The table with its counts protected (nan where hidden); KeyError for an intern table.

    Counts of the voorveld are base cells, shown as bescherming says; the others are of whole files.
    """
    protected = tabel.copy()
    if naam == VOORVELD:
        cells = collect_voorveld(tabel)
        for column in COUNTS[naam]:
            own = cells[cells["kolom"] == f"{VOORVELD}.{column}"]
            exact = own["exact"].to_numpy(float)
            shown = bescherming.look_up(f"{VOORVELD}.{column}", own, exact)
            protected[column] = shown.getoond
        return protected
    rules = settings.onthulling
    if naam in GROF:
        rules = replace(rules, drempel=GROF[naam], basis=GROF[naam])
    for column in COUNTS[naam]:
        exact = tabel[column].to_numpy(float, na_value=np.nan)
        cells_shown, hidden = protect_cells(exact, rules)
        protected[column] = np.where(hidden, np.nan, cells_shown)
    return protected
