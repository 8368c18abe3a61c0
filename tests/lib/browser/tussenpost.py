"""Small forwarding proxies on this machine, each as a real one is often set up, and a visit by one.

A proxy reads the head of a request, changes its headers as its kind does, and passes on the rest
unread, in both directions. The visitor writes whatever headers he likes.
"""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from threading import Thread

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

Headers = list[tuple[str, str]]
FORWARDED = ("x-forwarded", "forwarded", "via", "x-real-ip", "x-client-ip")


def _keep(headers: Headers, app: str) -> Headers:
    return headers


def _own_host(headers: Headers, app: str) -> Headers:
    """As nginx without a line about Host: the name of the app itself."""
    return [(name, app if name == "host" else text) for name, text in headers]


def _hide_all(headers: Headers, app: str) -> Headers:
    """The worst: everything that shows a proxy is gone, Host and Origin are those of the app."""
    own = {"host": app, "origin": f"http://{app}"}
    kept = [item for item in headers if not item[0].startswith(FORWARDED)]
    return [(name, own.get(name, text)) for name, text in kept]


def _claim_local(headers: Headers, app: str) -> Headers:
    """Says in every way that proxies know that the visitor is this computer."""
    claims = {
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-host": app,
        "x-forwarded-proto": "https",
        "x-real-ip": "127.0.0.1",
        "forwarded": f'for="[::1]";host={app};proto=http',
        "x-proeftuin-plaats": "dit_toestel",
        "x-forwarded-user": "intern",
    }
    return [*headers, *claims.items()]


SOORTEN: dict[str, tuple[str, Callable[[Headers, str], Headers] | None]] = {
    "nginx minimaal": ("127.0.0.1", _own_host),
    "nginx met Host $http_host": ("127.0.0.1", _keep),
    "haproxy": ("127.0.0.1", lambda headers, app: sorted(headers)),
    "TCP": ("127.0.0.1", None),
    "zonder X-Forwarded-For": ("127.0.0.1", _hide_all),
    "met vervalste X-Forwarded-For": ("127.0.0.1", _claim_local),
    "IPv6": ("::1", _hide_all),
    "alleen websocket": ("127.0.0.1", _hide_all),
}


@contextmanager
def start_proxy(soort: str, app_port: int) -> Iterator[tuple[str, int]]:
    """A proxy of this kind before the app at this port; the place it listens on."""
    host, change = SOORTEN[soort]
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as door:
        door.bind((host, 0))
        door.listen()
        only_websocket = soort == "alleen websocket"

        def run() -> None:
            with suppress(OSError):  # the test is over
                while True:
                    visitor, _ = door.accept()
                    _start(_pass_on, visitor, app_port, change, only_websocket)

        _start(run)
        yield host, door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)


def _start(target: Callable[..., None], *arguments: object) -> None:
    Thread(target=target, args=arguments, daemon=True).start()


def _pass_on(
    visitor: socket.socket,
    app_port: int,
    change: Callable[[Headers, str], Headers] | None,
    only_websocket: bool,
) -> None:
    with closing(visitor), socket.create_connection(("localhost", app_port)) as app:
        if change is not None:
            received = b""
            while b"\r\n\r\n" not in received:
                if not (piece := visitor.recv(65536)):
                    return
                received += piece
            head, rest = received.split(b"\r\n\r\n", 1)
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = [(name.lower(), text) for name, text in (x.split(": ", 1) for x in lines)]
            if only_websocket and not any(name == "upgrade" for name, _ in headers):
                visitor.sendall(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")
                return
            changed = change(headers, f"localhost:{app_port}")
            head_out = "\r\n".join([first, *(f"{name}: {text}" for name, text in changed)])
            app.sendall(head_out.encode("latin-1") + b"\r\n\r\n" + rest)
        _start(_copy, visitor, app)
        _copy(app, visitor)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


def read_page(
    place: tuple[str, int], app_port: int, slug: str, extra: Mapping[str, str]
) -> list[str]:
    """Open a page by websocket through a proxy, as the app itself would be asked; its html parts.

    Asked is the app, whatever the proxy is called: Host and Origin are written by the visitor.
    """
    app = f"localhost:{app_port}"
    message = BackMsg()
    message.rerun_script.page_name = slug
    received: list[ForwardMsg] = []
    with connect(
        f"ws://{app}/_stcore/stream",
        sock=socket.create_connection(place),
        origin=Origin(f"http://{app}"),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers=dict(extra),
        max_size=None,
        proxy=None,
    ) as connection:
        connection.send(message.SerializeToString())
        while True:
            piece = connection.recv(timeout=120)
            assert isinstance(piece, bytes)
            found = ForwardMsg.FromString(piece)
            received.append(found)
            is_last = found.WhichOneof("type") == "script_finished"
            if is_last and found.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                break
    parts = [found.delta.new_element.html.body for found in received]
    return [html for html in parts if html]
