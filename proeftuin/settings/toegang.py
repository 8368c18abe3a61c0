"""Section [toegang] of the configuration: who gets which role, and where the access log is."""

import re
from dataclasses import dataclass, field

from proeftuin.errors import SettingsError

ROL_OPENBAAR = "openbaar"
ROL_PARTNER = "partner"
ROL_INTERN = "intern"
ROL_BEHEERDER = "beheerder"
ROLLEN: tuple[str, ...] = (ROL_OPENBAAR, ROL_PARTNER, ROL_INTERN, ROL_BEHEERDER)
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Gebruiker:
    """One account with a role: known by exactly one of sub, email, or SHA-256 of the e-mail."""

    rol: str
    sub: str = ""
    email: str = ""
    email_sha256: str = ""


@dataclass(frozen=True)
class ToegangRegels:
    """How a reader gets a role. The defaults: no login, this device intern, others openbaar.

    dit_toestel: the role without OIDC on this computer itself (intern or openbaar). inlogdienst:
    the name behind [auth.] in Streamlit's secrets.toml, empty for [auth] itself. uitgever: the
    issuer an ID token must name, empty for the one of the login service. claim: where roles stand
    in the ID token, a dotted path for a nested one. logboek: file, empty for the data folder.
    """

    openbaar_zonder_inloggen: bool = True
    dit_toestel: str = ROL_INTERN
    inlogdienst: str = ""
    uitgever: str = ""
    claim: str = "roles"
    claim_rollen: dict[str, str] = field(default_factory=dict)
    gebruiker: tuple[Gebruiker, ...] = ()
    logboek: str = ""
    logboek_mb: int = 5
    logboek_aantal: int = 10


def check_toegang(regels: ToegangRegels) -> None:
    """SettingsError (Dutch, names the key and the fix, never an account) for what cannot be."""
    if regels.dit_toestel not in (ROL_INTERN, ROL_OPENBAAR):
        raise SettingsError("Sleutel 'toegang.dit_toestel': kies 'intern' of 'openbaar'.")
    for waarde, rol in regels.claim_rollen.items():
        _check_rol(f"toegang.claim_rollen.{waarde}", rol)
    for nr, gebruiker in enumerate(regels.gebruiker, start=1):
        key = f"toegang.gebruiker[{nr}]"
        _check_rol(f"{key}.rol", gebruiker.rol)
        known = [name for name in ("sub", "email", "email_sha256") if getattr(gebruiker, name)]
        if len(known) != 1:
            raise SettingsError(f"Sleutel '{key}': noem precies een van sub, email, email_sha256.")
        if gebruiker.email_sha256 and not _SHA256.fullmatch(gebruiker.email_sha256):
            raise SettingsError(f"Sleutel '{key}.email_sha256': schrijf 64 tekens, 0-9 en a-f.")
    if regels.claim_rollen and not regels.claim:
        raise SettingsError("Sleutel 'toegang.claim': noem de claim waarin de rollen staan.")
    if not (1 <= regels.logboek_mb <= 1000 and 1 <= regels.logboek_aantal <= 1000):
        raise SettingsError("Sleutels 'toegang.logboek_mb' en 'logboek_aantal': kies 1 tot 1000.")


def _check_rol(key: str, rol: object) -> None:
    if rol not in ROLLEN:
        raise SettingsError(f"Sleutel '{key}': kies een van de rollen {', '.join(ROLLEN)}.")
