"""What a newer calculation of the nulmeting changes, for version 2 beside version 1. Intern only.

The two values of one wijk together could give away a single jeugdige, so the openbaar edition says
only that there is a newer version.
"""

from collections.abc import Mapping
from typing import Any

from proeftuin.edition.nulmeting import WINDOW, Plan, compare_cells, nulmeting_rows
from proeftuin.indicators.types import GEEN
from proeftuin.measure.figures import Measured


def describe_changes(plan: Plan, measured: Measured) -> dict[str, Any]:
    """The entry `wijzigingen` of nulmeting.json; empty when the shown version is the newest.

    wijken: per wijk (gemeente and overige too) oud and nieuw, the year value in the unit of
    waarde, null where there is none. andere_cellen: how many other cells differ.
    """
    if plan.shown is None or plan.current:
        return {}
    changes = compare_cells(plan.shown.frame, nulmeting_rows(measured))
    wijken = [
        {"wijk": item["wijk"], "oud": item["oud"], "nieuw": item["nieuw"]}
        for item in changes
        if item["veld"] == "waarde" and item["indeling"] == GEEN and item["venster"] == WINDOW
    ]
    cells = {
        (item["indeling"], item["categorie"], item["wijk"], item["venster"], item["tot"])
        for item in changes
    }
    return {"wijken": wijken, "andere_cellen": len(cells) - len(wijken)}


def add_changes(
    entries: Mapping[str, dict[str, Any]],
    plans: Mapping[str, Plan],
    measured: Mapping[str, Measured],
) -> None:
    """Put the changes of every indicator that has them in its entry of nulmeting.json."""
    for slug, entry in entries.items():
        changes = describe_changes(plans[slug], measured[slug])
        if changes:
            entry["wijzigingen"] = changes
