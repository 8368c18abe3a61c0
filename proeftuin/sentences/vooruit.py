"""How we know what is normal, what that leads to, and what a next step would show.

The earlier, equally long periods in words; the line of reasoning a council member can follow; and
the table ahead with what one more wijk buys. B1 Dutch, no statistics.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.results import Belofte, Uitkomst, claims_of_effect
from proeftuin.sentences.effect import (
    BREUKEN,
    pilot_name,
    placebo_sentence,
    say_changes,
    say_margin,
    say_verdict,
    visible_sentence,
    why_not,
)
from proeftuin.sentences.numbers import (
    Punt,
    lower_first,
    show_difference,
    show_period,
    show_size,
)
from proeftuin.settings import Settings
from proeftuin.tijd import show_date
from proeftuin.vocabulary import JAREN_VOORUIT, NIET_VERGELIJKBAAR, TE_WEINIG

ZONDER_PROEFTUIN = "Zo veel veranderden wijken ook zonder proeftuin"
AANNAME = (
    "Dit is voorzichtig gerekend: een wijk die uit de pas raakt, blijft dat jaren, en de kleinste "
    "wijken doen mee. Het valt dus eerder mee dan tegen. Doen meer wijken mee, dan blijven er "
    "minder over om mee te vergelijken; daarom wordt het niet steeds scherper."
)


def strip_sentence(uitkomst: Uitkomst, indicator: Indicator, settings: Settings) -> str:
    """What the dots are and how the pilot of now lies among them; '' without earlier periods."""
    stippen = uitkomst.stippen
    if not stippen:
        return ""
    name = pilot_name(settings)
    text = (
        "Elk rondje is een wijk in een vroegere periode, vergeleken met de andere wijken van toen."
    )
    if uitkomst.est is None:
        return f"{text} Het verschil van nu is nog niet bekend."
    now = f"De ruit is {name} nu: {show_difference(indicator, uitkomst.est)}."
    return f"{text} {now} {_how_often(uitkomst)}"


def _how_often(uitkomst: Uitkomst) -> str:
    """How often a wijk was as far from the others without a proeftuin; '' when not known."""
    count = len(uitkomst.stippen)
    if uitkomst.est is None or not count:
        return ""
    as_far = sum(abs(stip.verschil) >= abs(uitkomst.est) for stip in uitkomst.stippen)
    often = f"{as_far} van de {count} keer" if as_far else f"geen van de {count} keer"
    return f"Zonder proeftuin verschilde een wijk {often} minstens zo veel."


def strip_alt(uitkomst: Uitkomst, indicator: Indicator, settings: Settings) -> str:
    """What a screen reader says of the strip."""
    text = strip_sentence(uitkomst, indicator, settings)
    return f"{ZONDER_PROEFTUIN}, {lower_first(indicator.naam)}. {text}"


def earlier_periods(settings: Settings) -> list[tuple[str, date, date]]:
    """The years of voorparen of this configuration with a name, oldest pair first."""
    return [
        (f"{word} vroegere periode, {paar.jaren} jaar eerder", venster.van, venster.tot)
        for paar in reversed(settings.voorparen)
        for word, venster in (("begin van", paar.vroeger), ("einde van", paar.later))
    ]


def reason_steps(uitkomst: Uitkomst, indicator: Indicator, settings: Settings) -> tuple[Punt, ...]:
    """From what was compared to what it means, in five steps."""
    claims = claims_of_effect(uitkomst, indicator, settings)
    found = [say_changes(uitkomst, indicator, settings)]
    if uitkomst.verdict == TE_WEINIG or uitkomst.reden in BREUKEN:
        found.insert(0, why_not(uitkomst))
        means = "Daarom geven wij hier geen oordeel."
        if uitkomst.verdict == TE_WEINIG:
            means = "Daarom geven wij hier nog geen oordeel."
    else:
        found.append(say_margin(uitkomst, indicator))
        means = f"{_how_often(uitkomst)} {say_verdict(uitkomst, indicator, settings)}".strip()
        if uitkomst.verdict == NIET_VERGELIJKBAAR:
            means = placebo_sentence(uitkomst, indicator, settings)
    return (
        Punt("Wat vergeleken wij?", _compared(indicator, settings), teken=""),
        Punt("Hoe weten wij wat gewoon is?", _normal(uitkomst, indicator), teken=""),
        Punt("Wat konden wij zien?", visible_sentence(uitkomst, indicator, settings), teken=""),
        Punt("Wat zagen wij?", " ".join(part for part in found if part), claims, teken=""),
        Punt("Wat betekent dat?", means, claims, teken=""),
    )


def _compared(indicator: Indicator, settings: Settings) -> str:
    name = pilot_name(settings)
    verb = "veranderde" if len(settings.pilot.wijken) == 1 else "veranderden"
    nulmeting = show_period(*settings.vensters.nulmeting)
    effectjaar = show_period(*settings.vensters.effectjaar)
    return (
        f"Wij keken naar {lower_first(indicator.naam)} in elke wijk, in de nulmeting ({nulmeting}) "
        f"en in het effectjaar ({effectjaar}). Wij vroegen of {name} in die tijd anders {verb} dan "
        "de andere wijken. Wat in alle wijken tegelijk gebeurt, valt zo weg."
    )


def _normal(uitkomst: Uitkomst, indicator: Indicator) -> str:
    """How much wijken differ without a proeftuin, from the periods that count."""
    stippen, paren = uitkomst.stippen, uitkomst.geteld
    if not stippen:
        return (
            "Wijken veranderen ook zonder proeftuin. Er zijn geen vroegere perioden met bruikbare "
            "cijfers. Wat gewoon is, lezen wij daarom alleen af aan de andere wijken."
        )
    half = median(abs(stip.verschil) for stip in stippen)
    first, last = paren[-1].vroeger[0], paren[0].later[1]
    which = "één vroegere periode" if len(paren) == 1 else f"{len(paren)} vroegere perioden"
    return (
        f"Wijken veranderen ook zonder proeftuin. Hoe sterk, zien wij in {which} van dezelfde "
        f"lengte, van {show_date(first)} tot en met {show_date(last)}. De helft van de keren "
        f"verschilde een wijk toen {show_size(indicator, half)} of meer van de andere wijken."
    )


@dataclass(frozen=True)
class Vooruitregel:
    """One line of the table ahead: how many wijken take part, and from where it is seen per year.

    vanaf: texts, one per number of years of JAREN_VOORUIT; is_nu: so many wijken take part now.
    """

    slug: str
    pilots: int
    vanaf: tuple[str, ...]
    is_nu: bool


def ahead_lines(uitkomst: Uitkomst, settings: Settings) -> tuple[Vooruitregel, ...]:
    """The table ahead of one indicator by number of wijken; empty where nothing can be said."""
    indicator = INDICATOR[uitkomst.slug]
    known = {(item.pilots, item.jaren): item.mdc for item in uitkomst.vooruit}
    numbers = sorted({item.pilots for item in uitkomst.vooruit})
    return tuple(
        Vooruitregel(
            uitkomst.slug,
            pilots,
            tuple(
                show_size(indicator, known[pilots, jaren]) if (pilots, jaren) in known else "–"
                for jaren in JAREN_VOORUIT
            ),
            pilots == len(settings.pilot.wijken),
        )
        for pilots in numbers
    )


def say_extra_wijk(uitkomst: Uitkomst, settings: Settings) -> str:
    """What extending to one more wijk buys, and one more year; '' where nothing can be said."""
    indicator, now = INDICATOR[uitkomst.slug], len(settings.pilot.wijken)
    known = {(item.pilots, item.jaren): item.mdc for item in uitkomst.vooruit}
    base, wider, longer = (known.get(key) for key in ((now, 1), (now + 1, 1), (now, 2)))
    if base is None:
        return ""
    text = f"{indicator.naam}: met de wijken van nu zien wij een verschil vanaf "
    text += f"{show_size(indicator, base)}."
    if wider is not None:
        text += f" Doet er één wijk meer mee, dan vanaf {show_size(indicator, wider)}."
    else:
        text += (
            " Doet er één wijk meer mee, dan blijven er te weinig wijken over om te vergelijken."
        )
    if longer is None:
        return text
    if show_size(indicator, longer) == show_size(indicator, base):
        return f"{text} Een jaar langer verandert daar bijna niets aan."
    return f"{text} Duurt het een jaar langer, dan vanaf {show_size(indicator, longer)}."


def order_ahead(promised: Sequence[Belofte]) -> list[Uitkomst]:
    """The promised outcomes with something to see ahead, the primary one first."""
    outcomes = [item.uitkomst for item in promised if item.uitkomst.vooruit]
    return sorted(outcomes, key=lambda item: not item.is_primair)
