"""Charts of euros and counts: the budget over time, pairs of bars, counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt
import pandas

from proeftuin.charts import layers
from proeftuin.charts.layers import Layer, Row, layer, tooltip
from proeftuin.charts.style import (
    LABEL,
    PILOT_KLEUR,
    WIJK,
    decimal_year,
    dodge,
    nice_ticks,
    quarter_middle,
    tick_decimals,
)
from proeftuin.charts.theme import (
    X2,
    Y2,
    Grafiek,
    X,
    Y,
    compose,
    number_field,
    value_axis,
    year_axis,
)
from proeftuin.results import Figure
from proeftuin.sentences import show_euro, show_number, show_quarter
from proeftuin.vocabulary import AFGESCHERMD, OK

_MILJOENEN = 2_000_000  # from here an axis speaks of millions


@dataclass(frozen=True)
class Paar:
    """Two amounts of one quarter; None where there is no value, is_dicht where it is hidden."""

    tot: date
    eerste: float | None
    tweede: float | None
    is_voorlopig: bool = False
    is_dicht: bool = False


@dataclass(frozen=True)
class _Lijn:
    """A line of running totals: name, colour, width, dashes and rows."""

    naam: str
    kleur: str
    dikte: float
    streep: list[int]
    rijen: list[dict[str, Any]]


def euro_labels(ticks: Sequence[float]) -> dict[str, Any]:
    """How an axis writes its amounts, all in one unit: '€ 250.000', or '€ 1,5 mln' if large."""
    if max(ticks, default=0.0) < _MILJOENEN:
        return {"format": f"$,.{tick_decimals(ticks)}f"}
    decimals = tick_decimals(ticks, 1e-6)
    millions = alt.expr.format(alt.datum.value / 1_000_000, f"$,.{decimals}f") + " mln"
    return {"labelExpr": str(millions)}


def budget_chart(table: pandas.DataFrame, datastand: date, hoogte: int = 300) -> Grafiek:
    """Running totals: spent in thick blue, spent plus committed thin, planned dashed grey.

    table: the result of accumulate_budget.
    """
    spent = table["besteed_eur"]
    lines = [
        _line_of(table, table["begroot_eur"], "begroot", LABEL, 1.4, [5, 4]),
        _line_of(table, spent + table["toegezegd_eur"], "met toegezegd", PILOT_KLEUR, 1.2, []),
        _line_of(table, spent, "besteed", PILOT_KLEUR, 3.2, []),
    ]
    drawn = [line for line in lines if line.rijen]
    high = max((row["y"] for line in drawn for row in line.rijen), default=1.0)
    left = decimal_year(table["dag"].iloc[0].replace(day=1, month=1))
    right = table["dag"].iloc[-1].year + 1.0
    ticks = nice_ticks(0, high)
    today = min(decimal_year(datastand), right)
    apart = 16 / max(hoogte - 50, 60) * ticks[-1]
    places = dodge([line.rijen[-1]["y"] for line in drawn], apart, 0, ticks[-1])
    planned = float(table["begroot_eur"].iloc[-1])
    ends = [
        {**line.rijen[-1], "y": place, "tekst": _end_text(line, planned), "vet": False}
        for line, place in zip(drawn, places, strict=True)
    ]
    return compose(
        [
            _axes(left, right, ticks, **euro_labels(ticks)),
            *layers.datastand(today, ticks[-1]),
            *(_total_line(line) for line in drawn),
            *layers.end_labels(ends, dx=7),
        ],
        hoogte,
        6,
    )


def _end_text(line: _Lijn, planned: float) -> str:
    """'besteed 82%': the share of what is planned, but for the plan itself."""
    if not planned or line.naam == "begroot":
        return line.naam
    return f"{line.naam} {show_number(100 * line.rijen[-1]['y'] / planned)}%"


def _line_of(
    table: pandas.DataFrame,
    amounts: pandas.Series,
    naam: str,
    kleur: str,
    dikte: float,
    streep: list[int],
) -> _Lijn:
    rows = [
        {
            "x": decimal_year(day) + 1 / 366,
            "y": float(value),
            "cijfer": show_euro(float(value)),
            "dag": f"{day.day}-{day.month}-{day.year}",
            "kleur": kleur,
        }
        for day, value in zip(table["dag"], amounts, strict=True)
        if not pandas.isna(value)
    ]
    return _Lijn(naam, kleur, dikte, streep, rows)


def _total_line(line: _Lijn) -> Layer:
    return (
        layer(line.rijen, "x", "y", "dag", "cijfer")
        .mark_line(color=line.kleur, strokeWidth=line.dikte, strokeDash=line.streep)
        .encode(X, Y, tooltip=tooltip(dag="Tot en met", cijfer=line.naam))
    )


def _axes(left: float, right: float, ticks: Sequence[float], **labels: Any) -> Layer:
    """Years in the middle of their year, and these ticks."""
    return layers.frame(year_axis(left, right), value_axis(ticks, **labels), left, ticks[0])


def pairs_of(quarters: Sequence[Figure]) -> list[Paar]:
    """Noemer and teller of quarters with both or hidden: assigned against declared euros."""
    return [
        Paar(item.tot, item.noemer, item.teller, item.status != OK, item.status == AFGESCHERMD)
        for item in quarters
        if item.status == AFGESCHERMD or None not in (item.teller, item.noemer)
    ]


def pair_chart(paren: Sequence[Paar], namen: tuple[str, str], hoogte: int = 280) -> Grafiek:
    """Two bars per quarter: the first grey, the second deep blue; paler where provisional."""
    high = max((max(pair.eerste or 0, pair.tweede or 0) for pair in paren), default=0.0) or 1.0
    ticks = nice_ticks(0, high)
    left = float(int(quarter_middle(paren[0].tot)))
    right = float(int(quarter_middle(paren[-1].tot)) + 1)
    first = [_pair_row(pair, pair.eerste, -0.052) for pair in paren if pair.eerste is not None]
    second = [_pair_row(pair, pair.tweede, 0.052) for pair in paren if pair.tweede is not None]
    axes = _axes(left, right, ticks, **euro_labels(ticks))
    bars = [_bars(first, WIJK, namen[0]), _bars(second, PILOT_KLEUR, namen[1])]
    dicht = [{"x": quarter_middle(pair.tot), "y": 0} for pair in paren if pair.is_dicht]
    return compose([axes, *bars, layers.hatched(dicht, PILOT_KLEUR)], hoogte)


def _pair_row(pair: Paar, value: float, shift: float) -> Row:
    words = show_euro(value) + (" (voorlopig)" if pair.is_voorlopig else "")
    middle = quarter_middle(pair.tot) + shift
    return _bar(middle, 0.048, value, pair.tot, words, 0.45 if pair.is_voorlopig else 1.0)


def _bar(
    middle: float, half: float, value: float, day: date, words: str, opacity: float = 1.0
) -> Row:
    place = {"x": middle - half, "x2": middle + half, "y": value, "y2": 0}
    return {**place, "dekking": opacity, "kwartaal": show_quarter(day), "cijfer": words}


def _bars(rows: Sequence[Row], colour: str, naam: str) -> Layer:
    said = tooltip(kwartaal="Kwartaal", cijfer=naam)
    return (
        layer(rows, "x", "x2", "y", "y2", "dekking", "kwartaal", "cijfer")
        .mark_rect(color=colour)
        .encode(X, X2, Y, Y2, number_field(alt.Opacity, "dekking", scale=None), tooltip=said)
    )


def count_chart(counts: Sequence[tuple[date, float]], hoogte: int = 120) -> Grafiek:
    """Rows per quarter as grey bars; counts: (first day of the quarter, number), oldest first."""
    high = max((number for _, number in counts), default=0.0) or 1.0
    ticks = [0.0, nice_ticks(0, high, 2)[-1]]
    left, right = float(counts[0][0].year), float(counts[-1][0].year + 1)
    bars = [_bar(quarter_middle(day), 0.1, n, day, show_number(n)) for day, n in counts]
    axes = _axes(left, right, ticks, format=f",.{tick_decimals(ticks)}f")
    return compose([axes, _bars(bars, WIJK, "Rijen")], hoogte)
