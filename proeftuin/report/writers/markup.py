"""Blocks as HTML, for the file and for the screen: every text escaped by Jinja2, no other way in.

How a state is drawn is said here once, by the name of a style; report.css and ui/static draw it.
"""

from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from proeftuin.report.blocks import (
    LINKS,
    STAAT_BEELD,
    Alinea,
    Kop,
    Lijst,
    Tabel,
    Tabelkolom,
    Vak,
    join_signs,
)

Tekstblok = Kop | Alinea | Lijst | Tabel


@cache
def templates() -> Environment:
    """The templates beside this file; a text that is no Markup is always escaped."""
    made = Environment(
        autoescape=True,
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"stijl": _cell_style, "naast_elkaar": partial(zip, strict=True)}
    return made


def _cell_style(cel: Vak, kolom: Tabelkolom) -> str:
    """The names of style of one cell, with a space between; '' when it is plain."""
    names = [cel.soort, STAAT_BEELD.get(cel.staat, "")]
    names += [LINKS] * (kolom.kant == LINKS) + ["breed"] * kolom.is_breed
    return " ".join(filter(None, names))


@cache
def _macros() -> Any:
    return templates().get_template("markup.jinja").module


def block_html(blok: Tekstblok, niveau: int | None = None) -> Markup:
    """One block of text or a table; niveau: the level of a heading, its own plus one unless given.

    On screen a table with a vouw opens behind a line; that line is not made here.
    """
    if isinstance(blok, Kop):
        made = _macros().kop(blok, niveau or blok.niveau + 1)
    else:
        made = getattr(_macros(), type(blok).__name__.lower())(blok)
    return Markup(join_signs(made))


def tabel_html(tabel: Tabel) -> Markup:
    """A table with its caption, heads and rows, each state in its own look."""
    return block_html(tabel)
