"""Who may see what: four roles, the edition each may open and the pages each may see.

Pure rules, asked by the data layer (results, journal), the pages and the command line. How a
reader gets a role is decided in oidc.py and ui/login.py; nothing here reads a request.
"""

from dataclasses import dataclass

from proeftuin.errors import ToegangGeweigerd
from proeftuin.vocabulary import (
    INTERN,
    OPENBAAR,
    ROL_BEHEERDER,
    ROL_INTERN,
    ROL_OPENBAAR,
    ROL_PARTNER,
    ROLLEN,
)

ZONDER = "zonder_inloggen"
TOESTEL = "dit_toestel"
INGELOGD = "ingelogd"
SCHRIJVERS: tuple[str, ...] = (ROL_PARTNER, ROL_INTERN, ROL_BEHEERDER)
_BINNEN = (ROL_INTERN, ROL_BEHEERDER)
PAGINA_ROLLEN: dict[str, tuple[str, ...]] = {
    "gesprekken": SCHRIJVERS,
    "aanbieder": _BINNEN,
    "prognose": _BINNEN,
    "aanbieders": _BINNEN,
    "vergelijk": _BINNEN,
}
_AUDIENCES: dict[str, tuple[str, ...]] = {
    ROL_OPENBAAR: (OPENBAAR,),
    ROL_PARTNER: (OPENBAAR,),
    ROL_INTERN: (OPENBAAR, INTERN),
    ROL_BEHEERDER: (OPENBAAR, INTERN),
}
_EDITIE = {INTERN: "interne", OPENBAAR: "openbare"}


@dataclass(frozen=True)
class Toegang:
    """What a reader may do: rol is one of ROLLEN, or empty for who must log in first.

    herkomst: ZONDER, TOESTEL or INGELOGD. reden: why the role is less than hoped for (one of the
    words of oidc.py), else empty. tot: until when a login counts, in seconds since 1970; None
    without login. Holds no name, address or number of a person.
    """

    rol: str
    herkomst: str = ZONDER
    reden: str = ""
    tot: float | None = None

    @property
    def audience(self) -> str:
        """The edition this reader opens: INTERN for intern and beheerder, else OPENBAAR."""
        return INTERN if may_open(self.rol, INTERN) else OPENBAAR


def may_open(rol: str, audience: str) -> bool:
    """True when this role may open editions for audience; an unknown role may open nothing."""
    return audience in _AUDIENCES.get(rol, ())


def may_see_page(rol: str, slug: str) -> bool:
    """True when this role may see the page; pages not in PAGINA_ROLLEN are for every role."""
    return rol in ROLLEN and rol in PAGINA_ROLLEN.get(slug, ROLLEN)


def check_open(rol: str, audience: str) -> None:
    """ToegangGeweigerd (Dutch) when this role may not open editions for audience."""
    if not may_open(rol, audience):
        raise ToegangGeweigerd(
            f"Met de rol '{rol}' mag u de {_EDITIE.get(audience, audience)} editie niet openen. "
            "Log in met een account dat dit mag, of vraag de beheerder om een rol."
        )
