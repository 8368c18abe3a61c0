"""The journal of the conversations: sessions, agenda, frozen figures, actions and explanations.

Open it once per process with open_journal; a Journal is safe for many threads. Every function
that reads takes the role of the reader and gives only what that role may see; every function that
writes takes Door, and what it returns stands on disk. Many writers may work at once: a change
names the versie it started from, and a stale one raises Botsing instead of overwriting. A role
that may not do what it asks gets ToegangGeweigerd, and nothing is stored.
"""

from pathlib import Path
from typing import Self

from sqlalchemy.exc import DatabaseError

from proeftuin.journal.acties import Acties
from proeftuin.journal.agenda import Agenda
from proeftuin.journal.beheer import Beheer, Geschiedenis
from proeftuin.journal.gesprekken import Gespreksrijen
from proeftuin.journal.opslag import Opslag, describe_failure, make_engine, migrate
from proeftuin.journal.rijen import Rows
from proeftuin.journal.teksten import Teksten
from proeftuin.journal.types import JournalError


class Journal:
    """The parts of the journal, on one store. Make one with open_journal."""

    def __init__(self, opslag: Opslag) -> None:
        """Give every part the store."""
        rows = Rows(opslag)
        self.opslag = opslag
        self.gesprekken = Gespreksrijen(rows)
        self.agenda = Agenda(rows)
        self.acties = Acties(rows)
        self.teksten = Teksten(rows)
        self.historie = Geschiedenis(rows)
        self.beheer = Beheer(opslag)

    def close(self) -> None:
        """Close every connection; the journal cannot be used afterwards."""
        self.opslag.close()

    def __enter__(self) -> Self:
        """The journal itself, closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it, whatever happened."""
        self.close()


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
