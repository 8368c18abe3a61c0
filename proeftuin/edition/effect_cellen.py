"""What the comparison is made from: published values per wijk, window and voorpaar, with states."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proeftuin.disclosure import Published
from proeftuin.indicators import Indicator
from proeftuin.settings import Settings, Venster, Voorpaar
from proeftuin.vocabulary import (
    EFFECTJAAR,
    KWARTAAL,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    NULMETING,
    OK,
    ONVOLLEDIG,
)

VENSTERS = (NULMETING, EFFECTJAAR)
Getallen = NDArray[np.float64]


@dataclass(frozen=True)
class Jaar:
    """Values of one window, one entry per configured wijk: nan without a value, and their states.

    A figure that is ok on a population that lacks ages is ONVOLLEDIG.
    """

    waarde: Getallen
    status: tuple[str, ...]

    @property
    def usable(self) -> Getallen:
        """The values with status ok, nan elsewhere."""
        good = np.array([status == OK for status in self.status])
        return np.where(good, self.waarde, np.nan)


@dataclass(frozen=True)
class Voorjaren:
    """A voorpaar and its values; is_breuk: the definition of the figure changed inside it."""

    paar: Voorpaar
    vroeger: Jaar
    later: Jaar
    is_breuk: bool

    @property
    def usable(self) -> tuple[Getallen, Getallen]:
        """The values that may be compared; none at all across a break."""
        found = self.vroeger.usable, self.later.usable
        return (found[0] * np.nan, found[1] * np.nan) if self.is_breuk else found


@dataclass(frozen=True)
class Cellen:
    """Values of one indicator, with one entry per configured wijk.

    jaren: by window; one that has not ended on datastand is nog_niet_rijp. voorparen: nearest
    first, a window that was not measured niet_geleverd. noemer: of the effectjaar (of the nulmeting
    while there is none). ripeness: (old enough, all) of the effectjaar of the pilot, nan where
    ripe.
    """

    is_pilot: NDArray[np.bool_]
    jaren: dict[str, Jaar]
    voorparen: tuple[Voorjaren, ...]
    noemer: Getallen
    ripeness: tuple[float, float]

    @property
    def is_ripening(self) -> bool:
        """Whether part of the effectjaar of the pilot is not yet old enough."""
        return self.ripeness[0] < self.ripeness[1]


def read_cellen(indicator: Indicator, published: Published, settings: Settings) -> Cellen:
    """The Cellen of one indicator for every configured wijk; published has no split."""
    frame = published.frame
    wanted = frame[frame["venster"] != KWARTAAL]
    lacks = wanted["status"].eq(OK) & wanted["noemer_mist"].gt(0)
    wanted = wanted.assign(status=wanted["status"].mask(lacks, ONVOLLEDIG))
    columns = ("wijk", "venster", "van", "waarde", "noemer", "status", "rijp", "totaal")
    found = {
        (wijk, venster, van): rest
        for wijk, venster, van, *rest in zip(*(wanted[naam] for naam in columns), strict=True)
    }
    nothing = [float("nan"), float("nan"), "", float("nan"), float("nan")]

    def cells(venster: Venster) -> list[list[Any]]:
        keys = [(wijk, venster.naam, venster.van) for wijk in settings.wijk_ids]
        return [found.get(key, nothing) for key in keys]

    def read(venster: Venster, absent: str) -> Jaar:
        rows = cells(venster)
        values = np.array([row[0] for row in rows], float)
        return Jaar(values, tuple(str(row[2]) or absent for row in rows))

    windows = {venster.naam: venster for venster in settings.named_vensters}
    pilot = np.array([wijk in settings.pilot.wijken for wijk in settings.wijk_ids])
    after = cells(windows[EFFECTJAAR])
    size = np.array([row[1] for row in after], float)
    if not np.isfinite(size).any():
        size = np.array([row[1] for row in cells(windows[NULMETING])], float)
    ripe = np.array([row[3:] for row in after], float)[pilot].sum(axis=0)
    return Cellen(
        pilot,
        {naam: read(windows[naam], NOG_NIET_RIJP) for naam in VENSTERS},
        tuple(
            Voorjaren(
                paar,
                read(paar.vroeger, NIET_GELEVERD),
                read(paar.later, NIET_GELEVERD),
                breaks(indicator, settings, paar.vroeger, paar.later),
            )
            for paar in settings.voorparen
        ),
        size,
        (float(ripe[0]), float(ripe[1])),
    )


def breaks(indicator: Indicator, settings: Settings, before: Venster, after: Venster) -> bool:
    """Whether a configured break of this indicator falls after the first day of the first window.

    And not after the last day of the second one.
    """
    return any(
        before.van < item.datum <= after.tot and indicator.slug in item.breuk
        for item in settings.gebeurtenis
    )
