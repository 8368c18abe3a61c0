"""Actions: who does what, by when, and which indicator should move; and what it did since."""

from functools import partial
from html import escape

import streamlit as st

from proeftuin.errors import DamagedEdition, ForeignEdition, NoEdition, ProeftuinError
from proeftuin.gesprek import bevriezing_of, compare_rows, current_rows
from proeftuin.indicators import INDICATOR, Richting
from proeftuin.journal import Actie, Agendapunt, Botsing, Gesprek
from proeftuin.sentences import (
    ACTIE_STATUS,
    RICHTING_NAAM,
    next_quarters,
    quarter_text,
    since_sentence,
)
from proeftuin.ui.gesprek.tafel import (
    Tafel,
    choose_button,
    clear_form,
    form_key,
    is_rounded_here,
    newest_editie,
    say,
    warn_persons,
)
from proeftuin.ui.shell import note

NIET_GEZEGD = "Of een actie het cijfer veranderde, is hiermee niet gezegd."


def action_line(actie: Actie) -> str:
    """'Bel elke huisarts (Sociaal Wijkteam West, klaar in 2024 K1, Terugval omlaag)'."""
    aim = ""
    if actie.slug in INDICATOR:
        way = RICHTING_NAAM.get(actie.richting or "", "")
        aim = f", {INDICATOR[actie.slug].naam} {way}".rstrip()
    due = quarter_text(actie.kwartaal_gereed)
    return f"{actie.tekst} ({actie.eigenaar}, klaar in {due}{aim})"


def show_open_actions(tafel: Tafel, gesprek: Gesprek) -> None:
    """The open actions of earlier conversations, each with what its indicator did since."""
    acties = tafel.journal.acties.select(tafel.rol, voor_gesprek=gesprek.id)
    if not acties:
        return
    st.header("Open acties uit eerdere gesprekken", anchor=False)
    for actie in acties:
        show_action(tafel, actie, gesprek)
    note(NIET_GEZEGD)


def show_action(tafel: Tafel, actie: Actie, gesprek: Gesprek | None) -> None:
    """One action: what it is, what happened since it was made, and its status to change."""
    with st.container(gap=None, key=f"actie_{actie.id}"):
        since = _since(tafel, actie)
        st.html(
            f'<p style="margin:0"><b>{escape(action_line(actie))}</b></p>'
            f'<p class="waarom" style="margin-left:0">{escape(since)}</p>'
        )
        toelichting = st.text_input(
            "Toelichting bij de stand",
            actie.toelichting,
            key=f"toelichting_{actie.id}_{actie.versie}",
            max_chars=400,
            width=560,
        )
        is_clean = toelichting == actie.toelichting or warn_persons(
            [str(toelichting or "")], f"toelichting_{actie.id}_{actie.versie}"
        )

        def change(status: str) -> None:
            if not is_clean:
                raise ProeftuinError(
                    "Kijk eerst de toelichting na en bevestig dat er niemand herkenbaar in staat."
                )
            try:
                tafel.journal.acties.change(
                    actie.id,
                    actie.versie,
                    tafel.nagekeken,
                    status=status,
                    toelichting=str(toelichting or "").strip(),
                )
            except Botsing as botsing:
                now = botsing.huidig
                raise ProeftuinError(
                    "Iemand anders heeft deze actie net gewijzigd: "
                    f"{ACTIE_STATUS[getattr(now, 'status', 'open')]}. "
                    f"Uw toelichting was: {toelichting or 'leeg'}. Kijk en kies opnieuw."
                ) from botsing
            say(f"De stand van de actie is nu: {ACTIE_STATUS[status]}.")

        with st.container(horizontal=True, gap="small"):
            for status, label in (
                ("open", "Blijft open"),
                ("klaar", "Is klaar"),
                ("vervallen", "Vervalt"),
            ):
                choose_button(
                    tafel,
                    label,
                    f"stand_{status}_{actie.id}",
                    partial(change, status),
                    type="tertiary",
                    help=f"{label}: {actie.tekst[:80]}",
                )
            note(f"Stand: {ACTIE_STATUS[actie.status]}")


def _since(tafel: Tafel, actie: Actie) -> str:
    """What the indicator did between the frozen figures of the action and the newest edition."""
    frozen = bevriezing_of(tafel.journal, actie, tafel.rol)
    if frozen is None or actie.slug not in INDICATOR:
        return ""
    gesprek = tafel.journal.gesprekken.find(actie.gesprek_id, tafel.rol)
    try:
        editie = newest_editie(tafel, frozen.audience)
        now = current_rows(editie, tafel.settings, str(actie.slug))
    except (NoEdition, DamagedEdition, ForeignEdition):
        return ""
    indicator, naam = INDICATOR[str(actie.slug)], tafel.wijk(gesprek.wijk)
    verloop = compare_rows(frozen.rijen, now, indicator.slug, gesprek.wijk, tafel.settings)
    text = since_sentence(indicator, naam, verloop, actie.richting)
    rounded = is_rounded_here(tafel, frozen.audience)
    return f"{text} Dit zijn de openbare cijfers, afgerond." if rounded else text


