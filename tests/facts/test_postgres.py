"""The same facts and figures on PostgreSQL as on DuckDB: every row, every cell."""

import math
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import psycopg
import pytest

from proeftuin.facts import FACTS, read_fact, read_functies
from proeftuin.measure import measure_aanbieders, measure_all, measure_prognose
from proeftuin.store import TABLES_SQL, Store, open_store, prepare_facts
from tests.lib.compare import load, plain
from tests.lib.motor.engine import PostgresStore
from tests.lib.postgres import postgres_server
from tests.lib.random_levering import make_levering
from tests.measure.test_reference import small_settings

pytestmark = pytest.mark.postgres
SETTINGS = small_settings()
INVOER = ("constante", "venster", "venster_peildatum", "maand")
BRON = (
    *("levering", "geleverd", "wijk", "jeugdige", "adres", "traject", "toewijzing"),
    *("declaratie", "aanmelding", "bevolking", "uitgave", "ervaring", "voorveld", "casus"),
    *("uitkomst", "rijen_per_kwartaal", "bereik", "bevolking_deels"),
)


def rows_of(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Rows as plain tuples, in an order that both engines share."""
    rows = [
        tuple(plain(value) for value in row)
        for row in frame.astype(object).itertuples(index=False, name=None)
    ]
    return sorted(rows, key=lambda row: tuple(sort_text(value) for value in row))


def sort_text(value: Any) -> str:
    return f"{value:.6f}" if isinstance(value, float) else str(value)


def same(een: Any, ander: Any) -> bool:
    if isinstance(een, float) and isinstance(ander, float):
        return math.isclose(een, ander, rel_tol=1e-12, abs_tol=1e-9)
    return type(een) is type(ander) and een == ander


def copy_table(store: Store, cursor: psycopg.Cursor[Any], naam: str) -> None:
    frame = store.frame(f"select * from {naam}")
    columns = ", ".join(frame.columns)
    with cursor.copy(f"copy {naam} ({columns}) from stdin") as copy:
        for row in frame.astype(object).itertuples(index=False, name=None):
            copy.write_row(tuple(plain(value) for value in row))


def ask(connection: psycopg.Connection[Any], query: str) -> pd.DataFrame:
    cursor = connection.execute(query)
    columns = [column.name for column in cursor.description or []]
    return pd.DataFrame(cursor.fetchall(), columns=columns, dtype=object)


@pytest.fixture(scope="module")
def engines(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Store, psycopg.Connection[Any]]]:
    """A DuckDB and a PostgreSQL session with the same levering and all facts."""
    settings, datastand = SETTINGS, date(2023, 2, 28)
    levering = make_levering(Random(7), 120, datastand, settings.wijk_ids)
    folder = load(levering, datastand, settings, tmp_path_factory.mktemp("postgres"))
    with open_store(folder) as store, postgres_server() as address:
        prepare_facts(store, settings)
        with psycopg.connect(address) as connection:
            cursor = connection.cursor()
            cursor.execute(TABLES_SQL.read_text(encoding="utf-8"))
            cursor.execute(read_functies("postgres"))
            names = store.frame("select * from constante").columns
            cursor.execute(
                "create table constante (datastand date, "
                + ", ".join(f"{name} integer" for name in names if name != "datastand")
                + "); create table venster (venster_id integer, naam varchar, van date, tot date);"
                " create table venster_peildatum (venster_id integer, peildatum date);"
                " create table maand (maand_datum date, eind_datum date)"
            )
            for naam in (*BRON, *INVOER):
                copy_table(store, cursor, naam)
            for naam in FACTS:
                cursor.execute(f"create table {naam} as {read_fact(naam)}")
            yield store, connection


@pytest.mark.parametrize("naam", FACTS)
def test_same_rows(naam: str, engines: tuple[Store, psycopg.Connection[Any]]) -> None:
    store, connection = engines
    here = store.frame(f"select * from {naam}")
    there = ask(connection, f"select * from {naam}")
    assert list(here.columns) == list(there.columns)
    assert len(here) == len(there) > 0
    for een, ander in zip(rows_of(here), rows_of(there), strict=True):
        assert all(same(*pair) for pair in zip(een, ander, strict=True)), (naam, een, ander)


def test_same_figures(engines: tuple[Store, psycopg.Connection[Any]]) -> None:
    store, connection = engines
    there: Any = PostgresStore(connection, store.datastand)
    pairs = zip(measure_all(store, SETTINGS), measure_all(there, SETTINGS), strict=True)
    for een, ander in pairs:
        pd.testing.assert_frame_equal(een.frame, ander.frame, rtol=1e-9, atol=1e-9)
        assert len(een.frame) > 0
        assert (een.bijdragen is None) == (ander.bijdragen is None)
        if een.bijdragen is not None and ander.bijdragen is not None:
            behind, beside = (in_order(item) for item in (een.bijdragen, ander.bijdragen))
            pd.testing.assert_frame_equal(behind, beside, rtol=1e-9, atol=1e-9)


def in_order(bijdragen: pd.DataFrame) -> pd.DataFrame:
    """Contributions with plain columns, in an order of their own."""
    plain_columns = bijdragen.astype({naam: object for naam in bijdragen if naam != "euro"})
    return plain_columns.sort_values([*plain_columns], ignore_index=True)


def test_same_series_of_the_prognose(engines: tuple[Store, psycopg.Connection[Any]]) -> None:
    store, connection = engines
    there: Any = PostgresStore(connection, store.datastand)
    een, ander = (measure_prognose(item, SETTINGS) for item in (store, there))
    assert een.lopend == ander.lopend
    assert (een.peil, een.jaar, een.eerste_declaratie) == (
        *(ander.peil, ander.jaar, ander.eerste_declaratie),
    )
    for row, reeks in een.reeksen.items():
        for naam, values in vars(reeks).items():
            np.testing.assert_allclose(values, vars(ander.reeksen[row])[naam], rtol=1e-9)


def test_same_counts_per_aanbieder(engines: tuple[Store, psycopg.Connection[Any]]) -> None:
    store, connection = engines
    there: Any = PostgresStore(connection, store.datastand)
    een, ander = (measure_aanbieders(item, SETTINGS) for item in (store, there))
    for naam, frame in vars(een).items():
        rows, others = rows_of(frame), rows_of(getattr(ander, naam))
        assert len(rows) == len(others) > 0
        assert all(
            same(*pair)
            for row, other in zip(rows, others, strict=True)
            for pair in zip(row, other, strict=True)
        ), naam
