"""The end of the retention period: the only exception to "rows are only ever added".

The example conversations of the demo go the same way once real data are loaded (remove_forms).
Removes closed sessions with everything of them, and stories and explanations without a session,
with their lines of history; in one transaction. What stays is one line of history per removed
session, story or explanation that says that it was removed and how many rows, without any text.
Backups made earlier still hold it all: those are removed by whoever keeps them.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, false, func, select

from proeftuin.journal.export import lock_all, triggers_off
from proeftuin.journal.opslag import Opslag
from proeftuin.journal.rijen import now
from proeftuin.journal.tabellen import (
    ACTIE,
    AGENDAPUNT,
    BEVRIEZING,
    DUIDING,
    GESPREK,
    HISTORIE,
    TABELLEN,
    VERHAAL,
)
from proeftuin.journal.types import VERHAAL as ZICHT_VERHAAL
from proeftuin.journal.types import Door

AFGESLOTEN = "afgesloten"
Where = tuple[ColumnElement[bool], ColumnElement[bool], ColumnElement[bool]]
VAN_GESPREK = (ACTIE, DUIDING, BEVRIEZING, AGENDAPUNT)


def remove_older(opslag: Opslag, datum: date, door: Door) -> dict[str, int]:
    """Rows removed per table, and niet_afgesloten: old sessions that stay, as nobody closed them.

    Old: a session with datum before this day; a story or loose explanation last changed before it.
    """
    left = count_older(opslag, datum)["niet_afgesloten"]
    return {**_remove(opslag, _old(datum), door), "niet_afgesloten": left}


def remove_forms(opslag: Opslag, begin: str, door: Door) -> dict[str, int]:
    """Rows removed per table: sessions whose form key begins so, closed or not; no loose text."""
    gesprek = GESPREK.c.sleutel.startswith(begin, autoescape=True)
    return _remove(opslag, (gesprek, false(), false()), door)


def _remove(opslag: Opslag, where: Where, door: Door) -> dict[str, int]:
    """Rows removed per table, of these sessions, explanations and stories, off the disk too."""
    gesprek, *texts = where

    def work(connection: Connection) -> dict[str, int]:
        lock_all(connection)
        counts = dict.fromkeys(TABELLEN, 0)
        lines: list[dict[str, Any]] = []
        with triggers_off(connection):
            for row in connection.execute(select(GESPREK).where(gesprek)).all():
                lines.append(_remove_gesprek(connection, row, counts, door))
            for table, which in zip((DUIDING, VERHAAL), texts, strict=True):
                for row in connection.execute(select(table).where(which)).all():
                    lines.append(_remove_text(connection, table.name, row, counts, door))
        for line in lines:
            connection.execute(HISTORIE.insert().values(line))
        return counts

    counts = opslag.write(work)
    opslag.wipe()
    return counts


def count_older(opslag: Opslag, datum: date) -> dict[str, int]:
    """What remove_older would remove: gesprek, duiding, verhaal; and niet_afgesloten. No change."""
    gesprek, duiding, verhaal = _old(datum)
    still = (GESPREK.c.datum < datum) & (GESPREK.c.status != AFGESLOTEN)
    with opslag.read() as connection:
        return {
            naam: connection.execute(select(func.count()).where(where)).scalar_one()
            for naam, where in (
                ("gesprek", gesprek),
                ("duiding", duiding),
                ("verhaal", verhaal),
                ("niet_afgesloten", still),
            )
        }


def _old(datum: date) -> Where:
    """Which sessions, loose explanations and stories are past the period."""
    before = datum.isoformat()
    return (
        (GESPREK.c.datum < datum) & (GESPREK.c.status == AFGESLOTEN),
        DUIDING.c.gesprek_id.is_(None) & (DUIDING.c.gewijzigd_op < before),
        VERHAAL.c.gewijzigd_op < before,
    )


def _delete(
    connection: Connection, naam: str, where: ColumnElement[bool], counts: dict[str, int]
) -> int:
    removed = connection.execute(TABELLEN[naam].delete().where(where)).rowcount
    counts[naam] += removed
    return removed


def _remove_gesprek(
    connection: Connection, row: Row[Any], counts: dict[str, int], door: Door
) -> dict[str, Any]:
    removed = _delete(connection, "historie", HISTORIE.c.gesprek_id == row.id, counts)
    for table in VAN_GESPREK:
        removed += _delete(connection, table.name, table.c.gesprek_id == row.id, counts)
    removed += _delete(connection, "gesprek", GESPREK.c.id == row.id, counts)
    return _line(door, "gesprek", row, row.soort, removed)


def _remove_text(
    connection: Connection, naam: str, row: Row[Any], counts: dict[str, int], door: Door
) -> dict[str, Any]:
    lines = (HISTORIE.c.tabel == naam) & (HISTORIE.c.rij_id == row.id)
    removed = _delete(connection, "historie", lines, counts)
    removed += _delete(connection, naam, TABELLEN[naam].c.id == row.id, counts)
    return _line(door, naam, row, ZICHT_VERHAAL if naam == "verhaal" else row.soort, removed)


def _line(door: Door, naam: str, row: Row[Any], zicht: str, removed: int) -> dict[str, Any]:
    """The line of history that stays, without text."""
    return {
        "op": now(),
        "rol": door.rol,
        "naam": door.naam,
        "tabel": naam,
        "rij_id": row.id,
        "versie": row.versie,
        "soort": "opgeruimd",
        "zicht": zicht,
        "gesprek_id": row.id if naam == "gesprek" else None,
        "na": {"rijen": removed},
    }
