"""Chain ladder, against published factors and against sums by hand."""

import pytest

from proeftuin.stats import estimate_volledigheid

# Taylor and Ashe (1983), as in Mack (1993), table 1: cumulative claims by year and age.
TAYLOR_ASHE = """
357848 1124788 1735330 2218270 2745596 3319994 3466336 3606286 3833515 3901463
352118 1236139 2170033 3353322 3799067 4120063 4647867 4914039 5339085
290507 1292306 2218525 3235179 3985995 4132918 4628910 4909315
310608 1418858 2195047 3757447 4029929 4381982 4588268
443160 1136350 2128333 2897821 3402672 3873311
396132 1333217 2180715 2985752 3691712
440832 1288463 2419861 3483130
359480 1421128 2864498
376686 1363294
344014
"""
FACTORS = (3.49061, 1.74733, 1.45741, 1.17385, 1.10382, 1.08627, 1.05387, 1.07656, 1.01772)


def triangle(text: str) -> dict[tuple[int, int], float]:
    lines = [line.split() for line in text.strip().splitlines()]
    return {(y, a): float(n) for y, line in enumerate(lines) for a, n in enumerate(line)}


def test_published_factors() -> None:
    found = estimate_volledigheid(triangle(TAYLOR_ASHE))
    product = 1.0
    for age in range(8, -1, -1):
        product *= FACTORS[age]
        assert found[age].aandeel == pytest.approx(1 / product, abs=5e-5)
        assert (found[age].tot, found[age].perioden) == (9, 9 - age)
    assert 9 not in found, "nothing was seen to come after the last age"


def test_a_step_that_says_nothing_ends_the_product() -> None:
    seen = {(1, 0): 50.0, (1, 1): 60.0, (2, 1): 3.0, (2, 2): 9.0, (3, 2): 40.0, (3, 3): 42.0}
    found = estimate_volledigheid(seen, minimum=30)
    assert set(found) == {0, 2}
    assert found[0].aandeel == pytest.approx(50 / 60) and found[0].tot == 1
    assert found[2].aandeel == pytest.approx(40 / 42) and found[2].tot == 3
    assert estimate_volledigheid({(1, 0): 5.0, (2, 2): 7.0}) == {}
    assert estimate_volledigheid({(1, 0): 5.0, (1, 1): 0.0}) == {}
