"""The page Begrippen: every term of docs/begrippen.md, and the link to one from a word."""

from itertools import groupby

import streamlit as st
from markupsafe import Markup

from proeftuin.indicators import INDICATOR
from proeftuin.sentences import Begrip, begrip_of, fill_begrip, read_begrippen
from proeftuin.settings import Settings
from proeftuin.ui.address import WEGWIJZER, link_html
from proeftuin.ui.opmaak import html, show_html, show_paragraph

BLADZIJDE = "begrippen"


def term_html(slug: str, tekst: str = "Meer bij de begrippen →") -> Markup:
    """A link to the term that explains this indicator; empty when there is none."""
    found = begrip_of(slug)
    klasse = f"{WEGWIJZER} begrip-link"
    return link_html(tekst, BLADZIJDE, found.anker, klasse) if found else Markup()


def show_begrippen(settings: Settings) -> None:
    """Every term under its heading, with its source; a figure links to its page."""
    show_paragraph(_contents())
    for afdeling, items in groupby(read_begrippen(), key=lambda item: item.afdeling):
        st.header(afdeling, anchor=False)
        terms = Markup().join(_term(fill_begrip(item, settings)) for item in items)
        show_html('<dl class="begrippen">{{ begrippen }}</dl>', begrippen=terms)


def _contents() -> Markup:
    """A link to the first term under each heading."""
    first: dict[str, str] = {}
    for item in read_begrippen():
        first.setdefault(item.afdeling, item.anker)
    return Markup(" · ").join(link_html(name, BLADZIJDE, anker) for name, anker in first.items())


def _term(begrip: Begrip) -> Markup:
    pages = dict.fromkeys(INDICATOR[slug].pagina for slug in begrip.slugs)
    return html(
        '<div id="{{ begrip.anker }}"><dt>{{ begrip.naam }}</dt><dd>{{ begrip.tekst }}'
        "{% for link in links %} {{ link }}{% endfor %} <small>Bron: {{ begrip.bron }}.</small>"
        "</dd></div>",
        begrip=begrip,
        links=[link_html("Bekijk het cijfer", page, klasse=WEGWIJZER) for page in pages],
    )
