"""Disclosure control of the tables beside the figures: the same rule for their counts."""

from dataclasses import replace

import numpy as np
import pandas as pd

from proeftuin.disclosure.cells_deel import protect_cells
from proeftuin.settings.model import Settings

COUNTS: dict[str, tuple[str, ...]] = {
    "budget": (),  # money of the gemeente, about no person
    "voorveld": ("teller", "noemer"),
    "veldkwaliteit": ("aantal_rijen", "aantal_leeg", "aantal_onbekend"),
    "rijen_per_kwartaal": ("aantal_rijen",),
}
# Rows of whole files are city totals of exact counts: in hundreds they say nothing about a wijk.
GROF = {"veldkwaliteit": 100, "rijen_per_kwartaal": 100}


def protect_tabel(naam: str, tabel: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The table with its counts protected (nan where hidden); KeyError for an intern table."""
    protected = tabel.copy()
    rules = settings.onthulling
    if naam in GROF:
        rules = replace(rules, drempel=GROF[naam], basis=GROF[naam])
    for column in COUNTS[naam]:
        exact = tabel[column].to_numpy(float, na_value=np.nan)
        cells, hidden = protect_cells(exact, rules)
        protected[column] = np.where(hidden, np.nan, cells)
    if naam == "voorveld":
        left = tabel["noemer"] - tabel["teller"]
        telling = (left > 0) & (left < rules.drempel)  # nearly everyone: who is left is few
        protected["teller"] = protected["teller"].mask(telling)
    return protected
