"""The layers charts are made of: each function returns one, of rows with the fields it names.

x, y, x2, y2: places on the scales; tekst: what is written; kleur: a colour of style.py.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self

import altair as alt

from proeftuin.charts.style import INKT, LABEL, LICHT, PILOT_KLEUR, SCHUIN, WIT
from proeftuin.charts.theme import X2, Y2, X, Y, number_field, word_field

Row = Mapping[str, Any]
TEKST, DEEL = word_field(alt.Text, "tekst"), word_field(alt.Detail, "deel")
KLEUR, RANDKLEUR, VUL = (
    word_field(kanaal, veld, scale=None)
    for kanaal, veld in ((alt.Color, "kleur"), (alt.Stroke, "kleur"), (alt.Fill, "vul"))
)
RAND, DIKTE, MAAT, LETTER = (
    number_field(kanaal, veld, scale=None)
    for kanaal, veld in (
        (alt.StrokeWidth, "rand"),
        (alt.StrokeWidth, "dikte"),
        (alt.Size, "maat"),
        (alt.Size, "letter"),
    )
)
NUMMER = word_field(alt.Text, "nr")
_TEKEN = 6  # pixels of a sign in words in a frame


class Pointer(alt.TopLevelSelectionParameter):
    """A selection of a finished chart: Altair would check it anew at every copy of that chart."""

    def to_dict(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """As it was made."""
        return {name: self[name] for name in ("name", "select", "views")}


# The point nearest to the pointer, and the line of its wijk. Made once: Altair checks a selection
# against its whole schema whenever one is made or moved.
_AANWIJZEN = "aanwijzen"
_PUNT = alt.selection_point("punt", on="pointerover", nearest=True, clear="pointerout")
_LIJN = alt.selection_point("lijn", fields=["wijk"], on="pointerover", clear="pointerout")
SEEN = alt.when(_PUNT, empty=False).then(alt.value(1)).otherwise(alt.OpacityValue(0))
LIT = alt.when(_LIJN, empty=False).then(alt.value(INKT)).otherwise(KLEUR)
RECEDE = alt.when(_LIJN).then(alt.value(1)).otherwise(alt.OpacityValue(0.3))
POINTERS = [
    Pointer(**item.param.to_dict(), views=[_AANWIJZEN])
    for item in (_PUNT, _LIJN)
    if isinstance(item.param, alt.SelectionParameter)
]


class LayerRows(alt.InlineData):
    """The rows of one layer: numbers, words and lists of words, handed on as they are."""

    def __deepcopy__(self, memo: object) -> Self:
        """The same rows: nobody changes them."""
        return self

    def to_dict(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Without walking through them."""
        return {"values": self["values"]}


