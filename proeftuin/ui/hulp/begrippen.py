"""The page Begrippen: every term of docs/begrippen.md, and the link to one from a word."""

from html import escape
from itertools import groupby

import streamlit as st

from proeftuin.indicators import INDICATOR
from proeftuin.sentences import Begrip, begrip_of, fill_begrip, read_begrippen
from proeftuin.settings import Settings
from proeftuin.ui.address import link_html

BLADZIJDE = "begrippen"


def term_html(slug: str, tekst: str = "Meer bij de begrippen →") -> str:
    """A link to the term that explains this indicator; empty when there is none."""
    found = begrip_of(slug)
    return link_html(tekst, BLADZIJDE, found.anker, "verder begrip-link") if found else ""


def show_begrippen(settings: Settings) -> None:
    """Every term under its heading, with its source; a figure links to its page."""
    st.html(f'<p class="noot">{_contents()}</p>')
    for afdeling, items in groupby(read_begrippen(), key=lambda item: item.afdeling):
        st.header(afdeling, anchor=False)
        terms = "".join(_term(fill_begrip(item, settings)) for item in items)
        st.html(f'<dl class="begrippen">{terms}</dl>')


def _contents() -> str:
    """A link to the first term under each heading."""
    first: dict[str, str] = {}
    for item in read_begrippen():
        first.setdefault(item.afdeling, item.anker)
    return " · ".join(link_html(name, BLADZIJDE, anker) for name, anker in first.items())


def _term(begrip: Begrip) -> str:
    pages = dict.fromkeys(INDICATOR[slug].pagina for slug in begrip.slugs)
    links = "".join(f" {link_html('Bekijk het cijfer', page)}" for page in pages)
    return (
        f'<div id="{escape(begrip.anker)}"><dt>{escape(begrip.naam)}</dt><dd>'
        f"{escape(begrip.tekst)}{links} <small>Bron: {escape(begrip.bron)}.</small></dd></div>"
    )
