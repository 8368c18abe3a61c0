"""On Verantwoording: how small numbers are protected, and what that hid in this edition."""

from html import escape

import streamlit as st

from proeftuin.disclosure.published import OPENBAAR
from proeftuin.results.editie import read_tabel
from proeftuin.sentences.onthulling import protection_rules, protection_sentence
from proeftuin.ui.shell import Context, note
from proeftuin.ui.tables import section


def show_disclosure(context: Context) -> None:
    """The rules in words and, for the openbaar edition of today, how often they were needed."""
    section(
        "Bescherming van kleine aantallen",
        "Niemand mag te herkennen zijn in de openbare editie. Dit zijn de regels.",
        "bescherming",
    )
    lines = "".join(f"<li>{escape(regel)}</li>" for regel in protection_rules(context.settings))
    st.html(f'<ol style="padding-left:1.4em;max-width:46em">{lines}</ol>')
    extra = read_tabel(context.editie, "bescherming")
    hidden = int((extra["basis"] == 0).sum())
    which = "" if context.audience == OPENBAAR else "Voor de openbare editie hiervan geldt: "
    note(which + protection_sentence(len(extra) - hidden, hidden))
