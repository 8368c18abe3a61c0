"""Load on the journal: 50 writers at once, on the same texts, while writers are killed.

Usage: python -m tools.last [SECONDS], default 60, on SQLite and on a PostgreSQL of its own.
Writers are threads with their own connections in five processes. Each writes marks that occur
nowhere else: into texts that others change at the same moment (reading, merging and trying again
after a Botsing), as new actions, and as new explanations. A mark is confirmed when the journal
returned; confirmed marks go to a file at once, so that a kill -9 of the process loses none.
Afterwards every confirmed mark must stand in the journal exactly once, and the history of every
text must be a chain without a gap.
"""

import multiprocessing
import os
import re
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from proeftuin.journal import (  # noqa: E402
    VRAGEN,
    Botsing,
    Door,
    Journal,
    JournalError,
    merge_fields,
    open_journal,
)

PROCESSEN = 5
SCHRIJVERS = 50
PUNTEN_TEGELIJK = 5
BLOK_SECONDEN = 2.0
KLAAR = "klaar"  # the writers stop when this file is there, however slow the machine
DOOR = Door("intern", "last")
Antwoord = TypeVar("Antwoord")
MERK = re.compile(r"m\d+-\d+-\d+-\d+\.")


@dataclass(frozen=True)
class Uitslag:
    """What one run gave; marks lost and doubled, and breaks in the history, must be 0."""

    seconden: float
    bevestigd: int
    botsingen: int
    gedood: int
    verloren: int
    dubbel: int
    breuken: int

    def __str__(self) -> str:
        """One line for people."""
        return (
            f"{self.bevestigd} confirmed writes in {self.seconden:.0f} s "
            f"({self.bevestigd / self.seconden:.0f}/s), {self.botsingen} conflicts merged, "
            f"{self.gedood} processes killed; lost {self.verloren}, doubled {self.dubbel}, "
            f"breaks in the history {self.breuken}"
        )


