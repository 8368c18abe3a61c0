"""A small made-up gemeente of euros: declaraties, toewijzingen and casussen as plain rows, measured
in plain loops and published edition after edition, without a store."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from random import Random
from typing import Any

import pandas as pd

from proeftuin.disclosure.euro import protect_euros
from proeftuin.disclosure.protection import protect_plain
from proeftuin.disclosure.published import publish_openbaar
from proeftuin.disclosure.shown_sums import Eurobescherming, Eurogeheugen
from proeftuin.disclosure.sums import collect_sums
from proeftuin.measure import Bijdragen
from tests.lib.measured_frames import DATASTAND, GROEPEN, KWARTALEN, SETTINGS, as_measured, make_row

LEEFTIJDEN = ("0-3", "4-11", "12-17", "18-22")
WIJKEN = SETTINGS.wijk_ids[:3]
JAAR = (date(2021, 1, 1), date(2021, 12, 31))
SLUGS = ("kosten_per_1000", "kosten_per_jeugdige", "verzilvering", "vermeden_inzet")
KOLOMMEN = {
    "kosten_per_1000": ("kosten.bedrag_eur",),
    "kosten_per_jeugdige": ("kosten.bedrag_eur",),
    "verzilvering": ("toewijzing_geeindigd.gedeclareerd_eur", "toewijzing_geeindigd.bedrag_eur"),
    "vermeden_inzet": ("casus_afgerond.vermeden_eur",),
}


@dataclass(frozen=True)
class Regel:
    """Euros of one unit by one aanbieder (0: none) in a quarter (0..3); leeftijd '' is unknown."""

    kolom: str
    eenheid: int
    aanbieder: int
    kwartaal: int
    wijk: str
    leeftijd: str
    euro: float


def make_stad(zaad: int, jeugdigen: int = 150) -> list[Regel]:
    """Jeugdigen with euros of a few aanbieders in most quarters, toewijzingen and casussen."""
    rnd = Random(zaad)
    found = []
    declared, assigned = KOLOMMEN["verzilvering"]
    for kind in range(1, jeugdigen + 1):
        wijk = rnd.choice(WIJKEN)
        leeftijd = rnd.choice(LEEFTIJDEN) if rnd.random() > 0.01 else ""
        aanbieder = rnd.randint(1, 6)
        price = rnd.choice((200, 800, 1500, 4000))
        for kwartaal in range(4):
            if rnd.random() < 0.7:
                euro = round(price * rnd.uniform(0.5, 1.5), 2)
                place = (aanbieder, kwartaal, wijk, leeftijd)
                found.append(Regel("kosten.bedrag_eur", kind, *place, euro))
                if rnd.random() < 0.5:
                    found.append(Regel(declared, kind, *place, euro))
                    whole = euro * rnd.choice((1, 1, 1.2, 1.6))
                    found.append(Regel(assigned, kind, *place, round(whole, 2)))
    for casus in range(90):
        euro = round(rnd.uniform(-1000, 9000), 2)
        kwartaal, wijk = rnd.randrange(4), rnd.choice(WIJKEN)
        found.append(
            Regel("casus_afgerond.vermeden_eur", 5000 + casus, 0, kwartaal, wijk, "", euro)
        )
    return found


def contributions(stad: Iterable[Regel]) -> pd.DataFrame:
    """measure.BIJDRAGE of this gemeente, quarters and the nulmeting, with and without age."""
    sums: defaultdict[tuple[Any, ...], float] = defaultdict(float)
    for item in stad:
        splits = [("geen", "")]
        if item.leeftijd and not item.kolom.startswith("casus"):
            splits.append(("leeftijdsgroep", item.leeftijd))
        for split in splits:
            for window in (("kwartaal", *KWARTALEN[item.kwartaal]), ("nulmeting", *JAAR)):
                key = (item.kolom, *split, item.wijk, *window, item.eenheid, item.aanbieder)
                sums[key] += item.euro
    names = ["kolom", "indeling", "categorie", "wijk", "venster", "van", "tot"]
    names += ["bijdrager", "aanbieder"]
    frame = pd.DataFrame(list(sums), columns=names)
    return frame.assign(euro=[round(euro, 2) for euro in sums.values()])


def measure(behind: pd.DataFrame) -> dict[str, Any]:
    """A Measured per slug of these contributions: exact sums, and totals over wijken."""
    windows = [("kwartaal", *days) for days in KWARTALEN] + [("nulmeting", *JAAR)]
    wijken = (*WIJKEN, "gemeente", "overige")
    sums: defaultdict[tuple[Any, ...], list[dict[int, float]]] = defaultdict(lambda: [{}, {}])
    names = ["kolom", "indeling", "categorie", "venster", "van", "wijk"]
    owners = zip(*(behind[name] for name in ("bijdrager", "aanbieder", "euro")), strict=True)
    for place, owner in zip(behind[names].itertuples(index=False, name=None), owners, strict=True):
        for wijk in (item for item in wijken if place[-1] in GROEPEN.get(item, (item,))):
            for own, key in zip(sums[(*place[:-1], wijk)], owner[:2], strict=True):
                own[key] = own.get(key, 0.0) + owner[2]
    found = {}
    for slug in SLUGS:
        splits = [("geen", "")]
        if slug in ("kosten_per_1000", "verzilvering"):
            splits += [("leeftijdsgroep", groep) for groep in LEEFTIJDEN]
        rows = []
        for (indeling, categorie), window, wijk in product(splits, windows, wijken):
            place = (indeling, categorie, *window[:2], wijk)
            cell = _measure_cell([sums[(kolom, *place)] for kolom in KOLOMMEN[slug]])
            row = make_row(slug, wijk, window, cell)
            rows.append(row | {"indeling": indeling, "categorie": categorie or None})
        parts = [Bijdragen.of(behind[behind["kolom"].isin(KOLOMMEN[slug])])]
        found[slug] = as_measured(rows, parts)
    return found


def _measure_cell(columns: list[list[dict[int, float]]]) -> dict[str, Any]:
    """Sum, units, largest share and bounds of one place; per column euros by unit, by aanbieder."""
    sums, largest = [], []
    for units, providers in columns:
        total = round(sum(units.values()), 2)
        provided = [abs(euro) for key, euro in providers.items() if key]
        most = max([*map(abs, units.values()), *provided], default=float("nan"))
        sums.append(total)
        largest.append(most / total if total > 0 else (1.0 if units else float("nan")))
    aantal = min(len(units) for units, _ in columns)
    noemer = sums[1] if len(sums) > 1 else 2.0 * max(aantal, 1)
    value = sums[0] / noemer if noemer else float("nan")
    return {
        **{"teller": sums[0], "noemer": noemer, "status": "ok"},
        **{"waarde": value, "onder": 0.8 * value, "boven": 1.3 * value},
        **{"aantal_jeugdigen": aantal, "grootste_aandeel": max(largest)},
    }


class Uitgever:
    """Publishes edition after edition and remembers as a data folder would."""

    def __init__(self) -> None:
        self.geheugen: list[Eurogeheugen] = []
        self.edities: list[dict[str, pd.DataFrame]] = []
        self.waar: list[pd.DataFrame] = []

    def publish(self, stad: list[Regel]) -> Eurobescherming:
        """What is shown of every sum, after all that was shown before."""
        behind = contributions(stad)
        return self.publish_measured(measure(behind), behind)

    def publish_measured(self, measured: dict[str, Any], behind: pd.DataFrame) -> Eurobescherming:
        """The same, of what was measured by slug; behind: who truly stands behind it."""
        rules = SETTINGS.onthulling
        sums = collect_sums(measured.values(), rules)
        euro = protect_euros(sums.cells, sums.marges, sums.bijdragen, self.geheugen, rules)
        bescherming = protect_plain(rules, euro)
        self.edities.append(
            {
                slug: publish_openbaar(item, SETTINGS, DATASTAND, bescherming=bescherming).frame
                for slug, item in measured.items()
            }
        )
        self.waar.append(behind)
        naam = f"e{len(self.edities)}"
        cellen = euro.cellen.assign(anker=euro.cellen["anker"].replace("", naam))
        parts = [Bijdragen.of(frame) for frame in euro.bijdragen()]
        self.geheugen.append(Eurogeheugen(naam, cellen, euro.marges, lambda: parts))
        return euro

    def forget_contributions(self) -> None:
        """The term of the contributions is over."""
        self.geheugen = [replace(item, bijdragen=list) for item in self.geheugen]
