"""The door of the server: which requests come in, and the headers every answer carries.

A plain ASGI layer around Streamlit (st.App). It also judges, with what only the connection itself
tells, whether a visit comes from this device: that decides a role when nobody logs in. It is the
first to ask where this app finds its editions and its configuration (PROEFTUIN_DATA and
PROEFTUIN_CONFIG), so that stands here too.
"""

import base64
import hashlib
import logging
import os
import re
import secrets
from collections.abc import Callable
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from proeftuin.access import GEWEIGERD, log_access
from proeftuin.errors import ProeftuinError
from proeftuin.settings import Settings, find_config, read_settings

_LOG = logging.getLogger(__name__)
LOKAAL = ("localhost", "127.0.0.1", "::1")
PLAATS = "x-proeftuin-plaats"
_DIT_TOESTEL = secrets.token_hex(16)  # of this process; no visitor can know it
_VIA_ANDEREN = re.compile(
    r"(x-)?forwarded(-.*)?|via|x-real-ip|x-client-ip|true-client-ip|x-cluster-client-ip"
    r"|x-original-.*|cf-.*|x-envoy-.*|x-amzn-.*|x-arr-.*|x-appengine-.*"
)
_INDEX = Path(st.__file__).resolve().parent / "static" / "index.html"
_SCRIPT = re.compile(r"(?s)<script>(.*?)</script>")
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

    Read once per process and file. SettingsError (Dutch) when something in it is wrong.
    """
    return _read_settings(str(find_config()))


@st.cache_resource(show_spinner=False, max_entries=4)
def _read_settings(path: str) -> Settings:
    return read_settings(path)


def is_this_device(mark: str | None) -> bool:
    """True when mark is the one RequestGuard gives to a visit from this device itself."""
    return mark is not None and secrets.compare_digest(mark.encode(), _DIT_TOESTEL.encode())


@cache
def content_policy(achtergrond: str) -> str:
    """The Content-Security-Policy; achtergrond: address of a configured basemap, or empty.

    Scripts come from this server; those that stand inside a page (ours and the one of
    Streamlit's own page) are named by hash, and no text is ever run as script: Streamlit lets Vega
    interpret its expressions. The map compiles WebAssembly. Streamlit sets styles from script.
    """
    here = Path(__file__).resolve().parent / "static"
    own = ("script.html", "verbinding.html", "gesprek_script.html")
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
    """ASGI layer: refuses a wrong Host, another origin or a writing method; adds headers."""

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
            return
        await self.app(_mark(scope), receive, _with_headers(scope, send))


def _find_fault(scope: Scope) -> str:
    headers = Headers(scope=scope)
    if not _is_known_host(headers.getlist("host")):
        return "vreemde_host"
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


def is_local_connection(scope: Scope, address: str | None) -> bool:
    """True when a connection surely starts and ends on this computer, with nothing between.

    address: the one the server is set to listen on. A proxy before the app connects from this
    computer too: whatever shows that a request was passed on, or was meant for another name,
    makes this False. A proxy that hides all of it looks like a local visitor; docs/inloggen.md.
    """
    headers = Headers(scope=scope)
    origins = headers.getlist("origin")
    return (
        address in LOKAAL
        and all(_is_loopback(scope.get(end)) for end in ("client", "server"))
        and not any(_VIA_ANDEREN.fullmatch(name) for name in headers.keys())  # noqa: SIM118
        and _name_of(headers.get("host", "")) in LOKAAL
        and len(origins) == 1
        and urlsplit(origins[0]).netloc == headers["host"]
    )


def _is_loopback(end: Any) -> bool:
    try:
        return ip_address(end[0]).is_loopback
    except (TypeError, ValueError, IndexError):
        return False


def _mark(scope: Scope) -> Scope:
    """The scope with our own mark for a visit from this device, and without anyone else's."""
    headers = [item for item in scope["headers"] if item[0].lower() != PLAATS.encode()]
    if scope["type"] == "websocket":
        if is_local_connection(scope, st.get_option("server.address")):
            headers.append((PLAATS.encode(), _DIT_TOESTEL.encode()))
    return {**scope, "headers": headers}


def _with_headers(scope: Scope, send: Send) -> Send:
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
            if "/media/" in scope["path"]:
                headers["cache-control"] = "no-store"
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
