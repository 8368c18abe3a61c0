"""Measure: indicator x window x split -> Measured, one calculation for all indicators.

The facts of the session (store.prepare_facts) are summed once per fact and split; every figure
is then the same few lines of array arithmetic: value, interval, state. A new indicator is a
declaration, never a change here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from proeftuin.indicators import AANBIEDER, BEVOLKING, GEEN, INDICATORS, Indicator, Soort
from proeftuin.measure.bijdragen import Bijdragen, euro_contributions
from proeftuin.measure.euro import EURO, euro_concentration, euro_interval
from proeftuin.measure.source import (
    KWADRAAT,
    NOEMERSTAND,
    Source,
    full_categories,
    read_source,
)
from proeftuin.measure.survival import measure_survival, survival_rules
from proeftuin.settings import Settings
from proeftuin.stats import Interval, byar, mean_interval, wilson
from proeftuin.store import Store
from proeftuin.vocabulary import NIET_GELEVERD, NOG_NIET_RIJP, OK, TE_KLEIN, VOORLOPIG, VROEGER

STATUSSEN = (OK, VOORLOPIG, TE_KLEIN, NOG_NIET_RIJP, NIET_GELEVERD)  # the later one wins

TEKST = ("slug", "indeling", "categorie", "wijk", "venster")
DAGEN = ("van", "tot")
GETALLEN = (
    *("teller", "noemer", "waarde", "onder", "boven"),
    *("mediaan", "mediaan_onder", "mediaan_boven", "p80", "wacht_tot_nu", "terugwerkend"),
    *("rijp", "totaal"),
)
ONTHULLING = ("aantal_jeugdigen", "grootste_aandeel")
COLUMNS = (*TEKST, *DAGEN, *GETALLEN, "status", *ONTHULLING, *NOEMERSTAND)

Getallen = NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """The exact figures of one indicator: confidential, only disclosure may read them on.

    frame has COLUMNS, one row per split, category, window and wijk. Numbers are floats with nan
    for null; categorie is null without a split; van and tot are inclusive dates. NOEMERSTAND says
    what a population lacks: ages, and the years it is older than the window (null: nothing).
    bijdragen: of euros and of mean days who stands behind the sums, in parts, else None.
    voorlopig_na: a window that ends after this day is provisional; None: by the days alone.
    """

    indicator: Indicator
    frame: pd.DataFrame
    bijdragen: list[Bijdragen] | None = None
    voorlopig_na: date | None = None

    @property
    def slug(self) -> str:
        """Slug of the indicator."""
        return self.indicator.slug


def measure_all(
    store: Store,
    settings: Settings,
    indicators: Iterable[Indicator] = INDICATORS,
    voorlopig_na: Mapping[str, date] | None = None,
) -> Iterator[Measured]:
    """Each indicator in turn; facts are read once for all of them.

    voorlopig_na: by indicator, a window that ends after this day is provisional; without it the
    days of the configuration decide.
    """
    source = read_source(store, settings, indicators, voorlopig_na or {})
    for indicator in source.indicators:
        parts = [
            _measure_split(source, indicator, indeling)
            for indeling in (GEEN, *indicator.indelingen)
        ]
        yield Measured(
            indicator,
            pd.concat(parts, ignore_index=True),
            _bijdragen(source, indicator),
            source.voorlopig_na_of(indicator),
        )


def _bijdragen(source: Source, indicator: Indicator) -> list[Bijdragen] | None:
    """The contributions to every sum that may leave the house; splits by aanbieder never do.

    Of answers (is_score) a levering does not say who gave them.
    """
    is_mean = indicator.soort is Soort.GEMIDDELDE and not indicator.is_score
    if indicator.soort not in EURO and not is_mean:
        return None
    splits = [GEEN, *(item for item in indicator.indelingen if item != AANBIEDER)]
    return euro_contributions(source, indicator, splits)


def _is_delivered(source: Source, indicator: Indicator) -> bool:
    needed = {indicator.bestand, *indicator.ook_nodig}
    if indicator.noemer == BEVOLKING:
        needed.add("bevolking")
    return needed <= source.geleverd


def _measure_split(source: Source, indicator: Indicator, indeling: str) -> pd.DataFrame:
    """All rows of one indicator under one split."""
    if indeling != GEEN and not full_categories(indeling) and not _is_delivered(source, indicator):
        return _measure_split(source, indicator, GEEN).assign(indeling=indeling)
    totals = source.totals(indicator.feit, indeling)
    cats = totals.categorieen
    figures = {"teller": totals.kolommen[indicator.teller].copy()}
    if indicator.noemer == BEVOLKING:
        figures["noemer"] = source.population.noemer(indicator.peildatum, indeling, cats)
        figures |= source.population.describe(indicator.peildatum, indeling, cats)
        found = np.any([kolom != 0 for kolom in totals.kolommen.values()], axis=0)
    else:
        figures["noemer"] = totals.kolommen[indicator.noemer].copy()
        found = (figures["teller"] != 0) | (figures["noemer"] != 0)
    if indicator.rijp and indicator.totaal:
        figures["rijp"] = totals.kolommen[indicator.rijp].copy()
        figures["totaal"] = totals.kolommen[indicator.totaal].copy()
        found = found | (figures["totaal"] != 0)
    figures |= _values(source, indicator, indeling, cats, figures)
    status = _status(source, indicator, figures)
    missing = status == STATUSSEN.index(NIET_GELEVERD)
    unripe = status == STATUSSEN.index(NOG_NIET_RIJP)
    for name, column in figures.items():
        kept = unripe if name in ("rijp", "totaal") else ~missing
        figures[name] = np.where(kept, column, np.nan)
    shown = _shown(source, indicator, indeling, cats, found)
    return _frame(source, indicator, indeling, cats, figures, status, shown)


def _values(
    source: Source,
    indicator: Indicator,
    indeling: str,
    cats: tuple[str | None, ...],
    figures: dict[str, Getallen],
) -> dict[str, Getallen]:
    """waarde, onder and boven (and what belongs to survival or euros), arrays (V, R, C)."""
    teller, noemer = figures["teller"], figures["noemer"]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(noemer > 0, teller / noemer, np.nan) * indicator.factor
    if indicator.soort is Soort.OVERLEVING:
        found = measure_survival(source, indicator, indeling, cats)
        if indicator.overleving and indicator.overleving.terugwerkend:
            kolommen = source.totals(indicator.feit, indeling).kolommen
            found["terugwerkend"] = kolommen[indicator.overleving.terugwerkend]
        return found
    if indicator.soort in EURO:
        concentration = euro_concentration(source, indicator, indeling, cats)
        interval = _scaled(euro_interval(source, indicator, indeling), indicator, noemer)
        units = concentration.aantal if indicator.telt_in_euro else noemer
        behind = np.where(units >= 2, noemer, 0)  # drawn from one, every draw is the same
        extra = {
            "aantal_jeugdigen": concentration.aantal,
            "grootste_aandeel": concentration.grootste_aandeel,
        }
        return {"waarde": value, **_bounds(interval, behind), **extra}
    if indicator.soort is Soort.AANDEEL:
        interval = wilson(teller, noemer)
    elif indicator.soort is Soort.GEMIDDELDE:
        kolommen = source.totals(indicator.feit, indeling).kolommen
        interval = mean_interval(teller, kolommen[indicator.teller + KWADRAAT], noemer)
    else:
        counts = byar(teller)
        with np.errstate(divide="ignore", invalid="ignore"):
            interval = Interval(
                counts.onder / noemer * indicator.factor, counts.boven / noemer * indicator.factor
            )
    return {"waarde": value, **_bounds(interval, noemer)}


def _scaled(interval: Interval, indicator: Indicator, noemer: Getallen) -> Interval:
    """An interval of a sum of euros as one per 1000 inhabitants; of a ratio as it is."""
    if indicator.noemer != BEVOLKING:
        return interval
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = indicator.factor / noemer
        return Interval(interval.onder * scale, interval.boven * scale)


def _bounds(interval: Interval, noemer: Getallen) -> dict[str, Getallen]:
    """Onder and boven, null where there is no noemer."""
    return {
        "onder": np.where(noemer > 0, interval.onder, np.nan),
        "boven": np.where(noemer > 0, interval.boven, np.nan),
    }


def _status(
    source: Source, indicator: Indicator, figures: dict[str, Getallen]
) -> NDArray[np.int64]:
    """Place in STATUSSEN of every figure; the states later in that list win."""
    grid, normen = source.grid, source.settings.normen
    noemer = figures["noemer"]
    status = np.zeros(noemer.shape, np.int64)
    age = np.array([(grid.datastand - tot).days for tot in grid.tot])
    last = source.voorlopig_na_of(indicator)
    provisional = np.array([tot > last for tot in grid.tot], bool)
    status[provisional] = STATUSSEN.index(VOORLOPIG)
    small = ~((figures["totaal"] if indicator.telt_in_euro else noemer) >= normen.minimum_noemer)
    if indicator.soort is Soort.OVERLEVING:
        small |= figures["teller"] < normen.minimum_gebeurtenissen
        small |= figures.pop("te_weinig_risico") > 0
    status[small] = STATUSSEN.index(TE_KLEIN)
    status[_unripe(source, indicator, figures, age)] = STATUSSEN.index(NOG_NIET_RIJP)
    missing = np.isnan(noemer)
    if not _is_delivered(source, indicator):
        missing[:] = True
    missing[_before_source(source, indicator)] = True
    if indicator.terugblik:
        missing[_without_lookback(source, indicator.terugblik)] = True
    status[missing] = STATUSSEN.index(NIET_GELEVERD)
    return status


def _unripe(
    source: Source, indicator: Indicator, figures: dict[str, Getallen], age: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Where some units are too young, or the window is for figures that wait for a date."""
    if "rijp" not in figures:
        return np.zeros(figures["noemer"].shape, bool)
    wait = None
    if indicator.soort is Soort.OVERLEVING:
        wait = survival_rules(indicator, source.settings).horizon
    elif indicator.rijp_na:
        wait = int(getattr(source.settings.perioden, indicator.rijp_na))
    if wait is None:
        return figures["rijp"] < figures["totaal"]
    return np.broadcast_to((age < wait)[:, None, None], figures["noemer"].shape)


