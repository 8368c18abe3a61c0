"""How we know what is normal, the five steps, and what a next step would show."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from proeftuin.indicators import INDICATOR
from proeftuin.results.effect import Belofte
from proeftuin.sentences.vooruit import (
    ahead_lines,
    earlier_periods,
    order_ahead,
    reason_steps,
    say_extra_wijk,
    strip_alt,
    strip_sentence,
)
from proeftuin.vocabulary import AANTOONBAAR, NIET_AANTOONBAAR, NIET_VERGELIJKBAAR
from tests.lib.effect_frames import SETTINGS
from tests.sentences.test_effect import (
    GELIJK,
    TWEE,
    VERBLIJF,
    VERBODEN,
    WEINIG,
    outcome,
    voorpaar,
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_dot_is_a_wijk_compared_as_the_pilot_is_now() -> None:
    item = outcome()
    found = [(stip.wijk, stip.paar.jaren, round(stip.verschil, 6)) for stip in item.stippen]
    assert found == [
        *[("west", 2, 0.007), ("oost", 2, -0.007)],
        *[("west", 3, -0.008), ("oost", 3, 0.008)],
    ], "its change less the mean of the others in that period"
    left_out = replace(voorpaar(2, 0.004, -0.003), telt=False)
    assert outcome(voorparen=(left_out,)).stippen == ()


def test_the_strip_in_words() -> None:
    text = plain(strip_sentence(outcome(), VERBLIJF, SETTINGS))
    assert "De ruit is West nu: −2,2 procentpunt." in text
    assert text.endswith(
        "Zonder proeftuin verschilde een wijk geen van de 4 keer minstens zo veel."
    )
    near = plain(strip_sentence(outcome(est=0.0075), VERBLIJF, SETTINGS))
    assert "2 van de 4 keer" in near, "on either side"
    later = strip_sentence(outcome(**WEINIG, reden="niet_rijp"), VERBLIJF, SETTINGS)
    assert later.endswith("Het verschil van nu is nog niet bekend.")
    assert strip_sentence(outcome(voorparen=()), VERBLIJF, SETTINGS) == ""
    assert strip_alt(outcome(), VERBLIJF, SETTINGS).startswith("Zo veel veranderden wijken ook")


@pytest.mark.parametrize("settings", [SETTINGS, TWEE], ids=["een", "twee"])
@pytest.mark.parametrize(
    ("fields", "means"),
    [
        ({"verdict": AANTOONBAAR}, "aantoonbaar anders"),
        (GELIJK, "Dat betekent niet dat de proeftuin niets deed."),
        ({**WEINIG, "reden": "niet_rijp"}, "Daarom geven wij hier nog geen oordeel."),
        ({"verdict": NIET_VERGELIJKBAAR, "reden": "breuk"}, "Daarom geven wij hier geen oordeel."),
        ({"verdict": NIET_VERGELIJKBAAR, "reden": "placebo"}, "toen er nog geen proeftuin was"),
        ({"verdict": NIET_AANTOONBAAR, "voorparen": ()}, "geen vroegere perioden"),
    ],
)
def test_five_steps_whatever_came_out(fields: dict[str, Any], means: str, settings: Any) -> None:
    steps = reason_steps(outcome(**fields), VERBLIJF, settings)
    assert [step.naam for step in steps] == [
        "Wat vergeleken wij?",
        "Hoe weten wij wat gewoon is?",
        "Wat konden wij zien?",
        "Wat zagen wij?",
        "Wat betekent dat?",
    ]
    whole = " ".join(step.zin for step in steps)
    assert means in whole and all(step.tekst.endswith(".") for step in steps)
    assert not any(word in whole for word in (*VERBODEN, "placebo", "voorpa"))
    assert len(whole.split()) < 230, "two screens at most"


def test_what_is_normal_names_the_time_it_comes_from() -> None:
    normal = plain(reason_steps(outcome(), VERBLIJF, SETTINGS)[1].tekst)
    assert "in 2 vroegere perioden van dezelfde lengte, van 1 januari 2018 tot en met" in normal
    assert "30 september 2021" in normal and "0,8 procentpunt of meer" in normal


def test_what_a_next_step_would_show() -> None:
    item = outcome()
    lines = ahead_lines(item, SETTINGS)
    assert [(line.pilots, line.is_nu) for line in lines] == [(1, True), (2, False), (3, False)]
    assert [plain(text) for text in lines[0].vanaf] == [
        *("1,8 procentpunt", "1,8 procentpunt", "1,7 procentpunt"),
    ]
    text = plain(say_extra_wijk(item, SETTINGS))
    assert "met de wijken van nu zien wij een verschil vanaf 1,8 procentpunt." in text
    assert "Doet er één wijk meer mee, dan vanaf 0,9 procentpunt." in text
    assert text.endswith("Een jaar langer verandert daar bijna niets aan.")
    wide = tuple(replace(cel, mdc=cel.mdc / cel.jaren) for cel in item.vooruit)
    assert "Duurt het een jaar langer, dan vanaf 0,9" in plain(
        say_extra_wijk(replace(item, vooruit=wide), SETTINGS)
    )
    alone = tuple(cel for cel in item.vooruit if cel.pilots == 1)
    assert "te weinig wijken over" in say_extra_wijk(replace(item, vooruit=alone), SETTINGS)
    assert say_extra_wijk(replace(item, vooruit=()), SETTINGS) == ""
    assert ahead_lines(replace(item, vooruit=()), SETTINGS) == ()


def test_the_primary_one_is_told_first() -> None:
    first = outcome(slug="verblijf", is_primair=False)
    primary = outcome(slug="trajectduur")
    empty = outcome(slug="terugval", is_primair=False, vooruit=())
    promised = [Belofte(nr, "?", item) for nr, item in enumerate((first, empty, primary), start=1)]
    assert [item.slug for item in order_ahead(promised)] == ["trajectduur", "verblijf"]
    assert INDICATOR["trajectduur"].slug == SETTINGS.evaluatie.primair


def test_the_earlier_periods_are_named_oldest_first() -> None:
    found = earlier_periods(SETTINGS)
    assert found[0] == (
        "begin van vroegere periode, 5 jaar eerder",
        date(2016, 1, 1),
        date(2016, 12, 31),
    )
    assert found[-1][2] == date(2021, 9, 30) and len(found) == 8
