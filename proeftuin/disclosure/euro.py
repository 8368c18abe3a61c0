"""Euros in the openbaar edition; definities.md, disclosure control, rule 3."""

from typing import cast

import numpy as np
import pandas as pd

from proeftuin.disclosure.cells_deel import Getallen, Vlaggen
from proeftuin.disclosure.figures import Case, Figures, divide, round_to
from proeftuin.disclosure.knowledge import Gehelen
from proeftuin.indicators import Soort
from proeftuin.indicators.types import BEVOLKING, GEEN
from proeftuin.settings.model import GEMEENTE, KWARTAAL, OVERIGE

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


def euros(case: Case) -> Figures:
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
