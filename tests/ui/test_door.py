"""The door of the server: which requests pass, who opened the link, which headers go out."""

import asyncio
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st

from proeftuin.access import ONGELDIG, TOESTEL, ZONDER
from proeftuin.access.rules import Toegang
from proeftuin.errors import ProeftuinError, ToegangGeweigerd
from proeftuin.results.editie import open_editie
from proeftuin.settings.model import ToegangRegels
from proeftuin.settings.read import read_settings
from proeftuin.ui import door as ui_server
from proeftuin.ui import login as ui_login
from proeftuin.ui.door import RequestGuard, content_policy, take_turn
from proeftuin.ui.login import download_of
from proeftuin.vocabulary import INTERN

pytest_plugins = ("tests.lib.editie_fixture",)


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


def knock(
    scope: dict[str, Any], body: bytes = b""
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(what the app behind the door got, what went back)."""
    seen, sent = [], []

    async def app(inner: Any, receive: Any, send: Any) -> None:
        seen.append(inner)
        if inner["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": body})

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(RequestGuard(app)(scope, receive, send))
    return seen, sent


@pytest.fixture
def config(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    options = {"server.allowedHosts": ["localhost", "*.goed.example"]}
    options |= {"server.address": "localhost", "server.port": 8501}  # type: ignore[dict-item]
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


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/a/_stcore/metrics", "/_stcore/upload_file/a", "/_stcore/agent/x"]
)
def test_only_what_a_page_needs_of_the_server_is_open(path: str, config: Path) -> None:
    seen, sent = knock({**scope_of("http", host="localhost"), "path": path})
    assert not seen and sent[0]["status"] == 403
    assert config.read_text().rstrip().endswith("reden=gesloten_adres")
    for needed in ("/_stcore/health", "/_stcore/host-config", "/evaluatie/_stcore/health"):
        assert knock({**scope_of("http", host="localhost"), "path": needed})[0]


def use_link(query: str, method: str = "GET", **headers: str) -> tuple[int, list[str]]:
    """(status, cookies) of who opens the link with this key."""
    scope = {**scope_of("http", host="localhost:8501", **headers), "method": method}
    seen, sent = knock({**scope, "path": "/bureau", "query_string": query.encode()})
    assert not seen, "a link never reaches a page"
    cookies = [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]
    return sent[0]["status"], cookies


def test_a_link_works_once_and_only_its_key_opens(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sleutel = ui_server.BUREAU.open_link()
    for wrong in ("", "sleutel=", f"sleutel={sleutel}x", f"Sleutel={sleutel}"):
        status, cookies = use_link(wrong)
        assert status == 403 and not any("bureau" in cookie for cookie in cookies)
    assert config.read_text().rstrip().endswith("reden=onbekende_sleutel")
    assert use_link(f"sleutel={sleutel}", "HEAD")[0] == 403, "looking does not use it up"
    status, cookies = use_link(f"sleutel={sleutel}")
    assert status == 303
    (cookie,) = (cookie for cookie in cookies if cookie.startswith("proeftuin_bureau_8501="))
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    pair = cookie.split(";")[0]
    name, value = pair.split("=", 1)
    assert ui_server.is_at_desk({name: value}) and not ui_server.is_at_desk({name: value + "x"})
    assert not ui_server.is_at_desk({}) and not ui_server.is_at_desk({"proeftuin_bureau": value})
    assert use_link(f"sleutel={sleutel}")[0] == 403
    assert use_link(f"sleutel={sleutel}", cookie=pair)[0] == 303, "the same browser goes on"
    said = capsys.readouterr().out
    assert said.count("/bureau?sleutel=") == 1 and sleutel not in said, "a new link follows"


def test_a_link_stays_inside_the_prefix_of_the_app(
    config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = {"server.allowedHosts": ["localhost"], "server.baseUrlPath": "/proeftuin/"}
    known |= {"server.address": "localhost", "server.port": 8501}  # type: ignore[dict-item]
    monkeypatch.setattr(ui_server.st, "get_option", known.get)
    query = f"sleutel={ui_server.BUREAU.open_link()}"
    scope = scope_of("http", host="localhost") | {"path": "/proeftuin/bureau"}
    seen, sent = knock({**scope, "query_string": query.encode()})
    assert not seen and dict(sent[0]["headers"])[b"location"] == b"/proeftuin/"
    assert "http://localhost:8501/proeftuin/bureau?sleutel=" in capsys.readouterr().out
    assert knock({**scope, "path": "/bureau", "query_string": b""})[0], "that is no path of ours"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"server.address": "0.0.0.0"}, "luistert ook naar andere computers"),
        ({"server.address": None}, "luistert ook naar andere computers"),
        ({"secrets": {"auth": {}}}, "log in op de bladzijde"),
        ({"toegang": "openbaar"}, "leest iedereen de openbare editie"),
        ({}, "/bureau?sleutel="),
    ],
)
def test_a_link_is_shown_only_where_it_is_good(
    options: dict[str, Any],
    says: str,
    config: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    known = {"server.address": "localhost", "server.port": 8501, **options}
    monkeypatch.setattr(ui_server.st, "get_option", known.get)
    monkeypatch.setattr(ui_server.st, "secrets", options.get("secrets", {}))
    if "toegang" in options:
        made = replace(read_settings(), toegang=ToegangRegels(dit_toestel="openbaar"))
        monkeypatch.setattr(ui_server, "app_settings", lambda: made)

    async def live() -> None:
        async with ui_server.run_desk(None):
            pass

    asyncio.run(live())
    assert not capsys.readouterr().out, "a server that nobody started at a desk has no link"
    monkeypatch.setenv("PROEFTUIN_BUREAU", "print")
    asyncio.run(live())
    said = capsys.readouterr().out
    assert says in said and "http://localhost:8501" in said
    assert ("sleutel=" in said) == (not options)


def fetch_file(content: bytes, cookies: str, method: str = "GET") -> int:
    """Status of who asks the server for a file with this content."""
    headers = {"cookie": cookies, "range": "bytes=0-1"}
    scope = {**scope_of("http", host="localhost", **headers), "path": "/media/a.csv"}
    seen, sent = knock({**scope, "method": method}, content)
    assert not any(name == b"range" for name, _ in seen[0]["headers"])
    return int(sent[0]["status"])


def test_a_file_is_given_to_the_visitor_it_was_made_for(config: Path) -> None:
    mine = {"proeftuin_bezoek_8501": "ik", "_streamlit_user": "a", "_streamlit_user__1": "b"}
    now = time.time()
    ui_server.AANBOD.offer(b"inhoud", ui_server.visitor_of(mine), now, None)
    ui_server.AANBOD.offer("voorbij", ui_server.visitor_of(mine), now, now - 1)
    ui_server.AANBOD.offer(b"niemand", ui_server.visitor_of({"_streamlit_user": "a"}), now, None)
    own = "; ".join(f"{name}={value}" for name, value in mine.items())
    assert fetch_file(b"inhoud", own) == 200
    assert fetch_file(b"inhoud", own, "HEAD") == 404
    for content, cookies in (
        (b"inhoud", ""),
        (b"inhoud", own.replace("ik", "jij")),
        (b"inhoud", own.replace("_1=b", "_1=c")),
        (b"inhoud", "proeftuin_bezoek_8501=ik"),  # logged out
        (b"inhoud", f"{own}; proeftuin_bureau_8501=x"),
        (b"anders", own),
        (b"voorbij", own),
        (b"niemand", "_streamlit_user=a"),
    ):
        assert fetch_file(content, cookies) == 404, cookies
        assert config.read_text().rstrip().endswith("reden=vreemd_bestand")


@pytest.mark.parametrize("path", ["/static/media/a.woff2", "/x/static/media/a.woff2"])
def test_the_letters_of_streamlit_are_for_everyone(path: str, config: Path) -> None:
    _, sent = knock({**scope_of("http", host="localhost"), "path": path}, b"letter")
    assert sent[0]["status"] == 200 and sent[1]["body"] == b"letter"
    assert not config.exists()


def test_a_header_never_stands_in_for_a_login(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit can be told to believe headers; they would go before the signed login."""
    monkeypatch.setattr(ui_login.st, "user", SimpleNamespace(to_dict=lambda: {"is_logged_in": 1}))
    monkeypatch.setattr(ui_login, "can_log_in", lambda: True)
    options = {"server.trustedUserHeaders": {"x-user": "sub"}}
    monkeypatch.setattr(ui_login.st, "get_option", options.get)
    assert ui_login.reader() == Toegang("openbaar", ZONDER, ONGELDIG)


def test_a_login_service_leaves_no_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui_login, "opened_the_link", lambda: True)
    monkeypatch.setattr(ui_login, "can_log_in", lambda: False)
    assert ui_login.reader() == Toegang("intern", TOESTEL)
    monkeypatch.setattr(ui_login.st, "user", SimpleNamespace(to_dict=dict))
    monkeypatch.setattr(ui_login, "can_log_in", lambda: True)
    assert ui_login.reader().rol == "openbaar"


