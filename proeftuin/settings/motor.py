"""Where `laad` reads its tables when no levering is named: the keys beside the blocks of [bron].

How rows are read changes no figure of the same rows, so nothing here is part of the fingerprint.
A secret stands in no file: a password in the address is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from urllib.parse import parse_qs, urlsplit

from proeftuin.errors import SettingsError

BRON_VARIABELE = "PROEFTUIN_BRON"
POSTGRES = ("postgresql", "postgres")
_NAAM = re.compile(r"[^\s.\x00-\x1f\"]{1,63}")


@dataclass(frozen=True)
class Motor:
    """The engine that holds the tables of the contract.

    motor: postgresql://gebruiker@server/database without a password; empty: there is none. schema:
    where the tables or views stand.
    """

    motor: str = ""
    schema: str = "public"


def has_password(adres: str) -> bool:
    """Whether a password stands in an address, before the @ or as a parameter; True when unsure."""
    try:
        parts = urlsplit(adres)
        return parts.password is not None or "password" in parse_qs(parts.query)
    except ValueError:
        return True


def is_postgres(adres: str) -> bool:
    """Whether an address begins as one of PostgreSQL does."""
    return adres.partition("://")[0] in POSTGRES and "://" in adres


def check_motor(found: Motor) -> Iterator[str]:
    """Dutch sentences about an address or a schema that cannot be; never the address itself."""
    if found.motor and has_password(found.motor):
        yield (
            "Sleutel 'bron.motor': in de configuratie hoort geen wachtwoord. Haal het hier weg en "
            f"zet het hele adres in de omgevingsvariabele {BRON_VARIABELE}."
        )
    elif found.motor and not is_postgres(found.motor):
        yield (
            "Sleutel 'bron.motor': dit is geen adres van PostgreSQL. Schrijf "
            "postgresql://gebruiker@server/database, of laat het leeg."
        )
    if not _NAAM.fullmatch(found.schema):
        yield (
            f"Sleutel 'bron.schema': '{found.schema}' kan geen schema zijn. Schrijf alleen de naam "
            "van het schema, precies zoals de database haar kent."
        )


def take_motor(table: dict[str, object]) -> dict[str, object]:
    """The keys of Motor in section [bron], taken out of the table of a configuration.

    SettingsError (Dutch) for a section [motor]: these keys belong to [bron].
    """
    if "motor" in table:
        raise SettingsError("Onbekende sleutel 'motor' in de configuratie. Zet hem in [bron].")
    bron = table.get("bron")
    if not isinstance(bron, dict):
        return {}
    names = {field.name for field in fields(Motor)}
    own = {name for name, value in bron.items() if name in names and not isinstance(value, dict)}
    return {name: bron.pop(name) for name in own}
