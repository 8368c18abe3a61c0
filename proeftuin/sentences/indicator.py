"""Sentences in B1 Dutch, made from figures and their states; never cheerful, never a verdict."""

from collections.abc import Mapping

from proeftuin.indicators import BEVOLKING, Indicator, counted_unit, short_unit
from proeftuin.results import (
    AFGEROND,
    GELIJK,
    HOGER,
    LAGER,
    Change,
    Comparison,
    Figure,
    NulmetingStatus,
    claims_of_change,
)
from proeftuin.sentences.numbers import (
    GEEN_RECENT,
    NIET_IN_LEVERING,
    Statement,
    capital_first,
    lower_first,
    say_hidden,
    say_population,
    say_unripe,
    show_figure,
    show_margin,
    show_now,
    show_quarter,
    show_size,
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

VOORBEHOUD_KWARTAAL = "Of dat door de proeftuin komt, zegt een kwartaal niet."
_KORTER = {
    LAGER: "korter",
    HOGER: "langer",
    GELIJK: "ongeveer even lang",
    AFGEROND: "door het afronden niet duidelijk korter of langer",
}
_LAGER = {
    LAGER: "lager",
    HOGER: "hoger",
    GELIJK: "ongeveer gelijk",
    AFGEROND: "door het afronden niet duidelijk lager of hoger",
}
_BLEEF = {GELIJK: "bleef het ongeveer gelijk", AFGEROND: "is geen duidelijk verschil te zien"}
_WEG = {LAGER: "daalde het", HOGER: "steeg het", **_BLEEF}


def change_word(indicator: Indicator, change: Change) -> str:
    """'korter', 'ongeveer even lang', 'hoger', 'door het afronden niet ...', or ''."""
    if change.woord is None:
        return ""
    return direction_word(indicator, change.woord)


def direction_word(indicator: Indicator, richting: str) -> str:
    """LAGER, HOGER, GELIJK or AFGEROND in the words of this indicator: 'korter', 'hoger'."""
    return (_KORTER if indicator.is_duur else _LAGER)[richting]


def row_sentence(comparison: Comparison) -> Statement:
    """The one sentence of a row on the overview: a quarter against the mean quarter."""
    indicator, pilot, overige = comparison.indicator, comparison.pilot, comparison.overige
    if pilot.woord is None or pilot.now is None:
        return Statement(_cannot_compare(comparison))
    is_small = pilot.in_marge and pilot.has_direction
    sentence = f"In {show_quarter(pilot.now.tot)} {'iets ' * is_small}{_than(indicator, pilot)}"
    sentence = f"{sentence}{', dat kan toeval zijn' * is_small}"
    claims = claims_of_change(indicator, pilot, overige)
    if overige.woord is None:
        return Statement(f"{sentence}. De andere wijken zijn niet te vergelijken.", claims)
    return Statement(
        f"{sentence}; in de andere wijken {_others_word(indicator, pilot, overige)}.", claims
    )


def _others_word(indicator: Indicator, pilot: Change, overige: Change) -> str:
    """'bleef het ongeveer gelijk', 'ook korter', 'langer': the others in the same quarter."""
    if overige.woord in _BLEEF:
        return _BLEEF[overige.woord]
    same = "ook " if overige.woord == pilot.woord else ""
    return f"{same}{change_word(indicator, overige)}"


def _than(indicator: Indicator, change: Change) -> str:
    return than_words(indicator, change.woord or GELIJK, KWARTAAL_TEGENOVER)


def than_words(indicator: Indicator, richting: str, tegenover: str) -> str:
    """'korter dan in de nulmeting', 'ongeveer gelijk aan ...'."""
    joiner = "dan in"
    if richting == GELIJK:
        joiner = "als in" if indicator.is_duur else "aan"
    return f"{direction_word(indicator, richting)} {joiner} {tegenover}"


def _cannot_compare(comparison: Comparison) -> str:
    """Why nothing is compared: no recent quarter that may lead, or no nulmeting."""
    now, before = comparison.pilot.now, comparison.pilot.nulmeting
    latest = comparison.latest or now
    if latest is None or (now is None and latest.status == NIET_GELEVERD):
        return f"{NIET_IN_LEVERING}{_older(comparison)}"
    if now is None or not now.is_usable:
        when = show_quarter(latest.tot)
        why = _why_not_now(comparison, latest)
        return f"{capital_first(GEEN_RECENT)}. {capital_first(when)} {why}.{_older(comparison)}"
    if before is None or before.status == NIET_GELEVERD:
        return "Er is geen nulmeting: de gegevens van die periode zijn niet geleverd."
    if before.status == AFGESCHERMD:
        return f"De nulmeting is {say_hidden(comparison.indicator, before)}."
    if before.status == TE_KLEIN:
        few = counted_unit(comparison.indicator)
        return f"De nulmeting rust op weinig {few} en wordt daarom niet vergeleken."
    if before.noemer_mist:
        return f"De nulmeting is niet te vergelijken: {say_population(before)}."
    if before.status in (NOG_NIET_RIJP, VOORLOPIG):
        state = say_unripe(before) if before.status == NOG_NIET_RIJP else "voorlopig"
        return f"De nulmeting is {state}."
    return "Nog geen vergelijking mogelijk: er is geen bruikbaar cijfer."


def _why_not_now(comparison: Comparison, figure: Figure) -> str:
    """Why the newest quarter does not lead, after its name: 'is nog te vroeg: 3 van 9 ...'."""
    if figure.status == NOG_NIET_RIJP:
        return f"is {say_unripe(figure)}"
    if figure.status == AFGESCHERMD:
        return f"is {say_hidden(comparison.indicator, figure)}"
    if figure.status == NIET_GELEVERD:
        return "is niet geleverd"
    if figure.status == TE_KLEIN:
        late = "is voorlopig en " if figure.is_voorlopig else ""
        return f"{late}rust op weinig {counted_unit(comparison.indicator)}"
    if figure.is_voorlopig:
        return "is voorlopig"
    if figure.noemer_mist:
        return f"is niet te vergelijken: {say_population(figure)}"
    if figure.status == OK and figure.waarde is not None:
        return "telt niet mee: het hoort bij de nulmeting, de tijd daarvoor of de overgang"
    return "had er geen"


def _older(comparison: Comparison) -> str:
    """' Het laatste kwartaal dat te vergelijken is, is ...: 12,3% in ...'; '' without one."""
    if comparison.ouder is None:
        return ""
    before = " Dat was voor de proeftuin begon." if comparison.is_ouder_van_ervoor else ""
    return (
        f" Het laatste kwartaal dat te vergelijken is, is {show_quarter(comparison.ouder.tot)}: "
        f"{show_figure(comparison.indicator, comparison.ouder)}.{before}"
    )


def join_words(words: list[str], between: str = "en") -> str:
    """'a', 'a en b', 'a, b en c'; between: the word before the last."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {between} {words[-1]}"


def page_lines(comparison: Comparison, settings: Settings) -> tuple[Statement, str]:
    """The two lines under the title of an indicator page: what is seen, and how sure that is.

    The second is empty where nothing is compared.
    """
    indicator, pilot = comparison.indicator, comparison.pilot
    naam, now = settings.wijk_naam(comparison.wijk), comparison.pilot.now
    if now is None or now.waarde is None or pilot.woord is None:
        text = f"{indicator.naam} in {naam}: {lower_first(_cannot_compare(comparison))}"
        return Statement(text), ""
    seen = [
        f"{indicator.naam} in {naam}: {show_figure(indicator, now)} in {show_quarter(now.tot)}.",
        f"Dat is {_than(indicator, pilot)} ({show_figure(indicator, pilot.nulmeting)}).",
        _others(comparison, others_of(comparison, settings)),
    ]
    claims = claims_of_change(indicator, pilot, comparison.overige)
    return Statement(" ".join(filter(None, seen)), claims), _how_sure(comparison, settings)


def page_sentence(comparison: Comparison, settings: Settings) -> Statement:
    """The two lines of an indicator page as one text."""
    seen, sure = page_lines(comparison, settings)
    return Statement(f"{seen} {sure}".rstrip(), seen.claims)


def _how_sure(comparison: Comparison, settings: Settings) -> str:
    pilot, naam = comparison.pilot, settings.wijk_naam(comparison.wijk)
    parts = []
    if margin := show_margin(comparison.indicator, pilot.now):
        inside = "De nulmeting ligt daarbuiten."
        if pilot.in_marge and not pilot.has_direction:
            inside = "De nulmeting ligt daarbinnen."
        elif pilot.in_marge:
            inside = "De nulmeting ligt daarbinnen: het verschil kan toeval zijn."
        parts.append(f"De marge door toeval loopt van {margin}. {inside}")
    if comparison.wijk in settings.pilot.wijken:
        parts.append(VOORBEHOUD_KWARTAAL)
    else:
        parts.append(f"{naam} doet niet mee aan de proeftuin.")
    return " ".join(parts)


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


def change_question(comparison: Comparison) -> Statement:
    """Now beside the mean quarter of the nulmeting, in at most 15 words, to talk about.

    Only for a comparison with a word.
    """
    indicator, pilot = comparison.indicator, comparison.pilot
    chance = " Dat kan toeval zijn." if pilot.in_marge else ""
    now = show_figure(indicator, pilot.now, unit=not _says_unit(indicator))
    before = show_figure(indicator, pilot.nulmeting, unit=False)
    return Statement(
        f"{indicator.naam}: nu {now}, was {before}.{chance}", claims_of_change(indicator, pilot)
    )


def _says_unit(indicator: Indicator) -> bool:
    """Whether its name carries the unit of its values: 'kosten per 1000 ...'."""
    return bool(short_unit(indicator)) and short_unit(indicator) in indicator.naam


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
        others = f"was het {others}" if overige.has_direction else others
        text = f"{text} In de andere wijken {others}."
    return Statement(text, claims_of_change(indicator, pilot, overige))


def others_of(comparison: Comparison, settings: Settings) -> str:
    """Whom a wijk is put beside, in words; a wijk without the proeftuin is one of them itself."""
    is_pilot = comparison.wijk in settings.pilot.wijken
    return "andere wijken" if is_pilot else "wijken zonder proeftuin"


def difference_note(comparison: Comparison, naam: str) -> str:
    """What a difference between two changes says: which way either went; only of a pilot wijk.

    Of a change that has no way in the sentence above it, none is said here either.
    """
    own, others, size = comparison.pilot, comparison.overige, comparison.verschil
    if own.verschil is None or others.verschil is None or size is None:
        return "er is nog te weinig om te vergelijken"
    if comparison.is_afgerond:
        return "het verschil is kleiner dan de afronding van openbare cijfers"
    apart = show_size(comparison.indicator, size)
    if apart == show_size(comparison.indicator, 0.0):
        return f"in {naam} veranderde het evenveel als in de andere wijken"
    if own.woord == others.woord and own.has_direction:
        way = "daalde" if own.woord == LAGER else "steeg"
        more = "meer" if abs(own.verschil) > abs(others.verschil) else "minder"
        found = f"in {naam} {way} het {apart} {more} dan in de andere wijken"
    else:
        way, other = (_WEG[item.woord or GELIJK] for item in (own, others))
        found = f"in {naam} {way}, in de andere wijken {other}: {apart} verschil"
        if way == other:
            found = f"in {naam} en in de andere wijken {way}: {apart} verschil"
    return f"{found}; zegt niets over toeval"


def _others(comparison: Comparison, name: str) -> str:
    indicator, change = comparison.indicator, comparison.overige
    if change.woord is None or change.now is None or change.nulmeting is None:
        return ""
    before, now = show_figure(indicator, change.nulmeting), show_figure(indicator, change.now)
    if change.woord in _BLEEF:
        return f"In de {name} {_BLEEF[change.woord]} ({before}, nu {now})."
    return f"In de {name} ging het van {before} naar {now}."


OORZAAK = {
    "venster": "een andere periode",
    "grenzen": "andere grenzen van wijken",
    "parameters": "andere normen of termijnen",
    "definitie": "een andere definitie",
    "gegevens": "andere gegevens",
}


def incomparable_lines(anders: Mapping[str, str]) -> list[str]:
    """Per cause the indicators whose frozen nulmeting may not be compared, and what to do.

    anders: slug = cause, as publishing found it. Empty when there is none.
    """
    lines = [
        f"Niet vergelijkbaar met de vastgelegde nulmeting door {OORZAAK[cause]}: "
        f"{', '.join(slug for slug in anders if anders[slug] == cause)}."
        for cause in dict.fromkeys(anders.values())
    ]
    if lines:
        lines.append(
            "Voor deze cijfers is er geen oordeel tot de gemeente kiest: zie "
            "python -m proeftuin nulmeting vergelijk, en daarna nulmeting kies."
        )
    return lines


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
            f"Nulmeting berekend op {since} (versie {status.versie}). {new} "
            f"andere uitkomst; die staat ernaast als versie {status.nieuwere_versie}. Hier staat "
            f"versie {status.versie}."
        )
    if not status.ongewijzigd:
        return f"Nulmeting berekend op {since}. Nieuwe gegevens geven een andere uitkomst."
    return f"Nulmeting berekend op {since}, niet gewijzigd."


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
        note += ". Het wordt" if latest.status == NOG_NIET_RIJP else " en wordt"
        note += " nog niet vergeleken"
    return [f"{capital_first(note)}.", *notes]


def _population_of(comparison: Comparison) -> list[str]:
    """Which population is under now and under the nulmeting, where it is not that of the day."""
    now = comparison.pilot.now or comparison.latest
    named = ((now, "Dit cijfer"), (comparison.pilot.nulmeting, "De nulmeting"))
    return [
        f"{naam} rust op een andere noemer: {words}."
        for figure, naam in named
        if figure is not None and (words := say_population(figure))
    ]


# file of the levering -> whom to ask for what
_VRAAG_OM: dict[str, str] = {
    "traject": "Vraag de beheerder van het register om begin, einde en reden van elk traject.",
    "toewijzing": "Vraag de beheerder van het register om de toewijzingen.",
    "declaratie": "Vraag de administratie om de declaraties van de aanbieders.",
    "aanmelding": "Vraag het wijkteam en de aanbieders wanneer elke vraag om hulp binnenkwam en "
    "wanneer de hulp begon.",
    "bevolking": "Vraag team onderzoek om de inwoners per wijk, jaar en leeftijd.",
    "uitkomst": "Vraag de aanbieders om de uitkomsten uit hun halfjaarlijkse levering aan het CBS: "
    "het cijfer voor het nut, en of de jeugdige zonder hulp verder kan.",
}


def ask_for(indicator: Indicator) -> str:
    """Whom to ask for what, one sentence per file; for a figure with a value per wijk."""
    files = [indicator.bestand, *indicator.ook_nodig]
    if indicator.noemer == BEVOLKING:
        files.append("bevolking")
    return " ".join(_VRAAG_OM[naam] for naam in dict.fromkeys(files))
