"""What the pages and the report say of the method: configuration, disclosure control, simulation.

One line per key of the configuration, in words and with its unit; what the disclosure control of an
edition did; and what the simulation found and the definitions in full, quoted from
docs/simulatie.md and docs/definities.md so that page and document agree.
"""

import re
from dataclasses import dataclass, fields
from datetime import date
from functools import cache

from proeftuin.huis import HUIS
from proeftuin.sentences.instellingen import text_of
from proeftuin.sentences.numbers import show_number
from proeftuin.settings import Settings
from proeftuin.tijd import show_date

AFDELINGEN = {
    "perioden": "Termijnen",
    "normen": "Normen en kleinste aantallen",
    "compleetheid": "Wanneer een kwartaal definitief is",
    "onthulling": "Bescherming in de openbare editie",
    "levering": "Grenzen bij het laden",
}
# key -> (unit, meaning); a test checks that no key is missing
BETEKENIS: dict[str, tuple[str, str]] = {
    "perioden.vroegste_kwartaal": ("", "Eerste kwartaal dat wordt berekend; de Jeugdwet begint."),
    "perioden.grafiek_vanaf": ("", "Eerste dag die in de grafieken staat."),
    "perioden.zorgperiode_gat_dagen": (
        "dagen",
        "Zit er hoogstens zo veel tijd tussen twee trajecten, dan horen zij bij één zorgperiode.",
    ),
    "perioden.verblijf_gat_dagen": (
        "dagen",
        "Zit er hoogstens zo veel tijd tussen twee keer verblijf, dan is het één verblijf.",
    ),
    "perioden.doorstroom_dagen": (
        "dagen",
        "Begint binnen deze tijd een traject met een andere hulpvorm, dan is het doorstroom.",
    ),
    "perioden.tijdelijke_stop_dagen": (
        "dagen",
        "Gaat hulp binnen deze tijd verder na een tijdelijke stop, dan is het één traject.",
    ),
    "perioden.administratief_dagen": (
        "dagen",
        "Gaat hulp binnen deze tijd verder na een administratief einde, dan is het één traject.",
    ),
    "perioden.herhaald_beroep_jaren": (
        "jaar",
        "Zo ver kijkt herhaald beroep terug.",
    ),
    "perioden.voorlopig_dagen": (
        "dagen",
        "Zijn er te weinig leveringen om te schatten welk deel van een periode binnen is, dan is "
        "zij voorlopig tot zo lang na haar einde.",
    ),
    "compleetheid.aandeel": (
        "aandeel",
        "Is dit deel van de rijen er naar schatting, dan is een kwartaal definitief.",
    ),
    "compleetheid.kwartalen": (
        "kwartalen",
        "Bij zo veel kwartalen moet elke stap van die schatting zijn gezien.",
    ),
    "compleetheid.na_kwartalen": (
        "kwartalen",
        "Zo lang na zijn einde geldt een kwartaal als helemaal binnen.",
    ),
    "compleetheid.ruimte_dagen": (
        "dagen",
        "Een eerdere levering telt mee als zij hooguit zo veel eerder of later in het kwartaal is "
        "gemaakt dan die van nu.",
    ),
    "perioden.verzilvering_rijp_dagen": (
        "dagen",
        "Zo lang na het einde van een periode is pas te zeggen wat is gebruikt van wat is "
        "toegewezen.",
    ),
    "perioden.horizon_trajectduur_dagen": (
        "dagen",
        "Tot zo ver telt de gemiddelde trajectduur; wat langer duurt telt voor dit aantal.",
    ),
    "perioden.horizon_cohort_dagen": (
        "dagen",
        "Tot zo ver telt de duur van begonnen trajecten, en zo oud moet de groep zijn.",
    ),
    "perioden.horizon_wachttijd_dagen": (
        "dagen",
        "Tot zo ver telt de gemiddelde wachttijd.",
    ),
    "normen.wachttijd_dagen": (
        "dagen",
        "Start de hulp binnen deze tijd, dan is dat binnen de norm ({norm_uitleg}).",
    ),
    "normen.minimum_noemer": (
        "",
        "Bij een kleinere noemer staat het cijfer tussen haakjes.",
    ),
    "normen.minimum_gebeurtenissen": (
        "",
        "Zo vaak moet een duur zijn afgelopen, anders staat het cijfer tussen haakjes.",
    ),
    "normen.minimum_risico": (
        "",
        "Zo veel trajecten moeten nog lopen op elke dag waarop er een stopt.",
    ),
    "onthulling.drempel": (
        "",
        "Een aantal van 1 tot dit getal wordt niet getoond.",
    ),
    "onthulling.basis": (
        "",
        "Andere aantallen worden afgerond op een veelvoud van dit getal.",
    ),
    "onthulling.duur_basis_dagen": (
        "dagen",
        "Duren worden afgerond op een veelvoud van dit getal.",
    ),
    "onthulling.euro_basis": (
        "euro",
        "Bedragen worden afgerond op een veelvoud van dit getal.",
    ),
    "onthulling.euro_cijfers": (
        "cijfers",
        "Zo veel cijfers van een bedrag zijn te zien, de rest is afgerond.",
    ),
    "onthulling.euro_bijdragers": (
        "",
        "Zo veel jeugdigen of casussen staan minstens achter een bedrag of gemiddelde, en achter "
        "elke wijziging daarvan.",
    ),
    "onthulling.dominantie_aandeel": (
        "aandeel",
        "Heeft één aanbieder of jeugdige een groter deel van een bedrag (of één jeugdige van de "
        "dagen van een gemiddelde), dan blijft het weg.",
    ),
    "levering.rijen_minimum_aandeel": (
        "aandeel",
        "Telt een kwartaal minder dan dit deel van de vorige levering, dan volgt een waarschuwing.",
    ),
    "levering.bedrag_maximum_eur": (
        "euro",
        "Een hoger bedrag in één regel wordt afgekeurd.",
    ),
}


