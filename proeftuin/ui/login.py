"""Who is reading: the role of this visit, the way in and out, and what a refused reader gets.

A role comes from the login service, or from the link that this process itself made up and showed at
the desk; never from an address or anything else a visitor can write, or leave out.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from proeftuin.access import (
    BEKEKEN,
    DOELGROEP,
    GEDOWNLOAD,
    GEEN_ROL,
    GEWEIGERD,
    INGELOGD,
    ONGELDIG,
    PAGINA_ROLLEN,
    TOESTEL,
    UITGEVER,
    VERLOPEN,
    Toegang,
    judge_claims,
    log_access,
    may_open,
    without_login,
)
from proeftuin.errors import ProeftuinError, ToegangGeweigerd
from proeftuin.results import Editie
from proeftuin.sentences import join_words
from proeftuin.settings import ToegangRegels
from proeftuin.ui.door import AANBOD, app_settings, data_dir, is_at_desk, visitor_of
from proeftuin.vocabulary import INTERN, ROL_INTERN, ROL_OPENBAAR

_LOG = logging.getLogger(__name__)
_COOKIE = "_streamlit_user"
_ALS_PARTNER = "_als_partner"
_REDEN = {
    VERLOPEN: "Uw sessie is voorbij. Log opnieuw in.",
    DOELGROEP: "Uw aanmelding hoort bij een andere toepassing. Log opnieuw in.",
    UITGEVER: "Uw aanmelding komt van een andere inlogdienst. Log opnieuw in.",
    ONGELDIG: "Uw aanmelding is niet geldig. Log opnieuw in.",
    GEEN_ROL: (
        "U bent ingelogd, maar uw account heeft hier geen rol. U ziet de openbare editie. "
        "Vraag de beheerder om een rol als u meer nodig hebt."
    ),
}


def reader() -> Toegang:
    """The role of this visit, judged again at every run; lowered while looking as a partner does.

    With a wrong configuration: openbaar, and start_page says what is wrong.
    """
    own = _own_role()
    if not looks_as_partner() or own.audience != INTERN:
        return own
    return replace(own, rol=ROL_OPENBAAR)


def looks_as_partner() -> bool:
    """Whether this reader asked for the openbaar edition; that can only lower what is seen."""
    return bool(st.session_state.get(_ALS_PARTNER))


def show_partner_view(toegang: Toegang) -> None:
    """One click to what partners see, in the menu; and on the page a banner with the way back.

    toegang: as reader() gives it. Looking on, nothing is written: the talks are not there.
    """
    if toegang.audience == INTERN:
        st.sidebar.button(
            "Bekijk als partner", key="als_partner", on_click=_look_as_partner, args=(True,)
        )
    elif looks_as_partner() and _own_role().audience == INTERN:
        with st.container(horizontal=True, vertical_alignment="center", key="partnerbalk"):
            st.html(
                '<p class="partner" role="status">U kijkt mee als partner: dit is de openbare '
                "editie, afgerond en met kleine aantallen afgeschermd. Gesprekken staan hier niet "
                "bij.</p>"
            )
            st.button(
                "Terug naar uw rol", key="eigen_rol", on_click=_look_as_partner, args=(False,)
            )


def _look_as_partner(is_on: bool) -> None:
    st.session_state[_ALS_PARTNER] = is_on


def _own_role() -> Toegang:
    try:
        regels = app_settings().toegang
    except ProeftuinError:
        return without_login(ToegangRegels())
    if not can_log_in():
        if regels.dit_toestel == ROL_INTERN and opened_the_link():
            return Toegang(ROL_INTERN, TOESTEL)
        return without_login(regels)
    if st.get_option("server.trustedUserHeaders"):  # headers would go before the signed login
        return without_login(regels, ONGELDIG)
    claims = st.user.to_dict()
    if claims.get("is_logged_in") is not True:
        return without_login(regels, ONGELDIG if _COOKIE in st.context.cookies else "")
    return judge_claims(claims, regels, _client_id(regels), time.time())


def opened_the_link() -> bool:
    """True when this browser opened the link that was shown at the desk of this process."""
    return is_at_desk(st.context.cookies.to_dict())


def can_log_in() -> bool:
    """True when [auth] of Streamlit's secrets.toml sets up a login service."""
    return "is_logged_in" in st.user


def _client_id(regels: ToegangRegels) -> str:
    """The name of this app at the login service; empty (no token fits) when it is not set."""
    section = st.secrets.get("auth", {})
    if regels.inlogdienst:
        section = section.get(regels.inlogdienst, {})
    return str(section.get("client_id", ""))


