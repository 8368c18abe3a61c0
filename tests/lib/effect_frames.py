"""Published figures made by hand for the comparison: values per wijk and window in, a frame out."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from proeftuin.disclosure.published import NUMBERS, Published, publish_intern
from proeftuin.edition.effect import Nulmeting, make_effect_tabellen
from proeftuin.edition.files import Editie, write_audience
from proeftuin.indicators import INDICATOR
from proeftuin.measure.figures import Measured
from proeftuin.records import Uitkomst
from proeftuin.results.effect import read_effect
from proeftuin.settings.model import Settings
from proeftuin.settings.read import read_settings
from tests.lib.spectables import read_tables

SETTINGS = read_settings()
VENSTERS = {venster.naam: venster for venster in SETTINGS.named_vensters}
for paar in SETTINGS.voorparen:
    VENSTERS |= {f"vroeger_{paar.jaren}": paar.vroeger, f"later_{paar.jaren}": paar.later}
VOORBEELD = Path(__file__).resolve().parent / "effect.md"
Cell = dict[str, Any]
# (wijk, name in VENSTERS) -> waarde, noemer, status, rijp, totaal
Cells = dict[tuple[str, str], Cell]


def example_cells(with_voorparen: bool = True) -> Cells:
    """Worked example 9 as cells, every one ok; without voorparen example 7."""
    tables = dict(read_tables(VOORBEELD.read_text("utf-8")))
    cells = {
        (row["wijk"], naam): {"waarde": float(row[naam]), "noemer": float(row["noemer"])}
        for row in tables["Waarden"]
        for naam in ("nulmeting", "effectjaar")
    }
    if with_voorparen:
        cells |= {
            (row["wijk"], naam): {"waarde": float(row[naam]), "noemer": 600.0}
            for row in tables["Vroegere perioden"]
            for naam in ("vroeger_2", "later_2", "vroeger_3", "later_3")
        }
    return cells


def publish_cells(slug: str, cells: Cells, quarters: list[Cell] | None = None) -> Published:
    """The cells of named windows, and any further rows as they are, as intern sees them."""
    rows = []
    for (wijk, venster), cell in cells.items():
        found = VENSTERS[venster]
        window = {"venster": found.naam, "van": found.van, "tot": found.tot}
        rows.append({"wijk": wijk, "status": "ok", **window, **cell})
    frame = pd.DataFrame([*rows, *(quarters or [])])
    frame = frame.assign(slug=slug, indeling="geen", categorie=None)
    for name in NUMBERS:
        frame[name] = pd.to_numeric(frame[name]) if name in frame else float("nan")
    return publish_intern(Measured(INDICATOR[slug], frame))


def quarter(wijk: str, nummer: int, waarde: float, status: str = "ok", jaar: int = 2019) -> Cell:
    """A quarter's row; nummer counts from the first quarter of jaar."""
    year, month = jaar + nummer // 4, 1 + 3 * (nummer % 4)
    tot = date(year, month + 2, 31 if month in (1, 10) else 30)
    window = {"venster": "kwartaal", "van": date(year, month, 1), "tot": tot}
    return {"wijk": wijk, "waarde": waarde, "noemer": 400.0, "status": status, **window}


def make_outcomes(
    folder: Path,
    cijfers: dict[str, Published],
    settings: Settings = SETTINGS,
    nulmetingen: dict[str, Nulmeting] | None = None,
) -> dict[str, Uitkomst]:
    """The outcomes by slug, written to an edition folder and read back by results."""
    editie = write_editie(folder, cijfers, settings, nulmetingen)
    return {item.slug: item for item in read_effect(editie)}


def write_editie(
    folder: Path,
    cijfers: dict[str, Published],
    settings: Settings = SETTINGS,
    nulmetingen: dict[str, Nulmeting] | None = None,
) -> Editie:
    tabellen = make_effect_tabellen(cijfers, settings, nulmetingen)
    write_audience(folder / "intern", cijfers.items(), tabellen, {}, {}, settings)
    return Editie(
        pad=folder / "intern",
        audience="intern",
        id="2023-12-31.1",
        datastand=date(2023, 12, 31),
        gemaakt_op=str(folder),
        definitieversie="1.0",
        store_hash="",
        settings_hash="",
        nulmeting_hash="",
        synthetisch=True,
        bron="",
        geleverd=(),
        kwartalen=(),
        vensters={},
        wijken=settings.wijk_ids,
        pilot=settings.pilot.wijken,
    )


def is_decided_by_rounding(expected: Mapping[str, Any]) -> bool:
    """Whether a limit of the comparison or its placebo is 0 but for rounding."""
    if expected.get("se") is not None and float(expected["se"]) < 1e-9:
        return True
    pairs = [("est", "half"), ("placebo_est", "placebo_half")]
    limits = [
        abs(float(expected[est])) - float(expected[half])
        for est, half in pairs
        if expected.get(est) is not None and expected.get(half) is not None
    ]
    return any(abs(limit) < 1e-9 for limit in limits)
