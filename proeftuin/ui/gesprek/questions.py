"""The four questions of one point, written by several people at once without losing a word.

Every field remembers the text and version it started from. A field that someone else changed in
the meantime is never overwritten: the two texts are shown side by side with a proposal. A text that
may point to a person waits, kept in the visit, until the writer changes it or says that it is fine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from proeftuin.errors import ProeftuinError
from proeftuin.journal import (
    Agendapunt,
    BevestigingNodig,
    Botsing,
    Door,
    clashing_fields,
    find_persoonsgegevens,
    merge_fields,
)
from proeftuin.sentences import VRAGEN, Gespreksvraag
from proeftuin.ui.gesprek.tafel import (
    MELDING,
    OPGESLAGEN,
    Tafel,
    choose_button,
    refusals,
    show_warnings,
)
from proeftuin.ui.shell import note

_TYPTE = "net_getypt"
_POGINGEN = 5
_WACHT = "wachtende_antwoorden"


@dataclass(frozen=True)
class _Basis:
    """What a field showed when it was last the same as in the journal."""

    versie: int
    tekst: str


@dataclass(frozen=True)
class _Botsing:
    """A text that waits: what stands in the journal now, the writer's own, and a proposal."""

    huidig: Agendapunt
    mijn: str
    voorstel: str


def show_questions(tafel: Tafel, punt: Agendapunt, *, is_closed: bool, hoogte: int = 120) -> None:
    """The questions as tabs; each field is stored when it is left."""
    has_typed = bool(st.session_state.pop(_TYPTE, False))
    for tab, vraag in zip(st.tabs([item.naam for item in VRAGEN]), VRAGEN, strict=True):
        with tab:
            if is_closed:
                _show_text(punt, vraag)
            elif _conflict_key(punt.id, vraag.veld) in st.session_state:
                _show_conflict(tafel, punt.id, vraag)
            else:
                _show_field(tafel, punt, vraag, hoogte, has_typed=has_typed)


def _show_text(punt: Agendapunt, vraag: Gespreksvraag) -> None:
    text = getattr(punt, vraag.veld) or "Niets opgeschreven."
    st.html(f'<p class="klein-grijs">{escape(vraag.hulp)}</p>')
    st.html(f'<div class="verhaal"><p>{escape(text)}</p></div>')


def _show_field(
    tafel: Tafel, punt: Agendapunt, vraag: Gespreksvraag, hoogte: int, *, has_typed: bool
) -> None:
    state, veld = st.session_state, vraag.veld
    key, stored = _field_key(punt.id, veld), getattr(punt, veld)
    basis: _Basis | None = state.get(_basis_key(punt.id, veld))
    waiting = _waiting()
    if key not in state or basis is None:
        state[key] = waiting.get((punt.id, veld), stored)
        state[_basis_key(punt.id, veld)] = _Basis(punt.versie, stored)
    elif basis.tekst == stored:
        state[_basis_key(punt.id, veld)] = _Basis(punt.versie, stored)
    elif state[key] == basis.tekst and not has_typed:  # nothing of our own: show the newer text
        state[key] = stored
        state[_basis_key(punt.id, veld)] = _Basis(punt.versie, stored)
    st.text_area(
        vraag.hulp,
        key=key,
        height=hoogte,
        max_chars=4000,
        on_change=_store,
        args=(tafel, punt.id, veld),
    )
    text = str(state[key] or "")
    if (punt.id, veld) in waiting:
        _show_question(tafel, punt.id, veld, text)
        return
    for item in find_persoonsgegevens(text):
        note(f"Let op, “{item.plek}” kan naar een persoon wijzen. {item.uitleg}")


def _waiting() -> dict[tuple[int, str], str]:
    """The answers of this visit that are not stored yet, by point and field."""
    waiting: dict[tuple[int, str], str] = st.session_state.setdefault(_WACHT, {})
    return waiting


def check_answered(punten: Sequence[Agendapunt]) -> None:
    """ProeftuinError (Dutch) when an answer at one of these points still waits for the writer."""
    ids = {punt.id for punt in punten}
    waits = next((punt_id for punt_id, _ in _waiting() if punt_id in ids), None)
    if waits is not None:
        titel = next(punt.titel for punt in punten if punt.id == waits)
        raise ProeftuinError(
            f"Bij het punt “{titel}” wacht een antwoord dat nog niet is opgeslagen. "
            "Kijk het na en bewaar het, of maak het leeg."
        )


