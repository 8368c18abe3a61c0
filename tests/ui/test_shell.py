"""The shell of the app: the settings of its server, and what it does once it is warm."""

import gc
import threading
import tomllib
import weakref
from functools import partial
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from proeftuin.charts import KLEUREN
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


def test_streamlit_has_the_colours_of_the_house() -> None:
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    assert (theme["primaryColor"], theme["linkColor"]) == (KLEUREN["pilot"],) * 2
    assert (theme["textColor"], theme["borderColor"]) == (KLEUREN["inkt"], KLEUREN["lijn"])
    assert theme["secondaryBackgroundColor"] == KLEUREN["vlak"]


def test_memory_is_collected_once_however_many_threads_run_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    for naam in ("unfreeze", "collect", "freeze"):
        monkeypatch.setattr(shell.gc, naam, partial(done.append, naam))
    monkeypatch.setattr(shell, "_pages_run", shell.count(1))

    def run_pages() -> None:
        for _ in range(shell._WARM):
            shell._freeze_when_warm(next(shell._pages_run))

    threads = [threading.Thread(target=run_pages) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    final = ["unfreeze", "collect", "freeze"]
    assert sorted(done) == sorted(["freeze"] * len(shell._WARMING) + final)
    assert [naam for naam in done if naam != "freeze"] == final[:2]
    assert shell.gc.isenabled()


def test_what_is_frozen_while_warming_is_looked_at_again_in_the_end() -> None:
    """What a reader left behind among the first pages goes when memory is collected."""

    class Left:
        """Something that only a collection removes."""

    def leave() -> weakref.ref[Left]:
        left = Left()
        left.itself = left
        return weakref.ref(left)

    left = leave()
    shell._freeze_when_warm(shell._WARMING[-1])
    gc.collect()
    assert left() is not None
    shell._freeze_when_warm(shell._WARM)
    assert left() is None


def test_a_thing_is_made_once_and_what_was_used_longest_ago_goes_first() -> None:
    kept, made = shell.Kept(2), []

    def make(name: str) -> str:
        made.append(name)
        return name.upper()

    for name in ("a", "b", "a", "c", "a"):  # b goes for c
        assert kept.take(name, lambda name=name: make(name)) == name.upper()
    assert made == ["a", "b", "c"]
    kept.take("b", lambda: make("b"))
    assert made == ["a", "b", "c", "b"]


def test_who_asks_at_the_same_time_waits_for_one_maker_and_an_error_is_not_kept() -> None:
    kept, made, start = shell.Kept(9), [], threading.Barrier(6)

    def build() -> str:
        made.append(1)
        threading.Event().wait(0.05)
        return "klaar"

    def ask() -> None:
        start.wait()
        assert kept.take("x", build) == "klaar"

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]
    with pytest.raises(ZeroDivisionError):
        kept.take("y", lambda: 1 // 0)
    assert kept.take("y", lambda: "goed") == "goed"


def _drawing_page() -> None:
    from types import SimpleNamespace

    import streamlit as st

    from proeftuin.ui import shell

    def draw() -> None:
        st.session_state["getekend"] = st.session_state.get("getekend", 0) + 1
        with st.expander("open"):
            st.html("<p>erin</p>")
        st.html("<p>eronder</p>")

    wijk = st.session_state.get("wijk", "west")
    rol = st.session_state.get("rol", "intern")
    context = SimpleNamespace(sleutel=("e",), rol=rol, slug="verblijf")
    shell.show_kept(context, (wijk,), draw)  # type: ignore[arg-type]


def test_what_was_drawn_is_sent_again_the_same_and_never_to_another_role() -> None:
    shell._drawn.clear()
    app = AppTest.from_function(_drawing_page).run()
    first = [item.proto.body for item in app.get("html")]
    assert first == ["<p>erin</p>", "<p>eronder</p>"] and len(app.expander) == 1
    app.run()
    assert [item.proto.body for item in app.get("html")] == first and len(app.expander) == 1
    assert app.session_state["getekend"] == 1
    for name, value in (("wijk", "oost"), ("rol", "openbaar")):
        app.session_state[name] = value
        app.run()
    assert app.session_state["getekend"] == 3
