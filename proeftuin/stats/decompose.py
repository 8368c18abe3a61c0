"""Decomposition of a change in a product into the changes of its factors, exactly.

Cost per 1000 = instroom x duration x trajecten at once x price: shown side by side for pilot and
others, so that more inflow is not read as failure.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Decomposition:
    """How the factors of a product moved it from voor to na.

    aandelen: ln(na / voor) per factor, which add up to ln(na / voor) of the product. bijdragen:
    the same in units of the product, which add up to na - voor. nan when a factor is not
    positive.
    """

    voor: float
    na: float
    aandelen: tuple[float, ...]
    bijdragen: tuple[float, ...]


def log_shares(voor: ArrayLike, na: ArrayLike) -> Decomposition:
    """The Decomposition of the product of positive factors, given before and after.

    bijdrage = L(na, voor) x ln(factor_na / factor_voor), L the logarithmic mean
    (na - voor) / ln(na / voor). It leaves no remainder and does not depend on the order of the
    factors. Source: Ang 2004, logarithmic mean Divisia index (LMDI-I).
    """
    before, after = np.asarray(voor, float), np.asarray(na, float)
    start, end = float(np.prod(before)), float(np.prod(after))
    usable = (before > 0).all() and (after > 0).all()
    if not usable:
        nothing = (float("nan"),) * len(before)
        return Decomposition(start, end, nothing, nothing)
    shares = np.log(after / before)
    total = float(shares.sum())
    # Near no change the quotient loses its digits; the logarithmic mean is then the mean.
    weight = (start + end) / 2 if abs(total) < 1e-9 else (end - start) / total
    return Decomposition(
        start,
        end,
        tuple(float(share) for share in shares),
        tuple(float(weight * share) for share in shares),
    )
