"""Second implementation of the comparison of changes: plain loops, no numpy and no scipy.

Follows docs/definities.md, 'Veranderde de pilotwijk anders?'. Missing is None.
"""

import math
from collections.abc import Callable
from functools import cache
from statistics import NormalDist, mean

from tests.lib.reference.statistiek import solve

VAST = {2: 5.65, 3: 4.26, 4: 3.76, 7: 3.27, 11: 3.08}
STAPPEN = 2000
Wijk = dict[str, float | None]  # placebojaar, nulmeting, effectjaar, noemer


def integrate(f: Callable[[float], float], low: float, high: float) -> float:
    """Simpson's rule."""
    h = (high - low) / STAPPEN
    som = f(low) + f(high)
    for i in range(1, STAPPEN):
        som += (4 if i % 2 else 2) * f(low + i * h)
    return som * h / 3


@cache
def t_quantile(df: int) -> float:
    """t(.975, df)."""
    schaal = math.gamma((df + 1) / 2) / (math.sqrt(df * math.pi) * math.gamma(df / 2))

    def dichtheid(x: float) -> float:
        return float(schaal * (1 + x * x / df) ** (-(df + 1) / 2))

    return solve(lambda q: integrate(dichtheid, 0.0, q) < 0.475, 0.0, 20.0)


@cache
def mdc_factor(df: int) -> float:
    """m(df): listed, else where the non-central t has 80% power."""
    if df in VAST:
        return VAST[df]
    grens = t_quantile(df)
    norm = NormalDist()

    def power(m: float) -> float:
        def term(s: float) -> float:  # s is the estimated over the true standard error
            if s == 0:
                return 0.0
            log_dichtheid = (
                math.log(2)
                + df / 2 * math.log(df / 2)
                - math.lgamma(df / 2)
                + (df - 1) * math.log(s)
                - df * s * s / 2
            )
            return math.exp(log_dichtheid) * (1 - norm.cdf(grens * s - m))

        return integrate(term, 0.0, 6.0)

    return solve(lambda m: power(m) < 0.8, 0.1, 20.0)


def squares(waarden: list[float]) -> tuple[float, int]:
    """Sum of squares around the mean, degrees of freedom."""
    midden = mean(waarden)
    return sum((waarde - midden) ** 2 for waarde in waarden), len(waarden) - 1


def change(wijk: Wijk, voor: str, na: str) -> float | None:
    begin, eind = wijk[voor], wijk[na]
    return None if begin is None or eind is None else eind - begin


def size_ratio(wijken: dict[str, Wijk], pilots: list[str], anderen: list[str]) -> float:
    eigen = mean(wijken[naam]["noemer"] or 0 for naam in pilots)
    rest = mean(wijken[naam]["noemer"] or 0 for naam in anderen)
    return max(1.0, rest / eigen)


def compare(
    wijken: dict[str, Wijk], pilots: list[str], voor: str, na: str, extra: list[float]
) -> dict[str, float]:
    """est, ratio, df and, when there is an interval, se, half and stress_half."""
    d = {naam: change(wijk, voor, na) for naam, wijk in wijken.items()}
    eigen = [waarde for naam, waarde in d.items() if naam in pilots and waarde is not None]
    anderen = [naam for naam, waarde in d.items() if naam not in pilots and waarde is not None]
    rest = [waarde for naam, waarde in d.items() if naam in anderen and waarde is not None]
    ratio = size_ratio(wijken, pilots, anderen)
    uitkomst = {"est": mean(eigen) - mean(rest), "ratio": ratio, "df": 0.0}
    som, df = squares(rest)
    if extra:
        meer, er_bij = squares(extra)
        som, df = som + meer, df + er_bij
    variantie = som / df
    uitkomst["df"] = df
    for naam, factor in (("", 1), ("stress_", 4)):
        se = math.sqrt(variantie * (factor * ratio / len(eigen) + 1 / len(rest)))
        uitkomst[f"{naam}half"] = t_quantile(df) * se
        uitkomst.setdefault("se", se)
    return uitkomst


def reference_effect(wijken: dict[str, Wijk], pilots: list[str]) -> dict[str, float | str]:
    """Everything of one indicator whose pilot cells are usable, without an adjustment for many."""
    drift = [change(wijk, "placebojaar", "nulmeting") for wijk in wijken.values()]
    earlier = [waarde for waarde in drift if waarde is not None]
    uitkomst: dict[str, float | str] = {}
    usable = [
        naam
        for naam, wijk in wijken.items()
        if naam not in pilots and change(wijk, "nulmeting", "effectjaar") is not None
    ]
    if not earlier and len(usable) < 4:
        return {"verdict": "te weinig gegevens"}
    found = compare(wijken, pilots, "nulmeting", "effectjaar", earlier)
    uitkomst.update(found)
    uitkomst["mdc"] = mdc_factor(int(found["df"])) * found["se"]
    uitkomst["mdc_extra_jaar"] = mdc_factor(int(found["df"]) + len(usable) - 1) * found["se"]
    binnen = True
    if earlier:
        placebo = compare(wijken, pilots, "placebojaar", "nulmeting", [])
        uitkomst["placebo_est"], uitkomst["placebo_half"] = placebo["est"], placebo["half"]
        # other wijken that all changed alike teach nothing of chance: then there is no interval
        binnen = not placebo["half"] or abs(placebo["est"]) <= placebo["half"]
    if not binnen:
        uitkomst["verdict"] = "niet vergelijkbaar"
    elif abs(found["est"]) > found["half"]:
        uitkomst["verdict"] = "aantoonbaar anders dan de andere wijken"
    else:
        uitkomst["verdict"] = "niet aantoonbaar anders"
    return uitkomst


def reference_rank(wijken: dict[str, Wijk], pilot: str) -> int:
    """How many usable wijken changed at least as much as the pilot in its direction, itself too."""
    d = {naam: change(wijk, "nulmeting", "effectjaar") for naam, wijk in wijken.items()}
    rest = [waarde for naam, waarde in d.items() if naam != pilot and waarde is not None]
    own = d[pilot]
    assert own is not None
    sign = -1 if own - mean(rest) < 0 else 1
    return 1 + sum(1 for waarde in rest if sign * waarde >= sign * own)


def reference_holm(p: list[float]) -> list[float]:
    """Holm's adjustment, one p at a time."""
    order = sorted(range(len(p)), key=lambda place: p[place])
    adjusted = [0.0] * len(p)
    highest = 0.0
    for step, place in enumerate(order):
        highest = max(highest, min(1.0, (len(p) - step) * p[place]))
        adjusted[place] = highest
    return adjusted
