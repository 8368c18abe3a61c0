"""Whose figures an edition holds: what of the settings it is made with, and the first difference.

Part of the identity: gemeente (name, code), each wijk with its gebieden, pilot (wijken, start), the
windows, every gap, horizon and delay, the norms, the disclosure control, the primary indicator, the
breaks in a definition, and the budgeted amounts. A change of one of these changes a figure, a
verdict or what a page says beside it, so an edition made with another value is a foreign one.

Not part of it, and free to differ: the names of wijken and of the proeftuin, questions, events
without a break, where outlines and concordance stand, from which quarter is measured or drawn (the
edition says which it has; no figure of a quarter changes), the bounds of a levering, terms of
keeping, roles, the log, the store of conversations, and everything of looks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from proeftuin.settings.model import Settings

GEMEENTE_DEEL, WIJKEN_DEEL = "gemeente", "wijken"
SECTIES = ("vensters", "perioden", "normen", "compleetheid", "onthulling")
FREE = {"perioden": ("grafiek_vanaf", "vroegste_kwartaal")}


Identiteit = dict[str, dict[str, Any]]  # by part and key: a value as JSON has it


def describe_identity(settings: Settings) -> Identiteit:
    """The identity as JSON has it: days as ISO text, gebieden sorted, wijken by id."""
    parts: dict[str, dict[str, Any]] = {
        GEMEENTE_DEEL: {"naam": settings.gemeente.naam, "code": settings.gemeente.code},
        WIJKEN_DEEL: {wijk.id: sorted(wijk.gebieden) for wijk in settings.wijk},
        "pilot": {"wijken": sorted(settings.pilot.wijken), "start": settings.pilot.start},
        "evaluatie": {"primair": settings.evaluatie.primair},
        "gebeurtenis": {
            "breuk": sorted(
                f"{item.datum.isoformat()} {slug}"
                for item in settings.gebeurtenis
                for slug in item.breuk
            )
        },
        "budget": {post.naam: post.bedragen_eur for post in settings.budget.post},
    }
    for naam in SECTIES:
        section = asdict(getattr(settings, naam))
        parts[naam] = {
            key: value for key, value in section.items() if key not in FREE.get(naam, ())
        }
    plain: Identiteit = _plain(parts)
    return plain


def find_difference(identity: Identiteit, settings: Settings) -> str:
    """The first difference in Dutch, the edition's side first; '' when there is none.

    'van gemeente A (code) en de configuratie van gemeente B (code)', or which setting is what in
    the edition and in the configuration. A part that identity does not have is not compared.
    """
    mine = describe_identity(settings)
    other, own = identity.get(GEMEENTE_DEEL), mine.pop(GEMEENTE_DEEL)
    if other is not None and other != own:
        return (
            f"van gemeente {other['naam']} ({other['code']}) en de configuratie van gemeente "
            f"{own['naam']} ({own['code']})"
        )
    first = next(_list_parts(identity, mine), None)
    if first is None:
        return ""
    part, key, before, now = first
    name = f"wijk '{key}'" if part == WIJKEN_DEEL else f"{part}.{key}"
    return (
        f"gemaakt met een andere instelling: {name} is daar {say_setting(before)} en in de "
        f"configuratie {say_setting(now)}"
    )


def list_differences(before: Identiteit, now: Identiteit) -> list[tuple[str, str, Any, Any]]:
    """(part, key, before, now) of every difference between two identities; [] when there is none.

    A part that one of the two does not have is not compared.
    """
    return list(_list_parts(before, {part: now[part] for part in now if part in before}))


def _list_parts(before: Identiteit, now: Identiteit) -> Iterator[tuple[str, str, Any, Any]]:
    for part, section in now.items():
        stored = before.get(part, section)
        if part in SECTIES:  # a setting that came or went with the program is no difference
            shared = stored.keys() & section.keys()
            stored, section = (
                {key: side[key] for key in side if key in shared} for side in (stored, section)
            )
        for key, was, is_now in _differences(stored, section):
            yield part, key, was, is_now


def _differences(
    before: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[tuple[str, Any, Any]]:
    for key in dict.fromkeys([*now, *before]):
        if before.get(key) != now.get(key):
            yield key, before.get(key), now.get(key)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def say_setting(value: Any) -> str:
    """The value of a setting in words: 'niet ingesteld', 'a, b', '2024: 180000', or as it is."""
    if value in (None, "", [], {}):
        return "niet ingesteld"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {say_setting(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)
