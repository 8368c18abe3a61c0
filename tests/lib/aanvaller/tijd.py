"""What the published values say by themselves, and one edition about the next.

First publication: rounded to the nearest 5 (halves up), 1..9 hidden, 0 is 0. Later editions: a
value is only republished for a change of 5 or more, so the same value means at most 4 from the
count it was published for, and another value means at least 5 from it.
"""

from typing import Any

import numpy as np
import pandas as pd

from tests.lib.aanvaller.regels import Rooster
from tests.lib.aanvaller.stelsel import VEEL, Ids
from tests.lib.aanvaller.verband import bounds_of

RUIS = 4  # the largest change that is not republished


def add_edities(rooster: Rooster, cellen: pd.DataFrame) -> None:
    """Bounds of every cell from its published value, and the rows that link two editions."""
    stelsel = rooster.stelsel
    getoond = np.full(len(stelsel.onder), np.nan)
    anders = np.full(len(stelsel.onder), np.nan)
    verborgen = np.zeros(len(stelsel.onder), bool)
    basis = np.full(len(stelsel.onder), 5.0)
    rows = cellen[cellen["id"].notna() & ~cellen["is_totaal"]]
    ids = rows["id"].astype(int).to_numpy()
    getoond[ids] = rows["getoond"].to_numpy(float, na_value=np.nan)
    anders[ids] = rows["anders"].to_numpy(float, na_value=np.nan)
    verborgen[ids] = rows["verborgen"].to_numpy(bool)
    basis[ids] = rows["basis"].to_numpy(float)
    for bladen in rooster.arrays.values():
        base = bladen[..., 0].copy()
        laatst = np.full_like(base, -1)  # the cell as it was when it was last shown
        for nummer in range(bladen.shape[-1]):
            nu = bladen[..., nummer]
            vorig = bladen[..., nummer - 1] if nummer else np.full_like(nu, -1)
            base = _link(rooster, vorig, laatst, nu, base, getoond, basis)
            laatst = np.where((nu > 0) & ~np.isnan(getoond[np.maximum(nu, 0)]), nu, laatst)
            _restrict_plain(rooster, nu, base, getoond, verborgen, basis)
    tweede = np.flatnonzero(~np.isnan(anders))
    stelsel.restrict("tweede waarde", tweede, *bounds_of(anders[tweede], 5))


def _restrict_plain(
    rooster: Rooster, nu: Ids, base: Ids, getoond: Any, verborgen: Any, basis: Any
) -> None:
    """The rounding of what is published here for the first time or anew."""
    stelsel = rooster.stelsel
    fresh = nu[(nu > 0) & (base == nu)]
    shown = fresh[~np.isnan(getoond[fresh])]
    stelsel.restrict("afronding", shown, *bounds_of(getoond[shown], np.maximum(basis[shown], 5)))
    hidden = nu[nu > 0]
    hidden = hidden[verborgen[hidden]]
    stelsel.restrict("verborgen", hidden, 1, 9)


def _link(
    rooster: Rooster, vorig: Ids, laatst: Ids, nu: Ids, base: Ids, getoond: Any, basis: Any
) -> Ids:
    """Adds the rows between two editions; the id each value was last published for.

    laatst: the cell in the last edition that showed it, base: the id that value stood for. A value
    that stays keeps the rounding it had, whatever its group is rounded to now.
    """
    stelsel = rooster.stelsel
    both = (vorig > 0) & (nu > 0)
    exact = stelsel.exact[np.maximum(nu, 0)] - stelsel.exact[np.maximum(vorig, 0)]
    verschil = np.full(nu.shape, -1)
    verschil[both] = stelsel.add_getallen(exact[both], -VEEL)
    rooster.bedacht.update(
        {
            int(i): f"verschil: #{n} min #{v}"
            for i, n, v in zip(verschil[both], nu[both], vorig[both], strict=True)
        }
    )
    stelsel.add("verschil", [1, -1, -1], [nu, vorig, verschil], 0, 0, nodig=3)
    was, is_nu = getoond[np.maximum(laatst, 0)], getoond[np.maximum(nu, 0)]
    told = (laatst > 0) & (nu > 0)
    evengrof = basis[np.maximum(base, 0)] == basis[np.maximum(nu, 0)]
    same = told & (was == is_nu) if REGEL_4 else np.zeros_like(told)
    if REGEL_4:
        own = basis[np.maximum(base, 0)]
        grof = same & (own > 5)
        held, wide = np.where(same & ~grof, nu, -1), nu[grof]
        if wide.size:
            low, high = bounds_of(is_nu[grof], own[grof])
            stelsel.restrict("gelijk gebleven, grof", wide, np.maximum(low - RUIS, 0), high + RUIS)
        stelsel.add("gelijk gebleven", [1, -1], [held, base], -RUIS, RUIS, nodig=2)
        up, down = (told & evengrof & (is_nu > was), told & evengrof & (is_nu < was))
        stelsel.add("gestegen", [1, -1], [np.where(up, nu, -1), base], RUIS + 1, nodig=2)
        stelsel.add("gedaald", [-1, 1], [np.where(down, nu, -1), base], RUIS + 1, nodig=2)
    hidden = told & np.isnan(is_nu)  # what it was last shown for is not forgotten meanwhile
    result: Ids = np.where(same | hidden, base, nu)
    return result


REGEL_4 = True
