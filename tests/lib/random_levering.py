"""Random leveringen full of edge cases: equal days, gaps just inside and outside every limit."""

from datetime import date, timedelta
from random import Random
from typing import Any

from proeftuin.schema import BESTAND
from tests.lib.reference.personen import Levering, Row

GATEN = (
    -40,
    -1,
    0,
    0,
    1,
    1,
    2,
    3,
    7,
    8,
    27,
    28,
    28,
    29,
    30,
    89,
    90,
    91,
    179,
    180,
    181,
    364,
    365,
    366,
    400,
)
DUREN = (0, 1, 5, 28, 29, 89, 90, 97, 98, 99, 180, 364, 365, 366, 729, 730, 731, 1100, 1826, 1827)
HULPVORMEN = ("01", "01", "02", "02", "02", "03", "04", "11", "12", "13", "14", "14", "99")
VERWIJZERS = ("01", "01", "02", "03", "04", "05", "06", "08", "99", None)
REDENEN = ("31", "31", "32", "33", "34", "35", "36", "37", "38", "39", "02", "20", "20", "99", None)
GEBIEDEN = ("west", "west", "WK019320", "BU01932101", "zuid", "WK019330", "oost", "midden", "BU9")
GEBOREN = (date(2008, 2, 29), date(2016, 2, 29), date(2017, 12, 31), date(2004, 1, 1))
AANBIEDERS = ("A1", "A1", "A2", "A3")
PEILDATUMS = (date(2021, 9, 30), date(2021, 12, 31), date(2022, 3, 31), date(2022, 12, 31))
DAY_ONE = date(2015, 1, 1)


def dagen(aantal: int) -> timedelta:
    return timedelta(days=aantal)


def pick_day(rnd: Random, datastand: date) -> date:
    """A day near datastand, a quarter border or a leap day, or just any day since 2015."""
    soort = rnd.randrange(6)
    if soort == 0:
        return datastand - dagen(rnd.choice((0, 1, 89, 90, 91, 97, 98, 99, 180, 364, 365, 366)))
    if soort == 1:
        return rnd.choice((date(2020, 2, 29), date(2016, 2, 29), date(2021, 3, 1)))
    if soort == 2:
        grens = date(rnd.randint(2020, datastand.year), rnd.choice((1, 4, 7, 10)), 1)
        return grens + dagen(rnd.choice((-2, -1, 0, 1)))
    start = DAY_ONE if soort == 3 else date(2020, 1, 1)
    return start + dagen(rnd.randrange((datastand - start).days + 30))


def add_adressen(rnd: Random, naam: str, rows: list[Row]) -> None:
    geboren = rnd.choice((*GEBOREN, date(1998, 1, 1) + dagen(rnd.randrange(8500))))
    van = rnd.choice((geboren, date(2019, 1, 1) + dagen(rnd.randrange(1000)), date(2021, 4, 1)))
    for nummer in range(rnd.choice((1, 1, 2, 3))):
        laatste = nummer == 2 or rnd.random() < 0.5
        tot = van + dagen(rnd.choice((0, 30, 200, 700)))
        rows.append(
            {
                "jeugdige_id": naam,
                "geboortedatum": geboren,
                "gebied": rnd.choice(GEBIEDEN),
                "van_datum": van,
                "tot_datum": None if laatste and rnd.random() < 0.7 else tot,
            }
        )
        if laatste:
            return
        van = tot + dagen(rnd.choice((1, 1, 10, 300)))


