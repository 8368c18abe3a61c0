"""Begin a conversation: the figures of every point are frozen from one edition, all at once."""

from collections.abc import Sequence

import streamlit as st

from proeftuin.errors import ProeftuinError
from proeftuin.gesprek import freeze_indicator
from proeftuin.journal import Agendapunt, Botsing, Gesprek
from proeftuin.sentences import show_date
from proeftuin.ui.gesprek.tafel import NAAR_STAP, Tafel, choose_button, editie_of, say
from proeftuin.ui.shell import note


def freeze_points(tafel: Tafel, gesprek: Gesprek, agenda: Sequence[Agendapunt]) -> int:
    """Freeze every indicator of the agenda that is not frozen yet; how many were.

    All from one edition: the one the conversation already uses, else the current one.
    """
    editie = editie_of(tafel, gesprek)
    done = {item.agendapunt_id for item in tafel.journal.agenda.bevriezingen(gesprek.id, tafel.rol)}
    todo = [punt for punt in agenda if punt.slug and punt.id not in done]
    for punt in todo:
        frozen = freeze_indicator(editie, tafel.settings, str(punt.slug), gesprek.wijk)
        tafel.journal.agenda.freeze(
            punt.id,
            editie_id=frozen.editie_id,
            audience=frozen.audience,
            datastand=frozen.datastand,
            rijen=frozen.rijen,
            beeld_svg=frozen.beeld_svg,
            zin=frozen.zin,
            door=tafel.door,
        )
    return len(todo)


def show_begin(tafel: Tafel, gesprek: Gesprek, agenda: Sequence[Agendapunt]) -> None:
    """The button that begins the conversation, and what it does."""
    if gesprek.status == "bezig":
        return
    st.header("Het gesprek beginnen", anchor=False)
    editie = editie_of(tafel, gesprek)
    note(
        f"De cijfers van elk punt worden dan vastgelegd, uit editie {editie.id} met gegevens tot "
        f"en met {show_date(editie.datastand)}. Ook het verslag gebruikt die cijfers, wat er later "
        "ook bij komt."
    )

    def begin() -> None:
        if not agenda:
            raise ProeftuinError("De agenda is nog leeg. Zet er eerst een punt op.")
        freeze_points(tafel, gesprek, agenda)
        set_status(tafel, gesprek.id, "bezig")
        say("Het gesprek is begonnen. De cijfers liggen vast.")
        st.session_state[NAAR_STAP] = "Houden"

    choose_button("Begin het gesprek", "begin", begin, type="primary")


def set_status(tafel: Tafel, gesprek_id: int, status: str) -> None:
    """Give the conversation this status, whoever changed something else in the meantime."""
    for _ in range(5):
        now = tafel.journal.gesprekken.find(gesprek_id, tafel.rol)
        if now.status == status:
            return
        try:
            tafel.journal.gesprekken.change(gesprek_id, now.versie, tafel.door, status=status)
            return
        except Botsing:
            continue
