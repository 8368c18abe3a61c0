"""The four questions of one point, written by several people at once without losing a word.

Every field remembers the text and version it started from. A field that someone else changed in
the meantime is never overwritten: the two texts are shown side by side with a proposal. A text that
may point to a person waits, kept in the visit, until the writer changes it or says that it is fine.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

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
from proeftuin.sentences.gesprek import VRAGEN, Gespreksvraag
from proeftuin.ui.gesprek.tafel import (
    MELDING,
    OPGESLAGEN,
    Tafel,
    choose_button,
    refusals,
    show_warnings,
)
from proeftuin.ui.gesprek.velden import (
    HOE_VANZELF,
    TE_LAAT,
    Grond,
    Stuk,
    carry_versie,
    check_length,
    fill_later,
    fill_now,
    find_earlier,
    follow,
    ground_of,
    show_left_over,
    show_stand,
    start_of,
)
from proeftuin.ui.opmaak import show_html, show_paragraph
from proeftuin.ui.shell import note

MEEST = 4000  # signs of an answer
_TYPTE = "net_getypt"
_POGINGEN = 5
_WACHT = "wachtende_antwoorden"


@dataclass(frozen=True)
class _Botsing:
    """A text that waits: what stands in the journal now, the writer's own, and a proposal."""

    huidig: Agendapunt
    mijn: str
    voorstel: str


def show_questions(tafel: Tafel, punt: Agendapunt, *, is_closed: bool, hoogte: int = 120) -> None:
    """The questions as tabs; each field is stored when it is left.

    What a field still holds from before a restart or a long gap is stored here as well.
    """
    has_typed = bool(st.session_state.pop(_TYPTE, False))
    left: list[str] = []
    for tab, vraag in zip(st.tabs([item.naam for item in VRAGEN]), VRAGEN, strict=True):
        with tab:
            if is_closed:
                _show_text(tafel, punt, vraag)
            elif _conflict_key(punt.id, vraag.veld) in st.session_state:
                _show_conflict(tafel, punt, vraag)
            elif _show_field(tafel, punt, vraag, hoogte, has_typed=has_typed):
                left.append(vraag.veld)
    for veld in left:
        _store(tafel, punt.id, veld)
    if left:
        st.rerun()


def _stuk_of(tafel: Tafel, punt: Agendapunt, veld: str) -> Stuk:
    """The text of one question, as a field follows it."""
    journal, rol = tafel.journal, tafel.rol
    return Stuk(
        _field_key(punt.id, veld),
        getattr(punt, veld),
        punt.versie,
        lambda versie: journal.historie.text_at(rol, "agendapunt", punt.id, veld, versie),
    )


def _show_text(tafel: Tafel, punt: Agendapunt, vraag: Gespreksvraag) -> None:
    """The text of a closed conversation, and what a field still held that came too late."""
    stuk = _stuk_of(tafel, punt, vraag.veld)
    show_paragraph(vraag.hulp, "klein-grijs")
    text = stuk.tekst or "Niets opgeschreven."
    show_html('<div class="verhaal"><p>{{ tekst }}</p></div>', tekst=text)
    is_new = follow(stuk)
    with st.container(gap=None, key=f"verborgen_{stuk.key}"):
        text = str(_draw(stuk, vraag.hulp, 68) or "")
    began = carry_versie(stuk)
    if find_earlier(stuk, began) if is_new else stuk.is_touched():
        show_left_over(text, TE_LAAT)


def _draw(
    stuk: Stuk, label: str, hoogte: int, on_change: Callable[[], None] | None = None
) -> str | None:
    """The text area; when new it starts with the text of the journal, unless the browser has one.

    Its identity is its key alone: the same in every session, so the browser finds its text back.
    """
    return st.text_area(
        label,
        start_of(stuk.key, stuk.tekst),
        key=stuk.key,
        height=hoogte,
        on_change=on_change,
        persist_state="session",
    )


def _show_field(
    tafel: Tafel, punt: Agendapunt, vraag: Gespreksvraag, hoogte: int, *, has_typed: bool
) -> bool:
    """One question to write in; True when it holds a text of an earlier session, to be stored."""
    stuk = _stuk_of(tafel, punt, vraag.veld)
    is_new = follow(stuk, has_typed=has_typed)
    with st.container(gap=None, key=f"veld_{stuk.key}"):
        text = _draw(stuk, vraag.hulp, hoogte, partial(_store, tafel, punt.id, vraag.veld))
        show_stand(stuk.tekst, MEEST, vast=HOE_VANZELF)
    began = carry_versie(stuk)
    if (punt.id, vraag.veld) in _waiting():
        _show_question(tafel, punt.id, vraag.veld, str(text or ""))
        return is_new and find_earlier(stuk, began)
    for item in find_persoonsgegevens(str(text or "")):
        note(f"Let op, “{item.plek}” kan naar een persoon wijzen. {item.uitleg}")
    return is_new and find_earlier(stuk, began)


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
        grond: Grond = st.session_state[f"grond_{_field_key(punt_id, veld)}"]
        _try(tafel, punt_id, veld, text, grond, sure=True)

    choose_button(
        tafel,
        "Nagekeken: hier staat niemand herkenbaar in, bewaar het",
        f"nagekeken_{punt_id}_{veld}",
        store,
    )