def add_trajecten(rnd: Random, naam: str, datastand: date, rows: list[Row]) -> None:
    begin = pick_day(rnd, datastand)
    aanbieder, hulpvorm = rnd.choice(AANBIEDERS), rnd.choice(HULPVORMEN)
    for _ in range(rnd.choice((0, 1, 1, 2, 3, 4, 6))):
        eind = begin + dagen(rnd.choice((*DUREN, rnd.randrange(500))))
        rows.append(
            {
                "traject_id": f"t{len(rows):04}",
                "jeugdige_id": naam,
                "toewijzing_id": None,
                "aanbieder_id": aanbieder,
                "hulpvorm_code": hulpvorm,
                "verwijzer_code": rnd.choice(VERWIJZERS),
                "begin_datum": begin,
                "eind_datum": None if rnd.random() < 0.15 else eind,
                "reden_einde_code": rnd.choice(REDENEN),
            }
        )
        van = rnd.choice((begin, eind, eind, eind))
        begin = max(DAY_ONE, van + dagen(rnd.choice(GATEN)))
        if eind.year < 2018 and rnd.random() < 0.5:  # close to the limit of 5 years
            begin = date(eind.year + 5, eind.month, min(eind.day, 28)) + dagen(rnd.randrange(-1, 3))
        if rnd.random() < 0.5:
            aanbieder, hulpvorm = rnd.choice(AANBIEDERS), rnd.choice(HULPVORMEN)


# (reden, days from an end to the next begin): on the limit of each rule of merging and beyond it.
GRENZEN = (
    *(("31", 0), ("31", 1), ("31", 2), ("36", 1), ("36", 7), ("36", 8), ("37", 7), ("37", 8)),
    *(("38", 7), ("20", 1), ("20", 365), ("20", 366), (None, 1), (None, 2)),
)


def make_samenvoegingen(rnd: Random, datastand: date) -> Levering:
    """Per limit a jeugdige whose help goes on there, and two whose trajecten begin or end together.

    Of one aanbieder and hulpvorm each; traject_ids in no order.
    """
    jeugdigen: list[Row] = []
    trajecten: list[Row] = []

    def add(naam: str, begin: date, eind: date | None, reden: str | None) -> None:
        trajecten.append(
            {
                "traject_id": f"t{rnd.randrange(1000):03}-{len(trajecten)}",
                "jeugdige_id": naam,
                "toewijzing_id": None,
                "aanbieder_id": "A1",
                "hulpvorm_code": "02",
                "verwijzer_code": rnd.choice(("01", "02", "99", None)),
                "begin_datum": begin,
                "eind_datum": eind,
                "reden_einde_code": reden,
            }
        )

    for nummer, (reden, dag) in enumerate(GRENZEN):
        add_adressen(rnd, naam := f"g{nummer}", jeugdigen)
        eind = datastand - dagen(rnd.choice((366, 400, 90, 30)) + rnd.randrange(40))
        add(naam, eind - dagen(rnd.choice((0, 30, 400))), eind, reden)
        verder = eind + dagen(dag)
        add(naam, verder, rnd.choice((None, verder + dagen(rnd.choice((0, 5, 60))))), "31")
    for nummer in range(6):
        add_adressen(rnd, naam := f"h{nummer}", jeugdigen)
        begin = datastand - dagen(200 + rnd.randrange(300))
        eind = begin + dagen(rnd.choice((0, 10, 90)))
        add(naam, begin, eind, "31")
        add(naam, begin, eind, rnd.choice(("36", "20", "34")))
        add(naam, begin + dagen(nummer % 2), eind + dagen(nummer % 3), "33")
    return {"jeugdige": jeugdigen, "traject": trajecten}


