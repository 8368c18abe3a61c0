"""Help in a real browser, by keyboard: the tour, the search, the legend, and where focus goes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from proeftuin.cli.voorbeelden import add_examples
from tests.browser.test_app import browser
from tests.browser.test_gesprek import Deelnemer, Server
from tests.lib.edities import copy_of, published, root, small_settings

__all__ = ["browser"]
pytestmark = pytest.mark.browser
ACTIVE = "() => document.activeElement.innerText"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    data = copy_of(published(), root() / "hulp-browser")
    add_examples(data, small_settings(), 1, lambda text: None)
    made = Server(data)
    yield made
    made.stop()


def test_tour_search_and_legend_by_keyboard(browser: Browser, server: Server) -> None:
    who = Deelnemer(browser, server.address, "intern")
    page = who.page
    who.runs.goto(f"{server.address}/overzicht")
    tour = page.locator(".rondleiding")
    page.get_by_role("button", name="Rondleiding van een minuut").press("Enter")
    for _ in range(4):
        assert page.evaluate(ACTIVE) == "Volgende"
        page.keyboard.press("Enter")
    assert page.evaluate(ACTIVE) == "Sluiten" and "leg" in tour.inner_text()
    page.keyboard.press("Enter")
    expect(tour).to_be_hidden()
    assert page.evaluate(ACTIVE) == "Overzicht"
    who.runs.goto(f"{server.address}/overzicht")
    expect(tour).to_be_hidden()  # the browser remembers

    box = page.get_by_label("Zoek een cijfer, begrip of bladzijde")
    box.fill("stapeling")
    box.press("Enter")
    found = page.locator(".gevonden a")
    expect(found.first).to_be_visible()
    page.locator('.gevonden a[href*="#cijfer-stapeling"]').press("Enter")
    expect(page.get_by_role("heading", name="Begrippen", level=1)).to_be_visible()
    assert page.url.endswith("/begrippen#cijfer-stapeling")
    who.rest()

    page.get_by_role("button", name="Wat is dit?").press("Enter")
    legend = page.get_by_role("dialog")
    expect(legend.get_by_text("De wijk van de proeftuin.")).to_be_visible()
    assert legend.locator("img").count() == 6
    page.keyboard.press("Escape")
    expect(legend).to_be_hidden()


def test_focus_stays_in_the_conversation(browser: Browser, server: Server) -> None:
    who = Deelnemer(browser, server.address, "intern")
    page = who.open()

    def press(name: str) -> None:
        page.get_by_role("button", name=name).first.press("Enter")
        who.rest()

    press("Wijkgesprek West, juli–september 2023 (synthetisch)")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_text("Houden", exact=True).click()
    who.rest()
    for active in ("Volgende", "Vorige"):  # at the last point there is no next
        press("Volgende")
        expect(page.get_by_role("button", name=active, exact=True)).to_be_focused()
    press("← Alle gesprekken")
    expect(page.get_by_role("heading", name="Gesprekken", level=1)).to_be_focused()
