"""Two quarters of a cycle in a real browser, three roles at once, by keyboard and on a wall."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from proeftuin.gesprek import set_status
from proeftuin.gesprek.freeze import frozen_quarters
from proeftuin.gesprek.verslag import KWARTALEN
from proeftuin.indicators import INDICATOR
from proeftuin.journal.journal import Journal, open_journal
from proeftuin.sentences.numbers import show_figure
from proeftuin.vocabulary import ROL_INTERN
from tests.lib.browser.server import serve
from tests.lib.browser.starten import ROOT, free_port
from tests.lib.browser.venster import tab_of_role
from tests.lib.browser.wachten import choose, runs_of
from tests.lib.edities import config, copy_of, root
from tests.lib.gesprekken import DOOR, EERSTE, TWEEDE, two_editions

pytestmark = pytest.mark.browser
SMALL = """() => [...document.querySelectorAll('.stMain *')].flatMap(item =>
  [...item.childNodes].filter(node => node.nodeType === 3 && node.data.trim()
    && item.offsetParent && !['STYLE', 'SCRIPT'].includes(item.tagName)
    && item.dataset.testid !== 'stIconMaterial' && parseFloat(getComputedStyle(item).fontSize) < 28)
  .map(node => node.data.trim().slice(0, 40)))"""
TOO_WIDE = """() => { const main = document.querySelector('.stMain');
  return main.scrollWidth - main.clientWidth }"""
OUT_OF_SIGHT = """() => [...document.querySelectorAll('h1, .beeld, .bord .zin, .stMain [role=tab]')]
  .filter(item => { const { top, bottom, right } = item.getBoundingClientRect();
    return top < 0 || bottom > innerHeight || right > innerWidth })
  .map(item => item.textContent || item.className)"""
SCROLL = "() => document.querySelector('.stMain').scrollTo(0, 100000)"
ASKS_BEFORE_LEAVING = """() => { const leaving = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(leaving); return leaving.defaultPrevented }"""
FOCUS = """() => { const item = document.activeElement;
  const box = item.closest('[data-testid=stTextInputRootElement], [data-testid=stTextArea] > div,'
    + '[data-testid=stSelectbox] > div') || item;
  const seen = node => { const style = getComputedStyle(node);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
      || style.boxShadow !== 'none' };
  return [item.tagName, item.innerText || item.getAttribute('aria-label') || '',
    seen(item) || seen(box) || [...box.querySelectorAll('*')].some(seen)
      || [...Array(4)].reduce(([ok, node]) => [ok || seen(node), node.parentElement || node],
        [false, item])[0] || getComputedStyle(box).borderColor === 'rgb(11, 79, 158)'] }"""


def publish(data: Path, *names: str) -> None:
    """Make the last of these editions the current one, as the swap of publiceer does."""
    file = data / "edities" / "huidig.json"
    file.write_text(json.dumps({"editie": names[-1], "alle": list(names)}), encoding="utf-8")


@pytest.fixture(scope="module")
def data() -> Path:
    folder = copy_of(two_editions(), root() / "gesprek-browser")
    publish(folder, EERSTE)
    return folder


class Server:
    """A server whose roles come from a cookie, see app_met_rollen.py; it may stop and come back."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.start()

    def start(self) -> None:
        extra = {"PROEFTUIN_CONFIG": str(config()), "PYTHONPATH": str(ROOT)}
        script = "tests/lib/browser/app_met_rollen.py"
        self.running = ExitStack()
        self.address = self.running.enter_context(
            serve(self.data, script, extra=extra, port=self.port)
        )

    def stop(self) -> None:
        self.running.close()


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Server]:
    made = Server(data)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def address(server: Server) -> str:
    return server.address


class Deelnemer:
    """One participant: a browser of their own with a role, which forgets nothing between tests."""

    def __init__(self, browser: Browser, address: str, rol: str) -> None:
        self.address = address
        self.page = tab_of_role(browser, address, rol)
        self.page.set_viewport_size({"width": 1280, "height": 1000})
        self.runs = runs_of(self.page)

    def open(self, gesprek: int | None = None) -> Page:
        query = f"?gesprek={gesprek}" if gesprek else ""
        self.runs.goto(f"{self.address}/gesprekken{query}")
        self.page.wait_for_selector("h1")
        return self.page

    def rest(self) -> None:
        """Wait until the run is over."""
        self.runs.wait()

    def press(self, name: str, wait_for: str | None = None) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()
        self.rest()
        if wait_for:
            expect(self.page.get_by_text(wait_for).first).to_be_visible()

    def write(self, label: str, text: str) -> None:
        box = self.page.get_by_label(re.compile(f"^{re.escape(label)}")).last
        box.fill(text)
        box.press("Tab")
        self.rest()

    def choose(self, label: str, option: str) -> None:
        choose(self.page, label, option)

    def unfold(self, text: str) -> None:
        """Open the part with this name, when it is not open yet."""
        part = self.page.locator("details", has=self.page.get_by_text(text, exact=True)).last
        if part.get_attribute("open") is None:
            part.locator("summary").click()
            self.rest()

    def minutes(self) -> bytes:
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name="Download PDF").click()
        return Path(waiting.value.path()).read_bytes()


