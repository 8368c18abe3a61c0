"""Every page in a narrow window of a real browser, as the role that sees least.

What that role may not see is looked at as intern. The app runs under a prefix here.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from proeftuin.access import may_see_page
from proeftuin.vocabulary import ROL_INTERN, ROL_OPENBAAR
from tests.lib.browser.pagina import SLUGS, faults_of, menu_of
from tests.lib.browser.server import serve
from tests.lib.browser.toegankelijk import SMAL, find_faults
from tests.lib.browser.venster import Visit
from tests.lib.browser.vorm import compare_shape

pytest_plugins = ("tests.lib.editie_fixture",)
pytestmark = pytest.mark.browser
PREFIX = "/proeftuin"
# Tables of a text: wider than their box, and whether Tab stops there.
WIDE_TABLES = """() => [...document.querySelectorAll('[data-testid=stMarkdownContainer] table')]
  .filter(table => table.scrollWidth > table.clientWidth).map(table => table.tabIndex)"""
TOO_WIDE = """() => { const main = document.querySelector('.stMain');
  return main.scrollWidth - main.clientWidth }"""


@pytest.fixture(scope="module")
def fresh(editie_dir: Path) -> Iterator[str]:
    with serve(editie_dir, prefix=PREFIX) as found:
        yield found


def test_first_request_of_a_fresh_server_is_a_deep_link(browser: Browser, fresh: str) -> None:
    """Runs first, or the server is not fresh any more."""
    visit = Visit(browser, fresh)
    page = visit.open("stromen")
    page.wait_for_selector('[data-testid="stSidebarNavLink"]')
    own = [f"{PREFIX}/{slug}" for slug in SLUGS]
    assert menu_of(page) == own, "the page must run inside the router, with its menu"
    shown = page.locator(".stMain a[data-pagina]").evaluate_all(
        "links => links.map(link => new URL(link.href).pathname)"
    )
    assert shown and set(shown) <= set(own), "a link stays inside the prefix"
    assert page.locator("h1").count() == 1
    assert "gegevens tot en met" in page.locator(".kop").inner_text()
    assert not visit.errors and not visit.outside


@pytest.fixture(scope="module")
def visits(browser: Browser, fresh: str) -> dict[str, Visit]:
    """A window for each role."""
    return {rol: Visit(browser, fresh, SMAL, rol=rol) for rol in (ROL_OPENBAAR, ROL_INTERN)}


@pytest.mark.parametrize("slug", SLUGS)
def test_page_is_dutch_offline_accessible_and_fits(slug: str, visits: dict[str, Visit]) -> None:
    rol = ROL_OPENBAAR if may_see_page(ROL_OPENBAAR, slug) else ROL_INTERN
    page = visits[rol].choose_page(slug)
    assert faults_of(visits[rol], page) == []
    assert compare_shape(page, slug, SMAL) == []


@pytest.mark.parametrize("slug", ("wachtlijsten", "verantwoording"))
def test_a_wide_table_behind_a_line_scrolls_by_itself(slug: str, visits: dict[str, Visit]) -> None:
    page = visits[ROL_OPENBAAR].choose_page(slug)
    for line in page.locator(".stMain .stExpander summary").all():
        line.click()
    visits[ROL_OPENBAAR].runs.wait_for_drawing()
    assert page.evaluate(TOO_WIDE) <= 0
    page.wait_for_function(f"() => ({WIDE_TABLES})().every(place => place === 0)")
    assert page.evaluate(WIDE_TABLES), "there is one, or this tests nothing"
    assert find_faults(page) == []
