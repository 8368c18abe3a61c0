"""Settings: everything that differs between gemeenten, read from one file."""

from proeftuin.settings.model import (
    Gebeurtenis,
    Gebruiker,
    Onthulling,
    Settings,
    ToegangRegels,
    Venster,
    Wijk,
)
from proeftuin.settings.read import CONFIG, find_config, read_settings

__all__ = [
    "CONFIG",
    "Gebeurtenis",
    "Gebruiker",
    "Onthulling",
    "Settings",
    "ToegangRegels",
    "Venster",
    "Wijk",
    "find_config",
    "read_settings",
]
