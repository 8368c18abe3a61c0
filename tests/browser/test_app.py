"""The app in a real browser: every page, selection in the address, keyboard, downloads."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.lib.browser.bureau import desk_cookies
from tests.lib.browser.lijn import Lijn
from tests.lib.browser.pagina import SLUGS, faults_of
from tests.lib.browser.server import serve
from tests.lib.browser.toegankelijk import BREED
from tests.lib.browser.venster import Visit, go_to
from tests.lib.browser.vorm import compare_shape
from tests.lib.browser.wachten import choose

pytest_plugins = ("tests.lib.editie_fixture",)
pytestmark = pytest.mark.browser


def test_first_request_of_a_fresh_server_is_a_deep_link(editie_dir: Path) -> None:
    """In a browser: test_smal.py; to a reader of the openbaar edition: test_draad.py."""
    with serve(editie_dir) as fresh, Lijn(fresh, desk_cookies(fresh)) as lijn:
        blad = lijn.open("evaluatie")
        assert blad.menu_slugs() == SLUGS, "the page must run inside the router, with its menu"
        assert blad.links() and set(blad.links()) <= {f"/{slug}" for slug in SLUGS}
        assert blad.titles() == ["Evaluatie"]
        assert "gegevens tot en met" in blad.header()


@pytest.fixture(scope="module")
def visit(browser: Browser, address: str) -> Visit:
    return Visit(browser, address, BREED)


@pytest.mark.parametrize("slug", SLUGS)
def test_page_is_dutch_offline_accessible_and_fits(slug: str, visit: Visit) -> None:
    """As the role that sees most, in a wide window; as the one that sees least: test_smal.py."""
    page = visit.choose_page(slug)
    assert faults_of(visit, page) == []
    assert compare_shape(page, slug, BREED) == []


def test_every_chart_has_alt_text_and_a_table(visit: Visit) -> None:
    page = visit.choose_page("wachtlijsten")
    charts = page.locator('[data-testid="stVegaLiteChart"]')
    expect(charts.locator("svg")).to_have_count(6)
    labels = charts.evaluate_all(
        "charts => charts.map(chart => chart.getAttribute('aria-label') || '')"
    )
    assert len(labels) == 6 and all("tabel" in label for label in labels)
    expect(page.locator("details.uitklap table")).to_have_count(6)


def test_an_open_table_of_two_side_by_side_has_the_whole_width(visit: Visit) -> None:
    page = visit.choose_page("terugval")
    table = page.locator(".stColumn details.uitklap").first
    table.locator("summary").click()
    hidden = table.locator(".tabel").evaluate("box => box.scrollWidth - box.clientWidth")
    assert hidden <= 0, f"{hidden} pixels of the table out of sight"


def test_downloads_give_csv_png_and_svg(visit: Visit) -> None:
    page = visit.choose_page("stapeling")
    page.get_by_role("button", name="Bewaren").first.click()
    starts = {"CSV": "\ufeff# ".encode(), "PNG": b"\x89PNG", "SVG": b"<svg"}
    for naam, start in starts.items():
        with page.expect_download() as waiting:
            page.get_by_role("button", name=f"Download {naam}").first.click()
        content = Path(waiting.value.path()).read_bytes()
        assert content.startswith(start), naam
        assert waiting.value.suggested_filename == f"stapeling.{naam.lower()}"
        if naam != "PNG":
            assert "synthetische gegevens" in content.decode("utf-8").lower()


def test_selection_lives_in_the_address_and_reopens(browser: Browser, address: str) -> None:
    page = Visit(browser, address).open("verblijf")
    choose(page, "Wijk", "Zuid")
    page.wait_for_url("**/verblijf?wijk=zuid")
    page.get_by_text("Onzekerheid tonen").click()
    page.wait_for_url("**onzekerheid=true**")
    link = page.url
    again = Visit(browser, address, beside=True).open(link.removeprefix(f"{address}/"))
    expect(again.locator(".zin").first).to_contain_text("Verblijf in Zuid")
    expect(again.get_by_label("Onzekerheid tonen")).to_be_checked()
    again.close()


def test_back_gives_every_page_with_its_own_wijk(browser: Browser, address: str) -> None:
    page = Visit(browser, address).open("verblijf?wijk=Oost")
    wijk = page.get_by_role("combobox", name="Wijk", exact=True)
    menu = '[data-testid="stSidebarNavLink"][href$="/stapeling"]'
    go_to(page, "stapeling", page.locator(menu).click)
    expect(wijk).to_have_value("Oost")
    choose(page, "Wijk", "Zuid")
    page.wait_for_url("**/stapeling?wijk=zuid")
    go_to(page, "verblijf", page.go_back)
    page.wait_for_url("**/verblijf?wijk=oost")
    expect(wijk).to_have_value("Oost")
    expect(page.locator(".zin").first).to_contain_text("Verblijf in Oost")
    go_to(page, "stapeling", page.go_forward)
    expect(wijk).to_have_value("Zuid")


def test_a_row_of_the_overview_is_a_link_by_keyboard(browser: Browser, address: str) -> None:
    page = Visit(browser, address).open("overzicht")
    rows = page.locator("a.rij")
    expect(rows).to_have_count(5)
    rows.filter(has_text="Stapeling").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/stapeling?wijk=west")
    page.wait_for_selector("h1:has-text('Stapeling')")
