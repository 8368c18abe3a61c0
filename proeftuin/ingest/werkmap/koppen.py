"""Where the table in a sheet begins and ends: titles above, totals and notes below, merged cells.

A row is left out only when it could not load anyway (a value that must be there is not), and each
has a reason that the account of the levering names.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from proeftuin.ingest.waarden import CEL_SAMENGEVOEGD
from proeftuin.ingest.werkmap.lezen import Bladrij, Bladvorm, Waarde
from proeftuin.vocabulary import LEGE_RIJ

VOORLOOP = 50  # rows that are looked at for the one with the column names
TOTAAL, VOETTEKST, KOP_HERHAALD = "totaalregel", "voettekst", "kop_herhaald"
IS_TOTAAL = re.compile(r"\s*(?:(?:sub|eind|generaal )?tota(?:al|len)|(?:grand )?total|som)\b", re.I)
LANGSTE_VOET = 100  # rows of notes at the end


@dataclass(frozen=True)
class Tabelkop:
    """The row with the column names: its number, the names by column (from A), rows above it.

    samengevoegd are the columns without a name under a name that was merged over them.
    """

    regel: int
    namen: tuple[str, ...]
    erboven: int = 0
    samengevoegd: tuple[int, ...] = ()


def normalise_kop(naam: object) -> str:
    """A column name as the contract writes one: small letters, _ for spaces."""
    return "_".join(str(naam).strip().strip('"').lower().split())


def find_kop(
    rijen: Iterator[Bladrij], vorm: Bladvorm, bekend: Collection[str]
) -> tuple[Tabelkop | None, Iterator[Bladrij]]:
    """The header and the rows below it; None when there is no row at all.

    The header is the first of the rows with the most names of `bekend` (normalised); the first row
    when none has any.
    """
    begin = list(islice(rijen, VOORLOOP))
    if not begin:
        return None, iter(())
    scores = [len({normalise_kop(waarde) for waarde in rij.waarden} & set(bekend)) for rij in begin]
    place = scores.index(max(scores))
    rij = begin[place]
    namen = ["" if waarde is None else normalise_kop(waarde) for waarde in rij.waarden]
    boven = {item.nummer: item.waarden for item in begin[:place]}
    nameless = []
    for r1, c1, r2, c2 in vorm.samengevoegd:
        if not r1 <= rij.nummer <= r2:
            continue
        for kolom in range(c1, min(c2, len(namen) + c2 - c1) + 1):
            namen += [""] * (kolom - len(namen))
            if c1 == c2 and r1 in boven and len(boven[r1]) >= c1 and not namen[c1 - 1]:
                namen[c1 - 1] = normalise_kop(boven[r1][c1 - 1] or "")
            if kolom > c1 and not namen[kolom - 1]:
                nameless.append(kolom)
    kop = Tabelkop(rij.nummer, tuple(namen), place, tuple(nameless))
    return kop, chain(begin[place + 1 :], rijen)


def judge_rows(
    rijen: Iterator[Bladrij], kop: Tabelkop, verplicht: Collection[int]
) -> Iterator[tuple[Bladrij, str]]:
    """Every row with why it is left out ('' when it is not), in order.

    verplicht: the columns (from 0) that no row can do without.
    """
    wachten: list[Bladrij] = []
    for rij in rijen:
        waarden = rij.waarden
        compleet = all(nr < len(waarden) and not _is_blank(waarden[nr]) for nr in verplicht)
        aantal = 2 if compleet else sum(not _is_blank(waarde) for waarde in waarden)
        is_los = aantal == 1
        if is_los and len(wachten) < LANGSTE_VOET:
            wachten.append(rij)
            continue
        yield from ((eerder, _reason(eerder, kop, False)) for eerder in wachten)
        wachten = []
        yield rij, _reason(rij, kop, compleet) if aantal else LEGE_RIJ
    yield from ((rij, _reason(rij, kop, False) or VOETTEKST) for rij in wachten)


def _reason(rij: Bladrij, kop: Tabelkop, compleet: bool) -> str:
    first = next((item for item in rij.waarden if item is not None), None)
    if isinstance(first, str) and normalise_kop(first) in kop.namen:
        names = tuple("" if item is None else normalise_kop(item) for item in rij.waarden)
        if names == kop.namen[: len(names)] and sum(map(bool, names)) > 1:
            return KOP_HERHAALD
    if compleet:
        return ""
    is_totaal = any(isinstance(item, str) and IS_TOTAAL.match(item) for item in rij.waarden)
    return TOTAAL if is_totaal else ""


def _is_blank(waarde: Waarde) -> bool:
    return waarde is None or (isinstance(waarde, str) and not waarde.strip())


def mark_merged(
    rijen: Iterator[tuple[Bladrij, str]], vorm: Bladvorm, breedte: int
) -> Iterator[tuple[Bladrij, str]]:
    """The same rows, with a mark in every cell that lies merged under a filled one before it.

    breedte: the columns that count. Rows that are left out stay as they are.
    """
    komend = sorted(vorm.samengevoegd, reverse=True)
    lopend: list[tuple[int, int, int, int]] = []
    for rij, reden in rijen:
        while komend and komend[-1][0] <= rij.nummer:
            bereik = komend.pop()
            r1, c1, _, _ = bereik
            if r1 == rij.nummer and c1 <= len(rij.waarden) and not _is_blank(rij.waarden[c1 - 1]):
                lopend.append(bereik)
        lopend = [bereik for bereik in lopend if bereik[2] >= rij.nummer]
        if not lopend or reden:
            yield rij, reden
            continue
        waarden = list(rij.waarden)
        for r1, c1, _, c2 in lopend:
            for kolom in range(c1, min(c2, breedte) + 1):
                if (rij.nummer, kolom) != (r1, c1):
                    waarden += [None] * (kolom - len(waarden))
                    waarden[kolom - 1] = CEL_SAMENGEVOEGD
        yield Bladrij(rij.nummer, tuple(waarden)), reden
