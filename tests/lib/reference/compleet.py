"""Second implementation, part 6: until when a quarter is definite, in plain loops.

Written from docs/definities.md, Datakwaliteit, and Toestand van een cijfer; standard library only.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from tests.lib.reference import FIGUREN

Rijen = dict[tuple[date, date], int]  # by (first day of the quarter, datastand)


@dataclass(frozen=True)
class Eisen:
    """What the configuration says of it."""

    aandeel: float = 0.98
    kwartalen: int = 4
    na_kwartalen: int = 4
    ruimte: int = 15
    drempel: int = 10
    minimum_noemer: int = 30
    voorlopig: int = 90


def end_of(quarter: date) -> date:
    """Its last day."""
    year, month = quarter.year, quarter.month + 3
    if month > 12:
        year, month = year + 1, month - 12
    return date(year, month, 1) - timedelta(days=1)


def age_of(quarter: date, day: date) -> int:
    """Whole quarters between its end and this day; -1 while it runs."""
    passed = -1
    while end_of(quarter) <= day:
        passed, quarter = passed + 1, end_of(quarter) + timedelta(days=1)
    return passed


def days_into(day: date) -> int:
    """Days since the last quarter end on or before this day."""
    last = day
    while (last + timedelta(days=1)).day != 1 or last.month not in (3, 6, 9, 12):
        last -= timedelta(days=1)
    return (day - last).days


def share_at(rijen: Rijen, last: date, age: int, minimum: float, eisen: Eisen) -> tuple[float, int]:
    """(share of the rows that is there at this age, the age through which could be looked)."""
    known: dict[tuple[date, int], int] = {}
    for day in sorted({day for _, day in rijen}):
        if abs(days_into(day) - days_into(last)) <= eisen.ruimte:
            for (quarter, own), count in rijen.items():
                if own == day and age_of(quarter, day) >= 0:
                    known[quarter, age_of(quarter, day)] = count
    share = 1.0
    while age < eisen.na_kwartalen:
        both = [q for q, a in known if a == age and (q, age + 1) in known]
        before = sum(known[q, age] for q in both)
        after = sum(known[q, age + 1] for q in both)
        if len(both) < max(eisen.kwartalen, 1) or before < minimum or not after:
            break
        share, age = share * before / after, age + 1
    return share, age


def definite_until(rijen: Rijen, last: date, eisen: Eisen) -> tuple[date, bool]:
    """(the last day that is definite for this file, whether an estimate says so)."""
    by_days = last - timedelta(days=eisen.voorlopig)
    minimum = 1
    while minimum * (1 - eisen.aandeel) < eisen.drempel - 1e-9:
        minimum += 1
    minimum = max(minimum, eisen.minimum_noemer)
    whole = True
    quarter_end = last - timedelta(days=days_into(last))
    found = None
    for age in range(eisen.na_kwartalen + 1):
        share, seen = share_at(rijen, last, age, minimum, eisen)
        whole = whole and seen == eisen.na_kwartalen
        if share < eisen.aandeel - 1e-9 or share > 2 - eisen.aandeel + 1e-9:
            found = None
        elif found is None:
            found = quarter_end
        begin = date(quarter_end.year, quarter_end.month - 2, 1)
        quarter_end = begin - timedelta(days=1)
    return (found, True) if whole and found is not None else (by_days, False)


def figure_until(slug: str, per_bestand: dict[str, list[Rijen]], last: date, eisen: Eisen) -> date:
    """The same for a figure: the worst of the files it stands on, and of what is counted there."""
    figuur = FIGUREN[slug]
    bestanden = {*figuur.bestanden, *(["traject"] if figuur.noemer == "in_zorg" else [])}
    found = []
    for bestand in bestanden:
        driehoeken = per_bestand.get(bestand, [])
        found += [definite_until(rijen, last, eisen)[0] for rijen in driehoeken]
        if not driehoeken:
            found.append(last - timedelta(days=eisen.voorlopig))
    return min(found)
