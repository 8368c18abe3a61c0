"""The access log: which role saw which page or took which file, and what was refused.

One line per event, key=value. No name, address, account, cookie or key ever gets in: every value
is one of our own words, and whatever is not plain is replaced.
"""

import logging
import os
import re
from datetime import UTC, datetime
from functools import lru_cache
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from proeftuin.files import make_private
from proeftuin.settings import ToegangRegels

BEKEKEN = "bekeken"
GEDOWNLOAD = "gedownload"
GESCHREVEN = "geschreven"
GEWEIGERD = "geweigerd"
SOORTEN = (BEKEKEN, GEDOWNLOAD, GESCHREVEN, GEWEIGERD)
_PLAIN = re.compile(r"[^A-Za-z0-9_.-]+")


class _OwnerOnly(RotatingFileHandler):
    """A rotating file that only its owner can read, from its first byte on."""

    def shouldRollover(self, record: logging.LogRecord) -> bool:  # noqa: N802
        """At its size, and at the first event of a new month: old months can go as whole files."""
        file = Path(self.baseFilename)
        if file.is_file() and (state := file.stat()).st_size:
            last, now = datetime.fromtimestamp(state.st_mtime, UTC), datetime.now(UTC)
            if (last.year, last.month) != (now.year, now.month):
                return True
        return bool(super().shouldRollover(record))

    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.chmod(self.baseFilename, 0o600)
        return TextIOWrapper(os.fdopen(handle, "ab"), encoding="utf-8", write_through=True)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Inside the except block of the handler: pass the error on instead of printing it."""
        raise  # noqa: PLE0704


def log_file(regels: ToegangRegels, data_dir: Path) -> Path:
    """Where the log is: toegang.logboek, or logboek/toegang.log in the data folder."""
    return Path(regels.logboek) if regels.logboek else data_dir / "logboek" / "toegang.log"


@lru_cache(maxsize=8)
def _handler(file: Path, megabytes: int, aantal: int) -> RotatingFileHandler:
    if not file.parent.is_dir():
        make_private(file.parent)
    handler = _OwnerOnly(file, maxBytes=megabytes * 1_000_000, backupCount=aantal, delay=True)
    handler.setFormatter(logging.Formatter("%(message)s"))
    return handler


def log_access(
    regels: ToegangRegels,
    data_dir: Path,
    soort: str,
    *,
    rol: str,
    pagina: str = "",
    editie: str = "",
    audience: str = "",
    bestand: str = "",
    reden: str = "",
) -> None:
    """Add one line: soort is one of SOORTEN, bestand the name of a file taken along.

    OSError when the log cannot be written: an event that is not logged must not happen.
    """
    if soort not in SOORTEN:
        raise ValueError(f"soort {soort!r} is not one of SOORTEN")
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    parts = {
        "soort": soort,
        "rol": rol or "geen",
        "pagina": pagina,
        "editie": editie,
        "audience": audience,
        "bestand": bestand,
        "reden": reden,
    }
    line = " ".join(f"{naam}={_PLAIN.sub('_', text)[:80]}" for naam, text in parts.items() if text)
    handler = _handler(log_file(regels, data_dir), regels.logboek_mb, regels.logboek_aantal)
    record = logging.LogRecord("toegang", logging.INFO, "", 0, f"{moment} {line}", None, None)
    try:
        handler.handle(record)
    finally:
        handler.close()  # the next event opens it again
