"""The merge is portable SQL: PostgreSQL gives what the plain loops give."""

from collections import Counter
from random import Random

import psycopg
import pytest

from proeftuin.facts import read_functies
from tests.ingest.test_merge import (
    EINDEN,
    KOLOMMEN,
    SAMENVOEGEN,
    SAMENVOEGREGEL,
    TELLEN,
    Traject,
    count_plainly,
    in_order,
    make_trajecten,
    merge_plainly,
)
from tests.lib.postgres import postgres_server

pytestmark = pytest.mark.postgres
BRON = tuple(Traject.__dataclass_fields__)[:-1]  # a planned end is only known once merged


def test_postgres_merges_as_the_plain_loops() -> None:
    rows = make_trajecten(Random(3), 400)
    with postgres_server() as address, psycopg.connect(address) as connection:
        connection.execute(read_functies("postgres"))
        connection.execute(
            "create table traject_bron (traject_id varchar, jeugdige_id integer,"
            " toewijzing_id varchar, aanbieder_id varchar, hulpvorm_code varchar,"
            " verwijzer_code varchar, begin_datum date, eind_datum date, reden_einde_code varchar)"
        )
        connection.execute(f"create table samenvoegregel as {SAMENVOEGREGEL}")
        with connection.cursor().copy("copy traject_bron from stdin") as copy:
            for row in rows:
                copy.write_row([getattr(row, kolom) for kolom in BRON])
        connection.execute(f"create table traject_einde as {EINDEN}")
        found = connection.execute(f"select {KOLOMMEN} from ({SAMENVOEGEN}) as samen").fetchall()
        ends = connection.execute(TELLEN).fetchall()
    merged = [Traject(*row) for row in found]
    assert in_order(merged) == in_order(merge_plainly(rows))
    assert Counter(ends) == count_plainly(rows)
    assert len(merged) < len(rows)
