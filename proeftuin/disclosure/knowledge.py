"""What links base cells: the identities and orders an attacker knows from the definitions.

The tables of relations name a count `feit.kolom`, as in the facts (proeftuin/facts/). A base cell
is one count: kolom x indeling x categorie x wijk x venster. Every link is written as an equality
with a rest of its own, `sum of coefficient x cell = rest`, rest >= 0; where the rest is nothing by
definition it is left out. A rest is a number about children too (who is in the noemer but not in
the teller, whose hulpvorm is unknown), so the audit bounds it like a cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from proeftuin.disclosure.keys import Keys
from proeftuin.measure import CEL
from proeftuin.vocabulary import KWARTAAL

# The same count under two names: the second name is read as the first.
ZELFDE = {
    "traject_actief.is_einde": "traject_beeindigd.beeindigd",
    "kosten.in_zorg": "in_zorg.in_zorg",
    "uitkomst_gemeten.beeindigd": "traject_beeindigd.beeindigd",
}
# Each a number of units, so never below 0.
RESTEN: tuple[str, ...] = (
    "in_zorg.in_zorg - in_zorg.heeft_verblijf - in_zorg.is_eigen_inzet",
    "in_zorg.in_zorg - in_zorg.heeft_verblijf",
    "in_zorg.in_zorg - in_zorg.is_eigen_inzet",
    "in_zorg.heeft_verblijf - in_zorg.is_gezinsgericht",
    "in_zorg.in_zorg - op_peildatum.in_zorg",
    "traject_actief.loopt - in_zorg.in_zorg",
    "traject_beeindigd.beeindigd + op_peildatum.in_zorg - in_zorg.in_zorg",
    "op_peildatum.in_zorg - op_peildatum.is_gestapeld",
    "op_peildatum.aantal_trajecten - op_peildatum.in_zorg - op_peildatum.is_gestapeld",
    "traject_actief.loopt - traject_beeindigd.beeindigd",
    "traject_actief.loopt - op_peildatum.aantal_trajecten",
    "op_peildatum.aantal_trajecten + traject_beeindigd.beeindigd - traject_actief.loopt",
    "traject_begonnen.begonnen - traject_begonnen.is_einde",
    "traject_begonnen.begonnen - traject_begonnen.heeft_voorganger",
    "traject_begonnen.begonnen - traject_begonnen.is_rijp_cohort",
    "traject_begonnen.begonnen - traject_begonnen.heeft_verwijzer",
    "traject_begonnen.begonnen - zorgperiode_begonnen.begonnen",
    "traject_begonnen.heeft_verwijzer - traject_begonnen.is_medisch",
    "traject_beeindigd.beeindigd - traject_beeindigd.is_doorstroom",
    "traject_beeindigd.beeindigd - traject_beeindigd.is_doorstroom"
    " - zorgperiode_beeindigd.beeindigd",
    "traject_beeindigd.beeindigd - traject_beeindigd.heeft_uitkomst",
    "traject_beeindigd.beeindigd - uitkomst_gemeten.heeft_antwoord",
    "uitkomst_gemeten.heeft_antwoord - uitkomst_gemeten.heeft_nut",
    "uitkomst_gemeten.heeft_antwoord - uitkomst_gemeten.heeft_vervolg",
    "uitkomst_gemeten.heeft_nut + uitkomst_gemeten.heeft_vervolg - uitkomst_gemeten.heeft_antwoord",
    "uitkomst_gemeten.heeft_vervolg - uitkomst_gemeten.is_zonder_hulp",
    "zorgperiode_beeindigd.is_rijp_90 - zorgperiode_beeindigd.is_rijp_180",
    "zorgperiode_beeindigd.is_rijp_180 - zorgperiode_beeindigd.is_rijp_365",
    "zorgperiode_beeindigd.is_rijp_90 - zorgperiode_beeindigd.is_terugval_90",
    "zorgperiode_beeindigd.is_rijp_180 - zorgperiode_beeindigd.is_terugval_180",
    "zorgperiode_beeindigd.is_rijp_365 - zorgperiode_beeindigd.is_terugval_365",
    "zorgperiode_beeindigd.is_terugval_180 + zorgperiode_beeindigd.is_rijp_90"
    " - zorgperiode_beeindigd.is_terugval_90 - zorgperiode_beeindigd.is_rijp_180",
    "zorgperiode_beeindigd.is_terugval_365 + zorgperiode_beeindigd.is_rijp_180"
    " - zorgperiode_beeindigd.is_terugval_180 - zorgperiode_beeindigd.is_rijp_365",
    "aanmelding_gemaakt.aangemeld - aanmelding_gemaakt.is_start",
    "aanmelding_gemaakt.is_rijp - aanmelding_gemaakt.telt_voor_norm",
    "aanmelding_gemaakt.aangemeld - aanmelding_gemaakt.telt_voor_norm",
    "aanmelding_gemaakt.telt_voor_norm - aanmelding_gemaakt.is_binnen_norm",
    "aanmelding_gemaakt.is_start - aanmelding_gemaakt.is_binnen_norm",
    "aanmelding_gemaakt.is_start - aanmelding_gemaakt.is_terugwerkend",
    "aanmelding_gemaakt.aangemeld + aanmelding_gemaakt.telt_voor_norm"
    " - aanmelding_gemaakt.is_rijp - aanmelding_gemaakt.is_start",
    "aanmelding_gemaakt.is_binnen_norm + aanmelding_gemaakt.aangemeld"
    " - aanmelding_gemaakt.is_rijp - aanmelding_gemaakt.is_terugwerkend",
    "toewijzing_ingegaan.ingegaan - toewijzing_ingegaan.heeft_segment",
    "toewijzing_ingegaan.ingegaan - toewijzing_ingegaan.is_zonder_einddatum",
    "toewijzing_ingegaan.heeft_segment - toewijzing_ingegaan.is_licht_midden",
    "toewijzing_geeindigd.geeindigd - toewijzing_geeindigd.is_rijp",
    "voorveld.noemer - voorveld.teller",
)
# Who is too young to count yet: the state of the figure tells whether there is anybody.
RIJPHEID: tuple[str, ...] = (
    "zorgperiode_beeindigd.beeindigd - zorgperiode_beeindigd.is_rijp_90",
    "zorgperiode_beeindigd.beeindigd - zorgperiode_beeindigd.is_rijp_180",
    "zorgperiode_beeindigd.beeindigd - zorgperiode_beeindigd.is_rijp_365",
    "aanmelding_gemaakt.aangemeld - aanmelding_gemaakt.is_rijp",
)
SOMMEN: tuple[str, ...] = (
    "traject_beeindigd.heeft_uitkomst - traject_beeindigd.is_volgens_plan"
    " - traject_beeindigd.is_uitval",
    "aanmelding_wachtend.wachtend - aanmelding_wachtend.met_overbrugging"
    " - aanmelding_wachtend.zonder_overbrugging",
)
# The same number within one split: who has this verwijzer has a verwijzer, known or medical.
ZELFDE_PER_VERWIJZER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("traject_begonnen.heeft_verwijzer", ("01", "02", "03", "04", "05", "06", "08")),
    ("traject_begonnen.is_medisch", ("02", "03", "05")),
)
# Counts of one reden or verwijzer stand in two places: the split of the whole, and a kolom.
SOM_VAN_CATEGORIEEN: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "traject_beeindigd.is_volgens_plan",
        "traject_beeindigd.beeindigd",
        "reden",
        ("31", "39"),
    ),
    (
        "traject_beeindigd.is_uitval",
        "traject_beeindigd.beeindigd",
        "reden",
        ("32", "33", "34", "35"),
    ),
    (
        "traject_begonnen.is_medisch",
        "traject_begonnen.begonnen",
        "verwijzer",
        ("02", "03", "05"),
    ),
)
# Whose every traject is wijkteam's own has one of those trajecten, counted in the same wijk.
HOOGSTENS_CATEGORIEEN: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("in_zorg.is_eigen_inzet", "traject_actief.loopt", "hulpvorm", ("01",)),
)
# Who is counted in the last quarter of a window is counted in the window.
LAATSTE_KWARTAAL = (
    *("in_zorg.in_zorg", "in_zorg.heeft_verblijf", "in_zorg.is_gezinsgericht"),
    "traject_actief.loopt",
)
# Who is counted in a window is counted in one of its quarters.
EEN_KWARTAAL = ("in_zorg.in_zorg", "in_zorg.is_eigen_inzet", "traject_actief.loopt")
STROMEN = (
    *("zorgperiode_begonnen", "zorgperiode_beeindigd", "traject_begonnen", "traject_beeindigd"),
    *("aanmelding_gemaakt", "toewijzing_ingegaan", "toewijzing_geeindigd", "casus_afgerond"),
    *("ervaring_antwoord", "uitkomst_gemeten"),
)


Getallen = NDArray[np.float64]
Gehelen = NDArray[np.int64]
GEEN = "geen"
PLAATS = CEL[1:]  # a cell without its kolom


@dataclass(frozen=True)
class Links:
    """Equalities `sum of factor x cell = rest`: three equally long arrays, and the rests.

    rij, cel, factor: one entry per cell of a link. rest: per link the true rest; low and high:
    what an attacker knows of it beforehand (0 and 0 where nothing can be left, high inf where
    anything can). There are those of every edition, so what is small takes little room.
    """

    rij: NDArray[np.int32]
    cel: NDArray[np.int32]
    factor: NDArray[np.float32]
    rest: Getallen
    low: NDArray[np.float32]
    high: NDArray[np.float32]


@dataclass
class _Builder:
    """Collects links; `add` takes the cells of some links in long form."""

    exact: Getallen
    onrijp: NDArray[np.bool_]
    keys: Keys
    parts: list[tuple[Gehelen, Gehelen, Getallen]] = field(default_factory=list)
    rests: list[Getallen] = field(default_factory=list)
    lows: list[Getallen] = field(default_factory=list)
    highs: list[Getallen] = field(default_factory=list)
    count: int = 0

    def columns(self) -> tuple[list[Getallen], list[Getallen], list[Getallen]]:
        """What stands per link: rest, low and high."""
        return self.rests, self.lows, self.highs

    def add(self, rij: Gehelen, cel: Gehelen, factor: Getallen, soort: str) -> None:
        """Links numbered 0.. in rij; those the exact numbers break are left out."""
        if not len(rij):
            return
        total = int(rij.max()) + 1
        rest = np.bincount(rij, factor * self.exact[cel], total).astype(float)
        holds = rest >= 0 if soort != SOM else rest == 0
        number = np.cumsum(holds) - 1 + self.count
        kept = holds[rij]
        self.parts.append((number[rij[kept]], cel[kept], factor[kept]))
        self.rests.append(rest[holds])
        free = np.full(total, soort == ORDE) | ((soort == VERDELING) & (rest > 0))
        lowest = np.zeros(total)
        if soort == VERDELING:  # a row shown as "x of y old enough" says that the rest is no 0
            np.maximum.at(lowest, rij, np.where(self.onrijp[cel] & (factor < 0), 1.0, 0.0))
            lowest = np.minimum(lowest, rest)
        self.lows.append(lowest[holds])
        self.highs.append(np.where(free, np.inf, 0.0)[holds])
        self.count += int(holds.sum())


# ORDE: a rest of its own. SOM: nothing left. VERDELING: nothing left where nothing is left in
# truth, because an attacker may guess that every category is known.
ORDE, SOM, VERDELING = "orde", "som", "verdeling"


def find_links(cells: pd.DataFrame) -> Links:
    """Every link between the base cells of one publish.

    cells: columns kolom, PLAATS, exact and is_onrijp, one row per base cell, index 0..n-1. A link
    that the exact numbers break (a nulmeting frozen before a correction) is no knowledge and is
    left out.
    """
    exact, onrijp = cells["exact"].to_numpy(float), cells["is_onrijp"].to_numpy(bool)
    builder = _Builder(exact, onrijp, Keys(cells, ("kolom", *PLAATS)))
    _add_kolommen(builder, cells)
    _add_categorieen(builder)
    _add_vensters(builder, cells)
    parts = builder.parts or [(np.zeros(0, int), np.zeros(0, int), np.zeros(0))]
    rij, cel, factor = (np.concatenate([part[place] for part in parts]) for place in range(3))
    rest, *known = (np.concatenate([*column, np.zeros(0)]) for column in builder.columns())
    return Links(
        rij.astype(np.int32),
        cel.astype(np.int32),
        factor.astype(np.float32),
        rest,
        *(column.astype(np.float32) for column in known),
    )


def _add_kolommen(builder: _Builder, cells: pd.DataFrame) -> None:
    """Links between several counts of the same place."""
    index = pd.MultiIndex.from_frame(cells[["kolom", *PLAATS]])
    number = pd.Series(np.arange(len(cells)), index=index)
    wide = number.unstack("kolom", fill_value=-1)
    for soort, relations in ((ORDE, RESTEN), (VERDELING, RIJPHEID), (SOM, SOMMEN)):
        for relation in relations:
            names, signs = _read(relation)
            if not set(names) <= set(wide.columns):
                continue
            members = wide[names].to_numpy()
            members = members[(members >= 0).all(axis=1)]
            rij = np.repeat(np.arange(len(members)), members.shape[1])
            builder.add(rij, members.ravel(), np.tile(signs, len(members)), soort)


def _read(relation: str) -> tuple[list[str], Getallen]:
    """Names and signs of "a + b - c"."""
    words = ["+", *relation.split()]
    return words[1::2], np.array([1.0 if sign == "+" else -1.0 for sign in words[::2]])


def _add_categorieen(builder: _Builder) -> None:
    """A cell without a split is the sum of its categories and of who falls in none."""
    keys = builder.keys
    whole: dict[str, object] = {"indeling": GEEN, "categorie": ""}
    split = np.flatnonzero(keys.where("indeling", keys.levels["indeling"] != GEEN))
    groups = keys.group(split, ("kolom", "indeling", "wijk", "venster", "van", "tot"))
    _add_sums(builder, split, groups, whole, VERDELING)
    for soort, sign, table in (
        (SOM, 1.0, SOM_VAN_CATEGORIEEN),
        (ORDE, -1.0, HOOGSTENS_CATEGORIEEN),
    ):
        for kolom, source, indeling, categorieen in table:
            chosen = _of_categorieen(keys, source, indeling, categorieen)
            groups = keys.group(chosen, ("wijk", "venster", "van", "tot"))
            _add_sums(builder, chosen, groups, {"kolom": kolom, **whole}, soort, sign)
    for kolom, categorieen in ZELFDE_PER_VERWIJZER:
        chosen = _of_categorieen(keys, kolom, "verwijzer", categorieen)
        same: dict[str, object] = {"kolom": "traject_begonnen.begonnen"}
        _add_sums(builder, chosen, np.arange(len(chosen)), same, SOM)


def _of_categorieen(keys: Keys, kolom: str, indeling: str, categorieen: tuple[str, ...]) -> Gehelen:
    """The cells of one kolom in some categories of one split."""
    return np.flatnonzero(
        keys.where("kolom", keys.levels["kolom"] == kolom)
        & keys.where("indeling", keys.levels["indeling"] == indeling)
        & keys.where("categorie", keys.levels["categorie"].isin(categorieen))
    )


REEKS = ("kolom", "indeling", "categorie", "wijk")  # what a window and its quarters share


def _add_vensters(builder: _Builder, cells: pd.DataFrame) -> None:
    """Quarters of a flow add up to their window; the last quarter of a window lies within it."""
    keys, kolommen = builder.keys, builder.keys.levels["kolom"]
    is_quarter = keys.where("venster", keys.levels["venster"] == KWARTAAL)
    flows = is_quarter & keys.where("kolom", [k.split(".")[0] in STROMEN for k in kolommen])
    standing = is_quarter & keys.where("kolom", kolommen.isin(LAATSTE_KWARTAAL))
    counted = is_quarter & keys.where("kolom", kolommen.isin(EEN_KWARTAAL))
    named = cells.loc[~is_quarter, ["venster", "van", "tot"]].drop_duplicates()
    for venster, van, tot in named.itertuples(index=False):
        whole: dict[str, object] = {"venster": venster, "van": van, "tot": tot}
        within = keys.where("van", keys.levels["van"] >= van)
        within &= keys.where("tot", keys.levels["tot"] <= tot)
        inside = np.flatnonzero(flows & within)
        _add_sums(builder, inside, keys.group(inside, REEKS), whole, SOM)
        last = np.flatnonzero(standing & keys.where("tot", keys.levels["tot"] == tot))
        groups = np.arange(len(last))
        _add_sums(builder, last, groups, {"venster": venster, "van": van}, ORDE)
        inside = np.flatnonzero(counted & within)
        _add_sums(builder, inside, keys.group(inside, REEKS), whole, ORDE, -1.0)
    _add_overlap(builder, is_quarter, list(named.itertuples(index=False, name=None)))


Venster = tuple[str, date, date]


def _add_overlap(builder: _Builder, is_quarter: NDArray[np.bool_], named: list[Venster]) -> None:
    """Who is counted in a year is counted in one that overlaps its begin, or in a quarter after.

    The last day that decides over the wijk lies in the older year, and is then its last day too, or
    in a quarter that ends after it.
    """
    keys = builder.keys
    tots = keys.levels["tot"]
    counted = keys.where("kolom", keys.levels["kolom"].isin(EEN_KWARTAAL))
    for venster, van, tot in named:
        for other, first, last in named:
            if not first <= van <= last < tot:
                continue
            after = is_quarter & keys.where("tot", (tots > last) & (tots <= tot))
            older = keys.where("venster", keys.levels["venster"] == other)
            older &= keys.where("van", keys.levels["van"] == first)
            inside = np.flatnonzero(counted & (after | older))
            whole: dict[str, object] = {"venster": venster, "van": van, "tot": tot}
            _add_sums(builder, inside, keys.group(inside, REEKS), whole, ORDE, -1.0)


def _add_sums(
    builder: _Builder,
    members: Gehelen,
    group: Gehelen,
    whole: Mapping[str, object],
    soort: str,
    sign: float = 1.0,
) -> None:
    """Links sign * (whole - members) = rest; whole: how the names of a whole differ from those of
    its members, group: of every member.
    """
    known = builder.keys.find_beside(members, whole)
    found = known >= 0
    numbers, group = np.unique(group[found], return_inverse=True)
    parent = np.zeros(len(numbers), np.int64)
    parent[group] = known[found]
    builder.add(
        np.concatenate([np.arange(len(numbers)), group]),
        np.concatenate([parent, members[found]]),
        sign * np.concatenate([np.ones(len(numbers)), -np.ones(len(group))]),
        soort,
    )
