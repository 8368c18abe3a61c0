"""Retention: what goes and when, what never goes, and a kill at every single step of a removal."""

import os
import shutil
import signal
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from proeftuin.__main__ import main
from proeftuin.access.log import BEKEKEN, log_access, log_file
from proeftuin.edition.bewaren import Verlopen, list_verlopen, remove_expired
from proeftuin.edition.files import EDITIES, list_on_disk, read_index
from proeftuin.errors import NoEdition, ProeftuinError, SettingsError
from proeftuin.files import read_json, write_json
from proeftuin.results.editie import list_edities, open_editie
from proeftuin.settings.model import Bewaren
from proeftuin.settings.read import DEFAULT_FILE, read_settings
from proeftuin.store import STORE, build_folder, build_store, has_store
from proeftuin.vocabulary import ROL_BEHEERDER
from tests.lib import edities

SETTINGS = read_settings()
AUDIENCES = ("intern", "openbaar")
OLD, MIDDLE, NOW = "2023-06-30.1", "2023-09-30.1", "2023-12-31.1"
# Terms of proeftuin.toml: microdata 6, intern 24 and openbaar 60 months.
MADE = {OLD: "2023-08-31T10:00:00+00:00", MIDDLE: "2023-11-05T10:00:00+00:00"}
STEPS = ("unlink", "rmdir", "rename", "replace")


def make(data: Path) -> Path:
    """Three editions of a few files, the last in use, and everything that may lie beside them."""
    source = edities.published() / EDITIES / NOW
    for editie in (OLD, MIDDLE, NOW):
        for audience in AUDIENCES:
            folder = data / EDITIES / editie / audience
            folder.mkdir(parents=True)
            content = read_json(source / audience / "editie.json")
            made = MADE.get(editie, "2024-02-01T10:00:00+00:00")
            write_json(folder / "editie.json", {**content, "editie": editie, "gemaakt_op": made})
            shutil.copy2(source / audience / "nulmeting.json", folder)
        staged = data / EDITIES / editie / "nulmeting"
        staged.mkdir(mode=0o700)
        (staged / f"verblijf.v{len(editie)}.json").write_text("{}")
        seen = data / EDITIES / editie / "onthulling"
        seen.mkdir(mode=0o700)
        (seen / f"{editie}.parquet").write_text(editie)
    write_json(data / EDITIES / "huidig.json", {"editie": NOW, "alle": [OLD, MIDDLE, NOW]})
    (data / "onthulling").mkdir()
    (data / "onthulling" / "gepubliceerd.json").write_text("[]")
    (data / "levering").mkdir()
    (data / "levering" / "traject.csv").write_text("traject_id\n")
    return data


def fill(builder: Any) -> None:
    builder.execute(
        "insert into levering values"
        " (date '2023-12-31', '', '', false, '2024-02-01T10:00:00+00:00')"
    )


def names(found: tuple[Verlopen, ...]) -> list[tuple[str, str, bool]]:
    return [(item.soort, item.naam, item.in_gebruik) for item in found]


def files(data: Path) -> set[str]:
    return {
        str(file.relative_to(data))
        for file in data.rglob("*")
        if file.is_file() and not file.name.endswith(".lock")
    }


def test_terms_end_after_their_last_day(tmp_path: Path) -> None:
    data = make(tmp_path)
    build_store(data, fill)
    assert list_verlopen(data, SETTINGS, date(2024, 8, 1)) == ()
    [store] = list_verlopen(data, SETTINGS, date(2024, 8, 2))
    assert (store.soort, store.naam, store.tot) == ("microdata", STORE, date(2024, 8, 1))
    later = list_verlopen(data, SETTINGS, date(2025, 11, 6))
    assert names(later)[1:] == [("intern", OLD, False), ("intern", MIDDLE, False)]
    much_later = list_verlopen(data, SETTINGS, date(2035, 1, 1))
    assert names(much_later)[-2:] == [("intern", NOW, True), ("openbaar", NOW, True)]


