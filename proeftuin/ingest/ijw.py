"""iJw messages (JW301, 305, 307, 315, 323; 3.0 to 3.2) as a second way into the same tables.

Messages are parsed with defusedxml, streaming per Client. Elements are found by local name, so
3.0, 3.1 and 3.2 read the same; a field that is not listed is never read, whatever it holds (the
official JW315 sample has an impossible date in one). Amounts are eurocents (IV024). The rows pass
the same door as CSV rows. ijw.sql then builds toewijzing, traject, aanmelding, declaratie and
jeugdige from them:

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

Source: iJw 3.2, XSD and rules.
"""

import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

import pyarrow as pa
from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from proeftuin.codelists import MAP as CODELIJSTEN
from proeftuin.ingest.door import BatchTyper, RawBatch
from proeftuin.ingest.findings import Findings
from proeftuin.schema import Bestand, Kolom, Kolomsoort
from proeftuin.store import Builder


@dataclass
class Node:
    """An element: local name, line of its start tag, text and children."""

    naam: str
    regel: int
    tekst: str = ""
    kinderen: list["Node"] = field(default_factory=list)

    def find(self, *pad: str) -> "Node | None":
        """The first descendant along this path of local names, or None."""
        node: Node | None = self
        for naam in pad:
            assert node is not None
            node = next((kind for kind in node.kinderen if kind.naam == naam), None)
            if node is None:
                return None
        return node

    def text(self, *pad: str) -> str | None:
        """Its text, stripped; None when there is no such element."""
        node = self.find(*pad)
        return node.tekst.strip() if node else None

    def walk(self, naam: str) -> Iterator["Node"]:
        """Every descendant of that local name, in order."""
        for kind in self.kinderen:
            if kind.naam == naam:
                yield kind
            else:
                yield from kind.walk(naam)


Row = dict[str, str | None]


@dataclass(frozen=True)
class Bericht:
    """One message type: its code, its table of rows, the row element, and how to read a row."""

    code: str
    tabel: Bestand
    element: str
    read: Callable[[Node, Node, Node], Row]  # header, client, row element


def _kolom(spec: str) -> Kolom:
    mag_leeg = spec.endswith("?")
    naam, soort, *lijst = spec.rstrip("?").split(":")
    return Kolom(naam, Kolomsoort[soort.upper()], mag_leeg, lijst[0] if lijst else None)


def _tabel(naam: str, *specs: str, periode: tuple[str, str] | None = None) -> Bestand:
    kolommen = ("bericht_datum:datum", "volgorde:getal", *specs)
    perioden = (periode,) if periode else ()
    return Bestand(naam, tuple(_kolom(spec) for spec in kolommen), perioden=perioden)


def _product(row: Node) -> Row:
    return {
        "productcategorie_code": row.text("Product", "Categorie"),
        "product_code": row.text("Product", "Code"),
    }


def _euro(bedrag: Node | None) -> str | None:
    """Eurocents with D or C as text in euros; a credit is negative."""
    if bedrag is None:
        return None
    centen = bedrag.text("Bedrag") or ""
    soort = bedrag.text("DebetCredit")
    if not centen.isdecimal() or soort not in ("D", "C"):
        return "geen bedrag"
    return _from_cents(int(centen), "-" if soort == "C" else "")


def _from_cents(centen: int, teken: str = "") -> str:
    return f"{teken}{centen // 100}.{centen % 100:02d}"


def _budget(row: Node) -> str | None:
    centen = row.text("Budget")
    return _from_cents(int(centen)) if centen and centen.isdecimal() else centen


def _read_301(header: Node, client: Node, row: Node) -> Row:
    return _product(row) | {
        "toewijzing_id": row.text("ToewijzingNummer"),
        "aanbieder_id": header.text("Ontvanger"),
        "referentie": row.text("ReferentieAanbieder"),
        "toewijzing_datum": row.text("Toewijzingsdatum"),
        "toewijzing_tijd": row.text("Toewijzingstijd"),
        "ingang_datum": row.text("Ingangsdatum"),
        "eind_datum": row.text("Einddatum"),
        "reden_wijziging": row.text("RedenWijziging"),
        "bedrag_eur": _budget(row),
    }


def _read_305(header: Node, client: Node, row: Node) -> Row:
    return _product(row) | {
        "toewijzing_id": row.text("ToewijzingNummer"),
        "aanbieder_id": header.text("Afzender"),
        "toewijzing_ingang_datum": row.text("ToewijzingIngangsdatum"),
        "begin_datum": row.text("Begindatum"),
        "status_aanlevering": row.text("StatusAanlevering"),
    }


def _read_307(header: Node, client: Node, row: Node) -> Row:
    return _read_305(header, client, row) | {
        "reden_einde_code": row.text("RedenBeeindiging"),
        "eind_datum": row.text("Einddatum"),
    }


def _read_315(header: Node, client: Node, row: Node) -> Row:
    return _product(row) | {
        "aanbieder_id": header.text("Afzender"),
        "referentie": row.text("ReferentieAanbieder"),
        "toewijzing_ingang_datum": row.text("ToewijzingIngangsdatum"),
        "verwijzer_code": row.text("Verwijzer", "Type"),
    }


