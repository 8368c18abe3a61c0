"""What is written on a chart by quarter: nulmeting, start, events, names at the ends of lines."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from proeftuin.charts.layers import Point, X, Y, values
from proeftuin.charts.style import (
    INKT,
    LABEL,
    LICHT,
    PILOT,
    WIT,
    Spec,
    decimal_year,
    quarter_middle,
)
from proeftuin.settings.model import Gebeurtenis


def nulmeting_layers(value: float, text: str, left: float, right: float) -> list[Spec]:
    """The dashed line of the nulmeting with its value written on it."""
    row = {"t": left, "t2": right, "y": value, "tekst": text}
    rule = {
        "type": "rule",
        "color": PILOT,
        "strokeDash": [5, 4],
        "strokeWidth": 1.2,
        "opacity": 0.8,
    }
    return [
        {"data": values([row]), "mark": rule, "encoding": {"x": X, "x2": {"field": "t2"}, "y": Y}},
        *halo_text([row], PILOT, {"align": "left", "baseline": "bottom", "dx": 2, "dy": -3}),
    ]


def halo_text(rows: list[Point], colour: str, place: Spec, **mark: Any) -> list[Spec]:
    """Text (field tekst) with a white edge, so that lines under it do not harm reading."""
    encoding = {"x": X, "y": Y, "text": {"field": "tekst"}}
    base = {"type": "text", **place, **mark}
    return [
        {
            "data": values(rows),
            "mark": {**base, "color": WIT, "stroke": WIT, "strokeWidth": 4, "strokeJoin": "round"},
            "encoding": encoding,
        },
        {"data": values(rows), "mark": {**base, "color": colour}, "encoding": encoding},
    ]


def start_layers(t: float, low: float, high: float) -> list[Spec]:
    """A vertical hairline at the start of the pilot, with a word."""
    row = {"t": t, "y": high, "y2": low, "tekst": "start"}
    rule = {"type": "rule", "color": INKT, "strokeWidth": 0.8}
    return [
        {"data": values([row]), "mark": rule, "encoding": {"x": X, "y": Y, "y2": {"field": "y2"}}},
        *halo_text([row], INKT, {"align": "left", "baseline": "top", "dx": 4, "dy": 1}),
    ]


def event_layers(events: list[Point], bottom: float) -> list[Spec]:
    """Small numbered marks on the time axis; explained under the chart."""
    rows = [{**event, "y": bottom} for event in events]
    circle = {"type": "point", "size": 190, "filled": True, "fill": WIT, "stroke": LABEL}
    circle |= {"strokeWidth": 1, "opacity": 1, "shape": "circle"}
    number = {"type": "text", "fontSize": 10.5, "color": INKT, "dy": 0.5}
    tooltip = {"tooltip": [{"field": "tekst", "title": "Gebeurtenis"}]}
    return [
        {"data": values(rows), "mark": circle, "encoding": {"x": X, "y": Y, **tooltip}},
        {
            "data": values(rows),
            "mark": number,
            "encoding": {"x": X, "y": Y, "text": {"field": "nr"}, **tooltip},
        },
    ]


def duiding_rows(duidingen: Iterable[tuple[date, str]], first: float, last: float) -> list[Point]:
    """One row per quarter inside the chart, numbered from 1, with the explanations of it.

    duidingen: the last day of a quarter and the text.
    """
    found: dict[date, list[str]] = {}
    for tot, text in sorted(duidingen):
        if first <= quarter_middle(tot) <= last:
            found.setdefault(tot, []).append(text)
    return [
        {"t": quarter_middle(tot), "nr": str(number), "datum": tot, "tekst": "; ".join(texts)}
        for number, (tot, texts) in enumerate(found.items(), start=1)
    ]


def duiding_layers(rows: list[Point], low: float, high: float) -> list[Spec]:
    """Numbered dots at the top, with a hairline down to the quarter they explain."""
    places = [
        {"t": row["t"], "nr": row["nr"], "tekst": row["tekst"], "y": high, "y2": low}
        for row in rows
    ]
    tooltip = {"tooltip": [{"field": "tekst", "title": "Uitleg uit een gesprek"}]}
    rule = {"type": "rule", "color": PILOT, "strokeWidth": 0.8, "strokeDash": [1, 3]}
    circle = {"type": "point", "size": 230, "filled": True, "color": PILOT, "opacity": 1}
    circle |= {"shape": "circle", "yOffset": -4}
    number = {"type": "text", "fontSize": 11, "fontWeight": "bold", "color": WIT, "yOffset": -3.5}
    return [
        {"data": values(places), "mark": rule, "encoding": {"x": X, "y": Y, "y2": {"field": "y2"}}},
        {"data": values(places), "mark": circle, "encoding": {"x": X, "y": Y, **tooltip}},
        {
            "data": values(places),
            "mark": number,
            "encoding": {"x": X, "y": Y, "text": {"field": "nr"}, **tooltip},
        },
    ]


def end_labels(rows: list[Point]) -> list[Spec]:
    """Names at the ends of the lines: field y2 is the dodged place, kleur and dikte per row."""
    layers: list[Spec] = []
    moved = [row for row in rows if row["verschoven"]]
    if moved:
        layers.append(
            {
                "data": values(moved),
                "mark": {"type": "rule", "color": LICHT, "strokeWidth": 0.8},
                "encoding": {
                    "x": X,
                    "x2": {"field": "t2"},
                    "y": {"field": "y", "type": "quantitative"},
                    "y2": {"field": "y2"},
                },
            }
        )
    for bold in (False, True):
        shown = [{**row, "t": row["t2"], "y": row["y2"]} for row in rows if row["vet"] is bold]
        mark = {"type": "text", "align": "left", "dx": 5, "fontSize": 13 if bold else 12}
        mark["fontWeight"] = "bold" if bold else "normal"
        encoding = {"x": X, "y": Y, "text": {"field": "tekst"}}
        encoding["color"] = {"field": "kleur", "type": "nominal", "scale": None}
        layers.append({"data": values(shown), "mark": mark, "encoding": encoding})
    return layers


def event_rows(gebeurtenissen: Iterable[Gebeurtenis], first: float, last: float) -> list[Point]:
    """One row per date inside the chart, numbered from 1, with the texts of that date."""
    events = list(gebeurtenissen)
    dates = sorted({item.datum for item in events})
    shown = [day for day in dates if first <= decimal_year(day) <= last]
    return [
        {
            "t": decimal_year(day),
            "nr": str(number),
            "datum": day.isoformat(),
            "tekst": "; ".join(item.tekst for item in events if item.datum == day),
        }
        for number, day in enumerate(shown, start=1)
    ]
