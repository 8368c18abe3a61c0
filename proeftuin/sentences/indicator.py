"""Sentences in B1 Dutch, made from figures and their states; never cheerful, never a verdict."""

from proeftuin.indicators import Indicator
from proeftuin.results import (
    Change,
    Comparison,
    Figure,
    NulmetingStatus,
    claims_of_change,
)
from proeftuin.sentences.numbers import (
    GEEN_RECENT,
    Statement,
    say_hidden,
    say_population,
    say_unripe,
    show_figure,
    show_margin,
    show_months,
    show_now,
    show_quarter,
)
from proeftuin.settings import Settings
from proeftuin.tijd import show_day
from proeftuin.vocabulary import (
    AFGESCHERMD,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    OK,
    TE_KLEIN,
    VOORLOPIG,
)

KWARTAAL_TEGENOVER = "een gemiddeld kwartaal van de nulmeting"

VOORBEHOUD = "Of dat door de proeftuin komt, kan nog niet worden gezegd."
VOORBEHOUD_KLEIN = "Of de proeftuin iets verandert, kan nog niet worden gezegd."
VOORBEHOUD_KWARTAAL = "Of dat door de proeftuin komt, zegt een kwartaal niet."
_KORTER = {"lager": "korter", "hoger": "langer", "gelijk": "even lang"}
_LAGER = {"lager": "lager", "hoger": "hoger", "gelijk": "ongeveer gelijk"}


def change_word(indicator: Indicator, change: Change) -> str:
    """'korter', 'langer', 'even lang', 'lager', 'hoger', 'ongeveer gelijk'; '' without one."""
    if change.woord is None:
        return ""
    return direction_word(indicator, change.woord)


def direction_word(indicator: Indicator, richting: str) -> str:
    """LAGER, HOGER or GELIJK in the words of this indicator: 'korter', 'even lang', 'hoger'."""
    return (_KORTER if indicator.is_duur else _LAGER)[richting]


def row_sentence(comparison: Comparison) -> Statement:
    """The one sentence of a row on the overview: a quarter against the mean quarter."""
    indicator, pilot, overige = comparison.indicator, comparison.pilot, comparison.overige
    if pilot.woord is None or pilot.now is None:
        return Statement(_cannot_compare(comparison))
    marge = " (binnen de marge)" if pilot.in_marge and pilot.woord != "gelijk" else ""
    sentence = f"In {show_quarter(pilot.now.tot)} {_than(indicator, pilot)}{marge}"
    claims = claims_of_change(indicator, pilot, overige)
    if overige.woord is None:
        return Statement(f"{sentence}. De andere wijken zijn niet te vergelijken.", claims)
    return Statement(
        f"{sentence}; in de andere wijken {_others_word(indicator, pilot, overige)}.", claims
    )


def _others_word(indicator: Indicator, pilot: Change, overige: Change) -> str:
    """'bleef het ongeveer gelijk', 'ook korter', 'langer': the others in the same quarter."""
    if overige.woord == "gelijk":
        return "bleef het ongeveer gelijk"
    same = "ook " if overige.woord == pilot.woord else ""
    return f"{same}{change_word(indicator, overige)}"


def _than(indicator: Indicator, change: Change) -> str:
    return than_words(indicator, change.woord or "gelijk", KWARTAAL_TEGENOVER)


def than_words(indicator: Indicator, richting: str, tegenover: str) -> str:
    """'korter dan in de nulmeting', 'even lang als in ...', 'ongeveer gelijk aan ...'."""
    joiner = "dan in"
    if richting == "gelijk":
        joiner = "als in" if indicator.is_duur else "aan"
    return f"{direction_word(indicator, richting)} {joiner} {tegenover}"


def _cannot_compare(comparison: Comparison) -> str:
    """Why nothing is compared: no recent quarter that may lead, or no nulmeting."""
    now, before = comparison.pilot.now, comparison.pilot.nulmeting
    latest = comparison.latest or now
    if latest is None or (now is None and latest.status == NIET_GELEVERD):
        text = "Niet geleverd: de gegevens hiervoor zitten niet in de levering."
        return f"{text}{_older(comparison)}"
    if now is None or not now.is_usable:
        when = show_quarter(latest.tot)
        why = _why_not_now(comparison, latest)
        return f"{_upper_first(GEEN_RECENT)}: {when} {why}.{_older(comparison)}"
    if before is None or before.status == NIET_GELEVERD:
        return "Er is geen nulmeting: de gegevens van die periode zijn niet geleverd."
    if before.status == AFGESCHERMD:
        return f"De nulmeting is {say_hidden(comparison.indicator, before)}."
    if before.status == TE_KLEIN:
        return "De nulmeting rust op een klein aantal en wordt daarom niet vergeleken."
    if before.noemer_mist:
        return f"De nulmeting is niet te vergelijken: {say_population(before)}."
    if before.status in (NOG_NIET_RIJP, VOORLOPIG):
        state = say_unripe(before) if before.status == NOG_NIET_RIJP else "nog voorlopig"
        return f"De nulmeting is {state}."
    return "Nog geen vergelijking mogelijk: er is geen bruikbaar cijfer."


