"""Times are stored in UTC and shown in Dutch time: the clock, and what no screen may show."""

import re
from datetime import UTC, date, datetime

import pytest

from proeftuin import tijd

# A moment as a program writes it, a bare 'UTC', or an offset of nothing.
UTC_TIJD = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\bUTC\b|\d\d:\d\dZ|\+00:?00\b")


def utc_times(text: str) -> list[str]:
    """What in a text for people looks like a time in UTC."""
    return UTC_TIJD.findall(text)


def test_a_moment_is_shown_on_a_dutch_clock_summer_and_winter() -> None:
    assert tijd.show_time(datetime(2023, 7, 1, 22, 30, tzinfo=UTC)) == "2 juli 2023 00:30"
    assert tijd.show_time(datetime(2024, 1, 18, 14, 3)) == "18 januari 2024 15:03"
    assert tijd.show_time("2023-07-01T22:30:00.125000+00:00") == "2 juli 2023 00:30"
    assert tijd.show_day("2023-07-01T22:30:00+00:00") == "2 juli 2023"
    assert tijd.show_day("2023-07-01") == "1 juli 2023"
    assert tijd.dutch_day("2023-12-31T23:30:00+00:00") == date(2024, 1, 1)
    assert tijd.name_moment("2023-12-31T23:30:05+00:00") == "2024-01-01-003005"
    assert tijd.show_date(date(2023, 12, 31)) == "31 december 2023"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gemaakt op 2023-07-01 22:30 (UTC)", ["2023-07-01 22:30", "UTC"]),
        ("2023-07-01T22:30:00+00:00", ["2023-07-01T22:30", "+00:00"]),
        ("28 november 2026 14:03 UTC: editie", ["UTC"]),
        ("28 november 2026 15:03, gegevens tot en met 2023-12-31, editie 2023-12-31.1", []),
    ],
)
def test_what_looks_like_utc_is_found(text: str, found: list[str]) -> None:
    assert utc_times(text) == found
