"""The door of the server: which requests come in, and the headers every answer carries.

A plain ASGI layer around Streamlit (st.App). It keeps the desk (who opened the link that
`python -m proeftuin app` printed) and gives a file only to the visitor it was made for. Nothing a
request says of where it comes from, or leaves out, raises a role. It is the first to ask where this
app finds its editions and its configuration (PROEFTUIN_DATA and PROEFTUIN_CONFIG), so that stands
here too.
"""

import base64
import hashlib
import logging
import os
import re
import secrets
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from proeftuin.access import (
    BUREAU_OMGEVING,
    BUREAU_PAD,
    GEWEIGERD,
    MET_INLOGDIENST,
    NIET_LOKAAL,
    OPEN,
    PRINT,
    Aanbod,
    Bureau,
    has_screen,
    key_of_visitor,
    log_access,
    open_in_browser,
    why_no_desk,
)
from proeftuin.charts import INKT
from proeftuin.errors import ProeftuinError
from proeftuin.results import edition_mark
from proeftuin.sentences import join_words
from proeftuin.settings import Settings, find_config, read_settings

_LOG = logging.getLogger(__name__)
_BEURT = threading.Lock()
BEURT_SECONDEN = 1.0  # a page waits no longer than this for one that takes long
BUREAU, AANBOD = Bureau(), Aanbod()  # of this process
_LOGIN = re.compile(r"_streamlit_user(__\d+)?")
_MEDIA = re.compile(r"(?<!/static)/media/")  # not the letters that Streamlit itself carries
_OWN_PARTS = re.compile(r"/(static|component|media|_stcore)/")
# Of Streamlit's own addresses only what a page needs: no measurements, no uploads, no agents.
_CLOSED = re.compile(r"/_stcore/(?!(health|host-config|stream)$)|/script-health-check$")
_GEEN_BUREAU = {
    MET_INLOGDIENST: "Er is een inlogdienst ingesteld: log in op de bladzijde zelf.",
    NIET_LOKAAL: (
        "De app luistert ook naar andere computers. Een link voor deze computer bestaat dan niet; "
        "wie niet inlogt, leest de openbare editie (docs/inloggen.md)."
    ),
}
_INDEX = Path(st.__file__).resolve().parent / "static" / "index.html"
_SCRIPT = re.compile(r"(?s)<script>(.*?)</script>")
_STIJL = re.compile(r'\s*<link rel="stylesheet"[^>]*>')
_VOORAF = re.compile(r'\s*<link\s+rel="preload"[^>]*>')
_ZONDER_SCRIPT = re.compile(r"(?s)<noscript>.*?</noscript>")
_PLEK = '<div id="root"></div>'
_GEEN_SCRIPT = "Deze app werkt alleen met JavaScript. Zet het aan en laad de bladzijde opnieuw."
_INTRO = (
    '<div style="max-width:40em;margin:15vh auto;padding:0 1em;font:1.1rem/1.5 sans-serif;'
    'color:{inkt}"><p><strong>{naam}</strong></p><p>Hoe gaat het met de jeugdhulp in {wijken}, '
    "naast de andere wijken van {gemeente}?</p><p>De cijfers komen eraan. Met een trage verbinding "
    "duurt dat de eerste keer een halve minuut.</p></div>"
)
_METHODS = ("GET", "HEAD", "OPTIONS")
_VAST = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), clipboard-write=(self), "
        "fullscreen=(self)"
    ),
}


def data_dir() -> Path:
    """Where the editions are: PROEFTUIN_DATA, default var."""
    return Path(os.environ.get("PROEFTUIN_DATA") or "var")


def app_settings() -> Settings:
    """The configuration of this app, found as the command line finds it (find_config).

    Read again once another edition is in use: who changes the file and publishes need not start
    the app again, and till then a change shows nowhere. SettingsError (Dutch) when something in it
    is wrong.
    """
    return _settings_of(str(find_config()), edition_mark(data_dir()))


