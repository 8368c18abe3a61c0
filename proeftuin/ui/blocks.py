"""The blocks of the report on screen: the same sections that the files are written from."""

from collections.abc import Callable, Hashable, Iterable
from itertools import groupby

import streamlit as st
from markupsafe import Markup

from proeftuin.report import Blok, Figuur, Kop, Lijst, Oordeelbeeld, Plaat, Tabel, block_html
from proeftuin.ui.effect import show_picture
from proeftuin.ui.shell import Context, chart_of, once, show_chart

_VOUW = Markup('<details class="uitklap in-rapport"><summary>{naam}</summary>{inhoud}</details>')
_PLAAT = Markup('<div role="img" aria-label="{alt}">{svg}</div>')

Stuk = Markup | tuple[Figuur, ...]


def show_section(
    context: Context, sleutel: tuple[Hashable, ...], build: Callable[[], Iterable[Blok]]
) -> None:
    """Draw the blocks of a section; they are made once per edition, audience and sleutel."""
    _show(context, once(context, ("blokken", *sleutel), lambda: arrange(build())))


def show_blocks(context: Context, blocks: Iterable[Blok]) -> None:
    """Draw blocks that are made anew at every run."""
    _show(context, arrange(blocks))


def _show(context: Context, stukken: Iterable[Stuk]) -> None:
    for stuk in stukken:
        if isinstance(stuk, Markup):
            st.html(stuk)
        else:
            _show_figures(context, stuk)


def arrange(blocks: Iterable[Blok]) -> tuple[Stuk, ...]:
    """The blocks as what is drawn at once: text and tables as HTML, charts side by side."""
    found: list[Stuk] = []
    for is_figure, group in groupby(blocks, key=lambda item: isinstance(item, Figuur)):
        if is_figure:
            found.append(tuple(item for item in group if isinstance(item, Figuur)))
        else:
            found.append(Markup("").join(map(_html, group)))
    return tuple(found)


def _html(blok: Blok) -> Markup:
    if isinstance(blok, Plaat):
        return _PLAAT.format(alt=blok.alt, svg=Markup(blok.svg))
    if isinstance(blok, Figuur):
        raise TypeError("a chart is drawn by Streamlit")
    made = block_html(blok)
    if isinstance(blok, Tabel | Lijst) and blok.vouw:
        return _VOUW.format(naam=blok.vouw, inhoud=made)
    return made


def _show_figures(context: Context, figuren: tuple[Figuur, ...]) -> None:
    """One picture over the whole width, more of them side by side."""
    if len(figuren) == 1:
        _show_figure(context, figuren[0])
        return
    for column, figuur in zip(st.columns(len(figuren), gap="large"), figuren, strict=True):
        with column:
            _show_figure(context, figuur)


def _show_figure(context: Context, figuur: Figuur) -> None:
    if figuur.titel:
        st.html(block_html(Kop(figuur.titel, 2)))
    if isinstance(figuur, Oordeelbeeld):
        show_picture(context, figuur.beloften)
        return
    spec = chart_of(context, ("blok", figuur.naam), figuur.bouw)
    show_chart(spec, figuur.alt, figuur.naam)
