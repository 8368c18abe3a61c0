"""The overview in words: three lines to read in ten seconds, and each row as one sentence."""

from collections.abc import Sequence
from datetime import date, timedelta

from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.results import Claim, Comparison, Editie, Uitkomst, WijkWaarden, claims_of_effect
from proeftuin.sentences.effect import pilot_name, verdict_words
from proeftuin.sentences.numbers import (
    TE_VROEG,
    Punt,
    lower_first,
    show_difference,
    show_figure,
    show_now,
    show_quarter,
    show_value,
)
from proeftuin.sentences.verwacht import TOEVAL, say_chance, say_expected, say_reach, why_chance
from proeftuin.settings import Settings
from proeftuin.tijd import show_date
from proeftuin.vocabulary import AANTOONBAAR, NIET_AANTOONBAAR, OK, TE_WEINIG

VERANDERD, ONZEKER, TE_BESPREKEN = "Veranderd", "Onzeker", "Te bespreken"
_MEEST = 2  # more differences than this are counted, not told


def first_day_of_verdict(settings: Settings, editie: Editie | None = None) -> date:
    """The day from which the effectjaar is whole and no longer provisional.

    As late after its end as the primary figure of this edition runs behind; without one by the
    days of the configuration.
    """
    late = timedelta(days=settings.perioden.voorlopig_dagen)
    if editie is not None:
        late = editie.datastand - editie.voorlopig_na_of(settings.evaluatie.primair)
    return settings.vensters.effectjaar[1] + late


def overview_lines(
    uitkomsten: Sequence[Uitkomst],
    vragen: Sequence[str],
    settings: Settings,
    datastand: date,
    day: date,
) -> tuple[Punt, ...]:
    """Veranderd, Onzeker and Te bespreken; uitkomsten: all of the edition, those shown first.

    vragen: what there is to talk about. day: first_day_of_verdict; before it the last line says
    what can be said when.
    """
    if datastand < day:
        name, verb = pilot_name(settings), "verandert"
        if len(settings.pilot.wijken) > 1:
            verb = "veranderen"
        return (
            Punt(VERANDERD, "nog niet te zeggen"),
            Punt(ONZEKER, "alles: het jaar om mee te vergelijken is nog niet voorbij"),
            Punt(TE_BESPREKEN, f"Vanaf {show_date(day)} is te zien of {name} anders {verb}"),
        )
    return (_changed(uitkomsten, settings), _uncertain(uitkomsten, settings), _talk(vragen))


def _changed(uitkomsten: Sequence[Uitkomst], settings: Settings) -> Punt:
    found = [item for item in uitkomsten if item.verdict == AANTOONBAAR]
    if not found:
        if all(item.verdict == TE_WEINIG for item in uitkomsten):
            return Punt(VERANDERD, "nog niet te zeggen")
        return Punt(VERANDERD, "niets dat meer is dan toeval")
    told = [
        f"{say_expected(item, INDICATOR[item.slug])} ({_reach(item)})" for item in found[:_MEEST]
    ]
    more = len(found) - len(told)
    text = "; ".join(told) + (f"; en nog {more}" if more else "")
    return Punt(VERANDERD, f"{text}. Dat is meer dan toeval.", _claims(found[:_MEEST], settings))


def _uncertain(uitkomsten: Sequence[Uitkomst], settings: Settings) -> Punt:
    """The first figure whose difference may be chance; never one that cannot be judged yet."""
    for item in uitkomsten:
        if item.verdict == NIET_AANTOONBAAR:
            why = f", {why}" if (why := why_chance(item)) else ""
            text = f"{say_expected(item, INDICATOR[item.slug])}; dat {TOEVAL}{why} ({_reach(item)})"
            return Punt(ONZEKER, text, _claims([item], settings))
    first = next(iter(uitkomsten), None)
    if first is None or first.verdict == AANTOONBAAR:
        return Punt(ONZEKER, "niets van wat te beoordelen is")
    name = lower_first(INDICATOR[first.slug].naam)
    return Punt(ONZEKER, f"{name}: {verdict_words(first)}")


def _claims(found: Sequence[Uitkomst], settings: Settings) -> tuple[Claim, ...]:
    return tuple(
        claim for item in found for claim in claims_of_effect(item, INDICATOR[item.slug], settings)
    )


def _reach(item: Uitkomst) -> str:
    return say_reach(INDICATOR[item.slug], item.onder, item.boven)


def _talk(vragen: Sequence[str]) -> Punt:
    return Punt(TE_BESPREKEN, vragen[0].rstrip(".") if vragen else "geen kwartaal valt op")


def year_values(item: WijkWaarden | None, indicator: Indicator) -> tuple[str, str]:
    """Nulmeting and effectjaar of one wijk as texts; a dash where there is none to compare."""
    if item is None:
        return "–", "–"
    pairs = (
        (item.nulmeting, item.status_nulmeting),
        (item.effectjaar, item.status_effectjaar),
    )
    before, after = (
        show_value(indicator, value) if status == OK else "–" for value, status in pairs
    )
    return before, after


def difference_words(uitkomst: Uitkomst) -> str:
    """'+21 dagen, kan toeval zijn', or why there is no verdict: 'nog te vroeg: 89 van 385 ...'."""
    chance = say_chance(uitkomst)
    if not chance or uitkomst.est is None:
        return verdict_words(uitkomst)
    return f"{show_difference(INDICATOR[uitkomst.slug], uitkomst.est)}, {chance}"


def year_row_sentence(
    uitkomst: Uitkomst, own: WijkWaarden | None, indicator: Indicator, naam: str
) -> str:
    """A row over years as one sentence, for a screen reader; naam: of the wijk."""
    head = f"{indicator.naam}{', hoofdcijfer' if uitkomst.is_primair else ''}, {naam}"
    if not say_chance(uitkomst) or uitkomst.est is None:
        return f"{head}: {verdict_words(uitkomst)}."
    before, after = year_values(own, indicator)
    reach = _reach(uitkomst)
    return (
        f"{head}: nulmeting {before}, effectjaar {after}. Verschil met andere wijken: "
        f"{show_difference(indicator, uitkomst.est)}, dat {say_chance(uitkomst)}, {reach}."
    )


def quarter_row_sentence(comparison: Comparison, naam: str, tot: date | None) -> str:
    """A row of one quarter as one sentence, for a screen reader; tot: its last day, if any."""
    indicator, now = comparison.indicator, quarter_value(comparison, tot)
    before = show_figure(indicator, comparison.pilot.nulmeting)
    when = show_quarter(tot) if tot else "laatste kwartaal"
    return f"{indicator.naam}, {naam}: nulmeting {before}, {when} {now}."


def quarter_value(comparison: Comparison, tot: date | None) -> str:
    """The figure of that one quarter; 'nog te vroeg' where another is the newest to be read."""
    now = comparison.pilot.now
    if now is None or now.tot != tot:
        return TE_VROEG
    return show_now(comparison.indicator, now)
