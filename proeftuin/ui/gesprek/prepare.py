"""Prepare a conversation: open actions, the proposed agenda with reasons, the agenda, and begin.

To begin freezes the figures of every point, from one edition, all at once.
"""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from proeftuin.errors import DamagedEdition, ForeignEdition, NoEdition, ProeftuinError
from proeftuin.gesprek import Voorstel, freeze_points, propose_agenda, set_status
from proeftuin.indicators import INDICATOR, INDICATORS
from proeftuin.journal import Agendapunt, Gesprek
from proeftuin.results import Editie
from proeftuin.sentences import show_date
from proeftuin.ui.gesprek.actions import show_open_actions
from proeftuin.ui.gesprek.formulier import Formulier
from proeftuin.ui.gesprek.tafel import (
    NAAR_STAP,
    Tafel,
    choose_button,
    editie_of,
    find_editie,
    say,
    show_audience,
)
from proeftuin.ui.gesprek.velden import fill_later, fill_now
from proeftuin.ui.opmaak import html, paragraph, show_paragraph
from proeftuin.ui.shell import note
from proeftuin.vocabulary import GEMEENTE

_TITEL, _WAAROM = 120, 300  # signs


def show_prepare(tafel: Tafel, gesprek: Gesprek) -> None:
    """The whole step."""
    is_closed = gesprek.status == "afgesloten"
    show_audience(tafel, gesprek)
    show_open_actions(tafel, gesprek)
    agenda = tafel.journal.agenda.select(gesprek.id, tafel.rol)
    if not is_closed:
        _show_proposals(tafel, gesprek, agenda)
    st.header("Agenda", anchor=False)
    if not agenda:
        note("De agenda is nog leeg.")
    for punt in agenda:
        _show_point(tafel, punt, len(agenda), is_closed)
    if not is_closed:
        _show_add(tafel, gesprek, agenda)
        show_begin(tafel, gesprek, agenda)


def proposals_of(tafel: Tafel, gesprek: Gesprek) -> tuple[Voorstel, ...]:
    """What the edition of this conversation gives reason to talk about."""
    wijk = gesprek.wijk if gesprek.wijk != GEMEENTE else tafel.settings.pilot.wijken[0]
    return propose_agenda(
        editie_of(tafel, gesprek),
        tafel.settings,
        wijk,
        gesprek.kwartaal,
        soort=gesprek.soort,
        acties=tafel.journal.acties.select(tafel.rol, voor_gesprek=gesprek.id),
        vorige=_edition_before(tafel, gesprek),
        dag=gesprek.datum,
    )


def _edition_before(tafel: Tafel, gesprek: Gesprek) -> Editie | None:
    """The edition of the conversation before this one, of the same kind and wijk."""
    earlier = [
        item
        for item in tafel.journal.gesprekken.select(tafel.rol, gesprek.wijk)
        if item.soort == gesprek.soort
        and item.editie_id is not None
        and (item.datum, item.id) < (gesprek.datum, gesprek.id)
    ]
    if not earlier:
        return None
    last = max(earlier, key=lambda item: (item.datum, item.id))
    return find_editie(tafel, str(last.audience), last.editie_id)


def _show_proposals(tafel: Tafel, gesprek: Gesprek, agenda: list[Agendapunt]) -> None:
    taken = {(punt.slug, punt.titel if punt.slug is None else "") for punt in agenda}
    try:
        proposals = proposals_of(tafel, gesprek)
    except (NoEdition, DamagedEdition, ForeignEdition):
        note(
            "De editie waarmee dit gesprek begon, is er niet meer of is met andere instellingen "
            "gemaakt. Er is daarom geen voorstel. Wat is vastgelegd, blijft."
        )
        return
    found = [
        item
        for item in proposals
        if (item.slug, item.titel if item.slug is None else "") not in taken
    ]
    if not found:
        return
    st.header("Voorstel voor de agenda", anchor=False)
    note("Vinkjes weghalen mag. De redenen zijn vragen voor het gesprek, geen bewijs.")
    form = Formulier(tafel, "voorstel", "Zet op de agenda")
    chosen: list[Voorstel] = []
    for nr, item in enumerate(found):
        with st.container(gap=None, key=f"voorstel_{nr}"):
            if st.checkbox(item.titel, True, key=f"kies_{gesprek.id}_{item.slug}_{item.titel}"):
                chosen.append(item)
            show_paragraph(item.aanleiding, "waarom")

    def add() -> None:
        for item in chosen:
            tafel.journal.agenda.add(
                gesprek.id,
                titel=item.titel,
                soort=item.punt,
                slug=item.slug,
                aanleiding=item.aanleiding,
                door=tafel.nagekeken,  # sentences of this product, not of a writer
                sleutel=f"{form.sleutel}-{item.slug or item.titel}"[:60],
            )
        say(f"Op de agenda gezet: {len(chosen)}.")

    form.offer(add, type="primary", disabled=not chosen)


