"""Records of Beleidsinformatie Jeugd become jeugdige, traject and uitkomst of the levering.

Each is written as the CSV it could have been and goes the way of any delivered file, with where
each row stood kept beside it (werkmap/schrijven.py).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from proeftuin.codelists import normalise_code
from proeftuin.ingest.aansluiting import Aansluiting
from proeftuin.ingest.beleidsinformatie.kiezen import (
    Halfjaarkeuze,
    Record,
    addresses_of,
    choose_records,
)
from proeftuin.ingest.beleidsinformatie.opgave import Opgave, read_opgaven
from proeftuin.ingest.beleidsinformatie.velden import (
    ONBEKEND,
    ONGELEZEN,
    REDENEN_CBS,
    VELD,
    VELDEN,
    ZONDER_HULP_CBS,
    Recordveld,
)
from proeftuin.ingest.csv_levering import say_places
from proeftuin.ingest.findings import Findings
from proeftuin.ingest.kolommen import OnmogelijkeDatum, hide_bsn, parse_datum
from proeftuin.ingest.source import LeveringBestanden
from proeftuin.ingest.werkmap.csv_bron import open_csv
from proeftuin.ingest.werkmap.koppen import Tabelkop, find_kop
from proeftuin.ingest.werkmap.lezen import Bladrij, Bladvorm, WerkmapStuk, cel_naam
from proeftuin.ingest.werkmap.schrijven import Deel, Tabelschrijver
from proeftuin.ingest.werkmap.teksten import to_tekst
from proeftuin.ingest.werkmap.xls import open_werkmap
from proeftuin.schema import BESTAND, Kolomsoort
from proeftuin.settings import BronBlok
from proeftuin.vocabulary import LEGE_RIJ

# Our column -> the field it comes from, for findings.
HERKOMST: dict[str, dict[str, str]] = {
    "jeugdige": {"jeugdige_id": "bsn", "geboortedatum": "geboortedatum", "gebied": "postcode"},
    "traject": {
        "jeugdige_id": "bsn",
        "hulpvorm_code": "hulpvorm",
        "verwijzer_code": "verwijzer",
        "begin_datum": "datum_aanvang",
        "eind_datum": "datum_einde",
        "reden_einde_code": "reden_beeindiging",
    },
    "uitkomst": {
        "jeugdige_id": "bsn",
        "hulpvorm_code": "hulpvorm",
        "eind_datum": "datum_einde",
        "nut_score": "tevredenheid",
        "zonder_hulp_code": "zonder_hulp_verder",
    },
}
POSTCODE = re.compile(r"\d{4}\s*[a-z]{2}", re.I)
BEKEND = {naam: veld for veld in VELDEN for naam in veld.namen}


class Beleidsinformatie:
    """Turns the files that levering.toml names into tables; one use."""

    def __init__(self, found: LeveringBestanden, folder: Path, findings: Findings) -> None:
        """The files of the levering; tables are written in the private folder."""
        self._found = found
        self._folder = folder
        self._findings = findings
        self._koppen: dict[str, tuple[int, dict[str, str], bool]] = {}  # by file

    def add_to(self, aansluiting: Aansluiting, datastand: date) -> bool:
        """Fill tabellen and namen of the levering; False, with findings, when there is a fout."""
        there = self._found.beleidsinformatie
        opgaven = read_opgaven(self._found.toml, frozenset(there), self._findings)
        records: dict[Opgave, list[Record]] = {}
        weg: Counter[str] = Counter()
        for opgave in opgaven:
            path = there[opgave.bestand.lower()]
            opgave = replace(opgave, bestand=path.name)  # in the case of the file itself
            records[opgave] = list(self._read(opgave, path, weg))
        if not opgaven or self._findings.has_fout:
            return not self._findings.has_fout
        keuze = choose_records(records)
        keuze.weg += weg
        self._tell(keuze, datastand)
        if self._findings.has_fout:
            return False
        self._write_all(keuze, aansluiting)
        return True

    def _read(self, opgave: Opgave, path: Path, weg: Counter[str]) -> Iterator[Record]:
        """The records of one file; weg counts the rows without any of the fields."""
        naam = hide_bsn(path.name)
        aantal = 0
        for kop, rij, is_blad in self._read_rows(path, naam):
            if naam not in self._koppen:
                if not self._take_kop(naam, kop, is_blad):
                    return
            velden = _read_fields(kop, rij)
            if not any(velden.values()):
                weg[LEGE_RIJ] += 1
                continue
            aantal += 1
            yield Record(opgave, rij.nummer, velden)
        if not aantal and not self._findings.has_fout:
            self._findings.add("BIJ_LEEG", naam)

    def _read_rows(self, path: Path, naam: str) -> Iterator[tuple[Tabelkop, Bladrij, bool]]:
        """(header, row, whether it is a sheet) of the CSV, or of the sheet with most fields."""
        if path.suffix.lower() in (".csv", ".txt"):
            bron = BronBlok(path.name, "traject", {name: name for name in BEKEND})
            lezer = open_csv(path, self._folder, naam, bron, self._findings)
            if lezer is not None:
                kop, rijen = find_kop(lezer.read_rows(), Bladvorm(), BEKEND)
                for rij in rijen if kop else ():
                    assert kop is not None
                    yield kop, rij, False
            return
        try:
            with open_werkmap(path) as bladen:
                best, most = None, -1
                for blad in bladen:
                    vorm = blad.read_vorm()
                    kop, _ = find_kop(islice(blad.read_rows(vorm), 50), vorm, BEKEND)
                    score = len(set(kop.namen) & BEKEND.keys()) if kop else 0
                    if score > most:
                        best, most = (blad, vorm), score
                if best:
                    kop, rijen = find_kop(best[0].read_rows(best[1]), best[1], BEKEND)
                    for rij in rijen if kop else ():
                        assert kop is not None
                        yield kop, rij, True
        except WerkmapStuk as error:
            self._findings.add("BESTAND_ONLEESBAAR", naam, None, None, str(error))

    def _take_kop(self, naam: str, kop: Tabelkop, is_blad: bool) -> bool:
        """Whether every field that must be there is there once; findings say which is not."""
        places: dict[str, str] = {}
        is_whole = True
        for veld in VELDEN:
            own = [place for place, name in enumerate(kop.namen) if name in veld.namen]
            if len(own) > 1:
                self._findings.add("KOLOM_DUBBEL", naam, kop.regel, veld.naam)
                is_whole = False
            elif own:
                letter = cel_naam(1, own[0] + 1)[:-1]
                places[veld.naam] = letter if is_blad else kop.namen[own[0]]
            elif veld.verplicht:
                self._findings.add("KOLOM_ONTBREEKT", naam, kop.regel, veld.naam)
                is_whole = False
        known = BEKEND.keys() | ONGELEZEN
        extra = [place for place, name in enumerate(kop.namen, 1) if name and name not in known]
        if extra:
            where = say_places(extra)
            self._findings.add("KOLOM_ONBEKEND", naam, kop.regel, None, "", len(extra), where)
        self._koppen[naam] = (kop.regel, places, is_blad)
        return is_whole

    def _tell(self, keuze: Halfjaarkeuze, datastand: date) -> None:
        """What is said of the choice: twins, codes of another list, gaps, and who stopped."""
        for record in keuze.dubbel:
            self._findings.add("BIJ_DUBBEL", hide_bsn(record.opgave.bestand), record.regel, "bsn")
        for record, _ in keuze.trajecten:
            self._check_code(record, "reden_beeindiging", tuple(REDENEN_CBS))
            self._check_code(record, "zonder_hulp_verder", ZONDER_HULP_CBS)
        closed = Counter(
            hide_bsn(record.opgave.bestand) for record, dag in keuze.trajecten if dag is not None
        )
        for naam, aantal in closed.items():
            self._findings.add("BIJ_GESTOPT", naam, None, "datum_einde", "", aantal)
        last: dict[str, Opgave] = {}
        for record in keuze.geldig:
            opgave, aanbieder = record.opgave, record.opgave.aanbieder
            if aanbieder not in last or last[aanbieder].halfjaar < opgave.halfjaar:
                last[aanbieder] = opgave
        for aanbieder, opgave in last.items():
            naam = hide_bsn(opgave.bestand)
            for year, part in keuze.gaten.get(aanbieder, ()):
                self._findings.add("BIJ_HALFJAAR", naam, None, None, f"{year}-{part}")
            if datastand > _end_of_next(opgave):
                year, part = opgave.halfjaar
                self._findings.add("BIJ_ACHTER", naam, None, None, f"{year}-{part}")

    def _check_code(self, record: Record, naam: str, known: tuple[str, ...]) -> None:
        code = record.velden[naam]
        if code and code not in known:
            shown = code if len(code) <= 2 else ""
            self._findings.add(
                "BIJ_CODE",
                hide_bsn(record.opgave.bestand),
                record.regel,
                naam,
                ", ".join(known),
                1,
                shown,
            )

    def _write_all(self, keuze: Halfjaarkeuze, aansluiting: Aansluiting) -> None:
        found = self._found
        taken = [f"{naam}.csv" for naam in ("traject", "jeugdige") if naam in found.tabellen]
        taken += ["iJw-berichten"] * bool(found.berichten)
        first = hide_bsn(keuze.geldig[0].opgave.bestand)
        if taken:
            detail = " en ".join(taken)
            self._findings.add("BIJ_ALLEEN_UITKOMST", first, None, None, detail)
        if "traject" not in found.tabellen and not found.berichten:
            rows = [(record, _traject(record, dag)) for record, dag in keuze.trajecten]
            self._write("traject", rows, aansluiting, keuze.weg)
        if "jeugdige" not in found.tabellen and not found.berichten:
            addresses, twice = addresses_of(keuze.geldig)
            if twice:
                self._findings.add("BIJ_POSTCODE", first, None, "postcode", "", twice)
            begins = _first_begin(keuze.geldig)
            rows = [
                row for jeugdige, own in addresses.items() for row in _adres(own, begins[jeugdige])
            ]
            self._write("jeugdige", rows, aansluiting, Counter())
        answers, unused = _answers(keuze)
        if unused:
            self._findings.add("BIJ_ANTWOORD", first, None, None, "", unused)
        if answers and "uitkomst" not in found.tabellen:
            self._write("uitkomst", answers, aansluiting, Counter())

    def _write(
        self,
        naam: str,
        rows: list[tuple[Record, dict[str, str]]],
        aansluiting: Aansluiting,
        weg: Counter[str],
    ) -> None:
        """One table, its rows by file and line; numbers of trajecten follow that order."""
        bestand = BESTAND[naam]
        rows.sort(key=lambda row: (row[0].opgave.bestand.lower(), row[0].regel))
        first = hide_bsn(rows[0][0].opgave.bestand)
        schrijver = Tabelschrijver(self._folder, bestand, first, False)
        names = [kolom.naam for kolom in bestand.kolommen]
        current = None
        for nummer, (record, values) in enumerate(rows, start=1):
            if record.opgave != current:
                current = record.opgave
                file = hide_bsn(current.bestand)
                regel, places, is_blad = self._koppen[file]
                koppen = {
                    ours: places[theirs]
                    for ours, theirs in HERKOMST[naam].items()
                    if theirs in places
                }
                schrijver.begin(Deel(file, regel, koppen, is_blad, 0), names)
            if naam == "traject":
                values["traject_id"] = f"BIJ-{nummer}"
            schrijver.add(record.regel, [values.get(kolom, "") for kolom in names])
        schrijver.close()
        self._found.tabellen[naam] = schrijver.path
        self._found.namen[naam] = schrijver.sleutel
        self._findings.set_place_of(schrijver.sleutel, schrijver.find_places)
        aansluiting.note_read(naam, weg.total())
        for reden, aantal in weg.items():
            aansluiting.leave_out(naam, reden, aantal)


def _read_fields(kop: Tabelkop, rij: Bladrij) -> dict[str, str]:
    """The fields of one row as plain text: days as 2023-12-31, codes of two digits, a whole BSN."""
    velden = dict.fromkeys(VELD, "")
    for name, waarde in zip(kop.namen, rij.waarden, strict=False):
        if veld := BEKEND.get(name):
            velden[veld.naam] = _plain(veld, to_tekst(waarde, veld.soort, Counter()).strip())
    return velden


def _plain(veld: Recordveld, tekst: str) -> str:
    if veld.soort is Kolomsoort.PERSOON and tekst.isdecimal():
        return tekst.zfill(9)
    if veld.soort is Kolomsoort.CODE:
        return normalise_code("", tekst)
    if veld.soort is Kolomsoort.GEBIED:
        return tekst.replace(" ", "").upper() if POSTCODE.fullmatch(tekst) else tekst
    if veld.naam.startswith("datum_"):
        try:
            dag = parse_datum(tekst)
        except OnmogelijkeDatum:
            return tekst  # the door says so, with its line
        return tekst if dag is None else dag.isoformat()
    return tekst


def _end_of_next(opgave: Opgave) -> date:
    """Last day of the half-year after that of this delivery: from then on it could be there."""
    year, part = opgave.volgende
    return date(year, 6, 30) if part == 1 else date(year, 12, 31)


def _traject(record: Record, closed: date | None) -> dict[str, str]:
    velden = record.velden
    return {
        "jeugdige_id": record.jeugdige,
        "aanbieder_id": record.opgave.aanbieder,
        "hulpvorm_code": velden["hulpvorm"],
        "verwijzer_code": velden["verwijzer"],
        "begin_datum": velden["datum_aanvang"],
        "eind_datum": closed.isoformat() if closed else velden["datum_einde"],
        "reden_einde_code": ONBEKEND
        if closed
        else REDENEN_CBS.get(velden["reden_beeindiging"], ""),
    }


def _first_begin(records: list[Record]) -> dict[str, str]:
    """Per jeugdige the first day of help."""
    found: dict[str, str] = {}
    for record in records:
        begin = record.velden["datum_aanvang"]
        found[record.jeugdige] = min(found.get(record.jeugdige, begin), begin)
    return found


def _adres(
    addresses: list[tuple[date, Record]], first: str
) -> Iterator[tuple[Record, dict[str, str]]]:
    """The address rows of one jeugdige: each until the day before the next, the last open."""
    for place, (van, record) in enumerate(addresses):
        begin = min(first, van.isoformat()) if place == 0 else van.isoformat()
        later = addresses[place + 1][0] - timedelta(days=1) if addresses[place + 1 :] else None
        yield (
            record,
            {
                "jeugdige_id": record.jeugdige,
                "geboortedatum": record.velden["geboortedatum"],
                "gebied": record.velden["postcode"],
                "van_datum": begin,
                "tot_datum": later.isoformat() if later else "",
            },
        )


def _answers(keuze: Halfjaarkeuze) -> tuple[list[tuple[Record, dict[str, str]]], int]:
    """(a row per end with an answer, answers that do not count: no end, or a twin with that end).

    Of trajecten of one jeugdige, aanbieder and hulpvorm with one end that begun last counts.
    """
    found: dict[tuple[str, ...], tuple[Record, dict[str, str]]] = {}
    unused = 0
    for record, _ in sorted(keuze.trajecten, key=lambda item: item[0].velden["datum_aanvang"]):
        velden: Mapping[str, str] = record.velden
        if not velden["tevredenheid"] and not velden["zonder_hulp_verder"]:
            continue
        key = (record.opgave.aanbieder, record.jeugdige, velden["hulpvorm"], velden["datum_einde"])
        unused += not velden["datum_einde"] or key in found
        if velden["datum_einde"]:
            values = {
                "jeugdige_id": record.jeugdige,
                "aanbieder_id": record.opgave.aanbieder,
                "hulpvorm_code": velden["hulpvorm"],
                "eind_datum": velden["datum_einde"],
                "nut_score": velden["tevredenheid"],
                "zonder_hulp_code": velden["zonder_hulp_verder"],
            }
            found[key] = (record, values)
    return list(found.values()), unused
