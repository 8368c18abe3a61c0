"""Identities between facts, over the years of persons, and from one edition to the next."""

from typing import Any

import numpy as np
import pandas as pd

from tests.lib.aanvaller.regels import MEDISCH, Rooster
from tests.lib.aanvaller.stelsel import VEEL, Ids

PERSONEN = (  # counts on a window: at least its last quarter, at most its quarters together
    ("in_zorg", "in_zorg", True),
    ("in_zorg", "heeft_verblijf", False),
    ("in_zorg", "is_eigen_inzet", None),  # only the upper bound holds
    ("traject_actief", "loopt", True),
)
KLEINER = (  # (feit, kolom) <= (feit, kolom) in the same wijk, window and category
    ("in_zorg", "in_zorg", "traject_actief", "loopt", False),
    ("op_peildatum", "in_zorg", "in_zorg", "in_zorg", True),
    ("op_peildatum", "aantal_trajecten", "traject_actief", "loopt", True),
    ("zorgperiode_begonnen", "begonnen", "traject_begonnen", "begonnen", False),
    ("zorgperiode_beeindigd", "beeindigd", "traject_beeindigd", "beeindigd", False),
)


def add_verbanden(rooster: Rooster) -> None:
    """The same unit counted in several facts."""
    stelsel, ids = rooster.stelsel, rooster.ids
    kwartaal = ~rooster.is_jaar()
    for indeling in rooster.indelingen:
        einde = ids("traject_actief", "is_einde", indeling)
        for feit, kolom, groter, groot, op_kwartaal in KLEINER:
            small, large = ids(feit, kolom, indeling), ids(groter, groot, indeling)
            if op_kwartaal:
                small, large = small[:, :, kwartaal], large[:, :, kwartaal]
            stelsel.add(f"{feit}.{kolom} in {groter}", [1, -1], [large, small], nodig=2)
        loopt = ids("traject_actief", "loopt", indeling)
        peil = {k: ids("op_peildatum", k, indeling) for k in ("in_zorg", "is_gestapeld")}
        tegelijk = ids("op_peildatum", "aantal_trajecten", indeling)
        terms = [tegelijk, peil["in_zorg"], peil["is_gestapeld"]]
        stelsel.add("stapels tellen dubbel", [1, -1, -1], terms, nodig=3)
        over = [item[:, :, kwartaal] for item in (tegelijk, loopt, einde)]
        stelsel.add("wat doorloopt is er nog", [1, -1, 1], over, nodig=3)
        weg = [peil["in_zorg"], ids("in_zorg", "in_zorg", indeling), einde]
        stelsel.add("wie weg is, is gestopt", [1, -1, 1], [i[:, :, kwartaal] for i in weg], nodig=3)
        _add_hulp(rooster, indeling)
        _add_terugval(rooster, indeling)
        _add_wachten(rooster, indeling)
    _add_codes(rooster)


def _add_hulp(rooster: Rooster, indeling: str) -> None:
    ids, stelsel = rooster.ids, rooster.stelsel
    zorg = [ids("in_zorg", k, indeling) for k in ("in_zorg", "heeft_verblijf", "is_eigen_inzet")]
    stelsel.add("verblijf is niet alleen wijkteam", [1, -1, -1], zorg, nodig=3)
    gestopt = [ids("traject_beeindigd", "beeindigd", indeling)]
    gestopt += [ids("traject_beeindigd", "is_doorstroom", indeling)]
    gestopt += [ids("zorgperiode_beeindigd", "beeindigd", indeling)]
    stelsel.add("doorstroom is geen einde van zorg", [1, -1, -1], gestopt, nodig=3)
    uitkomst = [
        ids("traject_beeindigd", k, indeling)
        for k in ("heeft_uitkomst", "is_volgens_plan", "is_uitval")
    ]
    stelsel.add("volgens plan of uitval", [1, -1, -1], uitkomst, 0, 0, nodig=3)


def _add_terugval(rooster: Rooster, indeling: str) -> None:
    for kort, lang in ((90, 180), (180, 365)):
        terms = [
            rooster.ids("zorgperiode_beeindigd", kolom, indeling)
            for kolom in (
                *(f"is_terugval_{lang}", f"is_terugval_{kort}"),
                *(f"is_rijp_{lang}", f"is_rijp_{kort}"),
            )
        ]
        rooster.stelsel.add(f"terugval {kort} in {lang}", [1, -1, -1, 1], terms, nodig=4)


def _add_wachten(rooster: Rooster, indeling: str) -> None:
    ids, stelsel = rooster.ids, rooster.stelsel
    wacht = [
        ids("aanmelding_wachtend", k, indeling)
        for k in ("wachtend", "zonder_overbrugging", "met_overbrugging")
    ]
    stelsel.add("met en zonder overbrugging", [1, -1, -1], wacht, 0, 0, nodig=3)
    maak = {
        k: ids("aanmelding_gemaakt", k, indeling)
        for k in ("aangemeld", "is_start", "is_terugwerkend", "is_rijp", "telt_voor_norm")
    }
    norm = [maak["aangemeld"], maak["telt_voor_norm"], maak["is_rijp"], maak["is_start"]]
    stelsel.add("uit de norm is niet gestart", [1, 1, -1, -1], norm, nodig=4)
    terug = [ids("aanmelding_gemaakt", "is_binnen_norm", indeling), maak["is_terugwerkend"]]
    terug += [maak["aangemeld"], maak["is_rijp"]]
    stelsel.add("terugwerkend is binnen de norm", [1, -1, 1, -1], terug, nodig=4)


