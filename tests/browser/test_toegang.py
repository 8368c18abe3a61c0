"""The app behind the proxy of deploy/, and a server for others: real visits, real headers."""

import json
import os
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from proeftuin.ui.shell import PAGINAS
from tests.browser.test_app import ROOT, browser, free_port, serve  # noqa: F401
from tests.lib.browser.inlogproef import visit_page
from tests.lib.browser.wachten import DEADLINE, wait_until

pytest_plugins = ("tests.lib.editie_fixture",)
pytestmark = pytest.mark.browser
NAAM = "localhost"  # the hardest case: only what the proxy adds tells it from this device


@pytest.fixture(scope="module")
def proxy(editie_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the app behind Caddy, which made a certificate of its own."""
    folder = tmp_path_factory.mktemp("caddy")
    port, app_port = free_port(), free_port()
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
        with serve(editie_dir, port=app_port):
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
    browser: Browser,  # noqa: F811
) -> None:
    answer = fetch(proxy)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Server"] is None
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    for slug in ("kaart", "verblijf"):
        header = visit_page(page, f"{proxy}/{slug}").locator(".kop").inner_text()
        assert "openbare editie" in header and "dit toestel" not in header
        page.wait_for_selector("canvas, [data-testid='stVegaLiteChart'] svg")
    assert not [text for text in errors if "Content Security Policy" in text]
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download CSV").first.click()
    assert "openbaar" in json.dumps(Path(waiting.value.path()).read_text("utf-8"))
    context.close()


def test_on_this_device_no_login_is_said_and_all_menus_are_there(
    editie_dir: Path,
    browser: Browser,  # noqa: F811
) -> None:
    with serve(editie_dir) as address:
        context = browser.new_context()
        page = context.new_page()
        header = visit_page(page, f"{address}/overzicht").locator(".kop").inner_text()
        assert "dit toestel, zonder inloggen: interne editie" in header
        assert page.locator('[data-testid="stSidebarNavLink"]').count() == len(PAGINAS)
        forwarded = browser.new_context(extra_http_headers={"X-Forwarded-For": "10.0.0.1"})
        page = forwarded.new_page()
        visit_page(page, f"{address}/overzicht?rol=intern")
        assert "openbare editie" in page.locator(".kop").inner_text()
        for headers in ({"Host": "kwaad.example"}, {"Host": "localhost.kwaad.example"}):
            with pytest.raises(urllib.error.HTTPError, match="403"):
                fetch(address, **headers)
        assert "Content-Security-Policy" in fetch(address).headers
        for item in (context, forwarded):
            item.close()
