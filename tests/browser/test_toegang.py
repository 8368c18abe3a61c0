"""The app behind the proxy of deploy/ and behind others, and at a desk: real visits and headers."""

import json
import os
import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from proeftuin.ui.shell import PAGINAS
from tests.lib.browser.bureau import sit_at_desk, take_link
from tests.lib.browser.inlogproef import new_visitor, visit_page
from tests.lib.browser.lijn import Lijn, cookies_of
from tests.lib.browser.server import serve
from tests.lib.browser.starten import ROOT, free_port
from tests.lib.browser.tussenpost import SOORTEN, read_page, start_proxy
from tests.lib.browser.wachten import DEADLINE, wait_until

pytest_plugins = ("tests.lib.editie_fixture",)
pytestmark = pytest.mark.browser
NAAM = "localhost"  # the hardest case: the name of this computer itself
LOG: dict[int, Path] = {}


@pytest.fixture(scope="module")
def app_port(editie_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Port of one app, started as at a desk, with an access log of its own."""
    port = free_port()
    no_log = shutil.ignore_patterns("logboek")
    folder = tmp_path_factory.mktemp("toegang") / "var"
    with serve(Path(shutil.copytree(editie_dir, folder, ignore=no_log)), port=port):
        LOG[port] = folder / "logboek" / "toegang.log"
        yield port


@pytest.fixture(scope="module")
def proxy(app_port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the app behind Caddy, which made a certificate of its own."""
    folder = tmp_path_factory.mktemp("caddy")
    port = free_port()
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "PROEFTUIN_ADRES": f"https://{NAAM}:{port}",
        "PROEFTUIN_APP": f"127.0.0.1:{app_port}",
        "PROEFTUIN_TLS": "tls internal",
        "PROEFTUIN_CADDY": "auto_https disable_redirects\n\tskip_install_trust",
    }
    caddy = subprocess.Popen(
        ["caddy", "run", "--config", str(ROOT / "deploy" / "Caddyfile"), "--adapter", "caddyfile"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"https://{NAAM}:{port}"
        wait_until(lambda: _answers(address), "the proxy", lambda: time.sleep(0.1))
        yield address
    finally:
        caddy.terminate()
        caddy.wait(timeout=DEADLINE)


def _answers(address: str) -> bool:
    try:
        fetch(address).close()
    except OSError:
        return False
    return True


def fetch(address: str, **headers: str) -> HTTPResponse:
    """GET without checking the certificate."""
    loose = ssl.create_default_context()
    loose.check_hostname, loose.verify_mode = False, ssl.CERT_NONE
    request = urllib.request.Request(address, headers=headers)
    return urllib.request.urlopen(request, timeout=30, context=loose)  # type: ignore[no-any-return]


def test_behind_the_proxy_a_visitor_is_openbaar_and_everything_works(
    proxy: str,
    browser: Browser,
) -> None:
    answer = fetch(proxy)
    answer.close()
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Server"] is None
    context = browser.new_context(ignore_https_errors=True, reduced_motion="reduce")
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    for slug in ("kaart", "verblijf"):
        header = visit_page(page, f"{proxy}/{slug}").locator(".kop").inner_text()
        assert "rol openbaar, zonder inloggen: openbare editie" in header
        page.wait_for_selector("canvas, [data-testid='stVegaLiteChart'] svg")
    assert not [text for text in errors if "Content Security Policy" in text]
    page.get_by_role("button", name="Bewaren").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download CSV").first.click()
    assert "openbaar" in json.dumps(Path(waiting.value.path()).read_text("utf-8"))
    context.close()


@pytest.fixture(scope="module")
def desk(app_port: int, browser: Browser) -> Iterator[Page]:
    """A tab of the browser that opened the link."""
    context = new_visitor(browser)
    address = f"http://{NAAM}:{app_port}"
    sit_at_desk(context, address)
    assert context.request.get(address).ok  # gives the cookie that is a visitor
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def desk_line(app_port: int, desk: Page) -> Iterator[Lijn]:
    """The same visitor, without a window, with the page of an indicator open."""
    address = f"http://{NAAM}:{app_port}"
    with Lijn(address, cookies_of(desk.context.cookies(address))) as lijn:
        lijn.open("verblijf")
        yield lijn


def make_file(desk_line: Lijn) -> str:
    """Path of a file that is made for the desk now; the server keeps it a moment."""
    button = next(item for item in desk_line.buttons() if item.label == "Download CSV")
    file = desk_line.download(button)
    assert "intern" in file.inhoud.decode()
    return file.pad


def log_of(port: int) -> list[str]:
    return LOG[port].read_text(encoding="utf-8").splitlines()


def ask(place: tuple[str, int], app_port: int, path: str, **headers: str) -> tuple[int, bytes]:
    """GET through a proxy, with a Host as if the app were asked at this computer."""
    connection = HTTPConnection(*place, timeout=60)
    connection.putrequest("GET", path, skip_host=True)
    for name, text in {"Host": f"localhost:{app_port}", **headers}.items():
        connection.putheader(name, text)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


@pytest.mark.parametrize("soort", SOORTEN)
def test_a_visitor_through_a_proxy_is_openbaar_whatever_he_writes(
    soort: str, app_port: int, desk: Page, desk_line: Lijn
) -> None:
    guess = f"proeftuin_bureau_{app_port}=geraden; proeftuin_bezoek_{app_port}=geraden"
    file = make_file(desk_line)
    with start_proxy(soort, app_port) as place:
        for path in (file, "/bureau?sleutel=geraden", "/_stcore/metrics"):
            status, content = ask(place, app_port, path, Cookie=guess)
            assert status in (403, 404) and len(content) < 200, path
        if soort != "alleen websocket":
            redenen = [line.rsplit("reden=", 1)[-1] for line in log_of(app_port)[-3:]]
            assert redenen == ["vreemd_bestand", "onbekende_sleutel", "gesloten_adres"]
        assert desk.context.request.get(f"http://{NAAM}:{app_port}{file}").status == 200
        for slug in ("kosten", "evaluatie"):
            html = read_page(place, app_port, slug, {"cookie": guess})
            (header,) = (text for text in html if 'class="kop"' in text)
            assert "rol openbaar, zonder inloggen: openbare editie" in header
        html = read_page(place, app_port, "gesprekken", {"cookie": guess})
        assert any("niet voor iedereen" in text for text in html)


def test_a_file_is_for_the_browser_it_was_made_for(
    app_port: int,
    desk: Page,
    desk_line: Lijn,
    browser: Browser,
) -> None:
    address = f"http://{NAAM}:{app_port}{make_file(desk_line)}"
    answer = desk.context.request.get(address, headers={"Range": "bytes=0-3"})
    assert answer.status == 200 and b"intern" in answer.body()
    assert answer.headers["cache-control"] == "no-store"
    other = new_visitor(browser)
    sit_at_desk(other, f"http://{NAAM}:{app_port}")
    assert other.request.get(address).status == 404, "intern too, and yet another browser"
    assert log_of(app_port)[-1].endswith("reden=vreemd_bestand")
    assert desk.context.request.head(address).status == 404
    assert other.request.get(f"http://{NAAM}:{app_port}/media/{'0' * 56}.csv").status == 404
    other.close()


def test_the_link_works_once_and_says_so_on_the_page(
    app_port: int,
    desk: Page,
    browser: Browser,
) -> None:
    address = f"http://{NAAM}:{app_port}"
    header = visit_page(desk, f"{address}/overzicht").locator(".kop").inner_text()
    assert "rol intern, met de link van deze computer: interne editie" in header
    assert desk.locator('[data-testid="stSidebarNavLink"]').count() == len(PAGINAS)
    (cookie,) = (
        item
        for item in desk.context.cookies()
        if item.get("name", "").endswith(str(app_port)) and "bureau" in item.get("name", "")
    )
    assert cookie.get("httpOnly") and cookie.get("sameSite") == "Strict"
    link = take_link(address)
    context = new_visitor(browser)
    page = visit_page(context.new_page(), f"{address}/overzicht?rol=intern")
    assert "rol openbaar, zonder inloggen" in page.locator(".kop").inner_text()
    assert visit_page(page, link).url == f"{address}/overzicht"
    assert "rol intern" in page.locator(".kop").inner_text()
    assert context.request.get(link, max_redirects=0).status == 303, "the same browser again"
    late = new_visitor(browser)
    assert late.request.get(link).status == 403
    with Lijn(address, cookies_of(late.cookies())) as lijn:
        assert "openbare editie" in lijn.open("overzicht").header()
    for headers in ({"Host": "kwaad.example"}, {"Host": "localhost.kwaad.example"}):
        with pytest.raises(urllib.error.HTTPError, match="403") as refused:
            fetch(address, **headers)
        refused.value.close()
    with fetch(address) as answer:
        assert "Content-Security-Policy" in answer.headers
    for item in (context, late):
        item.close()
