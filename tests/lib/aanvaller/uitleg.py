"""In words how the attacker narrowed a number: the rows that gave its bounds."""

import numpy as np

from tests.lib.aanvaller.stelsel import Ids, Regel, Stelsel


def _implied(stelsel: Stelsel, regel: Regel, rij: int, term: int) -> tuple[int, int]:
    """The bounds one row gives one of its terms, from the bounds of the others."""
    low, high = 0, 0
    for place, nummer in enumerate(regel.ids[rij]):
        if place == term:
            continue
        pair = sorted(
            int(regel.teken[place]) * int(bound[nummer]) for bound in (stelsel.onder, stelsel.boven)
        )
        low, high = low + pair[0], high + pair[1]
    pair = [int(regel.onder[rij]) - high, int(regel.boven[rij]) - low]
    if regel.teken[term] < 0:
        pair = [-pair[1], -pair[0]]
    return pair[0], pair[1]


def explain(
    stelsel: Stelsel, namen: dict[int, str], begin: tuple[Ids, Ids], nummer: int, diep: int = 2
) -> list[str]:
    """Lines: what was published, and per bound the row that gave it (and its terms, diep deep)."""

    def tell(item: int) -> str:
        first = f"{begin[0][item]}..{begin[1][item]}" if begin[1][item] < 10**6 else "?"
        now = f"{stelsel.onder[item]}..{stelsel.boven[item]}"
        exact = stelsel.exact[item]
        return f"{namen.get(item, f'#{item}')} [gepubliceerd {first}, nu {now}, exact {exact:g}]"

    lines = [tell(nummer)]
    found: dict[str, tuple[Regel, int]] = {}
    for regel in stelsel.regels:
        for rij, term in zip(*np.nonzero(regel.ids == nummer), strict=True):
            low, high = _implied(stelsel, regel, int(rij), int(term))
            if low == stelsel.onder[nummer] and low > begin[0][nummer]:
                found.setdefault("minstens", (regel, int(rij)))
            if high == stelsel.boven[nummer] and high < begin[1][nummer]:
                found.setdefault("hooguit", (regel, int(rij)))
    for kant, (regel, rij) in found.items():
        grens = f"{regel.onder[rij]} <= som <= {regel.boven[rij]}".replace("1000000", "..")
        lines.append(f"  {kant} door '{regel.naam}' ({grens}):")
        for teken, item in zip(regel.teken, regel.ids[rij], strict=True):
            if item and item != nummer:
                lines.append(f"    {'+' if teken > 0 else '-'} {tell(int(item))}")
                if diep > 1 and stelsel.onder[item] != begin[0][item]:
                    deeper = explain(stelsel, namen, begin, int(item), diep - 1)[1:]
                    lines += [f"      {line}" for line in deeper[:8]]
    return lines
