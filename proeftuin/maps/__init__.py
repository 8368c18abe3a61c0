"""Maps: outlines of the wijken, their cells and the picture of them."""

from proeftuin.maps.cells import (
    Cel,
    Keuze,
    Schaal,
    read_before,
    read_cells,
    read_choice,
    read_scale,
    states_of,
)
from proeftuin.maps.deck import LAAG, build_map, map_height
from proeftuin.maps.outlines import read_bron, read_vormen

__all__ = [
    "LAAG",
    "Cel",
    "Keuze",
    "Schaal",
    "build_map",
    "map_height",
    "read_before",
    "read_bron",
    "read_cells",
    "read_choice",
    "read_scale",
    "read_vormen",
    "states_of",
]
