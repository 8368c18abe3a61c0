"""Fifty writers at once, some killed: no confirmed text is lost or doubled. `make last`: longer."""

from pathlib import Path

import pytest

from tests.lib.postgres import postgres_server
from tools.last import Uitslag, kill_backend, postgres_url, run_last

SECONDS = 7.0
KILLS = 2


def check(found: Uitslag) -> None:
    assert (found.verloren, found.dubbel, found.breuken) == (0, 0, 0), str(found)
    assert found.bevestigd >= 20 and found.botsingen >= 5, str(found)


@pytest.mark.langzaam
def test_sqlite_under_load(tmp_path: Path) -> None:
    check(run_last(None, tmp_path, SECONDS, KILLS))


@pytest.mark.langzaam
@pytest.mark.postgres
def test_postgres_under_load_with_a_crash_of_the_server(tmp_path: Path) -> None:
    with postgres_server() as options:
        url = postgres_url(options)
        check(run_last(url, tmp_path, SECONDS, KILLS, lambda: kill_backend(url)))
