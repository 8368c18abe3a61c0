"""What the disclosure control of an edition did, in words: for Verantwoording and publiceer."""

from proeftuin.sentences.numbers import show_number
from proeftuin.settings.model import Settings


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
        f"Euro's zijn te zien bij minstens {rules.drempel} jeugdigen, als geen jeugdige of "
        f"aanbieder meer dan {aandeel}% van het bedrag uitmaakt.",
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
