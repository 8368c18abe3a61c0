"""Sentences in B1 Dutch, made from figures and their states; never cheerful, never a verdict."""

from proeftuin.indicators import Indicator
from proeftuin.results import (
    Change,
    Comparison,
    NulmetingStatus,
    needs_average_quarter,
    to_date,
)
from proeftuin.sentences.numbers import (
    say_hidden,
    say_unripe,
    show_date,
    show_figure,
    show_margin,
    show_months,
    show_quarter,
)
from proeftuin.settings import Settings
from proeftuin.vocabulary import AFGESCHERMD, NIET_GELEVERD, NOG_NIET_RIJP, TE_KLEIN, VOORLOPIG

VOORBEHOUD = "Of dat door de proeftuin komt, kan nog niet worden gezegd."
VOORBEHOUD_KLEIN = "Of de proeftuin iets verandert, kan nog niet worden gezegd."
VOORBEHOUD_KWARTAAL = "Of dat door de proeftuin komt, zegt een kwartaal niet."
_KORTER = {"lager": "korter", "hoger": "langer", "gelijk": "even lang"}
_LAGER = {"lager": "lager", "hoger": "hoger", "gelijk": "ongeveer gelijk"}


def change_word(indicator: Indicator, change: Change) -> str:
    """'korter', 'langer', 'even lang', 'lager', 'hoger', 'ongeveer gelijk'; '' without one."""
    if change.woord is None:
        return ""
    return (_KORTER if indicator.is_duur else _LAGER)[change.woord]


def nulmeting_name(indicator: Indicator) -> str:
    """'nulmeting', or 'nulmeting (gemiddeld kwartaal)' where a year is another quantity."""
    if needs_average_quarter(indicator):
        return "nulmeting (gemiddeld kwartaal)"
    return "nulmeting"


def row_sentence(comparison: Comparison) -> str:
    """The one sentence of a row on the overview."""
    indicator, pilot, overige = comparison.indicator, comparison.pilot, comparison.overige
    if pilot.woord is None:
        return _cannot_compare(comparison)
    word = change_word(indicator, pilot).capitalize()
    than = "als" if pilot.woord == "gelijk" and indicator.is_duur else "dan"
    if pilot.woord == "gelijk" and than == "dan":
        than = "aan"
    marge = " (binnen de marge)" if pilot.in_marge and pilot.woord != "gelijk" else ""
    sentence = f"{word} {than} in de nulmeting{marge}"
    if than == "aan":
        sentence = f"{word} aan de nulmeting{marge}"
    if overige.woord is None:
        return f"{sentence}. De andere wijken zijn niet te vergelijken."
    if overige.woord == "gelijk":
        return f"{sentence}; in de andere wijken bleef het ongeveer gelijk."
    if overige.woord == pilot.woord:
        return f"{sentence}; in de andere wijken ook {change_word(indicator, overige)}."
    return f"{sentence}; in de andere wijken {change_word(indicator, overige)}."


def _cannot_compare(comparison: Comparison) -> str:
    now, before = comparison.pilot.now, comparison.pilot.nulmeting
    if now is None or now.status == NIET_GELEVERD:
        return "Niet geleverd: de gegevens hiervoor zitten niet in de levering."
    if now.status == NOG_NIET_RIJP:
        return _upper_first(f"{say_unripe(now)}.")
    if now.status == AFGESCHERMD:
        return _upper_first(f"{say_hidden(comparison.indicator, now)}.")
    if before is None or before.status == NIET_GELEVERD:
        return "Er is geen nulmeting: de gegevens van die periode zijn niet geleverd."
    if before.status == AFGESCHERMD:
        return f"De nulmeting is {say_hidden(comparison.indicator, before)}."
    return "Nog geen vergelijking mogelijk: er is geen bruikbaar cijfer."


def headline(comparisons: list[Comparison], wijk_naam: str, oordeel: str = "") -> str:
    """The sentence at the top of the overview, from the states of the core indicators.

    oordeel: the verdict on the primary indicator (primary_sentence); empty while there is none.
    """
    clear: list[str] = []
    inside: dict[str, list[str]] = {"lager": [], "hoger": [], "gelijk": []}
    waiting: list[str] = []
    for comparison in comparisons:
        pilot, naam = comparison.pilot, comparison.indicator.naam.lower()
        if pilot.woord is None:
            waiting.append(naam)
        elif pilot.woord == "gelijk" or pilot.in_marge:
            inside[pilot.woord].append(naam)
        else:
            zinnen = comparison.indicator.zinnen
            own = {"lager": zinnen.lager, "hoger": zinnen.hoger}[pilot.woord]
            clear.append(own or f"is {naam} {pilot.woord}")
    parts = []
    if clear:
        parts.append(f"In {wijk_naam} {join_words(clear)} dan in de nulmeting.")
    parts += _inside_sentences(inside, wijk_naam)
    if waiting:
        parts.append(f"Voor {join_words(waiting)} is nog geen vergelijking mogelijk.")
    if oordeel:
        parts.append(oordeel)
    elif clear or any(inside.values()):
        parts.append(VOORBEHOUD if clear else VOORBEHOUD_KLEIN)
    return " ".join(parts)


