"""Now against the nulmeting and the other wijken: the numbers behind every sentence.

The one rule of what a headline may say. Only a figure that is ok leads, compares or becomes a
question. Now is the newest quarter that may: at most MAX_OUDER quarters older than the last whole
one, after the nulmeting and never in the overgang. A quarter is compared with the mean quarter of
the nulmeting. What is said of nulmeting against effectjaar comes from the effect table. Nothing
here is a test; verdicts are made elsewhere.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import isinf
from typing import Any

import pandas as pd

from proeftuin.disclosure.published import Published
from proeftuin.indicators import Indicator, Soort
from proeftuin.results.afronding import rounding_reach
from proeftuin.settings import Settings
from proeftuin.vocabulary import (
    AFGESCHERMD,
    KWARTAAL,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    NULMETING,
    OK,
    OPENBAAR,
    OVERIGE,
    TE_KLEIN,
    VOORLOPIG,
)


@dataclass(frozen=True)
class Figure:
    """One published figure of one wijk and window; None where there is no value.

    is_voorlopig: the window ended too short before datastand, whatever its status says: a status
    is one word, and te_klein would hide it.
    drempel: of a hidden count is known that it is at least 1 and below this; None where another
    reason hides it.
    cellen: how many rounded counts stand behind its teller, 0 where nothing is rounded (intern).
    noemer_mist: ages of 0..22 that its population lacks, over its wijken; noemer_ouder: years that
    population is older than the window. Both 0 when it is whole, and for other figures.
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
    is_voorlopig: bool = False
    drempel: int | None = None
    cellen: int = 0
    noemer_mist: int = 0
    noemer_ouder: int = 0

    @property
    def is_usable(self) -> bool:
        """True when the figure may lead, be compared or become a question: ok, with a value.

        And with a whole population under it: without some ages it is too high.
        """
        return self.status == OK and self.waarde is not None and not self.noemer_mist


def read_figure(
    row: Mapping[str, Any] | Mapping[Hashable, Any],
    voorlopig_na: date | None = None,
    *,
    is_afgerond: bool = False,
) -> Figure:
    """A Figure from one row (mapping) of Published.frame; NaN and NaT become None.

    voorlopig_na: a window that ends after this day is provisional. is_afgerond: it is a row of the
    openbaar edition. A frozen row says both itself.
    """
    numbers = {
        naam: _number_or_none(row.get(naam))
        for naam in (
            *("waarde", "onder", "boven", "teller", "noemer", "mediaan", "p80"),
            *("wacht_tot_nu", "terugwerkend", "rijp", "totaal"),
        )
    }
    ongeveer, tot = row.get("ongeveer"), to_date(row["tot"])
    is_late = voorlopig_na is not None and tot > voorlopig_na
    drempel = _number_or_none(row.get("drempel"))
    return Figure(
        wijk=row["wijk"],
        van=to_date(row["van"]),
        tot=tot,
        status=row["status"],
        ongeveer=bool(ongeveer) if ongeveer is not None and not pd.isna(ongeveer) else False,
        is_voorlopig=is_late or row["status"] == VOORLOPIG or row.get(VOORLOPIG) is True,
        drempel=None if drempel is None else int(drempel),
        cellen=int(is_afgerond or row.get(AFGEROND) is True),
        noemer_mist=int(_number_or_none(row.get("noemer_mist")) or 0),
        noemer_ouder=int(_number_or_none(row.get("noemer_ouder")) or 0),
        **numbers,
    )


def _number_or_none(value: Any) -> float | None:
    if type(value) is float:  # nearly always
        return None if value != value else value
    return None if value is None or pd.isna(value) else float(value)


def to_date(value: Any) -> date:
    """A date from a date, datetime, Timestamp or ISO text."""
    return value if type(value) is date else pd.Timestamp(value).date()


