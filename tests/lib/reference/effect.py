"""Second implementation of the comparison of changes: plain loops, no numpy and no scipy.

Follows docs/definities.md, 'Veranderde de pilotwijk anders?'. Missing is None.
"""

import math
from collections.abc import Callable
from functools import cache
from statistics import NormalDist, mean

from tests.lib.reference.statistiek import solve

VAST = {2: 5.65, 3: 4.26, 4: 3.76, 7: 3.27, 11: 3.08, 19: 2.95}
STAPPEN = 2000
Wijk = dict[str, float | None]  # nulmeting, effectjaar, noemer, vroeger_K and later_K


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


def usable_pairs(wijken: dict[str, Wijk], paren: list[int]) -> dict[int, dict[str, float]]:
    """Per voorpaar (years back, nearest first) the changes; at least three wijken, or none."""
    gevonden: dict[int, dict[str, float]] = {}
    for jaren in paren:
        veranderingen = {}
        for naam, wijk in wijken.items():
            waarde = change(wijk, f"vroeger_{jaren}", f"later_{jaren}")
            if waarde is not None:
                veranderingen[naam] = waarde
        if len(veranderingen) >= 3:
            gevonden[jaren] = veranderingen
    return gevonden


def weight(wijken: dict[str, Wijk], eigen: list[str], anderen: list[str], factor: float) -> float:
    """What the variance of one wijk is multiplied with in a difference of two means."""
    return factor * size_ratio(wijken, eigen, anderen) / len(eigen) + 1 / len(anderen)


def reference_effect(
    wijken: dict[str, Wijk], pilots: list[str], paren: list[int]
) -> dict[str, float | str]:
    """Everything of one indicator whose pilot cells are usable, without an adjustment for many.

    paren: the voorparen of the configuration as years back, nearest first.
    """
    d = {naam: change(wijk, "nulmeting", "effectjaar") for naam, wijk in wijken.items()}
    eigen = [naam for naam in wijken if naam in pilots and d[naam] is not None]
    anderen = [naam for naam in wijken if naam not in pilots and d[naam] is not None]
    eigen_d = [waarde for naam, waarde in d.items() if naam in eigen and waarde is not None]
    rest_d = [waarde for naam, waarde in d.items() if naam in anderen and waarde is not None]
    voor = usable_pairs(wijken, paren)
    if not voor and len(anderen) < 4:
        return {"verdict": "te weinig gegevens"}
    som, df = squares(rest_d)
    for veranderingen in voor.values():
        meer, er_bij = squares(list(veranderingen.values()))
        som, df = som + meer, df + er_bij
    variantie = som / df
    se = math.sqrt(variantie * weight(wijken, eigen, anderen, 1))
    wijd = math.sqrt(variantie * weight(wijken, eigen, anderen, 4))
    uitkomst: dict[str, float | str] = {
        "est": mean(eigen_d) - mean(rest_d),
        "ratio": size_ratio(wijken, eigen, anderen),
        "df": df,
        "se": se,
        "half": t_quantile(df) * se,
        "stress_half": t_quantile(df) * wijd,
        "mdc": mdc_factor(df) * se,
        "mdc_extra_jaar": mdc_factor(df + len(anderen) - 1) * se,
    }
    if len(voor) < 4:
        er_bij = len(eigen) + len(anderen) - 1
        uitkomst["mdc_extra_voorpaar"] = mdc_factor(df + er_bij) * se
    binnen = True
    for jaren, veranderingen in voor.items():
        toen = [naam for naam in veranderingen if naam in pilots]
        overig = [naam for naam in veranderingen if naam not in pilots]
        if toen and overig:
            links = mean(veranderingen[naam] for naam in toen)
            est = links - mean(veranderingen[naam] for naam in overig)
            half = t_quantile(df) * math.sqrt(variantie * weight(wijken, toen, overig, 1))
            uitkomst |= {"placebo_est": est, "placebo_half": half, "placebo_jaren": jaren}
            # wijken that all changed alike teach nothing of chance: then there is no interval
            binnen = not half or abs(est) <= half
            break
    if not binnen:
        uitkomst["verdict"] = "niet vergelijkbaar"
    elif abs(float(uitkomst["est"])) > float(uitkomst["half"]):
        uitkomst["verdict"] = "aantoonbaar anders dan de andere wijken"
    else:
        uitkomst["verdict"] = "niet aantoonbaar anders"
    return uitkomst


def reference_reach(
    wijken: dict[str, Wijk], wijk: str, pilots: list[str], paren: list[int]
) -> tuple[float, float]:
    """(verschil, half an interval) of one wijk against all others, by the noise of the pilot's."""
    d = {naam: change(item, "nulmeting", "effectjaar") for naam, item in wijken.items()}
    er = {naam: waarde for naam, waarde in d.items() if waarde is not None}
    anderen = [naam for naam in er if naam != wijk]
    som, df = squares([waarde for naam, waarde in er.items() if naam not in pilots])
    for veranderingen in usable_pairs(wijken, paren).values():
        meer, er_bij = squares(list(veranderingen.values()))
        som, df = som + meer, df + er_bij
    verschil = er[wijk] - mean(er[naam] for naam in anderen)
    return verschil, t_quantile(df) * math.sqrt(som / df * weight(wijken, [wijk], anderen, 1))


def reference_ahead(
    wijken: dict[str, Wijk], pilots: list[str], paren: list[int], aantal: int, jaren: int
) -> float | None:
    """From which difference it would be seen with so many pilot wijken and years of effect."""
    d = {naam: change(wijk, "nulmeting", "effectjaar") for naam, wijk in wijken.items()}
    mee = [naam for naam in wijken if d[naam] is not None]
    voor = usable_pairs(wijken, paren)
    over = len(mee) - aantal
    if over < (2 if voor else 4):
        return None
    som, df = squares([d[naam] or 0.0 for naam in mee if naam not in pilots])
    df_voor = 0
    for veranderingen in voor.values():
        meer, er_bij = squares(list(veranderingen.values()))
        som, df, df_voor = som + meer, df + er_bij, df_voor + er_bij
    klein_eerst = sorted(mee, key=lambda naam: (naam not in pilots, wijken[naam]["noemer"] or 0))
    eigen = klein_eerst[:aantal]
    anderen = [naam for naam in mee if naam not in eigen]
    se = math.sqrt(som / df * weight(wijken, eigen, anderen, 1))
    return mdc_factor(jaren * (over - 1) + df_voor) * se


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