@dataclass(frozen=True)
class Instelling:
    """One key of the configuration: dotted name, value as text with its unit, meaning."""

    sleutel: str
    waarde: str
    betekenis: str


def read_instellingen(settings: Settings, afdeling: str) -> list[Instelling]:
    """Every key of one section of the configuration, in its order."""
    section = getattr(settings, afdeling)
    found = []
    for field in fields(section):
        key = f"{afdeling}.{field.name}"
        unit, meaning = BETEKENIS[key]
        value = show_setting(getattr(section, field.name), unit)
        found.append(Instelling(key, value, text_of(meaning, settings)))
    return found


def show_setting(value: date | float, unit: str) -> str:
    """'28 dagen', '50%', '€ 50', '31 december 2023'."""
    if isinstance(value, date):
        return show_date(value)
    if unit == "aandeel":
        return f"{show_number(100 * value)}%"
    if unit == "euro":
        return f"€\u00a0{show_number(value)}"
    return f"{show_number(value)}\u00a0{unit}".rstrip()


def protection_rules(settings: Settings) -> tuple[str, ...]:
    """The rules of the openbaar edition, with the thresholds of this configuration."""
    rules, normen = settings.onthulling, settings.normen
    aandeel = show_number(100 * rules.dominantie_aandeel)
    return (
        f"Een aantal van 1 tot en met {rules.drempel - 1} is niet te zien. Andere aantallen zijn "
        f"afgerond op een veelvoud van {rules.basis}.",
        "Totalen, aandelen en cijfers van de hele gemeente zijn gemaakt van die beschermde "
        "aantallen.",
        f"Duur is te zien bij minstens {normen.minimum_noemer} trajecten waarvan er "
        f"{normen.minimum_gebeurtenissen} zijn gestopt, afgerond op {rules.duur_basis_dagen} "
        "dagen.",
        f"Euro's zijn te zien bij minstens {rules.euro_bijdragers} jeugdigen, als geen jeugdige of "
        f"aanbieder meer dan {aandeel}% van het bedrag uitmaakt. Zo'n bedrag heeft hooguit "
        f"{rules.euro_cijfers} cijfers. Wat met die bedragen is uitgerekend, kan er meer hebben.",
        f"Een bedrag dat eerder is getoond, verandert pas als minstens {rules.euro_bijdragers} "
        f"jeugdigen het veranderen en geen van hen voor meer dan {aandeel}%. Dat geldt ook voor "
        "wat van een totaal overblijft na zijn delen.",
        "Een gemiddelde duur volgt dezelfde regels als een bedrag. Een gemiddeld cijfer verandert "
        f"pas als er minstens {rules.euro_bijdragers} antwoorden meer of minder zijn.",
        "Een getal dat eerder is getoond, verandert pas als het aantal met 5 of meer verandert.",
        "Voor elke nieuwe editie speelt een rekenprogramma voor aanvaller. Het kent alle eerdere "
        "edities en rekent voor elk klein aantal uit welke waarden nog kunnen. Blijven er minder "
        "dan 5 over, dan wordt er grover afgerond of wordt een uitsplitsing daar niet getoond.",
    )


def protection_sentence(grover: int, afgeschermd: int) -> str:
    """How many groups of counts got more than the ordinary protection."""
    if not grover and not afgeschermd:
        return "Extra bescherming tegen herleiden was nergens nodig."
    return (
        f"Extra bescherming tegen herleiden: {show_number(grover)} groepen aantallen zijn grover "
        f"afgerond en {show_number(afgeschermd)} zijn niet getoond. Een groep is één soort aantal "
        "in één wijk en één periode."
    )


DOEL = HUIS / "docs" / "simulatie.md"
BEGIN = "De methode van dit product ziet onterecht een effect"
Rijen = tuple[tuple[str, ...], ...]


@cache
def simulation_sentence() -> str:
    """How often each method sees an effect that is not there; '' when the document is absent."""
    paragraphs = _read().split("\n\n")
    found = next((part for part in paragraphs if part.startswith(BEGIN)), "")
    return " ".join(found.split())


@cache
def simulation_table() -> tuple[tuple[str, ...], Rijen]:
    """(headings, rows) of the table of false positives; empty when the document is absent."""
    lines = [line for line in _read().split("## ")[1:2] for line in line.splitlines()]
    table = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in lines
        if line.startswith("|") and not line.startswith("|---")
    ]
    return (table[0], tuple(table[1:])) if table else ((), ())


DEFINITIES = HUIS / "docs" / "definities.md"


@cache
def law_text() -> str:
    """docs/definities.md as Markdown for under a heading of the third level; '' when absent.

    Its title is left out and links to other files become their text: on screen they lead nowhere.
    """
    if not DEFINITIES.is_file():
        return ""
    _, _, body = DEFINITIES.read_text(encoding="utf-8").partition("\n")
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", body)
    return re.sub(r"^(##+) ", r"##\1 ", text, flags=re.MULTILINE).strip()


def _read() -> str:
    return DOEL.read_text(encoding="utf-8") if DOEL.is_file() else ""
