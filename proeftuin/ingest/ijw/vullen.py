"""From the rows of messages in staging to rows of the contract, with an account of every record.

Each record gets one lot: empty when it is loaded, else the reason why it is left out. Messages are
ordered by Dagtekening, then Identificatie and content, never by the name of their file; what they
say goes before that order (starts.sql). Then:

- toewijzing: newest version per ToewijzingNummer (date, time); RedenWijziging 13, or 01 that ends
  on its first day, means it never was, unless help was started or declared under it;
  toewijzing_datum is that of the first version; bedrag_eur is Budget.
- traject: a start (JW305) and its stop (JW307) meet on jeugdige, aanbieder, ToewijzingNummer,
  product and Begindatum, failing that the only open start it can be about; help that also stands
  in the file is the file's, with the end it lacks; StatusAanlevering 3 takes a start or stop back;
  hulpvorm from data/codelijsten/product_hulpvorm.csv on (categorie, code), else the categorie,
  else 99. What the start does not say comes from the toewijzing, else from what was declared.
- verwijzer: from the JW315 of the same jeugdige and aanbieder with a ReferentieAanbieder that the
  toewijzing ever had; failing that, with the same product and requested ToewijzingIngangsdatum.
- aanmelding, only when no aanmelding file is delivered: one per JW315 request (jeugdige,
  aanbieder, ReferentieAanbieder), aanmeld_datum the first Dagtekening, start_datum the first
  begin among the trajecten it meets. A request that JW319 turns down keeps waiting.
- declaratie: IngediendBedrag in euros, C is negative. The same number twice counts once when it
  says the same, in messages or beside a file, and is a fout when it does not.
- jeugdige: the BRP address; without one where someone stays, and last for correspondence.
"""

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from proeftuin.codelists import MAP as CODELIJSTEN
from proeftuin.ingest.findings import MAXIMUM, Findings
from proeftuin.ingest.ijw.berichten import Berichten
from proeftuin.ingest.ijw.velden import ADRES_VOORRANG, BERICHTEN, CLIENT
from proeftuin.store import Builder

MAP = Path(__file__).resolve().parent
STAPPEN = ("starts.sql", "declaratie.sql", "toewijzing.sql")
AFGEKEURD = "afgekeurd in een retourbericht"
DUBBEL = ("opnieuw ingediend", "staat in het bestand")
MEER_MAANDEN = "date_trunc('month', van_datum) <> date_trunc('month', tot_datum)"

