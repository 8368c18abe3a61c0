"""The one visual grammar: colours, letter, and places on scales. No Altair: see theme.py."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NewType

Spec = NewType("Spec", dict[str, Any])  # a finished chart; only a drawing library looks inside

PILOT_KLEUR = "#0B4F9E"
WIJK = "#8A949E"
OVERIGE_KLEUR = "#3F474F"
INKT = "#1F2933"
LABEL = "#56616C"
RASTER = "#E4E8EB"
LICHT = "#C4CBD1"
WIT = "#FFFFFF"
LIJN, VLAK = "#D5DBE0", "#F5F7F9"
# By their names in the style sheets of screen and report, and in report.typ.
KLEUREN = {"pilot": PILOT_KLEUR, "inkt": INKT, "zacht": LABEL, "lijn": LIJN, "vlak": VLAK}
LAGER_KLEUR, HOGER_KLEUR = "#2B6CB0", "#C05621"  # blue to white to orange, sign always in text
LETTER = '"Source Sans", "Source Sans 3", "Source Sans Pro", "Liberation Sans", sans-serif'
SCHUIN = "M-1,-0.2L-0.2,-1M-1,0.5L0.5,-1M-1,1L1,-1M-0.5,1L1,-0.5M0.2,1L1,0.2M-1,-1L1,-1L1,1L-1,1Z"


def palette_css() -> str:
    """The colours as variables of a style sheet."""
    return ":root { " + " ".join(f"--{naam}: {kleur};" for naam, kleur in KLEUREN.items()) + " }\n"


def decimal_year(day: date) -> float:
    """2022.5 for 1 July 2022, near enough for a chart: the place of a day on the time axis."""
    first = date(day.year, 1, 1)
    length = (date(day.year + 1, 1, 1) - first).days
    return day.year + (day - first).days / length


def quarter_middle(tot: date) -> float:
    """The place of a quarter on the time axis: its middle."""
    return tot.year + ((tot.month - 1) // 3) / 4 + 0.125


def nice_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round tick values that cover low..high, about count of them; low < high."""
    span = max(high - low, 1e-9)
    power = 1.0
    while power * 10 <= span / count:
        power *= 10
    while power > span / count:
        power /= 10
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= span / count)
    first = int(low // step)
    ticks = [round(first * step, 10)]
    while ticks[-1] < high - 1e-9:
        first += 1
        ticks.append(round(first * step, 10))
    return ticks


def tick_decimals(ticks: Sequence[float], factor: float = 1) -> int:
    """How many decimals (0..3) the labels of an axis need to tell its ticks apart as they are."""
    for decimals in range(3):
        shown = [round(tick * factor, decimals) for tick in ticks]
        if all(abs(tick * factor - text) < 1e-6 for tick, text in zip(ticks, shown, strict=True)):
            return decimals
    return 3


def dodge(values: list[float], gap: float, low: float, high: float) -> list[float]:
    """Places for labels at values, at least gap apart and within low..high where that fits.

    The order of values is kept; O(n squared) over a handful of labels.
    """
    order = sorted(range(len(values)), key=lambda index: values[index])
    places = [values[index] for index in order]
    for _ in range(200):
        moved = False
        for first in range(len(places) - 1):
            overlap = gap - (places[first + 1] - places[first])
            if overlap > gap / 1000:
                places[first] -= overlap / 2
                places[first + 1] += overlap / 2
                moved = True
        if places and places[0] < low:
            places[0], moved = low, True
        if places and places[-1] > high:
            places[-1], moved = high, True
        if not moved:
            break
    result = [0.0] * len(values)
    for place, index in zip(places, order, strict=True):
        result[index] = place
    return result
