"""Every finding a levering can get, collected while it is read and written to bevindingen.csv.

A code stands for its ernst, what is wrong and what to do: Dutch texts (B1) that may hold {kolom},
{aantal} and {detail}. A detail is a rule of the contract or a count; a value from the levering
stands apart, in waarde, and never one of a person key. A levering can hold millions of wrong rows:
per code, file and column only the first are kept, the rest is counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice, repeat
from pathlib import Path

from proeftuin.errors import FOUT, WAARSCHUWING, Finding, FindingGroup
from proeftuin.files import harmless, make_private, replacing, write_cells
from proeftuin.ingest.beleidsinformatie.meldingen import MELDINGEN_BELEIDSINFORMATIE
from proeftuin.ingest.ijw.meldingen import MELDINGEN_BERICHTEN
from proeftuin.ingest.kolommen import hide_bsn
from proeftuin.ingest.meldingen import MELDINGEN_AAN_DE_DEUR, TOML_RAAD
from proeftuin.ingest.motor.meldingen import MELDINGEN_MOTOR
from proeftuin.ingest.werkmap.meldingen import MELDINGEN_WERKMAP
from proeftuin.schema import BESTANDEN

MELDINGEN: dict[str, tuple[str, str, str]] = {
    **MELDINGEN_AAN_DE_DEUR,
    **MELDINGEN_BERICHTEN,
    **MELDINGEN_BELEIDSINFORMATIE,
    **MELDINGEN_MOTOR,
    **MELDINGEN_WERKMAP,
    "BESTAND_ONTBREEKT": (
        FOUT,
        "Dit bestand ontbreekt in de levering.",
        "Voeg het bestand toe, met de kolommen uit het gegevenscontract (data/README.md).",
    ),
    "BESTAND_NIET_GELEVERD": (
        WAARSCHUWING,
        "Dit bestand is niet geleverd en volgt ook niet uit de berichten.",
        "Lever het bestand mee, of de berichten waar het uit volgt.",
    ),
    "BESTAND_LEEG": (
        FOUT,
        "Er staan geen rijen in dit bestand.",
        "Lever het bestand met rijen, of laat een bestand dat niet verplicht is helemaal weg.",
    ),
    "BESTAND_DUBBEL": (
        FOUT,
        "Dit bestand staat meer dan één keer in de levering.",
        "Lever elk bestand één keer, als CSV of als Parquet.",
    ),
    "BESTAND_ONBEKEND": (
        WAARSCHUWING,
        "Dit bestand hoort niet bij het gegevenscontract en is niet gelezen.",
        "Controleer de naam van het bestand.",
    ),
    "BESTAND_ONLEESBAAR": (
        FOUT,
        "Dit bestand kan niet worden gelezen. {detail}",
        "Maak het bestand opnieuw en lever het nog eens.",
    ),
    "CODERING_FOUT": (
        FOUT,
        "Dit bestand is geen UTF-8.",
        "Bewaar het bestand als 'CSV UTF-8' en lever het opnieuw.",
    ),
    "KOLOM_ONTBREEKT": (
        FOUT,
        "Kolom '{kolom}' ontbreekt.",
        "Voeg de kolom toe, desnoods leeg, en schrijf de naam zoals in het gegevenscontract.",
    ),
    "KOLOM_DUBBEL": (
        FOUT,
        "Kolom '{kolom}' staat er meer dan één keer.",
        "Houd één van de kolommen over.",
    ),
    "KOLOM_ONBEKEND": (
        WAARSCHUWING,
        "Kolommen die niet bij het gegevenscontract horen en niet zijn gelezen: {aantal}.",
        "Laat deze kolommen weg, zeker als er gegevens over personen in staan.",
    ),
    "RIJ_KOLOMMEN": (
        FOUT,
        "Deze rij heeft {detail}.",
        "Zet tekst met een scheidingsteken tussen aanhalingstekens, maak een rij met te weinig "
        "velden af, en haal een titel, telling of voettekst weg.",
    ),
    "VELD_LEEG": (
        FOUT,
        "'{kolom}' is leeg, maar moet gevuld zijn.",
        "Vul het veld, of laat de rij weg.",
    ),
    "TYPE_FOUT": (
        FOUT,
        "'{kolom}' is geen {detail}.",
        "Schrijf een datum als 2023-12-31, een kwartaal als 2023K1, een getal als 12 en een bedrag "
        "als 1234,56 zonder euroteken. Is er geen waarde, laat het veld dan leeg, zonder NULL of "
        "n.v.t.",
    ),
    "DATUM_ONMOGELIJK": (
        FOUT,
        "'{kolom}' is een datum die niet bestaat of niet tussen 1900 en 2100 ligt.",
        "Verbeter de datum. Laat een einde leeg als er nog geen einde is; is van een geboortedatum "
        "alleen de maand of het jaar bekend, schrijf dan 20100300 of 20100000.",
    ),
    "EIND_VOOR_BEGIN": (
        FOUT,
        "'{kolom}' ligt voor '{detail}'.",
        "Verbeter één van de twee datums; beide dagen tellen mee.",
    ),
    "SLEUTEL_DUBBEL": (
        FOUT,
        "Deze rij heeft dezelfde sleutel ({detail}) als een eerdere rij.",
        "Lever elke rij één keer, met een eigen sleutel.",
    ),
    "CODE_ONBEKEND": (
        FOUT,
        "'{kolom}' heeft een code die niet in de lijst staat.",
        "Kies uit: {detail}. Is de code niet bekend, laat het veld dan leeg waar dat mag, zonder "
        "NULL of n.v.t.",
    ),
    "JEUGDIGE_ONBEKEND": (
        FOUT,
        "De jeugdige in deze rij staat niet in het bestand jeugdige.",
        "Voeg de jeugdige met geboortedatum en gebied toe, of laat de rij weg.",
    ),
    "TOEWIJZING_ONBEKEND": (
        FOUT,
        "De toewijzing in deze rij staat niet in het bestand toewijzing.",
        "Voeg de toewijzing toe, of laat 'toewijzing_id' leeg.",
    ),
    "ADRES_OVERLAPT": (
        FOUT,
        "Deze adresperiode overlapt met een eerdere periode van dezelfde jeugdige.",
        "Laat een adres eindigen op de dag voordat het volgende begint.",
    ),
    "BEDRAG_ONMOGELIJK": (
        FOUT,
        "'{kolom}' is {detail}.",
        "Verbeter het bedrag; schrijf euro's, geen centen (in een bericht: eurocenten).",
    ),
    "GETAL_ONMOGELIJK": (
        FOUT,
        "'{kolom}' is {detail}.",
        "Verbeter het getal.",
    ),
    "BSN_IN_TEKST": (
        FOUT,
        "In '{kolom}' staat iets dat een burgerservicenummer kan zijn.",
        "Haal het nummer weg; in vrije tekst mogen geen gegevens over personen staan.",
    ),
    "ZIP_ONVEILIG": (
        FOUT,
        "Dit zipbestand is niet veilig: {detail}.",
        "Maak een gewoon zipbestand met alleen de bestanden van de levering.",
    ),
    "XML_ONVEILIG": (
        FOUT,
        "Dit bericht heeft een DTD of een verwijzing naar buiten.",
        "Lever het bericht zoals het is verstuurd, zonder DTD of entiteiten.",
    ),
    "XML_ONLEESBAAR": (
        FOUT,
        "Dit bericht is geen geldig XML.",
        "Lever het bericht opnieuw, zoals het is verstuurd.",
    ),
    "DATASTAND_NIET_NIEUWER": (
        FOUT,
        "De datastand is niet nieuwer dan die van de gegevens die al zijn geladen ({detail}).",
        "Lever nieuwere gegevens, of laad met --vervang als u de vorige wilt vervangen.",
    ),
    "VORIGE_ONLEESBAAR": (
        WAARSCHUWING,
        "De gegevens die al zijn geladen, zijn niet te lezen of komen van een eerdere versie van "
        "dit programma. Deze levering is niet met de vorige vergeleken.",
        "Controleer zelf of de datastand nieuwer is en of er geen rijen zijn weggevallen.",
    ),
    "RIJEN_MINDER": (
        WAARSCHUWING,
        "Kwartalen met minder dan {detail} van de rijen van de vorige levering: {aantal}.",
        "Controleer of alle rijen van deze kwartalen zijn geleverd.",
    ),
    "GEBIED_ONBEKEND": (
        WAARSCHUWING,
        "Rijen met een gebied dat bij geen enkele wijk hoort; de wijk is 'onbekend': {aantal}.",
        "Vul de gebieden aan in de configuratie (wijk.gebieden). Voor postcodes: schrijf bij "
        "gemeente.concordantie waar het bestand komt, en haal het op met python -m proeftuin haal "
        "postcodes.",
    ),
    "DATASTAND_TOEKOMST": (
        WAARSCHUWING,
        "De datastand ligt in de toekomst.",
        "Controleer de datum: na deze levering is elke eerdere datastand niet nieuwer.",
    ),
    "NA_DATASTAND": (
        WAARSCHUWING,
        "Rijen die na de datastand beginnen en niet meetellen: {aantal}.",
        "Dit hoeft geen fout te zijn; controleer de datastand in levering.toml.",
    ),
    "TOEWIJZING_NIET_GELEVERD": (
        WAARSCHUWING,
        "Rijen die een toewijzing noemen, terwijl er geen toewijzingen zijn geleverd: {aantal}.",
        "Lever het bestand toewijzing mee om verzilvering te kunnen meten.",
    ),
    "JEUGDIGE_BUITEN_LEVERING": (
        WAARSCHUWING,
        "Rijen uit berichten over een jeugdige zonder adres in deze levering; "
        "de wijk is 'onbekend': {aantal}.",
        "Lever het bestand jeugdige mee, of het bericht JW301 met de toewijzing.",
    ),
    "TOEWIJZING_BUITEN_LEVERING": (
        WAARSCHUWING,
        "Rijen uit berichten met een toewijzing die niet in deze levering staat: {aantal}.",
        "Lever het bericht JW301 mee waarin de toewijzing staat.",
    ),
    "BERICHT_EN_BESTAND": (
        WAARSCHUWING,
        "Toewijzingen in een bericht en in het bestand; het bestand is gebruikt: {aantal}.",
        "Lever elke toewijzing op één manier.",
    ),
    "HULPVORM_ONBEKEND": (
        WAARSCHUWING,
        "Rijen uit berichten waarvan het product geen hulpvorm geeft; de code is 99: {aantal}.",
        "Vul data/codelijsten/product_hulpvorm.csv aan met de eigen producten.",
    ),
    "OUDER_DAN_22": (
        WAARSCHUWING,
        "Jeugdigen met hulp toen zij ouder waren dan 22 jaar; "
        "zij tellen mee in de groep 18-22: {aantal}.",
        "Controleer de geboortedatum en het einde van het traject.",
    ),
    "GEBOORTE_NA_BEGIN": (
        WAARSCHUWING,
        "Jeugdigen met hulp voor de maand waarin zij zijn geboren: {aantal}.",
        "Controleer de geboortedatum.",
    ),
    "GEBOORTE_VERSCHILT": (
        WAARSCHUWING,
        "Jeugdigen met meer dan één geboortedatum; de eerste is gebruikt: {aantal}.",
        "Lever bij elk adres van een jeugdige dezelfde geboortedatum.",
    ),
    "PERSOON_ONBEKEND": (
        WAARSCHUWING,
        "Rijen met een nummer dat 'persoon onbekend' betekent; "
        "elk telt als een eigen jeugdige: {aantal}.",
        "Lever voor elke jeugdige een eigen sleutel.",
    ),
}


TOML = "levering.toml"
OVER_TOML = frozenset(
    {
        *("BESTAND_ONTBREEKT", "BESTAND_ONLEESBAAR", "CODERING_FOUT", "KOLOM_ONTBREEKT"),
        *("VELD_LEEG", "TYPE_FOUT", "DATUM_ONMOGELIJK"),
    }
)
MAXIMUM = 1_000
BEWAARD = 100_000  # rows kept per kind of finding, for bevindingen.csv; the rest is counted
GROEPEN = 10_000  # files named per kind of finding: a levering has a million messages
ANDERE = "andere bestanden"
EERSTE = 3
BEVINDINGEN = "bevindingen.csv"
KOLOMMEN = (
    *("code", "ernst", "bestand", "regel", "kolom", "melding", "oplossing", "aantal", "waarde"),
)
VOLGORDE = {TOML: 0} | {f.naam: nr for nr, f in enumerate(BESTANDEN, start=1)}
Sleutel = tuple[str, str, str | None, str]  # code, file, column, detail


@dataclass
class _Groep:
    """Findings of one code on one column of one file, with the same detail."""

    regels: list[tuple[int | None, int, str]] = field(default_factory=list)  # line, rows, value
    aantal: int = 0

    @property
    def waarden(self) -> list[str]:
        """The first few distinct values."""
        return list(islice(dict.fromkeys(waarde for *_, waarde in self.regels if waarde), EERSTE))


@dataclass(frozen=True)
class Plaats:
    """Where a record stands for who made it: a file or sheet, and its line there.

    koppen: per column of the contract what that file calls it, or its letter in a sheet.
    """

    bestand: str
    regel: int | None
    koppen: Mapping[str, str] = field(default_factory=dict)
    is_blad: bool = False

    def say_column(self, kolom: str | None) -> str:
        """'Cel C7: ', 'Kolom 'Einddatum': ', or nothing where the name is that of the contract."""
        kop = self.koppen.get(kolom or "")
        if not kop:
            return ""
        return f"Cel {kop}{self.regel}: " if self.is_blad else f"Uw kolom '{kop}': "


Plaatsen = dict[int | None, Plaats]


class Findings:
    """Gathers findings; ask has_fout and list_all when everything is read."""

    def __init__(self) -> None:
        """Start without findings."""
        self._groepen: dict[Sleutel, _Groep] = {}
        self._aantal: Counter[str] = Counter()  # groups of each code
        self._place_of: dict[str, Callable[[list[int]], Plaatsen]] = {}
        self._settled: dict[str, Plaatsen] | None = None

    def add(
        self,
        code: str,
        bestand: str,
        regel: int | None = None,
        kolom: str | None = None,
        detail: str = "",
        aantal: int = 1,
        waarde: str = "",
    ) -> None:
        """One finding; aantal > 1 when it stands for many rows at once."""
        key: Sleutel = (code, bestand, kolom, detail)
        is_named = key in self._groepen
        if not is_named:
            self._aantal[code] += 1
            is_named = self._aantal[code] <= GROEPEN
        groep = self._groepen.setdefault(key if is_named else (code, ANDERE, kolom, ""), _Groep())
        groep.aantal += aantal
        if is_named and len(groep.regels) < BEWAARD:
            groep.regels.append((regel, aantal, waarde))

    def add_rows(
        self,
        code: str,
        bestand: str,
        regels: Iterable[int],
        aantal: int,
        kolom: str | None = None,
        detail: str = "",
        waarden: Iterable[str] | None = None,
    ) -> None:
        """Findings on `aantal` rows; `regels` are the first lines, `waarden` what stands there."""
        groep = self._groepen.setdefault((code, bestand, kolom, detail), _Groep())
        groep.aantal += aantal
        room = BEWAARD - len(groep.regels)
        pairs = zip(regels, waarden or repeat(""), strict=False)
        groep.regels += [(regel, 1, waarde) for regel, waarde in islice(pairs, max(room, 0))]

    def set_line_of(self, bestand: str, lookup: Callable[[list[int]], dict[int, int]]) -> None:
        """How record numbers of this file (header is 1) become lines; asked only when needed."""

        def find(numbers: list[int]) -> Plaatsen:
            lines = lookup(numbers) if numbers else {}
            return {nr: Plaats(bestand, line) for nr, line in lines.items()}

        self.set_place_of(bestand, find)

    def set_place_of(self, bestand: str, lookup: Callable[[list[int]], Plaatsen]) -> None:
        """Where the records of this table come from; of None: what the whole is called."""
        self._place_of.setdefault(bestand, lookup)

    def name_of(self, bestand: str) -> str:
        """What people call this file or table."""
        lookup = self._place_of.get(bestand)
        place = lookup([]).get(None) if lookup else None
        return place.bestand if place else bestand

    def settle(self) -> None:
        """Look up every place now: what a load makes of its files is gone when it ends."""
        self._settled = self._find_places(BEWAARD)

    @property
    def has_fout(self) -> bool:
        """Whether any finding rejects the levering."""
        return any(MELDINGEN[code][0] == FOUT for code, *_ in self._groepen)

    def list_all(self, maximum: int = MAXIMUM) -> list[Finding]:
        """Fouten first, then by file and line; after `maximum` the rest is one per kind."""
        losse: list[tuple[tuple[object, ...], Sleutel, Finding]] = []
        places = self._find_places(BEWAARD)
        for key, groep in self._groepen.items():
            for regel, aantal, waarde in groep.regels:
                finding = _make(key, _place(places, key, regel), aantal, waarde)
                losse.append((_order(finding), key, finding))
        losse.sort(key=lambda item: item[0])
        rest = {key: groep.aantal for key, groep in self._groepen.items()}
        for _, key, finding in losse[:maximum]:
            rest[key] -= finding.aantal
        left = [
            _make(key, _place(places, key, None), more, "") for key, more in rest.items() if more
        ]
        return [finding for *_, finding in losse[:maximum]] + sorted(left, key=_order)

    def list_rows(self) -> list[Finding]:
        """As list_all, with every row that is kept."""
        return self.list_all(BEWAARD * len(self._groepen))

    def list_records(self) -> Iterator[tuple[str, int, Finding]]:
        """(table, record number, finding) of every finding on a row that is kept."""
        places = self._find_places(BEWAARD)
        for key, groep in self._groepen.items():
            for regel, aantal, waarde in groep.regels:
                if regel is not None:
                    yield key[1], regel, _make(key, _place(places, key, regel), aantal, waarde)

    def find_places(self, bestand: str, regels: list[int]) -> Plaatsen:
        """Where these records of a table stand for who made it, while its files are there."""
        lookup = self._place_of.get(bestand)
        found = lookup(sorted(set(regels))) if lookup else {}
        return {regel: found.get(regel) or Plaats(bestand, regel) for regel in regels}

    def list_groups(self) -> list[FindingGroup]:
        """One per cause, fouten first: how many rows, the first lines and what stands there."""
        found = self._find_places(EERSTE)
        groups = []
        for key, groep in self._groepen.items():
            known = [regel for regel, *_ in groep.regels if regel is not None]
            places = [_place(found, key, regel) for regel in sorted(known)[:EERSTE]]
            places = sorted(places, key=lambda place: (place.bestand, place.regel or 0))
            first = _make(key, places[0] if places else _place(found, key, None), groep.aantal, "")
            lines = tuple(
                place.regel
                for place in places
                if place.bestand == places[0].bestand and place.regel is not None
            )
            groups.append(
                FindingGroup(first, lines, tuple(harmless(item) for item in groep.waarden))
            )
        return sorted(groups, key=lambda group: _order(group.finding))

    def _find_places(self, most: int) -> dict[str, Plaatsen]:
        """Per file: the place of each record number; of the first `most` of every kind."""
        if self._settled is not None:
            return self._settled
        asked: dict[str, set[int]] = {}
        for (_, bestand, *_), groep in self._groepen.items():
            known = sorted(regel for regel, *_ in groep.regels if regel is not None)
            asked.setdefault(bestand, set()).update(known[:most])
        found: dict[str, Plaatsen] = {}
        for bestand, numbers in asked.items():
            lookup = self._place_of.get(bestand)
            found[bestand] = lookup(sorted(numbers)) if lookup else {}
        return found


def _place(places: dict[str, Plaatsen], key: Sleutel, regel: int | None) -> Plaats:
    return places.get(key[1], {}).get(regel) or Plaats(key[1], regel)


def _make(key: Sleutel, plaats: Plaats, aantal: int, waarde: str) -> Finding:
    code, bestand, detail = key[0], hide_bsn(plaats.bestand), hide_bsn(key[3])
    kolom = None if key[2] is None else hide_bsn(key[2])
    ernst, melding, oplossing = MELDINGEN[code]
    if key[1] == TOML and code in OVER_TOML:
        oplossing = TOML_RAAD
        melding = melding.replace("Kolom", "Sleutel")
    number = f"{aantal:,}".replace(",", ".")
    values = {"kolom": kolom, "detail": detail, "aantal": number}
    return Finding(
        code, ernst, bestand, plaats.regel, kolom,
        hide_bsn(plaats.say_column(kolom)) + melding.format(**values), oplossing.format(**values),
        aantal, harmless(waarde),
    )  # fmt: skip


def _order(finding: Finding) -> tuple[object, ...]:
    naam = finding.bestand.rsplit(", blad ", 1)[-1].strip().lower()
    known = (VOLGORDE.get(name) for name in (naam.rsplit(".", 1)[0], naam, naam.rsplit(".", 1)[-1]))
    place = next((found for found in known if found is not None), 99)
    return (finding.ernst != FOUT, place, finding.bestand, finding.regel or 0, finding.code)


def write_findings(findings: list[Finding], data_dir: Path) -> Path:
    """Write bevindingen.csv (`;`, UTF-8 with BOM, for a spreadsheet), last row the total.

    Its owner alone may read it: it says which rows of the levering are wrong, and why.
    """
    make_private(data_dir)
    target = data_dir / BEVINDINGEN
    total = sum(finding.aantal for finding in findings)
    with (
        replacing(target) as beside,
        beside.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        rows = ([getattr(finding, kolom) for kolom in KOLOMMEN] for finding in findings)
        last = ["TOTAAL", "", "", "", "", "Alle bevindingen samen", "", total]
        write_cells(stream, chain([KOLOMMEN], rows, [last]))
    return target
