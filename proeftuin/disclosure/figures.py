"""Figures of the openbaar edition, per kind, made from protected counts and amounts.

Each function returns every row at once: cells of one wijk and totals alike. verborgen says which
rows have no figure, ongeveer which rest on an estimated or left-out part. Rules 2 and 3
of docs/definities.md, Onthulling; euros are rule 3.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from proeftuin.disclosure.cells import (
    Counts,
    Getallen,
    Parts,
    Vlaggen,
    is_flow,
    name_of,
    protect_counts,
)
from proeftuin.disclosure.knowledge import PLAATS, Gehelen
from proeftuin.disclosure.protection import Bescherming, Weergave
from proeftuin.disclosure.sums import AANDEEL_BASIS, mean_basis
from proeftuin.indicators import BEVOLKING, Indicator, Soort
from proeftuin.settings import Settings
from proeftuin.stats import byar, wilson
from proeftuin.vensters import list_kwartalen
from proeftuin.vocabulary import KWARTAAL, VROEGER

SURVIVAL = ("waarde", "onder", "boven", "mediaan", "mediaan_onder", "mediaan_boven", "p80")


@dataclass(frozen=True)
class Case:
    """One indicator on its way out: exact rows, which row is part of which, protected counts.

    flows: parts for counts of a flow, which may be made of quarters where the others are not.
    bescherming: how every base cell of the publish is shown.
    """

    indicator: Indicator
    settings: Settings
    rows: pd.DataFrame
    parts: Parts
    flows: Parts
    teller: Counts
    noemer: Counts
    bescherming: Bescherming

    def show(self, veld: str) -> Weergave:
        """How the base cells under a column of Measured are shown, one entry per row."""
        kolom = name_of(self.indicator, veld)
        if kolom is None:
            raise KeyError(f"{self.indicator.slug} has no base cells under {veld}")
        return self.bescherming.look_up(kolom, self.rows, self.exact(veld))

    def count(self, veld: str) -> Counts:
        """Protected counts of a column of Measured, totals included."""
        rules = self.settings.onthulling
        parts = self.flows if is_flow(name_of(self.indicator, veld)) else self.parts
        return protect_counts(parts, self.exact(veld), self.show(veld), rules)

    def exact(self, name: str) -> Getallen:
        """A column of the exact rows as floats, nan where there is no value."""
        return self.rows[name].to_numpy(float, na_value=np.nan)


@dataclass(frozen=True)
class Figures:
    """Columns of Published by name, and per row whether it is hidden or approximate."""

    columns: dict[str, Getallen]
    verborgen: Vlaggen
    ongeveer: Vlaggen


def round_to(values: Getallen, basis: float) -> Getallen:
    """The nearest multiple of basis, halves up; nan stays nan."""
    steps = np.floor(values / basis + 0.5)
    return np.round(steps * basis, 6)


def divide(teller: Getallen, noemer: Getallen) -> Getallen:
    """Teller / noemer, nan where the noemer is not positive."""
    result = np.full(len(teller), np.nan)
    np.divide(teller, noemer, out=result, where=noemer > 0)
    return result


def ratios(case: Case) -> Figures:
    """Shares, rates per 1000 and counts per unit, with Wilson or Byar on the protected numbers."""
    factor = case.indicator.factor
    teller, noemer = case.teller.waarde, case.noemer.waarde
    hidden = case.teller.verborgen | case.noemer.verborgen
    if case.indicator.soort is Soort.AANDEEL:
        hidden |= teller > noemer  # hidden parts made more of the one than of the other
        interval = wilson(teller, noemer)
        onder, boven = interval.onder, interval.boven
    else:
        counted = byar(teller)
        onder, boven = (divide(bound, noemer) * factor for bound in (counted.onder, counted.boven))
    columns = {
        "teller": teller,
        "noemer": noemer,
        "waarde": divide(teller, noemer) * factor,
        "onder": np.asarray(onder),
        "boven": np.asarray(boven),
    }
    return Figures(columns, hidden, case.teller.ongeveer | case.noemer.ongeveer)


def survival(case: Case) -> Figures:
    """Survival figures of rows with enough units and events, in whole steps of days.

    Enough is judged on protected counts, so that showing a figure tells nothing new about them.
    A row without any unit is not hidden: a known zero has no figure either way.
    """
    normen, rules = case.settings.normen, case.settings.onthulling
    enough = case.noemer.low >= normen.minimum_noemer
    enough &= case.teller.low >= normen.minimum_gebeurtenissen
    hidden = ~enough & ~(case.noemer.waarde == 0)
    columns = {
        name: np.where(hidden, np.nan, round_to(case.exact(name), rules.duur_basis_dagen))
        for name in (*SURVIVAL, "wacht_tot_nu")
    }
    columns |= {"teller": case.teller.waarde, "noemer": case.noemer.waarde}
    return Figures(columns, hidden, case.teller.ongeveer | case.noemer.ongeveer)


def means(case: Case) -> Figures:
    """Means as euro.py lets them be shown; a total is the mean of its shown parts, by noemer.

    The teller (a sum of days or scores) is left out: with the noemer it would give the exact mean.
    """
    indicator, sums = case.indicator, case.bescherming.euro
    basis = mean_basis(indicator, case.settings.onthulling)
    value, together = _show_mean(case)
    size = np.nan_to_num(case.noemer.waarde)
    use = ~np.isnan(value) & ~case.noemer.verborgen
    weight = np.where(use, size, 0.0)
    total = case.parts.total(weight)
    mean = divide(case.parts.total(np.where(use, value, 0.0) * weight), total)
    onder, boven = sums.look_up_marges(indicator.slug, case.rows)
    below, above = (_half(case, half, weight, basis) for half in (onder, boven))
    value = round_to(mean, basis)
    columns = {
        "teller": np.full(len(value), np.nan),
        "noemer": case.noemer.waarde,
        "waarde": value,
        "onder": value - below,
        "boven": value + above,
    }
    left_out = case.parts.total(~use & (size > 0)) > 0
    hidden = case.noemer.verborgen | ((total == 0) & (size > 0))
    vague = case.noemer.ongeveer | left_out | (case.parts.total(together & use) > 0)
    return Figures(columns, hidden, vague)


def euro_figures(case: Case) -> Figures:
    """Euro figures as euro.py lets them be shown, and what follows from those.

    A total adds up the shown sums of wijken only (hidden euros are left out, and so is their part
    of the noemer), so subtracting wijken from it gives nothing away.
    """
    indicator, euros = case.indicator, case.bescherming.euro
    exact = case.exact("teller")
    missing = np.isnan(exact)
    euro, closed, together = _show_sum(case, indicator.teller, missing)
    basis = float(case.settings.onthulling.euro_basis)
    if indicator.soort is Soort.EURO_AANDEEL:
        units, shut_units, _ = _show_sum(case, indicator.noemer, missing)
        closed, basis = closed | shut_units, AANDEEL_BASIS
    else:
        units = case.noemer.waarde
        if indicator.noemer != BEVOLKING:  # its sum is shown elsewhere
            closed |= case.noemer.verborgen & ~missing
    use = ~closed & ~missing
    weight = np.where(use, np.nan_to_num(units), 0.0)
    teller = case.parts.total(np.where(use, euro, 0.0))
    noemer = case.parts.total(weight)
    value = divide(teller, noemer) * indicator.factor
    if indicator.soort is not Soort.EURO_AANDEEL:
        value = round_to(value, basis)
    below, above = (
        _half(case, half, weight, basis) for half in euros.look_up_marges(indicator.slug, case.rows)
    )
    shut = case.parts.total(closed)
    hidden = (2 * shut > case.parts.aantal) | (case.parts.total(use) == 0)
    # Euros of wijk onbekend have no population to divide by: left out of the rate, and said so.
    left_out = np.abs(exact - case.parts.total(exact)) >= 1
    columns = {
        "teller": np.where(hidden, np.nan, teller),
        "noemer": np.where(hidden, np.nan, noemer),
        "waarde": value,
        "onder": value - below,
        "boven": value + above,
    }
    vague = (shut > 0) | (case.parts.total(together & use) > 0)
    return Figures(columns, hidden, vague | left_out if indicator.noemer == BEVOLKING else vague)


def _show_sum(case: Case, kolom: str, missing: Vlaggen) -> tuple[Getallen, Vlaggen, Vlaggen]:
    """(shown euros of one column, which rows may not show them, which are the sum of parts).

    A year of VROEGER is what its quarters are shown as, together; nothing when one is not shown.
    """
    name = f"{case.indicator.feit}.{kolom}"
    found = case.bescherming.euro.look_up(name, case.rows)
    shown, together = found[0].copy(), found[1].copy()
    years, at, quarters = _quarters_of_years(case)
    of_quarters = case.bescherming.euro.look_up(name, quarters)[0]
    shown[years] = np.bincount(at, of_quarters, len(years))
    together[years] = ~np.isnan(shown[years])
    return shown, np.isnan(shown) & ~missing, together


def _quarters_of_years(case: Case) -> tuple[Gehelen, Gehelen, pd.DataFrame]:
    """(places of the rows of VROEGER, per quarter in them its year, the rows of those quarters)."""
    years = np.flatnonzero(case.rows["venster"].eq(VROEGER))
    parts = [list_kwartalen(*days) for days in case.rows[["van", "tot"]].iloc[years].to_numpy()]
    at = np.repeat(np.arange(len(years)), [len(part) for part in parts])
    quarters = case.rows.iloc[years[at]].assign(
        venster=KWARTAAL,
        van=[quarter.van for part in parts for quarter in part],
        tot=[quarter.tot for part in parts for quarter in part],
    )
    return years, at, quarters


def _show_mean(case: Case) -> tuple[Getallen, Vlaggen]:
    """(shown means, which are the mean of parts).

    A year of VROEGER is the mean of what its quarters are shown as, by their shown noemer; nothing
    when one of them is not shown.
    """
    name = f"{case.indicator.feit}.{case.indicator.teller}"
    found = case.bescherming.euro.look_up(name, case.rows)
    value, together = found[0].copy(), found[1].copy()
    years, at, quarters = _quarters_of_years(case)
    places = pd.MultiIndex.from_frame(case.rows[list(PLAATS)])
    place = places.get_indexer(pd.MultiIndex.from_frame(quarters[list(PLAATS)]))
    size = np.where(place < 0, 0.0, case.noemer.waarde[place])
    shut = (place >= 0) & case.noemer.verborgen[place]
    of_quarters = case.bescherming.euro.look_up(name, quarters)[0]
    parts = np.where(shut, np.nan, np.where(size > 0, of_quarters * size, 0.0))
    total, units = (np.bincount(at, item, len(years)).astype(float) for item in (parts, size))
    value[years] = divide(total, units)
    together[years] = ~np.isnan(value[years])
    return value, together


def _half(case: Case, half: Getallen, weight: Getallen, basis: float) -> Getallen:
    """Distance to one bound of a weighted mean of parts, from their shown distances."""
    total = case.parts.total(weight)
    unknown = case.parts.total((weight > 0) & np.isnan(half)) > 0
    distance = np.sqrt(case.parts.total((half * weight) ** 2))
    return np.where(unknown, np.nan, round_to(divide(distance, total), basis))
