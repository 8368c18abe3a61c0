"""Euros over editions: whose euros can be read off from differences of what was published.

The attacker subtracts: a sum in two editions; a total less its shown parts; the same, less what it
was in an earlier edition. Each difference lies within the rounding of what it is made of. When that
pins the euros of one unit or aanbieder to 10%, it is a breach; so is a shown change behind which
fewer than 10 units stand or of which one is more than half. The truth is only used to keep score.
"""

from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd

from tests.lib.aanvaller.cijfers import Breuk

CIJFERS, BASIS, MARGE = 3, 50.0, 0.10
MINST, HELFT = 10, 0.5
SOMMEN = {  # what is shown where: (slug, column) -> the sum
    ("kosten_per_1000", "teller"): "kosten.bedrag_eur",
    ("kosten_per_jeugdige", "teller"): "kosten.bedrag_eur",
    ("verzilvering", "teller"): "toewijzing_geeindigd.gedeclareerd_eur",
    ("verzilvering", "noemer"): "toewijzing_geeindigd.bedrag_eur",
    ("vermeden_inzet", "teller"): "casus_afgerond.vermeden_eur",
}
Plek = tuple[Any, ...]  # kolom, indeling, categorie, wijk, van, tot
Getoond = dict[Plek, float]
Wie = dict[Any, float]  # ('eenheid' or 'aanbieder', number) -> euros


def half_step(euro: float) -> float:
    """Half of what a shown sum was rounded to."""
    size = max(abs(euro), 1.0)
    return float(max(BASIS, 10.0 ** (np.floor(np.log10(size) + 1e-12) - CIJFERS + 1))) / 2


def read_sums(edities: dict[str, pd.DataFrame]) -> Getoond:
    """Every shown sum of a wijk in one edition."""
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
    """The contributions of one edition, per sum."""

    frame: pd.DataFrame

    def __post_init__(self) -> None:
        names = ["kolom", "indeling", "categorie", "wijk", "van", "tot"]
        self.per_plek = dict(iter(self.frame.groupby(names, observed=True)))

    def who(self, plek: Plek) -> Wie:
        """Euros per unit and per aanbieder behind one sum."""
        own = self.per_plek.get(plek)
        if own is None:
            return {}
        units = own.groupby("bijdrager")["euro"].sum()
        provided = own[own["aanbieder"] != 0].groupby("aanbieder")["euro"].sum()
        found: Wie = {("eenheid", key): euro for key, euro in units.items()}
        return found | {("aanbieder", key): euro for key, euro in provided.items()}


def minus(one: Wie, other: Wie) -> Wie:
    """one - other, without what comes to nothing."""
    result = {key: one.get(key, 0.0) - other.get(key, 0.0) for key in {*one, *other}}
    return {key: euro for key, euro in result.items() if abs(euro) >= 0.005}


def pinned(gelezen: float, fout: float, wie: Wie) -> str:
    """Whose euros a difference gives within 10%, '' when nobody's."""
    for naam, euro in wie.items():
        if abs(gelezen - euro) + fout <= MARGE * abs(euro):
            return f"{naam}: {gelezen:.0f} +- {fout:.0f}, werkelijk {euro:.2f}"
    return ""


def is_public(wie: Wie) -> bool:
    """Whether a change has enough units and none over half of it."""
    units = [euro for (soort, _), euro in wie.items() if soort == "eenheid"]
    total = abs(sum(units))
    most = max((abs(euro) for euro in wie.values()), default=0.0)
    return len(units) >= MINST and most <= HELFT * total + 0.01


def relations(plekken: set[Plek]) -> list[tuple[Plek, list[Plek]]]:
    """Totals with their parts: ages of a wijk, quarters of a year, gedeclareerd of toegewezen."""
    found = []
    for plek in plekken:
        kolom, indeling, categorie, wijk, van, tot = plek
        if indeling == "geen":
            ages = [
                item
                for item in plekken
                if item[1] == "leeftijdsgroep" and (item[0], *item[3:]) == (kolom, wijk, van, tot)
            ]
            found.append((plek, ages))
        if (tot - van).days > 100:
            own = (kolom, indeling, categorie, wijk)
            inside = [
                item
                for item in plekken
                if item[:4] == own and van <= item[4] and item[5] <= tot and item != plek
            ]
            found.append((plek, inside))
        if kolom == "toewijzing_geeindigd.bedrag_eur":
            found.append((plek, [("toewijzing_geeindigd.gedeclareerd_eur", *plek[1:])]))
    return [(geheel, delen) for geheel, delen in found if delen]


