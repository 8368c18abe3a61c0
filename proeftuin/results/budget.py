"""The proeftuin budget: what was planned, committed and spent per line, and where it is heading.

Pure functions over the table 'budget' of an edition: jaar, maand_datum (first of the month), post,
soort (begroot / verplichting / realisatie) and bedrag_eur. Realisatie is booked money,
verplichting is promised and not yet booked; the two add up.
"""

from dataclasses import dataclass
from datetime import date

import pandas

from proeftuin.edition.files import Editie

BEGROOT, TOEGEZEGD, BESTEED = "begroot", "verplichting", "realisatie"
TOTAAL = "Totaal"
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
        return self.begroot_eur - self.besteed_eur - self.toegezegd_eur

    @property
    def uitputting(self) -> float | None:
        """Spent as a share (0..1) of planned; None when nothing was planned or spent is unknown."""
        if self.besteed_eur is None or not self.begroot_eur:
            return None
        return self.besteed_eur / self.begroot_eur


def is_spending_delivered(editie: Editie) -> bool:
    """Whether the levering of this edition held expenses; without them nothing is known of them."""
    return "uitgave" in editie.geleverd


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
    rows = budget if jaar is None else budget[budget["jaar"] == jaar]
    booked = pandas.to_datetime(rows["maand_datum"]).dt.date <= datastand
    rows = rows[booked | (rows["soort"] == BEGROOT)]
    lines = [
        _line(rows[rows["post"] == post], post, jaar, datastand, is_delivered)
        for post in _posten(rows)
    ]
    return [*lines, _total(lines, jaar)] if lines else []


def spent_between(budget: pandas.DataFrame, van: date, tot: date) -> float:
    """Euros booked as realised in the months from van to tot, both included."""
    months = pandas.to_datetime(budget["maand_datum"]).dt.date
    return _sum(budget[(months >= van.replace(day=1)) & (months <= tot)], BESTEED)


def years(budget: pandas.DataFrame) -> list[int]:
    """The years with a planned amount, oldest first."""
    return sorted({int(jaar) for jaar in budget.loc[budget["soort"] == BEGROOT, "jaar"]})


def _posten(rows: pandas.DataFrame) -> list[str]:
    """Posts with a planned amount first, in order of the table, then any other post."""
    planned = rows.loc[rows["soort"] == BEGROOT, "post"]
    return list(dict.fromkeys([*planned, *rows["post"]]))


def _sum(rows: pandas.DataFrame, soort: str) -> float:
    return float(rows.loc[rows["soort"] == soort, "bedrag_eur"].astype(float).sum())


def _line(
    rows: pandas.DataFrame, post: str, jaar: int | None, datastand: date, is_delivered: bool
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
        begroot_eur=sum(line.begroot_eur for line in lines),
        toegezegd_eur=_sum_known([line.toegezegd_eur for line in lines]),
        besteed_eur=_sum_known([line.besteed_eur for line in lines]),
        verwachting_eur=sum(known) if known else None,
    )


def _sum_known(amounts: list[float | None]) -> float | None:
    """The sum; None when one of them is not known."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def _forecast(rows: pandas.DataFrame, datastand: date) -> float | None:
    """The sum over the years of forecast_year, years that have not begun left out."""
    parts = []
    for jaar in sorted({int(item) for item in rows["jaar"]}):
        year_rows = rows[rows["jaar"] == jaar]
        booked = year_rows[year_rows["soort"] == BESTEED]
        first = min(pandas.to_datetime(booked["maand_datum"]).dt.date, default=date(jaar, 1, 1))
        forecast = forecast_year(
            _sum(year_rows, BESTEED), _sum(year_rows, TOEGEZEGD), first, datastand
        )
        parts.append(forecast)
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
    rows = budget.assign(maand=pandas.to_datetime(budget["maand_datum"]))
    records, planned = [], 0.0
    for jaar in years(budget):
        monthly = _sum(rows[rows["jaar"] == jaar], BEGROOT) / 12
        for month in range(1, 13):
            day = (pandas.Timestamp(jaar, month, 1) + pandas.offsets.MonthEnd(0)).date()
            planned += monthly
            known = date(day.year, day.month, 1) <= datastand
            past = rows[rows["maand"].dt.date <= day]
            records.append(
                {
                    "dag": day,
                    "begroot_eur": planned,
                    "besteed_eur": _sum(past, BESTEED) if known else None,
                    "toegezegd_eur": _sum(past, TOEGEZEGD) if known else None,
                }
            )
    return pandas.DataFrame(records, columns=["dag", "begroot_eur", "besteed_eur", "toegezegd_eur"])