def plain(content: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    return " ".join(" ".join(pages).replace("\u00a0", " ").split())


def plan(who: Deelnemer, day: str, quarter: str) -> int:
    who.open()
    who.unfold("Een gesprek plannen")
    who.write("Datum", day)
    who.write("Wie is uitgenodigd", "Sociaal Wijkteam West\nHuisartsen West")
    who.press("Plan dit gesprek", "Maak nu de agenda")
    assert f"Wijkgesprek West, {quarter}" in who.page.locator("h1").inner_text()
    return int(who.page.url.rpartition("gesprek=")[2])


def add_point(who: Deelnemer, name: str) -> None:
    who.unfold("Zelf een punt toevoegen")
    who.choose("Cijfer", name)
    who.press("Voeg dit punt toe", name)


def check_wall(who: Deelnemer) -> None:
    """Readable at four metres, no menu, the arrow keys move on, Escape leaves."""
    page = who.page
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.evaluate(SCROLL)
    page.get_by_role("button", name="Op groot scherm", exact=True).dispatch_event("click")
    page.wait_for_selector(".wand-aan", state="attached")
    who.rest()
    assert not page.locator('[data-testid="stSidebar"]').is_visible()
    assert page.evaluate(SMALL) == []
    width = page.locator(".beeld").evaluate("item => item.getBoundingClientRect().width")
    assert width >= 1400, "letters of 12 in a picture of 700 are 24 pixels"
    assert page.evaluate(TOO_WIDE) <= 0
    for size in ((1280, 720), (1366, 768), (1920, 1080)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        who.rest()
        assert page.evaluate(OUT_OF_SIGHT) == [], f"nobody scrolls a wall of {size}"
    titles = []
    for key in ("ArrowRight", "ArrowLeft"):
        titles.append(page.locator("h1").inner_text())
        page.evaluate(SCROLL)
        page.keyboard.press(key)
        expect(page.locator("h1")).not_to_have_text(titles[-1])
        who.rest()
        assert page.evaluate(OUT_OF_SIGHT) == [], "each point begins at its top"
    page.get_by_role("tab", name="Verklaren").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("h1").inner_text() == titles[0], "arrows inside the tabs stay there"
    page.locator("h1").click()
    page.keyboard.press("Escape")
    page.wait_for_selector(".wand-aan", state="detached")
    page.set_viewport_size({"width": 1280, "height": 1000})


def check_keyboard(who: Deelnemer) -> None:
    """At 200% zoom nothing scrolls sideways; every control is reached by Tab and seen."""
    page = who.page
    page.set_viewport_size({"width": 640, "height": 500})
    who.rest()
    assert page.evaluate(TOO_WIDE) <= 0
    page.locator("h1").click()
    names = []
    for _ in range(9):
        page.keyboard.press("Tab")
        tag, name, is_seen = page.evaluate(FOCUS)
        names.append(name.strip())
        assert is_seen, f"{tag} {name} has the focus and does not show it"
    assert "Herkennen" in names and any("Actie toevoegen" in item for item in names), names
    page.set_viewport_size({"width": 1280, "height": 1000})


def frozen_texts(journal: Journal, gesprek: int) -> list[str]:
    """Every figure of the last quarters, as the minutes must show them."""
    found = []
    for frozen in journal.agenda.bevriezingen(gesprek, ROL_INTERN):
        assert frozen.klopt() and frozen.audience == "openbaar"
        indicator = INDICATOR[frozen.rijen[0]["slug"]]
        quarters = frozen_quarters(frozen.rijen, "west")[-KWARTALEN:]
        found += [show_figure(indicator, item).replace("\u00a0", " ") for item in quarters]
    return found


def test_two_quarters_with_three_roles(browser: Browser, address: str, data: Path) -> None:
    gemeente, wijkteam, beheer = (
        Deelnemer(browser, address, rol) for rol in ("intern", "partner", "beheerder")
    )
    first = plan(gemeente, "18-01-2024", "oktober–december 2023")
    wijkteam.open(first)
    for name in ("Gebruik", "Instroom"):
        add_point(wijkteam, INDICATOR[name.lower()].naam)
    beheer.open(first)
    beheer.press("Begin het gesprek", "De cijfers liggen vast")
    journal = open_journal(None, data)
    assert journal.gesprekken.find(first, ROL_INTERN).editie_id == EERSTE
    check_wall(beheer)

    gemeente.open(first)
    wijkteam.open(first)
    gemeente.write("Herkennen we dit beeld?", "De gemeente ziet dit.")
    wijkteam.write("Herkennen we dit beeld?", "Het wijkteam ziet iets anders.")
    expect(wijkteam.page.locator(".naast")).to_contain_text("De gemeente ziet dit.")
    wijkteam.press("Bewaar deze tekst")
    punt = journal.agenda.select(first, ROL_INTERN)[0]
    for text in ("De gemeente ziet dit.", "Het wijkteam ziet iets anders."):
        assert text in journal.agenda.find(punt.id, ROL_INTERN).herkennen
    check_keyboard(wijkteam)
    wijkteam.unfold("Actie toevoegen")
    wijkteam.write("Wat gaan we doen?", "Samen naar de aanmeldingen kijken")
    wijkteam.write("Wie doet het?", "Sociaal Wijkteam West")
    wijkteam.press("Bewaar deze actie", "Acties tot nu toe: 1")

    gemeente.open(first)
    gemeente.page.get_by_text("Afsluiten", exact=True).first.click()
    gemeente.page.get_by_text("De teksten zijn nagekeken").click()
    gemeente.rest()
    gemeente.press("Sluit dit gesprek af", "Het verslag staat klaar")
    before = gemeente.minutes()
    wanted = [*frozen_texts(journal, first), "Het wijkteam ziet iets anders."]
    assert not [item for item in wanted if item not in plain(before)]

    publish(data, EERSTE, TWEEDE)
    second = plan(gemeente, "18-04-2024", "januari–maart 2024")
    page = gemeente.page
    expect(page.get_by_text("Open acties uit eerdere gesprekken")).to_be_visible()
    expect(page.get_by_text("Samen naar de aanmeldingen kijken").first).to_be_visible()
    expect(page.get_by_text(re.compile("in West: toen .*Nu ")).first).to_be_visible()
    add_point(gemeente, INDICATOR["gebruik"].naam)
    gemeente.press("Begin het gesprek", "De cijfers liggen vast")
    assert journal.gesprekken.find(second, ROL_INTERN).editie_id == TWEEDE
    gemeente.open(first)
    assert gemeente.minutes() == before, "a newer edition changes nothing in these minutes"

    lezer = Deelnemer(browser, address, "openbaar")
    assert "niet voor iedereen" in lezer.open(first).locator(".stMain").inner_text()
    journal.close()
    for who in (gemeente, wijkteam, beheer, lezer):
        who.page.goto("about:blank")  # or it would go on asking its server


def test_nothing_typed_is_lost_when_the_server_restarts(
    browser: Browser, server: Server, data: Path
) -> None:
    journal = open_journal(None, data)
    made = journal.gesprekken.plan(
        soort="wijkgesprek",
        datum=date(2024, 7, 18),
        wijk="west",
        kwartaal="2024-Q1",
        titel="Herstart",
        door=DOOR,
    )
    _, punt = (
        journal.agenda.add(made.id, titel=titel, soort="vrij", door=DOOR)
        for titel in ("Een", "Twee")
    )
    set_status(journal, DOOR, made.id, "bezig")
    who = Deelnemer(browser, server.address, "intern")
    page = who.open(made.id)
    who.press("Volgende")
    field = page.locator(f".st-key-veld_antwoord_{punt.id}_herkennen")
    box, stand = field.locator("textarea"), field.locator(".stand")
    expect(stand).to_have_text("Wordt bewaard als u het veld verlaat.", use_inner_text=True)
    box.fill("Eerste zin.")
    expect(stand).to_contain_text("Nog niet opgeslagen", use_inner_text=True)
    box.press("Tab")
    expect(stand).to_have_text("Opgeslagen.", use_inner_text=True)
    expect(page.locator(".bewaard")).to_be_visible()
    assert not page.evaluate(ASKS_BEFORE_LEAVING)

    box.press("End")
    box.type(" Voor herstart.")
    expect(page.locator(".bewaard")).to_be_hidden()
    assert page.evaluate(ASKS_BEFORE_LEAVING)
    server.stop()
    away = page.locator(".verbinding:not(.gered)")
    expect(away).to_contain_text("Geen verbinding. Wat u typte, blijft hier staan")
    expect(away).to_have_attribute("role", "status")
    expect(stand).to_contain_text("Geen verbinding: nog niet opgeslagen", use_inner_text=True)
    server.start()
    expect(away).to_be_empty()
    expect(stand).to_have_text("Opgeslagen.", use_inner_text=True)
    expect(box).to_have_value("Eerste zin. Voor herstart.")
    assert journal.agenda.find(punt.id, ROL_INTERN).herkennen == "Eerste zin. Voor herstart."

    box.fill("a" * 5600)
    expect(stand).to_contain_text("er passen 4.000 tekens", use_inner_text=True)
    box.press("Tab")
    expect(page.locator(".melding")).to_contain_text("5.600 tekens, en er passen er 4.000")
    expect(box).to_have_value("a" * 5600)
    journal.close()
    page.goto("about:blank")