def reread_settings() -> Settings:
    """As app_settings, read now: for an edition that does not go with what was read before."""
    _settings_of.cache_clear()
    return app_settings()


@lru_cache(maxsize=4)
def _settings_of(file: str, edition: int) -> Settings:
    """What this file says; edition: edition_mark, for which it was read."""
    return read_settings(file)


def _prefix() -> str:
    """What stands before every path of this app: empty, or /x with server.baseUrlPath."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def cookie_name(soort: str) -> str:
    """The name of a cookie of ours: a browser keeps those of all ports of a computer together."""
    return f"proeftuin_{soort}_{st.get_option('server.port')}"


def is_at_desk(cookies: Mapping[str, str]) -> bool:
    """True for the browser that opened a link of this process."""
    return BUREAU.knows(cookies.get(cookie_name("bureau")))


def visitor_of(cookies: Mapping[str, str]) -> str:
    """Who visits, by the cookies that decide a role; empty for who took none along."""
    own = [cookies.get(cookie_name(soort), "") for soort in ("bezoek", "bureau")]
    login = sorted(name for name in cookies if _LOGIN.fullmatch(name))
    return key_of_visitor([*own, *(f"{name}={cookies[name]}" for name in login)])


@contextmanager
def take_turn() -> Iterator[None]:
    """The turn to make a page: one at a time, and who waited BEURT_SECONDEN goes anyhow.

    Python computes in one thread at a time. Threads that make pages at once only take it from each
    other, at each of the hundreds of moments at which one lets go of it for a moment, and then wait
    for each other's locks: most of a page's time when there are many readers.
    """
    is_taken = _BEURT.acquire(timeout=BEURT_SECONDEN)
    try:
        yield
    finally:
        if is_taken:
            _BEURT.release()


@asynccontextmanager
async def run_desk(app: object) -> AsyncIterator[None]:
    """Around the life of the server: the link for this computer, when the command app asks so."""
    how = os.environ.get(BUREAU_OMGEVING, "")
    if how in (PRINT, OPEN):
        link = _show_link("De app is gestart.")
        if link and how == OPEN and has_screen(os.environ):
            open_in_browser(link, int(st.get_option("server.port")), data_dir())
    yield


def _show_link(opening: str) -> str:
    """Say how this computer gets in; the link, or empty when there is none."""
    address = f"http://localhost:{st.get_option('server.port')}{_prefix()}"
    try:
        dit_toestel = app_settings().toegang.dit_toestel
    except ProeftuinError:  # the page says what is wrong with the configuration
        dit_toestel = ""
    reden = why_no_desk(st.get_option("server.address"), dit_toestel, has_login_service())
    if reden:
        text = _GEEN_BUREAU.get(reden, "Zonder inlogdienst leest iedereen de openbare editie.")
        sys.stdout.write(f"{opening} Zij staat op {address}\n{text}\nStoppen: Ctrl+C\n")
        sys.stdout.flush()
        return ""
    link = f"{address}{BUREAU_PAD}?sleutel={BUREAU.open_link()}"
    sys.stdout.write(
        f"{opening} Open deze link voor de interne editie. Hij werkt één keer, in één browser:\n\n"
        f"    {link}\n\nZonder de link toont {address} de openbare editie. Stoppen: Ctrl+C\n"
    )
    sys.stdout.flush()
    return link


def has_login_service() -> bool:
    """True when [auth] of Streamlit's secrets.toml sets up a login service."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


