"""The agenda of a session and its frozen figures."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select

from proeftuin.errors import ToegangGeweigerd
from proeftuin.journal.rijen import Rows, check_velden, choose, clean, zicht_of
from proeftuin.journal.tabellen import ACTIE, AGENDAPUNT, BEVRIEZING, GESPREK
from proeftuin.journal.types import (
    AUDIENCE,
    SOORTEN_PUNT,
    VRAGEN,
    Actie,
    Agendapunt,
    Bevriezing,
    Bevroren,
    Botsing,
    Door,
    Gesprek,
    JournalError,
    Veld,
    hash_bevriezing,
)


class Agenda:
    """The points of the sessions, and their frozen figures; journal.agenda."""

    def __init__(self, rows: Rows) -> None:
        """Keep the rows it works on."""
        self._rows = rows

    def _lock_punt(
        self, connection: Connection, punt_id: int, door: Door, session: str = "change"
    ) -> Agendapunt:
        """The point, and its session with it, locked; the session first, always in that order."""
        found = self._rows.find_to_write(connection, Agendapunt, punt_id, door, lock="")
        self._rows.lock_gesprek(connection, found.gesprek_id, door, lock=session)
        return self._rows.find_to_write(connection, Agendapunt, punt_id, door)

    def select(self, gesprek_id: int, rol: str) -> list[Agendapunt]:
        """The points of a session in order; NietGevonden when the role may not see it."""
        with self._rows.opslag.read() as connection:
            self._rows.find(connection, Gesprek, gesprek_id, rol)
            where = AGENDAPUNT.c.gesprek_id == gesprek_id
            return self._rows.select(connection, Agendapunt, where, order="volgorde")

    def count_points(self, rol: str) -> dict[int, int]:
        """Number of agenda points per session id, of the sessions the role may see."""
        visible = select(GESPREK.c.id).where(GESPREK.c.soort.in_(zicht_of(rol)))
        with self._rows.opslag.read() as connection:
            points = self._rows.select(connection, Agendapunt, AGENDAPUNT.c.gesprek_id.in_(visible))
        numbers = [punt.gesprek_id for punt in points]
        return {number: numbers.count(number) for number in set(numbers)}

    def find(self, punt_id: int, rol: str) -> Agendapunt:
        """One point; NietGevonden when there is none that the role may see."""
        with self._rows.opslag.read() as connection:
            return self._rows.find(connection, Agendapunt, punt_id, rol)

    def add(
        self,
        gesprek_id: int,
        *,
        titel: str,
        door: Door,
        soort: str = "indicator",
        slug: str | None = None,
        aanleiding: str = "",
        sleutel: str | None = None,
    ) -> Agendapunt:
        """A new point at the end of the agenda; aanleiding says why it was proposed.

        With a sleutel that was used before, the point made then. Raises Afgesloten.
        """
        choose("soort", soort, SOORTEN_PUNT)
        if (soort == "indicator") != bool(slug):
            raise JournalError("Een punt over een indicator heeft een slug, een vrij punt niet.")

        def work(connection: Connection) -> Agendapunt:
            self._rows.lock_gesprek(connection, gesprek_id, door, lock="change")
            where = AGENDAPUNT.c.gesprek_id == gesprek_id
            values = {
                "gesprek_id": gesprek_id,
                "volgorde": len(self._rows.select(connection, Agendapunt, where)) + 1,
                "soort": soort,
                "slug": slug,
                "titel": titel,
                "aanleiding": aanleiding,
                **dict.fromkeys(VRAGEN, ""),
            }
            return self._rows.insert(connection, Agendapunt, door, values, sleutel)

        return self._rows.opslag.write(work)

    def change(
        self,
        punt_id: int,
        versie: int,
        door: Door,
        basis: Mapping[str, Veld] | None = None,
        **velden: Veld,
    ) -> Agendapunt:
        """The point after the change; velden from titel, aanleiding and VRAGEN (changeable).

        Raises Botsing when versie is not the newest (basis is handed on in it), Afgesloten.
        """
        check_velden(velden, Agendapunt)

        def work(connection: Connection) -> Agendapunt:
            found = self._lock_punt(connection, punt_id, door, session="stay")
            result: Agendapunt = self._rows.update(connection, found, versie, door, velden, basis)
            return result

        return self._rows.opslag.write(work)

    def move(self, punt_id: int, naar: int, door: Door) -> list[Agendapunt]:
        """The agenda after moving one point to place naar (from 1; beyond the end is the end).

        Does not change any versie, so it is in nobody's way who writes. Raises Afgesloten.
        """

        def work(connection: Connection) -> list[Agendapunt]:
            found = self._lock_punt(connection, punt_id, door)
            where = AGENDAPUNT.c.gesprek_id == found.gesprek_id
            points = self._rows.select(connection, Agendapunt, where, order="volgorde")
            others = [punt for punt in points if punt.id != punt_id]
            place = min(max(naar, 1), len(points))
            others.insert(place - 1, found)
            self._number(connection, others)
            if place != found.volgorde:
                was, becomes = {"volgorde": found.volgorde}, {"volgorde": place}
                self._rows.record(connection, door, "verplaatst", found, was, becomes)
            return self._rows.select(connection, Agendapunt, where, order="volgorde")

        return self._rows.opslag.write(work)

    def _number(self, connection: Connection, points: list[Agendapunt]) -> None:
        """Give the points the numbers 1, 2, 3... in this order."""
        for place, punt in enumerate(points, start=1):
            if punt.volgorde != place:
                query = AGENDAPUNT.update().where(AGENDAPUNT.c.id == punt.id)
                connection.execute(query.values(volgorde=place))

    def remove(self, punt_id: int, versie: int, door: Door) -> None:
        """Take a point off the agenda; its texts stay in the history.

        Raises Botsing when someone changed it since versie, Afgesloten, and JournalError when
        figures were frozen or an action was made with it.
        """

        def work(connection: Connection) -> None:
            found = self._lock_punt(connection, punt_id, door)
            if found.versie != versie:
                raise Botsing(found, {}, None)
            frozen = self._rows.select(
                connection, Bevriezing, BEVRIEZING.c.agendapunt_id == punt_id
            )
            acties = self._rows.select(connection, Actie, ACTIE.c.agendapunt_id == punt_id)
            if frozen or acties:
                raise JournalError(
                    "Bij dit punt horen al cijfers of een actie. Het blijft op de agenda."
                )
            self._rows.record(connection, door, "verwijderd", found, asdict(found), None)
            connection.execute(AGENDAPUNT.delete().where(AGENDAPUNT.c.id == punt_id))
            where = AGENDAPUNT.c.gesprek_id == found.gesprek_id
            rest = self._rows.select(connection, Agendapunt, where, order="volgorde")
            self._number(connection, rest)

        self._rows.opslag.write(work)

    def freeze(self, punt_id: int, frozen: Bevroren, door: Door) -> Bevriezing:
        """The figures of a point as shown now, kept for good.

        A second call with the same content gives the first freeze; other content is refused with
        JournalError. audience must be that of the soort (AUDIENCE), else ToegangGeweigerd. The
        session gets editie_id and audience at its first freeze (its versie stays), and refuses
        another edition afterwards. Raises Afgesloten.
        """
        content = {naam: clean(naam, value) for naam, value in vars(frozen).items()}
        editie_id, audience = frozen.editie_id, frozen.audience
        mark = hash_bevriezing(Bevroren(**content))

        def work(connection: Connection) -> Bevriezing:
            punt = self._lock_punt(connection, punt_id, door)
            session = self._rows.find(connection, Gesprek, punt.gesprek_id, door.rol)
            if audience != AUDIENCE[session.soort]:
                raise ToegangGeweigerd("Deze editie hoort niet bij dit soort gesprek.")
            known = self._rows.select(connection, Bevriezing, BEVRIEZING.c.agendapunt_id == punt_id)
            if known and known[0].hash == mark:
                return known[0]
            if known:
                raise JournalError("De cijfers bij dit punt staan al vast.")
            if session.editie_id not in (None, editie_id):
                raise JournalError(
                    f"Dit gesprek gebruikt editie {session.editie_id}. Kies die editie."
                )
            if session.editie_id is None:
                query = GESPREK.update().where(GESPREK.c.id == session.id)
                connection.execute(query.values(editie_id=editie_id, audience=audience))
            return self._insert_bevriezing(connection, punt, content, mark, door)

        return self._rows.opslag.write(work)

    def _insert_bevriezing(
        self,
        connection: Connection,
        punt: Agendapunt,
        content: Mapping[str, Any],
        mark: str,
        door: Door,
    ) -> Bevriezing:
        values = {
            **content,
            "agendapunt_id": punt.id,
            "gesprek_id": punt.gesprek_id,
            "hash": mark,
        }
        return self._rows.insert(connection, Bevriezing, door, values, soort="bevroren")

    def bevriezing(self, punt_id: int, rol: str) -> Bevriezing | None:
        """The frozen figures of a point, or None; NietGevonden when the role may not see it."""
        with self._rows.opslag.read() as connection:
            self._rows.find(connection, Agendapunt, punt_id, rol)
            where = BEVRIEZING.c.agendapunt_id == punt_id
            found = self._rows.select(connection, Bevriezing, where)
            return found[0] if found else None

    def bevriezingen(self, gesprek_id: int, rol: str) -> list[Bevriezing]:
        """The frozen figures of a session, in order of freezing; NietGevonden as in gesprek."""
        with self._rows.opslag.read() as connection:
            self._rows.find(connection, Gesprek, gesprek_id, rol)
            return self._rows.select(connection, Bevriezing, BEVRIEZING.c.gesprek_id == gesprek_id)
