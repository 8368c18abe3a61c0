"""The conversation page: either the lists, or one conversation in three steps.

The history: every change this role may see, with role and time, newest first.
"""

from contextlib import suppress
from datetime import date

import streamlit as st

from proeftuin.gesprek import is_configured
from proeftuin.indicators import INDICATOR
from proeftuin.journal import Gesprek, Historie, NietGevonden
from proeftuin.report import LINKS, Tabelkolom
from proeftuin.sentences import show_date, show_time
from proeftuin.sentences.gesprek import STATUS_NAAM, quarter_text
from proeftuin.settings import Settings
from proeftuin.ui.address import forget_unknown, is_unknown, keep_unknown, pick_part
from proeftuin.ui.gesprek.actions import show_all_actions
from proeftuin.ui.gesprek.close import show_close
from proeftuin.ui.gesprek.hold import WAND, is_wall, show_hold
from proeftuin.ui.gesprek.list import describe, show_list
from proeftuin.ui.gesprek.prepare import show_prepare
from proeftuin.ui.gesprek.tafel import NAAR_STAP, Tafel, show_message, show_role
from proeftuin.ui.gesprek.texts import show_all_duidingen, show_stories
from proeftuin.ui.opmaak import show_paragraph
from proeftuin.ui.shell import note, show_title
from proeftuin.ui.tables import show_rows

_MEEST = 200
_TABEL = {
    "gesprek": "gesprek",
    "agendapunt": "agendapunt",
    "bevriezing": "cijfers",
    "actie": "actie",
    "duiding": "uitleg bij grafiek",
    "verhaal": "verhaal",
    "journaal": "beheer",
}
_VELD = {
    "volgorde": "plaats",
    "slug": "cijfer",
    "kwartaal_gereed": "klaar in",
    "editie_id": "editie",
    "audience": "soort editie",
    "toelichting": "toelichting",
}
_KWARTALEN = ("kwartaal", "kwartaal_gereed")
_STIL = frozenset({"id", "gesprek_id", "agendapunt_id", "rijen", "beeld_svg", "hash", "versie"})
_STIL |= {"gemaakt_op", "gewijzigd_op", "rol_laatst", "sleutel"}


def show_history(tafel: Tafel, gesprek_id: int | None = None) -> None:
    """The changes as a table; of one conversation when named."""
    st.header("Geschiedenis", anchor=False)
    found = tafel.journal.historie.select(tafel.rol, gesprek_id=gesprek_id)[::-1]
    note(
        "Alles wat is opgeslagen of gewijzigd, met rol en tijd. Hier kan niets worden veranderd of "
        "gewist, ook wat is ingetrokken blijft staan."
    )
    if len(found) > _MEEST:
        note(f"De laatste {_MEEST} van {len(found)} wijzigingen.")
    columns = [Tabelkolom("Wanneer", LINKS)]
    columns += [Tabelkolom(kop, LINKS, is_breed=True) for kop in ("Wie", "Wat", "Inhoud")]
    rows = [_row(item, tafel.settings) for item in found[:_MEEST]]
    show_rows(columns, rows, onderschrift="Wijzigingen, nieuwste eerst")


def _row(item: Historie, settings: Settings) -> tuple[str, ...]:
    who = f"{item.rol}, {item.naam}" if item.naam else item.rol
    what = f"{_TABEL.get(item.tabel, item.tabel)} {item.rij_id}: {item.soort}"
    return show_time(item.op), who, what, _say_change(item, settings)


def _say_change(item: Historie, settings: Settings) -> str:
    """'status: bezig (was: gepland); wijk: West' of what a reader can use; long texts cut short."""
    before, after = item.voor or {}, item.na or {}
    parts = []
    for naam in after | before:
        if naam in _STIL:
            continue
        old, new = (_say_value(naam, values.get(naam), settings) for values in (before, after))
        was = f" (was: {old})" if old and old != new else ""
        if old or new:
            parts.append(f"{_VELD.get(naam, naam)}: {new or 'leeg'}{was}")
    return "; ".join(parts)


def _say_value(naam: str, value: object, settings: Settings) -> str:
    return "" if value in ("", None, [], ()) else _cut(_named(naam, value, settings))


