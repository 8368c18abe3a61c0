"""A session on the app over its websocket, as a browser has it, without drawing anything.

It opens pages, turns switches, chooses from lists and takes files along, and keeps every message
and answer. What it keeps of the page is what the last run sent: a widget that is not there is gone.
`tests/browser/test_draad.py` holds its messages against those of a real browser.
"""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPResponse
from itertools import count
from re import findall, sub
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from streamlit.proto.AppPage_pb2 import AppPage
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.DownloadButton_pb2 import DownloadButton
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse, ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tests.lib.browser.bureau import read_cookies
from tests.lib.browser.draad import header_text
from tests.lib.browser.wachten import DEADLINE
from tools.lezers import is_last

XSRF = "_streamlit_xsrf"
NO_XSRF = "PLACEHOLDER_AUTH_TOKEN"  # what Streamlit's own page says when it has no token


@dataclass
class Bestand:
    """A file that was taken along: its name, its path on the server, its content."""

    naam: str
    pad: str
    inhoud: bytes


@dataclass
class Blad:
    """What stands on the page: the last element at every place, the menu and the address."""

    delen: dict[tuple[int, ...], tuple[Element, str]] = field(default_factory=dict)
    menu: list[AppPage] = field(default_factory=list)
    query: str = ""

    def elements(self, kind: str) -> list[tuple[Element, str]]:
        """The elements of this kind with the fragment that made each, in order of place."""
        found = sorted(self.delen.items())
        return [part for _, part in found if part[0].WhichOneof("type") == kind]

    def html(self) -> list[str]:
        """The HTML of every element that is written as HTML."""
        return [element.html.body for element, _ in self.elements("html") if element.html.body]

    def header(self) -> str:
        """The words of the header of the page; empty when there is none."""
        found = [text for text in self.html() if 'class="kop"' in text]
        assert len(found) < 2, found
        return " ".join(map(plain, found))

    def words(self) -> str:
        """All words of titles, texts and HTML, without their tags."""
        parts = [*self.html()]
        for kind, name in (("heading", "body"), ("markdown", "body"), ("alert", "body")):
            parts += [getattr(getattr(item, kind), name) for item, _ in self.elements(kind)]
        return " ".join(map(plain, parts))

    def links(self) -> list[str]:
        """The addresses of the links to pages of the app that stand on the page, without query."""
        found = [findall(r'<a [^>]*href="([^"?#]*)[^>]*data-pagina', text) for text in self.html()]
        return [address for part in found for address in part]

    def titles(self) -> list[str]:
        """The words of every title of the first level."""
        found = [item.heading for item, _ in self.elements("heading")]
        return [heading.body for heading in found if heading.tag == "h1"]

    def menu_slugs(self) -> list[str]:
        """The pages in sight in the menu, by their address."""
        return [item.url_pathname for item in self.menu if not item.is_hidden]


def plain(html: str) -> str:
    """The words of this HTML."""
    return " ".join(unescape(sub(r"(?s)<(style|script)\b.*?</\1>|<[^>]*>", " ", html)).split())


