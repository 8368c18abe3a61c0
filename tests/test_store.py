"""The store: whole or not at all, readable only by its owner, one load at a time."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from proeftuin import store
from proeftuin.edition.publish import publish_editie
from proeftuin.errors import ProeftuinError
from proeftuin.files import hold
from proeftuin.ingest.load import load_levering
from proeftuin.measure import prepare_facts
from proeftuin.settings.read import read_settings
from proeftuin.store import LOCK, Builder, build_scratch, build_store, check_shape, open_store
from proeftuin.vensters import list_kwartalen, list_vensters
from tests.lib.kill_laad import store_hash
from tests.lib.leveringen import write

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = read_settings()
LEVERING = (
    "insert into levering values (date '2023-12-31', 'test', null, true, '{0}');"
    "insert into casus values ('a', 'west', date '2023-01-01', 1, 2, 3),"
    " ('b', 'west', date '2023-01-01', 1, 2, 3)"
)


def fill(builder: Builder) -> None:
    builder.execute(LEVERING.format("nu"))


def test_hash_follows_content_not_order_or_clock(tmp_path: Path) -> None:
    first = build_store(tmp_path, fill)

    def other_order(builder: Builder) -> None:
        head, rows = LEVERING.format("later").split(" values ('a'")
        builder.execute(head + " values ('b', 'west', date '2023-01-01', 1, 2, 3)")
        builder.execute("insert into casus values ('a', 'west', date '2023-01-01', 1, 2, 3)")

    assert build_store(tmp_path, other_order) == first

    def other_row(builder: Builder) -> None:
        fill(builder)
        builder.execute("update casus set eigen_inzet_eur = 4 where casus_id = 'b'")

    assert build_store(tmp_path, other_row) != first


def test_store_is_private_and_read_only(tmp_path: Path) -> None:
    digest = build_store(tmp_path, fill)
    assert stat.S_IMODE((tmp_path / store.STORE).stat().st_mode) == 0o600
    with open_store(tmp_path) as opened, open_store(tmp_path) as again:
        assert (opened.datastand, opened.hash) == (date(2023, 12, 31), digest)
        assert store_hash(again) == digest
        opened.execute("create temp table tijdelijk as select 1 as een")
        assert opened.frame("select een + $meer as som from tijdelijk", meer=2)["som"][0] == 3
        assert sum(opened.batches("select * from casus", len)) == 2
        with pytest.raises(Exception, match="read-only"):
            opened.execute("delete from store.main.casus")
        assert build_store(tmp_path, fill) == digest, "a reader does not stop a load"


def test_failed_build_changes_nothing(tmp_path: Path) -> None:
    build_store(tmp_path, fill)
    before = (tmp_path / store.STORE).read_bytes()

    def fail(builder: Builder) -> None:
        fill(builder)
        builder.execute("insert into casus select * from bestaat_niet")

    with pytest.raises(ProeftuinError, match="niets veranderd"):
        build_store(tmp_path, fail)
    assert (tmp_path / store.STORE).read_bytes() == before
    assert not list(tmp_path.glob(".bouw-*"))


def miscount(builder: Builder, counts: dict[str, int]) -> dict[str, int]:
    return counts | {"casus": 3}


def change_the_file(builder: Builder, counts: dict[str, int]) -> dict[str, int]:
    with duckdb.connect(builder.folder / store.STORE) as other:
        other.execute("update casus set verwachte_inzet_eur = verwachte_inzet_eur + 1")
    return counts


def change_the_hash(builder: Builder, counts: dict[str, int]) -> dict[str, int]:
    with duckdb.connect(builder.folder / store.STORE) as other:
        other.execute("update kenmerk set hash = 'anders'")
    return counts


@pytest.mark.parametrize("spoil", [miscount, change_the_file, change_the_hash])
def test_what_is_not_written_well_is_not_put_in_place(
    spoil: Callable[[Builder, dict[str, int]], dict[str, int]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build_store(tmp_path, fill)
    before = (tmp_path / store.STORE).read_bytes()
    finish = Builder._finish

    def damage(builder: Builder) -> tuple[dict[str, int], str]:
        counts, digest = finish(builder)
        return spoil(builder, counts), digest

    monkeypatch.setattr(Builder, "_finish", damage)
    with pytest.raises(ProeftuinError, match="niet goed weggeschreven"):
        build_store(tmp_path, fill)
    assert (tmp_path / store.STORE).read_bytes() == before


def test_every_table_of_a_store_is_counted_and_hashed(tmp_path: Path) -> None:
    build_store(tmp_path, fill)
    with duckdb.connect(tmp_path / store.STORE, read_only=True) as made:
        found = made.execute("select table_name from duckdb_tables() order by 1").fetchall()
    assert [naam for (naam,) in found if naam != "kenmerk"] == list(store.list_stored())


def test_one_load_at_a_time_and_leftovers_go(tmp_path: Path) -> None:
    leftover = tmp_path / ".bouw-oud"
    leftover.mkdir()
    (leftover / "store.duckdb").write_text("half")
    with hold(tmp_path / LOCK, "bezet"):
        with pytest.raises(ProeftuinError, match="al een levering geladen"):
            build_store(tmp_path, fill)
        assert leftover.exists()
    build_store(tmp_path, fill)
    assert not leftover.exists()


def test_what_memory_is_too_small_for_is_kept_and_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "GEHEUGEN", 20)
    with build_scratch(tmp_path) as builder:
        builder.execute(
            "create table werk.veel as select i as nummer, hash(i)::varchar as tekst"
            " from range(1500000) as rij(i)"
        )
        [(most, kept)] = builder.rows(
            "select current_setting('memory_limit'), sum(temporary_storage_bytes)"
            " from duckdb_memory()"
        )
        assert most == "19.0 MiB" and kept > 0  # no more than that is held, the rest is on disk
        grouped = "select list(distinct tekst) from werk.veel group by nummer"
        assert builder.rows(f"select count(*) from ({grouped})") == [
            (1_500_000,)
        ]  # more than fits: not refused
        limit, held = "current_setting('memory_limit')", "sum(memory_usage_bytes)"
        [(after, kept)] = builder.rows(f"select {limit}, {held} from duckdb_memory()")
        assert after == most and kept < 20_000_000  # what comes next is held to it again


LIMIET = "select current_setting('memory_limit')"


@pytest.mark.parametrize("times", range(6))
def test_more_memory_is_for_one_query(times: int) -> None:
    """It fails for want of memory so many times: twice as much at a time, then all there is."""
    with duckdb.connect(":memory:") as connection:
        [(free,)] = connection.execute(LIMIET).fetchall()
        seen: list[str] = []

        def run() -> int:
            seen.extend(*connection.execute(LIMIET).fetchall())
            if len(seen) <= times:
                raise duckdb.OutOfMemoryException("too little")
            return 7

        if times == 5:
            with pytest.raises(duckdb.OutOfMemoryException, match="too little"):
                store._run_within(connection, 104.8576, run)
        else:
            assert store._run_within(connection, 104.8576, run) == 7
        steps = ["100.0 MiB", "200.0 MiB", "400.0 MiB", "800.0 MiB", free]
        assert seen == steps[: times + 1]
        assert connection.execute(LIMIET).fetchall() == [("100.0 MiB",)]


def test_a_step_never_asks_more_than_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with duckdb.connect(":memory:") as connection:
        [(free,)] = connection.execute(LIMIET).fetchall()
        number, unit = free.split()
        monkeypatch.setitem(store.MB, unit, 250.0 / float(number))
        seen: list[str] = []

        def run() -> None:
            seen.extend(*connection.execute(LIMIET).fetchall())
            raise duckdb.OutOfMemoryException("too little")

        with pytest.raises(duckdb.OutOfMemoryException):
            store._run_within(connection, 104.8576, run)
        assert seen == ["100.0 MiB", "200.0 MiB", free]


def test_a_limit_that_could_not_be_set_back_is_set_before_the_next_query() -> None:
    with duckdb.connect(":memory:") as connection:
        connection.execute("set memory_limit = '900MiB'")  # as a query that went on with more left
        assert store._run_within(
            connection, 104.8576, lambda: connection.execute(LIMIET).fetchall()
        ) == [("100.0 MiB",)]


def test_a_reader_keeps_on_disk_what_memory_is_too_small_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LEESGEHEUGEN", 20)
    load_levering(write(tmp_path / "levering"), tmp_path, SETTINGS)
    with open_store(tmp_path) as opened:
        opened.execute(
            "create temp table een as select 1 as nummer;"
            "create temp table veel as select i as nummer, hash(i)::varchar as tekst"
            " from range(1500000) as rij(i)"
        )
        seen = (
            "select current_setting('memory_limit') as most, sum(temporary_storage_bytes) as kept"
        )
        state = opened.frame(f"{seen} from duckdb_memory()").iloc[0]
        assert state["most"] == "19.0 MiB" and state["kept"] > 0
        grouped = "select list(distinct tekst) from veel group by nummer"  # more than fits
        assert opened.frame(f"select count(*) as n from ({grouped})")["n"][0] == 1_500_000
        assert opened.frame("select count(*) as n from een")["n"][0] == 1, "made once"
        assert opened.frame(f"{seen} from duckdb_memory()")["most"][0] == "19.0 MiB", "again"


def test_facts_are_made_with_more_memory_and_kept_within_less(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LEESGEHEUGEN", 20)
    monkeypatch.setattr(store, "MAAKGEHEUGEN", 200)
    load_levering(write(tmp_path / "levering"), tmp_path, SETTINGS)
    seen = (
        "select current_setting('memory_limit') as most, sum(temporary_storage_bytes) as kept,"
        " sum(memory_usage_bytes) as held from duckdb_memory()"
    )
    with open_store(tmp_path) as opened:
        with opened.making():
            opened.keep(
                "veel", "select i as nummer, hash(i) as tekst from range(1500000) as rij(i)"
            )
            making = opened.frame(seen).iloc[0]
            assert making["most"] == "190.7 MiB" and making["kept"] == 0
        after = opened.frame(seen).iloc[0]
        assert after["most"] == "19.0 MiB" and after["held"] < 20_000_000 and after["kept"] > 0
        assert opened.frame("select count(*) as n from veel")["n"][0] == 1_500_000
        with pytest.raises(ValueError, match="halverwege"), opened.making():
            raise ValueError("halverwege")
        assert opened.frame(seen)["most"][0] == "19.0 MiB"


def test_a_view_is_computed_by_who_reads_it(tmp_path: Path) -> None:
    load_levering(write(tmp_path / "levering"), tmp_path, SETTINGS)
    with open_store(tmp_path) as opened:
        opened.keep("getal", "select 1 as nummer")
        opened.define("dubbel", "select 2 * nummer as nummer from getal")
        opened.execute("insert into getal values (5)")
        assert opened.frame("select nummer from dubbel order by 1")["nummer"].tolist() == [2, 10]


def test_no_store_and_a_broken_store_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ProeftuinError, match="Laad eerst een levering"):
        open_store(tmp_path)
    (tmp_path / store.STORE).write_text("geen store")
    with pytest.raises(ProeftuinError, match="Laad de levering opnieuw"):
        open_store(tmp_path)
    load_levering(write(tmp_path / "levering"), tmp_path, SETTINGS)
    with open_store(tmp_path) as opened:
        assert opened.frame("select count(*) as n from traject")["n"][0] == 2


def test_facts_and_windows_of_a_small_levering(tmp_path: Path) -> None:
    load_levering(write(tmp_path / "levering"), tmp_path, SETTINGS)
    with open_store(tmp_path) as opened:
        prepare_facts(opened, SETTINGS)
        vensters = opened.frame("select naam, van, tot from venster order by venster_id")
        assert vensters.naam.tolist() == [
            *["kwartaal"] * 13,
            *("nulmeting", "effectjaar"),
        ]
        assert str(vensters.van[0].date()) == "2020-10-01", "the first aanmelding is of December"
        days = opened.frame("select peildatum from venster_peildatum where venster_id = 15")
        assert [str(dag.date()) for dag in days.peildatum] == [
            *("2022-12-31", "2023-03-31", "2023-06-30", "2023-09-30")
        ]
        assert opened.frame("select count(*) as n from in_zorg")["n"][0] > 0


def test_a_store_filled_under_other_rules_is_refused(tmp_path: Path) -> None:
    load_levering(write(tmp_path / "levering"), tmp_path, SETTINGS)
    for naam in ("administratief_dagen", "tijdelijke_stop_dagen"):
        perioden = replace(SETTINGS.perioden, **{naam: 14})
        with open_store(tmp_path) as opened, pytest.raises(ProeftuinError) as refused:
            prepare_facts(opened, replace(SETTINGS, perioden=perioden))
        value = getattr(SETTINGS.perioden, naam)
        assert f"perioden.{naam} = {value}. In de configuratie staat nu 14." in str(refused.value)
        assert "laad MAP --vervang" in str(refused.value)

    build_store(tmp_path, fill)
    with duckdb.connect(tmp_path / store.STORE) as made:  # as a version before made it
        made.execute("drop table laadregels")
    with open_store(tmp_path) as opened, pytest.raises(ProeftuinError, match="definitieversie"):
        prepare_facts(opened, SETTINGS)


def test_a_store_of_an_earlier_version_is_loaded_again_and_said(tmp_path: Path) -> None:
    source = write(tmp_path / "levering")

    def fill_as_before(builder: Builder) -> None:
        fill(builder)
        builder.execute("alter table rijen_per_kwartaal drop column aantal_rijen")

    build_store(tmp_path, fill_as_before)
    with pytest.raises(ProeftuinError, match=r"rijen_per_kwartaal\.aantal_rijen .*--vervang"):
        publish_editie(tmp_path, SETTINGS)
    found = {item.code for item in load_levering(source, tmp_path, SETTINGS).waarschuwingen}
    assert "VORIGE_ONLEESBAAR" in found
    with open_store(tmp_path) as opened:
        check_shape(opened)
    again = load_levering(source, tmp_path, SETTINGS, replace=True)
    assert "VORIGE_ONLEESBAAR" not in {item.code for item in again.waarschuwingen}


def test_quarters_and_windows() -> None:
    kwartalen = list_kwartalen(date(2021, 11, 30), date(2022, 6, 29))
    assert [(str(k.van), str(k.tot)) for k in kwartalen] == [
        ("2021-10-01", "2021-12-31"),
        ("2022-01-01", "2022-03-31"),
    ]
    assert list_vensters(None, date(2023, 12, 31), SETTINGS) == []
    vensters = list_vensters(date(2010, 1, 1), date(2022, 12, 31), SETTINGS)
    assert vensters[0].van == SETTINGS.perioden.vroegste_kwartaal
    assert [venster.naam for venster in vensters[-9:]] == [*["vroeger"] * 8, "nulmeting"]
    assert [str(venster.van) for venster in vensters[-9:-1]] == [
        *("2016-01-01", "2017-01-01", "2017-10-01", "2018-01-01"),
        *("2018-10-01", "2019-01-01", "2019-10-01", "2020-10-01"),
    ]
    half = list_vensters(date(2018, 2, 1), date(2023, 12, 31), SETTINGS)
    earlier = [str(venster.van) for venster in half if venster.naam == "vroeger"]
    assert earlier == ["2018-01-01", "2019-01-01", "2019-10-01", "2020-10-01"], "whole voorparen"
    late = list_vensters(date(2022, 1, 1), date(2023, 12, 31), SETTINGS)
    assert [venster.naam for venster in late[-2:]] == ["kwartaal", "effectjaar"]


def test_killed_loads_leave_the_old_store(tmp_path: Path) -> None:
    count = os.environ.get("KILLS", "15")
    command = [sys.executable, "-m", "tests.lib.kill_laad", str(tmp_path), count, "1"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    *states, last = result.stdout.split("\n")[:-1]
    assert len(states) == int(count)
    assert set(states) <= {"oud", "nieuw"}, states
    assert "oud" in states, "no kill came before the end of its load"
    assert last == "nieuw 0", "the next load works and leaves nothing behind"
