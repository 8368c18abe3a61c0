"""The proposed agenda: what gives a reason, in which order, and the same every time."""

from dataclasses import dataclass, replace

import pytest

from proeftuin.edition.files import Editie
from proeftuin.gesprek import propose as gesprek_agenda
from proeftuin.gesprek.propose import ACTIE, RIJP, SIGNAAL, VAST, VERSCHIL, propose_agenda
from proeftuin.indicators import INDICATOR
from proeftuin.records import Signaal
from proeftuin.results.compare import Figure, compare_with_nulmeting
from proeftuin.results.editie import read_cijfers
from proeftuin.results.effect import read_effect, read_signalen
from proeftuin.sentences.gesprek import STANDAARD, next_quarters, quarter_day, quarter_text
from proeftuin.vocabulary import NOG_NIET_RIJP, OK
from tests.lib.edities import small_settings
from tests.lib.gesprekken import EERSTE, TWEEDE, editie


@dataclass(frozen=True)
class Afspraak:
    tekst: str
    eigenaar: str
    kwartaal_gereed: str
    slug: str | None


DUE = Afspraak("Elke maand de wachtlijst doorlopen", "Sociaal Wijkteam West", "2024-Q1", "verblijf")
LATER = Afspraak("Iets voor later", "Gemeente", "2024-Q2", "stapeling")
LOS = Afspraak("Een folder maken", "Gemeente", "2023-Q4", None)


def propose(**extra: object) -> tuple[gesprek_agenda.Voorstel, ...]:
    return propose_agenda(editie(TWEEDE, "intern"), small_settings(), "west", "2024-Q1", **extra)  # type: ignore[arg-type]


def test_due_actions_come_first_and_later_ones_wait() -> None:
    found = propose(acties=(DUE, LATER, LOS))
    assert [(item.slug, item.soorten[0]) for item in found[:2]] == [
        ("verblijf", ACTIE),
        (None, ACTIE),
    ]
    assert (
        "Sociaal Wijkteam West" in found[0].aanleiding
        and "januari–maart 2024" in found[0].aanleiding
    )
    assert all("later" not in item.aanleiding for item in found)


def test_the_same_edition_gives_the_same_agenda_each_indicator_once() -> None:
    first = propose(acties=(DUE, LOS), vorige=editie(EERSTE, "intern"))
    assert first == propose(acties=(DUE, LOS), vorige=editie(EERSTE, "intern"))
    slugs = [item.slug for item in first if item.slug]
    assert len(slugs) == len(set(slugs))
    assert all(item.aanleiding for item in first)


@pytest.mark.parametrize("soort", ["driehoek", "aanbieder"])
def test_internal_talks_keep_their_standing_parts_in_order(soort: str) -> None:
    found = [item for item in propose(soort=soort) if VAST in item.soorten]
    expected = [punt.slug for punt in STANDAARD[soort]]
    assert [item.slug for item in found] == expected
    assert [item.punt for item in found] == [punt.soort for punt in STANDAARD[soort]]
    assert {item.titel for item in found if item.punt == "prognose"} == {
        "Prognose van het lopende jaar"
    }
    assert all(slug in INDICATOR for slug in expected if slug)


def test_the_talk_with_an_aanbieder_covers_the_parts_of_the_council_papers() -> None:
    parts = [punt.deel for punt in STANDAARD["aanbieder"]]
    assert list(dict.fromkeys(parts)) == [
        *("Toewijzingen", "Declaraties", "Toegewezen en gedeclareerd", "In- en uitstroom"),
        "Prognose",
    ]
    assert {punt.deel for punt in STANDAARD["driehoek"]} == {"Beleid", "Uitvoering", "Financiën"}


def test_a_signal_is_a_question_and_an_old_one_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = quarter_day("2023-Q4")
    new = Signaal("instroom", "west", quarter_day("2023-Q3"), now, "buiten", 30.0, 9.0, 5.0, 13.0)
    old = replace(new, slug="uitstroom", tot=quarter_day("2022-Q4"))
    elsewhere = replace(new, slug="uitval", wijk="zuid")
    monkeypatch.setattr(gesprek_agenda, "read_signalen", lambda _: (old, elsewhere, new))
    marked = [item for item in propose() if SIGNAAL in item.soorten]
    assert [item.slug for item in marked] == ["instroom"]
    assert marked[0].aanleiding.splitlines()[0].endswith("?")
    assert read_signalen is not gesprek_agenda.read_signalen


def test_differences_are_the_largest_ones_outside_the_margin() -> None:
    settings, source = small_settings(), editie(TWEEDE, "intern")
    shown = [item.slug for item in propose() if VERSCHIL in item.soorten]
    whole_years = {
        item.slug for item in read_effect(source) if gesprek_agenda._effect_size(item) >= 0.5
    }
    assert 0 < len(shown) <= 3
    for slug in shown:
        change = compare_with_nulmeting(
            read_cijfers(source, str(slug)), settings, INDICATOR[str(slug)], "west"
        )
        is_clear = change.pilot.woord in ("lager", "hoger") and not change.pilot.in_marge
        assert slug in whole_years or is_clear


def test_what_became_ripe_since_the_edition_before_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tot = quarter_day("2022-Q4")
    young = Figure("west", quarter_day("2022-Q3"), tot, NOG_NIET_RIJP, rijp=20.0, totaal=60.0)
    ripe = replace(young, status=OK, waarde=0.1)

    def quarters(source: Editie, slug: str, wijk: str) -> list[Figure]:
        return [ripe if source.id == TWEEDE or slug == "terugval_90" else young]

    monkeypatch.setattr(gesprek_agenda, "_quarters", quarters)
    found = {
        item.slug: item.aanleiding
        for item in propose(vorige=editie(EERSTE, "intern"))
        if RIJP in item.soorten
    }
    assert "terugval" in found and "terugval_90" not in found
    assert "oktober–december 2022 was bij het vorige gesprek nog te vroeg" in found["terugval"]
    assert not [item for item in propose(vorige=editie(TWEEDE, "intern")) if RIJP in item.soorten]
    assert not [item for item in propose() if RIJP in item.soorten]


def test_quarter_codes_follow_each_other_over_the_year() -> None:
    assert next_quarters("2023-Q3", 3) == ("2023-Q3", "2023-Q4", "2024-Q1")
    assert quarter_text("2023-Q4") == "oktober–december 2023" and quarter_text("onzin") == "onzin"
