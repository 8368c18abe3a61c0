"""One browser and one server for all files of this folder that a process runs one after another.

Starting a browser, a server and its first pages costs more than most tests: what a test asks of
them, the next one finds ready. A test that needs a server that nobody visited starts its own.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.lib.browser.server import serve
from tests.lib.browser.venster import CHROMIUM, FLAGS


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture(scope="package")
def address(editie_dir: Path) -> Iterator[str]:
    """A server of the published demo."""
    with serve(editie_dir) as found:
        yield found