def test_what_goes_and_what_never_goes(tmp_path: Path) -> None:
    data = make(tmp_path)
    build_store(data, fill)
    (data / ".bouw-x").mkdir()
    (data / ".bouw-x" / "store.duckdb").write_text("micro data")
    (data / f".uitwijk-{2**22 + 1}-x").mkdir()
    (data / f".uitwijk-{os.getpid()}-x").mkdir()
    (data / EDITIES / ".bezig-weg-x").mkdir()
    before = files(data)
    gone = remove_expired(data, SETTINGS, date(2026, 1, 1))
    left = files(data)
    assert before - left == {
        *(STORE, ".bouw-x/store.duckdb"),
        *(f"{EDITIES}/{OLD}/intern/{name}" for name in ("editie.json", "nulmeting.json")),
        *(f"{EDITIES}/{MIDDLE}/intern/{name}" for name in ("editie.json", "nulmeting.json")),
        *(f"{EDITIES}/{name}/nulmeting/verblijf.v12.json" for name in (OLD, MIDDLE)),
        *(f"{EDITIES}/{name}/onthulling/{name}.parquet" for name in (OLD, MIDDLE)),
    }
    memory = {f"onthulling/{name}.parquet" for name in (OLD, MIDDLE)}
    assert left - before == {"nulmeting/verblijf.v12.json", *memory}, "kept before it goes"
    assert not (data / f".uitwijk-{2**22 + 1}-x").exists()
    assert (data / f".uitwijk-{os.getpid()}-x").is_dir(), "a reader that runs keeps its folder"
    assert not has_store(data) and len(gone) == 5
    assert [item.id for item in list_edities(data, "intern", rol=ROL_BEHEERDER)] == [NOW]
    assert [item.id for item in list_edities(data, "openbaar")] == [OLD, MIDDLE, NOW]
    with pytest.raises(NoEdition):
        open_editie(data, "intern", OLD, rol=ROL_BEHEERDER)
    remove_expired(data, SETTINGS, date(2040, 1, 1))
    assert sorted(item.name for item in (data / EDITIES).iterdir()) == [NOW, "huidig.json"]
    assert read_index(data) == (NOW, (OLD, MIDDLE, NOW)), "numbers are never given out again"
    kept = {
        "onthulling/gepubliceerd.json",
        *memory,
        "levering/traject.csv",
        "nulmeting/verblijf.v12.json",
    }
    assert kept < files(data)
    assert remove_expired(data, SETTINGS, date(2040, 1, 1)) == ()


def test_log_goes_by_month(tmp_path: Path) -> None:
    file = log_file(SETTINGS.toegang, tmp_path)
    for _ in range(2):
        log_access(SETTINGS.toegang, tmp_path, BEKEKEN, rol="openbaar")
    assert len(file.read_text().splitlines()) == 2
    old = datetime(2024, 1, 31, tzinfo=UTC).timestamp()
    os.utime(file, (old, old))
    log_access(SETTINGS.toegang, tmp_path, BEKEKEN, rol="openbaar")
    assert len(file.read_text().splitlines()) == 1, "a new month begins a new file"
    assert list_verlopen(tmp_path, SETTINGS, date(2025, 1, 31)) == ()
    assert names(remove_expired(tmp_path, SETTINGS, date(2025, 2, 1))) == [
        ("logboek", f"{file.name}.1", False)
    ]
    assert sorted(item.name for item in file.parent.iterdir()) == [file.name]


def test_nothing_is_removed_while_a_load_runs(tmp_path: Path) -> None:
    data = make(tmp_path)
    before = files(data)
    with build_folder(data), pytest.raises(ProeftuinError, match="niets verwijderd"):
        remove_expired(data, SETTINGS, date(2040, 1, 1))
    assert files(data) == before


