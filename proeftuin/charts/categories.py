"""Bars per category: the wijk in focus above the other wijken, with states and the nulmeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt

from proeftuin.charts.layers import KLEUR, TEKST, Layer, Row, layer, text, tooltip, vertical
from proeftuin.charts.style import INKT, LICHT, OVERIGE_KLEUR, PILOT_KLEUR, SCHUIN, WIT
from proeftuin.charts.theme import (
    X2,
    Y2,
    Grafiek,
    X,
    Y,
    compose,
    fixed_scale,
    number_field,
    word_field,
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
_RUIM, _DOOS, _TEKEN = 8, 20, 5.4  # pixels before words, with a box there, and of a sign
_KORTST = 12  # pixels that a bar keeps, however long the words behind it
_LETTER, _KLEIN = 12, "(width < 300 ? 11 : 12)"  # of those words; smaller on the narrowest screen
_WOORDEN = ("achter", "y", "tekst", "inkt")
_ACHTERAAN = ("38", "36", "37", "02", "99", "onbekend")  # reasons that say little, then unknown


@dataclass(frozen=True)
class Bar:
    """One category: its code, name, and the figures of the focus, the others and the nulmeting."""

    categorie: str
    naam: str
    focus: Figure | None
    overige: Figure | None
    nulmeting: Figure | None = None

    @property
    def streep(self) -> float | None:
        """The nulmeting as it is drawn; None beside a figure that is not shown."""
        is_hidden = self.focus is not None and _is_hidden(self.focus)
        return None if is_hidden or self.nulmeting is None else self.nulmeting.waarde


def _is_hidden(figure: Figure) -> bool:
    return figure.status == AFGESCHERMD or figure.waarde is None


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

    At most MAXIMUM, the largest noemers of the two together; unknown categories come last. None of
    a split that was not delivered: its one row has no category.
    """
    frame = published.frame
    frame = frame[frame["categorie"].notna()]
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


def category_chart(bars: list[Bar], settings: Settings, indicator: Indicator, wijk: str) -> Grafiek:
    """Per category a bar of the wijk (pilot blue) above one of the other wijken (dark grey)."""
    is_pilot = wijk in settings.pilot.wijken
    colour = PILOT_KLEUR if is_pilot else INKT
    rows: list[dict[str, Any]] = []
    ticks: list[Row] = []
    for index, bar in enumerate(bars):
        pair = ((bar.focus, colour, wijk, 0.5), (bar.overige, OVERIGE_KLEUR, OVERIGE, 0.77))
        for figure, ink, naam, place in pair:
            if figure is not None:
                rows.append(_row(indicator, settings, figure, ink, naam, index + place, bar.naam))
                rows[-1]["streep"] = (bar.streep if naam == wijk else None) or 0.0
        if bar.focus is None and bar.overige is not None:
            rows.append({**_none_row(settings, wijk, bar), "y": index + 0.5, "inkt": colour})
        if bar.streep is not None:
            words = f"nulmeting {show_bare(indicator, bar.streep)}"
            ticks.append({"x": bar.streep, "y": index + 0.38, "y2": index + 0.62, "tip": words})
    names = [{"x": 0, "y": index + 0.17, "tekst": bar.naam} for index, bar in enumerate(bars)]
    high = max([row["x2"] for row in rows] + [tick["x"] for tick in ticks] + [0.0]) or 1.0
    for row in rows:
        row["achter"] = float(max(row["x2"], row["streep"]))
    layers = [
        _frame(rows, high, len(bars)),
        text(names, align="left", dx=4, color=INKT, fontSize=13),
        *_bars(rows),
        *_words(rows),
        *_ticks(ticks),
    ]
    return compose(layers, max(len(bars), 1) * _RIJ + 12)


def _length(row: Row) -> float:
    """Pixels that the words of a row take at most, with what stands before them."""
    return float((_DOOS if row["s"] == AFGESCHERMD else _RUIM) + _TEKEN * len(row["tekst"]))


def _none_row(settings: Settings, wijk: str, bar: Bar) -> Row:
    """The words of a wijk that has none of a category: there is no figure, so no bar either."""
    place = {"x": 0.0, "x2": 0.0, "streep": bar.streep or 0.0}
    return {**place, "s": NIET_GELEVERD, "tekst": f"{settings.wijk_kort(wijk)}: geen"}


