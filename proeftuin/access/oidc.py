"""From what a login service says about an account to a role; pure, so every case is tested.

The claims come from an ID token whose signature, issuer and nonce were checked at login and which
Streamlit keeps in a signed cookie for 30 days. What nobody checked yet is checked here, at every
run of a page: for whom the token was made (aud, azp), until when (exp) and by whom (iss).
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from proeftuin.access.rules import INGELOGD, ZONDER, Toegang
from proeftuin.settings import Gebruiker, ToegangRegels
from proeftuin.vocabulary import ROL_OPENBAAR, ROLLEN

VERLOPEN = "verlopen"
DOELGROEP = "verkeerde_doelgroep"
UITGEVER = "verkeerde_uitgever"
ONGELDIG = "ongeldige_aanmelding"
GEEN_ROL = "geen_rol"


def judge_claims(
    claims: Mapping[str, Any], regels: ToegangRegels, client_id: str, now: float
) -> Toegang:
    """The role of who holds these claims; now in seconds since 1970.

    A token for another app, of another issuer or past its exp counts as not logged in, with the
    reden; a good token without a role is openbaar with reden GEEN_ROL. Of more roles the highest.
    """
    refused = _find_fault(claims, regels, client_id, now)
    if refused:
        return without_login(regels, refused)
    found = [*_claim_roles(claims, regels), *_listed_roles(claims, regels.gebruiker)]
    if not found:
        return Toegang(ROL_OPENBAAR, INGELOGD, GEEN_ROL, float(claims["exp"]))
    return Toegang(max(found, key=ROLLEN.index), INGELOGD, "", float(claims["exp"]))


def without_login(regels: ToegangRegels, reden: str = "") -> Toegang:
    """Who is not logged in: openbaar, or no role at all when the configuration asks for login."""
    return Toegang(ROL_OPENBAAR if regels.openbaar_zonder_inloggen else "", ZONDER, reden)


def _find_fault(
    claims: Mapping[str, Any], regels: ToegangRegels, client_id: str, now: float
) -> str:
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    if not client_id or not isinstance(audiences, list) or client_id not in audiences:
        return DOELGROEP
    azp = claims.get("azp")
    if azp != client_id and (azp is not None or len(audiences) > 1):
        return DOELGROEP
    if regels.uitgever and claims.get("iss") != regels.uitgever:
        return UITGEVER
    exp = claims.get("exp")
    if isinstance(exp, bool) or not isinstance(exp, int | float) or not now < exp:
        return VERLOPEN
    return ""


def _claim_roles(claims: Mapping[str, Any], regels: ToegangRegels) -> Iterator[str]:
    """Roles by the claim: a text, a list of texts, or either inside a table."""
    value: Any = claims.get(regels.claim)
    if value is None:
        value = claims
        for name in regels.claim.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
    for item in [value] if isinstance(value, str) else value if isinstance(value, list) else []:
        if isinstance(item, str) and item in regels.claim_rollen:
            yield regels.claim_rollen[item]


def _listed_roles(claims: Mapping[str, Any], gebruikers: tuple[Gebruiker, ...]) -> Iterator[str]:
    """Roles by the list; an e-mail counts only when the login service has verified it."""
    sub, email = claims.get("sub"), claims.get("email")
    verified = claims.get("email_verified") is True and isinstance(email, str)
    address = email.strip().lower() if verified and isinstance(email, str) else ""
    digest = hashlib.sha256(address.encode()).hexdigest() if address else ""
    for gebruiker in gebruikers:
        by_sub = bool(gebruiker.sub) and sub == gebruiker.sub
        by_email = bool(address) and address == gebruiker.email.strip().lower()
        if by_sub or by_email or (digest and digest == gebruiker.email_sha256):
            yield gebruiker.rol
