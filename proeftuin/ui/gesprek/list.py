"""The conversations as a list, and the form that plans a new one."""

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from proeftuin.errors import ProeftuinError
from proeftuin.journal import Gesprek
from proeftuin.sentences import show_date, show_number
from proeftuin.sentences.gesprek import (
    SOORT_KORT,
    SOORT_NAAM,
    STATUS_NAAM,
    quarter_code,
    quarter_text,
)
from proeftuin.ui.address import write_choice
from proeftuin.ui.gesprek.formulier import Formulier
from proeftuin.ui.gesprek.tafel import (
    NAAR_STAP,
    Tafel,
    parse_day,
    say,
    soorten_of,
)
from proeftuin.ui.opmaak import show_html
from proeftuin.ui.shell import note
from proeftuin.vocabulary import GEMEENTE

T = TypeVar("T")
PER_BLADZIJDE = 20  # of a list
_KWARTALEN = 6
_TITEL = 120  # signs


def open_gesprek(gesprek_id: int, stap: str | None = None) -> None:
    """Make this conversation the one in the address."""
    st.query_params.pop("punt", None)
    st.query_params["gesprek"] = str(gesprek_id)
    if stap:
        st.session_state[NAAR_STAP] = stap


def show_list(tafel: Tafel) -> None:
    """What is coming first, then what was closed; each opens with a button."""
    found = tafel.journal.gesprekken.select(tafel.rol)
    counts = tafel.journal.agenda.count_points(tafel.rol)
    coming = sorted(
        (item for item in found if item.status != "afgesloten"), key=lambda item: item.datum
    )
    closed = [item for item in found if item.status == "afgesloten"]
    st.header("Gepland en bezig", anchor=False)
    if not coming:
        note("Er is geen gesprek gepland.")
    for item in coming:
        _show_row(tafel, item, counts.get(item.id, 0))
    show_plan_form(tafel)
    if closed:
        st.header("Afgesloten", anchor=False)
        for item in closed:
            _show_row(tafel, item, counts.get(item.id, 0))


def _show_row(tafel: Tafel, gesprek: Gesprek, count: int) -> None:
    with st.container(gap=None, key=f"rij_{gesprek.id}"):
        st.button(
            gesprek.titel,
            key=f"open_{gesprek.id}",
            type="tertiary",
            on_click=open_gesprek,
            args=(gesprek.id,),
        )
        points = "1 punt" if count == 1 else f"{count} punten"
        text = f"{describe(tafel, gesprek)} · {STATUS_NAAM[gesprek.status]} · {points}"
        show_html('<div class="gesprek-rij"><small>{{ tekst }}</small></div>', tekst=text)


def show_part(items: Sequence[T], key: str, naam: str) -> Sequence[T]:
    """The items on the page of the list that the reader chose, its number in the address as ?key=.

    All of them when they fit on one page. naam: what they are, in the plural.
    """
    pages = -(-len(items) // PER_BLADZIJDE)
    if pages <= 1:
        return items
    asked = st.query_params.get(key, "1")
    number = int(st.session_state.get(key, asked if asked.isdecimal() and len(asked) < 5 else 1))
    st.session_state[key] = min(max(number, 1), pages)
    with st.container(horizontal=True, vertical_alignment="center", key=f"bladeren_{key}"):
        chosen = st.pagination(pages, key=key, max_visible_pages=5)
        first = (chosen - 1) * PER_BLADZIJDE
        part = items[first : first + PER_BLADZIJDE]
        write_choice(key, str(chosen) if chosen > 1 else "")
        note(
            f"{show_number(first + 1)} tot en met {show_number(first + len(part))} van de "
            f"{show_number(len(items))} {naam}"
        )
    return part


def describe(tafel: Tafel, gesprek: Gesprek) -> str:
    """'Wijkgesprek · 18 januari 2024 · West · over oktober–december 2023'."""
    kind = SOORT_KORT[gesprek.soort]
    return (
        f"{kind} · {show_date(gesprek.datum)} · {tafel.wijk(gesprek.wijk)} · "
        f"over {quarter_text(gesprek.kwartaal)}"
    )


def quarter_options(tafel: Tafel, count: int = _KWARTALEN) -> list[str]:
    """The codes of the newest quarters of the edition, newest first."""
    return [quarter_code(tot) for _, tot in tafel.context.editie.kwartalen[-count:][::-1]]


def _guests(tafel: Tafel) -> tuple[str, str]:
    """Two organisations as an example, of the pilot wijk."""
    naam = tafel.settings.wijk_naam(tafel.settings.pilot.wijken[0])
    return f"Wijkteam {naam}", f"Huisartsen {naam}"


def show_plan_form(tafel: Tafel) -> None:
    """The form for a new conversation, out of sight until someone asks for it."""
    with st.expander("Een gesprek plannen"):
        form = Formulier(tafel, "plan", "Plan dit gesprek")
        soort = form.choose(
            "soort", "Soort gesprek", soorten_of(tafel.rol), lambda item: SOORT_NAAM[item]
        )
        links, midden, rechts = st.columns(3)
        with links:
            datum = form.line(
                "datum", "Datum (dag-maand-jaar)", placeholder="18-01-2024", is_vrij=False
            )
        options = [*tafel.settings.pilot.wijken, *tafel.settings.overige_wijken]
        options += [GEMEENTE] if soort != "wijkgesprek" else []
        with midden:
            wijk = form.choose("wijk", "Wijk", options, tafel.settings.wijk_naam)
        with rechts:
            kwartaal = form.choose(
                "kwartaal", "Kwartaal waarover u praat", quarter_options(tafel), quarter_text
            )
        genodigden = form.line(
            "genodigden",
            "Wie is uitgenodigd? Noem organisaties, elk op een eigen regel. Geen namen van mensen.",
            placeholder="\n".join(_guests(tafel)),
            hoogte=100,
        )
        titel = form.line("titel", "Titel (mag leeg blijven)", _TITEL, "De titel")
        day = parse_day(datum)

        def check() -> None:
            if day is None:
                raise ProeftuinError("Vul een datum in, bijvoorbeeld 18-01-2024.")

        def plan() -> None:
            assert day is not None
            guests = [line.strip() for line in genodigden.splitlines() if line.strip()]
            name = f"{SOORT_KORT[soort]} {tafel.settings.wijk_naam(wijk)}, {quarter_text(kwartaal)}"
            made = tafel.journal.gesprekken.plan(
                soort=soort,
                datum=day,
                wijk=wijk,
                kwartaal=kwartaal,
                titel=titel.strip() or name,
                genodigden=tuple(guests),
                door=tafel.nagekeken,
                sleutel=form.sleutel,
            )
            say("Het gesprek is gepland. Maak nu de agenda.")
            open_gesprek(made.id, "Voorbereiden")

        form.offer(plan, check, type="primary")
