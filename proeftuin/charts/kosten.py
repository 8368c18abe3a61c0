"""Charts of euros and counts as Vega-Lite dicts: the budget over time, pairs of bars, counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas

from proeftuin.charts.style import (
    LABEL,
    LICHT,
    PILOT_KLEUR,
    WIJK,
    Spec,
    decimal_year,
    dodge,
    frame_chart,
    nice_ticks,
    quarter_middle,
    tick_decimals,
)
from proeftuin.results import Figure
from proeftuin.sentences import show_euro, show_number, show_quarter
from proeftuin.vocabulary import OK

_X: Spec = {"field": "t", "type": "quantitative"}
_Y: Spec = {"field": "y", "type": "quantitative"}
_MILJOENEN = 2_000_000  # from here an axis speaks of millions


@dataclass(frozen=True)
class Paar:
    """Two amounts of one quarter; None where there is no value."""

    tot: date
    eerste: float | None
    tweede: float | None
    is_voorlopig: bool = False


def axis_euros(ticks: Sequence[float]) -> list[str]:
    """The amounts of an axis, all in one unit: '€ 250.000', or '€ 1,5 mln' for large ones."""
    if max(ticks, default=0.0) < _MILJOENEN:
        return [show_euro(tick, tick_decimals(ticks)) for tick in ticks]
    decimals = max(1, tick_decimals(ticks, 1e-6))
    return [f"{show_euro(tick / 1_000_000, decimals)} mln" for tick in ticks]


def budget_chart(table: pandas.DataFrame, datastand: date, hoogte: int = 300) -> Spec:
    """Running totals: spent in thick blue, spent plus committed thin, planned dashed grey.

    table: the result of accumulate_budget.
    """
    plan = ("begroot", LABEL, 1.4, [5, 4], _points(table, table["begroot_eur"]))
    lines = [
        plan,
        (
            "met toegezegd",
            PILOT_KLEUR,
            1.2,
            [1, 0],
            _points(table, table["besteed_eur"] + table["toegezegd_eur"]),
        ),
        ("besteed", PILOT_KLEUR, 3.2, [1, 0], _points(table, table["besteed_eur"])),
    ]
    high = max((point["y"] for line in lines for point in line[4]), default=1.0)
    left = decimal_year(table["dag"].iloc[0].replace(day=1, month=1))
    right = table["dag"].iloc[-1].year + 1.0
    ticks = nice_ticks(0, high)
    layers = [_axes(left, right, ticks, axis_euros(ticks))]
    today = min(decimal_year(datastand), right)
    layers += _hairline(today, ticks[-1])
    for name, colour, width, gap, points in lines:
        layers.append(_line(points, colour, width, gap, name))
    drawn = [line for line in lines if line[4]]
    ends = [
        {"t": line[4][-1]["t"], "y": line[4][-1]["y"], "tekst": line[0], "kleur": line[1]}
        for line in drawn
    ]
    apart = 16 / max(hoogte - 50, 60) * ticks[-1]
    places = dodge([row["y"] for row in ends], apart, 0, ticks[-1])
    planned = float(table["begroot_eur"].iloc[-1])
    for line, row, place in zip(drawn, ends, places, strict=True):
        if planned and line is not plan:
            row["tekst"] += f" {show_number(100 * row['y'] / planned)}%"
        row["y"] = place
    layers.append(_end_labels(ends))
    return frame_chart(layers, hoogte, padding={"left": 4, "top": 6, "right": 4, "bottom": 4})


def _points(table: pandas.DataFrame, column: pandas.Series) -> list[Spec]:
    return [
        {"t": decimal_year(day) + 1 / 366, "y": float(value), "cijfer": show_euro(float(value))}
        | {"dag": f"{day.day}-{day.month}-{day.year}"}
        for day, value in zip(table["dag"], column, strict=True)
        if not pandas.isna(value)
    ]


def _axes(left: float, right: float, ticks: Sequence[float], texts: Sequence[str]) -> Spec:
    """An invisible mark that carries both axes: years in their middle, amounts as Dutch text."""
    years = range(int(left), int(right - 0.01) + 1)
    words = {str(tick): text for tick, text in zip(ticks, texts, strict=True)}
    choice = " : ".join(f"datum.value == {tick} ? '{text}'" for tick, text in words.items())
    return {
        "data": {"values": [{"t": left, "y": ticks[0]}]},
        "mark": {"type": "point", "opacity": 0, "aria": False},
        "encoding": {
            "x": {
                **_X,
                "scale": {"domain": [left, right], "zero": False, "nice": False},
                "axis": {
                    "title": None,
                    "values": [year + 0.5 for year in years],
                    "labelExpr": "format(floor(datum.value), 'd')",
                    "grid": False,
                    "ticks": False,
                    "labelPadding": 8,
                },
            },
            "y": {
                **_Y,
                "scale": {"domain": [ticks[0], ticks[-1]], "zero": False, "nice": False},
                "axis": {
                    "title": None,
                    "values": list(ticks),
                    "labelExpr": f"{choice} : ''",
                    "domain": False,
                    "ticks": False,
                    "labelPadding": 6,
                },
            },
        },
    }


def _hairline(place: float, top: float) -> list[Spec]:
    row = {"t": place, "y": top, "y2": 0, "tekst": "stand van de gegevens"}
    return [
        {
            "data": {"values": [row]},
            "mark": {"type": "rule", "color": LICHT, "strokeWidth": 1},
            "encoding": {"x": _X, "y": _Y, "y2": {"field": "y2"}},
        },
        {
            "data": {"values": [row]},
            "mark": {"type": "text", "align": "right", "dx": -5, "dy": 7, "color": LABEL},
            "encoding": {"x": _X, "y": _Y, "text": {"field": "tekst"}},
        },
    ]


def _line(points: list[Spec], colour: str, width: float, dash: list[int], name: str) -> Spec:
    tooltip = [{"field": "dag", "title": "Tot en met"}, {"field": "cijfer", "title": name}]
    mark = {"type": "line", "color": colour, "strokeWidth": width, "strokeDash": dash}
    return {
        "data": {"values": points},
        "mark": {**mark, "tooltip": True},
        "encoding": {"x": _X, "y": _Y, "tooltip": tooltip},
    }


def _end_labels(rows: list[Spec]) -> Spec:
    return {
        "data": {"values": rows},
        "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": 12},
        "encoding": {
            "x": _X,
            "y": _Y,
            "text": {"field": "tekst"},
            "color": {"field": "kleur", "type": "nominal", "scale": None},
        },
    }


def pairs_of(quarters: Sequence[Figure]) -> list[Paar]:
    """Noemer and teller of quarters with both: assigned against declared euros."""
    return [
        Paar(item.tot, item.noemer, item.teller, item.status != OK)
        for item in quarters
        if item.teller is not None and item.noemer is not None
    ]


def pair_chart(paren: Sequence[Paar], namen: tuple[str, str], hoogte: int = 280) -> Spec:
    """Two bars per quarter: the first grey, the second deep blue; paler where provisional."""
    high = max((max(pair.eerste or 0, pair.tweede or 0) for pair in paren), default=0.0) or 1.0
    ticks = nice_ticks(0, high)
    left = float(int(quarter_middle(paren[0].tot)))
    right = float(int(quarter_middle(paren[-1].tot)) + 1)
    layers = [_axes(left, right, ticks, axis_euros(ticks))]
    for place, colour, shift in ((0, WIJK, -0.052), (1, PILOT_KLEUR, 0.052)):
        rows = []
        for pair in paren:
            value = (pair.eerste, pair.tweede)[place]
            if value is not None:
                middle = quarter_middle(pair.tot) + shift
                rows.append(
                    {
                        "t": middle - 0.048,
                        "t2": middle + 0.048,
                        "y": value,
                        "nul": 0,
                        "dekking": 0.45 if pair.is_voorlopig else 1.0,
                        "kwartaal": show_quarter(pair.tot),
                        "cijfer": show_euro(value)
                        + (" (nog niet volledig)" if pair.is_voorlopig else ""),
                    }
                )
        layers.append(_bars(rows, colour, namen[place]))
    return frame_chart(layers, hoogte)


def _bars(rows: list[Spec], colour: str, naam: str) -> Spec:
    return {
        "data": {"values": rows},
        "mark": {"type": "rect", "color": colour},
        "encoding": {
            "x": _X,
            "x2": {"field": "t2"},
            "y": _Y,
            "y2": {"field": "nul"},
            "opacity": {"field": "dekking", "type": "quantitative", "scale": None},
            "tooltip": [
                {"field": "kwartaal", "title": "Kwartaal"},
                {"field": "cijfer", "title": naam},
            ],
        },
    }


def count_chart(counts: Sequence[tuple[date, float]], hoogte: int = 120) -> Spec:
    """Rows per quarter as grey bars; counts: (first day of the quarter, number), oldest first."""
    high = max((number for _, number in counts), default=0.0) or 1.0
    ticks = [0.0, nice_ticks(0, high, 2)[-1]]
    left, right = float(counts[0][0].year), float(counts[-1][0].year + 1)
    rows = [
        {
            "t": quarter_middle(day) - 0.1,
            "t2": quarter_middle(day) + 0.1,
            "y": number,
            "nul": 0,
            "dekking": 1.0,
            "kwartaal": show_quarter(day),
            "cijfer": show_number(number),
        }
        for day, number in counts
    ]
    axes = _axes(left, right, ticks, [show_number(tick, tick_decimals(ticks)) for tick in ticks])
    return frame_chart([axes, _bars(rows, WIJK, "Rijen")], hoogte)
