"""Where the change in cost per 1000 came from: bars that each begin where the one above ended."""

from collections.abc import Sequence

from proeftuin.charts.layers import Point, values
from proeftuin.charts.style import (
    INKT,
    LICHT,
    OVERIGE_KLEUR,
    PILOT_KLEUR,
    RASTER,
    Spec,
    frame_chart,
)
from proeftuin.results import Factor
from proeftuin.sentences import FACTOR_NAAM, show_euro
from proeftuin.vocabulary import PILOT, TOTAAL

_RIJ = 36  # pixels per factor
_RUIMTE = 0.4  # of the reach, beside the bars, for the amounts
_X: Spec = {"field": "x", "type": "quantitative"}
_Y: Spec = {"field": "y", "type": "quantitative"}


def waterfall_reach(factors: Sequence[Factor]) -> tuple[float, float]:
    """Lowest and highest place a bar reaches over all groups, so that their charts share a scale.

    In euro per 1000, 0 is the nulmeting.
    """
    ends = [0.0]
    running: dict[str, float] = {}
    for item in factors:
        if item.factor != TOTAAL:
            running[item.groep] = running.get(item.groep, 0.0) + item.bijdrage_eur
            ends.append(running[item.groep])
        else:
            ends.append(item.bijdrage_eur)
    low, high = min(ends), max(ends)
    return (low, high) if high > low else (low, low + 1.0)


def waterfall_chart(factors: Sequence[Factor], reach: tuple[float, float]) -> Spec:
    """The factors of one group and their total, each with its amount; reach is shared by groups."""
    own = list(factors)
    colour = PILOT_KLEUR if own and own[0].groep == PILOT else OVERIGE_KLEUR
    room = (reach[1] - reach[0]) * _RUIMTE
    bars: list[Point] = []
    joins: list[Point] = []
    running = 0.0
    for place, item in enumerate(own):
        is_total = item.factor == TOTAAL
        start = 0.0 if is_total else running
        end = start + item.bijdrage_eur
        bars.append(_bar(item, place, start, end))
        if not is_total:
            joins.append({"x": end, "y": place + 0.5, "y2": place + 1.5})
            running = end
    layers = [
        _frame(reach, room, [bar["naam"] for bar in bars]),
        _layer(joins, {"type": "rule", "color": LICHT, "strokeWidth": 1}, y2=True),
        *_bar_layers(bars, colour),
    ]
    return frame_chart(layers, len(own) * _RIJ + 10, padding={"left": 0, "top": 4, "right": 4})


def _bar(item: Factor, place: int, start: float, end: float) -> Point:
    amount = item.bijdrage_eur
    sign = "+" if amount > 0 else ""
    return {
        "x": start,
        "x2": end,
        "eind": max(start, end),
        "y": place + 0.5,
        "naam": FACTOR_NAAM[item.factor].capitalize(),
        "bedrag": f"{sign}{show_euro(amount)}",
        "totaal": item.factor == TOTAAL,
    }


def _frame(reach: tuple[float, float], room: float, names: Sequence[str]) -> Spec:
    """The line of the nulmeting, the names at the left, and both scales."""
    count = len(names)
    choice = " : ".join(f"datum.value < {place + 1} ? '{name}'" for place, name in enumerate(names))
    return {
        "data": values([{"x": 0.0, "y": 0.0, "y2": float(count)}]),
        "mark": {"type": "rule", "color": RASTER, "strokeWidth": 1.4},
        "encoding": {
            "x": {
                **_X,
                "scale": {"domain": [reach[0], reach[1] + room], "nice": False, "zero": False},
                "axis": None,
            },
            "y": {
                **_Y,
                "scale": {"domain": [0, count], "reverse": True, "nice": False},
                "axis": {
                    "title": None,
                    "values": [place + 0.5 for place in range(count)],
                    "labelExpr": f"{choice} : ''",
                    "labelColor": INKT,
                    "labelFontSize": 13,
                    "labelPadding": 10,
                    "domain": False,
                    "grid": False,
                    "ticks": False,
                },
            },
            "y2": {"field": "y2"},
        },
    }


def _layer(rows: list[Point], mark: Spec, *, y2: bool = False) -> Spec:
    encoding: Spec = {"x": _X, "y": _Y}
    if y2:
        encoding["y2"] = {"field": "y2"}
    return {"data": values(rows), "mark": mark, "encoding": encoding}


def _bar_layers(bars: list[Point], colour: str) -> list[Spec]:
    layers: list[Spec] = []
    for is_total, opacity in ((False, 0.5), (True, 1.0)):
        shown = [bar for bar in bars if bar["totaal"] is is_total]
        mark = {"type": "rule", "color": colour, "strokeWidth": 15, "opacity": opacity}
        encoding: Spec = {"x": _X, "x2": {"field": "x2"}, "y": _Y}
        encoding["tooltip"] = [
            {"field": "naam", "title": "Onderdeel"},
            {"field": "bedrag", "title": "Euro per 1000"},
        ]
        layers.append({"data": values(shown), "mark": mark, "encoding": encoding})
    amounts = {
        "data": values(bars),
        "mark": {"type": "text", "align": "left", "dx": 6, "color": INKT, "fontSize": 12},
        "encoding": {
            "x": {"field": "eind", "type": "quantitative"},
            "y": _Y,
            "text": {"field": "bedrag"},
        },
    }
    return [*layers, amounts]
