"""A small published data folder, made once per test run, and copies of it to work on."""

import atexit
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from proeftuin.edition import publish
from proeftuin.ingest.load import load_levering
from proeftuin.settings.model import Settings
from proeftuin.settings.read import DEFAULT_FILE, read_settings
from proeftuin.synthetic import write_demo
from tests.lib.gedeeld import shared
from tests.lib.steden.onthouden import GEMETEN, keep

JEUGDIGEN = 250


@cache
def root() -> Path:
    """A folder of this test run, removed at its end."""
    folder = Path(tempfile.mkdtemp(prefix="proeftuin-edities-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def config() -> Path:
    """The configuration of the product with fewer quarters, so that publishing is quick."""
    return _config("2021-01-01")


def _config(vroegste: str) -> Path:
    """The configuration of the product with this first quarter."""
    text = DEFAULT_FILE.read_text(encoding="utf-8")
    old = "vroegste_kwartaal = 2015-01-01"
    assert old in text
    file = root() / vroegste / "proeftuin.toml"
    file.parent.mkdir(exist_ok=True)
    text = text.replace('omtrek = "', f'omtrek = "{DEFAULT_FILE.parent}/')
    file.write_text(text.replace(old, f"vroegste_kwartaal = {vroegste}"), encoding="utf-8")
    return file


@cache
def small_settings() -> Settings:
    return read_settings(config())


@cache
def levering(datastand: date = date(2023, 12, 31), zaad: int = 1) -> Path:
    folder = root() / f"levering-{datastand}-{zaad}"
    write_demo(folder, JEUGDIGEN, zaad, datastand, settings=small_settings())
    return folder


@cache
def later_levering(datastand: date) -> Path:
    """The same gemeente with nothing new since: a later datastand, everything still running."""
    folder = copy_of(levering(), root() / f"levering-later-{datastand}")
    toml = folder / "levering.toml"
    text = toml.read_text(encoding="utf-8")
    assert "2023-12-31" in text
    toml.write_text(text.replace("2023-12-31", str(datastand)), encoding="utf-8")
    return folder


@cache
def corrected_levering() -> Path:
    """The same levering after a correction: every tenth traject is not there any more."""
    folder = copy_of(levering(), root() / "levering-gecorrigeerd")
    file = folder / "traject.csv"
    head, *rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for place, row in enumerate(rows) if place % 10]
    file.write_text("".join([head, *kept]), encoding="utf-8")
    return folder


@cache
def loaded() -> Path:
    """A data folder with a loaded levering and no edition."""
    return shared("geladen", lambda folder: load_levering(levering(), folder, small_settings()))


def _publish(folder: Path) -> None:
    notes = folder / "berekend"
    notes.mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        for name in GEMETEN:
            patch.setattr(publish, name, keep(notes, name))
        publish.publish_editie(copy_of(loaded(), folder / "var"), small_settings())


@cache
def published() -> Path:
    """A data folder with one edition; read it, never change it."""
    return shared("gepubliceerd", _publish) / "var"


def computed() -> Path:
    """A folder with what publishing loaded() computed (see steden.onthouden); never change it."""
    return published().parent / "berekend"


@cache
def settings_with_voorpaar() -> Settings:
    """The small configuration with two years more: enough for the nearest voorpaar."""
    return read_settings(_config("2019-01-01"))


@cache
def published_with_voorpaar() -> Path:
    """As published, with a voorpaar; it takes half a minute, so few tests should need it."""

    def make(folder: Path) -> None:
        publish.publish_editie(copy_of(loaded(), folder), settings_with_voorpaar())

    return shared("gepubliceerd-met-voorpaar", make)


def copy_of(folder: Path, target: Path) -> Path:
    """A copy to change freely."""
    return Path(shutil.copytree(folder, target, dirs_exist_ok=True))
