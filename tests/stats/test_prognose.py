"""The arithmetic of the prognose by hand, its interval, and what is said of it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proeftuin.records import DEKKING, Terugblik
from proeftuin.records import Raming as Gelezen
from proeftuin.results import Prognose
from proeftuin.sentences.prognose import (
    DEEL_NAAM,
    basis_sentence,
    difference_sentence,
    list_oorzaken,
    prognose_sentence,
    show_amount,
    show_interval,
    terugblik_sentence,
)
from proeftuin.settings.read import read_settings
from proeftuin.stats import prognose as stats
from proeftuin.stats.prognose import (
    Jaarraming,
    Reeks,
    chain_compleet,
    estimate_declaraties,
    estimate_toewijzingen,
    interval,
    look_back,
    measure_dekking,
    past_peilen,
)

MAANDEN = 36


def steady(peil: int = 29) -> Reeks:
    """Months of 30 days: 300 traject days of 10 euros each, all declared; 400 euros assigned."""
    months = np.arange(MAANDEN)
    known = (months <= peil).astype(float)
    plan = np.zeros((3, MAANDEN + 1, MAANDEN))
    plan[0, 0] = 4000.0 * known
    quarters = np.where((months % 3 == 2) & (months <= peil), 1000.0, 0.0)
    return Reeks(
        dagen=np.full(MAANDEN, 30.0),
        gedeclareerd=3000.0 * known,
        zonder_toewijzing=np.zeros(MAANDEN),
        traject_dagen=300.0 * known,
        gedeclareerde_dagen=270.0 * known,
        plan=plan,
        geeindigd_eur=quarters,
        verzilverd_eur=0.75 * quarters,
    )


def test_a_steady_gemeente_is_estimated_exactly_by_both_routes() -> None:
    """12 x 3000 euros; assigned 12 x 4000, of which 3 in 4 is declared."""
    first = estimate_declaraties(steady(), 29, 2, np.ones(3))
    second = estimate_toewijzingen(steady(), 29, 2)
    assert first is not None and second is not None
    assert first.totaal == pytest.approx(36_000) and second.totaal == pytest.approx(36_000)
    assert first.delen["gedeclareerd"].sum() == pytest.approx(18_000)
    assert first.delen["rest_jaar"].sum() == pytest.approx(18_000)
    assert second.delen["onbenut"].sum() == pytest.approx(-12_000)
    assert second.verzilvering == pytest.approx(0.75)


def test_what_is_still_missing_is_added_whatever_came_in() -> None:
    """Only 25, 60 and 85% came in of the last three months: back to 3000 a month."""
    reeks, compleet = steady(), np.array([0.25, 0.60, 0.85])
    late = reeks.gedeclareerd.copy()
    late[[29, 28, 27]] *= compleet
    thin = replace(reeks, gedeclareerd=late)
    whole = estimate_declaraties(thin, 29, 2, compleet)
    assert whole is not None and whole.totaal == pytest.approx(36_000)
    assert whole.delen["nog_te_declareren"].sum() == pytest.approx(3000 * (0.75 + 0.40 + 0.15))
    assert whole.open_eur == pytest.approx(9 * 3000)
    strict = estimate_declaraties(thin, 29, 2, None)
    assert strict is not None and strict.totaal == pytest.approx(36_000)
    assert strict.delen["gedeclareerd"][3:].sum() == 0
    dearer = estimate_declaraties(replace(thin, gedeclareerd=late + 100), 29, 2, compleet)
    assert dearer is not None and dearer.totaal > whole.totaal


def test_completeness_from_the_levering_compares_with_whole_months() -> None:
    reeks = steady()
    days = reeks.gedeclareerde_dagen.copy()
    days[[29, 28, 27]] = 270 * np.array([0.2, 0.5, 1.2])
    found = measure_dekking(replace(reeks, gedeclareerde_dagen=days), 29)
    assert found is not None and found.tolist() == pytest.approx([0.2, 0.5, 1.0])
    assert measure_dekking(replace(reeks, gedeclareerde_dagen=days * 0.1), 29) is None
    assert measure_dekking(reeks, 10) is None


def test_completeness_from_earlier_standen() -> None:
    """Two standen; at age 0 they knew 20 of 100 and 40 of 100, so 30%; a third is too young."""
    now = np.full(MAANDEN, 100.0)
    standen = {}
    for peil, young in ((20, [20.0, 50, 80]), (23, [40.0, 70, 90]), (28, [0.0, 0, 0])):
        known = now.copy()
        known[[peil, peil - 1, peil - 2]] = young
        standen[peil] = known
    found = chain_compleet(standen, now, 29)
    assert found is not None and found.tolist() == pytest.approx([0.3, 0.6, 0.85])
    assert chain_compleet({20: now}, now, 29) is None
    assert chain_compleet(standen, np.zeros(MAANDEN), 29) is None


def test_past_peilen_are_quarter_ends_of_whole_years() -> None:
    assert past_peilen(12, 29) == [14, 17, 20, 23]
    assert past_peilen(0, 25) == [2, 5, 8, 11]  # the year before has no three months behind it
    assert past_peilen(13, 29) == []


@given(st.lists(st.floats(-0.4, 0.4), min_size=8, max_size=20), st.floats(0, 1e6))
def test_the_interval_holds_every_earlier_error(errors: list[float], open_eur: float) -> None:
    raming = Jaarraming({"rest_jaar": np.full(12, 1e6)}, open_eur)
    past = [stats.Jaarterugblik(5, 100.0, 100.0 + 50.0 * error, 50.0) for error in errors]
    found = interval(raming, past)
    assert found is not None
    for error in [*errors, 0.0]:
        assert found[0] - 1e-6 <= raming.totaal + error * open_eur <= found[1] + 1e-6
    assert interval(raming, past[:7]) is None


def test_looking_back_compares_with_the_year_itself() -> None:
    reeks = steady()
    raming = Jaarraming({"rest_jaar": np.full(12, 2500.0)}, 10_000.0)
    item = look_back(reeks, 17, raming, is_vastgelegd=False)
    assert (item.werkelijk_eur, item.raming_eur) == (36_000, 30_000)
    assert item.fout_aandeel == pytest.approx(0.6)


def test_without_the_months_needed_there_is_no_estimate() -> None:
    reeks = steady()
    assert estimate_declaraties(reeks, 7, 0, None) is None
    assert estimate_toewijzingen(reeks, 11, 0) is None
    nothing = replace(reeks, geeindigd_eur=np.zeros(MAANDEN))
    assert estimate_toewijzingen(nothing, 29, 2) is None
    gap = reeks.traject_dagen.copy()
    gap[25] = 0
    assert estimate_declaraties(replace(reeks, traject_dagen=gap), 29, 2, None) is None


def gelezen(route: str = "declaraties", **anders: object) -> Gelezen:
    from datetime import date

    delen = {"gedeclareerd": (1e6,) * 6 + (0.0,) * 6, "rest_jaar": (0.0,) * 6 + (1e6,) * 6}
    if route == "toewijzingen":
        delen = {
            "volledig": (2e6,) * 6 + (0.0,) * 6,
            "lopend": (0.0,) * 6 + (2e6,) * 6,
            "onbenut": (-0.9e6,) * 12,
            "zonder_bedrag": (0.0,) * 12,
        }
    basis = Gelezen(
        *("gemeente", route, 2023, date(2023, 6, 30), 12e6, 11e6, 13.5e6, 6e6, 16, DEKKING),
        *(0.25, 0.6, 0.85, None if route == "declaraties" else 0.55, 100, 4, 7, delen),
    )
    return replace(basis, **anders)  # type: ignore[arg-type]


def test_amounts_are_short_and_never_lose_their_sign() -> None:
    assert show_amount(38_642_921) == "€\u00a038,6\u00a0miljoen"
    assert show_amount(999_600) == "€\u00a01,0\u00a0miljoen"
    assert show_amount(-741_234) == "\u2212€\u00a0741.000"
    assert show_amount(1_177) == "€\u00a01.200" and show_amount(-3) == "€\u00a00"


def test_sentences_say_the_amounts_the_margin_and_the_difference() -> None:
    settings = read_settings()
    first = gelezen()
    second = gelezen("toewijzingen", raming_eur=13.2e6, onder_eur=None, boven_eur=None)
    both = Prognose("gemeente", first, second, ())
    text = prognose_sentence(both, settings).replace("\u00a0", " ")
    assert "€ 12,0 miljoen volgens de declaraties (marge € 11,0 miljoen tot" in text
    assert "€ 13,2 miljoen volgens de toewijzingen. Voor een marge zijn er te weinig" in text
    gap = difference_sentence(both).replace("\u00a0", " ")
    assert "€ 1,2 miljoen hoger (10,0%)" in gap and "tot en met 30 juni 2023" in gap
    assert difference_sentence(Prognose("gemeente", first, None, ())) == ""
    assert "25%, 60% en 85%" in basis_sentence(first)
    assert "niet te zien" in basis_sentence(
        replace(first, compleet_0=None, compleet_1=None, compleet_2=None, basis="geen")
    )
    assert show_interval(second) == "geen marge: 16 eerdere ramingen"
    [reason] = list_oorzaken(both)
    assert reason.naam == DEEL_NAAM["onbenut"] and "55,0%" in reason.zin
    assert "€ 240.000" in reason.zin.replace("\u00a0", " ")  # 1% of 24 million assigned


def test_looking_back_in_words_counts_dearer_years() -> None:
    day = gelezen().peil
    past = tuple(
        Terugblik("gemeente", "declaraties", day, 100.0, 100.0 + error, 50.0, False)
        for error in (-2.0, 1.0, 7.0)
    )
    text = terugblik_sentence(Prognose("gemeente", gelezen(), None, past), "declaraties")
    assert "2 keer duurder" in text and "1 keer goedkoper" in text
    assert "middelste afwijking was 2,0%" in text and "+7,0%" in text
    empty = terugblik_sentence(Prognose("gemeente", gelezen(), None, ()), "declaraties")
    assert "nog geen eerder jaar" in empty
