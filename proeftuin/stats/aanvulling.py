"""What still has to come in: the back-fill triangle and the share of it that is there by now.

Chain ladder, by volume: f(a) = sum of counts one quarter later / sum of counts at age a, over the
periods seen at both ages. Formula: Mack (1993), Distribution-free calculation of the standard error
of chain ladder reserve estimates, ASTIN Bulletin 23(2), section 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Volledigheid:
    """Which share (0..1, above 1 when rows went) of the rows is there at an age in quarters.

    tot: the age through which later leveringen could be looked at; perioden: how many periods the
    first step rests on.
    """

    aandeel: float
    tot: int
    perioden: int


def estimate_volledigheid(
    driehoek: Mapping[tuple[int, int], float], minimum: float = 1.0
) -> dict[int, Volledigheid]:
    """By age a: 1 / (f(a) x f(a+1) x ...), as far as ages follow on each other.

    driehoek: the count by (period, age), ages in whole steps from 0. A step whose earlier counts
    add up to less than minimum says nothing and ends the product; an age whose own step says
    nothing has no estimate.
    """
    steps: dict[int, tuple[float, int]] = {}
    for age in {age for _, age in driehoek}:
        pairs = [
            (count, driehoek[periode, age + 1])
            for (periode, own), count in driehoek.items()
            if own == age and (periode, age + 1) in driehoek
        ]
        before, after = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
        if pairs and before >= minimum and after > 0:
            steps[age] = (after / before, len(pairs))
    found = {}
    for age, (_, perioden) in steps.items():
        product, last = 1.0, age
        while last in steps:
            product *= steps[last][0]
            last += 1
        found[age] = Volledigheid(1 / product, last, perioden)
    return found
