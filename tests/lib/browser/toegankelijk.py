"""Accessibility of a page in a real browser, and which pages and states there are to look at.

axe-core judges what a machine can: names, roles, contrast, size of targets, language. It does not
see the contrast of text in a chart through the drawing, so that is computed here. The pages come
from the router: a new one is judged at once, by the tests in tests/browser.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from proeftuin.access import may_see_page
from proeftuin.ui.shell import PAGINA
from proeftuin.vocabulary import ROL_INTERN, ROL_OPENBAAR, ROL_PARTNER, ROLLEN
from tests.lib.browser.venster import tab_of_role
from tests.lib.browser.wachten import runs_of

NORMEN = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
BREED, SMAL = 1280, 320
_OPTIES = {
    "runOnly": {"type": "tag", "values": list(NORMEN)},
    "resultTypes": ["violations"],
    "preload": False,
}
# A chart stands on white; white text stands on a mark. Signs that are no words need 3 to 1.
_CHART_TEXT = """() => {
  const part = value => (value /= 255) <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4;
  const light = colour => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
    return .2126 * part(r) + .7152 * part(g) + .0722 * part(b) };
  const found = new Set();
  for (const text of document.querySelectorAll('.stMain [data-testid=stVegaLiteChart] svg text')) {
    const style = getComputedStyle(text);
    if (!text.textContent.trim() || style.fill === 'none' || +style.opacity === 0) continue;
    const luminance = light(style.fill), contrast = 1.05 / (luminance + .05);
    const needed = /[\\p{L}\\d]/u.test(text.textContent) ? 4.5 : 3;
    if (luminance < .95 && contrast < needed) found.add(text.textContent + ': ' + contrast);
  }
  return [...found] }"""


@dataclass(frozen=True)
class Staat:
    """A page in a state to look at: address, role, width of the window, buttons to press first."""

    naam: str
    adres: str
    rol: str = ROL_INTERN
    breedte: int = BREED
    knoppen: tuple[str, ...] = ()


# States that the bare pages do not show; the ids are those of any edition of this product.
STATEN: tuple[Staat, ...] = (
    Staat("uitleg van de tekens open", "overzicht", knoppen=("Wat is dit?",)),
    Staat("menu om te bewaren open", "verblijf", knoppen=("Bewaren",)),
    Staat("onzekerheid aan", "trajectduur?onzekerheid=true", ROL_OPENBAAR),
    Staat("van dichtbij open", "evaluatie?cijfer=verblijf", ROL_OPENBAAR),
    Staat("verandering op de kaart, smal", "kaart?cijfer=verblijf", ROL_OPENBAAR, SMAL),
    Staat("onbekende keuze in de link", "stapeling?wijk=nergens", ROL_PARTNER),
    Staat("gesprek voorbereiden", "gesprekken?gesprek=1", ROL_PARTNER),
    Staat("gesprek houden, smal", "gesprekken?gesprek=1", ROL_PARTNER, SMAL, ("Houden",)),
)


def list_pages() -> Iterator[Staat]:
    """Every page of the router: wide for who sees most, narrow for who sees least of it.

    A page that is not for everyone also as what it says to others.
    """
    for slug in PAGINA:
        seen = [rol for rol in ROLLEN if may_see_page(rol, slug)]
        yield Staat("", slug, ROL_INTERN, BREED)
        yield Staat("", slug, seen[0], SMAL)
        if ROL_OPENBAAR not in seen:
            yield Staat("niet voor iedereen", slug, ROL_OPENBAAR)


def find_axe_version() -> str:
    """The version of axe-core that axe-playwright-python carries, from the head of its script."""
    found = re.search(r"axe v([\d.]+)", Axe().axe_script)
    assert found, "axe-core does not name its version"
    return found[1]


def find_faults(page: Page) -> list[str]:
    """What axe and the check of chart text find on this page: a line per fault, empty when clean.

    Each line is the rule, the place on the page and its HTML. Nothing is left out: what Streamlit
    itself does wrong is mended in proeftuin/ui/static/script.html.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("options => axe.run(options).then(all => all.violations)", _OPTIES)
    lines = [
        f"{fault['id']} {' '.join(map(str, node['target']))}: {node['html'][:160]}"
        for fault in found
        for node in fault["nodes"]
    ]
    return lines + [f"tekst in grafiek {text}" for text in page.evaluate(_CHART_TEXT)]


class Kijker:
    """One browser with a tab per role, on a server whose role is a cookie (app_met_rollen.py)."""

    def __init__(self, browser: Browser, address: str, dag: date | None = None) -> None:
        """Tabs open when their role is first asked for; dag: what their clock says, for ever."""
        self.browser, self.address, self.dag = browser, address, dag

    def open(self, staat: Staat) -> Page:
        """The page in this state, its run over, its charts drawn, its buttons pressed."""
        page = tab_of_role(self.browser, self.address, staat.rol, self.dag)
        page.set_viewport_size({"width": staat.breedte, "height": 900})
        runs = runs_of(page)
        runs.goto(f"{self.address}/{staat.adres}")
        page.wait_for_selector("h1")
        for naam in staat.knoppen:
            page.locator("button, label, [role=tab]").filter(has_text=naam).first.click()
            runs.wait()
        runs.wait_for_drawing()
        return page
