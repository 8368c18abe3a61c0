"""What the attacker infers of one count in three editions: never more than every history allows."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from proeftuin.disclosure.protection import VERBORGEN, show_cells
from proeftuin.settings.read import read_settings
from tests.lib.aanvaller.regels import Rooster
from tests.lib.aanvaller.stelsel import Stelsel
from tests.lib.aanvaller.tijd import add_edities

RULES = read_settings().onthulling
EDITIES = 3
MEEST = 32  # histories of counts from 0 to this
HISTORIES = np.array(list(product(range(MEEST + 1), repeat=EDITIES)), float)


def publish(steps: tuple[int, ...]) -> NDArray[np.float64]:
    """What every history shows in each edition when its group is rounded by these steps."""
    last = pd.DataFrame(np.nan, np.arange(len(HISTORIES)), ["getoond", "basis", "anker"])
    shown = np.zeros(HISTORIES.shape)
    for place, step in enumerate(steps):
        before = last if place else None
        made = show_cells(HISTORIES[:, place], np.full(len(HISTORIES), step), RULES, before)
        shown[:, place] = made.getoond
        told = ~np.isnan(made.getoond)
        for name in ("getoond", "basis", "anker"):
            last[name] = np.where(told, getattr(made, name), last[name])
    return shown


def infer(
    history: NDArray[np.float64],
    shown: NDArray[np.float64],
    steps: tuple[int, ...],
) -> Stelsel:
    """The bounds of the attacker; numbers 1, 2 and 3 are the count in each edition."""
    stelsel = Stelsel(np.zeros(1, int), np.zeros(1, int), np.zeros(1))
    ids = stelsel.add_getallen(history)
    basis = np.array([0.0 if step == VERBORGEN else RULES.basis * 2.0**step for step in steps])
    cellen = pd.DataFrame(
        {
            "id": ids,
            "is_totaal": False,
            "getoond": shown,
            "anders": np.nan,
            "verborgen": np.isnan(shown) & (basis != 0),
            "basis": basis,
        }
    )
    arrays = {("feit", "kolom", "geen"): ids.reshape(1, 1, 1, EDITIES)}
    rooster = Rooster(stelsel, [], {"geen": [""]}, ["west"], [], arrays, {})
    add_edities(rooster, cellen)
    stelsel.propagate()
    return stelsel


@pytest.mark.parametrize("steps", list(product((0, 1, 2, VERBORGEN), repeat=EDITIES)))
def test_every_history_that_shows_the_same_lies_within_the_bounds(steps: tuple[int, ...]) -> None:
    published = publish(steps)
    rnd = np.random.default_rng(sum(step * 10**place for place, step in enumerate(steps)))
    for truth in rnd.integers(0, len(HISTORIES), 12):
        same = ((published == published[truth]) | np.isnan(published)).all(axis=1)
        same &= (np.isnan(published) == np.isnan(published[truth])).all(axis=1)
        found = infer(HISTORIES[truth], published[truth], steps)
        assert not found.fout, "an identity that the truth refutes"
        for place, column in enumerate(HISTORIES[same].T, start=1):
            assert found.onder[place] <= column.min() and column.max() <= found.boven[place]


def test_a_value_that_may_be_rounded_anew_is_not_taken_for_one_that_stayed() -> None:
    """40 rounded to tens, and 40 again where its group is rounded to twenties: 44 may be 31."""
    steps = (1, 2, 2)
    found = infer(np.array([44.0, 31.0, 31.0]), np.array([40.0, 40.0, 40.0]), steps)
    assert (found.onder[2], found.boven[2]) == (30, 49)
