"""Did the pilot wijk change differently: the tables of an edition that say so, per audience.

Computed from that audience's Published figures only, one value per wijk per window with its state,
so openbaar rests on protected values and a hidden cell is simply not usable. The rules are those of
docs/definities.md, 'Veranderde de pilotwijk anders?'; the arithmetic is in stats.effect.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from proeftuin.disclosure import Published
from proeftuin.edition.effect_cellen import Cellen, breaks, read_cellen
from proeftuin.edition.evaluatie import check_evaluatie
from proeftuin.edition.nulmeting import Plan
from proeftuin.edition.ontleding import make_ontleding
from proeftuin.edition.signalen import make_signalen
from proeftuin.indicators import (
    DEFINITIEVERSIE,
    GEEN,
    INDICATOR,
    INDICATORS,
    Indicator,
    counts_alike,
)
from proeftuin.records import (
    Uitkomst,
    Voorverandering,
    VoorWijk,
    WijkWaarden,
    Zichtbaar,
    make_frame,
)
from proeftuin.settings import MAX_VOORPAREN, Settings
from proeftuin.stats import Effect, Vooruitzicht, compare_changes, holm, judge
from proeftuin.vocabulary import (
    AFGESCHERMD,
    EFFECTJAAR,
    JAREN_VOORUIT,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    NOOIT_VERGELIJKEN,
    NULMETING,
    ONVOLLEDIG,
    TE_KLEIN,
    VOORLOPIG,
)

REDEN = {
    NIET_GELEVERD: NIET_GELEVERD,
    NOG_NIET_RIJP: "niet_rijp",
    VOORLOPIG: VOORLOPIG,
    AFGESCHERMD: AFGESCHERMD,
    ONVOLLEDIG: ONVOLLEDIG,
    TE_KLEIN: "cellen",
}


def why_unusable(cellen: Cellen) -> str:
    """The first reason a cell of the pilot cannot be used, in the order of REDEN; '' when all can.

    A cell that is ok without a value (nothing to divide by) is too small. One that is hidden while
    it ripens is named unripe: waiting is the cure.
    """
    found = set()
    for naam in (NULMETING, EFFECTJAAR):
        jaar = cellen.jaren[naam]
        values = jaar.usable
        for place in np.flatnonzero(cellen.is_pilot):
            if np.isfinite(values[place]):
                continue
            status = jaar.status[place]
            if status == AFGESCHERMD and naam == EFFECTJAAR and cellen.is_ripening:
                status = NOG_NIET_RIJP
            found.add(REDEN.get(status, "cellen"))
    return next((reden for reden in REDEN.values() if reden in found), "")


BREUK, PLACEBO, TE_WEINIG_WIJKEN = "breuk", "placebo", "te_weinig_wijken"
BREUKEN = (BREUK, *NOOIT_VERGELIJKEN)  # the nulmeting and the effectjaar are two different things
NOG_TE_KOMEN = ("niet_rijp", VOORLOPIG)  # more time alone makes the figure usable
_VAN_EFFECT = (  # fields of an Uitkomst that the arithmetic gives by that name
    *("est", "se", "df", "onder", "boven", "mdc", "ratio", "stress_onder", "stress_boven", "rang"),
    *("rang_van", "placebo_est", "placebo_onder", "placebo_boven", "p", "d_pilot", "d_controle"),
)
KNOWN_BEFORE = ("ratio", "d_controle", "placebo_est", "placebo_onder", "placebo_boven")


@dataclass(frozen=True)
class Nulmeting:
    """What the frozen nulmeting of an indicator means for its comparison.

    versie: the one shown, None while nothing is frozen. is_andere_definitie: it was frozen under
    another definition, which today gives other values. anders: why the version in force may not be
    compared (venster, grenzen or parameters); '' when it may.
    """

    versie: int | None = None
    is_andere_definitie: bool = False
    anders: str = ""


def describe_nulmetingen(plans: Mapping[str, Plan]) -> dict[str, Nulmeting]:
    """The Nulmeting per indicator of what this publish shows as frozen."""
    return {
        slug: Nulmeting(
            plan.shown.versie,
            not plan.current and not counts_alike(plan.shown.definitieversie, DEFINITIEVERSIE),
            plan.anders,
        )
        for slug, plan in plans.items()
        if plan.shown is not None
    }


@dataclass(frozen=True)
class Vergelijking:
    """One indicator before the adjustment for looking at many: its cells, Effect and reason."""

    indicator: Indicator
    cellen: Cellen
    effect: Effect
    reden: str

    @property
    def cellen_ok(self) -> bool:
        """Whether every cell of the pilot can be used; a control that cannot is left out."""
        return self.reden in ("", *BREUKEN, PLACEBO, TE_WEINIG_WIJKEN)


def make_effect_tabellen(
    cijfers: Mapping[str, Published],
    settings: Settings,
    nulmetingen: Mapping[str, Nulmeting] | None = None,
) -> dict[str, pd.DataFrame]:
    """The tables effect, effect_wijken, effect_voorparen, vooruit, signalen and ontleding.

    cijfers: every Published of one audience by slug. nulmetingen: by slug, where frozen.
    Numbers in the unit of `waarde` (shares 0..1), nan where there is none. SettingsError (Dutch)
    when the configuration names an indicator that does not exist.
    """
    check_evaluatie(settings)
    frozen = nulmetingen or {}
    whole = {
        slug: published.select(indeling=GEEN)
        for slug, published in cijfers.items()
        if INDICATOR[slug].heeft_wijkwaarde
    }
    found = [
        compare_indicator(item, whole[item.slug], settings, frozen.get(item.slug, Nulmeting()))
        for item in INDICATORS
        if item.slug in whole
    ]
    adjusted = _adjust(found, settings.evaluatie.primair)
    outcomes = [
        _outcome(item, p, settings, frozen.get(item.indicator.slug, Nulmeting()))
        for item, p in zip(found, adjusted, strict=True)
    ]
    wijken = [(item.slug, wijk) for item in outcomes for wijk in item.wijken]
    earlier = [
        (item.slug, paar, wijk)
        for item in outcomes
        for paar in item.voorparen
        for wijk in paar.wijken
    ]
    ahead = [(item.slug, seen) for item in outcomes for seen in item.vooruit]
    return {
        "effect": make_frame(Uitkomst, outcomes),
        "effect_wijken": make_frame(
            WijkWaarden, [wijk for _, wijk in wijken], slug=[slug for slug, _ in wijken]
        ),
        "effect_voorparen": make_frame(
            VoorWijk,
            [wijk for *_, wijk in earlier],
            slug=[slug for slug, *_ in earlier],
            jaren=[paar.jaren for _, paar, _ in earlier],
            vroeger_van=[paar.vroeger[0] for _, paar, _ in earlier],
            vroeger_tot=[paar.vroeger[1] for _, paar, _ in earlier],
            later_van=[paar.later[0] for _, paar, _ in earlier],
            later_tot=[paar.later[1] for _, paar, _ in earlier],
            telt=[paar.telt for _, paar, _ in earlier],
            is_breuk=[paar.is_breuk for _, paar, _ in earlier],
        ),
        "vooruit": make_frame(
            Zichtbaar, [seen for _, seen in ahead], slug=[slug for slug, _ in ahead]
        ),
        "signalen": make_signalen(whole, settings),
        "ontleding": make_ontleding(whole, settings),
    }


def compare_indicator(
    indicator: Indicator, published: Published, settings: Settings, frozen: Nulmeting
) -> Vergelijking:
    """The Vergelijking of one indicator.

    Only cells with status ok are used. A voorpaar with a break in the definition inside it is left
    out.
    """
    cellen = read_cellen(indicator, published, settings)
    effect = compare_changes(
        cellen.jaren[NULMETING].usable,
        cellen.jaren[EFFECTJAAR].usable,
        cellen.is_pilot,
        cellen.noemer,
        [voor.usable for voor in cellen.voorparen],
    )
    return Vergelijking(
        indicator, cellen, effect, _reason(indicator, cellen, effect, settings, frozen)
    )


def _reason(
    indicator: Indicator, cellen: Cellen, effect: Effect, settings: Settings, frozen: Nulmeting
) -> str:
    """Why there is no verdict on chance alone, as a machine word; empty when there is."""
    if frozen.anders:
        return frozen.anders
    if frozen.is_andere_definitie or breaks(indicator, settings, *settings.named_vensters):
        return BREUK
    unusable = why_unusable(cellen)
    if unusable:
        return unusable
    if not effect.heeft_interval:
        return TE_WEINIG_WIJKEN
    return PLACEBO if effect.placebo_binnen is False else ""


def _adjust(found: list[Vergelijking], primair: str) -> list[float]:
    """Holm over every indicator but the primary one that can be compared and has an interval."""
    p = [
        item.effect.p
        if item.cellen_ok and item.reden not in BREUKEN and item.indicator.slug != primair
        else np.nan
        for item in found
    ]
    return [float(value) for value in holm(p)]


def look_ahead(item: Vergelijking) -> Vooruitzicht | None:
    """What the noise of this comparison says of what is still to come.

    None where a definition broke or a cell of the pilot will not become usable by waiting.
    """
    effect, cellen = item.effect, item.cellen
    if item.reden in BREUKEN or not (item.cellen_ok or item.reden in NOG_TE_KOMEN):
        return None
    d = np.array(effect.d) if item.cellen_ok else np.full(len(effect.d), np.nan)
    voor = tuple(np.array(changes) for changes in effect.d_voor if changes)
    return Vooruitzicht(d, voor, cellen.is_pilot, cellen.noemer)


def _more(item: Vergelijking) -> tuple[float, float]:
    """The smallest detectable change with one year more of the pilot, and with one voorpaar more.

    Where the effectjaar is still to come, it is the year of the pilot that is added. nan when
    nothing can be said; more voorparen than MAX_VOORPAREN never count.
    """
    ahead = look_ahead(item)
    if ahead is None or (item.cellen_ok and not item.effect.heeft_interval):
        return float("nan"), float("nan")
    pilots = int((ahead.is_present & item.cellen.is_pilot).sum())
    is_full = len(ahead.d_voor) >= MAX_VOORPAREN
    return (
        ahead.detect(pilots, 2 if item.cellen_ok else 1),
        float("nan") if is_full else ahead.detect(pilots, extra_voorparen=1),
    )


def _ahead(item: Vergelijking) -> tuple[Zichtbaar, ...]:
    """The smallest detectable change by number of pilot wijken and years of effect."""
    ahead = look_ahead(item)
    if ahead is None:
        return ()
    return tuple(
        Zichtbaar(pilots, jaren, mdc)
        for pilots in range(1, len(item.cellen.is_pilot) - 1)
        for jaren in JAREN_VOORUIT
        if np.isfinite(mdc := ahead.detect(pilots, jaren))
    )


def _outcome(item: Vergelijking, holm_p: float, settings: Settings, frozen: Nulmeting) -> Uitkomst:
    """What is written of one indicator; without usable cells only the changes that are known."""
    effect, is_primary = item.effect, item.indicator.slug == settings.evaluatie.primair
    rijp, totaal = item.cellen.ripeness
    more_years, more_pairs = _more(item)
    numbers: dict[str, Any] = {naam: getattr(effect, naam) for naam in _VAN_EFFECT}
    if not item.cellen_ok:
        numbers = dict.fromkeys(numbers, float("nan")) | {"df": 0, "rang": 0, "rang_van": 0}
        numbers |= {naam: getattr(effect, naam) for naam in KNOWN_BEFORE}
    return Uitkomst(
        slug=item.indicator.slug,
        is_primair=is_primary,
        **numbers,
        mdc_extra_jaar=more_years,
        mdc_extra_voorpaar=more_pairs,
        placebo_jaren=_placebo_jaren(item),
        holm_p=holm_p,
        verdict=judge(effect, item.cellen_ok, is_primary, holm_p, item.reden in BREUKEN),
        reden=item.reden,
        rijp=rijp,
        totaal=totaal,
        nulmeting_versie=frozen.versie,
        wijken=_wijken(item, settings),
        voorparen=_voorparen(item, settings),
        vooruit=_ahead(item),
    )


def _wijken(item: Vergelijking, settings: Settings) -> tuple[WijkWaarden, ...]:
    """Every wijk, in configured order: published values with their states."""
    cellen, before, after = item.cellen, *(item.cellen.jaren[x] for x in (NULMETING, EFFECTJAAR))
    return tuple(
        WijkWaarden(
            wijk,
            bool(cellen.is_pilot[place]),
            float(before.waarde[place]),
            float(after.waarde[place]),
            float(cellen.noemer[place]),
            before.status[place],
            after.status[place],
            item.effect.d[place],
        )
        for place, wijk in enumerate(settings.wijk_ids)
    )


def _placebo_jaren(item: Vergelijking) -> int | None:
    """How many years back the voorpaar of the placebo check lies; None without one."""
    place = item.effect.placebo_paar
    return None if place < 0 else item.cellen.voorparen[place].paar.jaren


def _voorparen(item: Vergelijking, settings: Settings) -> tuple[Voorverandering, ...]:
    """Every voorpaar, nearest first, and what each wijk did in it: published values, with states.

    d is the change where it counts for the noise, nan elsewhere.
    """
    found = []
    for voor, changes in zip(item.cellen.voorparen, item.effect.d_voor, strict=True):
        paar = voor.paar
        wijken = tuple(
            VoorWijk(
                wijk,
                bool(item.cellen.is_pilot[place]),
                float(voor.vroeger.waarde[place]),
                float(voor.later.waarde[place]),
                voor.vroeger.status[place],
                voor.later.status[place],
                changes[place] if changes else float("nan"),
            )
            for place, wijk in enumerate(settings.wijk_ids)
        )
        periods = (paar.vroeger.van, paar.vroeger.tot), (paar.later.van, paar.later.tot)
        found.append(Voorverandering(paar.jaren, *periods, bool(changes), voor.is_breuk, wijken))
    return tuple(found)
