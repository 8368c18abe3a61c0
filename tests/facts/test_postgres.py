"""The same facts and figures on PostgreSQL as on DuckDB: every row, every cell."""

from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import Any

import psycopg
import pytest

from proeftuin.facts import FACTS
from proeftuin.measure import prepare_facts
from proeftuin.settings import Settings
from proeftuin.store import TABLES_SQL, Store, open_store
from tests.lib.compare import load, plain
from tests.lib.motor.engine import PostgresStore
from tests.lib.motor.gelijk import check_aanbieders, check_figures, check_prognose, check_rows
from tests.lib.postgres import postgres_server
from tests.lib.random_levering import make_levering
from tests.measure.test_reference import small_settings

pytestmark = pytest.mark.postgres
SETTINGS = small_settings()
BRON = (
    *("levering", "geleverd", "wijk", "jeugdige", "adres", "traject", "toewijzing"),
    *("declaratie", "aanmelding", "bevolking", "uitgave", "ervaring", "voorveld", "casus"),
    *("uitkomst", "rijen_per_kwartaal", "bereik", "bevolking_deels", "laadregels"),
)


def copy_table(store: Store, cursor: psycopg.Cursor[Any], naam: str) -> None:
    frame = store.frame(f"select * from {naam}")
    columns = ", ".join(frame.columns)
    with cursor.copy(f"copy {naam} ({columns}) from stdin") as copy:
        for row in frame.astype(object).itertuples(index=False, name=None):
            copy.write_row(tuple(plain(value) for value in row))


@pytest.fixture(scope="module")
def engines(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Store, PostgresStore]]:
    """A DuckDB and a PostgreSQL session with the same levering and all facts."""
    settings, datastand = SETTINGS, date(2023, 2, 28)
    levering = make_levering(Random(7), 120, datastand, settings.wijk_ids)
    folder = load(levering, datastand, settings, tmp_path_factory.mktemp("postgres"))
    with open_store(folder) as store, postgres_server() as address:
        with psycopg.connect(address) as connection:
            cursor = connection.cursor()
            cursor.execute(TABLES_SQL.read_text(encoding="utf-8"))
            for naam in BRON:
                copy_table(store, cursor, naam)
            other: Any = PostgresStore(connection, store.datastand)
            for engine in (store, other):
                prepare_facts(engine, settings)
            yield store, other


@pytest.mark.parametrize("naam", FACTS)
def test_same_rows(naam: str, engines: tuple[Store, PostgresStore]) -> None:
    query = f"select * from {naam}"
    store, other = engines
    check_rows(store.frame(query), other.frame(query), naam)


@pytest.mark.parametrize("check", [check_figures, check_prognose, check_aanbieders])
def test_same_figures(
    check: Callable[[Store, Any, Settings], None], engines: tuple[Store, PostgresStore]
) -> None:
    check(*engines, SETTINGS)
