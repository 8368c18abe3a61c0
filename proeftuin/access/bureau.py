"""The desk: who sits at the computer that started the app is intern, by a link and nothing else.

`python -m proeftuin app` prints a link with a random key. It works once: the browser that opens it
gets a cookie with another random value, which counts in this process and dies with it. Only what
this process itself made up gives the role; a header, an address or the lack of one never does.
The files made for a visitor are kept to that visitor here too.
"""

import hashlib
import os
import secrets
import socket
import time
import webbrowser
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock, Thread

from proeftuin.vocabulary import ROL_INTERN

# Set by `python -m proeftuin app` alone: this server has a desk (PRINT), with a browser (OPEN).
BUREAU_OMGEVING = "PROEFTUIN_BUREAU"
PRINT, OPEN = "print", "open"
LOKAAL: tuple[str, ...] = ("localhost", "127.0.0.1", "::1")
BUREAU_PAD = "/bureau"
MET_INLOGDIENST = "inlogdienst"
ROL_OPENBAAR_INGESTELD = "dit_toestel"
NIET_LOKAAL = "niet_lokaal"
GETOOND_SECONDEN = 30.0


def why_no_desk(address: str | None, dit_toestel: str, has_login: bool) -> str:
    """Why this app has no desk: one of the three words above; empty when it may have one.

    address: the one the server listens on; anything but this computer itself has none.
    """
    if has_login:
        return MET_INLOGDIENST
    if dit_toestel != ROL_INTERN:
        return ROL_OPENBAAR_INGESTELD
    return "" if address in LOKAAL else NIET_LOKAAL


class Bureau:
    """The keys and cookies of one process; closed until open_link is called."""

    def __init__(self) -> None:
        """No link and no visitor yet."""
        self._lock = Lock()
        self._sleutel = b""
        self._bezoekers: set[bytes] = set()

    def open_link(self) -> str:
        """A new key for one link; the one before, used or not, counts no more."""
        sleutel = secrets.token_urlsafe(32)
        with self._lock:
            self._sleutel = _digest(sleutel)
        return sleutel

    def redeem(self, sleutel: str) -> str:
        """The cookie for who brings the key of the link, which is then used up; empty: refused."""
        with self._lock:
            if not self._sleutel or not secrets.compare_digest(self._sleutel, _digest(sleutel)):
                return ""
            self._sleutel = b""
            koekje = secrets.token_urlsafe(32)
            self._bezoekers.add(_digest(koekje))
            return koekje

    def knows(self, koekje: str | None) -> bool:
        """True for a cookie that redeem of this process gave."""
        return bool(koekje) and _digest(str(koekje)) in self._bezoekers


def _digest(text: str) -> bytes:
    """Compared in place of the text, so that how long a comparison takes tells nothing."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()


def has_screen(environment: Mapping[str, str]) -> bool:
    """Whether a browser with windows can be opened here: a desktop, and no login from afar."""
    is_far = any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))
    return not is_far and any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def open_in_browser(link: str, port: int, folder: Path) -> Thread:
    """Open the link in the browser of this desktop as soon as the port answers; gives its thread.

    The link never stands in a list of processes, where others on this computer could read it: the
    browser gets a file that only its owner can read, which is gone half a minute later.
    """

    def run() -> None:
        file = folder / f"bureau-{port}.html"
        for _ in range(300):
            try:
                socket.create_connection(("localhost", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        try:
            file.unlink(missing_ok=True)
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(f'<meta http-equiv="refresh" content="0; url={link}">\n')
            webbrowser.open(file.resolve().as_uri())
            time.sleep(GETOOND_SECONDEN)
        except (OSError, webbrowser.Error):  # the link is on screen as well
            pass
        finally:
            file.unlink(missing_ok=True)

    thread = Thread(target=run, daemon=True)
    thread.start()
    return thread


def key_of_visitor(koekjes: Sequence[str]) -> str:
    """Who visits, from the cookies that decide a role; empty without the first of them.

    Another browser, another login or none gives another key.
    """
    if not koekjes or not koekjes[0]:
        return ""
    parts = (_digest(koekje).hex() for koekje in koekjes)
    return _digest("|".join(parts)).hex()


class Aanbod:
    """The files that were made for a visitor: who may take which, and until when.

    A file is known by its content, so the same file made for two visitors is offered to both.
    """

    GELDIG_SECONDEN = 120.0

    def __init__(self) -> None:
        """Nothing on offer."""
        self._lock = Lock()
        self._tot: dict[tuple[bytes, str], float] = {}

    def offer(self, inhoud: bytes | str, bezoeker: str, now: float, tot: float | None) -> None:
        """Let this visitor take this file, for two minutes and not after tot; "" takes none."""
        if not bezoeker:
            return
        until = now + self.GELDIG_SECONDEN
        with self._lock:
            self._tot = {key: end for key, end in self._tot.items() if end > now}
            self._tot[_content(inhoud), bezoeker] = until if tot is None else min(until, tot)

    def may_take(self, inhoud: bytes, bezoeker: str, now: float) -> bool:
        """True when this very content was made for this visitor and the offer still stands."""
        return self._tot.get((_content(inhoud), bezoeker), 0.0) > now


def _content(inhoud: bytes | str) -> bytes:
    return hashlib.sha256(inhoud.encode() if isinstance(inhoud, str) else inhoud).digest()
