"""Copies the tables of the contract out of a database, as CSV files for the door of a levering.

They are judged like any file; only what PostgreSQL writes in a way of its own is put as in a file.
All are read at one moment, and nobody can empty one meanwhile. The rows of a table stand in order
of its key, so that row 5 of a finding is row 5 of `select * from <tabel> order by <sleutel>`. The
files stand in the private folder of the load, and go with it.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proeftuin.files import harmless
from proeftuin.ingest.findings import TOML, Findings, Plaats, Plaatsen
from proeftuin.ingest.kolommen import KORT, OnmogelijkeDatum, parse_datum
from proeftuin.ingest.motor.verbinding import SESSIE, Motorbron, open_motor
from proeftuin.schema import BESTANDEN, Bestand, Kolom, Kolomsoort

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.sql import Composable, Composed

LEVERING = "levering"
# Categories of types in pg_type: numbers, days, texts and enumerations, true or false.
GETALLEN, DAGEN, TEKSTEN, WAAR = frozenset("N"), frozenset("D"), frozenset("SE"), frozenset("B")
KENMERKEN = {"datastand": DAGEN | TEKSTEN, "bron": TEKSTEN, "opmerking": TEKSTEN}
KENMERKEN |= {"synthetisch": WAAR}
MET_DECIMALEN = frozenset({Kolomsoort.GELD, Kolomsoort.GETAL, Kolomsoort.SCORE})
MET_DAG = frozenset({Kolomsoort.DATUM, Kolomsoort.KWARTAAL})
ALS_UUID = frozenset({Kolomsoort.PERSOON, Kolomsoort.SLEUTEL})
ZONDER_DAG = frozenset({"time", "timetz"})  # of category D, and no day
TE_VERGRENDELEN = frozenset("rpv")  # tables, partitioned tables and views
HOOGUIT = 1_000  # rows of table levering that are looked at; there should be one
CATALOGUS = """
    select klasse.relname, klasse.relkind, kolom.attname, soort.typcategory, soort.typname,
        format_type(kolom.atttypid, kolom.atttypmod)
    from pg_catalog.pg_class as klasse
    inner join pg_catalog.pg_namespace as schema on schema.oid = klasse.relnamespace
    inner join pg_catalog.pg_attribute as kolom on kolom.attrelid = klasse.oid
    inner join pg_catalog.pg_type as soort on soort.oid = kolom.atttypid
    where schema.nspname = %s and klasse.relkind in ('r', 'p', 'v', 'm', 'f')
        and kolom.attnum > 0 and not kolom.attisdropped
