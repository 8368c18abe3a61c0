"""The letter of every report: Source Sans Pro from a package, so no machine looks different."""

import atexit
import shutil
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst
import vl_convert

from proeftuin.errors import ProeftuinError

LETTER = "Source Sans Pro"
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
