"""Which records hold, of all deliveries together; pure, on records as read.

Of one aanbieder and half-year only the delivery sent last counts, whole. Of what is left a traject
(jeugdige, hulpvorm, aanvang) is as the latest half-year says. One that ran and is in no later
delivered half-year has stopped on the last day it was known, for a reason nobody gave, as CBS does
too. Source: Informatieprotocol Beleidsinformatie Jeugd 7, chapter 3 and its deliveries.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from proeftuin.ingest.beleidsinformatie.opgave import Opgave
from proeftuin.ingest.beleidsinformatie.velden import GEEN_BSN

GECORRIGEERD, LATER, GELIJK = "gecorrigeerd", "later_halfjaar", "gelijk"
Halfjaar = tuple[int, int]


@dataclass(frozen=True)
class Record:
    """One row: the delivery it is in, its line there, and its fields as text ('' where empty)."""

    opgave: Opgave
    regel: int
    velden: Mapping[str, str]

    @property
    def jeugdige(self) -> str:
        """The key of the person; who has no BSN is somebody of its own per traject."""
        bsn = self.velden["bsn"]
        if bsn not in GEEN_BSN:
            return bsn
        own = (self.velden[naam] for naam in ("geboortedatum", "postcode", "datum_aanvang"))
        return "-".join(("zonder-bsn", self.opgave.aanbieder, *own, self.velden["hulpvorm"]))

    @property
    def sleutel(self) -> tuple[str, str, str, str]:
        """What one traject is: aanbieder, jeugdige, hulpvorm and the day it began."""
        velden = self.velden
        return (self.opgave.aanbieder, self.jeugdige, velden["hulpvorm"], velden["datum_aanvang"])


@dataclass
class Halfjaarkeuze:
    """What holds: trajecten (record, and the day it was closed by us or None) in order of delivery.

    geldig: every record of a delivery that was not corrected, for the addresses. weg: records left
    out by reason. dubbel: records that say something else of a traject their delivery has already.
    gaten: per aanbieder the half-years between its first and its last that were not delivered.
    """

    trajecten: list[tuple[Record, date | None]] = field(default_factory=list)
    geldig: list[Record] = field(default_factory=list)
    weg: Counter[str] = field(default_factory=Counter)
    dubbel: list[Record] = field(default_factory=list)
    gaten: dict[str, list[Halfjaar]] = field(default_factory=dict)


def choose_records(records: Mapping[Opgave, Sequence[Record]]) -> Halfjaarkeuze:
    """What holds of these deliveries, each with all of its records."""
    keuze = Halfjaarkeuze()
    last: dict[tuple[str, Halfjaar], Opgave] = {}
    for opgave in sorted(records, key=lambda item: item.aangeleverd):
        place = (opgave.aanbieder, opgave.halfjaar)
        if place in last:
            keuze.weg[GECORRIGEERD] += len(records[last[place]])
        last[place] = opgave
    newest: dict[tuple[str, str, str, str], Record] = {}
    for opgave in sorted(last.values(), key=lambda item: (item.aanbieder, item.halfjaar)):
        seen: dict[tuple[str, str, str, str], Record] = {}
        for record in records[opgave]:
            twin = seen.get(record.sleutel)
            if twin is None:
                seen[record.sleutel] = record
            elif twin.velden == record.velden:
                keuze.weg[GELIJK] += 1
            else:
                keuze.dubbel.append(record)
        keuze.geldig += seen.values()
        keuze.weg[LATER] += len(newest.keys() & seen.keys())
        newest |= seen
    halves: dict[str, list[Halfjaar]] = {}
    for aanbieder, halfjaar in sorted(last):
        halves.setdefault(aanbieder, []).append(halfjaar)
    keuze.gaten = {naam: gaps for naam, own in halves.items() if (gaps := _find_gaps(own))}
    for record in newest.values():
        is_open = not record.velden["datum_einde"]
        went_on = halves[record.opgave.aanbieder][-1] > record.opgave.halfjaar
        keuze.trajecten.append((record, record.opgave.tot if is_open and went_on else None))
    return keuze


def _find_gaps(halves: Sequence[Halfjaar]) -> list[Halfjaar]:
    """The half-years between the first and the last that are not there."""
    there, gaps = set(halves), []
    year, part = halves[0]
    while (year, part) < halves[-1]:
        year, part = (year, 2) if part == 1 else (year + 1, 1)
        if (year, part) not in there:
            gaps.append((year, part))
    return gaps


def addresses_of(records: Sequence[Record]) -> tuple[dict[str, list[tuple[date, Record]]], int]:
    """(per jeugdige the first day of each address with the record that tells it, oldest first; how
    many times a half-year names two postcodes of one jeugdige).

    Of two the one of the traject begun last counts, then of the delivery sent last. The first
    address also counts for what came before.
    """
    per_half: dict[tuple[str, date], list[Record]] = {}
    for record in records:
        per_half.setdefault((record.jeugdige, record.opgave.van), []).append(record)
    found: dict[str, list[tuple[date, Record]]] = {}
    twice = 0
    for (jeugdige, van), own in sorted(per_half.items(), key=lambda item: item[0]):
        known = [record for record in own if record.velden["postcode"]] or own
        twice += len({record.velden["postcode"] for record in known}) > 1
        chosen = max(
            known, key=lambda item: (item.velden["datum_aanvang"], item.opgave.aangeleverd)
        )
        addresses = found.setdefault(jeugdige, [])
        if addresses and addresses[-1][1].velden["postcode"] == chosen.velden["postcode"]:
            continue
        addresses.append((van, chosen))
    return found, twice
