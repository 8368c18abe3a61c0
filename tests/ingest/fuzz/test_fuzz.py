"""Whatever comes in: it loads whole or is refused, in time, and no key of a person comes out.

Five kinds of deliveries, spoiled at random (tests/lib/aanlevering/verminken.py). The suite takes a
few of each; `make fuzz` takes FUZZ of each, and stops a kind after FUZZ_MINUTEN minutes.
"""

import contextlib
import hashlib
import io
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from proeftuin.cli.laden import with_bronnen
from proeftuin.errors import LeveringRejected, ProeftuinError
from proeftuin.ingest import load_levering
from proeftuin.settings import Settings, read_settings
from tests.lib.aanlevering.backoffice import GWS_BLADEN, GWS_BLOKKEN
from tests.lib.aanlevering.verminken import (
    BSN,
    SLEUTEL,
    damaged,
    spoiled,
    spoiled_files,
    spoiled_rows,
    spoiled_zip,
)
from tests.lib.aanlevering.werkmappen import list_sheets, write_werkmap
from tests.lib.berichten import (
    bericht,
    client,
    prestatie,
    start,
    stop,
    toewijzing,
    verzoek,
)
from tests.lib.leveringen import GOED, TOML

AANTAL = int(os.environ.get("FUZZ", "8"))
MINUTEN = float(os.environ.get("FUZZ_MINUTEN", "45"))
SECONDEN = 5  # of processor time: what takes more hangs
SETTINGS = read_settings()
FUZZ = settings(
    max_examples=AANTAL,
    derandomize=AANTAL < 100,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[
        HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)  # fmt: skip


def keyed(text: str) -> str:
    """The same file with the keys of persons that this test looks for."""
    return text.replace("p1", BSN[0]).replace("p2", SLEUTEL)


CSV = {naam: keyed(text).encode() for naam, text in GOED.items()}
TOML_BYTES = TOML.encode()
BERICHTEN: dict[str, bytes] = {
    "levering.toml": TOML_BYTES,
    "301.xml": bericht(
        "JW301",
        [client(BSN[0], toewijzing("7", "2022-01-03", "2022-01-10", Einddatum="2022-12-31",
                                   ReferentieAanbieder="R1", Budget="123456"), postcode="8011AB")],
    ),
    "305.xml": bericht("JW305", [client(BSN[0], start("7", "2022-01-12"))]),
    "307.xml": bericht("JW307", [client(BSN[0], stop("7", "2022-01-12", "2022-08-31", "34"))]),
    "315.xml": bericht("JW315", [client(BSN[1], verzoek("R1", "02"))]),
    "323.xml": bericht(
        "JW323",
        [client(BSN[0], prestatie("N1", "7", "5005"),
                prestatie("N2", "7", "5005", "C", vorige="N1"))],
        Totaal="0",
    ),
    "306.xml": bericht("JW305", [], Identificatie="12", BerichtCode="439"),
}  # fmt: skip


class Hangt(BaseException):
    """No Exception, so that nothing on the way takes it for a broken file."""


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """Hangt when this takes more processor time than SECONDEN."""

    def stop_it(_signal: int, _frame: FrameType | None) -> None:
        raise Hangt(f"meer dan {SECONDEN} seconden rekentijd")

    old = signal.signal(signal.SIGPROF, stop_it)
    signal.setitimer(signal.ITIMER_PROF, SECONDEN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)


def digest(data: Path) -> str:
    return hashlib.sha256((data / "store.duckdb").read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def geladen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the good levering was loaded."""
    folder = tmp_path_factory.mktemp("geladen")
    for naam, inhoud in CSV.items():
        (folder / naam).write_bytes(inhoud)
    load_levering(folder, folder / "data", SETTINGS)
    return folder / "data"


Write = Callable[[Path], Path]  # writes a levering in a folder; gives its source
BEGONNEN: dict[str, float] = {}
GEDAAN: dict[str, int] = {}


def check(
    soort: str,
    write: Write,
    geladen: Path,
    instellingen: Settings = SETTINGS,
    sleutels: Sequence[str] = (*BSN, SLEUTEL),
) -> None:
    """Load what `write` makes over the good levering, and look at all that comes out.

    sleutels: the person keys that may not.
    """
    begin = BEGONNEN.setdefault(soort, time.monotonic())
    if time.monotonic() - begin > MINUTEN * 60:
        return
    GEDAAN[soort] = GEDAAN.get(soort, 0) + 1
    with tempfile.TemporaryDirectory() as naam:
        folder = Path(naam)
        data = Path(shutil.copytree(geladen, folder / "data"))
        before = digest(data)
        said = io.StringIO()
        source = write(folder)
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), in_time():
            try:
                report = load_levering(source, data, instellingen, replace=True)
                said.write(repr(report))
            except LeveringRejected as error:
                said.write(repr((str(error), error.findings, error.groepen)))
                assert digest(data) == before, "refused, and the store changed all the same"
            except ProeftuinError as error:
                said.write(str(error))
                assert digest(data) == before, "refused, and the store changed all the same"
        left = {path.name for path in data.iterdir() if path.name.startswith(".bouw")}
        assert not left, "what was being built stayed behind"
        listed = data / "bevindingen.csv"
        said.write(listed.read_text(encoding="utf-8") if listed.exists() else "")
        for sleutel in BSN if soort == "berichten" else sleutels:
            assert sleutel not in said.getvalue(), f"{sleutel} came out"


def write_files(files: Mapping[str, bytes]) -> Write:
    def write(folder: Path) -> Path:
        source = folder / "levering"
        source.mkdir()
        for naam, inhoud in files.items():
            (source / naam).write_bytes(inhoud)
        return source

    return write


@pytest.mark.langzaam
@FUZZ
@given(files=spoiled_files(BERICHTEN))
def test_messages(files: dict[str, bytes], geladen: Path) -> None:
    check("berichten", write_files(files), geladen)


@FUZZ
@given(files=spoiled_files(CSV))
@example(files=CSV | {"levering.toml": SLEUTEL.encode() + TOML_BYTES})
def test_csv(files: dict[str, bytes], geladen: Path) -> None:
    check("csv", write_files(files), geladen)


BLADEN = list_sheets({naam: keyed(text) for naam, text in GOED.items()})


@FUZZ
@given(data=st.data())
def test_workbooks(data: st.DataObject, geladen: Path) -> None:
    bladen = dict(BLADEN)
    for _ in range(data.draw(st.integers(0, 2))):
        naam = data.draw(st.sampled_from(sorted(bladen)))
        bladen[naam] = data.draw(spoiled_rows(bladen[naam]))
    kans = data.draw(st.none() | st.integers(0, 2**32))

    def write(folder: Path) -> Path:
        with contextlib.suppress(Exception):  # what openpyxl will not write is no levering
            write_werkmap(folder / "a.xlsx", bladen)
        if not (folder / "a.xlsx").exists():
            write_werkmap(folder / "a.xlsx", BLADEN)
        path = folder / "a.xlsx"
        if kans is not None:
            path.write_bytes(damaged(path.read_bytes(), kans))
        return path

    check("xlsx", write, geladen)


@FUZZ
@given(inhoud=spoiled_zip(CSV | {"305.xml": BERICHTEN["305.xml"]}))
def test_zips(inhoud: bytes, geladen: Path) -> None:
    def write(folder: Path) -> Path:
        path = folder / "a.zip"
        path.write_bytes(inhoud)
        return path

    check("zip", write, geladen)


@FUZZ
@given(blok=spoiled(GWS_BLOKKEN.encode(), 3))
@example(blok=GWS_BLOKKEN.replace("geboortedatum =", f"{BSN[0]}eboortedatum =", 1).encode())
def test_blocks(blok: bytes, geladen: Path, tmp_path: Path) -> None:
    path = tmp_path / "blok.toml"
    path.write_bytes(blok)
    try:
        instellingen = with_bronnen(SETTINGS, path)
    except ProeftuinError:
        GEDAAN["blok geweigerd"] = GEDAAN.get("blok geweigerd", 0) + 1
        return
    bladen = {
        naam: [[BSN[0] if cel == 900201 else cel for cel in rij] for rij in rijen]
        for naam, rijen in GWS_BLADEN.items()
    }

    def write(folder: Path) -> Path:
        source = write_files({"levering.toml": TOML_BYTES})(folder)
        write_werkmap(source / "gws.xlsx", bladen)
        return source

    # A name that stands in the block itself is the steward's own word, and is said back.
    said = () if SLEUTEL.encode() in blok else (SLEUTEL,)
    check("blokken", write, geladen, replace(instellingen), (*BSN, *said))


@pytest.fixture(scope="module", autouse=True)
def tell() -> Iterator[None]:
    """Say at the end how many inputs there were of each kind."""
    yield
    if AANTAL >= 100:
        sys.stderr.write(f"\nGeladen of geweigerd: {GEDAAN}\n")
