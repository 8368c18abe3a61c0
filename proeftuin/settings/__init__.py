"""Settings: everything that differs between gemeenten, read from one file."""

from proeftuin.settings.identity import (
    Identiteit,
    describe_identity,
    find_difference,
    list_differences,
    say_setting,
)
from proeftuin.settings.model import (
    MAX_VOORPAREN,
    BronBlok,
    Compleetheid,
    Criterium,
    Gebeurtenis,
    Gebruiker,
    Normen,
    Onthulling,
    Perioden,
    Settings,
    ToegangRegels,
    Venster,
    Voorpaar,
    Wijk,
)
from proeftuin.settings.motor import BRON_VARIABELE, Motor, is_postgres
from proeftuin.settings.opendata import OpenData, StatlineBron
from proeftuin.settings.read import (
    CONFIG,
    DEFAULT_FILE,
    find_config,
    read_bronnen,
    read_settings,
)
