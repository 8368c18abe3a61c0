"""What publishing computes, kept in a file the first time and read from it after that.

For tests of how an edition is written: they need not measure and audit the same city again.
"""

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

from proeftuin.edition import publish

# Of the whole city, before anything is written: the same for every edition of the same data.
GEMETEN = ("measure_all", "control_disclosure")


def _same(*_: Any) -> str:
    return ""


def remember(notes: Path, name: str, name_of: Callable[..., str] = _same) -> None:
    """From now on publishing computes this step once for each name_of(*arguments)."""
    setattr(publish, name, keep(notes, name, name_of))


def keep(notes: Path, name: str, name_of: Callable[..., str] = _same) -> Callable[..., Any]:
    """This step of publishing, which writes what it found into notes or reads it there."""
    make = getattr(publish, name)

    def kept(*arguments: Any) -> Any:
        file = notes / (name + name_of(*arguments))
        if not file.exists():
            found = make(*arguments)
            file.write_bytes(pickle.dumps(list(found) if name == "measure_all" else found))
        return pickle.loads(file.read_bytes())

    return kept
