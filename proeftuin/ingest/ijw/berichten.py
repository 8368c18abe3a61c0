"""iJw messages (JW301, 305, 307, 315, 319, 323; 3.0 to 3.2) as a second way into the same tables.

Messages are parsed with defusedxml, streaming per Client, and their rows pass the same door as CSV
rows. A message is (Afzender, BerichtCode, Identificatie): there again with the same content it is
skipped, with other content it is a fout (TR056). Answers (JW302, 306, 308, 316, 320, 325) say which
rows were turned down. What is read stands in velden.py; what becomes of it in vullen.py.

Source: iJw 3.2, XSD and rules.
"""

import codecs
import hashlib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

import pyarrow as pa
from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from proeftuin.ingest.door import BatchTyper, RawBatch
from proeftuin.ingest.findings import Findings
from proeftuin.ingest.ijw.velden import (
    ANTWOORD,
    BERICHTEN,
    CLIENT,
    NIET_GELEZEN,
    RETOUR_CODES,
    SOORT_VAN_CODE,
    DubbelElement,
    Node,
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
DIEPTE = 50  # no message goes deeper than ten
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


@dataclass
class _Gelezen:
    """What one file gave, kept apart until the message turns out to be whole and new."""

    rijen: list[tuple[str, int, Row]] = field(default_factory=list)  # message type, line, row
    afkeur: set[str] = field(default_factory=set)  # marks of clients and rows turned down


class _NotRead(Exception):
    """Raised to stop reading a message; the finding is noted."""


class _Handler(ContentHandler):
    """Builds small trees: the header first, then each Client, handed on and let go."""

    def __init__(self, on_client: Callable[[Node, Node], None]) -> None:
        super().__init__()
        self._on_client = on_client
        self._place: Any = None
        self._stack: list[Node] = []
        self.root: Node | None = None
        self.inhoud = hashlib.sha256()  # of names and texts, however the XML is laid out
        self.aantal_leeg = 0  # elements with nothing in them
        self._is_leaf = False

    def setDocumentLocator(self, locator: Any) -> None:
        self._place = locator

    def startElement(self, name: str, attrs: Any) -> None:
        node = Node(name.rsplit(":", 1)[-1], self._place.getLineNumber())
        if self._stack:
            self._stack[-1].kinderen.append(node)
        else:
            self.root = node
            node.ruimte = " ".join(attrs.values())
        self._stack.append(node)
        self._is_leaf = True
        if len(self._stack) > DIEPTE:
            raise SAXParseException("te diep", None, self._place)

    def characters(self, content: str) -> None:
        if self._stack:
            self._stack[-1].tekst += content

    def endElement(self, name: str) -> None:
        node = self._stack.pop()
        self.aantal_leeg += self._is_leaf and not node.tekst.strip()
        self._is_leaf = False
        self.inhoud.update(f"{node.naam}|{node.tekst.strip()}|{len(self._stack)}\n".encode())
        if node.naam in ("Client", ANTWOORD) and self.root and self._stack:
            self._on_client(self.root, node)
            self._stack[-1].kinderen.pop()


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
        self._gezien: set[bytes] = set()  # of each message a mark of its content
        self._aantal = 0
        self._koppen: list[dict[str, object]] = []
        self._afkeur: dict[Sleutel, set[str]] = {}  # an empty mark stands for the whole message
        self._toegekend: dict[Sleutel, set[int]] = {}  # eurocents that answers say are granted
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
        parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
        found = _Gelezen()
        handler = _Handler(lambda root, client: self._take(found, naam, root, client))
        parser.setContentHandler(handler)
        try:
            with open(path, "rb") as stream:
                has_bom = stream.read(3) == codecs.BOM_UTF8
                stream.seek(0)
                parser.parse(stream)
            if handler.root is not None:
                self._keep(found, naam, handler.root, handler.inhoud.digest()[:MERK])
                self._afwijkend += has_bom or handler.aantal_leeg > 0
        except _NotRead:
            return
        except DubbelElement as error:
            self._findings.add("ELEMENT_DUBBEL", naam, error.regel, error.naam)
        except DefusedXmlException:
            self._findings.add("XML_ONVEILIG", naam, parser.getLineNumber())
        except SAXParseException as error:
            self._findings.add("XML_ONLEESBAAR", naam, error.getLineNumber())

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
        afkeur = [(*sleutel, merk) for sleutel, merken in self._afkeur.items() for merk in merken]
        self._match_answers("afkeur", "merk", pa.string(), afkeur)
        bedragen = [
            (*sleutel, som) for sleutel, sommen in self._toegekend.items() for som in sommen
        ]
        self._match_answers("toegekend", "centen", pa.int64(), bedragen)
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

    def _match_answers(
        self, naam: str, kolom: str, kind: pa.DataType, rijen: Sequence[tuple[object, ...]]
    ) -> None:
        """Table werk.<naam>: bericht (number of the message that is answered) and what it says."""
        namen = ("afzender", "soort", "identificatie", kolom)
        kinds = (pa.string(), pa.string(), pa.string(), kind)
        table = {
            one: pa.array([rij[place] for rij in rijen], soort)
            for place, (one, soort) in enumerate(zip(namen, kinds, strict=True))
        }
        self._builder.create(f"werk.antwoord_{naam}", pa.table(table))
        self._builder.execute(
            f"create table werk.{naam} as select eerste.nummer as bericht, antwoord.{kolom}"
            f" from werk.antwoord_{naam} as antwoord inner join werk.bericht_eerste as eerste"
            " using (afzender, soort, identificatie)"
        )

    def _find_soort(self, naam: str, root: Node) -> tuple[str, bool]:
        """The message type and whether this is an answer to it; _NotRead when it is not read."""
        code = root.text("Header", "BerichtCode") or ""
        oud = OUD.search(root.ruimte)
        if oud and f"JW{oud[1]}" in NIET_GELEZEN:
            code = f"JW{oud[1]}"
        if code in NIET_GELEZEN:
            self._niet_gelezen[code] += 1
            raise _NotRead
        soort = SOORT_VAN_CODE.get(code) or RETOUR_CODES.get(code)
        if soort is None:
            self._findings.add("BERICHT_ONBEKEND", naam)
            raise _NotRead
        return soort, code in RETOUR_CODES

    def _take(self, found: _Gelezen, naam: str, root: Node, client: Node) -> None:
        """Keep the rows of one Client; of an answer, which of them were turned down."""
        soort, is_retour = self._find_soort(naam, root)
        header, bericht = root.find("Header"), BERICHTEN[soort]
        assert header is not None
        versie = (header.text("BerichtVersie") or "", header.text("BerichtSubversie") or "")
        if versie not in VERSIES:
            self._findings.add("BERICHT_VERSIE", naam, header.regel)
            raise _NotRead
        gemeente = header.text("Afzender" if bericht.van_gemeente else "Ontvanger")
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
            row = vast | bericht.read(header, client, element)
            merk = self._mark(client.text("Bsn"), (row[kolom] for kolom in bericht.kenmerk))
            if not is_retour:
                found.rijen.append((soort, element.regel, row | {"rij": merk}))
            elif fout_client or _codes(element) - goed:
                found.afkeur.add(merk)
        if is_retour and fout_client:
            found.afkeur.add(self._mark(client.text("Bsn"), ()))

    def _mark(self, bsn: str | None, kenmerk: Iterable[str | None]) -> str:
        """A mark of a client or row that says nothing of the person outside this load."""
        parts = [(deel or "").strip().upper() for deel in ((bsn or "").strip().zfill(9), *kenmerk)]
        return hashlib.blake2b(repr(parts).encode(), digest_size=12, key=self._geheim).hexdigest()

    def _keep(self, found: _Gelezen, naam: str, root: Node, inhoud: bytes) -> None:
        """The message is whole: hand on its rows, or say why it is left out."""
        soort, is_retour = self._find_soort(naam, root)
        header = root.find("Header")
        assert header is not None
        if is_retour:
            self._keep_retour(found, naam, soort, root, header)
            return
        telling = Counter(wat for wat, _, _ in found.rijen if wat != ADRES)
        self.gelezen += telling
        if inhoud in self._gezien:
            self.opnieuw += telling
            self._findings.add("BERICHT_DUBBEL", naam)
            return
        self._gezien.add(inhoud)
        self._aantal += 1
        nummer = self._aantal
        kop: dict[str, object] = {"nummer": nummer, "bestand": naam, "regel": header.regel}
        kop |= {"afzender": (header.text("Afzender") or "").strip(), "soort": soort}
        kop["identificatie"] = header.text("BerichtIdentificatie", "Identificatie") or ""
        kop |= {"subversie": header.text("BerichtSubversie"), "inhoud": inhoud.hex()}
        kop["totaal_centen"] = self._read_total(naam, root, "Declaratie", "TotaalIngediendBedrag")
        if not telling:
            self._findings.add("BERICHT_ZONDER_RIJ", naam)
        self._koppen.append(kop)
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
            self._toegekend.setdefault(sleutel, set()).add(toegekend)
        merken = {""} if geheel else found.afkeur
        if merken:
            self._afkeur.setdefault(sleutel, set()).update(merken)

    def _flush_koppen(self) -> None:
        koppen, self._koppen = self._koppen, []
        table = pa.table(
            {naam: pa.array([kop[naam] for kop in koppen], kind) for naam, kind in KOP.items()}
        )
        if "bericht" in self._made:
            self._builder.insert("werk.bericht", table)
        else:
            self._made.add("bericht")
            self._builder.create("werk.bericht", table)

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
        batch = self._typers[soort].type_batch(raw)
        if tabel.naam not in self._made:
            self._made.add(tabel.naam)
            self._builder.create(f"werk.{tabel.naam}", pa.Table.from_batches([batch]))
        else:
            self._builder.insert(f"werk.{tabel.naam}", batch)
