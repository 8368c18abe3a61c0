"""The map in a real browser: it draws, nothing leaves the machine, a click selects a wijk."""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.lib.browser.bureau import sit_at_desk
from tests.lib.browser.venster import CHROMIUM
from tests.lib.browser.wachten import KAART, click_wijk, runs_of, wait_until

pytest_plugins = ("tests.lib.editie_fixture",)
pytestmark = pytest.mark.browser
PLAIN = ["--no-sandbox", "--disable-background-networking"]
WEBGL = [*PLAIN, "--enable-unsafe-swiftshader", "--use-gl=angle", "--use-angle=swiftshader"]
PILOT = (11, 79, 158)


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=WEBGL)
    yield chromium
    chromium.close()


@cache
def context_of(browser: Browser, address: str) -> BrowserContext:
    """One context per browser: a next page finds Streamlit's scripts in its cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
    sit_at_desk(context, address)
    return context


def open_map(browser: Browser, address: str, query: str = "") -> tuple[Page, list[str]]:
    """The map page with its table shown, and every address the browser asked for."""
    page = context_of(browser, address).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    runs_of(page).goto(f"{address}/kaart{query}")
    expect(page.locator(".tabel.rapport")).to_be_visible()
    return page, asked


def pixels_of(page: Page) -> dict[tuple[int, int, int], int]:
    """How often each colour occurs on the map."""
    image = Image.open(BytesIO(page.locator(KAART).first.screenshot())).convert("RGB")
    found = image.getcolors(image.width * image.height) or []
    return {colour: count for count, colour in found if isinstance(colour, tuple)}  # type: ignore[misc]


def wait_for_drawing(page: Page) -> dict[tuple[int, int, int], int]:
    """The colours of the map once the outline of the pilot stands on it."""
    colours: dict[tuple[int, int, int], int] = {}

    def is_drawn() -> bool:
        colours.clear()
        colours.update(pixels_of(page))
        return colours.get(PILOT, 0) > 500

    wait_until(is_drawn, "the drawing of the map", lambda: page.wait_for_timeout(100))
    return colours


def test_the_map_draws_and_nothing_leaves_the_machine(browser: Browser, address: str) -> None:
    page, asked = open_map(browser, address)
    colours = wait_for_drawing(page)
    assert len([colour for colour, count in colours.items() if count > 2000]) >= 3
    outside = [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    assert not outside
    for naam in ("Inzoomen", "Uitzoomen"):
        expect(page.locator(f'{KAART} button[title="{naam}"]')).to_have_count(1)
    label = page.locator(KAART).first.get_attribute("aria-label") or ""
    assert label.startswith("Kaart van Zwolle, trajectduur") and "Zuid" in label
    page.close()


def test_a_click_on_a_wijk_puts_it_in_the_address(browser: Browser, address: str) -> None:
    page, _ = open_map(browser, address, "?cijfer=verblijf")
    wait_for_drawing(page)
    click_wijk(page, "Zuid", 0.5, 0.82)
    expect(page.locator(".zin").first).to_contain_text("Verblijf in Zuid")
    page.wait_for_url(re.compile(r"wijk=zuid"))
    assert "cijfer=verblijf" in page.url
    again, _ = open_map(browser, page.url.split("?")[0].removesuffix("/kaart"), "?wijk=Zuid")
    expect(again.locator(".zin").first).to_contain_text("in Zuid")
    for opened in (page, again):
        opened.close()


def test_without_webgl_the_table_still_says_it_all(playwright: Playwright, address: str) -> None:
    blind = playwright.chromium.launch(
        executable_path=CHROMIUM, args=[*PLAIN, "--disable-gpu", "--disable-3d-apis"]
    )
    page, _ = open_map(blind, address)
    table = page.locator(".tabel.rapport")
    for naam in ("Midden", "Oost", "Noord", "West", "Zuid"):
        expect(table).to_contain_text(naam)
    expect(page.locator("body")).to_contain_text("Ziet u geen kaart?")
    blind.close()
