"""A service on this computer with the shapes of PDOK, StatLine and a download of CBS, and faults.

The shapes are those of recorded answers: pages with links, an opaque cursor, numberReturned, padded
keys, totals between details, no order, and an empty list for what a filter does not meet.
"""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from proeftuin.settings import read_settings

HALF, RESET, TRAAG, HTML, KAPOT = "half", "reset", "traag", "html", "kapot"
TRAAG_SECONDEN = 0.6
# Counts as `haal cbs` writes them: a hidden gebied, a hidden wijk, a year we have no window of.
CBS_KOP = "jaar;gebied;vorm;aantal;is_voorlopig;tabel;opgehaald_datum"
CBS_JAREN = {2016: ("83563NED", "nee"), 2021: ("85075NED", "nee"), 2023: ("85685NED", "ja")}
CBS_AANTAL = {"jeugdzorg": 40, "jeugdhulp": 30, "zonder_verblijf": 25, "met_verblijf": 10}


@dataclass
class Stand:
    """A made-up table of StatLine: dimensions (key, title, more), and rows with padded keys.

    soorten: per dimension its Type at StatLine; breed: characters its keys are padded to.
    """

    dimensies: dict[str, list[dict[str, str]]]
    rijen: list[dict[str, Any]]
    soorten: dict[str, str]
    breed: int = 10


@dataclass
class OpenbareDienst:
    """What the service has, the faults it still has to make, and what it was asked."""

    features: list[dict[str, Any]] = field(default_factory=list)
    tabellen: dict[str, Stand] = field(default_factory=dict)
    bestanden: dict[str, bytes] = field(default_factory=dict)
    fouten: list[str | int | None] = field(default_factory=list)
    gevraagd: list[str] = field(default_factory=list)
    per_bladzijde: int = 2
    filtert: bool = True
    telt_verkeerd: int = 0
    volgende: str = ""  # in place of the link to the next page
    adres: str = ""

    def answer(self, path: str, query: dict[str, list[str]]) -> bytes | None:
        """The body for a question; None when there is no such thing."""
        if path in self.bestanden:
            return self.bestanden[path]
        if path == "/wijken/items":
            return self._items(query)
        match = re.fullmatch(r"/odata/(\w+)/(\w+)", path)
        if match and match[1] in self.tabellen:
            return self._odata(self.tabellen[match[1]], match[1], match[2], query)
        return None

    def _items(self, query: dict[str, list[str]]) -> bytes:
        code = query["gemeentecode"][0]
        found = [
            item
            for item in self.features
            if not self.filtert or item["properties"].get("gemeentecode") == code
        ]
        start = int(query.get("cursor", ["0"])[0], 16)
        page = found[start : start + self.per_bladzijde]
        links = [{"rel": "self", "href": self.adres}]
        if start + self.per_bladzijde < len(found):
            cursor = f"{start + self.per_bladzijde:x}"
            href = f"{self.adres}/wijken/items?cursor={cursor}&f=json&gemeentecode={code}"
            links.append({"rel": "next", "href": self.volgende or href})
        returned = len(page) + (self.telt_verkeerd > 0)
        self.telt_verkeerd -= 1
        content = {"type": "FeatureCollection", "links": links, "features": page}
        return json.dumps({**content, "numberReturned": returned}).encode()

    def _odata(
        self, stand: Stand, nummer: str, deel: str, query: dict[str, list[str]]
    ) -> bytes | None:
        if deel == "DataProperties":
            rows: list[dict[str, Any]] = [
                {"Key": name, "Type": stand.soorten.get(name, "Dimension")}
                for name in stand.dimensies
            ]
            rows.append({"Key": "Iets_1", "Type": "Topic"})
        elif deel == "TypedDataSet":
            rows = [self._pad(stand, row) for row in stand.rijen]
            if self.filtert:
                rows = [row for row in rows if _meets(row, query["$filter"][0])]
        elif deel in stand.dimensies:
            rows = [
                {**item, "Key": item["Key"].ljust(stand.breed)} for item in stand.dimensies[deel]
            ]
        else:
            return None
        start = int(query.get("$skiptoken", ["0"])[0])
        answer: dict[str, Any] = {"odata.metadata": self.adres, "value": rows[start : start + 50]}
        if start + 50 < len(rows):
            filter_ = quote(query.get("$filter", [""])[0])
            answer["odata.nextLink"] = (
                f"{self.adres}/odata/{nummer}/{deel}?$filter={filter_}&$skiptoken={start + 50}"
            )
        return json.dumps(answer).encode()

    @staticmethod
    def _pad(stand: Stand, row: dict[str, Any]) -> dict[str, Any]:
        return {
            name: value.ljust(stand.breed) if name in stand.dimensies else value
            for name, value in row.items()
        }


def _meets(row: dict[str, Any], text: str) -> bool:
    """Whether a row meets (substringof('a',X) or ...) and (...)."""
    for part in text.split(") and ("):
        asked = re.findall(r"substringof\('([^']*)',(\w+)\)", part)
        if not any(wanted in row[name] for wanted, name in asked):
            return False
    return True


class _Handler(BaseHTTPRequestHandler):
    dienst: OpenbareDienst

    def do_GET(self) -> None:  # noqa: N802
        """Answer, or make the next fault."""
        self.dienst.gevraagd.append(self.path)
        parts = urlsplit(self.path)
        fault = self.dienst.fouten.pop(0) if self.dienst.fouten else None
        if isinstance(fault, int):
            detail = {"title": "fout", "status": fault, "detail": "het\x1b[31m ging mis"}
            self._send(fault, json.dumps(detail).encode())
            return
        if fault == RESET:
            self.connection.close()
            return
        if fault == TRAAG:
            time.sleep(TRAAG_SECONDEN)
        body = self.dienst.answer(parts.path, parse_qs(parts.query))
        if body is None:
            self._send(404, b"{}")
        elif fault == HTML:
            self._send(200, b"<html>Log eerst in op het netwerk</html>")
        elif fault == KAPOT:
            self._send(200, body[: len(body) // 2])
        else:
            self._send(200, body, half=fault == HALF)

    def _send(self, status: int, body: bytes, *, half: bool = False) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if half else body)
            if half:
                self.wfile.flush()
                self.connection.close()
        except OSError:
            pass  # who asked did not wait

    def log_message(self, *args: object) -> None:
        """Say nothing on the screen of the tests."""


@contextmanager
def serve_openbaar() -> Iterator[OpenbareDienst]:
    """A service on a free port of this computer, for as long as the block lasts."""
    dienst = OpenbareDienst()
    handler = type("Handler", (_Handler,), {"dienst": dienst})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    dienst.adres = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield dienst
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def list_cbs() -> list[list[str]]:
    """The rows of that file, as text: (jaar, gebied, vorm, aantal, ...)."""
    rows = []
    for jaar, (tabel, voorlopig) in CBS_JAREN.items():
        for wijk in read_settings().wijk:
            for place, gebied in enumerate(wijk.gebieden):
                for vorm, aantal in CBS_AANTAL.items():
                    is_hidden = vorm == "met_verblijf" and (place == 0 or wijk.id == "noord")
                    count = "" if is_hidden else str(aantal + 5 * place)
                    rows.append([str(jaar), gebied, vorm, count, voorlopig, tabel, "2024-03-01"])
    return rows