def in_child(action: Callable[[], object]) -> int:
    """Exit code of a forked child that does this; minus 9 when it was killed."""
    child = os.fork()
    if child == 0:
        try:
            action()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill_at(step: int, data: Path) -> None:
    """Remove, and kill this process before its step-th change to the disk."""
    counted = iter(range(step))

    def guard(real: Callable[..., None]) -> Callable[..., None]:
        def change(*places: Any, **options: Any) -> None:
            if next(counted, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            real(*places, **options)

        return change

    for name in STEPS:
        setattr(os, name, guard(getattr(os, name)))
    remove_expired(data, SETTINGS, date(2028, 10, 1))


def test_killed_at_every_step(tmp_path: Path) -> None:
    original = make(tmp_path / "data")
    build_store(original, fill)
    wanted = shutil.copytree(original, tmp_path / "wanted")
    remove_expired(wanted, SETTINGS, date(2028, 10, 1))
    kills = 0
    for step in range(200):
        data = Path(shutil.copytree(original, tmp_path / "poging"))
        code = in_child(lambda step=step, data=data: kill_at(step, data))
        visible = {name for name in files(data) if not name.startswith(f"{EDITIES}/.bezig-")}
        for editie in (OLD, MIDDLE, NOW):
            for audience in AUDIENCES:
                place = f"{EDITIES}/{editie}/{audience}/"
                there = {name for name in visible if name.startswith(place)}
                assert len(there) in (0, 2), f"half an edition at step {step}"
        assert (
            open_editie(data, "intern", rol=ROL_BEHEERDER).id
            == open_editie(data, "openbaar").id
            == NOW
        )
        remove_expired(data, SETTINGS, date(2028, 10, 1))
        assert files(data) == files(wanted), step
        shutil.rmtree(data)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        kills += 1
    assert code == 0 and kills > 10


def test_command_shows_first_and_removes_when_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = make(tmp_path)
    build_store(data, fill)
    before = files(data)
    assert main(["ruim-op", "--data", str(data)]) == 0
    shown = capsys.readouterr().out
    assert f"editie {OLD}, intern, van 31 augustus 2023, te bewaren tot en met" in shown
    assert "31 augustus 2025" in shown and "store.duckdb" in shown and "--verwijder" in shown
    assert files(data) == before
    assert main(["ruim-op", "--verwijder", "--data", str(data)]) == 0
    done = capsys.readouterr().out
    assert f"Verwijderd: editie {MIDDLE}, intern" in done and "openbaar" not in done
    assert STORE not in files(data)
    assert f"Blijft staan, want in gebruik: editie {NOW}, intern" in done
    assert main(["ruim-op", "--data", str(data)]) == 0
    assert "Er is niets dat weg moet." in capsys.readouterr().out


def test_terms_are_configuration_and_change_no_figure(tmp_path: Path) -> None:
    text = DEFAULT_FILE.read_text(encoding="utf-8").replace(
        '"data/', f'"{DEFAULT_FILE.parent}/data/'
    )
    file = tmp_path / "proeftuin.toml"
    file.write_text(text.replace("intern_maanden = 24", "intern_maanden = 1"), encoding="utf-8")
    settings = read_settings(file)
    assert settings.bewaren.intern_maanden == 1
    assert settings.fingerprint() == SETTINGS.fingerprint(), "no new edition for another term"
    assert settings.bewaren.intern_modes == (0o600, 0o700)
    assert Bewaren(intern_leesbaar_voor="groep").intern_modes == (0o640, 0o750)
    for wrong, key in (("intern_maanden = 0", "intern_maanden"), ('"iedereen"', "leesbaar_voor")):
        old = '"eigenaar"' if "ied" in wrong else "intern_maanden = 24"
        file.write_text(text.replace(old, wrong), encoding="utf-8")
        with pytest.raises(SettingsError, match=f"bewaren.*{key}"):
            read_settings(file)


def test_editions_are_kept_when_the_index_is_lost(tmp_path: Path) -> None:
    data = make(tmp_path)
    remove_expired(data, SETTINGS, date(2026, 1, 1))
    assert list_on_disk(data / EDITIES) == (OLD, MIDDLE, NOW), "also those with one audience"


def test_who_stood_behind_sums_goes_with_the_micro_data(tmp_path: Path) -> None:
    """Both copies go at once, so that the next publish does not put it back; the sums stay."""
    data = make(tmp_path)
    names = [f"{OLD}.bijdragen.parquet", f"{OLD}.euro.parquet"]
    for folder in (data / EDITIES / OLD / "onthulling", data / "onthulling"):
        for name in names:
            (folder / name).write_text(name)
            os.utime(folder / name, (1_700_000_000, 1_700_000_000))  # 14 November 2023
    assert list_verlopen(data, SETTINGS, date(2024, 5, 14)) == ()
    [item] = list_verlopen(data, SETTINGS, date(2024, 5, 15))
    assert (item.soort, item.naam) == ("bijdragen", OLD)
    remove_expired(data, SETTINGS, date(2024, 5, 15))
    left = {file.name for file in data.rglob("*.parquet")}
    assert names[1] in left and names[0] not in left
