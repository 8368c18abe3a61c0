"""What an indicator is: a frozen declaration, no SQL and no code in it."""

from dataclasses import dataclass
from datetime import date
from enum import Enum


class Soort(Enum):
    """How a figure is made from its fact, and which interval belongs to it."""

    AANDEEL = "aandeel"  # sum teller / sum noemer, Wilson
    PER_1000 = "per 1000"  # sum teller / bevolking x 1000, Byar or Garwood
    VERHOUDING = "verhouding"  # count per unit, Byar or Garwood
    GEMIDDELDE = "gemiddelde"  # mean of a column per unit, normal interval
    EURO = "euro"  # euros per unit, bootstrap over jeugdigen
    EURO_PER_1000 = "euro per 1000"  # euros per bevolking x 1000, bootstrap over jeugdigen
    EURO_AANDEEL = "euro aandeel"  # euros / euros, bootstrap over jeugdigen
    OVERLEVING = "overleving"  # survival: RMST up to a horizon, median


class Richting(Enum):
    """Which way the pilot hopes a figure moves; always written, never coloured."""

    LAGER = "lager is gewenst"
    HOGER = "hoger is gewenst"
    NEUTRAAL = "geen gewenste richting"


BEVOLKING = "bevolking"  # the noemer of PER_1000 and EURO_PER_1000
LEEFTIJDSGROEP, HULPVORM, VERWIJZER = "leeftijdsgroep", "hulpvorm", "verwijzer"
AANBIEDER, REDEN, VRAAG = "aanbieder", "reden", "vraag"
GEEN = "geen"

PERSOON = (LEEFTIJDSGROEP,)  # a jeugdige or zorgperiode carries only the age
TRAJECT = (LEEFTIJDSGROEP, HULPVORM, VERWIJZER, AANBIEDER)


@dataclass(frozen=True)
class Indicator:
    """One figure of the product's law, as policy people read it.

    feit is the fact (facts/<feit>.sql) with one row per unit and window; teller and noemer are
    numeric columns of it (noemer may be BEVOLKING). rijp and totaal are the columns that count
    who is old enough, None where ripeness does not matter. indelingen are the splits the unit
    carries. peildatum: measured on quarter ends, pooled in a year. bestand: the file of the
    levering without which it is 'niet geleverd'.
    """

    slug: str
    naam: str
    vraag: str
    teller_tekst: str
    noemer_tekst: str
    eenheid: str
    soort: Soort
    richting: Richting
    feit: str
    teller: str
    noemer: str
    waarom: str
    bron: str
    pagina: str
    indelingen: tuple[str, ...] = PERSOON
    bestand: str = "traject"
    peildatum: bool = False
    rijp: str | None = None
    totaal: str | None = None
    opmerking: str = ""
    voorbeeld: str = (
        ""  # heading of the worked example, a spec table under proeftuin/indicators/voorbeelden
    )
    stroom: bool = False  # a flow: quarters add up, signals are allowed
    beheerder: str = "Gemeente, team beleid Jeugd"
    checked_by: str = "tests/lib/reference/__init__.py"
    reviewed: date = date(2026, 11, 23)
    next_review: date = date(2027, 11, 23)

    @property
    def factor(self) -> int:
        """1000 for rates per 1000 kinderen en jongeren (0-22), else 1."""
        return 1000 if self.soort in (Soort.PER_1000, Soort.EURO_PER_1000) else 1

    def looks_same(self, one: float, other: float) -> bool:
        """Whether two values are printed alike: they round to the same decimals."""
        scale, decimals = (100, 1) if is_share(self) else (1, decimals_of(self))
        return round(scale * one, decimals) == round(scale * other, decimals)


def decimals_of(indicator: Indicator) -> int:
    """How many decimals the value of an indicator is shown with."""
    if indicator.soort is Soort.VERHOUDING:
        return 2
    if indicator.soort in (Soort.EURO, Soort.EURO_PER_1000) or indicator.eenheid == "dagen":
        return 0
    return 1


def is_share(indicator: Indicator) -> bool:
    """True for figures shown as a percentage."""
    return indicator.soort in (Soort.AANDEEL, Soort.EURO_AANDEEL)


def short_unit(indicator: Indicator) -> str:
    """The unit behind a number: 'dagen', 'per 1000', 'trajecten'; empty for % and euros."""
    if is_share(indicator) or indicator.soort is Soort.EURO:
        return ""
    if indicator.soort in (Soort.PER_1000, Soort.EURO_PER_1000):
        return "per 1000"
    if indicator.soort is Soort.VERHOUDING:
        return indicator.eenheid.split(" per ")[0]
    return "dagen" if indicator.eenheid == "dagen" else ""
