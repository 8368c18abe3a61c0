"""Rows of the journal: who may see them, how they change, and the history of every change."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, select

from proeftuin.errors import ToegangGeweigerd
from proeftuin.journal.opslag import Opslag
from proeftuin.journal.persoonsgegevens import find_persoonsgegevens
from proeftuin.journal.tabellen import (
    FIELDS,
    GESPREK,
    HISTORIE,
    TABLE_OF,
    changeable,
    free_texts,
)
from proeftuin.journal.types import (
    ZICHT,
    Actie,
    Afgesloten,
    Agendapunt,
    BevestigingNodig,
    Bevriezing,
    Botsing,
    Door,
    Duiding,
    Gesprek,
    Historie,
    JournalError,
    NietGevonden,
    Rij,
    Verhaal,
    Waarschuwing,
)
from proeftuin.vocabulary import ROL_BEHEERDER

R = TypeVar("R", Gesprek, Agendapunt, Bevriezing, Actie, Duiding, Verhaal, Historie)
# Seen by whoever may see their session; the other kinds say it themselves.
VAN_GESPREK: tuple[type[Any], ...] = (Agendapunt, Bevriezing, Actie)
LANGSTE_TEKST = 20_000
LANGSTE_BEELD = 5_000_000
KWARTAAL = re.compile(r"\d{4}-Q[1-4]")


def now() -> str:
    """The present moment in UTC, as ISO 8601 text with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def zicht_of(rol: str) -> tuple[str, ...]:
    """What the role may see; an unknown role sees nothing."""
    return ZICHT.get(rol, ())


def build(kind: type[R], row: Mapping[Any, Any]) -> R:
    """The dataclass of a database row."""
    values: dict[str, Any] = {
        naam: tuple(row[naam]) if found.plain is tuple else row[naam]
        for naam, found in FIELDS[kind].items()
    }
    return kind(**values)


_REGELEINDE = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n")


def _is_storable(sign: str) -> bool:
    """Whether both databases and every file can hold it: no control sign, half pair or non-sign."""
    code = ord(sign)
    if sign in "\n\t":
        return True
    is_no_sign = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return not is_no_sign and unicodedata.category(sign) not in ("Cc", "Cs")


