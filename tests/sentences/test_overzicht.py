"""The overview in words: three lines, rows as sentences, questions of at most 15 words."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from proeftuin.indicators import INDICATOR, INDICATORS
from proeftuin.records import Signaal, Uitkomst
from proeftuin.results.compare import Comparison, Figure, describe_change
from proeftuin.sentences.conclusion import short_signal
from proeftuin.sentences.effect import short_effect_sentence
from proeftuin.sentences.indicator import change_question
from proeftuin.sentences.overzicht import (
    difference_words,
    first_day_of_verdict,
    overview_lines,
    quarter_value,
    year_row_sentence,
)
from proeftuin.sentences.verwacht import say_expected, say_reach
from proeftuin.vocabulary import AANTOONBAAR, NIET_AANTOONBAAR
from tests.lib.effect_frames import SETTINGS
from tests.sentences.test_effect import WEINIG, outcome

DUUR, VERBLIJF = INDICATOR["trajectduur"], INDICATOR["verblijf"]
LATER = first_day_of_verdict(SETTINGS)


def duur(est: float, onder: float, boven: float, verdict: str = NIET_AANTOONBAAR) -> Uitkomst:
    return outcome(slug="trajectduur", est=est, onder=onder, boven=boven, verdict=verdict)


TERUGVAL = outcome(
    **WEINIG, slug="terugval", is_primair=False, reden="niet_rijp", rijp=89.0, totaal=385.0
)


def lines(*found: Uitkomst, vragen: tuple[str, ...] = (), day: date = LATER) -> list[str]:
    return [item.tekst for item in overview_lines(found, vragen, SETTINGS, day, LATER)]


def test_what_may_be_chance_is_uncertain_and_never_changed() -> None:
    changed, uncertain, talk = lines(duur(21, -34, 76), TERUGVAL, vragen=("Al zeven. Nu.",))
    assert changed == "niets dat meer is dan toeval"
    assert uncertain.replace("\u00a0", " ") == (
        "Trajecten duurden 21 dagen langer dan verwacht; dat kan toeval zijn "
        "(van 34 korter tot 76 langer)"
    )
    assert talk == "Al zeven. Nu"


def test_the_day_of_the_verdict_is_as_late_as_the_primary_figure_runs_behind() -> None:
    end = SETTINGS.vensters.effectjaar[1]
    days = {"trajectduur": date(2023, 6, 30)}
    editie: Any = SimpleNamespace(datastand=date(2023, 12, 31), voorlopig_na_of=days.__getitem__)
    assert SETTINGS.evaluatie.primair == "trajectduur"
    assert first_day_of_verdict(SETTINGS, editie) == end + timedelta(days=184)
    assert LATER == end + timedelta(days=90)


def test_what_is_more_than_chance_is_changed() -> None:
    shown = duur(-80, -145, -14, AANTOONBAAR)
    changed, uncertain, talk = lines(shown, TERUGVAL)
    assert changed.replace("\u00a0", " ").startswith("Trajecten duurden 80 dagen korter dan")
    assert "van 145 korter tot 14 korter" in changed and "meer dan toeval" in changed
    assert uncertain == "niets van wat te beoordelen is" and talk == "geen kwartaal valt op"
    many = [replace(shown, slug=slug) for slug in ("verblijf", "stapeling", "uitval", "instroom")]
    assert "en nog 2" in lines(*many)[0]


def test_an_unripe_figure_is_never_told_as_a_difference() -> None:
    changed, uncertain, _ = lines(TERUGVAL)
    assert changed == "nog niet te zeggen"
    assert uncertain == "terugval: nog te vroeg: 89 van 385 lang genoeg gevolgd"
    assert difference_words(TERUGVAL) == "nog te vroeg: 89 van 385 lang genoeg gevolgd"
    said = year_row_sentence(TERUGVAL, None, INDICATOR["terugval"], "West")
    assert said == "Terugval, West: nog te vroeg: 89 van 385 lang genoeg gevolgd."


def test_before_there_is_an_effectjaar_it_says_when() -> None:
    found = lines(duur(21, -34, 76), day=LATER - timedelta(days=1))
    assert found[0] == "nog niet te zeggen" and "29 december 2023" in found[2]


def test_a_difference_outside_its_limits_that_is_not_shown_says_why() -> None:
    one_of_many = duur(21, 3, 40)
    assert "omdat wij veel cijfers tegelijk bekijken" in lines(one_of_many)[1]
    said = short_effect_sentence(one_of_many, DUUR, SETTINGS).replace("\u00a0", " ")
    assert said == (
        "Trajecten duurden 21 dagen langer dan verwacht. Dat kan toeval zijn, omdat wij veel "
        "cijfers tegelijk bekijken (van 3 langer tot 40 langer)."
    )


def test_a_row_reads_as_a_sentence() -> None:
    found = outcome(verdict=NIET_AANTOONBAAR, est=-0.004, onder=-0.058, boven=0.05)
    said = year_row_sentence(found, found.wijken[0], VERBLIJF, "West").replace("\u00a0", " ")
    assert said == (
        "Verblijf, hoofdcijfer, West: nulmeting 16,5%, effectjaar 14,1%. Verschil met andere "
        "wijken: −0,4 procentpunt, dat kan toeval zijn, van 5,8 lager tot 5,0 hoger."
    )


@pytest.mark.parametrize(
    ("slug", "value", "text"),
    [("trajectduur", 0.2, "Trajecten duurden zoals verwacht"), ("verblijf", 0.0, "zoals verwacht")],
)
def test_no_difference_to_print_is_as_expected(slug: str, value: float, text: str) -> None:
    assert say_expected(outcome(slug=slug, est=value), INDICATOR[slug]).endswith(text)


def test_a_limit_near_0_is_not_printed_as_0() -> None:
    assert say_reach(DUUR, 0.2, 12.0) == "van net iets langer tot 12 langer"
    assert say_reach(DUUR, None, 12.0) == ""


def test_one_quarter_for_all_rows() -> None:
    now = Figure("west", date(2023, 7, 1), date(2023, 9, 30), "ok", 0.1)
    change = describe_change(VERBLIJF, now, now, SETTINGS)
    item = Comparison(VERBLIJF, "west", change, change, now, None)
    assert quarter_value(item, now.tot) == "10,0%"
    assert quarter_value(item, date(2023, 12, 31)) == "nog te vroeg"
    none = replace(item, pilot=replace(change, now=None))
    assert quarter_value(none, now.tot) == "nog te vroeg"


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda item: item.slug)
def test_a_question_has_at_most_15_words(indicator) -> None:  # type: ignore[no-untyped-def]
    days = date(2023, 7, 1), date(2023, 9, 30)
    now = Figure("west", *days, "ok", 41234.5, onder=1.0, boven=99999.0)
    before = replace(now, waarde=61234.5)
    change = describe_change(indicator, now, before, SETTINGS)
    texts = [change_question(Comparison(indicator, "west", change, change, now, None))]
    if indicator.bespreking.signaal is not None:
        for regel in ("buiten", "verschuiving", "trend", "dicht_bij_grens"):
            for value in (0.1, 0.9):
                numbers = {"gemiddelde": 0.5, "ondergrens": 0.2, "bovengrens": 0.8}
                found = Signaal(indicator.slug, "west", *days, regel, waarde=value, **numbers)
                texts.append(short_signal(found))
    for text in texts:
        assert len(text.split(" ")) <= 15, text
