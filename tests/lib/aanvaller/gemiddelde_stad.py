"""A small made-up gemeente of stopped trajecten and answers: measured in plain loops and published
edition after edition, without a store."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

import pandas as pd

from proeftuin.measure import Bijdragen
from tests.lib.aanvaller.bedragen import DUUR, SCORE
from tests.lib.measured_frames import GROEPEN, KWARTALEN, SETTINGS, as_measured, make_row

WIJKEN = SETTINGS.wijk_ids[:3]
JAAR = (date(2021, 1, 1), date(2021, 12, 31))
SLUG = {DUUR: "trajectduur_beeindigd", SCORE: "ervaring"}
LEEFTIJDEN = ("0-3", "4-11", "12-17", "18-22")
VRAGEN = ("nut/jeugdige", "nut/ouder", "nabij/ouder")
SPLITS = {DUUR: ("leeftijdsgroep", "hulpvorm"), SCORE: ("vraag",)}


@dataclass(frozen=True)
class Waarneming:
    """A stopped traject (days of a jeugdige) or an answer (a mark of someone) in a quarter 0..3."""

    kolom: str
    nummer: int  # of itself
    eenheid: int  # the jeugdige, or who answered
    kwartaal: int
    wijk: str
    soort: tuple[str, ...]  # its categories, in the order of SPLITS; '' is unknown
    waarde: float


Stad = list[Waarneming]


def make_stad(zaad: int, jeugdigen: int = 220) -> Stad:
    """Some jeugdigen stop more than once; some trajecten are very long, some answers extreme."""
    rnd = Random(zaad)
    found: Stad = []
    for kind in range(1, jeugdigen + 1):
        leeftijd = rnd.choice(LEEFTIJDEN) if rnd.random() > 0.01 else ""
        for _ in range(rnd.choice((1, 1, 1, 2, 3))):
            dagen = round(rnd.expovariate(1 / 250)) + 1 + 2000 * (rnd.random() < 0.03)
            soort = (leeftijd, rnd.choice(("01", "01", "02", "12")))
            found.append(_make(DUUR, len(found), kind, rnd, soort, dagen))
    for _ in range(jeugdigen):
        mark = min(10, max(1, round(rnd.gauss(7.5, 1.8))))
        vraag = rnd.choice((VRAGEN[0], *VRAGEN))
        found.append(_make(SCORE, len(found), 10_000 + len(found), rnd, (vraag,), mark))
    return found


def _make(
    kolom: str, nummer: int, eenheid: int, rnd: Random, soort: tuple[str, ...], waarde: float
) -> Waarneming:
    return Waarneming(
        kolom, nummer, eenheid, rnd.randrange(4), rnd.choice(WIJKEN), soort, float(waarde)
    )


def _chosen(stad: Stad, rnd: Random, kolom: str) -> Waarneming:
    return rnd.choice([item for item in stad if item.kolom == kolom])


def add_one(stad: Stad, rnd: Random) -> Stad:
    """One very long traject and one low mark more."""
    long = replace(_chosen(stad, rnd, DUUR), nummer=10**6, eenheid=9_000, waarde=1_500.0)
    low = replace(_chosen(stad, rnd, SCORE), nummer=10**6, eenheid=90_000, waarde=1.0)
    return [*stad, long, low]


def remove_one(stad: Stad, rnd: Random) -> Stad:
    gone = {_chosen(stad, rnd, kolom).nummer for kolom in (DUUR, SCORE)}
    return [item for item in stad if item.nummer not in gone]


def correct_one(stad: Stad, rnd: Random) -> Stad:
    """One traject is three times as long, one mark the other extreme."""
    dagen, mark = (_chosen(stad, rnd, kolom) for kolom in (DUUR, SCORE))
    new = {dagen.nummer: 3 * dagen.waarde, mark.nummer: 11 - mark.waarde}
    return [replace(item, waarde=new.get(item.nummer, item.waarde)) for item in stad]


def add_many(stad: Stad, rnd: Random) -> Stad:
    """Late: a third more in the last quarter."""
    late = [item for item in stad if item.kwartaal == 3 and rnd.random() < 0.7]
    return [
        *stad,
        *(
            replace(item, nummer=2 * 10**6 + item.nummer, eenheid=item.eenheid + 50_000)
            for item in late
        ),
    ]


def correct_all(stad: Stad, rnd: Random) -> Stad:
    """Nearly every duration is another one."""
    return [
        replace(item, waarde=float(round(item.waarde * rnd.uniform(0.8, 1.4)) or 1))
        if item.kolom == DUUR
        else item
        for item in stad
    ]


EDITS: tuple[Callable[[Stad, Random], Stad], ...] = (
    *(add_one, remove_one, correct_one, add_many, correct_all),
)


def contributions(stad: Iterable[Waarneming]) -> pd.DataFrame:
    """measure.BIJDRAGE of this gemeente, quarters and the nulmeting, whole and under each split."""
    rows = [
        (item.kolom, *split, item.wijk, *window, item.eenheid, 0, item.waarde)
        for item in stad
        for split in (("geen", ""), *zip(SPLITS[item.kolom], item.soort, strict=True))
        if split[0] == "geen" or split[1]
        for window in (("kwartaal", *KWARTALEN[item.kwartaal]), ("nulmeting", *JAAR))
    ]
    names = ["kolom", "indeling", "categorie", "wijk", "venster", "van", "tot"]
    names += ["bijdrager", "aanbieder"]
    frame = pd.DataFrame(rows, columns=[*names, "euro"])
    return frame.groupby(names)["euro"].sum().reset_index()


def measure(stad: Stad) -> dict[str, Any]:
    """A Measured per slug; who stands behind the days is known, of the answers it is not."""
    found = {}
    for kolom, slug in SLUG.items():
        cells: defaultdict[tuple[Any, ...], list[float]] = defaultdict(list)
        for item in stad:
            if item.kolom != kolom:
                continue
            splits = [("geen", None), *zip(SPLITS[kolom], item.soort, strict=True)]
            windows = (("kwartaal", *KWARTALEN[item.kwartaal]), ("nulmeting", *JAAR))
            rows = [
                naam for naam in (item.wijk, *GROEPEN) if item.wijk in GROEPEN.get(naam, (naam,))
            ]
            for split in splits:
                for window in windows:
                    for wijk in rows if split[1] != "" else ():
                        cells[(*split, wijk, window)].append(item.waarde)
        measured = [
            make_row(slug, wijk, window, _measure_cell(values))
            | {"indeling": indeling, "categorie": categorie}
            for (indeling, categorie, wijk, window), values in cells.items()
        ]
        behind = contributions(item for item in stad if item.kolom == kolom)
        found[slug] = as_measured(measured, [Bijdragen.of(behind)] if kolom == DUUR else None)
    return found


def _measure_cell(values: list[float]) -> dict[str, Any]:
    mean, count = sum(values) / len(values), len(values)
    spread = sum((value - mean) ** 2 for value in values) / max(count - 1, 1)
    half = 1.96 * (spread / count) ** 0.5
    return {
        **{"teller": sum(values), "noemer": count, "waarde": mean, "status": "ok"},
        **{"onder": mean - half, "boven": mean + half},
    }


def counts(stad: Stad) -> dict[tuple[Any, ...], float]:
    """The exact noemer of every mean of a wijk, by (kolom, split, category, wijk, van, tot)."""
    found: defaultdict[tuple[Any, ...], float] = defaultdict(float)
    for item in stad:
        for split in (("geen", ""), *zip(SPLITS[item.kolom], item.soort, strict=True)):
            for window in (KWARTALEN[item.kwartaal], JAAR):
                found[(item.kolom, *split, item.wijk, *window)] += 1
    return found
