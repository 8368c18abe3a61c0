"""Hidden euros: what a total minus its shown parts, a year minus its quarters, or the same sum
under another name gives back of them, within 10%.

Only cells of a wijk: rows of gemeente and overige are sums of the shown wijken and no more
(cijfers.py checks that), so whatever follows from them followed from the wijken.
"""

from itertools import product
from typing import Any

import pandas as pd

from tests.lib.aanvaller.cijfers import Breuk
from tests.lib.aanvaller.lezen import TOTAALRIJEN, Editie

# The indicators that show one sum, and its column, and whether its quarters add up to a year.
SOMMEN = (
    (("kosten_per_1000", "kosten_per_jeugdige"), "teller", True),
    (("verzilvering",), "noemer", False),
    (("verzilvering",), "teller", False),
)
BASIS = 50
MARGE = 0.10
Euros = dict[tuple[Any, ...], float]


def _read(editie: Editie, slugs: tuple[str, ...], kolom: str, audience: str) -> Euros:
    """One sum by (indeling, categorie, wijk, van, tot), as far as any of these shows it."""
    found: Euros = {}
    for slug in slugs:
        frame = editie.cijfers(slug, audience)
        sleutel = ["indeling", "categorie", "wijk", "van", "tot"]
        frame = frame[frame["indeling"].isin(("geen", "leeftijdsgroep"))]
        if audience == "openbaar":  # only what was shown or hidden, not what was not measured
            frame = frame[frame[kolom].notna() | frame["status"].eq("afgeschermd")]
        for key, euro in zip(
            frame[sleutel].itertuples(index=False, name=None), frame[kolom], strict=True
        ):
            if key not in found or pd.isna(found[key]):
                found[key] = euro
    return found


def _close(
    editie: Editie, naam: str, cel: Any, som: float, fout: float, waar: float
) -> list[Breuk]:
    """A breach when the sum with its rounding error stays within 10% of the true euros."""
    if pd.isna(som) or pd.isna(waar) or waar == 0 or abs(som - waar) + fout > MARGE * abs(waar):
        return []
    tekst = f"{som:.0f} +- {fout:.0f}, werkelijk {waar:.0f}"
    return [Breuk(f"euro's terug te rekenen: {naam}", editie.editie, str(cel), tekst)]


def check_geld(editie: Editie) -> list[Breuk]:
    """Hidden euro cells of an edition that can be computed within 10%."""
    found: list[Breuk] = []
    for slugs, kolom, jaar_telt_op in SOMMEN:
        naam = f"{slugs[0]}.{kolom}"
        shown, exact = (_read(editie, slugs, kolom, kant) for kant in ("openbaar", "intern"))
        groepen = sorted({key[1] for key in shown if key[0] == "leeftijdsgroep"})
        plekken = sorted({key[2:] for key in shown if key[2] not in TOTAALRIJEN})
        for wijk, van, tot in plekken:
            cellen = [("leeftijdsgroep", groep, wijk, van, tot) for groep in groepen]
            heel = ("geen", "", wijk, van, tot)
            found += _one_left(editie, f"{naam} split", cellen, heel, shown, exact)
        jaren = [(van, tot) for van, tot in {key[3:] for key in shown} if (tot - van).days > 100]
        kanten = sorted({key[:3] for key in shown if key[2] not in TOTAALRIJEN})
        for (van, tot), kant in product(jaren if jaar_telt_op else (), kanten):
            delen = sorted(
                {key for key in shown if key[:3] == kant and van <= key[3] and key[4] <= tot}
                - {(*kant, van, tot)}
            )
            if len(delen) == 4:
                heel = (*kant, van, tot)
                found += _one_left(editie, f"{naam} kwartaal", delen, heel, shown, exact)
    return found


def _one_left(
    editie: Editie, naam: str, cellen: list[Any], totaal: Any, shown: Euros, exact: Euros
) -> list[Breuk]:
    """One hidden cell among the parts of a sum, or the hidden sum of shown parts."""
    if totaal not in shown or any(cel not in shown for cel in cellen):
        return []
    leeg = [cel for cel in cellen if pd.isna(shown[cel])]
    heel = shown[totaal]
    fout = BASIS / 2 * (len(cellen) - len(leeg) + 1)
    rest = sum(shown[cel] for cel in cellen if cel not in leeg)
    if len(leeg) == 1 and not pd.isna(heel):
        waar = exact.get(leeg[0], float("nan"))
        return _close(editie, naam, leeg[0], heel - rest, fout, waar)
    if not leeg and pd.isna(heel):
        return _close(editie, naam, totaal, rest, fout, exact.get(totaal, float("nan")))
    return []
