"""Explanations pinned to a quarter of an indicator: write, show on and below charts, withdraw."""

from html import escape

import streamlit as st

from proeftuin.errors import ProeftuinError
from proeftuin.indicators import INDICATOR
from proeftuin.journal.journal import Agendapunt, Duiding, Gesprek
from proeftuin.sentences.gesprek import SOORT_NAAM, quarter_text
from proeftuin.ui.gesprek.list import quarter_options
from proeftuin.ui.gesprek.tafel import (
    Tafel,
    choose_button,
    clear_form,
    form_key,
    say,
    warn_persons,
)
from proeftuin.ui.shell import note


def show_duiding_form(tafel: Tafel, gesprek: Gesprek, punt: Agendapunt) -> None:
    """Pin a short explanation to a quarter of the indicator of this point."""
    with st.expander("Uitleg bij een kwartaal vastzetten"):
        note(
            "De uitleg komt als genummerd teken op de grafiek, voor wie dit soort gesprek mag zien."
        )
        nr = st.session_state.setdefault("duiding_nr", 0)
        key = f"{punt.id}_{nr}"
        links, rechts = st.columns(2)
        with links:
            kwartaal = st.selectbox(
                "Kwartaal",
                quarter_options(tafel, 20),
                format_func=quarter_text,
                key=f"duiding_kwartaal_{key}",
                filter_mode=None,
            )
        with rechts:
            scope = st.selectbox(
                "Voor welke wijk?",
                (gesprek.wijk, None),
                format_func=tafel.wijk,
                key=f"duiding_wijk_{key}",
                filter_mode=None,
            )
        tekst = st.text_input(
            "Korte uitleg (hooguit 200 tekens)", key=f"duiding_tekst_{key}", max_chars=200
        )
        is_clean = warn_persons([str(tekst or "")], f"duiding_{key}")

        def add() -> None:
            if not str(tekst or "").strip():
                raise ProeftuinError("Schrijf eerst een korte uitleg.")
            if not is_clean:
                raise ProeftuinError(
                    "Kijk eerst de tekst na en bevestig dat er niemand herkenbaar in staat."
                )
            tafel.journal.voeg_duiding_toe(
                slug=str(punt.slug),
                kwartaal=str(kwartaal),
                tekst=str(tekst).strip(),
                wijk=scope,
                gesprek_id=gesprek.id,
                door=tafel.door,
                sleutel=form_key("duiding"),
            )
            clear_form("duiding")
            st.session_state["duiding_nr"] = nr + 1
            say("De uitleg staat nu op de grafiek.")

        choose_button("Zet deze uitleg vast", "duiding_bewaar", add)


def show_point_duidingen(tafel: Tafel, gesprek: Gesprek, punt: Agendapunt) -> None:
    """The explanations of this indicator and wijk, as a list."""
    found = tafel.journal.duidingen(tafel.rol, punt.slug, "zichtbaar", gesprek.wijk)
    own = [item for item in found if item.soort == gesprek.soort]
    if own:
        items = "".join(
            f"<li>{escape(quarter_text(item.kwartaal))}: {escape(item.tekst)}</li>" for item in own
        )
        st.html(f'<div class="strook">Uitleg bij deze grafiek<ol>{items}</ol></div>')


def show_all_duidingen(tafel: Tafel) -> None:
    """Every explanation this role may see, with a button that withdraws it."""
    st.header("Uitleg bij grafieken", anchor=False)
    found = tafel.journal.duidingen(tafel.rol)
    shown = [item for item in found if item.status == "zichtbaar"]
    if not shown:
        note("Er is nog geen uitleg vastgezet. Dat kan tijdens een gesprek.")
    for item in shown:
        _show_one(tafel, item)
    gone = [item for item in found if item.status != "zichtbaar"]
    if gone:
        st.header("Ingetrokken", anchor=False)
        note("Niet meer op de grafiek; de uitleg blijft hier en in de geschiedenis staan.")
        for item in gone:
            st.html(f'<p class="ingetrokken">{escape(_line(tafel, item))}</p>')


def _line(tafel: Tafel, item: Duiding) -> str:
    naam = INDICATOR[item.slug].naam if item.slug in INDICATOR else item.slug
    return f"{naam}, {quarter_text(item.kwartaal)}, {tafel.wijk(item.wijk)}: {item.tekst}"


def _show_one(tafel: Tafel, item: Duiding) -> None:
    with st.container(gap=None, key=f"duiding_{item.id}"):
        kind = SOORT_NAAM[item.soort].split(":")[0].lower()
        st.html(
            f'<p style="margin:0">{escape(_line(tafel, item))}</p>'
            f'<p class="klein-grijs" style="margin:0">uit een {escape(kind)} · '
            f"rol {escape(item.rol_laatst)}</p>"
        )

        def withdraw() -> None:
            tafel.journal.trek_duiding_in(item.id, item.versie, tafel.door)
            say("De uitleg is ingetrokken en staat niet meer op de grafiek.")

        choose_button(
            "Trek in",
            f"intrekken_{item.id}",
            withdraw,
            type="tertiary",
            help=f"Trek in: {item.tekst[:80]}",
        )
