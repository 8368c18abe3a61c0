"""The map of the wijken as a pydeck Deck, from published figures only.

The browser receives every property of a layer, so a layer holds a wijk, its words and a colour
and nothing else. Nothing is fetched from outside unless the configuration names a basemap.
"""

from typing import Any
from urllib.parse import quote

import pydeck
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from proeftuin.charts import INKT, LABEL, LETTER, LICHT, PILOT_KLEUR
from proeftuin.maps.cells import GRIJSVLAK, WIT, Cel, Rgb, Schaal, mix, parse_colour
from proeftuin.maps.outlines import (
    Vorm,
    clear_label,
    dash,
    fit_height,
    grid_points,
    hatch,
    name_lines,
    view_box,
)
from proeftuin.vocabulary import AFGESCHERMD, NIET_GELEVERD, NOG_NIET_RIJP, OK, TE_KLEIN, VOORLOPIG

EMPTY_STYLE = "data:application/json," + quote('{"version":8,"sources":{},"layers":[]}')
LAAG = "wijken"  # id of the layer a click selects from
_WIDE = 340  # pixels that always fit: a phone; a wide screen shows white beside the map
_LOW, _HIGH, _EDGE = 240, 430, 40  # pixels of the map itself, and free above and below it
_HATCH, _DOTS, _DASH = 0.0035, 0.005, 0.004  # degrees of latitude

_LABEL = (0.046, 0.0135)  # degrees: room for three short lines at the first zoom

Row = dict[str, Any]


class Kaartbeeld(pydeck.Deck):  # type: ignore[misc]  # pydeck has no types
    """A finished map: what the browser gets of it is written once."""

    def __init__(self, **parts: Any) -> None:
        """As pydeck.Deck."""
        super().__init__(**parts)
        self._text: str = super().to_json()

    def to_json(self) -> str:
        """The map as JSON, of when it was made."""
        return self._text


def build_map(
    vormen: tuple[Vorm, ...],
    cells: tuple[Cel, ...],
    schaal: Schaal,
    *,
    gekozen: str | None = None,
    achtergrond: str = "",
) -> Kaartbeeld:
    """The Deck: filled wijken with patterns per state, borders, pilot outline and labels.

    gekozen is the selected wijk, drawn with a dark outline. achtergrond is the address of a
    basemap style; empty means nothing leaves the machine.
    """
    by_wijk = {cell.wijk: cell for cell in cells}
    drawn = [(vorm, by_wijk[vorm.wijk]) for vorm in vormen]
    layers = [
        _fill_layer(drawn, schaal, see_through=bool(achtergrond)),
        *_pattern_layers(drawn),
        _path_layer("grenzen", _border_rows(drawn), LICHT, 1.2),
        *_emphasis_layers(vormen, gekozen),
        *_leader_layers(vormen),
        _label_layer(drawn),
    ]
    height = map_height(vormen) - _EDGE
    longitude, latitude, zoom = view_box(vormen, width=_WIDE, height=height)
    return Kaartbeeld(
        layers=layers,
        initial_view_state=pydeck.ViewState(
            longitude=longitude, latitude=latitude, zoom=zoom, min_zoom=zoom - 1, max_zoom=zoom + 4
        ),
        views=[pydeck.View(type="MapView", controller={"scrollZoom": False, "dragRotate": False})],
        map_style=achtergrond or EMPTY_STYLE,
        map_provider="carto",
        tooltip={
            "text": "{naam}\n{tekst}",
            "style": {"backgroundColor": INKT, "color": "#FFFFFF", "fontSize": "14px"},
        },
    )


def map_height(vormen: tuple[Vorm, ...]) -> int:
    """Pixels of the whole map: as high as the shape of the gemeente asks."""
    return fit_height(vormen, width=_WIDE, low=_LOW, high=_HIGH) + _EDGE


def _leader_layers(vormen: tuple[Vorm, ...]) -> list[pydeck.Layer]:
    """A thin line from a name that found no room inside its wijk to that wijk."""
    rows = []
    for vorm in vormen:
        if not vorm.geometry.intersects(Point(vorm.label)):
            inside = vorm.geometry.representative_point()
            rows.append({"pad": [list(vorm.label), [inside.x, inside.y]]})
    return [_path_layer("naar_naam", rows, INKT, 1)] if rows else []


def fill_of(cell: Cel, schaal: Schaal) -> Rgb:
    """The colour of a wijk; white where the state says it by its pattern."""
    if cell.status == VOORLOPIG:
        return parse_colour(GRIJSVLAK)
    if fill_is_empty(cell) or cell.waarde is None:
        return WIT
    colour = schaal.rgb(cell.waarde)
    return mix(WIT, colour, 0.55) if cell.status == TE_KLEIN else colour


def fill_is_empty(cell: Cel) -> bool:
    """True for a wijk without colour: only its frame and pattern are drawn."""
    if cell.status == VOORLOPIG:
        return False
    return cell.waarde is None or cell.status not in (OK, TE_KLEIN)


