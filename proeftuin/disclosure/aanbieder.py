"""What the intern edition shows per aanbieder and per product: counts guarded with their whole.

Someone of an aanbieder reads along in the talk, and knows his own numbers. So a count of 1..9 is
not shown, and neither is a whole from which he, or who knows none of them, could work out such a
count of others: docs/definities.md, rule 6. Written for one table at one moment; the openbaar
edition holds nothing of it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from proeftuin.disclosure.audit import MINIMUM
from proeftuin.indicators import INDICATOR
from proeftuin.measure import ALLE_PRODUCTEN, Aanbiedermeting
from proeftuin.settings import Onthulling, Settings
from proeftuin.vocabulary import (
    AFGESCHERMD,
    JEUGDIGEN,
    KOSTEN,
    NOG_NIET_RIJP,
    OK,
    TE_KLEIN,
    TOEWIJZINGEN,
    TOTAAL,
)

COLUMNS = ("venster", "maat", "product", "aanbieder", "waarde", "noemer", "status")
Aantallen = dict[str, int]
Rij = tuple[str, str, str, str, float, float, str]
NIETS, CENT = float("nan"), 0.01


def protect_aanbieders(meting: Aanbiedermeting, settings: Settings) -> pd.DataFrame:
    """The table `aanbieders` of the intern edition: one row per count, share or mean, by COLUMNS.

    waarde: a count, a share (0..1) or euros per jeugdige; noemer: of a share what it is of; both
    nan unless status is OK. aanbieder TOTAAL: all together. A count without a row is 0.
    """
    rules = settings.onthulling
    rows: list[Rij] = []
    counted: dict[tuple[str, str, str], Aantallen] = {}
    for row in meting.aantallen.itertuples():
        key = (str(row.venster), str(row.maat), str(row.product))
        counted.setdefault(key, {})[str(row.aanbieder)] = int(str(row.aantal))
    hidden = {
        key: hide_counts(aantallen, rules, telt_op=_adds_up(key[1]))
        for key, aantallen in counted.items()
    }
    for key, aantallen in counted.items():
        for aanbieder, aantal in aantallen.items():
            is_away = aanbieder in hidden[key]
            status = AFGESCHERMD if is_away else OK
            rows.append((*key, aanbieder, NIETS if is_away else aantal, NIETS, status))
    rows += _protect_shares(meting.aandelen, settings)
    rows += _protect_euros(meting.euros, counted, hidden, rules)
    rows.sort(key=lambda row: row[:4])
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _adds_up(maat: str) -> bool:
    """Whether aanbieders add up to the whole; of other counts someone may count at two of them."""
    item = INDICATOR.get(maat)
    return item.aanbieder_feit == item.feit if item else maat == TOEWIJZINGEN


def hide_counts(aantallen: Mapping[str, int], rules: Onthulling, *, telt_op: bool) -> set[str]:
    """Which of these counts, by aanbieder and TOTAAL, are not shown.

    telt_op: the counts add up to TOTAAL; else together they are at least as many.
    """
    delen = {naam: aantal for naam, aantal in aantallen.items() if naam != TOTAAL}
    hidden = {naam for naam, aantal in delen.items() if is_few(aantal, rules)}
    totaal = aantallen.get(TOTAAL, 0)
    if is_few(totaal, rules) or not _is_whole_safe(totaal, delen, hidden, rules, telt_op):
        hidden.add(TOTAAL)
    return hidden


def is_few(aantal: float, rules: Onthulling) -> bool:
    """Whether there are some, and fewer than the threshold."""
    return 0 < aantal < rules.drempel


def _is_whole_safe(
    totaal: int, delen: Mapping[str, int], hidden: Collection[str], rules: Onthulling, telt_op: bool
) -> bool:
    """Whether who knows the shown parts, and perhaps one hidden one, learns no small number."""
    if any(is_few(totaal - aantal, rules) for aantal in delen.values()):
        return False  # everyone of the others is that many
    rest = totaal - sum(aantal for naam, aantal in delen.items() if naam not in hidden)
    for known in ("", *hidden):
        left, many = rest - delen.get(known, 0), len(hidden) - (known in hidden)
        if _is_narrow(left, many, many, rules, telt_op) or (telt_op and is_few(left, rules)):
            return False
    return True


def _is_narrow(left: int, many: int, sure: int, rules: Onthulling, telt_op: bool = True) -> bool:
    """Whether so many hidden counts, together left (at least, unless telt_op), are nearly known.

    sure: how many of them are surely not 0.
    """
    most = rules.drempel - 1
    if not many or left > most * many:  # nothing hidden, or something large among it
        return False
    low = max(1, left - most * (many - 1))
    high = min(most, left - sure + (sure == many)) if telt_op else most
    return high - low + 1 < min(MINIMUM, most)


def _protect_shares(aandelen: pd.DataFrame, settings: Settings) -> Iterator[Rij]:
    """Shares of units that each are of one aanbieder: they add up to TOTAAL."""
    for (venster, slug), rows in aandelen.groupby(["venster", "maat"]):
        cells = {
            str(row.aanbieder): (int(str(row.teller)), int(str(row.noemer)))
            for row in rows.itertuples()
        }
        is_ripe = bool((rows["rijp"] == rows["totaal"]).all())
        status = _judge_shares(cells, settings) if is_ripe else dict.fromkeys(cells, NOG_NIET_RIJP)
        for aanbieder, (teller, noemer) in cells.items():
            is_shown = status[aanbieder] == OK
            waarde, van = (teller / noemer, float(noemer)) if is_shown else (NIETS, NIETS)
            key = (str(venster), str(slug), ALLE_PRODUCTEN, aanbieder)
            yield (*key, waarde, van, status[aanbieder])


def _judge_shares(cells: Mapping[str, tuple[int, int]], settings: Settings) -> dict[str, str]:
    """OK, TE_KLEIN (noemer) or AFGESCHERMD per aanbieder and TOTAAL."""
    rules, minimum = settings.onthulling, settings.normen.minimum_noemer

    def has_few(teller: int, noemer: int) -> bool:
        return any(is_few(aantal, rules) for aantal in (teller, noemer - teller, noemer))

    found = {}
    for naam, (teller, noemer) in cells.items():
        found[naam] = AFGESCHERMD if has_few(teller, noemer) else OK
        if noemer < max(minimum, 1):
            found[naam] = TE_KLEIN
    whole = cells.get(TOTAAL, (0, 0))
    delen = [naam for naam in cells if naam != TOTAAL]
    hidden = {naam for naam in delen if found[naam] != OK}
    for known in _known_sets(delen, hidden):
        teller, noemer = (whole[at] - sum(cells[naam][at] for naam in known) for at in (0, 1))
        kept = hidden - known
        sure = sum(found[naam] == AFGESCHERMD for naam in kept)
        counts = (teller, noemer - teller, noemer)
        is_narrow = any(_is_narrow(left, len(kept), sure, rules) for left in counts if left)
        if found.get(TOTAAL) == OK and (has_few(teller, noemer) or is_narrow):
            found[TOTAAL] = AFGESCHERMD
    return found


def _known_sets(delen: Collection[str], hidden: Collection[str]) -> list[set[str]]:
    """What someone may take off a whole: what is shown, with one hidden part, or one part alone."""
    shown = {naam for naam in delen if naam not in hidden}
    return [shown, *({*shown, naam} for naam in hidden), *({naam} for naam in delen)]


@dataclass(frozen=True)
class _Bedragen:
    """Euros of one window, one per product, aanbieder and jeugdige; jeugdige is a place from 0."""

    product: NDArray[np.object_]
    aanbieder: NDArray[np.object_]
    jeugdige: NDArray[np.int64]
    euro: NDArray[np.float64]

    def of(self, veld: str, naam: str) -> "_Bedragen":
        """Those of one product or aanbieder."""
        return self._only(getattr(self, veld) == naam)

    def without(self, aanbieders: Collection[str]) -> "_Bedragen":
        """Those of the other aanbieders."""
        return self._only(~np.isin(self.aanbieder, list(aanbieders)))

    def within(self, producten: Collection[str]) -> "_Bedragen":
        """Those of these products."""
        return self._only(np.isin(self.product, list(producten)))

    def _only(self, rows: NDArray[np.bool_]) -> "_Bedragen":
        return _Bedragen(*(item[rows] for item in vars(self).values()))

    def names(self, veld: str) -> list[str]:
        """The products or aanbieders there are, in order."""
        return sorted(set(getattr(self, veld)))

    def is_safe(self, rules: Onthulling) -> bool:
        """As one sum: enough jeugdigen, none of them too large a part; also when there is none."""
        per = np.abs(np.bincount(self.jeugdige, self.euro)) if len(self.euro) else np.zeros(0)
        per, total = per[per > CENT / 2], float(self.euro.sum())
        if not len(per):
            return True
        is_many = len(per) >= rules.euro_bijdragers
        return is_many and total > 0 and float(per.max()) <= rules.dominantie_aandeel * total


def _protect_euros(
    euros: pd.DataFrame,
    counted: Mapping[tuple[str, str, str], Aantallen],
    hidden: Mapping[tuple[str, str, str], set[str]],
    rules: Onthulling,
) -> Iterator[Rij]:
    """Mean euros per jeugdige with the product, of each aanbieder and all together."""
    for venster, rows in euros.groupby("venster"):
        place = pd.factorize(rows["jeugdige"])[0].astype(np.int64)
        bedragen = _Bedragen(
            rows["product"].to_numpy(object),
            rows["aanbieder"].to_numpy(object),
            place,
            rows["euro"].to_numpy(float),
        )
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
    """Rule 3 for the euros of a product of all aanbieders, and for what is left of them."""
    parts = rows.names("aanbieder")
    largest = max(abs(float(rows.of("aanbieder", naam).euro.sum())) for naam in parts)
    if largest > rules.dominantie_aandeel * float(rows.euro.sum()) or not rows.is_safe(rules):
        return False
    return all(rows.without(known).is_safe(rules) for known in _known_sets(parts, small))


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
