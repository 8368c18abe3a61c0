"""Close a conversation, and its minutes as PDF and Word to send around."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from proeftuin.gesprek import make_verslag, read_verslag, verslag_formaten, verslag_name
from proeftuin.journal import AUDIENCE, Gesprek
from proeftuin.ui.gesprek.actions import show_strip
from proeftuin.ui.gesprek.questions import check_answered
from proeftuin.ui.gesprek.tafel import Tafel, choose_button, find_editie, say, show_audience
from proeftuin.ui.login import download_of
from proeftuin.ui.shell import note


def show_close(tafel: Tafel, gesprek: Gesprek) -> None:
    """The whole step."""
    if gesprek.status != "afgesloten":
        st.header("Afsluiten", anchor=False)
        if gesprek.status == "gepland":
            note("Dit gesprek is nog niet begonnen. Sluit het alleen af als het niet doorgaat.")
        note(
            "Na het afsluiten veranderen de teksten en de cijfers van dit gesprek niet meer. De "
            "stand van acties kunt u daarna nog wel wijzigen."
        )
        is_sure = st.checkbox("De teksten zijn nagekeken", key=f"zeker_{gesprek.id}")

        def close() -> None:
            check_answered(tafel.journal.agenda.select(gesprek.id, tafel.rol))
            tafel.journal.gesprekken.close(gesprek.id, gesprek.versie, tafel.door)
            say("Het gesprek is afgesloten. Het verslag staat klaar.")

        choose_button(tafel, "Sluit dit gesprek af", "afsluiten", close, disabled=not is_sure)
    st.header("Verslag", anchor=False)
    if gesprek.status == "gepland":
        note("Er is nog niets om te verslaan: het gesprek is niet begonnen.")
        return
    show_audience(tafel, gesprek)
    note(
        "Met de cijfers zoals zij in dit gesprek zijn vastgelegd. U stuurt het verslag zelf rond. "
        "Het bevat wat er is opgeschreven: kijk het na voor u het deelt."
    )
    with st.container(horizontal=True, gap="small", key="verslag"):
        for formaat in verslag_formaten():
            st.download_button(
                f"Download {formaat.naam}",
                _build(tafel, gesprek, formaat.extensie),
                file_name=verslag_name(gesprek, formaat.extensie),
                mime=formaat.mime,
                key=f"verslag_{formaat.extensie}",
                on_click="ignore",
            )
    show_strip(tafel.journal.acties.select(tafel.rol, gesprek_id=gesprek.id))


def _build(tafel: Tafel, gesprek: Gesprek, formaat: str) -> Callable[[], bytes | str]:
    """What the button calls: the role is checked again, the log names the frozen edition."""
    toegang, editie = tafel.context.toegang, tafel.context.editie
    frozen = replace(editie, id=gesprek.editie_id or editie.id, audience=AUDIENCE[gesprek.soort])
    source = find_editie(tafel, AUDIENCE[gesprek.soort], gesprek.editie_id)
    return download_of(
        toegang,
        tafel.context.bezoeker,
        tafel.context.slug,
        frozen,
        verslag_name(gesprek, formaat),
        lambda: make_verslag(
            read_verslag(tafel.journal, source, tafel.door, gesprek), tafel.settings, formaat
        ),
    )
