"""The one way a test becomes intern without a login service: the link its own server printed.

A server that a test starts as `python -m proeftuin app` does writes its links to a file; each works
once, and the next one follows when it is used.
"""

import re
import time
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

from proeftuin.access import BUREAU_OMGEVING, BUREAU_PAD, PRINT
from tests.lib.browser.wachten import DEADLINE, wait_until

BUREAU = {BUREAU_OMGEVING: PRINT}
_LINK = re.compile(rf"http://\S+{BUREAU_PAD}\?sleutel=\S+")
_OUTPUT: dict[str, Path] = {}
_TAKEN: dict[str, int] = {}


def note_output(address: str, file: Path) -> None:
    """The server at this address prints to this file."""
    _OUTPUT[address], _TAKEN[address] = file, 0


def take_link(address: str) -> str:
    """The link that works now at this server; who takes it must use it."""

    def links() -> list[str]:
        return _LINK.findall(_OUTPUT[address].read_text(encoding="utf-8"))

    wait_until(lambda: len(links()) > _TAKEN[address], "a link", lambda: time.sleep(0.05))
    _TAKEN[address] += 1
    return links()[-1]


def sit_at_desk(context: BrowserContext, address: str) -> None:
    """Make this browser intern at the server of this address, unless it is."""
    port = urlsplit(address).port
    names = {cookie.get("name") for cookie in context.cookies(address)}
    if f"proeftuin_bureau_{port}" in names:
        return
    answer = context.request.get(take_link(address), max_redirects=0)
    assert answer.status == 303, answer.text()


def desk_cookies(address: str) -> dict[str, str]:
    """The cookies of a visitor without a browser who opens the link of this server: intern."""
    link = urlsplit(take_link(address))
    connection = HTTPConnection(link.netloc, timeout=DEADLINE)
    connection.request("GET", f"{link.path}?{link.query}")
    answer = connection.getresponse()
    assert answer.status == 303, answer.read()
    connection.close()
    return read_cookies(answer)


def read_cookies(answer: HTTPResponse) -> dict[str, str]:
    """The cookies that an answer of the app gives, by name."""
    given = answer.headers.get_all("set-cookie") or []
    pairs = (cookie.split(";")[0].partition("=") for cookie in given)
    return {name: value for name, _, value in pairs}
