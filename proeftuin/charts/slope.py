"""Before and after: a line per wijk from nulmeting to effectjaar, the pilot on top."""

from collections.abc import Sequence

import altair as alt

from proeftuin.charts.layers import (
    Layer,
    Row,
    end_labels,
    layer,
    line,
    points_by_state,
    tooltip,
    vertical,
)
from proeftuin.charts.style import INKT, LABEL, LICHT, PILOT_KLEUR, WIJK, WIT, dodge
from proeftuin.charts.theme import Grafiek, X, Y, compose, fixed_scale, number_field
from proeftuin.indicators import Indicator
from proeftuin.results import Uitkomst, WijkWaarden
from proeftuin.sentences import show_bare, show_difference
from proeftuin.settings import Settings
from proeftuin.vocabulary import EFFECTJAAR

_LINKS, _RECHTS = 0.0, 1.0
_TOOLTIP = {
    "wijk": "Wijk",
    "voor_tekst": "Nulmeting",
    "na_tekst": "Effectjaar",
    "verandering": "Verandering",
}


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
) -> Grafiek:
    """Every wijk with both year values; values and names are written at both ends.

    wijk is the wijk in focus, drawn in black when it is no pilot. Wijken without a usable value
    in one of the years are left out; the page names them.
    """
    shown = usable_wijken(uitkomst)
    rows = [_row(item, settings, indicator, wijk) for item in shown]
    found = [row[side] for row in rows for side in ("voor", "na")] or [0.0, 1.0]
    margin = 0.07 * (max(found) - min(found) or abs(max(found)) or 1.0)
    low, high = min(found) - margin, max(found) + margin
    ends = [
        {**row, "x": x, "y": row[side], "deel": row["wijk"]}
        for row in rows
        for side, x in (("voor", _LINKS), ("na", _RECHTS))
    ]
    return compose(
        [
            _frame(low, high),
            line(ends),
            points_by_state([{**row, "kleur": WIT} for row in ends]),
            *_labels(rows, "voor", low, high, hoogte),
            *_labels(rows, "na", low, high, hoogte),
            _hover(ends),
        ],
        hoogte,
    )


def _row(item: WijkWaarden, settings: Settings, indicator: Indicator, focus: str | None) -> Row:
    is_focus = item.wijk == focus and not item.is_pilot
    colour = PILOT_KLEUR if item.is_pilot else INKT if is_focus else WIJK
    before, after = item.nulmeting or 0.0, item.effectjaar or 0.0
    return {
        "wijk": settings.wijk_naam(item.wijk),
        "kort": settings.wijk_kort(item.wijk),
        "voor": before,
        "na": after,
        "voor_tekst": show_bare(indicator, before),
        "na_tekst": show_bare(indicator, after),
        "verandering": show_difference(indicator, item.d or 0.0),
        "kleur": colour,
        "vul": colour,
        "maat": 70 if item.is_pilot or is_focus else 28,
        "rand": 1,
        "inkt": colour if item.is_pilot or is_focus else LABEL,
        "dikte": 3.2 if item.is_pilot else 2.4 if is_focus else 1.2,
        "vet": item.is_pilot or is_focus,
    }


def _frame(low: float, high: float) -> Layer:
    """Two upright hairlines with the names of the years below; fixes both scales."""
    names = alt.expr.if_(alt.datum.value == _LINKS, "nulmeting", EFFECTJAAR)
    axis = alt.Axis(
        title=None, values=[_LINKS, _RECHTS], labelExpr=str(names), labelFontSize=13, domain=False
    )
    hairlines = [{"x": x, "y": low, "y2": high} for x in (_LINKS, _RECHTS)]
    return vertical(hairlines, color=LICHT, strokeWidth=1).encode(
        number_field(alt.X, "x", scale=fixed_scale(-0.4, 1.4), axis=axis),
        number_field(alt.Y, "y", scale=fixed_scale(low, high), axis=None),
    )


def _labels(rows: Sequence[Row], side: str, low: float, high: float, hoogte: int) -> list[Layer]:
    """Names and values of one side, moved apart where they would overlap."""
    gap = 16 / max(hoogte - 40, 60) * (high - low)
    places = dodge([row[side] for row in rows], gap, low + gap / 3, high - gap / 3)
    x, align, dx = (_LINKS, "right", -9) if side == "voor" else (_RECHTS, "left", 9)
    shown = [
        {"x": x, "y": y, "tekst": _end_text(row, side), "kleur": row["inkt"], "vet": row["vet"]}
        for row, y in zip(rows, places, strict=True)
    ]
    return end_labels(shown, align=align, dx=dx)


def _end_text(row: Row, side: str) -> str:
    """'West 16,5%' left, '14,1% West' right: the value stands beside its point."""
    value = row[f"{side}_tekst"]
    return f"{value} {row['kort']}" if side == "na" else f"{row['kort']} {value}"


def _hover(ends: Sequence[Row]) -> Layer:
    """Large unseen points that carry the tooltip."""
    shown = layer(ends, "x", "y", *_TOOLTIP).mark_point(size=260, opacity=0, filled=True)
    return shown.encode(X, Y, tooltip=tooltip(**_TOOLTIP))
