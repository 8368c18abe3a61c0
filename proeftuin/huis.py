"""Where the program finds the files that stand beside the package, and which version it is.

HUIS is the folder above the package, or after `pip install .` a folder inside it, where setup.py
puts the same:

- app.py and pages/, which Streamlit runs, with .streamlit/config.toml;
- proeftuin.toml, the configuration the product comes with, and the outlines it names;
- data/codelijsten, the code lists of the field;
- docs/, of which the app shows the law, the simulation and what was tested of accessibility.
"""

import hashlib
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PAKKET = Path(__file__).resolve().parent
_INSTALLED = _PAKKET / "_huis"
HUIS = _INSTALLED if _INSTALLED.is_dir() else _PAKKET.parent
SOURCES = {".py", ".sql", ".html", ".css", ".js", ".typ", ".md"}


def product_version() -> str:
    """The version of pyproject.toml; of the installed package where that is not beside it."""
    beside = HUIS / "pyproject.toml"
    if beside.is_file():
        return str(tomllib.loads(beside.read_text(encoding="utf-8"))["project"]["version"])
    try:
        return version("proeftuin-monitor")
    except PackageNotFoundError:
        return "onbekend"


def product_mark() -> str:
    """Twelve hex digits that change with any file of the program."""
    digest = hashlib.sha256()
    files = (item for item in _PAKKET.rglob("*") if item.suffix in SOURCES)
    for file in sorted(item for item in files if _INSTALLED not in item.parents):
        digest.update(file.relative_to(_PAKKET).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
