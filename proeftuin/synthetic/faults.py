"""What makes delivered trajecten differ from what happened: the register as it is.

Overlapping rows that belong together, temporary stops, administrative ends, ends and begins that
reach the register late, ends that never do, and verwijzers that are missing.
"""

from dataclasses import dataclass

import numpy as np

from proeftuin.synthetic import levels
from proeftuin.synthetic.care import EERSTE, Trajecten
from proeftuin.synthetic.city import EERSTE_TRAJECT as BEGIN
from proeftuin.synthetic.city import VER, City, Ints, day_number
from proeftuin.synthetic.people import draw_index

OVERLAP = 0.02  # two rows that share days: one traject after loading
TIJDELIJK = 0.02  # a stop (20) and a new start: one traject after loading
WIJZIGING = 0.025  # ends with 37, goes on the next day
NOOIT_BEEINDIGD = 0.002
GEPLAND = 0.03  # running, with a planned end after datastand
EINDE_LAAT = (60, 0.25)  # days before datastand, share not yet registered
BEGIN_LAAT = (45, 0.20)
VERWIJZER_LEEG = 0.012
REDEN_LEEG = 0.02
CODE_37_VANAF = 18_628  # 2021-01-01
CODE_38_VANAF = 19_083  # 2022-04-01


@dataclass
class Trajectrijen:
    """Rows of traject.csv: ouder is the row in the simulated trajecten (and toewijzing)."""

    ouder: Ints
    begin: Ints
    eind: Ints  # VER when empty
    verwijzer: Ints  # index in levels.VERWIJZER, -1 when empty
    reden: np.ndarray  # object array of codes, "" when empty

    def verwijzer_van(self, total: int) -> Ints:
        """Verwijzer per simulated traject; -1 where no row of it is delivered."""
        found = np.full(total, -1)
        found[self.ouder] = self.verwijzer
        return found


def in_levering(city: City, care: Trajecten) -> np.ndarray:
    """Which simulated trajecten touch the years of the levering."""
    begun = care.begin <= city.datastand
    return np.asarray(begun & (care.eind >= day_number(BEGIN)))


def draw_verwijzer(rng: np.random.Generator, care: Trajecten) -> Ints:
    """Index in levels.VERWIJZER; hulpvorm 01 is by definition without verwijzer (06)."""
    stay = (care.hulpvorm >= levels.EERSTE_VERBLIJF) & (care.hulpvorm <= levels.LAATSTE_VERBLIJF)
    table = np.cumsum([levels.VERWIJZER_ZONDER, levels.VERWIJZER_MET], axis=1)
    chosen = draw_index(rng, table, stay.astype(np.int64))
    chosen[rng.random(len(care)) < VERWIJZER_LEEG] = -1
    chosen[care.hulpvorm == 0] = levels.VERWIJZER.index("06")
    return chosen


def draw_reden(rng: np.random.Generator, verwijzer: Ints, eind: Ints) -> np.ndarray:
    """Code of the reason per end; codes that did not exist yet become 31 or 99."""
    total = len(eind)
    chance = np.tile(levels.REDEN_KANS, (2, 1))
    chance[1, 1:5] *= 1.6  # voortijdig more often after a GI or judge (CBS 82970NED)
    chance /= chance.sum(axis=1, keepdims=True)
    forced = np.isin(verwijzer, [levels.VERWIJZER.index("04"), levels.VERWIJZER.index("08")])
    index = draw_index(rng, np.cumsum(chance, axis=1), forced.astype(np.int64))
    codes = np.array(levels.REDEN)[index]
    codes = np.where(np.isin(codes, levels.REDEN_VANAF_2022) & (eind < CODE_38_VANAF), "31", codes)
    codes = np.where((codes == "36") & (eind < CODE_37_VANAF), "99", codes)
    return np.where(rng.random(total) < REDEN_LEEG, "", codes)


def make_rows(city: City, rng: np.random.Generator, care: Trajecten) -> Trajectrijen:
    """The rows that are delivered of these trajecten (all of which are in_levering)."""
    total = len(care)
    first_day, last_day = day_number(BEGIN), city.datastand
    begin = np.maximum(care.begin, first_day)
    eind = care.eind.copy()
    verwijzer = draw_verwijzer(rng, care)
    reden = draw_reden(rng, verwijzer, eind).astype(object)
    never = rng.random(total) < NOOIT_BEEINDIGD
    eind[never] = VER
    days, share = EINDE_LAAT
    eind[(eind > last_day - days) & (eind <= last_day) & (rng.random(total) < share)] = VER
    days, share = BEGIN_LAAT
    shown = (begin <= last_day - days) | (rng.random(total) >= share) | (care.soort != EERSTE)

    # split some long enough ones in two rows: overlap, temporary stop, administrative end
    stop = np.minimum(eind, last_day)
    length = stop - begin
    draw = rng.random(total)
    cut = begin + 30 + (rng.random(total) * np.maximum(length - 60, 1)).astype(np.int64)
    long = (length > 120) & shown
    overlap = long & (draw < OVERLAP)
    pause = long & ~overlap & (draw < OVERLAP + TIJDELIJK) & (length > 200)
    change = long & ~overlap & ~pause & (draw > 1 - WIJZIGING) & (cut >= CODE_37_VANAF)
    split = overlap | pause | change
    gap = np.where(pause, rng.integers(20, 90, total), 0)
    gap = np.where(overlap, -rng.integers(0, 30, total), gap)
    gap = np.where(change, 1, gap)
    again = np.where(pause, np.minimum(cut + gap, stop - 20), cut + gap)
    first_reden = np.where(pause, "20", np.where(change, "37", ""))

    eind_1 = np.where(split, cut, eind)
    reden_1 = np.where(split, first_reden, reden)
    rows = np.concatenate([np.flatnonzero(shown), np.flatnonzero(split)])
    second = np.arange(len(rows)) >= shown.sum()
    row_eind = np.where(second, eind[rows], eind_1[rows])
    row_reden = np.where(second, reden[rows], reden_1[rows])
    runs = row_eind > last_day
    planned = runs & (rng.random(len(rows)) < GEPLAND)
    row_reden = np.where(runs, "", row_reden)
    row_eind = np.where(planned, last_day + rng.integers(1, 300, len(rows)), row_eind)
    row_eind = np.where(runs & ~planned, VER, row_eind)
    row_begin = np.where(second, again[rows], begin[rows])
    order = np.argsort(row_begin, kind="stable")
    return Trajectrijen(
        ouder=rows[order],
        begin=row_begin[order],
        eind=row_eind[order],
        verwijzer=verwijzer[rows][order],
        reden=row_reden[order],
    )
