"""Many editions together: what is remembered of them, against plain loops, and how it grows."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from proeftuin.disclosure.knowledge import find_links
from proeftuin.disclosure.system import (
    SLEUTEL,
    TOLD,
    add_told,
    build_stelsel,
    last_told,
    number_keys,
)
from proeftuin.vocabulary import KWARTAAL, NULMETING

KOLOMMEN = ("in_zorg.in_zorg", "in_zorg.heeft_verblijf")
DAGEN = (date(2021, 1, 1), date(2021, 3, 31))


def make_edition(draw: np.random.Generator, *, as_categories: bool = False) -> pd.DataFrame:
    """Counts of some wijken, in any order, with how they were shown."""
    keys = [
        (kolom, "geen", "", wijk, venster, *DAGEN)
        for kolom in KOLOMMEN
        for wijk in ("oost", "west", "zuid")
        for venster in (KWARTAAL, NULMETING)
        if draw.random() < 0.8
    ] or [(KOLOMMEN[0], "geen", "", "west", KWARTAAL, *DAGEN)]
    frame = pd.DataFrame(keys, columns=list(SLEUTEL)).sample(frac=1, random_state=draw)
    size = len(frame)
    exact = draw.choice([12.0, 13.0, 40.0], size)
    getoond = np.where(draw.random(size) < 0.3, np.nan, 5 * np.round(exact / 5))
    frame = frame.reset_index(drop=True).assign(
        exact=exact, getoond=getoond, basis=draw.choice([5.0, 10.0], size), anker=exact
    )
    frame = frame.assign(is_onrijp=False, low=exact - 2, high=exact + 2)
    return frame.astype(dict.fromkeys(SLEUTEL, "category")) if as_categories else frame


@pytest.mark.parametrize("seed", range(10))
def test_a_cell_has_one_number_in_every_edition(seed: int) -> None:
    draw = np.random.default_rng(seed)
    frames = [make_edition(draw, as_categories=place % 2 > 0) for place in range(4)]
    found = number_keys(frames)
    numbers: dict[tuple[object, ...], int] = {}
    for frame, own in zip(frames, found.frames, strict=True):
        rows = frame[list(SLEUTEL)].itertuples(index=False, name=None)
        assert own.tolist() == [numbers.setdefault(row, len(numbers)) for row in rows]
    assert [*found.namen.itertuples(index=False, name=None)] == list(numbers)
    assert found.bevroren.tolist() == [row[4] == NULMETING for row in numbers]


@pytest.mark.parametrize("alike", [(), ("getoond", "basis")])
@pytest.mark.parametrize("seed", range(20))
def test_what_was_told_last_is_that_of_plain_loops(seed: int, alike: tuple[str, ...]) -> None:
    draw = np.random.default_rng(seed)
    frames = [make_edition(draw) for _ in range(5)]
    keys = number_keys(frames)
    rows = [
        frame[["exact", *TOLD]].assign(sleutel=own, bevroren=keys.bevroren[own])
        for frame, own in zip(frames, keys.frames, strict=True)
    ]
    *earlier, now = rows
    told = earlier[0][:0]
    for frame in earlier:
        told = add_told(told, frame)
    found = last_told(told, now, alike).set_index("sleutel")
    every = [row for frame in earlier for row in frame.to_dict("records")]
    every = [row for row in every if not np.isnan(row["getoond"])]
    for cell in now.to_dict("records"):
        own = [row for row in every if row["sleutel"] == cell["sleutel"]]
        same = [row for row in own if all(row[name] == cell[name] for name in ("exact", *alike))]
        expected = (same if cell["bevroren"] and same else own)[-1:]
        assert (cell["sleutel"] in found.index) == bool(expected)
        if expected:
            assert found.loc[cell["sleutel"], list(TOLD)].tolist() == [
                expected[0][name] for name in TOLD
            ]


def test_editions_in_which_nothing_changed_add_no_equation() -> None:
    """Who publishes every week has as many equations after a year as after two weeks."""
    frame = make_edition(np.random.default_rng(3))
    edition = frame, find_links(frame)
    now = frame.drop(columns=[*TOLD, "low", "high"]), find_links(frame)
    few, many = (build_stelsel([edition] * times + [now]) for times in (2, 30))
    assert few.aantal_rijen == many.aantal_rijen and len(few.waar) == len(many.waar)
    for name in ("rij", "var", "factor", "waar", "low", "high", "cel_var", "cel_wijziging"):
        np.testing.assert_array_equal(getattr(few, name), getattr(many, name))