@cache
def content_policy(achtergrond: str) -> str:
    """The Content-Security-Policy; achtergrond: address of a configured basemap, or empty.

    Scripts come from this server; those that stand inside a page (ours and the one of
    Streamlit's own page) are named by hash, and no text is ever run as script: Streamlit lets Vega
    interpret its expressions. The map compiles WebAssembly. Streamlit sets styles from script.
    """
    here = Path(__file__).resolve().parent / "static"
    own = ("script.html", "verbinding.html", "rondleiding.html", "gesprek_script.html")
    pages = (*(here / naam for naam in own), _INDEX)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'"
        for page in pages
        for part in _SCRIPT.findall(page.read_text(encoding="utf-8"))
    )
    kaart = "{0.scheme}://{0.netloc}".format(urlsplit(achtergrond)) if achtergrond else ""
    return "; ".join(
        part.strip()
        for part in (
            "default-src 'none'",
            f"script-src 'self' 'wasm-unsafe-eval' {hashes}",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: {kaart}",
            "font-src 'self' data:",
            f"connect-src 'self' data: {kaart}",
            "worker-src blob:",
            "frame-src 'none'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class RequestGuard:
    """ASGI layer: refuses what does not belong here, keeps the desk and files; adds headers."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the app."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection; anything but http and websocket passes."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        reden = _find_fault(scope)
        if reden:
            _log_refused(reden)
            await _refuse(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] == _prefix() + BUREAU_PAD:
            await _answer_desk(scope)(scope, receive, _with_headers(scope, send))
        elif scope["type"] == "http" and _MEDIA.search(scope["path"]):
            await self._give_file(scope, receive, _with_headers(scope, send))
        elif scope["type"] == "http" and not _OWN_PARTS.search(scope["path"]):
            await self._give_page(scope, receive, _with_headers(scope, send))
        else:
            await self.app(scope, receive, _with_headers(scope, send))

    async def _give_file(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A file, to the visitor it was made for; to anyone else as if it were not there."""
        messages, content = await self._ask_whole(scope, receive)
        bezoeker = visitor_of(HTTPConnection(scope).cookies)
        if scope["method"] == "GET" and AANBOD.may_take(content, bezoeker, time.time()):
            for message in messages:
                await send(message)
            return
        _log_refused("vreemd_bestand")
        await PlainTextResponse("Dit bestand is er niet.", status_code=404)(scope, receive, send)

    async def _give_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The page in which Streamlit starts, with words to read while its scripts still come."""
        messages, content = await self._ask_whole(scope, receive)
        if _PLEK.encode() in content:
            content = first_words(content.decode(), _intro()).encode()
            headers = MutableHeaders(scope=messages[0])
            headers["content-length"] = str(len(content))
            for name in ("etag", "last-modified"):  # those of the file, whatever our words are
                del headers[name]
            messages = [messages[0], {"type": "http.response.body", "body": content}]
        for message in messages:
            await send(message)

    async def _ask_whole(self, scope: Scope, receive: Receive) -> tuple[list[Message], bytes]:
        """What the app answers, in full and not packed: its messages, and the content of them."""
        part = (b"range", b"if-range", b"accept-encoding", b"if-none-match", b"if-modified-since")
        headers = [item for item in scope["headers"] if item[0].lower() not in part]
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self.app({**scope, "headers": headers}, receive, keep)
        return messages, b"".join(message.get("body", b"") for message in messages)


def first_words(page: str, intro: str) -> str:
    """Streamlit's own page, in Dutch, with intro (HTML) where the app will come.

    A style sheet in the head keeps a browser from showing anything until it is there, and on a slow
    line it shares that line with sixty scripts; so it goes behind the words. The letter (a quarter
    of all bytes) is fetched when there is something to set in it, not before the scripts.
    """
    styles = "".join(_STIJL.findall(page))
    page = _VOORAF.sub("", _STIJL.sub("", page))
    page = _ZONDER_SCRIPT.sub(f"<noscript><p>{_GEEN_SCRIPT}</p></noscript>", page)
    page = page.replace('<html lang="en">', '<html lang="nl">')
    page = page.replace("<title>Streamlit</title>", "<title>Proeftuin</title>")
    return page.replace(_PLEK, f'<div id="root">{intro}</div>{styles}')


def _intro() -> str:
    try:
        settings = app_settings()
    except ProeftuinError:  # the page says what is wrong with the configuration
        return ""
    wijken = join_words([settings.wijk_naam(wijk) for wijk in settings.pilot.wijken])
    return _INTRO.format(
        inkt=INKT,
        naam=escape(settings.gemeente.proeftuin),
        gemeente=escape(settings.gemeente.naam),
        wijken=escape(wijken),
    )


def _answer_desk(scope: Scope) -> Response:
    """The answer to who opens a link: the cookie, once; who has it already simply goes on."""
    if is_at_desk(HTTPConnection(scope).cookies):
        return RedirectResponse(f"{_prefix()}/", status_code=303)
    sleutel = QueryParams(scope["query_string"]).get("sleutel", "")
    koekje = BUREAU.redeem(sleutel) if scope["method"] == "GET" else ""
    if not koekje:
        _log_refused("onbekende_sleutel")
        return PlainTextResponse(
            "Deze link klopt niet of is al gebruikt. In het venster waarin de app draait staat de "
            "link die nu werkt.",
            status_code=403,
        )
    _show_link("De link is gebruikt. Nog een browser?")
    answer = RedirectResponse(f"{_prefix()}/", status_code=303)
    answer.set_cookie(cookie_name("bureau"), koekje, httponly=True, samesite="strict")
    return answer


def _find_fault(scope: Scope) -> str:
    headers = Headers(scope=scope)
    if not _is_known_host(headers.getlist("host")):
        return "vreemde_host"
    if _CLOSED.search(scope["path"]):
        return "gesloten_adres"
    if scope["type"] == "http":
        return "" if scope["method"] in _METHODS else "schrijvend_verzoek"
    origins = headers.getlist("origin")
    if origins and (len(origins) > 1 or urlsplit(origins[0]).netloc != headers["host"]):
        return "vreemde_herkomst"
    return ""


def _is_known_host(hosts: list[str]) -> bool:
    """One Host, and one of server.allowedHosts (all when that is empty), whatever its port."""
    name = _name_of(hosts[0]) if len(hosts) == 1 else ""
    allowed = [item.strip().lower() for item in st.get_option("server.allowedHosts") or ["*"]]
    return bool(name) and any(
        item in ("*", name) or (item.startswith("*.") and name.endswith(item[1:]))
        for item in allowed
    )


def _name_of(host: str) -> str:
    """The lower-case name in a Host or origin, without port; empty when it is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return ""
    is_bare = parts.netloc == host and "@" not in host
    return (parts.hostname or "").rstrip(".") if is_bare else ""


def _with_headers(scope: Scope, send: Send) -> Send:
    is_first = not HTTPConnection(scope).cookies.get(cookie_name("bezoek"))
    is_tls = scope["scheme"] == "https" or (
        Headers(scope=scope).get("x-forwarded-proto", "").split(",")[0].strip() == "https"
    )

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _VAST.items():
                headers[name] = value
            headers["content-security-policy"] = _policy()
            if is_tls:
                headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
            if _MEDIA.search(scope["path"]) or scope["path"] == _prefix() + BUREAU_PAD:
                headers["cache-control"] = "no-store"
            if is_first and not _OWN_PARTS.search(scope["path"]):
                value = f"{cookie_name('bezoek')}={secrets.token_urlsafe(32)}; Path=/; HttpOnly"
                headers.append("set-cookie", f"{value}; SameSite=Lax{'; Secure' if is_tls else ''}")
        await send(message)

    return send_with_headers


def _policy() -> str:
    try:
        return content_policy(app_settings().geo.achtergrond)
    except ProeftuinError:  # the page itself says what is wrong with the configuration
        return content_policy("")


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    answer: Callable[..., Any] = PlainTextResponse("Dit verzoek is geweigerd.", status_code=403)
    await answer(scope, receive, _with_headers(scope, send))


def _log_refused(reden: str) -> None:
    try:
        log_access(app_settings().toegang, data_dir(), GEWEIGERD, rol="", reden=reden)
    except (ProeftuinError, OSError):  # refusing comes first
        _LOG.exception("access log")
