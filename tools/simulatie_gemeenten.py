"""Made-up gemeenten of the simulation: their wijken, their years and the shocks of their wijken.

Time runs in quarters of 91 days from 2011 K1, so that by 2016, the first year that is looked at,
the jeugdigen in zorg are those of a gemeente that has gone on for years. The years are those of
proeftuin.toml: a pilot from 2022 K3, nulmeting 2021, effectjaar 2022 K4 up to 2023 K3, and before
them the voorparen.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Getallen = NDArray[np.float64]
Gehelen = NDArray[np.int64]

KWARTAAL = 91  # days
KWARTALEN = 51  # 2011 K1 up to 2023 K3
START = 46  # 2022 K3, the pilot begins
# first quarter of each year: nulmeting, effectjaar, placebojaar, then voorparen (vroeger, later)
VENSTERS = (40, 47, 36, 32, 39, 28, 35, 24, 31, 20, 27)
NULMETING, EFFECTJAAR, PLACEBOJAAR = range(3)
VOORPAREN = ((3, 4), (5, 6), (7, 8), (9, 10))  # places in VENSTERS, nearest first
GEWOON = 600  # jeugdigen in zorg in a year, of every wijk unless an Indeling says otherwise
KLEINSTE, GROOTSTE = 400, 800  # the same, of a wijk whose size is drawn

GEEN, LOS, BLIJVEND, ZWAAR, STORM, DRIFT = "geen", "los", "blijvend", "zwaar", "storm", "drift"
SCHOKKEN = (GEEN, LOS, BLIJVEND, ZWAAR, STORM, DRIFT)
GEHEUGEN = 0.8  # what is left of a shock in the next quarter
STORMKRACHT = 3.0
STORMJAREN = (20, 24, 28, 32, 36, 40, 47)  # 2016 up to the nulmeting, or the effectjaar


@dataclass(frozen=True)
class Indeling:
    """How many wijken and how many of them, the first ones, are pilot.

    omvang: jeugdigen in zorg in a year per wijk, the same in every gemeente; empty: GEWOON in each
    wijk. is_geloot: drawn anew for each wijk of each gemeente, KLEINSTE up to GROOTSTE.
    """

    wijken: int
    pilots: int
    omvang: tuple[int, ...] = ()
    is_geloot: bool = False

    @property
    def pilot(self) -> NDArray[np.bool_]:
        """Which wijken are pilot."""
        return np.arange(self.wijken) < self.pilots


@dataclass(frozen=True)
class Gemeenten:
    """What is drawn of gemeenten before their jeugdigen.

    omvang: (gemeente, wijk) jeugdigen in zorg in a year. schok: (gemeente, wijk, kwartaal), on the
    log scale, the fixed level of the wijk included. stormjaar: first quarter of the stormy year
    per gemeente, -1 where there is none.
    """

    indeling: Indeling
    omvang: Getallen
    schok: Getallen
    stormjaar: Gehelen


def draw_gemeenten(
    random: np.random.Generator,
    indeling: Indeling,
    soort: str,
    sterkte: float,
    niveau: float,
    gemeenten: int,
) -> Gemeenten:
    """Sizes, levels and shocks. sterkte, niveau: standard deviation of the shock, and of levels.

    For drift sterkte is that of the trend over a year.
    """
    shape = (gemeenten, indeling.wijken)
    sizes = np.array(indeling.omvang or [GEWOON] * indeling.wijken, float)
    omvang: Getallen = np.broadcast_to(sizes, shape)
    if indeling.is_geloot:
        omvang = random.uniform(KLEINSTE, GROOTSTE, shape)
    level = random.normal(0, niveau, shape)
    stormjaar = np.full(gemeenten, -1)
    schok = draw_schok(random, soort, shape) * sterkte
    if soort == STORM:
        stormjaar = random.choice(STORMJAREN, gemeenten)
        quarter = np.arange(KWARTALEN) - stormjaar[:, None]
        schok = schok * np.where((quarter >= 0) & (quarter < 4), STORMKRACHT, 1.0)[:, None, :]
    return Gemeenten(indeling, omvang, level[..., None] + schok, stormjaar)


def draw_schok(random: np.random.Generator, soort: str, shape: tuple[int, int]) -> Getallen:
    """(gemeente, wijk, kwartaal) shocks of standard deviation 1; for drift a trend of 1 a year."""
    if soort == GEEN:
        return np.zeros((*shape, KWARTALEN))
    if soort == DRIFT:
        trend = random.normal(0, 1, shape)
        drift: Getallen = trend[..., None] * (np.arange(KWARTALEN) - KWARTALEN / 2) / 4
        return drift
    fresh = random.normal(0, 1, (*shape, KWARTALEN))
    if soort == ZWAAR:
        fresh = random.standard_t(3, fresh.shape) / np.sqrt(3)
    if soort in (LOS, STORM):
        return fresh
    fresh[..., 1:] *= np.sqrt(1 - GEHEUGEN**2)
    for quarter in range(1, KWARTALEN):
        fresh[..., quarter] += GEHEUGEN * fresh[..., quarter - 1]
    return fresh
