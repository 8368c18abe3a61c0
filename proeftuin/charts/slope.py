"""Before and after: a line per wijk from nulmeting to effectjaar, the pilot on top."""

from collections.abc import Sequence

from proeftuin.charts.layers import Point, values
from proeftuin.charts.style import (
    INKT,
    LABEL,
    LICHT,
    PILOT_KLEUR,
    WIJK,
    WIT,
    Spec,
    dodge,
    frame_chart,
)
from proeftuin.indicators import Indicator, short_unit
from proeftuin.results import Uitkomst, WijkWaarden
from proeftuin.sentences import show_bare, show_difference
from proeftuin.settings import Settings
from proeftuin.vocabulary import EFFECTJAAR

_LINKS, _RECHTS = 0.0, 1.0
_X: Spec = {"field": "x", "type": "quantitative"}
_Y: Spec = {"field": "y", "type": "quantitative"}


def usable_wijken(uitkomst: Uitkomst) -> list[WijkWaarden]:
    """The wijken with both values, the pilot last so that it is drawn on top."""
    found = [
        item
        for item in uitkomst.wijken
        if item.d is not None and item.nulmeting is not None and item.effectjaar is not None
    ]
    return sorted(found, key=lambda item: item.is_pilot)


def slope_chart(
    uitkomst: Uitkomst,
    settings: Settings,
    indicator: Indicator,
    *,
    wijk: str | None = None,
    hoogte: int = 380,
) -> Spec:
    """Every wijk with both year values; values and names are written at both ends.

    wijk is the wijk in focus, drawn in black when it is no pilot. Wijken without a usable value
    in one of the years are left out; the page names them.
    """
    shown = usable_wijken(uitkomst)
    rows = [_row(item, settings, indicator, wijk) for item in shown]
    found = [row[side] for row in rows for side in ("voor", "na")] or [0.0, 1.0]
    margin = 0.07 * (max(found) - min(found) or abs(max(found)) or 1.0)
    low, high = min(found) - margin, max(found) + margin
    layers = [_frame(low, high, settings), *_lines(rows)]
    layers += _labels(rows, low, high, hoogte)
    layers.append(_hover(rows))
    return frame_chart(layers, hoogte, padding={"left": 4, "top": 8, "right": 4, "bottom": 4})


def _row(item: WijkWaarden, settings: Settings, indicator: Indicator, focus: str | None) -> Point:
    is_focus = item.wijk == focus and not item.is_pilot
    colour = PILOT_KLEUR if item.is_pilot else INKT if is_focus else WIJK
    before, after = item.nulmeting or 0.0, item.effectjaar or 0.0
    return {
        "wijk": settings.wijk_naam(item.wijk),
        "voor": before,
        "na": after,
        "voor_tekst": show_bare(indicator, before),
        "na_tekst": show_bare(indicator, after),
        "verandering": show_difference(indicator, item.d or 0.0),
        "eenheid": short_unit(indicator),
        "kleur": colour,
        "inkt": colour if item.is_pilot or is_focus else LABEL,
        "dikte": 3.2 if item.is_pilot else 2.4 if is_focus else 1.2,
        "vet": item.is_pilot or is_focus,
    }


def _frame(low: float, high: float, settings: Settings) -> Spec:
    """Two upright hairlines with the names of the years below; fixes both scales."""
    rows = [
        {"x": _LINKS, "y": low, "y2": high},
        {"x": _RECHTS, "y": low, "y2": high},
    ]
    names = {0: "nulmeting", 1: EFFECTJAAR}
    choice = f"datum.value == 0 ? '{names[0]}' : '{names[1]}'"
    return {
        "data": values(rows),
        "mark": {"type": "rule", "color": LICHT, "strokeWidth": 1},
        "encoding": {
            "x": {
                **_X,
                "scale": {"domain": [-0.4, 1.4], "nice": False, "zero": False},
                "axis": {
                    "title": None,
                    "values": [0, 1],
                    "labelExpr": choice,
                    "labelFontSize": 13,
                    "grid": False,
                    "ticks": False,
                    "domain": False,
                    "labelPadding": 8,
                },
            },
            "y": {
                **_Y,
                "scale": {"domain": [low, high], "nice": False, "zero": False},
                "axis": None,
            },
            "y2": {"field": "y2"},
        },
    }


def _lines(rows: Sequence[Point]) -> list[Spec]:
    layers: list[Spec] = []
    for row in rows:
        ends = [{"x": _LINKS, "y": row["voor"]}, {"x": _RECHTS, "y": row["na"]}]
        shared = {"data": values(ends), "encoding": {"x": _X, "y": _Y}}
        line = {"type": "line", "color": row["kleur"], "strokeWidth": row["dikte"]}
        point = {"type": "point", "filled": True, "color": row["kleur"], "opacity": 1}
        point |= {"size": 70 if row["vet"] else 28, "stroke": WIT, "strokeWidth": 1}
        layers += [{**shared, "mark": line}, {**shared, "mark": point}]
    return layers


def _labels(rows: Sequence[Point], low: float, high: float, hoogte: int) -> list[Spec]:
    """Names and values left, values and names right, moved apart where they would overlap."""
    layers: list[Spec] = []
    gap = 16 / max(hoogte - 40, 60) * (high - low)
    for side, place, align, dx in (("voor", _LINKS, "right", -9), ("na", _RECHTS, "left", 9)):
        places = dodge([row[side] for row in rows], gap, low + gap / 3, high - gap / 3)
        for bold in (False, True):
            shown = [
                {
                    "x": place,
                    "y": y,
                    "tekst": _end_text(row, side),
                    "kleur": row["inkt"],
                }
                for row, y in zip(rows, places, strict=True)
                if row["vet"] is bold
            ]
            mark = {"type": "text", "align": align, "dx": dx, "fontSize": 13 if bold else 12}
            mark["fontWeight"] = "bold" if bold else "normal"
            encoding = {"x": _X, "y": _Y, "text": {"field": "tekst"}}
            encoding["color"] = {"field": "kleur", "type": "nominal", "scale": None}
            if shown:
                layers.append({"data": values(shown), "mark": mark, "encoding": encoding})
    return layers


def _end_text(row: Point, side: str) -> str:
    """'West 16,5%' left, '14,1% West' right: the value stands beside its point."""
    value = row[f"{side}_tekst"]
    if side == "na":
        return f"{value} {row['wijk']}"
    return f"{row['wijk']} {value}"


def _hover(rows: Sequence[Point]) -> Spec:
    points = [
        {**row, "x": x, "y": row[side]}
        for row in rows
        for side, x in (("voor", _LINKS), ("na", _RECHTS))
    ]
    return {
        "data": values(points),
        "mark": {"type": "point", "size": 260, "opacity": 0, "filled": True},
        "encoding": {
            "x": _X,
            "y": _Y,
            "tooltip": [
                {"field": "wijk", "title": "Wijk"},
                {"field": "voor_tekst", "title": "Nulmeting"},
                {"field": "na_tekst", "title": "Effectjaar"},
                {"field": "verandering", "title": "Verandering"},
            ],
        },
    }
