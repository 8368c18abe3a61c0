"""Links to pages of this app: how they are written, and what a choice in one means.

Every link the product writes is made here.
"""

from collections.abc import Callable, Sequence
from urllib.parse import quote, urlencode

import streamlit as st
from markupsafe import Markup

from proeftuin.ui.opmaak import html

Names = Callable[[str], str]
WEGWIJZER = "verder wegwijzer"  # the class of a link that says nothing itself: it is not printed


def page_link(slug: str, anker: str = "", **keuzes: str) -> str:
    """The address of a page on this server: '/verblijf?wijk=oost#van-dichtbij'.

    keuzes: choices by their key in the address, as ids (a wijk id, the slug of an indicator), never
    as names. anker: the id of a place on the page. Begins with the prefix the server runs under
    (server.baseUrlPath), so a link stays inside it. It is absolute: a relative link would break on
    an address that ends in a slash.
    """
    prefix = str(st.get_option("server.baseUrlPath") or "").strip("/")
    path = "/".join(["", *filter(None, (quote(prefix), quote(slug)))])
    query = f"?{urlencode(keuzes)}" if keuzes else ""
    return f"{path}{query}{f'#{quote(anker)}' if anker else ''}"


def link_html(
    text: str, slug: str, anker: str = "", klasse: str = "verder", **keuzes: str
) -> Markup:
    """A link to a page as HTML. static/script.html follows it without loading the app again."""
    return html(
        '<a class="{{ klasse }}" href="{{ adres }}" data-pagina>{{ tekst }}</a>',
        klasse=klasse,
        adres=page_link(slug, anker, **keuzes),
        tekst=text,
    )


def find_option(asked: str, options: Sequence[str], names: Names = str) -> str | None:
    """The option a link means: its id first, then its text on screen, then either in capitals."""
    wanted = asked.casefold()
    readings: tuple[Callable[[str], bool], ...] = (
        lambda item: item == asked,
        lambda item: item == asked.replace(" K", "-Q"),  # a quarter as older links name it
        lambda item: names(item) == asked,
        lambda item: item.casefold() == wanted,
        lambda item: names(item).casefold() == wanted,
    )
    return next((item for fits in readings for item in options if fits(item)), None)


def unknown_text(label: str, asked: str, shown: str) -> str:
    """What is said of a link with an unknown value: which, and what is shown instead."""
    return f"{label} ‘{asked[:60]}’ uit deze link bestaat niet of niet meer; u ziet {shown}."
