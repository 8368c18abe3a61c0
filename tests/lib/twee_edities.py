"""Editions made by hand, to compare: a few figures and rows, written as publishing writes them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from proeftuin.disclosure.published import Published, publish_intern, publish_openbaar
from proeftuin.edition.files import Register, write_audience, write_register
from proeftuin.indicators import DEFINITIEVERSIE
from proeftuin.settings import describe_identity
from tests.lib.measured_frames import DATASTAND, SETTINGS, Cells, make_measured

Rows = Mapping[tuple[str, date], int]


def publish(slug: str, cells: Cells, audience: str) -> Published:
    """These cells as an edition of this audience shows them."""
    measured = make_measured(slug, cells)
    if audience == "intern":
        return publish_intern(measured)
    return publish_openbaar(measured, SETTINGS, DATASTAND)


def write_edition(
    data: Path,
    naam: str,
    cijfers: Mapping[str, Cells],
    rijen: Rows | None = None,
    inhoud: Mapping[tuple[str, date], str] | None = None,
    nulmeting: Mapping[str, Any] | None = None,
    audience: str = "intern",
    **said: Any,
) -> None:
    """An edition of one audience beside those that stand there, and in use.

    rijen: None for an edition of before they were kept. inhoud: the same, of what rows say. said:
    what its editie.json says otherwise. The number behind the dot is the minute it was made.
    """
    folder = data / "edities" / naam
    tabellen: dict[str, pd.DataFrame] = {}
    if rijen is not None:
        tabellen["rijen_per_kwartaal"] = _table(rijen, "aantal_rijen")
    if inhoud is not None:
        tabellen["inhoud_per_kwartaal"] = _table(inhoud, "kenmerk")
    description = {
        "editie": naam,
        "datastand": DATASTAND.isoformat(),
        "gemaakt_op": f"2024-01-01T00:0{naam[-1]}:00.000000+00:00",
        "definitieversie": DEFINITIEVERSIE,
        "store_hash": f"hash-{naam}",
        "settings_hash": "zelfde",
        "nulmeting_hash": "",
        "synthetisch": True,
        "bron": "test",
        "geleverd": ["traject"],
        "kwartalen": [["2021-01-01", "2021-03-31"]],
        "vensters": {},
        "wijken": list(SETTINGS.wijk_ids),
        "pilot": list(SETTINGS.pilot.wijken),
        "identiteit": describe_identity(SETTINGS),
        **said,
    }
    figures = [(slug, publish(slug, cells, audience)) for slug, cells in cijfers.items()]
    write_audience(folder / audience, figures, tabellen, description, nulmeting or {}, SETTINGS)
    known = sorted(item.name for item in (data / "edities").iterdir() if item.is_dir())
    write_register(data, Register(naam, tuple(known)))


def _table(rows: Mapping[tuple[str, date], Any], kolom: str) -> pd.DataFrame:
    found = [(bestand, dag, value) for (bestand, dag), value in rows.items()]
    frame = pd.DataFrame(found, columns=["bestand", "kwartaal_datum", kolom])
    return frame.astype({kolom: float}) if kolom == "aantal_rijen" else frame
