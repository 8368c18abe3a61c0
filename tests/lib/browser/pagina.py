"""What every page must be, for any role in any window: Dutch, offline, whole, accessible."""

from itertools import pairwise

from playwright.sync_api import Page, expect

from proeftuin.ui.shell import PAGINAS
from tests.lib.browser.starten import ROOT
from tests.lib.browser.toegankelijk import find_faults
from tests.lib.browser.venster import Visit

SLUGS = [pagina.slug for pagina in PAGINAS if (ROOT / pagina.bestand).is_file()]
# Words of a chart that its picture cuts off; half a pixel is rounding.
_CLIPPED = """() => [...document.querySelectorAll('.stMain [data-testid=stVegaLiteChart] svg text')]
  .filter(item => {
    const own = item.getBoundingClientRect();
    const whole = item.ownerSVGElement.getBoundingClientRect();
    return own.width && (own.left < whole.left - .5 || own.right > whole.right + .5
      || own.top < whole.top - .5 || own.bottom > whole.bottom + .5)
  }).map(item => item.textContent)"""


def menu_of(page: Page) -> list[str]:
    """The paths of the pages in the menu."""
    found: list[str] = page.locator('[data-testid="stSidebarNavLink"]').evaluate_all(
        "links => links.map(link => new URL(link.href).pathname)"
    )
    return found


def faults_of(visit: Visit, page: Page) -> list[str]:
    """What is wrong on the page that this visit shows: a line per fault, empty when nothing is."""
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    faults = [f"error: {text}" for text in visit.errors]
    faults += [f"asked outside: {url}" for url in visit.outside]
    overflow = page.evaluate(
        "(() => { const main = document.querySelector('.stMain');"
        " return main.scrollWidth - main.clientWidth })()"
    )
    if overflow > 0:
        faults.append(f"{overflow} pixels too wide")
    faults += [f"words outside their chart: {words}" for words in page.evaluate(_CLIPPED)]
    levels = page.locator(".stMain :is(h1, h2, h3, h4)").evaluate_all(
        "heads => heads.filter(head => head.offsetParent).map(head => +head.tagName[1])"
    )
    is_skipped = any(after - before > 1 for before, after in pairwise(levels))
    if levels[:1] != [1] or levels.count(1) != 1 or is_skipped:
        faults.append(f"levels of the titles: {levels}")
    return faults + find_faults(page)
