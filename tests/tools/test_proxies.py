"""The proxies of deploy/ for real: a visitor stays with one process until it is gone, gzip works.

Two servers stand in for two processes of the app; each says which one it is.
"""

import gzip
import shutil
import ssl
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar, DefaultCookiePolicy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue

import pytest

from tests.lib.browser.starten import free_port
from tools.lezers import PROXIES

DEADLINE = 60.0
LANG = "x" * 5000
HEALTH = "/_stcore/health"


class App(BaseHTTPRequestHandler):
    """Says its own port, and that it is healthy; keeps who was asked for its health."""

    asked: "Queue[object]" = Queue()

    def do_GET(self) -> None:
        if self.path == HEALTH:
            self.asked.put(self.server.server_address[1])
        content = f"{self.server.server_port} {LANG}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/css")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        """Nothing."""


@pytest.fixture
def apps() -> Iterator[list[ThreadingHTTPServer]]:
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), App) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield servers
    for server in servers:
        server.shutdown()
        server.server_close()


def visitor() -> urllib.request.OpenerDirector:
    """A browser of its own, which keeps cookies and does not check the certificate."""
    loose = ssl.create_default_context()
    loose.check_hostname, loose.verify_mode = False, ssl.CERT_NONE
    jar = CookieJar(DefaultCookiePolicy(secure_protocols=("https",)))
    return urllib.request.build_opener(
        urllib.request.HTTPSHandler(context=loose), urllib.request.HTTPCookieProcessor(jar)
    )


def port_of(browser: urllib.request.OpenerDirector, address: str) -> int:
    with browser.open(address, timeout=30) as answer:
        return int(answer.read().split()[0])


def stop_at_its_worst(naam: str, app: ThreadingHTTPServer) -> None:
    """Stops a server right after the proxy found it healthy, where that proxy looks at all."""
    if naam == "caddy":
        while not App.asked.empty():
            App.asked.get()
        while App.asked.get(timeout=DEADLINE) != app.server_port:
            pass
    app.shutdown()
    app.server_close()


@pytest.mark.parametrize("naam", PROXIES)
def test_a_visitor_stays_until_the_process_is_gone(
    naam: str, apps: list[ThreadingHTTPServer], tmp_path: Path
) -> None:
    if not shutil.which(naam):
        pytest.skip(f"{naam} is not on this machine")
    port, ports = free_port(), [server.server_port for server in apps]
    address = f"https://localhost:{port}/"
    proxy = PROXIES[naam](tmp_path, port, ports)
    try:
        deadline = time.monotonic() + DEADLINE
        while True:
            try:
                port_of(visitor(), address)
                break
            except OSError:
                assert time.monotonic() < deadline and proxy.poll() is None, naam
                time.sleep(0.1)
        browsers = [visitor() for _ in range(24)]
        for browser in browsers:
            port_of(browser, address)  # from here on it has a cookie
        first = [port_of(browser, address) for browser in browsers]
        assert set(first) == set(ports), "visitors are spread"
        assert [port_of(browser, address) for browser in browsers] == first
        request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
        with browsers[0].open(request, timeout=30) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
            packed = answer.read()
        assert len(packed) < 500 and LANG in gzip.decompress(packed).decode()
        stop_at_its_worst(naam, apps[0])
        # No visitor sees an error, however short after a look at its health a process went.
        while {port_of(browser, address) for browser in browsers} != {ports[1]}:
            assert time.monotonic() < deadline
    finally:
        proxy.terminate()
        proxy.wait(timeout=DEADLINE)
