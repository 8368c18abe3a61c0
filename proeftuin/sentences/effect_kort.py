"""The verdict in few words: for a row of the picture, one minute of reading, the overview.

The whole sentence is effect_sentence; these never say more than it does.
"""

from collections.abc import Sequence

from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.results.effect import (
    AANTOONBAAR,
    NIET_AANTOONBAAR,
    NIET_VERGELIJKBAAR,
    TE_WEINIG,
    Uitkomst,
)
from proeftuin.sentences.effect import (
    GEEN_BEWIJS,
    OORZAAK,
    between,
    lower_first,
    pilot_name,
    placebo_sentence,
    show_limits,
)
from proeftuin.sentences.indicator import join_words
from proeftuin.sentences.numbers import (
    is_share,
    short_unit,
    show_date,
    show_difference,
    show_number,
    show_period,
)
from proeftuin.settings.model import Settings

REDEN_KORT = {
    "niet_rijp": "nog niet rijp",
    "voorlopig": "nog voorlopig",
    "niet_geleverd": "niet geleverd",
    "afgeschermd": "afgeschermd",
    "cellen": "te weinig jeugdigen",
    "te_weinig_wijken": "te weinig wijken",
    "breuk": "betekenis veranderd",
    "placebo": "al anders voor de start",
}


def verdict_words(uitkomst: Uitkomst) -> str:
    """'aantoonbaar anders', 'niet aantoonbaar anders', or the reason there is no such verdict."""
    if uitkomst.verdict in (AANTOONBAAR, NIET_AANTOONBAAR):
        return uitkomst.verdict.removesuffix(" dan de andere wijken")
    if uitkomst.reden == "niet_rijp" and uitkomst.rijp is not None and uitkomst.totaal is not None:
        ripe = f"{show_number(uitkomst.rijp)} van {show_number(uitkomst.totaal)} oud genoeg"
        return f"nog niet rijp: {ripe}"
    reason = REDEN_KORT.get(uitkomst.reden, TE_WEINIG)
    if uitkomst.verdict == NIET_VERGELIJKBAAR:
        return f"{NIET_VERGELIJKBAAR}: {reason}"
    return reason


def found_words(uitkomst: Uitkomst, indicator: Indicator) -> str:
    """'−80 dagen, tussen −145 en −14', the unit once; empty without an interval."""
    low, high = show_limits(indicator, uitkomst.onder, uitkomst.boven)
    if uitkomst.est is None or not low:
        return ""
    unit = "procentpunt" if is_share(indicator) else short_unit(indicator)
    high = high.removesuffix(f"\u00a0{unit}") if unit else high
    return f"{show_difference(indicator, uitkomst.est)}, tussen {low} en {high}"


def promise_text(settings: Settings) -> str:
    """What is compared, which indicator is primary and when that was fixed."""
    primary = lower_first(INDICATOR[settings.evaluatie.primair].naam)
    nulmeting = show_period(*settings.vensters.nulmeting)
    effectjaar = show_period(*settings.vensters.effectjaar)
    verb = "veranderde" if len(settings.pilot.wijken) == 1 else "veranderden"
    fixed = settings.evaluatie.vastgelegd_op
    when = ", voor de start," if fixed < settings.pilot.start else ""
    return (
        f"Per cijfer vergelijken we hoe {pilot_name(settings)} {verb} tussen de nulmeting "
        f"({nulmeting}) en het effectjaar ({effectjaar}) met hoe de andere wijken in die tijd "
        f"veranderden. Het hoofdcijfer is {primary}. Dat is vastgelegd op {show_date(fixed)}{when} "
        "en verandert niet meer."
    )


