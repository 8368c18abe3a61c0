"""A chart as a picture file, with its title and source line; offline, through vl-convert."""

import copy
from typing import Any

import vl_convert

from proeftuin.charts_style import INKT, LABEL, Spec

BREEDTE = 960
_LETTER = "Liberation Sans, Arial, DejaVu Sans, sans-serif"


def chart_svg(spec: Spec, titel: str, bron: str) -> bytes:
    """The chart as SVG of BREEDTE pixels wide."""
    svg = vl_convert.vegalite_to_svg(_for_export(spec, titel, bron), allowed_base_urls=[])
    return str(svg).encode("utf-8")


def chart_png(spec: Spec, titel: str, bron: str) -> bytes:
    """The chart as PNG, twice BREEDTE pixels wide, fit for print."""
    return bytes(
        vl_convert.vegalite_to_png(_for_export(spec, titel, bron), scale=2, allowed_base_urls=[])
    )


def _for_export(spec: Spec, titel: str, bron: str) -> Spec:
    """The same chart with a fixed width, a font that is found on any machine, title and source."""
    wide: dict[str, Any] = copy.deepcopy(spec)
    wide |= {"width": BREEDTE, "padding": 16}
    wide["height"] = int(wide.get("height", 400)) + 60
    wide["config"]["font"] = _LETTER
    wide["title"] = {
        "text": titel,
        "subtitle": [bron, ""],
        "anchor": "start",
        "frame": "bounds",
        "fontSize": 17,
        "color": INKT,
        "subtitleColor": LABEL,
        "subtitleFontSize": 12,
        "offset": 6,
    }
    return wide
