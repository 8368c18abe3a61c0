"""Euros per aanbieder and per product that the intern edition shows, by rule 3 and rule 6.

docs/definities.md; disclosure/aanbieder.py makes the table of them.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from proeftuin.measure import ALLE_PRODUCTEN
from proeftuin.settings import Onthulling, Settings
from proeftuin.vocabulary import (
    AFGESCHERMD,
    BESTEED,
    GEDECLAREERD,
    JEUGDIGEN,
    KOSTEN,
    NOG_NIET_RIJP,
    OK,
    TE_KLEIN,
    TOEGEWEZEN,
    TOTAAL,
)

Aantallen = dict[str, int]
Rij = tuple[str, str, str, str, float, float, str]
NIETS, CENT = float("nan"), 0.01


def known_sets(delen: Collection[str], hidden: Collection[str]) -> list[set[str]]:
    """What someone may take off a whole: what is shown, with one hidden part, or one part alone."""
    shown = {naam for naam in delen if naam not in hidden}
    return [shown, *({*shown, naam} for naam in hidden), *({naam} for naam in delen)]


@dataclass(frozen=True)
class _Bedragen:
    """Euros of one window, one per product, aanbieder and jeugdige.

    product, aanbieder and jeugdige are places from 0, the first two in namen, which is sorted.
    """

    product: NDArray[np.int64]
    aanbieder: NDArray[np.int64]
    jeugdige: NDArray[np.int64]
    euro: NDArray[np.float64]
    namen: Mapping[str, list[str]]

    def of(self, veld: str, naam: str) -> "_Bedragen":
        """Those of one product or aanbieder."""
        return self._only(self._is_one_of(veld, (naam,)))

    def without(self, aanbieders: Collection[str]) -> "_Bedragen":
        """Those of the other aanbieders."""
        return self._only(~self._is_one_of("aanbieder", aanbieders))

    def within(self, producten: Collection[str]) -> "_Bedragen":
        """Those of these products."""
        return self._only(self._is_one_of("product", producten))

    def _is_one_of(self, veld: str, namen: Collection[str]) -> NDArray[np.bool_]:
        chosen = np.array([naam in namen for naam in self.namen[veld]], bool)
        rows: NDArray[np.int64] = getattr(self, veld)
        return np.asarray(chosen[rows])

    def _only(self, rows: NDArray[np.bool_]) -> "_Bedragen":
        own = (self.product[rows], self.aanbieder[rows], self.jeugdige[rows], self.euro[rows])
        return _Bedragen(*own, self.namen)

    def names(self, veld: str) -> list[str]:
        """The products or aanbieders there are, in order."""
        many = np.bincount(getattr(self, veld), minlength=len(self.namen[veld]))
        return [naam for naam, count in zip(self.namen[veld], many, strict=True) if count]

    def is_safe(self, rules: Onthulling) -> bool:
        """As one sum: enough jeugdigen, none of them too large a part; also when there is none."""
        per = np.abs(np.bincount(self.jeugdige, self.euro)) if len(self.euro) else np.zeros(0)
        per, total = per[per > CENT / 2], float(self.euro.sum())
        if not len(per):
            return True
        is_many = len(per) >= rules.euro_bijdragers
        return is_many and total > 0 and float(per.max()) <= rules.dominantie_aandeel * total


def protect_means(
    euros: pd.DataFrame,
    counted: Mapping[tuple[str, str, str], Aantallen],
    hidden: Mapping[tuple[str, str, str], set[str]],
    rules: Onthulling,
) -> Iterator[Rij]:
    """Mean euros per jeugdige with the product, of each aanbieder and all together."""
    for venster, rows in euros.groupby("venster"):
        bedragen = _as_bedragen(rows, "euro")
        aantallen = {
            product: counted.get((str(venster), JEUGDIGEN, product), {})
            for product in bedragen.names("product")
        }
        shown = {
            product: set(found) - hidden.get((str(venster), JEUGDIGEN, product), set())
            for product, found in aantallen.items()
        }
        away = _hide_euros(bedragen, shown, rules)
        for (product, aanbieder), is_away in away.items():
            own = bedragen.of("product", product)
            own = own if aanbieder == TOTAAL else own.of("aanbieder", aanbieder)
            mean = NIETS if is_away else round(own.euro.sum() / aantallen[product][aanbieder])
            status = AFGESCHERMD if is_away else OK
            yield (str(venster), KOSTEN, product, aanbieder, mean, NIETS, status)


def _hide_euros(
    bedragen: _Bedragen, shown: Mapping[str, Collection[str]], rules: Onthulling
) -> dict[tuple[str, str], bool]:
    """By product and aanbieder (or TOTAAL): whether the euros are hidden.

    shown: by product of whom the number of jeugdigen is shown.
    """
    away: dict[tuple[str, str], bool] = {}
    for aanbieder in bedragen.names("aanbieder"):
        own = bedragen.of("aanbieder", aanbieder)
        for product in own.names("product"):
            is_safe = own.of("product", product).is_safe(rules)
            away[product, aanbieder] = aanbieder not in shown[product] or not is_safe
        _hide_more(away, own, aanbieder, rules)
    for product in bedragen.names("product"):
        rows = bedragen.of("product", product)
        small = {naam for naam in rows.names("aanbieder") if away[product, naam]}
        is_safe = TOTAAL in shown[product] and _is_sum_safe(rows, small, rules)
        away[product, TOTAAL] = not is_safe
    _hide_more(away, bedragen, TOTAAL, rules)
    return away


def _is_sum_safe(rows: _Bedragen, small: Collection[str], rules: Onthulling) -> bool:
    """Rule 3 for the euros of all aanbieders together, and for what is left of them."""
    parts = rows.names("aanbieder")
    largest = max(abs(float(rows.of("aanbieder", naam).euro.sum())) for naam in parts)
    is_one = largest > rules.dominantie_aandeel * float(rows.euro.sum())
    return not is_one and _is_rest_safe(rows, small, rules)


def _is_rest_safe(rows: _Bedragen, small: Collection[str], rules: Onthulling) -> bool:
    """Whether all together, and what is left of them after what someone knows, is a safe sum."""
    known = known_sets(rows.names("aanbieder"), small)
    return all(rows.without(naam).is_safe(rules) for naam in ((), *known))


def _hide_more(
    away: dict[tuple[str, str], bool], rows: _Bedragen, aanbieder: str, rules: Onthulling
) -> None:
    """Products add up to what was declared, which is shown: none may be left over alone.

    Hides the smallest product that is still shown until what is hidden is safe as one sum of two.
    """
    names = rows.names("product")
    names.sort(key=lambda naam: abs(float(rows.of("product", naam).euro.sum())))
    while True:
        shut = [naam for naam in names if away[naam, aanbieder]]
        still = [naam for naam in names if not away[naam, aanbieder]]
        if (len(shut) != 1 and rows.within(shut).is_safe(rules)) or not still:
            return
        away[still[0], aanbieder] = True


def protect_declared(euros: pd.DataFrame, rules: Onthulling) -> Iterator[Rij]:
    """What was declared in all, of each aanbieder and all together."""
    for venster, rows in euros.groupby("venster"):
        own = _as_bedragen(rows, "euro")
        away = {
            naam for naam in own.names("aanbieder") if not own.of("aanbieder", naam).is_safe(rules)
        }
        is_whole_away = not _is_sum_safe(own, away, rules)
        for naam, euro in _sums(own).items():
            is_away = is_whole_away if naam == TOTAAL else naam in away
            status = AFGESCHERMD if is_away else OK
            key = (str(venster), GEDECLAREERD, ALLE_PRODUCTEN, naam)
            yield (*key, NIETS if is_away else round(euro), NIETS, status)


def protect_assigned(toewijzingen: pd.DataFrame, settings: Settings) -> Iterator[Rij]:
    """Assigned euros and which share of them was declared: both are shown, or neither is.

    One follows from the other two, so also what was not declared must be a safe sum. A share of
    which not all is ripe is not shown.
    """
    rules, minimum = settings.onthulling, settings.normen.minimum_noemer
    for venster, rows in toewijzingen.groupby("venster"):
        gave, took = (_as_bedragen(rows, naam) for naam in (TOEGEWEZEN, GEDECLAREERD))
        left = replace(gave, euro=np.abs(gave.euro - took.euro))
        parts = (gave, took, left)
        many = rows.groupby("aanbieder")["aantal"].sum().to_dict()
        many[TOTAAL] = sum(many.values())
        status = {
            naam: _judge(
                many[naam] < minimum,
                all(part.of("aanbieder", naam).is_safe(rules) for part in parts),
            )
            for naam in gave.names("aanbieder")
        }
        small = {naam for naam, state in status.items() if state != OK}
        is_safe = _is_rest_safe(left, small, rules) and all(
            _is_sum_safe(part, small, rules) for part in (gave, took)
        )
        status[TOTAAL] = _judge(many[TOTAAL] < minimum, is_safe)
        is_ripe = bool((rows["rijp"] == rows["aantal"]).all())
        assigned, declared = _sums(gave), _sums(took)
        for naam, state in status.items():
            is_shown = state == OK
            euro = round(assigned[naam]) if is_shown else NIETS
            yield (str(venster), TOEGEWEZEN, ALLE_PRODUCTEN, naam, euro, NIETS, state)
            share = declared[naam] / assigned[naam] if is_shown and is_ripe else NIETS
            state = NOG_NIET_RIJP if is_shown and not is_ripe else state
            yield (str(venster), BESTEED, ALLE_PRODUCTEN, naam, share, NIETS, state)


def _judge(is_thin: bool, is_safe: bool) -> str:
    return TE_KLEIN if is_thin else OK if is_safe else AFGESCHERMD


def _sums(bedragen: _Bedragen) -> dict[str, float]:
    """aanbieder, and TOTAAL -> euros."""
    per = pd.Series(bedragen.euro).groupby(bedragen.aanbieder).sum()
    names = [bedragen.namen["aanbieder"][place] for place in per.index]
    sums = dict(zip(names, per.tolist(), strict=True))
    return sums | {TOTAAL: float(per.sum())}


def _as_bedragen(rows: pd.DataFrame, kolom: str) -> _Bedragen:
    """Rows of one window; without products they are of ALLE_PRODUCTEN."""
    product = rows.get("product", pd.Series(ALLE_PRODUCTEN, rows.index))
    products, product_names = pd.factorize(product, sort=True)
    aanbieders, aanbieder_names = pd.factorize(rows["aanbieder"], sort=True)
    return _Bedragen(
        products.astype(np.int64),
        aanbieders.astype(np.int64),
        pd.factorize(rows["jeugdige"])[0].astype(np.int64),
        rows[kolom].to_numpy(float),
        {"product": list(product_names), "aanbieder": list(aanbieder_names)},
    )
