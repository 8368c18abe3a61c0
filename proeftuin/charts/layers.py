"""The layers of a chart of all wijken by quarter: lines, dots, bands, and what is written on it.

Written on it are the nulmeting, the start, events and the names at the ends of lines;
charts.line_chart puts the layers together.
"""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Any

from proeftuin.charts.style import (
    INKT,
    LABEL,
    LICHT,
    OVERIGE_KLEUR,
    PILOT_KLEUR,
    SCHUIN,
    WIJK,
    WIT,
    Spec,
    decimal_year,
    quarter_middle,
)
from proeftuin.indicators import Indicator
from proeftuin.results import Figure
from proeftuin.sentences import is_below_ten, show_bare, show_figure, show_margin, show_quarter
from proeftuin.settings import Gebeurtenis
from proeftuin.vocabulary import AFGESCHERMD, NIET_GELEVERD, NOG_NIET_RIJP, OK, TE_KLEIN, VOORLOPIG

Point = dict[str, Any]
X: Spec = {"field": "t", "type": "quantitative"}
Y: Spec = {"field": "y", "type": "quantitative"}


def points_of(indicator: Indicator, naam: str, quarters: list[Figure]) -> list[Point]:
    """One point per quarter: place, value, interval, state and the texts of the tooltip."""
    return [
        {
            "t": quarter_middle(item.tot),
            "y": item.waarde,
            "lo": item.onder,
            "hi": item.boven,
            "s": VOORLOPIG if item.status == TE_KLEIN and item.is_voorlopig else item.status,
            "klein": item.status == TE_KLEIN,
            "wijk": naam,
            "kwartaal": show_quarter(item.tot),
            "cijfer": show_figure(indicator, item),
            "marge": show_margin(indicator, item) or "–",
            "onder_tien": item.status == AFGESCHERMD and is_below_ten(indicator, item),
            "drempel": item.drempel,
            "kaal": show_bare(indicator, item.waarde) if item.waarde is not None else "",
        }
        for item in quarters
    ]


def values(points: Iterable[Point]) -> Spec:
    """Inline data of a layer."""
    return {"values": list(points)}


def runs(points: list[Point], states: tuple[str, ...]) -> list[Point]:
    """The points in these states that have a value, each with the number of its unbroken run."""
    found, run = [], 0
    for point in points:
        if point["s"] in states and point["y"] is not None:
            found.append({**point, "deel": run})
        else:
            run += 1
    return found


def line_layers(points: list[Point], colour: str, width: float, naam: str) -> list[Spec]:
    """The line of one wijk: solid where ok or small, grey and dashed into what is provisional."""
    detail = {"detail": {"field": "deel", "type": "nominal"}}
    solid = runs(points, (OK, TE_KLEIN))
    layers: list[Spec] = [
        {
            "data": values(solid),
            "mark": {"type": "line", "color": colour, "strokeWidth": width, "aria": False},
            "encoding": {"x": X, "y": Y, **detail},
        }
    ]
    alone = [p for p in solid if sum(q["deel"] == p["deel"] for q in solid) == 1]
    zero = [p for p in solid if p["y"] == 0 and p not in alone]
    if alone or zero:
        layers.append(dot_layer([*alone, *zero], colour, 30, filled=True))
    provisional = [p for p in points if p["s"] == VOORLOPIG and p["y"] is not None]
    if provisional:
        before = [p for p in solid if p["t"] < provisional[0]["t"]][-1:]
        near = [p for p in before if provisional[0]["t"] - p["t"] < 0.3]
        mark = {"type": "line", "color": WIJK, "strokeWidth": width, "strokeDash": [2, 2]}
        layers.append(
            {"data": values([*near, *provisional]), "mark": mark, "encoding": {"x": X, "y": Y}}
        )
        layers.append(dot_layer(provisional, WIJK, 24 + 10 * width, filled=True))
    return layers


def dot_layer(points: list[Point], colour: str, size: float, *, filled: bool) -> Spec:
    """Filled or open dots."""
    mark: Spec = {"type": "point", "size": size, "opacity": 1, "color": colour, "filled": filled}
    if not filled:
        mark |= {"fill": WIT, "strokeWidth": 1.6}
    return {"data": values(points), "mark": mark, "encoding": {"x": X, "y": Y}}


def state_layers(points: list[Point], colour: str, size: float, bottom: float) -> list[Spec]:
    """Marks for what is not plainly ok: brackets, open dots, hatched boxes (with '<10')."""
    layers: list[Spec] = []
    small = [p for p in points if p["klein"] and p["y"] is not None]
    mark: Spec
    if small:
        is_grey = colour == WIJK
        mark = {"type": "text", "text": "( )" if is_grey else "(  )", "color": colour, "dy": -1}
        mark["fontSize"] = 9 if is_grey else 13
        layers.append({"data": values(small), "mark": mark, "encoding": {"x": X, "y": Y}})
    unripe = [p for p in points if p["s"] == NOG_NIET_RIJP and p["y"] is not None]
    if unripe:
        layers.append(dot_layer(unripe, colour, size, filled=False))
    hidden = [{**p, "y": bottom} for p in points if p["s"] == AFGESCHERMD]
    if hidden and colour == PILOT_KLEUR:
        shape = {"type": "point", "shape": SCHUIN, "size": 130, "filled": False, "yOffset": -8}
        shape |= {"color": colour, "strokeWidth": 1, "opacity": 1}
        below = f"<{max(point['drempel'] for point in hidden)}"
        label = {"type": "text", "text": below, "fontSize": 11, "dy": -24, "color": colour}
        counted = [  # once per run of hidden quarters, so that the words never touch
            {**point, "y": bottom}
            for before, point in pairwise([{"s": ""}, *points])
            if point["onder_tien"] and before["s"] != AFGESCHERMD
        ]
        layers += [
            {"data": values(rows), "mark": mark, "encoding": {"x": X, "y": Y}}
            for mark, rows in ((shape, hidden), (label, counted))
            if rows
        ]
    return layers


