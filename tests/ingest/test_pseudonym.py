"""Persons: keyed pseudonyms, dense numbers, and a secret that is nowhere but in its own file."""

import hmac
import os
import stat
from pathlib import Path

import pyarrow as pa
import pytest

from proeftuin.errors import ProeftuinError
from proeftuin.ingest import pseudonym
from proeftuin.ingest.load import load_levering
from proeftuin.ingest.pseudonym import Persoonsnummers, Sleutel, read_sleutel
from proeftuin.settings.read import read_settings
from proeftuin.store import open_store
from tests.lib.gedeeld import list_open
from tests.lib.leveringen import write

SETTINGS = read_settings()
GEHEIM = "een-geheim-van-meer-dan-zestien-tekens"


def test_first_load_makes_a_key_and_says_where(tmp_path: Path) -> None:
    source = write(tmp_path / "levering")
    report = load_levering(source, tmp_path / "data", SETTINGS)
    own = tmp_path / "data" / "sleutel"
    assert report.sleutel_gemaakt == own
    assert stat.S_IMODE(own.stat().st_mode) == 0o600
    geheim = own.read_text().strip()
    assert len(geheim) == 64
    again = load_levering(source, tmp_path / "data", SETTINGS, replace=True)
    assert again.sleutel_gemaakt is None
    assert again.hash == report.hash
    assert own.read_text().strip() == geheim
    for path in (tmp_path / "data").iterdir():
        if path != own:
            assert geheim.encode() not in path.read_bytes()
            assert bytes.fromhex(geheim) not in path.read_bytes()
    assert geheim not in repr(read_sleutel(tmp_path / "data"))


def test_pseudoniem_is_hmac_under_the_configured_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(pseudonym.TEKST, GEHEIM)
    report = load_levering(write(tmp_path / "levering"), tmp_path / "data", SETTINGS)
    assert report.sleutel_gemaakt is None and not (tmp_path / "data" / "sleutel").exists()
    with open_store(tmp_path / "data") as store:
        found = store.frame("select jeugdige_id, pseudoniem from jeugdige order by 1")
    expected = sorted(
        hmac.new(GEHEIM.encode(), key.encode(), "sha256").hexdigest() for key in ("p1", "p2")
    )
    assert found.pseudoniem.tolist() == expected
    assert found.jeugdige_id.tolist() == [1, 2]


def test_key_file_must_be_closed_long_and_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "geheim"
    monkeypatch.setenv(pseudonym.BESTAND, str(path))
    with pytest.raises(ProeftuinError, match="kan niet worden gelezen"):
        read_sleutel(tmp_path)
    path.write_text(GEHEIM + "\n")
    path.chmod(0o640)
    with pytest.raises(ProeftuinError, match="chmod 600") as error:
        read_sleutel(tmp_path)
    assert GEHEIM not in str(error.value)
    path.chmod(0o600)
    assert read_sleutel(tmp_path).geheim == GEHEIM.encode()
    path.write_text("kort")
    with pytest.raises(ProeftuinError, match="te kort"):
        read_sleutel(tmp_path)
    assert not (tmp_path / "sleutel").exists()


def test_two_first_loads_share_the_key_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.link

    def another_was_first(source: Path, target: Path) -> None:
        target.write_text(GEHEIM)
        target.chmod(0o600)
        real(source, target)

    monkeypatch.setattr(os, "link", another_was_first)
    sleutel = read_sleutel(tmp_path)
    assert (sleutel.geheim, sleutel.gemaakt) == (GEHEIM.encode(), None)
    assert [path.name for path in tmp_path.iterdir()] == ["sleutel"]


def test_a_careless_umask_opens_nothing(tmp_path: Path) -> None:
    source = write(tmp_path / "levering")
    data = tmp_path / "data"
    data.mkdir()
    (data / f".sleutel-{os.getpid()}").write_text("left by a killed load, open to all")
    before = os.umask(0)
    try:
        load_levering(source, data, SETTINGS)
    finally:
        os.umask(before)
    assert list_open(data) == []
    (data / "store.duckdb").chmod(0o644)
    assert list_open(data) == ["store.duckdb"], "as a restored copy may be"
    open_store(data).close()
    assert list_open(data) == []


def test_persons_are_dense_and_the_same_however_written() -> None:
    personen = Persoonsnummers(Sleutel(GEHEIM.encode()))
    nummers, nobody = personen.number(pa.array(["123456789", " 12345678", None, "012345678", " "]))
    assert nummers.to_pylist() == [0, 1, None, 1, None]
    assert nobody == 0
    nummers, nobody = personen.number(pa.array(["p", "999999999", "123456789", "999999999"]))
    assert nummers.to_pylist() == [2, -1, 0, -2], "each row its own person"
    assert nobody == 2
    assert personen.list_pseudoniemen().num_rows == 5
