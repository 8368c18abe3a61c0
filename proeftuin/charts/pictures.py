"""Charts of a report as SVG and PNG: fixed width, our own letter, nothing fetched."""

import json
from functools import lru_cache
from typing import Any

import vl_convert

from proeftuin.charts.fonts import LETTER, register_chart_font
from proeftuin.charts.style import Spec


def picture_svg(spec: Spec, breedte_px: int) -> str:
    """The chart as SVG text of that width; the same spec gives the same text."""
    return _svg(_fixed(spec, breedte_px))


def picture_png(spec: Spec, breedte_px: int, scherpte: float = 3) -> bytes:
    """The chart as PNG, scherpte times as many pixels wide."""
    return bytes(vl_convert.svg_to_png(_svg(_fixed(spec, breedte_px)), scale=scherpte))


def svg_png(svg: str, scherpte: float = 3) -> bytes:
    """A finished SVG as PNG, scherpte times as many pixels wide."""
    register_chart_font()
    return bytes(vl_convert.svg_to_png(svg, scale=scherpte))


def _fixed(spec: Spec, breedte_px: int) -> str:
    """The chart as JSON with a width in pixels and our letter; the charts of pages fit any."""
    fixed: dict[str, Any] = {**spec, "config": {**spec["config"], "font": LETTER}}
    if fixed.get("width") == "container":
        fixed["width"] = breedte_px
    return json.dumps(fixed, ensure_ascii=False)


@lru_cache(maxsize=128)
def _svg(chart: str) -> str:
    """Cached: drawing takes most of the time of a report, and the formats share their charts."""
    register_chart_font()
    return str(vl_convert.vegalite_to_svg(chart, allowed_base_urls=[]))