def _row(
    indicator: Indicator,
    settings: Settings,
    figure: Figure,
    colour: str,
    wijk: str,
    y: float,
    categorie: str,
) -> dict[str, Any]:
    return {
        "x": 0.0,
        "x2": 0.0 if _is_hidden(figure) else figure.waarde,
        "y": y,
        "s": figure.status,
        "kleur": LICHT if figure.is_voorlopig else colour,
        "inkt": colour,
        "open": figure.status == NOG_NIET_RIJP,
        "dikte": 7 if wijk == OVERIGE else 11,
        "dekking": 0.45 if figure.status == TE_KLEIN else 1.0,
        "tekst": f"{settings.wijk_kort(wijk)} {show_figure(indicator, figure)}",
        "wijk": settings.wijk_naam(wijk),
        "categorie": categorie,
        "cijfer": show_figure(indicator, figure),
    }


def _frame(rows: Sequence[Row], high: float, count: int) -> Layer:
    """The zero line, which fixes both scales: the words behind every bar fit at any width."""
    room = ", ".join(
        f"{row['achter']} * width / max(width - {_length(row)}, {_KORTST})" for row in rows
    )
    end = alt.ExprRef(f"max({high * 1.02}, {room or 0})")
    scale = alt.Scale(domainMin=0, domainMax=end, zero=False, nice=False)
    zero = vertical([{"x": 0.0, "y": 0.0, "y2": float(count)}], color=LICHT, strokeWidth=1)
    return zero.encode(
        number_field(alt.X, "x", scale=scale, axis=None),
        number_field(alt.Y, "y", scale=fixed_scale(0, count, reverse=True), axis=None),
    )


def _bars(rows: Sequence[Row]) -> list[Layer]:
    """Bars: pale on few jeugdigen, open while not ripe; a dot for a real zero, a box for hidden."""
    said = tooltip(categorie="Groep", wijk="Wijk", cijfer="Cijfer")
    velden = ("x", "x2", "y", "kleur", "categorie", "wijk", "cijfer")
    thickness, opacity = (
        number_field(alt.StrokeWidth, "dikte", scale=None),
        number_field(alt.Opacity, "dekking", scale=None),
    )
    drawn = [row for row in rows if row["x2"]]
    closed = layer([row for row in drawn if not row["open"]], *velden, "dikte", "dekking")
    unripe = layer([row for row in drawn if row["open"]], *velden).encode(X, X2, Y)
    none = [row for row in rows if not row["x2"]]
    zero = [row for row in none if row["s"] not in (AFGESCHERMD, NIET_GELEVERD)]
    hidden = [row for row in none if row["s"] == AFGESCHERMD]
    box: dict[str, Any] = {"shape": SCHUIN, "size": 110, "xOffset": 8, "strokeWidth": 1}
    return [
        closed.mark_rule().encode(X, X2, Y, KLEUR, thickness, opacity, tooltip=said),
        unripe.mark_rule(strokeWidth=11).encode(KLEUR, tooltip=said),
        unripe.mark_rule(strokeWidth=8, color=WIT),
        *(
            layer(found, *velden).mark_point(opacity=1, **look).encode(X, Y, KLEUR, tooltip=said)
            for found, look in ((zero, {"filled": True, "size": 45}), (hidden, box))
        ),
    ]


def _words(rows: Sequence[Row]) -> list[Layer]:
    """Wijk and figure behind each bar, further off where a box stands."""
    colour = word_field(alt.Color, "inkt", scale=None)
    return [
        layer([row for row in rows if (row["s"] == AFGESCHERMD) is is_hidden], *_WOORDEN)
        .mark_text(align="left", dx=dx, dy=0.5, fontSize=alt.ExprRef(_KLEIN))
        .encode(number_field(alt.X, "achter"), Y, TEKST, colour)
        for is_hidden, dx in ((True, _DOOS), (False, _RUIM))
    ]


def _ticks(ticks: Sequence[Row]) -> list[Layer]:
    """The nulmeting as a dashed tick, on white so that it also shows inside a bar."""
    shown = layer(ticks, "x", "y", "y2", "tip").encode(X, Y, Y2, tooltip=tooltip(tip="Vergelijk"))
    return [
        shown.mark_rule(color=WIT, strokeWidth=4),
        shown.mark_rule(color=PILOT_KLEUR, strokeDash=[3, 2], strokeWidth=1.6),
    ]
