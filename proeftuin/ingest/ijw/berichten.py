"""iJw messages (JW301, 305, 307, 315, 319, 323; 3.0 to 3.2) as a second way into the same tables.

Messages are read as a stream, per Client (boom.py), and their rows pass the same door as CSV
rows. A message is (Afzender, BerichtCode, Identificatie): there again with the same content it is
skipped, with other content it is a fout (TR056). Answers (JW302, 306, 308, 316, 320, 325) say which
rows were turned down. What is read stands in velden.py; what becomes of it in vullen.py.

Source: iJw 3.2, XSD and rules.
"""

import hashlib
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
from defusedxml import DefusedXmlException

from proeftuin.ingest.door import BatchTyper, RawBatch
from proeftuin.ingest.findings import Findings
from proeftuin.ingest.ijw.boom import Boom, DubbelElement, Node, Onleesbaar, Wortel
from proeftuin.ingest.ijw.velden import (
    ANTWOORD,
    BERICHTEN,
    CLIENT,
    NIET_GELEZEN,
    RETOUR_CODES,
    SOORT_VAN_CODE,
    Row,
    read_client,
    read_total,
)
from proeftuin.ingest.ijw.versies import VERSIES
from proeftuin.ingest.waarden import show_wrong_value
from proeftuin.schema import Bestand, Kolom, Kolomsoort
from proeftuin.store import Builder

BATCH_RIJEN = 10_000  # per message type: a row waits as a dict
OUD = re.compile(r"\bjw(\d{3})\b", re.I)
MERK = 16  # bytes of a hash that tell contents apart
GOEDGEKEURD = frozenset({"0200", "8001"})  # WJ001: no remark, granted whole
NIET_BEOORDEELD = "0233"
ADRES = "JW301 adres"
MakeTyper = Callable[[Bestand, str], BatchTyper]
Sleutel = tuple[str, str, str]  # Afzender, message type, Identificatie
KOP = {
    "nummer": pa.int64(),
    "bestand": pa.string(),
    "regel": pa.int64(),
    "afzender": pa.string(),
    "soort": pa.string(),
    "identificatie": pa.string(),
    "subversie": pa.string(),
    "inhoud": pa.string(),
    "totaal_centen": pa.int64(),
}
# What answers say, in their own column: which rows are turned down (an empty mark is the whole
# message), and how many eurocents are granted.
ANTWOORDEN = {"afkeur": ("merk", pa.string()), "toegekend": ("centen", pa.int64())}
# The first message of each key; a later one with the same key and another content is a fout.
EERSTE = (
    "create table werk.bericht_eerste as select afzender, soort, identificatie,"
    " min(nummer) as nummer from werk.bericht where identificatie <> '' group by all"
)
BOTSING = (
    "select bericht.nummer, bericht.bestand, bericht.regel, ander.bestand from werk.bericht"
    " as bericht inner join werk.bericht_eerste as eerste using (afzender, soort, identificatie)"
    " inner join werk.bericht as ander on ander.nummer = eerste.nummer"
    " where bericht.nummer <> eerste.nummer order by bericht.nummer"
)


@dataclass(frozen=True)
class _Berichtkop:
    """The message type, whether this is an answer to it, and its header."""

    soort: str
    is_retour: bool
    header: Node


@dataclass
class _Gelezen:
    """What one file gave, kept apart until the message turns out to be whole and new."""

    kop: _Berichtkop | None = None  # as the first Client found it
    gemeente: str | None = None
    rijen: list[tuple[str, int, Row]] = field(default_factory=list)  # message type, line, row
    afkeur: set[str] = field(default_factory=set)  # marks of clients and rows turned down


class _NotRead(Exception):
    """Raised to stop reading a message; the finding is noted."""


class Merken:
    """A set of marks of MERK bytes, in little more room than the marks themselves take."""

    def __init__(self) -> None:
        """None yet."""
        self._bakken: defaultdict[bytes, bytearray] = defaultdict(bytearray)

    def add(self, merk: bytes) -> bool:
        """Put it in; whether it is new."""
        bak, rest = self._bakken[merk[:2]], merk[2:]
        place = bak.find(rest)
        while place >= 0 and place % len(rest):  # across two marks
            place = bak.find(rest, place + 1)
        if place < 0:
            bak += rest
        return place < 0


def _codes(node: Node | None) -> set[str]:
    """The retourcodes of one class, without those of the classes inside it."""
    own = node.find("RetourCodes") if node else None
    return {code.tekst.strip() for code in own.walk("RetourCode")} if own else set()


