"""Whether two engines give the same rows and figures."""

import math
from typing import Any

import numpy as np
import pandas as pd

from proeftuin.measure import Bijdragen, measure_aanbieders, measure_all, measure_prognose
from proeftuin.settings import Settings
from proeftuin.store import Store
from tests.lib.compare import frame_of, plain


def rows_of(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Rows as plain tuples, in an order that engines share."""
    rows = [
        tuple(plain(value) for value in row)
        for row in frame.astype(object).itertuples(index=False, name=None)
    ]
    return sorted(rows, key=lambda row: tuple(_sort_text(value) for value in row))


def _sort_text(value: Any) -> str:
    return f"{value:.6f}" if isinstance(value, float) else str(value)


def _is_same(een: Any, ander: Any) -> bool:
    if isinstance(een, float) and isinstance(ander, float):
        return math.isclose(een, ander, rel_tol=1e-12, abs_tol=1e-9)
    return type(een) is type(ander) and een == ander


def check_rows(here: pd.DataFrame, there: pd.DataFrame, naam: str) -> None:
    """Every row is the same, whatever their order; there is at least one."""
    assert list(here.columns) == list(there.columns)
    assert len(here) == len(there) > 0
    for een, ander in zip(rows_of(here), rows_of(there), strict=True):
        assert all(_is_same(*pair) for pair in zip(een, ander, strict=True)), (naam, een, ander)


def check_figures(store: Store, other: Any, settings: Settings) -> None:
    """Every cell of every indicator, and who stands behind it."""
    pairs = zip(measure_all(store, settings), measure_all(other, settings), strict=True)
    for een, ander in pairs:
        pd.testing.assert_frame_equal(een.frame, ander.frame, rtol=1e-9, atol=1e-9)
        assert len(een.frame) > 0
        assert (een.bijdragen is None) == (ander.bijdragen is None)
        if een.bijdragen is not None and ander.bijdragen is not None:
            behind, beside = (_in_order(item) for item in (een.bijdragen, ander.bijdragen))
            pd.testing.assert_frame_equal(behind, beside, rtol=1e-9, atol=1e-9)


def _in_order(bijdragen: list[Bijdragen]) -> pd.DataFrame:
    """Contributions in an order of their own."""
    frame = frame_of(bijdragen)
    return frame.sort_values([*frame], ignore_index=True)


def check_prognose(store: Store, other: Any, settings: Settings) -> None:
    """The series of the prognose."""
    een, ander = (measure_prognose(item, settings) for item in (store, other))
    assert een.lopend == ander.lopend
    assert (een.peil, een.jaar, een.eerste_declaratie) == (
        *(ander.peil, ander.jaar, ander.eerste_declaratie),
    )
    for row, reeks in een.reeksen.items():
        for naam, values in vars(reeks).items():
            np.testing.assert_allclose(values, vars(ander.reeksen[row])[naam], rtol=1e-9)


def check_aanbieders(store: Store, other: Any, settings: Settings) -> None:
    """What is counted per aanbieder."""
    een, ander = (measure_aanbieders(item, settings) for item in (store, other))
    for naam, frame in vars(een).items():
        check_rows(frame, getattr(ander, naam), naam)
