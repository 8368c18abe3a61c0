"""Shared by all tests: Hypothesis repeats its examples; a page run in the test is on this device.

AppTest has no connection to judge. Tests of real visits start a server (tests/test_browser*.py).
"""

import pytest
from hypothesis import settings

settings.register_profile(
    "proeftuin", deadline=None, database=None, derandomize=True, print_blob=True
)
settings.load_profile("proeftuin")


@pytest.fixture(autouse=True)
def on_this_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proeftuin.ui_toegang.comes_from_this_device", lambda: True)
