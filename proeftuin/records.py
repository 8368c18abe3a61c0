"""The rows of the tables of an edition as frozen records: one way to Parquet and one way back.

The columns of a table are the fields of its record, in order; a field that is itself made of
records is a table of its own. What a table holds more is left out when it is read, so that an older
reader can read a newer edition. Numbers are in the unit of the indicator's waarde (shares 0..1, per
1000, dagen, euro); None where there is none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any, TypeVar, get_type_hints

import pandas as pd

from proeftuin.vocabulary import OK

Record = TypeVar("Record")
Row = dict[str, Any]
_HEEL = (int, int | None)
_GETAL = (float, float | None, int | None)  # float64 in a table
_KOLOM = (*_GETAL, int, bool, str, date)


def make_frame(
    soort: type[Record], records: Iterable[Record], **beside: Sequence[object]
) -> pd.DataFrame:
    """The records as a table: beside (columns that are no field) first, then its single fields.

    A number that may be missing is float64 with nan, also when it is whole. Without records its
    columns have no type.
    """
    found = list(records)
    kinds = {name: kind for name, kind in _fields(soort) if kind in _KOLOM}  # type: ignore[arg-type]
    own = {name: [getattr(item, name) for item in found] for name in kinds}
    if not found:
        return pd.DataFrame(columns=[*beside, *own])
    frame = pd.DataFrame({**beside, **own})
    return frame.astype({name: "float64" for name, kind in kinds.items() if kind in _GETAL})


def make_record(soort: type[Record], row: Row, **beside: object) -> Record:
    """A record of this dataclass from a row; beside: fields that are in no column.

    A column of whole numbers with a gap comes as floats from Parquet; a field that is an int gets
    an int again.
    """
    found: Row = {}
    for name, kind in _fields(soort):  # type: ignore[arg-type]  # a class is hashable
        if name in beside:
            found[name] = beside[name]
        elif name in row:
            value = row[name]
            found[name] = int(value) if kind in _HEEL and value is not None else value
    return soort(**found)


@cache
def _fields(soort: type[Any]) -> tuple[tuple[str, Any], ...]:
    """The name of every field, and its type."""
    hints = get_type_hints(soort)
    return tuple((item.name, hints[item.name]) for item in fields(soort) if item.init)


@dataclass(frozen=True)
class WijkWaarden:
    """One wijk: its value and state per window, and d = effectjaar - nulmeting where both are ok.

    A status is one of those of a figure, or ONVOLLEDIG.
    """

    wijk: str
    is_pilot: bool
    nulmeting: float | None
    effectjaar: float | None
    noemer_effectjaar: float | None
    status_nulmeting: str
    status_effectjaar: str
    d: float | None

    @property
    def status(self) -> str:
        """'ok' when nulmeting and effectjaar can be used, else the state of the one that cannot."""
        return self.status_effectjaar if self.status_nulmeting == OK else self.status_nulmeting


@dataclass(frozen=True)
class VoorWijk:
    """One wijk in a voorpaar: both values with their states, and its change where it counts."""

    wijk: str
    is_pilot: bool
    vroeger: float | None
    later: float | None
    status_vroeger: str
    status_later: str
    d: float | None


@dataclass(frozen=True)
class Voorverandering:
    """What the wijken did in a voorpaar: two years as far apart as nulmeting and effectjaar.

    jaren: how many years back. vroeger and later: (van, tot), both inclusive. telt: it counts for
    how much wijken swing. is_breuk: it does not, for the definition of the figure changed inside.
    """

    jaren: int
    vroeger: tuple[date, date]
    later: tuple[date, date]
    telt: bool
    is_breuk: bool
    wijken: tuple[VoorWijk, ...]


@dataclass(frozen=True)
class Stip:
    """One wijk in a voorpaar: how much more it changed than the other wijken did on average."""

    wijk: str
    is_pilot: bool
    paar: Voorverandering
    verschil: float


@dataclass(frozen=True)
class Zichtbaar:
    """From which difference we would see it (8 times out of 10), with so many pilots and years."""

    pilots: int
    jaren: int
    mdc: float


@dataclass(frozen=True)
class Uitkomst:
    """How the change of the pilot compares with that of the others, for one indicator.

    est, se, df, interval onder..boven, mdc (smallest change seen 8 times out of 10),
    mdc_extra_jaar (the same with one year more of the pilot; with the effectjaar, while that is to
    come), mdc_extra_voorpaar (with one year more of history, None where that would not count),
    stress (the interval when the pilot swings twice as much), rang of rang_van, placebo (the same
    comparison in the voorpaar placebo_jaren back), p and holm_p, verdict (one of four) and reden:
    '' or why there is no verdict on chance alone ('niet_rijp', 'voorlopig', 'niet_geleverd',
    'afgeschermd', 'cellen', 'te_weinig_wijken', 'placebo', 'breuk'). rijp and totaal: old enough in
    the pilot, while the effectjaar ripens. voorparen: nearest first. vooruit: what could be seen
    with more wijken or years, by pilots and jaren.
    """

    slug: str
    is_primair: bool
    est: float | None
    se: float | None
    df: int
    onder: float | None
    boven: float | None
    mdc: float | None
    mdc_extra_jaar: float | None
    mdc_extra_voorpaar: float | None
    ratio: float | None
    stress_onder: float | None
    stress_boven: float | None
    rang: int
    rang_van: int
    placebo_est: float | None
    placebo_onder: float | None
    placebo_boven: float | None
    placebo_jaren: int | None
    p: float | None
    holm_p: float | None
    verdict: str
    reden: str
    d_pilot: float | None
    d_controle: float | None
    rijp: float | None
    totaal: float | None
    nulmeting_versie: int | None
    wijken: tuple[WijkWaarden, ...]
    voorparen: tuple[Voorverandering, ...] = ()
    vooruit: tuple[Zichtbaar, ...] = ()

    @property
    def placebo_paar(self) -> Voorverandering | None:
        """The voorpaar of the placebo check; None without one."""
        return next((item for item in self.voorparen if item.jaren == self.placebo_jaren), None)

    @property
    def geteld(self) -> tuple[Voorverandering, ...]:
        """The voorparen that count, nearest first."""
        return tuple(item for item in self.voorparen if item.telt)

    @property
    def stippen(self) -> tuple[Stip, ...]:
        """Every wijk of every voorpaar that counts, compared with the others as the pilot is now.

        So a dot and est are of the same kind: what all wijken did alike is in neither.
        """
        found = []
        for paar in self.geteld:
            changes = {wijk.wijk: wijk.d for wijk in paar.wijken if wijk.d is not None}
            for wijk in paar.wijken:
                others = [d for naam, d in changes.items() if naam != wijk.wijk]
                if wijk.d is not None:
                    verschil = wijk.d - sum(others) / len(others)
                    found.append(Stip(wijk.wijk, wijk.is_pilot, paar, verschil))
        return tuple(found)

    @property
    def placebo_binnen(self) -> bool | None:
        """Whether the placebo interval holds 0; None when there is no placebo check."""
        if self.placebo_onder is None or self.placebo_boven is None:
            return None
        return self.placebo_onder <= 0 <= self.placebo_boven

    @property
    def in_mdc(self) -> tuple[float, float, float] | None:
        """(onder, est, boven) in units of its own mdc, to set unlike indicators side by side."""
        if not self.mdc or self.est is None or self.onder is None or self.boven is None:
            return None
        return self.onder / self.mdc, self.est / self.mdc, self.boven / self.mdc


@dataclass(frozen=True)
class Signaal:
    """A quarter of a wijk that a rule marks: buiten, verschuiving, trend or dicht_bij_grens."""

    slug: str
    wijk: str
    van: date
    tot: date
    regel: str
    waarde: float
    gemiddelde: float
    ondergrens: float
    bovengrens: float


@dataclass(frozen=True)
class Factor:
    """What one factor added to cost per 1000 inhabitants of 0-22 between nulmeting and effectjaar.

    groep: PILOT or OVERIGE. factor: instroom (zorgperioden begun per 1000), duur (days per
    zorgperiode), tegelijk (trajecten per jeugdige in zorg), prijs (euro per day of a traject) or
    TOTAAL (euro per 1000). voor and na in that unit; aandeel ln(na / voor); bijdrage_eur in euro
    per 1000. The factors add up to TOTAAL.
    """

    groep: str
    factor: str
    voor: float
    na: float
    aandeel: float
    bijdrage_eur: float
