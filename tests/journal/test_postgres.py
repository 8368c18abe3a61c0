"""The journal on a real PostgreSQL: the same behaviour, history that stays, backup and restore."""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from proeftuin.journal.journal import Journal, open_journal
from proeftuin.journal.opslag import find_bestand
from proeftuin.journal.types import Bezet, JournalError
from tests.journal import test_backup as reserve
from tests.journal import test_historie as history
from tests.journal import test_journal as behaviour
from tests.journal.test_journal import INTERN, PARTNER, plan
from tests.lib.postgres import postgres_server
from tools.last import postgres_url

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as options:
        yield postgres_url(options)


@pytest.fixture
def url(server: str) -> str:
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text("drop schema public cascade; create schema public"))
    engine.dispose()
    return server


@pytest.fixture
def journal(url: str, tmp_path: Path) -> Iterator[Journal]:
    opened = open_journal(url, tmp_path)
    yield opened
    opened.close()
    assert not find_bestand(tmp_path).exists()


@pytest.mark.parametrize(
    "check",
    [
        behaviour.test_migrations_make_what_the_code_expects,
        behaviour.test_a_stale_write_stores_nothing_and_carries_both_sides,
        behaviour.test_a_form_sent_twice_stores_one_row,
        behaviour.test_points_keep_their_order_without_gaps,
        behaviour.test_a_freeze_never_changes,
        behaviour.test_a_closed_session_stands_except_for_the_state_of_its_actions,
        behaviour.test_the_next_session_opens_with_the_open_actions,
        behaviour.test_wrong_words_are_refused,
    ],
    ids=lambda check: check.__name__,
)
def test_behaves_as_on_sqlite(check: Callable[[Journal], None], journal: Journal) -> None:
    check(journal)


def test_sql_cannot_rewrite_history(journal: Journal) -> None:
    history.fill(journal)
    history.check_fixed(journal, history.OVERAL + history.POSTGRES)


def test_backup_and_restore(journal: Journal, tmp_path: Path) -> None:
    reserve.fill(journal)
    reserve.test_what_was_backed_up_comes_back(journal, tmp_path)
    history.check_fixed(journal, history.OVERAL + history.POSTGRES)


def test_from_one_engine_to_the_other_and_back(journal: Journal, tmp_path: Path) -> None:
    local = open_journal(None, tmp_path / "lokaal")
    reserve.fill(local)
    first, second = tmp_path / "een.zip", tmp_path / "twee.zip"
    local.beheer.backup(first, "beheerder")
    journal.beheer.restore(first, reserve.BEHEER)
    assert reserve.content(journal) == reserve.content(local)
    last = max(row["id"] for row in reserve.content(journal)["duiding"])
    note = {"slug": "verblijf", "kwartaal": "2023-Q2", "tekst": "x", "soort": "driehoek"}
    assert journal.teksten.add_duiding(door=INTERN, **note).id == last + 1
    journal.beheer.backup(second, "beheerder")
    plan(journal, titel="Later")
    with pytest.raises(JournalError, match="--vervang"):
        journal.beheer.restore(second, reserve.BEHEER)
    local.beheer.restore(second, reserve.BEHEER, vervang=True)
    assert reserve.content(local) == reserve.content_of(second)
    local.close()


def test_restoring_while_others_write(journal: Journal, tmp_path: Path) -> None:
    file = tmp_path / "kopie.zip"
    plan(journal)
    journal.beheer.backup(file, "beheerder")
    stop = threading.Event()
    failures: list[BaseException] = []

    def write() -> None:
        try:
            while not stop.is_set():
                plan(journal)
        except BaseException as error:
            failures.append(error)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for _ in range(5):
        journal.beheer.restore(file, reserve.BEHEER, vervang=True)
    stop.set()
    for writer in writers:
        writer.join()
    assert not failures
    tables = journal.beheer.export_json("beheerder")["tabellen"]
    planned = [line["rij_id"] for line in tables["historie"] if line["tabel"] == "gesprek"]
    assert sorted(planned) == [row["id"] for row in tables["gesprek"]]


def test_the_end_of_the_retention_period(journal: Journal) -> None:
    old = plan(journal, titel="Zeer oud", datum=date(2019, 1, 1))
    journal.gesprekken.close(old.id, 1, PARTNER)
    new = plan(journal)
    counts = journal.beheer.remove_older(date(2020, 1, 1), reserve.BEHEER)
    assert (counts["gesprek"], counts["historie"]) == (1, 2)
    assert journal.gesprekken.select("intern") == [new]
    assert "Zeer oud" not in str(journal.beheer.export_json("beheerder"))
    history.check_fixed(journal, history.OVERAL[2:3] + history.POSTGRES[:1])


def test_opened_by_many_at_once_there_is_one_journal(url: str, tmp_path: Path) -> None:
    opened: list[Journal] = []

    def begin() -> None:
        opened.append(open_journal(url, tmp_path))

    threads = [threading.Thread(target=begin) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    plan(opened[0])
    assert len(opened) == 6
    assert all(len(journal.gesprekken.select("partner")) == 1 for journal in opened)
    for journal in opened:
        journal.close()


def test_a_closing_and_a_writing_person_do_not_pass_each_other(journal: Journal) -> None:
    session = plan(journal)
    punt = journal.agenda.add(session.id, titel="V", soort="vrij", door=PARTNER)
    results: list[str] = []

    def write() -> None:
        versie = punt.versie
        while True:
            try:
                row = journal.agenda.change(punt.id, versie, INTERN, koers=f"Ja {versie}.")
            except Bezet:
                raise
            except JournalError as error:
                results.append(type(error).__name__)
                return
            versie = row.versie

    writer = threading.Thread(target=write)
    writer.start()
    while journal.agenda.find(punt.id, "intern").versie < 4:
        pass
    journal.gesprekken.close(session.id, 1, PARTNER)
    writer.join()
    assert results == ["Afgesloten"]
    lines = [line.soort for line in journal.historie.select("intern", gesprek_id=session.id)]
    assert lines[-1] == "afgesloten"


def test_a_server_that_is_not_there_is_said_in_dutch(tmp_path: Path) -> None:
    nowhere = "postgresql+psycopg://iemand:geheim@/x?host=/nergens"
    with pytest.raises(JournalError, match="niet te openen") as refused:
        open_journal(nowhere, tmp_path)
    assert "geheim" not in str(refused.value)


def test_points_about_the_prognose_get_their_soort(
    url: str, journal: Journal, tmp_path: Path
) -> None:
    session = plan(journal, "driehoek", INTERN)
    reserve.make_older(journal, session.id)
    renewed = open_journal(url, tmp_path)
    assert sorted(reserve.kinds(renewed, session.id).values()) == ["prognose", "vrij"]
    [line] = [item for item in renewed.historie.select("intern") if item.naam.startswith("nieuwe")]
    assert (line.voor, line.na) == ({"soort": "vrij"}, {"soort": "prognose"})
    renewed.close()
