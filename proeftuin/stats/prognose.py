"""Prognose of the declared euros of one calendar year, by two routes, with the error of the past.

Months are numbered from a January on; peil is the last whole month that is known. A month counts
as fully declared RIJP months later. What is not declared yet is estimated as in a
Bornhuetter-Ferguson reserve (Bornhuetter and Ferguson 1972): what came in, plus the part that is
still missing times what was expected anyway, so a thin first month never blows up the estimate.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RIJP = 3  # months after which a month of help counts as fully declared
TEMPO_MAANDEN = 6  # fully declared months that give the euros per day of a running traject
STAND_MAANDEN = 3  # months whose number of running trajecten stands for the rest of the year
MINIMUM_TERUGBLIK = 8  # fewer earlier errors: no interval
VOLLEDIG, ZONDER_BEDRAG, ZONDER_EIND = "volledig", "zonder_bedrag", "zonder_eind"
SOORTEN = (VOLLEDIG, ZONDER_BEDRAG, ZONDER_EIND)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Reeks:
    """What one wijk or the gemeente is known by, per month (arrays of M months).

    dagen: days in the month. gedeclareerd and zonder_toewijzing (the part of it that names no
    toewijzing): euros of help in that month. traject_dagen: days of running trajecten, and
    gedeclareerde_dagen those of trajecten with a declaratie. plan: (soorten, M + 1, M) euros by
    SOORTEN, the month a toewijzing became known (0: before the first month) and month of help.
    geeindigd_eur and verzilverd_eur: bedrag of, and declared on, toewijzingen that ended in the
    quarter that ends with that month, else 0.
    """

    dagen: Floats
    gedeclareerd: Floats
    zonder_toewijzing: Floats
    traject_dagen: Floats
    gedeclareerde_dagen: Floats
    plan: Floats
    geeindigd_eur: Floats
    verzilverd_eur: Floats


@dataclass(frozen=True)
class Jaarraming:
    """Estimate of one year: euros per part and month, (12,) each, which add up to the total.

    open_eur: euros of the months that are not fully declared yet (declaratie route), or all of it
    (toewijzing route): what an error of the method is measured against.
    verzilvering: the share of the assigned euros that is expected to be declared, nan when the
    route does not use it.
    """

    delen: dict[str, Floats]
    open_eur: float
    verzilvering: float = float("nan")

    @property
    def totaal(self) -> float:
        """Euros of the whole year."""
        return float(sum(part.sum() for part in self.delen.values()))


@dataclass(frozen=True)
class Jaarterugblik:
    """What the same method said at an earlier peil, and what the year became, in euros.

    is_vastgelegd: from the sums recorded at that time; else the youngest months were left out.
    """

    peil: int
    raming_eur: float
    werkelijk_eur: float
    open_eur: float
    is_vastgelegd: bool = False

    @property
    def fout_aandeel(self) -> float:
        """(what it became - the estimate) as share of open_eur; 0 with nothing open."""
        return (self.werkelijk_eur - self.raming_eur) / self.open_eur if self.open_eur else 0.0


def measure_dekking(reeks: Reeks, peil: int) -> Floats | None:
    """Completeness (RIJP,) by age in months, from the levering itself; None when it cannot.

    Per month the share of traject days with a declaratie, over that share in the last 12 fully
    declared months; between 0 and 1. A month on peil has age 0. None without 12 such months, or
    when fewer than 1 in 5 days have one (the declaraties do not fit the trajecten).
    """
    first, last = peil - RIJP - 11, peil - RIJP
    if first < 0 or not reeks.traject_dagen[first : peil + 1].all():
        return None
    whole = slice(first, last + 1)
    usual = reeks.gedeclareerde_dagen[whole].sum() / reeks.traject_dagen[whole].sum()
    if usual < 0.2:
        return None
    young = np.arange(peil, peil - RIJP, -1)
    share = reeks.gedeclareerde_dagen[young] / reeks.traject_dagen[young]
    return np.asarray(np.clip(share / usual, 0.0, 1.0))


def chain_compleet(standen: dict[int, Floats], now: Floats, peil: int) -> Floats | None:
    """Completeness (RIJP,) by age from the sums recorded at earlier leveringen; None without two.

    standen: per earlier peil the declared euros (M,) as they were then known. For each age the
    sum of what was known then over the sum of what those months became, for months that are
    fully declared now. Standen that do not fit the series now are for the caller to leave out.
    """
    earlier = [past for past in standen if past <= peil - RIJP and past >= RIJP - 1]
    if len(earlier) < 2:
        return None
    shares = []
    for age in range(RIJP):
        then = sum(float(standen[past][past - age]) for past in earlier)
        became = sum(float(now[past - age]) for past in earlier)
        if became <= 0:
            return None
        shares.append(then / became)
    return np.asarray(np.clip(shares, 0.0, 1.0), np.float64)


def estimate_declaraties(
    reeks: Reeks, peil: int, jaar: int, compleet: Floats | None
) -> Jaarraming | None:
    """Jaarraming of months 12 * jaar .. + 11 from declaraties and running trajecten.

    Parts: gedeclareerd; nog_te_declareren, (1 - compleet) x the usual euros of the trajecten of
    that month; rest_jaar, the usual euros of as many trajecten as ran lately. The usual euros per
    traject day come from the last TEMPO_MAANDEN fully declared months. compleet None: the
    youngest RIJP months count as not declared at all. None when a month needed was not delivered.
    """
    tempo = slice(peil - RIJP - TEMPO_MAANDEN + 1, peil - RIJP + 1)
    lately = slice(peil - STAND_MAANDEN + 1, peil + 1)
    if tempo.start < 0 or not reeks.traject_dagen[tempo.start : peil + 1].all():
        return None
    per_dag = reeks.gedeclareerd[tempo].sum() / reeks.traject_dagen[tempo].sum()
    running = reeks.traject_dagen[lately].sum() / reeks.dagen[lately].sum()
    months = np.arange(12 * jaar, 12 * jaar + 12)
    age = peil - months
    young, later = (age >= 0) & (age < RIJP), age < 0
    missing = np.zeros(12)
    missing[young] = 1.0 if compleet is None else 1.0 - compleet[age[young]]
    known = np.where(later | (young & (compleet is None)), 0.0, reeks.gedeclareerd[months])
    parts = {
        "gedeclareerd": known,
        "nog_te_declareren": missing * per_dag * reeks.traject_dagen[months],
        "rest_jaar": np.where(later, per_dag * running * reeks.dagen[months], 0.0),
    }
    usual = per_dag * reeks.traject_dagen[months[young]].sum()
    return Jaarraming(parts, float(usual + parts["rest_jaar"].sum()))


def estimate_toewijzingen(reeks: Reeks, peil: int, jaar: int) -> Jaarraming | None:
    """Jaarraming of months 12 * jaar .. + 11 from toewijzingen, as far as known on peil.

    Parts up to peil: what is assigned by SOORTEN, and terugwerkend, what a year earlier became
    known afterwards. After peil: lopend, what runs on peil, ending as fast as what ran a year
    earlier; nieuw, what a year earlier became known later. onbenut (negative) takes off the share
    that was not declared on toewijzingen ended in the last four ripe quarters. zonder_toewijzing
    adds declaraties that name none, at the level of the last 12 fully declared months. None when
    a month or that share is missing.
    """
    before, first = peil - 12, peil - RIJP - 11
    plan = reeks.plan.sum(axis=0)
    share = _verzilvering(reeks, peil)
    if min(before, first) < 0 or share is None or not plan[: before + 2, before].sum() > 0:
        return None
    months = np.arange(12 * jaar, 12 * jaar + 12)
    later = months > peil
    a_year_ago = months - 12
    known, added = plan[: before + 2].sum(axis=0), plan[before + 2 :].sum(axis=0)
    per_dag = plan[: peil + 2, peil].sum() / reeks.dagen[peil]
    per_dag_before = known[before] / reeks.dagen[before]
    scale = reeks.dagen[months] / reeks.dagen[a_year_ago]
    parts = {
        soort: np.where(later, 0.0, reeks.plan[place, : peil + 2].sum(axis=0)[months])
        for place, soort in enumerate(SOORTEN)
    }
    parts["terugwerkend"] = np.where(later, 0.0, added[a_year_ago] * scale)
    lasting = known[a_year_ago] / reeks.dagen[a_year_ago] / per_dag_before
    parts["lopend"] = np.where(later, per_dag * lasting * reeks.dagen[months], 0.0)
    parts["nieuw"] = np.where(later, added[a_year_ago] * scale, 0.0)
    parts["onbenut"] = (share - 1.0) * np.sum([*parts.values()], axis=0)
    whole = slice(first, peil - RIJP + 1)
    outside = reeks.zonder_toewijzing[whole].sum() / reeks.dagen[whole].sum()
    parts["zonder_toewijzing"] = outside * reeks.dagen[months]
    return Jaarraming(parts, float(sum(part.sum() for part in parts.values())), share)


def _verzilvering(reeks: Reeks, peil: int) -> float | None:
    """Declared over assigned on toewijzingen that ended in the last four ripe quarters."""
    ripe = [month for month in range(peil - RIJP + 1) if reeks.geeindigd_eur[month] > 0][-4:]
    assigned = float(reeks.geeindigd_eur[ripe].sum())
    return float(reeks.verzilverd_eur[ripe].sum()) / assigned if assigned > 0 else None


def past_peilen(first: int, peil: int) -> list[int]:
    """Ends of quarters from month `first` on whose year is fully declared on peil."""
    return [
        past
        for past in range(2, peil + 1, 3)
        if past >= first and 12 * (past // 12) >= first and 12 * (past // 12) + 11 <= peil - RIJP
    ]


def look_back(
    reeks: Reeks, past: int, raming: Jaarraming | None, is_vastgelegd: bool
) -> Jaarterugblik:
    """The Jaarterugblik of a Jaarraming made for past and its own year; ValueError without one."""
    if raming is None:
        raise ValueError("no estimate to look back on")
    year = slice(12 * (past // 12), 12 * (past // 12) + 12)
    became = float(reeks.gedeclareerd[year].sum())
    return Jaarterugblik(past, raming.totaal, became, raming.open_eur, is_vastgelegd)


def interval(raming: Jaarraming, terugblik: list[Jaarterugblik]) -> tuple[float, float] | None:
    """(lowest, highest) total if the part still open errs as far as it ever did.

    Empirical: the smallest and largest earlier error, each as share of what was then open.
    With n earlier errors a new one falls inside about (n - 1) of (n + 1) times. Never on the
    wrong side of the estimate itself. None with fewer than MINIMUM_TERUGBLIK.
    """
    if len(terugblik) < MINIMUM_TERUGBLIK:
        return None
    errors = [item.fout_aandeel for item in terugblik]
    return (
        raming.totaal + min(0.0, *errors) * raming.open_eur,
        raming.totaal + max(0.0, *errors) * raming.open_eur,
    )
