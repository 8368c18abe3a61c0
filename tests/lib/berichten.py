"""iJw messages for tests, written small: only the elements that are read, of any version."""

import hashlib
from collections.abc import Sequence

CODES = {"JW301": "436", "JW305": "438", "JW307": "440", "JW315": "446", "JW323": "490"}
CODES["JW319"] = "488"
TOML = 'datastand = 2023-12-31\nbron = "berichten"\nopmerking = ""\n'
Velden = dict[str, str | None]


def tag(naam: str, inhoud: str | None) -> str:
    """One element, or nothing when there is no content."""
    return "" if inhoud is None else f"<b:{naam}>{inhoud}</b:{naam}>\n"


def velden(**elementen: str | None) -> str:
    """Elements in order; None leaves one out."""
    return "".join(tag(naam, inhoud) for naam, inhoud in elementen.items())


def product(categorie: str | None, code: str | None = None) -> str | None:
    """Content of a Product element."""
    return None if categorie is None else velden(Categorie=categorie, Code=code)


def bericht(
    soort: str,
    clienten: Sequence[str],
    dag: str = "2023-01-02",
    subversie: str = "2",
    **header: str,
) -> bytes:
    """A whole message; header overrides any element of the Header, Identificatie among them.

    DeclaratieNummer is that of a JW323; so are Totaal (eurocents in all) and Tot, the last day of
    its period. What answers or assigns comes from the gemeente, the rest goes to it.
    """
    kop = {"BerichtCode": CODES.get(soort, "999"), "BerichtVersie": "3"}
    kop |= {"BerichtSubversie": subversie, "Afzender": "00123456", "Ontvanger": "0193"}
    if soort in ("JW301", "JW319"):
        kop |= {"Afzender": "0193", "Ontvanger": "00123456"}
    kop |= header
    inhoud = "".join(clienten)
    nummer = kop.pop(
        "Identificatie", hashlib.sha256(f"{dag}{kop}{inhoud}".encode()).hexdigest()[:12]
    )
    declaratie = kop.pop("DeclaratieNummer", "DN1")
    totaal, tot = kop.pop("Totaal", None), kop.pop("Tot", None)
    identificatie = velden(Identificatie=nummer, Dagtekening=dag)
    binnen = tag("Header", velden(**kop, BerichtIdentificatie=identificatie))
    if soort == "JW323":
        inhoud = tag(
            "Declaratie",
            velden(
                DeclaratieNummer=declaratie,
                DeclaratiePeriode=tot and velden(Einddatum=tot),
                TotaalIngediendBedrag=totaal and velden(TotaalBedrag=totaal, DebetCredit="D"),
                Clienten=inhoud,
            ),
        )
    naam = f"http://www.istandaarden.nl/ijw/3_{subversie}/{soort.lower()}/schema"
    return (
        f'<?xml version="1.0"?>\n<b:Bericht xmlns:b="{naam}">{binnen}{inhoud}</b:Bericht>'.encode()
    )


def client(
    bsn: str,
    *rijen: str,
    geboren: str = "2010-02-14",
    postcode: str | None = None,
    contacten: Sequence[str] = (),
    codes: str | None = None,
    gebruik: str | None = None,
) -> str:
    """A Client with its rows; a postcode becomes a Contact of Soort 01 (BRP), after one of 04.

    contacten: other Contact elements instead; codes: its RetourCodes; gebruik: DatumGebruik.
    """
    if postcode:
        contacten = (contact("04", "9999XX"), contact("01", postcode))
    return tag(
        "Client",
        velden(
            Bsn=bsn,
            Geboortedatum=velden(Datum=geboren, DatumGebruik=gebruik),
            Contactgegevens="".join(contacten) or None,
            Rijen="".join(rijen),
            RetourCodes=codes,
        ),
    )


def retour(*codes: str) -> str:
    """Content of a RetourCodes element."""
    return "".join(tag("RetourCode", code) for code in codes)


def toewijzing(nummer: str, dag: str, ingang: str, **meer: str | None) -> str:
    """A row of JW301."""
    basis: Velden = {"ToewijzingNummer": nummer, "Product": product("45", "45A04")}
    basis |= {"Toewijzingsdatum": dag, "Toewijzingstijd": "12:00:00", "Ingangsdatum": ingang}
    return tag("ToegewezenProduct", velden(**(basis | meer)))


def start(nummer: str | None, begin: str, **meer: str | None) -> str:
    """A row of JW305."""
    basis: Velden = {"ToewijzingNummer": nummer, "Product": product("45", "45A04")}
    basis |= {"Begindatum": begin, "StatusAanlevering": "1"}
    return tag("StartProduct", velden(**(basis | meer)))


def stop(nummer: str | None, begin: str, eind: str, reden: str = "31", **meer: str | None) -> str:
    """A row of JW307."""
    basis: Velden = {"ToewijzingNummer": nummer, "Product": product("45", "45A04")}
    basis |= {"Begindatum": begin, "RedenBeeindiging": reden, "Einddatum": eind}
    return tag("StopProduct", velden(**(basis | {"StatusAanlevering": "1"} | meer)))


def verzoek(referentie: str, verwijzer: str, **meer: str | None) -> str:
    """A row of JW315."""
    basis: Velden = {"ReferentieAanbieder": referentie, "Product": product("45", "45A04")}
    basis |= {"ToewijzingIngangsdatum": "2022-01-10", "Verwijzer": velden(Type=verwijzer)}
    return tag("AangevraagdProduct", velden(**(basis | meer)))


def antwoord(referentie: str, wat: str, **meer: str | None) -> str:
    """The Antwoord of a JW319: 1 turned down, 2 being looked into."""
    return tag("Antwoord", velden(ReferentieAanbieder=referentie, VerzoekAntwoord=wat, **meer))


def prestatie(
    referentie: str,
    nummer: str | None,
    centen: str,
    soort: str = "D",
    maand: str = "2022-01",
    vorige: str | None = None,
) -> str:
    """A row of JW323, from the tenth to the 28th of a month; vorige is what a credit takes back."""
    return tag(
        "Prestatie",
        velden(
            ProductReferentie=velden(ReferentieNummer=referentie, VorigReferentieNummer=vorige),
            ToewijzingNummer=nummer,
            ProductCategorie="45",
            ProductCode="45A04",
            ProductPeriode=velden(Begindatum=f"{maand}-10", Einddatum=f"{maand}-28"),
            IngediendBedrag=velden(Bedrag=centen, DebetCredit=soort),
        ),
    )


def contact(soort: str, postcode: str | None, **meer: str | None) -> str:
    """A Contact of JW301: kind of address, postcode, and other elements."""
    return tag("Contact", velden(Soort=soort, Adres=velden(Postcode=postcode), **meer))
