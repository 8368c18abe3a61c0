"""Shared by all tests: their order; Hypothesis repeats its examples; a page is seen at the desk.

AppTest has no browser that could open a link. Tests of real visits start a server (tests/browser).
With DEKKING set, every process that runs tests notes which lines it runs; left out are slow tests,
all cases of a test but the first, and the servers and commands that tests start: tracing them would
slow down what others wait for.
"""

import gc
import os
import sys
from collections.abc import Iterator
from functools import cache

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings
from streamlit.components.v2 import manifest_scanner

from tests.lib.gedeeld import open_map, remove_map

settings.register_profile(
    "proeftuin",
    deadline=None,
    database=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],  # a loaded machine is no fault of a test
)
settings.load_profile("proeftuin")


DEKKING = pytest.StashKey[Coverage]()
GENOTEERD = pytest.StashKey[set[str]]()


def _is_first(config: pytest.Config) -> bool:
    """Whether this process started the run: it is no worker of pytest -n."""
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    if _is_first(config):
        open_map()
    if os.environ.get("DEKKING"):
        config.stash[DEKKING] = Coverage(data_suffix=True)
        config.stash[DEKKING].start()


def pytest_collection_finish() -> None:
    """What is imported by now stays: the collector need not look at it again in every test.

    Nor need AppTest look through every installed package for components each time it runs a page.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    noted = item.config.stash.get(DEKKING, None)
    test = item.nodeid.partition("[")[0]
    before = item.config.stash.setdefault(GENOTEERD, set())
    is_slow = any(item.get_closest_marker(name) for name in ("langzaam", "browser"))
    is_left_out = is_slow or test in before
    before.add(test)
    if noted and is_left_out:
        noted.stop()
    yield
    if noted and is_left_out:
        noted.start()


def pytest_sessionfinish(session: pytest.Session) -> None:
    noted = session.config.stash.get(DEKKING, None)
    if noted:
        noted.stop()
        noted.save()


def pytest_unconfigure(config: pytest.Config) -> None:
    gc.unfreeze()  # else what DuckDB leaves to the collector is called a leak as the process ends
    if _is_first(config):
        remove_map()


FIRST = 10  # as many files as the other processes have done when the demo is published


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One file makes the published demo, and others run meanwhile; the browser's follow.

    A browser test waits more than it computes: what computes runs beside it, and comes last. A file
    with slow tests does not come at the end, where one process would still be at it alone.
    """
    files = list(dict.fromkeys(item.path for item in items))
    users = list(
        dict.fromkeys(
            item.path for item in items if "editie_dir" in getattr(item, "fixturenames", ())
        )
    )
    browser = [path for path in users[1:] if path.parent.name == "browser"]
    alone = [path for path in files if path not in users]
    later = [path for path in users[1:] if path not in browser]
    slow = {item.path for item in items if item.get_closest_marker("langzaam")}
    last = sorted([*later, *alone[FIRST:]], key=lambda path: path not in slow)
    order = [*users[:1], *alone[:FIRST], *browser, *last]
    place = {path: number for number, path in enumerate(order)}
    items.sort(key=lambda item: place[item.path])


@pytest.fixture(autouse=True)
def at_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proeftuin.ui.login.opened_the_link", lambda: True)


@pytest.fixture(autouse=True)
def nothing_drawn_before() -> None:
    """A page is drawn anew in each test: a test may put something else in its place."""
    if shell := sys.modules.get("proeftuin.ui.shell"):
        shell._drawn.clear()
