"""Reads a CSV of another program as rows of texts, with the line each begins on."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from proeftuin.ingest.aanhaling import check_aanhaling
from proeftuin.ingest.csv_levering import BLOK_BYTES, SCHEIDINGSTEKENS, to_utf8
from proeftuin.ingest.findings import Findings
from proeftuin.ingest.werkmap.koppelen import list_ours
from proeftuin.ingest.werkmap.koppen import VOORLOOP, find_kop, normalise_kop
from proeftuin.ingest.werkmap.lezen import Bladrij, Bladvorm
from proeftuin.schema import BESTAND
from proeftuin.settings import BronBlok

LANGSTE_VELD = 1 << 20
UTF8 = "utf-8"
CODERINGEN = (UTF8, "windows-1252")


@dataclass(frozen=True)
class CsvBron:
    """A CSV in UTF-8 whose quotes are in order, and the sign between its columns."""

    path: Path
    teken: str
    codering: str = "utf-8-sig"

    def read_rows(self) -> Iterator[Bladrij]:
        """Every record that is no empty line, with the line it begins on."""
        csv.field_size_limit(LANGSTE_VELD)
        with self.path.open(encoding=self.codering, newline="") as stream:
            reader = csv.reader(stream, delimiter=self.teken)
            begin = 1
            for row in reader:
                if row:
                    yield Bladrij(begin, tuple(tekst or None for tekst in row))
                begin = reader.line_num + 1


def open_csv(
    path: Path, folder: Path, naam: str, bron: BronBlok, findings: Findings
) -> CsvBron | None:
    """The file ready to read; None, with findings, when it has another encoding or stray quotes.

    folder: private, for a copy in UTF-8 of a file that is none.
    """
    readable = _to_utf8(path, folder, naam, bron.codering, findings)
    if readable is None:
        return None
    with readable.open(encoding="utf-8-sig", newline="") as stream:
        begin = list(islice(stream, VOORLOOP))
    if not any(line.strip() for line in begin):
        findings.add("BESTAND_LEEG", naam)
        return None
    found = CsvBron(readable, max(SCHEIDINGSTEKENS, key="".join(begin).count))
    ours = {normalise_kop(theirs): naam for theirs, naam in list_ours(bron)}
    kop, _ = find_kop(found.read_rows(), Bladvorm(), ours)
    if kop is None:
        findings.add("BESTAND_LEEG", naam)
        return None
    names = [ours.get(name, name) for name in kop.namen]
    check = check_aanhaling(readable, names, found.teken, kop.regel, BESTAND[bron.tabel])
    for code, pairs in (("AANHALING_LOS", check.los), ("AANHALING_REGELEINDE", check.regeleinde)):
        for van, tot in pairs:
            findings.add(code, naam, van, None, "", 1, f"regel {van} tot en met {tot}")
    if check.los or check.regeleinde:
        return None
    aantal = sum(1 for _ in islice(found.read_rows(), kop.erboven + 1, None))
    if aantal != check.aantal_rijen:
        detail = f"{check.aantal_rijen} rijen geteld, {aantal} gelezen"
        findings.add("AANSLUITING", naam, None, None, detail)
    return found


def _to_utf8(path: Path, folder: Path, naam: str, codering: str, findings: Findings) -> Path | None:
    if codering == UTF8:
        readable = to_utf8(path, folder, naam, findings)
        return readable if readable and _is_text(readable, naam, findings) else None
    copy = folder / f"bron-{path.name}"
    try:
        with (
            path.open(encoding=codering, newline="") as stream_in,
            copy.open("w", encoding="utf-8", newline="") as stream_out,
        ):
            while chunk := stream_in.read(BLOK_BYTES):
                stream_out.write(chunk)
    except UnicodeError:
        findings.add("CODERING_FOUT", naam)
        return None
    return copy if _is_text(copy, naam, findings) else None


def _is_text(path: Path, naam: str, findings: Findings) -> bool:
    """Whether all of it is UTF-8 without a byte that no text holds; else a finding, with a line."""
    regel = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for regel, line in enumerate(stream, start=1):
                if "\0" in line:
                    findings.add("CODERING_FOUT", naam, regel)
                    return False
    except UnicodeDecodeError:
        findings.add("CODERING_FOUT", naam, regel + 1)
        return False
    return True
