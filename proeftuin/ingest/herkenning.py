"""How much of a levering belongs to no wijk, counted before anything is loaded.

A gebied is no person key, so what is not recognised may be named.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from proeftuin.errors import Finding
from proeftuin.ingest.aansluiting import Aansluiting
from proeftuin.ingest.csv_levering import read_csv, read_parquet, to_utf8
from proeftuin.ingest.findings import Findings
from proeftuin.ingest.gebieden import Gebieden
from proeftuin.ingest.kolommen import to_text
from proeftuin.ingest.source import check_source, open_source
from proeftuin.ingest.werkmap.leveren import Bronnen
from proeftuin.schema import BESTANDEN, Bestand, Kolomsoort
from proeftuin.settings import Settings
from proeftuin.store import build_folder
from proeftuin.vocabulary import ONBEKEND


@dataclass(frozen=True)
class Herkenning:
    """How much of one file of a levering belongs to a configured wijk.

    aantal: rows with a gebied; onbekend: how many of those belong to no wijk; voorbeelden: the
    gebieden that came most often among them, at most five, with their count.
    """

    bestand: str
    aantal: int
    onbekend: int
    voorbeelden: tuple[tuple[str, int], ...]

    @property
    def aandeel(self) -> float:
        """Share of the rows that belongs to no wijk, 0..1."""
        return self.onbekend / self.aantal if self.aantal else 0.0


def count_gebieden(
    source: Path, data_dir: Path, settings: Settings
) -> tuple[list[Herkenning], list[Finding]]:
    """Every table of the levering that has a gebied, and what kept one from it.

    source is a folder, zip or workbook. Nothing is loaded: a zip is unpacked in a private folder
    of data_dir that goes at once. Rows of messages are not counted. ProeftuinError (Dutch) when
    there is no levering at source, or when a load runs; SettingsError when the concordance cannot
    be used.
    """
    check_source(source)
    gebieden, findings = Gebieden(settings), Findings()
    found = []
    with build_folder(data_dir) as folder:
        patronen = [bron.bestand for bron in settings.bron.values()]
        levering = open_source(source, folder, findings, patronen)
        Bronnen(levering, folder, settings.bron, findings).add_to(Aansluiting())
        for bestand in BESTANDEN:
            path = levering.tabellen.get(bestand.naam)
            if path:
                naam = levering.namen.get(bestand.naam, path.name)
                found += _count_file(bestand, path, naam, gebieden, findings, folder)
    return found, findings.list_all()


def _count_file(
    bestand: Bestand, path: Path, naam: str, gebieden: Gebieden, findings: Findings, folder: Path
) -> list[Herkenning]:
    kolommen = [kolom.naam for kolom in bestand.kolommen if kolom.soort is Kolomsoort.GEBIED]
    if not kolommen:
        return []
    counts: Counter[str] = Counter()
    read = read_parquet if path.suffix.lower() == ".parquet" else read_csv
    try:
        readable = path if read is read_parquet else to_utf8(path, folder, naam, findings)
        for raw in read(readable, bestand, naam, findings, Aansluiting()) if readable else ():
            for kolom in kolommen:
                texts = to_text(raw.kolommen[kolom]) if kolom in raw.kolommen else None
                for item in [] if texts is None else texts.value_counts().to_pylist():
                    counts[(item["values"] or "").strip()] += item["counts"]
    except pa.ArrowException:
        findings.add("BESTAND_ONLEESBAAR", naam)
    del counts[""]
    lost = Counter({g: n for g, n in counts.items() if gebieden.find_wijk(g) == ONBEKEND})
    shown = findings.name_of(naam)
    return [Herkenning(shown, counts.total(), lost.total(), tuple(lost.most_common(5)))]