def _before_source(source: Source, indicator: Indicator) -> NDArray[np.bool_]:
    """Windows that begin before a file of this indicator can tell of anything: nothing is no 0.

    A file tells of VROEGER from its first row on: a year from before it would teach that wijken
    never change. (A quarter without rows is shown as it always was: 0.)
    """
    files = (indicator.bestand, *indicator.ook_nodig)
    tells = max(source.bereik.get(naam, date.min) for naam in files)
    begin = max(tells, *(source.begin.get(naam, date.min) for naam in files))
    return np.array(
        [
            van < (begin if naam == VROEGER else tells)
            for naam, van in zip(source.grid.namen, source.grid.van, strict=True)
        ],
        bool,
    )


def _without_lookback(source: Source, setting: str) -> NDArray[np.bool_]:
    """Windows before which the levering does not go back the years of this setting of perioden."""
    earliest = source.store.frame("select min(begin_datum) as dag from traject")["dag"][0]
    if pd.isna(earliest):
        return np.ones(len(source.grid.van), bool)
    years: int = getattr(source.settings.perioden, setting)
    first = pd.Timestamp(earliest).date()
    return np.array([first > _years_before(van, years) for van in source.grid.van], bool)


def _years_before(day: date, years: int) -> date:
    """The same day years earlier; windows begin on the first of a quarter, never 29 February."""
    return day.replace(year=day.year - years)


