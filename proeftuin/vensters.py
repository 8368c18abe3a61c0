"""Calendar quarters, and which windows a levering can be measured on."""

from datetime import date, timedelta

from proeftuin.settings import Settings, Venster
from proeftuin.vocabulary import KWARTAAL, VROEGER


def quarter_start(dag: date) -> date:
    """First day of the calendar quarter that holds dag."""
    return date(dag.year, 3 * ((dag.month - 1) // 3) + 1, 1)


def quarter_end(dag: date) -> date:
    """Last day of the calendar quarter that holds dag."""
    van = quarter_start(dag)
    return date(van.year + van.month // 10, (van.month + 2) % 12 + 1, 1) - timedelta(days=1)


def list_kwartalen(first: date, last: date) -> list[Venster]:
    """Whole quarters from the one that holds `first`, ending on or before `last`, in order."""
    kwartalen: list[Venster] = []
    van = quarter_start(first)
    while True:
        tot = quarter_end(van)
        if tot > last:
            return kwartalen
        kwartalen.append(Venster(KWARTAAL, van, tot))
        van = tot + timedelta(days=1)


def list_vensters(earliest: date | None, datastand: date, settings: Settings) -> list[Venster]:
    """Every window to measure: the quarters from `earliest` on, voorparen, the named windows.

    earliest is the first begin of a traject or the first aanmelding (None: nothing to measure);
    quarters before perioden.vroegste_kwartaal are left out, as is every window that ends after
    datastand or before `earliest`, and every voorpaar without all of its quarters. A window of two
    voorparen is there once.
    """
    if earliest is None:
        return []
    first = max(earliest, settings.perioden.vroegste_kwartaal)
    named = [venster for venster in settings.named_vensters if first <= venster.tot <= datastand]
    whole = [
        pair
        for pair in settings.voorparen
        if quarter_start(first) <= pair.vroeger.van and pair.later.tot <= datastand
    ]
    earlier = {item for pair in whole for item in (pair.vroeger, pair.later)}
    known = sorted((item for item in earlier if item.naam == VROEGER), key=lambda item: item.van)
    return [*list_kwartalen(first, datastand), *known, *named]


def list_maanden(datastand: date, jaren_terug: int = 5) -> list[tuple[date, date]]:
    """First and last day of every month of the year of datastand and of the years before it."""
    bounds = [
        date(year, month, 1)
        for year in range(datastand.year - jaren_terug, datastand.year + 1)
        for month in range(1, 13)
    ] + [date(datastand.year + 1, 1, 1)]
    return [
        (van, volgende - timedelta(days=1))
        for van, volgende in zip(bounds, bounds[1:], strict=False)
    ]
