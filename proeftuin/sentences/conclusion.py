"""What it adds up to: the conclusion in four parts, break-even, decomposition and signals.

No euro of benefit is named that the interval does not bear, and a signal is a question.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from proeftuin.indicators import INDICATOR, Indicator, Rekenrol, indicator_with
from proeftuin.results import (
    BreakEven,
    Factor,
    Signaal,
    Uitkomst,
    claims_of_effect,
    compute_break_even,
)
from proeftuin.sentences.effect import (
    GEEN_BEWIJS,
    between,
    pilot_name,
    placebo_sentence,
    why_not,
)
from proeftuin.sentences.indicator import join_words
from proeftuin.sentences.numbers import (
    Punt,
    lower_first,
    show_bare,
    show_difference,
    show_euro,
    show_number,
    show_quarter,
    show_signed_euro,
    show_size,
    show_value,
)
from proeftuin.settings import MAX_VOORPAREN, Settings
from proeftuin.vocabulary import (
    AANTOONBAAR,
    FACTOR_DUUR,
    FACTOR_INSTROOM,
    FACTOR_PRIJS,
    FACTOR_TEGELIJK,
    NIET_AANTOONBAAR,
    NIET_VERGELIJKBAAR,
    OVERIGE,
    PILOT,
    TOTAAL,
)

FACTOR_NAAM = {
    FACTOR_INSTROOM: FACTOR_INSTROOM,
    FACTOR_DUUR: "duur van de hulp",
    FACTOR_TEGELIJK: "trajecten tegelijk",
    FACTOR_PRIJS: "prijs per dag",
    TOTAAL: "totaal",
}
FACTOR_UITLEG = {
    FACTOR_INSTROOM: "begonnen zorgperioden per 1000 kinderen en jongeren (0-22)",
    FACTOR_DUUR: "dagen hulp per begonnen zorgperiode",
    FACTOR_TEGELIJK: "trajecten per jeugdige met hulp",
    FACTOR_PRIJS: "euro per dag dat een traject loopt",
    TOTAAL: "euro per 1000 kinderen en jongeren (0-22)",
}


@dataclass(frozen=True)
class Conclusie:
    """Four lists of points; each has at least one. A point is named after its indicator."""

    aangetoond: tuple[Punt, ...]
    niet_aangetoond: tuple[Punt, ...]
    nog_niet_te_weten: tuple[Punt, ...]
    meer_tijd: tuple[Punt, ...]


def conclude(uitkomsten: Iterable[Uitkomst], settings: Settings) -> Conclusie:
    """The Conclusie on the promised indicators, in the promised order, the primary one first.

    An indicator that was not promised is named only where a difference was shown.
    """
    found = {item.slug: item for item in uitkomsten}
    promised = [slug for vraag in settings.evaluatie.vraag for slug in vraag.indicatoren]
    order = list(dict.fromkeys([settings.evaluatie.primair, *promised]))
    kept = [found[slug] for slug in order if slug in found]
    extra = [
        item for item in found.values() if item.verdict == AANTOONBAAR and item.slug not in order
    ]
    shown = [item for item in [*kept, *extra] if item.verdict == AANTOONBAAR]
    not_shown = [item for item in kept if item.verdict == NIET_AANTOONBAAR]
    unknown = [item for item in kept if item not in shown and item not in not_shown]
    comparable = [item for item in kept if item.verdict != NIET_VERGELIJKBAAR]
    later = [item for item in comparable if item.mdc_extra_jaar is not None]
    return Conclusie(
        tuple(_shown(item, settings) for item in shown)
        or (Punt("", "Bij geen van de beloofde cijfers is een verschil aangetoond."),),
        (*(_not_shown(item, settings) for item in not_shown), Punt("", GEEN_BEWIJS))
        if not_shown
        else (
            Punt(
                "",
                "Er is geen beloofd cijfer dat wel te vergelijken is en geen verschil laat zien.",
            ),
        ),
        tuple(_unknown(item, settings) for item in unknown)
        or (Punt("", "Alle beloofde cijfers zijn te vergelijken."),),
        (
            *(_more_time(item) for item in later),
            *([Punt("", history)] if (history := more_history(kept)) else []),
        )
        or (Punt("", "Hoeveel een jaar extra brengt, is nog niet te berekenen."),),
    )


def _name(item: Uitkomst) -> str:
    return f"{INDICATOR[item.slug].naam}{' (hoofdcijfer)' if item.is_primair else ''}"


def _shown(item: Uitkomst, settings: Settings) -> Punt:
    indicator = INDICATOR[item.slug]
    return Punt(
        _name(item),
        f"{show_difference(indicator, item.est or 0)} vergeleken met de andere wijken, met toeval "
        f"{between(indicator, item.onder, item.boven)}.",
        claims_of_effect(item, indicator, settings),
    )


def _not_shown(item: Uitkomst, settings: Settings) -> Punt:
    indicator = INDICATOR[item.slug]
    seen = f"; zichtbaar vanaf {show_size(indicator, item.mdc)}" if item.mdc is not None else ""
    return Punt(
        _name(item),
        f"verschil {show_difference(indicator, item.est or 0)}, met toeval "
        f"{between(indicator, item.onder, item.boven)}{seen}.",
        claims_of_effect(item, indicator, settings),
    )


def _unknown(item: Uitkomst, settings: Settings) -> Punt:
    indicator = INDICATOR[item.slug]
    reason = lower_first(why_not(item))
    reason = reason or placebo_sentence(item, indicator, settings)
    return Punt(_name(item), reason, claims_of_effect(item, indicator, settings))


def _more_time(item: Uitkomst) -> Punt:
    indicator = INDICATOR[item.slug]
    after = show_size(indicator, item.mdc_extra_jaar or 0)
    if item.mdc is None:
        return Punt(indicator.naam, f"als het effectjaar compleet is, zichtbaar vanaf {after}.")
    text = f"nu zichtbaar vanaf {show_size(indicator, item.mdc)}; met een jaar proeftuin erbij "
    text += f"vanaf {after}"
    if item.mdc_extra_voorpaar is not None:
        earlier = show_size(indicator, item.mdc_extra_voorpaar)
        text += f", met een jaar van vroeger erbij vanaf {earlier}"
    return Punt(indicator.naam, f"{text}.")


def more_history(promised: Iterable[Uitkomst]) -> str:
    """That more years of before bring nothing; '' where a figure can still use one."""
    later = [
        item
        for item in promised
        if item.mdc_extra_jaar is not None and item.verdict != NIET_VERGELIJKBAAR
    ]
    if not later or any(item.mdc_extra_voorpaar is not None for item in later):
        return ""
    return (
        f"Meer jaren van voor de start brengen niets: van elk cijfer tellen al {MAX_VOORPAREN} "
        "vroegere perioden mee, en verder terug was de hulp anders geregeld."
    )


def break_even(kosten: Uitkomst, settings: Settings) -> str:
    """What change in cost per jeugdige pays for the proeftuin, beside what was found.

    kosten: the Uitkomst of the indicator with Rekenrol.TERUGVERDIENEN.
    """
    needed = compute_break_even(kosten, settings)
    if needed is None:
        return "Wanneer de proeftuin zich terugverdient, is nog niet te berekenen."
    years = [f"{show_euro(bedrag)} in {jaar}" for jaar, bedrag in needed.per_jaar.items()]
    total = f", samen {show_euro(needed.budget_eur)}" if len(years) > 1 else ""
    size = -needed.verandering_eur
    measured = all(wijk.effectjaar is not None for wijk in kosten.wijken if wijk.is_pilot)
    year = "het effectjaar" if measured else "de nulmeting"
    text = (
        f"Voor de proeftuin is begroot: {join_words(years)}{total}. In {year} hadden "
        f"{show_number(needed.jeugdigen)} jeugdigen in {pilot_name(settings)} hulp. Om dat bedrag "
        f"in één jaar terug te verdienen, moet de hulp {show_euro(size)} per jeugdige goedkoper "
        f"worden dan zonder proeftuin; in twee jaar {show_euro(size / 2)} per jaar."
    )
    return f"{text} {_borne(kosten, needed)}"


def _borne(kosten: Uitkomst, needed: BreakEven) -> str:
    """What the interval says of that change."""
    indicator = indicator_with(Rekenrol.TERUGVERDIENEN)
    if kosten.est is None or kosten.onder is None or kosten.boven is None or kosten.reden:
        return (
            "Of de hulp door de proeftuin goedkoper werd, kan niet worden gezegd. "
            "Daarom noemen wij geen opbrengst."
        )
    text = (
        f"Het gevonden verschil is {show_difference(indicator, kosten.est)} per jeugdige; met "
        f"toeval erbij ligt het {between(indicator, kosten.onder, kosten.boven)}."
    )
    size = show_euro(-needed.verandering_eur)
    if kosten.onder > needed.verandering_eur:
        return (
            f"{text} Een daling van {size} valt daarbuiten: dat de proeftuin zich in dit jaar "
            "terugverdiende, past niet bij de cijfers. Over latere jaren zegt dit niets."
        )
    if kosten.verdict != AANTOONBAAR or kosten.boven >= 0:
        return (
            f"{text} Een daling van {size} kan, maar helemaal geen daling ook. "
            "Daarom noemen wij geen opbrengst."
        )
    least = -kosten.boven * needed.jeugdigen
    text += f" Dat is in het effectjaar samen minstens {show_euro(least)} minder."
    if kosten.boven <= needed.verandering_eur:
        return f"{text} Dat is meer dan de proeftuin kost."
    return f"{text} Of dat genoeg is om de proeftuin te betalen, kan niet worden gezegd."


def ontleding_sentence(factors: Sequence[Factor], settings: Settings) -> str:
    """How the cost per 1000 changed by factor, pilot and others; '' without usable figures."""
    parts = []
    for groep, naam in ((PILOT, pilot_name(settings)), (OVERIGE, "de andere wijken samen")):
        own = {item.factor: item for item in factors if item.groep == groep}
        if TOTAAL not in own:
            continue
        total = own.pop(TOTAAL).bijdrage_eur
        pieces = [
            f"door {FACTOR_NAAM[name]} {show_signed_euro(item.bijdrage_eur)}"
            for name, item in own.items()
        ]
        parts.append(
            f"In {naam} veranderden de kosten per 1000 kinderen en jongeren (0-22) "
            f"met {show_signed_euro(total)}: {join_words(pieces)}."
        )
    return " ".join(parts)


def signal_questions(signalen: Iterable[Signaal], settings: Settings) -> tuple[str, ...]:
    """One question per indicator, wijk and rule, about its newest marked quarter."""
    newest: dict[tuple[str, str, str], Signaal] = {}
    for item in signalen:
        key = (item.slug, item.wijk, item.regel)
        if key not in newest or item.tot > newest[key].tot:
            newest[key] = item
    return tuple(signal_question(item, settings) for item in newest.values())


def signal_question(signaal: Signaal, settings: Settings) -> str:
    """A signal to discuss, with its wijk and quarter, and whether it is recognised."""
    place, when = settings.wijk_naam(signaal.wijk), show_quarter(signaal.tot)
    return f"{short_signal(signaal)} ({place}, {when}) Herkent u dit, en wat kan het verklaren?"


def short_signal(signaal: Signaal) -> str:
    """What stands out, in at most 15 words; the wijk and the quarter are said beside it."""
    indicator = INDICATOR[signaal.slug]
    value, mean = show_value(indicator, signaal.waarde), show_bare(indicator, signaal.gemiddelde)
    is_less = signaal.waarde < signaal.gemiddelde
    word, zinnen = "lager" if is_less else "hoger", indicator.zinnen
    naam = lower_first(indicator.naam)
    what = (zinnen.minder if is_less else zinnen.meer) or f"is {naam} {word} dan gewoonlijk"
    return {
        "buiten": f"{indicator.naam}: {value}, gewoonlijk {_usual(signaal)}.",
        "verschuiving": f"Al zeven kwartalen {what}: nu {value}, eerder {mean}.",
        "trend": f"{indicator.naam} gaat al zeven kwartalen op rij dezelfde kant op: nu {value}.",
        "dicht_bij_grens": (
            f"{indicator.naam}: twee keer kort na elkaar veel {word} dan normaal ({value})."
        ),
    }[signaal.regel]


def _usual(signaal: Signaal) -> str:
    """'5,9 tot 13,9 per 1000'; a limit below 0 is shown as 0."""
    indicator: Indicator = INDICATOR[signaal.slug]
    low = show_bare(indicator, max(0.0, signaal.ondergrens))
    return f"{low} tot {show_value(indicator, signaal.bovengrens)}"