def show_account(toegang: Toegang) -> None:
    """In the menu: the way in or out, and what there is to say about this login."""
    if not can_log_in():
        return
    with st.sidebar:
        if toegang.herkomst == INGELOGD:
            st.caption(f"Ingelogd, rol {toegang.rol}")
            st.button("Uitloggen", on_click=st.logout, key="uitloggen")
        else:
            _show_login("inloggen_menu")


def show_reason(toegang: Toegang) -> None:
    """On the page: why this role is less than hoped for, when it is."""
    if toegang.reden:
        st.info(_REDEN[toegang.reden])
        if toegang.reden != GEEN_ROL:
            st.button("Aanmelding wissen", on_click=st.logout, key="aanmelding_wissen")


def _show_login(key: str) -> None:
    naam = app_settings().toegang.inlogdienst or None
    st.button("Inloggen", on_click=st.login, args=(naam,), key=key)


def show_refused(toegang: Toegang, slug: str, titel: str) -> None:
    """Say calmly that this role does not see this page, and what to do; the log gets a line."""
    log_refused(toegang, slug, toegang.reden or ("rol" if toegang.rol else "niet_ingelogd"))
    st.title(titel, anchor=False)
    show_reason(toegang)
    rollen = join_words(list(PAGINA_ROLLEN.get(slug, ())), "of")
    wie = f"U kunt haar bekijken met een van deze rollen: {rollen}. " if rollen else ""
    wat = "Vraag de beheerder om een rol als u haar nodig hebt."
    if toegang.herkomst != INGELOGD and can_log_in():
        wat = "Log in om verder te gaan."
    st.html(
        '<div class="leeg-scherm"><p class="zin">Deze bladzijde is niet voor iedereen.</p>'
        f"<p>{wie}{wat}</p></div>"
    )
    if toegang.herkomst != INGELOGD and can_log_in():
        _show_login("inloggen")


def log_refused(toegang: Toegang, slug: str, reden: str) -> None:
    """One line in the access log for a refused attempt; of the same attempt one per visit."""
    _log_once(GEWEIGERD, toegang, slug, reden=reden)


def log_page(toegang: Toegang, slug: str, editie: Editie) -> None:
    """One line in the access log for a page someone opens, not for every click on it."""
    if toegang.reden:
        log_refused(toegang, slug, toegang.reden)
    _log_once(BEKEKEN, toegang, slug, editie=editie.id, audience=editie.audience)


def _log_once(soort: str, toegang: Toegang, slug: str, **rest: str) -> None:
    event = (soort, toegang.rol, slug, *rest.items())
    if st.session_state.get(f"_gelogd_{soort}") != event:
        log_access(app_settings().toegang, data_dir(), soort, rol=toegang.rol, pagina=slug, **rest)
        st.session_state[f"_gelogd_{soort}"] = event


def visitor() -> str:
    """Who visits now, by the cookies that decide a role; see visitor_of."""
    return visitor_of(st.context.cookies.to_dict())


def download_of(
    toegang: Toegang,
    bezoeker: str,
    slug: str,
    editie: Editie,
    bestand: str,
    build: Callable[[], bytes | str],
) -> Callable[[], bytes | str]:
    """What a download button calls on the click: checks the role again, logs, builds the file.

    Runs outside a page, perhaps long after it was drawn, so a session that is over in between
    gives nothing. Only the browser it was drawn for (bezoeker, as visitor gives it) can then fetch
    the file. An error reaches the reader in Dutch and without details.
    """

    def make() -> bytes | str:
        regels, folder = app_settings().toegang, data_dir()
        known = {"rol": toegang.rol, "pagina": slug, "editie": editie.id}
        known |= {"audience": editie.audience, "bestand": bestand}
        is_over = toegang.tot is not None and time.time() >= toegang.tot
        if is_over or not may_open(toegang.rol, editie.audience):
            log_access(regels, folder, GEWEIGERD, reden=VERLOPEN if is_over else "rol", **known)
            raise ToegangGeweigerd(_REDEN[VERLOPEN])
        log_access(regels, folder, GEDOWNLOAD, **known)
        try:
            content = build()
        except ToegangGeweigerd:
            log_access(regels, folder, GEWEIGERD, reden="gegevens", **known)
            raise
        except Exception:
            _LOG.exception("download failed")
            raise ProeftuinError("Het bestand kon niet worden gemaakt.") from None
        AANBOD.offer(content, bezoeker, time.time(), toegang.tot)
        return content

    return make
