"""What an attacker reads: every published count of every openbaar edition, as cells in one table.

A cell is one count (feit, kolom) of one split, category, wijk and window in one edition. The exact
count comes from the intern edition of the same id and is only used to keep the score.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from proeftuin.indicators import INDICATORS, Indicator, Soort

SLEUTEL = ["feit", "kolom", "indeling", "categorie", "wijk", "van", "tot"]
TOTAALRIJEN = ("gemeente", "overige")
GEPOOLD = ("op_peildatum", "aanmelding_wachtend")  # a year is the sum of its protected quarter ends
EENMALIG = (  # each unit counts in one quarter
    *("traject_begonnen", "traject_beeindigd", "zorgperiode_begonnen", "zorgperiode_beeindigd"),
    *("toewijzing_ingegaan", "toewijzing_geeindigd", "aanmelding_gemaakt"),
)
GELIJK = {  # one count under two names
    ("kosten", "in_zorg"): ("in_zorg", "in_zorg"),
    ("traject_actief", "is_einde"): ("traject_beeindigd", "beeindigd"),
    ("uitkomst_gemeten", "beeindigd"): ("traject_beeindigd", "beeindigd"),
}
HALF = 5  # what a hidden part counts for in a total
TELLER = (Soort.AANDEEL, Soort.PER_1000, Soort.VERHOUDING, Soort.OVERLEVING)
NOEMER = (Soort.AANDEEL, Soort.VERHOUDING, Soort.GEMIDDELDE, Soort.EURO, Soort.OVERLEVING)


@dataclass(frozen=True)
class Editie:
    """One edition as it lies on disk: the openbaar files, and the exact ones for the score."""

    editie: str
    datastand: date
    gemaakt_op: datetime
    folder: Path
    pilot: tuple[str, ...]
    wijken: tuple[str, ...]

    def cijfers(self, slug: str, audience: str = "openbaar") -> pd.DataFrame:
        frame = pd.read_parquet(self.folder / audience / "cijfers" / f"{slug}.parquet")
        frame["categorie"] = frame["categorie"].where(frame["categorie"].notna(), "")
        namen = ["indeling", "categorie", "wijk", "venster", "status"]
        return frame.astype(dict.fromkeys(namen, object))

    def tabel(self, naam: str, audience: str = "openbaar") -> pd.DataFrame | None:
        """A table of the edition, None where it has none of that name."""
        path = self.folder / audience / "tabellen" / f"{naam}.parquet"
        return pd.read_parquet(path) if path.exists() else None


def read_edities(data: Path) -> list[Editie]:
    """All editions of a data folder, oldest first."""
    found = []
    for path in (data / "edities").glob("*/openbaar/editie.json"):
        inhoud = json.loads(path.read_text(encoding="utf-8"))
        found.append(
            Editie(
                inhoud["editie"],
                date.fromisoformat(inhoud["datastand"]),
                datetime.fromisoformat(inhoud["gemaakt_op"]),
                path.parent.parent,
                tuple(inhoud["pilot"]),
                tuple(inhoud["wijken"]),
            )
        )
    return sorted(found, key=lambda item: (item.datastand, int(item.editie.rsplit(".", 1)[1])))


def frozen_in(edities: list[Editie], nummer: int, slug: str) -> int:
    """The edition (place) whose data the nulmeting of an indicator shows in edition nummer."""
    path = edities[nummer].folder / "openbaar" / "nulmeting.json"
    if not path.exists():
        return nummer
    vast = json.loads(path.read_text(encoding="utf-8")).get(slug)
    if not vast or not vast.get("vastgelegd_op"):
        return nummer
    moment = datetime.fromisoformat(vast["vastgelegd_op"])
    later = [plaats for plaats, item in enumerate(edities) if item.gemaakt_op >= moment]
    return later[0] if later else nummer


def count_columns(indicator: Indicator) -> dict[str, tuple[str, str]]:
    """Published column -> (feit, kolom) of the count that stands in it."""
    found: dict[str, tuple[str, str]] = {}
    if indicator.soort in TELLER:
        found["teller"] = (indicator.feit, indicator.teller)
    if indicator.soort in NOEMER and indicator.noemer != "bevolking":
        found["noemer"] = (indicator.feit, indicator.noemer)
    if indicator.rijp:
        found["rijp"] = (indicator.feit, indicator.rijp)
    if indicator.totaal:
        found["totaal"] = (indicator.feit, indicator.totaal)
    if indicator.slug == "wachttijd":
        found["terugwerkend"] = (indicator.feit, "is_terugwerkend")
    return {naam: GELIJK.get(cel, cel) for naam, cel in found.items()}


def _unknown_wijk(frame: pd.DataFrame, kolom: str, part: float) -> pd.DataFrame:
    """A rate has no row for the wijk onbekend, yet gemeente minus the wijken gives its count."""
    sleutel = ["indeling", "categorie", "van", "tot"]
    wijken = frame[~frame["wijk"].isin((*TOTAALRIJEN, "onbekend"))]
    som = wijken.assign(deel=wijken[kolom].fillna(part)).groupby(sleutel)["deel"].sum()
    stad = frame[frame["wijk"] == "gemeente"].set_index(sleutel)[kolom]
    mine = frame["wijk"].eq("onbekend") & frame["status"].eq("niet_geleverd")
    rest = (stad - som).reindex(pd.MultiIndex.from_frame(frame.loc[mine, sleutel]))
    frame.loc[mine, kolom] = rest.to_numpy()
    return frame


def _read_counts(
    nummer: int, editie: Editie, indicator: Indicator, vast: int
) -> list[pd.DataFrame]:
    """The published counts of one indicator in one edition, with the exact one beside each. The
    nulmeting is frozen: its counts are those of the edition `vast`."""
    rows = ["indeling", "categorie", "wijk", "van", "tot"]
    frame = editie.cijfers(indicator.slug)
    kolommen = count_columns(indicator)
    intern = editie.cijfers(indicator.slug, "intern")
    if indicator.soort is Soort.PER_1000:
        frame = _unknown_wijk(frame, "teller", HALF)
        intern = _unknown_wijk(intern, "teller", float("nan"))
    exact = intern[[*rows, *kolommen]]
    frame = frame.merge(exact, on=rows, how="left", suffixes=("", "_exact"), validate="1:1")
    found = []
    for naam, (feit, kolom) in kolommen.items():
        deel = frame[rows].copy()
        deel["feit"], deel["kolom"] = feit, kolom
        deel["editie"] = np.where(frame["venster"] == "nulmeting", vast, nummer)
        deel["getoond"], deel["exact"] = frame[naam], frame[f"{naam}_exact"]
        hidden = frame[naam].isna() & frame["status"].eq("afgeschermd")
        is_half = deel["getoond"].eq(HALF) & frame["wijk"].eq("onbekend")
        deel["getoond"] = deel["getoond"].mask(is_half)
        hidden |= is_half
        if naam in ("rijp", "totaal"):
            hidden = frame[naam].isna() & frame["status"].eq("nog_niet_rijp")
        if indicator.soort in (Soort.EURO, Soort.EURO_PER_1000, Soort.EURO_AANDEEL):
            hidden &= False
        deel["basis"] = _read_basis(nummer, editie, deel)
        deel["verborgen"] = hidden & deel["basis"].ne(0)
        if feit in EENMALIG:  # there a year of a voorpaar is the sum of its protected quarters
            deel = deel[frame["venster"] != "vroeger"]
        found.append(deel)
    return found


def _read_basis(nummer: int, editie: Editie, deel: pd.DataFrame) -> "pd.Series[float]":
    """The rounding base of each count: 5, or what the table bescherming says (0: all hidden)."""
    tabel = editie.tabel("bescherming")
    if tabel is None or not len(tabel):
        return pd.Series(5.0, index=deel.index)
    rijen = zip(*(tabel[k] for k in ("kolom", "indeling", "wijk", "van", "tot")), strict=True)
    grof = dict(zip(rijen, tabel["basis"].astype(float), strict=True))
    naam = deel["feit"] + "." + deel["kolom"]
    sleutels = zip(naam, *(deel[k] for k in ("indeling", "wijk", "van", "tot")), strict=True)
    return pd.Series([grof.get(item, 5.0) for item in sleutels], index=deel.index)


def _read_voorveld(nummer: int, editie: Editie) -> pd.DataFrame | None:
    """The table of the voorveld as two counts, teller and noemer."""
    frame, exact = editie.tabel("voorveld"), editie.tabel("voorveld", "intern")
    if frame is None or exact is None or not len(frame):
        return None
    sleutel = ["peil_datum", "wijk", "maatstaf_code"]
    frame = frame.merge(exact, on=sleutel, suffixes=("", "_exact"), how="left")
    found = []
    for naam in ("teller", "noemer"):
        deel = pd.DataFrame(
            {
                **{"indeling": "maatstaf", "categorie": frame["maatstaf_code"]},
                **{"wijk": frame["wijk"].fillna("stad"), "feit": "voorveld", "kolom": naam},
                **{"van": frame["peil_datum"], "tot": frame["peil_datum"], "editie": nummer},
                **{"getoond": frame[naam], "exact": frame[f"{naam}_exact"]},
            }
        )
        deel["basis"] = _read_basis(nummer, editie, deel)
        deel["verborgen"] = deel["getoond"].isna() & deel["basis"].ne(0)
        found.append(deel)
    return pd.concat(found)


def read_cellen(edities: list[Editie]) -> pd.DataFrame:
    """One row per cell and edition: SLEUTEL, editie (0..), getoond, basis (of its rounding), anders
    (a second, different published value, else NaN), verborgen, exact, is_totaal (a sum)."""
    parts: list[pd.DataFrame] = []
    for nummer, editie in enumerate(edities):
        for indicator in INDICATORS:
            if (editie.folder / "openbaar" / "cijfers" / f"{indicator.slug}.parquet").exists():
                vast = frozen_in(edities, nummer, indicator.slug)
                parts += _read_counts(nummer, editie, indicator, vast)
        voorveld = _read_voorveld(nummer, editie)
        if voorveld is not None:
            parts.append(voorveld)
    frame = pd.concat(parts, ignore_index=True)
    frame = frame.astype(dict.fromkeys(("indeling", "categorie", "wijk", "feit", "kolom"), object))
    frame["leeg"] = frame["getoond"].isna()
    frame = frame.sort_values(["leeg", "basis"], kind="stable")
    grouped = frame.groupby([*SLEUTEL, "editie"], sort=True, dropna=False)
    cellen = grouped.agg(
        getoond=("getoond", "first"),
        anders=("getoond", "max"),
        basis=("basis", "first"),
        verborgen=("verborgen", "any"),
        exact=("exact", "max"),
    ).reset_index()
    cellen["anders"] = cellen["anders"].where(cellen["anders"] != cellen["getoond"])
    cellen["verborgen"] &= cellen["getoond"].isna()
    jaar = (pd.to_datetime(cellen["tot"]) - pd.to_datetime(cellen["van"])).dt.days > 100
    cellen["is_jaar"] = jaar
    cellen["is_totaal"] = cellen["wijk"].isin(TOTAALRIJEN) | (jaar & cellen["feit"].isin(GEPOOLD))
    return cellen
