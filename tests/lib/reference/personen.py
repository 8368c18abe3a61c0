"""Second implementation, part 1: from delivered rows to persons, in plain loops.

Written from the definitions alone, not from the SQL, and meant to be slow and obvious. A
levering is a dict of file name -> list of rows as delivered (before merging), each row a dict
with dates as date, numbers as int, float or Decimal, codes as text, and None where empty.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
Levering = dict[str, list[Row]]
DAG = timedelta(days=1)
VERBLIJF = {"11", "12", "13", "14"}
BEGIN = {
    "jeugdige": "van_datum",
    "traject": "begin_datum",
    "toewijzing": "ingang_datum",
    "declaratie": "van_datum",
    "aanmelding": "aanmeld_datum",
    "casus": "afgerond_datum",
    "uitkomst": "eind_datum",
}


@dataclass(frozen=True)
class Regels:
    """What the configuration says, as plain values."""

    wijk_van_gebied: dict[str, str]
    wijken: tuple[str, ...]
    pilot: tuple[str, ...]
    vensters: tuple[tuple[str, date, date], ...]
    voorparen: tuple[tuple[tuple[str, date, date], tuple[str, date, date]], ...]
    vroegste_kwartaal: date
    zorgperiode_gat: int = 28
    verblijf_gat: int = 28
    doorstroom: int = 28
    tijdelijke_stop: int = 365
    administratief: int = 7
    herhaald_jaren: int = 5
    voorlopig: int = 90
    verzilvering_rijp: int = 90
    horizon_trajectduur: int = 730
    horizon_cohort: int = 365
    horizon_wachttijd: int = 180
    norm: int = 98
    minimum_noemer: int = 30
    minimum_gebeurtenissen: int = 10
    minimum_risico: int = 5

    def wijk(self, gebied: str | None) -> str:
        """wijk of a gebied; a buurt belongs to the CBS wijk with the same first digits."""
        if gebied is None:
            return "onbekend"
        if gebied in self.wijken:
            return gebied
        if gebied in self.wijk_van_gebied:
            return self.wijk_van_gebied[gebied]
        if gebied.startswith("BU"):
            return self.wijk_van_gebied.get("WK" + gebied[2:8], "onbekend")
        return "onbekend"


@dataclass
class Traject:
    """A merged traject; eind is None while it runs on datastand."""

    begin: date
    eind: date | None
    hulpvorm: str
    aanbieder: str
    verwijzer: str
    reden: str

    def actief(self, dag: date) -> bool:
        return self.begin <= dag and (self.eind is None or self.eind >= dag)

    @property
    def duur(self) -> int:
        assert self.eind is not None
        return (self.eind - self.begin).days + 1


@dataclass
class Persoon:
    """One jeugdige: addresses (van, tot, wijk), merged trajecten and stays (begin, eind)."""

    geboren: date | None
    adressen: list[tuple[date, date | None, str]] = field(default_factory=list)
    trajecten: list[Traject] = field(default_factory=list)
    verblijven: list[tuple[date, date | None]] = field(default_factory=list)

    def wijk_van_adres(self, dag: date) -> str:
        if not self.adressen:
            return "onbekend"
        for van, tot, wijk in self.adressen:
            if van <= dag and (tot is None or dag <= tot):
                return wijk
        eerder = [adres for adres in self.adressen if adres[0] < dag]
        if eerder:
            return max(eerder, key=lambda adres: adres[0])[2]
        return min(self.adressen, key=lambda adres: adres[0])[2]

    def wijk(self, dag: date) -> str:
        for begin, eind in self.verblijven:
            if begin <= dag and (eind is None or dag <= eind):
                return self.wijk_van_adres(begin - DAG)
        return self.wijk_van_adres(dag)

    def leeftijdsgroep(self, dag: date) -> str:
        if self.geboren is None:
            return "onbekend"
        verjaardagen = 0
        while date(self.geboren.year + verjaardagen + 1, self.geboren.month, 1) <= dag:
            verjaardagen += 1
        for grens, groep in ((4, "0-3"), (12, "4-11"), (18, "12-17")):
            if verjaardagen < grens:
                return groep
        return "18-22"

    def in_zorg(self, dag: date) -> bool:
        return any(traject.actief(dag) for traject in self.trajecten)


def keep_begun(levering: Levering, datastand: date) -> Levering:
    """The levering without rows that begin after datastand."""
    return {
        bestand: [row for row in rows if bestand not in BEGIN or row[BEGIN[bestand]] <= datastand]
        for bestand, rows in levering.items()
    }


def share_or_touch(een: Row, ander: Row) -> bool:
    """Whether two rows share a day, or one begins on the day after the other ends."""
    vroeg, laat = sorted((een, ander), key=lambda row: row["begin_datum"])
    eind = vroeg["eind_datum"]
    return eind is None or bool(laat["begin_datum"] <= eind + DAG)


def begins_first(row: Row) -> tuple[date, bool, str]:
    """Orders rows by begin; on one day a known verwijzer comes first, then the traject_id."""
    return row["begin_datum"], row["verwijzer_code"] in (None, "99"), row["traject_id"]


def ends_last(row: Row) -> tuple[date, date, str]:
    """Orders rows by their end; equal ends by the later begin, then by traject_id."""
    return row["eind_datum"] or date.max, row["begin_datum"], row["traject_id"]


def as_one(groep: list[Row]) -> Row:
    """Rows as one: all of the first, but the end and reden of the last."""
    laatste = max(groep, key=ends_last)
    return {
        **min(groep, key=begins_first),
        "eind_datum": laatste["eind_datum"],
        "reden_einde_code": laatste["reden_einde_code"],
    }


def gather(rows: list[Row]) -> list[list[Row]]:
    """Rows of one jeugdige, aanbieder and hulpvorm in groups that overlap or touch, by begin."""
    groepen: list[list[Row]] = []
    for row in rows:
        samen = [row]
        apart = []
        for groep in groepen:
            if any(share_or_touch(row, ander) for ander in groep):
                samen.extend(groep)
            else:
                apart.append(groep)
        groepen = [*apart, samen]
    return sorted(groepen, key=lambda groep: min(row["begin_datum"] for row in groep))


def goes_on(vorige: Row, volgende: Row, regels: Regels) -> bool:
    """Whether an administrative or temporary end (reden 36, 37, 20) is no end: help goes on."""
    dagen = {
        "36": regels.administratief,
        "37": regels.administratief,
        "20": regels.tijdelijke_stop,
    }.get(vorige["reden_einde_code"])
    eind = vorige["eind_datum"]
    if dagen is None or eind is None:
        return False
    return bool((volgende["begin_datum"] - eind).days <= dagen)


def merge(rows: list[Row], regels: Regels) -> list[Row]:
    """Rows of one jeugdige, aanbieder and hulpvorm as trajecten, in order of begin."""
    merged: list[list[Row]] = []
    for groep in gather(rows):
        if merged and goes_on(as_one(merged[-1]), as_one(groep), regels):
            merged[-1] = [*merged[-1], *groep]
        else:
            merged.append(groep)
    trajecten = [as_one(groep) for groep in merged]
    for row in trajecten:
        if row["reden_einde_code"] == "20":
            row["reden_einde_code"] = "99"
    return trajecten


def join_stays(trajecten: Iterable[Traject], gat: int) -> list[tuple[date, date | None]]:
    """Periods of trajecten that follow each other within gat days; end None is open."""
    perioden: list[tuple[date, date | None]] = []
    for traject in sorted(trajecten, key=lambda traject: traject.begin):
        if perioden:
            begin, eind = perioden[-1]
            if eind is None or traject.eind is None:
                nieuw = None
            else:
                nieuw = max(eind, traject.eind)
            if eind is None or (traject.begin - eind).days <= gat:
                perioden[-1] = (begin, nieuw)
                continue
        perioden.append((traject.begin, traject.eind))
    return perioden


def read_personen(levering: Levering, datastand: date, regels: Regels) -> dict[str, Persoon]:
    """jeugdige_id -> Persoon, everything merged."""
    personen: dict[str, Persoon] = {}
    for row in levering.get("jeugdige", []):
        persoon = personen.setdefault(row["jeugdige_id"], Persoon(row["geboortedatum"]))
        adres = (row["van_datum"], row.get("tot_datum"), regels.wijk(row["gebied"]))
        persoon.adressen.append(adres)
    groepen: dict[tuple[str, str, str], list[Row]] = {}
    for row in levering.get("traject", []):
        sleutel = (row["jeugdige_id"], row["aanbieder_id"], row["hulpvorm_code"])
        groepen.setdefault(sleutel, []).append(row)
    for (jeugdige_id, aanbieder, hulpvorm), rows in groepen.items():
        for row in merge(rows, regels):
            eind = row["eind_datum"]
            loopt = eind is None or eind > datastand
            personen.setdefault(jeugdige_id, Persoon(None)).trajecten.append(
                Traject(
                    row["begin_datum"],
                    None if loopt else eind,
                    hulpvorm,
                    aanbieder,
                    row["verwijzer_code"] or "99",
                    row["reden_einde_code"] or "99",
                )
            )
    for persoon in personen.values():
        met_verblijf = [t for t in persoon.trajecten if t.hulpvorm in VERBLIJF]
        persoon.verblijven = join_stays(met_verblijf, regels.verblijf_gat)
    return personen
