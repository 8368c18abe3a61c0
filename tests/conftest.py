"""Shared by all tests: Hypothesis repeats its examples; a page run in the test is on this device.

AppTest has no connection to judge. Tests of real visits start a server (tests/test_browser*.py).
"""

import pytest
from hypothesis import settings

from tests.gedeeld import open_map, remove_map

settings.register_profile(
    "proeftuin", deadline=None, database=None, derandomize=True, print_blob=True
)
settings.load_profile("proeftuin")


def _is_first(config: pytest.Config) -> bool:
    """Whether this process started the run: it is no worker of pytest -n."""
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    if _is_first(config):
        open_map()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _is_first(config):
        remove_map()


@pytest.fixture(autouse=True)
def on_this_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proeftuin.ui_toegang.comes_from_this_device", lambda: True)