_GELIJK_AANDEEL = 0.02  # within 2% of the nulmeting counts as about the same
LAGER, HOGER, GELIJK = "lager", "hoger", "gelijk"
AFGEROND = "afgerond"  # the difference is smaller than what rounding may have done
MAX_OUDER = 2  # quarters between now and the last whole quarter; an older figure is not about now
Periode = tuple[date, date]
_Plek = tuple[str, str, str | None]  # wijk, window and category


@dataclass(frozen=True)
class Change:
    """One wijk (or overige): now, its nulmeting and the word for the difference.

    woord is LAGER, HOGER, GELIJK, AFGEROND, or None when the two cannot be compared. in_marge: the
    nulmeting lies within the interval of now, so chance alone can make this difference. afronding:
    how far rounding may have moved the difference, in its unit; 0 for exact figures.
    """

    now: Figure | None
    nulmeting: Figure | None
    verschil: float | None
    woord: str | None
    in_marge: bool
    afronding: float = 0.0

    @property
    def has_direction(self) -> bool:
        """Whether it went LAGER or HOGER."""
        return self.woord in (LAGER, HOGER)


@dataclass(frozen=True)
class Comparison:
    """The wijk in focus and the other wijken, in the same quarter.

    pilot.now is None when no recent quarter may lead; latest is the newest quarter whatever its
    state, ouder the newest one that could be compared but is too old to be called now;
    is_ouder_van_ervoor: it ended before the pilot began. verschil is
    the change of the wijk minus the change of the others; None when either lacks.
    """

    indicator: Indicator
    wijk: str
    pilot: Change
    overige: Change
    latest: Figure | None
    verschil: float | None
    ouder: Figure | None = None
    is_ouder_van_ervoor: bool = False

    @property
    def is_afgerond(self) -> bool:
        """Whether rounding alone can make the difference between the two changes."""
        reach = self.pilot.afronding + self.overige.afronding
        return self.verschil is not None and 0 < abs(self.verschil) <= reach


def needs_average_quarter(indicator: Indicator) -> bool:
    """True when a year value of this indicator is another quantity than a quarter value."""
    return indicator.needs_average_quarter


def quarters_of(published: Published, wijk: str, categorie: str | None = None) -> list[Figure]:
    """The quarter figures of one wijk, oldest first."""
    return list(_figures(published, wijk, KWARTAAL, categorie))


def _figures(published: Published, wijk: str, venster: str, categorie: str | None) -> list[Figure]:
    return _index(published).read((wijk, venster, categorie))


class _Index:
    """The figures by wijk, window and category, oldest first; each made when it is first asked."""

    def __init__(self, published: Published) -> None:
        """Where the rows of each are; nothing is read of them yet."""
        frame = published.frame.sort_values("tot", kind="stable")
        self._voorlopig_na = published.voorlopig_na
        self._is_afgerond = published.audience == OPENBAAR
        self._columns: dict[str, list[Any]] = {str(name): frame[name].tolist() for name in frame}
        self._read: dict[_Plek, list[Figure]] = {}
        self._places: dict[_Plek, list[int]] = {}
        names = (self._columns[name] for name in ("wijk", "venster", "categorie"))
        for place, key in enumerate(zip(*names, strict=True)):
            self._places.setdefault(key, []).append(place)

    def read(self, key: _Plek) -> list[Figure]:
        """The figures of one wijk, window and category; empty when there are none."""
        if key not in self._read:
            self._read[key] = [
                read_figure(
                    {name: values[place] for name, values in self._columns.items()},
                    self._voorlopig_na,
                    is_afgerond=self._is_afgerond,
                )
                for place in self._places.get(key, ())
            ]
        return self._read[key]

    def last_day(self, venster: str) -> date | None:
        """The last day of all windows of this name; None without one."""
        days, lasts = self._columns["tot"], self._places.items()
        return max(
            (to_date(days[own[-1]]) for key, own in lasts if key[1] == venster), default=None
        )


@lru_cache(maxsize=256)
def _index(published: Published) -> _Index:
    """Made once per Published."""
    return _Index(published)