def _inside_sentences(inside: dict[str, list[str]], wijk_naam: str) -> list[str]:
    """What lies within the margin: 'In West is verblijf iets hoger dan in de nulmeting ...'."""
    clauses = [
        f"{'is' if len(names) == 1 else 'zijn'} {join_words(names)} iets {woord}"
        for woord, names in inside.items()
        if names and woord != "gelijk"
    ]
    found = []
    if clauses:
        found.append(
            f"In {wijk_naam} {join_words(clauses)} dan in de nulmeting, binnen de marge van toeval."
        )
    same = inside["gelijk"]
    if same:
        verb = "bleef" if len(same) == 1 else "bleven"
        found.append(f"{join_words(same).capitalize()} {verb} ongeveer gelijk.")
    return found


def join_words(words: list[str]) -> str:
    """'a', 'a en b', 'a, b en c'."""
    return " en ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def page_sentence(comparison: Comparison, settings: Settings) -> str:
    """The sentences under the title of an indicator page: wijk, nulmeting, others, certainty."""
    indicator, pilot = comparison.indicator, comparison.pilot
    naam, now = settings.wijk_naam(comparison.wijk), comparison.pilot.now
    if now is None or now.waarde is None or pilot.woord is None:
        return f"{indicator.naam} in {naam}: {_lower_first(_cannot_compare(comparison))}"
    months = ""
    if indicator.zinnen.in_maanden:
        months = f" (ongeveer {show_months(now.waarde)})"
    parts = [
        f"{indicator.naam} in {naam}: {show_figure(indicator, now)}{months} "
        f"in {show_quarter(now.tot)}.",
        _against_nulmeting(indicator, pilot),
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
    return " ".join(part for part in parts if part)


def short_sentence(comparison: Comparison, settings: Settings) -> str:
    """The same in two short lines, for a small chart."""
    indicator, pilot, overige = comparison.indicator, comparison.pilot, comparison.overige
    naam, now = settings.wijk_naam(comparison.wijk), comparison.pilot.now
    if now is None or now.waarde is None or pilot.woord is None:
        return _cannot_compare(comparison)
    others = ""
    if overige.now is not None and overige.now.waarde is not None:
        others = f", andere wijken {show_figure(indicator, overige.now)}"
    return (
        f"{naam} {show_figure(indicator, now)} in {show_quarter(now.tot)}; nulmeting "
        f"{show_figure(indicator, pilot.nulmeting)}{others}. {row_sentence(comparison)}"
    )


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _against_nulmeting(indicator: Indicator, change: Change) -> str:
    word = change_word(indicator, change)
    before = show_figure(indicator, change.nulmeting)
    name = "een gemiddeld kwartaal van de nulmeting"
    name = name if needs_average_quarter(indicator) else "de nulmeting"
    if change.woord == "gelijk":
        joiner = "als in" if indicator.is_duur else "aan"
        return f"Dat is {word} {joiner} {name} ({before})."
    return f"Dat is {word} dan in {name} ({before})."


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
    since = show_date(to_date(status.vastgelegd_op))
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
    day = show_date(to_date(status.besluit.op))
    number = status.versie if status.geldend is None else status.geldend
    return (
        f"Versie {number} van de nulmeting is gekozen op {day} door {status.besluit.door}. "
        f"Reden: {status.besluit.reden.rstrip('.')}."
    )


def state_notes(comparison: Comparison) -> list[str]:
    """What to know about the newest quarters: not ripe, provisional, small, hidden."""
    latest, now = comparison.latest, comparison.pilot.now
    notes = []
    if latest is not None and (now is None or latest.tot != now.tot):
        when = show_quarter(latest.tot)
        texts = {
            NOG_NIET_RIJP: f"{when} is {say_unripe(latest)}.",
            VOORLOPIG: f"{when} is voorlopig en wordt nog niet vergeleken.",
            NIET_GELEVERD: f"{when} is niet geleverd.",
            AFGESCHERMD: f"{when} is {say_hidden(comparison.indicator, latest)}.",
        }
        notes.append(texts.get(latest.status, ""))
    if now is not None and now.status == TE_KLEIN:
        notes.append("Het cijfer staat tussen haakjes: het rust op een klein aantal.")
    return [note for note in notes if note]
