"""The app in a real browser: deep links on a fresh server, language, links, offline, small."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import which
from types import MappingProxyType

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from proeftuin.access import may_see_page
from proeftuin.ui.shell import PAGINA, PAGINAS
from proeftuin.vocabulary import ROL_INTERN, ROL_OPENBAAR
from tests.lib.browser.bureau import BUREAU, note_output, sit_at_desk
from tests.lib.browser.toegankelijk import BREED, SMAL, find_faults
from tests.lib.browser.wachten import DEADLINE, choose, runs_of, wait_until

pytest_plugins = ("tests.lib.editie_fixture",)
pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
# The shell is the same browser without a window of its own: a third less processor time.
CHROMIUM = which("chromium-headless-shell") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--in-process-gpu", "--disable-background-networking"]
SLUGS = [pagina.slug for pagina in PAGINAS if (ROOT / pagina.bestand).is_file()]
# A deep link makes Streamlit's own script look for its server one folder too deep first.
EXPECTED_MISSES = ("_stcore/health", "_stcore/host-config")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_up(process: subprocess.Popen[bytes], address: str) -> bool:
    assert process.poll() is None, "the server stopped while it started"
    try:
        urllib.request.urlopen(f"{address}/_stcore/health", timeout=10).close()
    except OSError:
        return False
    return True


@contextmanager
def serve(
    data_dir: Path,
    script: str = "app.py",
    options: Sequence[str] = (),
    extra: Mapping[str, str] = MappingProxyType({}),
    port: int = 0,
    prefix: str = "",
) -> Iterator[str]:
    """A fresh server of the app, with more options and environment when given; its address.

    prefix: '/x' to run under, part of the address. A visit is openbaar, until sit_at_desk.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    command += [*options, *(["--server.baseUrlPath", prefix[1:]] if prefix else [])]
    environment = {**os.environ, **BUREAU, "PROEFTUIN_DATA": str(data_dir), **extra}
    address = f"http://localhost:{port}{prefix}"
    with tempfile.NamedTemporaryFile(prefix="proeftuin-server-") as output:
        note_output(address, Path(output.name))
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.DEVNULL
        )
        try:
            wait_until(lambda: _is_up(process, address), "the server", lambda: time.sleep(0.1))
            yield address
        finally:
            process.terminate()
            process.wait(timeout=DEADLINE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address(editie_dir: Path) -> Iterator[str]:
    with serve(editie_dir) as found:
        yield found


@cache
def shared_context(browser: Browser, rol: str) -> BrowserContext:
    """One context per browser and role: a next page finds Streamlit's scripts in its cache.

    It asks for less motion: frames that nobody sees cost a tenth of a page's processor time.
    """
    return browser.new_context(reduced_motion="reduce")


class Visit:
    """A page that keeps what went wrong: console errors and requests to the outside.

    A visit takes over the first tab of its browser, which is faster than a new one, unless it
    must stand `beside` it. It is intern, unless another role is asked: that is openbaar.
    """

    def __init__(
        self,
        browser: Browser,
        address: str,
        width: int = 1280,
        *,
        beside: bool = False,
        rol: str = ROL_INTERN,
    ) -> None:
        self.address = address
        self.errors: list[str] = []
        self.outside: list[str] = []
        context = shared_context(browser, rol)
        if rol == ROL_INTERN:
            sit_at_desk(context, address)
        takes_over = bool(context.pages) and not beside
        self.page: Page = context.pages[0] if takes_over else context.new_page()
        self.page.goto("about:blank")  # the page of an earlier visit may still call its server
        self.page.set_viewport_size({"width": width, "height": 900})
        self.runs = runs_of(self.page)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._note_request(request.url))

    def _note_console(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type == "error" and not where.endswith(EXPECTED_MISSES):
            self.errors.append(message.text)

    def _note_request(self, url: str) -> None:
        own = (self.address, self.address.replace("http", "ws"), "data:", "blob:")
        if not url.startswith(own):
            self.outside.append(url)

    def open(self, path: str) -> Page:
        """The page at this path, its run over and its charts drawn."""
        self.runs.goto(f"{self.address}/{path}")
        self.page.wait_for_selector("h1")
        self.runs.wait_for_drawing()
        return self.page


@pytest.mark.parametrize(
    ("slug", "prefix"), [("evaluatie", ""), ("overzicht", ""), ("stromen", "/proeftuin")]
)
def test_first_request_of_a_fresh_server_is_a_deep_link(
    slug: str, prefix: str, browser: Browser, editie_dir: Path
) -> None:
    with serve(editie_dir, prefix=prefix) as fresh:
        visit = Visit(browser, fresh)
        page = visit.open(slug)
        page.wait_for_selector('[data-testid="stSidebarNavLink"]')
        links = page.locator('[data-testid="stSidebarNavLink"]').evaluate_all(
            "links => links.map(link => new URL(link.href).pathname)"
        )
        own = [f"{prefix}/{slug}" for slug in SLUGS]
        assert links == own, "the page must run inside the router, with its menu"
        shown = page.locator(".stMain a[data-pagina]").evaluate_all(
            "links => links.map(link => new URL(link.href).pathname)"
        )
        assert shown and set(shown) <= set(own), "a link stays inside the prefix"
        assert page.locator("h1").count() == 1
        assert "gegevens tot en met" in page.locator(".kop").inner_text()
        assert not visit.errors and not visit.outside


# Every page wide and narrow: as the role that sees most, and as the one that sees least.
@pytest.mark.parametrize(
    ("slug", "rol", "width"),
    [
        *((slug, ROL_INTERN, BREED) for slug in SLUGS),
        *((slug, ROL_OPENBAAR, SMAL) for slug in SLUGS if may_see_page(ROL_OPENBAAR, slug)),
        *((slug, ROL_INTERN, SMAL) for slug in SLUGS if not may_see_page(ROL_OPENBAAR, slug)),
    ],
)
def test_page_is_dutch_offline_accessible_and_fits(
    slug: str, rol: str, width: int, browser: Browser, address: str
) -> None:
    visit = Visit(browser, address, width, rol=rol)
    page = visit.open(slug)
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


def test_every_chart_has_alt_text_and_a_table(browser: Browser, address: str) -> None:
    page = Visit(browser, address).open("wachtlijsten")
    charts = page.locator('[data-testid="stVegaLiteChart"]')
    expect(charts.locator("svg")).to_have_count(6)
    labels = charts.evaluate_all(
        "charts => charts.map(chart => chart.getAttribute('aria-label') || '')"
    )
    assert len(labels) == 6 and all("tabel" in label for label in labels)
    expect(page.locator("details.uitklap table")).to_have_count(6)


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


def go_to(page: Page, slug: str, way: Callable[[], object]) -> None:
    """Leave for another page by the menu, a link or the buttons of the browser."""
    way()
    page.wait_for_url(f"**/{slug}*")
    page.wait_for_selector(f".stMain h1:has-text('{PAGINA[slug].titel}')")
    runs_of(page).wait_for_drawing()


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


def test_downloads_give_csv_png_and_svg(browser: Browser, address: str) -> None:
    page = Visit(browser, address).open("stapeling")
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
