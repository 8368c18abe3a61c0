"""Disclosure control of the tables beside the figures: the same rule for their counts."""

import numpy as np
import pandas as pd

from proeftuin.disclosure_cells import protect_cells
from proeftuin.settings import Settings

COUNTS: dict[str, tuple[str, ...]] = {
    "budget": (),  # money of the gemeente, about no person
    "voorveld": ("teller", "noemer"),
    "veldkwaliteit": ("aantal_rijen", "aantal_leeg", "aantal_onbekend"),
    "rijen_per_kwartaal": ("aantal_rijen",),
}


def protect_tabel(naam: str, tabel: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The table with its counts protected (nan where hidden); KeyError for an intern table."""
    protected = tabel.copy()
    for column in COUNTS[naam]:
        exact = tabel[column].to_numpy(float, na_value=np.nan)
        cells, hidden = protect_cells(exact, settings.onthulling)
        protected[column] = np.where(hidden, np.nan, cells)
    return protected
