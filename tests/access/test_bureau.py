"""The desk: the link, the cookie, the browser that opens, and the command that starts it all."""

import os
import socket
import threading
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proeftuin.access import bureau
from proeftuin.access.bureau import (
    BUREAU_OMGEVING,
    MET_INLOGDIENST,
    NIET_LOKAAL,
    OPEN,
    PRINT,
    ROL_OPENBAAR_INGESTELD,
    Aanbod,
    Bureau,
    has_screen,
    key_of_visitor,
    open_in_browser,
    why_no_desk,
)
from proeftuin.cli import app as cli_app
from proeftuin.cli.parser import make_parser
from proeftuin.errors import ProeftuinError


def test_a_key_works_once_and_the_next_takes_its_place() -> None:
    desk = Bureau()
    assert not desk.redeem("") and not desk.redeem("x") and not desk.knows(None)
    first = desk.open_link()
    second = desk.open_link()
    assert first != second and len(first) > 40
    assert not desk.redeem(first), "only the newest link works"
    cookie = desk.redeem(second)
    assert desk.knows(cookie) and not desk.knows(second) and not desk.knows("")
    assert not desk.redeem(second)
    other = desk.redeem(desk.open_link())
    assert other != cookie and desk.knows(other) and desk.knows(cookie)
    assert not Bureau().knows(cookie), "of this process only"


@given(st.text())
def test_no_other_text_opens_the_desk(text: str) -> None:
    desk = Bureau()
    key = desk.open_link()
    assert not desk.redeem(text) and not desk.knows(text)
    assert desk.redeem(key)


@pytest.mark.parametrize(
    ("address", "dit_toestel", "has_login", "reden"),
    [
        ("localhost", "intern", False, ""),
        ("127.0.0.1", "intern", False, ""),
        ("::1", "intern", False, ""),
        ("localhost", "intern", True, MET_INLOGDIENST),
        ("0.0.0.0", "intern", True, MET_INLOGDIENST),
        ("localhost", "openbaar", False, ROL_OPENBAAR_INGESTELD),
        ("localhost", "", False, ROL_OPENBAAR_INGESTELD),
        *((address, "intern", False, NIET_LOKAAL) for address in (None, "", "0.0.0.0", "::")),
        *((address, "intern", False, NIET_LOKAAL) for address in ("10.0.0.1", "unix:///run/a")),
    ],
)
def test_only_a_server_for_this_computer_without_login_has_a_desk(
    address: str | None, dit_toestel: str, has_login: bool, reden: str
) -> None:
    assert why_no_desk(address, dit_toestel, has_login) == reden


def test_a_visitor_is_known_by_every_cookie_that_decides_a_role() -> None:
    key = key_of_visitor(["ik", "", "_streamlit_user=a"])
    assert key == key_of_visitor(["ik", "", "_streamlit_user=a"]) and "ik" not in key
    for other in (["jij", "", "_streamlit_user=a"], ["ik", "b", "_streamlit_user=a"], ["ik", ""]):
        assert key_of_visitor(other) != key
    assert key_of_visitor(["a", "b|c"]) != key_of_visitor(["a", "b", "c"])
    assert key_of_visitor([]) == key_of_visitor(["", "x"]) == ""


def test_a_file_is_on_offer_for_two_minutes_and_not_after_the_login() -> None:
    aanbod = Aanbod()
    aanbod.offer(b"een", "ik", 1000.0, None)
    aanbod.offer("twee", "ik", 1000.0, 1030.0)
    aanbod.offer(b"drie", "", 1000.0, None)
    assert aanbod.may_take(b"een", "ik", 1119.0) and not aanbod.may_take(b"een", "ik", 1120.0)
    assert aanbod.may_take(b"twee", "ik", 1029.0) and not aanbod.may_take(b"twee", "ik", 1030.0)
    assert not aanbod.may_take(b"een", "jij", 1000.0) and not aanbod.may_take(b"drie", "", 1000.0)
    aanbod.offer(b"vier", "ik", 2000.0, None)
    assert len(aanbod._tot) == 1, "what is over is forgotten"


def test_a_browser_is_opened_only_at_a_desktop() -> None:
    assert has_screen({"DISPLAY": ":0"}) and has_screen({"WAYLAND_DISPLAY": "wayland-0"})
    assert not has_screen({}) and not has_screen({"DISPLAY": "", "TERM": "xterm"})
    assert not has_screen({"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "a b c d"})


def test_the_browser_gets_a_file_and_never_the_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int, str]] = []
    opened = threading.Event()

    def open_address(address: str) -> bool:
        file = Path(url2pathname(urlsplit(address).path))
        seen.append((address, file.stat().st_mode & 0o777, file.read_text(encoding="utf-8")))
        opened.set()
        return True

    monkeypatch.setattr(bureau.webbrowser, "open", open_address)
    monkeypatch.setattr(bureau, "GETOOND_SECONDEN", 0.0)
    with socket.create_server(("localhost", 0)) as server:
        port = server.getsockname()[1]
        link = f"http://localhost:{port}/bureau?sleutel=geheim"
        thread = open_in_browser(link, port, tmp_path)
        assert opened.wait(30)
        thread.join(30)
    ((address, mode, content),) = seen
    assert "geheim" not in address and mode == 0o600 and link in content
    assert list(tmp_path.iterdir()) == []


def test_the_command_becomes_a_server_for_this_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(cli_app.os, "execv", lambda _, command: ran.append(command))
    for name in (BUREAU_OMGEVING, "PROEFTUIN_DATA", "PROEFTUIN_CONFIG"):
        monkeypatch.setenv(name, "")
    with socket.create_server(("localhost", 0)) as server:
        port = str(server.getsockname()[1])
        options = make_parser().parse_args(["app", "--poort", port, "--data", str(tmp_path)])
        with pytest.raises(ProeftuinError, match=f"Poort {port} is al in gebruik"):
            cli_app.start_app(options)
    cli_app.start_app(options)
    (command,) = ran
    assert command[command.index("--server.address") + 1] == "localhost"
    assert command[command.index("--server.port") + 1] == port
    assert Path(command[4]).name == "app.py" and Path(command[4]).is_file()
    assert os.environ[BUREAU_OMGEVING] == OPEN
    assert os.environ["PROEFTUIN_DATA"] == str(tmp_path)
    cli_app.start_app(
        make_parser().parse_args(["--data", "x", "app", "--poort", port, "--geen-browser"])
    )
    assert os.environ[BUREAU_OMGEVING] == PRINT
