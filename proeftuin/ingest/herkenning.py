"""How much of a levering belongs to no wijk, counted before anything is loaded.

Files and messages go through the same door as in laad, into a scratch store that goes at once, and
are counted by the same rule. A gebied is no person key, so what is not recognised may be named.
"""

import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from proeftuin.errors import Finding
from proeftuin.ingest.aansluiting import Aansluiting
from proeftuin.ingest.checks import Onbekend, count_onbekend
from proeftuin.ingest.csv_levering import read_csv, read_parquet, to_utf8
from proeftuin.ingest.door import BatchTyper
from proeftuin.ingest.findings import Findings
from proeftuin.ingest.gebieden import Gebieden
from proeftuin.ingest.ijw.berichten import Berichten
from proeftuin.ingest.ijw.vullen import fill_from_berichten
from proeftuin.ingest.kolommen import hide_bsn
from proeftuin.ingest.load import make_staging
from proeftuin.ingest.motor.verbinding import Motorbron
from proeftuin.ingest.pseudonym import Persoonsnummers, Sleutel
from proeftuin.ingest.source import LeveringBestanden, check_source, open_source
from proeftuin.ingest.werkmap.leveren import Bronnen
from proeftuin.schema import BESTANDEN, Bestand, Kolomsoort
from proeftuin.settings import Settings
from proeftuin.store import Builder, build_scratch

VOORBEELDEN = 5
JW301 = "JW301"  # the only message with an address


@dataclass(frozen=True)
class Herkenning:
    """How much of one file or message type belongs to a configured wijk, as laad counts it.

    voorbeelden: the gebieden of no wijk that came most often, at most five, with their count.
    """

    telling: Onbekend
    voorbeelden: tuple[tuple[str, int], ...]

    @property
    def aandeel(self) -> float:
        """Share of what was counted that belongs to no wijk, 0..1."""
        return self.telling.onbekend / self.telling.aantal if self.telling.aantal else 0.0


def count_gebieden(
    source: Path | Motorbron, data_dir: Path, settings: Settings
) -> tuple[list[Herkenning], list[Finding]]:
    """Every file with a gebied and every message type, and what kept one from being read.

    Nothing is loaded and no key is kept. Files without a gebied are not opened. ProeftuinError
    (Dutch) when there is no levering at source, or when a load runs; SettingsError when the
    concordance cannot be used.
    """
    check_source(source)
    with build_scratch(data_dir) as builder:
        teller = _Teller(builder, settings)
        patronen = [bron.bestand for bron in settings.bron.values()]
        found = open_source(source, builder.folder, teller.findings, patronen)
        Bronnen(found, builder.folder, settings.bron, teller.findings).add_to(Aansluiting())
        make_staging(builder)
        for bestand in BESTANDEN:
            if bestand.naam in found.tabellen:
                path = found.tabellen[bestand.naam]
                teller.read_table(bestand, path, found.namen.get(bestand.naam, path.name))
        if found.berichten:
            teller.read_berichten(found)
        counted = [
            Herkenning(
                replace(item, bestand=teller.findings.name_of(item.bestand)),
                tuple(teller.gebieden.get(item.bestand, Counter()).most_common(VOORBEELDEN)),
            )
            for item in count_onbekend(builder, teller.namen)
        ]
        teller.findings.settle()
    return counted, teller.findings.list_all()


class _Teller:
    """Reads what has a gebied or a jeugdige into staging; findings are those of reading alone."""

    def __init__(self, builder: Builder, settings: Settings) -> None:
        self._builder, self._settings = builder, settings
        self._wijken = Gebieden(settings)
        self._personen = Persoonsnummers(Sleutel(os.urandom(32), None))
        self._later = Findings()  # of values and rows: laad judges those
        self.findings = Findings()
        self.namen: dict[str, str] = {}
        self.gebieden: dict[str, Counter[str]] = {}

    def _make_typer(self, bestand: Bestand, naam: str) -> BatchTyper:
        return BatchTyper(bestand, naam, self._later, self._personen, self._wijken, self._settings)

    def read_table(self, bestand: Bestand, path: Path, naam: str) -> None:
        """One file with a gebied; others are passed over."""
        if all(kolom.soort is not Kolomsoort.GEBIED for kolom in bestand.kolommen):
            return
        self.namen[bestand.naam] = naam
        typer = self._make_typer(bestand, naam)
        read = read_parquet if path.suffix.lower() == ".parquet" else read_csv
        try:
            readable = path
            if read is read_csv:
                found = to_utf8(path, self._builder.folder, naam, self.findings)
                if found is None:
                    return
                readable = found
            for raw in read(readable, bestand, naam, self.findings, Aansluiting()):
                self._builder.insert(f"werk.{bestand.naam}", typer.type_batch(raw))
        except pa.ArrowException:
            self.findings.add("BESTAND_ONLEESBAAR", naam)
        self.gebieden[naam] = typer.kwaliteit.gebieden

    def read_berichten(self, found: LeveringBestanden) -> None:
        """Every message, and the addresses that follow from them."""
        berichten = Berichten(self._builder, self.findings, self._make_typer)
        for path, bestand in found.berichten:
            berichten.read(path, hide_bsn(bestand))
        berichten.finish()
        fill_from_berichten(self._builder, self._later, berichten, self.namen, self._settings)
        self.gebieden[JW301] = berichten.gebieden
