"""Shared by all tests: their order; Hypothesis repeats its examples; a page is seen at the desk.

AppTest has no browser that could open a link. Tests of real visits start a server (tests/browser).
With DEKKING set, every process that runs tests notes which lines it runs; left out are slow tests,
and the servers and commands that tests start: tracing those would slow down what others wait for.
"""

import os
from collections.abc import Iterator

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings

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


def _is_first(config: pytest.Config) -> bool:
    """Whether this process started the run: it is no worker of pytest -n."""
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    if _is_first(config):
        open_map()
    if os.environ.get("DEKKING"):
        config.stash[DEKKING] = Coverage(data_suffix=True)
        config.stash[DEKKING].start()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    noted = item.config.stash.get(DEKKING, None)
    is_slow = any(item.get_closest_marker(name) for name in ("langzaam", "browser"))
    if noted and is_slow:
        noted.stop()
    yield
    if noted and is_slow:
        noted.start()


def pytest_sessionfinish(session: pytest.Session) -> None:
    noted = session.config.stash.get(DEKKING, None)
    if noted:
        noted.stop()
        noted.save()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _is_first(config):
        remove_map()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that need the published demo come last, but for one: it makes the demo meanwhile."""

    def needs_demo(item: pytest.Item) -> bool:
        return "editie_dir" in getattr(item, "fixturenames", ())

    users = list(dict.fromkeys(item.path for item in items if needs_demo(item)))
    items.sort(key=lambda item: item.path in users[1:])
    items.sort(key=lambda item: item.path not in users[:1])


@pytest.fixture(autouse=True)
def at_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proeftuin.ui.login.opened_the_link", lambda: True)
