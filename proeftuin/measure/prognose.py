"""What a prognose is made of: per wijk the months of declaraties, trajecten and toewijzingen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from proeftuin.measure.source import exact
from proeftuin.settings import Settings
from proeftuin.stats import SOORTEN, Floats, Reeks
from proeftuin.store import Store
from proeftuin.vocabulary import GEMEENTE, KWARTAAL, ONBEKEND

EUR = f"cast(sum({exact('bedrag_eur')}) as double)"
ZONDER = f"sum({exact('bedrag_eur')}) filter (where heeft_toewijzing = 0)"
# Ordered: rows that land in one cell are added as floats, and the same bytes must come out.
GEDECLAREERD = (
    f"select maand_datum, wijk_id, {EUR} as eur,"
    f" cast(coalesce({ZONDER}, 0) as double) as zonder_eur"
    " from declaratie_maand group by 1, 2 order by 1, 2"
)
TRAJECTEN = (
    "select maand_datum, wijk_id, cast(sum(aantal_dagen) as double) as dagen,"
    " cast(sum(aantal_dagen * heeft_declaratie) as double) as gedeclareerd"
    " from traject_maand group by 1, 2 order by 1, 2"
)
TOEWIJZINGEN = (
    "select maand_datum, wijk_id, soort, extract(year from bekend_datum) * 12"
    f" + extract(month from bekend_datum) as bekend, {EUR} as eur"
    " from toewijzing_maand group by 1, 2, 3, 4 order by 1, 2, 3, 4"
)
LOPEND = (
    "select wijk_id, soort, cast(count(*) as double) as aantal from toewijzing_maand"
    " where maand_datum = $maand group by 1, 2"
)
GEEINDIGD = (
    f"select venster.tot, wijk_id, {EUR} as bedrag_eur,"
    f" cast(sum({exact('gedeclareerd_eur')}) as double) as gedeclareerd_eur"
    " from toewijzing_geeindigd"
    " inner join venster on toewijzing_geeindigd.venster_id = venster.venster_id"
    f" where venster.naam = '{KWARTAAL}' group by 1, 2 order by 1, 2"
)


@dataclass(frozen=True)
class Reeksen:
    """Reeks per row (GEMEENTE first, then the wijken), over the same months.

    maanden: (first, last day) of each. peil: number of the last month that ended on or before
    datastand. jaar: number of the year of datastand (0 is the first). eerste_declaratie and
    eerste_toewijzing: the first month with euros, None when there are none. lopend: how many
    toewijzingen run in month peil, per row and soort.
    """

    maanden: tuple[tuple[date, date], ...]
    peil: int
    jaar: int
    reeksen: dict[str, Reeks]
    eerste_declaratie: int | None
    eerste_toewijzing: int | None
    lopend: dict[str, dict[str, int]]


def measure_prognose(store: Store, settings: Settings) -> Reeksen:
    """The Reeksen of what is loaded; prepare_facts must have run. Onbekend counts in GEMEENTE."""
    frame = store.frame("select maand_datum, eind_datum from maand order by 1")
    maanden = tuple(
        (van.date(), tot.date())
        for van, tot in zip(frame["maand_datum"], frame["eind_datum"], strict=True)
    )
    peil = sum(tot <= store.datastand for _, tot in maanden) - 1
    wijken = (*settings.wijk_ids, ONBEKEND)
    place = _Plaats(maanden, wijken)
    declared, trajecten = store.frame(GEDECLAREERD), store.frame(TRAJECTEN)
    ended = store.frame(GEEINDIGD)
    plan = place.plan(store.frame(TOEWIJZINGEN))
    columns = {
        "gedeclareerd": place.fill(declared, "eur"),
        "zonder_toewijzing": place.fill(declared, "zonder_eur"),
        "traject_dagen": place.fill(trajecten, "dagen"),
        "gedeclareerde_dagen": place.fill(trajecten, "gedeclareerd"),
        "geeindigd_eur": place.fill(ended, "bedrag_eur"),
        "verzilverd_eur": place.fill(ended, "gedeclareerd_eur"),
        "plan": plan,
    }
    dagen = np.array([(tot - van).days + 1.0 for van, tot in maanden])
    rows = {GEMEENTE: [*range(len(wijken))]}
    rows |= {wijk: [nr] for nr, wijk in enumerate(settings.wijk_ids)}
    return Reeksen(
        maanden,
        peil,
        len(maanden) // 12 - 1,
        {
            row: Reeks(
                dagen=dagen, **{naam: cube[pick].sum(axis=0) for naam, cube in columns.items()}
            )
            for row, pick in rows.items()
        },
        _first(columns["gedeclareerd"].sum(axis=0)),
        _first(plan.sum(axis=(0, 1, 2))),
        _count_lopend(store, maanden[peil][0], settings),
    )


def _first(months: Floats) -> int | None:
    found = np.flatnonzero(months)
    return int(found[0]) if len(found) else None


def _count_lopend(store: Store, maand: date, settings: Settings) -> dict[str, dict[str, int]]:
    found = {row: dict.fromkeys(SOORTEN, 0) for row in (GEMEENTE, *settings.wijk_ids)}
    for wijk, soort, aantal in store.frame(LOPEND, maand=maand).itertuples(index=False):
        for row in {GEMEENTE, wijk} & found.keys():
            found[row][soort] += int(aantal)
    return found


class _Plaats:
    """Where a row of a query goes in an array (wijken, ..., months)."""

    def __init__(self, maanden: tuple[tuple[date, date], ...], wijken: tuple[str, ...]) -> None:
        self.first = maanden[0][0].year * 12 + 1
        self.aantal = len(maanden)
        self.wijken: Mapping[str, int] = {wijk: place for place, wijk in enumerate(wijken)}

    def _months(self, days: pd.Series) -> np.ndarray:
        return np.asarray(days.dt.year * 12 + days.dt.month - self.first, np.int64)

    def _wijk(self, frame: pd.DataFrame) -> np.ndarray:
        unknown = len(self.wijken) - 1
        return np.asarray(frame["wijk_id"].map(self.wijken).fillna(unknown), np.int64)

    def fill(self, frame: pd.DataFrame, column: str) -> Floats:
        """(wijken, months); a row outside the months is left out."""
        cube = np.zeros((len(self.wijken), self.aantal))
        month = self._months(frame["tot" if "tot" in frame else "maand_datum"])
        inside = (month >= 0) & (month < self.aantal)
        values = frame[column].to_numpy(float)
        np.add.at(cube, (self._wijk(frame)[inside], month[inside]), values[inside])
        return cube

    def plan(self, frame: pd.DataFrame) -> Floats:
        """(wijken, soorten, months known + 1, months)."""
        cube = np.zeros((len(self.wijken), len(SOORTEN), self.aantal + 1, self.aantal))
        known = np.clip(frame["bekend"].to_numpy(np.int64) - self.first + 1, 0, self.aantal)
        soort = np.array([SOORTEN.index(item) for item in frame["soort"]], np.int64)
        place = (self._wijk(frame), soort, known, self._months(frame["maand_datum"]))
        np.add.at(cube, place, frame["eur"].to_numpy(float))
        return cube
