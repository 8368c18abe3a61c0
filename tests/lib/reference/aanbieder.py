"""Second implementation of what is counted per aanbieder and per product, in plain loops.

Written from docs/definities.md (Aanbieders en zorgproducten), never from the SQL.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.lib.reference.eenheden import Wereld, actief, beeindigd
from tests.lib.reference.geld import geeindigd
from tests.lib.reference.personen import DAG, Row, join_stays, merge
from tests.lib.reference.prognose import end_of, last_traject_days
from tests.lib.reference.statistiek import Tafel
from tests.lib.reference.wachten import aangemeld

ALLEN = "totaal"


@dataclass
class Aanbiedertelling:
    """aantal: (maat, product, aanbieder) -> how many. aandeel: (slug, aanbieder) -> (teller,
    noemer, all). euro: (product, aanbieder) -> jeugdige -> euros, not of ALLEN together. duur:
    (slug, aanbieder) -> (days, ends, units). besteed: aanbieder -> jeugdige -> [assigned, declared]
    euros of toewijzingen that ended, not of ALLEN."""

    aantal: dict[tuple[str, str, str], int] = field(default_factory=lambda: defaultdict(int))
    aandeel: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    euro: dict[tuple[str, str], dict[str, float]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(float))
    )
    duur: dict[tuple[str, str], tuple[float, int, int]] = field(default_factory=dict)
    besteed: dict[str, dict[str, list[float]]] = field(default_factory=dict)


def count_aanbieders(wereld: Wereld, van: date, tot: date) -> Aanbiedertelling:
    """The Aanbiedertelling of one window."""
    telling = Aanbiedertelling()
    _count_trajecten(wereld, van, tot, telling)
    _count_returns(wereld, van, tot, telling)
    _count_products(wereld, van, tot, telling)
    _count_units(wereld, van, tot, telling)
    return telling


def _count_units(wereld: Wereld, van: date, tot: date, telling: Aanbiedertelling) -> None:
    """Shares and durations of trajecten and aanmeldingen, and euros, by the aanbieder of each."""
    ended, asked = beeindigd(wereld, van, tot), aangemeld(wereld, van, tot)
    for slug, units, teller, noemer in (
        ("doorstroom", ended, "doorstroom", "een"),
        ("volgens_plan", ended, "volgens_plan", "uitkomst"),
        ("binnen_norm", asked, "binnen", "telt"),
    ):
        for naam in (ALLEN, *{unit["aanbieder"] for unit in units}):
            own = [unit for unit in units if naam in (ALLEN, unit["aanbieder"])]
            sums = [sum(unit[kolom] for unit in own) for kolom in (teller, noemer, "een")]
            telling.aandeel[slug, naam] = sums
    regels = wereld.regels
    for slug, units, horizon in (
        ("trajectduur", actief(wereld, van, tot), regels.horizon_trajectduur),
        ("wachttijd", asked, regels.horizon_wachttijd),
    ):
        for naam in (ALLEN, *{unit["aanbieder"] for unit in units}):
            levens = [unit["leven"] for unit in units if naam in (ALLEN, unit["aanbieder"])]
            ends = sum(1 for leven in levens if leven[2])
            telling.duur[slug, naam] = (Tafel(levens).rmst(horizon)[0], ends, len(levens))
    for unit in geeindigd(wereld, van, tot):
        spent = telling.besteed.setdefault(unit["aanbieder"], {})
        pair = spent.setdefault(unit["jeugdige"], [0.0, 0.0])
        pair[0] += unit["bedrag"]
        pair[1] += unit["gedeclareerd"]


def _count_trajecten(wereld: Wereld, van: date, tot: date, telling: Aanbiedertelling) -> None:
    gat = wereld.regels.zorgperiode_gat
    for persoon in wereld.personen.values():
        by = {traject.aanbieder for traject in persoon.trajecten}
        groups = [(naam, [t for t in persoon.trajecten if t.aanbieder == naam]) for naam in by]
        for naam, trajecten in [*groups, (ALLEN, persoon.trajecten)]:
            if any(t.begin <= tot and (t.eind is None or t.eind >= van) for t in trajecten):
                telling.aantal["gebruik", "", naam] += 1
            for begin, eind in join_stays(trajecten, gat):
                telling.aantal["instroom", "", naam] += van <= begin <= tot
                telling.aantal["uitstroom", "", naam] += eind is not None and van <= eind <= tot
            for traject in trajecten:
                is_ended = traject.eind is not None and van <= traject.eind <= tot
                telling.aantal["trajecten_begonnen", "", naam] += van <= traject.begin <= tot
                telling.aantal["trajecten_beeindigd", "", naam] += is_ended


def _merged(wereld: Wereld) -> dict[str, list[Row]]:
    """jeugdige -> merged rows of traject, with their aanbieder and traject_id."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in wereld.levering.get("traject", []):
        key = (row["jeugdige_id"], row["aanbieder_id"], row["hulpvorm_code"])
        groups.setdefault(key, []).append(row)
    found: dict[str, list[Row]] = defaultdict(list)
    for (jeugdige, _, _), rows in groups.items():
        found[jeugdige] += merge(rows, wereld.regels)
    return found


def _count_returns(wereld: Wereld, van: date, tot: date, telling: Aanbiedertelling) -> None:
    merged = _merged(wereld)
    for naam, persoon in wereld.personen.items():
        perioden = join_stays(persoon.trajecten, wereld.regels.zorgperiode_gat)
        for nummer, (_, eind) in enumerate(perioden):
            if eind is None or not van <= eind <= tot:
                continue
            last = [row for row in merged[naam] if row["eind_datum"] == eind]
            last.sort(key=lambda row: (row["begin_datum"], row["traject_id"]))
            for slug, dagen in (("terugval", 365), ("terugval_180", 180), ("terugval_90", 90)):
                is_old = eind + timedelta(days=dagen) <= wereld.datastand
                is_back = nummer + 1 < len(perioden) and (
                    (perioden[nummer + 1][0] - eind).days <= dagen
                )
                for aanbieder in (last[-1]["aanbieder_id"], ALLEN):
                    counts = telling.aandeel[slug, aanbieder] or [0, 0, 0]
                    added = (int(is_old and is_back), int(is_old), 1)
                    telling.aandeel[slug, aanbieder] = [
                        een + ander for een, ander in zip(counts, added, strict=True)
                    ]


def _count_products(wereld: Wereld, van: date, tot: date, telling: Aanbiedertelling) -> None:
    last, product_of = last_traject_days(wereld), {}
    seen: set[tuple[str, str, str]] = set()
    for row in wereld.levering.get("toewijzing", []):
        product = row["productcategorie_code"] or "onbekend"
        product_of[row["toewijzing_id"]] = product
        if max(row["ingang_datum"], van) > min(end_of(row, wereld, last), tot):
            continue
        for aanbieder in (row["aanbieder_id"], ALLEN):
            telling.aantal["toewijzingen", product, aanbieder] += 1
            if (product, aanbieder, row["jeugdige_id"]) not in seen:
                seen.add((product, aanbieder, row["jeugdige_id"]))
                telling.aantal["jeugdigen", product, aanbieder] += 1
    for row in wereld.levering.get("declaratie", []):
        alle, binnen, dag = 0, 0, row["van_datum"]
        while dag <= row["tot_datum"]:
            alle, binnen = alle + 1, binnen + (van <= dag <= tot)
            dag += DAG
        if binnen:
            product = product_of.get(row["toewijzing_id"], "onbekend")
            own = telling.euro[product, row["aanbieder_id"]]
            own[row["jeugdige_id"]] += float(row["bedrag_eur"]) * binnen / alle
