"""Statistics: pure functions on arrays, each checked against published values."""

from proeftuin.stats.aanvulling import Volledigheid, estimate_volledigheid
from proeftuin.stats.bootstrap import BLOK_PERSONEN, TREKKINGEN, percentile_interval, sum_draws
from proeftuin.stats.decompose import Decomposition, log_shares
from proeftuin.stats.effect import Effect, compare_changes, holm, judge
from proeftuin.stats.intervals import Interval, byar, mean_interval, wilson, z_value
from proeftuin.stats.prognose import (
    RIJP,
    SOORTEN,
    TEMPO_MAANDEN,
    ZONDER_BEDRAG,
    ZONDER_EIND,
    Floats,
    Jaarraming,
    Jaarterugblik,
    Reeks,
    chain_compleet,
    estimate_declaraties,
    estimate_toewijzingen,
    interval,
    look_back,
    measure_dekking,
    past_peilen,
)
from proeftuin.stats.signals import MINIMUM_PUNTEN, xmr
from proeftuin.stats.survival import grouped_median, life_tables
from proeftuin.stats.vooruit import Vooruitzicht

__all__ = [
    "BLOK_PERSONEN",
    "MINIMUM_PUNTEN",
    "RIJP",
    "SOORTEN",
    "TEMPO_MAANDEN",
    "TREKKINGEN",
    "Volledigheid",
    "Vooruitzicht",
    "ZONDER_BEDRAG",
    "ZONDER_EIND",
    "Decomposition",
    "Effect",
    "Floats",
    "Interval",
    "Jaarraming",
    "Reeks",
    "Jaarterugblik",
    "byar",
    "chain_compleet",
    "compare_changes",
    "estimate_declaraties",
    "estimate_toewijzingen",
    "estimate_volledigheid",
    "grouped_median",
    "holm",
    "interval",
    "judge",
    "life_tables",
    "log_shares",
    "look_back",
    "mean_interval",
    "measure_dekking",
    "past_peilen",
    "percentile_interval",
    "sum_draws",
    "wilson",
    "xmr",
    "z_value",
]
