"""One search box in the menu: figures, terms and pages; every result is a link."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from proeftuin.indicators import INDICATORS
from proeftuin.sentences import read_begrippen
from proeftuin.ui.address import link_html
from proeftuin.ui.hulp.begrippen import BLADZIJDE
from proeftuin.ui.opmaak import show_html

MEEST = 8
CIJFER, BEGRIP, PAGINA = "cijfer", "begrip", "bladzijde"
_KIEZEN = "stromen"  # the page that shows one figure of many, chosen in the address


@dataclass(frozen=True)
class Plek:
    """Somewhere to go: name and kind on screen, the page, the place on it, and more words."""

    naam: str
    soort: str
    pagina: str
    anker: str = ""
    cijfer: str = ""
    woorden: str = ""

    @property
    def link(self) -> Markup:
        """The link as HTML."""
        keuze = {"cijfer": self.cijfer} if self.cijfer else {}
        return link_html(self.naam, self.pagina, self.anker, **keuze)


def _plain(text: str) -> str:
    """Small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def list_places(pages: Sequence[tuple[str, str]]) -> list[Plek]:
    """Every place on these pages, as (slug, title): the pages, the figures, the terms."""
    shown = {slug for slug, _ in pages}
    found = [Plek(title, PAGINA, slug) for slug, title in pages]
    found += [
        Plek(
            item.naam,
            CIJFER,
            item.pagina,
            "van-dichtbij" if item.pagina == _KIEZEN else "",
            item.slug if item.pagina == _KIEZEN else "",
            f"{item.slug} {item.vraag}",
        )
        for item in INDICATORS
        if item.pagina in shown
    ]
    found += [
        Plek(item.naam, BEGRIP, BLADZIJDE, item.anker, woorden=item.tekst)
        for item in read_begrippen()
    ]
    return found


def find_places(query: str, pages: Sequence[tuple[str, str]]) -> list[Plek]:
    """The places that have every word of the query, names before texts; at most MEEST."""
    words = _plain(query).split()
    if not words:
        return []
    ranked = []
    for order, plek in enumerate(list_places(pages)):
        naam, all_text = _plain(plek.naam), _plain(f"{plek.naam} {plek.woorden}")
        if not all(word in all_text for word in words):
            continue
        in_naam = all(word in naam for word in words)
        ranked.append((not naam.startswith(words[0]), not in_naam, order, plek))
    return [item[-1] for item in sorted(ranked, key=lambda item: item[:3])[:MEEST]]


def show_search(pages: Sequence[tuple[str, str]]) -> None:
    """The box and what it found, in the menu."""
    with st.sidebar:
        query = st.text_input(
            "Zoek een cijfer, begrip of bladzijde", key="zoek", placeholder="bijvoorbeeld stapeling"
        )
        if not query.strip():
            return
        show_html(
            '<div class="gevonden" role="status">{% if plekken %}<ul>{% for plek in plekken %}'
            "<li>{{ plek.link }} <small>{{ plek.soort }}</small></li>{% endfor %}</ul>"
            "{% else %}<p>Niets gevonden voor “{{ zoek }}”.</p>{% endif %}</div>",
            plekken=find_places(query, pages),
            zoek=query,
        )
