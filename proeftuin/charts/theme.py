"""The Altair theme of every chart: letter, axes, Dutch numbers and months; and how one is finished.

Importing this file registers the theme. It is the first of the room to import Altair, which takes
most of a second: what draws no chart (the overview, the map) uses style.py alone.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import altair as alt
from altair.theme import (
    AutoSizeParamsKwds,
    AxisConfigKwds,
    ConfigKwds,
    LocaleKwds,
    MarkConfigKwds,
    NumberLocaleKwds,
    PaddingKwds,
    ThemeConfig,
    TimeLocaleKwds,
    ViewConfigKwds,
)
from altair.utils import schemapi

from proeftuin.charts.style import LABEL, LETTER, LICHT, RASTER, WIT, Spec
from proeftuin.sentences import MAANDEN, MAANDEN_KORT

Grafiek = alt.LayerChart | alt.FacetChart
Kanaal = TypeVar("Kanaal", bound=alt.SchemaBase)


def number_field(kanaal: type[Kanaal], veld: str, **look: Any) -> Kanaal:
    """A channel of numbers in this field. Altair's own "veld:Q" is taken apart at every drawing."""
    return kanaal(field=veld, type="quantitative", **look)


def word_field(kanaal: type[Kanaal], veld: str, **look: Any) -> Kanaal:
    """A channel of words in this field."""
    return kanaal(field=veld, type="nominal", **look)


X, Y, X2, Y2 = (
    number_field(alt.X, "x"),
    number_field(alt.Y, "y"),
    alt.X2(field="x2"),
    alt.Y2(field="y2"),
)

_DAGEN = ("zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag")
_NEDERLANDS = LocaleKwds(
    number=NumberLocaleKwds(
        decimal=",", thousands=".", grouping=[3], currency=["€\u00a0", ""], minus="−"
    ),
    time=TimeLocaleKwds(
        dateTime="%-d %B %Y om %H:%M",
        date="%d-%m-%Y",
        time="%H:%M",
        periods=["", ""],
        days=_DAGEN,
        shortDays=[dag[:2] for dag in _DAGEN],
        months=MAANDEN,
        shortMonths=list(MAANDEN_KORT),
    ),
)
_THEMA = ThemeConfig(
    autosize=AutoSizeParamsKwds(type="fit", contains="padding"),
    background=WIT,
    config=ConfigKwds(
        aria=False,  # the alt text speaks; hundreds of unnamed marks do not
        font=LETTER,
        view=ViewConfigKwds(stroke=None),
        locale=_NEDERLANDS,
        axis=AxisConfigKwds(
            labelColor=LABEL,
            titleColor=LABEL,
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
            gridColor=RASTER,
            domainColor=LICHT,
            tickColor=LICHT,
            ticks=False,
        ),
        axisX=AxisConfigKwds(grid=False, labelPadding=8),
        axisY=AxisConfigKwds(domain=False, labelPadding=6),
        text=MarkConfigKwds(fontSize=12, color=LABEL),
    ),
)


@alt.theme.register("proeftuin", enable=True)
def _theme() -> ThemeConfig:
    return _THEMA


# Named data would be turned into Arrow by Streamlit at every run of a page.
alt.data_transformers.consolidate_datasets = False
# Each part would be checked against the whole schema when it is made, four times the work; the
# tests check every finished chart.
schemapi.disable_debug_mode()


def compose(
    layers: Iterable[alt.Chart],
    hoogte: float,
    boven: float = 8,
    wijzers: Sequence[alt.TopLevelSelectionParameter] = (),
) -> Grafiek:
    """A responsive chart of the layers that have rows, the first at the bottom.

    hoogte: pixels, all of the chart included; boven: pixels kept free at the top.
    wijzers: what the pointer selects.
    """
    drawn = [item for item in layers if item.data["values"]]
    padding = PaddingKwds(left=4, top=boven, right=4, bottom=4)
    chart = alt.layer(*drawn, width="container", height=hoogte, padding=padding)
    chart.params = list(wijzers) or alt.Undefined
    return chart


def to_spec(chart: Grafiek) -> Spec:
    """The finished chart as Vega-Lite, with the theme in it: what a browser or vl-convert draws."""
    return Spec(chart.to_dict(validate=False))


def fixed_scale(low: float, high: float, *, reverse: bool = False) -> alt.Scale:
    """From low to high and not a bit further."""
    return alt.Scale(domain=[low, high], zero=False, nice=False, reverse=reverse)


def year_axis(left: float, right: float, padding: float = 8) -> alt.X:
    """Channel x as a time axis: every year with its middle in left..right, written there."""
    middles = [year + 0.5 for year in range(int(left), int(right) + 1)]
    axis = alt.Axis(
        title=None,
        values=[place for place in middles if left <= place <= right],
        labelExpr=str(alt.expr.format(alt.expr.floor(alt.datum.value), "d")),
        labelPadding=padding,
        labelFlush=False,
    )
    return number_field(alt.X, "x", scale=fixed_scale(left, right), axis=axis)


def value_axis(
    ticks: Sequence[float], *, reach: tuple[float, float] | None = None, **look: Any
) -> alt.Y:
    """Channel y as an axis with these ticks, over reach or from the first tick to the last."""
    low, high = reach or (ticks[0], ticks[-1])
    axis = alt.Axis(title=None, values=ticks, **look)
    return number_field(alt.Y, "y", scale=fixed_scale(low, high), axis=axis)
