"""What of sums is shown, and what earlier editions showed of them: euros, and means as sums.

A mean is a sum here: of days, or of answers (2 each, sums.PUNTEN). What is shown of it is the mean;
its step is what the sum is rounded to by that, so many units times the rounding of the mean.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from proeftuin.disclosure.keys import Keys
from proeftuin.disclosure.knowledge import PLAATS, Getallen
from proeftuin.disclosure.system import SLEUTEL
from proeftuin.measure import Bijdragen
from proeftuin.settings import Onthulling

Vlaggen = np.ndarray[tuple[int], np.dtype[np.bool_]]
DICHT, BLIJFT, NIEUW, SAMEN = range(4)  # not shown; as before; anew; the sum of its shown parts
SOMCELLEN = (*SLEUTEL, "exact", "aantal", "grootste", "getoond", "stap")
MARGES = ("slug", *PLAATS, "onder", "boven")


def round_euros(values: Getallen, rules: Onthulling) -> tuple[Getallen, Getallen]:
    """(rounded, step): so many significant digits, in steps of at least euro_basis; nan stays."""
    step = steps_of(values, rules.euro_basis, rules.euro_cijfers)
    return np.round(np.floor(values / step + 0.5) * step, 6), step


def steps_of(values: Getallen, basis: float, cijfers: int) -> Getallen:
    """The rounding step of each value: a power of ten that leaves so many digits, or basis."""
    size = np.maximum(np.nan_to_num(np.abs(values)), 1.0)
    return np.asarray(np.maximum(10.0 ** (np.floor(np.log10(size) + 1e-12) - cijfers + 1), basis))


@dataclass(frozen=True)
class Eurogeheugen:
    """What one earlier edition showed of sums (of means too, see above).

    cellen: SLEUTEL, getoond (nan when closed), stap (its rounding), anker (the edition that first
    showed this value) and exact (the true sum then; nan when it is not known). marges: MARGES, the
    rounded distances to both bounds. bijdragen: gives who stood behind the cells with this edition
    as anker, in parts; nobody once their term is over: then nothing can be said of a change, and
    the value stays.
    """

    editie: str
    cellen: pd.DataFrame
    marges: pd.DataFrame
    bijdragen: Callable[[], Iterable[Bijdragen]]


def _nobody() -> Iterator[pd.DataFrame]:
    yield pd.DataFrame()


@dataclass(frozen=True)
class Eurobescherming:
    """What this publish shows of every sum of a wijk.

    cellen: SLEUTEL, getoond, stap, anker ('' for this edition), exact and toestand (DICHT, BLIJFT,
    NIEUW or SAMEN). marges: MARGES. bijdragen: who stands behind the cells that are new here, some
    cells at a time.
    """

    cellen: pd.DataFrame = field(default_factory=lambda: _no_cells())
    marges: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(MARGES)))
    bijdragen: Callable[[], Iterator[pd.DataFrame]] = _nobody

    def look_up(self, kolom: str, rows: pd.DataFrame) -> tuple[Getallen, Vlaggen]:
        """(what is shown of every row, nan where there are none; whether they are of its parts).

        rows have PLAATS; a row that is no sum of a wijk (a total) has none.
        """
        found = align(self.cellen, rows.assign(kolom=kolom), SLEUTEL)
        return found["getoond"].to_numpy(float), found["toestand"].eq(SAMEN).to_numpy(bool)

    def look_up_marges(self, slug: str, rows: pd.DataFrame) -> tuple[Getallen, Getallen]:
        """Per row the shown distance to the lower and to the upper bound, nan where none."""
        found = align(self.marges, rows.assign(slug=slug), ("slug", *PLAATS))
        return found["onder"].to_numpy(float), found["boven"].to_numpy(float)

    def count(self, toestand: int) -> int:
        """How many sums are in this state."""
        return int(self.cellen["toestand"].eq(toestand).sum())


def _no_cells() -> pd.DataFrame:
    return pd.DataFrame(columns=[*SLEUTEL, "getoond", "stap", "anker", "exact", "toestand"])


def align(known: pd.DataFrame, rows: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The rows of known with these keys, in the order of rows; nan where there is none."""
    keys = rows[list(names)].copy()
    keys["categorie"] = keys["categorie"].astype(object).fillna("").astype(str)
    if known.empty:
        empty = {name: np.full(len(keys), np.nan) for name in known.columns if name not in names}
        return pd.DataFrame(empty)
    place = Keys(known, names).find({name: keys[name] for name in names})
    return known.drop(columns=list(names)).reset_index(drop=True).reindex(place)
