"""What may be asked of an edition about the quality of its data.

What to improve and what that does to figures, how complete fields are, and what later leveringen
added to earlier quarters. The tables are intern; docs/definities.md, Datakwaliteit.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from proeftuin.edition.files import Bestandsoordeel, Editie
from proeftuin.indicators import BEVOLKING, INDICATOR, INDICATORS, Indicator
from proeftuin.records import Aanvulregel, Gemiste
from proeftuin.results.editie import read_cijfers, read_records
from proeftuin.vocabulary import EFFECTJAAR, KWARTAAL

if TYPE_CHECKING:  # scipy, which a page that shows no estimate need not wait for
    from proeftuin.stats import Volledigheid


@dataclass(frozen=True)
class Geraakt:
    """One figure that misses `aantal` of the `van` units it could use; both 0: all of it."""

    indicator: Indicator
    aantal: int
    van: int

    @property
    def aandeel(self) -> float:
        """The share it misses, 0..1."""
        return self.aantal / self.van if self.van else 1.0


@dataclass(frozen=True)
class Verbeterpunt:
    """One thing to improve, and the figures it touches, the one that misses most first.

    kolom is empty where the whole file is not delivered.
    """

    bestand: str
    kolom: str
    geraakt: tuple[Geraakt, ...]

    @property
    def gewicht(self) -> float:
        """What it does to figures: the shares they miss, added up."""
        return sum(item.aandeel for item in self.geraakt)


def list_missing_files(editie: Editie) -> list[Verbeterpunt]:
    """Files of the contract that were not delivered, and the figures that are not there for it."""
    needed: dict[str, list[Geraakt]] = {}
    for item in INDICATORS:
        people = (BEVOLKING,) if item.noemer == BEVOLKING else ()
        for bestand in (item.bestand, *item.ook_nodig, *people):
            if bestand not in editie.geleverd:
                needed.setdefault(bestand, []).append(Geraakt(item, 0, 0))
    return [Verbeterpunt(naam, "", tuple(found)) for naam, found in needed.items()]


def list_population_gaps(editie: Editie) -> list[Verbeterpunt]:
    """bevolking, when it lacks ages of a wijk: then no figure per 1000 is compared."""
    rates = [item for item in INDICATORS if item.factor == 1000]
    frame = read_cijfers(editie, rates[0].slug).frame
    windows = frame[frame["venster"] == EFFECTJAAR]
    if windows.empty:
        quarters = frame[frame["venster"] == KWARTAAL]
        windows = quarters[quarters["tot"] == quarters["tot"].max()]
    if BEVOLKING not in editie.geleverd or not (windows["noemer_mist"] > 0).any():
        return []
    return [Verbeterpunt(BEVOLKING, "leeftijd", tuple(Geraakt(item, 0, 0) for item in rates))]


def list_verbeterpunten(editie: Editie) -> list[Verbeterpunt]:
    """Everything to improve, what does most to figures first; needs the table verbeterpunten.

    A field: every figure with its units that miss it. A file that was not delivered counts for the
    whole of each figure that needs it, and so does a population that is not whole.
    """
    found: dict[tuple[str, str], list[Geraakt]] = {}
    for row in read_records(editie, "verbeterpunten", Gemiste):
        item = INDICATOR.get(row.cijfer)
        if item is not None:
            geraakt = Geraakt(item, row.aantal, row.van)
            found.setdefault((row.bestand, row.kolom), []).append(geraakt)
    points = [
        Verbeterpunt(*key, tuple(sorted(items, key=lambda item: -item.aandeel)))
        for key, items in found.items()
    ]
    points += [*list_missing_files(editie), *list_population_gaps(editie)]
    return sorted(points, key=lambda point: (-point.gewicht, point.bestand, point.kolom))


@dataclass(frozen=True)
class Aanvulling:
    """The back-fill triangle of one file.

    datastanden: of the leveringen, oldest first. rijen: by (first day of the quarter, datastand)
    the rows that levering had. geschat: by the first day of a quarter, as the newest levering has
    it, which share is there by now; without an entry there is no estimate.
    """

    bestand: str
    soort: str
    datastanden: tuple[date, ...]
    rijen: dict[tuple[date, date], int]
    geschat: "dict[date, Volledigheid]"


def list_datastanden(editie: Editie) -> tuple[date, ...]:
    """The datastand of every levering that was published, oldest first."""
    return tuple(sorted({row.datastand for row in read_records(editie, "aanvulling", Aanvulregel)}))


def read_aanvulling(
    editie: Editie,
    bestand: str,
    soort: str,
    minimum: int,
    ruimte_dagen: int,
    eind: int | None = None,
) -> Aanvulling:
    """The triangle of one file, from the table aanvulling.

    soort: 'begin' or 'einde'. Of quarters that had ended on the datastand of a levering. minimum:
    rows a step of the estimate rests on at least; ruimte_dagen: as for make_driehoek; eind: the age
    at which a quarter is whole, which then has no estimate.
    """
    from proeftuin.stats import estimate_volledigheid, make_driehoek, quarters_since

    table = read_records(editie, "aanvulling", Aanvulregel)
    counts = {
        (row.kwartaal_datum, row.datastand): row.aantal_rijen
        for row in table
        if (row.bestand, row.soort) == (bestand, soort)
        and quarters_since(row.kwartaal_datum, row.datastand) >= 0
    }
    datastanden = list_datastanden(editie)
    driehoek = make_driehoek(
        ((*key, float(aantal)) for key, aantal in counts.items()), datastanden[-1], ruimte_dagen
    )
    found = estimate_volledigheid(driehoek, minimum, eind=eind)
    geschat = {
        kwartaal: found[age]
        for kwartaal, datastand in counts
        if datastand == datastanden[-1] and (age := quarters_since(kwartaal, datastand)) in found
    }
    return Aanvulling(bestand, soort, datastanden, counts, geschat)


def read_oordelen(editie: Editie) -> tuple[Bestandsoordeel, ...]:
    """Until when each file is complete, from the intern table compleetheid."""
    return read_records(editie, "compleetheid", Bestandsoordeel)
