"""The workbooks of a levering, and the files that a block [bron.NAAM] names, become its tables."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from proeftuin.ingest.aansluiting import Aansluiting
from proeftuin.ingest.findings import TOML, Findings, Plaats
from proeftuin.ingest.kolommen import hide_bsn
from proeftuin.ingest.source import LeveringBestanden, matches
from proeftuin.ingest.werkmap.csv_bron import open_csv
from proeftuin.ingest.werkmap.koppelen import Koppeling, list_ours, make_from_bron, make_own
from proeftuin.ingest.werkmap.koppen import (
    KOP_HERHAALD,
    TOTAAL,
    VOETTEKST,
    Tabelkop,
    find_kop,
    judge_rows,
    mark_merged,
    normalise_kop,
)
from proeftuin.ingest.werkmap.lezen import (
    Bladrij,
    Bladvorm,
    Dag,
    Rekenblad,
    Waarde,
    WerkmapStuk,
    cel_naam,
)
from proeftuin.ingest.werkmap.schrijven import Deel, Tabelschrijver
from proeftuin.ingest.werkmap.teksten import to_tekst
from proeftuin.ingest.werkmap.xls import open_werkmap
from proeftuin.schema import BESTAND, Bestand, Kolomsoort
from proeftuin.settings import BronBlok
from proeftuin.vocabulary import REDENEN

LEVERING = "levering"  # the sheet that says what levering.toml says
HULPBLADEN = frozenset({"uitleg", "codelijsten"})  # of our own template
GEZIEN = frozenset({TOTAAL, VOETTEKST, KOP_HERHAALD})  # each said with its row
GEEN_SLEUTEL = frozenset({"", "sleutel"})  # an empty cell, the head of the column
KAAL = re.compile(r"\w+", re.ASCII)
WAAR = frozenset({"ja", "waar", "true"})
ONWAAR = frozenset({"nee", "onwaar", "false", ""})


@dataclass(frozen=True)
class _Tabel:
    """One sheet or CSV with rows: how findings call it, and how to read it from the start."""

    naam: str
    vorm: Bladvorm
    read: Callable[[], Iterator[Bladrij]]
    is_blad: bool


class Bronnen:
    """Turns workbooks and mapped files into tables; one use."""

    def __init__(
        self,
        found: LeveringBestanden,
        folder: Path,
        bronnen: Mapping[str, BronBlok],
        findings: Findings,
    ) -> None:
        """The files of the levering; tables are written in the private folder."""
        self._found = found
        self._folder = folder
        self._bronnen = bronnen
        self._findings = findings
        self._tabellen: dict[str, Tabelschrijver] = {}
        self._gebruikt: set[str] = set()
        self._gezegd: set[str] = set()

    def add_to(self, aansluiting: Aansluiting) -> None:
        """Fill tabellen, namen, mislukt and toml of the levering; account for rows left out."""
        with ExitStack() as stack:
            stack.callback(self._close_all)
            for path in self._found.werkmappen:
                try:
                    self._read_werkmap(path, hide_bsn(path.name))
                except WerkmapStuk as error:
                    self._found.is_stuk = True
                    self._findings.add(
                        "BESTAND_ONLEESBAAR", hide_bsn(path.name), None, None, str(error)
                    )
            for path in self._found.bronnen:
                self._read_csv(path, hide_bsn(path.name))
        for stam, tabel in self._tabellen.items():
            if not tabel.delen:
                continue
            self._found.tabellen[stam] = tabel.path
            self._found.namen[stam] = tabel.sleutel
            self._findings.set_place_of(tabel.sleutel, tabel.find_places)
            aansluiting.note_read(stam, tabel.weg.total())
            for reden, aantal in tabel.weg.items():
                aansluiting.leave_out(stam, reden, aantal)
        self._found.mislukt -= self._found.tabellen.keys()
        for blok in self._bronnen.keys() - self._gebruikt:
            patroon = self._bronnen[blok].bestand
            self._findings.add("BRON_ZONDER_BESTAND", patroon, None, None, blok)

    def _close_all(self) -> None:
        for tabel in self._tabellen.values():
            tabel.close()

    def _blocks(self, path: Path) -> dict[str, BronBlok]:
        return {
            blok: bron for blok, bron in self._bronnen.items() if matches(bron.bestand, path.name)
        }

    def _read_werkmap(self, path: Path, file: str) -> None:
        blocks = self._blocks(path)
        with open_werkmap(path) as bladen:
            tabellen = []
            for blad in bladen:
                stam = blad.naam.strip().lower()
                naam = f"{file}, blad {hide_bsn(blad.naam.strip())}"
                mine = {
                    blok: bron
                    for blok, bron in blocks.items()
                    if matches(bron.blad or "*", blad.naam)
                }
                if not mine and len(bladen) == 1 and stam not in BESTAND:
                    stam = path.stem.strip().lower()  # declaratie.xlsx with one sheet, Blad1
                if not mine and stam in HULPBLADEN:
                    continue
                tabellen.append((blad, stam, mine, self._open_blad(blad, naam)))
            for blad, stam, mine, tabel in tabellen:
                if self._read_mapped(tabel, mine):
                    pass
                elif stam in BESTAND:
                    self._read_own(BESTAND[stam], tabel)
                elif stam == LEVERING:
                    self._write_toml(tabel)
                elif tabel.vorm.aantal_rijen:
                    self._findings.add("BLAD_ONBEKEND", tabel.naam)
                    continue
                if blad.is_verborgen:
                    self._findings.add("BLAD_VERBORGEN", tabel.naam)

    def _open_blad(self, blad: Rekenblad, naam: str) -> _Tabel:
        vorm = blad.read_vorm()

        def read() -> Iterator[Bladrij]:
            aantal = 0
            for rij in blad.read_rows(vorm):
                aantal += 1
                yield rij
            if aantal != vorm.aantal_rijen:
                detail = f"{vorm.aantal_rijen} rijen geteld, {aantal} gelezen"
                self._findings.add("AANSLUITING", naam, None, None, detail)

        return _Tabel(naam, vorm, read, True)

    def _read_own(self, bestand: Bestand, tabel: _Tabel) -> None:
        kop, rijen = find_kop(tabel.read(), tabel.vorm, {k.naam for k in bestand.kolommen})
        if tabel.vorm.aantal_rijen <= (kop.erboven + 1 if kop else 0) and not bestand.verplicht:
            self._findings.add("BLAD_LEEG", tabel.naam)
            return
        schrijver = self._take_table(bestand, tabel.naam, True)
        if schrijver is None:
            return
        kop = kop or Tabelkop(1, ())
        self._write(tabel, schrijver, kop, rijen, make_own(bestand, kop))

    def _read_mapped(self, tabel: _Tabel, blocks: Mapping[str, BronBlok]) -> bool:
        """Whether a block takes this sheet or file."""
        is_taken = False
        for blok, bron in blocks.items():
            bestand = BESTAND[bron.tabel]
            bekend = {normalise_kop(theirs) for theirs in bron.kolommen}
            kop, rijen = find_kop(tabel.read(), tabel.vorm, bekend)
            if kop is None or (not bron.blad and not bekend & set(kop.namen)):
                continue  # a sheet of another kind in the same workbook
            self._gebruikt.add(blok)
            is_taken = True
            koppeling = make_from_bron(blok, bron, bestand, kop, tabel.naam, self._findings)
            schrijver = self._take_table(bestand, tabel.naam, False) if koppeling else None
            if koppeling is None or schrijver is None:
                self._found.mislukt.add(bestand.naam)
                continue
            theirs = {ours: name for name, ours in list_ours(bron)}
            self._write(tabel, schrijver, kop, rijen, koppeling, theirs)
        return is_taken

    def _take_table(self, bestand: Bestand, naam: str, is_eigen: bool) -> Tabelschrijver | None:
        there = self._tabellen.get(bestand.naam)
        if bestand.naam in self._found.tabellen or (there and (is_eigen or there.is_eigen)):
            self._findings.add("BESTAND_DUBBEL", naam)
            return None
        if there is None:
            there = Tabelschrijver(self._folder, bestand, naam, is_eigen)
            self._tabellen[bestand.naam] = there
        return there

    def _write(
        self,
        tabel: _Tabel,
        schrijver: Tabelschrijver,
        kop: Tabelkop,
        rijen: Iterator[Bladrij],
        koppeling: Koppeling,
        theirs: Mapping[str, str] | None = None,
    ) -> None:
        """The rows below the header, with what is said of them."""
        naam, velden = tabel.naam, koppeling.velden
        koppen = dict(theirs or {})
        if tabel.is_blad:
            koppen = {
                veld.naam: cel_naam(1, veld.plaats + 1)[:-1]
                for veld in velden
                if veld.plaats is not None
            }
        schrijver.begin(
            Deel(naam, kop.regel, koppen, tabel.is_blad, 0), [veld.naam for veld in velden]
        )
        is_first = naam not in self._gezegd  # another block may have read the same sheet
        self._gezegd.add(naam)
        if kop.erboven and is_first:
            self._findings.add("BLAD_TITEL", naam, None, None, "", kop.erboven)
        naamloos: set[int] = set()
        verborgen = 0
        judged = judge_rows(rijen, kop, koppeling.verplicht)
        for rij, reden in mark_merged(judged, tabel.vorm, len(kop.namen)):
            if not reden:
                gelezen = koppeling.convert(rij)
                if isinstance(gelezen, str):
                    reden = gelezen
                else:
                    schrijver.add(rij.nummer, gelezen)
                    verborgen += rij.nummer in tabel.vorm.verborgen
                    naamloos |= {
                        kolom
                        for kolom in kop.samengevoegd
                        if kolom <= len(rij.waarden) and rij.waarden[kolom - 1] is not None
                    }
            if reden:
                schrijver.weg[reden] += 1
                if reden in GEZIEN and is_first:
                    self._findings.add("REGEL_WEG", naam, rij.nummer, None, REDENEN[reden])
        for kolom in sorted(naamloos) if is_first else ():
            cel = cel_naam(kop.regel, kolom)
            self._findings.add("KOP_SAMENGEVOEGD", naam, kop.regel, None, f"cel {cel}")
        if verborgen and is_first:
            self._findings.add("RIJ_VERBORGEN", naam, None, None, "", verborgen)
        for kolom_naam, aantal in koppeling.hersteld.items():
            self._findings.add("DATUM_ALS_GETAL", naam, None, kolom_naam, "", aantal)

    def _write_toml(self, tabel: _Tabel) -> None:
        """The sheet `levering`: a key in column A, its value in column B, on the same lines."""
        if self._found.toml:
            self._findings.add("BESTAND_DUBBEL", tabel.naam)
            return
        lines: list[str] = []
        for rij in tabel.read():
            naam, waarde = (normalise_kop(rij.waarden[0] or ""), (*rij.waarden, None)[1])
            if naam in GEEN_SLEUTEL:
                continue
            lines += [""] * (rij.nummer - 1 - len(lines))
            key = naam if KAAL.fullmatch(naam) else json.dumps(naam, ensure_ascii=False)
            lines.append(f"{key} = {_toml_value(naam, waarde)}")
        path = self._folder / TOML
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self._found.toml = path
        self._findings.set_place_of(
            TOML, lambda numbers: {nr: Plaats(tabel.naam, nr) for nr in (None, *numbers)}
        )

    def _read_csv(self, path: Path, naam: str) -> None:
        for blok, bron in self._blocks(path).items():
            self._gebruikt.add(blok)
            lezer = open_csv(path, self._folder, naam, bron, self._findings)
            if lezer is None:
                self._found.mislukt.add(bron.tabel)
                continue
            if not bron.decimaal and lezer.teken == ",":
                bron = replace(bron, decimaal=".")
            tabel = _Tabel(naam, Bladvorm(), lezer.read_rows, False)
            self._read_mapped(tabel, {blok: replace(bron, blad="*")})


def _toml_value(naam: str, waarde: Waarde) -> str:
    """A cell as TOML: a day, true or false for synthetisch, else a text."""
    if isinstance(waarde, Dag):
        return f"{waarde.moment:%Y-%m-%d}"
    tekst = to_tekst(waarde, Kolomsoort.TEKST, Counter()).strip()
    woord = {"WAAR": "true", "ONWAAR": "false"}.get(tekst, tekst.lower())
    if naam == "synthetisch" and (woord in WAAR or woord in ONWAAR):
        return "true" if woord in WAAR else "false"
    return json.dumps(tekst, ensure_ascii=False)