"""


@dataclass(frozen=True)
class _Soort:
    """The type of a column: its category and name in pg_type, and how people write it."""

    categorie: str
    naam: str
    toon: str

    @property
    def is_dag(self) -> bool:
        return self.categorie in DAGEN and self.naam not in ZONDER_DAG

    def fits(self, soort: Kolomsoort) -> bool:
        """Whether the door can read it as text."""
        if self.categorie in DAGEN:
            return self.is_dag and soort in MET_DAG
        is_uuid = self.naam == "uuid" and soort in ALS_UUID
        return self.categorie in GETALLEN | TEKSTEN or is_uuid


@dataclass
class _Relatie:
    """One table or view of the schema: its kind, and the type of each column."""

    kind: str
    kolommen: dict[str, _Soort] = field(default_factory=dict)


@dataclass
class Motortabellen:
    """The files made of tables: levering.toml, the tables by name, and what findings call them."""

    toml: Path | None = None
    tabellen: dict[str, Path] = field(default_factory=dict)
    namen: dict[str, str] = field(default_factory=dict)


def order_of(bestand: Bestand) -> tuple[str, ...]:
    """The columns that number the rows of a table: its key, else all of them."""
    return bestand.sleutel or tuple(kolom.naam for kolom in bestand.kolommen)


def list_orders(bron: Motorbron) -> dict[str, tuple[str, ...]]:
    """By what a finding calls a table: the columns that number its rows."""
    return {_show(bron.schema, bestand.naam): order_of(bestand) for bestand in BESTANDEN}


def copy_tables(bron: Motorbron, folder: Path, findings: Findings) -> Motortabellen:
    """Every table of the contract in the schema as a CSV in `folder`; findings name what is wrong.

    A table that is not there is not delivered; one that must be there is a fout. ProeftuinError
    (Dutch) when the server does not answer or stops.
    """
    with open_motor(bron) as connection:
        with connection.transaction():
            kinds = {
                naam: tabel.kind for naam, tabel in _list_tables(connection, bron.schema).items()
            }
        with connection.transaction():
            connection.execute(SESSIE)
            _lock(connection, bron.schema, kinds)
            return _Kopie(connection, bron.schema, folder, findings).make()


def _list_tables(connection: "Connection[Any]", schema: str) -> dict[str, _Relatie]:
    """The tables and views of the schema, with their columns."""
    found: dict[str, _Relatie] = {}
    for naam, kind, kolom, *soort in connection.execute(CATALOGUS, [schema]):
        found.setdefault(naam, _Relatie(kind)).kolommen[kolom] = _Soort(*soort)
    return found


def _lock(connection: "Connection[Any]", schema: str, kinds: dict[str, str]) -> None:
    """Hold what will be read, before the moment of reading: who empties a table waits for us.

    Without it a TRUNCATE after that moment would make a table look empty. What cannot be held (a
    foreign table, no right) is passed over.
    """
    from psycopg import errors, sql

    ask = sql.SQL("lock table {} in access share mode")
    for naam in (LEVERING, *(bestand.naam for bestand in BESTANDEN)):
        if kinds.get(naam) in TE_VERGRENDELEN:
            try:
                with connection.transaction():
                    connection.execute(ask.format(sql.Identifier(schema, naam)))
            except (errors.InsufficientPrivilege, errors.WrongObjectType, errors.UndefinedTable):
                continue


class _Kopie:
    """One copy, in the transaction that the connection is in."""

    def __init__(
        self, connection: "Connection[Any]", schema: str, folder: Path, findings: Findings
    ) -> None:
        self._connection, self._schema = connection, schema
        self._folder, self._findings = folder, findings
        self._there = _list_tables(connection, schema)

    def make(self) -> Motortabellen:
        """The files; none but those that could be made when a finding says what is wrong."""
        wanted = [bestand for bestand in BESTANDEN if self._is_there(bestand)]
        made = Motortabellen(self._write_toml())
        if self._findings.has_fout:
            return made
        for bestand in wanted:
            shown = _show(self._schema, bestand.naam)
            path = self._folder / f"motor-{bestand.naam}.csv"
            self._copy(self._select(bestand), path, shown)
            made.tabellen[bestand.naam], made.namen[bestand.naam] = path, shown
            self._findings.set_place_of(shown, _number_rows(shown))
        return made

    def _is_there(self, bestand: Bestand) -> bool:
        """Whether the table is there; notes which columns lack or hold what is never read."""
        shown, tabel = _show(self._schema, bestand.naam), self._there.get(bestand.naam)
        if tabel is None:
            if bestand.verplicht:
                self._findings.add("MOTOR_TABEL", shown)
            return False
        for kolom in bestand.kolommen:
            soort = tabel.kolommen.get(kolom.naam)
            if soort is None:
                self._findings.add("MOTOR_KOLOM", shown, None, kolom.naam)
            elif not soort.fits(kolom.soort):
                self._findings.add("MOTOR_SOORT", shown, None, kolom.naam, soort.toon)
        return True

    def _select(self, bestand: Bestand) -> "Composed":
        """All columns as text, in order of the key."""
        from psycopg import sql

        columns = [
            sql.SQL("{} as {}").format(self._as_text(bestand, kolom), sql.Identifier(kolom.naam))
            for kolom in bestand.kolommen
        ]
        return sql.SQL("select {} from {} as rij order by {}").format(
            sql.SQL(", ").join(columns),
            sql.Identifier(self._schema, bestand.naam),
            sql.SQL(", ").join(sql.Identifier("rij", naam) for naam in order_of(bestand)),
        )

    def _as_text(self, bestand: Bestand, kolom: Kolom) -> "Composable":
        """A column as a file would hold it: no line ends, an end at infinity as one in 9999.

        Numbers have six decimals: 1.234 could be two numbers in a file, 1.234000 could not.
        """
        from psycopg import sql

        soort = self._there[bestand.naam].kolommen[kolom.naam]
        form = "{}::text"
        if soort.categorie in GETALLEN and kolom.soort in MET_DECIMALEN:
            form = "round({}::numeric, 6)::text"
        elif soort.is_dag:
            form = "replace(replace({}::text, '-infinity', '0001-01-01'), 'infinity', '9999-12-31')"
        elif soort.categorie in TEKSTEN:
            form = "translate({}::text, e'\\r\\n', '  ')"
        return sql.SQL(form).format(sql.Identifier("rij", kolom.naam))

    def _copy(self, query: "Composed", path: Path, shown: str) -> None:
        """The rows of this query in the file; a finding says why not."""
        from psycopg import sql

        ask = sql.SQL("copy ({}) to stdout (format csv, header, delimiter ';')").format(query)
        with (
            self._asking(shown),
            self._connection.cursor().copy(ask) as copy,
            path.open("wb") as stream,
        ):
            for block in copy:
                stream.write(block)

    @contextmanager
    def _asking(self, shown: str) -> Iterator[None]:
        """Makes a finding of what the database says of one table, and goes on with the others.

        Its own words are left out: they can quote a value.
        """
        from psycopg import errors

        try:
            with self._connection.transaction():
                yield
        except errors.InsufficientPrivilege:
            user = harmless(self._connection.info.user)
            grant = (
                f"grant usage on schema {harmless(self._schema)} to {user}; "
                f"grant select on {shown} to {user};"
            )
            self._findings.add("MOTOR_RECHT", shown, None, None, grant)
        except (
            *(errors.DataError, errors.ProgrammingError),
            *(errors.NotSupportedError, errors.InternalError),
        ) as error:
            self._findings.add("MOTOR_LEZEN", shown, None, None, error.sqlstate or "onbekend")

    def _write_toml(self) -> Path | None:
        """levering.toml of the one row of table levering; None, with a finding, when it cannot."""
        from psycopg import sql

        shown, findings = _show(self._schema, LEVERING), self._findings
        tabel = self._there.get(LEVERING)
        if tabel is None:
            findings.add("MOTOR_LEVERING", shown, None, None, shown)
            return None
        there = [naam for naam in KENMERKEN if naam in tabel.kolommen]
        if "datastand" not in there:
            findings.add("MOTOR_KOLOM", shown, None, "datastand")
        for naam in there:
            soort = tabel.kolommen[naam]
            if soort.categorie not in KENMERKEN[naam] or soort.naam in ZONDER_DAG:
                findings.add("MOTOR_SOORT", shown, None, naam, soort.toon)
        if findings.has_fout:
            return None
        columns = [
            sql.SQL("{}::date::text" if tabel.kolommen[naam].is_dag else "{}").format(
                sql.Identifier(naam)
            )
            for naam in there
        ]
        query = sql.SQL("select {} from {} limit {}").format(
            sql.SQL(", ").join(columns), sql.Identifier(self._schema, LEVERING), HOOGUIT
        )
        rows: list[tuple[Any, ...]] | None = None
        with self._asking(shown):
            rows = self._connection.execute(query).fetchall()
        if rows is None:
            return None
        if len(rows) != 1:
            findings.add("MOTOR_EEN_RIJ", shown, None, None, str(len(rows)))
            return None
        if code := _judge_day(rows[0][there.index("datastand")]):
            findings.add(code, shown, None, "datastand", KORT[Kolomsoort.DATUM])
            return None
        findings.set_place_of(TOML, _name_all(shown))
        path = self._folder / TOML
        lines = [
            f"{naam} = {json.dumps(_plain(value), ensure_ascii=False)}"
            for naam, value in zip(there, rows[0], strict=True)
            if value is not None
        ]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path


def _show(schema: str, naam: str) -> str:
    """What findings call a table."""
    return harmless(f"{schema}.{naam}")


def _judge_day(value: object) -> str:
    """The code of what is wrong with a day; '' when it is one."""
    try:
        return "VELD_LEEG" if value is None else "" if parse_datum(str(value)) else "TYPE_FOUT"
    except OnmogelijkeDatum:
        return "DATUM_ONMOGELIJK"


def _plain(value: object) -> str | bool:
    return value if isinstance(value, bool) else harmless(str(value))


def _number_rows(shown: str) -> Callable[[list[int]], Plaatsen]:
    """How records of the file (its header is 1) become rows of the table (the first is 1)."""
    return lambda numbers: {nr: Plaats(shown, nr - 1) for nr in numbers}


def _name_all(shown: str) -> Callable[[list[int]], Plaatsen]:
    """Whatever is said of levering.toml is said of the table it was made of."""
    return lambda numbers: {nr: Plaats(shown, None) for nr in (None, *numbers)}
