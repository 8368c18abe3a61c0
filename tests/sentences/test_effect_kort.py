"""The verdict in few words: rows, one minute of reading, the overview, the checks."""

import re
from dataclasses import replace

import pytest

from proeftuin.indicators import INDICATOR
from proeftuin.records import Uitkomst
from proeftuin.sentences.effect import (
    found_words,
    placebo_text,
    promise_text,
    stress_text,
    summary_sentences,
    verdict_words,
)
from proeftuin.settings.read import read_settings
from proeftuin.vocabulary import AANTOONBAAR, NIET_AANTOONBAAR, NIET_VERGELIJKBAAR, TE_WEINIG
from tests.sentences.test_effect import outcome

SETTINGS = read_settings()
DUUR, VERBLIJF = INDICATOR["trajectduur"], INDICATOR["verblijf"]


def found(slug: str, verdict: str, **extra: object) -> Uitkomst:
    return replace(outcome(slug=slug, is_primair=False), **{"verdict": verdict, **extra})


@pytest.mark.parametrize(
    ("verdict", "extra", "words"),
    [
        (AANTOONBAAR, {}, "aantoonbaar anders"),
        (NIET_AANTOONBAAR, {}, "niet aantoonbaar anders"),
        (
            TE_WEINIG,
            {"reden": "niet_rijp", "rijp": 35.0, "totaal": 120.0},
            "nog te vroeg: 35 van 120 lang genoeg gevolgd",
        ),
        (TE_WEINIG, {"reden": "niet_rijp"}, "nog te vroeg"),
        (TE_WEINIG, {"reden": "afgeschermd"}, "afgeschermd"),
        (NIET_VERGELIJKBAAR, {"reden": "placebo"}, "niet vergelijkbaar: al anders voor de start"),
    ],
)
def test_a_row_says_the_verdict_or_why_there_is_none(
    verdict: str, extra: dict[str, object], words: str
) -> None:
    assert verdict_words(found("verblijf", verdict, **extra)) == words


def test_the_difference_and_its_limits_name_the_unit_once() -> None:
    item = replace(outcome(slug="verblijf"), est=-0.023, onder=-0.054, boven=0.009)
    assert found_words(item, VERBLIJF).replace("\u00a0", " ") == (
        "−2,3 procentpunt, tussen −5,4 en +0,9"
    )
    assert found_words(replace(item, onder=None, boven=None), VERBLIJF) == ""


def test_one_minute_names_every_promised_indicator_once() -> None:
    promised = [
        found("trajectduur", AANTOONBAAR, is_primair=True),
        found("verblijf", NIET_AANTOONBAAR),
        found("stapeling", NIET_AANTOONBAAR),
        found("terugval", TE_WEINIG, reden="niet_rijp"),
        found("volgens_plan", NIET_VERGELIJKBAAR, reden="placebo"),
    ]
    lines = dict(summary_sentences(promised, SETTINGS))
    assert list(lines) == [
        *("Aangetoond", "Niet aangetoond", "Nog niet te weten", "Niet te vergelijken"),
    ]
    assert "1 van de 5" in lines["Aangetoond"] and "het hoofdcijfer" in lines["Aangetoond"]
    assert "verblijf en stapeling" in lines["Niet aangetoond"]
    assert "niet dat de proeftuin niets deed" in lines["Niet aangetoond"]
    assert "al voor de start" in lines["Niet te vergelijken"]
    text = " ".join(lines.values())
    assert all(text.count(INDICATOR[item.slug].naam.lower()) == 1 for item in promised)
    nothing = dict(summary_sentences(promised[1:3], SETTINGS))
    assert nothing["Aangetoond"] == "bij geen van de 2 cijfers."


def test_the_promise_says_when_it_was_fixed() -> None:
    assert "vast sinds 16 december 2021, voor de start." in promise_text(SETTINGS)
    late = replace(
        SETTINGS, evaluatie=replace(SETTINGS.evaluatie, vastgelegd_op=SETTINGS.pilot.start)
    )
    assert "voor de start" not in promise_text(late)


def test_the_checks_are_words_and_never_statistics() -> None:
    item = replace(
        outcome(slug="trajectduur"),
        **{"placebo_est": 5.0, "placebo_onder": -20.0, "placebo_boven": 30.0},
        **{"stress_onder": -200.0, "stress_boven": 40.0},
    )
    before = placebo_text(replace(item, placebo_jaren=None), DUUR, SETTINGS)
    assert "te weinig bruikbare cijfers van vroeger" in before
    inside = placebo_text(item, DUUR, SETTINGS)
    assert "tussen −20 en +30" in inside and "Zo hoort het" in inside
    outside = placebo_text(replace(item, placebo_onder=10.0), DUUR, SETTINGS)
    assert outside.startswith("West veranderde al anders")
    none = placebo_text(replace(item, placebo_onder=None), DUUR, SETTINGS)
    assert "te weinig bruikbare cijfers" in none
    assert "twee keer zo sterk" in stress_text(item, DUUR, SETTINGS)
    assert stress_text(replace(item, stress_onder=None), DUUR, SETTINGS) == ""
    for text in (inside, outside, none, stress_text(item, DUUR, SETTINGS)):
        assert not re.search(r"significant|p-waarde|betrouwbaarheidsinterval", text, re.I)