def _why_not_now(comparison: Comparison, figure: Figure) -> str:
    """Why the newest quarter does not lead, after its name: 'is nog niet rijp: 3 van 9 ...'."""
    if figure.status == NOG_NIET_RIJP:
        return f"is {say_unripe(figure)}"
    if figure.status == AFGESCHERMD:
        return f"is {say_hidden(comparison.indicator, figure)}"
    if figure.status == NIET_GELEVERD:
        return "is niet geleverd"
    if figure.status == TE_KLEIN:
        late = "is voorlopig en " if figure.is_voorlopig else ""
        return f"{late}rust op een klein aantal"
    if figure.is_voorlopig:
        return "is voorlopig"
    if figure.noemer_mist:
        return f"is niet te vergelijken: {say_population(figure)}"
    if figure.status == OK and figure.waarde is not None:
        return "telt niet mee: het hoort bij de nulmeting, de tijd daarvoor of de overgang"
    return "heeft geen gevallen"


def _older(comparison: Comparison) -> str:
    """' Het laatste kwartaal dat wel te lezen is: 12,3% in 2022 K4.'; '' without one."""
    if comparison.ouder is None:
        return ""
    return (
        f" Het laatste kwartaal dat wel te lezen is, is {show_quarter(comparison.ouder.tot)}: "
        f"{show_figure(comparison.indicator, comparison.ouder)}."
    )


def headline(comparisons: list[Comparison], wijk_naam: str, oordeel: str = "") -> Statement:
    """The sentences at the top of the overview, from the newest quarters of the core indicators.

    Each says which quarter stands against the mean quarter of the nulmeting. oordeel: the verdict
    on the primary indicator (primary_sentence); empty while there is none.
    """
    waiting: list[str] = []
    quarters: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        pilot = comparison.pilot
        if pilot.woord is None or pilot.now is None:
            waiting.append(comparison.indicator.naam.lower())
        else:
            quarters.setdefault(show_quarter(pilot.now.tot), []).append(comparison)
    parts = [
        sentence
        for when in sorted(quarters, reverse=True)
        for sentence in _quarter_sentences(quarters[when], wijk_naam, when)
    ]
    if waiting:
        parts.append(f"Voor {join_words(waiting)} is nog geen vergelijking mogelijk.")
    compared = [item for found in quarters.values() for item in found]
    if oordeel:
        parts.append(oordeel)
    elif compared:
        parts.append(VOORBEHOUD if any(map(_is_clear, compared)) else VOORBEHOUD_KLEIN)
    claims = [claim for item in compared for claim in claims_of_change(item.indicator, item.pilot)]
    return Statement(" ".join(parts), [*claims, *getattr(oordeel, "claims", ())])


def _is_clear(comparison: Comparison) -> bool:
    """Whether the wijk is lower or higher and the nulmeting lies outside the margin of now."""
    return comparison.pilot.woord != "gelijk" and not comparison.pilot.in_marge


def _quarter_sentences(comparisons: list[Comparison], wijk_naam: str, when: str) -> list[str]:
    """What is clear in this quarter, and what lies within the margin or stayed the same."""
    clear: list[str] = []
    inside: dict[str, list[str]] = {"lager": [], "hoger": [], "gelijk": []}
    for comparison in comparisons:
        naam, woord = comparison.indicator.naam.lower(), comparison.pilot.woord or ""
        if _is_clear(comparison):
            zinnen = comparison.indicator.zinnen
            own = {"lager": zinnen.lager, "hoger": zinnen.hoger}[woord]
            clear.append(own or f"is {naam} {woord}")
        else:
            inside[woord].append(naam)
    parts = []
    if clear:
        parts.append(
            f"In {wijk_naam} {join_words(clear)} dan in {KWARTAAL_TEGENOVER} (cijfers van {when})."
        )
    return parts + _inside_sentences(inside, wijk_naam, when)


