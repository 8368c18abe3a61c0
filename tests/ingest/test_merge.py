"""Merging trajecten in SQL against a plain loop, and the worked examples 1 and 3."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proeftuin.ingest import load
from proeftuin.store import Builder

DATASTAND = date(2023, 12, 31)
STOP_DAGEN = 365
BEGIN = date(2022, 6, 1)
SQL = (Path(load.__file__).parent / "samenvoegen.sql").read_text(encoding="utf-8")


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
    laatste: tuple[date, date, str] | None = None  # end, begin and id of the one that ends last

    @property
    def key(self) -> tuple[int, str, str]:
        return self.jeugdige_id, self.aanbieder_id, self.hulpvorm_code

    @property
    def slot(self) -> tuple[date, date, str]:
        return self.laatste or (self.eind_datum or date.max, self.begin_datum, self.traject_id)


def join(a: Traject, b: Traject) -> Traject:
    """Two as one: the first gives id, toewijzing and verwijzer, the last end the reden."""
    first, second = sorted((a, b), key=lambda t: (t.begin_datum, t.traject_id))
    last = max((a, b), key=lambda t: t.slot)
    return replace(
        first,
        eind_datum=last.eind_datum,
        reden_einde_code=last.reden_einde_code,
        laatste=last.slot,
    )


def share_a_day(a: Traject, b: Traject) -> bool:
    return a.begin_datum <= b.slot[0] and b.begin_datum <= a.slot[0]


def merge_plainly(trajecten: list[Traject]) -> list[Traject]:
    """Definities, 'Merged first', read aloud: join pairs until nothing joins any more."""
    merged = list(trajecten)
    while pair := next(
        (
            (a, b)
            for nr, a in enumerate(merged)
            for b in merged[nr + 1 :]
            if a.key == b.key and share_a_day(a, b)
        ),
        None,
    ):
        merged = [t for t in merged if t not in pair] + [join(*pair)]
    done: list[Traject] = []
    for traject in sorted(merged, key=lambda t: (t.key, t.begin_datum)):
        before = done[-1] if done else None
        if (
            before is not None
            and before.key == traject.key
            and before.reden_einde_code == "20"
            and before.eind_datum is not None
            and (traject.begin_datum - before.eind_datum).days <= STOP_DAGEN
        ):
            done[-1] = join(before, traject)
        else:
            done.append(traject)
    return [close(traject) for traject in done]


def close(traject: Traject) -> Traject:
    """The state on datastand: open or planned, or ended with a reden."""
    traject = replace(traject, laatste=None, verwijzer_code=traject.verwijzer_code or "99")
    einde = traject.eind_datum
    if einde is None or einde > DATASTAND:
        return replace(traject, eind_datum=None, gepland_eind_datum=einde, reden_einde_code=None)
    reden = traject.reden_einde_code or "99"
    return replace(traject, reden_einde_code="99" if reden == "20" else reden)


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    builder = Builder(tmp_path_factory.mktemp("samenvoegen"))
    builder.execute(
        f"create table werk.samenvoegregel as select date '{DATASTAND}' as datastand,"
        f" {STOP_DAGEN} as tijdelijke_stop_dagen;"
        "create table werk.traject_bron as select * from traject limit 0"
    )
    yield builder
    builder._close()


def merge_in_sql(builder: Builder, trajecten: list[Traject]) -> list[Traject]:
    builder.execute("delete from werk.traject_bron")
    rows = pd.DataFrame([vars(traject) for traject in trajecten]).drop(columns="laatste")
    for kolom in ("begin_datum", "eind_datum", "gepland_eind_datum"):
        rows[kolom] = pd.to_datetime(rows[kolom])
    builder.insert("werk.traject_bron", rows)
    columns = (
        "traject_id, jeugdige_id, toewijzing_id, aanbieder_id, hulpvorm_code, verwijzer_code,"
        " begin_datum, eind_datum, reden_einde_code, gepland_eind_datum"
    )
    return [Traject(*row) for row in builder.rows(f"select {columns} from ({SQL})")]


@st.composite
def trajecten(draw: st.DrawFn) -> list[Traject]:
    rows = []
    for nr in range(draw(st.integers(1, 30))):
        begin = BEGIN + timedelta(draw(st.integers(0, 560)))
        length = draw(st.none() | st.integers(0, 60) | st.integers(0, 700))
        rows.append(
            Traject(
                f"t{draw(st.integers(0, 9))}-{nr}",
                draw(st.integers(1, 5)),
                draw(st.sampled_from([None, "w1", "w2"])),
                draw(st.sampled_from(["A", "A", "B"])),
                draw(st.sampled_from(["02", "02", "99"])),
                draw(st.sampled_from([None, "01", "02"])),
                begin,
                None if length is None else begin + timedelta(length),
                draw(st.sampled_from([None, "20", "20", "31", "34"])),
            )
        )
    return rows


@settings(max_examples=50, deadline=None)
@given(rows=trajecten())
def test_sql_merges_as_the_plain_loop(builder: Builder, rows: list[Traject]) -> None:
    merged = sorted(merge_in_sql(builder, rows), key=lambda t: t.traject_id)
    assert merged == sorted(merge_plainly(rows), key=lambda t: t.traject_id)


def voorbeeld(nr: str, jeugdige: int, begin: str, eind: str, reden: str, aanbieder: str) -> Traject:
    return Traject(
        *(nr, jeugdige, None, aanbieder, "02", "01"),
        *(date.fromisoformat(begin), date.fromisoformat(eind), reden),
    )


def spans(rows: list[Traject]) -> list[tuple[int, str, str, str, str]]:
    return sorted(
        (
            t.jeugdige_id,
            t.aanbieder_id,
            str(t.begin_datum),
            str(t.eind_datum),
            str(t.reden_einde_code),
        )
        for t in rows
    )


def test_worked_example_1(builder: Builder) -> None:
    rows = [
        voorbeeld("1", 1, "2021-01-10", "2021-03-31", "34", "A1"),
        voorbeeld("2", 1, "2021-03-31", "2021-05-01", "31", "A1"),
        voorbeeld("3", 1, "2021-03-01", "2021-03-31", "31", "A2"),
        voorbeeld("4", 2, "2021-01-01", "2021-03-30", "31", "A1"),
        voorbeeld("5", 2, "2021-03-31", "2021-06-30", "31", "A1"),
    ]
    assert spans(merge_in_sql(builder, rows)) == [
        (1, "A1", "2021-01-10", "2021-05-01", "31"),
        (1, "A2", "2021-03-01", "2021-03-31", "31"),
        (2, "A1", "2021-01-01", "2021-03-30", "31"),
        (2, "A1", "2021-03-31", "2021-06-30", "31"),
    ]


def test_worked_example_3(builder: Builder) -> None:
    rows = [
        voorbeeld("1", 1, "2021-01-10", "2021-02-10", "20", "A1"),
        voorbeeld("2", 1, "2021-06-01", "2021-08-31", "31", "A1"),
        voorbeeld("3", 2, "2021-01-10", "2021-02-10", "20", "A1"),
        voorbeeld("4", 3, "2021-01-10", "2021-02-10", "20", "A1"),
        voorbeeld("5", 3, "2022-02-10", "2022-03-01", "20", "A1"),
        voorbeeld("6", 3, "2022-04-01", "2022-05-01", "32", "A1"),
        voorbeeld("7", 4, "2021-01-10", "2021-02-10", "20", "A1"),
        voorbeeld("8", 4, "2022-02-11", "2022-03-01", "31", "A1"),
    ]
    assert spans(merge_in_sql(builder, rows)) == [
        (1, "A1", "2021-01-10", "2021-08-31", "31"),
        (2, "A1", "2021-01-10", "2021-02-10", "99"),
        (3, "A1", "2021-01-10", "2022-05-01", "32"),
        (4, "A1", "2021-01-10", "2021-02-10", "99"),
        (4, "A1", "2022-02-11", "2022-03-01", "31"),
    ]
