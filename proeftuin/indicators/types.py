"""What an indicator is: a frozen declaration, no SQL and no code in it."""

from collections.abc import Callable
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


EURO = (Soort.EURO, Soort.EURO_PER_1000, Soort.EURO_AANDEEL)


class Rekenrol(Enum):
    """What a sum over several indicators needs one for; each role has one indicator."""

    KOSTEN = "ontleding: the euros per 1000 that are taken apart"
    BEGONNEN = "ontleding: who begins, per 1000"
    TEGELIJK = "ontleding: trajecten at once per jeugdige in zorg"
    TERUGVERDIENEN = "break-even: euros per jeugdige with help"


class Richting(Enum):
    """Which way the pilot hopes a figure moves; always written, never coloured."""

    LAGER = "lager is gewenst"
    HOGER = "hoger is gewenst"
    NEUTRAAL = "geen gewenste richting"


DAGEN = "dagen"  # the unit of every duration
BEVOLKING = "bevolking"  # the noemer of PER_1000 and EURO_PER_1000
LEEFTIJDSGROEP, HULPVORM, VERWIJZER = "leeftijdsgroep", "hulpvorm", "verwijzer"
AANBIEDER, REDEN, VRAAG = "aanbieder", "reden", "vraag"
GEEN = "geen"

PERSOON = (LEEFTIJDSGROEP,)  # a jeugdige or zorgperiode carries only the age
TRAJECT = (LEEFTIJDSGROEP, HULPVORM, VERWIJZER, AANBIEDER)


@dataclass(frozen=True)
class Overleving:
    """How a duration is measured, for Soort.OVERLEVING.

    horizon: the setting of perioden with the days the mean counts up to. kap_mediaan: the median
    stops there too, and is a number of its own on the page. heeft_minimum_risico: all along the
    horizon normen.minimum_risico units must still run. werkwoord: what ends the duration.
    wachtenden: slug of the indicator whose noemer is who still waits; with it come p80 and
    wacht_tot_nu. terugwerkend: the column of the fact that counts ends before the begin.
    """

    horizon: str
    kap_mediaan: bool = False
    heeft_minimum_risico: bool = False
    werkwoord: str = "gestopt"
    wachtenden: str | None = None
    terugwerkend: str | None = None


@dataclass(frozen=True)
class Zinnen:
    """Words of its own in sentences.

    verleden: who did what, before '21 dagen langer dan verwacht' ('Trajecten duurden'); empty:
    '<naam>:'. minder, meer: what stands out, after 'Al zeven kwartalen' ('start minder dan
    gewoonlijk op tijd'); empty: 'is <naam> lager dan gewoonlijk'.
    """

    verleden: str = ""
    minder: str = ""
    meer: str = ""


@dataclass(frozen=True)
class Vastpunt:
    """A standing point of a kind of gesprek: under which deel, and at which place of all."""

    gesprek: str
    deel: str
    plaats: int


@dataclass(frozen=True)
class Bespreking:
    """When an indicator comes up for discussion; places order those that have one, None: never.

    is_voorstel: a change may put it on a proposed agenda. overzicht: place among what the
    overview looks at beside the core. signaal: place among those whose quarters may stand out, for
    a flow only: on a peildatum the same jeugdigen return each quarter and the rules alarm falsely
    29 to 48% of the time (definities.md). vast: where it is always on the agenda.
    """

    is_voorstel: bool = True
    overzicht: int | None = None
    signaal: int | None = None
    vast: tuple[Vastpunt, ...] = ()


