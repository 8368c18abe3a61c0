"""Cost per 1000 taken apart: more inflow is not failure, a lower price no success.

cost per 1000 = instroom x duur x tegelijk x prijs, exactly, from Published year values:
- instroom: zorgperioden begun per 1000 inhabitants of 0-22 in the year (`instroom`);
- duur: days of help per zorgperiode begun = jeugdigen in zorg per 1000 (mean of the quarter ends,
  the noemer of `stapeling_aantal`) x days of the window / instroom (stock over flow, Little 1961);
- tegelijk: trajecten at once per jeugdige in zorg (`stapeling_aantal`);
- prijs: euro per day of a running traject = cost per 1000 / (the three above).
duur is thus what the stock implies, not `trajectduur`: it closes the product without remainder.
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from proeftuin.disclosure import Published
from proeftuin.indicators import Rekenrol, indicator_with
from proeftuin.records import Factor, make_frame
from proeftuin.settings import Settings
from proeftuin.stats import Decomposition, log_shares
from proeftuin.vocabulary import (
    EFFECTJAAR,
    FACTOR_DUUR,
    FACTOR_INSTROOM,
    FACTOR_PRIJS,
    FACTOR_TEGELIJK,
    OVERIGE,
    PILOT,
    TOTAAL,
)

FACTOREN = (FACTOR_INSTROOM, FACTOR_DUUR, FACTOR_TEGELIJK, FACTOR_PRIJS)
MAANDEN_PER_KWARTAAL = 3


def make_ontleding(cijfers: Mapping[str, Published], settings: Settings) -> pd.DataFrame:
    """The table ontleding: per groep (pilot, overige) the four factors and totaal.

    cijfers: Published without a split, by slug.
    As Factor: voor (nulmeting) and na (effectjaar) in the unit of the factor, aandeel the natural
    logarithm of their ratio, bijdrage_eur in euro per 1000; the shares and euros of the
    factors add up to those of totaal. Several pilot wijken count together, weighed by size. A
    groep with a cell that is not ok has no rows.
    """
    rows: list[Factor] = []
    for groep, wijken in ((PILOT, settings.pilot.wijken), (OVERIGE, (OVERIGE,))):
        before = _factors(cijfers, wijken, "nulmeting", settings.vensters.nulmeting)
        after = _factors(cijfers, wijken, EFFECTJAAR, settings.vensters.effectjaar)
        if before and after:
            rows += _rows(groep, before, after, log_shares(before, after))
    return make_frame(Factor, rows)


def _rows(
    groep: str, before: list[float], after: list[float], found: Decomposition
) -> list[Factor]:
    values = zip(FACTOREN, before, after, found.aandelen, found.bijdragen, strict=True)
    total = TOTAAL, found.voor, found.na, sum(found.aandelen), sum(found.bijdragen)
    return [Factor(groep, *value) for value in [*values, total]]


def _factors(
    cijfers: Mapping[str, Published],
    wijken: tuple[str, ...],
    venster: str,
    period: tuple[date, date],
) -> list[float]:
    """The four factors of a group of wijken in one window; empty when one cannot be made."""
    cost = _pool(cijfers, Rekenrol.KOSTEN, wijken, venster)
    flow = _pool(cijfers, Rekenrol.BEGONNEN, wijken, venster)
    at_once = _pool(cijfers, Rekenrol.TEGELIJK, wijken, venster)
    if cost is None or flow is None or at_once is None:
        return []
    van, tot = period
    quarters = ((tot.year - van.year) * 12 + tot.month - van.month + 1) / MAANDEN_PER_KWARTAAL
    stock = at_once[1] / quarters / flow[1] * 1000
    if not (stock > 0 and flow[0] > 0 and at_once[0] > 0 and cost[0] > 0):
        return []
    duration = stock * ((tot - van).days + 1) / flow[0]
    price = cost[0] / (flow[0] * duration * at_once[0])
    return [flow[0], duration, at_once[0], price]


def _pool(
    cijfers: Mapping[str, Published], rol: Rekenrol, wijken: tuple[str, ...], venster: str
) -> tuple[float, float] | None:
    """(value, noemer) of some wijken together, by their noemer; None unless every cell is ok."""
    slug = indicator_with(rol).slug
    if slug not in cijfers:
        return None
    frame = cijfers[slug].frame
    rows = frame[(frame["venster"] == venster) & frame["wijk"].isin(wijken)]
    usable = rows["status"].eq("ok") & rows["waarde"].notna() & rows["noemer"].gt(0)
    usable &= ~rows["noemer_mist"].gt(0)
    if len(rows) != len(wijken) or not usable.all():
        return None
    size = float(rows["noemer"].sum())
    return float((rows["waarde"] * rows["noemer"]).sum()) / size, size
