"""Persons: keys in, small numbers out. The secret key and the raw keys stay in memory.

A person key becomes HMAC-SHA-256 under a secret key, and a number in this store. The secret comes
from PROEFTUIN_SLEUTEL (the text itself), PROEFTUIN_SLEUTELBESTAND (a file), or the file `sleutel`
in the data folder, which the first load makes. A municipality keeps it elsewhere: who has the
store and the secret can recognise persons.
"""

import hmac
import os
import stat
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from proeftuin.errors import ProeftuinError
from proeftuin.files import make_private
from proeftuin.ingest.kolommen import normalise_personen

TEKST = "PROEFTUIN_SLEUTEL"
BESTAND = "PROEFTUIN_SLEUTELBESTAND"
EIGEN_BESTAND = "sleutel"
MINIMUM = 16
# BSN 999999999 is an unknown person, 000000000 an unborn one (CBS Beleidsinformatie Jeugd 3.1); a
# spreadsheet makes 0 of the latter. The words are what registers write where they have no key.
GEEN_PERSOON = (
    r"(?i)^(?:0+|9{8,9}|099999999|[-.?]+|onbekend|geen|leeg|n\.?v\.?t\.?|null|none|nan|nil"
    r"|n/?a|<na>|#n/?[ab]|unknown)$"
)


@dataclass(frozen=True, repr=False)
class Sleutel:
    """The secret key. `gemaakt` is the file when this load made it, else None."""

    geheim: bytes
    gemaakt: Path | None = None


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            mode = os.fstat(
                stream.fileno()
            ).st_mode  # of what is read, not of what lay there before
            geheim = stream.read().strip()
    except OSError as error:
        raise ProeftuinError(
            f"Sleutelbestand '{path}' kan niet worden gelezen. Controleer {BESTAND}."
        ) from error
    if os.name != "nt" and mode & (stat.S_IRWXG | stat.S_IRWXO):  # Windows has no such modes
        raise ProeftuinError(
            f"Sleutelbestand '{path}' is leesbaar voor anderen. Sluit het af: chmod 600 '{path}'."
        )
    return geheim


def _make_file(own: Path) -> tuple[bytes, Path | None]:
    """A new key in the file `own`, never readable by others; the key of whoever was first."""
    make_private(own.parent)
    geheim = os.urandom(32).hex().encode()
    beside = own.with_name(f".{own.name}-{os.getpid()}")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(geheim + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.link(beside, own)  # unlike a rename it never replaces the key of another load
    except FileExistsError:
        return _read_file(own), None
    finally:
        beside.unlink(missing_ok=True)
    return geheim, own


def read_sleutel(data_dir: Path) -> Sleutel:
    """The secret key as configured; made (0600) in data_dir when none is.

    Raises ProeftuinError (Dutch) for a file others can read, a missing file or a short key.
    """
    gemaakt = None
    own = data_dir / EIGEN_BESTAND
    if os.environ.get(TEKST):
        geheim = os.environ[TEKST].strip().encode()
    elif os.environ.get(BESTAND):
        geheim = _read_file(Path(os.environ[BESTAND]))
    elif own.exists():
        geheim = _read_file(own)
    else:
        geheim, gemaakt = _make_file(own)
    if len(geheim) < MINIMUM:
        raise ProeftuinError(
            f"De sleutel voor het pseudonimiseren is te kort. Gebruik minstens {MINIMUM} tekens."
        )
    return Sleutel(geheim, gemaakt)


class Persoonsnummers:
    """Hands every person key a number, in order of first sight, and makes the pseudonyms."""

    def __init__(self, sleutel: Sleutel) -> None:
        """Nobody known yet."""
        self._sleutel = sleutel
        self._bekend: dict[str, int] = {}
        self._sleutels: list[str] = []  # those of _bekend, in order, for show_key
        self._nobody = 0

    def __contains__(self, key: object) -> bool:
        """Whether this text is a key that was seen, however it is written."""
        return normalise_personen(pa.array([str(key)]))[0].as_py() in self._bekend

    def number(self, keys: pa.StringArray) -> tuple[pa.Int32Array, int]:
        """Numbers of a column of keys (empty stays null), and how many rows name no person.

        Such a row is somebody of its own, with a number below zero.
        """
        encoded = keys.dictionary_encode()
        distinct = normalise_personen(encoded.dictionary)
        no_one = pc.match_substring_regex(distinct, GEEN_PERSOON)
        known = self._bekend
        found = [
            None if key is None else known.setdefault(key, len(known))
            for key in pc.if_else(no_one, None, distinct).to_pylist()
        ]
        nummers = pa.array(found, pa.int32()).take(encoded.indices)
        nobody = no_one.take(encoded.indices)
        mask = nobody.fill_null(False).to_numpy(zero_copy_only=False)
        own = pa.array(-(self._nobody + np.cumsum(mask)), pa.int32())
        found_nobody = int(mask.sum())
        self._nobody += found_nobody
        return pc.if_else(pa.array(mask), own, nummers), found_nobody

    def show_key(self, nummer: int) -> str:
        """The key behind a number, for who delivered it; empty for nobody. Never for a store."""
        if len(self._sleutels) != len(self._bekend):
            self._sleutels = list(self._bekend)
        return self._sleutels[nummer] if 0 <= nummer < len(self._sleutels) else ""

    def list_pseudoniemen(self) -> pa.Table:
        """Columns nummer (int32) and pseudoniem (64 hex digits) of everyone seen."""
        geheim = self._sleutel.geheim
        digests = [hmac.digest(geheim, key.encode(), "sha256").hex() for key in self._bekend]
        unknown = range(1, self._nobody + 1)
        digests += [
            hmac.digest(geheim, f"persoon onbekend {nr}".encode(), "sha256").hex() for nr in unknown
        ]
        nummers = [*range(len(self._bekend)), *(-nr for nr in unknown)]
        return pa.table(
            {"nummer": pa.array(nummers, pa.int32()), "pseudoniem": pa.array(digests, pa.string())}
        )
