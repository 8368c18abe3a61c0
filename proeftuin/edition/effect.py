"""Did the pilot wijk change differently: the tables of an edition that say so, per audience.

Computed from that audience's Published figures only, one value per wijk per window with its state,
so openbaar rests on protected values and a hidden cell is simply not usable. The rules are those of
docs/definities.md, 'Veranderde de pilotwijk anders?'; the arithmetic is in stats.effect.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from proeftuin.disclosure import Published
from proeftuin.edition.nulmeting import Plan
from proeftuin.edition.ontleding import make_ontleding
from proeftuin.edition.signalen import make_signalen
from proeftuin.errors import SettingsError
from proeftuin.indicators import DEFINITIEVERSIE, GEEN, INDICATOR, INDICATORS, Indicator
from proeftuin.settings import Settings
from proeftuin.stats import Effect, compare_changes, detectable_factor, holm, judge
from proeftuin.vocabulary import (
    AFGESCHERMD,
    EFFECTJAAR,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    NOOIT_VERGELIJKEN,
    NULMETING,
    OK,
    ONVOLLEDIG,
    PLACEBOJAAR,
    TE_KLEIN,
    VOORLOPIG,
)

VENSTERS = (PLACEBOJAAR, NULMETING, EFFECTJAAR)
REDEN = {
    NIET_GELEVERD: NIET_GELEVERD,
    NOG_NIET_RIJP: "niet_rijp",
    VOORLOPIG: VOORLOPIG,
    AFGESCHERMD: AFGESCHERMD,
    ONVOLLEDIG: ONVOLLEDIG,
    TE_KLEIN: "cellen",
}
ABSENT = {
    PLACEBOJAAR: NIET_GELEVERD,
    NULMETING: NOG_NIET_RIJP,
    EFFECTJAAR: NOG_NIET_RIJP,
}
Getallen = NDArray[np.float64]


@dataclass(frozen=True)
class Cellen:
    """Values of one indicator, arrays with one entry per configured wijk, nan without a value.

    waarde and status are by window; a window that has not ended on datastand is nog_niet_rijp, a
    placebojaar before the first quarter niet_geleverd, one that is not configured ''. A figure that
    is ok on a population that lacks ages is ONVOLLEDIG. noemer: of
    the effectjaar (of the nulmeting while there is none). ripeness: (old enough, all) of the
    effectjaar of the pilot, nan where ripe.
    """

    is_pilot: NDArray[np.bool_]
    waarde: dict[str, Getallen]
    status: dict[str, list[str]]
    noemer: Getallen
    ripeness: tuple[float, float]

    def usable(self, venster: str) -> Getallen:
        """The values with status ok, nan elsewhere."""
        good = np.array([status == OK for status in self.status[venster]])
        return np.where(good, self.waarde[venster], np.nan)

    @property
    def is_ripening(self) -> bool:
        """Whether part of the effectjaar of the pilot is not yet old enough."""
        return self.ripeness[0] < self.ripeness[1]

    @property
    def has_placebo(self) -> bool:
        """Whether the placebojaar can be compared: pilot and at least two others."""
        drift = np.isfinite(self.usable(NULMETING) - self.usable(PLACEBOJAAR))
        return bool(drift[self.is_pilot].all() and drift[~self.is_pilot].sum() >= 2)

    @property
    def ratio(self) -> float:
        """How much smaller the pilot is than the controls on average, never below 1."""
        sizes = [self.noemer[side & (self.noemer > 0)] for side in (self.is_pilot, ~self.is_pilot)]
        if not all(len(size) for size in sizes):
            return 1.0
        return max(1.0, float(sizes[1].mean() / sizes[0].mean()))


def read_cellen(published: Published, settings: Settings) -> Cellen:
    """The Cellen of one indicator for every configured wijk; published has no split."""
    frame = published.frame
    wanted = frame[frame["venster"].isin(VENSTERS)]
    lacks = wanted["status"].eq(OK) & wanted["noemer_mist"].gt(0)
    wanted = wanted.assign(status=wanted["status"].mask(lacks, ONVOLLEDIG))
    columns = ("wijk", "venster", "waarde", "noemer", "status", "rijp", "totaal")
    found = {
        (wijk, venster): rest
        for wijk, venster, *rest in zip(*(wanted[naam] for naam in columns), strict=True)
    }
    wijken = settings.wijk_ids
    configured = {venster.naam for venster in settings.named_vensters}
    nothing = [float("nan"), float("nan"), "", float("nan"), float("nan")]
    waarde: dict[str, Getallen] = {}
    status: dict[str, list[str]] = {}
    for naam in VENSTERS:
        cells = [found.get((wijk, naam), nothing) for wijk in wijken]
        absent = ABSENT[naam] if naam in configured else ""
        waarde[naam] = np.array([cell[0] for cell in cells], float)
        status[naam] = [str(cell[2]) or absent for cell in cells]
    pilot = np.array([wijk in settings.pilot.wijken for wijk in wijken])
    after = [found.get((wijk, EFFECTJAAR), nothing) for wijk in wijken]
    size = np.array([cell[1] for cell in after], float)
    if not np.isfinite(size).any():
        before = [found.get((wijk, NULMETING), nothing) for wijk in wijken]
        size = np.array([cell[1] for cell in before], float)
    ripe = np.array([cell[3:] for cell in after], float)[pilot].sum(axis=0)
    return Cellen(pilot, waarde, status, size, (float(ripe[0]), float(ripe[1])))


def why_unusable(cellen: Cellen) -> str:
    """The first reason a cell of the pilot cannot be used, in the order of REDEN; '' when all can.

    A cell that is ok without a value (nothing to divide by) is too small. One that is hidden while
    it ripens is named unripe: waiting is the cure.
    """
    found = set()
    for naam in (NULMETING, EFFECTJAAR):
        values = cellen.usable(naam)
        for place in np.flatnonzero(cellen.is_pilot):
            if np.isfinite(values[place]):
                continue
            status = cellen.status[naam][place]
            if status == AFGESCHERMD and naam == EFFECTJAAR and cellen.is_ripening:
                status = NOG_NIET_RIJP
            found.add(REDEN.get(status, "cellen"))
    return next((reden for reden in REDEN.values() if reden in found), "")


BREUK, PLACEBO, TE_WEINIG_WIJKEN = "breuk", "placebo", "te_weinig_wijken"
BREUKEN = (BREUK, *NOOIT_VERGELIJKEN)  # the nulmeting and the effectjaar are two different things
NOG_TE_KOMEN = ("niet_rijp", VOORLOPIG)  # more time alone makes the figure usable
COLUMNS = (
    *("slug", "is_primair", "est", "se", "df", "onder", "boven", "mdc", "mdc_extra_jaar", "ratio"),
    *("stress_onder", "stress_boven", "rang", "rang_van", "placebo_est", "placebo_onder"),
    *("placebo_boven", "p", "holm_p", "verdict", "reden", "d_pilot", "d_controle", "rijp"),
    *("totaal", "nulmeting_versie"),
)
KNOWN_BEFORE = ("ratio", "d_controle", "placebo_est", "placebo_onder", "placebo_boven")
WIJK_COLUMNS = (
    *("slug", "wijk", "is_pilot", PLACEBOJAAR, NULMETING, EFFECTJAAR, "noemer_effectjaar"),
    *("status_placebojaar", "status_nulmeting", "status_effectjaar", "d"),
)


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
            not plan.current and plan.shown.content["definitieversie"] != DEFINITIEVERSIE,
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
    """The tables effect, effect_wijken, signalen and ontleding of one audience.

    cijfers: every Published of that audience by slug. nulmetingen: by slug, where frozen.
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
    rows = [
        _row(item, p, settings.evaluatie.primair, frozen.get(item.indicator.slug, Nulmeting()))
        for item, p in zip(found, adjusted, strict=True)
    ]
    wijken = [row for item in found for row in _wijk_rows(item, settings)]
    return {
        "effect": pd.DataFrame(rows, columns=list(COLUMNS)),
        "effect_wijken": pd.DataFrame(wijken, columns=list(WIJK_COLUMNS)),
        "signalen": make_signalen(whole, settings),
        "ontleding": make_ontleding(whole, settings),
    }


