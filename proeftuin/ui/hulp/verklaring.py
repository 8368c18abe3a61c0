"""The page Toegankelijkheid: where to report a problem, and what was tested and what was not.

docs/toegankelijkheid.md is written by `make toegankelijk`, from a walk over every page; the place
to report is the gemeente's own (gemeente.contact).
"""

import streamlit as st
from markupsafe import Markup

from proeftuin.huis import HUIS
from proeftuin.settings import Settings
from proeftuin.ui.opmaak import html, show_html

DOCUMENT = HUIS / "docs" / "toegankelijkheid.md"
_MELDEN = (
    '<p class="zin">Kunt u iets niet lezen of gebruiken? Meld het bij gemeente {{ gemeente }}: '
    '{% if adres %}<a href="{{ adres }}">{{ contact }}</a>{% else %}{{ contact }}{% endif %}</p>'
)
_NIET_INGEVULD = (
    '<p class="zin">Gemeente {{ gemeente }} heeft nog niet ingevuld waar u een probleem kunt '
    "melden. Vraag het aan wie u deze app gaf.</p>"
)


def contact_html(settings: Settings) -> Markup:
    """Where to report that something cannot be used; a link for an address that has one."""
    contact = settings.gemeente.contact.strip()
    if not contact:
        return html(_NIET_INGEVULD, gemeente=settings.gemeente.naam)
    adres = contact if contact.startswith("https://") else ""
    if "@" in contact and " " not in contact:
        adres = f"mailto:{contact}"
    return html(_MELDEN, contact=contact, adres=adres, gemeente=settings.gemeente.naam)


def show_toegankelijkheid(settings: Settings) -> None:
    """The place to report, and the document below its own title."""
    show_html("{{ melden }}", melden=contact_html(settings))
    _, _, body = DOCUMENT.read_text(encoding="utf-8").partition("\n")
    st.markdown(body)
