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
  Without a stop help ends with the run of toewijzingen it is part of, once that is past; help
  that was only declared has begun, on the day of the declaratie.
- aanmelding, only when no aanmelding file is delivered: one per JW315 request (jeugdige,
  aanbieder, ReferentieAanbieder), aanmeld_datum the first Dagtekening, start_datum the first
  begin among the trajecten it meets. Turned down in a JW319 it is afgemeld that day, and none of
  this gemeente when another is responsible.
- declaratie: IngediendBedrag in euros, C is negative. The same number twice counts once when it
  says the same, in messages or beside a file, and is a fout when it does not. A debet that was
  credited is left out with its credit.
- jeugdige: the BRP address; without one where someone stays, and last for correspondence.
"""

import csv
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa

from proeftuin.codelists import MAP as CODELIJSTEN
from proeftuin.codelists import read_product_hulpvormen
from proeftuin.ingest.aansluiting import BestandAansluiting
from proeftuin.ingest.findings import MAXIMUM, Findings
from proeftuin.ingest.ijw.berichten import Berichten
from proeftuin.ingest.ijw.velden import ADRES_VOORRANG, BERICHTEN, CLIENT, DECLARATIE_VANAF
from proeftuin.ingest.ijw.versies import VERSIES, VERWIJDERD, VERWIJDERD_OP_DAG
from proeftuin.settings import Settings
from proeftuin.store import Builder

MAP = Path(__file__).resolve().parent
STAPPEN = ("starts", "declaratie", "toewijzing", "traject", "aanmelding", "adres")
AFGEKEURD = "afgekeurd in een retourbericht"
ONZEKER = (
    *("de referentie is van meer dan een jeugdige", "van voor het verzoek"),
    "het antwoord is geen 1 of 2",
)
DUBBEL = ("opnieuw ingediend", "staat in het bestand")

# What each finding counts, and what it is called in the list.
TELLINGEN = (
    ("BERICHT_EN_BESTAND", "JW301", "werk.jw_toewijzing_dubbel"),
    ("TOEWIJZING_TWEE_PERSONEN", "JW301", "werk.jw_nummer_dubbel"),
    ("TOEWIJZING_OVERLAPT", "JW301", "werk.jw_overlap"),
    ("VERWIJDERD_MAAR_GEBRUIKT", "JW301", "werk.jw_toewijzing where is_gebruikt"),
    ("REDEN_BUITEN_VERSIE", "JW301", "werk.jw301 as rij"
     " inner join werk.bericht as bericht on bericht.nummer = rij.bericht"
     " inner join werk.versie as versie on versie.subversie = bericht.subversie"
     " where not list_contains(versie.redenen, rij.reden_wijziging)"
     f" and rij.lot is distinct from '{AFGEKEURD}'"),
    ("TOEGEKEND_VERSCHILT", "JW325", "werk.jw_toegekend_verschil"),
    ("HULPVORM_ONBEKEND", "JW305", "werk.jw_traject where hulpvorm_code = '99'"
     " and traject_id not in (select bericht_traject_id from werk.jw_traject_dubbel)"),
    ("STATUS_VERVALLEN", "JW305", "werk.jw305 where status_aanlevering in ('2', '9')"),
    ("STATUS_VERVALLEN", "JW307", "werk.jw307 where status_aanlevering in ('2', '9')"),
    ("AANLEVERING_DUBBEL", "JW305", "werk.jw_aanlevering_dubbel where soort = 'start'"),
    ("AANLEVERING_DUBBEL", "JW307", "werk.jw_aanlevering_dubbel where soort = 'stop'"),
    ("REDEN_BUITEN_GELDIGHEID", "JW307", "werk.jw_stop as rij inner join werk.reden_ingang as reden"
     " on reden.code = rij.reden_einde_code where rij.bericht_datum < reden.ingang"),
    ("INTREKKING_ZONDER_EERDER", "JW305", "werk.jw_start_stand where not is_aangeleverd"),
    ("INTREKKING_ZONDER_EERDER", "JW307", "werk.jw_stop_stand where not is_aangeleverd"),
    ("INTREKKING_ZELFDE_DAG", "JW305", "werk.jw_start_stand where is_onbeslist"),
    ("INTREKKING_ZELFDE_DAG", "JW307", "werk.jw_stop_stand where is_onbeslist"),
    ("INTREKKING_MET_STOP", "JW305", "werk.jw307 where lot = 'start ingetrokken'"),
    ("STOP_STRIJDIG", "JW307", "werk.jw_stop_strijdig"),
    ("PRODUCT_VERSCHILT", "JW307", "werk.jw_stop_product"),
    ("STOP_BIJ_START", "JW307", "werk.jw_stop_start"),
    ("STOP_ZONDER_START", "JW307", "werk.jw_stop_los inner join werk.jw307 using (volgorde)"
     " where lot is null and exists (select 1 from werk.jw305)"),
    ("STOP_ONTBREEKT", "JW305", "werk.jw_stop_ontbreekt"),
    ("START_UIT_DECLARATIE", "JW323", "werk.jw_uit_declaratie"),
    ("AFWIJZING_MET_START", "JW319", "werk.jw319 where lot = 'er is toch toegewezen of gestart'"),
    ("ANTWOORD_ONZEKER", "JW319", f"werk.jw319 where lot in {ONZEKER}"),
    ("CREDIT_WIJKT_AF", "JW323", "werk.jw_credit_anders"),
    ("PERIODE_NIET_IN_MAAND", "JW323", "werk.jw323 where lot is null"
     " and date_trunc('month', van_datum) <> date_trunc('month', tot_datum)"),
    ("PERIODE_NA_DECLARATIE", "JW323",
     "werk.jw323 where lot is null and van_datum > declaratie_tot_datum"),
    ("PERIODE_TE_VROEG", "JW323",
     f"werk.jw323 where lot is null and van_datum < date '{DECLARATIE_VANAF}'"),
    ("PERIODE_BUITEN_TOEWIJZING", "JW323", "werk.jw323 as rij inner join werk.jw_toewijzing as bron"
     " on bron.toewijzing_id = rij.toewijzing_id and bron.jeugdige_id = rij.jeugdige_id"
     " where rij.lot is null and (rij.van_datum < bron.ingang_datum"
     " or rij.tot_datum > bron.eind_datum)"),
    ("DECLARATIE_TWEE_KEER", "JW323", "werk.jw_prestatie_open where plaats > 1"),
    ("DECLARATIE_NAAST_BESTAND", "JW323", "werk.jw_naast_bestand"),
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
    "JW319": "(select 1 from werk.aanmelding where uit_bericht and afmeld_datum is not null"
    " union all select 1 from werk.jw315 where lot = 'hoort bij een andere gemeente (JW319)')",
    "JW323": "werk.declaratie where uit_bericht",
}
# The column that says when such a row begins: what begins after datastand goes later.
BEGIN = {
    "JW301": "ingang_datum",
    "JW305": "traject.begin_datum",
    "JW307": "traject.begin_datum",
    "JW315": "aanmeld_datum",
    "JW323": "van_datum",
}
ADRES_NAAM = {
    "01 instelling": "een BRP-adres bij een instelling",
    "03": "een verblijfadres",
    "04": "een tijdelijk verblijfadres",
    "02": "een correspondentieadres",
}


def fill_from_berichten(
    builder: Builder,
    findings: Findings,
    berichten: Berichten,
    namen: Mapping[str, str],
    settings: Settings,
) -> dict[str, BestandAansluiting]:
    """Turn the message rows in staging into rows of the contract (uit_bericht is true).

    namen: the files that are delivered as well, and what findings call them. With an aanmelding
    file JW315 and JW319 give no aanmeldingen. What comes back is the account per message type that
    was delivered; of a type that is not read it counts messages, of the others records.
    """
    _make_lists(builder)
    _name_gemeenten(builder, findings, settings)
    for bericht in BERICHTEN.values():
        _place_rows(builder, bericht.tabel.naam)
    _place_rows(builder, CLIENT.naam)
    for stap in STAPPEN:
        builder.execute((MAP / f"{stap}.sql").read_text(encoding="utf-8"))
    if "aanmelding" in namen:
        for tabel in ("jw315", "jw319"):
            used = "lot = 'het bestand aanmelding is gebruikt'"
            builder.execute(f"update werk.{tabel} set {used} where lot is null")
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
    tellingen = {soort: _account(builder, findings, soort, berichten) for soort in BERICHTEN}
    for soort, aantal in berichten.niet_gelezen.items():
        tellingen[soort] = BestandAansluiting(aantal, 0, {"deze soort wordt niet gelezen": aantal})
    return {soort: telling for soort, telling in sorted(tellingen.items()) if telling.gelezen}


def _make_lists(builder: Builder) -> None:
    rows = [(*product, hulpvorm) for product, hulpvorm in read_product_hulpvormen().items()]
    columns = ("categorie", "code", "hulpvorm_code")
    table = {
        naam: pa.array(values, pa.string())
        for naam, values in zip(columns, zip(*rows, strict=True), strict=True)
    }
    builder.create("werk.product_hulpvorm", pa.table(table))
    with (CODELIJSTEN / "reden_einde.csv").open(encoding="utf-8", newline="") as stream:
        ingang = [
            (row["code"], date.fromisoformat(row["ingang"]))
            for row in csv.DictReader(stream, delimiter=";")
            if row["ingang"]
        ]
    redenen = {"code": [code for code, _ in ingang], "ingang": [dag for _, dag in ingang]}
    builder.create("werk.reden_ingang", pa.table(redenen))
    _make_versies(builder)
    rang = {"soort": list(ADRES_VOORRANG), "rang": list(range(len(ADRES_VOORRANG)))}
    builder.create("werk.adres_voorrang", pa.table(rang))


def _make_versies(builder: Builder) -> None:
    """The rules of each version, and the RedenWijziging it knows, as tables."""
    versies = VERSIES.values()
    table = {
        "subversie": [versie.subversie for versie in versies],
        "reden_in_stop": [versie.reden_in_stop for versie in versies],
        "redenen": [sorted(versie.redenen) for versie in versies],
    }
    builder.create("werk.versie", pa.table(table))
    weg = {
        "code": sorted(VERWIJDERD) + sorted(VERWIJDERD_OP_DAG),
        "op_eerste_dag": [False] * len(VERWIJDERD) + [True] * len(VERWIJDERD_OP_DAG),
    }
    builder.create("werk.reden_verwijderd", pa.table(weg))


def _name_gemeenten(builder: Builder, findings: Findings, settings: Settings) -> None:
    """Old codes of this gemeente are its code; a ToewijzingNummer is one of its gemeente (TR332).

    Beside messages of this gemeente a number of another gets its code in front.
    """
    code = settings.gemeente.code.removeprefix("GM")
    earlier = ", ".join(f"'{oud.removeprefix('GM')}'" for oud in settings.gemeente.eerdere_codes)
    tabellen = [bericht.tabel for bericht in BERICHTEN.values()]
    for tabel in tabellen if earlier else ():
        builder.execute(
            f"update werk.{tabel.naam} set gemeente = '{code}' where gemeente in ({earlier})"
        )
    everyone = " union all ".join(f"select gemeente from werk.{tabel.naam}" for tabel in tabellen)
    found = {row[0] for row in builder.rows(f"select distinct gemeente from ({everyone})")}
    if code in found and len(found - {None}) > 1:
        for tabel in tabellen:
            if any(kolom.naam == "toewijzing_id" for kolom in tabel.kolommen):
                builder.execute(
                    f"update werk.{tabel.naam} set toewijzing_id = gemeente || '/' || toewijzing_id"
                    f" where gemeente <> '{code}'"
                )
    for soort, bericht in BERICHTEN.items():
        query = f"select gemeente, count(*) from werk.{bericht.tabel.naam}"
        for ander, aantal in builder.rows(
            f"{query} where gemeente <> '{code}' group by gemeente order by gemeente"
        ):
            findings.add("BERICHT_ANDERE_GEMEENTE", soort, None, "gemeente", "", aantal, ander)


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
        _report_late_begin(builder, findings, soort)
    for naam, totaal, som in builder.rows("select * from werk.jw_totaal_verschil order by all"):
        detail = f"{_show_euro(totaal)} in het totaal, {_show_euro(som)} in de prestaties samen"
        findings.add("DECLARATIE_TOTAAL", naam, None, "TotaalIngediendBedrag", detail)
    for naam, regel, ander, ander_regel in builder.rows(
        "select bestand, regel, ander_bestand, ander_regel from werk.jw_prestatie_verschil"
        f" order by all limit {MAXIMUM}"
    ):
        detail = f"{ander}, regel {ander_regel}"
        bestand = naam or namen["declaratie"]
        findings.add("DECLARATIE_VERSCHILT", bestand, regel, "bedrag_eur", detail)


def _report_late_begin(builder: Builder, findings: Findings, soort: str) -> None:
    """A begin after the day of the message (TR134), of what is in force."""
    for naam, regel, dag in builder.rows(
        f"select bericht.bestand, rij.regel, rij.begin_datum from werk.{soort} as rij"
        " inner join werk.bericht as bericht on bericht.nummer = rij.bericht"
        " where rij.lot is null and rij.begin_datum > rij.bericht_datum"
        f" order by rij.volgorde limit {MAXIMUM}"
    ):
        findings.add("BEGIN_NA_DAGTEKENING", naam, regel, "begin_datum", "", 1, f"{dag:%d-%m-%Y}")


def _show_euro(centen: int) -> str:
    teken = "-" if centen < 0 else ""
    return f"{teken}{abs(centen) // 100},{abs(centen) % 100:02d} euro"


def count_loaded(builder: Builder, soort: str, later_than: date | None = None) -> int:
    """Records of this message type that are rows of the contract; of those that begin later."""
    query = f"select count(*) from {GELADEN[soort]}"
    if later_than is None:
        return int(builder.rows(query)[0][0])
    if soort not in BEGIN:  # it is no row, it only says something of one
        return 0
    return int(builder.rows(f"{query} and {BEGIN[soort]} > date '{later_than}'")[0][0])


def _account(
    builder: Builder, findings: Findings, soort: str, berichten: Berichten
) -> BestandAansluiting:
    """Records read = loaded + left out, each under a reason; anything else is a fout.

    What is loaded is counted where it went, not where it came from.
    """
    tabel = BERICHTEN[soort].tabel.naam
    lots: Counter[str] = Counter()
    lots["in een bericht dat nog eens is geleverd"] = berichten.opnieuw[soort]
    query = f"select lot, count(*) from werk.{tabel} where lot is not null group by lot"
    lots.update(dict(builder.rows(query)))
    gelezen, weg = berichten.gelezen[soort], lots.total()
    geladen = count_loaded(builder, soort)
    redenen = "; ".join(f"{reden} {lots[reden]}" for reden in sorted(lots) if lots[reden])
    detail = f"Gelezen: {gelezen}, geladen: {geladen}, weggelaten: {weg}"
    detail += f" ({redenen})" if redenen else ""
    if gelezen != geladen + weg:
        if not findings.has_fout:  # a message that clashes was not read on
            findings.add("BERICHT_TELLING_FOUT", soort, None, None, detail)
    elif weg:
        findings.add("BERICHT_TELLING", soort, None, None, detail, weg)
    return BestandAansluiting(gelezen, geladen, {naam: n for naam, n in sorted(lots.items()) if n})
