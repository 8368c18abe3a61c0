"""Load on the app: readers who open pages at once, over Streamlit's own websocket protocol.

Usage: python -m tools.lezers [SECONDS [READERS [STREAMLIT-OPTION ...]]], default 600 s and 30. So
`python -m tools.lezers 120 30 --runner.postScriptGC true` measures another setting of the server,
and PROCESSEN=2 PROXY=caddy (or nginx) before it two processes behind that proxy of deploy/.

A fresh app serves, on this machine only, a copy of the editions in PROEFTUIN_DATA (default
var), so that no access log or journal of that folder is
touched. One reader first opens every page
once. Then each reader opens a page, reads on for 5 seconds after it stands, opens another, and
leaves after 10 pages; the next one comes with a session of its own. A page takes from the request
until Streamlit says that the script finished. Nothing is drawn: what a browser needs comes on top.
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from statistics import linear_regression, quantiles
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: E402
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: E402
from websockets.asyncio.client import ClientConnection, connect  # noqa: E402
from websockets.exceptions import WebSocketException  # noqa: E402
from websockets.typing import Origin, Subprotocol  # noqa: E402

from proeftuin.access import BUREAU_OMGEVING, BUREAU_PAD, PRINT  # noqa: E402
from proeftuin.ui.shell import PAGINAS  # noqa: E402
from tests.lib.browser.starten import free_port, run_server, wait_for  # noqa: E402

SLUGS = tuple(pagina.slug for pagina in PAGINAS)
DENK_SECONDEN = 5.0
PAGINAS_PER_BEZOEK = 10
WACHT_SECONDEN = 60.0
MAX_SECONDEN, MAX_LEZERS = 3600.0, 200
MB = 1024**2
DEPLOY = ROOT / "deploy"
Starter = Callable[..., "subprocess.Popen[bytes]"]


@dataclass
class Meting:
    """What a run saw: seconds per page, a line per fault, (minute, MB) of the server's memory.

    processor: seconds of user time of all processes; duur: seconds that the run took.
    """

    seconden: list[float] = field(default_factory=list)
    fouten: list[str] = field(default_factory=list)
    geheugen: list[tuple[float, float]] = field(default_factory=list)
    processor: float = 0.0
    duur: float = 0.0

    def __str__(self) -> str:
        """Lines for people."""
        steps = quantiles(self.seconden, n=20, method="inclusive")
        minutes = " ".join(f"{mb:.0f}" for _, mb in self.geheugen)
        lines = [
            f"{len(self.seconden)} pages: median {steps[9]:.2f} s, p95 {steps[18]:.2f} s, "
            f"slowest {max(self.seconden):.2f} s; {len(self.fouten)} errors; server "
            f"{1000 * self.processor / len(self.seconden):.0f} ms of user time per page, "
            f"{self.processor / self.duur if self.duur else 0.0:.2f} cores",
            f"memory per minute (MB): {minutes}; slope of the second half "
            f"{slope_per_minute(self.geheugen):+.1f} MB per minute",
        ]
        return "\n".join(lines + sorted(set(self.fouten))[:10])


def slope_per_minute(points: Sequence[tuple[float, float]]) -> float:
    """Growth per minute over the second half of (minute, value) points; 0.0 under two points."""
    half = points[len(points) // 2 :]
    if len(half) < 2:
        return 0.0
    return linear_regression(*zip(*half, strict=True)).slope


def find_fault(message: ForwardMsg) -> str:
    """What a message from the server says went wrong on the page; empty when nothing did."""
    kind = message.WhichOneof("type")
    if kind == "page_not_found":
        return "page not found"
    if kind == "script_finished":
        is_bad = message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR
        return "script did not compile" if is_bad else ""
    element = message.delta.new_element if kind == "delta" else None
    if element is not None and element.HasField("exception"):
        return f"exception: {element.exception.message}"
    if element is not None and element.HasField("alert"):
        is_error = element.alert.format == element.alert.ERROR
        return f"error on the page: {element.alert.body}" if is_error else ""
    return ""


def is_last(message: ForwardMsg) -> bool:
    """True for the message that ends a page; a script that starts again does not end it."""
    return (
        message.WhichOneof("type") == "script_finished"
        and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
    )


def request_page(slug: str) -> bytes:
    """The message with which a browser asks for a page by its address."""
    message = BackMsg()
    message.rerun_script.page_name = slug
    message.rerun_script.query_string = ""
    return bytes(message.SerializeToString())


def connect_app(port: int, koekje: str = "") -> connect:
    """A visit of its own, with these cookies: `async with` gives the connection."""
    return connect(
        f"ws://localhost:{port}/_stcore/stream",
        origin=Origin(f"http://localhost:{port}"),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers={"cookie": koekje} if koekje else {},
        max_size=None,
        proxy=None,
    )


async def read_page(
    connection: ClientConnection, slug: str, seconds: float = WACHT_SECONDEN
) -> list[ForwardMsg]:
    """Ask for a page, and all the server sends until it stands; TimeoutError when it does not."""
    messages = []
    async with asyncio.timeout(seconds):
        await connection.send(request_page(slug))
        while True:
            messages.append(ForwardMsg.FromString(await connection.recv(decode=False)))
            if is_last(messages[-1]):
                return messages


async def open_page(connection: ClientConnection, slug: str, meting: Meting) -> None:
    """Open a page; notes time and faults."""
    begin = time.perf_counter()
    messages = await read_page(connection, slug)
    faults = [f"{slug}: {fault}" for message in messages if (fault := find_fault(message))]
    meting.seconden.append(time.perf_counter() - begin)
    meting.fouten += faults


async def visit(port: int, slugs: Sequence[str], think: float, meting: Meting, koekje: str) -> None:
    """One intern visit with a session of its own: these pages, with a pause after each."""
    slug = ""
    try:
        async with connect_app(port, koekje) as connection:
            for slug in slugs:
                await open_page(connection, slug, meting)
                await asyncio.sleep(think)
    except (OSError, TimeoutError, WebSocketException) as error:
        meting.fouten.append(f"{slug}: {type(error).__name__} {error}")
        await asyncio.sleep(think)


async def read_on(port: int, number: int, until: float, meting: Meting, koekje: str) -> None:
    """One reader after another on the same chair, until the monotonic moment until."""
    random = Random(number)
    await asyncio.sleep(random.uniform(0, DENK_SECONDEN))
    while (left := until - time.monotonic()) > 0:
        pages = min(PAGINAS_PER_BEZOEK, 1 + int(left / DENK_SECONDEN))
        await visit(port, random.choices(SLUGS, k=pages), DENK_SECONDEN, meting, koekje)


async def watch_memory(pids: Sequence[int], seconds: float, meting: Meting) -> None:
    """Note the resident memory of the servers at the start and after every minute."""
    for minute in range(int(seconds / 60) + 1):
        meting.geheugen.append((float(minute), sum(map(memory_mb, pids))))
        await asyncio.sleep(60)


def memory_mb(pid: int) -> float:
    """Resident memory of a process in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


