"""Who stands behind sums: what blocks of rows give is what plain loops give, however small."""

import weakref
from collections import defaultdict

import numpy as np
import pandas as pd
import pytest

from proeftuin.disclosure import vectors
from proeftuin.disclosure.vectors import CENT, Vectoren
from proeftuin.measure import Bijdragen

SLEUTEL = ["kolom", "wijk", "van"]
ELDERS = {"indeling": "geen", "categorie": "", "venster": "kwartaal", "tot": "later"}
Rij = tuple[str, str, str, int, int, float]


def make_rows(rnd: np.random.Generator, count: int) -> list[Rij]:
    return [
        (
            f"feit.{rnd.integers(2)}",
            "abc"[rnd.integers(3)],
            f"202{rnd.integers(4)}-01-01",
            int(rnd.integers(1, 9)),
            int(rnd.integers(0, 4)),
            float(rnd.integers(-5, 20)),
        )
        for _ in range(count)
    ]


def make_part(rows: list[Rij]) -> Bijdragen:
    frame = pd.DataFrame(rows, columns=[*SLEUTEL, "bijdrager", "aanbieder", "euro"])
    return Bijdragen.of(frame.assign(**ELDERS))


def cut_rows(rows: list[Rij], rnd: np.random.Generator) -> list[Bijdragen]:
    """In three parts, one of which may be empty: a cell may begin in one and end in the next."""
    one, other = sorted(rnd.integers(0, len(rows) + 1, 2))
    return [make_part(part) for part in (rows[:one], rows[one:other], rows[other:])]


def sum_by(owners: list[tuple[int, float]]) -> dict[int, float]:
    found: dict[int, float] = defaultdict(float)
    for owner, euro in owners:
        found[owner] += euro
    return found


@pytest.mark.parametrize("most", [1, 7, 40, 2_000_000])
@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_a_difference_of_vectors_is_that_of_plain_loops(
    most: int, together: bool, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of vectors that were added; the rows of one may stand together or anywhere."""
    monkeypatch.setattr(vectors, "RIJEN_PER_KEER", most)
    rnd = np.random.default_rng(seed)
    rows = [make_rows(rnd, 80), make_rows(rnd, 50), []]
    rows = [sorted(own, key=lambda row: row[:3]) for own in rows] if together else rows
    frames, cells, sums = [], [], []
    for own in rows:
        parts = cut_rows(own, rnd) if seed % 2 else [make_part(own)]
        keys = sorted({row[:3] for row in own})[1:] or [("feit.0", "a", "2020-01-01")]
        index = pd.MultiIndex.from_tuples(keys, names=SLEUTEL)  # rows of the first belong nowhere
        frames.append((parts, index))
        cells += [(len(sums), key) for key in keys]
        sums.append(np.array([sum(row[5] for row in own if row[:3] == key) for key in keys]))
    made = Vectoren(frames, sums, CENT)
    nothing = np.zeros(0, np.int64)
    assert len(made.measure(nothing, nothing, np.zeros(0), 0).som) == 0
    assert made.known[: len(cells)].all()
    behind = [[row[3:] for row in rows[number] if row[:3] == key] for number, key in cells]
    assert made.unknown == len(cells)
    behind.append([])
    for _ in range(3):  # a vector of two others, the last of two that were added as well
        pair = rnd.integers(0, len(behind) - 1, 2)
        pair[pair == made.unknown] = len(behind) - 1
        assert made.add(pair) == len(behind)
        behind.append([row for vector in pair for row in behind[vector]])
    count = 9
    group = rnd.integers(0, count - 1, 30)  # nothing in the last
    chosen = rnd.integers(0, len(behind), 30)
    sign = rnd.choice([1.0, -1.0], 30)
    found = made.measure(group, chosen, sign, count)
    for number in range(count):
        terms = [
            (unit, provider, factor * euro)
            for own, vector, factor in zip(group, chosen, sign, strict=True)
            if own == number
            for unit, provider, euro in behind[vector]
        ]
        units = sum_by([(unit, euro) for unit, _, euro in terms])
        providers = sum_by([(provider, euro) for _, provider, euro in terms if provider])
        sizes = [abs(euro) for euro in units.values()]
        largest = max([*sizes, *(abs(euro) for euro in providers.values()), 0.0])
        assert found.aantal[number] == sum(size > CENT for size in sizes)
        assert found.som[number] == sum(units.values())
        assert found.grootste[number] == largest
        assert found.bruto[number] == sum(sizes)


def test_rows_that_stand_together_are_not_copied() -> None:
    part = make_part(sorted(make_rows(np.random.default_rng(1), 50)))
    index = pd.MultiIndex.from_frame(part.cellen[SLEUTEL])
    made = Vectoren([([part], index)], [np.zeros(len(index))], CENT)
    made.add(np.array([0, 1]))
    for name in vectors.VALUES:
        assert np.shares_memory(getattr(made, name), getattr(part, name))


def test_parts_are_let_go_of_one_by_one() -> None:
    """They are never all there twice: who reads them in turn need not keep what was read."""
    rows = sorted(make_rows(np.random.default_rng(2), 60))
    index = pd.MultiIndex.from_tuples(sorted({row[:3] for row in rows}), names=SLEUTEL)
    parts = [make_part(rows[:20]), make_part(rows[20:])]
    alive = [weakref.ref(part) for part in parts]
    made = Vectoren([((parts.pop(0) for _ in range(2)), index)], [np.zeros(len(index))], CENT)
    assert not parts and [ref() for ref in alive] == [None, None]
    units = {unit for *key, unit, _, _ in rows if tuple(key) == index[3]}
    assert set(made.units_of(np.array([3]))) == units
    made.forget(np.array([3]))
    assert not made.known[3] and np.isnan(made.sums[3])
