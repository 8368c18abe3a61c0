"""iJw messages for tests, written small: only the elements that are read, of any version."""

from collections.abc import Sequence

CODES = {"JW301": "436", "JW305": "438", "JW307": "440", "JW315": "446", "JW323": "490"}
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
    """A whole message; header overrides Afzender, Ontvanger, BerichtCode or BerichtVersie."""
    kop = {"BerichtCode": CODES.get(soort, "999"), "BerichtVersie": "3"}
    kop |= {"BerichtSubversie": subversie, "Afzender": "00123456", "Ontvanger": "0193"}
    kop |= header
    identificatie = velden(Identificatie=f"{soort}-{dag}-{len(clienten)}", Dagtekening=dag)
    binnen = tag("Header", velden(**kop, BerichtIdentificatie=identificatie))
    inhoud = "".join(clienten)
    if soort == "JW323":
        inhoud = tag("Declaratie", velden(DeclaratieNummer="DN1", Clienten=inhoud))
    naam = f"http://www.istandaarden.nl/ijw/3_{subversie}/{soort.lower()}/schema"
    return (
        f'<?xml version="1.0"?>\n<b:Bericht xmlns:b="{naam}">{binnen}{inhoud}</b:Bericht>'.encode()
    )


def client(bsn: str, *rijen: str, geboren: str = "2010-02-14", postcode: str | None = None) -> str:
    """A Client with its rows; a postcode becomes a Contact of Soort 03."""
    contact = None
    if postcode:
        adres = velden(Soort="03", Adres=velden(Postcode=postcode))
        ander = velden(Soort="04", Adres=velden(Postcode="9999XX"))
        contact = tag("Contact", ander) + tag("Contact", adres)
    datum = velden(Datum=geboren)
    return tag(
        "Client",
        velden(Bsn=bsn, Geboortedatum=datum, Contactgegevens=contact, Rijen="".join(rijen)),
    )


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


def prestatie(referentie: str, nummer: str, centen: str, soort: str = "D") -> str:
    """A row of JW323, over January 2022."""
    return tag(
        "Prestatie",
        velden(
            ProductReferentie=velden(ReferentieNummer=referentie),
            ToewijzingNummer=nummer,
            ProductPeriode=velden(Begindatum="2022-01-10", Einddatum="2022-01-31"),
            IngediendBedrag=velden(Bedrag=centen, DebetCredit=soort),
        ),
    )
