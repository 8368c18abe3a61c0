"""Who sees what: roles, the claims of a login service, and the log of who looked."""

from proeftuin.access.bureau import (
    BUREAU_OMGEVING,
    BUREAU_PAD,
    MET_INLOGDIENST,
    NIET_LOKAAL,
    OPEN,
    PRINT,
    Aanbod,
    Bureau,
    has_screen,
    key_of_visitor,
    open_in_browser,
    why_no_desk,
)
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
    ZONDER,
    Toegang,
    check_open,
    may_open,
    may_see_page,
)
