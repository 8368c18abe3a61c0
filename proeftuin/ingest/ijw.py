"""iJw messages (JW301, 305, 307, 315, 323; 3.0 to 3.2) as a second way into the same tables.

Messages are parsed with defusedxml, streaming per Client; their rows pass the same door as CSV
rows. ijw.sql then builds toewijzing, traject, aanmelding, declaratie and jeugdige from them:

- toewijzing: newest version per ToewijzingNummer (date, time); RedenWijziging 13 drops it;
  toewijzing_datum is that of the first version; bedrag_eur is Budget.
- traject: a start (JW305) and its stop (JW307) meet on jeugdige, aanbieder, ToewijzingNummer,
  product and Begindatum; StatusAanlevering 3 takes a start or stop back; hulpvorm from
  data/codelijsten/product_hulpvorm.csv on (categorie, code), else the categorie, else 99.
- verwijzer: from the JW315 of the same jeugdige whose ReferentieAanbieder is that of the JW301
  toewijzing; failing that, with the same product and requested ToewijzingIngangsdatum.
- aanmelding, only when no aanmelding file is delivered: one per JW315 request (jeugdige,
  aanbieder, ReferentieAanbieder), aanmeld_datum the first Dagtekening, start_datum the first
  begin among the trajecten it meets. A rejected request keeps waiting: messages do not tell.
- declaratie: IngediendBedrag in euros, C is negative.
"""

import csv
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

import pyarrow as pa
from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from proeftuin.codelists import MAP as CODELIJSTEN
from proeftuin.ingest.door import Door, RawBatch
from proeftuin.ingest.findings import Findings
from proeftuin.ingest.ijw_velden import BERICHTEN, CLIENT, SOORT_VAN_CODE, Node, Row, read_client
from proeftuin.schema import Bestand
from proeftuin.store import Builder

VERSIES = frozenset({("3", "0"), ("3", "1"), ("3", "2")})
BATCH_RIJEN = 50_000
DIEPTE = 50  # no message goes deeper than ten
BERICHTEN_SQL = Path(__file__).resolve().parent / "ijw.sql"
MakeDoor = Callable[[Bestand, str], Door]


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

    def setDocumentLocator(self, locator: Any) -> None:
        self._place = locator

    def startElement(self, name: str, attrs: Any) -> None:
        node = Node(name.rsplit(":", 1)[-1], self._place.getLineNumber())
        if self._stack:
            self._stack[-1].kinderen.append(node)
        else:
            self.root = node
        self._stack.append(node)
        if len(self._stack) > DIEPTE:
            raise SAXParseException("te diep", None, self._place)

    def characters(self, content: str) -> None:
        if self._stack:
            self._stack[-1].tekst += content

    def endElement(self, name: str) -> None:
        node = self._stack.pop()
        if node.naam == "Client" and self.root and self._stack:
            self._on_client(self.root, node)
            self._stack[-1].kinderen.pop()


def _find_soort(root: Node) -> str | None:
    """JW301 and so on, from the BerichtCode in the header; None for what is not read."""
    return SOORT_VAN_CODE.get(root.text("Header", "BerichtCode") or "")