def add_verblijf(rnd: Random, naam: str, levering: Levering) -> None:
    """Two stays with a gap around the limit, and moves on and around their first days."""
    begin = date(2021, 6, 1) + dagen(rnd.randrange(300))
    eind = begin + dagen(rnd.choice((0, 30, 80)))
    tweede = eind + dagen(rnd.choice((1, 27, 28, 28, 29, 60)))
    grenzen = sorted({begin + dagen(rnd.choice((-1, 0, 0, 1))), tweede - dagen(rnd.choice((0, 5)))})
    van = date(2009, 5, 5)
    for gebied, tot in zip(
        rnd.sample(("west", "zuid", "noord"), 3), (*grenzen, None), strict=False
    ):
        laatste = tot - dagen(1) if tot else None
        levering["jeugdige"].append(
            {
                "jeugdige_id": naam,
                "geboortedatum": date(2009, 5, 5),
                "gebied": gebied,
                "van_datum": van,
                "tot_datum": laatste,
            }
        )
        van = tot or van
    duur = dagen(rnd.choice((0, 40, 400)))
    for aanbieder, hulpvorm, eerste, laatste_dag in (
        ("A1", rnd.choice(("11", "13", "14")), begin, eind),
        ("A2", rnd.choice(("11", "12", "14")), tweede, tweede + duur),
        ("A3", "02", begin - dagen(100), tweede + dagen(200)),
    ):
        levering["traject"].append(
            {
                "traject_id": f"t{len(levering['traject']):04}",
                "jeugdige_id": naam,
                "toewijzing_id": None,
                "aanbieder_id": aanbieder,
                "hulpvorm_code": hulpvorm,
                "verwijzer_code": "04",
                "begin_datum": eerste,
                "eind_datum": laatste_dag,
                "reden_einde_code": "31",
            }
        )


def add_aanmelding(rnd: Random, naam: str, datastand: date, rows: list[Row]) -> None:
    aanmeld = pick_day(rnd, datastand)
    start = rnd.choice((None, aanmeld + dagen(rnd.choice((-10, -1, 0, 1, 50, 97, 98, 99, 200)))))
    afmeld = rnd.choice((None, None, aanmeld + dagen(rnd.choice((0, 1, 50, 97, 98, 99, 180)))))
    if rnd.random() < 0.3:  # something happens on a peildatum itself
        peildatum = rnd.choice(PEILDATUMS)
        aanmeld = peildatum - dagen(rnd.choice((0, 1, 120)))
        start, afmeld = rnd.choice(((peildatum, None), (None, peildatum), (None, None)))
    brug: date | None = rnd.choice((None, aanmeld + dagen(rnd.choice((-5, 0, 30)))))
    brug_tot = brug and rnd.choice((None, brug + dagen(rnd.choice((0, 1, 20, 90, 120)))))
    rows.append(
        {
            "aanmelding_id": f"m{len(rows):04}",
            "jeugdige_id": naam,
            "aanbieder_id": rnd.choice((*AANBIEDERS, None)),
            "hulpvorm_code": rnd.choice((*HULPVORMEN, None)),
            "aanmeld_datum": aanmeld,
            "start_datum": start,
            "afmeld_datum": afmeld,
            "overbrugging_van_datum": brug,
            "overbrugging_tot_datum": brug_tot,
        }
    )


def add_geld(rnd: Random, naam: str, datastand: date, levering: Levering) -> None:
    ingang = min(pick_day(rnd, datastand), datastand)
    eind = rnd.choice((None, ingang + dagen(rnd.choice(DUREN))))
    if rnd.random() < 0.3:
        eind = max(ingang, datastand - dagen(rnd.choice((89, 90, 91))))
    nummer = f"w{len(levering['toewijzing']):04}"
    aanbieder = rnd.choice(AANBIEDERS)
    levering["toewijzing"].append(
        {
            "toewijzing_id": nummer,
            "jeugdige_id": naam,
            "aanbieder_id": aanbieder,
            "productcategorie_code": None,
            "product_code": None,
            "segment": rnd.choice(("licht", "midden", "hoog", None)),
            "toewijzing_datum": ingang,
            "ingang_datum": ingang,
            "eind_datum": eind,
            "bedrag_eur": rnd.choice((None, 1000, 250.5, 3333.33)),
        }
    )
    for _ in range(rnd.choice((0, 1, 3))):
        van = rnd.choice((ingang, pick_day(rnd, datastand)))
        levering["declaratie"].append(
            {
                "declaratie_id": f"d{len(levering['declaratie']):04}",
                "toewijzing_id": rnd.choice((nummer, nummer, None)),
                "jeugdige_id": naam,
                "aanbieder_id": aanbieder,
                "van_datum": van,
                "tot_datum": van + dagen(rnd.choice((0, 6, 27, 30, 90, 364))),
                "bedrag_eur": rnd.choice((100, 0.01, 1234.56, -50, 777.7)),
            }
        )


