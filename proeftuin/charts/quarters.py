"""The rows of a chart by quarter: what is drawn of each wijk, and what is written on it.

Only numbers and words: lines.py makes them visible with layers.py.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from proeftuin.charts.style import (
    INKT,
    LABEL,
    OVERIGE_KLEUR,
    PILOT_KLEUR,
    WIJK,
    WIT,
    decimal_year,
    quarter_middle,
)
from proeftuin.indicators import Indicator
from proeftuin.results import Figure
from proeftuin.sentences import is_below_ten, show_bare, show_figure, show_margin, show_quarter
from proeftuin.settings import Gebeurtenis
from proeftuin.vocabulary import (
    AFGESCHERMD,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    OK,
    OVERIGE,
    TE_KLEIN,
    VOORLOPIG,
)

Point = dict[str, Any]
AANWIJZEN = {  # what the pointer shows of a point: field and title
    "wijk": "Wijk",
    "kwartaal": "Kwartaal",
    "cijfer": "Cijfer",
    "marge": "Marge door toeval",
}
_UNRIPE = "nog te vroeg"
_HALF = 0.125  # of a quarter, in years
_HOOGSTENS = 1.5  # times the highest of the other quarters
_YEAR = 0.99


@dataclass(frozen=True)
class Look:
    """How a wijk is drawn: colour and width of its line, colour of its name."""

    kleur: str
    dikte: float
    naam: str


def look_of(wijk: str, pilots: Sequence[str], focus: str) -> Look:
    """Pilot first, then overige, then the wijk in focus, then the rest."""
    if wijk in pilots:
        return Look(PILOT_KLEUR, 3.2, PILOT_KLEUR)
    if wijk == OVERIGE:
        return Look(OVERIGE_KLEUR, 1.9, OVERIGE_KLEUR)
    return Look(INKT, 2.4, INKT) if wijk == focus else Look(WIJK, 1.1, LABEL)


def points_of(indicator: Indicator, naam: str, look: Look, quarters: list[Figure]) -> list[Point]:
    """One point per quarter: place, value, interval, state, look and the texts of the tooltip."""
    return [
        {
            "x": quarter_middle(item.tot),
            "y": item.waarde,
            "lo": item.onder,
            "hi": item.boven,
            "s": VOORLOPIG if item.status == TE_KLEIN and item.is_voorlopig else item.status,
            "klein": item.status == TE_KLEIN,
            "kleur": look.kleur,
            "dikte": look.dikte,
            "wijk": naam,
            "kwartaal": show_quarter(item.tot),
            "cijfer": show_figure(indicator, item),
            "marge": show_margin(indicator, item) or "–",
            "onder_tien": item.status == AFGESCHERMD and is_below_ten(indicator, item),
            "drempel": item.drempel,
            "kaal": show_bare(indicator, item.waarde) if item.waarde is not None else "",
        }
        for item in quarters
    ]


def without_outliers(series: Mapping[str, list[Point]]) -> dict[str, list[Point]]:
    """Without the value of unripe quarters that would flatten all lines: a share of a handful.

    The quarter keeps its state, and the value stands in the table.
    """
    told = [
        point["y"]
        for points in series.values()
        for point in points
        if point["y"] is not None and point["s"] != NOG_NIET_RIJP
    ]
    top = _HOOGSTENS * max(told, default=float("inf"))

    def is_out(point: Point) -> bool:
        return point["s"] == NOG_NIET_RIJP and point["y"] is not None and point["y"] > top

    return {
        naam: [{**point, "y": None} if is_out(point) else point for point in points]
        for naam, points in series.items()
    }


def runs(points: Iterable[Point], states: tuple[str, ...]) -> list[Point]:
    """The points in these states that have a value, deel: the unbroken run each belongs to."""
    found, run = [], 0
    for point in points:
        if point["s"] in states and point["y"] is not None:
            found.append({**point, "deel": f"{point['wijk']} {run}"})
        else:
            run += 1
    return found


def solid_runs(points: Iterable[Point]) -> list[Point]:
    """What is drawn as an unbroken line: ok, or on few jeugdigen."""
    return runs(points, (OK, TE_KLEIN))


def provisional_runs(points: Sequence[Point]) -> list[Point]:
    """The provisional points, after the last firm one when that is the quarter before."""
    late = [point for point in points if point["s"] == VOORLOPIG and point["y"] is not None]
    before = [point for point in solid_runs(points) if late and point["x"] < late[0]["x"]][-1:]
    near = [point for point in before if late[0]["x"] - point["x"] < 0.3]
    return [{**point, "kleur": WIJK, "deel": point["wijk"]} for point in (*near, *late)]


def band_rows(points: Iterable[Point]) -> list[Point]:
    """The 95% interval of one wijk, from y to y2."""
    usable = [point for point in points if point["lo"] is not None and point["hi"] is not None]
    shown = runs(usable, (OK, TE_KLEIN, VOORLOPIG))
    return [{**point, "y": point["lo"], "y2": point["hi"]} for point in shown]


def dot_rows(points: Sequence[Point]) -> list[Point]:
    """Dots of one wijk: alone or zero, provisional (grey), not ripe (open)."""
    solid = solid_runs(points)
    dots = []
    for point in solid:
        is_alone = sum(other["deel"] == point["deel"] for other in solid) == 1
        if is_alone or point["y"] == 0:
            dots.append(_dot(point, point["kleur"], 30))
    for point in points:
        if point["y"] is None:
            continue
        if point["s"] == VOORLOPIG:
            dots.append(_dot(point, WIJK, 24 + 10 * point["dikte"]))
        elif point["s"] == NOG_NIET_RIJP:
            dots.append(_dot(point, point["kleur"], 24 + 12 * point["dikte"], WIT, 1.6))
    return dots


def _dot(point: Point, colour: str, size: float, inside: str = "", edge: float = 0) -> Point:
    return {**point, "kleur": colour, "vul": inside or colour, "rand": edge, "maat": size}


def bracket_rows(points: Iterable[Point]) -> list[Point]:
    """Brackets around the values on few jeugdigen, wider around a thick line."""
    return [
        {**point, "tekst": "( )" if is_thin else "(  )", "letter": 12 if is_thin else 13}
        for point in points
        if point["klein"] and point["y"] is not None
        for is_thin in (point["dikte"] < 1.5,)
    ]


def hidden_rows(points: Iterable[Point], bottom: float) -> list[Point]:
    """Boxes on the axis for the quarters that are not shown."""
    return [{**point, "y": bottom} for point in points if point["s"] == AFGESCHERMD]


def hidden_words(points: Sequence[Point], bottom: float) -> list[Point]:
    """'<10' above the boxes, once per run of them, so that the words never touch."""
    hidden = hidden_rows(points, bottom)
    words = f"<{max((point['drempel'] for point in hidden if point['onder_tien']), default=0)}"
    return [
        {**point, "y": bottom, "tekst": words}
        for before, point in pairwise([{"s": ""}, *points])
        if point["onder_tien"] and before["s"] != AFGESCHERMD
    ]


def absent_frames(points: Iterable[Point], low: float, high: float) -> list[Point]:
    """Frames over quarters that were not delivered."""
    absent = [point for point in points if point["s"] == NIET_GELEVERD]
    return _frames(absent, "niet geleverd", low, high)


def unripe_frames(
    points: Iterable[Point], low: float, high: float, *, is_noted: bool = False
) -> list[Point]:
    """Frames over quarters that are not ripe and have no value yet.

    is_noted: a note in the chart says so already; then only a frame of a year or more, where the
    words fit, has them too.
    """
    unripe = [point for point in points if point["s"] == NOG_NIET_RIJP and point["y"] is None]
    frames = _frames(unripe, _UNRIPE, low, high)
    return [
        {**frame, "tekst": ""} if is_noted and frame["x2"] - frame["x"] < _YEAR else frame
        for frame in frames
    ]


def _frames(points: Iterable[Point], words: str, low: float, high: float) -> list[Point]:
    frames: list[Point] = []
    for point in points:
        if frames and abs(frames[-1]["x2"] - (point["x"] - _HALF)) < 0.01:
            frames[-1]["x2"] = point["x"] + _HALF
        else:
            frames.append({"x": point["x"] - _HALF, "x2": point["x"] + _HALF})
    return [{**frame, "y": low, "y2": high, "tekst": words} for frame in frames]


@dataclass(frozen=True)
class Merk:
    """A numbered mark on the time axis: its place, number from 1, day and text."""

    x: float
    nr: str
    datum: date
    tekst: str

    def row(self) -> Mapping[str, Any]:
        """What a layer draws of it."""
        return {"x": self.x, "nr": self.nr, "tekst": self.tekst}


def event_marks(gebeurtenissen: Iterable[Gebeurtenis], first: float, last: float) -> list[Merk]:
    """One mark per date inside the chart, with the texts of that date."""
    texts: dict[date, list[str]] = {}
    for item in gebeurtenissen:
        texts.setdefault(item.datum, []).append(item.tekst)
    inside = {day: found for day, found in texts.items() if first <= decimal_year(day) <= last}
    return list(_numbered((decimal_year(day), day, inside[day]) for day in sorted(inside)))


def duiding_marks(duidingen: Iterable[tuple[date, str]], first: float, last: float) -> list[Merk]:
    """One mark per quarter inside the chart, with the explanations of it.

    duidingen: the last day of a quarter and the text.
    """
    texts: dict[date, list[str]] = {}
    for tot, text in sorted(duidingen):
        if first <= quarter_middle(tot) <= last:
            texts.setdefault(tot, []).append(text)
    return list(_numbered((quarter_middle(tot), tot, found) for tot, found in texts.items()))


def _numbered(found: Iterable[tuple[float, date, list[str]]]) -> Iterator[Merk]:
    for number, (place, day, texts) in enumerate(found, start=1):
        yield Merk(place, str(number), day, "; ".join(texts))
