"""Stories: good practice and experiences of residents, text only, checked before they are kept."""

from html import escape

import streamlit as st

from proeftuin.errors import ProeftuinError
from proeftuin.journal.journal import Verhaal
from proeftuin.sentences.gesprek import VERHAAL_NAAM, quarter_text
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


def show_stories(tafel: Tafel) -> None:
    """The stories this role may see, newest first, and the form for a new one."""
    st.header("Verhalen", anchor=False)
    note(
        "Goede voorbeelden en ervaringen van inwoners, naast de cijfers. Schrijf zo dat niemand te "
        "herkennen is: geen namen, geboortedata, adressen of telefoonnummers."
    )
    _show_form(tafel)
    found = tafel.journal.verhalen(tafel.rol)
    if not found:
        note("Er zijn nog geen verhalen.")
    for item in found[::-1]:
        _show_one(tafel, item)


def _show_one(tafel: Tafel, item: Verhaal) -> None:
    with st.container(gap=None, key=f"verhaal_{item.id}"):
        st.html(
            f'<div class="verhaal"><p><b>{escape(item.titel)}</b></p><p>{escape(item.tekst)}</p>'
            f'<p class="klein-grijs">{VERHAAL_NAAM[item.soort]} · {escape(item.bron)} · '
            f"{escape(tafel.wijk(item.wijk))} · {quarter_text(item.kwartaal)}</p></div>"
        )

        def withdraw() -> None:
            tafel.journal.trek_verhaal_in(item.id, item.versie, tafel.door)
            say("Het verhaal is ingetrokken. Het blijft in de geschiedenis staan.")

        choose_button(
            "Trek in",
            f"verhaal_weg_{item.id}",
            withdraw,
            type="tertiary",
            help=f"Trek in: {item.titel[:80]}",
        )


def _show_form(tafel: Tafel) -> None:
    with st.expander("Een verhaal toevoegen"):
        nr = st.session_state.setdefault("verhaal_nr", 0)
        links, midden, rechts = st.columns(3)
        with links:
            soort = st.selectbox(
                "Soort",
                list(VERHAAL_NAAM),
                format_func=lambda item: VERHAAL_NAAM[item],
                key=f"verhaal_soort_{nr}",
                filter_mode=None,
            )
        with midden:
            wijk = st.selectbox(
                "Wijk",
                [*tafel.settings.pilot.wijken, *tafel.settings.overige_wijken, None],
                format_func=tafel.wijk,
                key=f"verhaal_wijk_{nr}",
                filter_mode=None,
            )
        with rechts:
            kwartaal = st.selectbox(
                "Kwartaal",
                quarter_options(tafel),
                format_func=quarter_text,
                key=f"verhaal_kwartaal_{nr}",
                filter_mode=None,
            )
        titel = st.text_input("Titel", key=f"verhaal_titel_{nr}", max_chars=120)
        tekst = st.text_area("Tekst", key=f"verhaal_tekst_{nr}", max_chars=3000, height=160)
        bron = st.text_input(
            "Van welke organisatie of rol?", key=f"verhaal_bron_{nr}", max_chars=120
        )
        texts = [str(titel or ""), str(tekst or ""), str(bron or "")]
        is_clean = warn_persons(texts, f"verhaal_{nr}")

        def add() -> None:
            if not all(text.strip() for text in texts):
                raise ProeftuinError("Vul een titel, een tekst en een organisatie of rol in.")
            if not is_clean:
                raise ProeftuinError(
                    "Nog niets opgeslagen. Kijk de tekst na en bevestig dat er niemand herkenbaar "
                    "in staat."
                )
            tafel.journal.voeg_verhaal_toe(
                soort=str(soort),
                kwartaal=str(kwartaal),
                titel=texts[0].strip(),
                tekst=texts[1].strip(),
                bron=texts[2].strip(),
                wijk=wijk,
                bevestigd=True,
                door=tafel.door,
                sleutel=form_key("verhaal"),
            )
            clear_form("verhaal")
            st.session_state["verhaal_nr"] = nr + 1
            say("Het verhaal is opgeslagen.")

        choose_button("Bewaar dit verhaal", "verhaal_bewaar", add, type="primary")