def last_quarter(published: Published) -> date | None:
    """The last day of the last whole quarter of these figures; None without quarters."""
    return _index(published).last_day(KWARTAAL)


def read_window(
    published: Published, wijk: str, venster: str, categorie: str | None = None
) -> Figure | None:
    """The figure of a named window (nulmeting or effectjaar); None when absent."""
    found = _figures(published, wijk, venster, categorie)
    return found[-1] if found else None


def read_nulmeting_figure(
    published: Published,
    settings: Settings,
    indicator: Indicator,
    wijk: str,
    categorie: str | None = None,
) -> Figure | None:
    """The mean quarter of the nulmeting, with which a quarter is compared. None when absent."""
    window = read_window(published, wijk, NULMETING, categorie)
    quarters = quarters_of(published, wijk, categorie)
    return mean_quarter(indicator, window, quarters, settings.vensters.nulmeting)


def mean_quarter(
    indicator: Indicator, window: Figure | None, quarters: list[Figure], nulmeting: Periode
) -> Figure | None:
    """The mean quarter of the nulmeting, from its figure over the whole window or its quarters.

    A flow counts each unit in one quarter and a figure on a peildatum pools its quarter ends, so
    there the frozen window is its mean quarter. Where people or euros count again in each quarter,
    and for survival, it is made from the quarters; without all of them there is none.
    """
    if not (needs_average_quarter(indicator) or indicator.soort is Soort.OVERLEVING):
        return window
    van, tot = nulmeting
    inside = [item for item in quarters if van <= item.van <= item.tot <= tot]
    if len(inside) <= _place(tot) - _place(van):
        return None
    return pool_quarters(inside, indicator, van, tot)


def _place(day: date) -> int:
    """The number of the quarter that holds day; the next quarter is one more."""
    return 4 * day.year + (day.month - 1) // 3


def pool_quarters(
    quarters: list[Figure], indicator: Indicator, van: date, tot: date
) -> Figure | None:
    """The average quarter: sum of tellers over sum of noemers, from published cells only.

    For survival, whose value is no quotient of them, and where they are not published: the mean
    of the values. The worst state of the quarters goes along; hidden or undelivered quarters give
    no value.
    """
    worst = max(quarters, key=lambda item: _WORST.index(item.status))
    cellen = sum(item.cellen for item in quarters)
    mist = max(item.noemer_mist for item in quarters)
    ouder = max(item.noemer_ouder for item in quarters)
    empty = Figure(quarters[0].wijk, van, tot, worst.status)
    if worst.status in (AFGESCHERMD, NIET_GELEVERD):
        return empty
    has_counts = all(item.teller is not None and item.noemer is not None for item in quarters)
    if indicator.soort is Soort.OVERLEVING or not has_counts:
        values = [item.waarde for item in quarters if item.waarde is not None]
        waarde = sum(values) / len(values) if len(values) == len(quarters) else None
        return Figure(
            quarters[0].wijk,
            van,
            tot,
            worst.status,
            waarde,
            ongeveer=not has_counts,
            cellen=cellen,
            noemer_mist=mist,
            noemer_ouder=ouder,
        )
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
        cellen=cellen,
        noemer_mist=mist,
        noemer_ouder=ouder,
    )


_WORST = (OK, TE_KLEIN, VOORLOPIG, NOG_NIET_RIJP, AFGESCHERMD, NIET_GELEVERD)


def direction(indicator: Indicator, before: float, after: float) -> str:
    """LAGER, HOGER or GELIJK; GELIJK within 2% of before or when both print the same."""
    if indicator.looks_same(after, before):
        return GELIJK
    if abs(after - before) <= _GELIJK_AANDEEL * abs(before):
        return GELIJK
    return LAGER if after < before else HOGER


