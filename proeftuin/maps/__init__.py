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
from proeftuin.maps.deck import HOOGTE, LAAG, build_map
from proeftuin.maps.outlines import read_bron, read_vormen

__all__ = [
    "HOOGTE",
    "LAAG",
    "Cel",
    "Keuze",
    "Schaal",
    "build_map",
    "read_before",
    "read_bron",
    "read_cells",
    "read_choice",
    "read_scale",
    "read_vormen",
    "states_of",
]
