"""Now against the nulmeting and the other wijken: the numbers behind every sentence.

A quarter is compared with like: where a longer window by itself gives another figure (people or
euros per period), the nulmeting is its average quarter, the four quarters pooled; elsewhere it
is the frozen nulmeting itself. Nothing here is a test; verdicts are made elsewhere.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from proeftuin.disclosure.published import Published
from proeftuin.indicators import Indicator
from proeftuin.settings import Settings
from proeftuin.vocabulary import (
    AFGESCHERMD,
    KWARTAAL,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    NULMETING,
    OK,
    OVERIGE,
    TE_KLEIN,
    VOORLOPIG,
)

DREMPEL = 10  # of editions that do not say it: the definition


@dataclass(frozen=True)
class Figure:
    """One published figure of one wijk and window; None where there is no value.

    drempel: of a hidden count is known that it is at least 1 and below this.
    """

    wijk: str
    van: date
    tot: date
    status: str
    waarde: float | None = None
    onder: float | None = None
    boven: float | None = None
    teller: float | None = None
    noemer: float | None = None
    mediaan: float | None = None
    p80: float | None = None
    wacht_tot_nu: float | None = None
    terugwerkend: float | None = None
    rijp: float | None = None
    totaal: float | None = None
    ongeveer: bool = False
    drempel: int = DREMPEL

    @property
    def is_usable(self) -> bool:
        """True when the figure may be compared: ok, or te_klein with a value."""
        return self.status in (OK, TE_KLEIN) and self.waarde is not None


def read_figure(row: Mapping[str, Any] | Mapping[Hashable, Any]) -> Figure:
    """A Figure from one row (mapping) of Published.frame; NaN and NaT become None."""
    numbers = {
        naam: _number_or_none(row.get(naam))
        for naam in (
            *("waarde", "onder", "boven", "teller", "noemer", "mediaan", "p80"),
            *("wacht_tot_nu", "terugwerkend", "rijp", "totaal"),
        )
    }
    ongeveer = row.get("ongeveer")
    drempel = _number_or_none(row.get("drempel"))
    return Figure(
        wijk=row["wijk"],
        van=to_date(row["van"]),
        tot=to_date(row["tot"]),
        status=row["status"],
        ongeveer=bool(ongeveer) if ongeveer is not None and not pd.isna(ongeveer) else False,
        drempel=DREMPEL if drempel is None else int(drempel),
        **numbers,
    )


def _number_or_none(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def to_date(value: Any) -> date:
    """A date from a date, datetime, Timestamp or ISO text."""
    return value if type(value) is date else pd.Timestamp(value).date()


_GELIJK_AANDEEL = 0.02  # within 2% of the nulmeting counts as about the same


@dataclass(frozen=True)
class Change:
    """One wijk (or overige): now, its nulmeting and the word for the difference.

    woord is 'lager', 'hoger', 'gelijk', or None when the two cannot be compared. in_marge: the
    nulmeting lies within the interval of now, so chance alone can make this difference.
    """

    now: Figure | None
    nulmeting: Figure | None
    verschil: float | None
    woord: str | None
    in_marge: bool


@dataclass(frozen=True)
class Comparison:
    """The wijk in focus and the other wijken, in the same quarter; latest is the newest one.

    verschil is the change of the wijk minus the change of the others; None when either lacks.
    """

    indicator: Indicator
    wijk: str
    pilot: Change
    overige: Change
    latest: Figure | None
    verschil: float | None


def needs_average_quarter(indicator: Indicator) -> bool:
    """True when a year value of this indicator is another quantity than a quarter value."""
    return indicator.needs_average_quarter


def quarters_of(published: Published, wijk: str, categorie: str | None = None) -> list[Figure]:
    """The quarter figures of one wijk, oldest first."""
    return list(_figures(published, wijk, KWARTAAL, categorie))


def _figures(published: Published, wijk: str, venster: str, categorie: str | None) -> list[Figure]:
    return _index(published).get((wijk, venster, categorie), [])


@lru_cache(maxsize=256)
def _index(published: Published) -> dict[tuple[str, str, str | None], list[Figure]]:
    """Every figure by wijk, window and category, oldest first; made once per Published."""
    found: dict[tuple[str, str, str | None], list[Figure]] = {}
    for row in published.frame.sort_values("tot", kind="stable").to_dict("records"):
        found.setdefault((row["wijk"], row["venster"], row["categorie"]), []).append(
            read_figure(row)
        )
    return found


def read_window(
    published: Published, wijk: str, venster: str, categorie: str | None = None
) -> Figure | None:
    """The figure of a named window (nulmeting, effectjaar, placebojaar); None when absent."""
    found = _figures(published, wijk, venster, categorie)
    return found[-1] if found else None


def read_nulmeting_figure(
    published: Published,
    settings: Settings,
    indicator: Indicator,
    wijk: str,
    categorie: str | None = None,
) -> Figure | None:
    """What a quarter of this wijk is compared with; see the module text. None when absent."""
    window = read_window(published, wijk, NULMETING, categorie)
    if not needs_average_quarter(indicator):
        return window
    van, tot = settings.vensters.nulmeting
    quarters = [
        item
        for item in quarters_of(published, wijk, categorie)
        if van <= item.van <= item.tot <= tot
    ]
    return pool_quarters(quarters, indicator, van, tot) if quarters else None


def pool_quarters(
    quarters: list[Figure], indicator: Indicator, van: date, tot: date
) -> Figure | None:
    """The average quarter: sum of tellers over sum of noemers, from published cells only.

    The worst state of the quarters goes along; hidden or undelivered quarters give no value.
    """
    worst = max(quarters, key=lambda item: _WORST.index(item.status))
    empty = Figure(quarters[0].wijk, van, tot, worst.status, drempel=worst.drempel)
    if worst.status in (AFGESCHERMD, NIET_GELEVERD):
        return empty
    if any(item.teller is None or item.noemer is None for item in quarters):
        values = [item.waarde for item in quarters if item.waarde is not None]
        waarde = sum(values) / len(values) if len(values) == len(quarters) else None
        return Figure(quarters[0].wijk, van, tot, worst.status, waarde, ongeveer=True)
    teller = sum(item.teller or 0 for item in quarters)
    noemer = sum(item.noemer or 0 for item in quarters)
    if not noemer:
        return empty
    return Figure(
        quarters[0].wijk,
        van,
        tot,
        worst.status,
        teller / noemer * indicator.factor,
        teller=teller,
        noemer=noemer,
        ongeveer=any(item.ongeveer for item in quarters),
    )


_WORST = (OK, TE_KLEIN, VOORLOPIG, NOG_NIET_RIJP, AFGESCHERMD, NIET_GELEVERD)


def describe_change(indicator: Indicator, now: Figure | None, before: Figure | None) -> Change:
    """The difference in a word; 'gelijk' within 2% of before or when both print the same."""
    if now is None or before is None or not now.is_usable or not before.is_usable:
        return Change(now, before, None, None, False)
    if now.waarde is None or before.waarde is None:
        return Change(now, before, None, None, False)
    verschil = now.waarde - before.waarde
    same_text = indicator.looks_same(now.waarde, before.waarde)
    if same_text or abs(verschil) <= _GELIJK_AANDEEL * abs(before.waarde):
        woord = "gelijk"
    else:
        woord = "lager" if verschil < 0 else "hoger"
    has_margin = now.onder is not None and now.boven is not None
    in_marge = has_margin and (now.onder or 0) <= before.waarde <= (now.boven or 0)
    return Change(now, before, verschil, woord, in_marge)


def compare_with_nulmeting(
    published: Published,
    settings: Settings,
    indicator: Indicator,
    wijk: str,
    categorie: str | None = None,
) -> Comparison:
    """Now of the wijk (its newest usable quarter), the others in that same quarter, and before.

    Without any usable quarter, now is the newest figure, with its state.
    """
    quarters = quarters_of(published, wijk, categorie)
    usable = [item for item in quarters if item.is_usable]
    now = usable[-1] if usable else (quarters[-1] if quarters else None)
    others = quarters_of(published, OVERIGE, categorie)
    others_now = next((item for item in others if now and item.tot == now.tot), None)
    pilot = describe_change(
        indicator, now, read_nulmeting_figure(published, settings, indicator, wijk, categorie)
    )
    overige = describe_change(
        indicator,
        others_now,
        read_nulmeting_figure(published, settings, indicator, OVERIGE, categorie),
    )
    verschil = None
    if pilot.verschil is not None and overige.verschil is not None:
        verschil = pilot.verschil - overige.verschil
    return Comparison(indicator, wijk, pilot, overige, quarters[-1] if quarters else None, verschil)
