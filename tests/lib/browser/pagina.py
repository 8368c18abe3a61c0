"""What every page must be, for any role in any window: Dutch, offline, whole, accessible."""

from playwright.sync_api import Page, expect

from proeftuin.ui.shell import PAGINAS
from tests.lib.browser.server import ROOT
from tests.lib.browser.toegankelijk import find_faults
from tests.lib.browser.venster import Visit

SLUGS = [pagina.slug for pagina in PAGINAS if (ROOT / pagina.bestand).is_file()]


def menu_of(page: Page) -> list[str]:
    """The paths of the pages in the menu."""
    found: list[str] = page.locator('[data-testid="stSidebarNavLink"]').evaluate_all(
        "links => links.map(link => new URL(link.href).pathname)"
    )
    return found


def check_page(visit: Visit, page: Page) -> None:
    """AssertionError with what is wrong on the page that this visit shows."""
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    assert visit.errors == [] and visit.outside == []
    overflow = page.evaluate(
        "(() => { const main = document.querySelector('.stMain');"
        " return main.scrollWidth - main.clientWidth })()"
    )
    assert overflow <= 0, f"{overflow} pixels too wide"
    levels = page.locator(".stMain :is(h1, h2, h3, h4)").evaluate_all(
        "heads => heads.filter(head => head.offsetParent).map(head => +head.tagName[1])"
    )
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    assert find_faults(page) == []