def _named(naam: str, value: object, settings: Settings) -> object:
    """A wijk, figure, quarter or day by its name on screen; anything else as it is."""
    if naam == "wijk":
        return settings.wijk_naam(str(value))
    if naam == "slug" and value in INDICATOR:
        return INDICATOR[str(value)].naam
    if naam == "datum":
        return show_date(date.fromisoformat(str(value)))
    return quarter_text(str(value)) if naam in _KWARTALEN else value


def _cut(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return text if len(text) <= 160 else f"{text[:157]}..."


ACTIES, UITLEG, VERHALEN, GESCHIEDENIS = "acties", "uitleg", "verhalen", "geschiedenis"
DELEN = ("gesprekken", ACTIES, UITLEG, VERHALEN, GESCHIEDENIS)
STAPPEN = ("Voorbereiden", "Houden", "Afsluiten")


def show_page(tafel: Tafel) -> None:
    """The page for this reader; ?gesprek= in the address names one conversation."""
    gesprek = _chosen(tafel)
    if gesprek is None:
        st.session_state.pop(WAND, None)
        _show_lists(tafel)
        return
    _show_gesprek(tafel, gesprek)


def _chosen(tafel: Tafel) -> Gesprek | None:
    """The conversation in the address, when there is one that this role may see."""
    text = st.query_params.get("gesprek")
    if text is None:
        return None
    found = None
    if text.isdecimal() and len(text) <= 9:
        with suppress(NietGevonden):
            found = tafel.journal.gesprekken.find(int(text), tafel.rol)
    if found is None:
        keep_unknown("gesprek", text)
        del st.query_params["gesprek"]
    else:
        forget_unknown("gesprek")
    return found


def _show_lists(tafel: Tafel) -> None:
    show_title(tafel.context, "Samen naar de cijfers kijken, en afspreken wat er gebeurt.")
    show_message()
    if is_unknown("gesprek"):
        note("Het gesprek uit deze link bestaat niet, of u mag het niet zien. U ziet de lijst.")
    show_role(tafel)
    deel = pick_part("Deel van deze bladzijde", DELEN, "deel", str.capitalize)
    if deel == ACTIES:
        show_all_actions(tafel)
    elif deel == UITLEG:
        show_all_duidingen(tafel)
    elif deel == VERHALEN:
        show_stories(tafel)
    elif deel == GESCHIEDENIS:
        show_history(tafel)
    else:
        show_list(tafel)


def _leave() -> None:
    for naam in ("gesprek", "punt"):
        st.query_params.pop(naam, None)
    for naam in ("stap", WAND):
        st.session_state.pop(naam, None)


def _show_gesprek(tafel: Tafel, gesprek: Gesprek) -> None:
    first = {"bezig": "Houden", "afgesloten": "Afsluiten"}.get(gesprek.status, "Voorbereiden")
    asked = st.session_state.pop(NAAR_STAP, None)
    if asked in STAPPEN:
        st.session_state["stap"] = asked
    if is_wall() and st.session_state.get("stap", "Houden") == "Houden":
        st.session_state["stap"] = "Houden"  # the wall has no such control, which would forget it
        show_hold(tafel, gesprek)
        return
    st.session_state.pop(WAND, None)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="stappen"):
        st.button("← Alle gesprekken", key="terug", on_click=_leave, type="tertiary")
        stap = st.segmented_control(  # the step the browser was at comes before the first one
            "Stap",
            STAPPEN,
            default=None if st.session_state.get("stap") else first,
            key="stap",
            required=True,
            label_visibility="collapsed",
        )
    if not is_configured(tafel.settings, gesprek.wijk):
        note(
            f"De wijk van dit gesprek, {tafel.wijk(gesprek.wijk)}, staat niet meer in de "
            "instellingen. Er zijn dus geen nieuwe cijfers van. Wat is vastgelegd, blijft."
        )
    if stap == "Houden":
        show_hold(tafel, gesprek)
        return
    st.title(gesprek.titel, anchor=False)
    guests = f" · genodigd: {', '.join(gesprek.genodigden)}" if gesprek.genodigden else ""
    text = f"{describe(tafel, gesprek)} · {STATUS_NAAM[gesprek.status]}{guests}"
    show_paragraph(text, "klein-grijs")
    show_message()
    if stap == "Afsluiten":
        show_close(tafel, gesprek)
    else:
        show_prepare(tafel, gesprek)
    if st.toggle("Geschiedenis van dit gesprek tonen", key="toon_historie"):
        show_history(tafel, gesprek.id)
