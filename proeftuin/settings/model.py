"""Settings: one frozen object from proeftuin.toml.

An unknown, missing or wrong key gives a SettingsError that names the key and the fix.
"""

import hashlib
import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from proeftuin.errors import SettingsError
from proeftuin.settings.bewaren import Bewaren, check_bewaren
from proeftuin.settings.read import build
from proeftuin.settings.toegang import ToegangRegels, check_toegang

ONBEKEND = "onbekend"
GEMEENTE = "gemeente"
OVERIGE = "overige"
KWARTAAL = "kwartaal"
DEFAULT_FILE = Path(__file__).resolve().parents[2] / "proeftuin.toml"


@dataclass(frozen=True)
class Gemeente:
    """Name, CBS code and optional postcode concordance of the gemeente."""

    naam: str
    code: str
    proeftuin: str
    concordantie: str = ""


@dataclass(frozen=True)
class Geo:
    """Outlines file (GeoJSON with wijkcode per feature), its source line, optional basemap."""

    omtrek: str
    bron: str
    achtergrond: str = ""


@dataclass(frozen=True)
class Wijk:
    """One wijk and the CBS wijken (WK...) or buurten (BU...) it is made of."""

    id: str
    naam: str
    gebieden: tuple[str, ...]


@dataclass(frozen=True)
class Pilot:
    """Which wijken are the pilot, and the first day of the pilot."""

    wijken: tuple[str, ...]
    start: date


@dataclass(frozen=True)
class Venster:
    """A window [van, tot] of whole calendar quarters, both days inclusive."""

    naam: str
    van: date
    tot: date


@dataclass(frozen=True)
class Vensters:
    """The named windows, each a (van, tot) pair."""

    nulmeting: tuple[date, date]
    overgang: tuple[date, date]
    effectjaar: tuple[date, date]
    placebojaar: tuple[date, date] | None = None


@dataclass(frozen=True)
class Perioden:
    """Gaps, horizons and delays in days (or years where the name says so)."""

    vroegste_kwartaal: date
    grafiek_vanaf: date
    zorgperiode_gat_dagen: int
    verblijf_gat_dagen: int
    doorstroom_dagen: int
    tijdelijke_stop_dagen: int
    herhaald_beroep_jaren: int
    voorlopig_dagen: int
    verzilvering_rijp_dagen: int
    horizon_trajectduur_dagen: int
    horizon_cohort_dagen: int
    horizon_wachttijd_dagen: int


@dataclass(frozen=True)
class Normen:
    """Norms and the smallest numbers a figure may rest on."""

    wachttijd_dagen: int
    minimum_noemer: int
    minimum_gebeurtenissen: int
    minimum_risico: int


@dataclass(frozen=True)
class Onthulling:
    """Disclosure control of the openbaar edition."""

    drempel: int
    basis: int
    duur_basis_dagen: int
    euro_basis: int
    dominantie_aandeel: float


@dataclass(frozen=True)
class LeveringRegels:
    """Bounds a levering is checked against."""

    rijen_minimum_aandeel: float
    bedrag_maximum_eur: int


@dataclass(frozen=True)
class Vraag:
    """One question the council was promised an answer to, with its indicators."""

    tekst: str
    indicatoren: tuple[str, ...]


@dataclass(frozen=True)
class Evaluatie:
    """The primary indicator, when it was fixed, and the promised questions."""

    primair: str
    vastgelegd_op: date
    vraag: tuple[Vraag, ...]


@dataclass(frozen=True)
class BudgetPost:
    """One budget line: euros per year."""

    naam: str
    bedragen_eur: dict[str, int]


@dataclass(frozen=True)
class Budget:
    """The pilot budget and where it is paid from."""

    dekking: str
    post: tuple[BudgetPost, ...]


@dataclass(frozen=True)
class Gesprekken:
    """Where the journal lives: a PostgreSQL URL, or empty for a file in the data folder."""

    opslag: str = ""


