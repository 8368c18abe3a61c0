"""What the disclosure control of an edition did, in words: for Verantwoording and publiceer."""

from proeftuin.sentences import show_number

REGELS = (
    "Een aantal van 1 tot en met 9 is niet te zien. Andere aantallen zijn afgerond op vijftallen.",
    "Totalen, aandelen en cijfers van de hele gemeente zijn gemaakt van die beschermde aantallen.",
    "Duur is te zien bij minstens 30 trajecten waarvan er 10 zijn gestopt, afgerond op 5 dagen.",
    "Euro's zijn te zien bij minstens 10 jeugdigen, als niet één de helft of meer uitmaakt.",
    "Een getal dat eerder is getoond, verandert pas als het aantal met 5 of meer verandert.",
    "Voor elke nieuwe editie speelt een rekenprogramma voor aanvaller. Het kent alle eerdere "
    "edities en rekent voor elk klein aantal uit welke waarden nog kunnen. Blijven er minder dan "
    "5 over, dan wordt er grover afgerond of wordt een uitsplitsing daar niet getoond.",
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
