"""One process serves every role: what intern warmed in a cache never reaches openbaar."""

import re
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from proeftuin.results import editie as results

pytest_plugins = ("tests.lib.editie_fixture",)
APP = Path(__file__).resolve().parents[2] / "app.py"
PAGINAS = ("overzicht", "verblijf", "kosten", "evaluatie")


def sent(block: Any) -> list[str]:
    """Every message of a page and what is inside it, as sent; not the random name of a file."""
    text = "" if block.proto is None else str(block.proto)
    found = [re.sub(r'deferred_file_id: "\w+"', "", text)]
    for child in getattr(block, "children", {}).values():
        found += sent(child)
    return found


def visit(slug: str, is_here: bool, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a page sends to who opened the link (intern) or did not (openbaar)."""
    monkeypatch.setattr("proeftuin.ui.login.opened_the_link", lambda: is_here)
    app = AppTest.from_file(str(APP), default_timeout=120)
    app.switch_page(f"pages/{slug}.py").run()
    assert not app.exception
    return sent(app.main)


def test_a_warm_cache_shows_openbaar_what_a_cold_one_shows(
    app_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def empty_caches() -> None:
        st.cache_resource.clear()
        st.cache_data.clear()
        results._read_slug.cache_clear()
        results._read_indeling.cache_clear()

    cold = {}
    for slug in PAGINAS:
        empty_caches()
        cold[slug] = visit(slug, False, monkeypatch)
    assert len({tuple(page) for page in cold.values()}) == len(PAGINAS)
    empty_caches()
    intern = {slug: visit(slug, True, monkeypatch) for slug in PAGINAS}
    for slug in PAGINAS:
        warm = visit(slug, False, monkeypatch)
        assert warm == cold[slug], slug
        assert warm != intern[slug] and len(warm) > 10
    assert results._read_slug.cache_info().hits > 0
