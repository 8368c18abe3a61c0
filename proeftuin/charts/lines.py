"""The chart of an indicator: all wijken by quarter. From Published figures only.

The place to cache it is ui.chart_of, by edition, audience and selection.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from textwrap import wrap

from proeftuin.charts import layers
from proeftuin.charts.layers import Layer
from proeftuin.charts.quarters import (
    AANWIJZEN,
    Merk,
    Point,
    absent_frames,
    band_rows,
    bracket_rows,
    dot_rows,
    duiding_marks,
    event_marks,
    hidden_rows,
    hidden_words,
    look_of,
    points_of,
    provisional_runs,
    solid_runs,
    unripe_frames,
    without_outliers,
)
from proeftuin.charts.style import PILOT_KLEUR, decimal_year, dodge, nice_ticks, tick_decimals
from proeftuin.charts.theme import Grafiek, compose, value_axis, year_axis
from proeftuin.indicators import Indicator, Soort, is_share, short_unit
from proeftuin.results import Figure, Published, quarters_of, read_nulmeting_figure
from proeftuin.sentences import show_bare, show_quarter, show_ripeness
from proeftuin.settings import Gebeurtenis, Settings
from proeftuin.vocabulary import AFGESCHERMD, NOG_NIET_RIJP, OK, OVERIGE, TE_KLEIN

_OP_TELEFOON = 24  # signs that fit across the plot of a narrow screen
_NOTITIE, _HOOGTE_NOTITIE = 0.4, 0.22  # the part of the plot that a note takes, across and high
_OUD_JAAR = 1.3  # a line that ended longer ago is labelled where it ended
_KLEIN = 300  # up to this height words stand under the chart that it has no room for
_VLAKBIJ = 0.15  # of the height of the plot, around the words of the nulmeting
_BEGIN = 0.8  # years from the left over which the words of the nulmeting stand
_REGEL, _BREED_OP_TELEFOON = 13, 44  # pixels of a line of words, and signs in it
_TEKEN = 0.09  # years that a sign of a label takes on a narrow plot


def shown_quarters(
    published: Published, settings: Settings, wijk: str, categorie: str | None = None
) -> list[Figure]:
    """The quarters of a wijk that a chart shows: from perioden.grafiek_vanaf."""
    quarters = quarters_of(published, wijk, categorie)
    return [item for item in quarters if item.van >= settings.perioden.grafiek_vanaf]


def shown_events(
    published: Published, settings: Settings, indicator: Indicator | None = None
) -> list[tuple[str, Gebeurtenis]]:
    """(number, event) of the numbered marks on the axis, for the explanation under the chart.

    indicator: only those that touch it. An event has the same number on every chart.
    """
    span = _span(shown_quarters(published, settings, settings.pilot.wijken[0]))
    marks = {mark.datum: mark.nr for mark in event_marks(_events(settings), *span)}
    found = sorted(_events(settings), key=lambda item: item.datum)
    return [
        (marks[item.datum], item)
        for item in found
        if item.datum in marks and _touches(item, indicator)
    ]


def _touches(event: Gebeurtenis, indicator: Indicator | None) -> bool:
    """Whether an event is about this figure: about all, or one whose meaning it changed."""
    return indicator is None or not event.breuk or indicator.slug in event.breuk


def _marks_of(
    settings: Settings, indicator: Indicator | None, span: tuple[float, float]
) -> list[Merk]:
    days = {item.datum for item in _events(settings) if _touches(item, indicator)}
    return [mark for mark in event_marks(_events(settings), *span) if mark.datum in days]


def shown_duidingen(
    published: Published, settings: Settings, wijk: str, duidingen: Sequence[tuple[date, str]]
) -> list[tuple[str, date, str]]:
    """(number, last day of the quarter, text) of the numbered dots, for the list below."""
    span = _span(shown_quarters(published, settings, wijk))
    return [(mark.nr, mark.datum, mark.tekst) for mark in duiding_marks(duidingen, *span)]


def _events(settings: Settings) -> list[Gebeurtenis]:
    """Events without the start of the pilot, which has its own hairline."""
    return [item for item in settings.gebeurtenis if item.datum != settings.pilot.start]


def _span(quarters: Sequence[Figure]) -> tuple[float, float]:
    if not quarters:
        return (2020.0, 2021.0)
    last = quarters[-1].tot
    return decimal_year(quarters[0].van), last.year + ((last.month - 1) // 3 + 1) / 4


def line_chart(
    published: Published,
    settings: Settings,
    indicator: Indicator,
    *,
    wijk: str | None = None,
    categorie: str | None = None,
    onzekerheid: bool = False,
    hoogte: int = 400,
    duidingen: Sequence[tuple[date, str]] = (),
    aanwijzen: bool = True,
    alle_gebeurtenissen: bool = False,
) -> Grafiek:
    """All wijken by quarter: pilot on top, nulmeting dashed, start, numbered events, states.

    wijk is the wijk in focus (default the first pilot): its nulmeting and unripe quarters are
    written out. onzekerheid adds the 95% band of the pilot wijken, the focus and overige.
    duidingen: explanations of the reader's own conversations, as numbered dots. aanwijzen: the
    point and the wijk under the pointer light up; False for a picture that stays still.
    alle_gebeurtenissen: also those that do not touch this figure, for a picture that is kept
    beside a list of all.
    """
    focus = wijk or settings.pilot.wijken[0]
    pilots = settings.pilot.wijken
    greys = [item for item in settings.wijk_ids if item not in (*pilots, focus)]
    order = [*greys, OVERIGE, *([focus] if focus not in pilots else []), *pilots]
    series = {
        item: points_of(
            indicator,
            settings.wijk_naam(item),
            look_of(item, pilots, focus),
            shown_quarters(published, settings, item, categorie),
        )
        for item in order
    }
    series = without_outliers(series)
    reference = read_nulmeting_figure(published, settings, indicator, focus, categorie)
    level = reference.waarde if reference else None
    banded = [item for item in order if item not in greys] if onzekerheid else []
    low, high, ticks = _range(series, banded, level, is_share(indicator))
    left, right = _span(shown_quarters(published, settings, focus, categorie))

    drawn = [_axes(indicator, (left, right), (low, high), ticks)]
    words = axis_words(indicator, low)
    drawn += _unit(words, left, high)
    drawn += layers.broken_axis(left, low) if low > 0 else []
    drawn += layers.empty_frames(absent_frames(series[focus], low, high), [], right - left)
    is_small = hoogte <= _KLEIN
    note = "" if is_small else _note_of(shown_quarters(published, settings, focus, categorie))
    frames = unripe_frames(series[focus], low, high, is_noted=is_small or bool(note))
    drawn += layers.empty_frames(frames, [3, 3], right - left)
    drawn.append(
        layers.band([row for item in banded for row in band_rows(series[item])], opacity=0.16)
    )
    start = decimal_year(settings.pilot.start)
    if left < start < right:
        drawn += layers.start(start, low, high)
    others = [series[item] for item in order if item not in pilots]
    drawn += _wijken(others, licht_op=aanwijzen)
    drawn += _wijken([series[item] for item in pilots])
    for item in pilots:
        drawn.append(layers.hatched(hidden_rows(series[item], low), PILOT_KLEUR))
        drawn.append(layers.text(hidden_words(series[item], low), color=PILOT_KLEUR, dy=-24))
    if level is not None:
        whose = "" if focus in pilots else f"{settings.wijk_kort(focus)} "
        named = f"nulmeting {whose}{show_bare(indicator, level)}"
        is_below = _is_freer_below(series, level, left + _BEGIN, _VLAKBIJ * (high - low))
        colour = look_of(focus, pilots, focus).kleur
        drawn += layers.nulmeting(level, named, left, right, colour, is_below=is_below)
    foot = _free_height(series, right - _NOTITIE * (right - left), low, high)
    drawn += _unripe_note(note, right, foot)
    drawn += layers.events(
        _rows(_marks_of(settings, None if alle_gebeurtenissen else indicator, (left, right))), low
    )
    drawn += layers.duidingen(_rows(duiding_marks(duidingen, left, right)), low, high)
    labels = _labels(series, settings, focus, low, high, hoogte)
    drawn.append(layers.leaders([row for row in labels if row["verschoven"]]))
    drawn += layers.end_labels([{**row, "x": row["x2"], "y": row["y2"]} for row in labels])
    if aanwijzen:
        found = [item for points in series.values() for item in points if item["y"] is not None]
        drawn.append(layers.pointed_at(found, AANWIJZEN))
    top = 9 + _REGEL * len(words) if words else 6 + 10 * bool(duidingen)
    return compose(drawn, hoogte, top, layers.POINTERS if aanwijzen else ())


def _rows(marks: Sequence[Merk]) -> list[layers.Row]:
    return [mark.row() for mark in marks]


def _wijken(series: Sequence[list[Point]], *, licht_op: bool = False) -> list[Layer]:
    """Lines of wijken, the last on top, then their dots and brackets."""
    solid = [row for points in series for row in solid_runs(points)]
    late = [row for points in series for row in provisional_runs(points)]
    return [
        layers.line(solid, licht_op=licht_op),
        layers.line(late, licht_op=licht_op, strokeDash=[2, 2]),
        layers.points_by_state(row for points in series for row in dot_rows(points)),
        layers.brackets(row for points in series for row in bracket_rows(points)),
    ]


def _range(
    series: dict[str, list[Point]], banded: list[str], level: float | None, share: bool
) -> tuple[float, float, list[float]]:
    found = [p["y"] for points in series.values() for p in points if p["y"] is not None]
    for item in banded:
        found += [p[k] for p in series[item] for k in ("lo", "hi") if p[k] is not None]
    if level is not None:
        found.append(level)
    if not found:
        return 0.0, 1.0, []
    low, high = min(found), max(found)
    low = foot_of(low, high, share)
    margin = 0.06 * (high - low or abs(high) or 1.0)
    top = min(high + margin, 1.0) if share and high <= 1 else high + margin  # no axis to 150%
    ticks = nice_ticks(low if low == 0 else low - margin, top)
    return ticks[0], ticks[-1], ticks


def foot_of(low: float, high: float, share: bool) -> float:
    """Where an axis from low to high begins: a share at 0, another where low is near enough.

    An axis that does not begin at 0 is marked as broken.
    """
    return 0.0 if low >= 0 and (share or low < 0.45 * high) else low


def _axes(
    indicator: Indicator,
    span: tuple[float, float],
    reach: tuple[float, float],
    ticks: Sequence[float],
) -> Layer:
    """Years in the middle of their year; values with the decimals that tell ticks apart."""
    share = is_share(indicator)
    decimals = tick_decimals(ticks, 100 if share else 1)
    pattern = f".{decimals}%" if share else f",.{decimals}f"
    values = value_axis(ticks, reach=reach, format=pattern)
    return layers.frame(year_axis(*span, 14), values, span[0], reach[0])


def axis_words(indicator: Indicator, low: float) -> list[str]:
    """The unit, nothing where the numbers carry it (%); and whether it is broken.

    In lines that fit beside each other on a phone.
    """
    unit = "" if is_share(indicator) else short_unit(indicator) or indicator.eenheid
    if indicator.soort in (Soort.PER_1000, Soort.EURO_PER_1000):
        unit = indicator.eenheid
    parts = [part for part in (unit, "as begint niet bij 0" if low > 0 else "") if part]
    line = ", ".join(parts)
    return [line] if line and len(line) <= _BREED_OP_TELEFOON else parts


def _unit(words: Sequence[str], left: float, high: float) -> list[Layer]:
    """The words above the value axis, where there are any, the last just above it."""
    return [
        layers.text(
            [{"x": left, "y": high, "tekst": line}],
            align="left",
            baseline="bottom",
            dx=-34,
            dy=-8 - _REGEL * place,
        )
        for place, line in enumerate(reversed(words))
    ]


def _is_freer_below(
    series: Mapping[str, list[Point]], level: float, until: float, near: float
) -> bool:
    """Whether before until fewer points lie just under the level than just above it."""
    close = [
        point["y"] - level
        for points in series.values()
        for point in points
        if point["y"] is not None and point["x"] < until and abs(point["y"] - level) < near
    ]
    under = sum(bool(gap < 0) for gap in close)
    return under < len(close) - under


def _free_height(series: dict[str, list[Point]], after: float, low: float, high: float) -> float:
    """The lowest value above which words of three lines fit without covering a point after `after`.

    The foot of the chart when there is no such room.
    """
    top = low + 0.85 * (high - low)  # above it stand the words of the frames
    seen = sorted(
        float(point["y"])
        for points in series.values()
        for point in points
        if point["y"] is not None and point["x"] > after
    )
    heights = [low, *(value for value in seen if low < value < top), top]
    for foot, above in pairwise(heights):
        if above - foot > _HOOGTE_NOTITIE * (high - low):
            return foot
    return low


def _note_of(quarters: list[Figure]) -> str:
    """'35 van 120 lang genoeg gevolgd': the newest unripe quarter; '' where something is hidden."""
    unripe = [item for item in quarters if item.status == NOG_NIET_RIJP]
    if not unripe or not unripe[-1].totaal or any(i.status == AFGESCHERMD for i in quarters):
        return ""
    return f"{show_quarter(unripe[-1].tot)}: {show_ripeness(unripe[-1])}"


def _unripe_note(text: str, right: float, low: float) -> list[Layer]:
    """The words of a note, right-aligned in lines that fit on a phone, above low."""
    lines = wrap(text, _OP_TELEFOON)
    return [
        part
        for place, line in enumerate(lines)
        for part in layers.halo_text(
            [{"x": right, "y": low, "tekst": line}],
            PILOT_KLEUR,
            align="right",
            baseline="bottom",
            dy=-14 - 13 * (len(lines) - 1 - place),
        )
    ]


def _labels(
    series: dict[str, list[Point]],
    settings: Settings,
    focus: str,
    low: float,
    high: float,
    hoogte: int,
) -> list[Point]:
    """One label per line at its last drawn point, moved apart where they would overlap."""
    rows = []
    for item, points in series.items():
        drawn = [p for p in points if p["y"] is not None]
        if not drawn:
            continue
        last = ([p for p in drawn if p["s"] in (OK, TE_KLEIN)] or drawn)[-1]
        bold = item in (*settings.pilot.wijken, focus)
        text = settings.wijk_kort(item)
        if bold and last["s"] == OK:
            text = f"{text} {last['kaal']}"
        colour = look_of(item, settings.pilot.wijken, focus).naam
        rows.append({"x": last["x"], "y": last["y"], "tekst": text, "kleur": colour, "vet": bold})
    end = max((p["x"] for points in series.values() for p in points), default=0.0) + 0.09
    plot = max(hoogte - 50, 60)
    gap = 15.5 / plot * (high - low)
    places = dodge([row["y"] for row in rows], gap, low + gap / 3, high - gap / 3)
    for row, place in zip(rows, places, strict=True):
        is_old = end - row["x"] > _OUD_JAAR
        if is_old and not row["vet"] and _is_covered(row, series, gap, low):
            row["tekst"] = ""  # its name stands at the pointer and in the table
        row["y2"] = row["y"] if is_old else place
        row["x2"] = row["x"] + 0.09 if is_old else end
        row["verschoven"] = not is_old and (abs(place - row["y"]) > gap / 4 or end - row["x"] > 0.7)
    return rows


def _is_covered(row: Point, series: Mapping[str, list[Point]], gap: float, low: float) -> bool:
    """Whether a label where its line ended would lie over a point or the foot of the chart."""
    reach = row["x"] + 0.09 + _TEKEN * len(row["tekst"])
    return bool(row["y"] < low + 2 * gap) or any(
        bool(row["x"] < point["x"] < reach and abs(point["y"] - row["y"]) < gap)
        for points in series.values()
        for point in points
        if point["y"] is not None
    )


def alt_text(
    published: Published, settings: Settings, indicator: Indicator, wijk: str, zin: str
) -> str:
    """What a screen reader says of a line chart: what, over which time, and the sentence."""
    quarters = shown_quarters(published, settings, wijk)
    if not quarters:
        return f"Lijngrafiek van {indicator.naam.lower()}: geen gegevens."
    first, last = quarters[0].van, quarters[-1].tot
    return (
        f"Lijngrafiek van {indicator.naam.lower()} per kwartaal en wijk, "
        f"van {first.year} tot en met {last.year}. {zin} De cijfers staan in de tabel eronder."
    )
