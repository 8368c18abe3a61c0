"""What a nulmeting rests on, frozen with its values, and why a later calculation differs from it.

The ground of one indicator: its window, for every wijk its gebieden, the pilot wijken, every norm,
horizon and gap the indicator uses, and the rows per file and quarter of the window.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

import pandas as pd

from proeftuin.indicators import Indicator, counts_alike, uses_setting
from proeftuin.settings import Settings, describe_identity
from proeftuin.store import Store
from proeftuin.vocabulary import GRENZEN, PARAMETERS, VENSTER

DEFINITIE, GEGEVENS = "definitie", "gegevens"


def describe_grondslag(indicator: Indicator, settings: Settings) -> dict[str, Any]:
    """venster, wijken, pilot and parameters as JSON has them; see the first lines."""
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


def count_rows(store: Store, settings: Settings) -> list[dict[str, Any]]:
    """bestand, kwartaal (first day, ISO) and aantal of every quarter inside the nulmeting."""
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


def find_oorzaken(
    frozen: Mapping[str, Any], now: Mapping[str, Any], stamp: Mapping[str, Any]
) -> tuple[str, ...]:
    """What is other than when this version was frozen, of VENSTER .. GEGEVENS, in that order.

    frozen: the content of a version; of one that holds no grondslag only its stamp is compared.
    """
    ground = frozen.get("grondslag") or now
    areas = [(ground[naam], now[naam]) for naam in ("wijken", "pilot")]
    checks = (
        (VENSTER, ground["venster"] != now["venster"]),
        (GRENZEN, any(old != new for old, new in areas)),
        (PARAMETERS, ground["parameters"] != now["parameters"]),
        (DEFINITIE, not counts_alike(*(str(item["definitieversie"]) for item in (frozen, stamp)))),
        (GEGEVENS, frozen.get("store_hash") != stamp.get("store_hash")),
    )
    return tuple(naam for naam, differs in checks if differs)
