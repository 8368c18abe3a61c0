"""Actions of the sessions."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from proeftuin.journal.rijen import Rows, check_velden, choose, zicht_of
from proeftuin.journal.tabellen import ACTIE, GESPREK
from proeftuin.journal.types import (
    RICHTINGEN,
    STATUS_ACTIE,
    Actie,
    Afgesloten,
    Agendapunt,
    Door,
    Gesprek,
    JournalError,
)

NA_SLUITEN = ("status", "toelichting")


class Acties:
    """The actions of the sessions; journal.acties."""

    def __init__(self, rows: Rows) -> None:
        """Keep the rows it works on."""
        self._rows = rows

    def select(
        self,
        rol: str,
        gesprek_id: int | None = None,
        status: str | None = None,
        wijk: str | None = None,
        voor_gesprek: int | None = None,
    ) -> list[Actie]:
        """The actions the role may see, oldest first, narrowed by what is given.

        voor_gesprek: the open actions this session begins with, made in earlier sessions (by
        datum, then id) of the same soort and wijk; NietGevonden when the role may not see it.
        """
        with self._rows.opslag.read() as connection:
            sessions: list[ColumnElement[bool]] = [GESPREK.c.soort.in_(zicht_of(rol))]
            where: list[ColumnElement[bool]] = []
            if voor_gesprek is not None:
                now = self._rows.find(connection, Gesprek, voor_gesprek, rol)
                earlier = (GESPREK.c.datum < now.datum) | (
                    (GESPREK.c.datum == now.datum) & (GESPREK.c.id < now.id)
                )
                sessions += [GESPREK.c.soort == now.soort, GESPREK.c.wijk == now.wijk, earlier]
                where.append(ACTIE.c.status == "open")
            if wijk is not None:
                sessions.append(GESPREK.c.wijk == wijk)
            if gesprek_id is not None:
                where.append(ACTIE.c.gesprek_id == gesprek_id)
            if status is not None:
                where.append(ACTIE.c.status == status)
            visible = select(GESPREK.c.id).where(*sessions)
            return self._rows.select(connection, Actie, ACTIE.c.gesprek_id.in_(visible), *where)

    def find(self, actie_id: int, rol: str) -> Actie:
        """One action; NietGevonden when there is none that the role may see."""
        with self._rows.opslag.read() as connection:
            return self._rows.find(connection, Actie, actie_id, rol)

    def add(
        self,
        gesprek_id: int,
        *,
        tekst: str,
        eigenaar: str,
        kwartaal_gereed: str,
        door: Door,
        agendapunt_id: int | None = None,
        slug: str | None = None,
        richting: str | None = None,
        toelichting: str = "",
        sleutel: str | None = None,
    ) -> Actie:
        """A new open action; eigenaar is a role or organisation.

        With a sleutel that was used before, the action made then. Raises Afgesloten, and
        JournalError when agendapunt_id is not of this session.
        """
        choose("richting", richting, (None, *RICHTINGEN))

        def work(connection: Connection) -> Actie:
            self._rows.lock_gesprek(connection, gesprek_id, door)
            if agendapunt_id is not None:
                punt = self._rows.find(connection, Agendapunt, agendapunt_id, door.rol)
                if punt.gesprek_id != gesprek_id:
                    raise JournalError("Dit agendapunt hoort bij een ander gesprek.")
            values = {
                "gesprek_id": gesprek_id,
                "agendapunt_id": agendapunt_id,
                "tekst": tekst,
                "eigenaar": eigenaar,
                "kwartaal_gereed": kwartaal_gereed,
                "slug": slug,
                "richting": richting,
                "status": "open",
                "toelichting": toelichting,
            }
            return self._rows.insert(connection, Actie, door, values, sleutel)

        return self._rows.opslag.write(work)

    def change(
        self,
        actie_id: int,
        versie: int,
        door: Door,
        basis: Mapping[str, Any] | None = None,
        **velden: Any,
    ) -> Actie:
        """The action after the change; velden are the changeable ones of an Actie.

        Raises Botsing when versie is not the newest. When the session is closed only status and
        toelichting may change; Afgesloten for the rest.
        """
        check_velden(velden, Actie)
        choose("richting", velden.get("richting"), (None, *RICHTINGEN))
        choose("status", velden.get("status", "open"), STATUS_ACTIE)

        def work(connection: Connection) -> Actie:
            found = self._rows.find_to_write(connection, Actie, actie_id, door, lock="")
            session = self._rows.lock_gesprek(connection, found.gesprek_id, door, closed_too=True)
            if session.status == "afgesloten" and set(velden) - set(NA_SLUITEN):
                raise Afgesloten(
                    "Dit gesprek is afgesloten. U kunt nog wel de stand van de actie wijzigen."
                )
            found = self._rows.find_to_write(connection, Actie, actie_id, door)
            result: Actie = self._rows.update(connection, found, versie, door, velden, basis)
            return result

        return self._rows.opslag.write(work)
