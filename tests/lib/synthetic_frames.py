"""A synthetic levering read back with plain pandas, apart from the product's own calculation."""

from pathlib import Path

import pandas as pd

DATASTAND = pd.Timestamp(2023, 12, 31)
LATER = pd.Timestamp(2100, 1, 1)


def read(folder: Path, naam: str) -> pd.DataFrame:
    frame = pd.read_csv(folder / f"{naam}.csv", dtype=str)
    for column in frame.columns:
        if column.endswith("_datum") or column == "geboortedatum":
            frame[column] = pd.to_datetime(frame[column], format="%Y-%m-%d")
        if column in ("bedrag_eur", "aantal", "leeftijd", "jaar"):
            frame[column] = frame[column].astype(float)
    return frame


def merged(folder: Path) -> pd.DataFrame:
    """Trajecten that overlap, touch or go on after reden 20, 36 or 37, joined; LATER: it runs."""
    rows = read(folder, "traject")
    ended = rows["eind_datum"].where(rows["eind_datum"] <= DATASTAND)
    rows["eind"] = ended.fillna(LATER)
    same = ["jeugdige_id", "aanbieder_id", "hulpvorm_code"]
    rows = rows.sort_values([*same, "begin_datum"], kind="stable")
    by = rows.groupby(same, sort=False)
    before = by["eind"].cummax().groupby([rows[name] for name in same], sort=False).shift()
    gap = (rows["begin_datum"] - before).dt.days
    reden = by["reden_einde_code"].shift()
    goes_on = (reden == "20") & (gap <= 365) | reden.isin(["36", "37"]) & (gap <= 7)
    number = (~((gap <= 1) | goes_on)).cumsum()
    return rows.groupby(number).agg(
        jeugdige_id=("jeugdige_id", "first"),
        hulpvorm=("hulpvorm_code", "first"),
        verwijzer=("verwijzer_code", "first"),
        begin=("begin_datum", "first"),
        eind=("eind", "max"),
        reden=("reden_einde_code", "last"),
    )


def active(trajecten: pd.DataFrame, van: str, tot: str) -> pd.DataFrame:
    return trajecten[(trajecten["begin"] <= tot) & (trajecten["eind"] >= van)]
