"""Explanations pinned to an indicator and quarter, and stories."""

from dataclasses import replace
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection

from proeftuin.journal.rijen import Rows, check_zicht, choose, zicht_of
from proeftuin.journal.tabellen import DUIDING, VERHAAL
from proeftuin.journal.types import (
    SOORTEN,
    SOORTEN_VERHAAL,
    Door,
    Duiding,
    JournalError,
    Verhaal,
)

W = TypeVar("W", Duiding, Verhaal)


class Teksten:
    """Explanations (Duiding) and stories (Verhaal); journal.teksten."""

    def __init__(self, rows: Rows) -> None:
        """Keep the rows it works on."""
        self._rows = rows

    def duidingen(
        self,
        rol: str,
        slug: str | None = None,
        status: str | None = None,
        wijk: str | None = None,
        gesprek_id: int | None = None,
    ) -> list[Duiding]:
        """The explanations the role may see, by quarter, narrowed by what is given.

        Without status the withdrawn ones too; a chart asks for status="zichtbaar". With a wijk
        also those that hold for every wijk (wijk None).
        """
        where: list[ColumnElement[bool]] = [DUIDING.c.soort.in_(zicht_of(rol))]
        for column, value in (
            (DUIDING.c.slug, slug),
            (DUIDING.c.status, status),
            (DUIDING.c.gesprek_id, gesprek_id),
        ):
            if value is not None:
                where.append(column == value)
        if wijk is not None:
            where.append((DUIDING.c.wijk == wijk) | DUIDING.c.wijk.is_(None))
        with self._rows.opslag.read() as connection:
            return self._rows.select(connection, Duiding, *where, order="kwartaal")

    def add_duiding(
        self,
        *,
        slug: str,
        kwartaal: str,
        tekst: str,
        door: Door,
        wijk: str | None = None,
        gesprek_id: int | None = None,
        soort: str | None = None,
        sleutel: str | None = None,
    ) -> Duiding:
        """A new visible explanation. soort is that of the session; name it when there is none.

        Raises Afgesloten, and ToegangGeweigerd when the role may not see the soort.
        """
        if gesprek_id is None and soort is None:
            raise JournalError("Kies bij welk soort gesprek deze uitleg hoort.")

        def work(connection: Connection) -> Duiding:
            kind = soort
            if gesprek_id is not None:
                kind = self._rows.lock_gesprek(connection, gesprek_id, door).soort
            if soort is not None and soort != kind:
                raise JournalError("De uitleg krijgt het soort van het gesprek.")
            choose("soort", kind, SOORTEN)
            check_zicht(door, str(kind))
            values = {
                "gesprek_id": gesprek_id,
                "soort": kind,
                "slug": slug,
                "kwartaal": kwartaal,
                "wijk": wijk,
                "tekst": tekst,
                "status": "zichtbaar",
            }
            return self._rows.insert(connection, Duiding, door, values, sleutel)

        return self._rows.opslag.write(work)

    def withdraw_duiding(self, duiding_id: int, versie: int, door: Door) -> Duiding:
        """The explanation, withdrawn: off the charts, kept in the history. Raises Botsing.

        Also possible when the session is closed. What should read otherwise is withdrawn and
        written anew.
        """

        def work(connection: Connection) -> Duiding:
            found = self._rows.find_to_write(connection, Duiding, duiding_id, door, lock="")
            if found.gesprek_id is not None:
                self._rows.lock_gesprek(connection, found.gesprek_id, door, closed_too=True)
            found = self._rows.find_to_write(connection, Duiding, duiding_id, door)
            return self._withdraw(connection, found, versie, door)

        return self._rows.opslag.write(work)

    def _withdraw(self, connection: Connection, row: W, versie: int, door: Door) -> W:
        gone = {"status": "ingetrokken"}
        result: W = self._rows.update(connection, row, versie, door, gone, None, "ingetrokken")
        return result

    def verhalen(
        self,
        rol: str,
        wijk: str | None = None,
        status: str | None = "zichtbaar",
        soort: str | None = None,
    ) -> list[Verhaal]:
        """The stories the role may see, by quarter; withdrawn ones too with status=None."""
        if "verhaal" not in zicht_of(rol):
            return []
        where: list[ColumnElement[bool]] = []
        for column, value in (
            (VERHAAL.c.wijk, wijk),
            (VERHAAL.c.status, status),
            (VERHAAL.c.soort, soort),
        ):
            if value is not None:
                where.append(column == value)
        with self._rows.opslag.read() as connection:
            return self._rows.select(connection, Verhaal, *where, order="kwartaal")

    def add_verhaal(
        self,
        *,
        soort: str,
        kwartaal: str,
        titel: str,
        tekst: str,
        bron: str,
        door: Door,
        bevestigd: bool = False,
        wijk: str | None = None,
        sleutel: str | None = None,
    ) -> Verhaal:
        """A new story. Raises BevestigingNodig, and stores nothing, when title, text or source
        may point to a person and bevestigd is False.
        """
        choose("soort", soort, SOORTEN_VERHAAL)
        check_zicht(door, "verhaal")
        values = {
            "soort": soort,
            "wijk": wijk,
            "kwartaal": kwartaal,
            "titel": titel,
            "tekst": tekst,
            "bron": bron,
            "status": "zichtbaar",
        }
        door = replace(door, nagekeken=bevestigd or door.nagekeken)
        return self._rows.opslag.write(
            lambda c: self._rows.insert(c, Verhaal, door, values, sleutel)
        )

    def withdraw_verhaal(self, verhaal_id: int, versie: int, door: Door) -> Verhaal:
        """The story, withdrawn: no longer shown, kept in the history. Raises Botsing."""

        def work(connection: Connection) -> Verhaal:
            found = self._rows.find_to_write(connection, Verhaal, verhaal_id, door)
            return self._withdraw(connection, found, versie, door)

        return self._rows.opslag.write(work)
