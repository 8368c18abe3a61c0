"""Close a conversation, and its minutes as PDF and Word to send around."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from proeftuin.gesprek import Verslag, make_verslag, verslag_formaten, verslag_name
from proeftuin.journal import AUDIENCE, Gesprek
from proeftuin.ui.gesprek.actions import show_strip
from proeftuin.ui.gesprek.tafel import Tafel, bevriezing_of, choose_button, say
from proeftuin.ui.login import download_of
from proeftuin.ui.shell import note


def read_verslag(tafel: Tafel, gesprek: Gesprek) -> Verslag:
    """All that the minutes are made of, as this role may see it."""
    journal, rol = tafel.journal, tafel.rol
    earlier = [
        item
        for item in journal.acties.select(rol, wijk=gesprek.wijk)
        if item.gesprek_id != gesprek.id and _was_before(tafel, item.gesprek_id, gesprek)
    ]
    frozen = {
        item.agendapunt_id: found
        for item in earlier
        if item.agendapunt_id is not None and (found := bevriezing_of(tafel, item)) is not None
    }
    return Verslag(
        gesprek,
        tuple(journal.agenda.select(gesprek.id, rol)),
        tuple(journal.agenda.bevriezingen(gesprek.id, rol)),
        tuple(journal.acties.select(rol, gesprek_id=gesprek.id)),
        tuple(
            item
            for item in journal.teksten.duidingen(rol, gesprek_id=gesprek.id)
            if item.status == "zichtbaar"
        ),
        tuple(earlier),
        frozen,
    )


def _was_before(tafel: Tafel, gesprek_id: int, gesprek: Gesprek) -> bool:
    other = tafel.journal.gesprekken.find(gesprek_id, tafel.rol)
    return other.soort == gesprek.soort and (other.datum, other.id) < (gesprek.datum, gesprek.id)


def show_close(tafel: Tafel, gesprek: Gesprek) -> None:
    """The whole step."""
    if gesprek.status != "afgesloten":
        st.header("Afsluiten", anchor=False)
        note(
            "Na het afsluiten veranderen de teksten en de cijfers van dit gesprek niet meer. De "
            "stand van acties kunt u daarna nog wel wijzigen."
        )
        is_sure = st.checkbox("De teksten zijn nagekeken", key=f"zeker_{gesprek.id}")

        def close() -> None:
            tafel.journal.gesprekken.close(gesprek.id, gesprek.versie, tafel.door)
            say("Het gesprek is afgesloten. Het verslag staat klaar.")

        choose_button("Sluit dit gesprek af", "afsluiten", close, disabled=not is_sure)
    st.header("Verslag", anchor=False)
    if gesprek.status == "gepland":
        note("Er is nog niets om te verslaan: het gesprek is niet begonnen.")
        return
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
    return download_of(
        toegang,
        tafel.context.slug,
        frozen,
        verslag_name(gesprek, formaat),
        lambda: make_verslag(read_verslag(tafel, gesprek), tafel.settings, formaat),
    )