def test_every_answer_carries_the_headers(config: Path) -> None:
    _, sent = knock(scope_of("http", host="localhost:8501"))
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    policy = found["content-security-policy"]
    assert "frame-ancestors 'none'" in policy and "default-src 'none'" in policy
    assert "http" not in policy and "'unsafe-eval'" not in policy and "*" not in policy
    script = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in script and script.count("'sha256-") == 5
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "no-referrer" and "permissions-policy" in found
    assert "strict-transport-security" not in found
    assert "proeftuin_bezoek_8501=" in found["set-cookie"] and "HttpOnly" in found["set-cookie"]
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
    assert download_of(good, "ik", "kosten", editie, "a.csv", lambda: b"x")() == b"x"
    assert "soort=gedownload rol=intern pagina=kosten" in log.read_text().splitlines()[-1]
    for toegang, reden in ((over, "verlopen"), (low, "rol")):
        with pytest.raises(ToegangGeweigerd):
            download_of(toegang, "ik", "kosten", editie, "a.csv", lambda: b"x")()
        assert log.read_text().rstrip().endswith(f"bestand=a.csv reden={reden}")

    def refuse() -> bytes:
        raise ToegangGeweigerd("Met uw rol kunt u dit niet bekijken.")

    with pytest.raises(ToegangGeweigerd, match="Met uw rol"):
        download_of(good, "ik", "kosten", editie, "a.csv", refuse)()
    assert log.read_text().rstrip().endswith("bestand=a.csv reden=gegevens")
    with pytest.raises(ProeftuinError, match="kon niet worden gemaakt") as caught:
        download_of(good, "ik", "kosten", editie, "a.csv", fail)()
    assert "geheim" not in str(caught.value)