def _fill_layer(
    drawn: list[tuple[Vorm, Cel]], schaal: Schaal, *, see_through: bool
) -> pydeck.Layer:
    rows = [
        {
            "wijk": vorm.wijk,
            "naam": vorm.naam,
            "tekst": cell.tekst,
            "kleur": [*fill_of(cell, schaal), 190 if see_through else 255],
            "vlak": [[list(point) for point in ring.coords] for ring in rings],
        }
        for vorm, cell in drawn
        for rings in ([part.exterior, *part.interiors] for part in vorm.polygons)
    ]
    return pydeck.Layer(
        "PolygonLayer",
        id=LAAG,
        data=rows,
        get_polygon="vlak",
        get_fill_color="kleur",
        filled=True,
        stroked=False,
        pickable=True,
        auto_highlight=False,
    )


def _pattern_layers(drawn: list[tuple[Vorm, Cel]]) -> list[pydeck.Layer]:
    """Hatching, open dots and an empty frame: a state is told apart without its colour."""
    hatched = [
        line
        for vorm, cell in drawn
        if cell.status == AFGESCHERMD
        for line in hatch(_free(vorm), spacing=_HATCH)
    ]
    dotted = [
        point
        for vorm, cell in drawn
        if cell.status == NOG_NIET_RIJP
        for point in grid_points(_free(vorm), spacing=_DOTS)
    ]
    framed = [
        line
        for vorm, cell in drawn
        if fill_is_empty(cell)
        for line in (dash(vorm, length=_DASH) if cell.status == NIET_GELEVERD else vorm.rings)
    ]
    layers = []
    if hatched:
        layers.append(_path_layer("arcering", [{"pad": line} for line in hatched], LABEL, 1))
    if dotted:
        layers.append(
            pydeck.Layer(
                "ScatterplotLayer",
                id="stippen",
                data=[{"plaats": point} for point in dotted],
                get_position="plaats",
                get_radius=3,
                radius_units=pydeck.types.String("pixels"),
                filled=False,
                stroked=True,
                get_line_color=list(parse_colour(LABEL)),
                get_line_width=1,
                line_width_units=pydeck.types.String("pixels"),
            )
        )
    if framed:
        layers.append(_path_layer("kaders", [{"pad": line} for line in framed], LABEL, 1.5))
    return layers


def _free(vorm: Vorm) -> BaseGeometry:
    """The outline without the place of its label, where a pattern would hide the words."""
    return clear_label(vorm, width=_LABEL[0], height=_LABEL[1])


def _border_rows(drawn: list[tuple[Vorm, Cel]]) -> list[Row]:
    """Thin borders of filled wijken; a frame is drawn around the empty ones instead."""
    return [{"pad": ring} for vorm, cell in drawn if not fill_is_empty(cell) for ring in vorm.rings]


def _emphasis_layers(vormen: tuple[Vorm, ...], gekozen: str | None) -> list[pydeck.Layer]:
    """The pilot in thick deep blue on white, and the chosen wijk in dark ink."""
    pilot = [{"pad": ring} for vorm in vormen if vorm.is_pilot for ring in vorm.rings]
    chosen = [
        {"pad": ring}
        for vorm in vormen
        if vorm.wijk == gekozen and not vorm.is_pilot
        for ring in vorm.rings
    ]
    layers = []
    if chosen:
        layers.append(_path_layer("gekozen", chosen, INKT, 2.5))
    layers += [
        _path_layer("pilot_rand", pilot, "#FFFFFF", 8),
        _path_layer("pilot", pilot, PILOT_KLEUR, 5),
    ]
    return layers


def _path_layer(naam: str, rows: list[Row], colour: str, width: float) -> pydeck.Layer:
    """Lines of a width in pixels."""
    return pydeck.Layer(
        "PathLayer",
        id=naam,
        data=rows,
        get_path="pad",
        get_color=list(parse_colour(colour)),
        get_width=width,
        width_units=pydeck.types.String("pixels"),
        joint_rounded=True,
        cap_rounded=False,
        pickable=False,
    )


def _label_layer(drawn: list[tuple[Vorm, Cel]]) -> pydeck.Layer:
    rows = [
        {"plaats": list(vorm.label), "tekst": "\n".join([*name_lines(vorm.kort), cell.tekst])}
        for vorm, cell in drawn
    ]
    return pydeck.Layer(
        "TextLayer",
        id="namen",
        data=rows,
        get_position="plaats",
        get_text="tekst",
        get_size=14,
        get_color=list(parse_colour(INKT)),
        line_height=1.2,
        character_set=pydeck.types.String("auto"),
        font_family=pydeck.types.String(LETTER),
        font_settings={"sdf": True, "fontSize": 64, "buffer": 16, "radius": 24},
        font_weight=600,
        outline_width=6,
        outline_color=[255, 255, 255, 235],
        pickable=False,
    )
