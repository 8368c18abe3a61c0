"""Rows by name, against plain loops; and what is left out because another already brought it."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from proeftuin.disclosure.keys import Keys
from proeftuin.disclosure.sums import _each_once
from proeftuin.disclosure.system import SLEUTEL
from proeftuin.measure import Bijdragen
from tests.lib.compare import frame_of

NAMES = ("kolom", "categorie", "wijk", "van")


def make_frame(draw: np.random.Generator, size: int) -> pd.DataFrame:
    """Different rows, in any order, some with an empty category."""
    days = np.array([date(2020, month, 1) for month in range(1, 6)], object)
    frame = pd.DataFrame(
        {
            "kolom": draw.choice(["a.x", "a.y", "b.x"], size),
            "categorie": draw.choice(["", "01", "02"], size),
            "wijk": draw.choice(["west", "oost", "onbekend"], size),
            "van": draw.choice(days, size),
        }
    )
    return frame.drop_duplicates().reset_index(drop=True)


def names_of(frame: pd.DataFrame, names: tuple[str, ...] = NAMES) -> list[tuple[object, ...]]:
    return list(frame[list(names)].itertuples(index=False, name=None))


@pytest.mark.parametrize("seed", range(20))
def test_rows_are_found_as_plain_loops_find_them(seed: int) -> None:
    draw = np.random.default_rng(seed)
    frame, asked = make_frame(draw, 40), make_frame(draw, 60)
    keys, known = Keys(frame, NAMES), names_of(frame)
    place = {names: row for row, names in enumerate(known)}
    found = keys.find({name: asked[name] for name in NAMES})
    assert found.tolist() == [place.get(names, -1) for names in names_of(asked)]
    found = keys.find({**{name: asked[name] for name in NAMES}, "kolom": "b.x"})
    assert found.tolist() == [place.get(("b.x", *rest), -1) for _, *rest in names_of(asked)]
    rows = np.flatnonzero(draw.random(len(frame)) < 0.6)
    for changed in ({"categorie": ""}, {"wijk": "oost", "kolom": "a.y"}, {"wijk": "nergens"}):
        beside = [dict(zip(NAMES, known[row], strict=True)) | changed for row in rows]
        expected = [place.get(tuple(names.values()), -1) for names in beside]
        assert keys.find_beside(rows, changed).tolist() == expected
    groups = keys.group(rows, ("kolom", "wijk"))
    seen: dict[tuple[object, ...], int] = {}
    for group, names in zip(groups, names_of(frame.iloc[rows], ("kolom", "wijk")), strict=True):
        assert group == seen.setdefault(names, len(seen))
    late = keys.where("van", keys.levels["van"] > date(2020, 2, 1))
    assert late.tolist() == [names[-1] > date(2020, 2, 1) for names in known]  # type: ignore[operator]


def test_nothing_known_finds_nothing() -> None:
    frame = make_frame(np.random.default_rng(1), 10)
    keys = Keys(frame[:0], NAMES)
    assert (keys.find({name: frame[name] for name in NAMES}) == -1).all()
    assert not len(keys.group(np.zeros(0, np.int64), NAMES))


@pytest.mark.parametrize("seed", range(5))
def test_contributions_two_indicators_share_are_kept_once(seed: int) -> None:
    """As comparing every row would, for what one brings of a kolom under a split is all of it."""
    draw = np.random.default_rng(seed)
    whole = {
        (kolom, split): pd.DataFrame(
            {
                **{"kolom": kolom, "indeling": split, "categorie": "", "wijk": "west"},
                **{"venster": "kwartaal", "van": date(2020, 1, 1), "tot": date(2020, 3, 31)},
                "bijdrager": draw.permutation(50)[:size],
                "aanbieder": 1,
                "euro": draw.random(size),
            }
        )
        for kolom in ("a.euro", "a.toegewezen", "b.dagen")
        for split in ("geen", "leeftijd")
        for size in (int(draw.integers(1, 30)),)
    }
    behind = []
    for _ in range(4):
        keys = [key for key in whole if draw.random() < 0.6] or [("a.euro", "geen")]
        rows = pd.concat([whole[key] for key in keys], ignore_index=True)
        cut = int(draw.integers(0, len(rows)))  # in parts, the rows of one kolom in two of them
        behind.append([Bijdragen.of(part) for part in (rows[:cut], rows[cut:])])
    joined = frame_of(part for of_one in behind for part in of_one)
    expected = joined.drop_duplicates([*SLEUTEL, "bijdrager", "aanbieder"], ignore_index=True)
    found = frame_of(_each_once(behind))
    pd.testing.assert_frame_equal(found, expected)
    assert not behind
