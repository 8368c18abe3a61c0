"""What the published values say by themselves, and one edition about the next.

First publication: rounded to the nearest 5 (halves up), 1..9 hidden, 0 is 0. Later editions: a
value is only republished for a change of 5 or more, so the same value means at most 4 from the
count it was published for, and another value means at least 5 from it. Where the group is rounded
to something else by now, the same value may also be published anew: nobody can tell which it is.
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
        breed = np.full(base.shape, np.nan)  # a rounding as wide, where base may be another
        laatst = np.full_like(base, -1)  # the cell as it was when it was last shown
        for nummer in range(bladen.shape[-1]):
            nu = bladen[..., nummer]
            vorig = bladen[..., nummer - 1] if nummer else np.full_like(nu, -1)
            base, breed = _link(rooster, vorig, laatst, nu, (base, breed), getoond, basis)
            laatst = np.where((nu > 0) & ~np.isnan(getoond[np.maximum(nu, 0)]), nu, laatst)
            sure = np.where(np.isnan(breed), base, -1)
            _restrict_plain(rooster, nu, sure, getoond, verborgen, basis)
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
    rooster: Rooster,
    vorig: Ids,
    laatst: Ids,
    nu: Ids,
    bekend: tuple[Ids, Any],
    getoond: Any,
    basis: Any,
) -> tuple[Ids, Any]:
    """Adds the rows between two editions; bekend as it is after them.

    laatst: the cell in the last edition that showed it. bekend: the id each value was last
    published for, and, where that may be another, a rounding as wide as that of any of them. A
    value that stays keeps the rounding it had, whatever its group is rounded to now.
    """
    base, breed = bekend
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
    either = same & ~evengrof
    zeker = np.isnan(breed)
    own = np.where(zeker, basis[np.maximum(base, 0)], breed)
    if REGEL_4:
        grof = same & ~either & ((own > 5) | ~zeker)
        held, wide = np.where(same & ~either & ~grof, nu, -1), nu[grof]
        if wide.size:
            low, high = bounds_of(is_nu[grof], own[grof])
            stelsel.restrict("gelijk gebleven, grof", wide, np.maximum(low - RUIS, 0), high + RUIS)
        if either.any():
            value, anew = is_nu[either], np.maximum(basis[nu[either]], 5)
            stay, fresh = bounds_of(value, own[either]), bounds_of(value, anew)
            low = np.minimum(np.maximum(stay[0] - RUIS, 0), fresh[0])
            high = np.maximum(stay[1] + RUIS, fresh[1])
            stelsel.restrict("gelijk gebleven of anders afgerond", nu[either], low, high)
        stelsel.add("gelijk gebleven", [1, -1], [held, base], -RUIS, RUIS, nodig=2)
        sure = told & evengrof & zeker
        up, down = (sure & (is_nu > was), sure & (is_nu < was))
        stelsel.add("gestegen", [1, -1], [np.where(up, nu, -1), base], RUIS + 1, nodig=2)
        stelsel.add("gedaald", [-1, 1], [np.where(down, nu, -1), base], RUIS + 1, nodig=2)
    hidden = told & np.isnan(is_nu)  # what it was last shown for is not forgotten meanwhile
    stays = (same & ~either) | hidden
    result: Ids = np.where(stays, base, nu)
    wide_now = np.where(either, np.maximum(own, basis[np.maximum(nu, 0)]), np.nan)
    return result, np.where(stays, breed, wide_now)


REGEL_4 = True
