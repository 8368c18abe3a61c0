"""The commands that decide what is shown: editie kies | intrek.

Each decision needs a reason and who took it, is logged, and changes no figure. The log is printed
under the list of editions.
"""

import sys
from argparse import Namespace

from proeftuin.edition import choose_editie, withdraw_editie
from proeftuin.files import harmless
from proeftuin.results import KIES, Besluit
from proeftuin.sentences import show_time
from proeftuin.settings import read_settings

DEDEN = {True: "in gebruik genomen", False: "ingetrokken"}


def run_besluit(options: Namespace) -> int:
    """Do the action of the command editie; 0 when done."""
    decide = {"kies": choose_editie, "intrek": withdraw_editie}[options.actie]
    settings = read_settings(options.config)
    found = decide(options.data, settings, options.id, options.reden, options.door)
    sys.stdout.write(f"{harmless(describe_besluit(found.besluiten[-1]))}\n")
    if found.current is None:
        sys.stdout.write(
            "Er is nu geen editie in gebruik: lezers zien geen cijfers. Neem een andere in gebruik "
            "(python -m proeftuin editie kies ID) of publiceer een nieuwe.\n"
        )
    else:
        sys.stdout.write(f"In gebruik is nu editie {found.current}, intern en openbaar.\n")
    return 0


def describe_besluit(besluit: Besluit) -> str:
    """'28 november 2026 15:03: editie X ingetrokken door de beheerder. Reden: ...'.

    In Dutch time; besluit.op is in UTC.
    """
    return (
        f"{show_time(besluit.op)}: editie {besluit.wat} "
        f"{DEDEN[besluit.soort == KIES]} door {besluit.door}. Reden: {besluit.reden}"
    )
