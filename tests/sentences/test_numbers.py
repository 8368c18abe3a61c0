"""Dutch numbers, states and sentences, from figures made up here."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from proeftuin.indicators import INDICATOR, INDICATORS
from proeftuin.results.compare import (
    Change,
    Comparison,
    describe_change,
    direction,
    pool_quarters,
)
from proeftuin.sentences import numbers as s
from proeftuin.sentences.indicator import (
    VOORBEHOUD_KWARTAAL,
    difference_note,
    join_words,
    others_of,
    page_sentence,
    row_sentence,
    short_sentence,
    state_notes,
)
from proeftuin.sentences.tables import voorveld_rows
from proeftuin.settings.read import read_settings

SETTINGS = read_settings()
VERBLIJF, DUUR = INDICATOR["verblijf"], INDICATOR["trajectduur"]
K3 = (date(2023, 7, 1), date(2023, 9, 30))
JAAR = (date(2021, 1, 1), date(2021, 12, 31))


def figure(
    waarde: float | None, status: str = s.OK, *, wijk: str = "west", **extra: float
) -> s.Figure:
    return s.Figure(wijk, *K3, status, waarde, **extra)


def comparison(now: s.Figure, before: s.Figure, others: float = 0.16) -> Comparison:
    pilot = describe_change(VERBLIJF, now, before, SETTINGS)
    overige = describe_change(VERBLIJF, figure(others), figure(0.16), SETTINGS)
    verschil = None
    if pilot.verschil is not None and overige.verschil is not None:
        verschil = pilot.verschil - overige.verschil
    return Comparison(VERBLIJF, "west", pilot, overige, now, verschil)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, 1, "1.234,5"),
        (-3.26, 1, "−3,3"),
        (-0.04, 1, "0,0"),
        (0, 0, "0"),
        (1e6, 0, "1.000.000"),
    ],
)
def test_numbers_are_dutch(value: float, decimals: int, text: str) -> None:
    assert s.show_number(value, decimals) == text


@pytest.mark.parametrize(
    ("slug", "value", "text"),
    [
        ("verblijf", 0.1512, "15,1%"),
        ("trajectduur", 251.6, "252\u00a0dagen"),
        ("gebruik", 69.64, "69,6\u00a0per 1000"),
        ("stapeling_aantal", 1.378, "1,38\u00a0trajecten"),
        ("kosten_per_jeugdige", 4321.4, "€\u00a04.321"),
        ("kosten_per_1000", -250.0, "−€\u00a0250\u00a0per 1000"),
        ("ervaring", 7.45, "7,5"),
    ],
)
def test_values_carry_their_unit(slug: str, value: float, text: str) -> None:
    assert s.show_value(INDICATOR[slug], value) == text


def test_every_state_reads_differently() -> None:
    shown = {
        status: s.show_figure(VERBLIJF, figure(0.151, status, rijp=12, totaal=40, drempel=10))
        for status in (
            s.OK,
            s.TE_KLEIN,
            s.VOORLOPIG,
            s.NOG_NIET_RIJP,
            s.NIET_GELEVERD,
            s.AFGESCHERMD,
        )
    }
    assert shown == {
        "ok": "15,1%",
        "te_klein": "15,1%, op weinig jeugdigen",
        "voorlopig": "15,1% voorlopig",
        "nog_niet_rijp": "15,1%, 12 van 40 lang genoeg gevolgd",
        "niet_geleverd": "niet geleverd",
        "afgeschermd": "<10",
    }
    assert s.show_figure(VERBLIJF, figure(0.0)) == "0,0%"
    assert s.show_figure(VERBLIJF, figure(None, s.TE_KLEIN)) == "geen"
    small = figure(0.151, s.TE_KLEIN)
    assert s.show_figure(VERBLIJF, small, unit=False) == "(15,1%)"
    assert s.show_figure(DUUR, small).endswith(", op weinig trajecten")


def test_below_ten_is_said_of_counts_in_one_wijk_only() -> None:
    hidden = {"waarde": None, "status": s.AFGESCHERMD, "drempel": 10}
    assert s.show_figure(VERBLIJF, figure(**hidden)) == "<10"
    for wijk in ("gemeente", "overige"):
        assert s.show_figure(VERBLIJF, figure(**hidden, wijk=wijk)) == "afgeschermd"
    for slug in ("trajectduur", "kosten_per_jeugdige"):
        assert s.show_figure(INDICATOR[slug], figure(**hidden)) == "afgeschermd"
    assert s.say_hidden(VERBLIJF, figure(**hidden)) == "afgeschermd: het gaat om minder dan 10"
    assert "10" not in s.say_hidden(DUUR, figure(**hidden))


def test_not_ripe_is_said_once() -> None:
    unripe = comparison(figure(0.1, s.NOG_NIET_RIJP), figure(0.165))
    assert row_sentence(unripe) == "Geen recent cijfer. Juli–september 2023 is nog te vroeg."
    counted = comparison(figure(0.1, s.NOG_NIET_RIJP, rijp=3, totaal=9), figure(0.165))
    assert row_sentence(counted) == (
        "Geen recent cijfer. Juli–september 2023 is nog te vroeg: 3 van 9 lang genoeg gevolgd."
    )
    later = Comparison(
        VERBLIJF, "west", counted.overige, counted.overige, figure(0.1, s.NOG_NIET_RIJP), None
    )
    later = replace(later, latest=replace(figure(0.1, s.NOG_NIET_RIJP), tot=date(2023, 12, 31)))
    assert state_notes(later) == ["Oktober–december 2023 is nog te vroeg."]


def test_dates_and_periods() -> None:
    assert s.show_period(*K3) == "juli–september 2023"
    assert s.short_period(*K3) == s.short_quarter(K3[1]) == "jul–sep 2023"
    assert s.show_period(*JAAR) == "2021"
    year = date(2022, 10, 1), K3[1]
    assert s.show_period(*year) == "oktober 2022 tot en met september 2023"
    assert s.short_period(*year) == "okt 2022 tot en met sep 2023"
    assert s.short_period(*JAAR) == "2021"


def test_difference_has_sign_and_unit() -> None:
    assert s.show_difference(VERBLIJF, -0.014) == "−1,4\u00a0procentpunt"
    assert s.show_difference(DUUR, 14.2) == "+14\u00a0dagen"
    assert s.show_difference(DUUR, 0.2) == "0\u00a0dagen"


@pytest.mark.parametrize(
    ("now", "before", "word"),
    [(0.13, 0.16, "lager"), (0.19, 0.16, "hoger"), (0.161, 0.16, "gelijk")],
)
def test_a_difference_gets_a_word(now: float, before: float, word: str) -> None:
    change = describe_change(
        VERBLIJF, figure(now, onder=now - 0.01, boven=now + 0.01), figure(before), SETTINGS
    )
    assert change.woord == word
    assert change.in_marge is (word == "gelijk")


@pytest.mark.parametrize(
    "status", [s.TE_KLEIN, s.VOORLOPIG, s.NOG_NIET_RIJP, s.NIET_GELEVERD, s.AFGESCHERMD]
)
def test_unfit_figures_are_never_compared(status: str) -> None:
    assert describe_change(VERBLIJF, figure(0.1, status), figure(0.2), SETTINGS).woord is None
    assert describe_change(VERBLIJF, figure(0.2), figure(0.1, status), SETTINGS).woord is None


def test_average_quarter_is_pooled_and_keeps_the_worst_state() -> None:
    quarters = [figure(0.1, teller=10, noemer=100), figure(0.4, s.TE_KLEIN, teller=4, noemer=10)]
    pooled = pool_quarters(quarters, VERBLIJF, *JAAR)
    assert pooled is not None and pooled.waarde == pytest.approx(14 / 110)
    assert pooled.status == s.TE_KLEIN
    hidden = pool_quarters([*quarters, figure(None, s.AFGESCHERMD)], VERBLIJF, *JAAR)
    assert hidden is not None and hidden.waarde is None and hidden.status == s.AFGESCHERMD
    rate = pool_quarters([figure(20.0, teller=2, noemer=100)], INDICATOR["gebruik"], *JAAR)
    assert rate is not None and rate.waarde == pytest.approx(20.0)


def test_page_sentence_names_wijk_nulmeting_others_and_certainty() -> None:
    item = comparison(figure(0.12, onder=0.10, boven=0.15), figure(0.165))
    text = page_sentence(item, read_settings())
    for part in (
        "Verblijf in West: 12,0% in juli–september 2023",
        "lager",
        "16,5%",
        "andere wijken",
        "daarbuiten",
    ):
        assert part in text
    assert text.endswith(VOORBEHOUD_KWARTAAL)
    assert "16,5%" in short_sentence(item, read_settings())


def test_a_wijk_without_the_proeftuin_is_one_of_the_others_itself() -> None:
    settings, item = read_settings(), comparison(figure(0.12), figure(0.165))
    assert others_of(item, settings) == "andere wijken"
    noord = replace(item, wijk="noord")
    assert others_of(noord, settings) == "wijken zonder proeftuin"
    assert "In de wijken zonder proeftuin bleef het" in page_sentence(noord, settings)
    assert "andere wijken" not in page_sentence(noord, settings)


@pytest.mark.parametrize(
    ("own", "others", "text"),
    [
        (354 - 324, 351 - 327, "in West steeg het 6 dagen meer dan in de andere wijken"),
        (324 - 354, 327 - 351, "in West daalde het 6 dagen meer dan in de andere wijken"),
        (-10, -24, "in West daalde het 14 dagen minder dan in de andere wijken"),
        (4, 24, "in West steeg het 20 dagen minder dan in de andere wijken"),
        (5, -24, "in West steeg het, in de andere wijken daalde het: 29 dagen verschil"),
        (-5, 24, "in West daalde het, in de andere wijken steeg het: 29 dagen verschil"),
        (
            *(0, -24),
            "in West bleef het ongeveer gelijk, in de andere wijken daalde het: 24 dagen verschil",
        ),
        (1, -1, "in West en in de andere wijken bleef het ongeveer gelijk: 2 dagen verschil"),
        (7, 7.2, "in West veranderde het evenveel als in de andere wijken"),
        (None, 7, "er is nog te weinig om te vergelijken"),
    ],
)
def test_a_difference_says_which_way_it_went(own: float | None, others: float, text: str) -> None:
    changes = [
        Change(None, None, item, None if item is None else direction(DUUR, 100, 100 + item), False)
        for item in (own, others)
    ]
    apart = None if own is None else own - others
    item = Comparison(DUUR, "west", changes[0], changes[1], None, apart)
    found = difference_note(item, "West").replace("\u00a0", " ")
    assert found.removesuffix("; zegt niets over toeval") == text


def test_shares_of_the_voorveld_on_few_answers_stand_in_brackets() -> None:
    settings = read_settings()
    [pilot, *_], day = settings.pilot.wijken, date(2021, 6, 1)
    few = settings.normen.minimum_noemer - 1
    rows = [
        ("zelf_geregeld", day, pilot, 9, few),
        ("zelf_geregeld", date(2023, 6, 1), pilot, 15, few + 1),
        ("zelf_geregeld", date(2023, 6, 1), settings.overige_wijken[0], 10, few),
    ]
    names = ["maatstaf_code", "peil_datum", "wijk", "teller", "noemer"]
    [row] = voorveld_rows(pd.DataFrame(rows, columns=names), settings)
    assert row[1:4] == ("(31% van 29)", "50% van 30", "(34% van 29)")


def test_row_sentence_reads_well() -> None:
    item = comparison(figure(0.12), figure(0.165))
    assert row_sentence(item) == (
        "In juli–september 2023 lager dan in een gemiddeld kwartaal van de nulmeting; in de "
        "andere wijken bleef het ongeveer gelijk."
    )
    same = comparison(figure(0.165), figure(0.165), others=0.19)
    assert row_sentence(same) == (
        "In juli–september 2023 ongeveer gelijk aan een gemiddeld kwartaal van de nulmeting; in "
        "de andere wijken hoger."
    )
    long = describe_change(DUUR, figure(250), figure(250), SETTINGS)
    none = Change(None, None, None, None, False)
    text = row_sentence(Comparison(DUUR, "west", long, none, None, None))
    assert text.startswith(
        "In juli–september 2023 ongeveer even lang als in een gemiddeld kwartaal van de nulmeting"
    )
    inside = comparison(figure(0.15, onder=0.10, boven=0.20), figure(0.165))
    assert "iets lager dan" in row_sentence(inside) and "kan toeval zijn" in row_sentence(inside)


def test_no_sentence_gives_a_verdict() -> None:
    item = comparison(figure(0.12, onder=0.10, boven=0.14), figure(0.165))
    text = " ".join([row_sentence(item), page_sentence(item, read_settings())]).lower()
    for word in ("werkt", "succes", "helaas", "goed nieuws", "significant", "aantoonbaar", "beter"):
        assert word not in text


def test_join_words() -> None:
    assert [join_words(list(text)) for text in ("", "a", "ab", "abc")] == [
        "",
        "a",
        "a en b",
        "a, b en c",
    ]


def test_every_indicator_can_be_shown() -> None:
    for indicator in INDICATORS:
        assert s.show_value(indicator, 1.5)
        assert s.show_difference(indicator, -1.5).startswith(s.MIN)


def test_one_day_is_no_days() -> None:
    assert [s.show_difference(DUUR, days) for days in (-1.2, 1.0, 1.6, -12)] == [
        "\u22121\u00a0dag", "+1\u00a0dag", "+2\u00a0dagen", "\u221212\u00a0dagen"
    ]  # fmt: skip
