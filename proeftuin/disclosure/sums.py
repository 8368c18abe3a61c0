"""Every euro sum the openbaar edition rests on, once, with the bounds beside it and who is behind.

As cells.py for counts: a sum is one kolom of one fact for one wijk (or onbekend), window, split and
category. Several indicators show the same sum; their bounds differ, so those stand by slug. A year
of VROEGER is no sum of its own: it is shown as its quarters are (figures.py), because years that
overlap would tell what a closed quarter between them is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from proeftuin.disclosure.euro import EUROCELLEN, MARGES
from proeftuin.disclosure.knowledge import PLAATS
from proeftuin.disclosure.system import SLEUTEL
from proeftuin.indicators import AANBIEDER, EURO, INDICATOR, Soort
from proeftuin.settings import Onthulling
from proeftuin.vocabulary import GEMEENTE, OVERIGE, VROEGER

AANDEEL_BASIS = 0.01  # bounds of a share of euros, in steps of a hundredth


class Gemeten(Protocol):
    """What is read of a Measured: its frame, and who stands behind its euros (None: no euros)."""

    @property
    def frame(self) -> pd.DataFrame:
        """Columns of Measured."""

    @property
    def bijdragen(self) -> pd.DataFrame | None:
        """Columns measure.BIJDRAGE."""


@dataclass(frozen=True)
class Eurosommen:
    """cells: euro.EUROCELLEN; marges: euro.MARGES, kolom and basis; bijdragen: measure.BIJDRAGE."""

    cells: pd.DataFrame
    marges: pd.DataFrame
    bijdragen: pd.DataFrame


def collect_sums(measured: Iterable[Gemeten], rules: Onthulling) -> Eurosommen:
    """The sums of these indicators, of which those without euros are passed over."""
    cells = [pd.DataFrame(columns=list(EUROCELLEN))]
    marges = [pd.DataFrame(columns=[*MARGES, "kolom", "basis"])]
    behind = [pd.DataFrame(columns=[*SLEUTEL, "bijdrager", "aanbieder", "euro"])]
    for item in measured:
        frame = item.frame
        if frame.empty or INDICATOR[str(frame["slug"].iloc[0])].soort not in EURO:
            continue
        own_cells, own_marges = _sums_of(frame, rules)
        cells += own_cells
        marges.append(own_marges)
        if item.bijdragen is not None and len(item.bijdragen):
            behind.append(item.bijdragen)
    found = _together(cells).drop_duplicates(list(SLEUTEL)).sort_values(list(SLEUTEL))
    contributions = _together(behind)
    if len(behind) > 1:  # two indicators bring the same contributions of a sum they share
        names = [*SLEUTEL, "bijdrager", "aanbieder"]
        contributions = contributions.drop_duplicates(names)
    return Eurosommen(
        found.reset_index(drop=True), _together(marges), contributions.reset_index(drop=True)
    )


def _together(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """The frames that hold rows under each other, or the first, which is empty."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else frames[0]


def _sums_of(frame: pd.DataFrame, rules: Onthulling) -> tuple[list[pd.DataFrame], pd.DataFrame]:
    """(the sums of one indicator, the distances to its bounds)."""
    kept = frame[(frame["indeling"] != AANBIEDER) & ~frame["wijk"].isin([GEMEENTE, OVERIGE])]
    kept = kept[kept["teller"].notna() & (kept["venster"] != VROEGER)]
    indicator = INDICATOR[str(frame["slug"].iloc[0])]
    is_share = indicator.soort is Soort.EURO_AANDEEL
    places = kept[list(PLAATS)].copy()
    places["categorie"] = places["categorie"].astype(object).fillna("").astype(str)
    columns = {"teller": indicator.teller} | ({"noemer": indicator.noemer} if is_share else {})
    cells = [
        places.assign(
            kolom=f"{indicator.feit}.{kolom}",
            exact=kept[veld].to_numpy(float),
            aantal=kept["aantal_jeugdigen"].to_numpy(float, na_value=np.nan),
            grootste=kept["grootste_aandeel"].to_numpy(float, na_value=np.nan),
        )[list(EUROCELLEN)]
        for veld, kolom in columns.items()
    ]
    value = kept["waarde"].to_numpy(float, na_value=np.nan)
    marges = places.assign(
        slug=indicator.slug,
        kolom=f"{indicator.feit}.{indicator.teller}",
        basis=AANDEEL_BASIS if is_share else float(rules.euro_basis),
        **{
            name: np.abs(kept[name].to_numpy(float, na_value=np.nan) - value)
            for name in ("onder", "boven")
        },
    )
    return cells, marges[[*MARGES, "kolom", "basis"]]
