"""One window of a real browser on the app, and what went wrong in it."""

from collections.abc import Callable
from datetime import date
from functools import cache
from shutil import which

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from proeftuin.ui.shell import PAGINA
from proeftuin.vocabulary import ROL_INTERN
from tests.lib.browser.bureau import sit_at_desk
from tests.lib.browser.wachten import runs_of

# The shell is the same browser without a window of its own: a third less processor time.
CHROMIUM = which("chromium-headless-shell") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--in-process-gpu", "--disable-background-networking"]
# A deep link makes Streamlit's own script look for its server one folder too deep first.
EXPECTED_MISSES = ("_stcore/health", "_stcore/host-config")


@cache
def shared_context(browser: Browser, rol: str) -> BrowserContext:
    """One context per browser and role: a next page finds Streamlit's scripts in its cache.

    It asks for less motion: frames that nobody sees cost a tenth of a page's processor time.
    """
    return browser.new_context(reduced_motion="reduce")


@cache
def tab_of_role(browser: Browser, address: str, rol: str, dag: date | None = None) -> Page:
    """The one tab of a role on a server whose role is a cookie (app_met_rollen.py).

    dag: what its clock says, for ever.
    """
    context = browser.new_context(reduced_motion="reduce", locale="nl-NL")
    context.add_cookies([{"name": "proef_rol", "value": rol, "url": address}])
    page = context.new_page()
    if dag:
        page.clock.set_fixed_time(dag.isoformat())
    return page


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

    def choose_page(self, slug: str) -> Page:
        """The page, opened by the menu of the page before it: nothing is loaded twice.

        By its address when the window does not show this server, or this page already. Errors
        start anew.
        """
        self.errors.clear()
        self.outside.clear()
        here = self.page.url.partition("?")[0].partition("#")[0]
        if not here.startswith(f"{self.address}/") or here.endswith(f"/{slug}"):
            return self.open(slug)
        link = self.page.locator(f'[data-testid="stSidebarNavLink"][href$="/{slug}"]')
        # a narrow window hides the menu: the click is given to the link itself
        go_to(self.page, slug, lambda: link.dispatch_event("click"))
        return self.page


def go_to(page: Page, slug: str, way: Callable[[], object]) -> None:
    """Leave for another page by the menu, a link or the buttons of the browser."""
    way()
    page.wait_for_url(f"**/{slug}*")
    page.wait_for_selector(f".stMain h1:has-text('{PAGINA[slug].titel}')")
    runs_of(page).wait_for_drawing()
