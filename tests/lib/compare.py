"""What the spec and reference tests share: a levering through the real product, cell by cell."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from proeftuin.indicators import Indicator
from proeftuin.ingest.load import load_levering
from proeftuin.measure import Bijdragen, prepare_facts
from proeftuin.measure.bijdragen import BIJDRAGE
from proeftuin.measure.figures import measure_all
from proeftuin.settings.model import Settings
from proeftuin.store import open_store
from tests.lib.reference.personen import Levering, Regels
from tests.lib.spectables import write_levering

KEYS = ("slug", "indeling", "categorie", "wijk", "venster", "van")
Cells = dict[tuple[Any, ...], dict[str, Any]]


def make_regels(settings: Settings) -> Regels:
    """The settings as the plain values the reference asks for."""
    perioden, normen = settings.perioden, settings.normen
    return Regels(
        wijk_van_gebied={gebied: wijk.id for wijk in settings.wijk for gebied in wijk.gebieden},
        wijken=settings.wijk_ids,
        pilot=settings.pilot.wijken,
        vensters=tuple((v.naam, v.van, v.tot) for v in settings.named_vensters),
        voorparen=tuple(
            (
                (paar.vroeger.naam, paar.vroeger.van, paar.vroeger.tot),
                (paar.later.naam, paar.later.van, paar.later.tot),
            )
            for paar in settings.voorparen
        ),
        vroegste_kwartaal=perioden.vroegste_kwartaal,
        zorgperiode_gat=perioden.zorgperiode_gat_dagen,
        verblijf_gat=perioden.verblijf_gat_dagen,
        doorstroom=perioden.doorstroom_dagen,
        tijdelijke_stop=perioden.tijdelijke_stop_dagen,
        administratief=perioden.administratief_dagen,
        herhaald_jaren=perioden.herhaald_beroep_jaren,
        voorlopig=perioden.voorlopig_dagen,
        verzilvering_rijp=perioden.verzilvering_rijp_dagen,
        horizon_trajectduur=perioden.horizon_trajectduur_dagen,
        horizon_cohort=perioden.horizon_cohort_dagen,
        horizon_wachttijd=perioden.horizon_wachttijd_dagen,
        norm=normen.wachttijd_dagen,
        minimum_noemer=normen.minimum_noemer,
        minimum_gebeurtenissen=normen.minimum_gebeurtenissen,
        minimum_risico=normen.minimum_risico,
    )


def plain(value: Any) -> Any:
    """A value of a frame as plain Python: no nan, no Timestamp, no numpy."""
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value


def plain_column(column: "pd.Series[Any]") -> list[Any]:
    """The values of a column as plain Python; numbers at once, for there are many."""
    if pd.api.types.is_float_dtype(column.dtype):
        return [None if value != value else value for value in column.tolist()]
    return [plain(value) for value in column.astype(object)]


def load(levering: Levering, datastand: date, settings: Settings, folder: Path) -> Path:
    """The levering delivered as CSV in folder and loaded; gives the folder of the store."""
    delivered = write_levering(levering, datastand, folder / "levering")
    load_levering(delivered, folder / "data", settings, toch="een toevallige levering")
    return folder / "data"


def measured_cells(
    folder: Path,
    settings: Settings,
    indicators: Iterable[Indicator],
    voorlopig_na: dict[str, date] | None = None,
) -> Cells:
    """Cells of the product, by KEYS, measured on the store in folder; voorlopig_na by slug."""
    cells: Cells = {}
    with open_store(folder) as store:
        prepare_facts(store, settings)
        for measured in measure_all(store, settings, indicators, voorlopig_na):
            names = [str(naam) for naam in measured.frame]
            columns = [plain_column(measured.frame[naam]) for naam in names]
            for values in zip(*columns, strict=True):
                cell = dict(zip(names, values, strict=True))
                cells[tuple(cell[key] for key in KEYS)] = cell
    return cells


def frame_of(parts: Iterable[Bijdragen]) -> pd.DataFrame:
    """BIJDRAGE, the rows of all parts under each other."""
    frames = [pd.DataFrame(columns=list(BIJDRAGE))]
    for part in parts:
        frame = part.cellen.iloc[part.cel].reset_index(drop=True)
        numbers = {name: getattr(part, name) for name in BIJDRAGE[-3:]}
        frames.append(frame.assign(**numbers)[list(BIJDRAGE)])
    return pd.concat(frames[1:] or frames, ignore_index=True)
