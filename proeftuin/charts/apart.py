"""A small chart per wijk, all on one scale: for whoever cannot follow one line among many.

One plot holds them all, so that they share a width with the page. A place in a small chart is
written as its number and a part of it; the browser, which knows the width, gives it its column.
"""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

import altair as alt

from proeftuin.charts import layers
from proeftuin.charts.layers import Layer, Row
from proeftuin.charts.lines import axis_words, foot_of, shown_quarters
from proeftuin.charts.quarters import Point, look_of, points_of, provisional_runs, solid_runs
from proeftuin.charts.style import INKT, LABEL, LICHT, PILOT_KLEUR, decimal_year
from proeftuin.charts.theme import Grafiek, compose, number_field
from proeftuin.indicators import Indicator, is_share
from proeftuin.results import Published, read_nulmeting_figure
from proeftuin.sentences import show_bare
from proeftuin.settings import Settings

_KOLOMMEN, _SMAL = 4, 2  # small charts beside each other, and in a plot below _BREED pixels
_BREED = 560
_HOOG, _LAAGST = 170, 134  # pixels of a row of them, and at least where there are more rows
_TUSSEN, _KOP, _VOET = 0.28, 0.42, 0.22  # parts of a small chart left open beside, above, below
_STAP = 10  # between the numbers of two small charts in one field; a part of one is 0 to 1
_IN = "in_"  # before the name of a field with a number and a part
_LETTER = 11


def apart_chart(published: Published, settings: Settings, indicator: Indicator) -> Grafiek:
    """Every wijk in a chart of its own, the pilot first, its nulmeting dashed, its last value.

    Two columns in a narrow plot, else four.
    """
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
    low = foot_of(low, high, is_share(indicator))
    times = [p["x"] for points in series.values() for p in points] or [0.0, 1.0]
    first, last = min(times), max(times)

    def at(place: int, x: float, y: float) -> dict[str, float]:
        """Where this point of the chart at this place lies in the plot."""
        across = (x - first) / ((last - first) or 1.0)
        up = (y - low) / ((high - low) or 1.0)
        return {"x": place * _STAP + across, "y": place * _STAP + up}

    def moved(place: int, points: Sequence[Point]) -> list[Row]:
        return [{**point, **at(place, point["x"], point["y"])} for point in points]

    drawn: list[Layer] = []
    start = decimal_year(settings.pilot.start)
    for place, item in enumerate(wijken):
        points, level = series[item], levels.get(item)
        corner = at(place, first, low)
        across = {**corner, "x2": corner["x"] + 1}
        colour = PILOT_KLEUR if item in pilots else INKT
        drawn.append(layers.horizontal([across], color=LICHT, strokeWidth=1))
        upright = {**at(place, start, high), "y2": corner["y"], "tekst": "start"}
        begun = [upright] if first < start < last else []
        drawn.append(layers.vertical(begun, color=INKT, strokeWidth=0.8))
        if level is not None:
            dashed = {**across, "y": at(place, first, level)["y"]}
            drawn.append(layers.horizontal([dashed], color=colour, strokeDash=[5, 4]))
        drawn.append(layers.line(moved(place, provisional_runs(points)), strokeDash=[2, 2]))
        drawn.append(layers.line(moved(place, solid_runs(points))))
        drawn += layers.halo_text(begun, INKT, align="left", baseline="top", dx=3, fontSize=_LETTER)
        name = {**at(place, first, high), "tekst": _name(settings.wijk_kort(item), points)}
        drawn.append(
            layers.text(
                [name],
                align="left",
                baseline="bottom",
                dy=-4,
                color=PILOT_KLEUR if item in pilots else LABEL,
                fontWeight="bold",
            )
        )
        if found:
            drawn += _years(across, first, last)
    words = {**at(0, first, high), "tekst": ", ".join(axis_words(indicator, low))}
    drawn.append(layers.text([words], align="left", baseline="bottom", dy=-20, fontSize=_LETTER))
    drawn.append(_reach(indicator, (low, at(0, last, low)), (high, at(0, last, high))))
    return _placed(drawn, len(wijken))


def _placed(drawn: Sequence[Layer], count: int) -> Grafiek:
    """The layers, each small chart at its own place on scales without axes."""
    columns, narrow = min(_KOLOMMEN, count), min(_SMAL, count)
    beside = f"(width < {_BREED} ? {narrow} : {columns})"
    above = f"ceil({count} / {beside})"
    across = f"(floor(datum.{{0}} / {_STAP}) % {beside}) * {1 + _TUSSEN} + datum.{{0}} % {_STAP}"
    up = (
        f"({above} - 1 - floor(floor(datum.{{0}} / {_STAP}) / {beside})) * {1 + _KOP}"
        f" + datum.{{0}} % {_STAP}"
    )
    rules = {"x": across, "x2": across, "y": up, "y2": up}
    for item in drawn:
        rows = item.data["values"]
        fields = [field for field in rules if rows and field in rows[0]]
        # under another name: what the browser works out anew at another width must stay as it was
        item.data = layers.LayerRows(
            values=[{_IN * (key in fields) + key: row[key] for key in row} for row in rows]
        )
        item.transform = [
            alt.CalculateTransform(calculate=rules[field].format(_IN + field), **{"as": field})
            for field in fields
        ]
    wide = alt.ExprRef(f"{beside} * {1 + _TUSSEN} - {_TUSSEN}")
    high = alt.ExprRef(f"{above} * {1 + _KOP}")
    x = number_field(alt.X, "x", scale=_scale(0, wide), axis=None)
    y = number_field(alt.Y, "y", scale=_scale(-_VOET, high), axis=None)
    tall = max(_HOOG * ceil(count / columns), _LAAGST * ceil(count / narrow))
    return compose([layers.frame(x, y, 0, 0), *drawn], tall, 24)


def _scale(low: float, high: alt.ExprRef) -> alt.Scale:
    return alt.Scale(domainMin=low, domainMax=high, zero=False, nice=False)


def _years(across: Mapping[str, float], first: float, last: float) -> list[Layer]:
    """The first and the last year, under the ends of the time axis."""
    ends: tuple[tuple[str, float, dict[str, Any]], ...] = (
        ("x", first, {"align": "left"}),
        ("x2", last, {"align": "right"}),
    )
    return [
        layers.text(
            [{"x": across[end], "y": across["y"], "tekst": str(int(when))}],
            baseline="top",
            dy=4,
            fontSize=_LETTER,
            **side,
        )
        for end, when, side in ends
    ]


def _name(naam: str, points: Sequence[Point]) -> str:
    """'West 15,2%': the wijk and its last firm value."""
    firm = solid_runs(points)
    return f"{naam} {firm[-1]['kaal']}" if firm else naam


def _reach(indicator: Indicator, *ends: tuple[float, Mapping[str, float]]) -> Layer:
    """The lowest and highest value of all, written once: every small chart has the same scale."""
    rows = [{**place, "tekst": show_bare(indicator, value)} for value, place in ends]
    return layers.text(rows, align="left", dx=4, fontSize=_LETTER)
