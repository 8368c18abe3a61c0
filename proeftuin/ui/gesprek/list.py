"""The conversations as a list, and the form that plans a new one."""

from html import escape

import streamlit as st

from proeftuin.journal import Gesprek
from proeftuin.sentences import (
    SOORT_KORT,
    SOORT_NAAM,
    STATUS_NAAM,
    quarter_code,
    quarter_text,
    show_date,
)
from proeftuin.ui.gesprek.tafel import (
    MELDING,
    NAAR_STAP,
    Tafel,
    choose_button,
    clear_form,
    form_key,
    parse_day,
    say,
    soorten_of,
    warn_persons,
)
from proeftuin.ui.shell import note
from proeftuin.vocabulary import GEMEENTE

_KWARTALEN = 6


def open_gesprek(gesprek_id: int, stap: str | None = None) -> None:
    """Make this conversation the one in the address."""
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
    show_plan_form(tafel, is_open=not found)
    st.header("Gepland en bezig", anchor=False)
    if not coming:
        note("Er is geen gesprek gepland.")
    for item in coming:
        _show_row(tafel, item, counts.get(item.id, 0))
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
        st.html(
            f'<div class="gesprek-rij"><small>{escape(describe(tafel, gesprek))} · '
            f"{STATUS_NAAM[gesprek.status]} · {points}</small></div>"
        )


def describe(tafel: Tafel, gesprek: Gesprek) -> str:
    """'Wijkgesprek · 18 januari 2024 · West · over 2023 K4'."""
    kind = SOORT_KORT[gesprek.soort]
    return (
        f"{kind} · {show_date(gesprek.datum)} · {tafel.wijk(gesprek.wijk)} · "
        f"over {quarter_text(gesprek.kwartaal)}"
    )


def quarter_options(tafel: Tafel, count: int = _KWARTALEN) -> list[str]:
    """The codes of the newest quarters of the edition, newest first."""
    return [quarter_code(tot) for _, tot in tafel.context.editie.kwartalen[-count:][::-1]]


def show_plan_form(tafel: Tafel, *, is_open: bool) -> None:
    """The form for a new conversation."""
    with st.expander("Een gesprek plannen", expanded=is_open):
        nr = st.session_state.setdefault("plan_nr", 0)
        soort = st.selectbox(
            "Soort gesprek",
            soorten_of(tafel.rol),
            format_func=lambda item: SOORT_NAAM[item],
            key=f"plan_soort_{nr}",
            filter_mode=None,
        )
        links, midden, rechts = st.columns(3)
        with links:
            datum = st.text_input(
                "Datum (dag-maand-jaar)", key=f"plan_datum_{nr}", placeholder="18-01-2024"
            )
        options = [*tafel.settings.pilot.wijken, *tafel.settings.overige_wijken]
        options += [GEMEENTE] if soort != "wijkgesprek" else []
        with midden:
            wijk = st.selectbox(
                "Wijk",
                options,
                format_func=tafel.settings.wijk_naam,
                key=f"plan_wijk_{nr}",
                filter_mode=None,
            )
        with rechts:
            kwartaal = st.selectbox(
                "Kwartaal waarover u praat",
                quarter_options(tafel),
                format_func=quarter_text,
                key=f"plan_kwartaal_{nr}",
                filter_mode=None,
            )
        genodigden = st.text_area(
            "Wie is uitgenodigd? Noem organisaties, elk op een eigen regel. Geen namen van mensen.",
            key=f"plan_genodigden_{nr}",
            placeholder="Sociaal Wijkteam West\nHuisartsen West",
            height=100,
        )
        titel = st.text_input("Titel (mag leeg blijven)", key=f"plan_titel_{nr}", max_chars=120)
        is_clean = warn_persons([str(genodigden), str(titel)], f"plan_{nr}")

        def plan() -> None:
            day = parse_day(str(datum))
            if day is None:
                st.session_state[MELDING] = ("fout", "Vul een datum in, bijvoorbeeld 18-01-2024.")
                return
            if not is_clean:
                st.session_state[MELDING] = (
                    "fout",
                    "Kijk eerst de tekst na en bevestig dat er niemand herkenbaar in staat.",
                )
                return
            guests = [line.strip() for line in str(genodigden).splitlines() if line.strip()]
            kind = SOORT_KORT[str(soort)]
            name = f"{kind} {tafel.settings.wijk_naam(str(wijk))}, {quarter_text(str(kwartaal))}"
            made = tafel.journal.gesprekken.plan(
                soort=str(soort),
                datum=day,
                wijk=str(wijk),
                kwartaal=str(kwartaal),
                titel=str(titel).strip() or name,
                genodigden=tuple(guests),
                door=tafel.nagekeken,
                sleutel=form_key("plan"),
            )
            clear_form("plan")
            st.session_state["plan_nr"] = nr + 1
            say("Het gesprek is gepland. Maak nu de agenda.")
            open_gesprek(made.id, "Voorbereiden")

        choose_button(tafel, "Plan dit gesprek", "plan_bewaar", plan, type="primary")