def attack_bedragen(
    edities: list[dict[str, pd.DataFrame]], waar: list[pd.DataFrame]
) -> list[Breuk]:
    """Every breach in these editions, oldest first; waar: their contributions."""
    shown = [read_sums(item) for item in edities]
    truth = [Waarheid(item) for item in waar]
    found = []
    plekken = set().union(*shown)
    for plek in sorted(plekken, key=str):
        for een, ander in combinations(range(len(shown)), 2):
            found += _over_time(plek, een, ander, shown, truth)
    for geheel, delen in relations(plekken):
        found += _rests(geheel, delen, shown, truth)
    return found


def _run(plek: Plek, nummer: int, shown: list[Getoond]) -> list[int]:
    """The editions up to this one that showed this very value without a break."""
    run = [nummer]
    while run[-1] > 0 and shown[run[-1] - 1].get(plek) == shown[nummer][plek]:
        run.append(run[-1] - 1)
    return run


def _who_first(plek: Plek, nummer: int, shown: list[Getoond], truth: list[Waarheid]) -> Wie:
    """Who stood behind a shown sum when it was first shown: what it stands for."""
    return truth[_run(plek, nummer, shown)[-1]].who(plek)


def _over_time(
    plek: Plek, een: int, ander: int, shown: list[Getoond], truth: list[Waarheid]
) -> list[Breuk]:
    if plek not in shown[een] or plek not in shown[ander]:
        return []
    before, after = shown[een][plek], shown[ander][plek]
    if before == after:
        return []
    wie = minus(truth[ander].who(plek), truth[een].who(plek))
    naam, wanneer = str(plek), f"{een + 1} en {ander + 1}"
    read = pinned(after - before, half_step(after) + half_step(before), wie)
    if read:
        return [Breuk("euro's van een uit twee edities", wanneer, naam, read)]
    runs = product(_run(plek, een, shown), _run(plek, ander, shown))
    changes = [minus(truth[new].who(plek), truth[old].who(plek)) for old, new in runs]
    if any(is_public(item) for item in changes):
        return []
    tekst = f"{before:.0f} werd {after:.0f} door te weinig of een te grote bijdrage"
    return [Breuk("euro's opnieuw getoond", wanneer, naam, tekst)]


def _rests(
    geheel: Plek, delen: list[Plek], shown: list[Getoond], truth: list[Waarheid]
) -> list[Breuk]:
    """What is left of a total after its shown parts, now and since every earlier edition."""
    found = []
    rests: list[tuple[dict[Plek, float], Wie] | None] = []
    for nummer, item in enumerate(shown):
        if geheel not in item:
            rests.append(None)
            continue
        open_parts = [deel for deel in delen if deel in item]
        terms = {geheel: item[geheel]} | {deel: -item[deel] for deel in open_parts}
        wie = _who_first(geheel, nummer, shown, truth)
        for deel in open_parts:
            wie = minus(wie, _who_first(deel, nummer, shown, truth))
        fout = sum(half_step(euro) for euro in terms.values())
        read = pinned(sum(terms.values()), fout, wie)
        if read:
            soort = "euro's van een uit totaal en delen"
            found.append(Breuk(soort, str(nummer + 1), str(geheel), read))
        for vorig, rest in enumerate(rests):
            if rest is None:
                continue
            keys = [key for key in {*terms, *rest[0]} if terms.get(key) != rest[0].get(key)]
            change = sum(terms.get(key, 0.0) - rest[0].get(key, 0.0) for key in keys)
            fout = sum(
                half_step(side[key]) for side in (terms, rest[0]) for key in keys if key in side
            )
            read = pinned(change, fout, minus(wie, rest[1])) if keys else ""
            if read:
                soort = "euro's van een uit totaal en delen in twee edities"
                wanneer = f"{vorig + 1} en {nummer + 1}"
                found.append(Breuk(soort, wanneer, str(geheel), read))
        rests.append((terms, wie))
    return found
