"""What the part [toegang] of a configuration may hold: which roles exist, and whose they are.

No message names an account: the configuration is read where others look on.
"""

import re
from collections.abc import Iterator

from proeftuin.settings.model import Gebruiker, ToegangRegels
from proeftuin.vocabulary import ROL_INTERN, ROL_OPENBAAR, ROLLEN

_SHA256 = re.compile(r"[0-9a-f]{64}")


def _key(name: str) -> str:
    return f"Sleutel '{name}':"


def check_toegang(regels: ToegangRegels) -> Iterator[str]:
    """What cannot be in roles and accounts, as check_settings says it; no account is named."""
    if regels.dit_toestel not in (ROL_INTERN, ROL_OPENBAAR):
        yield f"{_key('toegang.dit_toestel')} kies '{ROL_INTERN}' of '{ROL_OPENBAAR}'."
    for waarde, rol in regels.claim_rollen.items():
        yield from _rol(f"toegang.claim_rollen.{waarde}", rol)
    for nr, gebruiker in enumerate(regels.gebruiker, start=1):
        yield from _gebruiker(f"toegang.gebruiker[{nr}]", gebruiker)
    if regels.claim_rollen and not regels.claim:
        yield f"{_key('toegang.claim')} noem de claim waarin de rollen staan."


def _gebruiker(key: str, gebruiker: Gebruiker) -> Iterator[str]:
    yield from _rol(f"{key}.rol", gebruiker.rol)
    known = [name for name in ("sub", "email", "email_sha256") if getattr(gebruiker, name)]
    if len(known) != 1:
        yield f"{_key(key)} noem precies een van sub, email, email_sha256."
    elif gebruiker.email_sha256 and not _SHA256.fullmatch(gebruiker.email_sha256):
        yield f"{_key(f'{key}.email_sha256')} schrijf 64 tekens, 0-9 en a-f."


def _rol(key: str, rol: object) -> Iterator[str]:
    if rol not in ROLLEN:
        yield f"{_key(key)} kies een van de rollen {', '.join(ROLLEN)}."
