"""A real login service beside the app: node runs oidc-provider, the app gets its secrets."""

import hashlib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from proeftuin.settings.read import DEFAULT_FILE
from tests.lib.browser.server import serve
from tests.lib.browser.starten import free_port
from tests.lib.browser.wachten import DEADLINE, runs_of

OIDC = Path(__file__).resolve().parents[2] / "oidc"
COOKIE = "_streamlit_user"
GEHEIM = "alleen-voor-de-proef-en-lang-genoeg"
ROL_VAN = {"lezer": "openbaar", "partner": "partner", "intern": "intern", "beheer": "beheerder"}


@dataclass(frozen=True)
class Proef:
    """Address of the app, its data folder, its clock, and what its access log says."""

    address: str
    data_dir: Path
    klok: Path

    def log(self) -> list[str]:
        """Lines of the access log, oldest first."""
        return (self.data_dir / "logboek" / "toegang.log").read_text().splitlines()


def _config(folder: Path) -> Path:
    """The configuration of the product with roles for the accounts of tests/oidc/server.js."""
    text = DEFAULT_FILE.read_text(encoding="utf-8")
    text = text.replace('"data/geo/', f'"{DEFAULT_FILE.parent}/data/geo/')
    text = text.replace(
        "[toegang.claim_rollen]", '[toegang.claim_rollen]\nproeftuin-openbaar = "openbaar"'
    )
    digest = hashlib.sha256(b"intern@voorbeeld.example").hexdigest()
    text += f'\n[[toegang.gebruiker]]\nemail_sha256 = "{digest}"\nrol = "intern"\n'
    text += '\n[[toegang.gebruiker]]\nsub = "beheer"\nrol = "beheerder"\n'
    (folder / "proeftuin.toml").write_text(text, encoding="utf-8")
    return folder / "proeftuin.toml"


def _secrets(folder: Path, issuer: str, redirect: str) -> Path:
    known = f'server_metadata_url = "{issuer}/.well-known/openid-configuration"\n'
    known += 'client_kwargs = { prompt = "login", scope = "openid profile email" }\n'
    text = f'[auth]\nredirect_uri = "{redirect}"\ncookie_secret = "{GEHEIM}"\n'
    text += f'client_id = "proeftuin"\nclient_secret = "geheim-van-proeftuin"\n{known}'
    text += (
        f'[auth.ander]\nclient_id = "andere-app"\nclient_secret = "geheim-van-andere-app"\n{known}'
    )
    (folder / "secrets.toml").write_text(text, encoding="utf-8")
    return folder / "secrets.toml"


@contextmanager
def start_proef(data_dir: Path, folder: Path) -> Iterator[Proef]:
    """The login service and the app (each visit as on a fresh server), both on this machine."""
    app_port, oidc_port = free_port(), free_port()
    redirect = f"http://localhost:{app_port}/oauth2callback"
    node = subprocess.Popen(
        ["node", "server.js", str(oidc_port), redirect],
        cwd=OIDC,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert node.stdout is not None and node.stdout.readline() == "klaar\n"
        secrets = _secrets(folder, f"http://localhost:{oidc_port}", redirect)
        options = ["--secrets.files", str(secrets)]
        klok = folder / "klok"
        klok.write_text("0")
        environment = {"PROEFTUIN_CONFIG": str(_config(folder)), "PROEF_KLOK": str(klok)}
        with serve(
            data_dir, "tests/lib/browser/verse_app.py", options, environment, app_port
        ) as address:
            yield Proef(address, data_dir, klok)
    finally:
        node.terminate()
        node.communicate(timeout=DEADLINE)


def log_in(proef: Proef, browser: Browser, account: str, start: str = "") -> BrowserContext:
    """A browser in which this account has logged in by the button of the app (or by start)."""
    context = forget_visitor(browser)
    page = context.pages[0]
    if start:
        page.goto(start)
    else:
        runs_of(page).goto(f"{proef.address}/overzicht")
        page.get_by_role("button", name="Inloggen").first.click()
    page.get_by_label("Account").fill(account)
    page.get_by_role("button", name="Verder").click()
    page.wait_for_url(f"{proef.address}/**", wait_until="commit")
    return context


@cache
def _visitor(browser: Browser) -> BrowserContext:
    context = new_visitor(browser)
    context.new_page()
    return context


def forget_visitor(browser: Browser) -> BrowserContext:
    """One browser with one tab for one account after another: without cookies it is nobody.

    It keeps the scripts of Streamlit, so that each next account finds them in its cache.
    """
    context = _visitor(browser)
    context.pages[0].goto("about:blank")
    context.clear_cookies()
    return context


def new_visitor(browser: Browser) -> BrowserContext:
    """A browser that knows nothing yet."""
    return browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")


def wait_for_page(page: Page) -> Page:
    """Wait until the run is over and a page shows its menu and its header, or why it does not."""
    runs_of(page).wait()
    for part in ('[data-testid="stSidebarNavLink"]', ".kop, .leeg-scherm", "h1"):
        page.wait_for_selector(part)
    return page


def visit_page(page: Page, url: str) -> Page:
    """Open an address of the app in this tab and wait for its page."""
    runs_of(page).goto(url)
    return wait_for_page(page)


def open_page(proef: Proef, context: BrowserContext, slug: str) -> Page:
    """Straight at a page, as from a bookmark; in the tab that is open, which starts quicker."""
    return visit_page(context.pages[0], f"{proef.address}/{slug}")