class Berichten:
    """Reads messages into staging tables, in batches."""

    def __init__(self, builder: Builder, findings: Findings, make_door: MakeDoor) -> None:
        """Prepare a door and a pile of rows per message type."""
        self._builder = builder
        self._findings = findings
        self._seen: set[bytes] = set()
        tabellen = {naam: bericht.tabel for naam, bericht in BERICHTEN.items()}
        self._tabellen = tabellen | {"JW301 adres": CLIENT}
        self._doors = {
            naam: make_door(tabel, naam.split()[0]) for naam, tabel in self._tabellen.items()
        }
        self._rows: dict[str, list[tuple[str, int, Row]]] = {naam: [] for naam in self._tabellen}
        self._made: set[str] = set()
        self._volgorde = 0

    def read(self, path: Path, naam: str) -> None:
        """Read one message, called `naam` in findings; what cannot be read is a finding."""
        inhoud = hashlib.sha256(path.read_bytes()).digest()
        if inhoud in self._seen:
            self._findings.add("BERICHT_DUBBEL", naam)
            return
        self._seen.add(inhoud)
        parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
        handler = _Handler(lambda root, client: self._take(naam, root, client))
        parser.setContentHandler(handler)
        try:
            with path.open("rb") as stream:
                parser.parse(stream)
            if handler.root is None or _find_soort(handler.root) is None:
                self._findings.add("BERICHT_ONBEKEND", naam)
        except _NotRead:
            return
        except DefusedXmlException:
            self._findings.add("XML_ONVEILIG", naam, parser.getLineNumber())
        except SAXParseException as error:
            self._findings.add("XML_ONLEESBAAR", naam, error.getLineNumber())

    def finish(self) -> None:
        """Put the last rows into staging and note the findings that stand for many rows."""
        for soort in self._tabellen:
            self._flush(soort)
            self._doors[soort].report()

    def _take(self, naam: str, root: Node, client: Node) -> None:
        header, soort = root.find("Header"), _find_soort(root)
        if header is None or soort is None:
            self._findings.add("BERICHT_ONBEKEND", naam)
            raise _NotRead
        versie = (header.text("BerichtVersie") or "", header.text("BerichtSubversie") or "")
        if versie not in VERSIES:
            self._findings.add("BERICHT_VERSIE", naam, header.regel)
            raise _NotRead
        bericht = BERICHTEN[soort]
        vast: Row = {
            "bericht_datum": header.text("BerichtIdentificatie", "Dagtekening"),
            "jeugdige_id": client.text("Bsn"),
        }
        if soort == "JW323":
            vast["declaratie_nummer"] = root.text("Declaratie", "DeclaratieNummer")
        else:
            self._add("JW301 adres", naam, client.regel, vast | read_client(soort, client))
        for element in client.walk(bericht.element):
            self._add(soort, naam, element.regel, vast | bericht.read(header, client, element))

    def _add(self, soort: str, naam: str, regel: int, row: Row) -> None:
        self._volgorde += 1
        row["volgorde"] = str(self._volgorde)
        self._rows[soort].append((naam, regel, row))
        if len(self._rows[soort]) >= BATCH_RIJEN:
            self._flush(soort)

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
        batch = self._doors[soort].type_batch(raw)
        if tabel.naam not in self._made:
            self._made.add(tabel.naam)
            self._builder.create(f"werk.{tabel.naam}", pa.Table.from_batches([batch]))
        else:
            self._builder.insert(f"werk.{tabel.naam}", batch)


def fill_from_berichten(builder: Builder, findings: Findings, has_aanmelding: bool) -> None:
    """Turn the message rows in staging into rows of the contract (uit_bericht is true).

    has_aanmelding: an aanmelding file is delivered, so JW315 gives no aanmeldingen.
    """
    with (CODELIJSTEN / "product_hulpvorm.csv").open(encoding="utf-8", newline="") as stream:
        lijst = list(csv.DictReader(stream, delimiter=";"))
    columns = ("categorie", "code", "hulpvorm_code")
    table = {naam: pa.array([row[naam] for row in lijst], pa.string()) for naam in columns}
    builder.create("werk.product_hulpvorm", pa.table(table))
    builder.execute(BERICHTEN_SQL.read_text(encoding="utf-8"))
    if not has_aanmelding:
        builder.execute("insert into werk.aanmelding by name select * from werk.jw_aanmelding")
    counts = (
        ("BERICHT_EN_BESTAND", "JW301", "werk.jw_toewijzing_dubbel"),
        ("HULPVORM_ONBEKEND", "JW305", "werk.jw_traject where hulpvorm_code = '99'"),
    )
    for code, naam, bron in counts:
        aantal = builder.rows(f"select count(*) from {bron}")[0][0]
        if aantal:
            findings.add(code, naam, None, None, "", aantal)
