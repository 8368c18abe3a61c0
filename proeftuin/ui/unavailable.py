"""What a reader sees when there are no figures to show: one calm page, never half a page.

An edition that is missing, damaged or foreign is refused before anything is drawn. What goes wrong
later ends the page: the next run shows the message alone. The cause and the cure are for the
administrator: they go to the log of the app, and on screen only to who may see the intern edition.
"""

import logging
from collections.abc import Callable

import streamlit as st

from proeftuin.access import Toegang
from proeftuin.errors import (
    DamagedEdition,
    ForeignEdition,
    NoEdition,
    ProeftuinError,
)
from proeftuin.ui.opmaak import show_html
from proeftuin.vocabulary import INTERN

EDITION_ERRORS = (NoEdition, DamagedEdition, ForeignEdition)
RUSTIG = "De cijfers zijn op dit moment niet te zien."
KAPOT = (
    "Er ging iets mis op deze bladzijde. Laad haar opnieuw. Blijft het misgaan, kijk dan "
    "in het logboek van de app."
)
_FOUT = "bladzijde_fout"
_LOG = logging.getLogger(__name__)


def show_unavailable(toegang: Toegang, error: ProeftuinError) -> None:
    """The whole page when the edition cannot be shown; the caller stops the page."""
    if isinstance(error, NoEdition) and toegang.audience == INTERN:
        _explain_empty(str(error))
        return
    st.title("Geen cijfers", anchor=False)
    st.error(_words(toegang, error))


def _words(toegang: Toegang, error: ProeftuinError) -> str:
    """What this reader reads of an edition that is refused; the log gets all of it."""
    _LOG.error("edition refused: %s", error)
    return f"{RUSTIG} {error}" if toegang.audience == INTERN else RUSTIG


def end_page(toegang: Toegang, error: Exception) -> None:
    """End a page that failed: what was drawn so far goes, and the next run shows the fault alone.

    Outside a running app there is no next run; then the fault is shown here.
    """
    if isinstance(error, EDITION_ERRORS):
        text = _words(toegang, error)
    elif isinstance(error, ProeftuinError):
        text = str(error)
    else:  # the reader gets Dutch and no details, the log gets the whole of it
        _LOG.error("page failed", exc_info=error)
        text = KAPOT
    st.session_state[_FOUT] = text
    _run_again()
    show_fault(lambda: None)


def _run_again() -> None:
    st.rerun()


def show_fault(dress: Callable[[], None]) -> bool:
    """Show what went wrong in the run before, once, after dress(); False when nothing did."""
    text = st.session_state.pop(_FOUT, "")
    if text:
        dress()
        st.title("Deze bladzijde is niet te zien", anchor=False)
        st.error(text)
    return bool(text)


def _explain_empty(reason: str) -> None:
    st.title("Er is nog geen editie", anchor=False)
    show_html(
        '<div class="leeg-scherm"><p class="zin">{{ reden }}</p>'
        "<p>De app toont alleen een editie: cijfers die klaar zijn om te bekijken. "
        "Zo maakt u er een met verzonnen gegevens:</p>"
        "<pre>python -m proeftuin demo voorbeeld-levering\n"
        "python -m proeftuin laad voorbeeld-levering\n"
        "python -m proeftuin publiceer</pre>"
        "<p>Met eigen gegevens: zet in de tweede regel de map of het zip-bestand van uw "
        "levering. Laad daarna deze bladzijde opnieuw.</p></div>",
        reden=reason,
    )
