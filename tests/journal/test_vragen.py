"""The journal itself asks about every free text that may point to a person."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from proeftuin.journal.journal import Journal, open_journal
from proeftuin.journal.tabellen import free_texts
from proeftuin.journal.types import (
    Actie,
    Agendapunt,
    BevestigingNodig,
    Door,
    Duiding,
    Gesprek,
    Verhaal,
)

DOOR = Door("intern", "Beleid")
GEZIEN = replace(DOOR, nagekeken=True)
KWAAD = "Wethouder De Graaf kent dossier 458213."
SCHOON = {"titel": "Wachten", "tekst": "Het wijkteam belt.", "eigenaar": "Wijkteam", "bron": "Team"}
Maak = Callable[..., Any]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    made = open_journal(None, tmp_path)
    yield made
    made.opslag.close()


def writers(journal: Journal) -> Mapping[type[Any], tuple[Maak, Maak | None]]:
    """Per record how it is made with some fields, and how they are changed (row, fields, door)."""

    def plan(door: Door = DOOR, **velden: Any) -> Gesprek:
        known = {"titel": "Gesprek", "genodigden": ("Wijkteam",), **velden}
        return journal.gesprekken.plan(
            soort="driehoek", datum=date(2024, 1, 18), wijk="west", kwartaal="2023-Q4",
            door=door, **known,
        )  # fmt: skip

    gesprek = plan()
    agenda, acties, teksten = journal.agenda, journal.acties, journal.teksten

    def punt(door: Door = DOOR, **velden: Any) -> Agendapunt:
        known = {"titel": "Wachten", "soort": "vrij"} | velden
        later = {naam: known.pop(naam) for naam in list(known) if naam not in OP_DE_AGENDA}
        made = agenda.add(gesprek.id, door=door, **known)
        return agenda.change(made.id, made.versie, door, **later) if later else made

    def actie(door: Door = DOOR, **velden: Any) -> Actie:
        known = {"tekst": SCHOON["tekst"], "eigenaar": "Wijkteam"} | velden
        later = {naam: known.pop(naam) for naam in list(known) if naam == "toelichting"}
        made = acties.add(gesprek.id, kwartaal_gereed="2024-Q1", door=door, **known)
        return acties.change(made.id, made.versie, door, **later) if later else made

    def duiding(door: Door = DOOR, **velden: Any) -> Duiding:
        known = {"tekst": SCHOON["tekst"]} | velden
        return teksten.add_duiding(
            slug="verblijf", kwartaal="2023-Q4", soort="driehoek", door=door, **known
        )

    def verhaal(door: Door = DOOR, **velden: Any) -> Verhaal:
        known = {naam: SCHOON[naam] for naam in ("titel", "tekst", "bron")} | velden
        return teksten.add_verhaal(soort="ervaring", kwartaal="2023-Q4", door=door, **known)

    return {
        Gesprek: (plan, journal.gesprekken.change),
        Agendapunt: (punt, agenda.change),
        Actie: (actie, acties.change),
        Duiding: (duiding, None),  # withdrawn and written anew
        Verhaal: (verhaal, None),
    }


OP_DE_AGENDA = ("titel", "soort", "slug", "aanleiding")
VELDEN = [
    (record, naam)
    for record in (Gesprek, Agendapunt, Actie, Duiding, Verhaal)
    for naam in free_texts(record)
]


def test_the_free_texts_are_these() -> None:
    assert {(record.__name__, naam) for record, naam in VELDEN} == {
        *(("Gesprek", naam) for naam in ("titel", "genodigden")),
        *(("Agendapunt", naam) for naam in ("titel", "aanleiding", "herkennen", "verklaren")),
        *(("Agendapunt", naam) for naam in ("waarderen", "verbeteren", "koers")),
        *(("Actie", naam) for naam in ("tekst", "eigenaar", "toelichting")),
        ("Duiding", "tekst"),
        *(("Verhaal", naam) for naam in ("titel", "tekst", "bron")),
    }


@pytest.mark.parametrize(("record", "naam"), VELDEN)
def test_each_is_asked_about_when_made_and_when_changed(
    record: type[Any], naam: str, journal: Journal
) -> None:
    make, change = writers(journal)[record]
    text: Any = (KWAAD,) if naam == "genodigden" else KWAAD
    with pytest.raises(BevestigingNodig) as asked:
        make(**{naam: text})
    assert {item.soort for item in asked.value.waarschuwingen} == {"naam", "nummer"}
    assert KWAAD not in str(asked.value)
    assert getattr(make(GEZIEN, **{naam: text}), naam) == text
    if change is None:
        return
    made = make()
    with pytest.raises(BevestigingNodig):
        change(made.id, made.versie, DOOR, **{naam: text})
    done = change(made.id, made.versie, GEZIEN, **{naam: text})
    assert getattr(done, naam) == text
    more: Any = (KWAAD, "Huisartsen") if naam == "genodigden" else f"{KWAAD} Het gaat beter."
    again = change(done.id, done.versie, DOOR, **{naam: more})
    assert getattr(again, naam) == more, "what the writer answered is not asked again"
    other: Any = (KWAAD, "Coach Zuidervaart") if naam == "genodigden" else f"{KWAAD} Bsn 12345678."
    with pytest.raises(BevestigingNodig):
        change(again.id, again.versie, DOOR, **{naam: other})


def test_the_name_of_the_writer_is_asked_about_too(journal: Journal) -> None:
    make, _ = writers(journal)[Duiding]
    door = Door("intern", "Sanne van den Berg")
    with pytest.raises(BevestigingNodig):
        make(door)
    assert make(replace(door, naam_nagekeken=True)).tekst
