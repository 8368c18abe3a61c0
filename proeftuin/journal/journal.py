"""The journal of the conversations: sessions, agenda, frozen figures, actions and explanations.

Open it once per process with open_journal; a Journal is safe for many threads. Every function
that reads takes the role of the reader and gives only what that role may see; every function that
writes takes Door, and what it returns stands on disk. Many writers may work at once: a change
names the versie it started from, and a stale one raises Botsing instead of overwriting.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy.exc import DatabaseError

from proeftuin.journal.backup import put_back, write_reserve
from proeftuin.journal.export import read_all
from proeftuin.journal.opruimen import count_older, remove_older
from proeftuin.journal.opslag import Opslag, describe_failure, make_engine, migrate
from proeftuin.journal.rijen import check_velden, choose, zicht_of
from proeftuin.journal.tabellen import AGENDAPUNT, GESPREK, HISTORIE
from proeftuin.journal.teksten import Teksten
from proeftuin.journal.types import (
    SOORTEN,
    STATUS_GESPREK,
    Agendapunt,
    Door,
    Gesprek,
    Historie,
    JournalError,
    ToegangGeweigerd,
)

VELDEN_GESPREK = ("datum", "wijk", "kwartaal", "titel", "genodigden", "status")


class Journal(Teksten):
    """Everything about the conversations. Make one with open_journal."""

    def gesprekken(self, rol: str, wijk: str | None = None) -> list[Gesprek]:
        """The sessions the role may see, newest datum first; of one wijk when given."""
        where: list[ColumnElement[bool]] = [GESPREK.c.soort.in_(zicht_of(rol))]
        if wijk is not None:
            where.append(GESPREK.c.wijk == wijk)
        with self.opslag.read() as connection:
            return self._select(connection, Gesprek, *where, order="datum")[::-1]

    def gesprek(self, gesprek_id: int, rol: str) -> Gesprek:
        """One session; NietGevonden when there is none that the role may see."""
        with self.opslag.read() as connection:
            return self._find(connection, Gesprek, gesprek_id, rol)

    def plan_gesprek(
        self,
        *,
        soort: str,
        datum: date,
        wijk: str,
        kwartaal: str,
        titel: str,
        door: Door,
        genodigden: tuple[str, ...] = (),
        sleutel: str | None = None,
    ) -> Gesprek:
        """A new session with status gepland; genodigden are organisations.

        With a sleutel (any text that is unique per form) a second call gives the first session.
        Raises ToegangGeweigerd when the role may not see this soort.
        """
        choose("soort", soort, SOORTEN)
        self._may(door, soort)
        values = {
            "soort": soort,
            "datum": datum,
            "wijk": wijk,
            "kwartaal": kwartaal,
            "titel": titel,
            "genodigden": tuple(genodigden),
            "status": "gepland",
        }
        return self.opslag.write(lambda c: self._insert(c, Gesprek, door, values, sleutel))

    def wijzig_gesprek(
        self,
        gesprek_id: int,
        versie: int,
        door: Door,
        basis: Mapping[str, Any] | None = None,
        **velden: Any,
    ) -> Gesprek:
        """The session after the change; velden from datum, wijk, kwartaal, titel, genodigden and
        status (not afgesloten, see sluit_af). Raises Botsing when versie is not the newest.
        """
        check_velden(velden, VELDEN_GESPREK)
        if "status" in velden:
            choose("status", velden["status"], STATUS_GESPREK[:-1])

        def work(connection: Connection) -> Gesprek:
            found = self._lock_gesprek(connection, gesprek_id, door, lock="change")
            result: Gesprek = self._update(connection, found, versie, door, velden, basis)
            return result

        return self.opslag.write(work)

    def sluit_af(self, gesprek_id: int, versie: int, door: Door) -> Gesprek:
        """The closed session: its texts, agenda and frozen figures change no more.

        Only status and toelichting of its actions may still change, and a Duiding be withdrawn.
        Raises Botsing when the session itself changed since versie, Afgesloten when it is closed.
        """

        def work(connection: Connection) -> Gesprek:
            found = self._lock_gesprek(connection, gesprek_id, door, lock="change")
            velden = {"status": "afgesloten"}
            result: Gesprek = self._update(
                connection, found, versie, door, velden, soort="afgesloten"
            )
            return result

        return self.opslag.write(work)

    def historie(
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
        with self.opslag.read() as connection:
            return self._select(connection, Historie, *where)

    def aantal_punten(self, rol: str) -> dict[int, int]:
        """Number of agenda points per session id, of the sessions the role may see."""
        visible = select(GESPREK.c.id).where(GESPREK.c.soort.in_(zicht_of(rol)))
        with self.opslag.read() as connection:
            points = self._select(connection, Agendapunt, AGENDAPUNT.c.gesprek_id.in_(visible))
        numbers = [punt.gesprek_id for punt in points]
        return {number: numbers.count(number) for number in set(numbers)}

    def export_json(self, rol: str) -> dict[str, Any]:
        """Everything as plain JSON with its format version (export.py); beheerder only."""
        _only_beheerder(rol)
        with self.opslag.read() as connection:
            return read_all(connection)

    def backup(self, file: Path, rol: str) -> dict[str, int]:
        """Rows per table in the backup that was made and read back; beheerder only.

        Others may write meanwhile. Raises JournalError when the journal itself is damaged.
        """
        _only_beheerder(rol)
        return write_reserve(self.opslag, file)

    def restore(self, file: Path, door: Door, vervang: bool = False) -> dict[str, int]:
        """Rows per table put back from a backup; beheerder only. Whole, or nothing changed.

        Raises JournalError when the backup is damaged, or when the journal holds changes that the
        backup does not and vervang is False.
        """
        _only_beheerder(door.rol)
        return put_back(self.opslag, file, door, vervang)

    def verwijder_ouder_dan(self, datum: date, door: Door) -> dict[str, int]:
        """Rows removed per table at the end of the retention period; beheerder only.

        Removes closed sessions with a datum before this day, with everything of them, and stories
        and loose explanations last changed before it, history included: the only exception to the
        history that never changes. One line per session or text stays, without text. The key
        niet_afgesloten counts old sessions that stay because nobody closed them.
        """
        _only_beheerder(door.rol)
        return remove_older(self.opslag, datum, door)

    def tel_ouder_dan(self, datum: date, rol: str) -> dict[str, int]:
        """How many gesprek, duiding and verhaal verwijder_ouder_dan would remove, and
        niet_afgesloten; beheerder only. Changes nothing.
        """
        _only_beheerder(rol)
        return count_older(self.opslag, datum)

    def close(self) -> None:
        """Close every connection; the journal cannot be used afterwards."""
        self.opslag.close()


def _only_beheerder(rol: str) -> None:
    if rol != "beheerder":
        raise ToegangGeweigerd("Alleen de beheerder kan dit.")


def open_journal(url: str | None, data_dir: Path) -> Journal:
    """The journal behind a URL, or in the SQLite file of data_dir when url is None or empty.

    Makes the file or the tables when they are missing and renews older ones. Raises SettingsError
    for a URL that cannot be used, JournalError when the store cannot be opened.
    """
    opslag = Opslag(make_engine(url, data_dir))
    try:
        migrate(opslag)
    except DatabaseError as error:
        opslag.close()
        raise describe_failure(error) from error
    except JournalError:
        opslag.close()
        raise
    return Journal(opslag)