def summary_sentences(
    promised: Sequence[Uitkomst], settings: Settings
) -> tuple[tuple[str, str], ...]:
    """What was shown, what was not and what is not known, for a reader with one minute.

    promised: the outcomes of the promised indicators, each once. Pairs of a few words and the
    rest of the line.
    """
    groups: dict[str, list[str]] = {}
    reasons = {item.reden for item in promised if item.verdict == NIET_VERGELIJKBAAR}
    for item in promised:
        star = " (het hoofdcijfer)" if item.is_primair else ""
        groups.setdefault(item.verdict, []).append(
            f"{lower_first(INDICATOR[item.slug].naam)}{star}"
        )
    count = len(promised)
    lines = [("Aangetoond", f"bij geen van de {count} cijfers.")]
    if found := groups.get(AANTOONBAAR):
        lines = [
            (
                "Aangetoond",
                f"bij {len(found)} van de {count} cijfers: {join_words(found)}. Daar is de "
                "verandering anders dan in de andere wijken.",
            )
        ]
    if found := groups.get(NIET_AANTOONBAAR):
        lines.append(("Niet aangetoond", f"bij {len(found)}: {join_words(found)}. {GEEN_BEWIJS}"))
    if found := groups.get(TE_WEINIG):
        lines.append(("Nog niet te weten", f"bij {len(found)}: {join_words(found)}."))
    if found := groups.get(NIET_VERGELIJKBAAR):
        why = "De betekenis van het cijfer veranderde."
        if reasons != {"breuk"}:
            verb = "veranderde" if len(settings.pilot.wijken) == 1 else "veranderden"
            why = f"Daar {verb} {pilot_name(settings)} al voor de start anders dan de andere wijken"
            why += ", of de betekenis van het cijfer veranderde." if "breuk" in reasons else "."
        lines.append(("Niet te vergelijken", f"bij {len(found)}: {join_words(found)}. {why}"))
    return tuple(lines)


def primary_sentence(uitkomst: Uitkomst, settings: Settings) -> str:
    """The verdict on the primary indicator, for the top of the overview; '' without a verdict."""
    indicator = INDICATOR[uitkomst.slug]
    name, what = pilot_name(settings), lower_first(indicator.naam)
    if uitkomst.est is None or uitkomst.verdict not in (AANTOONBAAR, NIET_AANTOONBAAR):
        return ""
    where = f"Over het hele effectjaar veranderde het hoofdcijfer, {what}, in {name}"
    found = f"(verschil {show_difference(indicator, uitkomst.est)})"
    if uitkomst.verdict == AANTOONBAAR:
        return f"{where} aantoonbaar anders dan in de andere wijken {found}. {OORZAAK}"
    return f"{where} niet aantoonbaar anders dan in de andere wijken {found}. {GEEN_BEWIJS}"


def placebo_text(uitkomst: Uitkomst, indicator: Indicator, settings: Settings) -> str:
    """How the pilot moved before there was a pilot: the comparison that should find nothing."""
    if settings.vensters.placebojaar is None or uitkomst.placebo_binnen is None:
        return (
            "Of de wijken voor de proeftuin gelijk op gingen, is niet te zien: er zijn te weinig "
            "bruikbare cijfers van voor de nulmeting."
        )
    if not uitkomst.placebo_binnen:
        return placebo_sentence(uitkomst, indicator, settings).removeprefix("Maar ")
    first = show_period(*settings.vensters.placebojaar)
    last = show_period(*settings.vensters.nulmeting)
    found = between(indicator, uitkomst.placebo_onder, uitkomst.placebo_boven)
    return (
        f"Dezelfde vergelijking van {first} naar {last}, toen er nog geen proeftuin was, vindt "
        f"geen aantoonbaar verschil ({found}). Zo hoort het."
    )


def stress_text(uitkomst: Uitkomst, indicator: Indicator, settings: Settings) -> str:
    """The limits if the pilot by itself swings twice as much as the others; '' without them."""
    found = between(indicator, uitkomst.stress_onder, uitkomst.stress_boven)
    if not found:
        return ""
    verb = "schommelt" if len(settings.pilot.wijken) == 1 else "schommelen"
    name = pilot_name(settings)
    return (
        f"Als {name} uit zichzelf twee keer zo sterk {verb} als de andere wijken, ligt het echte "
        f"verschil {found}."
    )
