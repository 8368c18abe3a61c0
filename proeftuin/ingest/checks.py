"""Rules that look at more than one row: keys, references, overlapping addresses, counts.

They run as SQL on the staging tables (`werk.<bestand>`), where `regel` is the line and
`uit_bericht` says whether a row came from an iJw message.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from proeftuin.ingest.aansluiting import Aansluiting
from proeftuin.ingest.findings import BEWAARD, Findings
from proeftuin.ingest.gebieden import Gebieden
from proeftuin.ingest.ijw.velden import BERICHTEN
from proeftuin.schema import BESTAND, BESTANDEN, Bestand, Kolomsoort
from proeftuin.settings import Settings
from proeftuin.store import Builder
from proeftuin.vensters import quarter_end
from proeftuin.vocabulary import NA_DATASTAND, ONBEKEND

UIT_BERICHT = {
    "jeugdige": "JW301",
    "toewijzing": "JW301",
    "traject": "JW305",
    "aanmelding": "JW315",
    "declaratie": "JW323",
}
MET_JEUGDIGE = ("traject", "toewijzing", "declaratie", "aanmelding")
MET_TOEWIJZING = ("traject", "declaratie")
MAANDEN_23_JAAR = 276
MAXIMUM_ONBEKEND = 0.05
GENOEG = 20  # jeugdigen in messages of one type: with fewer, one is already more than 5%
KLEIN = 5  # an aanbieder with fewer rows than this, both times, says nothing
VEEL = 100  # rows from which silence before the datastand says something
STIL_DAGEN = 92
# Files of which every row counts: the same row again is counted again.
EIGEN_RIJEN = ("toewijzing", "declaratie", "aanmelding", "uitgave", "ervaring", "voorveld", "casus")
MET_BEDRAG = ("toewijzing", "declaratie", "uitgave")
MET_AANBIEDER = ("toewijzing", "declaratie", "traject", "aanmelding")
_REDEN = "eind_datum is null and reden_einde_code <> '99'"
_START = "start_datum < aanmeld_datum - interval 1 year"
_OVERBRUGGING = (
    "overbrugging_van_datum < aanmeld_datum"
    " or (overbrugging_van_datum > start_datum and start_datum >= aanmeld_datum)"
    " or (overbrugging_van_datum is null and overbrugging_tot_datum is not null)"
)
# Columns of one row that do not agree: code, file, column, condition.
SAMENHANG = (
    ("REDEN_ZONDER_EINDE", "traject", "eind_datum", _REDEN),
    ("START_LANG_VOOR", "aanmelding", "start_datum", _START),
    ("OVERBRUGGING_BUITEN", "aanmelding", "overbrugging_van_datum", _OVERBRUGGING),
)


@dataclass(frozen=True)
class Vorige:
    """What is known of the levering loaded before this one."""

    datastand: date
    rijen: pd.DataFrame  # bestand, kwartaal_datum, aantal_rijen
    geleverd: pd.DataFrame  # bestand, aantal_rijen
    aanbieders: pd.DataFrame  # bestand, aanbieder_id, aantal_rijen up to its datastand
    bedragen: pd.DataFrame  # bestand, aantal_rijen, gemiddelde euros without sign, up to it

    def list_quarters(self) -> dict[tuple[str, date], int]:
        """Rows by file and first day of the quarter, where that is known."""
        known = self.rijen.dropna(subset="kwartaal_datum")
        return {(naam, dag.date()): int(n) for naam, dag, n in known.itertuples(index=False)}


@dataclass(frozen=True)
class Onbekend:
    """How much of a file (rows or jeugdigen) or message type (jeugdigen) belongs to no wijk."""

    bestand: str
    soort: str
    aantal: int
    onbekend: int
    genoeg: int = 1  # with fewer it says nothing

    @property
    def is_te_veel(self) -> bool:
        """More than may be: a levering of another gemeente, or gebieden that are not configured."""
        return self.aantal >= self.genoeg and self.onbekend > MAXIMUM_ONBEKEND * self.aantal


def count_onbekend(builder: Builder, namen: Mapping[str, str]) -> list[Onbekend]:
    """Of every file in namen with a gebied, and of every message type that was read.

    Of jeugdige counts who has no address in any wijk; who moved to another gemeente has one before.
    Of messages the jeugdigen in each type, from GENOEG on: one outside the levering is a warning,
    and a twentieth of few is less than one.
    """
    found = []
    for bestand in BESTANDEN:
        naam = bestand.naam
        if naam not in namen or all(k.soort is not Kolomsoort.GEBIED for k in bestand.kolommen):
            continue
        bron, soort = f"select gebied <> '{ONBEKEND}' as bekend", "rijen"
        if naam == "jeugdige":
            bron, soort = f"select bool_or(gebied <> '{ONBEKEND}') as bekend", "jeugdigen"
        bron += f" from werk.{naam} where not uit_bericht and gebied is not null"
        bron += " group by jeugdige_id" if naam == "jeugdige" else ""
        query = f"select count(*), count(*) filter (where not bekend) from ({bron})"
        found.append(Onbekend(namen[naam], soort, *builder.rows(query)[0]))
    for soort, bericht in BERICHTEN.items():
        tabel = f"werk.{bericht.tabel.naam}"
        has_jeugdige = any(kolom.naam == "jeugdige_id" for kolom in bericht.tabel.kolommen)
        if tabel in builder.created and has_jeugdige:
            totaal, onbekend = builder.rows(
                "select count(*), count(*) filter (where not coalesce(bekend, false)) from"
                f" (select distinct jeugdige_id from {tabel} where jeugdige_id is not null)"
                " as bron left join (select jeugdige_id,"
                f" bool_or(gebied <> '{ONBEKEND}') as bekend from werk.jeugdige"
                " group by jeugdige_id) using (jeugdige_id)"
            )[0]
            found.append(Onbekend(soort, "jeugdigen", totaal, onbekend, GENOEG))
    return [item for item in found if item.aantal]


def query_aanbieders(datastand: date) -> str:
    """Rows per file and aanbieder in a store, begun by this day: bestand, aanbieder_id, aantal."""
    return " union all ".join(
        f"select '{naam}' as bestand, aanbieder_id, count(*) as aantal from {naam}"
        f" where aanbieder_id is not null and {BESTAND[naam].begin_kolom} <= date '{datastand}'"
        " group by aanbieder_id"
        for naam in MET_AANBIEDER
    )


def query_bedragen(datastand: date) -> str:
    """Per file with amounts in a store: bestand, rows, mean euros without sign, begun by then."""
    return " union all ".join(
        f"select '{naam}' as bestand, count(*) as aantal, cast(avg(abs(bedrag_eur)) as double)"
        f" from {naam} where {BESTAND[naam].begin_kolom} <= date '{datastand}'"
        " and bedrag_eur <> 0"
        for naam in MET_BEDRAG
    )


def _name_quarter(dag: date) -> str:
    return f"kwartaal {(dag.month + 2) // 3} van {dag.year}"


class Checks:
    """Runs the checks on one build.

    namen says what each file is called in findings; mislukt are the files that must be there but
    gave no rows: that is a finding already, so nothing is looked up in them.
    """

    def __init__(
        self, builder: Builder, findings: Findings, namen: dict[str, str], mislukt: set[str]
    ) -> None:
        """Checks on the staging tables of this build."""
        self._mislukt = mislukt
        self._builder = builder
        self._findings = findings
        self._namen = namen

    def _count(self, query: str) -> int:
        return int(self._builder.rows(query)[0][0])

    def _report_rows(
        self, code: str, bestand: str, query: str, kolom: str | None, detail: str = ""
    ) -> None:
        """Note the lines that a query gives in its column `regel`."""
        aantal = self._count(f"select count(*) from ({query})")
        if aantal:
            first = self._builder.rows(
                f"select regel from ({query}) order by regel limit {BEWAARD}"
            )
            lines = [row[0] for row in first]
            self._findings.add_rows(code, self._namen[bestand], lines, aantal, kolom, detail)

    def _report_count(self, code: str, bestand: str, query: str, kolom: str | None = None) -> None:
        aantal = self._count(query)
        if aantal:
            naam = self._namen.get(bestand, bestand)
            self._findings.add(code, naam, None, kolom, "", aantal)

    def _report_first(self, code: str, bestand: str, query: str, kolom: str | None) -> None:
        """One finding for all lines that a query gives in its column `regel`, on the first."""
        aantal, eerste = self._builder.rows(f"select count(*), min(regel) from ({query})")[0]
        if aantal:
            self._findings.add(code, self._namen[bestand], eerste, kolom, "", aantal)

    def check_levering(self, datastand: date) -> None:
        """Keys, references and (up to datastand) addresses, over the rows as delivered."""
        for bestand in BESTANDEN:
            if bestand.naam in self._namen and bestand.sleutel:
                self._check_sleutel(bestand)
        if "voorveld" in self._namen:
            query = "select regel from werk.voorveld where teller > noemer"
            self._report_rows("GETAL_ONMOGELIJK", "voorveld", query, "teller", "meer dan 'noemer'")
        self._check_adressen(datastand)
        if "jeugdige" not in self._mislukt:
            self._check_jeugdigen()
        if "toewijzing" not in self._mislukt:
            self._check_toewijzingen()

    def _check_sleutel(self, bestand: Bestand) -> None:
        names = ["gebied_sleutel" if naam == "gebied" else naam for naam in bestand.sleutel]
        keys = ", ".join(names)
        table = f"werk.{bestand.naam}"
        query = f"""
            select regel from (
                select regel, row_number() over (partition by {keys} order by regel) as volgnummer
                from {table}
                inner join (
                    select {keys} from {table} where not uit_bericht
                    group by {keys} having count(*) > 1
                ) as dubbel using ({keys})
                where not uit_bericht
            ) where volgnummer > 1"""
        detail = ", ".join(bestand.sleutel)
        self._report_rows("SLEUTEL_DUBBEL", bestand.naam, query, bestand.sleutel[0], detail)

    def _check_adressen(self, datastand: date) -> None:
        overlap = f"""
            select regel from (
                select
                    regel, van_datum,
                    lag(van_datum) over (partition by jeugdige_id order by van_datum, regel)
                        as vorige_van,
                    max(coalesce(tot_datum, date '9999-12-31')) over (
                        partition by jeugdige_id order by van_datum, regel
                        rows between unbounded preceding and 1 preceding
                    ) as eerder_tot
                from werk.jeugdige where not uit_bericht and van_datum <= date '{datastand}'
            ) where van_datum <= eerder_tot and van_datum > vorige_van"""
        self._report_rows("ADRES_OVERLAPT", "jeugdige", overlap, "van_datum")
        self._report_count(
            "GEBOORTE_VERSCHILT",
            "jeugdige",
            "select count(*) from (select jeugdige_id from werk.jeugdige group by jeugdige_id"
            " having count(distinct geboortedatum) > 1)",
            "geboortedatum",
        )

    def _check_jeugdigen(self) -> None:
        for naam in MET_JEUGDIGE:
            unknown = (
                f"from werk.{naam} as bron where not exists (select 1 from werk.jeugdige as bekend"
                " where bekend.jeugdige_id = bron.jeugdige_id) and bron.jeugdige_id >= 0"
            )
            query = f"select regel {unknown} and not uit_bericht"
            self._report_rows("JEUGDIGE_ONBEKEND", naam, query, "jeugdige_id")
            query = f"select count(*) {unknown} and uit_bericht"
            self._report_count("JEUGDIGE_BUITEN_LEVERING", UIT_BERICHT[naam], query, "jeugdige_id")

    def _check_toewijzingen(self) -> None:
        delivered = self._count("select count(*) from werk.toewijzing")
        from_file = self._count("select count(*) from werk.toewijzing where not uit_bericht")
        for naam in MET_TOEWIJZING:
            unknown = (
                f"from werk.{naam} as bron where bron.toewijzing_id is not null and not exists"
                " (select 1 from werk.toewijzing as bekend"
                " where bekend.toewijzing_id = bron.toewijzing_id)"
            )
            if not delivered:
                query = f"select count(*) {unknown}"
                self._report_count("TOEWIJZING_NIET_GELEVERD", naam, query, "toewijzing_id")
                continue
            strict = "not uit_bericht" if from_file else "false"
            query = f"select regel {unknown} and {strict}"
            self._report_rows("TOEWIJZING_ONBEKEND", naam, query, "toewijzing_id")
            query = f"select count(*) {unknown} and not ({strict})"
            bron = UIT_BERICHT[naam]
            self._report_count("TOEWIJZING_BUITEN_LEVERING", bron, query, "toewijzing_id")

    def check_onbekend(self, toch: str) -> None:
        """Too many in no wijk: a fout, or with a reason (toch) a warning that carries it."""
        for item in count_onbekend(self._builder, self._namen):
            if item.is_te_veel:
                detail = f"{item.onbekend:,} van de {item.aantal:,} {item.soort}".replace(",", ".")
                code = "TOCH_GELADEN" if toch else "ONBEKEND_TE_VEEL"
                detail += f". Reden: {toch}" if toch else ""
                self._findings.add(code, item.bestand, None, "gebied", detail, item.onbekend)

    def check_bevolking(self, gebieden: Gebieden) -> None:
        """Population that is delivered twice, or lacks a wijk, a part of one or an age.

        What holds too few inhabitants goes into the store, for the figures that rest on it.
        """
        if "bevolking" in self._namen and "bevolking" not in self._mislukt:
            rows = self._builder.rows(
                "select regel, jaar, leeftijd, gebied_sleutel, gebied, aantal from werk.bevolking"
                " where jaar is not null and leeftijd is not null and gebied is not null"
                " and aantal is not null order by regel"
            )
            deels = gebieden.check_bevolking(self._findings, self._namen["bevolking"], rows)
            columns = ["jaar", "wijk_id", "leeftijdsgroep"]
            if deels:
                self._builder.insert(
                    "bevolking_deels", pd.DataFrame(sorted(deels), columns=columns)
                )

    def check_datastand(self, datastand: date) -> None:
        """A datastand that leaves nothing of a required file."""
        for bestand in BESTANDEN:
            naam, begin = bestand.naam, bestand.begin_kolom
            if not bestand.verplicht or naam not in self._namen or naam in self._mislukt:
                continue
            query = f"select count({begin}), min({begin}) from werk.{naam}"
            aantal, eerste = self._builder.rows(query)[0]
            if aantal and eerste > datastand:
                self._findings.add("DATASTAND_VROEG", self._namen[naam], None, begin, "", aantal)

    def check_stilte(self, datastand: date) -> None:
        """A datastand far behind the last begin of a file with many rows."""
        for naam in MET_AANBIEDER:
            if naam not in self._namen:
                continue
            begin = BESTAND[naam].begin_kolom
            query = f"select count(*), max({begin}) from werk.{naam}"
            aantal, laatste = self._builder.rows(query)[0]
            if aantal >= VEEL and laatste < datastand - timedelta(days=STIL_DAGEN):
                waarde = f"laatste begin {laatste:%d-%m-%Y}"
                self._findings.add(
                    "DATASTAND_LAAT", self._namen[naam], None, begin, str(STIL_DAGEN), 1, waarde
                )

    def check_gelijk(self) -> None:
        """Rows of one file that say the same as an earlier one, whatever key they have."""
        for naam in (item for item in EIGEN_RIJEN if item in self._namen):
            columns = ", ".join(
                kolom.naam
                for kolom in BESTAND[naam].kolommen
                if kolom.soort is not Kolomsoort.TEKST and kolom.naam not in BESTAND[naam].sleutel
            )
            query = f"""
                select regel from (
                    select regel, row_number() over (partition by {columns} order by regel) as keer
                    from werk.{naam} inner join (  -- few rows share a hash: only those are compared
                        select hash({columns}) as kenmerk from werk.{naam} where not uit_bericht
                        group by all having count(*) > 1
                    ) as vaker on hash({columns}) = kenmerk
                    where not uit_bericht
                ) where keer > 1"""
            self._report_first("RIJ_GELIJK", naam, query, None)

    def check_samenhang(self, datastand: date, settings: Settings) -> None:
        """Rows whose columns do not agree, where the figure follows one of them.

        And rows before the first quarter of any figure, most often of another century.
        """
        for naam in (*EIGEN_RIJEN[1:], "traject"):
            if naam not in self._namen:
                continue
            if naam in MET_TOEWIJZING:
                query = (
                    f"select bron.regel from werk.{naam} as bron inner join werk.toewijzing as van"
                    " on van.toewijzing_id = bron.toewijzing_id"
                    " and van.jeugdige_id <> bron.jeugdige_id where not bron.uit_bericht"
                )
                self._report_first("TOEWIJZING_VAN_ANDER", naam, query, "toewijzing_id")
            begin = BESTAND[naam].begin_kolom or "kwartaal"
            if naam != "traject":
                vroeg = f"{begin} < date '{settings.perioden.vroegste_kwartaal}'"
                query = f"select regel from werk.{naam} where {vroeg}"
                self._report_first("RIJ_VROEG", naam, f"{query} and not uit_bericht", begin)
        posten = "', '".join(post.naam.replace("'", "''") for post in settings.budget.post)
        loopt_door = f"tot_datum > date '{datastand}' and van_datum <= date '{datastand}'"
        more = (
            ("DECLARATIE_LOOPT_DOOR", "declaratie", "tot_datum", loopt_door),
            ("POST_ONBEKEND", "uitgave", "post", f"post not in ('{posten}')"),
        )
        for code, naam, kolom, where in SAMENHANG + more:
            query = f"select regel from werk.{naam} where not uit_bericht and ({where})"
            self._report_first(code, naam, query, kolom)

    def leave_out_later(self, datastand: date, aansluiting: Aansluiting) -> int:
        """Take out the rows that begin after datastand; how many. Those of files are noted."""
        total = 0
        for bestand in BESTANDEN:
            if bestand.naam not in self._namen or not bestand.begin_kolom:
                continue
            later = f"from werk.{bestand.naam} where {bestand.begin_kolom} > date '{datastand}'"
            aantal = self._count(f"select count(*) {later}")
            if aantal:
                naam = self._namen[bestand.naam]
                self._findings.add("NA_DATASTAND", naam, None, bestand.begin_kolom, "", aantal)
                in_file = self._count(f"select count(*) {later} and not uit_bericht")
                aansluiting.leave_out(bestand.naam, NA_DATASTAND, in_file)
                self._builder.execute(f"delete {later}")
            total += aantal
        return total

    def check_leeftijden(self) -> None:
        """Jeugdigen with help before birth or after 22, on the filled store tables."""
        joined = (
            "select count(distinct traject.jeugdige_id) from traject"
            " inner join jeugdige using (jeugdige_id) cross join levering where "
        )
        months = (
            "(year({0}) - year(geboortemaand_datum)) * 12 + month({0}) - month(geboortemaand_datum)"
        )
        last = months.format("coalesce(eind_datum, datastand)")
        self._report_count("OUDER_DAN_22", "traject", f"{joined} {last} >= {MAANDEN_23_JAAR}")
        query = f"{joined} begin_datum < geboortemaand_datum"
        self._report_count("GEBOORTE_NA_BEGIN", "traject", query)

    def check_uitkomsten(self) -> None:
        """Answers that belong to no traject of the filled store."""
        self._report_count(
            "UITKOMST_ZONDER_TRAJECT",
            "uitkomst",
            "select count(*) from uitkomst left join traject"
            " using (jeugdige_id, aanbieder_id, hulpvorm_code, eind_datum)"
            " where traject.traject_id is null",
            "eind_datum",
        )

    def check_groei(self, vorige: Vorige, share: float) -> None:
        """Far more rows than before per quarter, far more or fewer per file and per aanbieder.

        Compared is what had begun by the datastand of the levering before, in whole quarters.
        """
        now = self._list_quarters()
        procent = f"{round(100 * (1 - share))}%"
        totals: dict[str, tuple[int, int]] = {}
        for (naam, dag), was in vorige.list_quarters().items():
            nu = now.get((naam, dag))
            if nu is None or quarter_end(dag) > vorige.datastand:
                continue
            before = totals.get(naam, (0, 0))
            totals[naam] = (before[0] + was, before[1] + nu)
            if nu > (2 - share) * was:
                waarde = f"{_name_quarter(dag)}: {nu}, was {was}"
                kolom = BESTAND[naam].begin_kolom
                self._findings.add("RIJEN_MEER", self._namen[naam], None, kolom, procent, 1, waarde)
        pairs = [(naam, *totals[naam]) for naam in sorted(totals)]
        counted = set(vorige.rijen["bestand"]) | {naam for naam, _ in now}
        geleverd = dict(self._builder.rows("select bestand, aantal_rijen from geleverd"))
        for naam, was in vorige.geleverd.itertuples(index=False):
            if naam not in counted and naam in geleverd:
                pairs.append((naam, int(was), int(geleverd[naam])))
        for naam, was, nu in pairs:
            if not share * was <= nu <= (2 - share) * was:
                waarde = f"{nu}, was {was}"
                self._findings.add(
                    "BESTAND_GROEI", self._namen[naam], None, None, procent, 1, waarde
                )
        self._check_aanbieders(vorige, share, procent)
        self._check_bedragen(vorige, share, procent)

    def _check_bedragen(self, vorige: Vorige, share: float, procent: str) -> None:
        now = {row[0]: row[1:] for row in self._builder.rows(query_bedragen(vorige.datastand))}
        for naam, aantal, was in vorige.bedragen.itertuples(index=False):
            nu_aantal, nu = now[naam]
            if naam not in self._namen or min(aantal, nu_aantal) < KLEIN:
                continue
            if not share * was <= nu <= (2 - share) * was:
                kolom, waarde = "bedrag_eur", f"{nu:.2f}, was {was:.2f}".replace(".", ",")
                self._findings.add(
                    "BEDRAG_GROEI", self._namen[naam], None, kolom, procent, 1, waarde
                )

    def _check_aanbieders(self, vorige: Vorige, share: float, procent: str) -> None:
        now = {
            (bestand, aanbieder): aantal
            for bestand, aanbieder, aantal in self._builder.rows(query_aanbieders(vorige.datastand))
        }
        was = {(row[0], row[1]): row[2] for row in vorige.aanbieders.itertuples(index=False)}
        for key in sorted(set(now) | set(was)):
            before, after = int(was.get(key, 0)), int(now.get(key, 0))
            if key[0] not in self._namen or max(before, after) < KLEIN:
                continue
            if not share * before <= after <= (2 - share) * before:
                naam, waarde = self._namen[key[0]], f"{key[1]}: {after}, was {before}"
                self._findings.add(
                    "AANBIEDER_GROEI", naam, None, "aanbieder_id", procent, 1, waarde
                )

    def check_vorige(self, vorige: Vorige, datastand: date, settings: Settings) -> None:
        """Quarters with far fewer rows than the levering before had."""
        now = self._list_quarters()
        files = {naam for naam, _ in now}
        earlier = vorige.list_quarters()
        earlier = {place: was for place, was in earlier.items() if place[1] <= datastand}
        for naam in sorted({naam for naam, _ in earlier} - files):
            self._findings.add("BESTAND_WEG", f"{naam}.csv")
        share = settings.levering.rijen_minimum_aandeel
        procent = f"{round(100 * share)}%"
        for (naam, dag), was in earlier.items():
            nu = now.get((naam, dag), 0)
            if naam in files and nu < share * was:
                waarde = f"{_name_quarter(dag)}: {nu}, was {was}"
                kolom = BESTAND[naam].begin_kolom
                self._findings.add(
                    "RIJEN_MINDER", self._namen[naam], None, kolom, procent, 1, waarde
                )

    def _list_quarters(self) -> dict[tuple[str, date], int]:
        """Rows of this levering by file and first day of the quarter."""
        query = "select bestand, kwartaal_datum, aantal_rijen from rijen_per_kwartaal"
        return {(naam, dag): aantal for naam, dag, aantal in self._builder.rows(query)}
