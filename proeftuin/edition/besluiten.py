"""Decisions by command: which edition is in use, which is taken back, which nulmeting holds.

A decision about editions is one replacement of huidig.json, which also keeps the log: after a crash
it was taken and written down, or neither. No file of an edition changes, and the frozen nulmeting
and the memory of what was public stay as they are: an attacker does not forget an edition taken
back. A decision about the nulmeting is one replacement of its register, and shows from the next
edition on.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from proeftuin.edition.files import (
    EDITIES,
    INTREK,
    KIES,
    Besluit,
    Register,
    check_identity,
    check_whole,
    read_editie,
    read_standing,
    write_register,
)
from proeftuin.edition.nulmeting import read_versions
from proeftuin.edition.nulmeting_register import (
    Nulmetingregister,
    read_nulmetingregister,
    write_nulmetingregister,
)
from proeftuin.edition.publish import hold_edities
from proeftuin.errors import ProeftuinError
from proeftuin.settings import Settings
from proeftuin.vocabulary import AUDIENCES

KORTST = 3  # signs; a reason or a name of less says nothing


def make_besluit(soort: str, wat: str, reden: str, door: str) -> Besluit:
    """A decision of this moment; ProeftuinError (Dutch) when reden or door says nothing."""
    words = {"reden": " ".join(reden.split()), "door": " ".join(door.split())}
    for naam, text in words.items():
        if len(text) < KORTST:
            raise ProeftuinError(
                f"Schrijf bij --{naam} wat later nog iets zegt: het komt in het logboek van de "
                "besluiten."
            )
    return Besluit(soort, wat, op=datetime.now(UTC).isoformat(timespec="seconds"), **words)


def choose_editie(
    data_dir: Path, settings: Settings, editie: str, reden: str, door: str
) -> Register:
    """Put this edition in use, also one that was taken back; what is in use now.

    ProeftuinError (Dutch) when it does not exist or is in use already, when a publish runs, or when
    an audience of it is gone, damaged or foreign; nothing changed then.
    """
    besluit = make_besluit(KIES, editie, reden, door)
    with hold_edities(data_dir):
        register = _find(data_dir, editie)
        if register.current == editie:
            raise ProeftuinError(f"Editie '{editie}' is al in gebruik.")
        _check(data_dir, settings, editie)
        return _decide(data_dir, replace(register, current=editie), besluit)


def withdraw_editie(
    data_dir: Path, settings: Settings, editie: str, reden: str, door: str
) -> Register:
    """Take an edition back: no reader opens it any more; what is in use now.

    Of the edition in use the newest other one that is whole, of these settings and not taken back
    comes in its place; current is None when there is none. ProeftuinError (Dutch) when it does not
    exist or was taken back already, or when a publish runs; nothing changed then.
    """
    besluit = make_besluit(INTREK, editie, reden, door)
    with hold_edities(data_dir):
        register = _find(data_dir, editie)
        if editie in register.withdrawn:
            raise ProeftuinError(f"Editie '{editie}' is al ingetrokken.")
        if register.current == editie:
            register = replace(register, current=_next_best(data_dir, settings, register))
        return _decide(data_dir, register, besluit)


def _decide(data_dir: Path, register: Register, besluit: Besluit) -> Register:
    decided = replace(register, besluiten=(*register.besluiten, besluit))
    write_register(data_dir, decided)
    return decided


def _find(data_dir: Path, editie: str) -> Register:
    register = read_standing(data_dir)
    if editie not in register.published:
        known = ", ".join(register.published) or "er zijn er nog geen"
        raise ProeftuinError(f"Editie '{editie}' bestaat niet. Kies uit: {known}.")
    return register


def _check(data_dir: Path, settings: Settings, editie: str) -> None:
    """Errors of read_editie, check_whole and check_identity, for every audience."""
    for audience in AUDIENCES:
        found = read_editie(data_dir / EDITIES / editie / audience)
        check_identity(found, settings)
        check_whole(found)


def _next_best(data_dir: Path, settings: Settings, register: Register) -> str | None:
    for naam in reversed(register.published):
        if naam == register.current or naam in register.withdrawn:
            continue
        try:
            _check(data_dir, settings, naam)
        except ProeftuinError:
            continue
        return naam
    return None


def choose_nulmeting(
    data_dir: Path, versie: int, reden: str, door: str, slug: str = ""
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Put this version in force, of one indicator or ('') of all that have it; nothing is removed.

    Gives (indicators it now holds for, those without that version, which stay as they were).
    ProeftuinError (Dutch) when none has it; errors of install_announced.
    """
    besluit = make_besluit(KIES, f"{slug} {versie}", reden, door)
    with hold_edities(data_dir):
        known = {
            naam: [item.versie for item in items] for naam, items in read_versions(data_dir).items()
        }
        asked = {naam: known.get(naam, []) for naam in ([slug] if slug else sorted(known))}
        chosen = tuple(naam for naam, numbers in asked.items() if versie in numbers)
        if not chosen:
            there = sorted({number for numbers in asked.values() for number in numbers})
            numbers = ", ".join(map(str, there)) or "nog geen"
            raise ProeftuinError(
                f"Versie {versie} van de nulmeting{f' van {slug}' if slug else ''} bestaat niet. "
                f"Er zijn: {numbers}."
            )
        register = read_nulmetingregister(data_dir) or Nulmetingregister({})
        decided = replace(register, besluiten=(*register.besluiten, besluit))
        write_nulmetingregister(data_dir, decided)
    return chosen, tuple(naam for naam in asked if naam not in chosen)
