"""The sessions themselves: planned, changed and closed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection

from proeftuin.journal.rijen import Rows, check_velden, check_zicht, choose, zicht_of
from proeftuin.journal.tabellen import GESPREK
from proeftuin.journal.types import SOORTEN, STATUS_GESPREK, Door, Gesprek


class Gespreksrijen:
    """The sessions; journal.gesprekken."""

    def __init__(self, rows: Rows) -> None:
        """Keep the rows it works on."""
        self._rows = rows

    def select(self, rol: str, wijk: str | None = None) -> list[Gesprek]:
        """The sessions the role may see, newest datum first; of one wijk when given."""
        where: list[ColumnElement[bool]] = [GESPREK.c.soort.in_(zicht_of(rol))]
        if wijk is not None:
            where.append(GESPREK.c.wijk == wijk)
        with self._rows.opslag.read() as connection:
            return self._rows.select(connection, Gesprek, *where, order="datum")[::-1]

    def find(self, gesprek_id: int, rol: str) -> Gesprek:
        """One session; NietGevonden when there is none that the role may see."""
        with self._rows.opslag.read() as connection:
            return self._rows.find(connection, Gesprek, gesprek_id, rol)

    def find_form(self, sleutel: str, rol: str) -> Gesprek | None:
        """The session that was planned with this key; None when the role may not see such a one."""
        where = (GESPREK.c.sleutel == sleutel) & GESPREK.c.soort.in_(zicht_of(rol))
        with self._rows.opslag.read() as connection:
            return next(iter(self._rows.select(connection, Gesprek, where)), None)

    def plan(
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
        check_zicht(door, soort)
        values = {
            "soort": soort,
            "datum": datum,
            "wijk": wijk,
            "kwartaal": kwartaal,
            "titel": titel,
            "genodigden": tuple(genodigden),
            "status": "gepland",
        }
        return self._rows.opslag.write(
            lambda c: self._rows.insert(c, Gesprek, door, values, sleutel)
        )

    def change(
        self,
        gesprek_id: int,
        versie: int,
        door: Door,
        basis: Mapping[str, Any] | None = None,
        **velden: Any,
    ) -> Gesprek:
        """The session after the change; velden from datum, wijk, kwartaal, titel, genodigden and
        status (not afgesloten, see close). Raises Botsing when versie is not the newest.
        """
        check_velden(velden, Gesprek)
        if "status" in velden:
            choose("status", velden["status"], STATUS_GESPREK[:-1])

        def work(connection: Connection) -> Gesprek:
            found = self._rows.lock_gesprek(connection, gesprek_id, door, lock="change")
            result: Gesprek = self._rows.update(connection, found, versie, door, velden, basis)
            return result

        return self._rows.opslag.write(work)

    def close(self, gesprek_id: int, versie: int, door: Door) -> Gesprek:
        """The closed session: its texts, agenda and frozen figures change no more.

        Only status and toelichting of its actions may still change, and a Duiding be withdrawn.
        Raises Botsing when the session itself changed since versie, Afgesloten when it is closed.
        """

        def work(connection: Connection) -> Gesprek:
            found = self._rows.lock_gesprek(connection, gesprek_id, door, lock="change")
            velden = {"status": "afgesloten"}
            result: Gesprek = self._rows.update(
                connection, found, versie, door, velden, soort="afgesloten"
            )
            return result

        return self._rows.opslag.write(work)
