"""An app of its own for a tool that looks at pages: the role of a visit is its cookie `proef_rol`.

Debian's chromium is driven by playwright with the flags of the browser tests; two flags that look
faster (no threaded compositing, no partial raster) make a page wait for ever.
"""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.lib.browser.server import free_port
from tests.lib.browser.venster import CHROMIUM, FLAGS

HUIS = Path(__file__).resolve().parents[1]
ROLLEN_APP = HUIS / "tests" / "lib" / "browser" / "app_met_rollen.py"
_WACHT = 120  # seconds for a server to start


def copy_editions(source: Path, folder: Path) -> Path:
    """A copy in folder of what an app reads of a data folder: no store, levering or log."""
    skip = shutil.ignore_patterns("logboek", "store.duckdb*", "demo-levering")
    return Path(shutil.copytree(source, folder, ignore=skip))


@contextmanager
def serve_app(data: Path, root: Path = HUIS) -> Iterator[str]:
    """Address of an app on these data, of the code in root; RuntimeError when it does not start."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROLLEN_APP)]
    command += ["--server.port", str(port), "--server.headless", "true"]
    extra = {"PROEFTUIN_DATA": str(data), "PYTHONPATH": str(root)}
    process = subprocess.Popen(
        command,
        cwd=root,
        env={**os.environ, **extra},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://localhost:{port}"
        _wait_for(process, address)
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + _WACHT
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=10).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("De app voor het kijken is niet gestart.")


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Debian's chromium, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
