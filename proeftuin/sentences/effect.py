"""The verdict on each indicator as sentences in B1 Dutch: page, report and command line share them.

Never 'the pilot works': the change in the pilot wijk, in the others, the difference, what chance
does, what could have been seen, and what that does not mean. effect_sentence is the whole of it;
the few words for a row of the picture, one minute of reading and the overview never say more.
No streamlit, no statistics.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from proeftuin.indicators import INDICATOR, Indicator, Richting, counted_unit
from proeftuin.results import (
    AFGEROND,
    GELIJK,
    Uitkomst,
    WijkWaarden,
    claims_of_effect,
    direction,
)
from proeftuin.sentences.indicator import join_words, than_words
from proeftuin.sentences.numbers import (
    STATUS_TEKST,
    TE_VROEG,
    Statement,
    capital_first,
    count_ripe,
    difference_unit,
    is_rounded_away,
    lower_first,
    show_bare_difference,
    show_difference,
    show_number,
    show_period,
    show_size,
    show_value,
    with_unit,
)
from proeftuin.sentences.verwacht import say_chance, say_expected, say_reach, why_chance
from proeftuin.settings import Settings
from proeftuin.tijd import show_date
from proeftuin.vocabulary import (
    AANTOONBAAR,
    AFGESCHERMD,
    GRENZEN,
    NIET_AANTOONBAAR,
    NIET_GELEVERD,
    NIET_VERGELIJKBAAR,
    NOOIT_VERGELIJKEN,
    ONVOLLEDIG,
    PARAMETERS,
    TE_WEINIG,
    VENSTER,
    VOORLOPIG,
)

GEEN_BEWIJS = "Dat betekent niet dat de proeftuin niets deed."
OORZAAK = "Waardoor dat komt, zegt dit cijfer niet."
KANS_UITLEG = (
    "De grenzen zijn zo gekozen dat het echte verschil er 19 van de 20 keer tussen ligt. "
    "Hoe sterk wijken uit zichzelf schommelen, is afgelezen aan de andere wijken en aan vroegere "
    "perioden van dezelfde lengte."
)
REDEN = {
    "niet_rijp": "Nog niet te zeggen",
    VOORLOPIG: "Nog niet te zeggen: het cijfer is voorlopig.",
    NIET_GELEVERD: "Niet te zeggen: de gegevens hiervoor zijn niet geleverd.",
    AFGESCHERMD: "Niet te zeggen in de openbare editie: het cijfer is afgeschermd.",
    ONVOLLEDIG: "Niet te zeggen: de bevolking is niet compleet.",
    "cellen": "Niet te zeggen: het cijfer rust op te weinig {eenheid}.",
    "te_weinig_wijken": (
        "Niet te zeggen: er zijn te weinig wijken met een bruikbaar cijfer om te weten hoe sterk "
        "wijken uit zichzelf schommelen."
    ),
    "breuk": (
        "Niet te vergelijken: de betekenis van dit cijfer is veranderd tussen de nulmeting en het "
        "effectjaar."
    ),
    VENSTER: "Niet vergelijkbaar: de vastgelegde nulmeting gaat over een andere periode.",
    GRENZEN: (
        "Niet vergelijkbaar: de vastgelegde nulmeting is van andere grenzen van wijken dan die van "
        "nu."
    ),
    PARAMETERS: (
        "Niet vergelijkbaar: de vastgelegde nulmeting is gemeten met andere normen of termijnen "
        "dan die van nu."
    ),
}
BREUKEN = ("breuk", *NOOIT_VERGELIJKEN)


def pilot_name(settings: Settings) -> str:
    """'West', or 'de pilotwijken' when there is more than one."""
    pilots = settings.pilot.wijken
    return settings.wijk_naam(pilots[0]) if len(pilots) == 1 else "de pilotwijken"


def effect_sentence(uitkomst: Uitkomst, indicator: Indicator, settings: Settings) -> Statement:
    """The whole verdict on one indicator: what changed, how sure, what could have been seen."""
    return Statement(
        _whole_sentence(uitkomst, indicator, settings),
        claims_of_effect(uitkomst, indicator, settings),
    )


def _whole_sentence(uitkomst: Uitkomst, indicator: Indicator, settings: Settings) -> str:
    changes = say_changes(uitkomst, indicator, settings)
    if uitkomst.verdict == TE_WEINIG or uitkomst.reden in BREUKEN:
        return " ".join(part for part in (why_not(uitkomst), changes) if part)
    parts = [changes, say_margin(uitkomst, indicator)]
    if uitkomst.verdict == NIET_VERGELIJKBAAR:
        return " ".join([*parts, f"Maar {placebo_sentence(uitkomst, indicator, settings)}"])
    parts += [_seen(uitkomst, indicator), _rank(uitkomst, settings)]
    return " ".join(part for part in [*parts, say_verdict(uitkomst, indicator, settings)] if part)


def short_effect_sentence(
    uitkomst: Uitkomst, indicator: Indicator, settings: Settings
) -> Statement:
    """One line for a list: the difference with what was expected, its margin, and chance or not."""
    claims = claims_of_effect(uitkomst, indicator, settings)
    if uitkomst.verdict == TE_WEINIG or uitkomst.est is None:
        return Statement(f"{indicator.naam}: {lower_first(why_not(uitkomst))}", claims)
    text = say_expected(uitkomst, indicator)
    if chance := say_chance(uitkomst):
        reach = say_reach(indicator, uitkomst.onder, uitkomst.boven)
        why = f", {why}" if (why := why_chance(uitkomst)) else ""
        return Statement(f"{text}. Dat {chance}{why} ({reach}).", claims)
    return Statement(f"{text}. {capital_first(verdict_words(uitkomst))}.", claims)


def year_sentence(
    uitkomst: Uitkomst,
    indicator: Indicator,
    settings: Settings,
    wijk: str,
    *,
    is_afgerond: bool = False,
) -> Statement:
    """Nulmeting and effectjaar of one wijk, from the effect table: what a page says of the years.

    Beside the pilot stands the mean change of the other wijken. is_afgerond: rounding alone can
    make the difference between the two years, so it has no way and claims none.
    """
    own = next((item for item in uitkomst.wijken if item.wijk == wijk), None)
    place = f"{indicator.naam} in {settings.wijk_naam(wijk)}"
    if own is None or own.d is None or own.nulmeting is None or own.effectjaar is None:
        state = STATUS_TEKST.get(own.status if own else NIET_GELEVERD) or "zonder waarde"
        return Statement(
            f"{place}: het effectjaar is niet te vergelijken met de nulmeting ({state})."
        )
    richting = direction(indicator, own.nulmeting, own.effectjaar)
    richting = AFGEROND if is_afgerond and richting != GELIJK else richting
    text = (
        f"{place}: {show_value(indicator, own.effectjaar)} in het effectjaar. Dat is "
        f"{than_words(indicator, richting, 'de nulmeting')} "
        f"({show_value(indicator, own.nulmeting)}, verschil {show_difference(indicator, own.d)})."
    )
    if own.is_pilot and uitkomst.d_controle is not None:
        others = show_difference(indicator, uitkomst.d_controle)
        text += f" Gemiddeld in de andere wijken was de verandering {others}."
    if own.is_pilot:
        text += f" {_judged(uitkomst)}"
    claims = claims_of_effect(uitkomst, indicator, settings, wijk)
    return Statement(text, [] if richting == AFGEROND else claims)


def _judged(uitkomst: Uitkomst) -> str:
    """'Het verschil daartussen kan toeval zijn.', or why it is not judged."""
    if chance := say_chance(uitkomst):
        return f"Het verschil daartussen {chance}."
    return f"{capital_first(verdict_words(uitkomst))}."


def visible_sentence(uitkomst: Uitkomst, indicator: Indicator, settings: Settings) -> str:
    """What could be seen at all, before any result is looked at."""
    if uitkomst.mdc is not None and uitkomst.reden not in BREUKEN:
        share = _share_of_nulmeting(uitkomst, uitkomst.mdc)
        return (
            f"Pas vanaf {show_size(indicator, uitkomst.mdc)} verschil{share} kunnen wij het "
            "meestal zien. Een kleiner verschil blijft vaak verborgen in toeval."
        )
    if uitkomst.mdc_extra_jaar is not None:
        size = show_size(indicator, uitkomst.mdc_extra_jaar)
        return (
            "Nu kan nog geen verschil worden gezien. Als het effectjaar compleet is, kunnen wij "
            f"het meestal zien vanaf {size} verschil."
        )
    return f"Hier kan geen verschil worden gezien. {why_not(uitkomst)}"


def why_not(uitkomst: Uitkomst) -> str:
    """Why there is no verdict on chance alone, with x of y while it ripens; '' when there is."""
    if uitkomst.reden == "niet_rijp":
        ripe = count_ripe(uitkomst.rijp, uitkomst.totaal)
        return f"{REDEN['niet_rijp']}: {ripe or 'een deel is nog niet lang genoeg gevolgd'}."
    unit = counted_unit(INDICATOR[uitkomst.slug])
    return REDEN.get(uitkomst.reden, "").replace("{eenheid}", unit)


def _pilots(uitkomst: Uitkomst) -> list[WijkWaarden]:
    return [wijk for wijk in uitkomst.wijken if wijk.is_pilot]


def say_changes(uitkomst: Uitkomst, indicator: Indicator, settings: Settings) -> str:
    """'Verblijf in West: van 16,5% in de nulmeting naar 14,1% ... In de andere wijken ...'."""
    if uitkomst.d_pilot is None:
        return ""
    own = _pilots(uitkomst)
    change = show_difference(indicator, uitkomst.d_pilot)
    if len(own) == 1:
        before = show_value(indicator, own[0].nulmeting)
        after = show_value(indicator, own[0].effectjaar)
        text = (
            f"{indicator.naam} in {pilot_name(settings)}: van {before} in de nulmeting naar "
            f"{after} in het effectjaar ({change})."
        )
    else:
        text = f"{indicator.naam} in de pilotwijken: gemiddeld {change}."
    if uitkomst.d_controle is None or uitkomst.est is None:
        return text
    others = show_difference(indicator, uitkomst.d_controle)
    difference = show_difference(indicator, uitkomst.est)
    return f"{text} Gemiddeld in de andere wijken was dat {others}. Het verschil is {difference}."


def say_margin(uitkomst: Uitkomst, indicator: Indicator) -> str:
    """Between which limits the real difference probably lies; '' without an interval."""
    limits = between(indicator, uitkomst.onder, uitkomst.boven)
    if not limits:
        return ""
    return f"Als we toeval meerekenen, ligt het echte verschil waarschijnlijk {limits}."


def between(indicator: Indicator, onder: float | None, boven: float | None) -> str:
    """'tussen −3,5 en −0,9 procentpunt', the unit once; '' without an interval."""
    limits = show_limits(indicator, onder, boven)
    return f"tussen {limits.onder} en {limits.boven_met_eenheid}" if limits else ""


@dataclass(frozen=True)
class Grenzen:
    """Both limits of an interval as texts with their sign, and the unit they share, '' for none."""

    onder: str
    boven: str
    eenheid: str

    @property
    def boven_met_eenheid(self) -> str:
        """The upper limit with the unit behind it: after it the unit is not said again."""
        return with_unit(self.boven, self.eenheid)

    @property
    def zin(self) -> str:
        """'−145 tot −14 dagen', the unit once."""
        return f"{self.onder} tot {self.boven_met_eenheid}"


def show_limits(indicator: Indicator, onder: float | None, boven: float | None) -> Grenzen | None:
    """Both limits with sign; None without limits.

    A limit that would print as 0 and is not is 'net onder 0' or 'net boven 0', so that an interval
    never seems to hold 0 when it does not.
    """
    if onder is None or boven is None:
        return None
    low, high = _show_limit(indicator, onder), _show_limit(indicator, boven)
    return Grenzen(low, high, difference_unit(indicator))


def _show_limit(indicator: Indicator, value: float) -> str:
    text = show_bare_difference(indicator, value)
    if value and is_rounded_away(indicator, value):
        return f"net {'onder' if value < 0 else 'boven'} {text}"
    return text


def _share_of_nulmeting(uitkomst: Uitkomst, value: float) -> str:
    """' (22% van de nulmeting)' for a single pilot wijk with a nulmeting above 0."""
    own = _pilots(uitkomst)
    if len(own) != 1 or not own[0].nulmeting:
        return ""
    return f" ({show_number(100 * abs(value / own[0].nulmeting))}% van de nulmeting)"


def _seen(uitkomst: Uitkomst, indicator: Indicator) -> str:
    if uitkomst.mdc is None:
        return ""
    size = show_size(indicator, uitkomst.mdc)
    return f"Pas vanaf {size} verschil kunnen wij het meestal zien."


def _rank(uitkomst: Uitkomst, settings: Settings) -> str:
    """The place of the pilot, and how often chance alone puts a wijk first."""
    if not uitkomst.rang or len(settings.pilot.wijken) > 1:
        return ""
    name, among = pilot_name(settings), uitkomst.rang_van
    if uitkomst.rang == 1:
        return (
            f"Van de {among} wijken veranderde {name} het meest in deze richting; zonder "
            f"proeftuin gebeurt dat ook 1 op de {among} keer."
        )
    return (
        f"Van de {among} wijken staat {name} op plaats {uitkomst.rang}, gerekend naar "
        "verandering in deze richting."
    )


def say_verdict(uitkomst: Uitkomst, indicator: Indicator, settings: Settings) -> str:
    """What the interval means, for an outcome with a verdict on chance alone."""
    name = capital_first(pilot_name(settings))
    veranderde = "veranderde" if len(settings.pilot.wijken) == 1 else "veranderden"
    if uitkomst.verdict == AANTOONBAAR:
        wish = "" if indicator.richting is Richting.NEUTRAAL else f" ({indicator.richting.value})"
        return f"{name} {veranderde} {AANTOONBAAR}{wish}. {OORZAAK}{_stress(uitkomst, settings)}"
    if uitkomst.verdict == NIET_AANTOONBAAR and leaves_out_zero(uitkomst):
        return (
            "Op zichzelf valt dit buiten toeval. Maar wij bekijken veel cijfers tegelijk, en dan "
            f"valt er altijd wel één op. Daarom noemen wij dit {NIET_AANTOONBAAR}. {GEEN_BEWIJS}"
        )
    return f"{name} {veranderde} {NIET_AANTOONBAAR} dan de andere wijken. {GEEN_BEWIJS}"


def leaves_out_zero(uitkomst: Uitkomst) -> bool:
    """Whether the interval, when there is one, lies wholly on one side of 0."""
    if uitkomst.onder is None or uitkomst.boven is None:
        return False
    return uitkomst.onder > 0 or uitkomst.boven < 0


def _stress(uitkomst: Uitkomst, settings: Settings) -> str:
    """Whether the difference holds when the pilot swings twice as much as the others."""
    if uitkomst.stress_onder is None or uitkomst.stress_boven is None:
        return ""
    name = pilot_name(settings)
    verb = "schommelt" if len(settings.pilot.wijken) == 1 else "schommelen"
    holds = uitkomst.stress_onder > 0 or uitkomst.stress_boven < 0
    start = f" Als {name} uit zichzelf twee keer zo sterk {verb} als de andere wijken,"
    return f"{start} {'blijft dit staan.' if holds else 'kan het toch toeval zijn.'}"


def placebo_sentence(uitkomst: Uitkomst, indicator: Indicator, settings: Settings) -> str:
    """Why the comparison does not hold: the pilot moved differently before there was a pilot."""
    before = ""
    if (paar := uitkomst.placebo_paar) is not None:
        before = f" (van {show_period(*paar.vroeger)} naar {show_period(*paar.later)})"
    found = between(indicator, uitkomst.placebo_onder, uitkomst.placebo_boven)
    name = pilot_name(settings)
    verb = "veranderde" if len(settings.pilot.wijken) == 1 else "veranderden"
    return (
        f"{name} {verb} al anders dan de andere wijken toen er nog geen proeftuin was"
        f"{before}: {found}. Daarom is dit niet te vergelijken."
    )


EEN_IS_ZICHTBAAR = "1 = klein maar zichtbaar"  # of the scale of the picture of all figures
REDEN_KORT = {
    "niet_rijp": TE_VROEG,
    VOORLOPIG: "voorlopig",
    NIET_GELEVERD: "niet geleverd",
    AFGESCHERMD: "afgeschermd",
    ONVOLLEDIG: "bevolking niet compleet",
    "cellen": "klein aantal",
    "te_weinig_wijken": "te weinig wijken",
    "breuk": "betekenis veranderd",
    VENSTER: "andere periode",
    GRENZEN: "andere grenzen",
    PARAMETERS: "andere normen of termijnen",
    "placebo": "al anders voor de start",
}


_OORDEEL_KORT = {
    AANTOONBAAR: "aantoonbaar anders",
    NIET_AANTOONBAAR: "niet aantoonbaar anders",
}


def verdict_words(uitkomst: Uitkomst) -> str:
    """'aantoonbaar anders', 'niet aantoonbaar anders', or the reason there is no such verdict."""
    if uitkomst.verdict in _OORDEEL_KORT:
        return _OORDEEL_KORT[uitkomst.verdict]
    if uitkomst.reden == "niet_rijp" and uitkomst.rijp is not None and uitkomst.totaal is not None:
        return f"{TE_VROEG}: {count_ripe(uitkomst.rijp, uitkomst.totaal)}"
    reason = REDEN_KORT.get(uitkomst.reden, TE_WEINIG)
    if uitkomst.reden == "cellen":
        reason = f"te weinig {counted_unit(INDICATOR[uitkomst.slug])}"
    if uitkomst.verdict == NIET_VERGELIJKBAAR:
        return f"{NIET_VERGELIJKBAAR}: {reason}"
    return reason


def found_words(uitkomst: Uitkomst, indicator: Indicator) -> str:
    """'−80 dagen, tussen −145 en −14', the unit once; empty without an interval."""
    limits = show_limits(indicator, uitkomst.onder, uitkomst.boven)
    if uitkomst.est is None or limits is None:
        return ""
    found = show_difference(indicator, uitkomst.est)
    return f"{found}, tussen {limits.onder} en {limits.boven}"


def promise_text(settings: Settings) -> str:
    """What is compared, which indicator is primary and when that was fixed."""
    primary = lower_first(INDICATOR[settings.evaluatie.primair].naam)
    nulmeting = show_period(*settings.vensters.nulmeting)
    effectjaar = show_period(*settings.vensters.effectjaar)
    verb = "veranderde" if len(settings.pilot.wijken) == 1 else "veranderden"
    fixed = settings.evaluatie.vastgelegd_op
    when = ", voor de start" if fixed < settings.pilot.start else ""
    return (
        f"Per cijfer vergelijken we hoe {pilot_name(settings)} {verb} tussen de nulmeting "
        f"({nulmeting}) en het effectjaar ({effectjaar}) met hoe de andere wijken in die tijd "
        f"veranderden. Het hoofdcijfer is {primary}. Vraag en hoofdcijfer zijn vast sinds "
        f"{show_date(fixed)}{when}."
    )


def summary_sentences(
    promised: Sequence[Uitkomst], settings: Settings, meeste: int | None = None
) -> tuple[tuple[str, str], ...]:
    """What was shown, what was not and what is not known, for a reader with one minute.

    promised: the outcomes of the promised indicators, each once. meeste: at most so many names in
    a line, of more only how many; for beside a table that names them. Pairs of a few words and the
    rest of the line.
    """
    groups: dict[str, list[str]] = {}
    reasons = {item.reden for item in promised if item.verdict == NIET_VERGELIJKBAAR}
    for item in promised:
        star = " (het hoofdcijfer)" if item.is_primair else ""
        groups.setdefault(item.verdict, []).append(
            f"{lower_first(INDICATOR[item.slug].naam)}{star}"
        )

    def named(verdict: str) -> str:
        if meeste is None or len(groups[verdict]) <= meeste:
            return f": {join_words(groups[verdict])}."
        is_with_primary = any(item.is_primair and item.verdict == verdict for item in promised)
        return ", ook bij het hoofdcijfer." if is_with_primary else "."

    count = len(promised)
    lines = [("Aangetoond", f"bij geen van de {count} cijfers.")]
    if found := groups.get(AANTOONBAAR):
        lines = [
            (
                "Aangetoond",
                f"bij {len(found)} van de {count} cijfers{named(AANTOONBAAR)} Daar is de "
                "verandering anders dan in de andere wijken.",
            )
        ]
    if found := groups.get(NIET_AANTOONBAAR):
        lines.append(
            ("Niet aangetoond", f"bij {len(found)}{named(NIET_AANTOONBAAR)} {GEEN_BEWIJS}")
        )
    if found := groups.get(TE_WEINIG):
        lines.append(("Nog niet te weten", f"bij {len(found)}{named(TE_WEINIG)}"))
    if found := groups.get(NIET_VERGELIJKBAAR):
        why = "De betekenis van het cijfer veranderde."
        if other := reasons.intersection(NOOIT_VERGELIJKEN):
            short = join_words([REDEN_KORT[item] for item in NOOIT_VERGELIJKEN if item in other])
            why = f"De vastgelegde nulmeting is niet die van nu: {short}."
        elif reasons != {"breuk"}:
            verb = "veranderde" if len(settings.pilot.wijken) == 1 else "veranderden"
            why = f"Daar {verb} {pilot_name(settings)} al voor de start anders dan de andere wijken"
            why += ", of de betekenis van het cijfer veranderde." if "breuk" in reasons else "."
        lines.append(("Niet te vergelijken", f"bij {len(found)}{named(NIET_VERGELIJKBAAR)} {why}"))
    return tuple(lines)


def placebo_text(uitkomst: Uitkomst, indicator: Indicator, settings: Settings) -> str:
    """How the pilot moved before there was a pilot: the comparison that should find nothing."""
    paar = uitkomst.placebo_paar
    if paar is None or uitkomst.placebo_binnen is None:
        return (
            "Of de wijken voor de proeftuin gelijk op gingen, is niet te zien: er zijn te weinig "
            "bruikbare cijfers van vroeger."
        )
    if not uitkomst.placebo_binnen:
        return placebo_sentence(uitkomst, indicator, settings)
    first, last = show_period(*paar.vroeger), show_period(*paar.later)
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
