"""Plain tables as HTML: calm, readable by a screen reader, with a state drawn in its cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from proeftuin.indicators import Indicator
from proeftuin.results import Figure
from proeftuin.sentences import show_figure
from proeftuin.settings import Settings
from proeftuin.vocabulary import AFGESCHERMD, NIET_GELEVERD, NOG_NIET_RIJP, VOORLOPIG

_STIJL = Path(__file__).resolve().parent / "static" / "tabel.css"
_SMAL = 4  # a table with at most this many short columns does not fill the page
_KLASSE = {
    AFGESCHERMD: "arcering",
    NIET_GELEVERD: "leeg",
    NOG_NIET_RIJP: "open-stip",
    VOORLOPIG: "grijs",
}


@dataclass(frozen=True)
class Kolomkop:
    """A column: its heading; is_tekst aligns left, is_breed may wrap."""

    naam: str
    is_tekst: bool = False
    is_breed: bool = False


@dataclass(frozen=True)
class HtmlCell:
    """A cell: plain text, or markup made by this module, with a style class."""

    tekst: str
    klasse: str = ""
    is_html: bool = False


Inhoud = str | HtmlCell


def figure_cell(indicator: Indicator, figure: Figure | None, *, unit: bool = True) -> HtmlCell:
    """A figure with its state, drawn as that state."""
    text = show_figure(indicator, figure, unit=unit)
    return HtmlCell(text, _KLASSE.get(figure.status, "") if figure else "")


def bar_cell(part: float, text: str) -> HtmlCell:
    """A text with a small bar that fills part (0..1) of its width."""
    width = round(100 * min(1.0, max(0.0, part)))
    return HtmlCell(
        f'<span class="staaf-vak"><span class="staaf"><i style="width:{width}%"></i></span>'
        f'<span class="staaf-tekst">{escape(text)}</span></span>',
        is_html=True,
    )


def rows_html(
    kolommen: Sequence[Kolomkop],
    rows: Sequence[Sequence[Inhoud]],
    *,
    onderschrift: str = "",
    pilot_rows: Sequence[int] = (),
    totaal: bool = False,
    stapel: bool = False,
) -> str:
    """The table as HTML; the first cell of a row is its heading.

    totaal marks the last row; with stapel every row becomes a block on a phone.
    """
    body = []
    for number, row in enumerate(rows):
        is_last = totaal and number == len(rows) - 1
        klasse = " ".join(["pilot"] * (number in pilot_rows) + ["totaal"] * is_last)
        body.append(_row(row, kolommen, klasse))
    klasse = "stapel " if stapel else ""
    klasse += "smal" if len(kolommen) <= _SMAL and not any(k.is_breed for k in kolommen) else ""
    return _frame(f"{_head(kolommen)}<tbody>{''.join(body)}</tbody>", onderschrift, klasse)


def _head(kolommen: Sequence[Kolomkop]) -> str:
    cells = "".join(
        f'<th scope="col"{_css("links" if kolom.is_tekst else "")}>{escape(kolom.naam)}</th>'
        for kolom in kolommen
    )
    return f"<thead><tr>{cells}</tr></thead>"


def _row(row: Sequence[Inhoud], kolommen: Sequence[Kolomkop], klasse: str = "") -> str:
    cells = "".join(_cell(item, kolommen[place], place) for place, item in enumerate(row))
    return f"<tr{_css(klasse)}>{cells}</tr>"


def _frame(content: str, onderschrift: str, klasse: str = "") -> str:
    caption = f"<caption>{escape(onderschrift)}</caption>" if onderschrift else ""
    return (
        f'<div class="tabel rapport {klasse}" tabindex="0" role="region" '
        f'aria-label="{escape(onderschrift)}"><table>{caption}{content}</table></div>'
    )


def _css(klasse: str) -> str:
    return f' class="{klasse}"' if klasse.strip() else ""


def _cell(item: Inhoud, kolom: Kolomkop, place: int) -> str:
    cell = item if isinstance(item, HtmlCell) else HtmlCell(item)
    text = cell.tekst if cell.is_html else escape(cell.tekst)
    classes = [cell.klasse, "links" * kolom.is_tekst, "breed" * kolom.is_breed]
    css = _css(" ".join(item for item in classes if item))
    if place == 0:
        return f'<th scope="row"{css}>{text}</th>'
    return f'<td data-kop="{escape(kolom.naam)}"{css}>{text}</td>'


def show_rows(
    kolommen: Sequence[Kolomkop],
    rows: Sequence[Sequence[Inhoud]],
    *,
    onderschrift: str = "",
    pilot_rows: Sequence[int] = (),
    totaal: bool = False,
    stapel: bool = False,
) -> None:
    """Draw rows_html, with the styles of the reporting pages."""
    st.html(
        rows_html(
            kolommen,
            rows,
            onderschrift=onderschrift,
            pilot_rows=pilot_rows,
            totaal=totaal,
            stapel=stapel,
        )
    )


def show_groups(
    kolommen: Sequence[Kolomkop],
    groups: Sequence[tuple[str, Sequence[Sequence[Inhoud]]]],
    *,
    onderschrift: str = "",
) -> None:
    """One table with a heading across it for each group of rows; on a phone each row is a block."""
    head = _head(kolommen)
    body = "".join(
        f'<tbody><tr class="groep"><th scope="rowgroup" colspan="{len(kolommen)}">'
        f"{escape(naam)}</th></tr>{''.join(_row(row, kolommen) for row in rows)}</tbody>"
        for naam, rows in groups
    )
    st.html(_frame(head + body, onderschrift, "stapel"))


def load_styles() -> None:
    """The styles of the reporting pages; once per run, near the top of a page."""
    st.html(_STIJL)


def section(titel: str, uitleg: str = "", anker: str = "") -> None:
    """A heading (h2) with an optional quiet line under it, and a place to link to."""
    line = f'<p class="noot">{escape(uitleg)}</p>' if uitleg else ""
    place = f' id="{escape(anker)}"' if anker else ""
    st.html(f'<h2 class="deel"{place}>{escape(titel)}</h2>{line}')


def pilot_heading(settings: Settings) -> str:
    """Name of the pilot wijk for a column, or 'Proeftuin' when there are more."""
    pilots = settings.pilot.wijken
    return settings.wijk_naam(pilots[0]) if len(pilots) == 1 else "Proeftuin"


def show_contents(links: Sequence[tuple[str, str]]) -> None:
    """Links to the sections of a long page: (anker, title)."""
    items = "".join(f'<li><a href="#{escape(to)}">{escape(name)}</a></li>' for to, name in links)
    st.html(f'<nav aria-label="Op deze bladzijde"><ul class="inhoud">{items}</ul></nav>')


def named_cell(naam: str, eenheid: str) -> HtmlCell:
    """A name with its unit small under it."""
    return HtmlCell(f"{escape(naam)}<small>{escape(eenheid)}</small>", is_html=True)
