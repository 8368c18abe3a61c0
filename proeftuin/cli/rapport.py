"""The command rapport: the report of an edition as a file."""

import os
import tempfile
from argparse import Namespace
from pathlib import Path

from proeftuin.access.rules import ROL_BEHEERDER
from proeftuin.disclosure.published import INTERN
from proeftuin.errors import ProeftuinError
from proeftuin.report.write import format_of, make_report
from proeftuin.results.editie import Editie, open_editie
from proeftuin.settings.model import read_settings


def write_report(options: Namespace) -> tuple[Editie, Path]:
    """Make the report and put it in options.bestand at once; the edition and the file.

    A file of the intern edition can be read by its owner alone. ProeftuinError (Dutch) when the
    extension is unknown or the folder does not exist; an existing file is replaced whole.
    """
    file = Path(options.bestand)
    formaat = format_of(file)
    if not file.parent.is_dir():
        raise ProeftuinError(f"De map '{file.parent}' bestaat niet. Maak haar of kies een andere.")
    if file.is_dir():
        raise ProeftuinError(f"'{file}' is een map. Noem een bestand, bijvoorbeeld rapport.pdf.")
    settings = read_settings(options.config)
    editie = open_editie(options.data, options.editie, options.nummer, rol=ROL_BEHEERDER)
    content = make_report(editie, settings, formaat)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).chmod(0o600 if editie.audience == INTERN else 0o644)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return editie, file
