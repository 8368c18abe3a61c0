"""What is read of an iJw message: its elements, message types, and a row per product.

Elements are found by local name, so 3.0, 3.1 and 3.2 read the same; a field that is not listed is
never read, whatever it holds (the official JW315 sample has an impossible date in one). Codes are
normalised here, once. Amounts are eurocents (IV024).

Source: iJw 3.2, XSD and rules.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from proeftuin.ingest.ijw.boom import EINDE, Node
from proeftuin.schema import Bestand, Kolom, Kolomsoort

Row = dict[str, str | None]


@dataclass(frozen=True)
class Bericht:
    """One message type: its code, its answer, its table of rows, and how to read a row.

    van_gemeente: the gemeente sends it, so Afzender is the gemeente and Ontvanger the aanbieder.
    """

    code: str
    retour: str  # the answer that turns rows down
    tabel: Bestand
    element: str
    read: Callable[[Node, Node, Node], Row]  # header, client, row element
    kenmerk: tuple[str, ...]  # columns by which an answer names a row
    van_gemeente: bool = False


def _kolom(spec: str) -> Kolom:
    mag_leeg = spec.endswith("?")
    naam, soort, *lijst = spec.rstrip("?").split(":")
    return Kolom(naam, Kolomsoort[soort.upper()], mag_leeg, lijst[0] if lijst else None)


def _tabel(naam: str, *specs: str, periode: tuple[str, str] | None = None) -> Bestand:
    vast = ("bericht_datum:datum", "bericht:getal", "plek:getal", "rij:sleutel?", "client:sleutel?")
    kolommen = (*vast, "gemeente:sleutel?", *specs)
    perioden = (periode,) if periode else ()
    return Bestand(naam, tuple(_kolom(spec) for spec in kolommen), perioden=perioden)


def _product(row: Node) -> Row:
    """A declaratie has its product in two elements of its own, the others in one."""
    return {
        "productcategorie_code": row.text("Product", "Categorie") or row.text("ProductCategorie"),
        "product_code": row.text("Product", "Code") or row.text("ProductCode"),
    }


def _two_digits(row: Node, naam: str) -> str | None:
    code = row.text(naam)
    return code.zfill(2) if code else None


def _euro(bedrag: Node | None) -> str | None:
    """Eurocents with D or C as text in euros; a credit is negative. What is wrong reads as none."""
    if bedrag is None:
        return None
    centen, soort = bedrag.text("Bedrag") or "", bedrag.text("DebetCredit")
    if soort not in ("D", "C"):
        return f"{_as_cents(centen)}, geen D of C"
    if not centen.isdecimal():
        return f"{_as_cents(centen)}, {soort}"
    return _from_cents(int(centen), "-" if soort == "C" else "")


def _as_cents(tekst: str) -> str:
    """What stood there, as no number reads."""
    return f"{tekst or 'leeg'} eurocent"


def read_total(root: Node, deel: str, element: str) -> int | None:
    """Eurocents of a total in this part of a message, a credit negative; None without one.

    ValueError, with what stands there, when it is no whole number of eurocents.
    """
    total = root.find(deel, element)
    if total is None:
        return None
    centen = total.text("TotaalBedrag") or ""
    if not centen.isdecimal():
        raise ValueError(_as_cents(centen))
    return -int(centen) if total.text("DebetCredit") == "C" else int(centen)


def _from_cents(centen: int, teken: str = "") -> str:
    return f"{teken}{centen // 100}.{centen % 100:02d}"


def _budget(row: Node) -> str | None:
    centen = row.text("Budget")
    if not centen:
        return centen
    return _from_cents(int(centen)) if centen.isdecimal() else _as_cents(centen)


def _read_301(header: Node, client: Node, row: Node) -> Row:
    return _product(row) | {
        "toewijzing_id": row.text("ToewijzingNummer"),
        "aanbieder_id": header.text("Ontvanger"),
        "referentie": row.text("ReferentieAanbieder"),
        "toewijzing_datum": row.text("Toewijzingsdatum"),
        "toewijzing_tijd": row.text("Toewijzingstijd"),
        "ingang_datum": row.text("Ingangsdatum"),
        "eind_datum": row.text("Einddatum"),
        "reden_wijziging": _two_digits(row, "RedenWijziging"),
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


def _read_319(header: Node, client: Node, row: Node) -> Row:
    return {
        "aanbieder_id": header.text("Ontvanger"),
        "referentie": row.text("ReferentieAanbieder"),
        "antwoord": row.text("VerzoekAntwoord"),
        "reden_afwijzing": row.text("RedenAfwijzingVerzoek"),
    }


def _read_323(header: Node, client: Node, row: Node) -> Row:
    return _product(row) | {
        "toewijzing_id": row.text("ToewijzingNummer"),
        "aanbieder_id": header.text("Afzender"),
        "referentie": row.text("ProductReferentie", "ReferentieNummer"),
        "vorige_referentie": row.text("ProductReferentie", "VorigReferentieNummer"),
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

_, ANTWOORD = EINDE
SLEUTEL_START = ("toewijzing_id", "productcategorie_code", "product_code", "begin_datum")
CLIENT = _tabel(
    "jw_client",
    "jeugdige_id:persoon",
    "geboortedatum:datum?",
    "gebied:gebied?",
    "van_datum:datum?",
    "adres_soort:sleutel?",
    "datum_gebruik:sleutel?",
)
BERICHTEN: dict[str, Bericht] = {
    "JW301": Bericht(
        "436",
        "JW302",
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
        ("toewijzing_id", "toewijzing_datum", "toewijzing_tijd"),
        van_gemeente=True,
    ),
    "JW305": Bericht(
        "438",
        "JW306",
        _tabel("jw305", *START),
        "StartProduct",
        _read_305,
        (*SLEUTEL_START, "status_aanlevering"),
    ),
    "JW307": Bericht(
        "440",
        "JW308",
        _tabel(
            "jw307",
            *START,
            *("reden_einde_code:code:reden_einde", "eind_datum:datum"),
            periode=("begin_datum", "eind_datum"),
        ),
        "StopProduct",
        _read_307,
        (*SLEUTEL_START, "reden_einde_code", "eind_datum", "status_aanlevering"),
    ),
    "JW315": Bericht(
        "446",
        "JW316",
        _tabel(
            "jw315",
            *("jeugdige_id:persoon", "aanbieder_id:sleutel", "referentie:sleutel"),
            *PRODUCT,
            *("toewijzing_ingang_datum:datum?", "verwijzer_code:code:verwijzer?"),
        ),
        "AangevraagdProduct",
        _read_315,
        ("referentie",),
    ),
    "JW319": Bericht(
        "488",
        "JW320",
        _tabel(
            "jw319",
            *("aanbieder_id:sleutel", "referentie:sleutel"),
            *("antwoord:sleutel", "reden_afwijzing:sleutel?"),
        ),
        ANTWOORD,
        _read_319,
        ("referentie", "antwoord"),
        van_gemeente=True,
    ),
    "JW323": Bericht(
        "490",
        "JW325",
        _tabel(
            "jw323",
            *("jeugdige_id:persoon", "toewijzing_id:sleutel?", "aanbieder_id:sleutel"),
            *("referentie:sleutel", "vorige_referentie:sleutel?", "declaratie_nummer:sleutel"),
            "declaratie_tot_datum:datum?",
            *PRODUCT,
            *("van_datum:datum", "tot_datum:datum", "bedrag_eur:geld"),
            periode=("van_datum", "tot_datum"),
        ),
        "Prestatie",
        _read_323,
        ("declaratie_nummer", "referentie", "toewijzing_id", "van_datum", "tot_datum"),
    ),
}
SOORT_VAN_CODE = {bericht.code: naam for naam, bericht in BERICHTEN.items()}


RETOUR_CODES = {"437": "JW301", "439": "JW305", "441": "JW307", "447": "JW315", "491": "JW323"}
RETOUR_CODES["489"] = "JW319"

OUDE_DECLARATIE = (
    "De kosten van voor 2021 die erin staan ontbreken; lever ze als bestand declaratie"
)
# What is known of a message type that is not read, and what that means for the figures: by
# BerichtCode, those of before iJw 3 by the name in their namespace.
NIET_GELEZEN = {
    "486": ("JW317", "Een verzoek om wijziging is geen nieuwe aanmelding; geen cijfer verandert"),
    "487": ("JW318", "Dit antwoord gaat over een verzoek om wijziging; geen cijfer verandert"),
    "JW303": ("JW303", OUDE_DECLARATIE),
    "JW304": ("JW304", "Dit antwoord gaat over een JW303; geen cijfer verandert"),
    "JW321": ("JW321", OUDE_DECLARATIE),
    "JW322": ("JW322", "Dit antwoord gaat over een JW321; geen cijfer verandert"),
}

# No JW323 is about help before this day (CS100).
DECLARATIE_VANAF = date(2021, 1, 1)

# BRP decides the wijk, then where someone stays; a BRP address at an institution comes after one
# at home. Correspondence comes last (IV047, OP091, IV002).
ADRES_VOORRANG = ("01", "01 instelling", "03", "04", "02")


def read_client(soort: str, client: Node) -> Row:
    """The person of a Client; only JW301 has an address, of which adres_soort says the kind.

    Of several addresses the first by ADRES_VOORRANG. A BRP address without postcode still is the
    address, without gebied: no other decides the wijk then.
    """
    row: Row = {"datum_gebruik": client.text("Geboortedatum", "DatumGebruik")}
    if row["datum_gebruik"] != "3":  # 3: the whole date is unknown
        row["geboortedatum"] = client.text("Geboortedatum", "Datum")
    if soort == "JW301":
        row["adres_soort"] = "geen"
        contacten = client.find("Contactgegevens")
        found = (
            [_read_contact(contact) for contact in contacten.walk("Contact")] if contacten else []
        )
        found = [
            contact for contact in found if contact["gebied"] or contact["adres_soort"] == "01"
        ]
        for contact in sorted(found, key=_adres_order)[:1]:
            row |= contact
    return row


def _read_contact(contact: Node) -> Row:
    soort = (contact.text("Soort") or "").zfill(2)
    if soort == "01" and contact.text("Organisatie"):
        soort = "01 instelling"
    return {
        "adres_soort": soort if soort in ADRES_VOORRANG else "02",
        "gebied": contact.text("Adres", "Postcode") or None,
        "van_datum": contact.text("Periode", "Begindatum"),
    }


def _adres_order(contact: Row) -> tuple[int, bool]:
    return ADRES_VOORRANG.index(contact["adres_soort"] or "02"), not contact["gebied"]
