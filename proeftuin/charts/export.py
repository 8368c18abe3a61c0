"""A chart as a picture file, with its title and source line; offline, through vl-convert."""

import copy
from typing import Any

import vl_convert

from proeftuin.charts.style import INKT, LABEL, Spec

BREEDTE = 960
WAND_BREEDTE = 700
_KLEINST = 12
_LETTER = "Liberation Sans, Arial, DejaVu Sans, sans-serif"
_LETTERS_WAND = "Source Sans, Source Sans Pro, Liberation Sans, Arial, sans-serif"


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


def frozen_svg(spec: Spec, bron: str) -> str:
    """The chart as SVG text for a wall and for minutes: few pixels, so that letters grow along.

    Drawn WAND_BREEDTE wide with no letter below 12, it has letters of 24 pixels when shown twice
    as wide. The source line stands under it, so that the picture says by itself what it is.
    """
    small: dict[str, Any] = copy.deepcopy(spec)
    small |= {"width": WAND_BREEDTE, "height": int(small.get("height", 300))}
    small["config"]["font"] = _LETTERS_WAND
    small["title"] = {
        "text": bron,
        "orient": "bottom",
        "anchor": "start",
        "frame": "bounds",
        "fontSize": _KLEINST,
        "fontWeight": "normal",
        "color": LABEL,
        "offset": 8,
    }
    for layer in small.get("layer", ()):
        mark = layer.get("mark")
        if isinstance(mark, dict) and mark.get("type") == "text":
            mark["fontSize"] = max(mark.get("fontSize", _KLEINST), _KLEINST)
        if "params" in layer:
            del layer["params"]
            layer["encoding"].pop("opacity", None)
            layer["mark"]["opacity"] = 0
    small["layer"] = [item for item in small.get("layer", ()) if not _is_unseen(item)]
    svg = vl_convert.vegalite_to_svg(small, allowed_base_urls=[])
    return str(svg)


def _is_unseen(layer: Spec) -> bool:
    """The layer that only lights up under a pointer; a still picture has none."""
    mark = layer.get("mark")
    is_axis = "axis" in layer.get("encoding", {}).get("x", {})
    return isinstance(mark, dict) and mark.get("opacity") == 0 and not is_axis