def _inside_sentences(inside: dict[str, list[str]], wijk_naam: str, when: str) -> list[str]:
    """What lies within the margin: 'In West is verblijf iets hoger dan in ... (2023 K3)'."""
    clauses = [
        f"{'is' if len(names) == 1 else 'zijn'} {join_words(names)} iets {woord}"
        for woord, names in inside.items()
        if names and woord != "gelijk"
    ]
    found = []
    if clauses:
        found.append(
            f"In {wijk_naam} {join_words(clauses)} dan in {KWARTAAL_TEGENOVER}, binnen de marge "
            f"van toeval (cijfers van {when})."
        )
    same = inside["gelijk"]
    if same:
        verb = "was" if len(same) == 1 else "waren"
        found.append(
            f"{join_words(same).capitalize()} {verb} in {when} ongeveer gelijk aan "
            f"{KWARTAAL_TEGENOVER}."
        )
    return found


def join_words(words: list[str]) -> str:
    """'a', 'a en b', 'a, b en c'."""
    return " en ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def page_sentence(comparison: Comparison, settings: Settings) -> Statement:
    """The sentences under the title of an indicator page: wijk, nulmeting, others, certainty."""
    indicator, pilot = comparison.indicator, comparison.pilot
    naam, now = settings.wijk_naam(comparison.wijk), comparison.pilot.now
    if now is None or now.waarde is None or pilot.woord is None:
        return Statement(f"{indicator.naam} in {naam}: {_lower_first(_cannot_compare(comparison))}")
    months = ""
    if indicator.zinnen.in_maanden:
        months = f" (ongeveer {show_months(now.waarde)})"
    parts = [
        f"{indicator.naam} in {naam}: {show_figure(indicator, now)}{months} "
        f"in {show_quarter(now.tot)}.",
        f"Dat is {_than(indicator, pilot)} ({show_figure(indicator, pilot.nulmeting)}).",
        _others(indicator, comparison.overige),
    ]
    margin = show_margin(indicator, now)
    if margin:
        inside = (
            "De nulmeting ligt daarbinnen" if pilot.in_marge else "De nulmeting ligt daarbuiten"
        )
        parts.append(f"De marge door toeval loopt van {margin}. {inside}.")
    if comparison.wijk not in settings.pilot.wijken:
        parts.append(f"{naam} doet niet mee aan de proeftuin.")
    elif pilot.woord == "gelijk":
        parts.append("Dat betekent niet dat de proeftuin niets deed.")
    else:
        parts.append(VOORBEHOUD_KWARTAAL)
    return Statement(
        " ".join(part for part in parts if part),
        claims_of_change(indicator, pilot, comparison.overige),
    )


def short_sentence(comparison: Comparison, settings: Settings) -> Statement:
    """The same in two short lines, for a small chart."""
    indicator, pilot, overige = comparison.indicator, comparison.pilot, comparison.overige
    naam, now = settings.wijk_naam(comparison.wijk), comparison.pilot.now
    if now is None or now.waarde is None or pilot.woord is None:
        return Statement(_cannot_compare(comparison))
    others = ""
    if overige.now is not None and overige.now.waarde is not None:
        others = f", andere wijken {show_figure(indicator, overige.now)}"
    reading = row_sentence(comparison)
    return Statement(
        f"{naam} {show_figure(indicator, now)} in {show_quarter(now.tot)}; nulmeting "
        f"{show_figure(indicator, pilot.nulmeting)}{others}. {reading}",
        reading.claims,
    )


def change_question(comparison: Comparison, naam: str) -> Statement:
    """A quarter that differs from the mean quarter of the nulmeting, as a question to discuss.

    Only for a comparison with a word; naam: the wijk on screen.
    """
    indicator, pilot, overige = comparison.indicator, comparison.pilot, comparison.overige
    when = show_quarter(pilot.now.tot) if pilot.now else ""
    marge = ", binnen de marge door toeval" if pilot.in_marge else ""
    others = "is het niet te vergelijken"
    if overige.woord:
        others = _others_word(indicator, pilot, overige)
        others = others if overige.woord == "gelijk" else f"was het {others}"
    return Statement(
        f"{indicator.naam} in {naam} was in {when} {_than(indicator, pilot)}: "
        f"{show_now(indicator, pilot.now)}, was {show_figure(indicator, pilot.nulmeting)}{marge}. "
        f"In de andere wijken {others}. Herkent u dit?",
        claims_of_change(indicator, pilot, overige),
    )


