"""Turns a table of TOML into frozen dataclasses, and names the key of whatever does not fit."""

import math
import os
import tomllib
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path
from types import UnionType
from typing import Any

from proeftuin.errors import SettingsError
from proeftuin.huis import HUIS
from proeftuin.settings.checks import check_settings, explain_point
from proeftuin.settings.model import BronBlok, Settings
from proeftuin.settings.motor import Motor, take_motor

# Keys that were once read, and what to do with a file that still has them.
VERVALLEN = {
    "vensters.placebojaar": (
        "het placebojaar bestaat niet meer. Hoe sterk wijken uit zichzelf veranderen, blijkt nu "
        "uit vroegere perioden die even ver uit elkaar liggen als de nulmeting en het effectjaar; "
        "die volgen vanzelf. Haal deze regel weg."
    ),
}


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
        kind = target.__args__[1]
        if hasattr(kind, "__dataclass_fields__") and isinstance(value, dict):
            return {name: _build(kind, item, f"{key}.{name}") for name, item in value.items()}
        target = dict
    accepted = (int, float) if target is float else target
    if target is int and isinstance(value, float) and math.isfinite(value):
        raise SettingsError(f"Sleutel '{key}': {explain_point(value)}")
    if target is date and isinstance(value, datetime):
        raise SettingsError(
            f"Sleutel '{key}': er staat een tijd bij de datum. Schrijf alleen de dag: "
            f"{value:%Y-%m-%d}."
        )
    if not isinstance(value, accepted) or isinstance(value, bool) is not (target is bool):
        soort = {
            bool: "true of false",
            str: "tekst tussen aanhalingstekens",
            int: "een geheel getal",
            float: "een getal",
            date: "een datum zonder aanhalingstekens (2022-07-01)",
        }
        raise SettingsError(
            f"Sleutel '{key}' moet {soort.get(target, 'een tabel')} zijn; er staat: {value!r}."
        )
    return value


def _build_table(target: Any, value: Any, key: str) -> Any:
    if not isinstance(value, dict):
        raise SettingsError(f"'{key}' in de configuratie moet een tabel zijn: schrijf [{key}].")
    names = {field.name: field for field in fields(target)}
    prefix = f"{key}." if key else ""
    for name in value:
        if f"{prefix}{name}" in VERVALLEN:
            raise SettingsError(f"Sleutel '{prefix}{name}': {VERVALLEN[prefix + name]}")
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
        raise SettingsError(f"Sleutel '{key}': hier hoort een lijst: [ ... ].")
    if arguments[-1] is Ellipsis:
        return tuple(
            _build(arguments[0], item, f"{key}[{nr}]") for nr, item in enumerate(value, start=1)
        )
    if len(value) != len(arguments):
        raise SettingsError(f"Sleutel '{key}': schrijf [van, tot], de eerste en de laatste dag.")
    return tuple(_build(kind, item, key) for kind, item in zip(arguments, value, strict=True))


def read_bronnen(path: Path) -> dict[str, BronBlok]:
    """The [bron.NAAM] blocks of a TOML file that holds nothing else, by name.

    SettingsError, in Dutch, naming the file and the key.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"Bestand '{path}' kan niet worden gelezen.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SettingsError(f"Bestand '{path}' is geen geldig TOML: {error}.") from error
    if list(table) != ["bron"] or not table["bron"]:
        raise SettingsError(f"Bestand '{path}' hoort alleen blokken [bron.NAAM] te hebben.")
    try:
        found: dict[str, BronBlok] = _build(dict[str, BronBlok], table["bron"], "bron")
    except SettingsError as error:
        raise SettingsError(f"Bestand '{path.name}' klopt niet. {error}") from None
    return found


DEFAULT_FILE = HUIS / "proeftuin.toml"
CONFIG = "PROEFTUIN_CONFIG"


def find_config(path: Path | str | None = None) -> Path:
    """The file that holds the configuration: path, else PROEFTUIN_CONFIG, else proeftuin.toml.

    The last is that of the product. The command line, the app and make all ask here.
    """
    return Path(path or os.environ.get(CONFIG) or DEFAULT_FILE)


def read_settings(path: Path | str | None = None) -> Settings:
    """Settings from a TOML file (default: that of find_config).

    Relative paths in [geo] and gemeente.concordantie are taken from the folder of that file.
    Raises SettingsError, in Dutch, naming the file, every key that makes no sense, and the fix.
    """
    file = find_config(path)
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(
            f"Configuratie '{file}' bestaat niet. Controleer --config of {CONFIG}."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"Configuratie '{file}' is geen geldig TOML: {error}.") from error
    for section, key in (("geo", "omtrek"), ("gemeente", "concordantie")):
        own = table.get(section)
        relative = own.get(key) if isinstance(own, dict) else None
        if isinstance(relative, str) and relative.strip():
            table[section][key] = str(file.resolve().parent / relative)
    try:
        motor = take_motor(table)
        settings: Settings = build_from_table(Settings, table)
        settings = replace(settings, motor=_build(Motor, motor, "bron"))
        check_settings(settings)
    except SettingsError as error:
        raise SettingsError(f"Configuratie '{file.name}' klopt niet. {error}") from None
    return settings
