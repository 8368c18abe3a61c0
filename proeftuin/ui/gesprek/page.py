"""The conversation page: either the lists, or one conversation in three steps."""

from html import escape

import streamlit as st

from proeftuin.journal.journal import Gesprek, NietGevonden
from proeftuin.sentences.gesprek import STATUS_NAAM
from proeftuin.ui.gesprek.actions import show_all_actions
from proeftuin.ui.gesprek.close import show_close
from proeftuin.ui.gesprek.historie import show_history
from proeftuin.ui.gesprek.hold import WAND, is_wall, show_hold
from proeftuin.ui.gesprek.list import describe, show_list
from proeftuin.ui.gesprek.prepare import show_prepare
from proeftuin.ui.gesprek.tafel import NAAR_STAP, Tafel, show_message, show_role
from proeftuin.ui.gesprek.texts import show_all_duidingen
from proeftuin.ui.gesprek.verhalen import show_stories
from proeftuin.ui.shell import heading

DELEN = ("Gesprekken", "Acties", "Uitleg", "Verhalen", "Geschiedenis")
STAPPEN = ("Voorbereiden", "Houden", "Afsluiten")


def show_page(tafel: Tafel) -> None:
    """The page for this reader; ?gesprek= in the address names one conversation."""
    gesprek = _chosen(tafel)
    if gesprek is None:
        st.session_state.pop(WAND, None)
        _show_lists(tafel)
        return
    _show_gesprek(tafel, gesprek)


def _chosen(tafel: Tafel) -> Gesprek | None:
    """The conversation in the address, when there is one that this role may see."""
    text = st.query_params.get("gesprek", "")
    if not text.isdecimal() or len(text) > 9:
        return None
    try:
        return tafel.journal.gesprek(int(text), tafel.rol)
    except NietGevonden:
        return None


def _show_lists(tafel: Tafel) -> None:
    heading("Gesprekken", "Samen naar de cijfers kijken, en afspreken wat er gebeurt.")
    show_message()
    show_role(tafel)
    deel = st.segmented_control(
        "Deel van deze bladzijde",
        DELEN,
        default=DELEN[0],
        required=True,
        key="deel",
        bind="query-params",
        label_visibility="collapsed",
    )
    if deel == "Acties":
        show_all_actions(tafel)
    elif deel == "Uitleg":
        show_all_duidingen(tafel)
    elif deel == "Verhalen":
        show_stories(tafel)
    elif deel == "Geschiedenis":
        show_history(tafel)
    else:
        show_list(tafel)


def _leave() -> None:
    st.query_params.pop("gesprek", None)
    for naam in ("stap", "punt", WAND):
        st.session_state.pop(naam, None)


def _show_gesprek(tafel: Tafel, gesprek: Gesprek) -> None:
    first = {"bezig": "Houden", "afgesloten": "Afsluiten"}.get(gesprek.status, "Voorbereiden")
    asked = st.session_state.pop(NAAR_STAP, None)
    if asked in STAPPEN:
        st.session_state["stap"] = asked
    if st.session_state.get("stap") not in STAPPEN:
        st.session_state["stap"] = first
    stap = st.session_state["stap"]
    if is_wall() and stap == "Houden":
        show_hold(tafel, gesprek)
        return
    st.session_state.pop(WAND, None)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="stappen"):
        st.button("← Alle gesprekken", key="terug", on_click=_leave, type="tertiary")
        stap = st.segmented_control(
            "Stap", STAPPEN, key="stap", required=True, label_visibility="collapsed"
        )
    if stap == "Houden":
        show_hold(tafel, gesprek)
        return
    st.title(gesprek.titel, anchor=False)
    guests = f" · genodigd: {', '.join(gesprek.genodigden)}" if gesprek.genodigden else ""
    st.html(
        f'<p class="klein-grijs">{escape(describe(tafel, gesprek))} · '
        f"{STATUS_NAAM[gesprek.status]}{escape(guests)}</p>"
    )
    show_message()
    if stap == "Afsluiten":
        show_close(tafel, gesprek)
    else:
        show_prepare(tafel, gesprek)
    if st.toggle("Geschiedenis van dit gesprek tonen", key="toon_historie"):
        show_history(tafel, gesprek.id)
