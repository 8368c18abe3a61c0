"""The commands that decide what is shown: editie kies | intrek.

Each decision needs a reason and who took it, is logged, and changes no figure. The log is printed
under the list of editions.
"""

from argparse import Namespace
from collections.abc import Iterator

from proeftuin.edition import choose_editie, withdraw_editie
from proeftuin.results import KIES, Besluit
from proeftuin.sentences import show_time
from proeftuin.settings import read_settings

DEDEN = {True: "in gebruik genomen", False: "ingetrokken"}


def run_besluit(options: Namespace) -> Iterator[str]:
    """Do the action of the command editie, and say what holds now."""
    decide = {"kies": choose_editie, "intrek": withdraw_editie}[options.actie]
    settings = read_settings(options.config)
    found = decide(options.data, settings, options.id, options.reden, options.door)
    yield describe_besluit(found.besluiten[-1])
    if found.current is None:
        yield (
            "Er is nu geen editie in gebruik: lezers zien geen cijfers. Neem een andere in gebruik "
            "(python -m proeftuin editie kies ID) of publiceer een nieuwe."
        )
    else:
        yield f"In gebruik is nu editie {found.current}, intern en openbaar."


def describe_besluit(besluit: Besluit) -> str:
    """'28 november 2026 15:03: editie X ingetrokken door de beheerder. Reden: ...'.

    In Dutch time; besluit.op is in UTC.
    """
    return (
        f"{show_time(besluit.op)}: editie {besluit.wat} "
        f"{DEDEN[besluit.soort == KIES]} door {besluit.door}. Reden: {besluit.reden}"
    )
