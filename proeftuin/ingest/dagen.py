"""Days out of what registers write: with a time, a zone, an open end, or part of a birth date.

A moment in a zone is the Dutch calendar day it falls on. A time without zone belongs to its own
day, but 22:00 and 23:00 sharp are what a Dutch midnight becomes when an export leaves out that it
is UTC: that could be two days, so it is not read.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import pyarrow as pa

from proeftuin.tijd import NEDERLAND

EERSTE_JAAR, LAATSTE_JAAR = 1900, 2100
OPEN_VANAF_JAAR = 2099  # an end in this year or later means: no end yet
GEEN_DAG = date.min  # written as a day that does not exist
MET_ZONE, MET_TIJD, TIJD_ONZEKER, ZONDER_MAAND = "zone", "tijd", "onzeker", "zonder maand"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONTHOUD = 100_000
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
AANEEN = re.compile(r"(\d{4})(\d{2})(\d{2})")
NEDERLANDS = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
TIJDSTIP = re.compile(
    r"(?P<dag>\d[\d-]{7,9})"
    r"(?:[T ](?P<uur>[01]?\d|2[0-3]):(?P<minuut>[0-5]\d)(?::(?P<seconde>[0-5]\d)(?:[.,]\d+)?)?)?"
    r" ?(?P<zone>Z|UTC|[+-](?:0\d|1[0-4])(?(uur)(?::?[0-5]\d)?|:?[0-5]\d))?",
    re.I,
)
DEELS = re.compile(r"(?P<jaar>\d{4})-?(?P<maand>\d{2})-?00|00-(?P<maand_2>\d{2})-(?P<jaar_2>\d{4})")
Dag = tuple[date | None, str]  # None: no day at all; why it needs a word, or ""


def _make_day(jaar: int, maand: int, dag: int) -> date:
    try:
        return date(jaar, maand, dag)
    except ValueError:
        return GEEN_DAG


def read_plain(tekst: str) -> date | None:
    """A day from 2023-12-31, 31-12-2023 or 20231231; GEEN_DAG when no such day exists."""
    if match := ISO.fullmatch(tekst) or AANEEN.fullmatch(tekst):
        jaar, maand, dag = (int(deel) for deel in match.groups())
    elif match := NEDERLANDS.fullmatch(tekst):
        dag, maand, jaar = (int(deel) for deel in match.groups())
    else:
        return None
    return _make_day(jaar, maand, dag)


def _read_offset(zone: str) -> timedelta:
    if zone.upper() in ("Z", "UTC"):
        return timedelta()
    hours = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:].strip(":") or 0))
    return -hours if zone[0] == "-" else hours


@lru_cache(ONTHOUD)
def read_day(tekst: str) -> Dag:
    """The day in a text, and MET_ZONE, MET_TIJD or TIJD_ONZEKER when it holds more than a day."""
    dag = read_plain(tekst)
    if dag is not None:
        return dag, ""
    match = TIJDSTIP.fullmatch(tekst)
    dag = read_plain(match["dag"]) if match else None
    if match is None or dag is None or dag == GEEN_DAG:
        return dag, ""
    uur, minuut, seconde = (int(match[naam] or 0) for naam in ("uur", "minuut", "seconde"))
    moment = datetime(dag.year, dag.month, dag.day, uur, minuut, seconde)
    if match["zone"]:
        try:
            utc = (moment - _read_offset(match["zone"])).replace(tzinfo=UTC)
            return _in_nederland(utc), MET_ZONE
        except OverflowError:
            return GEEN_DAG, ""
    return _judge_time(moment)


def _judge_time(moment: datetime) -> Dag:
    if (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0):
        return moment.date(), ""
    if moment.hour in (22, 23) and not (moment.minute or moment.second or moment.microsecond):
        return None, TIJD_ONZEKER
    return moment.date(), MET_TIJD


@lru_cache(ONTHOUD)
def read_birth(tekst: str) -> Dag:
    """As read_day; JJJJMM00 is the month, JJJJ0000 January of that year (ZONDER_MAAND)."""
    match = DEELS.fullmatch(tekst)
    if match is None:
        return read_day(tekst)
    jaar, maand = match["jaar"] or match["jaar_2"], match["maand"] or match["maand_2"]
    if maand == "00":
        dag = _make_day(int(jaar), 1, 1)
        return dag, "" if dag == GEEN_DAG else ZONDER_MAAND
    return _make_day(int(jaar), int(maand), 1), ""


def _in_nederland(moment: datetime) -> date:
    """Its Dutch day; that of the moment itself at the end of time, which stands for no end."""
    try:
        return moment.astimezone(NEDERLAND).date()
    except OverflowError:
        return moment.date()


def read_moments(kolom: pa.Array) -> tuple[pa.Array, pa.StringArray]:
    """Days (date32) of a timestamp column, and per row why it needs a word (as read_day)."""
    has_zone = bool(kolom.type.tz)
    ticks = kolom.cast(pa.timestamp("us", kolom.type.tz), safe=False).cast(pa.int64())

    def read(tick: int) -> Dag:
        try:
            moment = EPOCH + timedelta(microseconds=tick)
            if has_zone:
                return _in_nederland(moment), MET_ZONE
        except OverflowError:
            return GEEN_DAG, ""
        return _judge_time(moment)

    return take_days(ticks, read)


def take_days(values: pa.Array, read: Callable[..., Dag]) -> tuple[pa.Array, pa.StringArray]:
    """Every distinct value read once: days (date32, null where there is none) and their words."""
    encoded = values.dictionary_encode()
    pairs = [read(value) for value in encoded.dictionary.to_pylist()]
    days = pa.array([day for day, _ in pairs], pa.date32()).take(encoded.indices)
    words = pa.array([word for _, word in pairs], pa.string()).take(encoded.indices)
    return days, words
