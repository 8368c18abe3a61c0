"""The door of the server: who is on this device, which requests pass, which headers go out."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from proeftuin.access.rules import Toegang
from proeftuin.errors import ProeftuinError, ToegangGeweigerd
from proeftuin.results.editie import open_editie
from proeftuin.ui import door as ui_server
from proeftuin.ui.door import (
    PLAATS,
    RequestGuard,
    content_policy,
    is_local_connection,
    is_this_device,
)
from proeftuin.ui.login import download_of
from proeftuin.vocabulary import INTERN

pytest_plugins = ("tests.lib.editie_fixture",)
LOKAAL = {"host": "localhost:8501", "origin": "http://localhost:8501"}


def scope_of(kind: str = "websocket", **headers: str) -> dict[str, Any]:
    pairs = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return {
        "type": kind,
        "method": "GET",
        "scheme": "http",
        "path": "/",
        "client": ("127.0.0.1", 4000),
        "server": ("127.0.0.1", 8501),
        "headers": [(name.encode(), value.encode()) for name, value in pairs],
    }


def test_a_plain_visit_to_localhost_is_this_device() -> None:
    assert is_local_connection(scope_of(**LOKAAL), "localhost")
    ipv6 = {"host": "[::1]:8501", "origin": "http://[::1]:8501"}
    assert is_local_connection(scope_of(**ipv6), "::1")


@pytest.mark.parametrize(
    "change",
    [
        {"x_forwarded_for": "10.0.0.1"},
        {"x_forwarded_proto": "https"},
        {"forwarded": "for=10.0.0.1"},
        {"via": "1.1 proxy"},
        {"x_real_ip": "127.0.0.1"},
        {"cf_connecting_ip": "10.0.0.1"},
        {"host": "proeftuin.example", "origin": "http://proeftuin.example"},
        {"origin": "http://localhost:9999"},
        {"origin": "https://kwaad.example"},
        {"origin": "null"},
        {"host": "localhost@kwaad.example"},
        {"host": "localhost.kwaad.example:8501"},
    ],
)
def test_a_visit_through_anything_else_is_not(change: dict[str, str]) -> None:
    assert not is_local_connection(scope_of(**{**LOKAAL, **change}), "localhost")


@pytest.mark.parametrize(
    "change",
    [
        {"client": ("10.0.0.7", 4000)},
        {"server": ("10.0.0.1", 8501)},
        {"client": None},
        {"server": ("/run/app.sock", None)},
    ],
)
def test_both_ends_must_be_this_computer(change: dict[str, Any]) -> None:
    assert not is_local_connection({**scope_of(**LOKAAL), **change}, "localhost")


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "10.0.0.1", "unix:///run/a"])
def test_a_server_for_others_has_no_own_device(address: str | None) -> None:
    assert not is_local_connection(scope_of(**LOKAAL), address)
    without_origin = {"host": "localhost:8501"}
    assert not is_local_connection(scope_of(**without_origin), "localhost")


def knock(scope: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(what the app behind the door got, what went back)."""
    seen, sent = [], []

    async def app(inner: Any, receive: Any, send: Any) -> None:
        seen.append(inner)
        if inner["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(RequestGuard(app)(scope, receive, send))
    return seen, sent


@pytest.fixture
def config(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    options = {"server.allowedHosts": ["localhost", "*.goed.example"]}
    options["server.address"] = "localhost"  # type: ignore[assignment]
    monkeypatch.setattr(ui_server.st, "get_option", options.get)
    monkeypatch.setenv("PROEFTUIN_DATA", str(tmp_path))
    return tmp_path / "logboek" / "toegang.log"


@pytest.mark.parametrize(
    ("scope", "reden"),
    [
        (scope_of("http", host="kwaad.example"), "vreemde_host"),
        (scope_of("http", host="goed.example"), "vreemde_host"),
        (scope_of("http"), "vreemde_host"),
        ({**scope_of("http", host="localhost"), "method": "PUT"}, "schrijvend_verzoek"),
        ({**scope_of("http", host="localhost"), "method": "POST"}, "schrijvend_verzoek"),
        (scope_of(host="localhost:8501", origin="http://localhost:9999"), "vreemde_herkomst"),
        (scope_of(host="a.goed.example", origin="https://b.goed.example"), "vreemde_herkomst"),
        (scope_of(host="localhost:8501", origin="null"), "vreemde_herkomst"),
    ],
)
def test_the_door_refuses_and_writes_it_down(
    scope: dict[str, Any], reden: str, config: Path
) -> None:
    seen, sent = knock(scope)
    assert not seen
    assert sent[0].get("status") == 403 or sent[0] == {
        "type": "websocket.close",
        "code": 1008,
        "reason": "",
    }
    assert config.read_text().rstrip().endswith(f"soort=geweigerd rol=geen reden={reden}")


def test_the_mark_of_this_device_cannot_be_brought_along(config: Path) -> None:
    def mark(scope: dict[str, Any]) -> list[str]:
        (inner,), _ = knock(scope)
        return [value.decode() for name, value in inner["headers"] if name == PLAATS.encode()]

    (own,) = mark(scope_of(**LOKAAL))
    assert is_this_device(own) and not is_this_device(None) and not is_this_device("")
    far = {"host": "a.goed.example", "origin": "https://a.goed.example", PLAATS: own}
    assert mark(scope_of(**far)) == [], "even the right mark does not pass from outside"
    assert mark(scope_of(**{**LOKAAL, "x_forwarded_for": "10.0.0.1", PLAATS: own})) == []


def test_every_answer_carries_the_headers(config: Path) -> None:
    _, sent = knock(scope_of("http", host="localhost:8501"))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    policy = found["content-security-policy"]
    assert "frame-ancestors 'none'" in policy and "default-src 'none'" in policy
    assert "http" not in policy and "'unsafe-eval'" not in policy and "*" not in policy
    script = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in script and script.count("'sha256-") == 4
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "no-referrer" and "permissions-policy" in found
    assert "strict-transport-security" not in found
    _, sent = knock({**scope_of("http", host="localhost"), "scheme": "https", "path": "/media/a"})
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    assert found["strict-transport-security"].startswith("max-age=31536000")
    assert found["cache-control"] == "no-store"


def test_only_a_configured_basemap_is_let_in() -> None:
    policy = content_policy("https://kaart.example/stijl.json?a=b")
    assert policy.count("https://kaart.example") == 2 and "stijl" not in policy


def test_the_app_itself_stands_behind_the_door() -> None:
    import app

    assert isinstance(app.app, st.App)
    assert [item.cls for item in app.app._user_middleware] == [RequestGuard]


def test_a_download_asks_again_logs_and_tells_no_details(app_data: Path) -> None:
    editie = open_editie(app_data, INTERN, rol="intern")
    log = app_data / "logboek" / "toegang.log"

    def fail() -> bytes:
        raise ValueError("geheim")

    good, over, low = Toegang("intern"), Toegang("intern", tot=1.0), Toegang("partner")
    assert download_of(good, "kosten", editie, "a.csv", lambda: b"x")() == b"x"
    assert "soort=gedownload rol=intern pagina=kosten" in log.read_text().splitlines()[-1]
    for toegang, reden in ((over, "verlopen"), (low, "rol")):
        with pytest.raises(ToegangGeweigerd):
            download_of(toegang, "kosten", editie, "a.csv", lambda: b"x")()
        assert log.read_text().rstrip().endswith(f"bestand=a.csv reden={reden}")

    def refuse() -> bytes:
        raise ToegangGeweigerd("Met uw rol kunt u dit niet bekijken.")

    with pytest.raises(ToegangGeweigerd, match="Met uw rol"):
        download_of(good, "kosten", editie, "a.csv", refuse)()
    assert log.read_text().rstrip().endswith("bestand=a.csv reden=gegevens")
    with pytest.raises(ProeftuinError, match="kon niet worden gemaakt") as caught:
        download_of(good, "kosten", editie, "a.csv", fail)()
    assert "geheim" not in str(caught.value)
