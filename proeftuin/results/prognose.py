"""The prognose of the year as the intern edition carries it. No statistics here; euros throughout.

The openbaar edition has none: the tables are never written there.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from proeftuin.edition.files import Editie
from proeftuin.errors import ProeftuinError
from proeftuin.records import (
    DECLARATIES,
    TOEWIJZINGEN,
    Deelbedrag,
    Raming,
    Terugblik,
    load_records,
    load_rows,
    make_record,
)
from proeftuin.results.editie import find_tabel
from proeftuin.vocabulary import GEMEENTE, INTERN

OUD = "er een prognose was"  # what an edition without one is older than


@dataclass(frozen=True)
class Prognose:
    """Both routes for one wijk or the gemeente; a route without enough data is None."""

    wijk: str
    declaraties: Raming | None
    toewijzingen: Raming | None
    terugblik: tuple[Terugblik, ...]

    @property
    def ramingen(self) -> tuple[Raming, ...]:
        """The routes there are, declaraties first."""
        return tuple(item for item in (self.declaraties, self.toewijzingen) if item is not None)

    @property
    def verschil_eur(self) -> float | None:
        """Toewijzingen less declaraties; None when one of them is missing."""
        if self.declaraties is None or self.toewijzingen is None:
            return None
        return self.toewijzingen.raming_eur - self.declaraties.raming_eur

    def terugblik_van(self, route: str) -> tuple[Terugblik, ...]:
        """The earlier estimates of one route, oldest first."""
        return tuple(item for item in self.terugblik if item.route == route)


def read_prognose(editie: Editie, wijk: str = GEMEENTE) -> Prognose | None:
    """The Prognose of one wijk or GEMEENTE; None when neither route had enough data.

    ProeftuinError (Dutch) for another edition than intern, NoEdition for one made before there
    was a prognose.
    """
    if editie.audience != INTERN:
        raise ProeftuinError("De prognose staat alleen in de interne editie.")
    return _read_all(editie.pad, editie.gemaakt_op).get(wijk)


@lru_cache(maxsize=16)
def _read_all(folder: Path, gemaakt_op: str) -> dict[str, Prognose]:
    """Every Prognose by wijk; gemaakt_op makes the key as unique as the edition."""
    parts: dict[tuple[str, str], dict[str, list[float]]] = {}
    for part in load_records(Deelbedrag, find_tabel(folder, "prognose", OUD)):
        own = parts.setdefault((part.wijk, part.route), {})
        own.setdefault(part.deel, []).append(part.bedrag_eur)
    past = load_records(Terugblik, find_tabel(folder, "prognose_terugblik", OUD))
    found: dict[str, dict[str, Raming]] = {}
    for row in load_rows(find_tabel(folder, "prognose_raming", OUD)):
        wijk, route = row["wijk"], row["route"]
        delen = {deel: tuple(months) for deel, months in parts[wijk, route].items()}
        found.setdefault(wijk, {})[route] = make_record(Raming, row, delen=delen)
    return {
        wijk: Prognose(
            wijk,
            routes.get(DECLARATIES),
            routes.get(TOEWIJZINGEN),
            tuple(item for item in past if item.wijk == wijk),
        )
        for wijk, routes in found.items()
    }
