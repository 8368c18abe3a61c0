"""Maintenance of the journal, for the beheerder alone, and the history for whoever may see it."""

from datetime import date
from pathlib import Path

from sqlalchemy import ColumnElement

from proeftuin.errors import ToegangGeweigerd
from proeftuin.journal import opruimen
from proeftuin.journal.backup import put_back, write_reserve
from proeftuin.journal.export import Journaaluitvoer, read_all
from proeftuin.journal.opslag import Opslag
from proeftuin.journal.rijen import Rows, zicht_of
from proeftuin.journal.tabellen import HISTORIE
from proeftuin.journal.types import Door, Historie
from proeftuin.vocabulary import ROL_BEHEERDER


class Geschiedenis:
    """Every change that was made; journal.historie."""

    def __init__(self, rows: Rows) -> None:
        """Keep the rows it works on."""
        self._rows = rows

    def select(
        self,
        rol: str,
        tabel: str | None = None,
        rij_id: int | None = None,
        gesprek_id: int | None = None,
    ) -> list[Historie]:
        """Every change the role may see, oldest first; of one table, row or session when given."""
        where: list[ColumnElement[bool]] = [HISTORIE.c.zicht.in_(zicht_of(rol))]
        for column, value in (
            (HISTORIE.c.tabel, tabel),
            (HISTORIE.c.rij_id, rij_id),
            (HISTORIE.c.gesprek_id, gesprek_id),
        ):
            if value is not None:
                where.append(column == value)
        with self._rows.opslag.read() as connection:
            return self._rows.select(connection, Historie, *where)

    def text_at(self, rol: str, tabel: str, rij_id: int, veld: str, versie: int) -> str | None:
        """What a field of text held when its row was at versie; None when that is not known.

        Empty when nobody had written in it yet.
        """
        then = [item for item in self.select(rol, tabel, rij_id) if item.versie <= versie]
        texts = [item.na[veld] for item in then if item.na and veld in item.na]
        return str(texts[-1]) if texts else ("" if then else None)


class Beheer:
    """Export, backup, restore and the end of the retention period; journal.beheer."""

    def __init__(self, opslag: Opslag) -> None:
        """Keep the store."""
        self._opslag = opslag

    def export_json(self, rol: str) -> Journaaluitvoer:
        """Everything as plain JSON with its format version (journal_uitvoer); beheerder only."""
        _check_beheerder(rol)
        with self._opslag.read() as connection:
            return read_all(connection)

    def backup(self, file: Path, rol: str) -> dict[str, int]:
        """Rows per table in the backup that was made and read back; beheerder only.

        Others may write meanwhile. Raises JournalError when the journal itself is damaged.
        """
        _check_beheerder(rol)
        return write_reserve(self._opslag, file)

    def restore(self, file: Path, door: Door, vervang: bool = False) -> dict[str, int]:
        """Rows per table put back from a backup; beheerder only. Whole, or nothing changed.

        Raises JournalError when the backup is damaged, or when the journal holds changes that the
        backup does not and vervang is False.
        """
        _check_beheerder(door.rol)
        return put_back(self._opslag, file, door, vervang)

    def remove_older(self, datum: date, door: Door) -> dict[str, int]:
        """Rows removed per table at the end of the retention period; beheerder only.

        Removes closed sessions with a datum before this day, with everything of them, and stories
        and loose explanations last changed before it, history included: the only exception to the
        history that never changes. One line per session or text stays, without text. The key
        niet_afgesloten counts old sessions that stay because nobody closed them.
        """
        _check_beheerder(door.rol)
        return opruimen.remove_older(self._opslag, datum, door)

    def remove_forms(self, begin: str, door: Door) -> dict[str, int]:
        """Rows removed per table: the sessions planned with a key that begins so, whatever their
        status, with everything of them; beheerder only. One line per session stays, without text.
        """
        _check_beheerder(door.rol)
        return opruimen.remove_forms(self._opslag, begin, door)

    def count_older(self, datum: date, rol: str) -> dict[str, int]:
        """How many gesprek, duiding and verhaal remove_older would remove, and
        niet_afgesloten; beheerder only. Changes nothing.
        """
        _check_beheerder(rol)
        return opruimen.count_older(self._opslag, datum)


def _check_beheerder(rol: str) -> None:
    if rol != ROL_BEHEERDER:
        raise ToegangGeweigerd("Alleen de beheerder kan dit.")
