"""One question, one answer: what all sentences of an edition claim, set beside each other."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from proeftuin.edition.files import Editie
from proeftuin.gesprek.freeze import compare_rows, current_rows, frozen_comparison
from proeftuin.indicators import INDICATOR, INDICATORS, Indicator
from proeftuin.maps import Keuze
from proeftuin.records import Uitkomst
from proeftuin.results.claims import VERANDERING, Claim, claims_of_change
from proeftuin.results.compare import (
    AFGEROND,
    HOGER,
    LAGER,
    Comparison,
    Figure,
    compare_with_nulmeting,
    describe_change,
    direction,
    quarters_of,
    read_nulmeting_figure,
)
from proeftuin.results.editie import read_cijfers
from proeftuin.results.effect import read_effect, read_ontleding
from proeftuin.sentences.conclusion import conclude
from proeftuin.sentences.effect import (
    effect_sentence,
    short_effect_sentence,
    year_sentence,
)
from proeftuin.sentences.gesprek import effect_reason, since_sentence
from proeftuin.sentences.indicator import (
    change_question,
    difference_reason,
    page_sentence,
    row_sentence,
    short_sentence,
)
from proeftuin.sentences.numbers import Punt, Statement
from proeftuin.sentences.overzicht import first_day_of_verdict, overview_lines
from proeftuin.settings.model import Settings
from proeftuin.ui.kaart import read_change, wijk_sentence
from proeftuin.vocabulary import (
    EFFECTJAAR,
    GEMEENTE,
    INTERN,
    KWARTAAL,
    OPENBAAR,
    OVERIGE,
    PILOT,
    TOTAAL,
)
from tests.lib.edities import small_settings
from tests.lib.gesprekken import EERSTE, TWEEDE, editie

Said = Statement | Punt


def quarter_sentences(source: Editie, settings: Settings) -> Iterator[Said]:
    """What pages, reports and talks say of the quarters of every indicator and wijk."""
    for wijk in settings.wijk_ids:
        for indicator in INDICATORS:
            published = read_cijfers(source, indicator.slug)
            item = compare_with_nulmeting(published, settings, indicator, wijk)
            yield from sentences_of(item, settings)
            rows = current_rows(source, settings, indicator.slug)
            yield row_sentence(frozen_comparison(rows, indicator, wijk, settings))
            for quarter in quarters_of(published, wijk):
                keuze = Keuze(KWARTAAL, quarter.tot)
                change, others = (
                    read_change(published, settings, indicator, keuze, place)
                    for place in (wijk, OVERIGE)
                )
                yield wijk_sentence(indicator, settings.wijk_naam(wijk), change, others, keuze)


def sentences_of(item: Comparison, settings: Settings) -> Iterator[Statement]:
    naam = settings.wijk_naam(item.wijk)
    yield row_sentence(item)
    yield page_sentence(item, settings)
    yield short_sentence(item, settings)
    if item.pilot.woord is not None:
        yield change_question(item)
        yield difference_reason(item, naam)


def year_sentences(source: Editie, settings: Settings) -> Iterator[Said]:
    """What pages, reports and talks say of nulmeting against effectjaar."""
    outcomes = read_effect(source)
    for item in outcomes:
        indicator = INDICATOR[item.slug]
        yield effect_sentence(item, indicator, settings)
        yield short_effect_sentence(item, indicator, settings)
        if item.est is not None:
            yield effect_reason(item, indicator, settings)
        for wijk in settings.wijk_ids:
            keuze = Keuze(EFFECTJAAR, None)
            years = read_change(read_cijfers(source, item.slug), settings, indicator, keuze, wijk)
            rounded = years.woord == AFGEROND
            yield year_sentence(item, indicator, settings, wijk, is_afgerond=rounded)
    yield from overview_lines(
        outcomes, [], settings, source.datastand, first_day_of_verdict(settings)
    )
    found = conclude(outcomes, settings)
    yield from (*found.aangetoond, *found.niet_aangetoond, *found.nog_niet_te_weten)


def contradictions(said: Iterable[Said]) -> list[tuple[Claim, Claim]]:
    """Pairs of claims on the same thing that say something else."""
    first: dict[Claim, Claim] = {}
    found = []
    for claim in (claim for item in said for claim in item.claims):
        about = replace(claim, richting="")
        if first.setdefault(about, claim) != claim:
            found.append((first[about], claim))
    return found


@pytest.mark.langzaam
@pytest.mark.parametrize("audience", [INTERN, OPENBAAR])
@pytest.mark.parametrize("nummer", [EERSTE, TWEEDE])
def test_no_sentence_of_an_edition_contradicts_another(nummer: str, audience: str) -> None:
    source, settings = editie(nummer, audience), small_settings()
    said = [*quarter_sentences(source, settings), *year_sentences(source, settings)]
    assert contradictions(said) == []
    claims = {claim for item in said for claim in item.claims if claim.soort == VERANDERING}
    windows = {claim.na for claim in claims}
    assert settings.vensters.effectjaar in windows and len(windows) > 1, "quarters and years"
    assert {claim.richting for claim in claims} >= {LAGER, HOGER}


@pytest.mark.langzaam
@pytest.mark.parametrize("audience", [INTERN, OPENBAAR])
def test_a_claim_is_what_the_published_figures_say(audience: str) -> None:
    """Quarters from the published cells, years from the effect table, read again."""
    source, settings = editie(EERSTE, audience), small_settings()
    outcomes = {item.slug: item for item in read_effect(source)}
    said = [*quarter_sentences(source, settings), *year_sentences(source, settings)]
    for claim in {claim for item in said for claim in item.claims if claim.soort == VERANDERING}:
        indicator = INDICATOR[claim.slug]
        assert claim.voor == settings.vensters.nulmeting
        if claim.na == settings.vensters.effectjaar:
            before, after = year_values(outcomes[claim.slug], claim.wijk)
            assert claim.richting == direction(indicator, before, after), claim
            continue
        was, now = quarter_figures(source, settings, indicator, claim)
        assert was.status == now.status == "ok"
        assert claim.richting == describe_change(indicator, now, was, settings).woord, claim


@pytest.mark.langzaam
@pytest.mark.parametrize("nummer", [EERSTE, TWEEDE])
def test_no_edition_says_the_opposite_of_the_other(nummer: str) -> None:
    """What the openbaar edition says went down, the intern one never says went up."""
    settings = small_settings()
    ways: dict[Claim, set[str]] = {}
    for audience in (INTERN, OPENBAAR):
        source = editie(nummer, audience)
        said = [*quarter_sentences(source, settings), *year_sentences(source, settings)]
        for claim in (claim for item in said for claim in item.claims):
            if claim.soort == VERANDERING:
                ways.setdefault(replace(claim, richting=""), set()).add(claim.richting)
    assert [claim for claim, said in ways.items() if {LAGER, HOGER} <= said] == []
    assert any(AFGEROND in said and said & {LAGER, HOGER} for said in ways.values())


@pytest.mark.langzaam
@pytest.mark.parametrize("nummer", [EERSTE, TWEEDE])
def test_no_quarter_of_any_area_goes_the_other_way(nummer: str) -> None:
    """Every quarter that a page can show, also of the others together and of the gemeente."""
    settings = small_settings()
    hidden = 0
    for indicator, wijk in product(INDICATORS, (*settings.wijk_ids, OVERIGE, GEMEENTE)):
        ways: dict[date, set[str | None]] = {}
        for audience in (INTERN, OPENBAAR):
            published = read_cijfers(editie(nummer, audience), indicator.slug)
            before = read_nulmeting_figure(published, settings, indicator, wijk)
            for now in quarters_of(published, wijk):
                change = describe_change(indicator, now, before, settings)
                ways.setdefault(now.tot, set()).add(change.woord)
        assert [day for day, said in ways.items() if {LAGER, HOGER} <= said] == []
        hidden += sum(AFGEROND in said for said in ways.values())
    assert hidden


@pytest.mark.langzaam
@pytest.mark.parametrize("nummer", [EERSTE, TWEEDE])
def test_no_edition_sets_west_apart_the_other_way(nummer: str) -> None:
    settings = small_settings()
    for indicator in INDICATORS:
        intern, openbaar = (
            compare_with_nulmeting(
                read_cijfers(editie(nummer, audience), indicator.slug), settings, indicator, "west"
            )
            for audience in (INTERN, OPENBAAR)
        )
        if intern.verschil is not None and openbaar.verschil and not openbaar.is_afgerond:
            assert intern.verschil * openbaar.verschil > 0, indicator.slug


def year_values(outcome: Uitkomst, wijk: str) -> tuple[float, float]:
    found = next(item for item in outcome.wijken if item.wijk == wijk)
    assert found.status_nulmeting == found.status_effectjaar == "ok"
    assert found.nulmeting is not None and found.effectjaar is not None
    return found.nulmeting, found.effectjaar


def quarter_figures(
    source: Editie, settings: Settings, indicator: Indicator, claim: Claim
) -> tuple[Figure, Figure]:
    published = read_cijfers(source, claim.slug)
    before = read_nulmeting_figure(published, settings, indicator, claim.wijk)
    now = next(item for item in quarters_of(published, claim.wijk) if item.tot == claim.na[1])
    assert before is not None
    return before, now


@pytest.mark.langzaam
def test_the_costs_taken_apart_add_up_to_the_change_in_the_effect_table() -> None:
    source = editie(EERSTE, INTERN)
    costs = next(item for item in read_effect(source) if item.slug == "kosten_per_1000")
    total = next(
        item for item in read_ontleding(source) if (item.groep, item.factor) == (PILOT, TOTAAL)
    )
    assert costs.d_pilot == pytest.approx(total.bijdrage_eur)


@pytest.mark.langzaam
def test_what_happened_since_a_talk_claims_the_two_quarters() -> None:
    settings = small_settings()
    then, now = (
        current_rows(editie(nummer, INTERN), settings, "verblijf") for nummer in (EERSTE, TWEEDE)
    )
    verloop = compare_rows(then, now, "verblijf", "west", settings)
    said = since_sentence(INDICATOR["verblijf"], "West", verloop)
    assert verloop.toen is not None and verloop.nu is not None
    for claim in said.claims:
        assert claim.voor == (verloop.toen.van, verloop.toen.tot)
        assert claim.na == (verloop.nu.van, verloop.nu.tot)


def test_a_contradiction_is_seen() -> None:
    indicator = INDICATOR["trajectduur"]
    before = Figure("west", date(2021, 1, 1), date(2021, 12, 31), "ok", 250.0)
    now = Figure("west", date(2022, 10, 1), date(2023, 9, 30), "ok", 200.0)
    shorter = claims_of_change(indicator, describe_change(indicator, now, before, small_settings()))
    later = replace(now, waarde=251)
    same = claims_of_change(indicator, describe_change(indicator, later, before, small_settings()))
    said = [Statement("Korter.", shorter), Statement("Even lang.", same)]
    assert contradictions(said) == [(shorter[0], same[0])]
    assert contradictions(said[:1] * 2) == []
