"""laad: one levering becomes the new store, whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa

from proeftuin.errors import Finding, FindingGroup, LeveringRejected, ProeftuinError
from proeftuin.indicators import DEFINITIEVERSIE
from proeftuin.ingest.aansluiting import Aansluiting, BestandAansluiting
from proeftuin.ingest.beleidsinformatie.leveren import Beleidsinformatie
from proeftuin.ingest.checks import (
    STIL_DAGEN,
    UIT_BERICHT,
    Checks,
    Vorige,
    query_aanbieders,
    query_bedragen,
)
from proeftuin.ingest.csv_levering import read_csv, read_parquet, to_utf8
from proeftuin.ingest.door import BatchTyper, Kwaliteit, add_berichten
from proeftuin.ingest.findings import TOML, Findings, write_findings
from proeftuin.ingest.gebieden import Gebieden
from proeftuin.ingest.ijw.berichten import Berichten
from proeftuin.ingest.ijw.velden import DECLARATIE_VANAF
from proeftuin.ingest.ijw.vullen import BEGIN, count_loaded, fill_from_berichten
from proeftuin.ingest.kolommen import has_bsn, hide_bsn
from proeftuin.ingest.motor.verbinding import Motorbron
from proeftuin.ingest.pseudonym import Persoonsnummers, read_sleutel
from proeftuin.ingest.source import (
    NIETS,
    Kenmerken,
    LeveringBestanden,
    check_source,
    open_source,
    read_kenmerken,
)
from proeftuin.ingest.werkmap.leveren import Bronnen
from proeftuin.ingest.werkmap.sjabloon import VERZONNEN
from proeftuin.opendata import CBS_BESTAND, read_cbs, read_herkomst
from proeftuin.schema import BESTAND, BESTANDEN, Bestand, Kolomsoort
from proeftuin.settings import Settings
from proeftuin.store import (
    Builder,
    build_store,
    check_shape,
    has_store,
    merge_rules,
    open_store,
)
from proeftuin.vocabulary import BUITEN_LEEFTIJD, LEGE_RIJ, NA_DATASTAND

MAP = Path(__file__).resolve().parent
MELD_ELKE = 500  # messages between two words of progress
Progress = Callable[[str, float], None]
SQL_TYPE = {
    Kolomsoort.PERSOON: "integer",
    Kolomsoort.DATUM: "date",
    Kolomsoort.KWARTAAL: "date",
    Kolomsoort.GELD: "decimal(14, 2)",
    Kolomsoort.GETAL: "bigint",
    Kolomsoort.SCORE: "double",
}


@dataclass(frozen=True)
class LoadReport:
    """What a load did: rows per store table, warnings, and where a new key was put (or None).

    aantal_na_datastand counts the rows left out because they begin after datastand;
    aantal_buiten_leeftijd those of bevolking outside 0 to and including 22 years. groepen are the
    warnings by cause, aansluiting the rows read, loaded and left out per file, and samengevoegd
    the trajecten that became part of another.
    """

    datastand: date
    hash: str
    aantallen: dict[str, int]
    waarschuwingen: list[Finding]
    aantal_na_datastand: int
    aantal_buiten_leeftijd: int
    sleutel_gemaakt: Path | None
    groepen: list[FindingGroup]
    aansluiting: list[tuple[str, BestandAansluiting]]
    samengevoegd: int


class Load:
    """One load: reads into the staging tables, checks, fills the store."""

    def __init__(
        self, settings: Settings, personen: Persoonsnummers, progress: Progress, toch: str
    ) -> None:
        """Nothing read yet; toch: as in load_levering."""
        self.toch = toch
        self.settings = settings
        self.findings = Findings()
        self.personen = personen
        self.gebieden = Gebieden(settings)
        self.progress = progress
        self.kwaliteit: dict[str, Kwaliteit] = {}
        self.namen: dict[str, str] = {}
        self.mislukt: set[str] = set()
        self.datastand = NIETS.datastand
        self.na_datastand = 0
        self.aantallen: dict[str, int] = {}
        self.buiten_leeftijd = 0
        self.aansluiting = Aansluiting()
        self.berichten: dict[str, BestandAansluiting] = {}

    def reject_when_fout(self) -> None:
        """Raise LeveringRejected when a fout was found."""
        if self.findings.has_fout:
            raise LeveringRejected(self.findings.list_all(), self.findings.list_groups())

    def fill(
        self, builder: Builder, source: Path | Motorbron, vorige: Vorige | None, replace: bool
    ) -> None:
        """Everything between an empty store and a verified one; raises LeveringRejected."""
        checks, kenmerken, found = self.check(builder, source, vorige, replace)
        self.progress("gegevens opslaan", 0.7)
        self._store(builder, checks, kenmerken, found)
        if vorige:
            checks.check_vorige(vorige, kenmerken.datastand, self.settings)
            checks.check_groei(vorige, self.settings.levering.rijen_minimum_aandeel)
        self._store_findings(builder)
        self.progress("gegevens nalezen", 0.95)

    def check(
        self, builder: Builder, source: Path | Motorbron, vorige: Vorige | None, replace: bool
    ) -> tuple[Checks, Kenmerken, LeveringBestanden]:
        """Read everything into the staging tables and judge it; raises LeveringRejected."""
        self.progress("levering openen", 0.0)
        self.gebieden.check_concordantie(self.findings)
        self.reject_when_fout()
        bronnen = self.settings.bron
        patronen = [bron.bestand for bron in bronnen.values()]
        found = open_source(source, builder.folder, self.findings, patronen)
        self.reject_when_fout()
        Bronnen(found, builder.folder, bronnen, self.findings).add_to(self.aansluiting)
        if found.is_stuk:
            self.reject_when_fout()
        for naam in found.mislukt:
            self.namen[naam] = naam
            self.mislukt.add(naam)
        kenmerken = read_kenmerken(found.toml, self.findings)
        self.datastand = kenmerken.datastand
        if vorige and not replace and kenmerken.datastand <= vorige.datastand:
            detail = f"{vorige.datastand:%d-%m-%Y}"
            self.findings.add("DATASTAND_NIET_NIEUWER", TOML, None, "datastand", detail)
        if date.today() < kenmerken.datastand != NIETS.datastand:
            is_ver = kenmerken.datastand > date.today() + timedelta(days=STIL_DAGEN)
            code, detail = (
                ("DATASTAND_VER", str(STIL_DAGEN)) if is_ver else ("DATASTAND_TOEKOMST", "")
            )
            dag = f"{kenmerken.datastand:%d-%m-%Y}"
            self.findings.add(code, TOML, None, "datastand", detail, waarde=dag)
        records = Beleidsinformatie(found, builder.folder, self.findings)
        if not records.add_to(self.aansluiting, kenmerken.datastand) and found.beleidsinformatie:
            self.reject_when_fout()
        make_staging(builder)
        self._read_tables(builder, found)
        if found.berichten:
            self._read_berichten(builder, found)
        for bestand in BESTANDEN:
            if bestand.verplicht and bestand.naam not in self.namen:
                code = "BESTAND_NIET_GELEVERD" if found.berichten else "BESTAND_ONTBREEKT"
                self.findings.add(code, f"{bestand.naam}.csv")
                if not found.berichten:
                    self.mislukt.add(bestand.naam)
        self.progress("levering controleren", 0.6)
        checks = Checks(builder, self.findings, self.namen, self.mislukt)
        checks.check_levering(kenmerken.datastand)
        if not kenmerken.is_synthetisch:
            self._check_voorbeelden(builder)
        checks.check_onbekend(self.toch)
        checks.check_bevolking(self.gebieden)
        self._store_openbaar(builder, found.openbaar)
        checks.check_datastand(kenmerken.datastand)
        self.reject_when_fout()
        checks.check_stilte(kenmerken.datastand)
        checks.check_gelijk()
        checks.check_samenhang(kenmerken.datastand, self.settings)
        return checks, kenmerken, found

    def _check_voorbeelden(self, builder: Builder) -> None:
        """Real data may not hold a row of our own template."""
        for naam, shown in self.namen.items():
            if len(BESTAND[naam].sleutel) == 1:
                where = f"{BESTAND[naam].sleutel[0]} like '{VERZONNEN}%'"
                aantal = builder.rows(f"select count(*) from werk.{naam} where {where}")[0][0]
                if aantal:
                    self.findings.add("VOORBEELD_OVER", shown, None, None, "", aantal)

    def _read_tables(self, builder: Builder, found: LeveringBestanden) -> None:
        sizes = {naam: path.stat().st_size for naam, path in found.tabellen.items()}
        total, done = sum(sizes.values()) or 1, 0
        for bestand in BESTANDEN:
            path = found.tabellen.get(bestand.naam)
            if path is None:
                continue
            naam = found.namen.get(bestand.naam, path.name)
            self.progress(f"{self.findings.name_of(naam)} lezen", 0.6 * done / total)
            self._read_table(builder, bestand, path, naam)
            done += sizes[bestand.naam]

    def _read_table(self, builder: Builder, bestand: Bestand, path: Path, naam: str) -> None:
        self.namen[bestand.naam] = naam
        read = read_parquet if path.suffix.lower() == ".parquet" else read_csv
        typer = self._make_typer(bestand, naam)
        try:
            readable = (
                path if read is read_parquet else to_utf8(path, builder.folder, naam, self.findings)
            )
            if readable:
                for raw in read(readable, bestand, naam, self.findings, self.aansluiting):
                    builder.insert(f"werk.{bestand.naam}", typer.type_batch(raw))
        except pa.ArrowException:
            detail = "Een kolom heeft een soort die niet kan worden gelezen."
            self.findings.add("BESTAND_ONLEESBAAR", naam, None, None, detail)
        typer.report()
        self.kwaliteit[bestand.naam] = typer.kwaliteit
        self.aansluiting.leave_out(bestand.naam, LEGE_RIJ, typer.kwaliteit.aantal_lege_rijen)
        if not typer.kwaliteit.aantal_rijen:
            self.mislukt.add(bestand.naam)

    def _make_typer(self, bestand: Bestand, naam: str) -> BatchTyper:
        return BatchTyper(bestand, naam, self.findings, self.personen, self.gebieden, self.settings)

    def _read_berichten(self, builder: Builder, found: LeveringBestanden) -> None:
        berichten = Berichten(builder, self.findings, self._make_typer)
        for nummer, (path, bestand) in enumerate(found.berichten):
            if nummer % MELD_ELKE == 0:
                self.progress("berichten lezen", 0.5 + 0.1 * nummer / len(found.berichten))
            berichten.read(path, hide_bsn(bestand))
        berichten.finish()
        self.berichten = fill_from_berichten(
            builder, self.findings, berichten, self.namen, self.settings
        )
        for naam, bericht in UIT_BERICHT.items():
            counts = self.kwaliteit.get(naam, Kwaliteit())
            if add_berichten(builder, BESTAND[naam], counts):
                self.kwaliteit[naam] = counts
                self.namen.setdefault(naam, bericht)

    def _store(
        self, builder: Builder, checks: Checks, kenmerken: Kenmerken, found: LeveringBestanden
    ) -> None:
        """Pseudonymise, merge and fill the tables of the store."""
        builder.create("werk.persoon", self.personen.list_pseudoniemen())
        builder.execute(
            "create table werk.geboorte as"
            " select jeugdige_id, geboortedatum, van_datum, regel, uit_bericht from werk.jeugdige"
        )
        if found.berichten:
            builder.execute(
                "insert into werk.geboorte"
                " select jeugdige_id, geboortedatum, bericht_datum, volgorde, true"
                " from werk.jw_client where lot is null"
            )
        for soort in self.berichten.keys() & BEGIN.keys():
            later = count_loaded(builder, soort, kenmerken.datastand)
            self.berichten[soort].leave_out(NA_DATASTAND, later)
        self.na_datastand = checks.leave_out_later(kenmerken.datastand, self.aansluiting)
        for soort, telling in self.berichten.items():
            if soort in BEGIN:
                telling.geladen = count_loaded(builder, soort)
            self.aansluiting.add_bericht(self.findings, soort, telling)
        if builder.rows("select bool_and(uit_bericht) from werk.declaratie")[0][0]:
            builder.execute(f"insert into bereik values ('declaratie', '{DECLARATIE_VANAF}')")
        self.buiten_leeftijd = builder.rows(
            "select count(*) from werk.bevolking where leeftijd not between 0 and 22"
        )[0][0]
        self.aansluiting.leave_out("bevolking", BUITEN_LEEFTIJD, self.buiten_leeftijd)
        self.aansluiting.check_staging(builder, self.findings, self.namen)
        self._store_kenmerken(builder, kenmerken)
        builder.execute((MAP / "vullen.sql").read_text(encoding="utf-8"))
        builder.execute(
            "insert into bereik select 'uitkomst', cast(date_trunc('quarter', min(eind_datum))"
            " as date) from uitkomst having count(*) > 0"
        )
        self.progress("trajecten samenvoegen", 0.85)
        self._merge_trajecten(builder, kenmerken.datastand)
        self.aansluiting.check_store(builder, self.findings, self.namen)
        self.reject_when_fout()
        checks.check_leeftijden()
        checks.check_uitkomsten()

    def _merge_trajecten(self, builder: Builder, datastand: date) -> None:
        """Fill traject, how many ends each rule took away, and the rules themselves."""
        rules = merge_rules(self.settings)
        columns = ", ".join(f"{value} as {naam}" for naam, value in rules.items())
        builder.execute(
            f"insert into laadregels by name select '{DEFINITIEVERSIE}' as definitieversie,"
            f" {columns};"
            "create table werk.samenvoegregel as"
            f" select date '{datastand}' as datastand, {columns}"
        )
        ends, merge = (
            (MAP / f"{naam}.sql").read_text(encoding="utf-8") for naam in ("einden", "samenvoegen")
        )
        builder.execute(f"create table werk.traject_einde as\n{ends}")
        builder.execute(f"insert into traject by name\n{merge}")
        builder.execute(
            "insert into samengevoegd_per_kwartaal"
            " select regel, cast(date_trunc('quarter', eind_datum) as date), count(*)"
            f" from werk.traject_einde where regel is not null and eind_datum <= '{datastand}'"
            " group by all"
        )

    def _store_kenmerken(self, builder: Builder, kenmerken: Kenmerken) -> None:
        levering = {
            "datastand": [kenmerken.datastand],
            "bron": [kenmerken.bron],
            "opmerking": [kenmerken.opmerking],
            "is_synthetisch": [kenmerken.is_synthetisch],
            "geladen_op": [datetime.now(UTC).isoformat(timespec="seconds")],
        }
        builder.insert("levering", pa.table(levering))
        pilots = self.settings.pilot.wijken
        ids = list(self.settings.wijk_ids)
        wijk = {
            "wijk_id": ids,
            "volgorde": list(range(1, len(ids) + 1)),
            "is_pilot": [naam in pilots for naam in ids],
        }
        builder.insert("wijk", pa.table(wijk))
        read = {
            item: self.kwaliteit[item.naam] for item in BESTANDEN if item.naam in self.kwaliteit
        }
        rows = [
            (item.naam, kolom, counts.aantal_rijen, leeg, counts.aantal_onbekend.get(kolom, 0))
            for item, counts in read.items()
            for kolom, leeg in counts.aantal_leeg.items()
        ]
        columns = ["bestand", "kolom", "aantal_rijen", "aantal_leeg", "aantal_onbekend"]
        builder.insert("veldkwaliteit", pd.DataFrame(rows, columns=columns))
        geleverd = [(item.naam, counts.aantal_rijen) for item, counts in read.items()]
        builder.insert("geleverd", pd.DataFrame(geleverd, columns=["bestand", "aantal_rijen"]))
        begin = {
            item.naam: item.begin_kolom or ("kwartaal" if item.naam == "ervaring" else None)
            for item in read
        }
        quarters = [
            f"select '{naam}', cast(date_trunc('quarter', {dag}) as date), count(*)"
            f" from werk.{naam} group by all"
            for naam, dag in begin.items()
            if dag
        ]
        if quarters:
            builder.execute(f"insert into rijen_per_kwartaal {' union all '.join(quarters)}")

    def _store_openbaar(self, builder: Builder, files: list[Path]) -> None:
        """Counts of CBS per wijk, and where fetched files come from; no figure rests on them.

        A gebied of no configured wijk is passed over.
        """
        for file in files:
            if file.name.lower() != CBS_BESTAND:
                origin = read_herkomst(file)
                if origin is None:
                    self.findings.add("BESTAND_ONBEKEND", hide_bsn(file.name))
                else:
                    builder.insert("herkomst", pd.DataFrame([vars(origin)]))
                continue
            rows, problems = read_cbs(file)
            for code, regel, kolom, detail in problems:
                self.findings.add(code, file.name, regel, kolom, detail)
            frame = pd.DataFrame([vars(row) for row in rows])
            if len(frame):
                frame["wijk_id"] = frame["gebied"].map(self.gebieden.find_wijk)
                gebieden = {wijk.id: len(wijk.gebieden) for wijk in self.settings.wijk}
                frame["aantal_gebieden"] = frame["wijk_id"].map(gebieden)
                builder.create("werk.cbs_jeugdzorg", frame.astype({"aantal": "Int64"}))
                builder.execute(
                    "insert into cbs_jeugdzorg by name select jaar, wijk_id, vorm,"
                    " coalesce(sum(aantal), 0) as aantal, count(aantal) as aantal_bekend,"
                    " max(aantal_gebieden) as aantal_gebieden, bool_or(is_voorlopig) as"
                    " is_voorlopig, min(tabel) as tabel, min(opgehaald_datum) as opgehaald_datum"
                    " from werk.cbs_jeugdzorg where aantal_gebieden is not null group by all"
                )

    def _store_findings(self, builder: Builder) -> None:
        findings = self.findings.list_all()
        if findings:
            builder.insert("bevinding", pd.DataFrame([vars(finding) for finding in findings]))
        read = [bestand.naam for bestand in BESTANDEN if bestand.naam in self.kwaliteit]
        self.aantallen = builder.count({naam: naam for naam in read})


def make_staging(builder: Builder) -> None:
    """Empty tables werk.<bestand>, with the columns of the contract."""
    for bestand in BESTANDEN:
        columns = ["regel bigint", "uit_bericht boolean default false"]
        for kolom in bestand.kolommen:
            if kolom.soort is not Kolomsoort.TEKST:
                columns.append(f"{kolom.naam} {SQL_TYPE.get(kolom.soort, 'varchar')}")
            if kolom.soort is Kolomsoort.GEBIED:
                columns.append("gebied_sleutel varchar")  # as delivered
        builder.execute(f"create table werk.{bestand.naam} ({', '.join(columns)})")


def _read_vorige(data_dir: Path) -> Vorige | None:
    """The levering now in the store; None when there is none, or none that can be read."""
    if not has_store(data_dir):
        return None
    try:
        with open_store(data_dir) as store:
            check_shape(store)
            return Vorige(
                store.datastand,
                store.frame("select * from rijen_per_kwartaal"),
                store.frame("select bestand, aantal_rijen from geleverd"),
                store.frame(query_aanbieders(store.datastand)),
                store.frame(query_bedragen(store.datastand)),
            )
    except ProeftuinError:
        return None


def load_levering(
    source: Path | Motorbron,
    data_dir: Path,
    settings: Settings,
    replace: bool = False,
    progress: Progress | None = None,
    toch: str = "",
) -> LoadReport:
    """Load the levering (folder, zip, workbook or database) at `source` into the store of data_dir.

    On any fout raises LeveringRejected with every finding; the store is then untouched and
    bevindingen.csv in data_dir lists them. Warnings go there too, and into the store. `replace`
    allows a datastand that is not newer. `progress` is called with a phase and a share 0..1. `toch`
    is the reason to load rows without a wijk when there are more than 5% of them; it is kept with
    the warnings. ProeftuinError when it may hold a BSN.
    """
    if has_bsn(toch):
        raise ProeftuinError("In de reden bij --toch mogen geen gegevens over personen staan.")
    check_source(source)
    sleutel = read_sleutel(data_dir)
    silent: Progress = lambda fase, aandeel: None  # noqa: E731
    load = Load(settings, Persoonsnummers(sleutel), progress or silent, toch.strip())
    vorige = _read_vorige(data_dir)
    if vorige is None and has_store(data_dir):
        load.findings.add("VORIGE_ONLEESBAAR", TOML)
    datastand = date.min

    def fill(builder: Builder) -> None:
        nonlocal datastand
        try:
            load.fill(builder, source, vorige, replace)
        finally:
            load.findings.settle()
        datastand = builder.rows("select datastand from levering")[0][0]

    try:
        digest = build_store(data_dir, fill)
    except LeveringRejected:
        write_findings(load.findings.list_rows(), data_dir)
        raise
    write_findings(load.findings.list_rows(), data_dir)
    load.progress("klaar", 1.0)
    return LoadReport(
        datastand,
        digest,
        load.aantallen,
        load.findings.list_all(),
        load.na_datastand,
        load.buiten_leeftijd,
        sleutel.gemaakt,
        load.findings.list_groups(),
        load.aansluiting.in_order(),
        load.aansluiting.samengevoegd,
    )