def difference_reason(comparison: Comparison, naam: str) -> Statement:
    """Why an indicator is proposed: now beside the mean quarter of the nulmeting, and the others.

    Only for a comparison with a word; naam: the wijk on screen.
    """
    indicator, pilot, overige = comparison.indicator, comparison.pilot, comparison.overige
    when = show_quarter(pilot.now.tot) if pilot.now else ""
    text = (
        f"{naam} in {when}: {show_now(indicator, pilot.now)}, {_than(indicator, pilot)}, toen "
        f"{show_figure(indicator, pilot.nulmeting)}."
    )
    if overige.woord:
        others = _others_word(indicator, pilot, overige)
        others = others if overige.woord == "gelijk" else f"was het {others}"
        text = f"{text} In de andere wijken {others}."
    return Statement(text, claims_of_change(indicator, pilot, overige))


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _others(indicator: Indicator, change: Change) -> str:
    if change.woord is None or change.now is None or change.nulmeting is None:
        return ""
    before, now = show_figure(indicator, change.nulmeting), show_figure(indicator, change.now)
    if change.woord == "gelijk":
        return f"In de andere wijken bleef het ongeveer gelijk ({before}, nu {now})."
    return f"In de andere wijken ging het van {before} naar {now}."


OORZAAK = {
    "venster": "een andere periode",
    "grenzen": "andere grenzen van wijken",
    "parameters": "andere normen of termijnen",
    "definitie": "een andere definitie",
    "gegevens": "andere gegevens",
}


def nulmeting_note(status: NulmetingStatus) -> str:
    """Which nulmeting is shown: since when, what a newer one rests on, who chose it and why."""
    if status.versie is None:
        return "De nulmeting is nog niet vastgelegd; zij kan nog veranderen."
    return " ".join(part for part in (_shown_note(status), besluit_note(status)) if part)


def _shown_note(status: NulmetingStatus) -> str:
    since = show_day(status.vastgelegd_op or "")
    why = [OORZAAK[item] for item in status.oorzaken]
    if status.geldend not in (None, status.versie):
        return (
            f"Vastgelegd is versie {status.geldend}, met {join_words(why)}. Die is niet "
            "vergelijkbaar met de cijfers van nu, dus er is geen oordeel. Hier staat versie "
            f"{status.versie}, berekend zoals de cijfers van nu. De gemeente kan die versie kiezen."
        )
    if status.nieuwere_versie is not None:
        new = "Nieuwe gegevens geven een"
        if why and status.oorzaken != ("gegevens",):
            new = f"Door {join_words(why)} is er een"
        return (
            f"Nulmeting vastgelegd op {since} (versie {status.versie}). {new} "
            f"andere uitkomst; die staat ernaast als versie {status.nieuwere_versie}. Hier staat "
            f"versie {status.versie}."
        )
    if not status.ongewijzigd:
        return f"Nulmeting vastgelegd op {since}. Nieuwe gegevens geven een andere uitkomst."
    return f"Nulmeting vastgelegd op {since}, ongewijzigd."


def besluit_note(status: NulmetingStatus) -> str:
    """'Versie 2 is gekozen op ... door ... Reden: ...'; empty when nobody chose."""
    if status.besluit is None:
        return ""
    day = show_day(status.besluit.op)
    number = status.versie if status.geldend is None else status.geldend
    return (
        f"Versie {number} van de nulmeting is gekozen op {day} door {status.besluit.door}. "
        f"Reden: {status.besluit.reden.rstrip('.')}."
    )


def state_notes(comparison: Comparison) -> list[str]:
    """What to know about the newest quarter when it does not lead: not ripe, provisional, small.

    And, per 1000, about a population that lacks ages or is of an earlier year.
    """
    latest, now = comparison.latest, comparison.pilot.now
    notes = _population_of(comparison)
    if latest is None or now is None or latest.tot == now.tot:
        return notes
    note = f"{show_quarter(latest.tot)} {_why_not_now(comparison, latest)}"
    if latest.is_voorlopig:
        note = f"{note} en wordt nog niet vergeleken"
    return [f"{note}.", *notes]


def _population_of(comparison: Comparison) -> list[str]:
    """Which population is under now and under the nulmeting, where it is not that of the day."""
    now = comparison.pilot.now or comparison.latest
    named = ((now, "Dit cijfer"), (comparison.pilot.nulmeting, "De nulmeting"))
    return [
        f"{naam} rust op een andere noemer: {words}."
        for figure, naam in named
        if figure is not None and (words := say_population(figure))
    ]
