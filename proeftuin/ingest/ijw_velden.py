"""Which fields of an iJw message are read, per message type, and how each becomes a column.

Elements are found by local name, so 3.0, 3.1 and 3.2 read the same. Fields that are not listed
are never read, whatever they hold (the official JW315 sample has an impossible date in one).
Source: iJw 3.2, XSD and rules; amounts are eurocents (IV024).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from proeftuin.schema import Bestand, Kolom, Soort


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
    return Kolom(naam, Soort[soort.upper()], mag_leeg, lijst[0] if lijst else None)


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