class Layer(alt.Chart):
    """A layer of its own chart alone: nothing changes its parts, so copies share them.

    Altair copies each part of each layer four times over; that was half of the work.
    """

    def __deepcopy__(self, memo: object) -> Self:
        """A layer of its own with the same parts."""
        return self.copy(deep=False)

    def to_dict(
        self, *args: Any, context: dict[str, Any] | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """The layer with its rows put in last: nothing in it asks what kind of data they are."""
        if self.data is alt.Undefined:
            return super().to_dict(*args, context=context, **kwargs)
        bare = self.copy(deep=False)
        bare.data = alt.Undefined
        known = {**(context or {}), "data": None}
        spec = super(Layer, bare).to_dict(*args, context=known, **kwargs)
        return {"data": self.data.to_dict(), **spec}

    if TYPE_CHECKING:  # Altair's own say no type of what comes back

        def encode(self, *args: Any, **kwargs: Any) -> Self:
            """The same layer with these channels."""

        def mark_area(self, *args: Any, **kwargs: Any) -> Self:
            """The same layer with this mark, and so the marks below."""

        mark_line = mark_point = mark_rect = mark_rule = mark_text = mark_area


def layer(rows: Iterable[Row], *velden: str) -> Layer:
    """A layer to give a mark and channels; of each row only these fields reach the browser."""
    return Layer(LayerRows(values=[{veld: row[veld] for veld in velden} for row in rows]))


def frame(x: alt.X, y: alt.Y, left: float, low: float) -> Layer:
    """An invisible mark at one corner that carries both scales and axes."""
    corner = layer([{"x": left, "y": low}], "x", "y")
    return corner.mark_point(opacity=0, aria=False).encode(x, y)


def tooltip(**titels: str) -> list[alt.Tooltip]:
    """What is said under the pointer: a field and its title, in this order."""
    return [word_field(alt.Tooltip, veld, title=titel) for veld, titel in titels.items()]


def band(rows: Iterable[Row], **mark: Any) -> Layer:
    """Areas from y to y2, one per value of deel."""
    return (
        layer(rows, "x", "y", "y2", "kleur", "deel")
        .mark_area(aria=False, **mark)
        .encode(X, Y, Y2, KLEUR, DEEL)
    )


def line(rows: Iterable[Row], *, licht_op: bool = False, **mark: Any) -> Layer:
    """Lines, one per value of deel, as thick as dikte.

    licht_op: that of the wijk pointed at lights up while the others recede.
    """
    drawn = layer(rows, "x", "y", "kleur", "dikte", "deel", "wijk").mark_line(aria=False, **mark)
    if licht_op:
        return drawn.encode(X, Y, DEEL, DIKTE, LIT, opacity=RECEDE)
    return drawn.encode(X, Y, DEEL, DIKTE, KLEUR)


def vertical(rows: Iterable[Row], **mark: Any) -> Layer:
    """Rules from y to y2."""
    return layer(rows, "x", "y", "y2").mark_rule(**mark).encode(X, Y, Y2)


def horizontal(rows: Iterable[Row], **mark: Any) -> Layer:
    """Rules from x to x2."""
    return layer(rows, "x", "x2", "y").mark_rule(**mark).encode(X, X2, Y)


def text(rows: Iterable[Row], **mark: Any) -> Layer:
    """Words at a place, in one colour."""
    return layer(rows, "x", "y", "tekst").mark_text(**mark).encode(X, Y, TEKST)


def halo_text(rows: Iterable[Row], colour: str, **mark: Any) -> list[Layer]:
    """Words on a white edge, so that lines under them do not harm reading."""
    edge: dict[str, Any] = {"color": WIT, "stroke": WIT, "strokeWidth": 4, "strokeJoin": "round"}
    shown = list(rows)
    return [text(shown, **mark, **edge), text(shown, **mark, color=colour)]


def points_by_state(rows: Iterable[Row]) -> Layer:
    """Dots: filled (rand 0) or open (vul white), as large as maat."""
    return (
        layer(rows, "x", "y", "kleur", "vul", "rand", "maat")
        .mark_point(opacity=1)
        .encode(X, Y, VUL, RANDKLEUR, RAND, MAAT)
    )


def brackets(rows: Iterable[Row]) -> Layer:
    """Brackets around values on few jeugdigen: tekst is the pair, with room for the dot."""
    shown = layer(rows, "x", "y", "tekst", "kleur", "letter")
    return shown.mark_text(dy=-1).encode(X, Y, TEKST, KLEUR, LETTER)


def hatched(rows: Iterable[Row], colour: str) -> Layer:
    """Hatched boxes for values that are not shown."""
    look: dict[str, Any] = {"shape": SCHUIN, "size": 130, "yOffset": -8, "strokeWidth": 1}
    return layer(rows, "x", "y").mark_point(color=colour, opacity=1, **look).encode(X, Y)


def empty_frames(rows: Iterable[Row], dash: list[int], years: float) -> list[Layer]:
    """White boxes over quarters without a value, with the words that say why.

    On one line where the box is wide enough, else a word per line. years: of the whole plot.
    """
    shown = list(rows)
    boxes = layer(shown, "x", "x2", "y", "y2").mark_rect(
        fill=WIT, stroke=LICHT, strokeWidth=1, strokeDash=dash
    )
    return [boxes.encode(X, X2, Y, Y2), *(_frame_words(row, years) for row in shown)]


def _frame_words(row: Row, years: float) -> Layer:
    words = str(row["tekst"])
    room = f"width * {(row['x2'] - row['x']) / years}"
    turn = alt.ExprRef(f"{room} > {_TEKEN * (len(words) + 2)} ? '\\n' : ' '")
    middle = {"x": (row["x"] + row["x2"]) / 2, "y": row["y2"], "tekst": words}
    below_start: dict[str, Any] = {"baseline": "top", "dy": 18}
    return text([middle] if words else [], lineBreak=turn, **below_start)


def nulmeting(
    value: float, words: str, left: float, right: float, colour: str, *, is_below: bool = False
) -> list[Layer]:
    """The dashed line of the nulmeting with its value written on it, or just below it."""
    row = {"x": left, "x2": right, "y": value, "tekst": words}
    dashed = horizontal([row], color=colour, strokeDash=[5, 4], strokeWidth=1.2, opacity=0.8)
    place = {"baseline": "top", "dy": 4} if is_below else {"baseline": "bottom", "dy": -3}
    return [dashed, *halo_text([row], colour, align="left", dx=2, **place)]


def broken_axis(left: float, low: float) -> list[Layer]:
    """Two strokes at the foot of an axis that does not begin at 0; words stand above the axis."""
    row = {"x": left, "y": low, "tekst": "//"}
    return halo_text([row], LABEL, align="left", baseline="bottom", dx=3, dy=-3, fontSize=11)


def start(place: float, low: float, high: float) -> list[Layer]:
    """A vertical hairline at the start of the pilot, with a word."""
    row = {"x": place, "y": high, "y2": low, "tekst": "start"}
    return [
        vertical([row], color=INKT, strokeWidth=0.8),
        *halo_text([row], INKT, align="left", baseline="top", dx=4, dy=1),
    ]


def datastand(place: float, top: float, align: str = "right") -> list[Layer]:
    """A vertical hairline at the last day of the data, with words on one side of it."""
    row = {"x": place, "y": top, "y2": 0, "tekst": "stand van de gegevens"}
    dx = -5 if align == "right" else 5
    return [vertical([row], color=LICHT, strokeWidth=1), text([row], align=align, dx=dx, dy=7)]


def events(rows: Iterable[Row], bottom: float) -> list[Layer]:
    """Small numbered marks on the time axis; explained under the chart."""
    shown = [{**row, "y": bottom} for row in rows]
    marks = layer(shown, "x", "y", "nr", "tekst").encode(X, Y, tooltip=tooltip(tekst="Gebeurtenis"))
    circle: dict[str, Any] = {"fill": WIT, "stroke": LABEL, "strokeWidth": 1, "shape": "circle"}
    return [
        marks.mark_point(size=190, opacity=1, **circle),
        marks.mark_text(color=INKT, dy=0.5).encode(NUMMER),
    ]


def duidingen(rows: Iterable[Row], low: float, high: float) -> list[Layer]:
    """Numbered dots at the top, with a hairline down to the quarter they explain."""
    shown = [{**row, "y": high, "y2": low} for row in rows]
    said = tooltip(tekst="Uitleg uit een gesprek")
    marks = layer(shown, "x", "y", "nr", "tekst").encode(X, Y, tooltip=said)
    dot: dict[str, Any] = {"shape": "circle", "color": PILOT_KLEUR, "opacity": 1, "yOffset": -4}
    return [
        vertical(shown, color=PILOT_KLEUR, strokeWidth=0.8, strokeDash=[1, 3]),
        marks.mark_point(size=230, filled=True, **dot),
        marks.mark_text(color=WIT, fontWeight="bold", yOffset=-3.5).encode(NUMMER),
    ]


def end_labels(rows: Iterable[Row], **mark: Any) -> list[Layer]:
    """Names at the ends of lines, those with vet large and bold."""
    place = {"align": "left", "dx": 5, **mark}
    shown = list(rows)
    looks = ((False, {"fontSize": 12}), (True, {"fontSize": 13, "fontWeight": "bold"}))
    return [
        layer([row for row in shown if row["vet"] is bold], "x", "y", "tekst", "kleur")
        .mark_text(**{**place, **look})
        .encode(X, Y, TEKST, KLEUR)
        for bold, look in looks
    ]


def leaders(rows: Iterable[Row]) -> Layer:
    """Hairlines from the end of a line to its label, where that had to move."""
    shown = layer(rows, "x", "x2", "y", "y2").mark_rule(color=LICHT, strokeWidth=0.8)
    return shown.encode(X, X2, Y, Y2)


def pointed_at(rows: Iterable[Row], titels: Mapping[str, str]) -> Layer:
    """Points that carry the tooltip, unseen but for the one under the pointer (see POINTERS)."""
    return (
        layer(rows, "x", "y", *titels)
        .mark_point(filled=True, color=INKT, size=45)
        .encode(X, Y, SEEN, tooltip=tooltip(**titels))
        .properties(name=_AANWIJZEN)
    )
