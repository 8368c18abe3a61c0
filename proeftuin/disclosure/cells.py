"""Base cells: every count the openbaar edition rests on, once, whatever indicator shows it.

A base cell is one kolom of one fact for one wijk (or onbekend), window, split and category. Several
indicators show the same cell, so it is protected once and looked up by its name.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from proeftuin.disclosure.knowledge import PLAATS
from proeftuin.disclosure.relaties import ZELFDE
from proeftuin.indicators import INDICATOR, Soort
from proeftuin.indicators.types import AANBIEDER, BEVOLKING, Indicator
from proeftuin.settings.model import GEMEENTE, KWARTAAL, ONBEKEND, OVERIGE

CELLEN = ("kolom", *PLAATS, "exact", "is_onrijp")
EURO = (Soort.EURO, Soort.EURO_PER_1000, Soort.EURO_AANDEEL)
NIET_GELEVERD, NIET_RIJP = "niet_geleverd", "nog_niet_rijp"


def name_of(indicator: Indicator, veld: str) -> str | None:
    """Name of the base cells under a column of Measured; None where it holds no base cells.

    veld: teller, noemer, rijp, totaal or terugwerkend.
    """
    kolom: str | None = None
    if veld == "teller" and indicator.soort not in (*EURO, Soort.GEMIDDELDE):
        kolom = indicator.teller
    elif veld == "noemer" and indicator.noemer != BEVOLKING:
        kolom = None if indicator.soort is Soort.EURO_AANDEEL else indicator.noemer
    elif veld in ("rijp", "totaal"):
        kolom = indicator.rijp if veld == "rijp" else indicator.totaal
    elif veld == "terugwerkend" and indicator.feit == "aanmelding_gemaakt":
        kolom = "is_terugwerkend"
    if kolom is None:
        return None
    name = f"{indicator.feit}.{kolom}"
    return ZELFDE.get(name, name)


def with_unknown(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Rates: wijk onbekend has no population, so no figure, yet its people count in gemeente.

    Their number is the rest of gemeente: a base cell, protected as any other. Rows of wijk
    onbekend get it as teller; where there is no such row one is added at the end.
    """
    if indicator.soort is not Soort.PER_1000:
        return rows
    keys = ["indeling", "groep", "venster", "van", "tot"]
    groep = rows["categorie"].astype(object).fillna("")
    tellers = rows.assign(teller=rows["teller"].astype(float), groep=groep)
    total = tellers[tellers["wijk"] == GEMEENTE].groupby(keys)["teller"].sum(min_count=1)
    wijken = tellers[~tellers["wijk"].isin([GEMEENTE, OVERIGE, ONBEKEND])]
    known = wijken.groupby(keys)["teller"].sum().reindex(total.index, fill_value=0.0)
    rest = (total - known).round()
    unknown = tellers["wijk"] == ONBEKEND
    places = pd.MultiIndex.from_frame(tellers.loc[unknown, keys])
    tellers.loc[unknown, "teller"] = rest.reindex(places).to_numpy()
    absent = rest[~rest.index.isin(places) & (rest > 0)].rename("teller").reset_index()
    added = absent.assign(
        slug=indicator.slug, wijk=ONBEKEND, status=NIET_GELEVERD, categorie=absent["groep"]
    )
    return pd.concat([tellers, added], ignore_index=True) if len(added) else tellers


def collect_cells(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Every base cell of these indicators: columns CELLEN, index 0..n-1, one row per cell.

    frames: frames of Measured, one per indicator. categorie is '' without a split; exact is a
    whole number; is_onrijp: the cell is shown as "x of y old enough". Splits by aanbieder and
    years on a peildatum (made of quarters) hold no base cells.
    """
    found = [part for frame in frames for part in _cells_of(frame)]
    if not found:
        return pd.DataFrame({name: [] for name in CELLEN}).astype({"is_onrijp": bool})
    cells = pd.concat(found, ignore_index=True)
    keys = ["kolom", *PLAATS]
    cells = cells.sort_values("is_onrijp", ascending=False, kind="stable").drop_duplicates(keys)
    return cells.sort_values(keys, kind="stable").reset_index(drop=True)


def _cells_of(frame: pd.DataFrame) -> list[pd.DataFrame]:
    kept = frame[frame["indeling"] != AANBIEDER].reset_index(drop=True)
    if kept.empty:
        return []
    indicator = INDICATOR[str(kept["slug"].iloc[0])]
    rows = with_unknown(kept, indicator)
    rows = rows[~rows["wijk"].isin([GEMEENTE, OVERIGE])]
    if indicator.peildatum:
        rows = rows[rows["venster"] == KWARTAAL]
    parts = []
    for veld in ("teller", "noemer", "rijp", "totaal", "terugwerkend"):
        kolom = name_of(indicator, veld)
        if kolom is None:
            continue
        counted = rows[rows[veld].notna()]
        part = {name: counted[name] for name in ("indeling", "wijk", "venster", "van", "tot")}
        unripe = (counted["status"] == NIET_RIJP) & (indicator.soort is Soort.AANDEEL)
        parts.append(
            pd.DataFrame(
                {
                    "kolom": kolom,
                    **part,
                    "categorie": counted["categorie"].astype(object).fillna("").astype(str),
                    "exact": np.round(counted[veld].to_numpy(float)),
                    "is_onrijp": unripe if veld == "rijp" else False,
                }
            )[list(CELLEN)]
        )
    return parts