def clean(naam: str, value: Any) -> Any:
    """The value as it is stored: every kind of line end as a new line, tuples as lists.

    Nothing is dropped: JournalError (Dutch) for a sign that cannot be stored, with its place, for
    a text of more than 20,000 characters, and for a quarter that is no quarter.
    """
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").translate(_REGELEINDE)
        for place, sign in enumerate(text, start=1):
            if not _is_storable(sign):
                raise JournalError(
                    f"Teken {place} van deze tekst kan niet worden bewaard (U+{ord(sign):04X}). "
                    "Er is niets opgeslagen. Haal het weg en probeer het opnieuw."
                )
        longest = LANGSTE_BEELD if naam == "beeld_svg" else LANGSTE_TEKST
        if len(text) > longest:
            raise JournalError(f"Deze tekst is te lang; gebruik hooguit {longest} tekens.")
        if naam.startswith("kwartaal") and not KWARTAAL.fullmatch(text):
            raise JournalError(f"'{text}' is geen kwartaal; schrijf het zo: 2024-Q1.")
        return text
    if isinstance(value, tuple):
        return [clean(naam, item) for item in value]
    return value


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values for history and export: dates as ISO text, tuples as lists."""
    return {
        naam: value.isoformat()
        if isinstance(value, date)
        else list(value)
        if isinstance(value, tuple)
        else value
        for naam, value in values.items()
    }


def choose(naam: str, value: Any, allowed: Sequence[str | None]) -> None:
    """Raises JournalError when the value is none of the allowed words."""
    if value not in allowed:
        words = ", ".join(str(word) for word in allowed if word is not None)
        raise JournalError(f"'{value}' kan niet bij {naam}; kies uit: {words}.")


class Rows:
    """What the parts of the journal share: rows read, locked and written with their history.

    Each part is given one. Not for pages; see journal.Journal.
    """

    def __init__(self, opslag: Opslag) -> None:
        """Keep the store."""
        self.opslag = opslag

    def select(
        self, connection: Connection, kind: type[R], *where: ColumnElement[bool], order: str = "id"
    ) -> list[R]:
        """The rows of a kind, whoever may see them: where says that; by order, then id."""
        table = TABLE_OF[kind]
        query = select(table).where(*where).order_by(table.c[order], table.c.id)
        return [build(kind, row) for row in connection.execute(query).mappings()]

    def _zicht(self, connection: Connection, row: Any) -> str:
        """What one must be allowed to see for this row: the kind of its session, or verhaal."""
        if isinstance(row, Verhaal):
            return "verhaal"
        if isinstance(row, Gesprek | Duiding):
            return row.soort
        query = select(GESPREK.c.soort).where(GESPREK.c.id == row.gesprek_id)
        return str(connection.execute(query).scalar_one())

    def find(
        self, connection: Connection, kind: type[R], row_id: int, rol: str, lock: str = ""
    ) -> R:
        """One row that the role may see; otherwise NietGevonden, whatever the reason.

        lock is "", "change" (nobody else may read it to write) or "stay" (nobody may change it).
        """
        table = TABLE_OF[kind]
        query = select(table).where(table.c.id == row_id)
        if kind in VAN_GESPREK:
            session = GESPREK.c.id == table.c.gesprek_id
            query = query.add_columns(GESPREK.c.soort.label("zicht")).join(GESPREK, session)
        if lock:
            query = query.with_for_update(read=lock == "stay", of=table)
        row = connection.execute(query).mappings().first()
        if row is not None and _zicht_in(kind, row) in zicht_of(rol):
            return build(kind, row)
        raise NietGevonden("Dit staat niet (meer) in het journaal.")

    def find_to_write(
        self, connection: Connection, kind: type[R], row_id: int, door: Door, lock: str = "change"
    ) -> R:
        """As find, for a writer; ToegangGeweigerd for a role that does not see everything."""
        try:
            return self.find(connection, kind, row_id, door.rol, lock)
        except NietGevonden:
            if zicht_of(door.rol) == ZICHT[ROL_BEHEERDER]:
                raise
            raise ToegangGeweigerd("Dit bestaat niet, of u mag het niet wijzigen.") from None

    def lock_gesprek(
        self,
        connection: Connection,
        gesprek_id: int,
        door: Door,
        closed_too: bool = False,
        lock: str = "stay",
    ) -> Gesprek:
        """The session, which nobody closes until the end; Afgesloten when it is closed.

        With "stay" many may write in the session at once; "change" is for its own fields, its
        order of points and its freezes.
        """
        found = self.find_to_write(connection, Gesprek, gesprek_id, door, lock)
        if found.status == "afgesloten" and not closed_too:
            raise Afgesloten("Dit gesprek is afgesloten. De teksten staan vast.")
        return found

    def record(
        self,
        connection: Connection,
        door: Door,
        soort: str,
        row: Any,
        voor: Mapping[str, Any] | None,
        na: Mapping[str, Any] | None,
    ) -> None:
        """One line of history."""
        session = row.id if isinstance(row, Gesprek) else getattr(row, "gesprek_id", None)
        connection.execute(
            HISTORIE.insert().values(
                op=now(),
                rol=door.rol,
                naam=clean("naam", door.naam),
                tabel=TABLE_OF[type(row)].name,
                rij_id=row.id,
                versie=getattr(row, "versie", 1),
                soort=soort,
                zicht=self._zicht(connection, row),
                gesprek_id=session,
                voor=None if voor is None else plain(voor),
                na=None if na is None else plain(na),
            )
        )

    def insert(
        self,
        connection: Connection,
        kind: type[R],
        door: Door,
        values: Mapping[str, Any],
        sleutel: str | None = None,
        soort: str = "nieuw",
    ) -> R:
        """A new row with its history; the row made earlier when the key of the form is known.

        BevestigingNodig as ask_persons.
        """
        table: Table = TABLE_OF[kind]
        if sleutel is not None:
            query = select(table.c.id).where(table.c.sleutel == sleutel)
            known = connection.execute(query).scalar()
            if known is not None:
                return self.find(connection, kind, known, door.rol)
        content = {naam: clean(naam, value) for naam, value in values.items()}
        ask_persons(kind, door, content, {})
        moment = now()
        administration: dict[str, Any] = {"gemaakt_op": moment, "rol_laatst": door.rol}
        if "versie" in table.c:
            administration |= {"versie": 1, "gewijzigd_op": moment, "sleutel": sleutel}
        query_insert = table.insert().values(**content, **administration)
        made = connection.execute(query_insert).inserted_primary_key
        assert made is not None
        found = self.find(connection, kind, int(made[0]), door.rol)
        na = {naam: value for naam, value in content.items() if naam not in ("rijen", "beeld_svg")}
        self.record(connection, door, soort, found, None, na)
        return found

    def update(
        self,
        connection: Connection,
        row: Rij,
        versie: int,
        door: Door,
        velden: Mapping[str, Any],
        basis: Mapping[str, Any] | None = None,
        soort: str = "wijziging",
    ) -> Any:
        """The row after the change, with its history; the same row when nothing differs.

        Raises Botsing when the row is not at versie any more and differs, BevestigingNodig as
        ask_persons. The row must be locked.
        """
        old = plain(asdict(row))
        new = {naam: clean(naam, value) for naam, value in velden.items()}
        changed = {
            naam: value for naam, value in new.items() if plain({naam: value})[naam] != old[naam]
        }
        if not changed:
            return row
        if row.versie != versie:
            raise Botsing(row, dict(velden), None if basis is None else dict(basis))
        ask_persons(type(row), door, changed, old)
        table = TABLE_OF[type(row)]
        query = (
            table.update()
            .where(table.c.id == row.id, table.c.versie == versie)
            .values(**changed, versie=versie + 1, gewijzigd_op=now(), rol_laatst=door.rol)
        )
        if connection.execute(query).rowcount != 1:
            raise JournalError("Deze wijziging lukte niet. Er is niets opgeslagen.")
        kind: Any = type(row)
        after = self.find(connection, kind, row.id, door.rol)
        self.record(connection, door, soort, after, {naam: old[naam] for naam in changed}, changed)
        return after


def ask_persons(
    kind: type[Any], door: Door, new: Mapping[str, Any], old: Mapping[str, Any]
) -> None:
    """Raises BevestigingNodig for what may point to a person and did not stand there before.

    Asked of every free text of the row, and of the label of the writer; not when the writer
    answered (Door.nagekeken).
    """
    found = [] if door.naam_nagekeken or door.nagekeken else find_persoonsgegevens(door.naam)
    for naam in () if door.nagekeken else free_texts(kind):
        known = {(item.soort, item.plek) for item in _warnings(old.get(naam))}
        found += [item for item in _warnings(new.get(naam)) if (item.soort, item.plek) not in known]
    if found:
        raise BevestigingNodig(found)


def _warnings(value: Any) -> list[Waarschuwing]:
    texts = [value] if isinstance(value, str) else value or []
    return [item for text in texts for item in find_persoonsgegevens(str(text))]


def _zicht_in(kind: type[Any], row: Mapping[Any, Any]) -> str:
    """What one must be allowed to see for a row as find reads it."""
    if kind is Verhaal:
        return "verhaal"
    return str(row["zicht" if kind in VAN_GESPREK else "soort"])


def check_velden(velden: Mapping[str, Any], record: type[Any]) -> None:
    """Raises JournalError for a field of record that no writer may change."""
    for naam in velden:
        if naam not in changeable(record):
            raise JournalError(f"Het veld '{naam}' kan hier niet worden gewijzigd.")


def check_zicht(door: Door, zicht: str) -> None:
    """Raises ToegangGeweigerd when the role does not see this kind."""
    if zicht not in zicht_of(door.rol):
        raise ToegangGeweigerd("Met uw rol kunt u dit niet vastleggen.")
