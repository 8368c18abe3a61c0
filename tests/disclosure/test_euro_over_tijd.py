"""Euros over three editions: no difference gives away one jeugdige, casus or aanbieder."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import numpy as np
import pandas as pd
import pytest

from proeftuin.disclosure import vectors
from proeftuin.disclosure.knowledge import PLAATS
from proeftuin.disclosure.shown_sums import BLIJFT, DICHT, NIEUW, round_euros, steps_of
from tests.lib.aanvaller.bedragen import attack_bedragen, read_sums
from tests.lib.compare import frame_of
from tests.lib.measured_frames import KWARTALEN, SETTINGS
from tests.lib.steden.euro import (
    KOLOMMEN,
    WIJKEN,
    Regel,
    Uitgever,
    contributions,
    make_stad,
    measure,
)

Stad = list[Regel]
ZADEN_JAAR = (3, 15)  # of 40, where a year was closed and its quarters were not
Edit = Callable[[Stad, Random], Stad]


def add_declaratie(stad: Stad, rnd: Random) -> Stad:
    """One more declaratie of someone who has some, and what it does to verzilvering."""
    chosen = rnd.choice([item for item in stad if item.kolom == "kosten.bedrag_eur"])
    declared = replace(chosen, kolom=KOLOMMEN["verzilvering"][0], euro=7350.0)
    return [*stad, replace(chosen, euro=7350.0), declared]


def add_jeugdige(stad: Stad, rnd: Random) -> Stad:
    """Someone new with euros in every quarter, sometimes of unknown age."""
    chosen = rnd.choice([item for item in stad if item.kolom == "kosten.bedrag_eur"])
    leeftijd = rnd.choice((chosen.leeftijd, ""))
    new = [
        replace(chosen, eenheid=900 + rnd.randrange(90), kwartaal=kwartaal, leeftijd=leeftijd)
        for kwartaal in range(4)
    ]
    return [*stad, *(replace(item, euro=26_000.0) for item in new)]


def remove_jeugdige(stad: Stad, rnd: Random) -> Stad:
    chosen = rnd.choice([item for item in stad if item.kolom == "kosten.bedrag_eur"])
    return [item for item in stad if item.eenheid != chosen.eenheid]


def add_casus(stad: Stad, rnd: Random) -> Stad:
    chosen = rnd.choice([item for item in stad if item.kolom.startswith("casus")])
    return [*stad, replace(chosen, eenheid=6000 + rnd.randrange(90), euro=26_000.0)]


def remove_casus(stad: Stad, rnd: Random) -> Stad:
    chosen = rnd.choice([item for item in stad if item.kolom.startswith("casus")])
    return [item for item in stad if item != chosen]


def correct_aanbieder(stad: Stad, rnd: Random) -> Stad:
    """Every euro of one aanbieder a tenth higher."""
    chosen = rnd.randint(1, 6)
    return [
        replace(item, euro=round(item.euro * 1.1, 2)) if item.aanbieder == chosen else item
        for item in stad
    ]


def remove_aanbieder(stad: Stad, rnd: Random) -> Stad:
    chosen = rnd.randint(1, 6)
    return [item for item in stad if item.aanbieder != chosen]


def next_quarter(stad: Stad, rnd: Random) -> Stad:
    """Late declaraties of many in the last quarter, and one large one."""
    late = [
        replace(item, euro=round(item.euro * rnd.uniform(0.1, 0.6), 2))
        for item in stad
        if item.kolom == "kosten.bedrag_eur" and item.kwartaal == 3 and rnd.random() < 0.8
    ]
    chosen = rnd.choice(late)
    return [*stad, *late, replace(chosen, euro=9_000.0)]


def everything_again(stad: Stad, rnd: Random) -> Stad:
    """A large correction: nearly every amount is another one."""
    return [replace(item, euro=round(item.euro * rnd.uniform(0.8, 1.4), 2)) for item in stad]


EDITS = (
    *(add_declaratie, add_jeugdige, remove_jeugdige, add_casus, remove_casus),
    *(correct_aanbieder, remove_aanbieder, next_quarter, everything_again),
)


@pytest.mark.parametrize("zaad", range(5))
def test_three_editions_give_nobody_away(zaad: int) -> None:
    """One declaration, child, casus or aanbieder more, less or corrected; and whole quarters."""
    rnd = Random(zaad)
    stad, uitgever = make_stad(zaad), Uitgever()
    uitgever.publish(stad)
    for _ in range(2):
        for edit in rnd.sample(EDITS, rnd.choice((1, 1, 2, 3))):
            stad = edit(stad, rnd)
        uitgever.publish(stad)
    assert attack_bedragen(uitgever.edities, uitgever.waar) == []


@pytest.mark.parametrize("edit", [add_declaratie, add_jeugdige, add_casus, correct_aanbieder])
def test_what_one_does_is_not_seen_at_all(edit: Edit) -> None:
    """Nothing that was shown changes, whatever form it is shown in."""
    stad, uitgever = make_stad(3), Uitgever()
    uitgever.publish(stad)
    uitgever.publish(edit(stad, Random(5)))
    before, after = (read_sums(item) for item in uitgever.edities)
    assert before and {key: after[key] for key in before} == before
    names = [*PLAATS, "waarde", "onder", "boven"]
    rates = [item["kosten_per_1000"][names] for item in uitgever.edities]
    shown = rates[0]["waarde"].notna() & ~rates[0]["wijk"].isin(("gemeente", "overige"))
    pd.testing.assert_frame_equal(rates[1][shown], rates[0][shown])


def test_who_stands_behind_sums_is_the_same_however_it_is_cut_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stad, whole, parts = make_stad(3), Uitgever(), Uitgever()
    whole.publish(stad)
    monkeypatch.setattr(vectors, "RIJEN_PER_KEER", 1)
    frames = list(parts.publish(stad).bijdragen())
    assert len(frames) > 50 and all(len(frame) for frame in frames)
    known, found = (frame_of(item.geheugen[0].bijdragen()) for item in (whole, parts))
    pd.testing.assert_frame_equal(found, known)


def test_a_change_of_many_is_shown_and_without_memory_everything_would_be() -> None:
    """The attacker does find them where the earlier edition is forgotten: he is no straw man."""
    stad, uitgever = make_stad(3), Uitgever()
    uitgever.publish(stad)
    changed = everything_again(stad, Random(5))
    found = uitgever.publish(changed)
    assert found.count(NIEUW) > 20
    careless = Uitgever()
    for content in (stad, add_casus(add_declaratie(stad, Random(5)), Random(5))):
        careless.geheugen.clear()
        careless.publish(content)
    breuken = attack_bedragen(careless.edities, careless.waar)
    assert {item.soort for item in breuken} >= {
        "kosten.bedrag_eur van een uit twee edities",
        "kosten.bedrag_eur opnieuw getoond",
    }


def publish_quarters(uitgever: Uitgever, stad: Stad, aantal: int) -> None:
    """An edition in which so many quarters are over, and the year is not."""
    behind = contributions([item for item in stad if item.kwartaal < aantal])
    behind = behind[behind["venster"] == "kwartaal"].reset_index(drop=True)
    measured = measure(behind)
    for item in measured.values():
        ends = (item.frame["venster"] == "kwartaal") & (item.frame["tot"] < KWARTALEN[aantal][0])
        item.frame = item.frame[ends].reset_index(drop=True)
    uitgever.publish_measured(measured, behind)


@pytest.mark.parametrize("zaad", ZADEN_JAAR)
def test_a_year_that_is_not_shown_is_no_sum_of_quarters_that_are(zaad: int) -> None:
    """Else closing it, because of what is left of the whole wijk then, would close nothing."""
    rnd, stad, uitgever = Random(zaad), make_stad(zaad), Uitgever()
    publish_quarters(uitgever, stad, 3)
    for _ in range(2):
        stad = next_quarter(stad, rnd)
        states = uitgever.publish(stad).cellen
        keys = ["kolom", "indeling", "categorie", "wijk"]
        for key, own in states.groupby(keys):
            year = own[own["venster"] == "nulmeting"]["toestand"].tolist()
            quarters = own[own["venster"] == "kwartaal"]["toestand"].tolist()
            if year == [DICHT] and len(quarters) == 4 and max(quarters) >= NIEUW:
                assert DICHT in quarters, key
    assert attack_bedragen(uitgever.edities, uitgever.waar) == []


def test_without_contributions_what_was_shown_stays() -> None:
    """Once their term is over nothing can be said of a change: the value stays, others go on."""
    stad, uitgever = make_stad(3), Uitgever()
    uitgever.publish(stad)
    uitgever.forget_contributions()
    found = uitgever.publish(everything_again(stad, Random(5)))
    shown = read_sums(uitgever.edities[0])
    after = read_sums(uitgever.edities[1])
    assert shown and {key: after[key] for key in shown} == shown
    assert found.count(BLIJFT) >= len(shown)


def test_jeugdigen_who_cannot_be_followed_change_nothing() -> None:
    """Another secret key gives everyone another number: nothing is known to have changed."""
    stad, uitgever = make_stad(3), Uitgever()
    uitgever.publish(stad)
    renamed = [replace(item, eenheid=item.eenheid + 100_000) for item in stad]
    extra = replace(renamed[0], eenheid=1, euro=26_000.0)
    uitgever.publish([*renamed, extra])
    shown, after = (read_sums(item) for item in uitgever.edities)
    assert {key: after[key] for key in shown} == shown


def test_a_total_stays_when_its_parts_were_closed_for_the_other_sum_of_its_share() -> None:
    """Of two ages one has 9 jeugdigen, so both are closed; 24 together are shown, of both sums."""
    ages = ["0-3"] * 9 + ["4-11"] * 15
    stad = [
        Regel(kolom, kind, kind % 5 + 1, 0, WIJKEN[0], leeftijd, 1_000.0 + 10 * kind + extra)
        for kind, leeftijd in enumerate(ages)
        for kolom, extra in zip(KOLOMMEN["verzilvering"], (0.0, 500.0), strict=True)
    ]
    found = Uitgever().publish(stad).cellen
    here = found[(found["wijk"] == WIJKEN[0]) & (found["van"] == KWARTALEN[0][0])]
    here = here[here["venster"].eq("kwartaal") & here["exact"].gt(0)]
    assert set(here.loc[here["indeling"] == "leeftijdsgroep", "toestand"]) == {DICHT}
    assert list(here.loc[here["indeling"] == "geen", "toestand"]) == [NIEUW, NIEUW]


def test_rounding_grows_with_the_sum() -> None:
    """Three digits, and steps of 50 euros at least."""
    sums = np.array([0.0, 40.0, 4_321.0, 92_400.0, 99_960.0, 1_234_567.0, -92_400.0])
    assert list(steps_of(sums, 50, 3)) == [50, 50, 50, 100, 100, 10_000, 100]
    assert list(round_euros(sums, SETTINGS.onthulling)[0]) == [
        *(0, 50, 4_300, 92_400, 100_000, 1_230_000, -92_400)
    ]
