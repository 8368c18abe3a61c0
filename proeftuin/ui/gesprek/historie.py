"""The history: every change this role may see, with role and time, newest first."""

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from proeftuin.indicators import INDICATOR
from proeftuin.journal.journal import Historie
from proeftuin.sentences.numbers import show_date
from proeftuin.sentences.tables import Cell, Table
from proeftuin.ui.gesprek.tafel import Tafel
from proeftuin.ui.parts import show_table
from proeftuin.ui.shell import note

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
_STIL = frozenset({"id", "gesprek_id", "agendapunt_id", "rijen", "beeld_svg", "hash", "versie"})
_STIL |= {"gemaakt_op", "gewijzigd_op", "rol_laatst", "sleutel"}


def show_history(tafel: Tafel, gesprek_id: int | None = None) -> None:
    """The changes as a table; of one conversation when named."""
    st.header("Geschiedenis", anchor=False)
    found = tafel.journal.historie(tafel.rol, gesprek_id=gesprek_id)[::-1]
    note(
        "Alles wat is opgeslagen of gewijzigd, met rol en tijd. Hier kan niets worden veranderd of "
        "gewist, ook wat is ingetrokken blijft staan."
    )
    if len(found) > _MEEST:
        note(f"De laatste {_MEEST} van {len(found)} wijzigingen.")
    rows = tuple(_row(item) for item in found[:_MEEST])
    head = ("Wanneer (UTC)", "Wie", "Wat", "Van", "Naar")
    show_table(Table("Wijzigingen, nieuwste eerst", head, rows), breed=(1, 2, 3, 4))


def _row(item: Historie) -> tuple[Cell, ...]:
    who = f"{item.rol}, {item.naam}" if item.naam else item.rol
    what = f"{_TABEL.get(item.tabel, item.tabel)} {item.rij_id}: {item.soort}"
    return (
        Cell(show_moment(item.op)),
        Cell(who),
        Cell(what),
        Cell(_fields(item.voor)),
        Cell(_fields(item.na)),
    )


def show_moment(text: str) -> str:
    """'18 januari 2024 14:03' from an ISO time in UTC."""
    moment = datetime.fromisoformat(text)
    moment = moment.astimezone(UTC) if moment.tzinfo else moment
    return f"{show_date(moment.date())} {moment:%H:%M}"


def _fields(values: dict[str, Any] | None) -> str:
    """'status: bezig; titel: ...' of what a reader can use; long texts cut short."""
    if not values:
        return ""
    parts = [
        f"{_VELD.get(naam, naam)}: {_cut(value)}"
        for naam, value in values.items()
        if naam not in _STIL and value not in ("", None, [], ())
    ]
    return "; ".join(parts)


def _cut(value: Any) -> str:
    if isinstance(value, str) and value in INDICATOR:
        return INDICATOR[value].naam
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return text if len(text) <= 160 else f"{text[:157]}..."
