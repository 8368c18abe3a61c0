"""Maps: outlines of the wijken, their cells and the picture of them."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
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

__getattr__ = hand_on(__name__)
