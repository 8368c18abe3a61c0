"""The one calm picture: every indicator's difference, in units of what could have been seen.

Unlike the other charts this one has no time axis; places are fixed in pixels, so that names, marks
and figures stand in columns and no text depends on how wide a letter is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from proeftuin.charts.layers import TEKST, Layer, Row, layer
from proeftuin.charts.style import INKT, LABEL, LICHT, PILOT_KLEUR, RASTER, WIT
from proeftuin.charts.theme import X2, Y2, Grafiek, number_field
from proeftuin.indicators import INDICATOR
from proeftuin.results import Uitkomst
from proeftuin.sentences import EEN_IS_ZICHTBAAR, EURO, show_difference, show_limits, verdict_words
from proeftuin.vocabulary import AANTOONBAAR, NIET_VERGELIJKBAAR

BREEDTE = 720
_KOP, _REGEL, _VOET = 28, 24, 34
_LINKS, _RECHTS = 300, 500  # where the scale begins and ends
_GRENS = 2.0  # times the smallest detectable change, at most
_CHANNELS = {
    "x": number_field(alt.X, "x", scale=None, axis=None),
    "x2": X2,
    "y": number_field(alt.Y, "y", scale=None, axis=None),
    "y2": Y2,
    "tekst": TEKST,
}
_NUMMER_X, _NAAM_X, _CIJFER_X, _MARGE_X = 2, 18, 590, BREEDTE - 3


@dataclass(frozen=True)
class Regel:
    """One line of the picture: number of its question ('' as before), name and outcome."""

    nummer: str
    naam: str
    uitkomst: Uitkomst


def effect_picture(regels: Sequence[Regel], wijk: str) -> Grafiek:
    """Difference with interval per line, in times its own smallest detectable change.

    wijk: name of the pilot, for the words above the scale.

    A filled dot: aantoonbaar anders; grey: not comparable. An arrow head: the interval goes on
    outside the picture.
    """
    hoogte = _KOP + _REGEL * len(regels) + _VOET
    onder = hoogte - _VOET
    layers = [_band(onder), *_frame(onder, wijk)]
    layers += _names(regels)
    layers += _lines(regels)
    layers += _words(regels)
    return alt.layer(
        *(item for item in layers if item.data["values"]),
        width=BREEDTE,
        height=hoogte,
        autosize=alt.AutoSizeParams(type="none"),
        padding=0,
    )


def _x(times: float) -> float:
    """Place of a number of times the smallest detectable change, kept within the scale."""
    share = (max(-_GRENS, min(_GRENS, times)) + _GRENS) / (2 * _GRENS)
    return round(_LINKS + share * (_RECHTS - _LINKS), 2)


def _y(place: int) -> float:
    return _KOP + _REGEL * (place + 0.5)


def _mark(
    rows: Sequence[Row], kind: Literal["point", "rect", "rule", "text"], **mark: Any
) -> Layer:
    """A layer whose rows carry places in pixels: x, y and perhaps x2, y2; words in tekst."""
    velden = [veld for veld in _CHANNELS if rows and veld in rows[0]]
    shown = layer(rows, *velden)
    shown.mark = alt.MarkDef(kind, **mark)
    return shown.encode(*(_CHANNELS[veld] for veld in velden))


def _text(rows: Sequence[Row], **mark: Any) -> Layer:
    return _mark(rows, "text", **mark)


def _band(onder: float) -> Layer:
    """What could not be seen: smaller than the smallest detectable change, on either side."""
    row = {"x": _x(-1), "x2": _x(1), "y": _KOP, "y2": onder}
    return _mark([row], "rect", color="#F1F3F5")


def _frame(onder: float, wijk: str) -> list[Layer]:
    """The line at no difference, the scale below and the words above."""
    rule = {"x": _x(0), "y": _KOP - 6, "y2": onder}
    ticks = [
        {"x": _x(times), "y": onder + 11, "tekst": text}
        for times, text in ((-2, "2×"), (-1, "1×"), (0, "0"), (1, "1×"), (2, "2×"))
    ]
    caption = {"x": _x(0), "y": onder + 27, "tekst": EEN_IS_ZICHTBAAR}
    top = [
        {"x": _x(0) - 8, "y": 12, "tekst": f"← {wijk} meer omlaag"},
        {"x": _x(0) + 8, "y": 12, "tekst": "meer omhoog →"},
    ]
    return [
        _mark([rule], "rule", color=LICHT, strokeWidth=1.2),
        _text(ticks, fontSize=11),
        _text([caption], fontSize=11),
        _text(top[:1], align="right", fontSize=11),
        _text(top[1:], align="left", fontSize=11),
        _text([{"x": _CIJFER_X, "y": 12, "tekst": "verschil"}], align="right", fontSize=11),
        _text([{"x": _MARGE_X, "y": 12, "tekst": "marge"}], align="right", fontSize=11),
    ]


def _names(regels: Sequence[Regel]) -> list[Layer]:
    rows = [
        {"x": _NAAM_X, "y": _y(place), "tekst": item.naam, "vet": item.uitkomst.is_primair}
        for place, item in enumerate(regels)
    ]
    numbers = [
        {"x": _NUMMER_X, "y": _y(place), "tekst": item.nummer}
        for place, item in enumerate(regels)
        if item.nummer
    ]
    lines = [
        {"x": 0, "x2": BREEDTE, "y": _y(place) - _REGEL / 2}
        for place, item in enumerate(regels)
        if item.nummer or not any(line.nummer for line in regels)
    ]
    return [
        _mark(lines, "rule", color=RASTER, strokeWidth=0.8),
        _text(numbers, align="left", fontSize=11),
        _text([row for row in rows if not row["vet"]], align="left", color=INKT, fontSize=13),
        _text(
            [row for row in rows if row["vet"]],
            **{"align": "left", "color": PILOT_KLEUR, "fontSize": 13, "fontWeight": "bold"},
        ),
    ]


def _lines(regels: Sequence[Regel]) -> list[Layer]:
    """Intervals, their ends outside the picture, and the dots on top."""
    layers: list[Layer] = []
    for place, item in enumerate(regels):
        times = item.uitkomst.in_mdc
        if times is None:
            continue
        low, middle, high = times
        colour = LABEL if item.uitkomst.verdict == NIET_VERGELIJKBAAR else PILOT_KLEUR
        width, size = (3.4, 110) if item.uitkomst.is_primair else (1.8, 46)
        is_full = item.uitkomst.verdict == AANTOONBAAR
        span = {"x": _x(low), "x2": _x(high), "y": _y(place)}
        layers.append(_mark([span], "rule", color=colour, strokeWidth=width, opacity=0.75))
        layers.append(
            _mark(
                [{"x": _x(middle), "y": _y(place)}],
                "point",
                filled=True,
                fill=colour if is_full else WIT,
                stroke=colour,
                strokeWidth=1.8,
                opacity=1,
                size=size,
            )
        )
        ends = ((low, "←", low < -_GRENS), (high, "→", high > _GRENS))
        arrows = [
            {"x": _x(end), "y": _y(place), "tekst": sign} for end, sign, outside in ends if outside
        ]
        layers.append(_text(arrows, color=colour, fontSize=13))
    return layers


def _words(regels: Sequence[Regel]) -> list[Layer]:
    """The figures at the right, or why there are none."""
    values: list[Row] = []
    margins: list[Row] = []
    reasons: list[Row] = []
    for place, item in enumerate(regels):
        outcome, indicator = item.uitkomst, INDICATOR[item.uitkomst.slug]
        row = {"x": _MARGE_X, "y": _y(place)}
        if outcome.in_mdc is None or outcome.est is None:
            reasons.append({**row, "tekst": verdict_words(outcome)})
            continue
        text, bold = show_difference(indicator, outcome.est), outcome.is_primair
        values.append({"x": _CIJFER_X, "y": _y(place), "tekst": text, "vet": bold})
        if outcome.verdict == NIET_VERGELIJKBAAR:
            reasons.append({**row, "tekst": NIET_VERGELIJKBAAR})
        else:
            margins.append({**row, "tekst": margin_text(outcome)})
    primary: dict[str, Any] = {"align": "right", "color": PILOT_KLEUR, "fontWeight": "bold"}
    return [
        _text([row for row in values if not row["vet"]], align="right", color=INKT),
        _text([row for row in values if row["vet"]], **primary),
        _text(margins, align="right"),
        _text(reasons, align="right", fontStyle="italic"),
    ]


def margin_text(outcome: Uitkomst) -> str:
    """'−34 tot +76', the interval without its unit; empty when there is none."""
    indicator = INDICATOR[outcome.slug]
    limits = show_limits(indicator, outcome.onder, outcome.boven)
    return f"{limits.onder} tot {limits.boven}".replace(EURO, "") if limits else ""
