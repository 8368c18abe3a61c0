"""The prognose as Vega-Lite: both routes with their interval, and the year added up by month."""

from collections.abc import Sequence

from proeftuin.charts.kosten import axis_euros
from proeftuin.charts.style import (
    INKT,
    LABEL,
    LICHT,
    OVERIGE_KLEUR,
    PILOT_KLEUR,
    RASTER,
    Spec,
    dodge,
    frame_chart,
    nice_ticks,
)
from proeftuin.results import DECLARATIES, Prognose, Raming
from proeftuin.sentences import MAANDEN, ROUTE_NAAM, show_amount, show_interval

_KLEUR = {DECLARATIES: PILOT_KLEUR}
_X: Spec = {"field": "x", "type": "quantitative"}
_Y: Spec = {"field": "y", "type": "quantitative"}
_RIJ = 54


def range_chart(prognose: Prognose) -> Spec:
    """One row per route: the estimate as a dot, its interval as a line, both written out."""
    rows = [_range_row(item, place) for place, item in enumerate(prognose.ramingen)]
    low, high = min(row["x1"] for row in rows), max(row["x2"] for row in rows)
    margin = 0.12 * (high - low) or 0.02 * abs(high) or 1.0
    ticks = nice_ticks(low - margin, high + margin, 4)
    layers = [
        _axes([ticks[0], ticks[-1]], ticks, axis_euros(ticks), [0, len(rows)]),
        _layer(rows, {"type": "rule", "strokeWidth": 5, "opacity": 0.35}, x2=True),
        _layer(rows, {"type": "point", "filled": True, "size": 130, "opacity": 1}),
        _words(rows, {"dy": -15, "fontSize": 13, "fontWeight": "bold"}),
    ]
    return frame_chart(layers, len(rows) * _RIJ + 34, padding={"left": 4, "top": 4, "right": 8})


def _range_row(item: Raming, place: int) -> Spec:
    low = item.raming_eur if item.onder_eur is None else item.onder_eur
    high = item.raming_eur if item.boven_eur is None else item.boven_eur
    return {
        "x": item.raming_eur,
        "x1": low,
        "x2": high,
        "y": place + 0.65,
        "kleur": _KLEUR.get(item.route, OVERIGE_KLEUR),
        "tekst": f"{ROUTE_NAAM[item.route]} {show_amount(item.raming_eur)}",
        "marge": show_interval(item),
    }


def _axes(
    domain: list[float], ticks: Sequence[float], texts: Sequence[str], rows: list[float]
) -> Spec:
    """An invisible mark that carries the scale of the amounts."""
    return {
        "data": {"values": [{"x": domain[0], "y": rows[0]}]},
        "mark": {"type": "point", "opacity": 0, "aria": False},
        "encoding": {
            "x": {
                **_X,
                "scale": {"domain": domain, "zero": False, "nice": False},
                "axis": {
                    "title": None,
                    "values": list(ticks),
                    "labelExpr": _choice(ticks, texts),
                    "domain": False,
                    "ticks": False,
                    "gridColor": RASTER,
                    "labelPadding": 6,
                    "labelOverlap": True,
                },
            },
            "y": {
                **_Y,
                "scale": {"domain": rows, "reverse": True, "nice": False},
                "axis": None,
            },
        },
    }


def _choice(values: Sequence[float], texts: Sequence[str]) -> str:
    pairs = zip(values, texts, strict=True)
    return " : ".join(f"datum.value == {value} ? '{text}'" for value, text in pairs) + " : ''"


def _layer(rows: list[Spec], mark: Spec, *, x2: bool = False) -> Spec:
    encoding: Spec = {"x": {**_X, "field": "x1"} if x2 else _X, "y": _Y}
    if x2:
        encoding["x2"] = {"field": "x2"}
    encoding["color"] = {"field": "kleur", "type": "nominal", "scale": None}
    encoding["tooltip"] = [
        {"field": "tekst", "title": "Raming"},
        {"field": "marge", "title": "Marge"},
    ]
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def _words(rows: list[Spec], mark: Spec) -> Spec:
    encoding: Spec = {"x": _X, "y": _Y, "text": {"field": "tekst"}}
    encoding["color"] = {"field": "kleur", "type": "nominal", "scale": None}
    return {"data": {"values": rows}, "mark": {"type": "text", **mark}, "encoding": encoding}


