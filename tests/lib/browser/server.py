"""A server of the app for a test: started as a user would, alone on its port, stopped after it."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from tests.lib.browser.bureau import BUREAU, note_output
from tests.lib.browser.starten import free_port, run_server


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
    environment = {**BUREAU, "PROEFTUIN_DATA": str(data_dir), **extra}
    address = f"http://localhost:{port}{prefix}"
    with tempfile.NamedTemporaryFile(prefix="proeftuin-server-") as output:
        note_output(address, Path(output.name))
        with run_server(script, port, options, environment, prefix=prefix, output=output.file):
            yield address
