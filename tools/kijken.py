"""An app of its own for a tool that looks at pages: the role of a visit is its cookie `proef_rol`.

Debian's chromium is driven by playwright with the flags of the browser tests; two flags that look
faster (no threaded compositing, no partial raster) make a page wait for ever.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.lib.browser.starten import free_port, run_server
from tests.lib.browser.venster import CHROMIUM, FLAGS

HUIS = Path(__file__).resolve().parents[1]
ROLLEN_APP = HUIS / "tests" / "lib" / "browser" / "app_met_rollen.py"


def copy_editions(source: Path, folder: Path) -> Path:
    """A copy in folder of what an app reads of a data folder: no store, levering or log."""
    skip = shutil.ignore_patterns("logboek", "store.duckdb*", "demo-levering")
    return Path(shutil.copytree(source, folder, ignore=skip))


@contextmanager
def serve_app(data: Path, root: Path = HUIS) -> Iterator[str]:
    """Address of an app on these data, of the code in root; RuntimeError when it does not start."""
    port = free_port()
    extra = {"PROEFTUIN_DATA": str(data), "PYTHONPATH": str(root)}
    options = ("--server.headless", "true")
    with run_server(str(ROLLEN_APP), port, options, extra, folder=root):
        yield f"http://localhost:{port}"


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Debian's chromium, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
