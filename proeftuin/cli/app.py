"""Start the app for who sits at this computer.

The server takes the place of this process and prints a one-time link (proeftuin/access/bureau.py).
Started in any other way it prints none, and everyone who does not log in reads the openbaar
edition.
"""

import os
import socket
import subprocess
import sys
from argparse import Namespace

from proeftuin.access import BUREAU_OMGEVING, OPEN, PRINT
from proeftuin.errors import ProeftuinError
from proeftuin.huis import HUIS

APP = HUIS / "app.py"
ADRES = "localhost"  # of this computer alone; a link is good for nothing else
HIER = (ADRES, "127.0.0.1")  # how this computer calls itself


def start_app(options: Namespace) -> None:
    """Become the server of the app at options.poort; comes back only in a test.

    ProeftuinError (Dutch) when something else has that port.
    """
    _check_port(options.adres, options.poort)
    os.environ["PROEFTUIN_DATA"] = str(options.data.resolve())
    if options.config:
        os.environ["PROEFTUIN_CONFIG"] = str(options.config.resolve())
    if not options.dienst:
        os.environ[BUREAU_OMGEVING] = PRINT if options.geen_browser else OPEN
    command = [sys.executable, "-m", "streamlit", "run", str(APP)]
    command += ["--server.port", str(options.poort), "--server.address", options.adres]
    command += ["--logger.hideWelcomeMessage", "true"]
    for naam in (*options.naam, *HIER) if options.naam else ():
        command += ["--server.allowedHosts", naam]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "nt":  # there execv would leave the terminal while the server runs on
        raise SystemExit(subprocess.call(command))
    os.execv(command[0], command)


def _check_port(adres: str, poort: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((adres, poort))
        except OSError:
            raise ProeftuinError(
                f"Poort {poort} is al in gebruik, misschien door een app die nog draait. Stop die, "
                f"of kies een andere: make app PORT={poort + 1}, of --poort {poort + 1}."
            ) from None
