"""Rows known by name: every combination of names is one whole number.

Cells are looked up by kolom and place over and over. Text and days are turned into numbers once,
per column; after that a look-up compares whole numbers.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Nummers = NDArray[np.int64]


class Keys:
    """The rows of one frame by the names in some of its columns; every row has other names.

    levels: per column the different values, in the order in which they first stand there. No
    value may be null.
    """

    def __init__(self, frame: pd.DataFrame, names: Sequence[str]) -> None:
        """names: the columns that together tell the rows apart."""
        found = {name: pd.factorize(frame[name]) for name in names}
        self.levels = {name: pd.Index(levels, dtype=object) for name, (_, levels) in found.items()}
        self._codes = {name: np.asarray(codes, np.int64) for name, (codes, _) in found.items()}
        self._index = pd.Index(self._join(self._codes))

    def where(self, name: str, level_is: ArrayLike) -> NDArray[np.bool_]:
        """Of every row whether its value in this column is one of the levels marked true."""
        return np.append(np.asarray(level_is, bool), False)[self._codes[name]]

    def group(self, rows: Nummers, names: Sequence[str]) -> Nummers:
        """The number of the group of each of these rows: same names, same group, from 0 on."""
        joined = self._join({name: self._codes[name][rows] for name in names})
        return np.asarray(pd.factorize(joined)[0], np.int64)

    def find(self, values: Mapping[str, Any]) -> Nummers:
        """The row with these names, -1 where there is none; values: a column or a value by name."""
        codes = {
            name: level.get_indexer(pd.Index([given] if isinstance(given, str) else given))
            for name, level in self.levels.items()
            for given in (values[name],)
        }
        return self._find(codes)

    def find_beside(self, rows: Nummers, changed: Mapping[str, object]) -> Nummers:
        """The row with the names of each of these rows but for what changed, -1 for none."""
        codes = {name: codes[rows] for name, codes in self._codes.items()}
        codes |= {name: self.levels[name].get_indexer([item]) for name, item in changed.items()}
        return self._find(codes)

    def _find(self, codes: Mapping[str, Nummers]) -> Nummers:
        return np.asarray(self._index.get_indexer(pd.Index(self._join(codes))), np.int64)

    def _join(self, codes: Mapping[str, Nummers]) -> Nummers:
        """One number per row out of the codes of its names; -1 where one of them is unknown."""
        total, known = np.zeros(1, np.int64), np.ones(1, bool)
        for name, own in codes.items():
            total, known = total * len(self.levels[name]) + own, known & (own >= 0)
        return np.where(known, total, -1)
