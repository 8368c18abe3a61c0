"""Headings and tables on screen, drawn as the report draws them (report/writers/markup.py)."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from proeftuin.report import LINKS, Rij, Tabel, Tabelkolom, Vak, tabel_html
from proeftuin.ui.opmaak import paragraph, show_html

_STIJL = Path(__file__).resolve().parent / "static" / "tabel.css"

Inhoud = str | Vak


def rows_table(
    kolommen: Sequence[Tabelkolom],
    rows: Sequence[Sequence[Inhoud]],
    *,
    onderschrift: str = "",
    pilot_rows: Sequence[int] = (),
) -> Tabel:
    """A table of rows of cells; pilot_rows: places of the rows in the colour of the pilot."""
    return Tabel(
        onderschrift,
        tuple(kolommen),
        tuple(
            Rij(tuple(row), "pilot" if place in pilot_rows else "")
            for place, row in enumerate(rows)
        ),
    )


def show_rows(
    kolommen: Sequence[Tabelkolom],
    rows: Sequence[Sequence[Inhoud]],
    *,
    onderschrift: str = "",
    pilot_rows: Sequence[int] = (),
) -> None:
    """Draw rows_table, with the styles of the reporting pages."""
    table = rows_table(kolommen, rows, onderschrift=onderschrift, pilot_rows=pilot_rows)
    st.html(tabel_html(table))


def show_groups(
    kolommen: Sequence[Tabelkolom],
    groups: Sequence[tuple[str, Sequence[Sequence[Inhoud]]]],
    *,
    onderschrift: str = "",
) -> None:
    """One table with a heading across it for each group of rows; on a phone each row is a block."""
    rows = tuple(
        Rij((naam, *row), is_vervolg=place > 0)
        for naam, group in groups
        for place, row in enumerate(group)
    )
    st.html(tabel_html(Tabel(onderschrift, (Tabelkolom("Deel", LINKS), *kolommen), rows)))


def load_styles() -> None:
    """The styles of the reporting pages; once per run, near the top of a page."""
    st.html(_STIJL)


def section(titel: str, uitleg: str = "", anker: str = "") -> None:
    """A heading (h2) with an optional quiet line under it, and a place to link to."""
    show_html(
        '<h2 class="deel"{% if anker %} id="{{ anker }}"{% endif %}>{{ titel }}</h2>{{ line }}',
        anker=anker,
        titel=titel,
        line=paragraph(uitleg) if uitleg else "",
    )


def show_contents(links: Sequence[tuple[str, str]]) -> None:
    """Links to the sections of a long page: (anker, title)."""
    show_html(
        '<nav aria-label="Op deze bladzijde"><ul class="inhoud">{% for to, name in links %}'
        '<li><a href="#{{ to }}">{{ name }}</a></li>{% endfor %}</ul></nav>',
        links=links,
    )