def month_chart(prognose: Prognose, hoogte: int = 320) -> Spec:
    """The year added up: declared so far as an area, each route as a line, dashed after peil."""
    high = max(
        max(item.raming_eur, item.boven_eur or 0.0, *item.opgeteld) for item in prognose.ramingen
    )
    ticks = nice_ticks(0, high or 1.0)
    layers = [_month_axes(ticks)]
    known = prognose.ramingen[0].maanden_bekend
    if prognose.declaraties is not None:
        layers.append(_declared(prognose.declaraties))
    if 0 < known < 12:
        layers += _peil_line(known, ticks[-1])
    ends: list[Spec] = []
    for item in reversed(prognose.ramingen):
        colour = _KLEUR.get(item.route, OVERIGE_KLEUR)
        points = _points(item)
        width = 3.2 if item.route == DECLARATIES else 2.0
        layers.append(_line(points[: known + 1], colour, width, []))
        layers.append(_line(points[known:], colour, width, [6, 4]))
        if item.onder_eur is not None and item.boven_eur is not None:
            layers.append(_bar(item, colour, 12.15 if item.route == DECLARATIES else 12.35))
        ends.append({"x": 12.5, "y": item.raming_eur, "kleur": colour} | _label(item))
    apart = 34 / max(hoogte - 40, 60) * ticks[-1]
    for row, place in zip(
        ends, dodge([row["y"] for row in ends], apart, 0, ticks[-1]), strict=True
    ):
        row["y"] = place
    left = {"align": "left", "dx": 4, "fontSize": 12, "lineHeight": 15, "baseline": "middle"}
    layers.append(_words(ends, left))
    return frame_chart(layers, hoogte, padding={"left": 4, "top": 8, "right": 4, "bottom": 4})


def _label(item: Raming) -> Spec:
    return {"tekst": [ROUTE_NAAM[item.route].lower(), show_amount(item.raming_eur)]}


def _points(item: Raming) -> list[Spec]:
    """The running total at the end of each month, from 0."""
    amounts = (0.0, *item.opgeteld)
    return [
        {
            "x": month,
            "y": amount,
            "maand": "begin" if month == 0 else f"{MAANDEN[month - 1]} {item.jaar}",
            "bedrag": show_amount(amount),
            "naam": ROUTE_NAAM[item.route],
        }
        for month, amount in enumerate(amounts)
    ]


def _line(points: list[Spec], colour: str, width: float, dash: list[int]) -> Spec:
    mark = {"type": "line", "color": colour, "strokeWidth": width, "strokeDash": dash}
    tooltip = [
        {"field": "naam", "title": "Route"},
        {"field": "maand", "title": "Tot en met"},
        {"field": "bedrag", "title": "Opgeteld"},
    ]
    encoding = {"x": _X, "y": _Y, "tooltip": tooltip}
    return {"data": {"values": points}, "mark": {**mark, "tooltip": True}, "encoding": encoding}


def _declared(item: Raming) -> Spec:
    months = item.delen.get("gedeclareerd", ())
    known = item.maanden_bekend
    rows = [{"x": month, "y": sum(months[:month]), "nul": 0} for month in range(known + 1)]
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "color": PILOT_KLEUR, "opacity": 0.14},
        "encoding": {"x": _X, "y": _Y, "y2": {"field": "nul"}},
    }


def _bar(item: Raming, colour: str, place: float) -> Spec:
    row = {"x": place, "y": item.onder_eur, "y2": item.boven_eur}
    return {
        "data": {"values": [row]},
        "mark": {"type": "rule", "color": colour, "strokeWidth": 4, "opacity": 0.5},
        "encoding": {"x": _X, "y": _Y, "y2": {"field": "y2"}},
    }


def _peil_line(known: int, top: float) -> list[Spec]:
    row = {"x": known, "y": top, "y2": 0, "tekst": "stand van de gegevens"}
    side = {"align": "right", "dx": -6} if known > 6 else {"align": "left", "dx": 6}
    return [
        {
            "data": {"values": [row]},
            "mark": {"type": "rule", "color": LICHT, "strokeWidth": 1},
            "encoding": {"x": _X, "y": _Y, "y2": {"field": "y2"}},
        },
        {
            "data": {"values": [row]},
            "mark": {"type": "text", "color": LABEL, "dy": 7, **side},
            "encoding": {"x": _X, "y": _Y, "text": {"field": "tekst"}},
        },
    ]


def _month_axes(ticks: Sequence[float]) -> Spec:
    """An invisible mark that carries both axes: short names of months in their middle."""
    places = [month + 0.5 for month in range(12)]
    names = [naam[:3] for naam in MAANDEN]
    return {
        "data": {"values": [{"x": 0, "y": 0}]},
        "mark": {"type": "point", "opacity": 0, "aria": False},
        "encoding": {
            "x": {
                **_X,
                "scale": {"domain": [0, 12.5], "zero": False, "nice": False},
                "axis": {
                    "title": None,
                    "values": places,
                    "labelExpr": _choice(places, names),
                    "labelOverlap": "parity",
                    "grid": False,
                    "ticks": False,
                    "labelPadding": 8,
                },
            },
            "y": {
                **_Y,
                "scale": {"domain": [0, ticks[-1]], "nice": False},
                "axis": {
                    "title": None,
                    "values": list(ticks),
                    "labelExpr": _choice(ticks, axis_euros(ticks)),
                    "labelColor": INKT,
                    "domain": False,
                    "ticks": False,
                    "labelPadding": 6,
                },
            },
        },
    }
