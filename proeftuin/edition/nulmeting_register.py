"""The register of the frozen nulmeting: which files belong there, and which version is in force.

`nulmeting/register.json` holds the SHA-256 of every frozen file, the decisions, and its own hash.
It is written before an edition with newly frozen files comes in use, with those as `komend`: a
publish that is killed in between is finished by the next one, and a file that is listed but gone,
changed, or there without being listed was touched by hand and is refused.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from proeftuin.edition.files import EDITIES, Besluit, read_editie, read_register
from proeftuin.edition.nulmeting import (
    FOLDER,
    Version,
    canonical_hash,
    overall_hash,
    read_versions,
)
from proeftuin.errors import NoEdition, ProeftuinError
from proeftuin.files import install_files, read_json, replacing, write_json
from proeftuin.vocabulary import INTERN

FILE = "register.json"
HERSTEL = "Zet de map nulmeting terug uit een reservekopie; er is niets veranderd."


@dataclass(frozen=True)
class Nulmetingregister:
    """bestanden: SHA-256 by name of what is installed. komend: (edition id, SHA-256 by name) of
    what an edition brings along that may not be installed yet. besluiten: oldest first; wat is the
    number of the version, '<slug> <versie>' for one indicator.
    """

    bestanden: Mapping[str, str]
    komend: tuple[str, Mapping[str, str]] | None = None
    besluiten: tuple[Besluit, ...] = ()

    def chosen(self, slug: str, numbers: tuple[int, ...]) -> tuple[int, Besluit] | None:
        """The last decision about this indicator that names one of its versions."""
        for besluit in reversed(self.besluiten):
            about, number = split_keuze(besluit)
            if about in ("", slug) and number in numbers:
                return number, besluit
        return None


def split_keuze(besluit: Besluit) -> tuple[str, int]:
    """(indicator, '' for all; version) a decision on the nulmeting is about."""
    about, _, number = besluit.wat.rpartition(" ")
    return about, int(number)


def read_nulmetingregister(data_dir: Path) -> Nulmetingregister | None:
    """The register; None when there is none. ProeftuinError (Dutch) when it was changed."""
    file = data_dir / FOLDER / FILE
    if not file.is_file():
        return None
    content = read_json(file)
    if not isinstance(content, dict) or canonical_hash(content) != content.get("hash"):
        raise ProeftuinError(f"Het register '{file}' is met de hand veranderd. {HERSTEL}")
    komend = content["komend"]
    return Nulmetingregister(
        content["bestanden"],
        (komend["editie"], komend["bestanden"]) if komend else None,
        tuple(Besluit(**item) for item in content["besluiten"]),
    )


def write_nulmetingregister(data_dir: Path, register: Nulmetingregister) -> None:
    """Replace the register in one step."""
    folder = data_dir / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    komend = register.komend
    content: dict[str, Any] = {
        "bestanden": dict(sorted(register.bestanden.items())),
        "komend": {"editie": komend[0], "bestanden": dict(komend[1])} if komend else None,
        "besluiten": [vars(item) for item in register.besluiten],
    }
    content["hash"] = canonical_hash(content)
    with replacing(folder / FILE) as beside:
        write_json(beside, content, mode=0o600)


def hash_files(folder: Path) -> dict[str, str]:
    """SHA-256 by name of every frozen file in a folder."""
    files = sorted(folder.glob("*.v*.json"))
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def announce_versions(data_dir: Path, editie: str, staged: Path) -> None:
    """Say which files this edition brings along, just before it comes in use."""
    register = read_nulmetingregister(data_dir) or Nulmetingregister({})
    write_nulmetingregister(data_dir, replace(register, komend=(editie, hash_files(staged))))


def install_announced(data_dir: Path) -> None:
    """Check what is there, then install what the edition in use brought along.

    ProeftuinError (Dutch, names the file) when a frozen file is gone, changed or added by hand.
    """
    register = read_nulmetingregister(data_dir)
    published = read_register(data_dir).published
    if register is None:
        register = _adopt(data_dir, published)
        if register is None:
            return
    _check_files(data_dir, register)
    known, coming = dict(register.bestanden), dict(register.komend[1]) if register.komend else {}
    if register.komend:
        editie = register.komend[0]
        if editie in published:
            install_files(data_dir / EDITIES / editie / FOLDER, data_dir / FOLDER, "*.json")
            known |= coming
        register = replace(register, bestanden=known, komend=None)
        write_nulmetingregister(data_dir, register)


def check_frozen(data_dir: Path) -> Nulmetingregister:
    """The register (empty when there is none), after checking every frozen file against it."""
    register = read_nulmetingregister(data_dir)
    if register is not None:
        _check_files(data_dir, register)
    return register or Nulmetingregister({})


def _check_files(data_dir: Path, register: Nulmetingregister) -> None:
    """ProeftuinError (Dutch, names the file) when one is gone, changed or added by hand."""
    there, known = hash_files(data_dir / FOLDER), dict(register.bestanden)
    coming = dict(register.komend[1]) if register.komend else {}
    for naam, digest in known.items():
        if naam not in there:
            raise ProeftuinError(f"De vastgelegde nulmeting '{naam}' is weggehaald. {HERSTEL}")
        if there[naam] != digest:
            raise ProeftuinError(f"De vastgelegde nulmeting '{naam}' is veranderd. {HERSTEL}")
    for naam, digest in there.items():
        if naam not in known and coming.get(naam) != digest:
            raise ProeftuinError(
                f"In de map nulmeting staat '{naam}', dat publiceren niet heeft gemaakt. {HERSTEL}"
            )


def _adopt(data_dir: Path, published: tuple[str, ...]) -> Nulmetingregister | None:
    """The register of a nulmeting frozen before there was one; None when nothing is frozen.

    ProeftuinError (Dutch) when the editions say that something else was frozen.
    """
    for naam in reversed(published):
        try:
            editie = read_editie(data_dir / EDITIES / naam / INTERN)
        except (NoEdition, ProeftuinError):
            continue
        if editie.nulmeting_besluiten is None:  # made before there was a register
            install_files(data_dir / EDITIES / naam / FOLDER, data_dir / FOLDER, "*.json")
        made = datetime.fromisoformat(editie.gemaakt_op)
        known = [
            item
            for items in read_versions(data_dir).values()
            for item in items
            if datetime.fromisoformat(item.vastgelegd_op) <= made
        ]
        if overall_hash(known) != editie.nulmeting_hash:
            raise ProeftuinError(
                f"De vastgelegde nulmeting is niet meer die waarmee editie '{naam}' is gemaakt: er "
                f"is iets weggehaald of veranderd. {HERSTEL}"
            )
        break
    there = hash_files(data_dir / FOLDER)
    if not there:
        return None
    register = Nulmetingregister(there)
    write_nulmetingregister(data_dir, register)
    return register


def find_geldende(versions: list[Version], register: Nulmetingregister) -> Version:
    """The version of one indicator and reeks that holds: the chosen one, else the oldest."""
    found = register.chosen(versions[0].slug, tuple(item.versie for item in versions))
    return next((item for item in versions if found and item.versie == found[0]), versions[0])
