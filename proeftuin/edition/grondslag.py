"""What a nulmeting rests on, frozen with its values, and why a later calculation differs from it.

The ground of one indicator: its window, for every wijk its gebieden, the pilot wijken, every norm,
horizon and gap the indicator uses, and the rows per file and quarter of the window.
"""

from dataclasses import fields
from datetime import date
from typing import NotRequired, TypedDict

import pandas as pd

from proeftuin.indicators import Indicator, counts_alike, uses_setting
from proeftuin.settings import Settings, describe_identity
from proeftuin.store import Store
from proeftuin.vocabulary import GRENZEN, PARAMETERS, VENSTER

DEFINITIE, GEGEVENS = "definitie", "gegevens"


class Rijenaantal(TypedDict):
    """Rows of a file in a quarter (its first day, ISO) of the window."""

    bestand: str
    kwartaal: str
    aantal: int


class Grondslag(TypedDict):
    """The ground, as the file of a version has it.

    venster: first and last day, ISO. wijken: their gebieden by id. pilot: its wijken. parameters:
    by 'section.name', a day as ISO text. rijen: only of one that is frozen.
    """

    venster: list[str]
    wijken: dict[str, list[str]]
    pilot: list[str]
    parameters: dict[str, float | str]
    rijen: NotRequired[list[Rijenaantal]]


class Stempel(TypedDict, total=False):
    """What a publish is made of, kept in every version it freezes; ISO days.

    reeks as memory.find_reeks. An older version may lack some.
    """

    definitieversie: str
    store_hash: str
    datastand: str
    reeks: str
    rijen: list[Rijenaantal]


class Nulmetinginhoud(Stempel, total=False):
    """The file of a frozen version.

    kolommen: names of the values of every cell (cellen), numbers, text or null. gewijzigd: which
    values are other than in the version in force then, as the fields of Celverschil. hash: of all
    the rest. An older version may lack kolommen and grondslag.
    """

    slug: str
    versie: int
    vastgelegd_op: str
    grondslag: Grondslag
    kolommen: list[str]
    cellen: list[list[float | str | None]]
    gewijzigd: list[dict[str, float | str | None]]
    hash: str


def describe_grondslag(indicator: Indicator, settings: Settings) -> Grondslag:
    """The ground of now, without rijen."""
    identity = describe_identity(settings)
    used = {
        f"{section}.{item.name}": getattr(getattr(settings, section), item.name)
        for section in ("perioden", "normen")
        for item in fields(getattr(settings, section))
        if uses_setting(indicator, item.name)
    }
    return {
        "venster": identity["vensters"]["nulmeting"],
        "wijken": identity["wijken"],
        "pilot": identity["pilot"]["wijken"],
        "parameters": {
            naam: value.isoformat() if isinstance(value, date) else value
            for naam, value in used.items()
        },
    }


def count_rows(store: Store, settings: Settings) -> list[Rijenaantal]:
    """The rows of every file and quarter inside the nulmeting."""
    van, tot = settings.vensters.nulmeting
    frame = store.frame(
        "select bestand, kwartaal_datum, aantal_rijen from rijen_per_kwartaal"
        f" where kwartaal_datum between date '{van}' and date '{tot}' order by 1, 2"
    )
    days = pd.to_datetime(frame["kwartaal_datum"]).dt.date
    return [
        {"bestand": str(bestand), "kwartaal": day.isoformat(), "aantal": int(aantal)}
        for bestand, day, aantal in zip(frame["bestand"], days, frame["aantal_rijen"], strict=True)
    ]


def find_oorzaken(frozen: Nulmetinginhoud, now: Grondslag, stamp: Stempel) -> tuple[str, ...]:
    """What is other than when this version was frozen, of VENSTER .. GEGEVENS, in that order.

    frozen: the content of a version; of one that holds no grondslag only its stamp is compared.
    """
    ground = frozen.get("grondslag") or now
    is_elders = (ground["wijken"], ground["pilot"]) != (now["wijken"], now["pilot"])
    versies = (str(item["definitieversie"]) for item in (frozen, stamp))
    checks = (
        (VENSTER, ground["venster"] != now["venster"]),
        (GRENZEN, is_elders),
        (PARAMETERS, ground["parameters"] != now["parameters"]),
        (DEFINITIE, not counts_alike(*versies)),
        (GEGEVENS, frozen.get("store_hash") != stamp.get("store_hash")),
    )
    return tuple(naam for naam, differs in checks if differs)
