"""The attacker himself: his search finds what enumeration finds, his mistakes are counted."""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.lib.aanvaller import attack
from tests.lib.aanvaller.stelsel import Ids, Stelsel
from tests.lib.aanvaller.verband import bounds_of
from tests.lib.aanvaller.zoek import settle
from tests.lib.edities import published, published_with_voorpaar


def make_tabel(rijen: int, kolommen: int, cellen: list[int]) -> tuple[Stelsel, Ids, list[Any]]:
    """A table of hidden cells with rounded row and column sums, and all its solutions."""
    stelsel = Stelsel(np.zeros(1, int), np.zeros(1, int), np.zeros(1))
    waar = np.array(cellen, float).reshape(rijen, kolommen)
    ids = stelsel.add_getallen(waar)
    stelsel.restrict("verborgen", ids, 1, 9)
    sommen = [*((waar[r].sum(), ids[r]) for r in range(rijen))]
    sommen += [(waar[:, k].sum(), ids[:, k]) for k in range(kolommen)]
    grenzen = []
    for som, leden in sommen:
        low, high = bounds_of(np.floor(som / 5 + 0.5) * 5, 5) if som >= 10 else (1, 9)
        grenzen.append((leden, int(low), int(high)))
        parts = [np.array([n]) for n in leden]
        stelsel.add("som", [1] * len(parts), parts, int(low), int(high))
    oplossingen = []
    for keuze in product(range(1, 10), repeat=rijen * kolommen):
        tabel = dict(zip(ids.ravel().tolist(), keuze, strict=True))
        if all(low <= sum(tabel[int(n)] for n in m) <= high for m, low, high in grenzen):
            oplossingen.append(keuze)
    return stelsel, ids.ravel(), oplossingen


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=4, max_size=4))
def test_search_finds_what_enumeration_finds(cellen: list[int]) -> None:
    stelsel, ids, oplossingen = make_tabel(2, 2, cellen)
    stelsel.propagate()
    for plaats, nummer in enumerate(ids.tolist()):
        echt = [keuze[plaats] for keuze in oplossingen]
        assert stelsel.onder[nummer] <= min(echt) and max(echt) <= stelsel.boven[nummer]
    nauw = {
        nummer: (min(k[p] for k in oplossingen), max(k[p] for k in oplossingen))
        for p, nummer in enumerate(ids.tolist())
        if max(k[p] for k in oplossingen) - min(k[p] for k in oplossingen) < 4
    }
    assert settle(stelsel, ids).nauw == nauw


def test_an_identity_that_is_not_true_is_left_out_and_counted() -> None:
    stelsel = Stelsel(np.zeros(1, int), np.zeros(1, int), np.zeros(1))
    een, twee = stelsel.add_getallen(np.array([3.0, 4.0]))[:, None]
    stelsel.add("gelijk", [1, -1], [een, twee], 0, 0)
    assert stelsel.fout == {"gelijk": 1} and not stelsel.regels


@pytest.mark.parametrize(
    "city",
    [published, pytest.param(published_with_voorpaar, marks=pytest.mark.langzaam)],
    ids=["geen", "een voorpaar"],
)
def test_a_published_city_gives_nothing_away_by_bounds(city: Callable[[], Path]) -> None:
    """The attack of `make aanval` on a small published city, without its search."""
    rapport = attack(city(), budget=0)
    assert sum(rapport.doelen.values()) > 10_000
    assert rapport.doelen["samengevoegd"] > 0, "he reads the table of merged ends too"
    assert not [naam for naam in rapport.fout if "samengevoegd" in naam or "rijen" in naam]
    assert rapport.breuken == [] and rapport.cijfers == []
