"""Who sees what: roles, the claims of a login service, and the log of who looked."""

from proeftuin.access.log import BEKEKEN, GEDOWNLOAD, GEWEIGERD, log_access, log_file
from proeftuin.access.oidc import (
    DOELGROEP,
    GEEN_ROL,
    ONGELDIG,
    UITGEVER,
    VERLOPEN,
    judge_claims,
    without_login,
)
from proeftuin.access.rules import (
    INGELOGD,
    PAGINA_ROLLEN,
    TOESTEL,
    Toegang,
    check_open,
    may_open,
    may_see_page,
)

__all__ = [
    "BEKEKEN",
    "DOELGROEP",
    "GEDOWNLOAD",
    "GEEN_ROL",
    "GEWEIGERD",
    "INGELOGD",
    "ONGELDIG",
    "PAGINA_ROLLEN",
    "TOESTEL",
    "UITGEVER",
    "VERLOPEN",
    "Toegang",
    "check_open",
    "judge_claims",
    "log_access",
    "log_file",
    "may_open",
    "may_see_page",
    "without_login",
]
