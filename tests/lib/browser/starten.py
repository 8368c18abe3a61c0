"""A Streamlit server for a test or a tool: on a port of its own, until it is done with."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import IO
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[3]
DEADLINE = 120.0  # seconds, far beyond any slow machine


def free_port() -> int:
    """A port of this machine that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes] | None = None) -> None:
    """Wait until an app answers there; RuntimeError when it stopped or takes too long."""
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline and (process is None or process.poll() is None):
        try:
            urlopen(f"{address}/_stcore/health", timeout=10).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"no app answers at {address}")


@contextmanager
def run_server(
    script: str,
    port: int,
    options: Sequence[str] = (),
    extra: Mapping[str, str] = MappingProxyType({}),
    *,
    folder: Path = ROOT,
    prefix: str = "",
    output: int | IO[bytes] = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[bytes]]:
    """The server of this script in folder, from when it answers; stopped at the end.

    extra: more environment. prefix: '/x' to run under. output: where it prints.
    """
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    command += [*options, *(["--server.baseUrlPath", prefix[1:]] if prefix else [])]
    process = subprocess.Popen(
        command, cwd=folder, env={**os.environ, **extra}, stdout=output, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(f"http://localhost:{port}{prefix}", process)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=DEADLINE)
        if process.stdout is not None:
            process.stdout.close()
