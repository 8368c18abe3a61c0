"""Survival figures of all cells at once: restricted mean, median, P80, and the waiting so far."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proeftuin.indicators import INDICATOR, Indicator
from proeftuin.measure.source import Grid, Source, coded_sql, cut_up
from proeftuin.settings import Settings
from proeftuin.stats import grouped_median, life_tables, z_value

Getallen = NDArray[np.float64]
Gehelen = NDArray[np.int64]
RIJEN_PER_KEER = 500_000  # of cells and days that are followed at once: what is sorted together


@dataclass(frozen=True)
class SurvivalRules:
    """Horizon of the mean in days; whether the median is cut there; fewest at risk allowed.

    wachtend: the fact of who still waits, None where nobody does.
    """

    horizon: int
    kap_mediaan: bool
    minimum_risico: int
    wachtend: str | None


def survival_rules(indicator: Indicator, settings: Settings) -> SurvivalRules:
    """The rules of a survival indicator; ValueError for one of another kind."""
    declared = indicator.overleving
    if declared is None:
        raise ValueError(f"{indicator.slug} is no duration")
    return SurvivalRules(
        getattr(settings.perioden, declared.horizon),
        declared.kap_mediaan,
        settings.normen.minimum_risico if declared.heeft_minimum_risico else 0,
        INDICATOR[declared.wachtenden].feit if declared.wachtenden else None,
    )


def _cells(grid: Grid, cel: Gehelen, categories: int) -> tuple[Gehelen, Gehelen]:
    """Cells (V, W, C) laid in the rows of the figures: (cell (V, R, C), row of the query).

    Every row counts for its wijk and for gemeente, and for overige where it has no pilot.
    """
    per_venster, categorie = np.divmod(cel, categories)
    venster, wijk = np.divmod(per_venster, len(grid.wijken))
    first = venster * len(grid.rijen) * categories + categorie  # the cell of the first rij
    rows = np.arange(len(cel))
    others = np.isin(wijk, grid.overige)
    gemeente = len(grid.wijken)
    cell = np.concatenate(
        [
            first + wijk * categories,
            first + gemeente * categories,
            first[others] + (gemeente + 1) * categories,
        ]
    )
    return cell, np.concatenate([rows, rows, rows[others]])


def measure_survival(
    source: Source, indicator: Indicator, indeling: str, cats: tuple[str | None, ...]
) -> dict[str, Getallen]:
    """Columns of Measured plus te_weinig_risico (0/1): arrays (V, R, categories).

    The whole fact is reduced in one query to counts per cell and day, of who enters and of who
    leaves; the cost after that depends on cells and days, not on trajecten.
    """
    rules = survival_rules(indicator, source.settings)
    grid, many = source.grid, len(cats)
    coded = coded_sql(grid, indicator.feit, indeling, cats)
    frame = source.store.frame(
        "select cel, cast(intrede_dagen as integer) as dag, count(*) as intrede, 0 as uit,"
        f" 0 as einde from ({coded}) as begonnen group by 1, 2"
        " union all select cel, cast(duur_dagen as integer), 0, count(*),"
        f" cast(sum({indicator.teller}) as bigint) from ({coded}) as gevolgd group by 1, 2"
    )
    per_venster = (frame["cel"].to_numpy() // max(1, len(grid.wijken) * many)).astype(np.int16)
    order = np.argsort(per_venster, kind="stable")
    borders = np.searchsorted(per_venster[order], np.arange(len(grid.venster_ids) + 1))
    parts = []
    for first, last in cut_up(borders[1:], RIJEN_PER_KEER):
        part = frame.iloc[order[borders[first] : borders[last]]]
        cel = part["cel"].to_numpy(np.int64) - first * len(grid.wijken) * many
        cell, row = _cells(grid, cel, many)
        dag, entered, left, ended = (
            part[name].to_numpy(np.int64)[row] for name in ("dag", "intrede", "uit", "einde")
        )
        size = (last - first) * len(grid.rijen) * many
        parts.append(_follow(rules, cell, dag, entered, left, ended, size))
    shape = (len(grid.venster_ids), len(grid.rijen), many)
    found = {
        name: np.concatenate([part[name] for part in parts]).reshape(shape) for name in parts[0]
    }
    if rules.wachtend:
        found["wacht_tot_nu"] = _waiting_so_far(source, rules.wachtend, indeling, cats)
    return found


def _follow(
    rules: SurvivalRules,
    cell: Gehelen,
    dag: Gehelen,
    entered: Gehelen,
    left: Gehelen,
    ended: Gehelen,
    size: int,
) -> dict[str, Getallen]:
    """The figures of so many cells, of the counts per cell and day."""
    tables = life_tables(cell, dag, entered, left, ended, size)
    value, error = tables.rmst(rules.horizon)
    value[np.bincount(cell, entered, size) == 0] = np.nan
    half = z_value() * error
    found = {"waarde": value, "onder": value - half, "boven": value + half}
    limit = rules.horizon if rules.kap_mediaan else np.inf
    for name, days in zip(
        ("mediaan", "mediaan_onder", "mediaan_boven"), tables.quantile(0.5), strict=True
    ):
        found[name] = np.where(days <= limit, days, np.nan)
    if rules.wachtend:
        found["p80"] = tables.quantile(0.2)[0]
    at_risk = tables.smallest_at_risk(rules.horizon)
    found["te_weinig_risico"] = (at_risk < rules.minimum_risico).astype(float)
    return found


def _waiting_so_far(
    source: Source, feit: str, indeling: str, cats: tuple[str | None, ...]
) -> Getallen:
    """Median days waited by who waits on the peildatum (all quarter ends of a year together)."""
    coded = coded_sql(source.grid, feit, indeling, cats)
    frame = source.store.frame(
        f"select cel, wacht_dagen, count(*) as aantal from ({coded}) as wachtend group by 1, 2"
    )
    grid = source.grid
    cell, row = _cells(grid, frame["cel"].to_numpy(np.int64), len(cats))
    shape = (len(grid.venster_ids), len(grid.rijen), len(cats))
    days, count = (frame[name].to_numpy(np.int64)[row] for name in ("wacht_dagen", "aantal"))
    return grouped_median(cell, days, count, int(np.prod(shape))).reshape(shape)
