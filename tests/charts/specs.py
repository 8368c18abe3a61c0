"""A chart as tests read it: checked against the schema of Vega-Lite, or drawn."""

from typing import Any

import vl_convert

from proeftuin.charts import Grafiek


def spec_of(chart: Grafiek) -> dict[str, Any]:
    """The finished chart as Vega-Lite; altair.SchemaValidationError when it is not."""
    spec: dict[str, Any] = chart.to_dict(validate=True)
    return spec


def svg_of(chart: Grafiek, width: int = 800) -> str:
    """What is drawn at this width in pixels."""
    spec = {**spec_of(chart), "width": width}
    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def rows_of(layer: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of one layer of a spec."""
    rows: list[dict[str, Any]] = layer["data"]["values"]
    return rows


def layers_of(chart: Grafiek, kind: str) -> list[dict[str, Any]]:
    """The layers with a mark of this kind, the lowest first."""
    return [layer for layer in spec_of(chart)["layer"] if layer["mark"]["type"] == kind]
