"""The page Uitkomsten: every criterium, what measures it, what is not there and whom to ask."""

from dataclasses import replace
from pathlib import Path

import pytest

from proeftuin.edition.effect import check_evaluatie
from proeftuin.errors import SettingsError
from proeftuin.indicators import INDICATORS
from proeftuin.results import Comparison
from proeftuin.results.compare import Change, Figure
from proeftuin.sentences import ask_for
from proeftuin.settings import Criterium, Settings, read_settings
from proeftuin.settings.checks import check_settings
from proeftuin.ui import uitkomsten
from proeftuin.vocabulary import NIET_GELEVERD, TE_KLEIN
from tests.pages.test_pages import html_text, open_page

pytest_plugins = ("tests.lib.editie_fixture",)
SETTINGS = read_settings()


def test_page_names_every_criterium_its_figures_and_what_lacks(app_data: Path) -> None:
    app = open_page("uitkomsten")
    text = html_text(app)
    for criterium in SETTINGS.budget.criterium:
        assert criterium.naam in text
        for item in criterium.ontbreekt:
            assert f"{item.wat}." in text and item.vraag in text
    assert "niet gemeten" in text and "Zonder hulp verder" in text


def test_what_is_not_delivered_is_named_and_never_zero(
    app_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compare(context: object, slug: str, wijk: str) -> Comparison:
        indicator = next(item for item in INDICATORS if item.slug == slug)
        nothing = Change(None, None, None, None, False)
        return Comparison(indicator, wijk, nothing, nothing, None, None)

    monkeypatch.setattr(uitkomsten, "compare_slug", compare)
    text = html_text(open_page("uitkomsten"))
    assert "niet geleverd" in text and "Vraag de aanbieders om de uitkomsten" in text
    assert "Wat telt mee:" not in text


def test_only_not_delivered_is_missing() -> None:
    indicator = next(item for item in INDICATORS if item.slug == "tevredenheid")
    nothing = Change(None, None, None, None, False)
    van, tot = SETTINGS.vensters.nulmeting
    for status, missing in ((NIET_GELEVERD, True), (TE_KLEIN, False)):
        latest = Figure("west", van, tot, status)
        found = Comparison(indicator, "west", nothing, nothing, latest, None)
        assert uitkomsten.is_missing(found) is missing


@pytest.mark.parametrize(
    "indicator", [item for item in INDICATORS if item.heeft_wijkwaarde], ids=lambda item: item.slug
)
def test_every_figure_a_criterium_can_name_says_whom_to_ask(indicator: object) -> None:
    assert ask_for(indicator).startswith("Vraag ")  # type: ignore[arg-type]


def with_criterium(criterium: Criterium) -> Settings:
    return replace(SETTINGS, budget=replace(SETTINGS.budget, criterium=(criterium,)))


def test_a_criterium_that_cannot_be_shown_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"budget\.criterium\[1\].*ontbreekt"):
        check_settings(with_criterium(Criterium("Leeg")))
    with pytest.raises(SettingsError, match=r"budget\.criterium\[1\]\.indicatoren.*bestaat niet"):
        check_evaluatie(with_criterium(Criterium("Onbekend", ("tevreden",))))
    with pytest.raises(SettingsError, match="geen waarde per wijk"):
        check_evaluatie(with_criterium(Criterium("Ervaring", ("ervaring",))))