class Lijn:
    """One visitor with these cookies; `opgenomen` lists (where, content) of all that crossed."""

    def __init__(self, address: str, cookies: Mapping[str, str] | None = None) -> None:
        """Nothing crosses yet: that begins with `with`."""
        parts = urlsplit(address)
        self.host, self.prefix = parts.netloc, parts.path
        self.cookies = dict(cookies or {})
        self.opgenomen: list[tuple[str, bytes | str]] = []
        self.naam, self.sessie, self._page = "", "", ""
        self.blad = Blad()
        self._gezet: dict[str, WidgetState] = {}
        self._nummer = count(1)
        self._open = ExitStack()

    def _token(self) -> str:
        return self.cookies.get(XSRF, NO_XSRF)

    def _cookie_header(self) -> dict[str, str]:
        text = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"cookie": text} if text else {}

    def __enter__(self) -> Self:
        """Ask for the page itself, as a browser does first, and connect."""
        for path in ("/", "/_stcore/health", "/_stcore/host-config"):
            self._note("antwoord", self.get(path)[1])
        way = connect(
            f"ws://{self.host}{self.prefix}/_stcore/stream",
            origin=Origin(f"http://{self.host}"),
            subprotocols=[Subprotocol("streamlit"), Subprotocol(self._token())],
            additional_headers=self._cookie_header(),
            max_size=None,
            proxy=None,
        )
        self._socket = self._open.enter_context(way)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def _note(self, soort: str, content: bytes | str) -> None:
        self.opgenomen.append((f"{self.naam} {soort}", content))

    def get(self, path: str) -> tuple[HTTPResponse, bytes]:
        """Ask for an address of the app with the cookies; keeps the cookies of the answer."""
        connection = HTTPConnection(self.host, timeout=DEADLINE)
        self._note("adres", path)
        connection.request("GET", self.prefix + path, headers=self._cookie_header())
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        self._note("kop", header_text(answer.getheaders(), content))
        self.cookies |= read_cookies(answer)
        return answer, content

    def _send(self, message: BackMsg) -> None:
        content = message.SerializeToString()
        self._note("websocket uit", content)
        self._socket.send(content)

    def _receive(self) -> ForwardMsg:
        content = self._socket.recv(timeout=DEADLINE, decode=False)
        assert isinstance(content, bytes)
        self._note("websocket in", content)
        message = ForwardMsg()
        message.ParseFromString(content)
        return message

    def open(self, slug: str, query: str = "") -> Blad:
        """Open a page as a browser does that comes by an address."""
        self.naam, self.blad.query = slug, query
        self._gezet.clear()
        message = BackMsg()
        message.rerun_script.page_name = slug
        return self._run(message)

    def choose_page(self, slug: str) -> Blad:
        """Open a page by the menu; by its address when the menu hides it."""
        for page in self.blad.menu:
            if page.url_pathname == slug and not page.is_hidden:
                self.naam, self.blad.query = slug, ""
                self._gezet.clear()
                message = BackMsg()
                message.rerun_script.page_script_hash = page.page_script_hash
                return self._run(message)
        return self.open(slug)

    def _run(self, message: BackMsg) -> Blad:
        """Ask for a run and read on until it is over."""
        message.rerun_script.query_string = self.blad.query
        message.rerun_script.widget_states.widgets.extend(self._gezet.values())
        self._send(message)
        is_running = False
        while True:
            received = self._receive()
            kind = received.WhichOneof("type")
            if kind == "new_session":
                is_running = True
                self.sessie = received.new_session.initialize.session_id or self.sessie
                if not received.metadata.run.fragment_ids:
                    self.blad.delen.clear()
            elif kind == "navigation":
                self.blad.menu = list(received.navigation.app_pages)
                self._page = received.navigation.page_script_hash
            elif kind == "page_info_changed":
                self.blad.query = received.page_info_changed.query_string
            elif kind == "delta":
                self._place(tuple(received.metadata.delta_path), received.delta)
            elif is_last(received) and is_running:
                return self.blad
            elif kind == "script_finished":  # it starts again, or an older one is over
                is_running = False

    def _place(self, path: tuple[int, ...], delta: Delta) -> None:
        if delta.WhichOneof("type") == "new_element":
            self.blad.delen[path] = delta.new_element, delta.fragment_id

    def _set(self, state: WidgetState, fragment: str) -> Blad:
        self._gezet[state.id] = state
        message = BackMsg()
        message.rerun_script.page_script_hash = self._page
        message.rerun_script.fragment_id = fragment
        return self._run(message)

    def switch_all(self) -> int:
        """Turn every switch and tick that is off on, one after the other; how many there are."""
        done: set[str] = set()
        while True:
            off = [
                (item.checkbox, fragment)
                for item, fragment in self.blad.elements("checkbox")
                if item.checkbox.id not in done
            ]
            if not off:
                return len(done)
            widget, fragment = off[0]
            done.add(widget.id)
            is_on = widget.value if widget.set_value else widget.default
            self._set(WidgetState(id=widget.id, bool_value=not is_on), fragment)

    def choose_last(self) -> int:
        """Choose the last option of every list, one after the other; how many lists changed."""
        changed = 0
        labels = [item.selectbox.label for item, _ in self.blad.elements("selectbox")]
        for label in labels:
            found = [
                part for part in self.blad.elements("selectbox") if part[0].selectbox.label == label
            ]
            if len(found) != 1:  # another choice took this list away
                continue
            changed += self._choose(found[0][0], found[0][1])
        return changed

    def _choose(self, element: Element, fragment: str) -> bool:
        box = element.selectbox
        last = box.options[-1]
        now = box.raw_value if box.set_value else box.options[box.default]
        if known := self._gezet.get(box.id):
            now = known.string_value
        if now != last:
            self._set(WidgetState(id=box.id, string_value=last), fragment)
        return bool(now != last)

    def buttons(self) -> list[DownloadButton]:
        """Every button that gives a file, also those in a menu."""
        return [item.download_button for item, _ in self.blad.elements("download_button")]

    def download(self, button: DownloadButton) -> Bestand:
        """Click a button that gives a file."""
        url = button.url or self._ask_file(button).deferred_file.url
        answer, content = self.get(url)
        assert answer.status == 200, (url, content[:200])
        kop = str(answer.headers["content-disposition"])
        return Bestand(kop.rpartition("filename=")[2].strip('"'), self.prefix + url, content)

    def _ask_file(self, button: DownloadButton) -> BackendOperationResponse:
        message = BackMsg()
        asked = message.backend_operation_request
        asked.request_id, asked.session_id = f"vraag-{next(self._nummer)}", self.sessie
        asked.deferred_file.file_id = button.deferred_file_id
        self._send(message)
        while True:
            received = self._receive()
            if received.WhichOneof("type") == "backend_operation_response":
                found = received.backend_operation_response
                assert found.request_id == asked.request_id
                return found

    def download_all(self, *, pictures: int) -> list[Bestand]:
        """Take every file along, of PNG pictures only the first few."""
        found = []
        for button in self.buttons():
            is_picture = button.label.endswith("PNG")
            if is_picture and not pictures:
                continue
            pictures -= is_picture
            found.append(self.download(button))
        return found


def cookies_of(items: Iterable[Mapping[str, object]]) -> dict[str, str]:
    """The cookies of a browser context, by name."""
    return {str(item["name"]): str(item["value"]) for item in items}
