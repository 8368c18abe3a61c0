"""Charts as Vega-Lite dicts, from Published figures only. No streamlit, no store, no measure.

Every function returns a finished spec: data inline, Dutch text, responsive width. The place to
cache them is ui.chart_of, by edition, audience and selection.
"""

from collections.abc import Sequence
from datetime import date

from proeftuin.charts.layers import (
    Point,
    band_layer,
    colour_of,
    duiding_layers,
    duiding_rows,
    end_labels,
    event_layers,
    event_rows,
    frame_layers,
    halo_text,
    hover_layer,
    line_layers,
    nulmeting_layers,
    points_of,
    start_layers,
    state_layers,
)
from proeftuin.charts.style import (
    PILOT_KLEUR,
    Spec,
    decimal_year,
    dodge,
    frame_chart,
    nice_ticks,
    tick_decimals,
)
from proeftuin.indicators import Indicator, is_share, short_unit
from proeftuin.results import Figure, Published, quarters_of, read_nulmeting_figure
from proeftuin.sentences import show_bare, show_quarter, show_ripeness
from proeftuin.settings import Gebeurtenis, Settings
from proeftuin.vocabulary import AFGESCHERMD, NOG_NIET_RIJP, OK
from proeftuin.vocabulary import OVERIGE as OVERIGE_ROW

_OUD_JAAR = 1.3  # a line that ended longer ago is labelled where it ended


def shown_quarters(
    published: Published, settings: Settings, wijk: str, categorie: str | None = None
) -> list[Figure]:
    """The quarters of a wijk that a chart shows: from perioden.grafiek_vanaf."""
    quarters = quarters_of(published, wijk, categorie)
    return [item for item in quarters if item.van >= settings.perioden.grafiek_vanaf]


def shown_events(published: Published, settings: Settings) -> list[tuple[str, Gebeurtenis]]:
    """(number, event) of the numbered marks on the axis, for the explanation under the chart."""
    span = _span(shown_quarters(published, settings, settings.pilot.wijken[0]))
    rows = {row["datum"]: row["nr"] for row in event_rows(_events(settings), *span)}
    return [
        (rows[item.datum.isoformat()], item)
        for item in sorted(_events(settings), key=lambda item: item.datum)
        if item.datum.isoformat() in rows
    ]


def shown_duidingen(
    published: Published, settings: Settings, wijk: str, duidingen: Sequence[tuple[date, str]]
) -> list[tuple[str, date, str]]:
    """(number, last day of the quarter, text) of the numbered dots, for the list below."""
    span = _span(shown_quarters(published, settings, wijk))
    rows = duiding_rows(duidingen, *span)
    return [(row["nr"], row["datum"], row["tekst"]) for row in rows]


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
) -> Spec:
    """All wijken by quarter: pilot on top, nulmeting dashed, start, numbered events, states.

    wijk is the wijk in focus (default the first pilot): its nulmeting and unripe quarters are
    written out. onzekerheid adds the 95% band of the pilot wijken, the focus and overige.
    duidingen: explanations of the reader's own conversations, as numbered dots.
    """
    focus = wijk or settings.pilot.wijken[0]
    pilots = settings.pilot.wijken
    greys = [item for item in settings.wijk_ids if item not in (*pilots, focus)]
    order = [*greys, OVERIGE_ROW, *([focus] if focus not in pilots else []), *pilots]
    series = {
        item: points_of(
            indicator,
            settings.wijk_naam(item),
            shown_quarters(published, settings, item, categorie),
        )
        for item in order
    }
    reference = read_nulmeting_figure(published, settings, indicator, focus, categorie)
    reference = reference if reference and reference.waarde is not None else None
    prominent = [item for item in order if item not in greys]
    banded = prominent if onzekerheid else []
    low, high, ticks = _range(series, banded, reference, is_share(indicator))
    left, right = _span(shown_quarters(published, settings, focus, categorie))

    layers = [_axes(indicator, left, right, low, high, ticks)]
    layers += _unit_layers(indicator, left, high)
    layers += frame_layers(series[focus], low, high)
    layers += [band_layer(series[item], colour_of(item, pilots, focus)[0], 0.16) for item in banded]
    start = decimal_year(settings.pilot.start)
    if left < start < right:
        layers += start_layers(start, low, high)
    for item in order:
        colour, width, _ = colour_of(item, pilots, focus)
        layers += line_layers(series[item], colour, width, item)
        layers += state_layers(series[item], colour, 24 + 12 * width, low)
    if reference and reference.waarde is not None:
        text = f"nulmeting {show_bare(indicator, reference.waarde)}"
        layers += nulmeting_layers(reference.waarde, text, left, right)
    if not any(point["s"] == AFGESCHERMD for point in series[focus]):
        layers += _unripe_note(shown_quarters(published, settings, focus, categorie), right, low)
    layers += event_layers(event_rows(_events(settings), left, right), low)
    layers += duiding_layers(duiding_rows(duidingen, left, right), low, high)
    layers += end_labels(_labels(series, settings, focus, low, high, hoogte))
    layers.append(hover_layer([point for item in order for point in series[item]]))
    top = 22 if short_unit(indicator) else 6 + 10 * bool(duidingen)
    padding = {"left": 4, "top": top, "right": 4, "bottom": 4}
    return frame_chart([layer for layer in layers if _has_data(layer)], hoogte, padding=padding)


