"""One iJw message as a file: header, namespaces and elements, valid against the XSD of 3.2."""

from collections import Counter
from pathlib import Path

CODES = {"jw301": "436", "jw305": "438", "jw307": "440", "jw315": "446", "jw323": "490"}
VAN_GEMEENTE = "jw301"
RUIMTE = "http://www.istandaarden.nl/ijw"


def element(naam: str, inhoud: str | None) -> str:
    """One element; nothing when there is no content, for empty elements are not allowed (RS033)."""
    return f"<{naam}>{inhoud}</{naam}>" if inhoud else ""


def product_element(soort: str, categorie: str, code: str) -> str:
    """The Product of a row: categorie, and code where there is one."""
    binnen = element("ijw:Categorie", categorie) + element("ijw:Code", code)
    return element(f"{soort}:Product", binnen if categorie else None)


def client_element(
    soort: str, bsn: str, geboren: str, rijen: str, meer: str = "", naamgebruik: str | None = None
) -> str:
    """A Client with a made-up name and sex unknown; meer stands before its rows."""
    naam = element("ijw:Geslachtsnaam", element("ijw:Achternaam", "Verzonnen"))
    binnen = (
        element(f"{soort}:Bsn", bsn)
        + element(f"{soort}:Geboortedatum", element("ijw:Datum", geboren))
        + element(f"{soort}:Geslacht", "0")
        + element(f"{soort}:Naam", naam + element("ijw:NaamGebruik", naamgebruik))
    )
    return element(f"{soort}:Client", binnen + meer + rijen)


class Schrijver:
    """Writes messages below a folder, numbered per kind: jw301/2021-03/000000000001.xml."""

    def __init__(self, folder: Path, gemeente: str, versie: str) -> None:
        """gemeente: the four digits of its code; versie is 3.0, 3.1 or 3.2."""
        self._folder, self._gemeente = folder, gemeente
        self._groot, self._klein = versie.split(".")
        self.aantallen: Counter[str] = Counter()

    def write(self, soort: str, aanbieder: str, dag: str, inhoud: str) -> None:
        """A message of this kind between the gemeente and this aanbieder; dag is Dagtekening."""
        self.aantallen[soort] += 1
        nummer = f"{self.aantallen[soort]:012}"
        namen = (self._gemeente, aanbieder)
        afzender, ontvanger = namen if soort == VAN_GEMEENTE else reversed(namen)
        basis = f"{RUIMTE}/{self._groot}_{self._klein}"
        identificatie = element("ijw:Identificatie", nummer) + element("ijw:Dagtekening", dag)
        xsd = element("ijw:BasisschemaXsdVersie", "1.0.0")
        xsd += element("ijw:BerichtXsdVersie", "1.0.0")
        kop = "".join(
            element(f"{soort}:{naam}", waarde)
            for naam, waarde in (
                ("BerichtCode", CODES[soort]),
                ("BerichtVersie", self._groot),
                ("BerichtSubversie", self._klein),
                ("Afzender", afzender),
                ("Ontvanger", ontvanger),
                ("BerichtIdentificatie", identificatie),
                ("XsdVersie", xsd),
            )
        )
        path = self._folder / soort / dag[:7] / f"{nummer}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\r\n'
            f'<{soort}:Bericht xmlns:ijw="{basis}/basisschema/schema"'
            f' xmlns:{soort}="{basis}/{soort}/schema">\r\n'
            f"{element(f'{soort}:Header', kop)}\r\n{inhoud}\r\n</{soort}:Bericht>\r\n",
            encoding="utf-8",
            newline="",
        )
