"""Proposes one text when two people changed the same field, so that neither loses words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from difflib import SequenceMatcher

from proeftuin.journal.types import Rij, Veld

# Fields with one word from a list; the other fields with text are merged by sentence.
WOORDEN = ("status", "soort", "wijk", "kwartaal", "kwartaal_gereed", "slug", "richting")
# A sentence with the white space that follows it, or a line with its end.
ZIN = re.compile(r"[^\n]*?(?:[.!?]+(?=\s)[ \t]*\n*|\n+|\Z)")


def merge_fields(
    basis: Mapping[str, Veld] | None, huidig: Rij | Mapping[str, Veld], poging: Mapping[str, Veld]
) -> dict[str, Veld]:
    """A proposal per field of poging; what stands in the store first, then the writer's own.

    huidig is the row as it stands now (a dataclass or a dict). With a basis it is a three-way
    merge by sentence: what only one side changed is taken, and where both changed the same place
    both texts are kept. Without one both texts are kept unless one holds the other. Lists
    (genodigden) are joined; for other values that differ the one in the store is proposed.
    """
    now = _fields(huidig)
    known = dict(basis or {})
    return {
        naam: _merge_value(naam, known.get(naam), now.get(naam), mine)
        for naam, mine in poging.items()
    }


def clashing_fields(
    basis: Mapping[str, Veld] | None, huidig: Rij | Mapping[str, Veld], poging: Mapping[str, Veld]
) -> tuple[str, ...]:
    """The fields that both sides changed and differ in; the writer must look at these."""
    now = _fields(huidig)
    known = dict(basis or {})
    return tuple(
        naam
        for naam, mine in poging.items()
        if mine != now.get(naam) and known.get(naam, _NIETS) not in (mine, now.get(naam))
    )


_NIETS = object()


def _fields(row: Rij | Mapping[str, Veld]) -> Mapping[str, Veld]:
    return row if isinstance(row, Mapping) else asdict(row)


def _merge_value(naam: str, basis: Veld, huidig: Veld, poging: Veld) -> Veld:
    if huidig == poging or poging == basis:
        return huidig
    if huidig == basis and huidig is not None:
        return poging
    if naam not in WOORDEN and isinstance(huidig, str) and isinstance(poging, str):
        return merge_text(basis if isinstance(basis, str) else None, huidig, poging)
    if isinstance(huidig, list | tuple) and isinstance(poging, list | tuple):
        return tuple(dict.fromkeys([*huidig, *poging]))
    return huidig if huidig is not None else poging


def merge_text(basis: str | None, huidig: str, poging: str) -> str:
    """One text that keeps what huidig and poging each added to basis, huidig first.

    A sentence that one side took away and the other left alone is gone. Without basis both texts
    stand below each other, unless one holds all sentences of the other in a row.
    """
    if huidig == poging or poging == basis:
        return huidig
    if huidig == basis:
        return poging
    if basis is None:
        return _keep_both(huidig, poging)
    old, now, mine = (_sentences(text) for text in (basis, huidig, poging))
    merged = ""
    at_old = at_now = at_mine = 0
    for begin, length, begin_now, begin_mine in _same_in_all(old, now, mine):
        merged = _glue(
            merged,
            _merge_gap(
                "".join(old[at_old:begin]),
                "".join(now[at_now:begin_now]),
                "".join(mine[at_mine:begin_mine]),
            ),
        )
        merged = _glue(merged, "".join(now[begin_now : begin_now + length]))
        at_old, at_now, at_mine = begin + length, begin_now + length, begin_mine + length
    return merged


def _sentences(text: str) -> list[str]:
    return [part for part in ZIN.findall(text) if part]


def _matches(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Place in old -> place in new of the sentences that stayed, white space aside."""
    left, right = ([part.strip() for part in side] for side in (old, new))
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _same_in_all(
    old: Sequence[str], now: Sequence[str], mine: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """(place in old, 1, place in now, place in mine) per sentence that all have; then the ends."""
    in_now, in_mine = _matches(old, now), _matches(old, mine)
    for place in range(len(old)):
        if place in in_now and place in in_mine:
            yield place, 1, in_now[place], in_mine[place]
    yield len(old), 0, len(now), len(mine)


def _merge_gap(old: str, now: str, mine: str) -> str:
    """What stands between two sentences that all have."""
    if now.strip() == mine.strip() or mine.strip() == old.strip():
        return now
    if now.strip() == old.strip():
        return mine
    added = now[len(old) :], mine[len(old) :]
    if now.startswith(old) and mine.startswith(old) and _separate(old, added):
        return _glue(now, added[1].lstrip(" "))
    return _keep_both(now, mine)


def _separate(old: str, added: tuple[str, str]) -> bool:
    """Whether both sides wrote on behind old, and did not make another word of its last one."""
    return not old or old[-1].isspace() or all(text[:1].isspace() for text in added)


def _keep_both(een: str, ander: str) -> str:
    """Both texts, the one below the other; the longer when it holds the other's sentences."""
    parts, others = ([part.strip() for part in _sentences(text)] for text in (een, ander))
    if _holds(parts, others):
        return een
    if _holds(others, parts):
        return ander
    return f"{een.rstrip()}\n{ander.lstrip()}"


def _holds(parts: Sequence[str], others: Sequence[str]) -> bool:
    size = len(others)
    return any(parts[at : at + size] == others for at in range(len(parts) - size + 1))


def _glue(een: str, ander: str) -> str:
    """The texts behind each other, with a space when there is no white space between them."""
    if een and ander and not een[-1].isspace() and not ander[0].isspace():
        return f"{een} {ander}"
    return een + ander
