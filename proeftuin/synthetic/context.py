"""The files that are not about one person: bevolking, uitgave, ervaring, voorveld, casus."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from proeftuin.synthetic.city import EERSTE_TRAJECT, City, day_number, ramp

GROEPEN = {"jeugdige": 7.1, "ouder": 7.0, "professional": 6.6, "partner": 6.4}
VRAGEN = {"hulp_past": 0.0, "hulp_op_tijd": -0.7, "meegepraat": 0.4, "samenwerking": -0.2}
# maatstaf -> (level at the start, target): the targets stand in the plan of the proeftuin
MAATSTAVEN = {
    "ouders_weten_weg": (0.62, 0.85),
    "huisartsen_werken_samen": (0.72, 0.90),
    "scholen_werken_samen": (0.75, 1.00),
}
OMSCHRIJVINGEN = ("Inzet personeel", "Opleiding en training", "Huur en inrichting", "")


def _table(rows: Sequence[tuple[object, ...]], names: tuple[str, ...]) -> pa.Table:
    """A table of these rows; without rows the columns are still there."""
    return pa.table({name: [row[at] for row in rows] for at, name in enumerate(names)})


def _quarters(first: date, last: date) -> list[tuple[date, date]]:
    """Calendar quarters from the one that begins on or after first, up to and with last."""
    found = []
    for year in range(first.year, last.year + 1):
        for month in (1, 4, 7, 10):
            van = date(year, month, 1)
            tot = date(year + month // 10, (month + 2) % 12 + 1, 1) - timedelta(days=1)
            if van >= first and tot <= last:
                found.append((van, tot))
    return found


def make_bevolking(city: City, datastand: date) -> pa.Table:
    """Inhabitants on 1 January per gebied and age; the first wijk is delivered per buurt."""
    rows = []
    for index, year in enumerate(city.jaren.tolist()):
        if not EERSTE_TRAJECT.year <= year <= datastand.year:
            continue
        for area, by_age in enumerate(city.bevolking[index]):
            codes = city.gebied_codes[area]
            split = city.gebied_wijk[area] == 0 and codes[0] != codes[1]
            # round what is left over to the next age, so that totals stay right
            counts = np.diff(np.floor(np.append(0, np.cumsum(by_age)) + 0.5)).astype(int)
            for age, count in enumerate(counts.tolist()):
                if split:
                    rows.append((year, codes[1], age, count // 2))
                    rows.append((year, codes[2], age, count - count // 2))
                else:
                    rows.append((year, codes[0], age, count))
    return _table(rows, ("jaar", "gebied", "leeftijd", "aantal"))


def make_uitgave(city: City, rng: np.random.Generator, datastand: date) -> pa.Table:
    """Bookings per post and month: what is spent, and what is promised on top of it."""
    settings = city.settings
    rows: list[tuple[date, str, float, str, str | None]] = []
    for post in settings.budget.post:
        for year, amount in sorted(post.bedragen_eur.items(), key=lambda item: int(item[0])):
            is_start = int(year) == settings.pilot.start.year
            first = max(settings.pilot.start.month - 3, 1) if is_start else 1
            weights = rng.uniform(0.6, 1.4, 13 - first)
            if first > 1:
                weights[:2] *= 0.4  # preparing
            spent = amount * rng.uniform(0.80, 0.90) * weights / weights.sum()
            for month, euro in enumerate(spent.tolist(), start=first):
                day = date(int(year), month, int(rng.integers(5, 28)))
                text = str(rng.choice(OMSCHRIJVINGEN)) or None
                rows.append((day, post.naam, round(euro, 2), "realisatie", text))
                if month % 3 == 0:
                    extra = round(amount * rng.uniform(0.005, 0.015), 2)
                    rows.append((day, post.naam, extra, "verplichting", "Opdracht"))
    rows = [row for row in rows if row[0] <= datastand]
    names = ("boek_datum", "post", "bedrag_eur", "soort", "omschrijving")
    return _table(sorted(rows, key=lambda row: row[:3]), names)


def make_ervaring(city: City, rng: np.random.Generator, datastand: date) -> pa.Table:
    """Survey answers per quarter, wijk, groep, vraag and score, from 2021; no persons behind it."""
    rows = []
    for van, _ in _quarters(date(2021, 1, 1), datastand):
        for wijk in city.settings.wijk:
            gain = city.waar["ervaring"] if wijk.id in city.settings.pilot.wijken else 0.0
            gain *= min(max((van - city.settings.pilot.start).days / 540, 0.0), 1.0)
            for groep, level in GROEPEN.items():
                for vraag, shift in VRAGEN.items():
                    total = int(rng.poisson(12 * max(city.schaal, 1.0) ** 0.5))
                    scores = rng.normal(level + shift + gain, 1.5, total)
                    values, counts = np.unique(np.clip(np.rint(scores), 1, 10), return_counts=True)
                    name = f"{van.year}-Q{(van.month + 2) // 3}"
                    rows += [
                        (name, wijk.id, groep, vraag, int(score), int(count))
                        for score, count in zip(values, counts, strict=True)
                    ]
    names = ("kwartaal", "gebied", "groep", "vraag_code", "score", "aantal")
    return _table(rows, names)


def make_voorveld(city: City, rng: np.random.Generator, datastand: date) -> pa.Table:
    """Each half year from 2021, per wijk and maatstaf: how many of those asked said yes."""
    rows = []
    share = ramp(city.settings, city.month_start)
    for van, tot in _quarters(date(2021, 1, 1), datastand):
        if van.month not in (4, 10):
            continue
        for wijk in city.settings.wijk:
            grown = 0.3 * (tot - date(2021, 6, 30)).days / 1000
            if wijk.id in city.settings.pilot.wijken:
                grown += (
                    city.waar["voorveld"] * share[city.month_of(np.array([day_number(tot)]))[0]]
                )
            for code, (start, target) in MAATSTAVEN.items():
                asked = int(
                    rng.integers(90, 140) if code == "ouders_weten_weg" else rng.integers(12, 31)
                )
                chance = start + (target - start) * min(max(grown, 0.0), 0.9)
                rows.append((tot, wijk.id, code, int(rng.binomial(asked, chance)), asked))
    return _table(rows, ("peil_datum", "gebied", "maatstaf_code", "teller", "noemer"))


def make_casus(city: City, rng: np.random.Generator, datastand: date) -> pa.Table:
    """About 60 cases the proeftuin closed between its start and datastand, with estimates."""
    settings = city.settings
    span = (datastand - settings.pilot.start).days - 60
    total = int(rng.poisson(60 * min(max(span, 0) / 490, 3.0))) if span > 0 else 0
    rows: list[tuple[str, str, date, float, float, float]] = []
    for number, offset in enumerate(np.sort(rng.integers(60, span + 61, total)).tolist()):
        day = settings.pilot.start + timedelta(days=offset)
        expected = float(np.exp(rng.normal(np.log(14_000), 0.7)))
        actual = expected * rng.uniform(0.2, 1.05)
        own = float(rng.uniform(800, 4000))
        pilots = [wijk for wijk in settings.wijk if wijk.id in settings.pilot.wijken]
        pilot = pilots[int(rng.integers(0, len(pilots)))]
        areas = pilot.gebieden or (pilot.id,)
        area = areas[int(rng.integers(0, len(areas)))]
        expected, actual, own = (round(value / 50) * 50.0 for value in (expected, actual, own))
        rows.append((f"C{1001 + number}", area, day, expected, actual, own))
    names = ("casus_id", "gebied", "afgerond_datum")
    euro = ("verwachte_inzet_eur", "werkelijke_inzet_eur", "eigen_inzet_eur")
    return _table(rows, (*names, *euro))
