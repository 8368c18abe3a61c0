"""The tables of the contract in a PostgreSQL schema, as a warehouse of a gemeente has them.

The types are such as warehouses have: texts of a fixed length, three decimals.
"""

from collections.abc import Mapping
from typing import Any

from psycopg import Connection, sql

from proeftuin.schema import BESTAND, Kolomsoort

SOORT = {
    Kolomsoort.PERSOON: "char(12)",
    Kolomsoort.CODE: "char(20)",
    Kolomsoort.DATUM: "date",
    Kolomsoort.GELD: "numeric(14, 3)",
    Kolomsoort.GETAL: "numeric(12, 3)",
    Kolomsoort.SCORE: "real",
}


def fill_schema(connection: Connection[Any], schema: str, levering: Mapping[str, str]) -> None:
    """A new schema with these files (as of tests/lib/leveringen.py) as tables, and levering."""
    connection.execute(sql.SQL("create schema {}").format(sql.Identifier(schema)))
    connection.execute(sql.SQL("set search_path = {}").format(sql.Identifier(schema)))
    for naam, tekst in levering.items():
        bestand = BESTAND.get(naam.removesuffix(".csv"))
        if bestand is None:
            continue
        columns = ", ".join(
            f"{kolom.naam} {SOORT.get(kolom.soort, 'varchar')}" for kolom in bestand.kolommen
        )
        connection.execute(f"create table {bestand.naam} ({columns})")
        names = tekst.splitlines()[0]
        with connection.cursor().copy(
            f"copy {bestand.naam} ({names}) from stdin (format csv, header)"
        ) as copy:
            copy.write(tekst)
    connection.execute(
        "create view levering as select date '2023-12-31' as datastand, 'test' as bron,"
        " 'gemaakt voor een test' as opmerking, false as synthetisch"
    )
