"""The prognose of the year as the intern edition carries it. No statistics here; euros throughout.

The openbaar edition has none: the tables are never written there.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from proeftuin.edition.files import Editie
from proeftuin.errors import ProeftuinError
from proeftuin.records import Row, make_record
from proeftuin.results.editie import read_rows
from proeftuin.vocabulary import GEMEENTE, INTERN

DECLARATIES, TOEWIJZINGEN = "declaraties", "toewijzingen"
REEKS, DEKKING = "reeks", "dekking"


@dataclass(frozen=True)
class Raming:
    """One route for one wijk or the gemeente.

    delen: euros per part and month of the year (12), which add up to raming_eur. onder and boven:
    the interval from earlier errors, None with too few. open_eur: what was not fully declared
    yet. basis: what the completeness of young months rests on (REEKS, DEKKING or 'geen', ''
    for the other route) and compleet that share by age in months. verzilvering: expected share
    of the assigned euros that is declared, None for the other route. Counts are of toewijzingen
    that run on the peildatum.
    """

    wijk: str
    route: str
    jaar: int
    peil: date
    raming_eur: float
    onder_eur: float | None
    boven_eur: float | None
    open_eur: float
    aantal_terugblik: int
    basis: str
    compleet: tuple[float, ...]
    verzilvering: float | None
    aantal_lopend: int
    aantal_zonder_bedrag: int
    aantal_zonder_eind: int
    delen: dict[str, tuple[float, ...]]

    @property
    def maanden_bekend(self) -> int:
        """How many months of the year end on or before the peildatum (0..12)."""
        return 12 if self.peil.year > self.jaar else self.peil.month * (self.peil.year == self.jaar)

    @property
    def opgeteld(self) -> tuple[float, ...]:
        """Running total at the end of each month, (12,)."""
        months = [sum(part[month] for part in self.delen.values()) for month in range(12)]
        return tuple(sum(months[: month + 1]) for month in range(12))

    def bedrag(self, deel: str, *, later: bool | None = None) -> float:
        """Euros of one part: of the whole year, up to the peildatum or after it; 0 without it."""
        months, known = self.delen.get(deel, ()), self.maanden_bekend
        if later is None:
            return sum(months)
        return sum(months[known:]) if later else sum(months[:known])

    def som(self, *, later: bool) -> float:
        """Euros of all parts up to the peildatum, or after it."""
        return sum(self.bedrag(deel, later=later) for deel in self.delen)


@dataclass(frozen=True)
class Terugblik:
    """What a route said on an earlier peildatum about that year, and what the year became."""

    wijk: str
    route: str
    peil: date
    raming_eur: float
    werkelijk_eur: float
    open_eur: float
    is_vastgelegd: bool

    @property
    def fout_eur(self) -> float:
        """What it became less the estimate: above 0 when the year became dearer."""
        return self.werkelijk_eur - self.raming_eur

    @property
    def fout_aandeel(self) -> float:
        """The error as share of the estimate; 0 without an estimate."""
        return self.fout_eur / self.raming_eur if self.raming_eur else 0.0


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
    for row in _rows(folder, "prognose"):
        own = parts.setdefault((row["wijk"], row["route"]), {})
        own.setdefault(row["deel"], []).append(row["bedrag_eur"])
    past: dict[str, list[Terugblik]] = {}
    for row in _rows(folder, "prognose_terugblik"):
        item = make_record(Terugblik, row, peil=row["peil_datum"])
        past.setdefault(item.wijk, []).append(item)
    found: dict[str, dict[str, Raming]] = {}
    for row in _rows(folder, "prognose_raming"):
        key = (row["wijk"], row["route"])
        found.setdefault(key[0], {})[key[1]] = _raming(row, parts[key])
    return {
        wijk: Prognose(
            wijk,
            routes.get(DECLARATIES),
            routes.get(TOEWIJZINGEN),
            tuple(past.get(wijk, ())),
        )
        for wijk, routes in found.items()
    }


def _raming(row: Row, delen: dict[str, list[float]]) -> Raming:
    shares = [row[f"compleet_{age}"] for age in range(3)]
    return make_record(
        Raming,
        row,
        peil=row["peil_datum"],
        verzilvering=row["verzilvering_aandeel"],
        compleet=tuple(share for share in shares if share is not None),
        delen={deel: tuple(months) for deel, months in delen.items()},
    )


def _rows(folder: Path, naam: str) -> list[Row]:
    return read_rows(folder, naam, "er een prognose was")