# What each finding counts, and what it is called in the list.
TELLINGEN = (
    ("BERICHT_EN_BESTAND", "JW301", "werk.jw_toewijzing_dubbel"),
    ("TOEWIJZING_TWEE_PERSONEN", "JW301", "werk.jw_nummer_dubbel"),
    ("VERWIJDERD_MAAR_GEBRUIKT", "JW301", "werk.jw_toewijzing where is_gebruikt"),
    ("HULPVORM_ONBEKEND", "JW305", "werk.jw_traject where hulpvorm_code = '99'"),
    ("STATUS_VERVALLEN", "JW305", "werk.jw305 where status_aanlevering in ('2', '9')"),
    ("STATUS_VERVALLEN", "JW307", "werk.jw307 where status_aanlevering in ('2', '9')"),
    ("BEGIN_NA_DAGTEKENING", "JW305", "werk.jw_start where begin_datum > bericht_datum"),
    ("BEGIN_NA_DAGTEKENING", "JW307", "werk.jw_stop where begin_datum > bericht_datum"),
    ("INTREKKING_ZONDER_EERDER", "JW305", "werk.jw_start_stand where not is_aangeleverd"),
    ("INTREKKING_ZONDER_EERDER", "JW307", "werk.jw_stop_stand where not is_aangeleverd"),
    ("INTREKKING_ZELFDE_DAG", "JW305", "werk.jw_start_stand where is_onbeslist"),
    ("INTREKKING_ZELFDE_DAG", "JW307", "werk.jw_stop_stand where is_onbeslist"),
    ("INTREKKING_MET_STOP", "JW305", "werk.jw307 where lot = 'start ingetrokken'"),
    ("STOP_STRIJDIG", "JW307", "werk.jw_stop_strijdig"),
    ("PRODUCT_VERSCHILT", "JW307", "werk.jw_stop_product"),
    ("STOP_BIJ_START", "JW307", "werk.jw_stop_start"),
    ("STOP_ZONDER_START", "JW307", "werk.jw_stop_los where exists (select 1 from werk.jw305)"),
    ("STOP_ONTBREEKT", "JW305", "werk.jw_stop_ontbreekt"),
    ("DECLARATIE_TWEE_KEER", "JW323", "werk.jw_prestatie_open where plaats > 1"),
    ("DECLARATIE_NAAST_BESTAND", "JW323", "werk.jw_naast_bestand"),
    ("DECLARATIE_MAANDEN", "JW323", f"werk.jw323 where lot is null and {MEER_MAANDEN}"),
    ("CREDIT_LOS", "JW323", "werk.jw_credit_los"),
    ("TRAJECT_EN_BESTAND", "JW305", "werk.jw_traject_dubbel"),
    ("REFERENTIE_HERGEBRUIKT", "JW323", "werk.jw_referentie_dubbel"),
    ("CREDIT_TWEE_KEER", "JW323", "werk.jw323 where lot = 'al gecrediteerd'"),
    ("DECLARATIE_OPNIEUW", "JW323", f"werk.jw323 where lot in {DUBBEL}"),
    ("DECLARATIE_ZONDER_START", "JW323", "werk.jw_zonder_start"),
    ("GEBOORTE_DEELS", "JW301", "werk.jw_client where datum_gebruik = '2'"),
)  # fmt: skip
# Where the records of a message type went.
GELADEN = {
    "JW301": "werk.toewijzing where uit_bericht",
    "JW305": "werk.jw_traject inner join werk.traject using (traject_id)"
    " where uit_bericht and start_volgorde is not null",
    "JW307": "werk.jw_traject inner join werk.traject using (traject_id)"
    " where uit_bericht and stop_volgorde is not null",
    "JW315": "werk.aanmelding where uit_bericht",
    "JW323": "werk.declaratie where uit_bericht",
}
ADRES_NAAM = {
    "01 instelling": "een BRP-adres bij een instelling",
    "03": "een verblijfadres",
    "04": "een tijdelijk verblijfadres",
    "02": "een correspondentieadres",
}


def fill_from_berichten(
    builder: Builder, findings: Findings, berichten: Berichten, namen: Mapping[str, str]
) -> None:
    """Turn the message rows in staging into rows of the contract (uit_bericht is true).

    namen: the files that are delivered as well, and what findings call them. With an aanmelding
    file JW315 gives no aanmeldingen.
    """
    _make_lists(builder)
    for bericht in BERICHTEN.values():
        _place_rows(builder, bericht.tabel.naam)
    _place_rows(builder, CLIENT.naam)
    for stap in STAPPEN:
        builder.execute((MAP / stap).read_text(encoding="utf-8"))
    if "aanmelding" in namen:
        builder.execute(
            "update werk.jw315 set lot = 'het bestand aanmelding is gebruikt' where lot is null"
        )
    else:
        builder.execute("insert into werk.aanmelding by name select * from werk.jw_aanmelding")
    for code, naam, bron in TELLINGEN:
        aantal = builder.rows(f"select count(*) from {bron}")[0][0]
        if aantal:
            findings.add(code, naam, None, None, "", aantal)
    _report_afkeur(builder, findings)
    _report_rows(builder, findings, namen)
    for soort, aantal in builder.rows("select * from werk.jw_adres_soort order by all"):
        findings.add("ADRES_ZONDER_BRP", "JW301", None, None, ADRES_NAAM[soort], aantal)
    for soort in BERICHTEN:
        _account(builder, findings, soort, berichten)


def _make_lists(builder: Builder) -> None:
    with (CODELIJSTEN / "product_hulpvorm.csv").open(encoding="utf-8", newline="") as stream:
        lijst = list(csv.DictReader(stream, delimiter=";"))
    columns = ("categorie", "code", "hulpvorm_code")
    table = {naam: pa.array([row[naam] for row in lijst], pa.string()) for naam in columns}
    builder.create("werk.product_hulpvorm", pa.table(table))
    rang = {"soort": list(ADRES_VOORRANG), "rang": list(range(len(ADRES_VOORRANG)))}
    builder.create("werk.adres_voorrang", pa.table(rang))


