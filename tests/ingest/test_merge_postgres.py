"""The merge is portable SQL: PostgreSQL gives what the plain loop gives."""

from datetime import timedelta
from random import Random

import psycopg
import pytest

from proeftuin.facts import read_functies
from tests.ingest.test_merge import (
    BEGIN,
    DATASTAND,
    SQL,
    STOP_DAGEN,
    Traject,
    merge_plainly,
)
from tests.lib.postgres import postgres_server

pytestmark = pytest.mark.postgres
KOLOMMEN = (
    *("traject_id", "jeugdige_id", "toewijzing_id", "aanbieder_id", "hulpvorm_code"),
    *("verwijzer_code", "begin_datum", "eind_datum", "reden_einde_code"),
)


def make_trajecten(chance: Random, aantal: int) -> list[Traject]:
    rows = []
    for nr in range(aantal):
        begin = BEGIN + timedelta(chance.randrange(560))
        length = chance.choice([None, chance.randrange(60), chance.randrange(700)])
        rows.append(
            Traject(
                *(f"t{nr:04d}", chance.randrange(1, 40), chance.choice([None, "w1", "w2"])),
                *(chance.choice("AAB"), chance.choice(["02", "02", "99"])),
                chance.choice([None, "01", "02"]),
                begin,
                None if length is None else begin + timedelta(length),
                chance.choice([None, "20", "20", "31", "34"]),
            )
        )
    return rows


def test_postgres_merges_as_the_plain_loop() -> None:
    rows = make_trajecten(Random(3), 400)
    with postgres_server() as address, psycopg.connect(address) as connection:
        connection.execute(read_functies("postgres"))
        connection.execute(
            "create table traject_bron (traject_id varchar, jeugdige_id integer,"
            " toewijzing_id varchar, aanbieder_id varchar, hulpvorm_code varchar,"
            " verwijzer_code varchar, begin_datum date, eind_datum date, reden_einde_code varchar)"
        )
        connection.execute(
            f"create table samenvoegregel as select date '{DATASTAND}' as datastand,"
            f" {STOP_DAGEN} as tijdelijke_stop_dagen"
        )
        with connection.cursor().copy("copy traject_bron from stdin") as copy:
            for row in rows:
                copy.write_row([getattr(row, kolom) for kolom in KOLOMMEN])
        columns = ", ".join((*KOLOMMEN, "gepland_eind_datum"))
        found = connection.execute(f"select {columns} from ({SQL}) as samen").fetchall()
    merged = sorted((Traject(*row) for row in found), key=lambda t: t.traject_id)
    assert merged == sorted(merge_plainly(rows), key=lambda t: t.traject_id)
    assert len(merged) < len(rows)