@dataclass(frozen=True)
class Indicator:
    """One figure of the product's law, as policy people read it.

    feit is the fact (facts/<feit>.sql) with one row per unit and window; teller and noemer are
    numeric columns of it (noemer may be BEVOLKING). rijp and totaal are the columns that count
    who is old enough, None where ripeness does not matter. indelingen are the splits the unit
    carries. peildatum: measured on quarter ends, pooled in a year. bestand: the file of the
    levering without which it is 'niet geleverd', ook_nodig: the files beside it, jeugdige and
    traject. pagina: the page that shows it. A name between braces in a text is a number of the
    configuration (sentences.text_of). Every rule about this one figure stands here as well:

    - rijp_na: the setting of perioden with the days after a window when all its units are ripe;
      without it rijp and totaal are compared.
    - terugblik: the setting of perioden with the years the levering must go back before a window.
    - telt_per_periode: who counts in two quarters counts once in a year, so a year value is
      another quantity than a quarter value and a quarter is compared with an average quarter.
    - heeft_wijkwaarde: one value per wijk and window; without it no comparison over years and
      nothing to freeze for a gesprek.
    - is_kern: one of the core indicators, which the overview opens with.
    - aanbieder_feit: on the page for the talk with one aanbieder, from this fact with a row per
      unit and aanbieder and the columns of feit; '' for none. The same fact: units of all
      aanbieders add up.
    - velden: fields of the levering that may be empty, as 'bestand.kolom', without which a unit is
      missing from the figure; what counts as missing stands in edition/kwaliteit.py.
    - is_score: a mark of 1 to 10; other means are days.
    - cbs_vorm: the form of CBS whose count its teller is to be laid beside, '' for none.
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
    ook_nodig: tuple[str, ...] = ()
    velden: tuple[str, ...] = ()
    peildatum: bool = False
    telt_per_periode: bool = False
    rijp: str | None = None
    totaal: str | None = None
    rijp_na: str | None = None
    terugblik: str | None = None
    overleving: Overleving | None = None
    heeft_wijkwaarde: bool = True
    is_kern: bool = False
    aanbieder_feit: str = ""
    is_score: bool = False
    cbs_vorm: str = ""
    rekenrol: Rekenrol | None = None
    zinnen: Zinnen = Zinnen()
    bespreking: Bespreking = Bespreking()
    opmerking: str = ""
    voorbeeld: str = (
        ""  # heading of the worked example, a spec table under proeftuin/indicators/voorbeelden
    )
    stroom: bool = False  # a flow: quarters add up, signals are allowed
    beheerder: str = "Gemeente, team beleid Jeugd"
    checked_by: str = "tests/lib/reference/__init__.py"
    reviewed: date = date(2026, 11, 23)
    next_review: date = date(2027, 11, 23)

    def __post_init__(self) -> None:
        """ValueError when two fields contradict each other."""
        rules = (
            ((self.soort is Soort.OVERLEVING) == (self.overleving is not None), "overleving"),
            ((self.rijp is None) == (self.totaal is None), "totaal"),
            (self.rijp is not None or self.rijp_na is None, "rijp_na"),
            (self.soort not in EURO or self.rijp is None or self.rijp_na is not None, "rijp_na"),
            (self.soort is not Soort.EURO_AANDEEL or self.totaal is not None, "totaal"),
            (self.bespreking.signaal is None or self.stroom, "bespreking.signaal"),
        )
        wrong = [field for holds, field in rules if not holds]
        if wrong:
            raise ValueError(f"{self.slug}: {', '.join(wrong)} does not go with the other fields")

    @property
    def is_duur(self) -> bool:
        """True where the value is a number of days."""
        return self.eenheid == DAGEN

    @property
    def needs_average_quarter(self) -> bool:
        """True when a year value is another quantity than a quarter value."""
        is_rate = self.soort in (Soort.PER_1000, Soort.EURO_PER_1000)
        return not self.peildatum and (self.telt_per_periode or is_rate)

    @property
    def telt_in_euro(self) -> bool:
        """True where the noemer is euros: totaal says how many units stand behind it."""
        return self.soort is Soort.EURO_AANDEEL

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
    if indicator.soort in (Soort.EURO, Soort.EURO_PER_1000) or indicator.is_duur:
        return 0
    return 1


_GETELD = (
    *("kinderen en jongeren", "jeugdigen", "trajecten", "aanmeldingen", "zorgperioden"),
    *("toewijzingen", "casussen", "antwoorden"),
)


def counted_unit(indicator: Indicator) -> str:
    """What its noemer counts, in one word: 'jeugdigen', 'trajecten', 'aanmeldingen'."""
    return _first_unit(indicator.noemer_tekst)


def teller_unit(indicator: Indicator) -> str:
    """The same of its teller."""
    return _first_unit(indicator.teller_tekst)


def _first_unit(text: str) -> str:
    places = {word: text.find(word) for word in _GETELD}
    found = {word: place for word, place in places.items() if place >= 0}
    return min(found, key=found.__getitem__, default="gevallen")


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
    return DAGEN if indicator.is_duur else ""


# Of perioden, but of no figure: when it is definite is no part of what it counts.
VRIJ = ("grafiek_vanaf", "vroegste_kwartaal", "voorlopig_dagen")
# Who uses a setting of perioden or normen; one that is not named here counts for all.
_GEBRUIKERS: dict[str, Callable[[Indicator], bool]] = {
    "zorgperiode_gat_dagen": lambda item: item.feit.startswith("zorgperiode"),
    "doorstroom_dagen": lambda item: item.teller == "is_doorstroom",
    "herhaald_beroep_jaren": lambda item: item.terugblik == "herhaald_beroep_jaren",
    "verzilvering_rijp_dagen": lambda item: item.rijp_na == "verzilvering_rijp_dagen",
    "wachttijd_dagen": lambda item: item.teller == "is_binnen_norm",
    "minimum_gebeurtenissen": lambda item: item.overleving is not None,
    "minimum_risico": lambda item: bool(item.overleving and item.overleving.heeft_minimum_risico),
}


def uses_setting(indicator: Indicator, naam: str) -> bool:
    """Whether this key of perioden or normen can move the indicator."""
    if naam in VRIJ:
        return False
    if naam.startswith("horizon_"):
        return indicator.overleving is not None and indicator.overleving.horizon == naam
    return naam not in _GEBRUIKERS or _GEBRUIKERS[naam](indicator)
