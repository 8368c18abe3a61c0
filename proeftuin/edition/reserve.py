"""Everything that cannot be made again from a levering, as one zip: made, read back, put back.

In it: the editions, the frozen nulmeting, the memory of what was shown (rule 4), and the backup of
the conversations (journal/backup.py) where there is one. Not in it: the store, which a levering
gives again, and the secret key, which is kept apart. The manifest holds the version of the program
and the SHA-256 of every file.

Putting back checks everything first, then moves whole folders into place while no one can load or
publish; what stood there comes back when that fails.
"""

import hashlib
import json
import os
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from proeftuin.edition.files import EDITIES
from proeftuin.edition.memory import FOLDER as GEHEUGEN
from proeftuin.edition.nulmeting import FOLDER as NULMETINGEN
from proeftuin.edition.publish import LOCK as PUBLICEERSLOT
from proeftuin.errors import ProeftuinError
from proeftuin.files import hold, replacing
from proeftuin.huis import product_version
from proeftuin.store import LOCK as LAADSLOT

DELEN = (EDITIES, NULMETINGEN, GEHEUGEN)
GESPREKKEN = "gesprekken.zip"
MANIFEST = "reserve.json"
TERUG, OUD = ".terug-", ".oud"
VORM = 1
WACHT = "Wacht tot dat klaar is en probeer het opnieuw."
_STUK = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, KeyError, ValueError)
_BESCHADIGD = "'{}' is beschadigd of geen reservekopie. Er is niets veranderd; gebruik een andere."


def write_everything(data_dir: Path, file: Path, gesprekken: Path | None = None) -> int:
    """How many files are in the backup that was made and read back; it gets mode 0600.

    gesprekken: the backup of the conversations, made before. ProeftuinError (Dutch) when there is
    no edition yet, or when a load or publish runs.
    """
    if not (data_dir / EDITIES).is_dir():
        raise ProeftuinError(f"Er is nog geen editie in '{data_dir}': er is niets te bewaren.")
    with _quiet(data_dir), replacing(file) as beside:
        found = {path.relative_to(data_dir).as_posix(): path for path in _files_of(data_dir)}
        if gesprekken:
            found[GESPREKKEN] = gesprekken
        sums = {naam: _sum(path.read_bytes()) for naam, path in found.items()}
        manifest = {"vorm": VORM, "product": product_version(), "bestanden": sums}
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as target:
            for naam, path in found.items():
                target.write(path, naam)
            target.writestr(MANIFEST, json.dumps(manifest, indent=1))
        check_everything(beside)
    return len(found)


def check_everything(file: Path) -> dict[str, str]:
    """The files of a backup with their SHA-256, each read back; ProeftuinError when not whole."""
    try:
        with zipfile.ZipFile(file) as source:
            manifest = json.loads(source.read(MANIFEST))
            if manifest["vorm"] != VORM:
                raise ProeftuinError(
                    f"'{file}' is gemaakt met een andere versie van dit programma "
                    f"({manifest['product']}). Zet haar terug met die versie."
                )
            sums: dict[str, str] = manifest["bestanden"]
            names = sorted(item.filename for item in source.infolist())
            is_whole = names == sorted([*sums, MANIFEST]) and all(map(_is_ours, sums))
            if not (is_whole and all(_sum(source.read(naam)) == sums[naam] for naam in sums)):
                raise ValueError(names)
    except OSError as error:
        raise ProeftuinError(f"'{file}' kan niet worden gelezen: bestaat het?") from error
    except (*_STUK, TypeError, RuntimeError) as error:
        raise ProeftuinError(_BESCHADIGD.format(file)) from error
    return sums


def restore_everything(data_dir: Path, file: Path, vervang: bool = False) -> Path | None:
    """Put a backup back; the backup of the conversations in a folder of the caller to remove.

    None when there is none in it. ProeftuinError (Dutch) when the backup is damaged, or when there
    are editions already and vervang is False. The store and the key are left alone.
    """
    sums = check_everything(file)
    if (data_dir / EDITIES).exists() and not vervang:
        raise ProeftuinError(
            f"In '{data_dir}' staan al edities. Kies met --data een lege map, of zet de "
            "reservekopie ervoor in de plaats met --vervang; wat er stond verdwijnt dan."
        )
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _quiet(data_dir):
        for left in data_dir.glob(f"{TERUG}*"):  # of one that was killed
            _bring_back(data_dir, left / OUD)
            shutil.rmtree(left, ignore_errors=True)
        fresh = Path(tempfile.mkdtemp(prefix=TERUG, dir=data_dir))
        try:
            _unpack(file, fresh, list(sums))
            _swap(data_dir, fresh)
            if not (fresh / GESPREKKEN).exists():
                return None
            own = Path(tempfile.mkdtemp(prefix="proeftuin-terug-")) / GESPREKKEN
            shutil.move(fresh / GESPREKKEN, own)
            return own
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def _quiet(data_dir: Path) -> Iterator[None]:
    """No load and no publish meanwhile."""
    with (
        hold(data_dir / LAADSLOT, f"Er wordt een levering geladen. {WACHT}"),
        hold(data_dir / PUBLICEERSLOT, f"Er wordt gepubliceerd. {WACHT}"),
    ):
        yield


def _files_of(data_dir: Path) -> Iterator[Path]:
    for deel in DELEN:
        for path in sorted((data_dir / deel).rglob("*")):
            if path.is_file() and not path.relative_to(data_dir).parts[1].startswith("."):
                yield path


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _is_ours(naam: str) -> bool:
    """Whether a name in a backup can only land in a folder of ours."""
    parts = PurePosixPath(naam).parts
    return naam == GESPREKKEN or (parts[0] in DELEN and ".." not in parts and "\\" not in naam)


def _unpack(file: Path, fresh: Path, names: list[str]) -> None:
    """The files with the rights they had; folders of what is not openbaar for the owner alone."""
    with zipfile.ZipFile(file) as source:
        for naam in names:
            target = fresh / naam
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read(naam))
            target.chmod(stat.S_IMODE(source.getinfo(naam).external_attr >> 16) or 0o600)
    for folder in (path for path in fresh.rglob("*") if path.is_dir()):
        is_open = folder == fresh / EDITIES or folder.parent == fresh / EDITIES
        is_open |= "openbaar" in folder.relative_to(fresh).parts
        folder.chmod(0o755 if is_open else 0o700)


def _swap(data_dir: Path, fresh: Path) -> None:
    """Each part in the place of what stood there; all of it, or as it was."""
    aside = fresh / OUD
    aside.mkdir()
    placed: list[str] = []
    try:
        for deel in DELEN:
            if (data_dir / deel).exists():
                os.replace(data_dir / deel, aside / deel)
            if (fresh / deel).exists():
                os.replace(fresh / deel, data_dir / deel)
                placed.append(deel)
    except BaseException:
        for deel in placed:
            os.replace(data_dir / deel, fresh / deel)
        _bring_back(data_dir, aside)
        raise


def _bring_back(data_dir: Path, aside: Path) -> None:
    """What was put aside in its own place again, where nothing stands there now."""
    for deel in DELEN:
        if (aside / deel).exists() and not (data_dir / deel).exists():
            os.replace(aside / deel, data_dir / deel)
