"""The map on screen: choices in the address, the map itself, its legend and its table."""

from datetime import timedelta
from html import escape

import streamlit as st

from proeftuin.disclosure.published import Published
from proeftuin.indicators import INDICATORS, KERN, Indicator
from proeftuin.maps.cells import Cel, Keuze, Schaal, read_cells, read_scale, states_of
from proeftuin.maps.deck import HOOGTE, LAAG, build_map
from proeftuin.maps.outlines import read_vormen
from proeftuin.sentences.numbers import (
    AFGESCHERMD,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    OK,
    STATUS_UITLEG,
    TE_KLEIN,
    VOORLOPIG,
    show_bare,
    show_difference,
    show_quarter,
)
from proeftuin.settings.model import KWARTAAL
from proeftuin.ui.shell import Context, indicator_of, pick

_WAARDE, _VERANDERING = "waarde", "verandering"
_TOON = {_WAARDE: "Het cijfer zelf", _VERANDERING: "Verandering sinds de nulmeting"}
_LEGENDA = {
    TE_KLEIN: "klein",
    VOORLOPIG: "voorlopig",
    NOG_NIET_RIJP: "stippen",
    AFGESCHERMD: "arcering",
    NIET_GELEVERD: "leeg",
}


def pick_indicator() -> Indicator:
    """A choice of any indicator, ?indicator= in the address; the core indicators come first."""
    slugs = [*KERN, *(item.slug for item in INDICATORS if item.slug not in KERN)]
    return indicator_of(pick("Cijfer", slugs, "indicator", lambda slug: indicator_of(slug).naam))


def pick_window(context: Context, *, is_verandering: bool) -> Keuze:
    """A year window or a quarter, ?periode= in the address; the effectjaar comes first."""
    editie, settings = context.editie, context.settings
    quarters = {show_quarter(tot): tot for _, tot in editie.kwartalen}
    since = settings.perioden.grafiek_vanaf
    names: tuple[str, ...] = ("effectjaar", "nulmeting", "placebojaar")
    if is_verandering:
        since, names = settings.vensters.nulmeting[1] + timedelta(days=1), names[:1]
    shown = [name for name, tot in reversed(quarters.items()) if tot >= since]
    years = [name for name in names if name in editie.vensters]
    chosen = pick("Periode", [*years, *shown], "periode", lambda name: name[:1].upper() + name[1:])
    if chosen in quarters:
        return Keuze(KWARTAAL, quarters[chosen], is_verandering)
    return Keuze(chosen, None, is_verandering)


def pick_mode() -> bool:
    """True for the change since the nulmeting, ?toon= in the address."""
    return pick("Toon", list(_TOON), "toon", _TOON.__getitem__) == _VERANDERING


def show_map(
    context: Context, published: Published, indicator: Indicator, keuze: Keuze, wijk: str
) -> None:
    """The map; a click puts the wijk in the address. Its legend and table are drawn apart."""
    cells = read_cells(published, context.settings, indicator, keuze)
    schaal = read_scale(published, context.settings, indicator, keuze)
    deck = build_map(
        read_vormen(context.settings),
        cells,
        schaal,
        gekozen=wijk,
        achtergrond=context.settings.geo.achtergrond,
    )
    key = f"kaartbeeld_{wijk}"  # a new key per wijk lets the same wijk be clicked again

    def remember() -> None:
        """Put the wijk that was clicked in the address."""
        objects = st.session_state[key].selection.objects.get(LAAG, [])
        if objects:
            st.session_state["wijk"] = objects[0]["wijk"]

    st.pydeck_chart(
        deck,
        height=HOOGTE,
        on_select=remember,
        selection_mode="single-object",
        key=key,
        alt=describe_map(context, indicator, keuze, cells),
    )
    st.html(
        '<p class="noot">Klik op een wijk om die te kiezen. Ziet u geen kaart? Dan toont uw '
        "browser geen WebGL. De tabel hieronder zegt hetzelfde.</p>"
    )


def show_legend(context: Context, published: Published, indicator: Indicator, keuze: Keuze) -> None:
    """The colours and states of this map in words."""
    cells = read_cells(published, context.settings, indicator, keuze)
    schaal = read_scale(published, context.settings, indicator, keuze)
    st.html(legend(indicator, cells, schaal))


def describe_map(
    context: Context, indicator: Indicator, keuze: Keuze, cells: tuple[Cel, ...]
) -> str:
    """What a screen reader says of the map: every wijk with its words."""
    what = "verandering sinds de nulmeting" if keuze.is_verandering else "cijfer"
    values = "; ".join(f"{cell.naam} {' '.join(cell.tekst.split())}" for cell in cells)
    return (
        f"Kaart van {context.settings.gemeente.naam}, {indicator.naam.lower()}, {what}: {values}."
    )


def legend(indicator: Indicator, cells: tuple[Cel, ...], schaal: Schaal) -> str:
    """The colours and the states on the map in words, as HTML."""
    rows = []
    coloured = any(cell.waarde is not None and cell.status in (OK, TE_KLEIN) for cell in cells)
    if coloured and schaal.laag < schaal.hoog:
        rows.append(_scale_row(indicator, schaal))
    rows.append('<li><i class="vak pilot"></i>Blauwe rand: wijk van de proeftuin</li>')
    rows += [
        f'<li><i class="vak {_LEGENDA[status]}"></i>{escape(STATUS_UITLEG[status])}</li>'
        for status in states_of(cells)
    ]
    return f'<ul class="kaart-legenda">{"".join(rows)}</ul>'


def _scale_row(indicator: Indicator, schaal: Schaal) -> str:
    def css(value: float) -> str:
        red, green, blue = schaal.rgb(value)
        return f"rgb({red},{green},{blue})"

    if schaal.is_verandering:
        reach = max(abs(schaal.laag), abs(schaal.hoog))
        ends = (f"{show_difference(indicator, -reach)}", f"{show_difference(indicator, reach)}")
        stops = f"{css(-reach)}, #fff, {css(reach)}"
        words = "Blauw is lager, wit is gelijk, oranje is hoger dan in de nulmeting."
    else:
        ends = (show_bare(indicator, schaal.laag), show_bare(indicator, schaal.hoog))
        stops = f"{css(schaal.laag)}, {css(schaal.hoog)}"
        words = "Van de laagste naar de hoogste waarde van alle wijken en perioden."
    return (
        f'<li class="schaal"><span>{escape(ends[0])}</span>'
        f'<i style="background:linear-gradient(to right,{stops})"></i>'
        f"<span>{escape(ends[1])}</span><small>{words}</small></li>"
    )
