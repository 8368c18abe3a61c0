"""History and freezes: SQL can add lines, and neither change nor remove them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from proeftuin.journal.journal import Journal, open_journal
from proeftuin.journal.rijen import Rows
from tests.journal.test_journal import INTERN, PARTNER, freeze, plan

OVERAL = (
    "update historie set na = null",
    "update historie set id = id + 100",
    "delete from historie",
    "delete from historie where id = 1",
    "update bevriezing set zin = 'anders'",
    "update bevriezing set rijen = '[]' where id = 1",
    "delete from bevriezing",
)
SQLITE = (
    "insert or replace into historie select * from historie",
    "replace into bevriezing select * from bevriezing",
    "update or replace historie set id = 1 where id = 2",
)
POSTGRES = ("truncate historie", "truncate bevriezing cascade", "truncate gesprek cascade")


def fill(journal: Journal) -> None:
    session = plan(journal)
    punt = journal.agenda.add(session.id, titel="V", slug="verblijf", door=PARTNER)
    freeze(journal, punt.id)
    journal.agenda.change(punt.id, 1, INTERN, herkennen="Ja.", koers="Past.")


def check_fixed(journal: Journal, statements: tuple[str, ...]) -> None:
    """Each statement is refused, and nothing differs afterwards."""
    before = journal.beheer.export_json("beheerder")
    for statement in statements:
        with pytest.raises(DBAPIError, match="alleen toegevoegd"):
            journal.opslag.write(lambda connection, sql=statement: connection.execute(text(sql)))
        assert journal.beheer.export_json("beheerder") == before, statement


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = open_journal(None, tmp_path)
    fill(opened)
    yield opened
    opened.close()


def test_sql_cannot_rewrite_history(journal: Journal) -> None:
    check_fixed(journal, OVERAL + SQLITE)


def test_every_change_has_its_line_and_together_they_are_the_row(journal: Journal) -> None:
    lines = journal.historie.select("intern", "agendapunt", 1)
    assert [(line.soort, line.rol, line.naam, line.versie) for line in lines] == [
        ("nieuw", "partner", "Wijkteam", 1),
        ("wijziging", "intern", "Beleid", 2),
    ]
    assert lines[1].voor == {"herkennen": "", "koers": ""}
    now = journal.agenda.find(1, "intern")
    replayed = {naam: value for line in lines for naam, value in (line.na or {}).items()}
    assert {naam: getattr(now, naam) for naam in replayed} == replayed
    assert all(line.op.endswith("+00:00") for line in lines)


def test_a_failed_write_leaves_no_line(journal: Journal) -> None:
    before = journal.beheer.export_json("beheerder")

    def fail(connection) -> None:
        Rows(journal.opslag).record(
            connection, PARTNER, "wijziging", journal.gesprekken.find(1, "intern"), None, {}
        )
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        journal.opslag.write(fail)
    assert journal.beheer.export_json("beheerder") == before
