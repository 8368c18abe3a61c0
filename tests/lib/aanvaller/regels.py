"""The identities an attacker finds in the definitions, without help of the product's own audit.

Arrays of ids have the shape (categorie, wijk, venster, editie); -1 where a cell does not exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from tests.lib.aanvaller.lezen import GELIJK, Editie
from tests.lib.aanvaller.stelsel import Ids, Stelsel

STROOM = {  # events: a year is the sum of its quarters, the wijk and age are those of the event
    "traject_begonnen": ("begonnen", "is_einde", "heeft_voorganger", "heeft_verwijzer")
    + ("is_medisch", "is_rijp_cohort"),
    "traject_beeindigd": ("beeindigd", "is_doorstroom", "is_volgens_plan", "is_uitval")
    + ("heeft_uitkomst",),
    "zorgperiode_begonnen": ("begonnen",),
    "zorgperiode_beeindigd": ("beeindigd", "is_rijp_90", "is_rijp_180", "is_rijp_365")
    + ("is_terugval_90", "is_terugval_180", "is_terugval_365"),
    "toewijzing_ingegaan": ("ingegaan", "heeft_segment", "is_licht_midden", "is_zonder_einddatum"),
    "toewijzing_geeindigd": ("geeindigd", "is_rijp"),
    "aanmelding_gemaakt": ("aangemeld", "is_start", "is_terugwerkend", "is_rijp")
    + ("telt_voor_norm", "is_binnen_norm"),
    "ervaring_antwoord": ("aantal",),
    "uitkomst_gemeten": ("heeft_antwoord", "heeft_nut", "heeft_vervolg", "is_zonder_hulp"),
    "casus_afgerond": ("afgerond",),
    "op_peildatum": ("in_zorg", "is_gestapeld", "aantal_trajecten"),  # the quarter ends, pooled
    "aanmelding_wachtend": ("wachtend", "zonder_overbrugging", "met_overbrugging"),
}
BINNEN = {  # (smaller, larger): the rest is a count of persons too
    "in_zorg": (
        *(("heeft_verblijf", "in_zorg"), ("is_gezinsgericht", "heeft_verblijf")),
        ("is_eigen_inzet", "in_zorg"),
    ),
    "op_peildatum": (("is_gestapeld", "in_zorg"),),
    "traject_actief": (("is_einde", "loopt"),),
    "traject_begonnen": (
        *(("is_einde", "begonnen"), ("heeft_voorganger", "begonnen"), ("is_medisch", "begonnen")),
        *(("heeft_verwijzer", "begonnen"), ("is_medisch", "heeft_verwijzer")),
        ("is_rijp_cohort", "begonnen"),
    ),
    "traject_beeindigd": (
        *(("is_doorstroom", "beeindigd"), ("heeft_uitkomst", "beeindigd")),
        *(("is_volgens_plan", "heeft_uitkomst"), ("is_uitval", "heeft_uitkomst")),
    ),
    "zorgperiode_beeindigd": (
        *(("is_rijp_90", "beeindigd"), ("is_rijp_180", "is_rijp_90")),
        *(("is_rijp_365", "is_rijp_180"), ("is_rijp_365", "beeindigd")),
        *(("is_rijp_180", "beeindigd"), ("is_terugval_90", "is_rijp_90")),
        *(("is_terugval_180", "is_rijp_180"), ("is_terugval_365", "is_rijp_365")),
    ),
    "toewijzing_ingegaan": (
        *(("heeft_segment", "ingegaan"), ("is_licht_midden", "heeft_segment")),
        ("is_zonder_einddatum", "ingegaan"),
    ),
    "toewijzing_geeindigd": (("is_rijp", "geeindigd"),),
    "uitkomst_gemeten": (
        *(("heeft_nut", "heeft_antwoord"), ("heeft_vervolg", "heeft_antwoord")),
        *(("is_zonder_hulp", "heeft_vervolg"), ("heeft_antwoord", "beeindigd")),
    ),
    "aanmelding_gemaakt": (
        *(("is_start", "aangemeld"), ("is_terugwerkend", "is_start"), ("is_rijp", "aangemeld")),
        *(("telt_voor_norm", "is_rijp"), ("is_binnen_norm", "telt_voor_norm")),
    ),
    "aanmelding_wachtend": (
        *(("zonder_overbrugging", "wachtend"), ("met_overbrugging", "wachtend")),
    ),
    "voorveld": (("teller", "noemer"),),
}
RIJP = {  # ripe after so many days: all of a window that is old enough, none of one that is young
    ("traject_begonnen", "is_rijp_cohort", "begonnen"): 365,
    ("zorgperiode_beeindigd", "is_rijp_90", "beeindigd"): 90,
    ("zorgperiode_beeindigd", "is_rijp_180", "beeindigd"): 180,
    ("zorgperiode_beeindigd", "is_rijp_365", "beeindigd"): 365,
    ("aanmelding_gemaakt", "is_rijp", "aangemeld"): 98,
    ("toewijzing_geeindigd", "is_rijp", "geeindigd"): 90,
}
MEDISCH = ("02", "03", "05")


@dataclass
class Rooster:
    """Where each cell stands among the numbers of the system."""

    stelsel: Stelsel
    edities: list[Editie]
    cats: dict[str, list[str]]
    wijken: list[str]
    vensters: list[tuple[date, date]]
    arrays: dict[tuple[str, str, str], Ids]
    bedacht: dict[int, str]  # numbers that are no published cell: what they are

    def ids(self, feit: str, kolom: str, indeling: str) -> Ids:
        """The ids of one count under one split, -1 everywhere when there are none."""
        leeg = np.full((len(self.cats.get(indeling, [""])), *self.shape), -1, dtype=np.int64)
        return self.arrays.get((*GELIJK.get((feit, kolom), (feit, kolom)), indeling), leeg)

    @property
    def shape(self) -> tuple[int, int, int]:
        return len(self.wijken), len(self.vensters), len(self.edities)

    @property
    def indelingen(self) -> list[str]:
        return list(self.cats)

    def is_jaar(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        return np.array([(tot - van).days > 100 for van, tot in self.vensters])

    def jaren(self) -> list[tuple[int, list[int]]]:
        """Each year window with the places of its four quarters."""
        found = []
        for place, (van, tot) in enumerate(self.vensters):
            inside = [
                nummer
                for nummer, (begin, eind) in enumerate(self.vensters)
                if van <= begin and eind <= tot and nummer != place
            ]
            if (tot - van).days > 100 and len(inside) == 4:
                found.append((place, inside))
        return found


def build_rooster(cellen: pd.DataFrame, edities: list[Editie]) -> Rooster:
    """A system with one number per cell of a wijk (totals of protected parts are no numbers)."""
    basis = cellen[~cellen["wijk"].isin(("gemeente", "overige"))]
    stelsel = Stelsel(np.zeros(1, int), np.zeros(1, int), np.zeros(1))
    wijken = sorted(basis["wijk"].unique())
    vensters = sorted(set(zip(basis["van"], basis["tot"], strict=True)))
    per_indeling = basis.groupby("indeling")
    cats = {str(naam): sorted(deel["categorie"].unique()) for naam, deel in per_indeling}
    rooster = Rooster(stelsel, edities, cats, wijken, vensters, {}, {})
    places = {venster: nummer for nummer, venster in enumerate(vensters)}
    for key, deel in basis.groupby(["feit", "kolom", "indeling"]):
        feit, kolom, indeling = (str(item) for item in key)
        array = np.full((len(cats[indeling]), *rooster.shape), -1, dtype=np.int64)
        ids = stelsel.add_getallen(deel["exact"].to_numpy(float, na_value=np.nan))
        array[
            [cats[indeling].index(item) for item in deel["categorie"]],
            [wijken.index(item) for item in deel["wijk"]],
            [places[item] for item in zip(deel["van"], deel["tot"], strict=True)],
            deel["editie"].to_numpy(),
        ] = ids
        rooster.arrays[(feit, kolom, indeling)] = array
        cellen.loc[deel.index, "id"] = ids
    return rooster


def _add_rest(rooster: Rooster, naam: str, parts: Ids, whole: Ids, is_nul: bool) -> None:
    """whole - sum(parts, over axis 0) = a rest of 0 or more, itself a count of persons."""
    stelsel = rooster.stelsel
    terms = [whole, *parts]
    exact = stelsel.value([1] + [-1] * len(parts), terms)
    exists = (whole >= 0) & (parts >= 0).any(axis=0)
    rest = np.zeros(whole.shape, np.int64)
    if not is_nul:
        rest[exists] = stelsel.add_getallen(exact[exists])
        rooster.bedacht.update(dict.fromkeys(rest[exists].tolist(), naam))
    keep = [np.where(exists, term, -1) for term in (whole, *parts)]
    stelsel.add(naam, [1] + [-1] * len(parts) + [-1], [*keep, rest], 0, 0)


def add_splits(rooster: Rooster, zonder_rest: Callable[[int, str, str], bool]) -> None:
    """Categories add up to their wijk, with a rest for the unknown where there can be one."""
    for (feit, kolom, indeling), parts in list(rooster.arrays.items()):
        whole = rooster.ids(feit, kolom, "geen")
        if indeling == "geen" or not (whole >= 0).any():
            continue
        for nummer in range(len(rooster.edities)):
            _add_rest(
                rooster,
                f"{feit}.{kolom}: {indeling} samen",
                parts[..., nummer],
                whole[0, ..., nummer],
                zonder_rest(nummer, feit, indeling),
            )


def add_binnen(rooster: Rooster) -> None:
    """A teller lies within its noemer; what is left over counts persons as well."""
    for feit, pairs in BINNEN.items():
        for indeling in rooster.indelingen:
            for klein, groot in pairs:
                small, large = (rooster.ids(feit, kolom, indeling) for kolom in (klein, groot))
                _add_rest(rooster, f"{feit}: {groot} min {klein}", small[None], large, False)


def add_rijp(rooster: Rooster) -> None:
    """Every unit of an old window is ripe, none of a young one."""
    for (feit, rijp, alle), dagen in RIJP.items():
        for indeling in rooster.indelingen:
            some, every = rooster.ids(feit, rijp, indeling), rooster.ids(feit, alle, indeling)
            for plaats, (van, tot) in enumerate(rooster.vensters):
                for nummer, editie in enumerate(rooster.edities):
                    een, allen = some[:, :, plaats, nummer], every[:, :, plaats, nummer]
                    if (editie.datastand - tot).days >= dagen:
                        rooster.stelsel.add(f"{feit}: rijp", [1, -1], [een, allen], 0, 0, nodig=2)
                    elif (editie.datastand - van).days < dagen:
                        rooster.stelsel.restrict(f"{feit}: rijp", een, 0, 0)


def add_stromen(rooster: Rooster) -> None:
    """The quarters of a flow add up to their year."""
    for feit, kolommen in STROOM.items():
        for kolom in kolommen:
            for indeling in rooster.indelingen:
                ids = rooster.ids(feit, kolom, indeling)
                for jaar, kwartalen in rooster.jaren():
                    parts = [ids[:, :, plaats] for plaats in kwartalen]
                    rooster.stelsel.add(
                        f"{feit}.{kolom}: kwartalen samen",
                        [1, -1, -1, -1, -1],
                        [ids[:, :, jaar], *parts],
                        *(0, 0, 5),
                    )
