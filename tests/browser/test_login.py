"""Logging in for real: four accounts of four roles, and everything that must not work.

Each logs in by a browser. Which edition a page gives is read from what the server sends, for every
page; the browser shows one.
"""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from playwright.sync_api import Browser, BrowserContext

from proeftuin.access.rules import may_see_page
from proeftuin.ui.shell import PAGINA
from proeftuin.vocabulary import ROL_BEHEERDER, ROL_INTERN, ROL_OPENBAAR, ROLLEN
from tests.lib.browser.inlogproef import (
    COOKIE,
    GEHEIM,
    ROL_VAN,
    Proef,
    forget_visitor,
    log_in,
    open_page,
    start_proef,
    wait_for_page,
)
from tests.lib.browser.lijn import Lijn, cookies_of
from tests.lib.browser.pagina import SLUGS, menu_of

pytest_plugins = ("tests.lib.editie_fixture",)
pytestmark = pytest.mark.browser
ANONIEM = "niemand"
MEER = "rol=beheerder&role=intern&audience=intern"  # what a reader may try in the address


@pytest.fixture(scope="module")
def proef(editie_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proef]:
    folder = tmp_path_factory.mktemp("login")
    no_log = shutil.ignore_patterns("logboek")
    data_dir = Path(shutil.copytree(editie_dir, folder / "var", ignore=no_log))
    with start_proef(data_dir, folder) as found:
        yield found


def visitor(proef: Proef, browser: Browser, account: str) -> BrowserContext:
    return forget_visitor(browser) if account == ANONIEM else log_in(proef, browser, account)


@pytest.mark.langzaam
@pytest.mark.parametrize("account", [ANONIEM, "partner", "intern", "beheer"])
def test_each_page_on_a_fresh_server_shows_a_role_its_own_edition(
    account: str,
    proef: Proef,
    browser: Browser,
) -> None:
    rol = ROL_VAN.get(account, ROL_OPENBAAR)
    soort = "interne editie" if rol in (ROL_INTERN, ROL_BEHEERDER) else "openbare editie"
    own = [slug for slug in SLUGS if may_see_page(rol, slug)]
    context = visitor(proef, browser, account)
    cookies = cookies_of(context.cookies(proef.address))
    for slug in SLUGS:
        with Lijn(proef.address, cookies) as lijn:
            blad = lijn.open(slug, MEER)
        assert blad.menu_slugs() == own
        assert blad.titles() == [PAGINA[slug].titel]
        header = blad.header()
        if slug in own:
            assert soort in header and f"rol {rol}, " in header
            assert "dit toestel" not in header
        else:
            assert "niet voor iedereen" in blad.words()
            assert not header
            assert f"soort=geweigerd rol={rol} pagina={slug} reden=rol" in proef.log()[-1]
    page = open_page(proef, context, f"overzicht?{MEER}")
    assert menu_of(page) == [f"/{slug}" for slug in own], "a browser shows the same"
    assert page.locator("h1").inner_text() == PAGINA["overzicht"].titel
    assert soort in page.locator(".kop").inner_text()
    if account != ANONIEM:
        assert f"Ingelogd, rol {rol}" in page.inner_text("body")


def test_logging_out_ends_it(proef: Proef, browser: Browser) -> None:
    context = log_in(proef, browser, "intern")
    page = open_page(proef, context, "kosten")
    assert "interne editie" in page.locator(".kop").inner_text()
    page.get_by_role("button", name="Uitloggen").click()
    page.get_by_role("button", name="Ja").click()
    page.wait_for_url(f"{proef.address}/**")
    wait_for_page(page)
    assert not [item for item in context.cookies() if item["name"].startswith(COOKIE)]
    page = open_page(proef, context, "kosten")
    assert "openbare editie" in page.locator(".kop").inner_text()
    assert page.get_by_role("button", name="Inloggen").count()


def test_an_account_without_a_role_reads_the_openbaar_edition_and_hears_why(
    proef: Proef,
    browser: Browser,
) -> None:
    context = log_in(proef, browser, "zonderrol")
    page = open_page(proef, context, "overzicht")
    assert "openbare editie" in page.locator(".kop").inner_text()
    assert "uw account heeft hier geen rol" in page.locator(".stMain").inner_text()
    assert "soort=geweigerd rol=openbaar pagina=overzicht reden=geen_rol" in "".join(proef.log())


def test_a_login_counts_until_exp_and_not_longer(proef: Proef, browser: Browser) -> None:
    context = log_in(proef, browser, "beheer")
    page = open_page(proef, context, "stapeling")
    assert "interne editie" in page.locator(".kop").inner_text()
    page.get_by_role("button", name="Bewaren").first.click()
    proef.klok.write_text("601")
    button = page.get_by_role("button", name="Download CSV").first
    button.click()
    page.wait_for_selector("text=Het bestand kon niet worden gemaakt")
    page.keyboard.press("Escape")
    page.get_by_text("Onzekerheid tonen").click()
    page.wait_for_selector("text=Uw sessie is voorbij")
    assert "openbare editie" in wait_for_page(page).locator(".kop").inner_text()
    lines = proef.log()
    assert any("geweigerd" in line and "bestand=stapeling.csv" in line for line in lines)
    assert not any("gedownload" in line and "bestand=stapeling.csv" in line for line in lines)
    assert "reden=verlopen" in "".join(lines)
    page = open_page(proef, context, "overzicht")
    assert "openbare editie" in page.locator(".kop").inner_text()
    proef.klok.write_text("0")


def test_a_token_made_for_another_app_counts_as_not_logged_in(
    proef: Proef,
    browser: Browser,
) -> None:
    payload = {"provider": "ander", "exp": int(time.time()) + 60}
    token = jwt.encode({"alg": "HS256"}, payload, OctKey.import_key(GEHEIM))
    start = f"{proef.address}/auth/login?provider={token}"
    context = log_in(proef, browser, "beheer", start)
    page = open_page(proef, context, "kosten")
    assert "openbare editie" in page.locator(".kop").inner_text()
    assert "hoort bij een andere toepassing" in page.locator(".stMain").inner_text()
    assert "reden=verkeerde_doelgroep" in "".join(proef.log())


def test_a_tampered_cookie_counts_as_not_logged_in(proef: Proef, browser: Browser) -> None:
    context = log_in(proef, browser, "partner")
    cookies = context.cookies()
    for cookie in cookies:
        if cookie["name"] == COOKIE:
            middle = len(cookie["value"]) // 3
            swapped = "A" if cookie["value"][middle] != "A" else "B"
            cookie["value"] = cookie["value"][:middle] + swapped + cookie["value"][middle + 1 :]
    context.clear_cookies()
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = open_page(proef, context, "kosten")
    assert "openbare editie" in page.locator(".kop").inner_text()
    assert "Uw aanmelding is niet geldig" in page.locator(".stMain").inner_text()
    assert "reden=ongeldige_aanmelding" in "".join(proef.log())


def test_no_role_reached_what_it_may_not_and_the_log_names_no_one(proef: Proef) -> None:
    """Runs last: over everything the visits above did."""
    lines = proef.log()
    assert (proef.data_dir / "logboek" / "toegang.log").stat().st_mode & 0o777 == 0o600
    for line in lines:
        facts = dict(part.split("=", 1) for part in line.split()[1:])
        assert facts["rol"] in (*ROLLEN, "geen")
        if facts["soort"] != "geweigerd" and facts.get("audience") == "intern":
            assert facts["rol"] in ("intern", "beheerder"), line
    for word in ("voorbeeld", "Naam", "127.0.0.1", "zonderrol", "@"):
        assert word not in "".join(lines)
