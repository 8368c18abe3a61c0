"""Charts of a report as SVG and PNG: fixed width, our own letter, nothing fetched."""

import copy
from typing import Any

import vl_convert

from proeftuin.charts_style import Spec
from proeftuin.report_fonts import LETTER, register_chart_font


def picture_svg(spec: Spec, breedte_px: int) -> str:
    """The chart as SVG text of that width; the same spec gives the same text."""
    register_chart_font()
    return str(vl_convert.vegalite_to_svg(_fixed(spec, breedte_px), allowed_base_urls=[]))


def picture_png(spec: Spec, breedte_px: int, scherpte: float = 3) -> bytes:
    """The chart as PNG, scherpte times as many pixels wide."""
    register_chart_font()
    return bytes(
        vl_convert.vegalite_to_png(_fixed(spec, breedte_px), scale=scherpte, allowed_base_urls=[])
    )


def _fixed(spec: Spec, breedte_px: int) -> Spec:
    fixed: dict[str, Any] = copy.deepcopy(spec)
    if fixed.get("width") == "container":
        fixed["width"] = breedte_px
    fixed["config"]["font"] = LETTER
    return fixed
