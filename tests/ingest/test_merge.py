"""Merging trajecten in SQL against plain loops, and the worked examples 1, 3 and 8."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from proeftuin.ingest import load
from proeftuin.store import Builder
from tests.lib.reference import personen
from tests.lib.reference.personen import DAG, Regels, Row, ends_last

DATASTAND = date(2023, 12, 31)
BEGIN = date(2022, 6, 1)
REGELS = Regels({}, (), (), (), (), date(2015, 1, 1))
SAMENVOEGREGEL = (
    f"select date '{DATASTAND}' as datastand, {REGELS.tijdelijke_stop} as tijdelijke_stop_dagen,"
    f" {REGELS.administratief} as administratief_dagen"
)
EINDEN, SAMENVOEGEN = (
    (Path(load.__file__).parent / f"{naam}.sql").read_text(encoding="utf-8")
    for naam in ("einden", "samenvoegen")
)
TELLEN = (
    "select regel, eind_datum from traject_einde cross join samenvoegregel"
    " where regel is not null and eind_datum <= datastand"
)


@dataclass(frozen=True)
class Traject:
    """One traject as delivered, and later as merged."""

    traject_id: str
    jeugdige_id: int
    toewijzing_id: str | None
    aanbieder_id: str
    hulpvorm_code: str
    verwijzer_code: str | None
    begin_datum: date
    eind_datum: date | None
    reden_einde_code: str | None
    gepland_eind_datum: date | None = None

    @property
    def key(self) -> tuple[int, str, str]:
        return self.jeugdige_id, self.aanbieder_id, self.hulpvorm_code


KOLOMMEN = ", ".join(Traject.__dataclass_fields__)
Einden = Counter[tuple[str, date]]


def by_key(trajecten: list[Traject]) -> list[list[Row]]:
    groups: dict[tuple[int, str, str], list[Row]] = {}
    for traject in trajecten:
        groups.setdefault(traject.key, []).append(asdict(traject))
    return list(groups.values())


def merge_plainly(trajecten: list[Traject]) -> list[Traject]:
    """What the second implementation makes of them."""
    rows = [row for group in by_key(trajecten) for row in personen.merge(group, REGELS)]
    return [close(Traject(**row)) for row in rows]


def close(traject: Traject) -> Traject:
    """The state on datastand: open or planned, or ended with a reden."""
    traject = replace(traject, verwijzer_code=traject.verwijzer_code or "99")
    einde = traject.eind_datum
    if einde is None or einde > DATASTAND:
        return replace(traject, eind_datum=None, gepland_eind_datum=einde, reden_einde_code=None)
    return replace(traject, reden_einde_code=traject.reden_einde_code or "99")


def count_plainly(trajecten: list[Traject]) -> Einden:
    """The ends on or before datastand that are no end of a merged traject, and by which rule."""
    found: Einden = Counter()
    for group in by_key(trajecten):
        for traject in personen.merge(group, REGELS):
            tot = traject["eind_datum"] or date.max
            inside = [row for row in group if traject["begin_datum"] <= row["begin_datum"] <= tot]
            last = max(inside, key=ends_last)
            for row in inside:
                eind = row["eind_datum"]
                if row is not last and eind is not None and eind <= DATASTAND:
                    others = [other for other in inside if ends_last(other) > ends_last(row)]
                    found[rule_of(row, others), eind] += 1
    return found


def rule_of(row: Row, others: list[Row]) -> str:
    """Why this end is none: by what begins on or after it among those that end later."""
    eind = row["eind_datum"]
    if any(other["begin_datum"] <= eind for other in others):
        return "overlap"
    if any(other["begin_datum"] == eind + DAG for other in others):
        return "aansluitend"
    return {"20": "tijdelijk"}.get(row["reden_einde_code"], "administratief")


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    builder = Builder(tmp_path_factory.mktemp("samenvoegen"))
    builder.execute(
        f"create table werk.samenvoegregel as {SAMENVOEGREGEL};"
        "create table werk.traject_bron as select * from traject limit 0"
    )
    yield builder
    builder._close()


def fill_in_sql(builder: Builder, trajecten: list[Traject]) -> None:
    builder.execute("delete from werk.traject_bron")
    rows = pd.DataFrame([vars(traject) for traject in trajecten])
    for kolom in ("begin_datum", "eind_datum", "gepland_eind_datum"):
        rows[kolom] = pd.to_datetime(rows[kolom])
    builder.insert("werk.traject_bron", rows)
    builder.execute(f"create or replace table werk.traject_einde as {EINDEN}")


def merge_in_sql(builder: Builder, trajecten: list[Traject]) -> list[Traject]:
    fill_in_sql(builder, trajecten)
    return [Traject(*row) for row in builder.rows(f"select {KOLOMMEN} from ({SAMENVOEGEN})")]


def make_trajecten(chance: Random, aantal: int) -> list[Traject]:
    """Rows full of edges: gaps just inside and outside each rule, equal begins and equal ends."""
    rows: list[Traject] = []
    gaten = (-60, -1, 0, 0, 1, 1, 2, 6, 7, 8, 28, 364, 365, 366)
    for nr in range(aantal):
        begin = BEGIN + timedelta(chance.randrange(560))
        eind = chance.choice([None, begin, begin + timedelta(chance.randrange(60))])
        aanbieder, hulpvorm = chance.choice("AAB"), chance.choice(["02", "02", "99"])
        jeugdige = chance.randrange(1, aantal // 4 + 2)
        if rows and chance.random() < 0.8:
            other = chance.choice(rows)
            if chance.random() < 0.9:
                jeugdige, aanbieder, hulpvorm = other.key
            last = other.eind_datum or other.begin_datum
            soort = chance.randrange(5)
            if soort == 0:
                begin = other.begin_datum
            elif soort < 4:
                begin = max(BEGIN, last + timedelta(chance.choice(gaten)))
            length = timedelta(chance.choice((0, 1, 5, 40, 400)))
            eind = chance.choice([begin + length, begin + length, max(begin, last), None])
        rows.append(
            Traject(
                *(f"t{chance.randrange(10)}-{nr}", jeugdige, chance.choice([None, "w1", "w2"])),
                *(aanbieder, hulpvorm, chance.choice([None, "99", "01", "02"])),
                *(begin, eind, chance.choice([None, "20", "20", "36", "37", "31", "34", "99"])),
            )
        )
    return rows


def in_order(rows: list[Traject]) -> list[Traject]:
    return sorted(rows, key=lambda traject: traject.traject_id)


@pytest.mark.langzaam
@settings(max_examples=150, deadline=None)
@given(chance=st.randoms(use_true_random=False), aantal=st.integers(1, 25))
@example(chance=Random(11), aantal=400)
def test_sql_merges_as_the_plain_loops(builder: Builder, chance: Random, aantal: int) -> None:
    rows = make_trajecten(chance, aantal)
    assert in_order(merge_in_sql(builder, rows)) == in_order(merge_plainly(rows))
    assert Counter(builder.rows(TELLEN)) == count_plainly(rows)


def test_the_random_trajecten_meet_every_rule() -> None:
    rows = make_trajecten(Random(11), 400)
    regels = {regel for regel, _ in count_plainly(rows)}
    assert regels == {"overlap", "aansluitend", "administratief", "tijdelijk"}
    assert 50 < len(merge_plainly(rows)) < len(rows) - 50


def voorbeeld(
    nr: str,
    jeugdige: int,
    begin: str,
    eind: str | None,
    reden: str | None = "31",
    hulpvorm: str = "02",
    aanbieder: str = "A1",
    verwijzer: str | None = "01",
) -> Traject:
    return Traject(
        *(nr, jeugdige, f"w{nr}", aanbieder, hulpvorm, verwijzer),
        *(date.fromisoformat(begin), eind and date.fromisoformat(eind), reden),  # type: ignore[arg-type]
    )


def spans(rows: list[Traject]) -> list[tuple[object, ...]]:
    """(jeugdige, hulpvorm, aanbieder, begin, end, reden), in order."""
    found = [
        (t.jeugdige_id, t.hulpvorm_code, t.aanbieder_id, str(t.begin_datum), str(t.eind_datum))
        + (str(t.reden_einde_code),)
        for t in rows
    ]
    return sorted(found)


def test_worked_example_1(builder: Builder) -> None:
    rows = [
        voorbeeld("1", 1, "2021-01-10", "2021-03-31", "34"),
        voorbeeld("2", 1, "2021-03-31", "2021-05-01"),
        voorbeeld("3", 1, "2021-03-01", "2021-03-31", aanbieder="A2"),
        voorbeeld("4", 2, "2021-01-01", "2021-03-30"),
        voorbeeld("5", 2, "2021-03-31", None, None, hulpvorm="04", aanbieder="A2"),
        voorbeeld("6", 3, "2021-04-01", None, None),
    ]
    assert spans(merge_in_sql(builder, rows)) == [
        (1, "02", "A1", "2021-01-10", "2021-05-01", "31"),
        (1, "02", "A2", "2021-03-01", "2021-03-31", "31"),
        (2, "02", "A1", "2021-01-01", "2021-03-30", "31"),
        (2, "04", "A2", "2021-03-31", "None", "None"),
        (3, "02", "A1", "2021-04-01", "None", "None"),
    ]
    assert builder.rows(TELLEN) == [("overlap", date(2021, 3, 31))]


def test_worked_example_3(builder: Builder) -> None:
    rows = [
        voorbeeld("1", 1, "2021-01-10", "2021-02-10", "20"),
        voorbeeld("2", 1, "2021-06-01", "2021-08-31"),
        voorbeeld("3", 2, "2021-01-10", "2021-02-10", "20"),
        voorbeeld("4", 3, "2021-01-10", "2021-02-10", "20"),
        voorbeeld("5", 3, "2022-02-10", "2022-03-01", "20"),
        voorbeeld("6", 3, "2022-04-01", "2022-05-01", "32"),
        voorbeeld("7", 4, "2021-01-10", "2021-02-10", "20"),
        voorbeeld("8", 4, "2022-02-11", "2022-03-01"),
    ]
    assert spans(merge_in_sql(builder, rows)) == [
        (1, "02", "A1", "2021-01-10", "2021-08-31", "31"),
        (2, "02", "A1", "2021-01-10", "2021-02-10", "99"),
        (3, "02", "A1", "2021-01-10", "2022-05-01", "32"),
        (4, "02", "A1", "2021-01-10", "2021-02-10", "99"),
        (4, "02", "A1", "2022-02-11", "2022-03-01", "31"),
    ]
    assert Counter(regel for regel, _ in builder.rows(TELLEN)) == {"tijdelijk": 3}


def test_worked_example_8(builder: Builder) -> None:
    rows = [
        voorbeeld("1", 1, "2021-01-10", "2021-12-31", "37"),
        voorbeeld("2", 1, "2022-01-01", "2022-12-31", "31"),
        voorbeeld("3", 1, "2023-01-01", None, None),
        voorbeeld("4", 2, "2021-01-10", "2021-06-30", "36", "03"),
        voorbeeld("5", 2, "2021-07-07", None, None, "03"),
        voorbeeld("6", 3, "2021-01-10", "2021-06-30", "36", "03"),
        voorbeeld("7", 3, "2021-07-08", None, None, "03"),
        voorbeeld("8", 4, "2021-01-10", "2021-06-30", "31", "04"),
        voorbeeld("9", 4, "2021-07-01", None, None, "04"),
        voorbeeld("a", 5, "2021-01-10", "2021-06-30", "31", "04"),
        voorbeeld("b", 5, "2021-07-02", None, None, "04"),
    ]
    assert spans(merge_in_sql(builder, rows)) == [
        (1, "02", "A1", "2021-01-10", "None", "None"),
        (2, "03", "A1", "2021-01-10", "None", "None"),
        (3, "03", "A1", "2021-01-10", "2021-06-30", "36"),
        (3, "03", "A1", "2021-07-08", "None", "None"),
        (4, "04", "A1", "2021-01-10", "None", "None"),
        (5, "04", "A1", "2021-01-10", "2021-06-30", "31"),
        (5, "04", "A1", "2021-07-02", "None", "None"),
    ]
    assert sorted(builder.rows(TELLEN)) == [
        ("aansluitend", date(2021, 6, 30)),
        ("aansluitend", date(2021, 12, 31)),
        ("aansluitend", date(2022, 12, 31)),
        ("administratief", date(2021, 6, 30)),
    ]


def test_ties_of_begins_and_ends(builder: Builder) -> None:
    begins = [
        voorbeeld("a", 1, "2021-01-10", "2021-03-31", "31", verwijzer=None),
        voorbeeld("b", 1, "2021-01-10", "2021-02-28", "32", verwijzer="99"),
        voorbeeld("d", 1, "2021-01-10", "2021-02-28", "33", verwijzer="02"),
        voorbeeld("c", 1, "2021-01-10", "2021-02-28", "34", verwijzer="03"),
    ]
    [one] = merge_in_sql(builder, begins)
    assert (one.traject_id, one.verwijzer_code, one.toewijzing_id) == ("c", "03", "wc")
    assert one.reden_einde_code == "31"
    earlier = voorbeeld("z", 1, "2021-01-09", "2021-01-10", "31", verwijzer="99")
    [one] = merge_in_sql(builder, [*begins, earlier])
    assert (one.traject_id, one.verwijzer_code) == ("z", "99"), "a later begin is never the first"
    ends = [
        voorbeeld("d", 1, "2021-01-10", "2021-03-31", "31"),
        voorbeeld("a", 1, "2021-02-10", "2021-03-31", "32"),
        voorbeeld("c", 1, "2021-02-10", "2021-03-31", "33"),
        voorbeeld("b", 1, "2021-02-10", "2021-03-31", "34"),
    ]
    [one] = merge_in_sql(builder, ends)
    assert (one.traject_id, one.reden_einde_code) == ("d", "33")
    [one] = merge_in_sql(builder, [*ends, voorbeeld("e", 1, "2021-01-20", None, None)])
    assert (one.eind_datum, one.reden_einde_code) == (None, None), "an open one stays open"
    later = voorbeeld("e", 1, "2021-03-01", "2024-01-31", "31")
    [one] = merge_in_sql(builder, [*ends, later])
    assert (one.eind_datum, one.gepland_eind_datum) == (None, date(2024, 1, 31))


def test_the_reden_of_the_last_end_decides_whether_help_goes_on(builder: Builder) -> None:
    rows = [
        voorbeeld("a", 1, "2021-01-10", "2021-03-31", "20"),
        voorbeeld("b", 1, "2021-02-10", "2021-03-31", "31"),
        voorbeeld("c", 1, "2021-06-01", "2021-08-31", "31"),
        voorbeeld("d", 2, "2021-01-10", "2021-03-30", "31"),
        voorbeeld("e", 2, "2021-02-10", "2021-03-31", "37"),
        voorbeeld("f", 2, "2021-04-07", "2021-05-31", "20"),
        voorbeeld("g", 2, "2021-09-01", "2021-09-30", "36"),
    ]
    assert spans(merge_in_sql(builder, rows)) == [
        (1, "02", "A1", "2021-01-10", "2021-03-31", "31"),
        (1, "02", "A1", "2021-06-01", "2021-08-31", "31"),
        (2, "02", "A1", "2021-01-10", "2021-09-30", "36"),
    ]