def _read_323(header: Node, client: Node, row: Node) -> Row:
    return {
        "toewijzing_id": row.text("ToewijzingNummer"),
        "aanbieder_id": header.text("Afzender"),
        "referentie": row.text("ProductReferentie", "ReferentieNummer"),
        "van_datum": row.text("ProductPeriode", "Begindatum"),
        "tot_datum": row.text("ProductPeriode", "Einddatum"),
        "bedrag_eur": _euro(row.find("IngediendBedrag")),
    }


PRODUCT = ("productcategorie_code:sleutel?", "product_code:sleutel?")
START = (
    "jeugdige_id:persoon",
    "toewijzing_id:sleutel?",
    "aanbieder_id:sleutel",
    *PRODUCT,
    "toewijzing_ingang_datum:datum?",
    "begin_datum:datum",
    "status_aanlevering:sleutel",
)

CLIENT = _tabel(
    "jw_client",
    "jeugdige_id:persoon",
    "geboortedatum:datum?",
    "gebied:gebied?",
    "van_datum:datum?",
    "is_adres:sleutel",
)
BERICHTEN: dict[str, Bericht] = {
    "JW301": Bericht(
        "436",
        _tabel(
            "jw301",
            *("jeugdige_id:persoon", "toewijzing_id:sleutel", "aanbieder_id:sleutel"),
            "referentie:sleutel?",
            *PRODUCT,
            *("toewijzing_datum:datum", "toewijzing_tijd:sleutel?", "ingang_datum:datum"),
            *("eind_datum:datum?", "reden_wijziging:sleutel?", "bedrag_eur:geld?"),
            periode=("ingang_datum", "eind_datum"),
        ),
        "ToegewezenProduct",
        _read_301,
    ),
    "JW305": Bericht("438", _tabel("jw305", *START), "StartProduct", _read_305),
    "JW307": Bericht(
        "440",
        _tabel(
            "jw307",
            *START,
            *("reden_einde_code:code:reden_einde", "eind_datum:datum"),
            periode=("begin_datum", "eind_datum"),
        ),
        "StopProduct",
        _read_307,
    ),
    "JW315": Bericht(
        "446",
        _tabel(
            "jw315",
            *("jeugdige_id:persoon", "aanbieder_id:sleutel", "referentie:sleutel"),
            *PRODUCT,
            *("toewijzing_ingang_datum:datum?", "verwijzer_code:code:verwijzer?"),
        ),
        "AangevraagdProduct",
        _read_315,
    ),
    "JW323": Bericht(
        "490",
        _tabel(
            "jw323",
            *("jeugdige_id:persoon", "toewijzing_id:sleutel?", "aanbieder_id:sleutel"),
            *("referentie:sleutel", "declaratie_nummer:sleutel"),
            *("van_datum:datum", "tot_datum:datum", "bedrag_eur:geld"),
            periode=("van_datum", "tot_datum"),
        ),
        "Prestatie",
        _read_323,
    ),
}
SOORT_VAN_CODE = {bericht.code: naam for naam, bericht in BERICHTEN.items()}


def read_client(soort: str, client: Node) -> Row:
    """The person of a Client; only JW301 has an address (Contact of Soort 03, else the first)."""
    row: Row = {"is_adres": "0"}
    if client.text("Geboortedatum", "DatumGebruik") != "3":  # 3: the whole date is unknown
        row["geboortedatum"] = client.text("Geboortedatum", "Datum")
    if soort == "JW301":
        contacten = client.find("Contactgegevens")
        found = list(contacten.walk("Contact")) if contacten else []
        found = [contact for contact in found if contact.find("Adres", "Postcode")]
        woon = [contact for contact in found if contact.text("Soort") == "03"]
        row["is_adres"] = "1"
        for contact in (woon or found)[:1]:
            row["gebied"] = contact.text("Adres", "Postcode")
            row["van_datum"] = contact.text("Periode", "Begindatum")
    return row


VERSIES = frozenset({("3", "0"), ("3", "1"), ("3", "2")})
BATCH_RIJEN = 50_000
DIEPTE = 50  # no message goes deeper than ten
BERICHTEN_SQL = Path(__file__).resolve().parent / "ijw.sql"
MakeTyper = Callable[[Bestand, str], BatchTyper]


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

    def __init__(self, builder: Builder, findings: Findings, make_typer: MakeTyper) -> None:
        """Prepare a typer and a pile of rows per message type."""
        self._builder = builder
        self._findings = findings
        self._seen: set[bytes] = set()
        tabellen = {naam: bericht.tabel for naam, bericht in BERICHTEN.items()}
        self._tabellen = tabellen | {"JW301 adres": CLIENT}
        self._typers = {
            naam: make_typer(tabel, naam.split()[0]) for naam, tabel in self._tabellen.items()
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
            self._typers[soort].report()

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
        batch = self._typers[soort].type_batch(raw)
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