def _place_rows(builder: Builder, naam: str) -> None:
    """Add volgorde (the place of the row, whatever its file is called) and lot to a table."""
    builder.execute(
        f"""
        alter table werk.{naam} add column volgorde bigint;
        alter table werk.{naam} add column lot varchar;
        update werk.{naam} as rij set volgorde = orde.rang * 1000000000 + rij.plek
        from (
            select nummer, row_number() over (
                order by try_cast(identificatie as hugeint) nulls first, identificatie, inhoud
            ) as rang
            from werk.bericht
        ) as orde
        where orde.nummer = rij.bericht;
        update werk.{naam} as rij set lot = '{AFGEKEURD}'
        from werk.afkeur as afkeur
        where afkeur.bericht = rij.bericht and afkeur.merk in ('', rij.rij, rij.client);"""
    )


def _report_afkeur(builder: Builder, findings: Findings) -> None:
    """Name what an answer turned down and its message does not hold: that changes nothing."""
    for soort, bericht in BERICHTEN.items():
        tabel = f"werk.{bericht.tabel.naam}"
        aantal = builder.rows(
            "select count(*) from werk.afkeur as afkeur where merk <> ''"
            f" and exists (select 1 from {tabel} as rij where rij.bericht = afkeur.bericht)"
            f" and not exists (select 1 from {tabel} as rij"
            " where rij.bericht = afkeur.bericht and afkeur.merk in (rij.rij, rij.client))"
        )[0][0]
        if aantal:
            findings.add("RETOUR_ZONDER_RIJ", BERICHTEN[soort].retour, None, None, "", aantal)


def _report_rows(builder: Builder, findings: Findings, namen: Mapping[str, str]) -> None:
    """The fouten on single rows: an unknown status, and a declaratie that says something else."""
    for soort in ("jw305", "jw307"):
        for naam, regel in builder.rows(
            f"select bericht.bestand, rij.regel from werk.{soort} as rij"
            " inner join werk.bericht as bericht on bericht.nummer = rij.bericht"
            " where rij.status_aanlevering not in ('1', '2', '3', '9')"
            f" order by rij.volgorde limit {MAXIMUM}"
        ):
            findings.add("STATUS_ONBEKEND", naam, regel, "status_aanlevering")
    for naam, regel, ander, ander_regel in builder.rows(
        "select bestand, regel, ander_bestand, ander_regel from werk.jw_prestatie_verschil"
        f" order by all limit {MAXIMUM}"
    ):
        detail = f"{ander}, regel {ander_regel}"
        bestand = naam or namen["declaratie"]
        findings.add("DECLARATIE_VERSCHILT", bestand, regel, "bedrag_eur", detail)


def _account(builder: Builder, findings: Findings, soort: str, berichten: Berichten) -> None:
    """Records read = loaded + left out, each under a reason; anything else is a fout.

    What is loaded is counted where it went, not where it came from.
    """
    tabel = BERICHTEN[soort].tabel.naam
    lots: Counter[str] = Counter()
    lots["in een bericht dat nog eens is geleverd"] = berichten.opnieuw[soort]
    query = f"select lot, count(*) from werk.{tabel} where lot is not null group by lot"
    lots.update(dict(builder.rows(query)))
    gelezen, weg = berichten.gelezen[soort], lots.total()
    geladen = builder.rows(f"select count(*) from {GELADEN[soort]}")[0][0]
    redenen = "; ".join(f"{reden} {lots[reden]}" for reden in sorted(lots) if lots[reden])
    detail = f"Gelezen: {gelezen}, geladen: {geladen}, weggelaten: {weg}"
    detail += f" ({redenen})" if redenen else ""
    if gelezen != geladen + weg:
        if not findings.has_fout:  # a message that clashes was not read on
            findings.add("BERICHT_TELLING_FOUT", soort, None, None, detail)
    elif weg:
        findings.add("BERICHT_TELLING", soort, None, None, detail, weg)
