"""Figures of the openbaar edition, per kind, made from protected counts and amounts.

Each function returns every row at once: cells of one wijk and totals alike. verborgen says which
rows have no figure, ongeveer which rest on an estimated or left-out part. Rules 2 and 3
of docs/definities.md, Onthulling; euros are rule 3.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from proeftuin.disclosure.cells import Counts, Getallen, Parts, Vlaggen, name_of, protect_counts
from proeftuin.disclosure.knowledge import Gehelen
from proeftuin.disclosure.protection import Bescherming, Weergave
from proeftuin.indicators import BEVOLKING, GEEN, Indicator, Soort
from proeftuin.settings import Settings
from proeftuin.stats import byar, wilson
from proeftuin.vocabulary import GEMEENTE, KWARTAAL, OVERIGE

SCORE_BASIS = 0.1  # scores of 1..10 are published in steps of a tenth
SURVIVAL = ("waarde", "onder", "boven", "mediaan", "mediaan_onder", "mediaan_boven", "p80")


@dataclass(frozen=True)
class Case:
    """One indicator on its way out: exact rows, which row is part of which, protected counts.

    bescherming: how every base cell of the publish is shown.
    """

    indicator: Indicator
    settings: Settings
    rows: pd.DataFrame
    parts: Parts
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
        return protect_counts(self.parts, self.exact(veld), self.show(veld), rules)

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
    """Means in rounded steps; a total is the mean of its published parts, weighted by noemer.

    The teller (a sum of days or scores) is left out: with the noemer it would give the exact mean.
    """
    rules = case.settings.onthulling
    basis = SCORE_BASIS if case.indicator.is_score else rules.duur_basis_dagen
    value, half, seen = _weighted(
        case,
        round_to(case.exact("waarde"), basis),
        round_to((case.exact("boven") - case.exact("onder")) / 2, basis),
        np.where(case.noemer.verborgen, 0.0, np.nan_to_num(case.noemer.waarde)),
    )
    value, half = round_to(value, basis), round_to(half, basis)
    columns = {
        "teller": np.full(len(value), np.nan),
        "noemer": case.noemer.waarde,
        "waarde": value,
        "onder": value - half,
        "boven": value + half,
    }
    hidden = case.noemer.verborgen | (~seen & (np.nan_to_num(case.noemer.waarde) > 0))
    return Figures(columns, hidden, case.noemer.ongeveer)


def _weighted(
    case: Case, value: Getallen, half: Getallen, weight: Getallen
) -> tuple[Getallen, Getallen, Vlaggen]:
    """Weighted mean over the parts of every row, its half interval, and whether any part counts.

    Parts are independent, so the variance is the sum of weight squared times variance.
    """
    weight = np.where(np.isnan(value), 0.0, weight)
    total = case.parts.total(weight)
    mean = divide(case.parts.total(value * weight), total)
    unknown = case.parts.total((weight > 0) & np.isnan(half)) > 0
    spread = divide(np.sqrt(case.parts.total((half * weight) ** 2)), total)
    return mean, np.where(unknown, np.nan, spread), total > 0


AANDEEL_BASIS = 0.01  # bounds of a share of euros, in steps of a hundredth
GEZELSCHAP = 0.2  # of the euros closed together, at least this part is not of the largest cell


def close_beside(case: Case, closed: Vlaggen, euro: Getallen) -> Vlaggen:
    """Cells to close as well, so that no closed cell follows from its total and its neighbours.

    closed: cells that may not be shown; euro: their exact euros. Totals are categories that add
    up to their wijk and quarters that add up to their window.
    """
    rows = case.rows
    keys = rows[["indeling", "wijk", "venster", "van", "tot"]].copy()
    keys["categorie"] = rows["categorie"].astype(object).fillna("")
    shut = closed.copy()
    base = ~keys["wijk"].isin([GEMEENTE, OVERIGE]).to_numpy()
    totals = [*_splits(keys, base), *_windows(keys, base)]
    for _ in range(3):  # closing one may leave another alone in the other direction
        before = shut.copy()
        for whole, members in totals:
            if not shut[whole]:
                _give_company(shut, euro, members)
        if (shut == before).all():
            break
    return shut & ~closed


def _splits(keys: pd.DataFrame, base: Vlaggen) -> list[tuple[int, Gehelen]]:
    """(row without a split, rows of its categories) of every wijk and window."""
    names = ["indeling", "wijk", "venster", "van", "tot"]
    is_split = (keys["indeling"] != GEEN).to_numpy()
    whole = keys[~is_split & (keys["categorie"] == "").to_numpy()]
    columns = [whole[name] for name in names[1:]]
    place = dict(zip(zip(*columns, strict=True), whole.index.to_numpy(), strict=True))
    members = np.flatnonzero(base & is_split)
    groups = keys.iloc[members].groupby(names).indices
    found = []
    for key, own in groups.items():
        _, *where = cast("tuple[object, ...]", key)
        if tuple(where) in place:
            found.append((int(place[tuple(where)]), members[np.asarray(own, np.int64)]))
    return found


def _windows(keys: pd.DataFrame, base: Vlaggen) -> list[tuple[int, Gehelen]]:
    """(row of a named window, rows of its quarters) of every wijk and category."""
    found = []
    quarters = keys[base & (keys["venster"] == KWARTAAL).to_numpy()]
    named = keys[base & (keys["venster"] != KWARTAAL).to_numpy()]
    by_place = quarters.groupby(["indeling", "wijk", "categorie"]).indices
    numbers = quarters.index.to_numpy()
    van, tot = quarters["van"].to_numpy(), quarters["tot"].to_numpy()
    columns = (named[name] for name in ("indeling", "wijk", "categorie", "van", "tot"))
    for number, *key, first, last in zip(named.index.to_numpy(), *columns, strict=True):
        own = by_place.get(tuple(key))
        if own is not None:
            inside = own[(van[own] >= first) & (tot[own] <= last)]
            found.append((int(number), numbers[inside]))
    return found


def _give_company(shut: Vlaggen, euro: Getallen, members: Gehelen) -> None:
    """Close the smallest open cells until no closed one is nearly all that is closed."""
    while True:
        size = np.abs(euro[members])
        hidden = members[shut[members] & (size > 0)]
        others = members[~shut[members] & (size > 0)]
        total = np.abs(euro[hidden]).sum()
        if not len(hidden) or not len(others):
            return
        if total - np.abs(euro[hidden]).max() >= GEZELSCHAP * total:
            return
        shut[others[np.argmin(np.abs(euro[others]))]] = True


def euro_figures(case: Case) -> Figures:
    """Euro figures of cells with enough jeugdigen and no dominant one, in rounded euros.

    A closed cell that could be had by subtracting its neighbours from their total gets company.

    A total adds up the published cells only (hidden euros are left out, and so is their part of
    the noemer), so subtracting cells from it gives nothing away.
    """
    rules, soort = case.settings.onthulling, case.indicator.soort
    people, largest = case.exact("aantal_jeugdigen"), case.exact("grootste_aandeel")
    exact = case.exact("teller")
    nobody = (np.nan_to_num(people) == 0) & (np.nan_to_num(exact) == 0)
    closed = ~nobody & ~((people >= rules.drempel) & (largest <= rules.dominantie_aandeel))
    missing = np.isnan(exact)
    closed &= ~missing
    closed |= close_beside(case, closed, np.nan_to_num(exact))
    euro = round_to(exact, rules.euro_basis)
    if soort is Soort.EURO_AANDEEL:
        units = round_to(case.exact("noemer"), rules.euro_basis)
        basis = AANDEEL_BASIS
    else:
        units = case.noemer.waarde
        basis = float(rules.euro_basis)
        if case.indicator.noemer != BEVOLKING:  # after close_beside: its sum is shared
            closed |= case.noemer.verborgen & ~missing
    factor = case.indicator.factor
    use = ~closed & ~missing
    weight = np.where(use, np.nan_to_num(units), 0.0)
    teller = case.parts.total(np.where(use, euro, 0.0))
    noemer = case.parts.total(weight)
    value = divide(teller, noemer) * factor
    if soort is not Soort.EURO_AANDEEL:
        value = round_to(value, basis)
    below, above = (
        _half(case, np.abs(case.exact(name) - case.exact("waarde")), weight, basis)
        for name in ("onder", "boven")
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
    vague = (shut > 0) | left_out if case.indicator.noemer == BEVOLKING else shut > 0
    return Figures(columns, hidden, vague)


def _half(case: Case, half: Getallen, weight: Getallen, basis: float) -> Getallen:
    """Rounded distance to one bound of a weighted mean of parts, from rounded distances."""
    total = case.parts.total(weight)
    distance = np.sqrt(case.parts.total((round_to(half, basis) * weight) ** 2))
    return round_to(divide(distance, total), basis)
