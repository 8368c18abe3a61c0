"""Euros and means over editions: whose euros, days or mark can be read off from differences.

The attacker subtracts: a sum in two editions; a total less its shown parts; the same, less what it
was in an earlier edition. A mean is a sum to him as well: he is given every count exactly, for one
of 10 or more is no secret. Each difference lies within the rounding of what it is made of. When
that pins the euros or days of one unit or aanbieder to 10%, or leaves fewer than 5 of the 10 marks
of one answer, it is a breach; so is a shown value, or a change of it, behind which fewer than 10
units stand or of which one is more than half. The truth is only used to keep score.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd

from tests.lib.aanvaller.cijfers import Breuk

CIJFERS, BASIS, MARGE = 3, 50.0, 0.10
MINST, HELFT = 10, 0.5
MARKEN = 5  # of the 10 marks an answer can be, so many must be left
DUUR, SCORE = "traject_beeindigd.duur_dagen", "ervaring_antwoord.score_som"
NUT = "uitkomst_gemeten.nut_som"
MARKS = (SCORE, NUT)  # sums of answers from 1 to 10
SOMMEN = {  # what is shown where: (slug, column) -> the sum
    ("kosten_per_1000", "teller"): "kosten.bedrag_eur",
    ("kosten_per_jeugdige", "teller"): "kosten.bedrag_eur",
    ("verzilvering", "teller"): "toewijzing_geeindigd.gedeclareerd_eur",
    ("verzilvering", "noemer"): "toewijzing_geeindigd.bedrag_eur",
    ("vermeden_inzet", "teller"): "casus_afgerond.vermeden_eur",
    ("trajectduur_beeindigd", "waarde"): DUUR,
    ("ervaring", "waarde"): SCORE,
    ("tevredenheid", "waarde"): NUT,
}
GEMIDDELD = {DUUR: 5.0, SCORE: 0.1, NUT: 0.1}  # the sum -> rounding of its mean
PAAR = {"toewijzing_geeindigd.bedrag_eur": "toewijzing_geeindigd.gedeclareerd_eur"}
Plek = tuple[Any, ...]  # kolom, indeling, categorie, wijk, van, tot
Getoond = dict[Plek, float]
Wie = dict[Any, float]  # ('eenheid' or 'aanbieder', number) -> euros, days or marks


def half_step(euro: float) -> float:
    """Half of what a shown sum was rounded to."""
    size = max(abs(euro), 1.0)
    return float(max(BASIS, 10.0 ** (np.floor(np.log10(size) + 1e-12) - CIJFERS + 1))) / 2


def read_sums(edities: dict[str, pd.DataFrame]) -> Getoond:
    """Every shown sum and mean of a wijk in one edition."""
    found: Getoond = {}
    for (slug, veld), kolom in SOMMEN.items():
        frame = edities.get(slug)
        if frame is None:
            continue
        frame = frame[~frame["wijk"].isin(("gemeente", "overige")) & frame[veld].notna()]
        names = ["indeling", "categorie", "wijk", "van", "tot"]
        frame = frame.assign(categorie=frame["categorie"].astype(object).fillna(""))
        for key, euro in zip(
            frame[names].itertuples(index=False, name=None), frame[veld], strict=True
        ):
            found[(kolom, *key)] = float(euro)
    return found


@dataclass
class Waarheid:
    """The contributions of one edition, per sum; aantal: of a mean the units it is divided by."""

    frame: pd.DataFrame
    aantal: dict[Plek, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = ["kolom", "indeling", "categorie", "wijk", "van", "tot"]
        self.per_plek = dict(iter(self.frame.groupby(names, observed=True)))
        self.known: dict[Plek, Wie] = {}

    def who(self, plek: Plek) -> Wie:
        """Euros (days, marks) per unit and per aanbieder behind one sum."""
        if plek not in self.known:
            self.known[plek] = self._add_up(plek)
        return self.known[plek]

    def _add_up(self, plek: Plek) -> Wie:
        own = self.per_plek.get(plek)
        if own is None:
            return {}
        units = own.groupby("bijdrager")["euro"].sum()
        provided = own[~own["aanbieder"].isin((0, ""))].groupby("aanbieder")["euro"].sum()
        found: Wie = {("eenheid", key): euro for key, euro in units.items()}
        return found | {("aanbieder", key): euro for key, euro in provided.items()}


def minus(one: Wie, other: Wie) -> Wie:
    """one - other, without what comes to nothing."""
    result = {key: one.get(key, 0.0) - other.get(key, 0.0) for key in {*one, *other}}
    return {key: euro for key, euro in result.items() if abs(euro) >= 0.005}


def pinned(kolom: str, gelezen: float, fout: float, wie: Wie) -> str:
    """Whose euros or days a difference gives within 10%, or whose mark it leaves too few of.

    What is more for some and less for others can come to the amount of one of them by chance, which
    nobody can tell: it counts where he is more than half of what moved, without signs.
    """
    if kolom in MARKS:
        if len(wie) != 1 or len(_marks(gelezen, fout)) >= MARKEN:
            return ""
        return f"een antwoord: {gelezen:.1f} +- {fout:.1f}, werkelijk {[*wie.values()][0]:g}"
    bruto: defaultdict[str, float] = defaultdict(float)
    for (soort, _), euro in wie.items():
        bruto[soort] += abs(euro)
    for naam, euro in wie.items():
        is_most = abs(euro) > HELFT * bruto[naam[0]]
        if is_most and abs(gelezen - euro) + fout <= MARGE * abs(euro):
            return f"{naam}: {gelezen:.0f} +- {fout:.0f}, werkelijk {euro:.2f}"
    return ""


def _marks(gelezen: float, fout: float) -> list[int]:
    """The marks one answer can still be; of one that went, its mark with a minus."""
    size = abs(gelezen)
    return [mark for mark in range(1, 11) if size - fout - 1e-9 <= mark <= size + fout + 1e-9]


def is_public(kolom: str, wie: Wie) -> bool:
    """Whether a value or change has enough units and none over half of it."""
    units = [euro for (soort, _), euro in wie.items() if soort == "eenheid"]
    if kolom in MARKS:  # marks differ by a factor of 10 at most
        return len(units) >= MINST
    total = abs(sum(units))
    most = max((abs(euro) for euro in wie.values()), default=0.0)
    return len(units) >= MINST and most <= HELFT * total + 0.01


def relations(plekken: set[Plek]) -> list[tuple[Plek, list[Plek]]]:
    """Totals with their parts: splits of a wijk, quarters of a year, gedeclareerd of toegewezen."""
    splits: defaultdict[Plek, defaultdict[str, list[Plek]]] = defaultdict(lambda: defaultdict(list))
    times: defaultdict[Plek, list[Plek]] = defaultdict(list)
    for plek in plekken:
        splits[(plek[0], *plek[3:])][plek[1]].append(plek)
        times[plek[:4]].append(plek)
    found = []
    for plek in plekken:
        kolom, indeling, _, _, van, tot = plek
        if indeling == "geen":
            own = splits[(kolom, *plek[3:])]
            found += [(plek, delen) for naam, delen in own.items() if naam != "geen"]
        if (tot - van).days > 100:
            inside = [
                item
                for item in times[plek[:4]]
                if van <= item[4] and item[5] <= tot and (item[5] - item[4]).days < 100
            ]
            found.append((plek, inside))
        if kolom in PAAR and (PAAR[kolom], *plek[1:]) in plekken:
            found.append((plek, [(PAAR[kolom], *plek[1:])]))
    return [(geheel, delen) for geheel, delen in found if delen]


@dataclass
class Lezer:
    """What the attacker has: shown values per edition, and (for the score) who is behind them."""

    shown: list[Getoond]
    truth: list[Waarheid]

    def run(self, plek: Plek, nummer: int) -> list[int]:
        """The editions up to this one that showed this very value without a break."""
        run = [nummer]
        while run[-1] > 0 and self.shown[run[-1] - 1].get(plek) == self.shown[nummer][plek]:
            run.append(run[-1] - 1)
        return run

    def who_first(self, plek: Plek, nummer: int) -> Wie:
        """Who stood behind a shown value when it was first shown: what it stands for."""
        return self.truth[self.run(plek, nummer)[-1]].who(plek)

    def read(self, plek: Plek, nummer: int) -> tuple[float, float]:
        """(the sum a shown value stands for, how far it can be off)."""
        value = self.shown[nummer][plek]
        if plek[0] not in GEMIDDELD:
            return value, half_step(value)
        aantal = self.truth[self.run(plek, nummer)[-1]].aantal.get(plek, 0.0)
        return aantal * value, aantal * GEMIDDELD[plek[0]] / 2


def attack_bedragen(
    edities: list[dict[str, pd.DataFrame]],
    waar: list[pd.DataFrame],
    aantallen: list[dict[Plek, float]] | None = None,
) -> list[Breuk]:
    """Every breach in these editions, oldest first; waar: their contributions; aantallen: the
    exact noemers of their means."""
    counts: list[dict[Plek, float]] = aantallen or [{} for _ in edities]
    truth = [Waarheid(item, aantal) for item, aantal in zip(waar, counts, strict=True)]
    lezer = Lezer([read_sums(item) for item in edities], truth)
    found: list[Breuk] = []
    plekken: set[Plek] = set().union(*lezer.shown)
    for plek in sorted(plekken, key=str):
        found += _by_itself(plek, lezer)
        for een, ander in combinations(range(len(edities)), 2):
            found += _over_time(plek, een, ander, lezer)
    for geheel, delen in relations(plekken):
        found += _rests(geheel, delen, lezer)
    return found


def _by_itself(plek: Plek, lezer: Lezer) -> Iterator[Breuk]:
    """A mean of too few, or of one above all."""
    if plek[0] not in GEMIDDELD:
        return
    for nummer, shown in enumerate(lezer.shown):
        if plek in shown and not is_public(plek[0], lezer.who_first(plek, nummer)):
            yield Breuk("gemiddelde van te weinig", str(nummer + 1), str(plek), f"{shown[plek]:g}")


def _over_time(plek: Plek, een: int, ander: int, lezer: Lezer) -> list[Breuk]:
    shown = lezer.shown
    if plek not in shown[een] or plek not in shown[ander]:
        return []
    before, after = shown[een][plek], shown[ander][plek]
    if before == after:
        return []
    (was, off_then), (now, off_now) = lezer.read(plek, een), lezer.read(plek, ander)
    wie = minus(lezer.who_first(plek, ander), lezer.who_first(plek, een))
    naam, wanneer = str(plek), f"{een + 1} en {ander + 1}"
    read = pinned(plek[0], now - was, off_now + off_then, wie)
    if read:
        return [Breuk(f"{plek[0]} van een uit twee edities", wanneer, naam, read)]
    runs = product(lezer.run(plek, een), lezer.run(plek, ander))
    changes = [minus(lezer.truth[new].who(plek), lezer.truth[old].who(plek)) for old, new in runs]
    if any(is_public(plek[0], item) for item in changes):
        return []
    tekst = f"{before:g} werd {after:g} door te weinig of een te grote bijdrage"
    return [Breuk(f"{plek[0]} opnieuw getoond", wanneer, naam, tekst)]


def _rests(geheel: Plek, delen: list[Plek], lezer: Lezer) -> list[Breuk]:
    """What is left of a total after its shown parts, now and since every earlier edition."""
    found: list[Breuk] = []
    rests: list[tuple[dict[Plek, tuple[float, float, float]], Wie] | None] = []
    for nummer, item in enumerate(lezer.shown):
        if geheel not in item:
            rests.append(None)
            continue
        open_parts = [deel for deel in delen if deel in item]
        wie = lezer.who_first(geheel, nummer)
        for deel in open_parts:
            wie = minus(wie, lezer.who_first(deel, nummer))
        signs = {geheel: 1.0} | dict.fromkeys(open_parts, -1.0)
        terms = {  # what is shown, the sum it stands for, how far it can be off
            key: (item[key], sign * lezer.read(key, nummer)[0], lezer.read(key, nummer)[1])
            for key, sign in signs.items()
        }
        som, fout = (sum(term[place] for term in terms.values()) for place in (1, 2))
        read = pinned(geheel[0], som, fout, wie)
        if read:
            soort = f"{geheel[0]} van een uit totaal en delen"
            found.append(Breuk(soort, str(nummer + 1), str(geheel), read))
        for vorig, rest in enumerate(rests):
            if rest is None:
                continue
            then, before = rest
            keys = [
                key
                for key in {*terms, *then}
                if terms.get(key, (None,))[0] != then.get(key, (None,))[0]
            ]
            nothing = (0.0, 0.0, 0.0)
            change = sum(terms.get(key, nothing)[1] - then.get(key, nothing)[1] for key in keys)
            fout = sum(terms.get(key, nothing)[2] + then.get(key, nothing)[2] for key in keys)
            read = pinned(geheel[0], change, fout, minus(wie, before)) if keys else ""
            if read:
                soort = f"{geheel[0]} van een uit totaal en delen in twee edities"
                wanneer = f"{vorig + 1} en {nummer + 1}"
                found.append(Breuk(soort, wanneer, str(geheel), read))
        rests.append((terms, wie))
    return found