def _has_data(layer: Spec) -> bool:
    return bool(layer.get("data", {}).get("values", True))


def _range(
    series: dict[str, list[Point]], banded: list[str], reference: Figure | None, share: bool
) -> tuple[float, float, list[float]]:
    found = [p["y"] for points in series.values() for p in points if p["y"] is not None]
    for item in banded:
        found += [p[k] for p in series[item] for k in ("lo", "hi") if p[k] is not None]
    if reference and reference.waarde is not None:
        found.append(reference.waarde)
    if not found:
        return 0.0, 1.0, []
    low, high = min(found), max(found)
    if low >= 0 and low < 0.45 * high:
        low = 0.0
    margin = 0.06 * (high - low or abs(high) or 1.0)
    top = min(high + margin, 1.0) if share and high <= 1 else high + margin  # no axis to 150%
    ticks = nice_ticks(low if low == 0 else low - margin, top)
    return ticks[0], ticks[-1], ticks


def _axes(
    indicator: Indicator, left: float, right: float, low: float, high: float, ticks: list[float]
) -> Spec:
    """An invisible mark that carries both axes: years in the middle of their year."""
    years = [year for year in range(int(left), int(right) + 1) if left <= year + 0.5 <= right]
    decimals = tick_decimals(ticks, 100 if is_share(indicator) else 1)
    pattern = f".{decimals}%" if is_share(indicator) else f",.{decimals}f"
    return {
        "data": {"values": [{"t": left, "y": low}]},
        "mark": {"type": "point", "opacity": 0, "aria": False},
        "encoding": {
            "x": {
                "field": "t",
                "type": "quantitative",
                "scale": {"domain": [left, right], "zero": False, "nice": False},
                "axis": {
                    "title": None,
                    "values": [year + 0.5 for year in years],
                    "labelExpr": "format(floor(datum.value), 'd')",
                    "grid": False,
                    "ticks": False,
                    "labelPadding": 14,
                    "labelFlush": False,
                },
            },
            "y": {
                "field": "y",
                "type": "quantitative",
                "scale": {"domain": [low, high], "zero": False, "nice": False},
                "axis": {
                    "title": None,
                    "values": ticks,
                    "format": pattern,
                    "domain": False,
                    "ticks": False,
                    "labelPadding": 6,
                },
            },
        },
    }


def _unit_layers(indicator: Indicator, left: float, high: float) -> list[Spec]:
    """The unit above the value axis; nothing where the numbers carry it (% and euros)."""
    unit = short_unit(indicator)
    if not unit:
        return []
    mark = {"type": "text", "align": "left", "baseline": "bottom", "dx": -34, "dy": -8}
    row = {"t": left, "y": high, "tekst": unit}
    encoding = {
        "x": {"field": "t", "type": "quantitative"},
        "y": {"field": "y", "type": "quantitative"},
        "text": {"field": "tekst"},
    }
    return [{"data": {"values": [row]}, "mark": mark, "encoding": encoding}]


def _unripe_note(quarters: list[Figure], right: float, low: float) -> list[Spec]:
    """'35 van 120 oud genoeg', the newest unripe quarter of the focus, under its open dot."""
    unripe = [item for item in quarters if item.status == NOG_NIET_RIJP]
    if not unripe or not unripe[-1].totaal:
        return []
    text = f"{show_quarter(unripe[-1].tot)}: {show_ripeness(unripe[-1])}"
    row = {"t": right, "y": low, "tekst": text}
    return halo_text([row], PILOT_KLEUR, {"align": "right", "baseline": "bottom", "dy": -14})


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
        last = drawn[-1]
        bold = item in (*settings.pilot.wijken, focus)
        text = settings.wijk_naam(item)
        if bold and last["s"] == OK:
            text = f"{text} {last['kaal']}"
        colour = colour_of(item, settings.pilot.wijken, focus)[2]
        rows.append({"t": last["t"], "y": last["y"], "tekst": text, "kleur": colour, "vet": bold})
    end = max((p["t"] for points in series.values() for p in points), default=0.0) + 0.09
    plot = max(hoogte - 50, 60)
    gap = 15.5 / plot * (high - low)
    places = dodge([row["y"] for row in rows], gap, low + gap / 3, high - gap / 3)
    for row, place in zip(rows, places, strict=True):
        is_old = end - row["t"] > _OUD_JAAR
        row["y2"] = row["y"] if is_old else place
        row["t2"] = row["t"] + 0.09 if is_old else end
        row["verschoven"] = not is_old and (abs(place - row["y"]) > gap / 4 or end - row["t"] > 0.2)
    return rows


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
