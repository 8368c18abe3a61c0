"""The intern tables on the quality of a levering: what is missing, and what later ones added.

All counts are of whole rows of the facts, so a row here is the very row a figure counts. Openbaar
gets none of them. docs/definities.md, Datakwaliteit.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from proeftuin.edition.files import EDITIES, read_editie, read_standing, tabel_file, with_dates
from proeftuin.edition.memory import find_reeks
from proeftuin.errors import DamagedEdition, NoEdition
from proeftuin.indicators import BEVOLKING, INDICATORS, Indicator
from proeftuin.records import Aansluitregel, Aanvulregel, Gemiste, Invulling, shape_table
from proeftuin.settings import Settings
from proeftuin.store import Store
from proeftuin.vocabulary import EFFECTJAAR, INTERN, KWARTAAL

AANVULLING = "aanvulling"
RIJEN = "rijen_per_kwartaal"
GEEN_WIJK = "jeugdige.gebied"
AANSLUITING = "select bestand, soort, aantal_rijen from aansluiting order by 1, 2"
EINDEN = (
    "select 'traject' as bestand, 'einde' as soort,"
    " cast(date_trunc('quarter', eind_datum) as date) as kwartaal_datum,"
    " count(*) as aantal_rijen from traject, levering"
    " where eind_datum <= datastand group by 3"
)


@dataclass(frozen=True)
class Invulveld:
    """One field of a file: the fact whose rows carry it, and when it is filled (SQL)."""

    bestand: str
    kolom: str
    feit: str
    gevuld: str


_BEDRAG = (
    "exists (select 1 from toewijzing where toewijzing.toewijzing_id = feit.toewijzing_id"
    " and toewijzing.bedrag_eur is not null)"
)
VELDEN: tuple[Invulveld, ...] = (
    Invulveld("traject", "hulpvorm_code", "traject_begonnen", "hulpvorm_code <> '99'"),
    Invulveld("traject", "verwijzer_code", "traject_begonnen", "heeft_verwijzer = 1"),
    Invulveld("traject", "reden_einde_code", "traject_beeindigd", "reden_einde_code <> '99'"),
    Invulveld("toewijzing", "segment", "toewijzing_ingegaan", "heeft_segment = 1"),
    Invulveld("toewijzing", "eind_datum", "toewijzing_ingegaan", "is_zonder_einddatum = 0"),
    Invulveld("toewijzing", "bedrag_eur", "toewijzing_ingegaan", _BEDRAG),
    Invulveld("aanmelding", "hulpvorm_code", "aanmelding_gemaakt", "hulpvorm_code <> '99'"),
)


@dataclass(frozen=True)
class Gemis:
    """Units that lack a field: a condition (SQL) on rows of `bron`.

    bron: a fact, or a select with venster_id; eenheid: what is counted, distinct or '*'.
    """

    bron: str
    waar: str
    eenheid: str = "*"


_GEEINDIGD = (
    "(select venster_id, bedrag_eur from toewijzing"
    " inner join venster on eind_datum between van and tot)"
)
_GEDECLAREERD = (
    "(select venster_id, toewijzing_id from declaratie"
    " inner join venster on van_datum between van and tot)"
)
# By field (Indicator.velden) and the fact of the figure that misses it.
GEMISSEN: dict[tuple[str, str], Gemis] = {
    ("traject.verwijzer_code", "traject_begonnen"): Gemis(
        "traject_begonnen", "heeft_verwijzer = 0"
    ),
    ("traject.reden_einde_code", "traject_beeindigd"): Gemis(
        "traject_beeindigd", "reden_einde_code = '99'"
    ),
    ("traject.hulpvorm_code", "traject_beeindigd"): Gemis(
        "traject_beeindigd", "hulpvorm_code = '99'"
    ),
    ("traject.hulpvorm_code", "in_zorg"): Gemis(
        "traject_actief", "hulpvorm_code = '99'", "distinct jeugdige_id"
    ),
    ("toewijzing.segment", "toewijzing_ingegaan"): Gemis(
        "toewijzing_ingegaan", "heeft_segment = 0"
    ),
    ("toewijzing.bedrag_eur", "toewijzing_geeindigd"): Gemis(_GEEINDIGD, "bedrag_eur is null"),
    ("toewijzing.eind_datum", "toewijzing_geeindigd"): Gemis(
        "toewijzing_ingegaan", "is_zonder_einddatum = 1"
    ),
    ("declaratie.toewijzing_id", "toewijzing_geeindigd"): Gemis(
        _GEDECLAREERD, "toewijzing_id is null"
    ),
}


def make_kwaliteit_tabellen(store: Store, settings: Settings) -> dict[str, pd.DataFrame]:
    """aansluiting, volledigheid and verbeterpunten, by name; after prepare_facts."""
    return {
        "aansluiting": shape_table(Aansluitregel, store.frame(AANSLUITING)),
        "volledigheid": make_volledigheid(store, settings),
        "verbeterpunten": make_verbeterpunten(store, settings),
    }


def make_volledigheid(store: Store, settings: Settings) -> pd.DataFrame:
    """Per field of VELDEN, quarter, and wijk or aanbieder: rows, and rows with the field filled.

    As Invulling. Both counts are nan where there are fewer rows than onthulling.drempel: a share of
    so few says more of one jeugdige than of the aanbieder.
    """
    parts = [
        f"select '{veld.bestand}' as bestand, '{veld.kolom}' as kolom, '{deel}' as deel,"
        f" feit.{deel}_id as naam, venster.van as kwartaal_datum,"
        f" count(*) as aantal_rijen, count(*) filter (where {veld.gevuld}) as aantal_gevuld"
        f" from {veld.feit} as feit inner join venster using (venster_id)"
        f" where venster.naam = '{KWARTAAL}' group by 4, 5"
        for veld in VELDEN
        for deel in ("wijk", "aanbieder")
    ]
    query = " union all ".join(parts) + " order by 1, 2, 3, 4, 5"
    frame = shape_table(Invulling, store.frame(query))
    few = frame["aantal_rijen"] < settings.onthulling.drempel
    for name in ("aantal_rijen", "aantal_gevuld"):
        frame[name] = frame[name].mask(few, np.nan)
    return frame


def _find_venster(store: Store) -> tuple[int, str]:
    """(id, name) of the window the list is about: the effectjaar, else the last quarter."""
    query = (
        "select venster_id, naam from venster where naam in"
        f" ('{EFFECTJAAR}', '{KWARTAAL}') order by naam = '{EFFECTJAAR}' desc, tot desc limit 1"
    )
    rows = store.frame(query)
    return (int(rows["venster_id"][0]), str(rows["naam"][0])) if len(rows) else (-1, KWARTAAL)


def make_verbeterpunten(store: Store, settings: Settings) -> pd.DataFrame:
    """Per field and figure: the units it cannot use in the window, and all it might have used.

    As Gemiste, with aantal <= van. For the wijk (jeugdige, gebied) these are units in no wijk,
    which count in the gemeente alone. Rows with aantal > 0.
    """
    nummer, naam = _find_venster(store)
    wijken = ", ".join(f"'{wijk}'" for wijk in settings.wijk_ids)
    parts = []
    for item in INDICATORS:
        if item.heeft_wijkwaarde:
            eenheid = "distinct jeugdige_id" if item.feit == "kosten" else "*"  # per aanbieder
            nergens = Gemis(item.feit, f"wijk_id not in ({wijken})", eenheid)
            counts = f" and coalesce({_counted(item)}, 0) <> 0"
            parts.append(_count(GEEN_WIJK, item.slug, nergens, nummer) + counts)
        parts += [
            _count(veld, item.slug, GEMISSEN[veld, item.feit], nummer) for veld in item.velden
        ]
    frame = store.frame(" union all ".join(parts) + " order by 1, 2, 3").assign(venster=naam)
    return shape_table(Gemiste, frame[frame["aantal"] > 0].reset_index(drop=True))


def _counted(item: Indicator) -> str:
    """The column of the fact that says whether a unit counts in the figure."""
    return item.teller if item.noemer == BEVOLKING else item.noemer


def _count(veld: str, slug: str, gemis: Gemis, nummer: int) -> str:
    bestand, kolom = veld.split(".")
    return (
        f"select '{bestand}' as bestand, '{kolom}' as kolom, '{slug}' as cijfer,"
        f" count({gemis.eenheid}) filter (where {gemis.waar}) as aantal,"
        f" count({gemis.eenheid}) as van"
        f" from {gemis.bron} as feit where venster_id = {nummer}"
    )


def make_aanvulling(store: Store, data_dir: Path) -> pd.DataFrame:
    """Rows per file and quarter as every levering that was published had them, this one last.

    As Aanvulregel ('begin': rows by the day they begin; 'einde': merged trajecten by the day they
    end). Of leveringen with an earlier datastand and the same kind of data (real or made up); of
    one datastand the last that was published and not taken back. Each edition carries those of the
    one before, so the history outlives old editions.
    """
    own = store.frame(
        "select bestand, 'begin' as soort, kwartaal_datum, aantal_rijen"
        f" from {RIJEN} union all {EINDEN}"
    )
    found = _read_history(data_dir, bool(find_reeks(store)))
    earlier = [
        rows.assign(datastand=day) for day, rows in sorted(found.items()) if day < store.datastand
    ]
    parts = [*earlier, own.assign(datastand=store.datastand)]
    frame = pd.concat([shape_table(Aanvulregel, part) for part in parts], ignore_index=True)
    keys = ["bestand", "soort", "kwartaal_datum", "datastand"]
    return frame.sort_values(keys).reset_index(drop=True)


def _read_history(data_dir: Path, is_synthetisch: bool) -> dict[date, pd.DataFrame]:
    """By datastand: rows per file, soort and quarter, from the intern editions that stand."""
    register = read_standing(data_dir)
    kept = {_day_of(naam) for naam in register.published if naam not in register.withdrawn}
    gone = {_day_of(naam) for naam in register.withdrawn} - kept
    found: dict[date, pd.DataFrame] = {}
    for naam in register.published:
        try:
            editie = read_editie(data_dir / EDITIES / naam / INTERN)
            if naam in register.withdrawn or editie.synthetisch != is_synthetisch:
                continue
            carried = tabel_file(editie.pad, AANVULLING)
            if carried.is_file():
                rows = with_dates(pd.read_parquet(carried))
            else:
                rows = pd.read_parquet(tabel_file(editie.pad, RIJEN))
                rows = rows.assign(soort="begin", datastand=editie.datastand)
        except (NoEdition, DamagedEdition, OSError, pa.ArrowException):
            continue  # an old edition that is damaged stops no new one
        for day in sorted(set(rows["datastand"])):
            if str(day) not in gone:
                found[day] = rows[rows["datastand"] == day].drop(columns="datastand")
    return found


def _day_of(editie: str) -> str:
    """The datastand in the id of an edition."""
    return editie.rsplit(".", 1)[0]
