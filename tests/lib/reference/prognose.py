"""Second implementation of the prognose, in plain loops: what it counts, and both estimates.

Months are (year, month). Written from the text on screen, never from the SQL. Standard library
only. `count_prognose` gives what a levering holds per month and wijk; `estimate_declaraties` and
`estimate_toewijzingen` give the euros per part of one year from those counts of one wijk.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.lib.reference.eenheden import Wereld
from tests.lib.reference.personen import DAG, Row, merge

Maand = tuple[int, int]
Bedragen = dict[Maand, float]
VOLLEDIG, ZONDER_BEDRAG, ZONDER_EIND = "volledig", "zonder_bedrag", "zonder_eind"


def days_in(maand: Maand) -> int:
    return (date(*shift(maand, 1), 1) - date(*maand, 1)).days


def shift(maand: Maand, aantal: int) -> Maand:
    nummer = maand[0] * 12 + maand[1] - 1 + aantal
    return nummer // 12, nummer % 12 + 1


def month_of(dag: date) -> Maand:
    return dag.year, dag.month


@dataclass
class Telling:
    """What one wijk holds per month of help.

    plan: (month it became known, month of help, soort) -> euros. geeindigd: last month of a
    quarter -> (bedrag, declared) of the toewijzingen that ended in it.
    """

    gedeclareerd: Bedragen = field(default_factory=lambda: defaultdict(float))
    zonder_toewijzing: Bedragen = field(default_factory=lambda: defaultdict(float))
    traject_dagen: Bedragen = field(default_factory=lambda: defaultdict(float))
    gedeclareerde_dagen: Bedragen = field(default_factory=lambda: defaultdict(float))
    plan: dict[tuple[Maand, Maand, str], float] = field(default_factory=lambda: defaultdict(float))
    geeindigd: dict[Maand, tuple[float, float]] = field(default_factory=dict)


def split_months(van: date, tot: date) -> dict[Maand, list[date]]:
    """The days of a period by month."""
    found: dict[Maand, list[date]] = {}
    dag = van
    while dag <= tot:
        found.setdefault(month_of(dag), []).append(dag)
        dag += DAG
    return found


def count_prognose(wereld: Wereld) -> dict[str, Telling]:
    """Telling per wijk (onbekend included)."""
    found: dict[str, Telling] = defaultdict(Telling)
    by_pair: dict[tuple[str, str, Maand], float] = defaultdict(float)
    for row in wereld.levering.get("declaratie", []):
        parts = split_months(row["van_datum"], row["tot_datum"])
        total = (row["tot_datum"] - row["van_datum"]).days + 1
        for maand, dagen in parts.items():
            euro = float(row["bedrag_eur"]) * len(dagen) / total
            wijk = wereld.personen[row["jeugdige_id"]].wijk(dagen[-1])
            found[wijk].gedeclareerd[maand] += euro
            if row["toewijzing_id"] is None:
                found[wijk].zonder_toewijzing[maand] += euro
            by_pair[(row["jeugdige_id"], row["aanbieder_id"], maand)] += euro
    for jeugdige, persoon in wereld.personen.items():
        for traject in persoon.trajecten:
            tot = min(traject.eind or wereld.datastand, wereld.datastand)
            for maand, dagen in split_months(traject.begin, tot).items():
                telling = found[persoon.wijk(dagen[-1])]
                telling.traject_dagen[maand] += len(dagen)
                if by_pair.get((jeugdige, traject.aanbieder, maand), 0.0) > 0:
                    telling.gedeclareerde_dagen[maand] += len(dagen)
    _count_plan(wereld, found)
    _count_ended(wereld, found)
    return found


def last_traject_days(wereld: Wereld) -> dict[str, date]:
    """toewijzing_id -> the last day of its merged trajecten; datastand while one still runs."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in wereld.levering.get("traject", []):
        key = (row["jeugdige_id"], row["aanbieder_id"], row["hulpvorm_code"])
        groups.setdefault(key, []).append(row)
    last: dict[str, date] = {}
    for rows in groups.values():
        for row in merge(rows, wereld.regels):
            naam = row["toewijzing_id"]
            if naam is not None:
                eind = min(row["eind_datum"] or wereld.datastand, wereld.datastand)
                last[naam] = max(last.get(naam, eind), eind)
    return last


def end_of(row: Row, wereld: Wereld, last_traject: dict[str, date]) -> date:
    """The last day a toewijzing runs, datastand at most."""
    naam, today = row["toewijzing_id"], wereld.datastand
    eind: date | None = row["eind_datum"]
    if eind is not None:
        return min(eind, today)
    if naam in last_traject:
        return last_traject[naam]
    days: list[date] = [
        regel["tot_datum"]
        for regel in wereld.levering.get("declaratie", [])
        if regel["toewijzing_id"] == naam
    ]
    if days and (today - max(days)).days >= wereld.regels.verzilvering_rijp:
        return max(days)
    return today


