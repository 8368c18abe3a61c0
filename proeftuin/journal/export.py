"""Everything in the journal as plain JSON, and such JSON back into the tables.

The form is {"soort": "proeftuin-gesprekken", "formaat": 1, "stand": revision of the tables,
"tabellen": {name: [row, ...]}}: every column of every row, by id; dates as ISO text.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, TypedDict

from sqlalchemy import Connection, Date, Table, func, select, text

from proeftuin.journal.opslag import newest_stand
from proeftuin.journal.tabellen import ALLEEN_BIJ, TABELLEN
from proeftuin.journal.types import PROGNOSE, JournalError

SOORT = "proeftuin-gesprekken"
FORMAAT = 1
# Until 0002 a point about the prognose had the soort of a free one, and this title.
ZONDER_PROGNOSE, TITEL_PROGNOSE = "0001", "Prognose van het lopende jaar"


Uitvoerrij = dict[str, str | int | bool | dict[str, Any] | None]  # a column and its plain value


class Journaaluitvoer(TypedDict):
    """Everything in the journal, as the module says."""

    soort: str
    formaat: int
    stand: str
    tabellen: dict[str, list[Uitvoerrij]]


def read_all(connection: Connection) -> Journaaluitvoer:
    """Everything, as the module says; one moment when the connection sees one."""
    tables = {naam: _read_rows(connection, table) for naam, table in TABELLEN.items()}
    return {"soort": SOORT, "formaat": FORMAAT, "stand": newest_stand(), "tabellen": tables}


def _read_rows(connection: Connection, table: Table) -> list[Uitvoerrij]:
    rows = connection.execute(select(table).order_by(table.c.id)).mappings()
    return [
        {
            naam: value.isoformat() if isinstance(value, date) else value
            for naam, value in row.items()
        }
        for row in rows
    ]


def renew(content: Any) -> None:
    """Bring an export of older tables to the present ones, as the migrations do; in place."""
    if not isinstance(content, dict) or content.get("stand") != ZONDER_PROGNOSE:
        return
    for row in content["tabellen"]["agendapunt"]:
        if row["soort"] == "vrij" and row["titel"] == TITEL_PROGNOSE:
            row["soort"] = PROGNOSE
    content["stand"] = newest_stand()


def check_form(content: Any) -> None:
    """Raises JournalError when this is no export of a journal that this product can read."""
    if not isinstance(content, dict) or content.get("soort") != SOORT:
        raise JournalError("Dit bestand is geen reservekopie van de gesprekken.")
    if content.get("formaat") != FORMAAT or content.get("stand") != newest_stand():
        raise JournalError(
            "Deze reservekopie hoort bij een andere versie van dit product. "
            "Zet haar terug met die versie."
        )
    tables = content.get("tabellen")
    if not isinstance(tables, dict) or set(tables) != set(TABELLEN):
        raise JournalError("Deze reservekopie is niet volledig. Er is niets veranderd.")
    for naam, rows in tables.items():
        columns = {column.name for column in TABELLEN[naam].c}
        if not isinstance(rows, list) or any(
            not isinstance(row, dict) or set(row) != columns for row in rows
        ):
            raise JournalError("Deze reservekopie is niet volledig. Er is niets veranderd.")


def write_all(connection: Connection, content: Journaaluitvoer) -> None:
    """Replace everything by content, inside the caller's transaction, and read it back.

    Raises JournalError when what stands there afterwards differs from content.
    """
    check_form(content)
    lock_all(connection)
    with triggers_off(connection):
        for table in reversed(TABELLEN.values()):
            connection.execute(table.delete())
        for naam, table in TABELLEN.items():
            rows = [_typed(table, row) for row in content["tabellen"][naam]]
            if rows:
                connection.execute(table.insert(), rows)
            _set_next_id(connection, table)
    if read_all(connection)["tabellen"] != content["tabellen"]:
        raise JournalError("Terugzetten lukte niet: de inhoud verschilt. Er is niets veranderd.")


def _typed(table: Table, row: Uitvoerrij) -> dict[str, Any]:
    dates = [column.name for column in table.c if isinstance(column.type, Date)]
    return row | {naam: date.fromisoformat(str(row[naam])) for naam in dates}


def _set_next_id(connection: Connection, table: Table) -> None:
    """Let new rows count on behind every id used so far; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    highest = connection.execute(select(func.max(table.c.id))).scalar() or 0
    sequence = connection.execute(
        text("select pg_get_serial_sequence(:tabel, 'id')"), {"tabel": table.name}
    ).scalar_one()
    last = connection.execute(text(f"select last_value from {sequence}")).scalar_one()
    if highest >= last:
        connection.execute(text(f"select setval('{sequence}', {int(highest)})"))


def lock_all(connection: Connection) -> None:
    """Let no other writer in until the end of the transaction; readers go on."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"lock table {', '.join(TABELLEN)} in exclusive mode"))


@contextmanager
def triggers_off(connection: Connection) -> Iterator[None]:
    """Without the triggers of ALLEEN_BIJ, inside one transaction; nobody else sees them gone.

    Only for restoring and for the retention period.
    """
    if connection.dialect.name == "postgresql":
        for naam in ALLEEN_BIJ:
            connection.execute(text(f"alter table {naam} disable trigger user"))
        yield
        for naam in ALLEEN_BIJ:
            connection.execute(text(f"alter table {naam} enable trigger user"))
        return
    query = text("select name, sql from sqlite_master where type = 'trigger' order by name")
    triggers = [(str(row[0]), str(row[1])) for row in connection.execute(query)]
    for naam, _ in triggers:
        connection.exec_driver_sql(f"drop trigger {naam}")
    yield
    for _, sql in triggers:
        connection.exec_driver_sql(sql)
