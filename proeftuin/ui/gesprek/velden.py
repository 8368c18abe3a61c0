"""Fields people write in, so that nothing typed is lost.

Three things can part a text on screen from the store: it was not left yet, it was too long, or the
session that knew it is gone (a restart, a long gap). The browser holds the text in each case, so
the browser is asked first: a session that meets a field for the first time takes what the browser
sends for it, and a hidden field beside it tells from which versie that text began. Below each field
stands how it is kept; the script verbinding.html compares what is in the
field with `data-bewaard`, and says so when the two differ.
"""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from proeftuin.errors import ProeftuinError
from proeftuin.sentences import show_number
from proeftuin.ui.opmaak import show_html
from proeftuin.ui.shell import note

_STRAKS = "straks_in_veld"  # texts to put into fields before they are drawn again
TE_LAAT = "dit gesprek is intussen afgesloten."
HOE_VANZELF = "Wordt bewaard als u het veld verlaat."


@dataclass(frozen=True)
class Grond:
    """What a field showed when it was last the same as in the journal."""

    versie: int
    tekst: str


@dataclass(frozen=True)
class Stuk:
    """A text of the journal that a field shows: the key of the field, and the text now.

    at gives what stood there at an earlier versie, None when that is not known.
    """

    key: str
    tekst: str
    versie: int
    at: Callable[[int], str | None]

    @property
    def grond(self) -> Grond | None:
        """What this session showed in the field last; None when it never did."""
        return st.session_state.get(f"grond_{self.key}") if self.key in st.session_state else None

    def stand_on(self, versie: int, tekst: str) -> None:
        """Remember what the field shows."""
        st.session_state[f"grond_{self.key}"] = Grond(versie, tekst)

    def is_touched(self) -> bool:
        """Whether the field holds a text of the writer that is not in the journal."""
        grond = self.grond
        return grond is not None and st.session_state[self.key] not in (grond.tekst, self.tekst)


def fill_later(key: str, text: str | bool | None) -> None:
    """Put this text (or choice) into a field when it is drawn in the next run."""
    st.session_state.setdefault(_STRAKS, {})[key] = text


def fill_now(key: str) -> None:
    """Put in what fill_later kept; before the field is drawn."""
    waiting = st.session_state.get(_STRAKS, {})
    if key in waiting:
        st.session_state[key] = waiting.pop(key)


def start_of(key: str, text: str) -> str:
    """What a field starts with when neither this session nor the browser holds a text for it."""
    return "" if key in st.session_state else text


def carry(key: str, text: str) -> str:
    """Let the browser keep a text out of sight; what an earlier session left there, else text.

    A session that knows the key already changes it with st.session_state, before this call.
    """
    with st.container(gap=None, key=f"verborgen_{key}"):
        start = start_of(key, text)
        found = st.text_input("Van de app", start, key=key, label_visibility="collapsed")
    return str(found or "")


def show_stand(bewaard: str, meest: int, *, vast: str = "", hoe: str = "") -> None:
    """The line below a field: how it is kept (vast, always there), or that it is not yet (hoe).

    bewaard is what the store holds. Nothing here claims anything before the script compared it
    with the field.
    """
    sentences = (
        ("vast", vast),
        ("niet", hoe or f"Nog niet opgeslagen. {vast}"),
        ("weg", "Geen verbinding: nog niet opgeslagen. Uw tekst blijft hier staan."),
        ("wel", "Opgeslagen."),
        ("lang", ""),
    )
    show_html(
        '<p class="stand" role="status" data-meest="{{ meest }}" data-bewaard="{{ bewaard }}">'
        '{% for soort, zin in zinnen %}<span class="{{ soort }}">{{ zin }}</span>{% endfor %}'
        "</p>",
        meest=meest,
        bewaard=bewaard,
        zinnen=sentences,
    )


def check_length(text: str, meest: int, naam: str = "Deze tekst") -> None:
    """ProeftuinError (Dutch) when more was written than fits; nothing is cut off."""
    if meest and len(text) > meest:
        raise ProeftuinError(
            f"{naam} is te lang: {show_number(len(text))} tekens, en er passen er "
            f"{show_number(meest)}. Er is niets opgeslagen en uw tekst staat er nog. Haal "
            f"{show_number(len(text) - meest)} tekens weg."
        )


def follow(stuk: Stuk, *, has_typed: bool = False) -> bool:
    """Before the field is drawn: show the newer text to who wrote nothing. True when it is new.

    has_typed: the writer just left a field; what is in the others is then looked at next time.
    """
    fill_now(stuk.key)
    grond = stuk.grond
    if grond is None:
        return True
    if grond.tekst == stuk.tekst:
        stuk.stand_on(stuk.versie, stuk.tekst)
    elif st.session_state[stuk.key] == grond.tekst and not has_typed:
        st.session_state.setdefault(f"vorige_{stuk.key}", grond)
        st.session_state[stuk.key] = stuk.tekst
        stuk.stand_on(stuk.versie, stuk.tekst)
    elif st.session_state[stuk.key] == stuk.tekst:
        stuk.stand_on(stuk.versie, stuk.tekst)
    return False


def ground_of(key: str, text: str) -> Grond:
    """What this text, just written in the field, began from.

    The browser may hold a text that was begun before a newer one of someone else was shown. A text
    without that newer one in it is compared with what stood there before, so that it is not lost.
    """
    grond: Grond = st.session_state[f"grond_{key}"]
    vorige: Grond | None = st.session_state.pop(f"vorige_{key}", None)
    return grond if vorige is None or grond.tekst in text else vorige


def carry_versie(stuk: Stuk) -> int | None:
    """Let the browser keep from which versie the field began; what it kept, None when unreadable.

    After follow, beside the field.
    """
    key = f"versie_{stuk.key}"
    grond = stuk.grond
    if grond is not None:
        st.session_state[key] = str(grond.versie)
    found = carry(key, str(stuk.versie))
    return int(found) if found.isdecimal() and len(found) < 10 else None


def find_earlier(stuk: Stuk, began: int | None) -> bool:
    """After a field was drawn for the first time: whether it holds a text of an earlier session.

    Then the field stands on what that text began from, so that storing it finds what someone else
    wrote meanwhile. False when it holds nothing but what is in the journal; what was there when it
    began and is not any more makes place for the newer text in a next run.
    """
    text = str(st.session_state[stuk.key] or "")
    earlier = None if began is None else stuk.at(began)
    is_own = text not in (stuk.tekst, earlier)
    if not is_own or stuk.tekst in text:  # nothing of the journal is lost by storing it
        stuk.stand_on(stuk.versie, stuk.tekst)
    else:
        stuk.stand_on(began or 0, earlier or "")
    if not is_own and text != stuk.tekst:
        fill_later(stuk.key, stuk.tekst)
        st.rerun()
    return is_own


def show_left_over(text: str, waarom: str) -> None:
    """A text that cannot be stored any more, to copy."""
    note(f"Dit schreef u. Het is niet opgeslagen: {waarom} Kopieer het als u het nodig hebt.")
    show_html('<div class="verhaal overgebleven"><p>{{ tekst }}</p></div>', tekst=text)
