"""The shell of the app: the settings of its server, and what it does once it is warm."""

import threading
import tomllib
from html import escape
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from proeftuin.ui import shell

CONFIG = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"


def test_this_streamlit_knows_every_setting() -> None:
    parsed = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    assert parsed["runner"] == {"postScriptGC": False}
    known = config.get_config_options()
    for section, values in parsed.items():
        for name, value in values.items():
            if not isinstance(value, dict):
                option = known[f"{section}.{name}"]
                assert not option.is_expired(), option.key
                assert config.get_option(option.key) == value, option.key


def test_memory_is_frozen_once_however_many_threads_run_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    monkeypatch.setattr(shell.gc, "collect", lambda: done.append("collect"))
    monkeypatch.setattr(shell.gc, "freeze", lambda: done.append("freeze"))
    monkeypatch.setattr(shell, "_pages_run", shell.count(1))

    def run_pages() -> None:
        for _ in range(shell._WARM):
            shell._freeze_when_warm(next(shell._pages_run))

    threads = [threading.Thread(target=run_pages) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == ["collect", "freeze"]
    assert shell.gc.isenabled()


def page_with_choice() -> None:
    """A page with one choice, as AppTest runs it."""
    from proeftuin.ui.shell import pick

    names = {"west": "West", "oost": "Oost"}
    pick("Wijk", tuple(names), "wijk", names.__getitem__)


@pytest.mark.parametrize(
    ("asked", "shown", "is_told"),
    [
        ("Oost", "oost", False),
        ("oost", "oost", False),  # the id, or the name in other capitals
        ("OOST", "oost", False),
        ("onzin", "west", True),
        ("<b>", "west", True),
        (None, "west", False),
    ],
)
def test_a_link_with_an_unknown_value_says_what_is_shown_instead(
    asked: str | None, shown: str, is_told: bool
) -> None:
    app = AppTest.from_function(page_with_choice, default_timeout=60)
    if asked is not None:
        app.query_params["wijk"] = asked
    app.run()
    assert not app.exception and app.selectbox(key="wijk").value == shown
    told = " ".join(item.proto.body for item in app.get("html"))
    sentence = f"Wijk ‘{escape(asked or '')}’ uit deze link bestaat niet of niet meer; u ziet West."
    assert (sentence in told) is is_told
