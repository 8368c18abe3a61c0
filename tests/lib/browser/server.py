"""A server of the app for a test: started as a user would, alone on its port, stopped after it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from tests.lib.browser.bureau import BUREAU, note_output
from tests.lib.browser.wachten import DEADLINE, wait_until

ROOT = Path(__file__).resolve().parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_up(process: subprocess.Popen[bytes], address: str) -> bool:
    assert process.poll() is None, "the server stopped while it started"
    try:
        urllib.request.urlopen(f"{address}/_stcore/health", timeout=10).close()
    except OSError:
        return False
    return True


@contextmanager
def serve(
    data_dir: Path,
    script: str = "app.py",
    options: Sequence[str] = (),
    extra: Mapping[str, str] = MappingProxyType({}),
    port: int = 0,
    prefix: str = "",
) -> Iterator[str]:
    """A fresh server of the app, with more options and environment when given; its address.

    prefix: '/x' to run under, part of the address. A visit is openbaar, until sit_at_desk.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    command += [*options, *(["--server.baseUrlPath", prefix[1:]] if prefix else [])]
    environment = {**os.environ, **BUREAU, "PROEFTUIN_DATA": str(data_dir), **extra}
    address = f"http://localhost:{port}{prefix}"
    with tempfile.NamedTemporaryFile(prefix="proeftuin-server-") as output:
        note_output(address, Path(output.name))
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.DEVNULL
        )
        try:
            wait_until(lambda: _is_up(process, address), "the server", lambda: time.sleep(0.1))
            yield address
        finally:
            process.terminate()
            process.wait(timeout=DEADLINE)
