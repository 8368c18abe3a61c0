"""Faces that hand a name on only when it is asked for.

Importing any file of a room imports its face first. Where that would drag along what the reader
must not load (the store behind an edition) or need not wait for (a command's packages), the face
lists its imports under `if TYPE_CHECKING:` and ends with `__getattr__ = hand_on(__name__)`. Type
checkers and readers see plain imports; Python follows one at the first use of its name.
"""

import ast
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def hand_on(room: str) -> Callable[[str], Any]:
    """The `__getattr__` of a face: finds a name in the file its TYPE_CHECKING block names.

    room: `__name__` of the face. Raises AttributeError for a name the face does not list.
    """
    face = sys.modules[room]
    file = Path(str(face.__file__))
    places = {
        alias.name: line.module
        for block in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(block, ast.If)
        for line in block.body
        if isinstance(line, ast.ImportFrom) and line.module
        for alias in line.names
    }

    def find(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"{room} hands on no {name}")
        found = getattr(import_module(places[name]), name)
        setattr(face, name, found)
        return found

    return find