def show_strip(acties: list[Actie], laatste: int = 0) -> None:
    """A quiet strip with the actions made so far; laatste: only so many, where room is scarce."""
    first = len(acties) - laatste if laatste else 0
    items = "".join(f"<li>{escape(action_line(item))}</li>" for item in acties[max(first, 0) :])
    text = f"Acties tot nu toe: {len(acties)}" if acties else "Nog geen acties in dit gesprek."
    start = max(first, 0) + 1
    st.html(f'<div class="strook" role="note">{text}<ol start="{start}">{items}</ol></div>')


def show_action_form(tafel: Tafel, gesprek: Gesprek, punt: Agendapunt) -> None:
    """A new action of this point; the owner is a role or organisation."""
    with st.expander("Actie toevoegen"):
        nr = st.session_state.setdefault("actie_nr", 0)
        key = f"{punt.id}_{nr}"
        tekst = st.text_input("Wat gaan we doen?", key=f"actie_tekst_{key}", max_chars=300)
        eigenaar = st.text_input(
            "Wie doet het? Een organisatie of rol, geen naam van een persoon",
            key=f"actie_eigenaar_{key}",
            max_chars=120,
        )
        links, midden, rechts = st.columns(3)
        with links:
            kwartaal = st.selectbox(
                "Klaar in",
                next_quarters(gesprek.kwartaal, 6)[1:],
                format_func=quarter_text,
                key=f"actie_kwartaal_{key}",
                filter_mode=None,
            )
        slugs = [punt.slug] if punt.slug else []
        others = [
            item.slug
            for item in tafel.journal.agenda.select(gesprek.id, tafel.rol)
            if item.slug and item.slug not in slugs
        ]
        with midden:
            slug = st.selectbox(
                "Welk cijfer moet bewegen?",
                [*slugs, *others, "geen"],
                format_func=lambda item: INDICATOR[item].naam if item in INDICATOR else "Geen",
                key=f"actie_slug_{key}",
                filter_mode=None,
            )
        with rechts:
            richting = st.selectbox(
                "Welke kant op?",
                _directions(punt.slug),
                format_func=lambda item: RICHTING_NAAM[item],
                key=f"actie_richting_{key}",
                filter_mode=None,
            )
        is_clean = warn_persons([str(tekst or ""), str(eigenaar or "")], f"actie_{key}")

        def add() -> None:
            if not (str(tekst or "").strip() and str(eigenaar or "").strip()):
                raise ProeftuinError("Schrijf op wat er gebeurt en welke organisatie het doet.")
            if not is_clean:
                raise ProeftuinError(
                    "Kijk eerst de tekst na en bevestig dat er niemand herkenbaar in staat."
                )
            is_aimed = slug in INDICATOR
            tafel.journal.acties.add(
                gesprek.id,
                tekst=str(tekst).strip(),
                eigenaar=str(eigenaar).strip(),
                kwartaal_gereed=str(kwartaal),
                agendapunt_id=punt.id,
                slug=str(slug) if is_aimed else None,
                richting=str(richting) if is_aimed else None,
                door=tafel.nagekeken,
                sleutel=form_key("actie"),
            )
            clear_form("actie")
            st.session_state["actie_nr"] = nr + 1
            say("De actie is opgeslagen.")

        choose_button(tafel, "Bewaar deze actie", "actie_bewaar", add, type="primary")


def _directions(slug: str | None) -> list[str]:
    """The directions, the one that the indicator is hoped to move first."""
    wish = INDICATOR[slug].richting if slug in INDICATOR else None
    first = "omhoog" if wish is Richting.HOGER else "omlaag"
    return sorted(RICHTING_NAAM, key=lambda item: item != first)


def show_all_actions(tafel: Tafel) -> None:
    """Every open action this role may see, then the others."""
    found = tafel.journal.acties.select(tafel.rol)
    open_ones = [item for item in found if item.status == "open"]
    st.header("Open acties", anchor=False)
    if not open_ones:
        note("Er zijn geen open acties.")
    for actie in open_ones:
        show_action(tafel, actie, None)
    if open_ones:
        note(NIET_GEZEGD)
    done = [item for item in found if item.status != "open"]
    if done:
        st.header("Klaar of vervallen", anchor=False)
        for actie in done:
            show_action(tafel, actie, None)
