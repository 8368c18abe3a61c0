"""HTML of the screens: templates that Jinja2 fills in, so that every text is escaped.

A part that is Markup (what these functions give) stays as it is; any other text is escaped. There
is no other way to put a text in HTML here.
"""

from collections.abc import Iterable
from functools import cache

import streamlit as st
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup, escape

from proeftuin.sentences import MIN


@cache
def _environment() -> Environment:
    return Environment(autoescape=True, undefined=StrictUndefined, auto_reload=False)


@cache
def _template(sjabloon: str) -> Template:
    return _environment().from_string(sjabloon)


def html(sjabloon: str, **delen: object) -> Markup:
    """The template with its parts filled in; sjabloon is written in the code, never made of text.

    Raises UndefinedError for a part that the template asks and nobody gave.
    """
    return Markup(_template(sjabloon).render(delen))


def show_html(sjabloon: str, **delen: object) -> None:
    """Draw html()."""
    st.html(html(sjabloon, **delen))


def show_paragraph(tekst: str, klasse: str = "noot", rol: str = "") -> None:
    """Draw paragraph()."""
    st.html(paragraph(tekst, klasse, rol))


def paragraph(tekst: str, klasse: str = "noot", rol: str = "") -> Markup:
    """One paragraph in this style; rol: what a screen reader is told it is."""
    return html(
        '<p class="{{ klasse }}"{% if rol %} role="{{ rol }}"{% endif %}>{{ tekst }}</p>',
        tekst=tekst,
        klasse=klasse,
        rol=rol,
    )


def item_list(items: Iterable[str], klasse: str, soort: str = "ul") -> Markup:
    """A list in this style; soort: 'ol' for numbers."""
    return html(
        '<{{ soort }} class="{{ klasse }}">{% for item in items %}<li>{{ item }}</li>{% endfor %}'
        "</{{ soort }}>",
        items=items,
        klasse=klasse,
        soort=soort,
    )


def text_html(text: str) -> Markup:
    """Plain text as HTML; a sign stays with its euro sign at the end of a line."""
    return escape(text).replace(f"{MIN}€", f"{MIN}\u2060€").replace("+€", "+\u2060€")
