"""The identity of an edition: every setting that changes a figure counts, what may differ does not.

The parameters are taken from the sections themselves, so a new one counts until it is freed.
"""

import json
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from proeftuin.settings import Settings, describe_identity, find_difference, read_settings
from proeftuin.settings.identity import FREE, SECTIES

SETTINGS = read_settings()
IDENTITY = json.loads(json.dumps(describe_identity(SETTINGS)))


def other(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, date):
        return date(2016, 1, 1)
    if isinstance(value, tuple):
        return tuple(other(item) for item in value)
    return value + 1


def change(section: str, **values: Any) -> Settings:
    changed: Any = replace(getattr(SETTINGS, section), **values)
    return replace(SETTINGS, **{section: changed})


def test_the_same_settings_are_no_difference() -> None:
    assert find_difference(IDENTITY, SETTINGS) == ""
    shuffled = tuple(
        replace(wijk, gebieden=wijk.gebieden[::-1], naam="Ander") for wijk in SETTINGS.wijk
    )
    assert find_difference(IDENTITY, replace(SETTINGS, wijk=shuffled[::-1])) == ""


@pytest.mark.parametrize("section", SECTIES)
def test_every_parameter_counts_unless_it_is_free(section: str) -> None:
    now = getattr(SETTINGS, section)
    for item in fields(now):
        value = getattr(now, item.name)
        found = find_difference(IDENTITY, change(section, **{item.name: other(value)}))
        if item.name in FREE.get(section, ()):
            assert found == "", item.name
        else:
            assert f"{section}.{item.name} is daar " in found and "in de configuratie" in found


def test_another_gemeente_is_named_with_ours() -> None:
    gouda = change("gemeente", naam="Gouda", code="GM0513")
    assert find_difference(IDENTITY, gouda) == (
        "van gemeente Zwolle (GM0193) en de configuratie van gemeente Gouda (GM0513)"
    )


def test_a_moved_boundary_and_another_pilot_are_named() -> None:
    west = next(wijk for wijk in SETTINGS.wijk if wijk.id == "west")
    moved = tuple(
        replace(wijk, gebieden=wijk.gebieden[:-1]) if wijk is west else wijk
        for wijk in SETTINGS.wijk
    )
    found = find_difference(IDENTITY, replace(SETTINGS, wijk=moved))
    assert "wijk 'west' is daar WK019320, WK019321, WK019322 en in de configuratie" in found
    found = find_difference(IDENTITY, replace(SETTINGS, wijk=SETTINGS.wijk[1:]))
    assert "wijk 'midden' is daar" in found and "in de configuratie niet ingesteld" in found
    assert "pilot.wijken is daar west" in find_difference(
        IDENTITY, change("pilot", wijken=("oost",))
    )
    assert "pilot.start is daar 2022-07-01" in find_difference(
        IDENTITY, change("pilot", start=date(2022, 10, 1))
    )


def test_what_decides_a_verdict_or_an_amount_counts() -> None:
    assert "evaluatie.primair is daar" in find_difference(
        IDENTITY, change("evaluatie", primair="verblijf")
    )
    post = SETTINGS.budget.post[0]
    more = {**post.bedragen_eur, "2030": 1}
    budget = change("budget", post=(replace(post, bedragen_eur=more), *SETTINGS.budget.post[1:]))
    assert "2030: 1" in find_difference(IDENTITY, budget)
    event = SETTINGS.gebeurtenis[0]
    broken = replace(SETTINGS, gebeurtenis=(replace(event, breuk=("verblijf",)),))
    assert "gebeurtenis.breuk" in find_difference(IDENTITY, broken)


def test_texts_roles_terms_and_places_may_differ() -> None:
    event = replace(SETTINGS.gebeurtenis[0], tekst="Andere woorden", breuk=())
    same_breaks = tuple(item for item in SETTINGS.gebeurtenis if item.breuk)
    free = replace(
        SETTINGS,
        gemeente=replace(SETTINGS.gemeente, proeftuin="Anders", concordantie="elders.csv"),
        geo=replace(SETTINGS.geo, omtrek="elders.geojson", achtergrond="https://kaart"),
        evaluatie=replace(SETTINGS.evaluatie, vraag=()),
        gebeurtenis=(event, *same_breaks),
        levering=replace(SETTINGS.levering, bedrag_maximum_eur=1),
        bewaren=replace(SETTINGS.bewaren, intern_maanden=1),
        toegang=replace(SETTINGS.toegang, logboek="x.log", claim="groups"),
        gesprekken=replace(SETTINGS.gesprekken, opslag="postgresql://x"),
    )
    assert find_difference(IDENTITY, free) == ""


def test_a_part_an_old_edition_does_not_have_is_not_compared() -> None:
    old = {key: IDENTITY[key] for key in ("wijken", "vensters")}
    assert find_difference(old, change("normen", wachttijd_dagen=70)) == ""