def _add_codes(rooster: Rooster) -> None:
    """What the codes of reden, verwijzer and hulpvorm say about other counts."""
    ids, stelsel, cats = rooster.ids, rooster.stelsel, rooster.cats

    def one(feit: str, kolom: str, indeling: str, code: str) -> Ids:
        array = ids(feit, kolom, indeling)
        known = cats.get(indeling, [])
        leeg: Ids = np.full(rooster.shape, -1)
        return array[known.index(code)] if code in known else leeg

    for kolom, codes in (
        ("is_volgens_plan", ("31", "39")),
        ("is_uitval", ("32", "33", "34", "35")),
    ):
        parts = [one("traject_beeindigd", "beeindigd", "reden", code) for code in codes]
        keep = (np.stack(parts) >= 0).any(axis=0)
        whole = np.where(keep, ids("traject_beeindigd", kolom, "geen")[0], -1)
        stelsel.add(f"{kolom} uit redenen", [1] + [-1] * len(parts), [whole, *parts], 0, 0)
    for code in cats.get("verwijzer", []):
        alle = one("traject_begonnen", "begonnen", "verwijzer", code)
        medisch = one("traject_begonnen", "is_medisch", "verwijzer", code)
        bekend = one("traject_begonnen", "heeft_verwijzer", "verwijzer", code)
        if code in MEDISCH:
            stelsel.add("medisch uit verwijzers", [1, -1], [alle, medisch], 0, 0, nodig=2)
        if code != "99":
            stelsel.add("bekend uit verwijzers", [1, -1], [alle, bekend], 0, 0, nodig=2)
    medisch_parts = [one("traject_begonnen", "begonnen", "verwijzer", code) for code in MEDISCH]
    keep = (np.stack(medisch_parts) >= 0).any(axis=0)
    whole = np.where(keep, ids("traject_begonnen", "is_medisch", "geen")[0], -1)
    stelsel.add("medisch uit verwijzers", [1, -1, -1, -1], [whole, *medisch_parts], 0, 0)
    eigen = ids("in_zorg", "is_eigen_inzet", "geen")[0]
    wijkteam = one("traject_actief", "loopt", "hulpvorm", "01")
    stelsel.add("eigen inzet is hulpvorm 01", [1, -1], [wijkteam, eigen], nodig=2)


def add_jaren(rooster: Rooster) -> None:
    """Who is counted in the last quarter is counted in the year; a year is at most its quarters."""
    for feit, kolom, telt in PERSONEN:
        for indeling in rooster.indelingen:
            ids = rooster.ids(feit, kolom, indeling)
            for jaar, kwartalen in rooster.jaren():
                year, parts = ids[:, :, jaar], [ids[:, :, plaats] for plaats in kwartalen]
                if telt is not None:
                    terms = [year, parts[-1]]
                    rooster.stelsel.add(
                        f"{feit}.{kolom}: laatste kwartaal", [1, -1], terms, nodig=2
                    )
                if telt is not False:
                    terms, signs = [*parts, year], [1, 1, 1, 1, -1]
                    rooster.stelsel.add(f"{feit}.{kolom}: hooguit", signs, terms, nodig=5)
                    _add_overlap(rooster, f"{feit}.{kolom}: overlap", ids, jaar)
    for indeling in rooster.indelingen:
        ids = rooster.ids("in_zorg", "is_gezinsgericht", indeling)
        for jaar, kwartalen in rooster.jaren():
            terms = [ids[:, :, jaar], ids[:, :, kwartalen[-1]]]
            rooster.stelsel.add("gezinsgericht: laatste kwartaal", [1, -1], terms, nodig=2)


def _add_overlap(rooster: Rooster, naam: str, ids: Ids, jaar: int) -> None:
    """Who is counted in a year is counted in an older one it overlaps, or in a quarter after it."""
    van, tot = rooster.vensters[jaar]
    for ander, (begin, eind) in enumerate(rooster.vensters):
        if not (rooster.is_jaar()[ander] and begin <= van <= eind < tot):
            continue
        later = [
            plaats
            for plaats, (eerste, laatste) in enumerate(rooster.vensters)
            if not rooster.is_jaar()[plaats] and eerste > eind and laatste <= tot
        ]
        terms = [ids[:, :, ander], *(ids[:, :, plaats] for plaats in later), ids[:, :, jaar]]
        rooster.stelsel.add(naam, [1] * (len(terms) - 1) + [-1], terms, nodig=len(terms))


