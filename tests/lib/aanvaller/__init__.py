"""An attacker on everything published so far: which counts below 10 does he narrow too far?

He reads the openbaar files of all editions, the definitions and the rounding rules. Written without
the product's own audit, with another solver (OR-tools), so that the two can disagree.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from tests.lib.aanvaller.cijfers import Breuk, check_editie
from tests.lib.aanvaller.geld import check_geld
from tests.lib.aanvaller.lezen import SLEUTEL, Editie, read_cellen, read_edities
from tests.lib.aanvaller.regels import (
    Rooster,
    add_binnen,
    add_rijp,
    add_splits,
    add_stromen,
    build_rooster,
)
from tests.lib.aanvaller.stelsel import Ids
from tests.lib.aanvaller.tijd import add_edities
from tests.lib.aanvaller.verband import (
    add_jaren,
    add_samengevoegd,
    add_stad,
    add_verbanden,
)
from tests.lib.aanvaller.zoek import settle

MINST = 5  # candidates that must be left
VELDEN = {"leeftijdsgroep": ("jeugdige", "geboortedatum")}
HULPVORM = {"aanmelding": "aanmelding", "traject": "traject"}


@dataclass
class Rapport:
    """What the attacker found: breaches as rows (soort, cel, exact, onder, boven), how many targets
    he tried, the identities of his that the exact numbers refute (his own mistakes), and how many
    targets the search could not decide in time; cijfers are the figures that give too much away."""

    breuken: list[dict[str, object]] = field(default_factory=list)
    doelen: dict[str, int] = field(default_factory=dict)
    fout: dict[str, int] = field(default_factory=dict)
    open: int = 0
    cijfers: list[Breuk] = field(default_factory=list)

    def totals(self) -> dict[str, int]:
        """Breaches per kind, of counts and of figures."""
        return dict(
            Counter([str(b["soort"]) for b in self.breuken])
            + Counter(b.soort for b in self.cijfers)
        )


def make_rooster(edities: list[Editie]) -> tuple[Rooster, pd.DataFrame]:
    """The whole system of the attacker, bounds not yet tightened; and the cells, with their id."""
    cellen = read_cellen(edities)
    rooster = build_rooster(cellen, edities)
    add_edities(rooster, cellen)
    add_splits(rooster, _without_rest(edities))
    add_binnen(rooster)
    add_rijp(rooster)
    add_stromen(rooster)
    add_verbanden(rooster)
    add_jaren(rooster)
    add_stad(rooster)
    add_samengevoegd(rooster)
    return rooster, cellen


class _without_rest:
    """Whether a split of a fact has no unknown units in an edition, by its published fields."""

    def __init__(self, edities: list[Editie]) -> None:
        self.leeg: list[dict[tuple[str, str], float]] = []
        for editie in edities:
            tabel = editie.tabel("veldkwaliteit")
            if tabel is None:
                self.leeg.append({})
                continue
            velden = zip(tabel["bestand"], tabel["kolom"], strict=True)
            leeg = tabel["aantal_leeg"] + tabel["aantal_onbekend"]
            self.leeg.append(dict(zip(velden, leeg, strict=True)))

    def __call__(self, nummer: int, feit: str, indeling: str) -> bool:
        if indeling in ("verwijzer", "reden"):
            return True  # unknown is a category of its own
        if indeling == "leeftijdsgroep":
            return self.leeg[nummer].get(("jeugdige", "geboortedatum")) == 0
        if indeling == "hulpvorm":
            bestand = feit.split("_", 1)[0]
            return self.leeg[nummer].get((bestand, "hulpvorm_code")) == 0
        return indeling == "vraag"


def find_doelen(rooster: Rooster, cellen: pd.DataFrame) -> dict[int, str]:
    """Ids of what must stay uncertain (its exact value is 1..9) -> what kind it is."""
    exact = np.abs(rooster.stelsel.exact)
    small = (exact >= 1) & (exact <= 9)
    doelen = {int(item): "cel" for item in cellen["id"].dropna() if small[int(item)]}
    for nummer, naam in rooster.bedacht.items():
        if small[nummer]:
            is_los = naam.startswith(("verschil", "samengevoegd"))
            doelen[nummer] = naam.split(":")[0] if is_los else naam
    return doelen


def describe(rooster: Rooster, cellen: pd.DataFrame, ids: list[int]) -> dict[int, str]:
    """Id -> what it is in words: the key of a published cell, or the rest it stands for."""
    rows = cellen[cellen["id"].isin(ids)]
    columns = [rows[kolom].astype(str).tolist() for kolom in [*SLEUTEL, "editie"]]
    tekst = [" ".join(items) for items in zip(*columns, strict=True)]
    namen = dict(zip(rows["id"].astype(int), tekst, strict=True))
    return {n: namen.get(n) or f"{rooster.bedacht.get(n, '')} #{n}" for n in ids}


def attack(data: Path, budget: float = 1e9) -> Rapport:
    """The report of the attacker on all editions of a data folder. budget: seconds to search in, 0
    for bounds alone."""
    edities = read_edities(data)
    rooster, cellen = make_rooster(edities)
    stelsel = rooster.stelsel
    stelsel.propagate()
    doelen = find_doelen(rooster, cellen)
    ids: Ids = np.array(sorted(doelen), dtype=np.int64)
    nauw = ids[stelsel.candidates(ids) < MINST]
    grenzen = {int(n): (int(stelsel.onder[n]), int(stelsel.boven[n])) for n in nauw}
    rapport = Rapport(fout=stelsel.fout, doelen=dict(Counter(doelen.values())))
    for editie in edities:
        rapport.cijfers += check_editie(editie) + check_geld(editie)
    if budget:
        gevonden = settle(stelsel, np.setdiff1d(ids, nauw), 2.0, budget)
        grenzen |= gevonden.nauw
        rapport.open = len(gevonden.open)
    namen = describe(rooster, cellen, list(grenzen))
    for nummer, (onder, boven) in grenzen.items():
        rapport.breuken.append(
            {
                **{"soort": doelen[nummer], "cel": namen[nummer], "exact": stelsel.exact[nummer]},
                **{"onder": onder, "boven": boven, "id": nummer},
            }
        )
    return rapport
