"""Where the change in cost per 1000 came from: bars that each begin where the one above ended."""

from collections.abc import Sequence

import altair as alt

from proeftuin.charts.layers import Layer, Row, layer, text, tooltip, vertical
from proeftuin.charts.style import INKT, LICHT, OVERIGE_KLEUR, PILOT_KLEUR, RASTER
from proeftuin.charts.theme import X2, Grafiek, X, Y, compose, fixed_scale, number_field
from proeftuin.results import Factor
from proeftuin.sentences import FACTOR_NAAM, show_euro
from proeftuin.vocabulary import PILOT, TOTAAL

_RIJ = 36  # pixels per factor
_RUIMTE = 0.4  # of the reach, beside the bars, for the amounts


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


def waterfall_chart(factors: Sequence[Factor], reach: tuple[float, float]) -> Grafiek:
    """The factors of one group and their total, each with its amount; reach is shared by groups."""
    own = list(factors)
    colour = PILOT_KLEUR if own and own[0].groep == PILOT else OVERIGE_KLEUR
    room = (reach[1] - reach[0]) * _RUIMTE
    bars: list[Row] = []
    joins: list[Row] = []
    running = 0.0
    for place, item in enumerate(own):
        is_total = item.factor == TOTAAL
        start = 0.0 if is_total else running
        end = start + item.bijdrage_eur
        bars.append(_bar(item, place, start, end))
        if not is_total:
            joins.append({"x": end, "y": place + 0.5, "y2": place + 1.5})
            running = end
    across = number_field(alt.X, "x", scale=fixed_scale(reach[0], reach[1] + room), axis=None)
    down = number_field(alt.Y, "y", scale=fixed_scale(0, len(own), reverse=True), axis=None)
    zero = vertical([{"x": 0.0, "y": 0.0, "y2": float(len(own))}], color=RASTER, strokeWidth=1.4)
    names = [{"x": reach[0], "y": bar["y"], "tekst": bar["naam"]} for bar in bars]
    amounts = [{"x": bar["eind"], "y": bar["y"], "tekst": bar["bedrag"]} for bar in bars]
    return compose(
        [
            zero.encode(across, down),
            text(names, align="right", dx=-10, color=INKT, fontSize=13),
            vertical(joins, color=LICHT, strokeWidth=1),
            _bars([bar for bar in bars if not bar["totaal"]], colour, 0.5),
            _bars([bar for bar in bars if bar["totaal"]], colour, 1.0),
            text(amounts, align="left", dx=6, color=INKT),
        ],
        len(own) * _RIJ + 10,
        4,
    )


def _bars(rows: Sequence[Row], colour: str, opacity: float) -> Layer:
    """Thick rules from x to x2: the total dark, what led to it light."""
    said = tooltip(naam="Onderdeel", bedrag="Euro per 1000")
    return (
        layer(rows, "x", "x2", "y", "naam", "bedrag")
        .mark_rule(color=colour, strokeWidth=15, opacity=opacity)
        .encode(X, X2, Y, tooltip=said)
    )


def _bar(item: Factor, place: int, start: float, end: float) -> Row:
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