def add_uitkomsten(rnd: Random, levering: Levering) -> None:
    """Answers at the end of some trajecten as delivered, and some where nothing ended."""
    seen = set()
    for row in levering["traject"]:
        einde = row["eind_datum"] or date(2021, 5, 1)
        key = (row["jeugdige_id"], row["aanbieder_id"], row["hulpvorm_code"], einde)
        if rnd.random() < 0.5 and key not in seen:
            seen.add(key)
            levering["uitkomst"].append(
                {
                    **dict(zip(BESTAND["uitkomst"].sleutel, key, strict=True)),
                    "nut_score": rnd.choice((None, 1, 7, 7.5, 10)),
                    "zonder_hulp_code": rnd.choice((None, "01", "02", "03", "04", "04", "99")),
                }
            )


def add_gebied(rnd: Random, levering: Levering, wijken: tuple[str, ...]) -> None:
    """bevolking (some years missing), ervaring and casus."""
    for wijk in wijken:
        for jaar in rnd.choice(((2019, 2020, 2021, 2022), (2020, 2022), (2021,), (2018,))):
            for leeftijd in (0, 3, 4, 11, 12, 17, 18, 22, 23):
                row: dict[str, Any] = {"jaar": jaar, "gebied": wijk, "leeftijd": leeftijd}
                levering["bevolking"].append({**row, "aantal": rnd.choice((0, 7, 40, 400))})
    for kwartaal in ("2020K4", "2021K1", "2021K4", "2022K2"):
        for groep in ("jeugdige", "ouder"):
            levering["ervaring"].append(
                {
                    "kwartaal": kwartaal,
                    "gebied": rnd.choice(GEBIEDEN),
                    "groep": groep,
                    "vraag_code": rnd.choice(("nut", "nabij")),
                    "score": rnd.choice((1, 5, 7.5, 8, 10)),
                    "aantal": rnd.choice((1, 3, 40)),
                }
            )
    for dag in (date(2021, 3, 31), date(2021, 4, 1), date(2022, 2, 1), date(2022, 2, 1)):
        levering["casus"].append(
            {
                "casus_id": f"c{len(levering['casus'])}",
                "gebied": rnd.choice(GEBIEDEN),
                "afgerond_datum": dag,
                "verwachte_inzet_eur": rnd.choice((0, 1000, 2500.75)),
                "werkelijke_inzet_eur": rnd.choice((0, 800, 3000)),
                "eigen_inzet_eur": rnd.choice((0, 99.99)),
            }
        )


def make_levering(rnd: Random, aantal: int, datastand: date, wijken: tuple[str, ...]) -> Levering:
    """A levering of aantal jeugdigen; every file may be left out except the two required."""
    namen = ("jeugdige", "traject", "toewijzing", "declaratie", "aanmelding", "bevolking")
    levering: Levering = {naam: [] for naam in (*namen, "ervaring", "casus", "uitkomst")}
    for nummer in range(aantal):
        naam = f"p{nummer:03}"
        if rnd.random() < 0.15:
            add_verblijf(rnd, naam, levering)
            continue
        add_adressen(rnd, naam, levering["jeugdige"])
        add_trajecten(rnd, naam, datastand, levering["traject"])
        for _ in range(rnd.choice((0, 0, 1, 2))):
            add_aanmelding(rnd, naam, datastand, levering["aanmelding"])
        for _ in range(rnd.choice((0, 1, 2))):
            add_geld(rnd, naam, datastand, levering)
    add_gebied(rnd, levering, wijken)
    if not levering["traject"]:
        add_trajecten(Random(8), "p000", datastand, levering["traject"])
    add_uitkomsten(Random(aantal), levering)  # a source of its own: other rows stay the same
    for naam in (*namen[2:], "uitkomst"):
        if not levering[naam] or rnd.random() < 0.05:
            del levering[naam]
    if "toewijzing" not in levering:
        for row in levering.get("declaratie", []):
            row["toewijzing_id"] = None
    return levering
