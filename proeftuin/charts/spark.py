"""The small line of all wijken on the overview, as an image to put inside HTML.

Written as SVG, not drawn by Altair: it stands inside a link, so it must be an image, and the first
overview would wait for Altair and its drawing of a row each (thirteen rows: 3.0 seconds of
processor time where this took 0.3 on the same machine).
"""

from base64 import b64encode

from markupsafe import Markup

from proeftuin.charts.style import INKT, LABEL, LICHT, OVERIGE_KLEUR, PILOT_KLEUR, WIJK, WIT
from proeftuin.indicators import Indicator
from proeftuin.results import Figure, Published, Uitkomst, quarters_of, read_nulmeting_figure
from proeftuin.sentences import STATUS_TEKST, TE_VROEG
from proeftuin.settings import Settings
from proeftuin.vocabulary import (
    AANTOONBAAR,
    AFGESCHERMD,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    OK,
    OVERIGE,
    TE_KLEIN,
    VOORLOPIG,
)

BREEDTE, HOOGTE = 240, 56
_RAND = 5
_BEELD = Markup('<img class="vonk" alt="{alt}" src="data:image/svg+xml;base64,{data}">')


def sparkline(
    published: Published, settings: Settings, indicator: Indicator, wijk: str, kwartalen: int = 12
) -> Markup:
    """All wijken over the last kwartalen quarters, the wijk on top, its nulmeting dashed.

    Grey: provisional. Open dots: not ripe. An empty frame that says why when there is no value.
    """
    focus = quarters_of(published, wijk)[-kwartalen:]
    tots = [item.tot for item in focus]
    series = {
        item: [q for q in quarters_of(published, item) if q.tot in tots]
        for item in (*settings.overige_wijken, OVERIGE, *settings.pilot.wijken)
    }
    before = read_nulmeting_figure(published, settings, indicator, wijk)
    found = [q.waarde for items in series.values() for q in items if q.waarde is not None]
    if not found:
        return _frame(_why_empty([q.status for q in focus]))
    if before and before.waarde is not None:
        found.append(before.waarde)
    low, high = min(found), max(found)
    span = (high - low) or 1.0

    def place(figure: Figure) -> tuple[float, float]:
        x = _RAND + (BREEDTE - 2 * _RAND) * tots.index(figure.tot) / max(len(tots) - 1, 1)
        y = HOOGTE - _RAND - (HOOGTE - 2 * _RAND) * ((figure.waarde or 0.0) - low) / span
        return round(x, 1), round(y, 1)

    parts = []
    if before and before.waarde is not None:
        y = round(HOOGTE - _RAND - (HOOGTE - 2 * _RAND) * (before.waarde - low) / span, 1)
        parts.append(
            f'<line x1="0" x2="{BREEDTE}" y1="{y}" y2="{y}" stroke="{PILOT_KLEUR}" '
            'stroke-width="1" stroke-dasharray="4 3"/>'
        )
    for item, quarters in series.items():
        colour, width = _look(item, wijk, settings)
        parts += _lines(
            [(place(q), _state(q)) for q in quarters if q.waarde is not None], colour, width
        )
    if not parts:  # single quarters of other wijken, too thin to see
        return _frame(_why_empty([q.status for q in focus]))
    return _svg("".join(parts), f"{indicator.naam} van alle wijken over {len(tots)} kwartalen")


def interval_mark(outcome: Uitkomst, reach: float) -> Markup:
    """The difference as a dot on a line from limit to limit, with a stroke at no difference.

    reach: the largest distance from 0 on any row, in times the smallest detectable change, so that
    rows can be compared downwards. The words stand beside it: the image says nothing of its own.
    Open: may be chance. '' without an interval.
    """
    if outcome.in_mdc is None:
        return Markup()
    onder, est, boven = (
        round(BREEDTE / 2 + (BREEDTE / 2 - 8) * value / reach, 1) for value in outcome.in_mdc
    )
    middle, y = BREEDTE / 2, 12
    fill = PILOT_KLEUR if outcome.verdict == AANTOONBAAR else WIT
    inside = (
        f'<line x1="0" x2="{BREEDTE}" y1="{y}" y2="{y}" stroke="{LICHT}" stroke-dasharray="1 4"/>'
        f'<line x1="{middle}" x2="{middle}" y1="2" y2="22" stroke="{INKT}"/>'
        f'<line x1="{onder}" x2="{boven}" y1="{y}" y2="{y}" stroke="{PILOT_KLEUR}" '
        f'stroke-width="2.5"/><circle cx="{est}" cy="{y}" r="5.5" fill="{fill}" '
        f'stroke="{PILOT_KLEUR}" stroke-width="2"/>'
    )
    return _svg(inside, "", 24)


def _why_empty(states: list[str]) -> str:
    """Why no quarter of the wijk has a value; these are their states, oldest first."""
    if AFGESCHERMD in states:
        return STATUS_TEKST[AFGESCHERMD]
    if not states or states[-1] == NOG_NIET_RIJP:
        return TE_VROEG
    return STATUS_TEKST[NIET_GELEVERD] if NIET_GELEVERD in states else "geen cijfers"


def _state(figure: Figure) -> str:
    """How a point is drawn: what is small and provisional as provisional."""
    return VOORLOPIG if figure.status == TE_KLEIN and figure.is_voorlopig else figure.status


def _look(item: str, focus: str, settings: Settings) -> tuple[str, float]:
    if item in settings.pilot.wijken:
        return PILOT_KLEUR, 2.6
    if item == focus:
        return INKT, 2.0
    return (OVERIGE_KLEUR, 1.5) if item == OVERIGE else (WIJK, 0.8)


def _lines(points: list[tuple[tuple[float, float], str]], colour: str, width: float) -> list[str]:
    solid = [point for point, status in points if status in (OK, TE_KLEIN)]
    parts = []
    if len(solid) > 1:
        path = " ".join(f"{x},{y}" for x, y in solid)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
            'stroke-linejoin="round" stroke-linecap="round"/>'
        )
    late = [point for point, status in points if status == VOORLOPIG]
    if late and solid:
        path = " ".join(f"{x},{y}" for x, y in [solid[-1], *late])
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{WIJK}" stroke-width="{width}" '
            'stroke-dasharray="2 2"/>'
        )
    if width < 1:
        return parts
    for (x, y), status in points:
        if status == NOG_NIET_RIJP:
            parts.append(f'<circle cx="{x}" cy="{y}" r="2.4" fill="{WIT}" stroke="{colour}"/>')
    if solid and width > 2:
        x, y = solid[-1]
        parts.append(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>')
    return parts


def _svg(inside: str, label: str, hoogte: int = HOOGTE) -> Markup:
    """An <img> that carries the SVG itself: the page's HTML filter drops bare SVG."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {BREEDTE} {hoogte}" '
        f'width="{BREEDTE}" height="{hoogte}" font-family="sans-serif">{inside}</svg>'
    )
    data = b64encode(svg.encode("utf-8")).decode("ascii")
    return _BEELD.format(alt=label, data=data)


def _frame(words: str) -> Markup:
    inside = (
        f'<rect x="1" y="1" width="{BREEDTE - 2}" height="{HOOGTE - 2}" fill="none" '
        f'stroke="{LICHT}"/><text x="{BREEDTE / 2}" y="{HOOGTE / 2 + 4}" text-anchor="middle" '
        f'font-size="12" fill="{LABEL}">{words}</text>'
    )
    return _svg(inside, words)
