"""The cells an effect is computed from: one value per wijk per window, with its state."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proeftuin.disclosure.published import Published
from proeftuin.settings.model import Settings

VENSTERS = ("placebojaar", "nulmeting", "effectjaar")
OK = "ok"
NOG_NIET_RIJP = "nog_niet_rijp"
REDEN = {
    "niet_geleverd": "niet_geleverd",
    NOG_NIET_RIJP: "niet_rijp",
    "voorlopig": "voorlopig",
    "afgeschermd": "afgeschermd",
    "te_klein": "cellen",
}
ABSENT = {
    "placebojaar": "niet_geleverd",
    "nulmeting": NOG_NIET_RIJP,
    "effectjaar": NOG_NIET_RIJP,
}
Getallen = NDArray[np.float64]


@dataclass(frozen=True)
class Cellen:
    """Values of one indicator, arrays with one entry per configured wijk, nan without a value.

    waarde and status are by window; a window that has not ended on datastand is nog_niet_rijp, a
    placebojaar before the first quarter niet_geleverd, one that is not configured ''. noemer: of
    the effectjaar (of the nulmeting while there is none). ripeness: (old enough, all) of the
    effectjaar of the pilot, nan where ripe.
    """

    is_pilot: NDArray[np.bool_]
    waarde: dict[str, Getallen]
    status: dict[str, list[str]]
    noemer: Getallen
    ripeness: tuple[float, float]

    def usable(self, venster: str) -> Getallen:
        """The values with status ok, nan elsewhere."""
        good = np.array([status == OK for status in self.status[venster]])
        return np.where(good, self.waarde[venster], np.nan)

    @property
    def is_ripening(self) -> bool:
        """Whether part of the effectjaar of the pilot is not yet old enough."""
        return self.ripeness[0] < self.ripeness[1]

    @property
    def has_placebo(self) -> bool:
        """Whether the placebojaar can be compared: pilot and at least two others."""
        drift = np.isfinite(self.usable("nulmeting") - self.usable("placebojaar"))
        return bool(drift[self.is_pilot].all() and drift[~self.is_pilot].sum() >= 2)

    @property
    def ratio(self) -> float:
        """How much smaller the pilot is than the controls on average, never below 1."""
        sizes = [self.noemer[side & (self.noemer > 0)] for side in (self.is_pilot, ~self.is_pilot)]
        if not all(len(size) for size in sizes):
            return 1.0
        return max(1.0, float(sizes[1].mean() / sizes[0].mean()))


def read_cellen(published: Published, settings: Settings) -> Cellen:
    """The Cellen of one indicator for every configured wijk; published has no split."""
    frame = published.frame
    wanted = frame[frame["venster"].isin(VENSTERS)]
    columns = ("wijk", "venster", "waarde", "noemer", "status", "rijp", "totaal")
    found = {
        (wijk, venster): rest
        for wijk, venster, *rest in zip(*(wanted[naam] for naam in columns), strict=True)
    }
    wijken = settings.wijk_ids
    configured = {venster.naam for venster in settings.named_vensters}
    nothing = [float("nan"), float("nan"), "", float("nan"), float("nan")]
    waarde: dict[str, Getallen] = {}
    status: dict[str, list[str]] = {}
    for naam in VENSTERS:
        cells = [found.get((wijk, naam), nothing) for wijk in wijken]
        absent = ABSENT[naam] if naam in configured else ""
        waarde[naam] = np.array([cell[0] for cell in cells], float)
        status[naam] = [str(cell[2]) or absent for cell in cells]
    pilot = np.array([wijk in settings.pilot.wijken for wijk in wijken])
    after = [found.get((wijk, "effectjaar"), nothing) for wijk in wijken]
    size = np.array([cell[1] for cell in after], float)
    if not np.isfinite(size).any():
        before = [found.get((wijk, "nulmeting"), nothing) for wijk in wijken]
        size = np.array([cell[1] for cell in before], float)
    ripe = np.array([cell[3:] for cell in after], float)[pilot].sum(axis=0)
    return Cellen(pilot, waarde, status, size, (float(ripe[0]), float(ripe[1])))


def why_unusable(cellen: Cellen) -> str:
    """The first reason a cell of the pilot cannot be used, in the order of REDEN; '' when all can.

    A cell that is ok without a value (nothing to divide by) is too small. One that is hidden while
    it ripens is named unripe: waiting is the cure.
    """
    found = set()
    for naam in ("nulmeting", "effectjaar"):
        values = cellen.usable(naam)
        for place in np.flatnonzero(cellen.is_pilot):
            if np.isfinite(values[place]):
                continue
            status = cellen.status[naam][place]
            if status == "afgeschermd" and naam == "effectjaar" and cellen.is_ripening:
                status = NOG_NIET_RIJP
            found.add(REDEN.get(status, "cellen"))
    return next((reden for reden in REDEN.values() if reden in found), "")