def describe_change(
    indicator: Indicator, now: Figure | None, before: Figure | None, settings: Settings
) -> Change:
    """The difference in a word; none unless both figures may be compared.

    In the openbaar edition a difference that rounding alone can make is AFGEROND: exact figures may
    have gone the other way. Where that has no limit there is no word.
    """
    if now is None or before is None or not now.is_usable or not before.is_usable:
        return Change(now, before, None, None, False)
    if now.waarde is None or before.waarde is None:
        return Change(now, before, None, None, False)
    woord, verschil = direction(indicator, before.waarde, now.waarde), now.waarde - before.waarde
    reach = sum(rounding_reach(indicator, item, settings) for item in (now, before))
    if isinf(reach):
        return Change(now, before, None, None, False)
    if woord != GELIJK and abs(verschil) <= reach:
        woord = AFGEROND
    has_margin = now.onder is not None and now.boven is not None
    in_marge = has_margin and (now.onder or 0) <= before.waarde <= (now.boven or 0)
    return Change(now, before, verschil, woord, in_marge, reach)


def describe_quarter(
    indicator: Indicator, now: Figure | None, before: Figure | None, settings: Settings
) -> Change:
    """As describe_change, for a quarter that was asked for: the overgang is never compared."""
    if now is not None and is_overgang(now.van, now.tot, settings):
        return Change(now, before, None, None, False)
    return describe_change(indicator, now, before, settings)


def is_overgang(van: date, tot: date, settings: Settings) -> bool:
    """Whether these days, both inclusive, touch the overgang."""
    first, last = settings.vensters.overgang
    return van <= last and tot >= first


def may_lead(figure: Figure, settings: Settings) -> bool:
    """Whether a quarter may be called now: comparable, after the nulmeting, not in the overgang."""
    is_after = figure.van > settings.vensters.nulmeting[1]
    is_start = is_overgang(figure.van, figure.tot, settings)
    return figure.is_usable and not figure.is_voorlopig and is_after and not is_start


def find_now(
    quarters: list[Figure], settings: Settings, last: date | None = None
) -> tuple[Figure | None, Figure | None]:
    """(now, ouder): the newest quarter that may lead, as now when recent and as ouder when not.

    quarters: of one wijk, oldest first. last: the last day of the last whole quarter; that of
    quarters when not given. Both None when no quarter may lead.
    """
    leading = [item for item in quarters if may_lead(item, settings)]
    if not leading:
        return None, None
    newest = leading[-1]
    is_recent = _place(last or quarters[-1].tot) - _place(newest.tot) <= MAX_OUDER
    return (newest, None) if is_recent else (None, newest)


def compare_with_nulmeting(
    published: Published,
    settings: Settings,
    indicator: Indicator,
    wijk: str,
    categorie: str | None = None,
) -> Comparison:
    """Now of the wijk, the others in that same quarter, and the mean quarter of the nulmeting."""
    before, others_before = (
        read_nulmeting_figure(published, settings, indicator, item, categorie)
        for item in (wijk, OVERIGE)
    )
    return compare_quarters(
        indicator,
        wijk,
        settings,
        (quarters_of(published, wijk, categorie), quarters_of(published, OVERIGE, categorie)),
        (before, others_before),
        last_quarter(published),
    )


def compare_quarters(
    indicator: Indicator,
    wijk: str,
    settings: Settings,
    quarters: tuple[list[Figure], list[Figure]],
    nulmeting: tuple[Figure | None, Figure | None],
    last: date | None,
) -> Comparison:
    """The Comparison from the quarters and the nulmeting of the wijk and of the others."""
    own, others = quarters
    now, ouder = find_now(own, settings, last)
    others_now = next((item for item in others if now and item.tot == now.tot), None)
    pilot = describe_change(indicator, now, nulmeting[0], settings)
    overige = describe_change(indicator, others_now, nulmeting[1], settings)
    verschil = None
    if pilot.verschil is not None and overige.verschil is not None:
        verschil = pilot.verschil - overige.verschil
    latest = own[-1] if own else None
    is_before = ouder is not None and ouder.tot < settings.pilot.start
    return Comparison(indicator, wijk, pilot, overige, latest, verschil, ouder, is_before)