def check_evaluatie(settings: Settings) -> None:
    """SettingsError (Dutch, every key) where the configuration names an indicator that cannot be.

    Questions and breaks name indicators that exist; the primary one has a value per wijk and year.
    """
    primair = settings.evaluatie.primair
    asked = [("evaluatie.primair", primair)]
    for nr, vraag in enumerate(settings.evaluatie.vraag, start=1):
        asked += [(f"evaluatie.vraag[{nr}].indicatoren", slug) for slug in vraag.indicatoren]
    for nr, gebeurtenis in enumerate(settings.gebeurtenis, start=1):
        asked += [(f"gebeurtenis[{nr}].breuk", slug) for slug in gebeurtenis.breuk]
    problems = [
        f"Sleutel '{key}': indicator '{slug}' bestaat niet. {_suggest(slug)}"
        for key, slug in asked
        if slug not in INDICATOR
    ]
    if primair in INDICATOR and not INDICATOR[primair].heeft_wijkwaarde:
        problems.append(
            f"Sleutel 'evaluatie.primair': '{primair}' heeft geen waarde per wijk en jaar en is "
            "dus niet te vergelijken. Kies een andere indicator."
        )
    if problems:
        raise SettingsError("\n".join(problems))


def _suggest(slug: str) -> str:
    near = get_close_matches(slug, sorted(INDICATOR), 3, 0.5)
    return f"Kies uit: {', '.join(near or sorted(INDICATOR))}."


