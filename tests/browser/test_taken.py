"""Ten things a first-time user comes for, from the overview: how many clicks each takes.

At most two to see, three to take something along; a press of a key that stands for a click counts
too. Every click is on what is shown: an element that is hidden or covered cannot be clicked.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from proeftuin.cli.voorbeelden import add_examples
from proeftuin.vocabulary import ROL_INTERN
from tests.browser.test_gesprek import Server
from tests.lib.browser.toegankelijk import Kijker, Staat
from tests.lib.browser.venster import Visit
from tests.lib.browser.wachten import runs_of
from tests.lib.edities import copy_of, published, root, small_settings

pytest_plugins = ("tests.lib.editie_fixture",)
pytestmark = pytest.mark.browser
ZIEN, MEENEMEN = 2, 3


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    data = copy_of(published(), root() / "taken-browser")
    add_examples(data, small_settings(), 1, lambda text: None)
    made = Server(data)
    yield made
    made.stop()


class Gebruiker:
    """Someone who starts at the overview and is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, item: Locator) -> None:
        item.first.click()
        self.clicks += 1
        runs_of(self.page).wait()

    def choose(self, naam: str) -> None:
        """A page in the menu."""
        link = self.page.get_by_test_id("stSidebarNavLink").get_by_text(naam, exact=True)
        self.click(link)
        expect(self.page.get_by_role("heading", name=naam, level=1)).to_be_visible()

    def take(self, knop: str) -> Path:
        """The file that a button gives."""
        with self.page.expect_download() as waiting:
            self.click(self.page.get_by_role("button", name=knop, exact=True))
        return Path(waiting.value.suggested_filename)

    def reads(self, words: str) -> None:
        """What stands on the page, wherever."""
        main = self.page.locator(".stMain")
        expect(main).to_contain_text(re.compile(words, re.IGNORECASE | re.DOTALL))


def look_at_waiting(who: Gebruiker) -> None:
    """How long do children wait, beside the nulmeting?"""
    who.click(who.page.get_by_role("link", name=re.compile("^Wachttijd, West")))
    who.reads(r"Nulmeting West\W*\d+\sdagen")


def judge_terugval(who: Gebruiker) -> None:
    """Can terugval be judged already, and from when?"""
    who.reads(r"Terugval.{0,60}(nog te vroeg|kan toeval zijn|meer dan toeval)")
    who.click(who.page.get_by_role("link", name=re.compile("^Terugval, West")))
    who.reads("lang genoeg gevolgd|in West: ")


def take_slide(who: Gebruiker) -> None:
    """A slide of verblijf for tomorrow."""
    who.choose("Verblijf")
    who.click(who.page.get_by_role("button", name=re.compile("^Bewaren")))
    assert who.take("Download dia").suffix == ".pptx"


def ask_what_stapeling_is(who: Gebruiker) -> None:
    """What is stapeling?"""
    who.click(who.page.get_by_role("link", name=re.compile("^Stapeling, West")))
    who.click(who.page.get_by_text("Wat telt mee?"))
    expect(who.page.get_by_text("twee of meer lopende trajecten").first).to_be_visible()


def share_what_is_seen(who: Gebruiker) -> None:
    """Send a colleague what is on the screen."""
    who.choose("Verblijf")
    who.click(who.page.get_by_role("button", name=re.compile("^Bewaren")))
    who.click(who.page.get_by_role("button", name="Kopieer link"))
    expect(who.page.get_by_text(re.compile("gekopieerd", re.IGNORECASE)).first).to_be_visible()


def rank_wijken(who: Gebruiker) -> None:
    """Which wijk changed most, and is it chance?"""
    who.choose("Trajectduur")
    who.click(who.page.get_by_text("Voor en na vergelijken"))
    who.reads("Meer dan toeval\\?")


def follow_the_budget(who: Gebruiker) -> None:
    """What is left per post, and is it on course?"""
    who.click(who.page.get_by_role("link", name="Per post, en op koers of niet"))
    table = who.page.get_by_role("table").filter(has_text="Deel besteed").first
    expect(table).to_contain_text("Verwacht einde jaar")
    expect(table).to_be_in_viewport()


def take_the_minutes(who: Gebruiker) -> None:
    """The minutes of the last conversation, on paper."""
    who.choose("Gesprekken")
    who.click(who.page.get_by_role("button", name=re.compile("^Wijkgesprek West, juli")))
    assert who.take("Download PDF").suffix == ".pdf"


def look_as_a_partner(who: Gebruiker) -> None:
    """What do partners see of this?"""
    who.click(who.page.get_by_role("button", name="Bekijk als partner"))
    who.reads("U kijkt mee als partner")
    who.click(who.page.get_by_role("button", name="Terug naar uw rol"))


def lay_two_beside(who: Gebruiker) -> None:
    """Two figures side by side."""
    who.choose("Verblijf")
    who.click(who.page.locator(".stMain").get_by_role("link", name="Wachttijd", exact=True))
    expect(who.page.get_by_role("img", name=re.compile("Lijngrafiek van wachttijd"))).to_have_count(
        1
    )


TAKEN: tuple[tuple[Callable[[Gebruiker], None], int], ...] = (
    (look_at_waiting, ZIEN),
    (judge_terugval, ZIEN),
    (take_slide, MEENEMEN),
    (ask_what_stapeling_is, ZIEN),
    (share_what_is_seen, MEENEMEN),
    (rank_wijken, ZIEN),
    (follow_the_budget, ZIEN),
    (take_the_minutes, MEENEMEN),
    (look_as_a_partner, ZIEN),
    (lay_two_beside, ZIEN),
)


@pytest.mark.parametrize(("taak", "hoogstens"), TAKEN, ids=[taak.__name__ for taak, _ in TAKEN])
def test_a_task_takes_few_clicks(
    taak: Callable[[Gebruiker], None],
    hoogstens: int,
    browser: Browser,
    server: Server,
    address: str,
) -> None:
    page = Kijker(browser, server.address).open(Staat("", "overzicht", ROL_INTERN))
    if taak is look_as_a_partner:  # a role given by a cookie cannot be laid down
        page = Visit(browser, address).open("overzicht")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    who = Gebruiker(page)
    taak(who)
    assert 0 < who.clicks <= hoogstens
