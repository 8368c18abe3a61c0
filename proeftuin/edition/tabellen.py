"""The tables of an edition beside the figures, read from the store."""

from pathlib import Path

import numpy as np
import pandas as pd

from proeftuin.disclosure import COUNTS, Bescherming, protect_tabel
from proeftuin.edition.kwaliteit import make_kwaliteit_tabellen
from proeftuin.edition.prognose import make_prognose_tabellen
from proeftuin.settings import Settings
from proeftuin.store import Store
from proeftuin.vocabulary import INTERN

QUERIES = {
    "voorveld": (
        "select peil_datum, wijk_id as wijk, maatstaf_code, cast(sum(teller) as double) as teller,"
        " cast(sum(noemer) as double) as noemer from voorveld group by 1, 2, 3 order by 1, 3, 2"
    ),
    "veldkwaliteit": (
        "select bestand, kolom, cast(aantal_rijen as double) as aantal_rijen,"
        " cast(aantal_leeg as double) as aantal_leeg,"
        " cast(aantal_onbekend as double) as aantal_onbekend from veldkwaliteit order by 1, 2"
    ),
    "rijen_per_kwartaal": (
        "select bestand, kwartaal_datum, cast(aantal_rijen as double) as aantal_rijen"
        " from rijen_per_kwartaal order by 1, 2"
    ),
    "samengevoegd_per_kwartaal": (
        "select regel, kwartaal_datum, cast(aantal_einden as double) as aantal_einden"
        " from samengevoegd_per_kwartaal order by 2, 1"
    ),
    "bevindingen": (
        "select code, ernst, bestand, cast(regel as double) as regel, kolom, melding, oplossing,"
        " aantal from bevinding order by ernst, bestand, code, regel"
    ),
}
# Of what was fetched: public already, so the same in both editions.
OPENBAAR = {
    "cbs_jeugdzorg": (
        "select jaar, wijk_id as wijk, vorm, aantal, aantal_bekend, aantal_gebieden, is_voorlopig,"
        " tabel, opgehaald_datum from cbs_jeugdzorg order by jaar, vorm, wijk_id"
    ),
    "herkomst": (
        "select bestand, bron, licentie, bewerking, dag, is_gewijzigd from herkomst"
        " order by bestand"
    ),
}
UITGAVEN = (
    "select cast(extract(year from boek_datum) as integer) as jaar,"
    " cast(date_trunc('month', boek_datum) as date) as maand_datum, post, soort,"
    " cast(sum(bedrag_eur) as double) as bedrag_eur from uitgave group by 1, 2, 3, 4"
    " order by 1, 3, 4, 2"
)
DAYS = ("peil_datum", "kwartaal_datum", "maand_datum", "opgehaald_datum", "dag")


def _with_dates(frame: pd.DataFrame) -> pd.DataFrame:
    for name in set(DAYS) & set(frame.columns):
        frame[name] = pd.to_datetime(frame[name]).dt.date
    return frame


def _budget(store: Store, settings: Settings) -> pd.DataFrame:
    """Planned amounts (one row per post and year, on 1 January) and bookings per month."""
    planned = pd.DataFrame(
        [
            (int(jaar), pd.Timestamp(int(jaar), 1, 1), post.naam, "begroot", float(bedrag))
            for post in settings.budget.post
            for jaar, bedrag in post.bedragen_eur.items()
        ],
        columns=["jaar", "maand_datum", "post", "soort", "bedrag_eur"],
    )
    booked = store.frame(UITGAVEN)
    return pd.concat([planned, booked], ignore_index=True) if len(booked) else planned


def _with_shares(tabel: pd.DataFrame) -> pd.DataFrame:
    """The share empty and unknown per column, to two decimals, of what the table itself shows."""
    for name in ("leeg", "onbekend"):
        rows = tabel["aantal_rijen"].where(tabel["aantal_rijen"] > 0, np.nan)
        tabel[f"{name}_aandeel"] = (tabel[f"aantal_{name}"] / rows).round(2)
    return tabel


def read_voorveld(store: Store) -> pd.DataFrame:
    """The exact counts of the voorveld, whose cells the audit of a publish bounds too."""
    return _with_dates(store.frame(QUERIES["voorveld"]))


def read_tabellen(
    store: Store, settings: Settings, audience: str, data_dir: Path, bescherming: Bescherming
) -> dict[str, pd.DataFrame]:
    """Every table of this audience by name; openbaar gets protected counts and nothing else.

    bescherming: how the audit lets counts be shown. Intern also gets bevindingen, the prognose
    and the quality of the levering, which build on the editions in data_dir.
    """
    tabellen = {naam: _with_dates(store.frame(query)) for naam, query in QUERIES.items()}
    tabellen["budget"] = _with_dates(_budget(store, settings))
    if audience != INTERN:
        tabellen = {
            naam: protect_tabel(naam, tabellen[naam], settings, bescherming) for naam in COUNTS
        }
    else:
        tabellen |= make_prognose_tabellen(store, settings, data_dir)
        tabellen |= make_kwaliteit_tabellen(store, settings, data_dir)
    tabellen["veldkwaliteit"] = _with_shares(tabellen["veldkwaliteit"])
    return tabellen | {naam: _with_dates(store.frame(query)) for naam, query in OPENBAAR.items()}
