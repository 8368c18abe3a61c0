"""Turns a table of TOML into frozen dataclasses, and names the key of whatever does not fit."""

import re
import tomllib
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from types import UnionType
from typing import Any

from proeftuin.errors import SettingsError
from proeftuin.settings.model import EIGENAAR, GROEP, Bewaren, Settings, ToegangRegels, Venster
from proeftuin.vocabulary import (
    GEMEENTE,
    ONBEKEND,
    OVERIGE,
    ROL_INTERN,
    ROL_OPENBAAR,
    ROLLEN,
)


def build_from_table(target: Any, table: dict[str, Any]) -> Any:
    """A target dataclass from table; nested dataclasses, tuples and dicts are built along.

    Raises SettingsError, in Dutch, with the dotted key for an unknown, missing or wrong value.
    """
    return _build(target, table, "")


def _build(target: Any, value: Any, key: str) -> Any:
    """The value as the annotated type target; key is the dotted name for messages."""
    if isinstance(target, UnionType):
        target = target.__args__[0]
    if hasattr(target, "__dataclass_fields__"):
        return _build_table(target, value, key)
    if getattr(target, "__origin__", None) is tuple:
        return _build_list(target.__args__, value, key)
    if getattr(target, "__origin__", None) is dict:
        target = dict
    accepted = (int, float) if target is float else target
    if not isinstance(value, accepted) or isinstance(value, bool) is not (target is bool):
        soort = {
            bool: "true of false",
            str: "tekst",
            int: "een geheel getal",
            float: "een getal",
            date: "een datum",
        }
        raise SettingsError(
            f"Sleutel '{key}' in de configuratie moet {soort.get(target, 'een tabel')} zijn; "
            f"er staat: {value!r}."
        )
    return value


def _build_table(target: Any, value: Any, key: str) -> Any:
    if not isinstance(value, dict):
        raise SettingsError(f"'{key}' in de configuratie moet een tabel zijn: schrijf [{key}].")
    names = {field.name: field for field in fields(target)}
    prefix = f"{key}." if key else ""
    for name in value:
        if name not in names:
            raise SettingsError(
                f"Onbekende sleutel '{prefix}{name}' in de configuratie. "
                f"Verwijder hem of kies uit: {', '.join(names)}."
            )
    arguments = {}
    for name, field in names.items():
        if name in value:
            arguments[name] = _build(field.type, value[name], prefix + name)
        elif field.default is field.default_factory:
            raise SettingsError(
                f"Sleutel '{prefix}{name}' ontbreekt in de configuratie. Voeg hem toe; "
                "proeftuin.toml van dit product is een voorbeeld."
            )
    return target(**arguments)


def _build_list(arguments: tuple[Any, ...], value: Any, key: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise SettingsError(f"Sleutel '{key}' in de configuratie moet een lijst zijn.")
    if arguments[-1] is Ellipsis:
        return tuple(
            _build(arguments[0], item, f"{key}[{nr}]") for nr, item in enumerate(value, start=1)
        )
    if len(value) != len(arguments):
        raise SettingsError(f"Sleutel '{key}' in de configuratie moet [van, tot] zijn.")
    return tuple(_build(kind, item, key) for kind, item in zip(arguments, value, strict=True))


_SHA256 = re.compile(r"[0-9a-f]{64}")


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


def check_bewaren(bewaren: Bewaren) -> None:
    """SettingsError (Dutch, key and fix) for a term below a month or an unknown reader."""
    for item in fields(bewaren):
        value = getattr(bewaren, item.name)
        if isinstance(value, int) and value < 1:
            raise SettingsError(
                f"Sleutel 'bewaren.{item.name}': geef een aantal maanden van 1 of meer."
            )
    if bewaren.intern_leesbaar_voor not in (EIGENAAR, GROEP):
        raise SettingsError(
            f"Sleutel 'bewaren.intern_leesbaar_voor': kies '{EIGENAAR}' of '{GROEP}'."
        )


DEFAULT_FILE = Path(__file__).resolve().parents[2] / "proeftuin.toml"


def _check(settings: Settings) -> None:
    """Rules between keys; raises SettingsError with key and fix."""
    ids = settings.wijk_ids
    if len(set(ids)) != len(ids):
        raise SettingsError("Sleutel 'wijk.id': elke wijk heeft een eigen id nodig.")
    reserved = {ONBEKEND, GEMEENTE, OVERIGE} & set(ids)
    if reserved:
        raise SettingsError(f"Sleutel 'wijk.id': '{reserved.pop()}' mag geen id van een wijk zijn.")
    areas = [area for wijk in settings.wijk for area in wijk.gebieden]
    for area in areas:
        if areas.count(area) > 1:
            raise SettingsError(f"Sleutel 'wijk.gebieden': '{area}' staat bij meer dan een wijk.")
    pilots = settings.pilot.wijken
    unknown = [naam for naam in pilots if naam not in ids]
    if unknown:
        raise SettingsError(f"Sleutel 'pilot.wijken': '{unknown[0]}' is geen wijk uit [[wijk]].")
    if not 1 <= len(set(pilots)) <= len(ids) - 2:
        raise SettingsError(
            f"Sleutel 'pilot.wijken': kies 1 tot en met {len(ids) - 2} van de {len(ids)} wijken; "
            "er moeten minstens twee wijken overblijven om mee te vergelijken."
        )
    overgang = Venster("overgang", *settings.vensters.overgang)
    for venster in (*settings.named_vensters, overgang):
        quarter_start = venster.van.day == 1 and venster.van.month in (1, 4, 7, 10)
        next_day = venster.tot + timedelta(days=1)
        if not quarter_start or next_day.day != 1 or next_day.month not in (1, 4, 7, 10):
            raise SettingsError(
                f"Sleutel 'vensters.{venster.naam}': gebruik hele kwartalen, bijvoorbeeld "
                "[2021-01-01, 2021-12-31]."
            )
        if venster.tot < venster.van:
            raise SettingsError(
                f"Sleutel 'vensters.{venster.naam}': het einde ligt voor het begin."
            )


def read_settings(path: Path | str | None = None) -> Settings:
    """Settings from a TOML file (default: proeftuin.toml of the product).

    Relative paths in [geo] and gemeente.concordantie are taken from the folder of that file.
    Raises SettingsError, in Dutch, naming the key and the fix.
    """
    file = Path(path) if path else DEFAULT_FILE
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(f"Configuratie '{file}' bestaat niet. Controleer --config.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"Configuratie '{file}' is geen geldig TOML: {error}.") from error
    for section, key in (("geo", "omtrek"), ("gemeente", "concordantie")):
        relative = table.get(section, {}).get(key)
        if isinstance(relative, str) and relative:
            table[section][key] = str(file.resolve().parent / relative)
    settings: Settings = build_from_table(Settings, table)
    _check(settings)
    check_bewaren(settings.bewaren)
    check_toegang(settings.toegang)
    return settings
