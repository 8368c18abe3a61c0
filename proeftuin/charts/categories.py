"""Bars per category: the wijk in focus above the other wijken, with states and the nulmeting."""

from dataclasses import dataclass
from datetime import date

from proeftuin.charts.layers import Point, values
from proeftuin.charts.style import (
    INKT,
    LICHT,
    OVERIGE_KLEUR,
    PILOT_KLEUR,
    SCHUIN,
    WIT,
    Spec,
    frame_chart,
)
from proeftuin.indicators import REDEN, Indicator
from proeftuin.results import Figure, Published, read_figure
from proeftuin.sentences import category_name, show_bare, show_figure
from proeftuin.settings import Settings
from proeftuin.vocabulary import (
    AFGESCHERMD,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    OVERIGE,
    TE_KLEIN,
)

MAXIMUM = 15
_RIJ = 58  # pixels per category
_ACHTERAAN = ("38", "36", "37", "02", "99", "onbekend")  # reasons that say little, then unknown


@dataclass(frozen=True)
class Bar:
    """One category: its code, name, and the figures of the focus, the others and the nulmeting."""

    categorie: str
    naam: str
    focus: Figure | None
    overige: Figure | None
    nulmeting: Figure | None = None


def read_bars(
    published: Published,
    indeling: str,
    wijk: str,
    venster: str,
    tot: date | None = None,
    *,
    met_nulmeting: bool = False,
) -> list[Bar]:
    """The categories of one window (tot: the end of the quarter), in the order measured.

    At most MAXIMUM, the largest noemers of the two together; unknown categories come last.
    """
    frame = published.frame
    rows = frame[(frame["venster"] == venster) & frame["wijk"].isin([wijk, OVERIGE])]
    if tot is not None:
        rows = rows[rows["tot"] == tot]
    found: dict[str, dict[str, Figure]] = {}
    for row in rows.to_dict("records"):
        found.setdefault(row["categorie"], {})[row["wijk"]] = read_figure(
            row, published.voorlopig_na
        )
    before: dict[str, Figure] = {}
    if met_nulmeting:
        start = frame[(frame["venster"] == "nulmeting") & (frame["wijk"] == wijk)]
        before = {row["categorie"]: read_figure(row) for row in start.to_dict("records")}
    bars = [
        Bar(
            categorie,
            category_name(indeling, categorie),
            pair.get(wijk),
            pair.get(OVERIGE),
            before.get(categorie),
        )
        for categorie, pair in found.items()
    ]
    if len(bars) > MAXIMUM:
        largest = sorted(bars, key=_weight, reverse=True)[:MAXIMUM]
        bars = [bar for bar in bars if bar in largest]
    last = _ACHTERAAN if indeling == REDEN else _ACHTERAAN[-2:]
    return sorted(
        bars, key=lambda bar: last.index(bar.categorie) + 1 if bar.categorie in last else 0
    )


def _weight(bar: Bar) -> float:
    return sum((item.teller or 0) + (item.noemer or 0) for item in (bar.focus, bar.overige) if item)


def category_chart(bars: list[Bar], settings: Settings, indicator: Indicator, wijk: str) -> Spec:
    """Per category a bar of the wijk (pilot blue) above one of the other wijken (dark grey)."""
    is_pilot = wijk in settings.pilot.wijken
    colour = PILOT_KLEUR if is_pilot else INKT
    rows: list[Point] = []
    ticks: list[Point] = []
    for index, bar in enumerate(bars):
        pair = ((bar.focus, colour, wijk, 0.5), (bar.overige, OVERIGE_KLEUR, OVERIGE, 0.77))
        for figure, ink, naam, place in pair:
            if figure is not None:
                rows.append(_row(indicator, settings, figure, ink, naam, index + place, bar.naam))
                tick = bar.nulmeting.waarde if bar.nulmeting and naam == wijk else None
                is_hidden = figure.status == AFGESCHERMD
                rows[-1]["achter"] = 0.0 if is_hidden else max(rows[-1]["x"], tick or 0.0)
        if bar.nulmeting and bar.nulmeting.waarde is not None:
            text = f"nulmeting {show_bare(indicator, bar.nulmeting.waarde)}"
            ticks.append(
                {"x": bar.nulmeting.waarde, "y": index + 0.38, "y2": index + 0.62, "tip": text}
            )
    names = [{"y": index + 0.17, "tekst": bar.naam} for index, bar in enumerate(bars)]
    high = max([row["x"] for row in rows] + [tick["x"] for tick in ticks] + [0.0]) or 1.0
    layers = [_frame_layer(high, len(bars)), *_name_layers(names), *_bar_layers(rows)]
    layers += _tick_layers(ticks)
    return frame_chart(layers, max(len(bars), 1) * _RIJ + 12)


_X: Spec = {"field": "x", "type": "quantitative"}
_Y: Spec = {"field": "y", "type": "quantitative"}


