"""The backup of everything: whole or nothing, and what comes back is byte for byte what was."""

import os
import stat
import zipfile
from pathlib import Path

import pytest

from proeftuin.__main__ import main
from proeftuin.edition import reserve
from proeftuin.errors import ProeftuinError
from proeftuin.files import hold
from proeftuin.results import open_editie, read_cijfers, read_nulmeting
from proeftuin.vocabulary import ROL_BEHEERDER
from tests.lib import edities
from tests.lib.gedeeld import list_open


def contents(data: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of the parts with its bytes and rights."""
    return {
        path.relative_to(data).as_posix(): (path.read_bytes(), stat.S_IMODE(path.stat().st_mode))
        for deel in reserve.DELEN
        for path in sorted((data / deel).rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def zip_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("reserve") / "alles.zip"
    assert reserve.write_everything(edities.published(), file) > 100
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    return file


def test_it_comes_back_as_it_was_in_an_empty_folder(zip_file: Path, tmp_path: Path) -> None:
    data = tmp_path / "nieuw"
    assert reserve.restore_everything(data, zip_file) is None
    assert contents(data) == contents(edities.published())
    assert not list_open(data) and not (data / "store.duckdb").exists()
    editie = open_editie(data, "intern", rol=ROL_BEHEERDER)
    assert len(read_cijfers(editie, "verblijf"))
    assert read_nulmeting(editie, "verblijf").ongewijzigd
    assert sorted(path.name for path in data.iterdir() if path.is_dir()) == sorted(reserve.DELEN)


def test_editions_that_stand_there_stay_unless_they_are_given_up(
    zip_file: Path, tmp_path: Path
) -> None:
    data = edities.copy_of(edities.published(), tmp_path / "data")
    (data / "edities" / "huidig.json").write_text("{}")
    with pytest.raises(ProeftuinError, match="--vervang"):
        reserve.restore_everything(data, zip_file)
    assert (data / "edities" / "huidig.json").read_text() == "{}"
    reserve.restore_everything(data, zip_file, vervang=True)
    assert contents(data) == contents(edities.published())


@pytest.mark.parametrize("number", range(8))
def test_what_fails_halfway_leaves_what_stood_there(
    zip_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    data = edities.copy_of(edities.published(), tmp_path / "data")
    (data / "edities" / "huidig.json").write_text("{}")
    before, seen, replace = contents(data), [0], os.replace

    def fail(source: Path, target: Path) -> None:
        seen[0] += 1
        if seen[0] == number + 1:
            raise OSError("the disk is full")
        replace(source, target)

    monkeypatch.setattr("proeftuin.edition.reserve.os.replace", fail)
    if number < 2 * len(reserve.DELEN):
        with pytest.raises(OSError, match="disk"):
            reserve.restore_everything(data, zip_file, vervang=True)
        assert contents(data) == before
    else:
        reserve.restore_everything(data, zip_file, vervang=True)
        assert contents(data) == contents(edities.published())


def test_one_that_was_killed_is_undone_by_the_next(zip_file: Path, tmp_path: Path) -> None:
    data = edities.copy_of(edities.published(), tmp_path / "data")
    aside = data / ".terug-x" / ".oud"
    aside.mkdir(parents=True)
    (data / "nulmeting").rename(aside / "nulmeting")
    with pytest.raises(ProeftuinError, match="--vervang"):
        reserve.restore_everything(data, zip_file)
    reserve.restore_everything(data, zip_file, vervang=True)
    assert contents(data) == contents(edities.published())
    assert not (data / ".terug-x").exists()


def damage(source: Path, target: Path, **change: bytes | None) -> Path:
    """A copy with other content for a name (None: without it)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for naam in old.namelist():
            content = change.pop(naam, old.read(naam))
            if content is not None:
                new.writestr(naam, content)
        for naam, content in change.items():
            new.writestr(naam, content or b"")
    return target


@pytest.mark.parametrize(
    "change",
    [
        {"edities/huidig.json": b"{}"},
        {"edities/huidig.json": None},
        {"reserve.json": b"[]"},
        {"reserve.json": b"{"},
        {"reserve.json": b'{"vorm": 1, "product": "1", "bestanden": {"../a": "b"}}'},
        {"edities/../../erbuiten": b"x"},
        {"store.duckdb": b"x"},
    ],
)
def test_a_damaged_backup_changes_nothing(
    zip_file: Path, tmp_path: Path, change: dict[str, bytes | None]
) -> None:
    file = damage(zip_file, tmp_path / "stuk.zip", **change)
    with pytest.raises(ProeftuinError, match="beschadigd"):
        reserve.restore_everything(tmp_path / "data", file)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["stuk.zip"]


def test_what_is_no_backup_or_of_another_form_is_said(zip_file: Path, tmp_path: Path) -> None:
    other = b'{"vorm": 2, "product": "9.9", "bestanden": {}}'
    file = damage(zip_file, tmp_path / "ander.zip", **{"reserve.json": other})
    with pytest.raises(ProeftuinError, match=r"andere versie van dit programma \(9\.9\)"):
        reserve.restore_everything(tmp_path / "data", file)
    (tmp_path / "geen.zip").write_text("geen zip")
    with pytest.raises(ProeftuinError, match="beschadigd"):
        reserve.restore_everything(tmp_path / "data", tmp_path / "geen.zip")
    with pytest.raises(ProeftuinError, match="bestaat het"):
        reserve.restore_everything(tmp_path / "data", tmp_path / "nergens.zip")


def test_nothing_is_copied_while_an_edition_is_made(tmp_path: Path) -> None:
    data = edities.copy_of(edities.published(), tmp_path / "data")
    with hold(data / ".publiceer.lock", "x"), pytest.raises(ProeftuinError, match="gepubliceerd"):
        reserve.write_everything(data, tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()
    with pytest.raises(ProeftuinError, match="nog geen editie"):
        reserve.write_everything(tmp_path / "leeg", tmp_path / "a.zip")


def test_the_command_takes_the_conversations_along(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, file = edities.copy_of(edities.published(), tmp_path / "data"), tmp_path / "alles.zip"
    journal = str(tmp_path / "gesprekken.zip")
    options = ["--config", str(edities.config()), "--data"]
    assert main([*options, str(data), "gesprekken", "reserve", journal]) == 0
    assert main([*options, str(data), "reserve", "maak", str(file)]) == 0
    assert "gesprekken.zip" in zipfile.ZipFile(file).namelist()
    assert main([*options, str(tmp_path / "terug"), "reserve", "terug", str(file)]) == 0
    assert "en de gesprekken zijn teruggezet" in capsys.readouterr().out
    assert (tmp_path / "terug" / "gesprekken" / "gesprekken.db").exists()
    assert main([*options, str(tmp_path / "terug"), "reserve", "terug", str(file)]) == 1
    assert "--vervang" in capsys.readouterr().err
