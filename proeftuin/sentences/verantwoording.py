"""What every key of the configuration means, in words, with its unit: one line per key."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from proeftuin.sentences.numbers import show_date, show_number
from proeftuin.settings.model import Settings

AFDELINGEN = {
    "perioden": "Termijnen",
    "normen": "Normen en kleinste aantallen",
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
    "perioden.herhaald_beroep_jaren": (
        "jaar",
        "Zo ver kijkt herhaald beroep terug.",
    ),
    "perioden.voorlopig_dagen": (
        "dagen",
        "Eindigt een periode korter dan dit voor de stand van de gegevens, dan is zij voorlopig.",
    ),
    "perioden.verzilvering_rijp_dagen": (
        "dagen",
        "Zo lang na het einde van een periode is verzilvering pas rijp.",
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
        "Start de hulp binnen deze tijd, dan is dat binnen de norm (14 weken, richtlijn ggz).",
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
    "onthulling.dominantie_aandeel": (
        "aandeel",
        "Heeft één aanbieder of jeugdige een groter deel van een bedrag, dan blijft het weg.",
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
        found.append(Instelling(key, show_setting(getattr(section, field.name), unit), meaning))
    return found


def show_setting(value: Any, unit: str) -> str:
    """'28 dagen', '50%', '€ 50', '31 december 2023'."""
    if isinstance(value, date):
        return show_date(value)
    if unit == "aandeel":
        return f"{show_number(100 * value)}%"
    if unit == "euro":
        return f"€\u00a0{show_number(value)}"
    return f"{show_number(value)}\u00a0{unit}".rstrip()