def _tick_layers(ticks: list[Point]) -> list[Spec]:
    """The nulmeting as a dashed tick, on white so that it also shows inside a bar."""
    encoding = {
        "x": _X,
        "y": _Y,
        "y2": {"field": "y2"},
        "tooltip": [{"field": "tip", "title": "Vergelijk"}],
    }
    white: Spec = {"type": "rule", "color": WIT, "strokeWidth": 4}
    blue: Spec = {"type": "rule", "color": PILOT_KLEUR, "strokeDash": [3, 2], "strokeWidth": 1.6}
    marks = (white, blue) if ticks else ()
    return [{"data": values(ticks), "mark": mark, "encoding": encoding} for mark in marks]


def _row(
    indicator: Indicator,
    settings: Settings,
    figure: Figure,
    colour: str,
    wijk: str,
    y: float,
    categorie: str,
) -> Point:
    hidden = figure.status == AFGESCHERMD or figure.waarde is None
    return {
        "x": 0.0 if hidden else figure.waarde,
        "nul": 0.0,
        "y": y,
        "s": figure.status,
        "kleur": LICHT if figure.is_voorlopig else colour,
        "inkt": colour,
        "open": figure.status == NOG_NIET_RIJP,
        "dikte": 7 if wijk == OVERIGE else 11,
        "dekking": 0.45 if figure.status == TE_KLEIN else 1.0,
        "tekst": f"{settings.wijk_naam(wijk)} {show_figure(indicator, figure)}",
        "wijk": settings.wijk_naam(wijk),
        "categorie": categorie,
        "cijfer": show_figure(indicator, figure),
    }


def _frame_layer(high: float, count: int) -> Spec:
    """An invisible mark that fixes both scales and draws the zero line."""
    return {
        "data": values([{"x": 0.0, "y": 0.0, "y2": float(count)}]),
        "mark": {"type": "rule", "color": LICHT, "strokeWidth": 1},
        "encoding": {
            "x": {**_X, "scale": {"domain": [0, high * 1.02], "nice": False}, "axis": None},
            "y": {
                **_Y,
                "scale": {"domain": [0, count], "reverse": True, "nice": False},
                "axis": None,
            },
            "y2": {"field": "y2"},
        },
    }


def _name_layers(names: list[Point]) -> list[Spec]:
    mark = {"type": "text", "align": "left", "dx": 4, "color": INKT, "fontSize": 13}
    encoding = {"x": {"datum": 0}, "y": _Y, "text": {"field": "tekst"}}
    return [{"data": values(names), "mark": mark, "encoding": encoding}]


def _bar_layers(rows: list[Point]) -> list[Spec]:
    tooltip = [
        {"field": "categorie", "title": "Groep"},
        {"field": "wijk", "title": "Wijk"},
        {"field": "cijfer", "title": "Cijfer"},
    ]
    colour = {"field": "kleur", "type": "nominal", "scale": None}
    bar = {"x": {"field": "nul", "type": "quantitative"}, "x2": {"field": "x"}, "y": _Y}
    shared = {**bar, "color": colour, "tooltip": tooltip}
    opacity = {"field": "dekking", "type": "quantitative", "scale": None}
    closed = [row for row in rows if not row["open"] and row["x"]]
    unripe = [row for row in rows if row["open"] and row["x"]]
    points = [row for row in rows if not row["x"] and row["s"] not in (AFGESCHERMD, NIET_GELEVERD)]
    hidden = [row for row in rows if row["s"] == AFGESCHERMD]
    layers: list[Spec] = [
        {
            "data": values(closed),
            "mark": {"type": "rule"},
            "encoding": {
                **shared,
                "opacity": opacity,
                "strokeWidth": {"field": "dikte", "type": "quantitative", "scale": None},
            },
        },
        {
            "data": values(unripe),
            "mark": {"type": "rule", "strokeWidth": 11},
            "encoding": shared,
        },
        {
            "data": values(unripe),
            "mark": {"type": "rule", "strokeWidth": 8, "color": WIT},
            "encoding": bar,
        },
        {
            "data": values(points),
            "mark": {"type": "point", "filled": True, "size": 45, "opacity": 1},
            "encoding": {"x": _X, "y": _Y, "color": colour, "tooltip": tooltip},
        },
        {
            "data": values(hidden),
            "mark": {"type": "point", "shape": SCHUIN, "size": 110, "xOffset": 8, "opacity": 1},
            "encoding": {"x": _X, "y": _Y, "color": colour, "tooltip": tooltip},
        },
    ]
    for shown, dx in ((hidden, 20), ([row for row in rows if row not in hidden], 6)):
        layers.append(
            {
                "data": values(shown),
                "mark": {"type": "text", "align": "left", "dx": dx, "dy": 0.5, "fontSize": 12},
                "encoding": {
                    "x": {"field": "achter", "type": "quantitative"},
                    "y": _Y,
                    "text": {"field": "tekst"},
                    "color": {"field": "inkt", "type": "nominal", "scale": None},
                },
            }
        )
    return [layer for layer in layers if layer["data"]["values"]]
