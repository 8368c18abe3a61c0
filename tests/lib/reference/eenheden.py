"""Second implementation, part 2: the units every indicator counts, in plain loops.

Each function gives a list of units for one window: dicts with wijk and leeftijdsgroep, the
codes the unit carries, and teller and noemer of the indicators that use it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.lib.reference.personen import (
    DAG,
    VERBLIJF,
    Levering,
    Persoon,
    Regels,
    Traject,
    join_stays,
)

Unit = dict[str, Any]


@dataclass(frozen=True)
class Wereld:
    """Everything a unit function needs."""

    levering: Levering
    personen: dict[str, Persoon]
    datastand: date
    regels: Regels


def quarter_ends(van: date, tot: date) -> list[date]:
    """The last days of the calendar quarters inside [van, tot]."""
    ends = []
    dag = van
    while dag <= tot:
        morgen = dag + DAG
        if morgen.day == 1 and morgen.month in (1, 4, 7, 10):
            ends.append(dag)
        dag = morgen
    return ends


def last_day(van: date, tot: date, test: Callable[[date], bool]) -> date | None:
    """The last day of [van, tot] for which test holds; None when there is none."""
    dag = tot
    while dag >= van:
        if test(dag):
            return dag
        dag -= DAG
    return None


def add_years(dag: date, jaren: int) -> date:
    """The same day jaren later; 29 February becomes 28 where it does not exist."""
    try:
        return dag.replace(year=dag.year + jaren)
    except ValueError:
        return dag.replace(year=dag.year + jaren, day=28)


def who(persoon: Persoon, dag: date) -> Unit:
    return {"wijk": persoon.wijk(dag), "leeftijdsgroep": persoon.leeftijdsgroep(dag)}


def codes(traject: Traject) -> Unit:
    return {
        "hulpvorm": traject.hulpvorm,
        "verwijzer": traject.verwijzer,
        "aanbieder": traject.aanbieder,
    }


def each_traject(wereld: Wereld) -> Iterator[tuple[str, Persoon, Traject]]:
    for jeugdige_id, persoon in wereld.personen.items():
        for traject in persoon.trajecten:
            yield jeugdige_id, persoon, traject


def in_zorg(wereld: Wereld, van: date, tot: date) -> list[Unit]:
    units = []
    for jeugdige_id, persoon in wereld.personen.items():
        dag = last_day(van, tot, persoon.in_zorg)
        if dag is None:
            continue
        actief = [
            t for t in persoon.trajecten if t.begin <= tot and (t.eind is None or t.eind >= van)
        ]
        verblijf = [t for t in actief if t.hulpvorm in VERBLIJF]
        alleen_verblijf = Persoon(persoon.geboren, trajecten=verblijf)
        verblijf_dag = last_day(van, tot, alleen_verblijf.in_zorg)
        gezin = verblijf_dag is not None and any(
            t.hulpvorm in ("11", "12") and t.actief(verblijf_dag) for t in verblijf
        )
        bekend = [t.hulpvorm for t in actief if t.hulpvorm != "99"]
        units.append(
            {
                **who(persoon, dag),
                "jeugdige": jeugdige_id,
                "in_zorg": 1,
                "heeft_verblijf": int(bool(verblijf)),
                "gezinsgericht": int(gezin),
                "eigen_inzet": int(bool(bekend) and all(code == "01" for code in bekend)),
            }
        )
    return units


def op_peildatum(wereld: Wereld, van: date, tot: date) -> list[Unit]:
    units = []
    for peildatum in quarter_ends(van, tot):
        for persoon in wereld.personen.values():
            aantal = sum(1 for traject in persoon.trajecten if traject.actief(peildatum))
            if aantal:
                units.append(
                    {
                        **who(persoon, peildatum),
                        "in_zorg": 1,
                        "gestapeld": int(aantal >= 2),
                        "aantal": aantal,
                    }
                )
    return units


def actief(wereld: Wereld, van: date, tot: date) -> list[Unit]:
    units = []
    for _, persoon, traject in each_traject(wereld):
        dag = last_day(van, tot, traject.actief)
        if dag is None:
            continue
        einde = traject.eind is not None and van <= traject.eind <= tot
        uit = traject.duur if einde else (tot - traject.begin).days + 1
        intrede = max(0, (van - traject.begin).days)
        units.append(
            {**who(persoon, dag), **codes(traject), "leven": (intrede, uit, einde), "een": 1}
        )
    return units


def begonnen(wereld: Wereld, van: date, tot: date) -> list[Unit]:
    units = []
    for _, persoon, traject in each_traject(wereld):
        if not van <= traject.begin <= tot:
            continue
        eerder = [
            ander
            for ander in persoon.trajecten
            if ander is not traject
            and ander.eind is not None
            and ander.eind >= add_years(traject.begin, -wereld.regels.herhaald_jaren)
            and (traject.begin - ander.eind).days - 1 >= 1
        ]
        einde = traject.eind is not None
        uit = traject.duur if einde else (wereld.datastand - traject.begin).days + 1
        oud = (wereld.datastand - traject.begin).days >= wereld.regels.horizon_cohort
        units.append(
            {
                **who(persoon, traject.begin),
                **codes(traject),
                "een": 1,
                "leven": (0, uit, einde),
                "rijp": int(oud),
                "herhaald": int(bool(eerder)),
                "medisch": int(traject.verwijzer in ("02", "03", "05")),
                "bekend": int(traject.verwijzer != "99"),
            }
        )
    return units


def beeindigd(wereld: Wereld, van: date, tot: date) -> list[Unit]:
    units = []
    for _, persoon, traject in each_traject(wereld):
        if traject.eind is None or not van <= traject.eind <= tot:
            continue
        verder = [
            ander
            for ander in persoon.trajecten
            if "99" not in (ander.hulpvorm, traject.hulpvorm)
            and ander.hulpvorm != traject.hulpvorm
            and 1 <= (ander.begin - traject.eind).days <= wereld.regels.doorstroom
        ]
        plan = traject.reden in ("31", "39")
        uitval = traject.reden in ("32", "33", "34", "35")
        units.append(
            {
                **who(persoon, traject.eind),
                **codes(traject),
                "reden": traject.reden,
                "een": 1,
                "duur": traject.duur,
                "doorstroom": int(bool(verder)),
                "volgens_plan": int(plan),
                "uitval": int(uitval),
                "uitkomst": int(plan or uitval),
            }
        )
    return units


def uitkomst(wereld: Wereld, van: date, tot: date) -> list[Unit]:
    """Every traject that ends in the window, with what was answered on its last day."""
    units = []
    for naam, persoon, traject in each_traject(wereld):
        if traject.eind is None or not van <= traject.eind <= tot:
            continue
        nut, hulp = None, None
        for row in wereld.levering.get("uitkomst", []):
            if (row["jeugdige_id"], row["aanbieder_id"]) != (naam, traject.aanbieder):
                continue
            if (row["hulpvorm_code"], row["eind_datum"]) == (traject.hulpvorm, traject.eind):
                nut, hulp = row["nut_score"], row["zonder_hulp_code"]
        is_bekend = hulp in ("01", "02", "03", "04")
        units.append(
            {
                **who(persoon, traject.eind),
                **codes(traject),
                "een": 1,
                "antwoord": int(nut is not None or is_bekend),
                "heeft_nut": int(nut is not None),
                "nut": 0 if nut is None else nut,
                "heeft_vervolg": int(is_bekend),
                "zonder_hulp": int(hulp == "04"),
            }
        )
    return units


def zorg_begonnen(wereld: Wereld, van: date, tot: date) -> list[Unit]:
    units = []
    for persoon in wereld.personen.values():
        for begin, _ in join_stays(persoon.trajecten, wereld.regels.zorgperiode_gat):
            if van <= begin <= tot:
                units.append({**who(persoon, begin), "een": 1})
    return units


def zorg_beeindigd(wereld: Wereld, van: date, tot: date) -> list[Unit]:
    units = []
    for persoon in wereld.personen.values():
        perioden = join_stays(persoon.trajecten, wereld.regels.zorgperiode_gat)
        for nummer, (_, eind) in enumerate(perioden):
            if eind is None or not van <= eind <= tot:
                continue
            unit = {**who(persoon, eind), "een": 1}
            for dagen in (90, 180, 365):
                oud = eind + timedelta(days=dagen) <= wereld.datastand
                terug = nummer + 1 < len(perioden) and (
                    (perioden[nummer + 1][0] - eind).days <= dagen
                )
                unit[f"oud_{dagen}"] = int(oud)
                unit[f"terug_{dagen}"] = int(oud and terug)
            units.append(unit)
    return units
