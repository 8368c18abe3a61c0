"""The cells of the simulation: which cities, and what is counted in each.

No full cross product. Every shock with every layout, for a share; every outcome with every shock,
for one pilot in five wijken; every length of history in all of these, from the same gemeenten.
Wijken are as large as each other there. Beside these, what the method was not made for: wijken of
unequal size, a pilot wijk far larger or smaller than the others, and shocks twice as strong.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tools.simulatie_gemeenten import (
    BLIJVEND,
    DRIFT,
    EFFECTJAAR,
    GEEN,
    NULMETING,
    SCHOKKEN,
    STORM,
    VENSTERS,
    VOORPAREN,
    Gemeenten,
    Getallen,
    Indeling,
    draw_gemeenten,
)
from tools.simulatie_jeugdigen import (
    Gemeten,
    measure_aandeel,
    measure_aandeel_nu,
    measure_duur,
    measure_euro,
    measure_wacht,
)
from tools.simulatie_methoden import METHODEN, NORMAAL, Vergelijking, compare_by, compare_product
from tools.simulatie_varianten import VARIANTEN, compare_variant

ZAAD = 20211216
WIJKEN_PER_BLOK = 120  # drawn at once: the tables of a block fit in the cache


@dataclass(frozen=True)
class Uitkomst:
    """An outcome: how it is measured, its effect, and how strongly wijken move by themselves.

    effect: what is added to a chance, else a factor. niveau: standard deviation of the fixed levels
    of wijken, as in the demo gemeente. sterkte: per kind of shock its standard deviation, all on
    the log scale (drift: a year). Each was chosen so that the shock doubles the variance of a
    change over seven quarters.
    """

    naam: str
    measure: Callable[[np.random.Generator, Gemeenten, float], Gemeten]
    effect: float
    niveau: float
    sterkte: dict[str, float]


def _sterkte(*sterkte: float) -> dict[str, float]:
    """In the order of SCHOKKEN, none first."""
    return dict(zip(SCHOKKEN, (0.0, *sterkte), strict=True))


UITKOMSTEN = {
    item.naam: item
    for item in (
        Uitkomst("aandeel", measure_aandeel, -0.06, 0.10, _sterkte(0.38, 0.20, 0.19, 0.23, 0.055)),
        Uitkomst(
            "aandeel_nu",
            measure_aandeel_nu,
            -0.03,
            0.10,
            _sterkte(0.14, 0.095, 0.085, 0.095, 0.049),
        ),
        Uitkomst("duur", measure_duur, 1.2, 0.03, _sterkte(0.11, 0.075, 0.07, 0.074, 0.039)),
        Uitkomst("wacht", measure_wacht, 0.85, 0.05, _sterkte(0.11, 0.075, 0.075, 0.077, 0.039)),
        Uitkomst("euro", measure_euro, 0.9, 0.05, _sterkte(0.10, 0.07, 0.06, 0.068, 0.041)),
    )
}
INDELINGEN = {
    "5/1": Indeling(5, 1),
    "5/2": Indeling(5, 2),
    "7/2": Indeling(7, 2),
    "12/4": Indeling(12, 4),
    "ongelijk": Indeling(5, 1, is_geloot=True),
    "groot": Indeling(5, 1, (1000, 820, 540, 450, 340)),  # the demo gemeente, its largest as pilot
    "klein": Indeling(5, 1, (340, 450, 540, 820, 1000)),
}
GEWOON = ("5/1", "5/2", "7/2", "12/4")


@dataclass(frozen=True)
class Cel:
    """One cell; its place in CELLEN is part of its seed. keer: how many times as strong a shock."""

    uitkomst: str
    schok: str
    indeling: str
    keer: float = 1.0

    @property
    def is_gewoon(self) -> bool:
        """Whether the method was made for this: wijken of one size, shocks of usual strength."""
        return self.indeling in GEWOON and self.keer == 1


CELLEN = (
    *(Cel("aandeel", schok, indeling) for indeling in GEWOON for schok in SCHOKKEN),
    *(Cel(naam, schok, "5/1") for naam in UITKOMSTEN if naam != "aandeel" for schok in SCHOKKEN),
    *(Cel("aandeel", schok, "ongelijk") for schok in SCHOKKEN),
    *(Cel("aandeel", schok, naam) for naam in ("groot", "klein") for schok in (GEEN, BLIJVEND)),
    *(Cel("aandeel_nu", schok, "5/1", 2.0) for schok in (BLIJVEND, DRIFT)),
)


@dataclass(frozen=True)
class Telling:
    """What one method does in one cell; nan where it never gives an interval.

    vals: share of the gemeenten without an effect in which it sees one. dekking: share of those
    with an effect whose interval holds it. breedte: half the interval, on average, against that of
    who knows how much the difference varies from one gemeente to the next. gezien: share of those
    with an effect in which it is seen. half: half the interval, in the unit of the outcome.
    """

    vals: float
    dekking: float
    breedte: float
    gezien: float
    half: float


@dataclass(frozen=True)
class Uitslag:
    """A cell, and its Telling per method, per number of voorparen and per variant.

    onrust: standard deviation of a change of one wijk over seven quarters, in the unit of the
    outcome. effect: the true difference. oordeel: share without an effect in which the product
    says 'aantoonbaar', after its placebo check. storm: share of vals where the stormy year is part
    of the comparison, and where it is not; nan without a stormy year.
    """

    cel: Cel
    onrust: float
    effect: float
    oordeel: float
    methoden: dict[str, Telling]
    paren: tuple[Telling, ...]
    varianten: dict[str, Telling]
    storm: tuple[float, float]


def draw_cel(cel: Cel, gemeenten: int) -> list[tuple[Gemeenten, Gemeten]]:
    """The gemeenten of a cell in blocks; the same number gives the same ones."""
    uitkomst, indeling = UITKOMSTEN[cel.uitkomst], INDELINGEN[cel.indeling]
    size = WIJKEN_PER_BLOK // indeling.wijken
    blocks = []
    for number, first in enumerate(range(0, gemeenten, size)):
        random = np.random.default_rng([ZAAD, CELLEN.index(cel), number])
        drawn = draw_gemeenten(
            random,
            indeling,
            cel.schok,
            uitkomst.sterkte[cel.schok] * cel.keer,
            uitkomst.niveau,
            min(size, gemeenten - first),
        )
        blocks.append((drawn, uitkomst.measure(random, drawn, uitkomst.effect)))
    return blocks


def measure_cel(cel: Cel, gemeenten: int) -> Uitslag:
    """Draw a cell and judge it by every method."""
    blocks = draw_cel(cel, gemeenten)
    drawn = Gemeenten(
        INDELINGEN[cel.indeling],
        *(
            np.concatenate([getattr(block, naam) for block, _ in blocks])
            for naam in ("omvang", "schok", "stormjaar")
        ),
    )
    gemeten = Gemeten.join([block for _, block in blocks])
    pilot = drawn.indeling.pilot
    noise = np.random.default_rng([ZAAD, CELLEN.index(cel), 1 << 30]).normal(
        0, 1, drawn.omvang.shape
    )

    def tell(compare: Callable[[int], Vergelijking]) -> Telling:
        return _tell(compare(0), compare(1))

    methoden = {
        naam: tell(lambda effect, naam=naam: compare_by(naam, gemeten, pilot, effect))  # type: ignore[misc]
        for naam in METHODEN
    }
    paren = tuple(
        tell(lambda effect, aantal=aantal: compare_product(gemeten, pilot, effect, aantal))  # type: ignore[misc]
        for aantal in range(len(VOORPAREN) + 1)
    )
    varianten = {
        naam: tell(lambda effect, naam=naam: compare_variant(naam, noise, drawn, gemeten, effect))  # type: ignore[misc]
        for naam in VARIANTEN
    }
    found, with_effect = (compare_product(gemeten, pilot, effect) for effect in (0, 1))
    change = gemeten.waarde[0, :, EFFECTJAAR] - gemeten.waarde[0, :, NULMETING]
    inside = np.isin(drawn.stormjaar, (VENSTERS[NULMETING], VENSTERS[EFFECTJAAR]))
    return Uitslag(
        cel,
        onrust=float(np.nanstd(change)),
        effect=_truth(found, with_effect),
        oordeel=share_of(found.aantoonbaar),
        methoden=methoden,
        paren=paren,
        varianten=varianten,
        storm=(share_of(found.ziet[inside]), share_of(found.ziet[~inside]))
        if cel.schok == STORM
        else (float("nan"), float("nan")),
    )


def _truth(zonder: Vergelijking, met: Vergelijking) -> float:
    """The true difference: that between the same gemeenten with and without the effect."""
    return float(np.nanmean(met.est - zonder.est))


def share_of(hits: Getallen) -> float:
    """Mean of what is not nan; nan when nothing is left."""
    kept = hits[np.isfinite(hits)]
    return float(kept.mean()) if len(kept) else float("nan")


def _tell(zonder: Vergelijking, met: Vergelijking) -> Telling:
    half = share_of((zonder.boven - zonder.onder) / 2)
    return Telling(
        vals=share_of(zonder.ziet),
        dekking=share_of(met.holds(_truth(zonder, met))),
        breedte=half / (NORMAAL * float(np.nanstd(zonder.est))),
        gezien=share_of(met.ziet),
        half=half,
    )