def _count_plan(wereld: Wereld, found: dict[str, Telling]) -> None:
    last_traject = last_traject_days(wereld)
    deel: list[tuple[Row, Maand, list[date], str, float | None]] = []
    for row in wereld.levering.get("toewijzing", []):
        soort, per_dag = ZONDER_EIND, None
        if row["eind_datum"] is not None:
            soort = ZONDER_BEDRAG
            if row["bedrag_eur"] is not None:
                soort = VOLLEDIG
                duur = (row["eind_datum"] - row["ingang_datum"]).days + 1
                per_dag = float(row["bedrag_eur"]) / duur
        end = end_of(row, wereld, last_traject)
        for maand, dagen in split_months(row["ingang_datum"], end).items():
            deel.append((row, maand, dagen, soort, per_dag))
    sums: dict[Any, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for row, maand, dagen, _, per_dag in deel:
        if per_dag is not None:
            for key in ((maand, row["productcategorie_code"] or ""), maand):
                sums[key][0] += per_dag * len(dagen)
                sums[key][1] += len(dagen)
    for row, maand, dagen, soort, per_dag in deel:
        if per_dag is None:
            key = (maand, row["productcategorie_code"] or "")
            euro, aantal = sums[key] if key in sums else sums.get(maand, [0.0, 1.0])
            per_dag = euro / aantal
        known = month_of(max(row["ingang_datum"], row["toewijzing_datum"]))
        wijk = wereld.personen[row["jeugdige_id"]].wijk(dagen[-1])
        found[wijk].plan[(known, maand, soort)] += per_dag * len(dagen)


def _count_ended(wereld: Wereld, found: dict[str, Telling]) -> None:
    for row in wereld.levering.get("toewijzing", []):
        eind, bedrag = row["eind_datum"], row["bedrag_eur"]
        if eind is None or bedrag is None or eind < wereld.regels.vroegste_kwartaal:
            continue
        maand = (eind.year, (eind.month + 2) // 3 * 3)
        if date(*shift(maand, 1), 1) - timedelta(days=1) > wereld.datastand:
            continue
        declared = sum(
            float(regel["bedrag_eur"])
            for regel in wereld.levering.get("declaratie", [])
            if regel["toewijzing_id"] == row["toewijzing_id"]
        )
        telling = found[wereld.personen[row["jeugdige_id"]].wijk(eind)]
        before = telling.geeindigd.get(maand, (0.0, 0.0))
        telling.geeindigd[maand] = (before[0] + float(bedrag), before[1] + declared)


def estimate_declaraties(
    telling: Telling, peil: Maand, jaar: int, compleet: list[float] | None
) -> dict[str, float]:
    """Euros per part of the year; compleet by age 0, 1, 2 or None: those months count for 0."""
    tempo = [shift(peil, -terug) for terug in range(3, 9)]
    euro = sum(telling.gedeclareerd[maand] for maand in tempo)
    per_dag = euro / sum(telling.traject_dagen[maand] for maand in tempo)
    lately = [shift(peil, -terug) for terug in range(3)]
    running = sum(telling.traject_dagen[maand] for maand in lately) / sum(map(days_in, lately))
    parts = {"gedeclareerd": 0.0, "nog_te_declareren": 0.0, "rest_jaar": 0.0}
    for nummer in range(1, 13):
        maand = (jaar, nummer)
        if maand > peil:
            parts["rest_jaar"] += per_dag * running * days_in(maand)
        elif maand in lately:
            share = 0.0 if compleet is None else compleet[lately.index(maand)]
            parts["nog_te_declareren"] += (1 - share) * per_dag * telling.traject_dagen[maand]
            if compleet is not None:
                parts["gedeclareerd"] += telling.gedeclareerd[maand]
        else:
            parts["gedeclareerd"] += telling.gedeclareerd[maand]
    return parts


def estimate_toewijzingen(telling: Telling, peil: Maand, jaar: int) -> dict[str, float]:
    """Euros per part of the year, of what was known on peil."""

    def known(maand: Maand, moment: Maand, later: bool = False, soort: str = "") -> float:
        return sum(
            euro
            for (bekend, hulp, eigen), euro in telling.plan.items()
            if hulp == maand and (bekend > moment) is later and soort in ("", eigen)
        )

    before = shift(peil, -12)
    ripe = sorted(maand for maand in telling.geeindigd if maand <= shift(peil, -3))
    ripe = [maand for maand in ripe if telling.geeindigd[maand][0] > 0][-4:]
    bedrag = sum(telling.geeindigd[maand][0] for maand in ripe)
    share = sum(telling.geeindigd[maand][1] for maand in ripe) / bedrag
    names = (VOLLEDIG, ZONDER_BEDRAG, ZONDER_EIND, "terugwerkend", "lopend", "nieuw")
    parts = dict.fromkeys(names, 0.0)
    for nummer in range(1, 13):
        maand, vorig = (jaar, nummer), (jaar - 1, nummer)
        scale = days_in(maand) / days_in(vorig)
        added = known(vorig, before, later=True) * scale
        if maand <= peil:
            for soort in (VOLLEDIG, ZONDER_BEDRAG, ZONDER_EIND):
                parts[soort] += known(maand, peil, soort=soort)
            parts["terugwerkend"] += added
        else:
            level = known(peil, peil) / days_in(peil)
            then = known(before, before) / days_in(before)
            lasting = known(vorig, before) / days_in(vorig) / then
            parts["lopend"] += level * lasting * days_in(maand)
            parts["nieuw"] += added
    parts["onbenut"] = (share - 1) * sum(parts.values())
    whole = [shift(peil, -terug) for terug in range(3, 15)]
    outside = sum(telling.zonder_toewijzing[maand] for maand in whole) / sum(map(days_in, whole))
    parts["zonder_toewijzing"] = outside * sum(days_in((jaar, nummer)) for nummer in range(1, 13))
    return parts
