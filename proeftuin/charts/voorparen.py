"""The strip: how much wijken differed from each other without a proeftuin, and the pilot of now.

A dot is a wijk in an earlier, equally long period, compared with the others of then; the diamond is
the pilot of now. One lane per period, the nearest on top, so that dots do not hide each other.
"""

import altair as alt

from proeftuin.charts.layers import TEKST, Layer, Row, layer, tooltip
from proeftuin.charts.style import LABEL, LICHT, PILOT_KLEUR, WIJK, WIT, nice_ticks
from proeftuin.charts.theme import Grafiek, X, Y, compose, fixed_scale, number_field
from proeftuin.indicators import Indicator
from proeftuin.results import Uitkomst
from proeftuin.sentences import pilot_name, show_bare_difference, show_difference, show_period
from proeftuin.settings import Settings

BAAN, KOP, VOET = 13, 26, 40  # pixels: a lane, the label of now above, the axis below
_RUIM = 1.15  # the axis goes a little further than what is drawn
_RAND = 0.5  # part of half the width from which words would run out of the picture


def voorparen_chart(uitkomst: Uitkomst, indicator: Indicator, settings: Settings) -> Grafiek:
    """The strip of one indicator that has an earlier period that counts (stippen).

    The axis is centred on no difference. Without an est only the dots are drawn.
    """
    stippen = uitkomst.stippen
    lanes = {paar.jaren: lane for lane, paar in enumerate(reversed(uitkomst.geteld), start=1)}
    dots = [
        {
            "x": stip.verschil,
            "y": lanes[stip.paar.jaren],
            "wijk": settings.wijk_naam(stip.wijk),
            "periode": f"{show_period(*stip.paar.vroeger)} naar {show_period(*stip.paar.later)}",
            "verschil": show_difference(indicator, stip.verschil),
        }
        for stip in stippen
    ]
    far = max(abs(stip.verschil) for stip in stippen)
    far = max(far, abs(uitkomst.est or 0.0)) * _RUIM or 1.0
    middle = (len(lanes) + 1) / 2
    x = number_field(alt.X, "x", scale=fixed_scale(-far, far), axis=_axis(far, indicator))
    y = number_field(alt.Y, "y", scale=fixed_scale(0.2, len(lanes) + 0.8), axis=None)
    said = tooltip(wijk="Wijk", periode="Periode", verschil="Verschil met de andere")
    layers = [
        layer([{"x": 0.0}], "x").mark_rule(color=LICHT, strokeWidth=1.2).encode(x),
        layer(dots, "x", "y", "wijk", "periode", "verschil")
        .mark_point(shape="circle", size=46, stroke=WIJK, strokeWidth=1.4, fill=WIT, opacity=1)
        .encode(x, y, tooltip=said),
    ]
    if uitkomst.est is not None:
        name = pilot_name(settings)
        now = {
            "x": uitkomst.est,
            "y": middle,
            "tekst": f"{name[:1].upper()}{name[1:]} nu: {show_difference(indicator, uitkomst.est)}",
        }
        layers += _now(now, uitkomst.est / far)
    return compose(layers, height(uitkomst), 2)


def height(uitkomst: Uitkomst) -> int:
    """Pixels of the whole strip."""
    return KOP + VOET + BAAN * (len(uitkomst.geteld) + 1)


def _now(now: Row, place: float) -> list[Layer]:
    """The pilot of now: a line over all lanes, a diamond, and its words above them."""
    align = "center"
    if abs(place) > _RAND:
        align = "right" if place > 0 else "left"
    diamond = layer([now], "x", "y").mark_point(
        shape="diamond", size=190, fill=PILOT_KLEUR, stroke=WIT, strokeWidth=1.5, opacity=1
    )
    words = layer([now], "x", "tekst").mark_text(
        align=align, baseline="bottom", fontSize=13, fontWeight="bold", color=PILOT_KLEUR
    )
    return [
        layer([now], "x").mark_rule(color=PILOT_KLEUR, strokeWidth=2).encode(X),
        diamond.encode(X, Y),
        words.encode(X, TEKST, y=alt.value(-4)),
    ]


def _axis(far: float, indicator: Indicator) -> alt.Axis:
    """Three ticks in the words of the house; an axis of Vega knows no percentage points."""
    end = [tick for tick in nice_ticks(0.0, far, 2) if tick <= far][-1] or far / _RUIM
    low, high = (show_bare_difference(indicator, tick) for tick in (-end, end))
    above = alt.expr.if_(alt.datum.value > 0, high, "geen verschil")
    words = alt.expr.if_(alt.datum.value < 0, low, above)
    return alt.Axis(
        title=None,
        values=[-end, 0.0, end],
        labelExpr=str(words),
        labelColor=LABEL,
        labelFlush=False,
        labelPadding=5,
        ticks=True,
        tickSize=4,
    )
