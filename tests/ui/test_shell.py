"""The shell of the app: the settings of its server, and what it does once it is warm."""

import threading
import tomllib
from pathlib import Path

import pytest
from streamlit import config

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
