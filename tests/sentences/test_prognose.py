"""Euros of an estimate, as people read them."""

import pytest

from proeftuin.sentences.prognose import show_thousands


@pytest.mark.parametrize(
    ("value", "sign", "text"),
    [
        (38_642_921, False, "€\u00a038.643.000"),
        (-5_382_675, False, "−€\u00a05.383.000"),
        (82_977, True, "+€\u00a083.000"),
        (-9_275, True, "−€\u00a09.000"),
        (120, True, "€\u00a00"),
    ],
)
def test_an_estimate_is_shown_in_whole_thousands(value: float, sign: bool, text: str) -> None:
    assert show_thousands(value, sign=sign).replace("\u2060", "") == text
