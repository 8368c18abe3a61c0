"""What still has to come in: the back-fill triangle and the share of it that is there by now.

Chain ladder, by volume: f(a) = sum of counts one quarter later / sum of counts at age a, over the
periods seen at both ages. Formula: Mack (1993), Distribution-free calculation of the standard error
of chain ladder reserve estimates, ASTIN Bulletin 23(2), section 2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Volledigheid:
    """Which share (0..1, above 1 when rows went) of the rows is there at an age in quarters.

    tot: the age through which later leveringen could be looked at; perioden: how many periods the
    first step rests on.
    """

    aandeel: float
    tot: int
    perioden: int


def quarters_since(kwartaal: date, datastand: date) -> int:
    """How many whole quarters passed between the end of a quarter and datastand; -1: it runs."""
    after = datastand + timedelta(days=1)
    months = (after.year - kwartaal.year) * 12 + after.month - kwartaal.month
    return months // 3 - 1


def last_day_at_age(age: int, datastand: date) -> date:
    """The last day of the quarter that is so many whole quarters old (0: the last that ended)."""
    after = datastand + timedelta(days=1)
    months = after.year * 12 + (after.month - 1) // 3 * 3 - 3 * age
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def make_driehoek(
    rijen: Iterable[tuple[date, date, float]], peil: date, ruimte_dagen: int
) -> dict[tuple[int, int], float]:
    """Counts by (quarter, age in whole quarters), for estimate_volledigheid.

    rijen: (first day of the quarter, datastand, count). peil: datastand of the levering to judge;
    others count when they were made as long after the end of a quarter, give or take ruimte_dagen:
    one of another moment says nothing of what is late by now. Of two that saw a quarter at the same
    age the later one counts.
    """
    moment = (peil - last_day_at_age(0, peil)).days
    found: dict[tuple[int, int], float] = {}
    for kwartaal, datastand, count in sorted(rijen):
        age, own = quarters_since(kwartaal, datastand), datastand - last_day_at_age(0, datastand)
        if age >= 0 and abs(own.days - moment) <= ruimte_dagen:
            found[kwartaal.toordinal(), age] = count
    return found


def estimate_volledigheid(
    driehoek: Mapping[tuple[int, int], float],
    minimum: float = 1.0,
    perioden: int = 1,
    eind: int | None = None,
) -> dict[int, Volledigheid]:
    """By age a: 1 / (f(a) x f(a+1) x ...), as far as ages follow on each other.

    driehoek: the count by (period, age), ages in whole steps from 0. A step whose earlier counts
    add up to less than minimum, or that fewer than perioden were seen to take, says nothing and
    ends the product; an age whose own step says nothing has no estimate. eind: the age at which a
    period is whole; the product stops there. None: it goes on.
    """
    steps: dict[int, tuple[float, int]] = {}
    for age in {age for _, age in driehoek if eind is None or age < eind}:
        pairs = [
            (count, driehoek[periode, age + 1])
            for (periode, own), count in driehoek.items()
            if own == age and (periode, age + 1) in driehoek
        ]
        before, after = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
        if len(pairs) >= perioden and before >= minimum and after > 0:
            steps[age] = (after / before, len(pairs))
    found = {}
    for age, (_, seen) in steps.items():
        product, last = 1.0, age
        while last in steps:
            product *= steps[last][0]
            last += 1
        found[age] = Volledigheid(1 / product, last, seen)
    return found


def first_complete_age(
    geschat: Mapping[int, Volledigheid], aandeel: float, eind: int
) -> int | None:
    """The age from which on every age is complete; None where not all of them have an estimate.

    Complete: the share differs from 1 by no more than aandeel does, for rows that still go make
    a figure as unsure as rows that still come. geschat: of estimate_volledigheid with this eind,
    at which a period is whole by definition.
    """
    if any(age not in geschat or geschat[age].tot < eind for age in range(eind)):
        return None
    unsure = [age for age in range(eind) if abs(1 - geschat[age].aandeel) > 1 - aandeel + 1e-9]
    return max(unsure, default=-1) + 1
