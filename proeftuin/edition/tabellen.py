"""The tables of an edition beside the figures, read from the store."""

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from proeftuin.disclosure import COUNTS, Bescherming, protect_aanbieders, protect_tabel
from proeftuin.edition.files import with_dates
from proeftuin.edition.kwaliteit import make_kwaliteit_tabellen
from proeftuin.edition.prognose import make_prognose_tabellen
from proeftuin.measure import measure_aanbieders
from proeftuin.records import Bronregel, CbsTelling, shape_table
from proeftuin.schema import BESTAND, Kolomsoort
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
        " aantal from bevinding order by ernst, bestand, code, regel nulls last"
    ),
}
# Of what was fetched: public already, so the same in both editions.
OPENBAAR: dict[str, tuple[type, str]] = {
    "cbs_jeugdzorg": (
        CbsTelling,
        "select *, wijk_id as wijk from cbs_jeugdzorg order by jaar, vorm, wijk_id",
    ),
    "herkomst": (Bronregel, "select * from herkomst order by bestand"),
}
# By file: its table of the store, and the day its rows stand at. Every column of that table makes a
# row what it is, but the numbers that only the store gives; a person counts by pseudoniem.
INHOUD: dict[str, tuple[str, str]] = {
    "jeugdige": ("adres", "van_datum"),
    "traject": ("traject", "begin_datum"),
    "toewijzing": ("toewijzing", "ingang_datum"),
    "declaratie": ("declaratie", "van_datum"),
    "aanmelding": ("aanmelding", "aanmeld_datum"),
    "bevolking": ("bevolking", "make_date(jaar, 1, 1)"),
    "uitgave": ("uitgave", "boek_datum"),
    "ervaring": ("ervaring", "kwartaal_datum"),
    "uitkomst": ("uitkomst", "eind_datum"),
    "voorveld": ("voorveld", "peil_datum"),
    "casus": ("casus", "afgerond_datum"),
}
NUMMERS = {"jeugdige_id", "traject_id", "declaratie_id", "aanmelding_id", "casus_id"}
UITGAVEN = (
    "select cast(extract(year from boek_datum) as integer) as jaar,"
    " cast(date_trunc('month', boek_datum) as date) as maand_datum, post, soort,"
    " cast(sum(bedrag_eur) as double) as bedrag_eur from uitgave group by 1, 2, 3, 4"
    " order by 1, 3, 4, 2"
)


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


def read_inhoud(store: Store) -> pd.DataFrame:
    """A mark of the rows of each file and quarter: bestand, kwartaal_datum, kenmerk.

    The mark does not depend on the order of the rows or on how the store numbers persons; it is
    other when a row is. It is 'form.digits': one of another form looked at other columns, and says
    nothing beside it. bevolking stands at the first quarter of its year. A person is in it by
    pseudoniem, so nobody without the secret key can try who it is.
    """
    queries = [_query_inhoud(store, bestand) for bestand in INHOUD]
    return with_dates(store.frame(" union all ".join(queries) + " order by 1, 2"))


def _query_inhoud(store: Store, bestand: str) -> str:
    tabel, dag = INHOUD[bestand]
    columns = {str(naam) for naam in store.frame(f"select * from {tabel} limit 0")} - NUMMERS
    join = ""
    if any(kolom.soort is Kolomsoort.PERSOON for kolom in BESTAND[bestand].kolommen):
        join = " inner join jeugdige using (jeugdige_id)"
        columns |= {"pseudoniem"} | ({"geboortemaand_datum"} if tabel == "adres" else set())
    names = sorted(columns)
    form = hashlib.sha256(" ".join(names).encode()).hexdigest()[:6]
    texts = ", ".join(f"coalesce(cast({naam} as varchar), '~')" for naam in names)
    return (
        f"select '{bestand}' as bestand, cast(date_trunc('quarter', {dag}) as date) as"
        f" kwartaal_datum, '{form}.' || cast(sum(md5_number_lower(concat_ws('|', {texts}))) as"
        f" varchar) as kenmerk from {tabel}{join} group by 1, 2"
    )


def _with_shares(tabel: pd.DataFrame) -> pd.DataFrame:
    """The share empty and unknown per column, to two decimals, of what the table itself shows."""
    for name in ("leeg", "onbekend"):
        rows = tabel["aantal_rijen"].where(tabel["aantal_rijen"] > 0, np.nan)
        tabel[f"{name}_aandeel"] = (tabel[f"aantal_{name}"] / rows).round(2)
    return tabel


def read_voorveld(store: Store) -> pd.DataFrame:
    """The exact counts of the voorveld, whose cells the audit of a publish bounds too."""
    return with_dates(store.frame(QUERIES["voorveld"]))


def read_tabellen(
    store: Store, settings: Settings, audience: str, data_dir: Path, bescherming: Bescherming
) -> dict[str, pd.DataFrame]:
    """Every table of this audience by name; openbaar gets protected counts and nothing else.

    bescherming: how the audit lets counts be shown. Intern also gets bevindingen, the marks of
    read_inhoud, the prognose and the quality of the levering, which build on the editions in
    data_dir, and what is counted per aanbieder.
    """
    tabellen = {naam: with_dates(store.frame(query)) for naam, query in QUERIES.items()}
    tabellen["budget"] = with_dates(_budget(store, settings))
    if audience != INTERN:
        tabellen = {
            naam: protect_tabel(naam, tabellen[naam], settings, bescherming) for naam in COUNTS
        }
    else:
        tabellen["inhoud_per_kwartaal"] = read_inhoud(store.eigen)
        tabellen |= make_prognose_tabellen(store, settings, data_dir)
        tabellen |= make_kwaliteit_tabellen(store, settings)
        tabellen["aanbieders"] = protect_aanbieders(measure_aanbieders(store, settings), settings)
    tabellen["veldkwaliteit"] = _with_shares(tabellen["veldkwaliteit"])
    return tabellen | {
        naam: shape_table(soort, store.frame(query)) for naam, (soort, query) in OPENBAAR.items()
    }
