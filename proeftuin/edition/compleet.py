"""Until when figures are definite: by what later leveringen added, or by the days without history.

Judged per file of a levering and told per indicator, by the worst of the files it stands on.
docs/definities.md, Datakwaliteit, Wanneer een kwartaal definitief is.
"""

import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from proeftuin.edition.files import (
    EDITIES,
    Bestandsoordeel,
    read_editie,
    read_standing,
    with_dates,
)
from proeftuin.errors import DamagedEdition, NoEdition
from proeftuin.indicators import INDICATORS, Indicator
from proeftuin.records import make_frame
from proeftuin.settings import Settings
from proeftuin.stats import (
    estimate_volledigheid,
    first_complete_age,
    last_day_at_age,
    make_driehoek,
)
from proeftuin.vocabulary import INTERN

COMPLEETHEID = "compleetheid"
IN_ZORG = "in_zorg"  # a noemer that counts jeugdigen by their trajecten, whatever file is its own


def smallest_step(settings: Settings) -> int:
    """Rows an estimate rests on at least: what may lack is then no fewer than a count shown.

    So one bit about a whole file never turns on fewer rows than onthulling.drempel.
    """
    missing = settings.onthulling.drempel / (1 - settings.compleetheid.aandeel)
    return max(settings.normen.minimum_noemer, math.ceil(round(missing, 6)))


def judge_bestanden(aanvulling: pd.DataFrame, datastand: date, settings: Settings) -> pd.DataFrame:
    """A Bestandsoordeel per file and soort of the table aanvulling, as rows in that order.

    Of files that a figure stands on.
    """
    rules, found = settings.compleetheid, []
    used = frozenset[str]().union(*(list_bronnen(item) for item in INDICATORS))
    own_rows = aanvulling[aanvulling["bestand"].isin(used)]
    for (bestand, soort), rows in with_dates(own_rows).groupby(["bestand", "soort"]):
        own = zip(rows["kwartaal_datum"], rows["datastand"], rows["aantal_rijen"], strict=True)
        geschat = estimate_volledigheid(
            make_driehoek(own, datastand, rules.ruimte_dagen),
            smallest_step(settings),
            rules.kwartalen,
            rules.na_kwartalen,
        )
        age = first_complete_age(geschat, rules.aandeel, rules.na_kwartalen)
        if age is None:
            day = settings.perioden.voorlopig_na(datastand)
        else:
            day = last_day_at_age(age, datastand)
        found.append(Bestandsoordeel(str(bestand), str(soort), day, age is not None))
    return make_frame(Bestandsoordeel, found)


def list_bronnen(indicator: Indicator) -> frozenset[str]:
    """The files of a levering by which a quarter of this indicator is late or not."""
    own = {indicator.bestand, *indicator.ook_nodig}
    return frozenset(own | {"traject"} if indicator.noemer == IN_ZORG else own)


def find_voorlopig_na(
    oordelen: pd.DataFrame, datastand: date, settings: Settings
) -> dict[str, date]:
    """By indicator: the earliest voorlopig_na of its files; by the days for a file without rows."""
    rows = zip(oordelen["bestand"], oordelen["voorlopig_na"], strict=True)
    known: dict[str, date] = {}
    for bestand, day in rows:
        known[bestand] = min(day, known.get(bestand, day))
    days = settings.perioden.voorlopig_na(datastand)
    return {
        item.slug: min(known.get(bestand, days) for bestand in list_bronnen(item))
        for item in INDICATORS
    }


def find_weer_voorlopig(
    data_dir: Path, voorlopig_na: Mapping[str, date], datastand: date, is_synthetisch: bool
) -> dict[str, date]:
    """By indicator: until which day it was definite before, where that is later than it is now.

    Before: in the last edition that stands, of the same kind of data and no later datastand.
    """
    register = read_standing(data_dir)
    for naam in reversed(register.published):
        try:
            editie = read_editie(data_dir / EDITIES / naam / INTERN)
        except (NoEdition, DamagedEdition):
            continue
        is_like = editie.synthetisch == is_synthetisch and editie.datastand <= datastand
        if is_like and naam not in register.withdrawn:
            then = {slug: editie.voorlopig_na_of(slug) for slug in voorlopig_na}
            return {slug: day for slug, day in then.items() if day > voorlopig_na[slug]}
    return {}
