"""What is said around a conversation: why something is proposed, what happened since, the names.

Text in, text out; B1 Dutch, no judgement. Quarters of the journal are codes like '2023-Q3'.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from proeftuin.indicators import INDICATORS, Indicator
from proeftuin.results import Change, Figure, Uitkomst, claims_of_change, claims_of_effect
from proeftuin.sentences.effect import found_words
from proeftuin.sentences.indicator import change_word
from proeftuin.sentences.numbers import (
    Statement,
    lower_first,
    short_quarter,
    show_difference,
    show_figure,
    show_quarter,
)
from proeftuin.settings import Settings
from proeftuin.vocabulary import AANTOONBAAR

# The kinds of conversation: in one name, and as said where someone chooses one.
SOORT_KORT = {
    "wijkgesprek": "Wijkgesprek",
    "driehoek": "Driehoek",
    "aanbieder": "Gesprek met een aanbieder",
}
SOORT_NAAM = {**SOORT_KORT, "driehoek": "Driehoek: beleid, uitvoering en financiën"}
STATUS_NAAM = {
    "gepland": "gepland",
    "voorbereid": "voorbereid",
    "bezig": "bezig",
    "afgesloten": "afgesloten",
}
NIET_GEZEGD = "Of een actie het cijfer veranderde, is hiermee niet gezegd."
ACTIE_STATUS = {"open": "open", "klaar": "klaar", "vervallen": "vervallen"}
RICHTING_NAAM = {"omlaag": "omlaag", "omhoog": "omhoog", "gelijk": "gelijk blijven"}
VERHAAL_NAAM = {"goed_voorbeeld": "Goed voorbeeld", "ervaring": "Ervaring van inwoners"}


@dataclass(frozen=True)
class Gespreksvraag:
    """A question of a conversation: its field in the journal, its name, one line of help."""

    veld: str
    naam: str
    hulp: str


VRAGEN: tuple[Gespreksvraag, ...] = (
    Gespreksvraag("herkennen", "Herkennen", "Herkennen we dit beeld? Wat zien we zelf in de wijk?"),
    Gespreksvraag(
        "verklaren", "Verklaren", "Hoe komt het? Wat weten we zeker en wat vermoeden we?"
    ),
    Gespreksvraag("waarderen", "Waarderen", "Is dit goed of niet, en voor wie?"),
    Gespreksvraag("verbeteren", "Verbeteren", "Wat gaan we doen? Maak er een actie van."),
    Gespreksvraag("koers", "Koers", "Past het bij onze koers? Moeten we bijsturen?"),
)

_PROGNOSE = "Prognose van het lopende jaar"


class VastPunt(NamedTuple):
    """A point of the standing agenda: part, title, indicator or None, and the kind of point."""

    deel: str
    titel: str
    slug: str | None
    soort: str


# Points of the standing agenda about no indicator, with their place among all.
_VRIJ: dict[str, tuple[tuple[int, VastPunt], ...]] = {
    "wijkgesprek": (),
    "driehoek": (
        (7, VastPunt("Financiën", "Budget van de proeftuin", None, "vrij")),
        (8, VastPunt("Financiën", _PROGNOSE, None, "prognose")),
    ),
    "aanbieder": ((7, VastPunt("Prognose", _PROGNOSE, None, "prognose")),),
}


def _standing(soort: str) -> tuple[VastPunt, ...]:
    """The standing agenda of one kind of talk: what indicators declare, and the other points."""
    found = [
        *_VRIJ[soort],
        *(
            (punt.plaats, VastPunt(punt.deel, item.naam, item.slug, "indicator"))
            for item in INDICATORS
            for punt in item.bespreking.vast
            if punt.gesprek == soort
        ),
    ]
    return tuple(point for _, point in sorted(found, key=lambda pair: pair[0]))


# The standing agenda of the internal talks, from the council papers.
STANDAARD: dict[str, tuple[VastPunt, ...]] = {soort: _standing(soort) for soort in _VRIJ}


def quarter_code(day: date) -> str:
    """'2023-Q3', the code of the calendar quarter that holds day."""
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def quarter_day(code: str) -> date:
    """The last day of the quarter with this code; ValueError for another text."""
    year, number = int(code[:4]), int(code.removeprefix(f"{code[:4]}-Q"))
    last = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
    if number not in last:
        raise ValueError(code)
    return date(year, *last[number])


def quarter_text(code: str, *, kort: bool = False) -> str:
    """'juli–september 2023' for '2023-Q3'; kort: 'jul–sep 2023', for a table.

    A text that is no code comes back as it is.
    """
    try:
        return (short_quarter if kort else show_quarter)(quarter_day(code))
    except ValueError:
        return code


def is_past_due(code: str, day: date) -> bool:
    """Whether the quarter in which an action was to be ready is over on this day."""
    return quarter_day(code) < day


def next_quarters(code: str, count: int) -> tuple[str, ...]:
    """The codes of count quarters, that of code first."""
    start = quarter_day(code)
    first = start.year * 4 + start.month // 3 - 1
    return tuple(f"{item // 4}-Q{item % 4 + 1}" for item in range(first, first + count))


def action_reason(tekst: str, eigenaar: str, kwartaal: str) -> str:
    """Why an open action puts its indicator on the agenda."""
    return f"Open actie van {eigenaar}, klaar in {quarter_text(kwartaal)}: {tekst}"


def standard_reason(deel: str) -> str:
    """A standing part of this kind of talk."""
    return f"Vast onderdeel: {lower_first(deel)}."


def effect_reason(uitkomst: Uitkomst, indicator: Indicator, settings: Settings) -> Statement:
    """How the pilot changed against the others over whole years, with its margin."""
    claims = claims_of_effect(uitkomst, indicator, settings)
    found = found_words(uitkomst, indicator)
    pilots = " en ".join(settings.wijk_naam(item) for item in settings.pilot.wijken)
    if uitkomst.verdict == AANTOONBAAR:
        return Statement(f"Over een heel jaar veranderde {pilots} {AANTOONBAAR}: {found}.", claims)
    return Statement(
        f"Over een heel jaar verschilt de verandering in {pilots} van die in de andere wijken "
        f"({found}). Dat kan toeval zijn.",
        claims,
    )


def ripe_reason(indicator: Indicator, figure: Figure, naam: str) -> str:
    """A quarter that was too young in the conversation before and can be read now."""
    return (
        f"{show_quarter(figure.tot)} was bij het vorige gesprek nog te vroeg en nu niet meer: "
        f"{show_figure(indicator, figure)} in {naam}."
    )


def year_ripe_reason(indicator: Indicator) -> str:
    """A comparison over whole years that could not be made before."""
    return f"De vergelijking van {indicator.naam.lower()} over een heel jaar kan nu worden gemaakt."


@dataclass(frozen=True)
class Verloop:
    """The figures of one wijk then (frozen) and now, and of the others beside it.

    bijgesteld: what the now edition says of the quarter of then, where that prints differently.
    """

    toen: Figure | None
    nu: Figure | None
    overige_toen: Figure | None
    overige_nu: Figure | None
    bijgesteld: Figure | None
    verandering: Change


def since_sentence(
    indicator: Indicator, naam: str, verloop: Verloop, richting: str | None = None
) -> Statement:
    """What the indicator did since it was frozen; richting: where the action wanted it to go."""
    toen, nu = verloop.toen, verloop.nu
    if toen is None or toen.waarde is None:
        return Statement(f"{indicator.naam}: toen was er geen recent cijfer voor {naam}.")
    then = f"{show_figure(indicator, toen)} in {show_quarter(toen.tot)}"
    if nu is None or nu.waarde is None:
        return Statement(f"{indicator.naam} in {naam}: toen {then}. Nu is er geen recent cijfer.")
    parts = [f"{indicator.naam} in {naam}: toen {then}."]
    claims = () if nu.tot <= toen.tot else claims_of_change(indicator, verloop.verandering)
    if nu.tot <= toen.tot:
        parts.append("Er is nog geen nieuwer kwartaal.")
    else:
        parts.append(_changed(indicator, verloop))
    if verloop.bijgesteld is not None:
        later = show_figure(indicator, verloop.bijgesteld)
        parts.append(f"Het cijfer van {show_quarter(toen.tot)} is door late gegevens nu {later}.")
    if richting in RICHTING_NAAM:
        parts.append(f"De actie wilde: {RICHTING_NAAM[richting]}.")
    return Statement(" ".join(parts), claims)


def _changed(indicator: Indicator, verloop: Verloop) -> str:
    change, nu = verloop.verandering, verloop.nu
    if nu is None:
        return ""
    now = f"Nu {show_figure(indicator, nu)} in {show_quarter(nu.tot)}"
    if change.woord is None or change.verschil is None:
        text = f"{now}; dat is niet te vergelijken."
    elif not change.has_direction:
        text = f"{now}: {change_word(indicator, change)}."
    else:
        marge = ", kan toeval zijn" if change.in_marge else ""
        found = show_difference(indicator, change.verschil)
        text = f"{now}: {change_word(indicator, change)} ({found}{marge})."
    before, after = verloop.overige_toen, verloop.overige_nu
    if before is None or after is None or before.waarde is None or after.waarde is None:
        return text
    return (
        f"{text} In de andere wijken: toen {show_figure(indicator, before)}, "
        f"nu {show_figure(indicator, after)}."
    )
