"""Signals per quarter on the flow indicators: a question for the conversation, never proof.

XmR limits on the quarters before the start of the pilot. Only on flows: on a peildatum the same
jeugdigen return each quarter and the rules alarm falsely 29 to 48% of the time (docs/definities.md,
'Signalen per kwartaal').
"""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from proeftuin.disclosure import Published
from proeftuin.indicators import INDICATORS
from proeftuin.records import Signaal, make_frame
from proeftuin.settings import Settings
from proeftuin.stats import MINIMUM_PUNTEN, xmr
from proeftuin.vocabulary import KWARTAAL

_PLAATS = {item.slug: place for item in INDICATORS if (place := item.bespreking.signaal)}
STROMEN = tuple(sorted(_PLAATS, key=_PLAATS.__getitem__))
REGELS = ("buiten", "verschuiving", "trend", "dicht_bij_grens")


def make_signalen(cijfers: Mapping[str, Published], settings: Settings) -> pd.DataFrame:
    """The table signalen: one row per wijk, quarter since the start and rule that marks it.

    cijfers: Published without a split, by slug.
    As Signaal: van and tot as dates, regel one of REGELS, numbers in the unit of waarde. Only the
    newest unbroken series of quarters with status ok, from perioden.grafiek_vanaf, of at least
    12 quarters; limits from its quarters that ended before the start of the pilot.
    """
    rows = [
        row
        for slug in STROMEN
        if slug in cijfers
        for wijk, series in _series(cijfers[slug], settings).items()
        for row in _mark(slug, wijk, series, settings)
    ]
    return make_frame(Signaal, rows)


def _series(published: Published, settings: Settings) -> dict[str, list[tuple[date, date, float]]]:
    """(van, tot, waarde) per wijk, oldest first: the newest run of quarters without a gap."""
    frame = published.frame
    quarters = frame[frame["venster"] == KWARTAAL]
    quarters = quarters[quarters["van"] >= settings.perioden.grafiek_vanaf].sort_values("van")
    waarde = quarters["waarde"].mask(quarters["noemer_mist"] > 0)  # without some ages: too high
    columns = (quarters["wijk"], quarters["van"], quarters["tot"], waarde, quarters["status"])
    found: dict[str, list[tuple[date, date, float]]] = {wijk: [] for wijk in settings.wijk_ids}
    ended: set[str] = set()
    for wijk, van, tot, waarde, status in [*zip(*columns, strict=True)][::-1]:
        if wijk not in found or wijk in ended:
            continue
        if status == "ok" and waarde == waarde:
            found[wijk].append((van, tot, float(waarde)))
        elif found[wijk]:
            ended.add(wijk)
    return {wijk: series[::-1] for wijk, series in found.items()}


def _mark(
    slug: str, wijk: str, series: list[tuple[date, date, float]], settings: Settings
) -> list[Signaal]:
    start = settings.pilot.start
    before = sum(tot < start for _, tot, _ in series)
    if len(series) < MINIMUM_PUNTEN or before < 2:
        return []
    found = xmr([waarde for _, _, waarde in series], freeze=before)
    limits = found.gemiddelde, found.ondergrens, found.bovengrens
    return [
        Signaal(slug, wijk, van, tot, regel, waarde, *limits)
        for place, (van, tot, waarde) in enumerate(series)
        for regel in REGELS
        if tot >= start and getattr(found, regel)[place]
    ]
