"""Evaluatie and before-and-after in a real browser: picture, rows, links, slopes, report."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from proeftuin.results.editie import open_editie
from proeftuin.results.effect import read_effect
from proeftuin.vocabulary import INTERN, ROL_BEHEERDER
from tests.lib.browser.venster import Visit

pytest_plugins = ("tests.lib.editie_fixture",)
pytestmark = pytest.mark.browser
RIJ = "details.effect-rij"


@pytest.fixture(scope="module")
def visit(browser: Browser, address: str) -> Visit:
    return Visit(browser, address)


def box_of(page: Page, slug: str, part: str) -> dict[str, float]:
    """Place and size of a part of the row of an indicator, in pixels."""
    box = page.locator(f"#cijfer-{slug} {part}").bounding_box()
    assert box is not None
    return {"middle": box["x"] + box["width"] / 2, "width": box["width"]}


@pytest.mark.parametrize("width", [390, 1280])
def test_the_picture_is_to_scale_and_rows_open_by_keyboard(
    width: int, visit: Visit, editie_dir: Path
) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.choose_page("evaluatie")
    outcomes = {
        item.slug: item for item in read_effect(open_editie(editie_dir, INTERN, rol=ROL_BEHEERDER))
    }
    shown = [slug for slug in ("stapeling", "instroom") if outcomes[slug].in_mdc]
    assert shown, "the demo must have a usable indicator"
    for slug in shown:
        times = outcomes[slug].in_mdc
        assert times is not None
        one = box_of(page, slug, ".meetlat .blind")["width"] / 2
        point, zero = (
            box_of(page, slug, f".meetlat .{name}")["middle"] for name in ("punt", "nul")
        )
        assert point - zero == pytest.approx(max(-2.0, min(2.0, times[1])) * one, abs=2)
    rows = page.locator(RIJ)
    last = rows.last
    assert last.get_attribute("open") is None
    last.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(last.locator(".effect-zin")).to_be_visible()
    assert not visit.errors and not visit.outside


def test_a_row_leads_to_its_lines(visit: Visit) -> None:
    page = visit.choose_page("evaluatie")
    row = page.locator("#cijfer-stapeling")
    row.locator("summary").click()
    row.get_by_role("link", name="Bekijk de lijnen").click()
    page.wait_for_url("**/evaluatie?cijfer=stapeling#van-dichtbij")
    page.wait_for_selector('[data-testid="stVegaLiteChart"][aria-label*="stapeling"] svg')
    expect(page.get_by_role("combobox", name="Cijfer")).to_have_value("Stapeling")


def test_before_and_after_lives_in_the_address_and_draws_slopes(
    visit: Visit, browser: Browser, address: str
) -> None:
    page = visit.choose_page("stapeling")
    page.get_by_text("Voor en na vergelijken", exact=True).click()
    page.wait_for_url("**voor_na=true**")
    chart = page.locator('[data-testid="stVegaLiteChart"][aria-label*="nulmeting naar effectjaar"]')
    text = chart.first.locator("svg")
    expect(text).to_contain_text("effectjaar")
    expect(text).to_contain_text("West")
    again = Visit(browser, address, beside=True).open(page.url.removeprefix(f"{address}/"))
    expect(again.get_by_label("Voor en na vergelijken")).to_be_checked()
    again.close()


def test_the_report_row_gives_files(visit: Visit) -> None:
    page = visit.choose_page("evaluatie")
    starts = {"PDF": b"%PDF", "Word": b"PK", "Dia's": b"PK", "Excel": b"PK"}
    for naam in starts:
        expect(page.get_by_role("button", name=naam, exact=True)).to_have_count(1)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="PDF", exact=True).click()
    assert Path(waiting.value.path()).read_bytes().startswith(starts["PDF"])
    assert re.fullmatch(r"[\w.-]+\.pdf", waiting.value.suggested_filename)


GROW = """() => {
  const block = document.createElement('div');
  block.style.height = '1500px';
  document.querySelector('.stMain .stMainBlockContainer').prepend(block);
}"""


def test_a_link_to_a_part_stays_there_until_the_reader_moves(visit: Visit) -> None:
    """What stands above the part may come later than the part itself: charts do."""
    visit.page.set_viewport_size({"width": 1280, "height": 900})
    page = visit.choose_page("overzicht")
    page.get_by_role("link", name="Per post, en op koers of niet").click()
    part = page.locator("#budget")
    expect(part).to_be_in_viewport()
    page.evaluate(GROW)
    expect(part).to_be_in_viewport()
    page.mouse.move(640, 450)
    page.mouse.wheel(0, -3000)
    expect(part).not_to_be_in_viewport()
    page.evaluate(GROW)
    page.wait_for_timeout(600)  # a reader who moved is left where he is
    expect(part).not_to_be_in_viewport()
