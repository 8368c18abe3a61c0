"""Who truly stands behind every sum and mean of a loaded levering: only to keep score.

Read from the facts in the store with queries of its own, not with measure/.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from proeftuin.measure import prepare_facts
from proeftuin.settings.model import Settings
from proeftuin.store import Store, open_store
from tests.lib.aanvaller.bedragen import DUUR, NUT, SCORE, Plek, attack_bedragen
from tests.lib.aanvaller.cijfers import Breuk
from tests.lib.aanvaller.lezen import read_edities

AGE = "leeftijdsgroep"
PERSOON = "(select pseudoniem from jeugdige as j where j.jeugdige_id = f.jeugdige_id)"
BRONNEN = {  # the sum -> (unit, aanbieder, splits)
    "kosten.bedrag_eur": (PERSOON, "coalesce(f.aanbieder_id, '')", (AGE,)),
    "toewijzing_geeindigd.bedrag_eur": (PERSOON, "coalesce(f.aanbieder_id, '')", (AGE,)),
    "toewijzing_geeindigd.gedeclareerd_eur": (PERSOON, "coalesce(f.aanbieder_id, '')", (AGE,)),
    "casus_afgerond.vermeden_eur": ("cast(f.casus_nr as varchar)", "''", ()),
    DUUR: (PERSOON, "''", (AGE, "hulpvorm_code", "verwijzer_code")),
    NUT: ("f.traject_id", "''", ()),
}
ANTWOORDEN = """
    select {split}, ervaring.wijk_id as wijk, venster.van, venster.tot,
        concat_ws('|', ervaring.kwartaal_datum, vraag_code, groep, score, nummer) as bijdrager,
        '' as aanbieder, score as euro, 1 as aantal
    from (select *, unnest(range(aantal)) as nummer from ervaring) as ervaring
    inner join venster on ervaring.kwartaal_datum between venster.van and venster.tot
"""
BIJDRAGEN, TELLINGEN = "waar.parquet", "waar.json"


def _splits(splits: tuple[str, ...]) -> list[tuple[str, str]]:
    """(name of the split, its column in SQL)."""
    return [("geen", "''"), *((item.removesuffix("_code"), f"f.{item}") for item in splits)]


def _read(store: Store) -> pd.DataFrame:
    """kolom, indeling, categorie, wijk, van, tot, bijdrager, aanbieder, euro, aantal."""
    parts = []
    for kolom, (unit, provider, splits) in BRONNEN.items():
        feit, naam = kolom.split(".")
        for indeling, column in _splits(splits):
            frame = store.frame(
                f"select coalesce(f.wijk_id, 'onbekend') as wijk, {column} as categorie, v.van,"
                f" v.tot, {unit} as bijdrager, {provider} as aanbieder,"
                f" sum(f.{naam}) as euro, count(*) as aantal from {feit} as f"
                f" inner join venster as v using (venster_id) where f.{naam} <> 0"
                " group by all"
            )
            parts.append(frame.assign(kolom=kolom, indeling=indeling))
    for indeling, column in (("geen", "''"), ("vraag", "vraag_code || '/' || groep")):
        frame = store.frame(ANTWOORDEN.format(split=f"{column} as categorie"))
        parts.append(frame.assign(kolom=SCORE, indeling=indeling))
    found = pd.concat(parts, ignore_index=True)
    for name in ("van", "tot"):
        found[name] = pd.to_datetime(found[name]).dt.date
    return found


def write_waarheid(data: Path, settings: Settings, folder: Path) -> None:
    """Keep the truth of what is loaded now in a folder, for the score of read_waarheid."""
    with open_store(data) as store:
        prepare_facts(store, settings)
        frame = _read(store)
    folder.mkdir(parents=True, exist_ok=True)
    means = frame[frame["kolom"].isin((DUUR, SCORE, NUT))]
    names = ["kolom", "indeling", "categorie", "wijk", "van", "tot"]
    aantal = means.groupby(names)["aantal"].sum().reset_index()
    (folder / TELLINGEN).write_text(aantal.to_json(orient="split", date_format="iso"))
    frame.drop(columns="aantal").to_parquet(folder / BIJDRAGEN)


def read_waarheid(folder: Path) -> tuple[pd.DataFrame, dict[Plek, float]]:
    """(contributions, exact noemers of means) that write_waarheid kept."""
    frame = pd.read_parquet(folder / BIJDRAGEN)
    content = json.loads((folder / TELLINGEN).read_text())
    aantallen: dict[Plek, float] = {}
    for *plek, van, tot, aantal in content["data"]:
        aantallen[(*plek, *(date.fromisoformat(day[:10]) for day in (van, tot)))] = aantal
    return frame, aantallen


def attack_geld(data: Path, waarheden: list[Path]) -> list[Breuk]:
    """attack_bedragen on all editions of a data folder; waarheden: one folder per edition."""
    edities: list[dict[str, Any]] = [
        {
            path.stem: editie.cijfers(path.stem)
            for path in sorted((editie.folder / "openbaar" / "cijfers").glob("*.parquet"))
        }
        for editie in read_edities(data)
    ]
    known = [read_waarheid(item) for item in waarheden]
    return attack_bedragen(edities, [item for item, _ in known], [item for _, item in known])