def _show_question(tafel: Tafel, punt_id: int, veld: str, text: str) -> None:
    """What in a text that waits may point to a person, and the button that stores it anyway."""
    show_warnings(
        find_persoonsgegevens(text),
        "Nog niet opgeslagen. Het kan naar een persoon wijzen; pas het aan of bevestig het:",
    )

    def store() -> None:
        _try(tafel, punt_id, veld, text, st.session_state[_basis_key(punt_id, veld)], sure=True)

    choose_button(
        tafel,
        "Nagekeken: hier staat niemand herkenbaar in, bewaar het",
        f"nagekeken_{punt_id}_{veld}",
        store,
    )


def _field_key(punt_id: int, veld: str) -> str:
    return f"antwoord_{punt_id}_{veld}"


def _basis_key(punt_id: int, veld: str) -> str:
    return f"basis_{punt_id}_{veld}"


def _conflict_key(punt_id: int, veld: str) -> str:
    return f"botsing_{punt_id}_{veld}"


def _store(tafel: Tafel, punt_id: int, veld: str) -> None:
    """Store what was just written in a field; called when it is left."""
    state = st.session_state
    state[_TYPTE] = True
    text = str(state[_field_key(punt_id, veld)] or "")
    basis: _Basis = state[_basis_key(punt_id, veld)]
    with refusals(tafel):
        _try(tafel, punt_id, veld, text, basis)


def _try(
    tafel: Tafel, punt_id: int, veld: str, text: str, basis: _Basis, *, sure: bool = False
) -> None:
    """Store, merge where only other fields changed, or keep both texts to be compared.

    sure: the writer was asked whether the text points to a person. Without, such a text waits.
    """
    versie = basis.versie
    door: Door = tafel.nagekeken if sure else tafel.door
    for _ in range(_POGINGEN):
        try:
            done = tafel.journal.agenda.change(
                punt_id, versie, door, basis={veld: basis.tekst}, **{veld: text}
            )
        except BevestigingNodig:
            _waiting()[punt_id, veld] = text
            return
        except Botsing as botsing:
            now = botsing.huidig
            if not isinstance(now, Agendapunt):
                raise
            if clashing_fields(botsing.basis, now, botsing.poging):
                _waiting().pop((punt_id, veld), None)
                proposal = merge_fields(botsing.basis, now, botsing.poging)[veld]
                st.session_state[_conflict_key(punt_id, veld)] = _Botsing(now, text, proposal)
                st.session_state[MELDING] = (
                    "fout",
                    "Iemand anders schreef ook in dit veld. Er is niets verloren: de twee teksten "
                    "staan naast elkaar.",
                )
                return
            versie = now.versie
            continue
        _waiting().pop((punt_id, veld), None)
        st.session_state[_basis_key(punt_id, veld)] = _Basis(done.versie, getattr(done, veld))
        st.session_state[OPGESLAGEN] = True
        return
    st.session_state[_conflict_key(punt_id, veld)] = _Botsing(
        tafel.journal.agenda.find(punt_id, tafel.rol), text, text
    )


def _show_conflict(tafel: Tafel, punt_id: int, vraag: Gespreksvraag) -> None:
    """The first's text, the writer's own, and one text to confirm."""
    key = _conflict_key(punt_id, vraag.veld)
    botsing: _Botsing = st.session_state[key]
    stored = getattr(botsing.huidig, vraag.veld)
    st.html(
        '<div class="naast">'
        f"<div><h4>Dit is al opgeslagen (rol {escape(botsing.huidig.rol_laatst)})</h4>"
        f"<p>{escape(stored)}</p></div>"
        f"<div><h4>Dit schreef u, nog niet opgeslagen</h4><p>{escape(botsing.mijn)}</p></div>"
        "</div>"
    )
    joined = st.text_area(
        "Voorstel: beide teksten samen. Pas het aan en bewaar het.",
        botsing.voorstel,
        key=f"{key}_{botsing.huidig.versie}",
        height=160,
    )

    def settle(text: str) -> None:
        del st.session_state[key]
        basis = _Basis(botsing.huidig.versie, stored)
        st.session_state[_field_key(punt_id, vraag.veld)] = text
        st.session_state[_basis_key(punt_id, vraag.veld)] = basis
        _try(tafel, punt_id, vraag.veld, text, basis)

    with st.container(horizontal=True, gap="small"):
        choose_button(
            tafel,
            "Bewaar deze tekst",
            f"{key}_bewaar",
            lambda: settle(str(joined or "")),
            type="primary",
        )
        choose_button(tafel, "Laat staan wat er stond", f"{key}_laat", lambda: settle(stored))
