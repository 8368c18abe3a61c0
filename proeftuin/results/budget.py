"""The proeftuin budget: what was planned, committed and spent per line, and where it is heading.

Pure functions over the table 'budget' of an edition: jaar, maand_datum (first of the month), post,
soort (begroot / verplichting / realisatie) and bedrag_eur. Realisatie is booked money,
verplichting is promised and not yet booked; the two add up.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import NamedTuple

import pandas

from proeftuin.edition.files import Editie
from proeftuin.results.compare import to_date

BEGROOT, TOEGEZEGD, BESTEED = "begroot", "verplichting", "realisatie"
TOTAAL = "Totaal"
CENTEN = 2  # decimals of an amount
TOEGEZEGD_TEKST = (
    "Toegezegd is beloofd, maar nog niet betaald. Rest is begroot min besteed min toegezegd. "
    "Deel besteed is wat van begroot is besteed."
)
VERWACHTING_TEKST = (
    "De verwachting gaat ervan uit dat de uitgaven in hetzelfde tempo doorgaan: het bestede "
    "bedrag gedeeld door het deel van het jaar dat voorbij is, geteld vanaf de maand van de "
    "eerste boeking in dat jaar. Is besteed plus toegezegd al hoger, dan telt dat bedrag. "
    "Is het jaar voorbij, dan is de verwachting besteed plus toegezegd."
)


@dataclass(frozen=True)
class BudgetRegel:
    """One line of the budget overview, in euros; jaar None means all years together.

    verwachting_eur is None when the year has not begun on the datastand. Without delivered
    expenses toegezegd_eur, besteed_eur and verwachting_eur are None: what is missing is never zero.
    """

    post: str
    jaar: int | None
    begroot_eur: float
    toegezegd_eur: float | None
    besteed_eur: float | None
    verwachting_eur: float | None

    @property
    def rest_eur(self) -> float | None:
        """Planned less spent less committed, below zero when more was promised; None if unknown."""
        if self.besteed_eur is None or self.toegezegd_eur is None:
            return None
        return round(self.begroot_eur - self.besteed_eur - self.toegezegd_eur, CENTEN)

    @property
    def uitputting(self) -> float | None:
        """Spent as a share (0..1) of planned; None when nothing was planned or spent is unknown."""
        if self.besteed_eur is None or not self.begroot_eur:
            return None
        return self.besteed_eur / self.begroot_eur


def is_spending_delivered(editie: Editie) -> bool:
    """Whether the levering of this edition held expenses; without them nothing is known of them."""
    return "uitgave" in editie.geleverd


class _Boeking(NamedTuple):
    """One row of the table; its fields are the columns."""

    jaar: int
    maand_datum: date
    post: str
    soort: str
    bedrag_eur: float


def _read(budget: pandas.DataFrame) -> list[_Boeking]:
    """The rows of the table, in its order."""
    columns = {name: budget[name].tolist() for name in _Boeking._fields}
    columns["maand_datum"] = [to_date(day) for day in columns["maand_datum"]]
    return [_Boeking(*row) for row in zip(*columns.values(), strict=True)]


def summarise_budget(
    budget: pandas.DataFrame,
    datastand: date,
    jaar: int | None = None,
    *,
    is_delivered: bool = True,
) -> list[BudgetRegel]:
    """One line per post in the order of the table, then a total; for one year or all together.

    Bookings after datastand are left out. An empty table gives an empty list. is_delivered: see
    is_spending_delivered; without it every line says what was planned and nothing else.
    """
    rows = [row for row in _read(budget) if jaar in (None, row.jaar)]
    rows = [row for row in rows if row.maand_datum <= datastand or row.soort == BEGROOT]
    lines = [
        _line([row for row in rows if row.post == post], post, jaar, datastand, is_delivered)
        for post in _posten(rows)
    ]
    return [*lines, _total(lines, jaar)] if lines else []


def spent_between(budget: pandas.DataFrame, van: date, tot: date) -> float:
    """Euros booked as realised in the months from van to tot, both included."""
    first = van.replace(day=1)
    return _sum([row for row in _read(budget) if first <= row.maand_datum <= tot], BESTEED)


def years(budget: pandas.DataFrame) -> list[int]:
    """The years with a planned amount, oldest first."""
    return sorted({row.jaar for row in _read(budget) if row.soort == BEGROOT})


def _posten(rows: list[_Boeking]) -> list[str]:
    """Posts with a planned amount first, in order of the table, then any other post."""
    planned = [row.post for row in rows if row.soort == BEGROOT]
    return list(dict.fromkeys([*planned, *(row.post for row in rows)]))


def _sum(rows: list[_Boeking], soort: str) -> float:
    """Euros of this soort, to the cent: no half euro is rounded by what a sum of floats leaves."""
    return round(fsum(row.bedrag_eur for row in rows if row.soort == soort), CENTEN)


def _line(
    rows: list[_Boeking], post: str, jaar: int | None, datastand: date, is_delivered: bool
) -> BudgetRegel:
    planned = _sum(rows, BEGROOT)
    if not is_delivered:
        return BudgetRegel(post, jaar, planned, None, None, None)
    return BudgetRegel(
        post=post,
        jaar=jaar,
        begroot_eur=planned,
        toegezegd_eur=_sum(rows, TOEGEZEGD),
        besteed_eur=_sum(rows, BESTEED),
        verwachting_eur=_forecast(rows, datastand),
    )


def _total(lines: list[BudgetRegel], jaar: int | None) -> BudgetRegel:
    """The sum of the lines, the forecast too, so that the column adds up on screen."""
    known = [line.verwachting_eur for line in lines if line.verwachting_eur is not None]
    return BudgetRegel(
        post=TOTAAL,
        jaar=jaar,
        begroot_eur=round(fsum(line.begroot_eur for line in lines), CENTEN),
        toegezegd_eur=_sum_known([line.toegezegd_eur for line in lines]),
        besteed_eur=_sum_known([line.besteed_eur for line in lines]),
        verwachting_eur=sum(known) if known else None,
    )


def _sum_known(amounts: list[float | None]) -> float | None:
    """The sum; None when one of them is not known."""
    known = [amount for amount in amounts if amount is not None]
    return round(fsum(known), CENTEN) if len(known) == len(amounts) else None


def _forecast(rows: list[_Boeking], datastand: date) -> float | None:
    """The sum over the years of forecast_year, years that have not begun left out."""
    parts = []
    for jaar in sorted({row.jaar for row in rows}):
        own = [row for row in rows if row.jaar == jaar]
        booked = [row.maand_datum for row in own if row.soort == BESTEED]
        first = min(booked, default=date(jaar, 1, 1))
        parts.append(forecast_year(_sum(own, BESTEED), _sum(own, TOEGEZEGD), first, datastand))
    known = [part for part in parts if part is not None]
    return sum(known) if known else None


def forecast_year(
    besteed_eur: float, toegezegd_eur: float, eerste_boeking: date, datastand: date
) -> float | None:
    """Expected euros at the end of the year of eerste_boeking; see VERWACHTING_TEKST.

    None when datastand lies before eerste_boeking. Days count inclusively.
    """
    last = date(eerste_boeking.year, 12, 31)
    if datastand < eerste_boeking:
        return None
    passed = (min(datastand, last) - eerste_boeking).days + 1
    pace = besteed_eur * ((last - eerste_boeking).days + 1) / passed
    return max(pace, besteed_eur + toegezegd_eur)


def elapsed_budget_years(budget: pandas.DataFrame, datastand: date) -> float:
    """Share (0..1) of the budget years that has passed on datastand; 0 without a budget."""
    planned = years(budget)
    if not planned:
        return 0.0
    first, last = date(planned[0], 1, 1), date(planned[-1], 12, 31)
    passed = (min(datastand, last) - first).days + 1
    return max(0, passed) / ((last - first).days + 1)


def accumulate_budget(budget: pandas.DataFrame, datastand: date) -> pandas.DataFrame:
    """Running totals at the end of every month of the budget years.

    Columns: dag (last day of the month), begroot_eur (the yearly amounts spread evenly over their
    months, every month), besteed_eur and toegezegd_eur (null after datastand).
    """
    rows = _read(budget)
    records, planned = [], 0.0
    for jaar in years(budget):
        monthly = _sum([row for row in rows if row.jaar == jaar], BEGROOT) / 12
        for month in range(1, 13):
            day = date(jaar, month, monthrange(jaar, month)[1])
            planned += monthly
            known = day.replace(day=1) <= datastand
            past = [row for row in rows if row.maand_datum <= day]
            records.append(
                {
                    "dag": day,
                    "begroot_eur": planned,
                    "besteed_eur": _sum(past, BESTEED) if known else None,
                    "toegezegd_eur": _sum(past, TOEGEZEGD) if known else None,
                }
            )
    return pandas.DataFrame(records, columns=["dag", "begroot_eur", "besteed_eur", "toegezegd_eur"])
