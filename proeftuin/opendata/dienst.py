"""Asking a service: patience, retries, whole answers, pages, and copies of earlier answers.

urllib3 repeats a question after a time-out, a broken connection, a body that stops half way and the
statuses that pass; this file adds what it cannot know: whether an answer is whole. A set of pages
is kept as a copy only when all of it came in, so that a copy never mixes two moments.
"""

import hashlib
import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager, Retry
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)

from proeftuin.errors import ProeftuinError
from proeftuin.files import harmless, make_private, replacing
from proeftuin.settings import OpenData

PASSING = (408, 429, 500, 502, 503, 504)
LONGEST_WAIT = 30  # seconds between two tries, also when a service asks for more
MOST_PAGES = 1000
BLOCK = 1 << 16
Page = dict[str, Any]


class Onvolledig(Exception):
    """An answer that came but is not whole; carries why, in Dutch. Asking again may help."""


@dataclass(frozen=True)
class Antwoord:
    """What a service gave: rows of one kind, and when they were fetched (UTC)."""

    rijen: list[Page]
    opgehaald_op: datetime
    is_kopie: bool = False


@dataclass
class Dienst:
    """Asks one service. kopieen: folder of earlier answers; wacht: seconds before a second try.

    vers: answers are asked anew, also when there is a copy.
    """

    regels: OpenData
    kopieen: Path
    vers: bool = False
    wacht: float = 1.0
    _pools: dict[str, PoolManager] = field(default_factory=dict)

    def read_pages(
        self,
        adres: str,
        vraag: dict[str, str | int],
        rijen_van: Callable[[Page], list[Page]],
        volgende_van: Callable[[Page], str],
    ) -> Antwoord:
        """All rows of all pages, from a fresh enough copy or from the service.

        rijen_van gives the rows of a page and raises Onvolledig when it is not whole; volgende_van
        the address of the next page, '' after the last. ProeftuinError (Dutch) names the service.
        """
        first = f"{adres}?{urlencode(vraag)}" if vraag else adres
        copy = self._read_copy(first)
        if copy is not None:
            return copy
        rows: list[Page] = []
        seen: set[str] = set()
        url = first
        while url:
            if url in seen or len(seen) == MOST_PAGES:
                raise ProeftuinError(
                    f"{_name(first)} verwijst bij het bladeren naar een bladzijde die er al was. "
                    "Er is niets opgeslagen. Probeer het later opnieuw."
                )
            seen.add(url)
            page, found = self._read_whole(url, rijen_van)
            rows += found
            url = self._next(url, volgende_van(page))
        made = Antwoord(rows, datetime.now(UTC))
        self._keep_copy(first, made)
        return made

    def _next(self, url: str, link: str) -> str:
        """The next address, whole; a service may not send us to another one."""
        if not link:
            return ""
        target = urljoin(url, link)
        if urlsplit(target).hostname != urlsplit(url).hostname:
            raise ProeftuinError(
                f"{_name(url)} verwijst bij het bladeren naar een andere dienst "
                f"({_name(target)}). Er is niets opgeslagen. Controleer het adres in [opendata]."
            )
        return target

    def _read_whole(
        self, url: str, rijen_van: Callable[[Page], list[Page]]
    ) -> tuple[Page, list[Page]]:
        """One page that is JSON and whole, asked as often as the settings say."""
        why = ""
        for poging in range(self.regels.pogingen):
            if poging:
                time.sleep(min(self.wacht * 2 ** (poging - 1), LONGEST_WAIT))
            body = self._get(url).data
            try:
                page = json.loads(body)
                if not isinstance(page, dict):
                    raise Onvolledig("het antwoord is geen tabel")
                return page, rijen_van(page)
            except (ValueError, RecursionError):
                why = "het antwoord is geen JSON, of breekt halverwege af"
                if body.lstrip()[:1] == b"<":
                    why = "het antwoord is een webpagina, misschien die van uw netwerk"
            except Onvolledig as error:
                why = str(error)
        raise ProeftuinError(
            f"{_name(url)} gaf {self.regels.pogingen} keer geen heel antwoord: {why}. Er is niets "
            "opgeslagen. Probeer het later opnieuw."
        )

    def download(self, adres: str) -> tuple[Path, datetime]:
        """A file as it is, in the folder of copies, and when it was fetched (UTC)."""
        target = self._copy_file(adres, Path(urlsplit(adres).path).suffix)
        day = self._fresh_since(target)
        if day is not None:
            return target, day
        make_private(target.parent)
        why: Exception | None = None
        for poging in range(self.regels.pogingen):
            if poging:
                time.sleep(min(self.wacht * 2 ** (poging - 1), LONGEST_WAIT))
            response = self._get(adres, stream=True)
            try:
                with replacing(target) as beside, beside.open("wb") as stream:
                    shutil.copyfileobj(response, stream, BLOCK)
                return target, datetime.now(UTC)
            except HTTPError as error:
                why = error
            finally:
                response.release_conn()
        assert why is not None
        raise _explain(adres, why, self.regels) from why

    def _get(self, url: str, *, stream: bool = False) -> BaseHTTPResponse:
        """A good response; ProeftuinError (Dutch) after the last try."""
        retry = Retry(
            total=self.regels.pogingen - 1,
            redirect=3,
            status_forcelist=PASSING,
            allowed_methods=["GET"],
            backoff_factor=self.wacht,
            backoff_max=LONGEST_WAIT,
            retry_after_max=LONGEST_WAIT,
            raise_on_status=False,
        )
        try:
            response = self._pool(url).request(
                *("GET", url),
                headers={"Accept": "application/json, */*", "User-Agent": "proeftuin-monitor"},
                retries=retry,
                timeout=self.regels.seconden,
                preload_content=not stream,
            )
        except HTTPError as error:
            raise _explain(url, error, self.regels) from error
        if response.status != 200:
            detail = "" if stream else _detail(response.data)
            response.release_conn()
            raise ProeftuinError(_status_text(url, response.status, detail))
        return response

    def _pool(self, url: str) -> PoolManager:
        """A pool, through the proxy that this computer uses for such an address."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        proxy = "" if proxy_bypass(host) else getproxies().get(parts.scheme, "")
        if proxy not in self._pools:
            self._pools[proxy] = ProxyManager(proxy) if proxy else PoolManager()
        return self._pools[proxy]

    def _copy_file(self, url: str, ending: str) -> Path:
        return self.kopieen / f"{hashlib.sha256(url.encode()).hexdigest()[:24]}{ending}"

    def _fresh_since(self, file: Path) -> datetime | None:
        """When this copy was made; None when it may not be used."""
        if self.vers or not file.is_file():
            return None
        made = datetime.fromtimestamp(file.stat().st_mtime, tz=UTC)
        return made if datetime.now(UTC) - made < timedelta(days=self.regels.kopie_dagen) else None

    def _read_copy(self, url: str) -> Antwoord | None:
        file = self._copy_file(url, ".json")
        day = self._fresh_since(file)
        if day is None:
            return None
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
            return (
                Antwoord(content["rijen"], day, is_kopie=True) if content["adres"] == url else None
            )
        except (ValueError, KeyError, TypeError):
            return None  # a spoiled copy is no copy

    def _keep_copy(self, url: str, answer: Antwoord) -> None:
        file = self._copy_file(url, ".json")
        make_private(file.parent)
        with replacing(file) as beside:
            content = {"adres": url, "rijen": answer.rijen}
            beside.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _name(url: str) -> str:
    """A service as people name it: its host."""
    return f"De dienst {harmless(urlsplit(url).netloc)}"


def _status_text(url: str, status: int, detail: str) -> str:
    said = f" Zij zegt: {detail.rstrip('.')}." if detail else ""
    if status in (400, 404, 410):
        return (
            f"{_name(url)} kent deze vraag niet (status {status}).{said} Klopt het adres of het "
            "nummer van de tabel in [opendata] nog? Er is niets opgeslagen."
        )
    if status in (401, 403, 407):
        return (
            f"{_name(url)} weigert (status {status}).{said} Mag deze computer naar buiten? Vraag "
            "uw netwerkbeheerder. Er is niets opgeslagen."
        )
    return (
        f"{_name(url)} geeft een storing (status {status}).{said} Er is niets opgeslagen. Probeer "
        "het later opnieuw."
    )


def _detail(body: bytes) -> str:
    """What a service says of a fault, short and harmless; '' when it says nothing we know."""
    try:
        content = json.loads(body)
    except ValueError:
        return ""
    if not isinstance(content, dict):
        return ""
    old = content.get("odata.error")
    message = old.get("message") if isinstance(old, dict) else None
    text = message.get("value") if isinstance(message, dict) else content.get("detail")
    return harmless(text[:200]) if isinstance(text, str) else ""


def _explain(url: str, error: Exception, regels: OpenData) -> ProeftuinError:
    """A Dutch sentence for what the library says."""
    reason = error.reason if isinstance(error, MaxRetryError) and error.reason else error
    if isinstance(reason, SSLError):
        why = (
            "is niet te vertrouwen: het certificaat klopt niet. Gebruikt uw netwerk een eigen "
            "certificaat, wijs het dan aan met SSL_CERT_FILE."
        )
    elif isinstance(reason, ReadTimeoutError):
        why = f"gaf in {regels.seconden} seconden geen antwoord, {regels.pogingen} keer."
    elif isinstance(reason, (ConnectTimeoutError, NameResolutionError, NewConnectionError)):
        why = "is niet te bereiken. Heeft deze computer verbinding met internet?"
    elif isinstance(reason, ProtocolError):
        why = f"brak het antwoord af, {regels.pogingen} keer."
    else:
        why = "gaf geen bruikbaar antwoord."
    return ProeftuinError(f"{_name(url)} {why} Er is niets opgeslagen. Probeer het later opnieuw.")