def add_stad(rooster: Rooster) -> None:
    """Files counted per quarter for the whole city: a sum over all wijken with known rounding."""
    plaats = {
        van: nummer for nummer, (van, tot) in enumerate(rooster.vensters) if (tot - van).days < 100
    }
    for nummer, editie in enumerate(rooster.edities):
        tabel = editie.tabel("rijen_per_kwartaal")
        if tabel is None:
            continue
        for bestand, feit, kolom in (
            ("aanmelding", "aanmelding_gemaakt", "aangemeld"),
            ("toewijzing", "toewijzing_ingegaan", "ingegaan"),
            ("traject", "traject_begonnen", "begonnen"),
        ):
            ids = rooster.ids(feit, kolom, "geen")[0]
            rows = tabel[tabel["bestand"] == bestand]
            for dag, aantal in zip(rows["kwartaal_datum"], rows["aantal_rijen"], strict=True):
                where = plaats.get(pd.Timestamp(dag).date())
                if where is None or pd.isna(aantal):
                    continue
                parts = [np.array([item]) for item in ids[:, where, nummer]]
                low, high = bounds_of(aantal, 100)
                onder = 0 if bestand == "traject" else low  # rows of one traject are merged
                rooster.stelsel.add(f"rijen {bestand}", [1] * len(parts), parts, onder, high)


SAMENGEVOEGD = "samengevoegd_per_kwartaal"
GROF = 100  # counts of whole files: 1..99 hidden, the rest in hundreds


def add_samengevoegd(rooster: Rooster) -> None:
    """Ends that merging took away, per rule and quarter of the whole city.

    A row that is not there is none, so a hidden one is 1 to 99. Each is a row of the file traject
    that became part of another: the rows are those of the trajecten that began and these. Between
    two editions the difference is a count of ends too.
    """
    stelsel, vorige = rooster.stelsel, dict[tuple[str, str], int]()
    for nummer, editie in enumerate(rooster.edities):
        tabel, exact = editie.tabel(SAMENGEVOEGD), editie.tabel(SAMENGEVOEGD, "intern")
        if tabel is None or exact is None:
            continue
        sleutel = ["regel", "kwartaal_datum"]
        rows = tabel.merge(exact, on=sleutel, suffixes=("", "_exact"), validate="1:1")
        assert len(rows) == len(exact), "the openbaar table has the rows of the intern one"
        ids = stelsel.add_getallen(rows["aantal_einden_exact"].to_numpy(float))
        getoond = rows["aantal_einden"].to_numpy(float, na_value=np.nan)
        hidden = np.isnan(getoond)
        stelsel.restrict("samengevoegd, verborgen", ids[hidden], 1, GROF - 1)
        low, high = bounds_of(getoond[~hidden], GROF)
        stelsel.restrict("samengevoegd", ids[~hidden], np.maximum(low, GROF), high)
        keys = [(str(regel), str(dag)) for regel, dag in rows[sleutel].itertuples(index=False)]
        nu = dict(zip(keys, ids.tolist(), strict=True))
        for key, nummer_nu in nu.items():
            rooster.bedacht[nummer_nu] = f"samengevoegd: {' '.join(key)}"
            if key in vorige:
                verschil = stelsel.exact[nummer_nu] - stelsel.exact[vorige[key]]
                [item] = stelsel.add_getallen(np.array([verschil]), -VEEL)
                rooster.bedacht[int(item)] = f"verschil: #{nummer_nu} min #{vorige[key]}"
                terms = [np.array([i]) for i in (nummer_nu, vorige[key], item)]
                stelsel.add("verschil", [1, -1, -1], terms, 0, 0, nodig=3)
        vorige = nu
        _add_rows_of_traject(rooster, nummer, ids)


def _add_rows_of_traject(rooster: Rooster, nummer: int, ids: Ids) -> None:
    """What began and what was merged together are no more than the rows of the file."""
    tabel = rooster.edities[nummer].tabel("rijen_per_kwartaal")
    if tabel is None or not ids.size:
        return
    rijen = tabel.loc[tabel["bestand"] == "traject", "aantal_rijen"].to_numpy(float)
    most = np.where(np.isnan(rijen), GROF - 1, bounds_of(np.nan_to_num(rijen), GROF)[1]).sum()
    begonnen = rooster.ids("traject_begonnen", "begonnen", "geen")[0][:, ~rooster.is_jaar(), nummer]
    parts = [np.array([item]) for item in (*ids.tolist(), *begonnen.ravel().tolist())]
    rooster.stelsel.add("rijen van trajecten", [1] * len(parts), parts, 0, int(most))


def bounds_of(getoond: Any, basis: Any) -> tuple[Any, Any]:
    """Whole numbers that are shown as this: halves are rounded up; 0 is 0, the rest at least 10."""
    waarde = np.asarray(getoond, float)
    low = np.ceil(waarde - basis / 2)
    high = np.ceil(waarde + basis / 2) - 1
    nul = waarde == 0
    return np.where(nul, 0, np.maximum(low, 10)), np.where(nul, 0, np.maximum(high, 0))


__all__ = ["VEEL", "add_jaren", "add_samengevoegd", "add_stad", "add_verbanden", "bounds_of"]
