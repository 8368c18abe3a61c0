"""Where the name of each wijk stands: well inside its outline and clear of the other names."""

from collections.abc import Mapping
from math import cos, radians

import numpy as np
from shapely import MultiPolygon, Point, Polygon, affinity, contains_xy, distance, points
from shapely.geometry.base import BaseGeometry

Coordinate = tuple[float, float]
_HEIGHT = 0.6  # height of a label of two lines over its width: names are wider than high
_LETTER = 0.022  # width of a letter over the width of the whole map, at the first zoom
_LINES = 0.1  # height of two lines over the width of the whole map
_SHORTEST = 6  # letters of a value
_GRID = 40
_ROOM = 0.25  # a place with this part of the best room will do to stay clear of another name


def place_labels(shapes: Mapping[str, tuple[str, BaseGeometry]]) -> dict[str, Coordinate]:
    """Longitude and latitude of the label of every wijk; shapes: wijk -> (name, outline).

    Small outlines choose first. A name that finds no free place takes its roomiest one.
    """
    bounds = np.array([shape.bounds for _, shape in shapes.values()])
    middle = (bounds[:, 1].min() + bounds[:, 3].max()) / 2
    width = bounds[:, 2].max() - bounds[:, 0].min()
    width = max(width, (bounds[:, 3].max() - bounds[:, 1].min()) / cos(radians(middle)) * 0.8)
    placed: dict[str, Coordinate] = {}
    boxes: list[tuple[float, float, float, float]] = []
    for wijk in sorted(shapes, key=lambda item: shapes[item][1].area):
        naam, shape = shapes[wijk]
        half_wide = max(len(naam), _SHORTEST) * _LETTER * width / 2
        half_high = _LINES * width * cos(radians(middle)) / 2
        choices = roomy_points(shape)
        best = next(
            (place for place in choices if _is_free(place, half_wide, half_high, boxes)), choices[0]
        )
        placed[wijk] = best
        boxes.append((best[0], best[1], half_wide, half_high))
    return {wijk: placed[wijk] for wijk in shapes}


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