def user_seconds(pid: int) -> float:
    """Seconds of user time a process has had."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(after_name[11]) / os.sysconf("SC_CLK_TCK")


async def measure_readers(
    port: int, pids: Sequence[int], seconds: float, readers: int, koekje: str
) -> Meting:
    """The run itself, on an app in which every page was opened before; pids: its processes."""
    meting, begin = Meting(), time.monotonic()
    until, used = begin + seconds, sum(map(user_seconds, pids))
    memory = asyncio.create_task(watch_memory(pids, seconds, meting))
    await asyncio.gather(
        *(read_on(port, number, until, meting, koekje) for number in range(readers))
    )
    meting.processor = sum(map(user_seconds, pids)) - used
    meting.duur = time.monotonic() - begin
    memory.cancel()
    return meting


@contextmanager
def serve(data: Path, options: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """A fresh app on this machine only: (port, process id, cookie of who opened its link)."""
    port, extra = free_port(), {"PROEFTUIN_DATA": str(data), BUREAU_OMGEVING: PRINT}
    local = ("--server.address", "localhost")
    with run_server("app.py", port, (*options, *local), extra, output=subprocess.PIPE) as process:
        yield port, process.pid, open_link(process)


@contextmanager
def serve_behind(naam: str, ports: Sequence[int]) -> Iterator[int]:
    """The port of this proxy (caddy, nginx; plain http) before these; without one the first."""
    if not naam:
        yield ports[0]
        return
    with tempfile.TemporaryDirectory(prefix="proeftuin-proxy-") as folder:
        port = free_port()
        process = PROXIES[naam](Path(folder), port, ports, is_tls=False)
        try:
            wait_for(f"http://localhost:{port}")
            yield port
        finally:
            process.terminate()
            process.wait(timeout=20)


def run_caddy(
    folder: Path, port: int, ports: Sequence[int], *, is_tls: bool = True
) -> "subprocess.Popen[bytes]":
    """Caddy with deploy/Caddyfile on this port of localhost; folder: for what it writes."""
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "PROEFTUIN_ADRES": f"{'https' if is_tls else 'http'}://localhost:{port}",
        "PROEFTUIN_APP": " ".join(f"127.0.0.1:{number}" for number in ports),
        "PROEFTUIN_TLS": "tls internal" if is_tls else "",
        "PROEFTUIN_CADDY": "auto_https disable_redirects\n\tskip_install_trust",
    }
    command = ["caddy", "run", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def run_nginx(
    folder: Path, port: int, ports: Sequence[int], *, is_tls: bool = True
) -> "subprocess.Popen[bytes]":
    """Nginx with deploy/nginx.conf, as run_caddy."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    server = re.search(r"\tserver 127\.0\.0\.1:8501 (.*)\n", text)
    if server is None:
        raise ValueError("deploy/nginx.conf has no line for the app")
    lines = (f"\tserver 127.0.0.1:{number} {server[1]}\n" for number in ports)
    text = text.replace(server[0], "".join(lines))
    if is_tls:
        key, certificate = folder / "sleutel.pem", folder / "certificaat.pem"
        made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj"]
        made += ["/CN=localhost", "-keyout", str(key), "-out", str(certificate)]
        subprocess.run(made, check=True, capture_output=True)
        text = text.replace("/etc/ssl/proeftuin.pem", str(certificate))
        text = text.replace("/etc/ssl/proeftuin.key", str(key))
        text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    else:
        text = re.sub(r"\tssl_certificate.*\n", "", text)
        text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    paths = "".join(
        f"{naam}_temp_path {folder};\n"
        for naam in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/fouten;\nevents {{}}\n"
        f"http {{\n{paths}{text}\n}}\n",
        encoding="utf-8",
    )
    return subprocess.Popen(["nginx", "-p", str(folder), "-c", str(whole)])


