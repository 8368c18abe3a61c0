"""Editions made by hand, to compare: a few figures and rows, written as publishing writes them."""

import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from proeftuin.disclosure.published import Published, publish_intern, publish_openbaar
from proeftuin.edition.files import (
    Editie,
    Register,
    read_editie,
    tabel_file,
    write_audience,
    write_register,
)
from proeftuin.files import read_json, write_json
from proeftuin.settings import describe_identity
from proeftuin.vocabulary import AUDIENCES
from tests.lib.measured_frames import DATASTAND, SETTINGS, Cells, make_measured

DAG = date(2021, 1, 1)
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
        "definitieversie": "1.3",
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


def copy_edition(
    data: Path, oud: str, nieuw: str, change: Callable[[Path], None], *, datastand: str = ""
) -> Editie:
    """A second edition of a published folder: the same, but for what change does to its files.

    change gets the intern folder; whoever reads it later finds it whole.
    """
    for audience in AUDIENCES:
        source, folder = (data / "edities" / naam / audience for naam in (oud, nieuw))
        shutil.copytree(source, folder)
        if audience == "intern":
            change(folder)
        content = read_json(folder / "editie.json")
        content |= {"editie": nieuw, "gemaakt_op": "2099-01-01T00:00:00.000000+00:00"}
        content |= {"bestanden": None, "store_hash": "anders"}
        content |= {"datastand": datastand} if datastand else {}
        write_json(folder / "editie.json", content)
    write_register(data, Register(nieuw, (oud, nieuw)))
    return read_editie(data / "edities" / nieuw / "intern")


def change_table(folder: Path, naam: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    """Write one table of an edition folder anew."""
    file = tabel_file(folder, naam)
    frame = change(pq.read_table(file).to_pandas(date_as_object=True))
    frame.to_parquet(file)
