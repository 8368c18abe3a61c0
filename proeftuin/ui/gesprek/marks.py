"""Explanations of conversations on and below the charts of the indicator pages."""

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from proeftuin.charts import shown_duidingen
from proeftuin.journal import Duiding
from proeftuin.sentences import quarter_day, show_quarter
from proeftuin.ui.shell import Context, cijfers

Teken = tuple[date, str]


def marks_of(duidingen: Sequence[Duiding]) -> tuple[Teken, ...]:
    """What a chart needs to draw them: the last day of the quarter, and the text."""
    return tuple((quarter_day(item.kwartaal), item.tekst) for item in duidingen)


def show_mark_list(context: Context, slug: str, wijk: str, tekens: Sequence[Teken]) -> None:
    """The list below the chart: number, quarter and text; nothing without explanations."""
    if not tekens:
        return
    rows = shown_duidingen(cijfers(context, slug), context.settings, wijk, tekens)
    if not rows:
        return
    items = "".join(
        f'<li><b class="vol">{number}</b>{show_quarter(tot)}: {escape(text)}</li>'
        for number, tot, text in rows
    )
    st.html(f'<ul class="gebeurtenissen" aria-label="Uitleg uit gesprekken">{items}</ul>')
