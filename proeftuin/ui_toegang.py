"""Who is reading: the role of this visit, and what a page shows whoever may not see it."""

import streamlit as st

from proeftuin.access import PAGINA_ROLLEN, ROL_INTERN, ROL_OPENBAAR, Toegang
from proeftuin.sentences_text import join_words

LOKAAL = ("localhost", "127.0.0.1", "::1")


def reader() -> Toegang:
    """The role of this visit: intern when the server listens on this computer only."""
    if st.get_option("server.address") in LOKAAL:
        return Toegang(ROL_INTERN, "dit toestel, zonder inloggen")
    return Toegang(ROL_OPENBAAR)


def show_refused(slug: str, titel: str) -> None:
    """Say calmly that this role does not see this page, and who does."""
    rollen = join_words(list(PAGINA_ROLLEN.get(slug, ())))
    st.title(titel, anchor=False)
    st.html(
        '<div class="leeg-scherm"><p class="zin">Deze bladzijde is niet voor iedereen.</p>'
        f"<p>U kunt haar bekijken met een van deze rollen: {rollen}. "
        "Vraag de beheerder om een rol als u haar nodig hebt.</p></div>"
    )
