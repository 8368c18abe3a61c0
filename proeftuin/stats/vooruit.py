"""Looking ahead: from which difference we would see it, with more pilot wijken or more years.

From the same noise as the comparison of now (effect.py), before any result of what is to come.
"""

from dataclasses import dataclass

import numpy as np

from proeftuin.stats.effect import (
    MINIMUM_CONTROLES,
    Getallen,
    Vlaggen,
    detectable_factor,
    pool_changes,
    size_ratio,
)


@dataclass(frozen=True)
class Vooruitzicht:
    """What is known of chance between wijken: arrays with one entry per wijk, nan where unusable.

    d: changes from nulmeting to effectjaar, all nan while that is still to come. d_voor: those of
    the voorparen that count. pilot: which wijken are the pilot now. noemer: sizes, for the ratio.
    """

    d: Getallen
    d_voor: tuple[Getallen, ...]
    pilot: Vlaggen
    noemer: Getallen

    @property
    def is_present(self) -> Vlaggen:
        """Which wijken can take part: those with a change now, else in the nearest voorpaar."""
        there: list[Vlaggen] = [np.isfinite(changes) for changes in (self.d, *self.d_voor)]
        return next((found for found in there if found.any()), there[0])

    def detect(self, pilots: int, jaren: int = 1, extra_voorparen: int = 0) -> float:
        """The smallest change seen with 80% power; nan where nothing can be said.

        pilots: so many wijken take part, at least two do not. jaren: years of effect. With the
        wijken of now and one year it is the smallest detectable change of the comparison itself.

        Every assumption is on the careful side. Shocks of a wijk last: with a correlation of 0.5
        from year to year the mean of two years against the nulmeting varies exactly as much as one
        year does, so more years do not lower the standard error; each gives the controls one more
        change to learn from (df + controls - 1). A voorpaar more gives df + wijken - 1. The wijken
        that join are the smallest ones, which swing most (ratio); of fewer pilots the smallest
        ones stay.
        """
        present = self.is_present
        count = int(present.sum())
        controls = count - pilots
        if pilots < 1 or controls < 2 or not (present & self.pilot).any():
            return float("nan")
        if not self.d_voor and controls < MINIMUM_CONTROLES:
            return float("nan")
        noise = pool_changes(np.where(self.pilot, np.nan, self.d), *self.d_voor)
        if not (noise.df and noise.variance > 0):
            return float("nan")
        df = controls - 1 + pool_changes(*self.d_voor).df
        df += (jaren - 1) * (controls - 1) + extra_voorparen * (count - 1)
        own = self._smallest(pilots, present)
        weight = size_ratio(self.noemer, own, present & ~own) / pilots + 1 / controls
        return detectable_factor(df) * float(np.sqrt(noise.variance * weight))

    def _smallest(self, pilots: int, present: Vlaggen) -> Vlaggen:
        """The pilot wijken of now and the smallest others, or the smallest of now."""
        size = np.where(np.isfinite(self.noemer), self.noemer, np.inf)
        order = np.lexsort((size, ~(self.pilot & present), ~present))
        chosen = np.zeros(len(size), bool)
        chosen[order[:pilots]] = True
        return chosen
