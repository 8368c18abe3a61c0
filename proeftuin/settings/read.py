"""Turns a table of TOML into frozen dataclasses, and names the key of whatever does not fit."""

from dataclasses import fields
from datetime import date
from types import UnionType
from typing import Any

from proeftuin.errors import SettingsError


def build(target: Any, table: dict[str, Any]) -> Any:
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
