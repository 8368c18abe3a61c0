"""The forms of conversations: fields to fill in, and one button that stores them all at once."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar
from uuid import uuid4

import streamlit as st

from proeftuin.errors import ProeftuinError
from proeftuin.ui.gesprek.tafel import Tafel, check_looked_at, choose_button, warn_persons
from proeftuin.ui.gesprek.velden import carry, check_length, fill_later, fill_now, show_stand

Keuze = TypeVar("Keuze")


class _Regel(NamedTuple):
    """What stands in a field: signs that fit, what the text is called, may it hold anything."""

    key: str
    tekst: str
    meest: int
    wat: str
    is_vrij: bool


class Formulier:
    """One form, from its first field to its button; made where the form begins on the page.

    sleutel stays the same until the form was stored, also after a restart (the browser keeps it),
    so a second click stores nothing. The lines become empty once the form is stored.
    """

    def __init__(self, tafel: Tafel, naam: str, knop: str, bij: int | None = None) -> None:
        """knop: what the button says. bij: what tells this form from others of the same naam."""
        self._tafel, self._naam, self._knop = tafel, naam, knop
        self._bij = "" if bij is None else f"_{bij}"
        self._regels: list[_Regel] = []
        fill_now(f"sleutel_{naam}")
        self.sleutel = carry(f"sleutel_{naam}", uuid4().hex)

    def line(
        self,
        veld: str,
        label: str,
        meest: int = 0,
        wat: str = "",
        *,
        placeholder: str = "",
        hoogte: int = 0,
        is_vrij: bool = True,
    ) -> str:
        """A field to write in; what it holds now.

        meest: signs that fit, 0 for no bound; wat names the text when more was written. hoogte:
        pixels, for more than one line. is_vrij: it may hold anything, so also what points to a
        person. The text stays while the writer looks at another page of the app.
        """
        key = f"{self._naam}_{veld}{self._bij}"
        fill_now(key)
        with st.container(gap=None, key=f"veld_{key}"):
            if hoogte:
                found = st.text_area(
                    label, key=key, height=hoogte, placeholder=placeholder, persist_state="session"
                )
            else:
                found = st.text_input(
                    label, key=key, placeholder=placeholder, persist_state="session"
                )
            show_stand("", meest, hoe=f"Nog niet bewaard. Dat gebeurt met de knop ‘{self._knop}’.")
        self._regels.append(_Regel(key, str(found or ""), meest, wat, is_vrij))
        return self._regels[-1].tekst

    def choose(
        self, veld: str, label: str, options: Sequence[Keuze], show: Callable[[Keuze], str]
    ) -> Keuze:
        """One of the options, the first until another is chosen; show: an option in words."""
        chosen: Keuze = st.selectbox(
            label,
            options,
            format_func=show,
            key=f"{self._naam}_{veld}{self._bij}",
            filter_mode=None,
        )
        return chosen

    def offer(
        self,
        store: Callable[[], object],
        check: Callable[[], object] | None = None,
        ongezien: str = "",
        **extra: object,
    ) -> None:
        """The button, below what in the lines may point to a person.

        When pressed: the lengths, then check (ProeftuinError when something is missing), then
        whether the writer looked at what may point to a person (says ongezien when not), then
        store. The form is empty after it.
        """
        free = [regel.tekst for regel in self._regels if regel.is_vrij]
        is_clean = warn_persons(free, f"{self._naam}{self._bij}")

        def work() -> None:
            for regel in self._regels:
                check_length(regel.tekst, regel.meest, regel.wat)
            if check is not None:
                check()
            if ongezien and not is_clean:
                raise ProeftuinError(ongezien)
            check_looked_at(is_clean)
            store()
            fill_later(f"sleutel_{self._naam}", uuid4().hex)
            for regel in self._regels:
                fill_later(regel.key, "")

        choose_button(self._tafel, self._knop, f"{self._naam}_bewaar", work, **extra)
