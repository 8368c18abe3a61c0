"""States of pages and help, for who does not see, has no mouse, or reads on paper.

The pages themselves: test_app.py and test_smal.py.
"""

from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from proeftuin.cli.voorbeelden import add_examples
from proeftuin.vocabulary import ROL_INTERN, ROL_OPENBAAR
from tests.browser.test_gesprek import FOCUS, Deelnemer, Server
from tests.lib.browser.toegankelijk import STATEN, Kijker, Staat, find_faults
from tests.lib.browser.wachten import runs_of
from tests.lib.edities import copy_of, published, root, small_settings

pytestmark = pytest.mark.browser
A4 = (595, 842)
ACTIVE = "() => document.activeElement.innerText"
# Tab goes on where it is: an element of the page, or the browser itself after the last one.
PLACE = """() => { const item = document.activeElement;
  return item === document.body ? -1 : [...document.querySelectorAll('*')].indexOf(item) }"""
NAME = """() => { const item = document.activeElement;
  const labels = [...(item.labels || [])].map(label => label.innerText).join(' ');
  return item.getAttribute('aria-label') || item.innerText || labels || item.title || '' }"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    data = copy_of(published(), root() / "hulp-browser")
    add_examples(data, small_settings(), 1, lambda text: None)
    made = Server(data)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def kijker(browser: Browser, server: Server) -> Iterator[Kijker]:
    yield Kijker(browser, server.address)


@pytest.mark.parametrize("staat", STATEN, ids=lambda staat: staat.naam)
def test_a_state_of_a_page_has_no_faults(staat: Staat, kijker: Kijker) -> None:
    assert find_faults(kijker.open(staat)) == []


def test_the_menu_is_a_list_per_section_and_a_chart_one_picture(kijker: Kijker) -> None:
    page = kijker.open(Staat("", "verblijf", ROL_OPENBAAR))
    section = page.get_by_role("list", name="Wat we volgen")
    assert section.get_by_role("link").count() == 5
    chart = page.get_by_role("img", name="Lijngrafiek van verblijf").first
    assert chart.get_attribute("aria-roledescription") is None
    assert chart.locator("svg").first.get_attribute("aria-hidden") == "true"


def test_the_map_page_by_keyboard(kijker: Kijker) -> None:
    """Tab passes every control once, each in sight, with a name; no mouse is needed for a wijk."""
    page = kijker.open(Staat("", "kaart", ROL_OPENBAAR))
    page.locator("h1").evaluate("title => { title.tabIndex = -1; title.focus() }")
    seen: list[int] = []
    names: list[str] = []
    while True:
        page.keyboard.press("Tab")
        place = page.evaluate(PLACE)
        if place == -1 or place in seen:
            break
        tag, _, is_marked = page.evaluate(FOCUS)
        names.append(page.evaluate(NAME))
        assert names[-1].strip(), f"the {tag} after {names[:-1]} has no name"
        assert is_marked, f"the focus on {names[-1]} is not to be seen"
        assert len(names) < 200
        seen.append(place)
    wanted = ("Cijfer", "Toon", "Periode", "Wijk", "Trajectduur, ")
    assert all(any(wish in name for name in names) for wish in wanted), names
    wijk = page.get_by_role("combobox", name="Wijk", exact=True)
    wijk.focus()
    wijk.press("ArrowDown")
    wijk.fill("Zuid")
    expect(page.get_by_role("option", name="Zuid", exact=True)).to_be_visible()
    wijk.press("Enter")
    page.wait_for_url("**wijk=zuid**")
    runs_of(page).wait()
    expect(page.locator(".zin").first).to_contain_text("in Zuid")


def test_a_printed_page_is_a4_with_its_source_and_without_controls(kijker: Kijker) -> None:
    page = kijker.open(Staat("", "evaluatie", ROL_OPENBAAR))
    reader = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(reader.pages) > 1
    for number, sheet in enumerate(reader.pages, start=1):
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == A4
        text = " ".join(sheet.extract_text().split())
        assert f"{number} van {len(reader.pages)}" in text
        assert "editie 2023-12-31.1" in text and "openbare editie" in text
        assert "Datakwaliteit" not in text and "Zoek een cijfer" not in text, "no menu"
    whole = " ".join(sheet.extract_text() for sheet in reader.pages)
    assert "Wat zien we?" in whole and "Download het rapport" not in whole
    plain = " ".join(whole.split())
    primary = page.locator(".effect-rij.primair .effect-zin p:not(.noot)").first.text_content()
    assert primary and "".join(primary.split())[:60] in "".join(plain.split()), "its row is open"
    assert "De cijfers per vraag en groep: zie het rapport" in plain
    page.emulate_media(media="print")
    assert page.locator(".wegwijzer").count()  # ways elsewhere, which paper cannot follow
    for kind in ("button", ".stDownloadButton", ".stSidebar", ".wegwijzer"):
        seen = page.locator(kind).evaluate_all(
            "items => items.filter(item => item.checkVisibility()).map(item => item.innerText)"
        )
        assert not seen, kind
    page.emulate_media(media="screen")


def test_paper_has_pairs_side_by_side_and_no_empty_sheet(kijker: Kijker) -> None:
    page = kijker.open(Staat("", "wachtlijsten", ROL_OPENBAAR))
    page.emulate_media(media="null")  # as it was before another test looked
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    words = [len(sheet.extract_text().split()) for sheet in sheets]
    assert min(words) > 30, "a sheet with hardly more than its foot"
    [pair] = [text for sheet in sheets if "Wachtlijst bruto" in (text := sheet.extract_text())]
    assert "Wachtlijst netto" in pair and "Naast een ander cijfer" not in "".join(
        sheet.extract_text() for sheet in sheets
    )


def test_colours_of_the_system_leave_charts_and_bars_readable(kijker: Kijker) -> None:
    page = kijker.open(Staat("", "verblijf", ROL_OPENBAAR))
    page.emulate_media(forced_colors="active")
    look = "items => items.map(item => getComputedStyle(item).forcedColorAdjust)"
    for kind in ("svg.marks",):
        found = page.locator(f".stMain {kind}").evaluate_all(look)
        assert found and set(found) == {"none"}, kind
    box = page.locator(".stCheckbox label > div").first
    edge = box.evaluate("item => getComputedStyle(item).borderTopStyle")
    assert edge == "solid"  # a switch keeps an edge where its colour is taken away
    page.emulate_media(forced_colors="none")


def test_tour_search_and_legend_by_keyboard(browser: Browser, server: Server) -> None:
    who = Deelnemer(browser, server.address, ROL_INTERN)
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
    who = Deelnemer(browser, server.address, ROL_INTERN)
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
