"""Quarters that stand out, as questions for the conversation: never proof."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from proeftuin.results import Signaal, read_signalen
from proeftuin.sentences import signal_questions
from proeftuin.ui.shell import Context

GEEN_BEWIJS = (
    "Vragen voor het gesprek, geen bewijs. Een kwartaal valt op als het buiten de gewone "
    "schommeling van voor de start ligt; ook zonder reden gebeurt dat soms."
)


def read_wijk_signalen(context: Context, wijk: str) -> list[Signaal]:
    """The signals of one wijk, every indicator."""
    return [item for item in read_signalen(context.editie) if item.wijk == wijk]


def show_signal_questions(context: Context, slugs: Sequence[str], wijk: str) -> None:
    """'Om te bespreken' for these indicators and this wijk; nothing when no quarter stands out."""
    found = [item for item in read_wijk_signalen(context, wijk) if item.slug in slugs]
    questions = signal_questions(found, context.settings)
    if not questions:
        return
    st.header("Om te bespreken", anchor=False)
    items = "".join(f"<li>{escape(text)}</li>" for text in questions)
    st.html(f'<ol class="bespreken">{items}</ol><p class="noot">{escape(GEEN_BEWIJS)}</p>')
