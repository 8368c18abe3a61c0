"""The one clock for people: moments are stored in UTC and shown in Dutch time.

Every moment a person reads (a screen, a report, a printed line, the name of a file) passes through
here. What a program reads (the log of who looked, a journal, the properties of a file) stays in UTC
and says so.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

NEDERLAND = ZoneInfo("Europe/Amsterdam")
MAANDEN = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus"),
    *("september", "oktober", "november", "december"),
)
MAANDEN_KORT = tuple("mrt" if naam == "maart" else naam[:3] for naam in MAANDEN)


def in_dutch_time(moment: datetime | str) -> datetime:
    """The moment on a Dutch clock; a moment that names no zone, or ISO text of one, is in UTC.

    ValueError for text that is no ISO moment.
    """
    there = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return (there if there.tzinfo else there.replace(tzinfo=UTC)).astimezone(NEDERLAND)


def dutch_day(moment: datetime | str) -> date:
    """The calendar day of a moment in the Netherlands."""
    return in_dutch_time(moment).date()


def dutch_today() -> date:
    """The calendar day it is now in the Netherlands."""
    return dutch_day(datetime.now(UTC))


def show_date(day: date) -> str:
    """'31 december 2023'."""
    return f"{day.day} {MAANDEN[day.month - 1]} {day.year}"


def show_time(moment: datetime | str) -> str:
    """'18 januari 2024 15:03' in Dutch time; a moment as in_dutch_time reads it."""
    here = in_dutch_time(moment)
    return f"{show_date(here.date())} {here:%H:%M}"


def show_day(moment: datetime | str) -> str:
    """'18 januari 2024', the day in Dutch time of a moment as in_dutch_time reads it."""
    return show_date(dutch_day(moment))


def name_moment(moment: datetime | str) -> str:
    """'2024-01-18-150300' in Dutch time: for the name of a file."""
    return f"{in_dutch_time(moment):%Y-%m-%d-%H%M%S}"
