"""On Verantwoording: how small numbers are protected, and what that hid in this edition."""

from html import escape

import streamlit as st

from proeftuin.disclosure import OPENBAAR
from proeftuin.results import read_tabel
from proeftuin.sentences_onthulling import REGELS, protection_sentence
from proeftuin.ui import Context, note
from proeftuin.ui_tabellen import section


def show_disclosure(context: Context) -> None:
    """The rules in words and, for the openbaar edition of today, how often they were needed."""
    section(
        "Bescherming van kleine aantallen",
        "Niemand mag te herkennen zijn in de openbare editie. Dit zijn de regels.",
        "bescherming",
    )
    st.html("<ol>" + "".join(f"<li>{escape(regel)}</li>" for regel in REGELS) + "</ol>")
    extra = read_tabel(context.editie, "bescherming")
    hidden = int((extra["basis"] == 0).sum())
    which = "" if context.audience == OPENBAAR else "In de openbare editie van deze gegevens. "
    note(which + protection_sentence(len(extra) - hidden, hidden))