def _field_key(punt_id: int, veld: str) -> str:
    return f"antwoord_{punt_id}_{veld}"


def _conflict_key(punt_id: int, veld: str) -> str:
    return f"botsing_{punt_id}_{veld}"


def _store(tafel: Tafel, punt_id: int, veld: str) -> None:
    """Store what was just written in a field; called when it is left."""
    state = st.session_state
    state[_TYPTE] = True
    key = _field_key(punt_id, veld)
    text = str(state[key] or "")
    with refusals(tafel):
        check_length(text, MEEST)
        _try(tafel, punt_id, veld, text, ground_of(key, text))


def _try(
    tafel: Tafel, punt_id: int, veld: str, text: str, grond: Grond, *, sure: bool = False
) -> None:
    """Store, merge where only other fields changed, or keep both texts to be compared.

    sure: the writer was asked whether the text points to a person. Without, such a text waits.
    """
    versie, key = grond.versie, _field_key(punt_id, veld)
    door: Door = tafel.nagekeken if sure else tafel.door
    for _ in range(_POGINGEN):
        try:
            done = tafel.journal.agenda.change(
                punt_id, versie, door, basis={veld: grond.tekst}, **{veld: text}
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
                proposal = str(merge_fields(botsing.basis, now, botsing.poging)[veld])
                st.session_state[_conflict_key(punt_id, veld)] = _Botsing(now, text, proposal)
                fill_later(key, proposal)
                st.session_state[MELDING] = (
                    "fout",
                    "Iemand anders schreef ook in dit veld. Er is niets verloren: de twee teksten "
                    "staan naast elkaar.",
                )
                return
            versie = now.versie
            continue
        _waiting().pop((punt_id, veld), None)
        stored = str(getattr(done, veld))
        st.session_state[f"grond_{key}"] = Grond(done.versie, stored)
        if stored != text:  # another kind of line end
            fill_later(key, stored)
        st.session_state[OPGESLAGEN] = True
        return
    st.session_state[_conflict_key(punt_id, veld)] = _Botsing(
        tafel.journal.agenda.find(punt_id, tafel.rol), text, text
    )


def _show_conflict(tafel: Tafel, punt: Agendapunt, vraag: Gespreksvraag) -> None:
    """The first's text, the writer's own, and one text to confirm, in the field itself.

    The field keeps what it began from: after a restart the two texts are compared again.
    """
    veld, key = vraag.veld, _conflict_key(punt.id, vraag.veld)
    stuk = _stuk_of(tafel, punt, veld)
    botsing: _Botsing = st.session_state[key]
    stored = str(getattr(botsing.huidig, veld))
    show_html(
        '<div class="naast"><div><h4>Dit is al opgeslagen (rol {{ rol }})</h4>'
        "<p>{{ bewaard }}</p></div><div><h4>Dit schreef u, nog niet opgeslagen</h4>"
        "<p>{{ mijn }}</p></div></div>",
        rol=botsing.huidig.rol_laatst,
        bewaard=stored,
        mijn=botsing.mijn,
    )
    st.session_state.setdefault(stuk.key, botsing.voorstel)
    fill_now(stuk.key)
    with st.container(gap=None, key=f"veld_{stuk.key}"):
        joined = _draw(stuk, "Voorstel: beide teksten samen. Pas het aan en bewaar het.", 160)
        show_stand(
            stored, MEEST, hoe="Nog niet opgeslagen. Dat gebeurt met de knop ‘Bewaar deze tekst’."
        )
    carry_versie(stuk)

    def settle(text: str) -> None:
        check_length(text, MEEST)
        del st.session_state[key]
        stuk.stand_on(botsing.huidig.versie, stored)
        fill_later(stuk.key, text)
        _try(tafel, punt.id, veld, text, Grond(botsing.huidig.versie, stored))

    with st.container(horizontal=True, gap="small"):
        choose_button(
            tafel,
            "Bewaar deze tekst",
            f"{key}_bewaar",
            lambda: settle(str(joined or "")),
            type="primary",
        )
        choose_button(tafel, "Laat staan wat er stond", f"{key}_laat", lambda: settle(stored))