@dataclass(frozen=True)
class Gebeurtenis:
    """An event to mark on charts; breuk: indicators whose meaning it changed."""

    datum: date
    tekst: str
    breuk: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settings:
    """Everything that differs between gemeenten. Build it with read_settings."""

    gemeente: Gemeente
    geo: Geo
    wijk: tuple[Wijk, ...]
    pilot: Pilot
    vensters: Vensters
    perioden: Perioden
    normen: Normen
    onthulling: Onthulling
    levering: LeveringRegels
    evaluatie: Evaluatie
    budget: Budget
    gebeurtenis: tuple[Gebeurtenis, ...]
    gesprekken: Gesprekken = Gesprekken()
    bewaren: Bewaren = Bewaren()
    toegang: ToegangRegels = ToegangRegels()

    @property
    def wijk_ids(self) -> tuple[str, ...]:
        """Ids of the configured wijken, in order."""
        return tuple(wijk.id for wijk in self.wijk)

    @property
    def overige_wijken(self) -> tuple[str, ...]:
        """Ids of the wijken that are no pilot, in order."""
        return tuple(naam for naam in self.wijk_ids if naam not in self.pilot.wijken)

    @property
    def named_vensters(self) -> tuple[Venster, ...]:
        """Placebojaar (when configured), nulmeting and effectjaar, oldest first."""
        pairs = (
            ("placebojaar", self.vensters.placebojaar),
            ("nulmeting", self.vensters.nulmeting),
            ("effectjaar", self.vensters.effectjaar),
        )
        return tuple(Venster(naam, *pair) for naam, pair in pairs if pair)

    def wijk_naam(self, wijk: str) -> str:
        """Name on screen of a wijk id, also of gemeente, overige and onbekend."""
        names = {naam.id: naam.naam for naam in self.wijk}
        special = {GEMEENTE: self.gemeente.naam, OVERIGE: "Andere wijken", ONBEKEND: "Onbekend"}
        return names.get(wijk) or special[wijk]

    def fingerprint(self) -> str:
        """Sixteen hex digits that change with any setting that changes a figure or its text.

        Not with places of files, terms of keeping, or who has which role.
        """
        placeless = replace(
            self,
            bewaren=Bewaren(),
            geo=replace(self.geo, omtrek=Path(self.geo.omtrek).name),
            gemeente=replace(self.gemeente, concordantie=Path(self.gemeente.concordantie).name),
            toegang=ToegangRegels(),
            gesprekken=Gesprekken(),
        )
        return hashlib.sha256(repr(placeless).encode()).hexdigest()[:16]


def _check(settings: Settings) -> None:
    """Rules between keys; raises SettingsError with key and fix."""
    ids = settings.wijk_ids
    if len(set(ids)) != len(ids):
        raise SettingsError("Sleutel 'wijk.id': elke wijk heeft een eigen id nodig.")
    reserved = {ONBEKEND, GEMEENTE, OVERIGE} & set(ids)
    if reserved:
        raise SettingsError(f"Sleutel 'wijk.id': '{reserved.pop()}' mag geen id van een wijk zijn.")
    areas = [area for wijk in settings.wijk for area in wijk.gebieden]
    for area in areas:
        if areas.count(area) > 1:
            raise SettingsError(f"Sleutel 'wijk.gebieden': '{area}' staat bij meer dan een wijk.")
    pilots = settings.pilot.wijken
    unknown = [naam for naam in pilots if naam not in ids]
    if unknown:
        raise SettingsError(f"Sleutel 'pilot.wijken': '{unknown[0]}' is geen wijk uit [[wijk]].")
    if not 1 <= len(set(pilots)) <= len(ids) - 2:
        raise SettingsError(
            f"Sleutel 'pilot.wijken': kies 1 tot en met {len(ids) - 2} van de {len(ids)} wijken; "
            "er moeten minstens twee wijken overblijven om mee te vergelijken."
        )
    overgang = Venster("overgang", *settings.vensters.overgang)
    for venster in (*settings.named_vensters, overgang):
        quarter_start = venster.van.day == 1 and venster.van.month in (1, 4, 7, 10)
        next_day = venster.tot + timedelta(days=1)
        if not quarter_start or next_day.day != 1 or next_day.month not in (1, 4, 7, 10):
            raise SettingsError(
                f"Sleutel 'vensters.{venster.naam}': gebruik hele kwartalen, bijvoorbeeld "
                "[2021-01-01, 2021-12-31]."
            )
        if venster.tot < venster.van:
            raise SettingsError(
                f"Sleutel 'vensters.{venster.naam}': het einde ligt voor het begin."
            )


def read_settings(path: Path | str | None = None) -> Settings:
    """Settings from a TOML file (default: proeftuin.toml of the product).

    Relative paths in [geo] and gemeente.concordantie are taken from the folder of that file.
    Raises SettingsError, in Dutch, naming the key and the fix.
    """
    file = Path(path) if path else DEFAULT_FILE
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(f"Configuratie '{file}' bestaat niet. Controleer --config.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"Configuratie '{file}' is geen geldig TOML: {error}.") from error
    for section, key in (("geo", "omtrek"), ("gemeente", "concordantie")):
        relative = table.get(section, {}).get(key)
        if isinstance(relative, str) and relative:
            table[section][key] = str(file.resolve().parent / relative)
    settings: Settings = build(Settings, table)
    _check(settings)
    check_bewaren(settings.bewaren)
    check_toegang(settings.toegang)
    return settings
