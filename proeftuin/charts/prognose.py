"""The prognose: both routes with their interval, and the year added up by month."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from proeftuin.charts import layers
from proeftuin.charts.kosten import euro_labels
from proeftuin.charts.layers import KLEUR, Layer, Row, layer, tooltip
from proeftuin.charts.style import INKT, OVERIGE_KLEUR, PILOT_KLEUR, dodge, nice_ticks
from proeftuin.charts.theme import (
    X2,
    Y2,
    Grafiek,
    X,
    Y,
    compose,
    fixed_scale,
    number_field,
    value_axis,
)
from proeftuin.results import DECLARATIES, Prognose, Raming
from proeftuin.sentences import MAANDEN, ROUTE_NAAM, show_amount, show_interval

_RIJ = 54


def range_chart(prognose: Prognose) -> Grafiek:
    """One row per route: the estimate as a dot, its interval as a line, both written out."""
    rows = [_range_row(item, place) for place, item in enumerate(prognose.ramingen)]
    low, high = min(row["x1"] for row in rows), max(row["x2"] for row in rows)
    margin = 0.12 * (high - low) or 0.02 * abs(high) or 1.0
    ticks = nice_ticks(low - margin, high + margin, 4)
    amounts = alt.Axis(
        title=None,
        values=ticks,
        domain=False,
        grid=True,
        labelOverlap=True,
        labelSeparation=16,
        **euro_labels(ticks),
    )
    across = number_field(alt.X, "x", scale=fixed_scale(ticks[0], ticks[-1]), axis=amounts)
    down = number_field(alt.Y, "y", scale=fixed_scale(0, len(rows), reverse=True), axis=None)
    said = tooltip(tekst="Raming", marge="Marge")
    marks = layer(rows, "x", "x1", "x2", "y", "kleur", "tekst", "marge").encode(
        Y, KLEUR, tooltip=said
    )
    words = [{**row, "vet": True} for row in rows]
    return compose(
        [
            layers.frame(across, down, ticks[0], 0),
            marks.mark_rule(strokeWidth=5, opacity=0.35).encode(number_field(alt.X, "x1"), X2),
            marks.mark_point(filled=True, size=130, opacity=1).encode(X),
            *layers.end_labels(words, align="center", dx=0, dy=-15),
        ],
        len(rows) * _RIJ + 34,
        4,
    )


def _range_row(item: Raming, place: int) -> Row:
    low = item.raming_eur if item.onder_eur is None else item.onder_eur
    high = item.raming_eur if item.boven_eur is None else item.boven_eur
    return {
        "x": item.raming_eur,
        "x1": low,
        "x2": high,
        "y": place + 0.65,
        "kleur": _colour(item),
        "tekst": f"{ROUTE_NAAM[item.route]} {show_amount(item.raming_eur)}",
        "marge": show_interval(item),
    }


def _colour(item: Raming) -> str:
    return PILOT_KLEUR if item.route == DECLARATIES else OVERIGE_KLEUR


def month_chart(prognose: Prognose, hoogte: int = 320) -> Grafiek:
    """The year added up: declared so far as an area, each route as a line, dashed after peil."""
    high = max(
        max(item.raming_eur, item.boven_eur or 0.0, *item.opgeteld) for item in prognose.ramingen
    )
    ticks = nice_ticks(0, high or 1.0)
    drawn = [_month_axes(ticks)]
    known = prognose.ramingen[0].maanden_bekend
    if prognose.declaraties is not None:
        drawn.append(_declared(prognose.declaraties))
    if 0 < known < 12:
        drawn += layers.datastand(known, ticks[-1], "right" if known > 6 else "left")
    ends: list[Row] = []
    for item in reversed(prognose.ramingen):
        is_main, points = item.route == DECLARATIES, _points(item)
        look: dict[str, Any] = {"color": _colour(item), "strokeWidth": 3.2 if is_main else 2.0}
        drawn.append(_line(points[: known + 1], **look))
        drawn.append(_line(points[known:], strokeDash=[6, 4], **look))
        if item.onder_eur is not None and item.boven_eur is not None:
            ends_at = {"x": 12.15 if is_main else 12.35, "y": item.onder_eur, "y2": item.boven_eur}
            drawn.append(
                layers.vertical([ends_at], color=_colour(item), strokeWidth=4, opacity=0.5)
            )
        words = [ROUTE_NAAM[item.route].lower(), show_amount(item.raming_eur)]
        ends.append({"y": item.raming_eur, "kleur": _colour(item), "tekst": words})
    apart = 34 / max(hoogte - 40, 60) * ticks[-1]
    half = apart / 2  # of a label of two lines, which must not stick out
    places = dodge([row["y"] for row in ends], apart, half, ticks[-1] - half)
    labels = [
        {**row, "x": 12.5, "y": place, "vet": False}
        for row, place in zip(ends, places, strict=True)
    ]
    drawn += layers.end_labels(labels, dx=4, lineHeight=15)
    return compose(drawn, hoogte)


def _points(item: Raming) -> list[Row]:
    """The running total at the end of each month, from 0."""
    return [
        {
            "x": month,
            "y": amount,
            "maand": "begin" if month == 0 else f"{MAANDEN[month - 1]} {item.jaar}",
            "bedrag": show_amount(amount),
            "naam": ROUTE_NAAM[item.route],
        }
        for month, amount in enumerate((0.0, *item.opgeteld))
    ]


def _line(points: Sequence[Row], **look: Any) -> Layer:
    said = tooltip(naam="Route", maand="Tot en met", bedrag="Opgeteld")
    shown = layer(points, "x", "y", "naam", "maand", "bedrag").mark_line(**look)
    return shown.encode(X, Y, tooltip=said)


def _declared(item: Raming) -> Layer:
    months = item.delen.get("gedeclareerd", ())
    known = item.maanden_bekend
    rows = [{"x": month, "y": sum(months[:month]), "y2": 0} for month in range(known + 1)]
    area = layer(rows, "x", "y", "y2").mark_area(color=PILOT_KLEUR, opacity=0.14)
    return area.encode(X, Y, Y2)


def _month_axes(ticks: Sequence[float]) -> Layer:
    """Short names of months in their middle, and amounts."""
    month = alt.expr.monthAbbrevFormat(alt.expr.floor(alt.datum.value))
    axis = alt.Axis(
        title=None,
        values=[place + 0.5 for place in range(12)],
        labelExpr=str(month),
        labelOverlap="parity",
    )
    months = number_field(alt.X, "x", scale=fixed_scale(0, 12.5), axis=axis)
    amounts = value_axis([0, *ticks[1:]], labelColor=INKT, **euro_labels(ticks))
    return layers.frame(months, amounts, 0, 0)
