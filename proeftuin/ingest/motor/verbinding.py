"""A connection to the database with the tables of the contract: read only, at one moment.

Nothing said here holds a password: of an address only user, server and database are shown, and of
an error of the database only its code, for its text can quote a value.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from proeftuin.errors import ProeftuinError
from proeftuin.files import harmless
from proeftuin.settings import BRON_VARIABELE, Settings, is_postgres

if TYPE_CHECKING:
    from psycopg import Connection, Error

WACHT_SECONDEN = 10  # for a server that does not answer, when its address says nothing of it
SLOT_SECONDEN = 60  # for a table that is just being made anew
NIETS = "Er is niets veranderd."
# Days as 2023-12-31, a moment as the Dutch day it falls on. Local: what shares connections (a pool
# between us and the server) may give every transaction another one.
SESSIE = (
    "set local datestyle = 'ISO, YMD'; set local timezone = 'Europe/Amsterdam';"
    f" set local lock_timeout = '{SLOT_SECONDEN}s'"
)


@dataclass(frozen=True)
class Motorbron:
    """A levering in a database: its address (never shown) and the schema of its tables."""

    adres: str = field(repr=False)
    schema: str

    def __str__(self) -> str:
        """The schema, as in 'schema proeftuin van de database'."""
        return f"schema {harmless(self.schema)} van de database"


def find_motorbron(settings: Settings) -> Motorbron:
    """That of PROEFTUIN_BRON, else of [bron] motor; ProeftuinError (Dutch) when neither is there.

    The schema is that of [bron] schema. A password belongs in the variable.
    """
    adres = os.environ.get(BRON_VARIABELE, "").strip() or settings.motor.motor
    if not adres:
        raise ProeftuinError(
            "Noem de map, de werkmap of het zipbestand van de levering. Staan de gegevens in een "
            'database, zet dan in de configuratie onder [bron]: motor = "postgresql://...".'
        )
    if not is_postgres(adres):
        raise ProeftuinError(
            f"{BRON_VARIABELE} is geen adres van PostgreSQL. Schrijf "
            "postgresql://gebruiker:wachtwoord@server/database."
        )
    return Motorbron(adres, settings.motor.schema)


@contextmanager
def open_motor(bron: Motorbron) -> Iterator["Connection[Any]"]:
    """A connection whose transactions read only, each at the moment of its first query.

    ProeftuinError (Dutch) when the server does not answer, does not let us in, or stops halfway.
    """
    import psycopg

    try:
        with _connect(bron) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            yield connection
    except psycopg.errors.LockNotAvailable:
        raise ProeftuinError(
            f"De tabellen in de database worden net vernieuwd. {NIETS} Probeer het later opnieuw."
        ) from None
    except psycopg.Error as error:
        code = f" (code {error.sqlstate} van PostgreSQL)" if error.sqlstate else ""
        raise ProeftuinError(
            f"De verbinding met de database is verbroken of duurde te lang{code}. {NIETS} Probeer "
            "het opnieuw, of vraag de beheerder van de database."
        ) from None


def _connect(bron: Motorbron) -> "Connection[Any]":
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    parts: dict[str, Any]
    try:
        parts = conninfo_to_dict(bron.adres)
    except psycopg.Error:
        raise ProeftuinError(
            f"Het adres in {BRON_VARIABELE} of [bron] motor is niet te lezen. Schrijf "
            "postgresql://gebruiker@server/database; een teken als @ of # in een wachtwoord "
            "schrijft u als %40 of %23."
        ) from None
    parts.setdefault("connect_timeout", WACHT_SECONDEN)
    parts.setdefault("application_name", "proeftuin")
    parts["client_encoding"] = "UTF8"
    try:
        return psycopg.connect(make_conninfo("", **parts), prepare_threshold=None)
    except psycopg.Error as error:
        raise ProeftuinError(_say_refused(parts, error)) from None


def _say_refused(parts: dict[str, Any], error: "Error") -> str:
    """Why there is no connection, in Dutch, with who asked where; never a password."""
    shown = {naam: harmless(str(parts.get(naam, ""))) for naam in ("user", "host", "port")}
    server = shown["host"] or "deze computer"
    server += f", poort {shown['port']}" if shown["port"] else ""
    database = harmless(str(parts.get("dbname", shown["user"])))
    said = str(error)
    if "authentication" in said or "no password" in said or "pg_hba" in said:
        return (
            f"De database op {server} laat gebruiker '{shown['user']}' niet toe. {NIETS} "
            f"Controleer de gebruiker en het wachtwoord in {BRON_VARIABELE}."
        )
    if "SSL" in said or "certificate" in said:
        return (
            f"De beveiligde verbinding met de database op {server} lukt niet. {NIETS} Controleer "
            "sslmode en sslrootcert in het adres met de beheerder van de database."
        )
    if "does not exist" in said:
        return (
            f"De database op {server} kent database '{database}' of gebruiker "
            f"'{shown['user']}' niet. {NIETS} Controleer het adres."
        )
    return (
        f"De database op {server} antwoordt niet. {NIETS} Controleer het adres, of de server aan "
        "staat, en of deze computer haar mag bereiken."
    )