PROXIES: dict[str, Starter] = {"caddy": run_caddy, "nginx": run_nginx}


def open_link(process: "subprocess.Popen[bytes]") -> str:
    """Use the link that the server prints; the cookie it gives, as a header says it."""
    assert process.stdout is not None
    words = (word for line in process.stdout for word in line.decode().split())
    link = next(word for word in words if BUREAU_PAD in word)
    address = urlsplit(link)
    connection = HTTPConnection(address.hostname or "", address.port)
    connection.request("GET", f"{address.path}?{address.query}")
    cookies = connection.getresponse().headers.get_all("set-cookie") or []
    connection.close()
    return "; ".join(cookie.split(";")[0] for cookie in cookies)


def read_arguments(arguments: Sequence[str]) -> tuple[float, int, list[str]]:
    """(seconds, readers, options for Streamlit); ValueError above what one run may ask."""
    seconds = float(arguments[0]) if arguments else 600.0
    readers = int(arguments[1]) if len(arguments) > 1 else 30
    if not (0 < seconds <= MAX_SECONDEN and 0 < readers <= MAX_LEZERS):
        raise ValueError(f"at most {MAX_SECONDEN:.0f} seconds and {MAX_LEZERS} readers")
    return seconds, readers, list(arguments[2:])


def main() -> None:
    """Run once and print what it gave; exit code 1 when a page went wrong."""
    seconds, readers, options = read_arguments(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="proeftuin-lezers-") as folder:
        data = Path(os.environ.get("PROEFTUIN_DATA") or "var")
        shutil.copytree(data / "edities", Path(folder) / "edities")
        with ExitStack() as stack:
            many = int(os.environ.get("PROCESSEN") or 1)
            apps = [stack.enter_context(serve(Path(folder), options)) for _ in range(many)]
            koekje = "; ".join(app[2] for app in apps)  # each knows the one it gave
            first = Meting()
            for own, *_ in apps:
                asyncio.run(visit(own, SLUGS, 0.0, first, koekje))
            sys.stdout.write(f"every page for the first time: {sum(first.seconden):.1f} s\n")
            sys.stdout.flush()
            ports, pids = [app[0] for app in apps], [app[1] for app in apps]
            port = stack.enter_context(serve_behind(os.environ.get("PROXY") or "", ports))
            meting = asyncio.run(measure_readers(port, pids, seconds, readers, koekje))
    meting.fouten += first.fouten
    sys.stdout.write(f"{readers} readers, {seconds:.0f} s; {meting}\n")
    sys.exit(1 if meting.fouten else 0)


if __name__ == "__main__":
    main()
