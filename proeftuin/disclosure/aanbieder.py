"""What the intern edition shows per aanbieder and per product: counts guarded with their whole.

Someone of an aanbieder reads along in the talk, and knows his own numbers. So a count of 1..9 is
not shown, and neither is a whole from which he, or who knows none of them, could work out such a
count of others: docs/definities.md, rule 6. Written for one table at one moment; the openbaar
edition holds nothing of it.
"""

from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from proeftuin.disclosure.aanbieder_euro import (
    NIETS,
    Aantallen,
    Rij,
    known_sets,
    protect_assigned,
    protect_declared,
    protect_means,
)
from proeftuin.disclosure.audit import MINIMUM
from proeftuin.indicators import INDICATOR, INDICATORS, Indicator
from proeftuin.measure import ALLE_PRODUCTEN, Aanbiedermeting
from proeftuin.settings import Onthulling, Settings
from proeftuin.vocabulary import (
    AFGESCHERMD,
    NOG_NIET_RIJP,
    OK,
    TE_KLEIN,
    TOEWIJZINGEN,
    TOTAAL,
)

COLUMNS = ("venster", "maat", "product", "aanbieder", "waarde", "noemer", "status")
Tellingen = tuple[int, ...]


def protect_aanbieders(meting: Aanbiedermeting, settings: Settings) -> pd.DataFrame:
    """The table `aanbieders` of the intern edition: one row per figure, by COLUMNS.

    waarde: a count, a share (0..1), days, euros (GEDECLAREERD, TOEGEWEZEN) or euros per jeugdige
    (KOSTEN); noemer: of a share of units what it is of; both nan unless status is OK, or
    NOG_NIET_RIJP for a share of those who are ripe. aanbieder TOTAAL: all together. A count
    without a row is 0.
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
    rows += _protect_lives(meting.duren, settings)
    rows += protect_means(meting.euros, counted, hidden, rules)
    rows += protect_declared(meting.euros, rules)
    rows += protect_assigned(meting.toewijzingen, settings)
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
    """Shares of units that each are of one aanbieder: they add up to TOTAAL.

    Shares of the same units after other terms (terugval within a year, half a year) are nested: a
    later one is judged by how many lie between too, and is hidden where an earlier one is. Of a
    share that is not ripe those who are ripe are shown, without how many are not; of nested ones
    nothing, for another term would tell that.
    """
    parts = {
        (str(key[0]), str(key[1])): rows for key, rows in aandelen.groupby(["venster", "maat"])
    }
    before: dict[tuple[str, str], list[dict[str, Tellingen]]] = {}
    shut: dict[tuple[str, str], set[str]] = {}
    for venster, slug in sorted(parts, key=lambda key: (key[0], list(INDICATOR).index(key[1]))):
        item, rows = INDICATOR[slug], parts[venster, slug]
        family = (venster, item.aanbieder_feit if item.rijp else slug)
        is_ripe = bool((rows["rijp"] == rows["totaal"]).all())
        counts = _read_tellingen(rows)
        if not is_ripe and _is_nested(item):
            status = dict.fromkeys(counts, NOG_NIET_RIJP)
        else:
            earlier = before.setdefault(family, [])
            nested = {
                naam: own + tuple(abs(own[0] - ander[naam][0]) for ander in earlier)
                for naam, own in counts.items()
            }
            status = _judge_shares(nested, shut.setdefault(family, set()), settings)
            shut[family] |= {naam for naam, state in status.items() if state != OK}
            earlier.append(counts)
        for naam, (teller, _, noemer, _) in counts.items():
            is_shown, state = status[naam] == OK, status[naam]
            waarde, van = (teller / noemer, float(noemer)) if is_shown else (NIETS, NIETS)
            state = NOG_NIET_RIJP if is_shown and not is_ripe else state
            yield (venster, slug, ALLE_PRODUCTEN, naam, waarde, van, state)


def _is_nested(item: Indicator) -> bool:
    """Whether there is a share of the same units after another term."""
    return item.rijp is not None and any(
        ander.rijp and ander.aanbieder_feit == item.aanbieder_feit and ander.soort is item.soort
        for ander in INDICATORS
        if ander != item
    )


def _read_tellingen(rows: pd.DataFrame) -> dict[str, Tellingen]:
    """By aanbieder (teller, rest, noemer, counted elsewhere but not in the noemer)."""
    found: dict[str, Tellingen] = {}
    for row in rows.itertuples():
        teller, noemer, geteld = (
            int(str(aantal)) for aantal in (row.teller, row.noemer, row.geteld)
        )
        found[str(row.aanbieder)] = (teller, noemer - teller, noemer, geteld - noemer)
    return found


def _protect_lives(duren: pd.DataFrame, settings: Settings) -> Iterator[Rij]:
    """Durations: of enough units and ends, and all together when what is left is so too."""
    normen = settings.normen
    for (venster, slug), rows in duren.groupby(["venster", "maat"]):
        counts, thin, days = {}, set(), {}
        for row in rows.itertuples():
            naam, teller, noemer = str(row.aanbieder), int(str(row.teller)), int(str(row.noemer))
            counts[naam], days[naam] = (teller, noemer), float(str(row.waarde))
            is_few = noemer < normen.minimum_noemer or teller < normen.minimum_gebeurtenissen
            if is_few or row.is_dun:
                thin.add(naam)
        for naam, state in _judge(counts, thin, settings.onthulling).items():
            waarde = days[naam] if state == OK else NIETS
            yield (str(venster), str(slug), ALLE_PRODUCTEN, naam, waarde, NIETS, state)


def _judge_shares(
    counts: Mapping[str, Tellingen], shut: Collection[str], settings: Settings
) -> dict[str, str]:
    """_judge, and TOTAAL hidden where a hidden share could be worked out of it."""
    rules, minimum = settings.onthulling, max(settings.normen.minimum_noemer, 1)
    thin = {naam for naam, own in counts.items() if own[2] < minimum}
    found = _judge(counts, thin, rules, shut)
    delen = [naam for naam in counts if naam != TOTAAL]
    hidden = {naam for naam in delen if found[naam] != OK}
    company = {naam: _company(naam, hidden, counts, found, rules) for naam in hidden}
    for known in known_sets(delen, hidden):
        kept = hidden - known
        sure = sum(found[naam] == AFGESCHERMD for naam in kept)
        is_narrow = any(
            _is_narrow(aantal, len(kept), sure, rules)
            for aantal in _what_is_left(counts, known)
            if aantal
        )
        friends = [company[naam] for naam in kept]
        is_alone = any(some is not None and not some - known for some in friends)
        if found.get(TOTAAL) == OK and (is_narrow or is_alone):
            found[TOTAAL] = AFGESCHERMD
    return found


def _judge(
    counts: Mapping[str, Tellingen],
    thin: Collection[str],
    rules: Onthulling,
    shut: Collection[str] = (),
) -> dict[str, str]:
    """OK, TE_KLEIN (one of thin) or AFGESCHERMD (shut, or few) per aanbieder and TOTAAL.

    counts: what must not be few, for each the same; nor in what is left of TOTAAL.
    """
    found = {}
    for naam, own in counts.items():
        found[naam] = AFGESCHERMD if naam in shut or _has_few(own, rules) else OK
        if naam in thin:
            found[naam] = TE_KLEIN
    delen = [naam for naam in counts if naam != TOTAAL]
    hidden = {naam for naam in delen if found[naam] != OK}
    is_safe = not any(
        _has_few(_what_is_left(counts, known), rules) for known in known_sets(delen, hidden)
    )
    if found.get(TOTAAL) == OK and not is_safe:
        found[TOTAAL] = AFGESCHERMD
    return found


def _what_is_left(counts: Mapping[str, Tellingen], known: Collection[str]) -> Tellingen:
    """The counts of TOTAAL without those of the known."""
    return tuple(
        whole - sum(counts[naam][at] for naam in known)
        for at, whole in enumerate(counts.get(TOTAAL, ()))
    )


def _has_few(counts: Tellingen, rules: Onthulling) -> bool:
    return any(is_few(aantal, rules) for aantal in counts)


def _company(
    naam: str,
    hidden: Collection[str],
    counts: Mapping[str, Tellingen],
    found: Mapping[str, str],
    rules: Onthulling,
) -> set[str] | None:
    """Which hidden ones leave the teller of this one open, for who knows all noemers and the sum.

    None when neither its teller nor its rest is small.
    """
    own = counts[naam]
    if not _has_few(own[:2], rules):
        return None
    options = _options(own, found[naam], rules)
    enough = min(MINIMUM, len(options))
    return {
        ander
        for ander in hidden
        if ander != naam
        and len(
            options
            & {
                own[0] + counts[ander][0] - waarde
                for waarde in _options(counts[ander], found[ander], rules)
            }
        )
        >= enough
    }


def _options(counts: Tellingen, status: str, rules: Onthulling) -> set[int]:
    """Which tellers a hidden share can have, for who knows its noemer and its state."""
    noemer, buiten = counts[2:4]
    if status == TE_KLEIN or is_few(buiten, rules):
        return set(range(noemer + 1))
    return {
        teller
        for teller in range(noemer + 1)
        if is_few(teller, rules) or is_few(noemer - teller, rules)
    }
