"""A small chart per wijk, all on one scale: for whoever cannot follow one line among many.

One plot holds them all, each moved to its own place, so that they share a width with the page.
"""

from collections.abc import Sequence
from math import ceil

import altair as alt

from proeftuin.charts import layers
from proeftuin.charts.layers import Layer, Row
from proeftuin.charts.lines import shown_quarters
from proeftuin.charts.quarters import Point, look_of, points_of, provisional_runs, solid_runs
from proeftuin.charts.style import LABEL, LICHT, PILOT_KLEUR
from proeftuin.charts.theme import Grafiek, compose, fixed_scale, number_field
from proeftuin.indicators import Indicator
from proeftuin.results import Published, read_nulmeting_figure
from proeftuin.sentences import show_bare
from proeftuin.settings import Settings

_KOLOMMEN, _HOOG = 4, 150  # small charts beside each other, and pixels of a row of them
_TUSSEN, _KOP = 0.22, 0.34  # parts of a small chart left open beside it and above it


def apart_chart(published: Published, settings: Settings, indicator: Indicator) -> Grafiek:
    """Every wijk in a chart of its own, the pilot first, its nulmeting dashed, its last value."""
    pilots = settings.pilot.wijken
    wijken = (*pilots, *(item for item in settings.wijk_ids if item not in pilots))
    series = {
        item: points_of(
            indicator,
            settings.wijk_naam(item),
            look_of(item, pilots, item),
            shown_quarters(published, settings, item),
        )
        for item in wijken
    }
    levels = {
        item: figure.waarde
        for item in wijken
        if (figure := read_nulmeting_figure(published, settings, indicator, item))
    }
    found = [p["y"] for points in series.values() for p in points if p["y"] is not None]
    found += [level for level in levels.values() if level is not None]
    low, high = (min(found), max(found)) if found else (0.0, 1.0)
    times = [p["x"] for points in series.values() for p in points] or [0.0, 1.0]
    first, last = min(times), max(times)
    columns = min(_KOLOMMEN, len(wijken))
    rows = ceil(len(wijken) / columns)

    def at(place: int, x: float, y: float) -> tuple[float, float]:
        """Where this point of the chart at this place lies in the plot."""
        column, row = place % columns, place // columns
        across = (x - first) / ((last - first) or 1.0)
        up = (y - low) / ((high - low) or 1.0)
        return column * (1 + _TUSSEN) + across, (rows - 1 - row) * (1 + _KOP) + up

    def moved(place: int, points: Sequence[Point]) -> list[Row]:
        return [
            {**point, **dict(zip("xy", at(place, point["x"], point["y"]), strict=True))}
            for point in points
        ]

    drawn: list[Layer] = [_frame(columns, rows)]
    for place, item in enumerate(wijken):
        points, level = series[item], levels.get(item)
        left, bottom = at(place, first, low)
        base = {"x": left, "x2": left + 1, "y": bottom, "tekst": ""}
        drawn.append(layers.horizontal([base], color=LICHT, strokeWidth=1))
        if level is not None:
            row = {"x": left, "x2": left + 1, "y": at(place, first, level)[1], "tekst": ""}
            drawn.append(layers.horizontal([row], color=PILOT_KLEUR, strokeDash=[5, 4]))
        drawn.append(layers.line(moved(place, provisional_runs(points)), strokeDash=[2, 2]))
        drawn.append(layers.line(moved(place, solid_runs(points))))
        name = {"x": left, "y": bottom + 1, "tekst": _name(settings.wijk_kort(item), points)}
        colour = PILOT_KLEUR if item in pilots else LABEL
        drawn.append(
            layers.text(
                [name], align="left", baseline="bottom", dy=-4, color=colour, fontWeight="bold"
            )
        )
    drawn.append(_reach(indicator, low, high, at(0, first, low), at(0, first, high)))
    return compose(drawn, _HOOG * rows + 10, 16)


def _frame(columns: int, rows: int) -> Layer:
    """The scales without axes: each small chart has its own place on them."""
    x = number_field(alt.X, "x", scale=fixed_scale(0, columns * (1 + _TUSSEN) - _TUSSEN), axis=None)
    y = number_field(alt.Y, "y", scale=fixed_scale(0, rows * (1 + _KOP)), axis=None)
    return layers.frame(x, y, 0, 0)


def _name(naam: str, points: Sequence[Point]) -> str:
    """'West 15,2%': the wijk and its last firm value."""
    firm = solid_runs(points)
    return f"{naam} {firm[-1]['kaal']}" if firm else naam


def _reach(
    indicator: Indicator,
    low: float,
    high: float,
    bottom: tuple[float, float],
    top: tuple[float, float],
) -> Layer:
    """The lowest and highest value of all, written once: every small chart has the same scale."""
    rows = [
        {"x": bottom[0] + 1, "y": bottom[1], "tekst": show_bare(indicator, low)},
        {"x": top[0] + 1, "y": top[1], "tekst": show_bare(indicator, high)},
    ]
    return layers.text(rows, align="left", dx=4, fontSize=11)