def test_the_first_page_has_words_before_any_script_or_style(config: Path) -> None:
    page = ui_server._INDEX.read_text(encoding="utf-8")
    scope = {**scope_of("http", host="localhost", accept_encoding="gzip"), "path": "/verblijf"}
    seen, sent = knock(scope, page.encode())
    assert not [name for name, _ in seen[0]["headers"] if name == b"accept-encoding"]
    text = sent[1]["body"].decode()
    headers = dict(sent[0]["headers"])
    assert int(headers[b"content-length"]) == len(sent[1]["body"])
    assert '<html lang="nl">' in text and "JavaScript. Zet het aan" in text
    naam = read_settings().gemeente.proeftuin
    words = text.index(f"<strong>{naam}</strong>")
    assert text.index('<div id="root">') < words < text.index('<link rel="stylesheet"')
    for part in ('rel="preload"', "Streamlit</title>", "You need to enable"):
        assert part in page and part not in text
    scripts = ui_server._SCRIPT.findall(page)
    assert scripts and ui_server._SCRIPT.findall(text) == scripts  # the policy knows these


def test_what_is_no_page_passes_unchanged(config: Path) -> None:
    scope = {**scope_of("http", host="localhost"), "path": "/favicon.png"}
    assert knock(scope, b"beeld")[1][1]["body"] == b"beeld"


def test_pages_are_made_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui_server, "BEURT_SECONDEN", 60)
    inside: list[int] = []
    most: list[int] = []

    def make_page(number: int) -> None:
        with pytest.raises(ValueError, match="stuk"), take_turn():
            inside.append(number)
            most.append(len(inside))
            time.sleep(0.001)
            inside.remove(number)
            raise ValueError("stuk")

    threads = [threading.Thread(target=make_page, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 12, "a page that breaks gives its turn away too"


def test_a_page_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui_server, "BEURT_SECONDEN", 0.01)

    def make_page() -> None:
        with take_turn():
            pass

    with take_turn():
        other = threading.Thread(target=make_page)
        other.start()
        other.join(timeout=60)
        assert not other.is_alive()
    with take_turn():
        assert ui_server._BEURT.locked()
    assert not ui_server._BEURT.locked()