def _show_point(tafel: Tafel, punt: Agendapunt, count: int, is_closed: bool) -> None:
    with st.container(gap=None, key=f"punt_{punt.id}"):
        titel = html('<p style="margin:0"><b>{{ p.volgorde }}. {{ p.titel }}</b></p>', p=punt)
        st.html(titel + paragraph(punt.aanleiding, "waarom"))
        if is_closed:
            return
        with st.container(horizontal=True, gap="small"):
            for label, naar in (("Omhoog", punt.volgorde - 1), ("Omlaag", punt.volgorde + 1)):
                choose_button(
                    tafel,
                    label,
                    f"{label.lower()}_{punt.id}",
                    partial(tafel.journal.agenda.move, punt.id, naar, tafel.door),
                    type="tertiary",
                    disabled=not 1 <= naar <= count,
                    help=f"{label}: {punt.titel}",
                )
            choose_button(
                tafel,
                "Van de agenda halen",
                f"weg_{punt.id}",
                lambda: tafel.journal.agenda.remove(punt.id, punt.versie, tafel.door),
                type="tertiary",
                help=f"Van de agenda halen: {punt.titel}",
            )


def _show_add(tafel: Tafel, gesprek: Gesprek, agenda: list[Agendapunt]) -> None:
    taken = {punt.slug for punt in agenda}
    options = [item.slug for item in INDICATORS if item.heeft_wijkwaarde and item.slug not in taken]
    with st.expander("Zelf een punt toevoegen"):
        form = Formulier(tafel, "punt", "Voeg dit punt toe")
        fill_now("punt_slug")
        slug = st.selectbox(
            "Cijfer",
            options,
            index=None,
            format_func=lambda item: INDICATOR[item].naam,
            key="punt_slug",
            placeholder="Kies een cijfer",
        )
        titel = form.line(
            "titel", "Of een ander onderwerp, zonder cijfer", _TITEL, "Het onderwerp"
        ).strip()
        waarom = form.line("waarom", "Waarom op de agenda?", _WAAROM, "De reden")

        def check() -> None:
            if slug is None and not titel:
                raise ProeftuinError("Kies een cijfer of schrijf een onderwerp op.")

        def add() -> None:
            tafel.journal.agenda.add(
                gesprek.id,
                titel=INDICATOR[slug].naam if slug else titel,
                soort="indicator" if slug else "vrij",
                slug=slug,
                aanleiding=waarom.strip(),
                door=tafel.nagekeken,
                sleutel=form.sleutel,
            )
            fill_later("punt_slug", None)

        form.offer(add, check)


def show_begin(tafel: Tafel, gesprek: Gesprek, agenda: Sequence[Agendapunt]) -> None:
    """The button that begins the conversation, and what it does."""
    if gesprek.status == "bezig":
        return
    st.header("Het gesprek beginnen", anchor=False)
    if not agenda:
        note("De agenda is nog leeg. Zet er eerst een punt op, in de stap Voorbereiden.")
        return
    editie = editie_of(tafel, gesprek)
    note(
        f"De cijfers van elk punt worden dan vastgelegd, uit editie {editie.id} met gegevens tot "
        f"en met {show_date(editie.datastand)}. Ook het verslag gebruikt die cijfers, wat er later "
        "ook bij komt."
    )

    def begin() -> None:
        freeze_points(tafel.journal, editie, tafel.settings, tafel.door, gesprek, agenda)
        set_status(tafel.journal, tafel.door, gesprek.id, "bezig")
        say("Het gesprek is begonnen. De cijfers liggen vast.")
        st.session_state[NAAR_STAP] = "Houden"

    choose_button(tafel, "Begin het gesprek", "begin", begin, type="primary")
