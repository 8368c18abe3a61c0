"""Our counts beside those of CBS in words: what differs, and why it may."""

from collections.abc import Sequence

from proeftuin.results import (
    Bronregel,
    CbsStand,
    CbsVergelijking,
)
from proeftuin.sentences.numbers import show_number
from proeftuin.settings import Settings
from proeftuin.tijd import show_date
from proeftuin.vocabulary import CBS_JEUGDHULP, CBS_MET

CBS_VORM_NAAM = {
    CBS_JEUGDHULP: "Jeugdigen met jeugdhulp",
    CBS_MET: "Jeugdigen met verblijf",
}
CBS_STAND = {
    CbsStand.GEEN_VENSTER: "dat jaar staat niet als heel jaar in deze editie",
    CbsStand.CBS_VERBORGEN: "het CBS toont dit aantal niet",
    CbsStand.ONS_VERBORGEN: "ons aantal is afgeschermd",
    CbsStand.CBS_DEELS: "het CBS toont een deel van de wijk",
    CbsStand.BINNEN: "kan door afronden komen",
    CbsStand.MEER: "meer dan het CBS telt",
    CbsStand.MINDER: "minder dan het CBS telt",
}


def cbs_summary(rows: Sequence[CbsVergelijking]) -> str:
    """One sentence: of how many counts the difference fits in rounding."""
    judged = [row for row in rows if row.verschil is not None]
    if not judged:
        return "Er is geen aantal dat wij naast dat van het CBS kunnen leggen."
    fits = sum(row.stand == CbsStand.BINNEN for row in judged)
    return (
        f"Bij {show_number(fits)} van de {show_number(len(judged))} aantallen kan het verschil met "
        "het CBS door afronden komen."
    )


def cbs_reasons(rows: Sequence[CbsVergelijking], settings: Settings) -> tuple[str, ...]:
    """Why the two counts may differ, by how each is defined; the first is about rounding."""
    limit = settings.onthulling
    reasons = [
        "Het CBS rondt het aantal van elk gebied af op vijf en toont kleine aantallen niet. Een "
        "wijk is hier een optelling van gebieden. In de openbare editie is ons aantal ook "
        f"afgerond, op minstens {limit.basis}.",
        "Het CBS telt alleen hulp in natura die aanbieders aan het CBS melden. Wij tellen alle "
        "hulp in de levering van de gemeente, ook als een aanbieder die niet meldde.",
        "Bij het CBS hoort een jeugdige bij het laatste adres. Bij ons is het de wijk op de "
        "laatste dag met hulp in het jaar; wie verblijft, telt bij de wijk van voor het verblijf.",
        "Het CBS gebruikt de grenzen van gebieden in dat jaar. Wij gebruiken steeds dezelfde.",
        "Het CBS telt jeugdigen tot 23 jaar. Wie bij ons ouder is, telt mee.",
    ]
    if any(row.is_voorlopig for row in rows):
        reasons.append(
            "Een jaar met een sterretje is bij het CBS voorlopig; zulke aantallen zijn vaak te "
            "laag."
        )
    return tuple(reasons)


def herkomst_sentence(regel: Bronregel) -> str:
    """Where a fetched file comes from: source, licence, day, and whether it was changed since."""
    changed = " Het bestand is daarna veranderd." if regel.is_gewijzigd else ""
    return (
        f"{regel.bestand}: {regel.bron} ({regel.licentie}), van {show_date(regel.dag)}. "
        f"{regel.bewerking}{changed}"
    )
