"""What the map says of each wijk: figure, state, words and colour, from published figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from proeftuin.charts import HOGER_KLEUR, LAGER_KLEUR
from proeftuin.indicators import Indicator, is_share
from proeftuin.results import (
    Change,
    Figure,
    Published,
    describe_change,
    is_overgang,
    quarters_of,
    read_nulmeting_figure,
    read_window,
)
from proeftuin.sentences import (
    GEEN,
    STATUS_TEKST,
    difference_unit,
    show_bare,
    show_bare_difference,
    show_figure,
    show_ripeness,
    with_unit,
)
from proeftuin.settings import Settings
from proeftuin.vocabulary import (
    AFGESCHERMD,
    KWARTAAL,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    NULMETING,
    OK,
    ONVOLLEDIG,
    TE_KLEIN,
    VOORLOPIG,
)

Rgb = tuple[int, int, int]
LICHTBLAUW, MIDDENBLAUW = "#E3ECF6", "#4C8ACB"  # the deep blue stays for the outline of the pilot
GRIJSVLAK = "#CBD1D6"
WIT: Rgb = (255, 255, 255)


@dataclass(frozen=True)
class Keuze:
    """What the map shows: a window, its last day for a quarter, and value or change."""

    venster: str
    tot: date | None = None
    is_verandering: bool = False


@dataclass(frozen=True)
class Cel:
    """One wijk on the map. waarde is what is coloured (value or change), None without colour."""

    wijk: str
    naam: str
    figure: Figure | None
    change: Change | None
    status: str
    waarde: float | None
    tekst: str


@dataclass(frozen=True)
class Schaal:
    """The range of the colours, the same for every window of its kind; is_verandering: around 0."""

    low: float
    high: float
    is_verandering: bool

    def rgb(self, value: float) -> Rgb:
        """Light to middle blue for a value; blue below zero and orange above for a change."""
        if self.is_verandering:
            reach = max(abs(self.low), abs(self.high)) or 1.0
            end = LAGER_KLEUR if value < 0 else HOGER_KLEUR
            return mix(WIT, parse_colour(end), 0.75 * min(1.0, abs(value) / reach))
        span = self.high - self.low
        part = (value - self.low) / span if span else 0.5
        return mix(parse_colour(LICHTBLAUW), parse_colour(MIDDENBLAUW), min(1.0, max(0.0, part)))


def parse_colour(text: str) -> Rgb:
    """(red, green, blue) of '#RRGGBB'."""
    return (int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16))


def mix(first: Rgb, second: Rgb, part: float) -> Rgb:
    """The colour at part (0..1) of the way from first to second."""
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(first, second, strict=True))
    return red, green, blue


def read_cells(
    published: Published, settings: Settings, indicator: Indicator, keuze: Keuze
) -> tuple[Cel, ...]:
    """One Cel per configured wijk, in their order."""
    return tuple(_cell(published, settings, indicator, keuze, wijk) for wijk in settings.wijk_ids)


def _cell(
    published: Published, settings: Settings, indicator: Indicator, keuze: Keuze, wijk: str
) -> Cel:
    figure = read_choice(published, wijk, keuze)
    naam = settings.wijk_naam(wijk)
    change = None
    if keuze.is_verandering:
        change = describe_change(
            indicator, figure, read_before(published, settings, indicator, keuze, wijk), settings
        )
        status, tekst = _change_text(indicator, change)
        return Cel(wijk, naam, figure, change, status, change.verschil, tekst)
    if figure is None:
        return Cel(wijk, naam, None, None, NIET_GELEVERD, None, "niet geleverd")
    is_late = figure.status == TE_KLEIN and figure.is_voorlopig
    status = VOORLOPIG if is_late else figure.status
    return Cel(wijk, naam, figure, None, status, figure.waarde, _value_text(indicator, figure))


def read_choice(published: Published, wijk: str, keuze: Keuze) -> Figure | None:
    """The figure of a wijk in the chosen window; None when the edition has no such row."""
    if keuze.venster != KWARTAAL:
        return read_window(published, wijk, keuze.venster)
    quarters = quarters_of(published, wijk)
    return next((item for item in quarters if item.tot == keuze.tot), None)


def read_before(
    published: Published, settings: Settings, indicator: Indicator, keuze: Keuze, wijk: str
) -> Figure | None:
    """A quarter is compared with its like of the nulmeting, a year with the nulmeting itself."""
    if keuze.venster == KWARTAAL:
        return read_nulmeting_figure(published, settings, indicator, wijk)
    return read_window(published, wijk, NULMETING)


def _value_text(indicator: Indicator, figure: Figure) -> str:
    """Short words on the map: '15,1%', '(15,1%)', '<10', '12 van 40 lang genoeg gevolgd'."""
    if figure.status == NOG_NIET_RIJP:
        return show_ripeness(figure, "\n")
    if figure.status == TE_KLEIN and figure.is_voorlopig and figure.waarde is not None:
        return f"({show_bare(indicator, figure.waarde)})\nvoorlopig"
    if figure.status == VOORLOPIG and figure.waarde is not None:
        return f"{show_bare(indicator, figure.waarde)}\nvoorlopig"
    return show_figure(indicator, figure, unit=False)


def _change_text(indicator: Indicator, change: Change) -> tuple[str, str]:
    """(state, words) of a change; without one, the state of the figure that is in the way."""
    if change.verschil is not None:
        unit = "punt" if is_share(indicator) else difference_unit(indicator)
        return OK, with_unit(show_bare_difference(indicator, change.verschil), unit)
    for item in (change.now, change.nulmeting):
        if item is None or item.status == NIET_GELEVERD:
            return NIET_GELEVERD, "niet geleverd"
        if item.status == AFGESCHERMD:
            return AFGESCHERMD, show_figure(indicator, item)
        if item.status == NOG_NIET_RIJP:
            return NOG_NIET_RIJP, show_ripeness(item, "\n")
        if item.status == VOORLOPIG:
            return VOORLOPIG, "voorlopig"
        if item.status == TE_KLEIN and item.waarde is not None:
            return TE_KLEIN, "klein aantal"
        if item.noemer_mist:
            return TE_KLEIN, STATUS_TEKST[ONVOLLEDIG]
    return TE_KLEIN, GEEN


def read_scale(
    published: Published, settings: Settings, indicator: Indicator, keuze: Keuze
) -> Schaal:
    """Lowest and highest usable value of all wijken over every window of the chosen kind."""
    if keuze.venster == KWARTAAL:
        days = [item.tot for item in quarters_of(published, settings.wijk_ids[0])]
        shown = [day for day in days if day >= settings.perioden.grafiek_vanaf]
        kinds = [Keuze(KWARTAAL, day, keuze.is_verandering) for day in shown]
    else:
        kinds = [Keuze(item.naam, None, keuze.is_verandering) for item in settings.named_vensters]
    if keuze.is_verandering:
        end = settings.vensters.nulmeting[1]
        kinds = [
            item
            for item in kinds
            if item.tot is None
            or (item.tot > end and not is_overgang(item.tot, item.tot, settings))
        ]
        kinds = [item for item in kinds if item.venster != NULMETING]
    found = [
        cell.waarde
        for kind in kinds
        for cell in read_cells(published, settings, indicator, kind)
        if cell.waarde is not None and cell.status in (OK, TE_KLEIN)
    ]
    return Schaal(min(found, default=0.0), max(found, default=0.0), keuze.is_verandering)


def states_of(cells: Iterable[Cel]) -> list[str]:
    """The states on the map that need explaining, each once."""
    order = (TE_KLEIN, VOORLOPIG, NOG_NIET_RIJP, AFGESCHERMD, NIET_GELEVERD)
    present = {cell.status for cell in cells if cell.status != TE_KLEIN or cell.waarde is not None}
    return [status for status in order if status in present]
