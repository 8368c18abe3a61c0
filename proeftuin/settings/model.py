"""Settings: one frozen object from proeftuin.toml, a class per section.

An unknown, missing or wrong key gives a SettingsError that names the key and the fix.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from proeftuin.settings.motor import Motor
from proeftuin.settings.opendata import OpenData
from proeftuin.vocabulary import (
    EFFECTJAAR,
    GEMEENTE,
    NULMETING,
    ONBEKEND,
    OVERIGE,
    ROL_INTERN,
    VROEGER,
)

MAX_VOORPAREN = 4  # the nearest ones; further back help was another kind of help


@dataclass(frozen=True)
class Gebruiker:
    """One account with a role: known by exactly one of sub, email, or SHA-256 of the e-mail."""

    rol: str
    sub: str = ""
    email: str = ""
    email_sha256: str = ""


@dataclass(frozen=True)
class ToegangRegels:
    """How a reader gets a role. The defaults: no login, who opened the link intern, else openbaar.

    dit_toestel: the role of who opens the link of `make app` (intern; openbaar: no link).
    inlogdienst:
    the name behind [auth.] in Streamlit's secrets.toml, empty for [auth] itself. uitgever: the
    issuer an ID token must name, empty for the one of the login service. claim: where roles stand
    in the ID token, a dotted path for a nested one. logboek: file, empty for the data folder.
    """

    openbaar_zonder_inloggen: bool = True
    dit_toestel: str = ROL_INTERN
    inlogdienst: str = ""
    uitgever: str = ""
    claim: str = "roles"
    claim_rollen: dict[str, str] = field(default_factory=dict)
    gebruiker: tuple[Gebruiker, ...] = ()
    logboek: str = ""
    logboek_mb: int = 5
    logboek_aantal: int = 10


EIGENAAR = "eigenaar"
GROEP = "groep"


@dataclass(frozen=True)
class Bewaren:
    """Terms in whole calendar months, each at least 1, and who may read intern edition files.

    microdata: after the last load. intern, openbaar: after an edition was made. gesprekken: after
    the day of the conversation. logboek: after the access was noted. intern_leesbaar_voor: the
    owner of the files only, or also their group (when the app runs as another user).
    """

    microdata_maanden: int = 6
    intern_maanden: int = 24
    openbaar_maanden: int = 60
    gesprekken_maanden: int = 60
    logboek_maanden: int = 12
    intern_leesbaar_voor: str = EIGENAAR

    @property
    def intern_modes(self) -> tuple[int, int]:
        """Mode of the files and of the folders of an intern edition."""
        return (0o640, 0o750) if self.intern_leesbaar_voor == GROEP else (0o600, 0o700)


@dataclass(frozen=True)
class Gemeente:
    """Name, CBS code and optional postcode concordance of the gemeente.

    eerdere_codes: codes of gemeenten that merged into this one, whose gebieden it still uses.
    contact: where readers report what they cannot use or read; changes no figure, so it is no part
    of the fingerprint.
    """

    naam: str
    code: str
    proeftuin: str
    concordantie: str = ""
    eerdere_codes: tuple[str, ...] = ()
    contact: str = field(default="", repr=False)


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
class Voorpaar:
    """The nulmeting (vroeger) and the effectjaar (later), both moved so many years back.

    A window that falls together with the nulmeting is the nulmeting; the others are VROEGER.
    """

    jaren: int
    vroeger: Venster
    later: Venster


@dataclass(frozen=True)
class Vensters:
    """The named windows, each a (van, tot) pair."""

    nulmeting: tuple[date, date]
    overgang: tuple[date, date]
    effectjaar: tuple[date, date]


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
    administratief_dagen: int = 7

    def voorlopig_na(self, datastand: date) -> date:
        """A window that ends after this day is provisional, by the days alone."""
        return datastand - timedelta(days=self.voorlopig_dagen)


@dataclass(frozen=True)
class Compleetheid:
    """When an estimate over earlier leveringen says that a quarter is definite.

    aandeel: this share of the rows it will have na_kwartalen quarters after its end is there.
    kwartalen: each step of the estimate was seen for at least so many quarters.
    ruimte_dagen: a levering made so many days earlier or later in the quarter still counts.
    """

    aandeel: float = 0.98
    kwartalen: int = 4
    na_kwartalen: int = 4
    ruimte_dagen: int = 15


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
    euro_cijfers: int = 3
    euro_bijdragers: int = 10


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
class Ontbreekt:
    """What a criterium asks and nothing measures: wat, and in vraag whom to ask for what."""

    wat: str
    vraag: str


@dataclass(frozen=True)
class Criterium:
    """One criterium the budget is judged by: the indicatoren that measure it, and what lacks."""

    naam: str
    indicatoren: tuple[str, ...] = ()
    uitleg: str = ""
    ontbreekt: tuple[Ontbreekt, ...] = ()


@dataclass(frozen=True)
class Budget:
    """The pilot budget, where it is paid from, and the criteria it is judged by."""

    dekking: str
    post: tuple[BudgetPost, ...]
    criterium: tuple[Criterium, ...] = ()


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
class BronBlok:
    """How a file of another program becomes rows of one table of the levering.

    bestand: pattern (* and ?) of the name of the file, any case; blad: of the sheet, in a workbook.
    tabel: the table it fills. kolommen: their column = ours, or a list of ours. codes: per column
    of ours, their label = our code. vast: our column = the same value in every row. alleen,
    behalve: their column = values of rows that come along, or do not. gevuld: their columns that
    must hold something, else the row stays out. uniek: a row that says the same as an earlier one
    stays out. datumvorm: as dd/mm/jjjj, or seconden, milliseconden, microseconden or dagen since
    1970. decimaal: the decimal sign in their texts. codering: of a CSV.
    """

    bestand: str
    tabel: str
    kolommen: dict[str, str | list[str]]
    blad: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    vast: dict[str, str] = field(default_factory=dict)
    alleen: dict[str, list[str]] = field(default_factory=dict)
    behalve: dict[str, list[str]] = field(default_factory=dict)
    gevuld: tuple[str, ...] = ()
    uniek: bool = False
    datumvorm: str = ""
    decimaal: str = ""
    codering: str = "utf-8"


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
    gebeurtenis: tuple[Gebeurtenis, ...] = ()
    compleetheid: Compleetheid = Compleetheid()
    gesprekken: Gesprekken = Gesprekken()
    bewaren: Bewaren = Bewaren()
    toegang: ToegangRegels = ToegangRegels()
    # How files are read changes no figure of the same rows: no part of the fingerprint.
    bron: dict[str, BronBlok] = field(default_factory=dict, repr=False)
    motor: Motor = field(default=Motor(), repr=False)
    opendata: OpenData = field(default=OpenData(), repr=False)

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
        """Nulmeting and effectjaar, oldest first."""
        pairs = (
            (NULMETING, self.vensters.nulmeting),
            (EFFECTJAAR, self.vensters.effectjaar),
        )
        return tuple(Venster(naam, *pair) for naam, pair in pairs)

    @property
    def voorparen(self) -> tuple[Voorpaar, ...]:
        """The at most four nearest pairs whose later window ends before the pilot, nearest first.

        None begins before perioden.vroegste_kwartaal; what was delivered is not known here.
        """
        found: list[Voorpaar] = []
        nulmeting, effectjaar = self.vensters.nulmeting, self.vensters.effectjaar
        for jaren in range(1, nulmeting[0].year - self.perioden.vroegste_kwartaal.year + 1):
            vroeger, later = (self._moved_back(pair, jaren) for pair in (nulmeting, effectjaar))
            if vroeger.van < self.perioden.vroegste_kwartaal or len(found) == MAX_VOORPAREN:
                break
            if later.tot < self.pilot.start:
                found.append(Voorpaar(jaren, vroeger, later))
        return tuple(found)

    def _moved_back(self, pair: tuple[date, date], jaren: int) -> Venster:
        """Whole quarters begin and end on the same day of every year: never 29 February."""
        van, tot = (day.replace(year=day.year - jaren) for day in pair)
        return Venster(NULMETING if (van, tot) == self.vensters.nulmeting else VROEGER, van, tot)

    def wijk_naam(self, wijk: str) -> str:
        """Name on screen of a wijk id, also of gemeente, overige and onbekend.

        A wijk that is no longer configured has its id for a name: conversations outlive it.
        """
        names = {naam.id: naam.naam for naam in self.wijk}
        special = {GEMEENTE: self.gemeente.naam, OVERIGE: "Andere wijken", ONBEKEND: "Onbekend"}
        return names.get(wijk) or special.get(wijk, wijk)

    def wijk_kort(self, wijk: str) -> str:
        """As wijk_naam, for a label in a drawing: at most 20 letters where wijken stay apart so.

        'Waterkwartier…' for Waterkwartier en Havengebied.
        """
        kort = _shorten(self.wijk_naam(wijk))
        same = [item for item in self.wijk_ids if _shorten(self.wijk_naam(item)) == kort]
        return kort if len({*same, wijk}) == 1 else self.wijk_naam(wijk)

    def fingerprint(self) -> str:
        """Sixteen hex digits that change with any setting that changes a figure or its text.

        Not with places of files, terms of keeping, or who has which role.
        """
        return self._fingerprint

    @cached_property
    def _fingerprint(self) -> str:
        placeless = replace(
            self,
            bewaren=Bewaren(),
            geo=replace(self.geo, omtrek=Path(self.geo.omtrek).name),
            gemeente=replace(self.gemeente, concordantie=Path(self.gemeente.concordantie).name),
            toegang=ToegangRegels(),
            gesprekken=Gesprekken(),
        )
        return hashlib.sha256(repr(placeless).encode()).hexdigest()[:16]


def _shorten(naam: str, most: int = 20) -> str:
    """The name, or its first words with an ellipsis: at most this many letters."""
    if len(naam) <= most:
        return naam
    cut = naam[: most - 1]
    place = max(cut.rfind(" "), cut.rfind("-"))
    return (cut[:place] if place >= most // 3 else cut).rstrip(" -") + "…"
