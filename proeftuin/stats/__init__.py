"""Statistics: pure functions on arrays, each checked against published values."""

from proeftuin.stats.aanvulling import (
    Volledigheid,
    estimate_volledigheid,
    first_complete_age,
    last_day_at_age,
    make_driehoek,
    quarters_since,
)
from proeftuin.stats.bootstrap import BLOK_PERSONEN, TREKKINGEN, add_draws, percentile_interval
from proeftuin.stats.decompose import Decomposition, log_shares
from proeftuin.stats.effect import Effect, compare_changes, holm, judge, weight_of
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
