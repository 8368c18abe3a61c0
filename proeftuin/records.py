"""The rows of the tables of an edition as frozen records: one way to Parquet and one way back.

The columns of a table are the fields of its record, in order, under their own name or the one that
is annotated; a field that is itself made of records is a table of its own. What a table holds more
is left out when it is read, so that an older reader can read a newer edition. Numbers are in the
unit of the indicator's waarde (shares 0..1, per 1000, dagen, euro); None where there is none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from proeftuin.vocabulary import OK

Record = TypeVar("Record")
Row = dict[str, Any]
_HEEL = (int, int | None)
_GETAL = (float, float | None, int | None)  # float64 in a table
_KOLOM = (*_GETAL, int, bool, str, date)
_TYPE = {kind: "float64" for kind in _GETAL} | {int: "int64", bool: "bool"}


def make_frame(
    soort: type[Record], records: Iterable[Record], **beside: Sequence[object]
) -> pd.DataFrame:
    """The records as a table: beside (columns that are no field) first, then its single fields.

    A number that may be missing is float64 with nan, also when it is whole. Without records its
    columns have no type.
    """
    found = list(records)
    single = [item for item in _fields(soort) if item[2] in _KOLOM]  # type: ignore[arg-type]
    own = {kolom: [getattr(item, naam) for item in found] for naam, kolom, _ in single}
    if not found:
        return pd.DataFrame(columns=[*beside, *own])
    frame = pd.DataFrame({**beside, **own})
    return frame.astype({kolom: "float64" for _, kolom, kind in single if kind in _GETAL})


def shape_table(soort: type[Any], found: pd.DataFrame) -> pd.DataFrame:
    """What a query found as the table of these records: the same columns, in order and type.

    Days are dates where the database gives moments.
    """
    kinds = {kolom: kind for _, kolom, kind in _fields(soort)}  # type: ignore[arg-type]
    types = {name: _TYPE[kind] for name, kind in kinds.items() if kind in _TYPE}
    made = found[list(kinds)].astype(types)
    for name, kind in kinds.items():
        if kind is date:
            made[name] = pd.to_datetime(made[name]).dt.date
    return made


def make_record(soort: type[Record], row: Row, **beside: object) -> Record:
    """A record of this dataclass from a row; beside: fields that are in no column.

    A column of whole numbers with a gap comes as floats from Parquet; a field that is an int gets
    an int again.
    """
    found: Row = {}
    for naam, kolom, kind in _fields(soort):  # type: ignore[arg-type]  # a class is hashable
        if naam in beside:
            found[naam] = beside[naam]
        elif kolom in row:
            value = row[kolom]
            found[naam] = int(value) if kind in _HEEL and value is not None else value
    return soort(**found)


def load_rows(file: Path) -> list[Row]:
    """The rows of a table: None for nan, days as dates."""
    columns = _load_columns(file)
    values = zip(*columns.values(), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in values]


def load_records(soort: type[Record], file: Path) -> tuple[Record, ...]:
    """The rows of a table as records of this dataclass, whose fields are all a column."""
    columns, found = _load_columns(file), {}
    for naam, kolom, kind in _fields(soort):  # type: ignore[arg-type]
        if kolom in columns:
            whole = (None if value is None else int(value) for value in columns[kolom])
            found[naam] = list(whole) if kind in _HEEL else columns[kolom]
    rows = zip(*found.values(), strict=True)
    if len(found) == len(_fields(soort)):  # type: ignore[arg-type]
        return tuple(soort(*row) for row in rows)
    return tuple(soort(**dict(zip(found, row, strict=True))) for row in rows)


def read_stored(file: Path) -> pa.Table:
    """A table of an edition; OSError or pa.ArrowInvalid when it is not there or not whole."""
    return pq.ParquetFile(file).read(use_threads=False)  # read_table imports a lot first


def _load_columns(file: Path) -> dict[str, list[Any]]:
    frame: pd.DataFrame = read_stored(file).to_pandas(date_as_object=True)
    return {
        str(name): [
            None if gap else value for value, gap in zip(values, values.isna(), strict=True)
        ]
        if values.hasnans
        else values.tolist()
        for name, values in frame.items()
    }


@cache
def _fields(soort: type[Any]) -> tuple[tuple[str, str, Any], ...]:
    """The name of every field, of its column, and its type."""
    hints = get_type_hints(soort, include_extras=True)
    found = []
    for item in fields(soort):
        kind, kolom = hints[item.name], item.name
        if get_origin(kind) is Annotated:
            kind, kolom = get_args(kind)
        if item.init:
            found.append((item.name, kolom, kind))
    return tuple(found)


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


DECLARATIES, TOEWIJZINGEN = "declaraties", "toewijzingen"  # the routes of a Raming
REEKS, DEKKING, GEEN_BASIS = "reeks", "dekking", "geen"


@dataclass(frozen=True)
class Raming:
    """One route for one wijk or the gemeente.

    delen: euros per part and month of the year (12), which add up to raming_eur. onder and boven:
    the interval from earlier errors, None with too few. open_eur: what was not fully declared
    yet. basis: what the completeness of young months rests on (REEKS, DEKKING or 'geen', ''
    for the other route) and compleet_0, 1 and 2 that share by age in months. verzilvering: expected
    share of the assigned euros that is declared, None for the other route. Counts are of
    toewijzingen that run on the peildatum.
    """

    wijk: str
    route: str
    jaar: int
    peil: Annotated[date, "peil_datum"]
    raming_eur: float
    onder_eur: float | None
    boven_eur: float | None
    open_eur: float
    aantal_terugblik: int
    basis: str
    compleet_0: float | None
    compleet_1: float | None
    compleet_2: float | None
    verzilvering: Annotated[float | None, "verzilvering_aandeel"]
    aantal_lopend: int
    aantal_zonder_bedrag: int
    aantal_zonder_eind: int
    delen: dict[str, tuple[float, ...]]

    @property
    def compleet(self) -> tuple[float, ...]:
        """How complete a month is by its age in months; () when unknown."""
        shares = (self.compleet_0, self.compleet_1, self.compleet_2)
        return tuple(share for share in shares if share is not None)

    @property
    def maanden_bekend(self) -> int:
        """How many months of the year end on or before the peildatum (0..12)."""
        return 12 if self.peil.year > self.jaar else self.peil.month * (self.peil.year == self.jaar)

    @property
    def opgeteld(self) -> tuple[float, ...]:
        """Running total at the end of each month, (12,)."""
        months = [sum(part[month] for part in self.delen.values()) for month in range(12)]
        return tuple(sum(months[: month + 1]) for month in range(12))

    def bedrag(self, deel: str, *, later: bool | None = None) -> float:
        """Euros of one part: of the whole year, up to the peildatum or after it; 0 without it."""
        months, known = self.delen.get(deel, ()), self.maanden_bekend
        if later is None:
            return sum(months)
        return sum(months[known:]) if later else sum(months[:known])

    def som(self, *, later: bool) -> float:
        """Euros of all parts up to the peildatum, or after it."""
        return sum(self.bedrag(deel, later=later) for deel in self.delen)


@dataclass(frozen=True)
class Terugblik:
    """What a route said on an earlier peildatum about that year, and what the year became."""

    wijk: str
    route: str
    peil: Annotated[date, "peil_datum"]
    raming_eur: float
    werkelijk_eur: float
    open_eur: float
    is_vastgelegd: bool

    @property
    def fout_eur(self) -> float:
        """What it became less the estimate: above 0 when the year became dearer."""
        return self.werkelijk_eur - self.raming_eur

    @property
    def fout_aandeel(self) -> float:
        """The error as share of the estimate; 0 without an estimate."""
        return self.fout_eur / self.raming_eur if self.raming_eur else 0.0


@dataclass(frozen=True)
class Deelbedrag:
    """Euros of one part of a Raming in one month; all months of its parts are its delen."""

    wijk: str
    route: str
    deel: str
    maand_datum: date
    bedrag_eur: float


@dataclass(frozen=True)
class Gedeclareerd:
    """Euros of a month as they were declared at a datastand; reeks: 'synthetisch' or ''."""

    reeks: str
    datastand: date
    wijk: str
    maand_datum: date
    gedeclareerd_eur: float


@dataclass(frozen=True)
class Aansluitregel:
    """Rows of a file that were 'gelezen' or 'geladen', or were left out for a reason (soort)."""

    bestand: str
    soort: str
    aantal_rijen: int


@dataclass(frozen=True)
class Invulling:
    """Rows of a file in a quarter of one wijk or aanbieder (deel), and with its field filled.

    Both None where the rows are too few to show.
    """

    bestand: str
    kolom: str
    deel: str
    naam: str
    kwartaal_datum: date
    aantal_rijen: int | None
    aantal_gevuld: int | None


@dataclass(frozen=True)
class Gemiste:
    """The units a figure (its slug) cannot use for lack of a field, and all it might have used."""

    bestand: str
    kolom: str
    cijfer: str
    venster: str
    aantal: int
    van: int


@dataclass(frozen=True)
class Aanvulregel:
    """Rows of a file and quarter, by their 'begin' or 'einde', as one levering had them."""

    bestand: str
    soort: str
    kwartaal_datum: date
    datastand: date
    aantal_rijen: int


@dataclass(frozen=True)
class CbsTelling:
    """What CBS counted in a wijk: the sum over the gebieden it published, so many of them all."""

    jaar: int
    wijk: str
    vorm: str
    aantal: int
    aantal_bekend: int
    aantal_gebieden: int
    is_voorlopig: bool
    tabel: str
    opgehaald_datum: date


@dataclass(frozen=True)
class Bronregel:
    """Where a fetched file comes from; is_gewijzigd: it was changed after it was fetched."""

    bestand: str
    bron: str
    licentie: str
    bewerking: str
    dag: date
    is_gewijzigd: bool