def run_last(
    url: str | None, folder: Path, seconds: float, kills: int, hurt: Callable[[], object] = bool
) -> Uitslag:
    """Run the load; kills processes are killed and replaced, and hurt is called halfway."""
    journal = open_journal(url, folder)
    session = journal.gesprekken.plan(
        soort="driehoek",
        datum=date(2024, 1, 16),
        wijk="gemeente",
        kwartaal="2023-Q4",
        titel="Last",
        door=DOOR,
    )
    number = (int(seconds / BLOK_SECONDEN) + 2) * PUNTEN_TEGELIJK
    points = [
        journal.agenda.add(session.id, titel="Punt", soort="vrij", door=DOOR).id
        for _ in range(number)
    ]
    journal.close()
    context = multiprocessing.get_context("fork")
    begin = time.monotonic()

    def start(index: int) -> Any:
        arguments = (url, folder, index, session.id, points, begin)
        process = context.Process(target=_work, args=arguments)
        process.start()
        return process

    running = [start(index) for index in range(PROCESSEN)]
    for kill in range(kills):
        _sleep_until(begin + seconds * (kill + 1) / (kills + 2))
        os.kill(running[kill % PROCESSEN].pid, signal.SIGKILL)
        running[kill % PROCESSEN].join()
        running[kill % PROCESSEN] = start(PROCESSEN + kill)
    _sleep_until(begin + seconds * (kills + 1) / (kills + 2))
    hurt()
    _sleep_until(begin + seconds)
    (folder / KLAAR).touch()
    for process in running:
        process.join()
        assert process.exitcode == 0, "a writer stopped with an error"
    took = time.monotonic() - begin
    return _judge(url, folder, took, kills)


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def _work(
    url: str | None,
    folder: Path,
    index: int,
    session: int,
    points: list[int],
    begin: float,
) -> None:
    """One process: its share of the writers, each a thread, on connections of their own."""
    journal = _until_done(lambda: open_journal(url, folder))
    log = os.open(folder / f"bevestigd-{index}", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    failures: list[BaseException] = []

    def write(writer: int) -> None:
        try:
            _write(journal, folder, log, f"{index}-{writer}", session, points, begin)
        except BaseException as error:
            failures.append(error)
            raise

    threads = [
        threading.Thread(target=write, args=(writer,)) for writer in range(SCHRIJVERS // PROCESSEN)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journal.close()
    os._exit(1 if failures else 0)


def _write(
    journal: Journal,
    folder: Path,
    log: int,
    naam: str,
    session: int,
    points: list[int],
    begin: float,
) -> None:
    random = Random(naam)
    last_block = len(points) // PUNTEN_TEGELIJK - 1
    turn = 0
    while not (folder / KLAAR).exists():
        turn += 1
        mark = f"m{naam}-{turn}-{random.randrange(1000)}."
        passed = time.monotonic() - begin
        block = min(int(passed / BLOK_SECONDEN), last_block) * PUNTEN_TEGELIJK
        punt = points[block + random.randrange(PUNTEN_TEGELIJK)]
        veld = random.choice(VRAGEN)
        kind = random.random()
        conflicts = 0
        if kind < 0.7:
            conflicts = _until_done(partial(_append, journal, punt, veld, mark))
        elif kind < 0.85:
            _until_done(partial(_add_actie, journal, session, mark))
        else:
            _until_done(partial(_add_duiding, journal, mark))
        os.write(log, f"{mark} {conflicts}\n".encode())


def _until_done(work: Callable[[], Antwoord]) -> Antwoord:
    """As a writer does: when the journal says it did not go, look and try again."""
    for _ in range(200):
        try:
            return work()
        except Botsing:
            raise
        except JournalError:
            time.sleep(0.1)
    raise AssertionError("the journal stayed away")


def _append(journal: Journal, punt: int, veld: str, mark: str) -> int:
    """Put the mark behind the text; how many times another one was first."""
    row = journal.agenda.find(punt, DOOR.rol)
    basis = {veld: getattr(row, veld)}
    if mark in basis[veld]:
        return 0
    wanted, versie, conflicts = {veld: f"{basis[veld]} {mark}".strip()}, row.versie, 0
    while True:
        try:
            journal.agenda.change(punt, versie, DOOR, basis=basis, **wanted)
            return conflicts
        except Botsing as clash:
            conflicts += 1
            wanted = {veld: str(merge_fields(basis, clash.huidig, wanted)[veld])}
            basis, versie = {veld: getattr(clash.huidig, veld)}, clash.huidig.versie


def _add_actie(journal: Journal, session: int, mark: str) -> None:
    journal.acties.add(
        session,
        tekst=mark,
        door=DOOR,
        eigenaar="Wijkteam",
        kwartaal_gereed="2024-Q1",
        sleutel=mark,
    )


def _add_duiding(journal: Journal, mark: str) -> None:
    journal.teksten.add_duiding(
        tekst=mark,
        door=DOOR,
        slug="verblijf",
        kwartaal="2023-Q2",
        soort="driehoek",
        sleutel=mark,
    )


def _judge(url: str | None, folder: Path, seconds: float, kills: int) -> Uitslag:
    confirmed, conflicts = [], 0
    for file in folder.glob("bevestigd-*"):
        for line in file.read_text().splitlines():
            mark, number = line.split()
            confirmed.append(mark)
            conflicts += int(number)
    journal = open_journal(url, folder)
    tables = journal.beheer.export_json("beheerder")["tabellen"]
    journal.close()
    texts = [row[veld] for row in tables["agendapunt"] for veld in VRAGEN]
    texts += [row["tekst"] for naam in ("actie", "duiding") for row in tables[naam]]
    seen = Counter(mark for text in texts for mark in MERK.findall(str(text)))
    return Uitslag(
        seconden=seconds,
        bevestigd=len(confirmed),
        botsingen=conflicts,
        gedood=kills,
        verloren=sum(seen[mark] == 0 for mark in confirmed),
        dubbel=sum(number > 1 for number in seen.values()),
        breuken=_count_breaks(tables),
    )


def _count_breaks(tables: dict[str, list[dict[str, Any]]]) -> int:
    """Places where a line of history does not follow from the one before, or from the row."""
    breaks = 0
    for row in tables["agendapunt"]:
        state: dict[str, Any] = {}
        versie = 0
        for line in tables["historie"]:
            if (line["tabel"], line["rij_id"]) != ("agendapunt", row["id"]):
                continue
            before = line["voor"] or {}
            breaks += any(state.get(naam) != value for naam, value in before.items())
            breaks += line["versie"] != versie + 1
            state |= line["na"]
            versie = line["versie"]
        breaks += versie != row["versie"] or any(row[naam] != state[naam] for naam in state)
    return breaks


def kill_backend(url: str) -> None:
    """Kill -9 one process of a PostgreSQL; the server then throws out everybody and recovers."""
    from sqlalchemy import create_engine, text

    engine = create_engine(url)
    with engine.connect() as connection:
        query = (
            "select pid from pg_stat_activity where state is not null and pid <> pg_backend_pid()"
        )
        pids = connection.execute(text(query)).scalars().all()
    engine.dispose()
    os.kill(pids[0], signal.SIGKILL)


def postgres_url(options: str) -> str:
    """The URL of the journal for a connection string of tests.lib.postgres."""
    socket = options.split()[0].removeprefix("host=")
    return f"postgresql+psycopg://postgres@/postgres?host={socket}"


def main() -> None:
    """Run both engines and print one line each; exit code 1 when anything was lost."""
    from tests.lib.postgres import postgres_server

    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        found = run_last(None, Path(folder), seconds, kills=8)
        sys.stdout.write(f"SQLite: {found}\n")
        bad += found.verloren + found.dubbel + found.breuken
    with tempfile.TemporaryDirectory() as folder, postgres_server() as options:
        url = postgres_url(options)
        found = run_last(url, Path(folder), seconds, 8, lambda: kill_backend(url))
        sys.stdout.write(f"PostgreSQL, and one kill -9 of the server: {found}\n")
        bad += found.verloren + found.dubbel + found.breuken
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
