"""What is said of an outcome: always calm, in B1 Dutch, and never more than the interval bears."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from proeftuin.indicators import INDICATOR
from proeftuin.records import (
    Factor,
    Signaal,
    Uitkomst,
    Voorverandering,
    VoorWijk,
    WijkWaarden,
    Zichtbaar,
)
from proeftuin.sentences.conclusion import (
    break_even,
    conclude,
    ontleding_sentence,
    short_signal,
    signal_question,
    signal_questions,
)
from proeftuin.sentences.effect import (
    GEEN_BEWIJS,
    Grenzen,
    effect_sentence,
    short_effect_sentence,
    show_limits,
    visible_sentence,
    why_not,
)
from proeftuin.sentences.numbers import Punt
from proeftuin.vocabulary import (
    AANTOONBAAR,
    NIET_AANTOONBAAR,
    NIET_VERGELIJKBAAR,
    OVERIGE,
    PILOT,
    TE_WEINIG,
    TOTAAL,
)
from tests.lib.effect_frames import SETTINGS

VERBLIJF, DUUR = INDICATOR["verblijf"], INDICATOR["trajectduur"]
KOSTEN = INDICATOR["kosten_per_jeugdige"]
VERBODEN = ("significan", "p-waarde", "betrouwbaarheid", "de pilot werkt", "None", "nan")
TWEE = replace(SETTINGS, pilot=replace(SETTINGS.pilot, wijken=("west", "zuid")))


def wijk(naam: str, nulmeting: float, effectjaar: float, is_pilot: bool = False) -> WijkWaarden:
    change = effectjaar - nulmeting
    return WijkWaarden(naam, is_pilot, nulmeting, effectjaar, 1000.0, "ok", "ok", change)


def voorpaar(jaren: int, west: float, oost: float) -> Voorverandering:
    """Two wijken in a voorpaar of the configuration, with these changes."""
    paar = next(item for item in SETTINGS.voorparen if item.jaren == jaren)
    wijken = tuple(
        VoorWijk(naam, naam == "west", 0.16, 0.16 + change, "ok", "ok", change)
        for naam, change in (("west", west), ("oost", oost))
    )
    vroeger, later = ((item.van, item.tot) for item in (paar.vroeger, paar.later))
    return Voorverandering(jaren, vroeger, later, True, False, wijken)


def outcome(**fields: Any) -> Uitkomst:
    """About worked example 9, and whatever differs."""
    base: dict[str, Any] = {
        **{"slug": "verblijf", "is_primair": True, "est": -0.02175, "se": 0.00544, "df": 7},
        **{"onder": -0.03461, "boven": -0.00889, "mdc": 0.01778, "mdc_extra_jaar": 0.0169},
        **{"mdc_extra_voorpaar": 0.0167, "placebo_jaren": 2},
        **{"ratio": 1.0, "stress_onder": -0.046, "stress_boven": 0.002, "rang": 1, "rang_van": 5},
        **{"placebo_est": -0.001, "placebo_onder": -0.02, "placebo_boven": 0.018, "p": 0.005},
        **{"holm_p": None, "verdict": AANTOONBAAR, "reden": "", "d_pilot": -0.024},
        **{"d_controle": -0.00225, "rijp": None, "totaal": None, "nulmeting_versie": 1},
        "wijken": (wijk("west", 0.165, 0.141, True), wijk("oost", 0.16, 0.149)),
        "voorparen": (voorpaar(2, 0.004, -0.003), voorpaar(3, -0.006, 0.002)),
        "vooruit": tuple(
            Zichtbaar(pilots, jaren, 0.01778 / pilots - jaren / 1e4)
            for pilots in (1, 2, 3)
            for jaren in (1, 2, 3)
        ),
    }
    return Uitkomst(**{**base, **fields})


WEINIG: dict[str, Any] = dict.fromkeys(
    ("est", "se", "onder", "boven", "mdc", "stress_onder", "stress_boven", "p", "d_pilot")
)
WEINIG |= {"verdict": TE_WEINIG, "df": 0, "rang": 0, "rang_van": 0}
GELIJK = {"verdict": NIET_AANTOONBAAR, "onder": -0.05, "boven": 0.006, "stress_onder": -0.08}


def test_a_difference_that_was_shown() -> None:
    text = effect_sentence(outcome(), VERBLIJF, SETTINGS).replace("\u00a0", " ")
    assert text == (
        "Verblijf in West: van 16,5% in de nulmeting naar 14,1% in het effectjaar "
        "(−2,4 procentpunt). Gemiddeld in de andere wijken was dat −0,2 procentpunt. Het verschil "
        "is −2,2 procentpunt. Als we toeval meerekenen, ligt het echte verschil waarschijnlijk "
        "tussen −3,5 en −0,9 procentpunt. Pas vanaf 1,8 procentpunt verschil kunnen wij het "
        "meestal zien. Van de 5 wijken veranderde West het meest in deze richting; "
        "zonder proeftuin gebeurt dat ook 1 op de 5 keer. West veranderde aantoonbaar anders dan "
        "de andere wijken (lager is gewenst). Waardoor dat komt, zegt dit cijfer niet. Als West "
        "uit zichzelf twee keer zo sterk schommelt als de andere wijken, kan het toch toeval zijn."
    )
    strong = outcome(stress_boven=-0.001)
    assert effect_sentence(strong, VERBLIJF, SETTINGS).endswith("blijft dit staan.")


def test_a_difference_that_was_not_shown_is_no_proof_of_nothing() -> None:
    text = effect_sentence(outcome(**GELIJK, rang=3), VERBLIJF, SETTINGS)
    assert text.endswith(
        "Van de 5 wijken staat West op plaats 3, gerekend naar verandering in deze richting. "
        "West veranderde niet aantoonbaar anders dan de andere wijken. "
        "Dat betekent niet dat de proeftuin niets deed."
    )


def test_one_of_many_outside_chance() -> None:
    many = outcome(is_primair=False, verdict=NIET_AANTOONBAAR, holm_p=0.2)
    text = effect_sentence(many, VERBLIJF, SETTINGS)
    assert "Op zichzelf valt dit buiten toeval. Maar wij bekijken veel cijfers tegelijk" in text
    assert text.endswith("Dat betekent niet dat de proeftuin niets deed.")


def test_different_before_the_pilot() -> None:
    moved = {"placebo_onder": 0.01, "placebo_boven": 0.03, "reden": "placebo"}
    text = effect_sentence(outcome(**moved, verdict=NIET_VERGELIJKBAAR), VERBLIJF, SETTINGS)
    assert text.replace("\u00a0", " ").endswith(
        "Maar West veranderde al anders dan de andere wijken toen er nog geen proeftuin was (van "
        "2019 naar oktober 2020 tot en met september 2021): tussen +1,0 en +3,0 procentpunt. "
        "Daarom is dit niet te vergelijken."
    )


@pytest.mark.parametrize(
    ("reden", "start"),
    [
        ("niet_rijp", "Nog niet te zeggen: 35 van 120 lang genoeg gevolgd."),
        ("voorlopig", "Nog niet te zeggen"),
        ("niet_geleverd", "Niet te zeggen: de gegevens hiervoor zijn niet geleverd"),
        ("afgeschermd", "Niet te zeggen in de openbare editie"),
        ("cellen", "Niet te zeggen: het cijfer rust op te weinig"),
        ("te_weinig_wijken", "Niet te zeggen: er zijn te weinig wijken"),
    ],
)
def test_why_there_is_no_verdict(reden: str, start: str) -> None:
    found = outcome(**WEINIG, reden=reden, rijp=35.0, totaal=120.0)
    assert effect_sentence(found, VERBLIJF, SETTINGS).startswith(start)
    assert short_effect_sentence(found, VERBLIJF, SETTINGS).startswith("Verblijf: n")


def test_a_window_that_has_not_ended_has_no_counts() -> None:
    assert why_not(outcome(**WEINIG, reden="niet_rijp")).endswith("nog niet lang genoeg gevolgd.")


def test_a_break_keeps_the_changes() -> None:
    text = effect_sentence(outcome(verdict=NIET_VERGELIJKBAAR, reden="breuk"), VERBLIJF, SETTINGS)
    assert text.startswith("Niet te vergelijken: de betekenis") and "14,1%" in text


def test_what_could_be_seen_comes_before_the_result() -> None:
    text = visible_sentence(outcome(), VERBLIJF, SETTINGS).replace("\u00a0", " ")
    assert text.startswith("Pas vanaf 1,8 procentpunt verschil (11% van de nulmeting)")
    later = visible_sentence(outcome(**WEINIG, reden="niet_rijp"), VERBLIJF, SETTINGS)
    assert "kunnen wij het meestal zien vanaf" in later and "1,7" in later
    never = outcome(**{**WEINIG, "mdc_extra_jaar": None}, reden="niet_geleverd")
    assert visible_sentence(never, VERBLIJF, SETTINGS).startswith("Hier kan geen verschil")


def test_limits_near_0_are_not_printed_as_0() -> None:
    low = show_limits(DUUR, -18.2, -0.3)
    assert low == Grenzen("−18", "net onder 0", "dagen")
    assert low.boven_met_eenheid == "net onder 0\u00a0dagen"
    assert low.zin == "−18 tot net onder 0\u00a0dagen"
    assert show_limits(DUUR, 0.2, 12.0) == Grenzen("net boven 0", "+12", "dagen")
    money = show_limits(KOSTEN, -652.3, 2602.0)
    assert money == Grenzen("−€\u00a0652", "+€\u00a02.602", "")
    assert money.boven_met_eenheid == "+€\u00a02.602"
    assert show_limits(VERBLIJF, None, None) is None


def test_the_conclusion_has_four_parts_in_the_promised_order() -> None:
    found = [
        outcome(slug="uitval", is_primair=False),
        outcome(**WEINIG, slug="terugval", is_primair=False, reden="niet_rijp", rijp=9, totaal=40),
        outcome(**GELIJK, is_primair=False),
        outcome(slug="stapeling", is_primair=False, verdict=NIET_VERGELIJKBAAR, reden="placebo"),
        outcome(slug="trajectduur", est=-40.0, onder=-70.0, boven=-10.0, mdc=45.0),
    ]
    parts = conclude(found, SETTINGS)
    assert [punt.naam for punt in parts.aangetoond] == [
        "Trajectduur (hoofdcijfer)",
        "Voortijdig gestopt",
    ]
    assert parts.niet_aangetoond[0].zin.startswith("Verblijf: verschil −2,2")
    assert parts.niet_aangetoond[-1] == Punt("", GEEN_BEWIJS)
    assert GEEN_BEWIJS == "Dat betekent niet dat de proeftuin niets deed."
    assert [punt.naam for punt in parts.nog_niet_te_weten] == ["Stapeling", "Terugval"]
    assert parts.nog_niet_te_weten[0].zin.startswith("Stapeling: West veranderde al anders")
    assert [punt.naam for punt in parts.meer_tijd] == [
        "Trajectduur",
        "Terugval",
        "Verblijf",
    ]


def test_a_conclusion_about_nothing_still_says_so() -> None:
    parts = conclude([], SETTINGS)
    assert [punt.zin for punt in parts.aangetoond] == [
        "Bij geen van de beloofde cijfers is een verschil aangetoond."
    ]
    assert all((parts.niet_aangetoond, parts.nog_niet_te_weten, parts.meer_tijd))


def kosten(est: float, onder: float, boven: float, verdict: str) -> Uitkomst:
    money = {"slug": "kosten_per_jeugdige", "is_primair": False}
    return outcome(**money, est=est, onder=onder, boven=boven, verdict=verdict)


@pytest.mark.parametrize(
    ("found", "part", "claims"),
    [
        (kosten(975, -652, 2602, NIET_AANTOONBAAR), "past niet bij de cijfers", False),
        (kosten(-900, -2000, 200, NIET_AANTOONBAAR), "helemaal geen daling ook", False),
        (kosten(-900, -1700, -100, NIET_AANTOONBAAR), "Daarom noemen wij geen opbrengst", False),
        (kosten(-900, -1700, -100, AANTOONBAAR), "minstens € 100.000 minder. Of dat genoeg", True),
        (kosten(-1500, -2000, -1000, AANTOONBAAR), "Dat is meer dan de proeftuin kost", True),
    ],
)
def test_break_even_claims_what_the_interval_bears(
    found: Uitkomst, part: str, claims: bool
) -> None:
    text = break_even(found, SETTINGS).replace("\u00a0", " ")
    assert text.startswith(
        "Voor de proeftuin is begroot: € 375.000 in 2022 en € 500.000 in 2023, samen € 875.000. "
        "In het effectjaar hadden 1.000 jeugdigen in West hulp. Om dat bedrag in één jaar terug "
        "te verdienen, moet de hulp € 875 per jeugdige goedkoper worden"
    )
    assert part in text and ("minstens" in text) == claims


def test_break_even_without_figures() -> None:
    few = outcome(**WEINIG, slug="kosten_per_jeugdige", reden="voorlopig")
    assert break_even(few, SETTINGS).endswith("Daarom noemen wij geen opbrengst.")
    none = replace(few, wijken=())
    assert "nog niet te berekenen" in break_even(none, SETTINGS)


def test_the_decomposition_in_words() -> None:
    factors = [
        Factor(groep, naam, 1.0, 1.0, 0.0, bedrag)
        for groep in (PILOT, OVERIGE)
        for naam, bedrag in (("instroom", -5.0), ("duur", 12.4), (TOTAAL, 7.4))
    ]
    text = ontleding_sentence(factors, SETTINGS).replace("\u00a0", " ")
    assert text.startswith(
        "In West veranderden de kosten per 1000 kinderen en jongeren (0-22) met +€ 7: "
        "door instroom −€ 5 en door duur van de hulp +€ 12. In de andere wijken samen"
    )
    assert ontleding_sentence([], SETTINGS) == ""


def test_a_signal_is_a_question() -> None:
    days = {"van": date(2023, 4, 1), "tot": date(2023, 6, 30)}
    numbers = {"waarde": 14.0, "gemiddelde": 9.9, "ondergrens": -0.5, "bovengrens": 13.9}
    found = [
        Signaal(slug="instroom", wijk="west", regel=regel, **days, **numbers)  # type: ignore
        for regel in ("buiten", "verschuiving", "trend", "dicht_bij_grens")
    ]
    for item in found:
        text = signal_question(item, SETTINGS)
        assert "nstroom" in text and "(West, " in text and text.endswith("wat kan het verklaren?")
        assert "april–juni 2023" in text
        assert len(short_signal(item).split(" ")) <= 15
    assert "gewoonlijk 0,0 tot 13,9" in signal_question(found[0], SETTINGS)
    earlier = replace(found[0], van=date(2023, 1, 1), tot=date(2023, 3, 31))
    assert len(signal_questions([earlier, *found, earlier], SETTINGS)) == 4


@pytest.mark.parametrize("settings", [SETTINGS, TWEE], ids=["een", "twee"])
@pytest.mark.parametrize(
    "found",
    [
        outcome(),
        outcome(**GELIJK),
        outcome(**WEINIG, reden="cellen"),
        outcome(verdict=NIET_VERGELIJKBAAR, reden="placebo"),
        outcome(verdict=NIET_VERGELIJKBAAR, reden="breuk"),
        outcome(verdict=NIET_AANTOONBAAR, placebo_onder=None, placebo_boven=None),
    ],
)
def test_no_word_of_statistics_and_nothing_missing(found: Uitkomst, settings: Any) -> None:
    pilots = tuple(replace(item, is_pilot=item.wijk == "west") for item in found.wijken)
    if settings is TWEE:
        pilots = tuple(replace(item, is_pilot=True) for item in found.wijken)
    item = replace(found, wijken=pilots)
    texts = [
        effect_sentence(item, VERBLIJF, settings),
        visible_sentence(item, VERBLIJF, settings),
        short_effect_sentence(item, VERBLIJF, settings),
        *(punt.zin for punt in conclude([item], settings).nog_niet_te_weten),
    ]
    for text in texts:
        assert text and not any(word in text for word in VERBODEN), text
        assert "  " not in text and text.endswith("."), text
        assert ("West" not in text) or settings is SETTINGS