class Berichten:
    """Reads messages into staging tables, in batches; then `finish` and ask for the rest.

    gelezen counts records per message type, opnieuw those of messages delivered again.
    """

    def __init__(self, builder: Builder, findings: Findings, make_typer: MakeTyper) -> None:
        """Prepare a typer and a pile of rows per message type."""
        self._builder = builder
        self._findings = findings
        tabellen = {naam: bericht.tabel for naam, bericht in BERICHTEN.items()}
        self._tabellen = tabellen | {ADRES: CLIENT}
        self._typers = {
            naam: make_typer(tabel, naam.split()[0]) for naam, tabel in self._tabellen.items()
        }
        self._rows: dict[str, list[tuple[str, int, Row]]] = {naam: [] for naam in self._tabellen}
        self._made: set[str] = set()
        self._gezien = Merken()  # of the content of each message
        self._aantal = 0
        self._koppen: list[tuple[object, ...]] = []  # as KOP
        self._antwoorden: dict[str, list[tuple[object, ...]]] = {naam: [] for naam in ANTWOORDEN}
        self._niet_gelezen: Counter[str] = Counter()
        self._afwijkend = 0
        self._geheim = os.urandom(16)
        self.gelezen: Counter[str] = Counter()
        self.opnieuw: Counter[str] = Counter()

    @property
    def niet_gelezen(self) -> dict[str, int]:
        """Messages of each type that is known and not read."""
        return {NIET_GELEZEN[code][0]: n for code, n in sorted(self._niet_gelezen.items())}

    @property
    def gebieden(self) -> Counter[str]:
        """Postcodes of addresses that belong to no wijk, with how often each came."""
        return self._typers[ADRES].kwaliteit.gebieden

    def read(self, path: Path | str, naam: str) -> None:
        """Read one message, called `naam` in findings; what cannot be read is a finding."""
        found = _Gelezen()
        boom = Boom(lambda root, client: self._take(found, naam, root, client))
        try:
            inhoud = boom.read(path)
            if boom.root is not None:
                self._keep(found, naam, boom.root, inhoud[:MERK])
                self._afwijkend += boom.is_afwijkend
        except _NotRead:
            return
        except DubbelElement as error:
            self._findings.add("ELEMENT_DUBBEL", naam, error.regel, error.naam)
        except DefusedXmlException:
            self._findings.add("XML_ONVEILIG", naam, boom.regel)
        except Onleesbaar as error:
            self._findings.add("XML_ONLEESBAAR", naam, error.regel)

    def finish(self) -> None:
        """Put the last rows into staging and note the findings that stand for many rows."""
        for soort in self._tabellen:
            self._flush(soort)
            self._typers[soort].report()
        for code, aantal in sorted(self._niet_gelezen.items()):
            soort, gevolg = NIET_GELEZEN[code]
            self._findings.add("BERICHT_NIET_GELEZEN", soort, None, None, gevolg, aantal)
        if self._afwijkend:
            self._findings.add("BERICHT_VORM", "berichten", None, None, "", self._afwijkend)
        self._flush_koppen()
        self._builder.execute(EERSTE)
        self._take_out_clashes()
        for naam in ANTWOORDEN:
            self._match_answers(naam)
        for soort, aantal in self._builder.rows(
            "select soort, count(*) from (select distinct afzender, soort, identificatie"
            " from werk.antwoord_afkeur anti join werk.bericht_eerste"
            " using (afzender, soort, identificatie)) group by soort order by soort"
        ):
            self._findings.add(
                "RETOUR_ZONDER_BERICHT", BERICHTEN[soort].retour, None, None, "", aantal
            )

    def _take_out_clashes(self) -> None:
        """A message with the key of another is a fout; its rows say nothing more."""
        botsing = self._builder.rows(BOTSING)
        for _, naam, regel, ander in botsing:
            self._findings.add("BERICHT_BOTST", naam, regel, "Identificatie", ander)
        if botsing:
            nummers = pa.table({"nummer": pa.array([rij[0] for rij in botsing], pa.int64())})
            self._builder.create("werk.bericht_botst", nummers)
            weg = "(select nummer from werk.bericht_botst)"
            self._builder.execute(f"delete from werk.bericht where nummer in {weg}")
            for tabel in {tabel.naam for tabel in self._tabellen.values()}:
                self._builder.execute(f"delete from werk.{tabel} where bericht in {weg}")

    def _match_answers(self, naam: str) -> None:
        """Table werk.<naam>: bericht (number of the message that is answered) and what it says."""
        self._flush_antwoorden(naam)
        self._builder.execute(
            f"create table werk.{naam} as select distinct eerste.nummer as bericht,"
            f" antwoord.{ANTWOORDEN[naam][0]} from werk.antwoord_{naam} as antwoord"
            " inner join werk.bericht_eerste as eerste using (afzender, soort, identificatie)"
        )

    def _add_antwoord(self, naam: str, sleutel: Sleutel, waarde: object) -> None:
        rijen = self._antwoorden[naam]
        rijen.append((*sleutel, waarde))
        if len(rijen) >= BATCH_RIJEN:
            self._flush_antwoorden(naam)

    def _flush_antwoorden(self, naam: str) -> None:
        rijen, self._antwoorden[naam] = self._antwoorden[naam], []
        kolom, kind = ANTWOORDEN[naam]
        kinds = dict.fromkeys(("afzender", "soort", "identificatie"), pa.string()) | {kolom: kind}
        self._put(
            f"antwoord_{naam}",
            pa.table(
                {
                    one: pa.array([rij[place] for rij in rijen], soort)
                    for place, (one, soort) in enumerate(kinds.items())
                }
            ),
        )

    def _read_kop(self, naam: str, root: Wortel) -> _Berichtkop:
        """The header of a message; _NotRead when it is of a kind that is not read."""
        header = root.find("Header")
        code = (header.text("BerichtCode") if header else None) or ""
        oud = OUD.search(root.ruimte)
        if oud and f"JW{oud[1]}" in NIET_GELEZEN:
            code = f"JW{oud[1]}"
        if code in NIET_GELEZEN:
            self._niet_gelezen[code] += 1
            raise _NotRead
        soort = SOORT_VAN_CODE.get(code) or RETOUR_CODES.get(code)
        if soort is None or header is None:
            self._findings.add("BERICHT_ONBEKEND", naam)
            raise _NotRead
        return _Berichtkop(soort, code in RETOUR_CODES, header)

    def _take(self, found: _Gelezen, naam: str, root: Wortel, client: Node) -> None:
        """Keep the rows of one Client; of an answer, which of them were turned down."""
        if found.kop is None:
            found.kop = kop = self._read_kop(naam, root)
            versie = [kop.header.text(f"Bericht{deel}") or "" for deel in ("Versie", "Subversie")]
            if tuple(versie) not in VERSIES:
                self._findings.add("BERICHT_VERSIE", naam, kop.header.regel)
                raise _NotRead
            veld = "Afzender" if BERICHTEN[kop.soort].van_gemeente else "Ontvanger"
            found.gemeente = kop.header.text(veld)
        soort, is_retour, header = found.kop.soort, found.kop.is_retour, found.kop.header
        bericht, gemeente = BERICHTEN[soort], found.gemeente
        vast: Row = {
            "bericht_datum": header.text("BerichtIdentificatie", "Dagtekening"),
            "gemeente": gemeente.zfill(4) if gemeente else None,
            "jeugdige_id": client.text("Bsn"),
        }
        vast["client"] = self._mark(client.text("Bsn"), ())
        if soort == "JW323":
            deel = "DeclaratieAntwoord" if is_retour else "Declaratie"
            vast["declaratie_nummer"] = root.text(deel, "DeclaratieNummer")
            vast["declaratie_tot_datum"] = root.text(deel, "DeclaratiePeriode", "Einddatum")
        elif not is_retour and client.naam != ANTWOORD:
            found.rijen.append((ADRES, client.regel, vast | read_client(soort, client)))
        fout_client = bool(_codes(client) - GOEDGEKEURD - {NIET_BEOORDEELD})
        goed = GOEDGEKEURD if soort == "JW323" else GOEDGEKEURD | {NIET_BEOORDEELD}
        rows = [client] if client.naam == bericht.element else client.walk(bericht.element)
        for element in rows:
            row = {**vast, **bericht.read(header, client, element)}
            merk = self._mark(client.text("Bsn"), (row[kolom] for kolom in bericht.kenmerk))
            if not is_retour:
                row["rij"] = merk
                found.rijen.append((soort, element.regel, row))
            elif fout_client or _codes(element) - goed:
                found.afkeur.add(merk)
        if is_retour and fout_client:
            found.afkeur.add(self._mark(client.text("Bsn"), ()))

    def _mark(self, bsn: str | None, kenmerk: Iterable[str | None]) -> str:
        """A mark of a client or row that says nothing of the person outside this load."""
        parts = [(deel or "").strip().upper() for deel in ((bsn or "").strip().zfill(9), *kenmerk)]
        return hashlib.blake2b(repr(parts).encode(), digest_size=12, key=self._geheim).hexdigest()

    def _keep(self, found: _Gelezen, naam: str, root: Wortel, inhoud: bytes) -> None:
        """The message is whole: hand on its rows, or say why it is left out."""
        kop = self._read_kop(naam, root)
        soort, header = kop.soort, kop.header
        if kop.is_retour:
            self._keep_retour(found, naam, soort, root, header)
            return
        telling = Counter(wat for wat, _, _ in found.rijen if wat != ADRES)
        self.gelezen += telling
        if not self._gezien.add(inhoud):
            self.opnieuw += telling
            self._findings.add("BERICHT_DUBBEL", naam)
            return
        self._aantal += 1
        nummer = self._aantal
        totaal = self._read_total(naam, root, "Declaratie", "TotaalIngediendBedrag")
        if not telling:
            self._findings.add("BERICHT_ZONDER_RIJ", naam)
        self._koppen.append(
            (
                *(nummer, naam, header.regel, header.text("Afzender") or "", soort),
                header.text("BerichtIdentificatie", "Identificatie") or "",
                *(header.text("BerichtSubversie"), inhoud.hex(), totaal),
            )
        )
        if len(self._koppen) >= BATCH_RIJEN:
            self._flush_koppen()
        for plek, (wat, regel, row) in enumerate(found.rijen, start=1):
            row["bericht"], row["plek"] = str(nummer), str(plek)
            self._rows[wat].append((naam, regel, row))
            if len(self._rows[wat]) >= BATCH_RIJEN:
                self._flush(wat)

    def _read_total(self, naam: str, root: Node, deel: str, element: str) -> int | None:
        try:
            return read_total(root, deel, element)
        except ValueError as error:
            kolom = Kolom(element, Kolomsoort.GELD)
            waarde = show_wrong_value(kolom, str(error), ())
            self._findings.add("BEDRAG_IN_BERICHT", naam, root.regel, kolom.naam, "", 1, waarde)
            return None

    def _keep_retour(
        self, found: _Gelezen, naam: str, soort: str, root: Node, header: Node
    ) -> None:
        """Note what an answer turned down: rows, clients, or the whole message."""
        geheel = bool(_codes(header) - GOEDGEKEURD - {NIET_BEOORDEELD})
        deel, veld = "Afzender", "BerichtIdentificatie"  # its header is that of what it answers
        toegekend = None
        if soort == "JW323":
            deel, veld = "Ontvanger", "DeclaratieIdentificatie"
            toegekend = self._read_total(naam, root, "DeclaratieAntwoord", "TotaalToegekendBedrag")
            codes = _codes(root.find("DeclaratieAntwoord"))
            geheel |= bool(codes - GOEDGEKEURD) and not toegekend
        afzender = (header.text(deel) or "").strip()
        sleutel = (afzender, soort, header.text(veld, "Identificatie") or "")
        if toegekend is not None:
            self._add_antwoord("toegekend", sleutel, toegekend)
        for merk in [""] if geheel else found.afkeur:
            self._add_antwoord("afkeur", sleutel, merk)

    def _flush_koppen(self) -> None:
        koppen, self._koppen = self._koppen, []
        kolommen = list(zip(*koppen, strict=True)) or [()] * len(KOP)
        self._put(
            "bericht",
            pa.table(
                {
                    naam: pa.array(kolom, kind)
                    for (naam, kind), kolom in zip(KOP.items(), kolommen, strict=True)
                }
            ),
        )

    def _put(self, naam: str, rows: pa.Table | pa.RecordBatch) -> None:
        """Add rows to a staging table; the first ones make it."""
        if naam in self._made:
            self._builder.insert(f"werk.{naam}", rows)
        else:
            self._made.add(naam)
            whole = pa.Table.from_batches([rows]) if isinstance(rows, pa.RecordBatch) else rows
            self._builder.create(f"werk.{naam}", whole)

    def _flush(self, soort: str) -> None:
        rows, self._rows[soort] = self._rows[soort], []
        tabel = self._tabellen[soort]
        raw = RawBatch(
            {
                kolom.naam: pa.array([row.get(kolom.naam) for _, _, row in rows], pa.string())
                for kolom in tabel.kolommen
            },
            pa.array([regel for _, regel, _ in rows], pa.int64()),
            [naam for naam, _, _ in rows],
        )
        self._put(tabel.naam, self._typers[soort].type_batch(raw))
