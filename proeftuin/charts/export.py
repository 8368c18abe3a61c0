"""A chart as a picture file: SVG or PNG, with title and source line, or bare for a report.

Made offline, through vl-convert and with our own letter (Source Sans Pro, from a package), so no
machine looks different and nothing is fetched.
"""

import atexit
import json
import shutil
import tempfile
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import altair as alt
import typst
import vl_convert

from proeftuin.charts.style import INKT, LABEL, Spec
from proeftuin.charts.theme import Grafiek, to_spec
from proeftuin.errors import ProeftuinError

BREEDTE = 960
WAND_BREEDTE = 700
_LETTER = "Liberation Sans, Arial, DejaVu Sans, sans-serif"
_LETTERS_WAND = "Source Sans, Source Sans Pro, Liberation Sans, Arial, sans-serif"


def chart_svg(chart: Grafiek, titel: str, bron: str) -> bytes:
    """The chart as SVG of BREEDTE pixels wide."""
    svg = vl_convert.vegalite_to_svg(_for_export(chart, titel, bron), allowed_base_urls=[])
    return str(svg).encode("utf-8")


def chart_png(chart: Grafiek, titel: str, bron: str) -> bytes:
    """The chart as PNG, twice BREEDTE pixels wide, fit for print."""
    return bytes(
        vl_convert.vegalite_to_png(_for_export(chart, titel, bron), scale=2, allowed_base_urls=[])
    )


def _for_export(chart: Grafiek, titel: str, bron: str) -> Spec:
    """The same chart with a fixed width, a font that is found on any machine, title and source."""
    title = alt.TitleParams(
        text=titel,
        subtitle=[bron, ""],
        anchor="start",
        frame="bounds",
        fontSize=17,
        color=INKT,
        subtitleColor=LABEL,
        subtitleFontSize=12,
        offset=6,
    )
    wide = chart.properties(width=BREEDTE, height=chart.height + 60, padding=16, title=title)
    return to_spec(wide.configure(font=_LETTER))


def frozen_svg(chart: Grafiek, bron: str) -> str:
    """The chart as SVG text for a wall and for minutes: few pixels, so that letters grow along.

    Drawn WAND_BREEDTE wide with no letter below 12, it has letters of 24 pixels when shown twice
    as wide. The source line stands under it, so that the picture says by itself what it is.
    """
    title = alt.TitleParams(
        text=bron,
        orient="bottom",
        anchor="start",
        frame="bounds",
        fontSize=12,
        fontWeight="normal",
        color=LABEL,
        offset=8,
    )
    small = chart.properties(width=WAND_BREEDTE, title=title).configure(font=_LETTERS_WAND)
    return str(vl_convert.vegalite_to_svg(to_spec(small), allowed_base_urls=[]))


DRUKLETTER = "Source Sans Pro"
_PACKAGE = "font_source_sans_pro"
_STYLES = ("Regular", "It", "Semibold", "SemiboldIt", "Bold")


@cache
def font_folder() -> Path:
    """A folder of this run with one file per style, removed at its end.

    The package holds every style twice (ttf and otf), and which of the two is found first differs
    per machine; one of each gives the same bytes everywhere. ProeftuinError without the package.
    """
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ProeftuinError(
            "Het lettertype voor het rapport ontbreekt. Installeer opnieuw: "
            "pip install -r requirements.txt."
        )
    folder = Path(tempfile.mkdtemp(prefix="proeftuin-letter-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for style in _STYLES:
        name = f"SourceSansPro-{style}.ttf"
        shutil.copyfile(Path(spec.origin).parent / "files" / name, folder / name)
    return folder


@cache
def typst_fonts() -> typst.Fonts:
    """The fonts a PDF may use: ours and those inside typst, none of the machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(font_folder())])


@cache
def register_chart_font() -> None:
    """Make vl-convert measure and draw with the same letter."""
    vl_convert.register_font_directory(str(font_folder()))


def picture_svg(chart: Grafiek, breedte_px: int) -> str:
    """The chart as SVG text of that width; the same chart gives the same text."""
    return _svg(_fixed(chart, breedte_px))


def picture_png(chart: Grafiek, breedte_px: int, scherpte: float = 3) -> bytes:
    """The chart as PNG, scherpte times as many pixels wide."""
    return bytes(vl_convert.svg_to_png(_svg(_fixed(chart, breedte_px)), scale=scherpte))


def svg_png(svg: str, scherpte: float = 3) -> bytes:
    """A finished SVG as PNG, scherpte times as many pixels wide."""
    register_chart_font()
    return bytes(vl_convert.svg_to_png(svg, scale=scherpte))


def _fixed(chart: Grafiek, breedte_px: int) -> str:
    """The chart as JSON with a width in pixels and our letter; the charts of pages fit any."""
    width = breedte_px if chart.width == "container" else chart.width
    fixed = chart.properties(width=width).configure(font=DRUKLETTER)
    return json.dumps(to_spec(fixed), ensure_ascii=False)


@lru_cache(maxsize=128)
def _svg(chart: str) -> str:
    """Cached: drawing takes most of the time of a report, and the formats share their charts."""
    register_chart_font()
    return str(vl_convert.vegalite_to_svg(chart, allowed_base_urls=[]))