def compare_indicator(
    indicator: Indicator, published: Published, settings: Settings, frozen: Nulmeting
) -> Vergelijking:
    """The Vergelijking of one indicator.

    Only cells with status ok are used. The placebojaar counts when the pilot and at least two
    others have it and no break in the definition lies between it and the nulmeting.
    """
    cellen = read_cellen(published, settings)
    placebo = None
    if cellen.has_placebo and not _breaks(indicator, settings, PLACEBOJAAR, NULMETING):
        placebo = cellen.usable(PLACEBOJAAR)
    effect = compare_changes(
        cellen.usable(NULMETING),
        cellen.usable(EFFECTJAAR),
        cellen.is_pilot,
        cellen.noemer,
        placebo,
    )
    return Vergelijking(
        indicator, cellen, effect, _reason(indicator, cellen, effect, settings, frozen)
    )


def _breaks(indicator: Indicator, settings: Settings, before: str, after: str) -> bool:
    """Whether a configured break of this indicator falls after the first window began."""
    windows = {venster.naam: venster for venster in settings.named_vensters}
    if before not in windows:
        return False
    start = windows[before].van
    stop = windows[after].van if after == NULMETING else windows[after].tot
    return any(
        start < item.datum <= stop and indicator.slug in item.breuk for item in settings.gebeurtenis
    )


def _reason(
    indicator: Indicator, cellen: Cellen, effect: Effect, settings: Settings, frozen: Nulmeting
) -> str:
    """Why there is no verdict on chance alone, as a machine word; empty when there is."""
    if frozen.anders:
        return frozen.anders
    if frozen.is_andere_definitie or _breaks(indicator, settings, NULMETING, EFFECTJAAR):
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


def mdc_with_extra_jaar(item: Vergelijking) -> float:
    """The smallest detectable change if one more year of the same kind is added.

    One more year gives one more change of every control wijk, so df grows by n_controls - 1; se
    stays. se is not lowered for averaging two effectjaren, on purpose: shocks of a wijk last, and
    with a correlation of 0.5 from year to year the mean of two years against the nulmeting varies
    exactly as much as one year does. Where the effectjaar itself is still to come, it is the year
    added: the noise is that of nulmeting - placebojaar over all wijken, with df of n_wijken - 1 +
    n_controls - 1. nan when nothing can be said, or a definition broke.
    """
    effect, cellen = item.effect, item.cellen
    if item.reden in BREUKEN:
        return float("nan")
    if item.cellen_ok and effect.heeft_interval:
        controls = int((np.isfinite(effect.d) & ~cellen.is_pilot).sum())
        return detectable_factor(effect.df + controls - 1) * effect.se
    if item.reden not in NOG_TE_KOMEN or not cellen.has_placebo:
        return float("nan")
    drift = cellen.usable(NULMETING) - cellen.usable(PLACEBOJAAR)
    usable = np.isfinite(drift)
    controls = int((usable & ~cellen.is_pilot).sum())
    pilots = int((usable & cellen.is_pilot).sum())
    if not pilots or controls < 2:
        return float("nan")
    variance = float(np.var(drift[usable], ddof=1))
    error = np.sqrt(variance * (cellen.ratio / pilots + 1 / controls))
    return detectable_factor(int(usable.sum()) - 1 + controls - 1) * float(error)


def _row(item: Vergelijking, holm_p: float, primair: str, frozen: Nulmeting) -> dict[str, Any]:
    """One row of effect; without usable cells only the changes that are known."""
    effect, is_primary = item.effect, item.indicator.slug == primair
    verdict = judge(effect, item.cellen_ok, is_primary, holm_p, item.reden in BREUKEN)
    rijp, totaal = item.cellen.ripeness
    numbers = {naam: getattr(effect, naam) for naam in COLUMNS if hasattr(effect, naam)}
    if not item.cellen_ok:
        numbers = {naam: float("nan") for naam in numbers} | {"df": 0, "rang": 0, "rang_van": 0}
        numbers |= {naam: getattr(effect, naam) for naam in KNOWN_BEFORE}
    return {
        **numbers,
        "slug": item.indicator.slug,
        "is_primair": is_primary,
        "mdc_extra_jaar": mdc_with_extra_jaar(item),
        "holm_p": holm_p,
        "verdict": verdict,
        "reden": item.reden,
        "rijp": rijp,
        "totaal": totaal,
        "nulmeting_versie": float("nan") if frozen.versie is None else float(frozen.versie),
    }


def _wijk_rows(item: Vergelijking, settings: Settings) -> list[dict[str, Any]]:
    """One row per wijk, in configured order: published values with their states."""
    cellen = item.cellen
    return [
        {
            "slug": item.indicator.slug,
            "wijk": wijk,
            "is_pilot": bool(cellen.is_pilot[place]),
            **{naam: float(values[place]) for naam, values in cellen.waarde.items()},
            "noemer_effectjaar": float(cellen.noemer[place]),
            **{f"status_{naam}": states[place] for naam, states in cellen.status.items()},
            "d": item.effect.d[place],
        }
        for place, wijk in enumerate(settings.wijk_ids)
    ]