def _shown(
    source: Source,
    indicator: Indicator,
    indeling: str,
    cats: tuple[str | None, ...],
    found: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Which cells have a row: all of the fixed categories, else only where there is something.

    VROEGER is there to compare with: a value per wijk, and no split.
    """
    shown = found.copy()
    fixed = set(full_categories(indeling))
    if _is_delivered(source, indicator):
        if indeling == "verwijzer":
            fixed |= {cat for place, cat in enumerate(cats) if found[:, :, place].any()}
    else:
        shown[:] = False
    for place, categorie in enumerate(cats):
        if categorie in fixed:
            shown[:, :, place] = True
    if not _has_unknown_wijk(source, indicator):
        shown[:, source.grid.onbekend] = False
    if indeling != GEEN or not indicator.heeft_wijkwaarde:
        shown[[naam == VROEGER for naam in source.grid.namen]] = False
    return shown


def _has_unknown_wijk(source: Source, indicator: Indicator) -> bool:
    """Whether anything of this indicator fell in wijk onbekend, in any window."""
    if not _is_delivered(source, indicator):
        return False
    kolommen = source.totals(indicator.feit, GEEN).kolommen
    names = (indicator.teller, indicator.noemer, indicator.totaal)
    place = source.grid.onbekend
    return any(kolommen[name][:, place].any() for name in names if name in kolommen)


def _frame(
    source: Source,
    indicator: Indicator,
    indeling: str,
    cats: tuple[str | None, ...],
    figures: dict[str, Getallen],
    status: NDArray[np.int64],
    shown: NDArray[np.bool_],
) -> pd.DataFrame:
    """The shown cells as rows, in the order category, window, wijk."""
    grid = source.grid
    categorie, venster, rij = np.nonzero(shown.transpose(2, 0, 1))
    place = (venster, rij, categorie)
    count = len(venster)

    def texts(values: Iterable[str | None], index: NDArray[np.int64]) -> pd.Series:
        return pd.Series(pd.array(list(values), dtype="str").take(index))

    columns: dict[str, object] = {
        "slug": texts([indicator.slug], np.zeros(count, np.int64)),
        "indeling": texts([indeling], np.zeros(count, np.int64)),
        "categorie": texts(cats, categorie),
        "wijk": texts(grid.rijen, rij),
        "venster": texts(grid.namen, venster),
        "van": np.array([*grid.van, None], object)[venster],
        "tot": np.array([*grid.tot, None], object)[venster],
    }
    for name in (*GETALLEN, *ONTHULLING, *NOEMERSTAND):
        columns[name] = figures[name][place] if name in figures else np.full(count, np.nan)
    columns["status"] = texts(STATUSSEN, status[place])
    return pd.DataFrame(columns)[list(COLUMNS)]
