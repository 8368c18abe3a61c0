"""Outlines of the wijken: the CBS areas of each configured wijk dissolved to one shape.

With them the place of each name, well inside its outline and clear of the other names, and the
patterns that tell states apart without colour: hatched lines and dots, computed here so that the
map needs nothing from outside. Geometry only; no figures.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import cos, log2, radians
from pathlib import Path
from textwrap import wrap

import geopandas
import numpy as np
from shapely import (
    MultiPolygon,
    Point,
    Polygon,
    affinity,
    contains_xy,
    distance,
    make_valid,
    points,
    set_precision,
    union_all,
)
from shapely.geometry import LineString, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from proeftuin.errors import SettingsError
from proeftuin.files import file_stamp
from proeftuin.settings import Settings, Wijk

Coordinate = tuple[float, float]
_HEIGHT = 0.6  # height of a label of two lines over its width: names are wider than high
_LETTER = 0.022  # width of a letter over the width of the whole map, at the first zoom
_LINES = 0.1  # height of two lines over the width of the whole map
_SHORTEST = 6  # letters of a value
_WIDEST = 14  # letters of a line of a name
_RINGS = 40
_GRID = 40
_ROOM = 0.25  # a place with this part of the best room will do to stay clear of another name


def place_labels(shapes: Mapping[str, tuple[str, BaseGeometry]]) -> dict[str, Coordinate]:
    """Longitude and latitude of the label of every wijk; shapes: wijk -> (name, outline).

    Small outlines choose first. A name that finds no free place inside its outline takes the
    nearest one outside it (the map then draws a line to the wijk), so that no two overlap.
    """
    bounds = np.array([shape.bounds for _, shape in shapes.values()])
    middle = (bounds[:, 1].min() + bounds[:, 3].max()) / 2
    width = bounds[:, 2].max() - bounds[:, 0].min()
    width = max(width, (bounds[:, 3].max() - bounds[:, 1].min()) / cos(radians(middle)) * 0.8)
    placed: dict[str, Coordinate] = {}
    boxes: list[tuple[float, float, float, float]] = []
    for wijk in sorted(shapes, key=lambda item: shapes[item][1].area):
        naam, shape = shapes[wijk]
        lines = name_lines(naam)
        half_wide = max(_SHORTEST, *map(len, lines)) * _LETTER * width / 2
        half_high = _LINES * (1 + len(lines)) / 2 * width * cos(radians(middle)) / 2
        choices = roomy_points(shape)
        around = chain(choices, _places_around(choices[0], half_wide / 2, half_high / 2))
        best = next(
            (place for place in around if _is_free(place, half_wide, half_high, boxes)), choices[0]
        )
        placed[wijk] = best
        boxes.append((best[0], best[1], half_wide, half_high))
    return {wijk: placed[wijk] for wijk in shapes}


def name_lines(naam: str) -> list[str]:
    """A long name in lines of about _WIDEST letters, broken at a space or after a hyphen."""
    return wrap(naam, _WIDEST, break_long_words=False) or [naam]


def _places_around(centre: Coordinate, wide: float, high: float) -> Iterator[Coordinate]:
    """Places around a point in growing rings, the nearest first."""
    for ring in range(1, _RINGS):
        steps = range(-ring, ring + 1)
        places = [(x, y) for x in steps for y in steps if max(abs(x), abs(y)) == ring]
        for x, y in sorted(places, key=lambda place: place[0] ** 2 + place[1] ** 2):
            yield centre[0] + x * wide, centre[1] + y * high


def _is_free(
    place: Coordinate,
    half_wide: float,
    half_high: float,
    boxes: list[tuple[float, float, float, float]],
) -> bool:
    return all(
        abs(place[0] - x) >= half_wide + wide or abs(place[1] - y) >= half_high + high
        for x, y, wide, high in boxes
    )


def roomy_points(shape: BaseGeometry) -> list[Coordinate]:
    """Points inside the largest part of a shape, the roomiest first, never empty.

    Room is the distance to the border, east-west counting for less; of equal room the one
    nearest to the middle comes first.
    """
    parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
    largest = max((part for part in parts if isinstance(part, Polygon)), key=lambda p: p.area)
    squeeze = cos(radians(largest.centroid.y)) * _HEIGHT
    flat = affinity.scale(largest, xfact=squeeze, origin=(0, 0))
    west, south, east, north = flat.bounds
    x, y = (
        grid.ravel()
        for grid in np.meshgrid(np.linspace(west, east, _GRID), np.linspace(south, north, _GRID))
    )
    inside = contains_xy(flat, x, y)
    if not inside.any():
        point = largest.representative_point()
        return [(float(point.x), float(point.y))]
    x, y = x[inside], y[inside]
    room = distance(points(x, y), flat.exterior)
    away = distance(points(x, y), Point(flat.centroid))
    order = np.lexsort((away, -np.round(room / room.max(), 1)))
    order = order[room[order] >= _ROOM * room.max()]
    return [(float(x[item] / squeeze), float(y[item])) for item in order]


_GRADEN = (-180.0, -90.0, 180.0, 90.0)
_RD = (-7_000.0, 289_000.0, 300_000.0, 629_000.0)  # the land of the Dutch grid, in metres
PRECISION = 1e-6  # degrees, about a decimetre: closes slivers between neighbours


@dataclass(frozen=True)
class Vorm:
    """The outline of one configured wijk in WGS 84 degrees, with a point to write its name.

    kort is the name as it is written there; naam is whole.
    """

    wijk: str
    naam: str
    kort: str
    is_pilot: bool
    geometry: BaseGeometry
    label: Coordinate

    @property
    def polygons(self) -> list[Polygon]:
        """The parts of the outline; one for most wijken."""
        parts = getattr(self.geometry, "geoms", [self.geometry])
        return [part for part in parts if isinstance(part, Polygon) and not part.is_empty]

    @property
    def rings(self) -> list[list[Coordinate]]:
        """Outer and inner rings of all parts, each a closed list of (longitude, latitude)."""
        return [
            [(float(x), float(y)) for x, y in ring.coords]
            for part in self.polygons
            for ring in (part.exterior, *part.interiors)
        ]


@dataclass(frozen=True)
class Bron:
    """What the outlines file says about itself; empty text where it is silent."""

    bron: str
    jaar: str
    licentie: str
    licentie_adres: str
    bewerking: str


def read_bron(omtrek: str) -> Bron:
    """Source, year, licence and treatment written inside the outlines file.

    Empty texts for a file that is no JSON, such as a GeoPackage: it has no place for them.
    """
    keys = ("bron", "jaar", "licentie", "licentie_adres", "bewerking")
    try:
        table = json.loads(_existing(omtrek).read_text(encoding="utf-8"))
    except ValueError:
        table = {}
    return Bron(*(str(table.get(key, "")) for key in keys))


def read_vormen(settings: Settings) -> tuple[Vorm, ...]:
    """One Vorm per configured wijk, in the order of the configuration.

    A gebied BU... is looked up in the property buurtcode; a gebied WK... in wijkcode, where a
    file with buurten only is dissolved to its wijken. Raises SettingsError naming the key when
    the file or a configured gebied is missing.
    """
    kort = tuple(settings.wijk_kort(wijk) for wijk in settings.wijk_ids)
    omtrek = settings.geo.omtrek
    stamp = file_stamp(Path(omtrek))
    return _read_vormen(omtrek, stamp, settings.wijk, settings.pilot.wijken, kort)


@lru_cache(maxsize=4)
def _read_vormen(
    omtrek: str,
    stamp: tuple[int, ...],
    wijken: tuple[Wijk, ...],
    pilot: tuple[str, ...],
    kort: tuple[str, ...],
) -> tuple[Vorm, ...]:
    """stamp: the file read anew once it was replaced."""
    areas = read_areas(omtrek)
    shapes = {}
    for wijk in wijken:
        parts = [_area(areas, gebied, wijk.id, omtrek) for gebied in wijk.gebieden]
        shapes[wijk.id] = union_all(set_precision(parts, PRECISION))
    words = dict(zip((wijk.id for wijk in wijken), kort, strict=True))
    labels = place_labels({wijk.id: (words[wijk.id], shapes[wijk.id]) for wijk in wijken})
    return tuple(
        Vorm(
            wijk=wijk.id,
            naam=wijk.naam,
            kort=words[wijk.id],
            is_pilot=wijk.id in pilot,
            geometry=shapes[wijk.id],
            label=labels[wijk.id],
        )
        for wijk in wijken
    )


def read_areas(omtrek: str) -> geopandas.GeoDataFrame:
    """All areas of the outlines file as valid shapes in WGS 84, with wijkcode (and buurtcode).

    Areas without a shape are left out. A file that does not say in which coordinates it is drawn
    and holds metres of the Dutch grid (RD) is read as such. SettingsError (Dutch) for a file that
    cannot be read, has no codes, or is drawn in something else.
    """
    file = _existing(omtrek)
    try:
        frame = geopandas.read_file(file)
    except Exception as error:  # every kind of file has a reader with errors of its own
        raise SettingsError(
            f"Sleutel 'geo.omtrek': bestand '{file.name}' is niet te lezen als kaart. Sla de "
            "wijkgrenzen op als GeoJSON, bijvoorbeeld vanaf PDOK, en probeer het opnieuw."
        ) from error
    if not {"wijkcode", "buurtcode"} & set(frame.columns):
        raise SettingsError(
            f"Sleutel 'geo.omtrek': bestand '{file.name}' heeft geen eigenschap wijkcode "
            "of buurtcode. Geef elk gebied zijn CBS-code, of laat dat doen (ook als de code er "
            "onder een andere naam staat): python -m proeftuin haal geo "
            f"--uit '{file}' --naar wijken.geojson"
        )
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)].reset_index(drop=True)
    frame["geometry"] = [make_valid(shape) for shape in _to_degrees(frame, file.name).geometry]
    return frame.set_crs(4326, allow_override=True)


def _to_degrees(frame: geopandas.GeoDataFrame, naam: str) -> geopandas.GeoDataFrame:
    """The shapes in WGS 84; SettingsError where they cannot be on the earth."""
    if len(frame) and not _fits(frame, _GRADEN):
        if _fits(frame, _RD) and (frame.crs is None or frame.crs.is_geographic):
            frame = frame.set_crs(28992, allow_override=True)
    if frame.crs is not None and not frame.crs.equals("EPSG:4326"):
        frame = frame.to_crs(4326)
    if len(frame) and not _fits(frame, _GRADEN):
        raise SettingsError(
            f"Sleutel 'geo.omtrek': de punten in '{naam}' liggen niet op de aarde. Sla het bestand "
            "op in WGS 84 (graden) of RD (EPSG:28992) en schrijf dat erin."
        )
    return frame


def _fits(frame: geopandas.GeoDataFrame, bounds: tuple[float, float, float, float]) -> bool:
    west, south, east, north = frame.total_bounds
    return bool(
        bounds[0] <= west and bounds[1] <= south and east <= bounds[2] and north <= bounds[3]
    )


def _existing(omtrek: str) -> Path:
    file = Path(omtrek)
    if not file.is_file():
        raise SettingsError(
            f"Sleutel 'geo.omtrek': bestand '{omtrek}' bestaat niet. Zet de wijkgrenzen als "
            "GeoJSON op die plek, haal ze op met python -m proeftuin haal geo, of pas de sleutel "
            "aan."
        )
    return file


def _area(areas: geopandas.GeoDataFrame, gebied: str, wijk: str, omtrek: str) -> BaseGeometry:
    """The shape of one CBS code: the feature itself, or the buurten that belong to it."""
    for column in ("buurtcode", "wijkcode"):
        if column in areas.columns:
            found = (areas[column] == gebied).to_numpy(bool)
            if column == "wijkcode" and "buurtcode" in areas.columns:
                whole = found & areas["buurtcode"].isna().to_numpy()
                found = whole if whole.any() else found
            if found.any():
                return union_all(areas.geometry.to_numpy()[found])
    raise SettingsError(
        f"Sleutel 'wijk.gebieden' van wijk '{wijk}': gebied '{gebied}' staat niet in "
        f"'{Path(omtrek).name}'. Voeg de omtrek toe of haal de code weg."
    )


def clear_label(vorm: Vorm, *, width: float, height: float) -> BaseGeometry:
    """The outline without a rectangle around its label; width and height in degrees."""
    x, y = vorm.label
    return vorm.geometry - box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def hatch(shape: BaseGeometry, *, spacing: float, angle: float = 45.0) -> list[list[Coordinate]]:
    """Parallel lines clipped to a shape: each a list of two or more (lon, lat).

    spacing is in degrees of latitude, angle in degrees anticlockwise from the horizontal.
    """
    west, south, east, north = shape.bounds
    middle, reach = Point((west + east) / 2, (south + north) / 2), (east - west) + (north - south)
    lines: list[list[Coordinate]] = []
    for offset in np.arange(-reach, reach, spacing):
        line = LineString(
            [(middle.x - reach, middle.y + offset), (middle.x + reach, middle.y + offset)]
        )
        clipped = affinity.rotate(line, angle, origin=middle).intersection(shape)
        parts = getattr(clipped, "geoms", [clipped])
        lines += [
            [(round(x, 6), round(y, 6)) for x, y in part.coords]
            for part in parts
            if isinstance(part, LineString) and not part.is_empty
        ]
    return lines


def grid_points(shape: BaseGeometry, *, spacing: float) -> list[Coordinate]:
    """Points of a regular grid inside a shape; spacing in degrees of latitude."""
    west, south, east, north = shape.bounds
    step = spacing / cos(radians((south + north) / 2))
    inner = shape.buffer(-spacing / 4)
    grid = [
        Point(x + (step / 2 if row % 2 else 0), y)
        for row, y in enumerate(np.arange(south, north, spacing))
        for x in np.arange(west - step, east, step)
    ]
    return [(round(p.x, 6), round(p.y, 6)) for p in grid if inner.contains(p)]


def view_box(vormen: tuple[Vorm, ...], *, width: int, height: int) -> tuple[float, float, float]:
    """Longitude, latitude and web-mercator zoom that show all outlines in width x height pixels."""
    west, south, east, north = geopandas.GeoSeries([vorm.geometry for vorm in vormen]).total_bounds
    middle = (south + north) / 2
    degrees_wide = east - west
    degrees_high = (north - south) / cos(radians(middle))
    zoom = min(log2(width * 360 / (512 * degrees_wide)), log2(height * 360 / (512 * degrees_high)))
    return float((west + east) / 2), float(middle), round(float(zoom), 2)


def fit_height(vormen: tuple[Vorm, ...], *, width: int, low: int, high: int) -> int:
    """Pixels the shape of all outlines is high when it is width wide, kept within low..high."""
    west, south, east, north = geopandas.GeoSeries([vorm.geometry for vorm in vormen]).total_bounds
    degrees_high = (north - south) / cos(radians((south + north) / 2))
    return int(min(high, max(low, round(width * degrees_high / (east - west)))))


def dash(vorm: Vorm, *, length: float) -> list[list[Coordinate]]:
    """The outline as dashes: pieces of length degrees with gaps of the same length."""
    pieces = []
    for ring in vorm.rings:
        line = LineString(ring)
        for start in np.arange(0, line.length, 2 * length):
            piece = substring(line, start, min(start + length, line.length))
            if isinstance(piece, LineString):
                pieces.append([(round(x, 6), round(y, 6)) for x, y in piece.coords])
    return pieces