def band_layer(points: list[Point], colour: str, opacity: float) -> Spec:
    """The 95% interval of one wijk as a band."""
    usable = [p for p in points if p["lo"] is not None and p["hi"] is not None]
    shown = runs(usable, (OK, TE_KLEIN, VOORLOPIG))
    return {
        "data": values(shown),
        "mark": {"type": "area", "color": colour, "opacity": opacity, "aria": False},
        "encoding": {
            "x": X,
            "y": {"field": "lo", "type": "quantitative"},
            "y2": {"field": "hi"},
            "detail": {"field": "deel", "type": "nominal"},
        },
    }


def frame_layers(points: list[Point], low: float, high: float) -> list[Spec]:
    """Empty frames with words over quarters without a value: not delivered, or not ripe at all."""
    solid = _frames(points, NIET_GELEVERD, ["niet", "geleverd"], low, high)
    dashed = _frames([p for p in points if p["y"] is None], NOG_NIET_RIJP, _UNRIPE, low, high)
    layers: list[Spec] = []
    for frames, dash in ((solid, []), (dashed, [3, 3])):
        rect = {"type": "rect", "fill": WIT, "stroke": LICHT, "strokeWidth": 1, "strokeDash": dash}
        text = {"type": "text", "color": LABEL, "fontSize": 12, "baseline": "top", "dy": 6}
        x: Spec = {"field": "a", "type": "quantitative"}
        y: Spec = {"field": "lo", "type": "quantitative"}
        middle: Spec = {"field": "m", "type": "quantitative"}
        if frames:
            layers += [
                {
                    "data": values(frames),
                    "mark": rect,
                    "encoding": {"x": x, "x2": {"field": "b"}, "y": y, "y2": {"field": "hi"}},
                },
                {
                    "data": values(frames),
                    "mark": text,
                    "encoding": {"x": middle, "y": Y, "text": {"field": "woorden"}},
                },
            ]
    return layers


_UNRIPE = ["nog", "niet", "rijp"]


def _frames(
    points: list[Point], status: str, words: list[str], low: float, high: float
) -> list[Point]:
    frames: list[Point] = []
    for point in points:
        if point["s"] != status:
            continue
        if frames and abs(frames[-1]["b"] - (point["t"] - 0.125)) < 0.01:
            frames[-1]["b"] = point["t"] + 0.125
        else:
            frames.append({"a": point["t"] - 0.125, "b": point["t"] + 0.125})
    for frame in frames:
        frame |= {"lo": low, "hi": high, "m": (frame["a"] + frame["b"]) / 2}
        frame |= {"y": high, "woorden": words}
    return frames


def hover_layer(points: list[Point]) -> Spec:
    """Points that light up under the pointer and carry the tooltip."""
    return {
        "data": values(p for p in points if p["y"] is not None),
        "params": [
            {
                "name": "aanwijzen",
                "select": {
                    "type": "point",
                    "on": "pointerover",
                    "nearest": True,
                    "clear": "pointerout",
                },
            }
        ],
        "mark": {"type": "point", "filled": True, "color": INKT, "size": 45},
        "encoding": {
            "x": X,
            "y": Y,
            "opacity": {
                "condition": {"param": "aanwijzen", "empty": False, "value": 1},
                "value": 0,
            },
            "tooltip": [
                {"field": "wijk", "title": "Wijk"},
                {"field": "kwartaal", "title": "Kwartaal"},
                {"field": "cijfer", "title": "Cijfer"},
                {"field": "marge", "title": "Marge door toeval"},
            ],
        },
    }


def colour_of(wijk: str, pilots: tuple[str, ...], focus: str) -> tuple[str, float, str]:
    """(line colour, width, label colour) of a wijk, pilot first, then focus, overige, the rest."""
    if wijk in pilots:
        return PILOT_KLEUR, 3.2, PILOT_KLEUR
    if wijk == "overige":
        return OVERIGE_KLEUR, 1.9, OVERIGE_KLEUR
    if wijk == focus:
        return INKT, 2.4, INKT
    return WIJK, 1.1, LABEL


def nulmeting_layers(value: float, text: str, left: float, right: float) -> list[Spec]:
    """The dashed line of the nulmeting with its value written on it."""
    row = {"t": left, "t2": right, "y": value, "tekst": text}
    rule = {
        "type": "rule",
        "color": PILOT_KLEUR,
        "strokeDash": [5, 4],
        "strokeWidth": 1.2,
        "opacity": 0.8,
    }
    return [
        {"data": values([row]), "mark": rule, "encoding": {"x": X, "x2": {"field": "t2"}, "y": Y}},
        *halo_text([row], PILOT_KLEUR, {"align": "left", "baseline": "bottom", "dx": 2, "dy": -3}),
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
    rule = {"type": "rule", "color": PILOT_KLEUR, "strokeWidth": 0.8, "strokeDash": [1, 3]}
    circle = {"type": "point", "size": 230, "filled": True, "color": PILOT_KLEUR, "opacity": 1}
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
