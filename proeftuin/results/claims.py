"""What sentences claim, for a machine: a test sets all claims of an edition side by side."""

from dataclasses import dataclass

from proeftuin.indicators import Indicator
from proeftuin.records import Uitkomst
from proeftuin.results.compare import Change, Periode, direction
from proeftuin.settings import Settings
from proeftuin.vocabulary import EFFECTJAAR, NULMETING

VERANDERING, OORDEEL = "verandering", "oordeel"


@dataclass(frozen=True)
class Claim:
    """What a sentence says, for a machine: in this wijk this indicator went this way.

    voor and na: the windows compared, (van, tot) inclusive; a quarter in na stands against the mean
    quarter of voor. richting: LAGER, HOGER or GELIJK for soort VERANDERING; one of the verdicts for
    soort OORDEEL, on the difference with the other wijken.
    """

    slug: str
    wijk: str
    voor: Periode
    na: Periode
    richting: str
    soort: str = VERANDERING


def claims_of_change(indicator: Indicator, *changes: Change) -> tuple[Claim, ...]:
    """What is claimed by naming these changes; nothing of one that cannot be compared."""
    return tuple(
        Claim(
            indicator.slug,
            item.now.wijk,
            (item.nulmeting.van, item.nulmeting.tot),
            (item.now.van, item.now.tot),
            item.woord,
        )
        for item in changes
        if item.woord is not None and item.now is not None and item.nulmeting is not None
    )


def claims_of_effect(
    uitkomst: Uitkomst, indicator: Indicator, settings: Settings, wijk: str | None = None
) -> tuple[Claim, ...]:
    """What is claimed by telling nulmeting and effectjaar of this wijk, or of the pilot wijken.

    The verdict is claimed with the pilot wijken alone.
    """
    windows = {item.naam: (item.van, item.tot) for item in settings.named_vensters}
    voor, na = windows[NULMETING], windows[EFFECTJAAR]
    chosen = [item for item in uitkomst.wijken if item.wijk == wijk or (not wijk and item.is_pilot)]
    found = [
        Claim(
            uitkomst.slug,
            item.wijk,
            voor,
            na,
            direction(indicator, item.nulmeting, item.effectjaar),
        )
        for item in chosen
        if item.d is not None and item.nulmeting is not None and item.effectjaar is not None
    ]
    found += [
        Claim(uitkomst.slug, item.wijk, voor, na, uitkomst.verdict, OORDEEL)
        for item in chosen
        if item.is_pilot
    ]
    return tuple(found)
