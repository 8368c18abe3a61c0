"""Reads the CSV and Parquet files of a levering, batch by batch, as raw columns with lines.

Bounded memory whatever the size of the file; a file that cannot be read gives findings and no
rows. Nothing is typed here: see door.py. Signs that nobody sees (a mark of the encoding in the
middle of a file, what a web page leaves in a copied text) are no part of any value.
"""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from proeftuin.ingest.aanhaling import check_aanhaling
from proeftuin.ingest.aansluiting import Aansluiting
from proeftuin.ingest.door import RawBatch
from proeftuin.ingest.findings import Findings
from proeftuin.ingest.werkmap.koppen import normalise_kop
from proeftuin.schema import Bestand

BLOK_BYTES = 8 << 20
LF = 10
BATCH_RIJEN = 131_072
MEEST_PLAATSEN = 10
SCHEIDINGSTEKENS = (";", ",", "\t")
ONZICHTBAAR = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"
ONZICHTBAAR_BYTES = re.compile(b"|".join(teken.encode() for teken in ONZICHTBAAR))
WEG = str.maketrans("", "", ONZICHTBAAR)


@dataclass
class _Scan:
    """What one pass over the bytes of a CSV tells; a line ends at CR LF, LF or CR."""

    regels: int = 0
    leeg: int = 0  # lines with nothing at all
    heeft_aanhaling: bool = False
    fout_regel: int | None = None  # first line that is not UTF-8


def _read_chunks(path: Path) -> Iterator[bytes]:
    """The file in blocks with every line end as LF."""
    carry = b""
    with path.open("rb") as stream:
        while chunk := stream.read(BLOK_BYTES):
            chunk, carry = carry + chunk, b""
            if chunk.endswith(b"\r"):
                chunk, carry = chunk[:-1], b"\r"
            if b"\r" in chunk:
                chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            yield chunk
    if carry:
        yield b"\n"


def _scan(path: Path) -> _Scan:
    scan = _Scan()
    decoder = codecs.getincrementaldecoder("utf-8")()
    last = b"\n"
    for chunk in _read_chunks(path):
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            scan.fout_regel = scan.regels + 1 + error.object.count(b"\n", 0, error.start)
            return scan
        if b"\0" in chunk:
            scan.fout_regel = scan.regels + 1 + chunk.count(b"\n", 0, chunk.index(b"\0"))
            return scan
        scan.heeft_aanhaling = scan.heeft_aanhaling or b'"' in chunk
        ends = np.flatnonzero(np.frombuffer(last + chunk, np.uint8) == LF)
        scan.leeg += int((np.diff(ends) == 1).sum())
        scan.regels += chunk.count(b"\n")
        last = chunk[-1:] or last
    if decoder.getstate()[0]:
        scan.fout_regel = scan.regels + 1
    scan.regels += not last.endswith(b"\n")
    return scan


@dataclass(frozen=True)
class _Kop:
    """Column names as the contract writes them, the delimiter, and lines above the first row."""

    namen: list[str]
    teken: str
    regels: int


def _read_header(path: Path) -> _Kop:
    """The header; a first line `sep=;`, as Excel writes it, gives the delimiter.

    Else it is the one that comes most often in the header.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        line = stream.readline()
        regels = 1
        teken = ""
        first = line.strip('"\r\n').lower()
        if first.startswith("sep=") and first[4:5] in SCHEIDINGSTEKENS:
            teken, regels, line = first[4], 2, stream.readline()
    teken = teken or max(SCHEIDINGSTEKENS, key=line.count)
    names = next(csv.reader([line], delimiter=teken), [])
    return _Kop([normalise_kop(name) for name in names], teken, regels)


def say_places(places: Sequence[int]) -> str:
    """Where columns stand, the first ten; never what they are called: a name can be a person's."""
    shown = ", ".join(map(str, places[:MEEST_PLAATSEN]))
    return f"kolom {shown}{' en meer' if len(places) > MEEST_PLAATSEN else ''}"


def check_kolommen(names: list[str], bestand: Bestand, naam: str, findings: Findings) -> bool:
    """Whether all columns that must be there are there once; notes findings on line 1."""
    if not {kolom.naam for kolom in bestand.kolommen} & set(names):
        findings.add("KOP_ONTBREEKT", naam, 1)
        return False
    complete = True
    for kolom in bestand.kolommen:
        if names.count(kolom.naam) > 1:
            findings.add("KOLOM_DUBBEL", naam, 1, kolom.naam)
            complete = False
        if kolom.naam not in names:
            findings.add("KOLOM_ONTBREEKT", naam, 1, kolom.naam)
            complete = False
    known = {kolom.naam for kolom in bestand.kolommen}
    extra = [place for place, name in enumerate(names, 1) if name and name not in known]
    if extra:
        findings.add("KOLOM_ONBEKEND", naam, 1, None, "", len(extra), say_places(extra))
    return complete


@dataclass
class _Records:
    """Record numbers (header is 1) of the rows that pyarrow keeps, around the rows it refuses."""

    volgende: int = 2
    geweigerd: list[int] = field(default_factory=list)

    def number(self, length: int) -> pa.Int64Array:
        last = self.volgende + length + len(self.geweigerd)
        numbers = np.arange(self.volgende, last, dtype=np.int64)
        if self.geweigerd:
            numbers = np.setdiff1d(numbers, self.geweigerd)
        numbers = numbers[:length]
        self.volgende = int(numbers[-1]) + 1 if length else self.volgende
        return pa.array(numbers)


def _find_lines(path: Path, kop: _Kop, records: list[int]) -> dict[int, int]:
    """First line of each record; a record can span lines, and blank lines are no records."""
    wanted = set(records)
    lines: dict[int, int] = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for _ in range(kop.regels - 1):
            stream.readline()
        reader = csv.reader(stream, delimiter=kop.teken)
        record, begin = 0, kop.regels
        with suppress(csv.Error):  # a field too long for this reader: the record number is near
            for row in reader:
                if row:
                    record += 1
                    if record in wanted:
                        lines[record] = begin
                begin = kop.regels + reader.line_num
    return lines


def to_utf8(path: Path, folder: Path, naam: str, findings: Findings) -> Path | None:
    """The file itself, or a UTF-8 copy in `folder` of one in UTF-16 (by its first bytes).

    A copy as well, without them, when it holds signs that nobody sees. None, with a finding, when
    it begins as UTF-16 and is none.
    """
    with path.open("rb") as stream:
        is_utf16 = stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if not is_utf16 and not _has_invisible(path):
        return path
    copy = folder / f"utf8-{path.name}"
    try:
        with (
            path.open(encoding="utf-16" if is_utf16 else "utf-8-sig", newline="") as stream_in,
            copy.open("w", encoding="utf-8", newline="") as stream_out,
        ):
            while chunk := stream_in.read(BLOK_BYTES):
                stream_out.write(chunk.translate(WEG))
    except UnicodeError:
        if not is_utf16:
            return path  # read_csv finds the line
        findings.add("CODERING_FOUT", naam)
        return None
    return copy


def _has_invisible(path: Path) -> bool:
    """Whether a sign of ONZICHTBAAR stands anywhere after the mark a UTF-8 file may begin with."""
    with path.open("rb") as stream:
        last = stream.read(len(codecs.BOM_UTF8)).removeprefix(codecs.BOM_UTF8)
        while chunk := stream.read(BLOK_BYTES):
            if ONZICHTBAAR_BYTES.search(last + chunk):
                return True
            last = chunk[-2:]
    return False


def _count_records(
    path: Path, kop: _Kop, scan: _Scan, bestand: Bestand, naam: str, findings: Findings
) -> int | None:
    """Rows the lines of the file hold; None, with findings, when its quotes are not in order."""
    if not scan.heeft_aanhaling:
        return scan.regels - scan.leeg - kop.regels
    found = check_aanhaling(path, kop.namen, kop.teken, kop.regels, bestand)
    for code, pairs in (("AANHALING_LOS", found.los), ("AANHALING_REGELEINDE", found.regeleinde)):
        for van, tot in pairs:
            findings.add(code, naam, van, None, "", 1, f"regel {van} tot en met {tot}")
    if found.los or found.regeleinde:
        return None
    for rij, van, tot in found.doorlopend:
        where = f"regel {van} tot en met {tot}"
        findings.add("TEKST_LOOPT_DOOR", naam, rij + 1, None, "", tot - van, where)
    if found.aantal_regels != scan.regels - kop.regels:
        detail = f"{scan.regels - kop.regels} regels geteld, {found.aantal_regels} gelezen"
        findings.add("AANSLUITING", naam, None, None, detail)
    return found.aantal_rijen


def read_csv(
    path: Path, bestand: Bestand, naam: str, findings: Findings, aansluiting: Aansluiting
) -> Iterator[RawBatch]:
    """Batches of a CSV file (`;`, `,` or tab, UTF-8, BOM or not); findings when it cannot be read.

    aansluiting gets the rows counted from the lines, apart from those that come out here.
    """
    scan = _scan(path)
    if scan.fout_regel is not None:
        findings.add("CODERING_FOUT", naam, scan.fout_regel)
        return
    if scan.regels == 0:
        findings.add("BESTAND_LEEG", naam)
        return
    kop = _read_header(path)
    names, delimiter = kop.namen, kop.teken
    if not check_kolommen(names, bestand, naam, findings):
        return
    geteld = _count_records(path, kop, scan, bestand, naam, findings)
    if geteld is None:
        return
    if geteld == 0:
        findings.add("BESTAND_LEEG", naam)
        return
    aansluiting.note_read(bestand.naam, geteld)
    known = [kolom.naam for kolom in bestand.kolommen if kolom.naam in names]
    unique = [name if name in known else f"overig_{nr}" for nr, name in enumerate(names)]
    records = _Records()

    def refuse(row: pyarrow.csv.InvalidRow) -> str:
        number = row.number or 0
        records.geweigerd.append(number)
        detail = f"{row.actual_columns} velden in plaats van {row.expected_columns}"
        findings.add("RIJ_KOLOMMEN", naam, number, None, detail)
        return "skip"

    try:
        reader = pyarrow.csv.open_csv(
            path,
            pyarrow.csv.ReadOptions(
                use_threads=False, block_size=BLOK_BYTES, column_names=unique, skip_rows=kop.regels
            ),
            pyarrow.csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=scan.heeft_aanhaling,
                invalid_row_handler=refuse,
            ),
            pyarrow.csv.ConvertOptions(
                check_utf8=False,
                column_types=dict.fromkeys(known, pa.string()),
                include_columns=known,
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
        aantal = 0
        for batch in reader:
            aantal += batch.num_rows
            columns = dict(zip(known, batch.columns, strict=True))
            yield RawBatch(columns, records.number(batch.num_rows), naam, delimiter != ",")
    except pa.ArrowException:
        findings.add("BESTAND_ONLEESBAAR", naam, None, None, "Het is geen goede CSV.")
        return
    if aantal + len(records.geweigerd) != geteld:
        detail = f"{geteld} rijen geteld, {aantal + len(records.geweigerd)} gelezen"
        findings.add("AANSLUITING", naam, None, None, detail)
    if scan.regels != geteld + 1:
        findings.set_line_of(naam, lambda numbers: _find_lines(path, kop, numbers))


def read_parquet(
    path: Path, bestand: Bestand, naam: str, findings: Findings, aansluiting: Aansluiting
) -> Iterator[RawBatch]:
    """Batches of a Parquet file with the same columns; the first row counts as line 2."""
    try:
        source = pyarrow.parquet.ParquetFile(path)
        names = [normalise_kop(name) for name in source.schema_arrow.names]
        if not check_kolommen(names, bestand, naam, findings):
            return
        aansluiting.note_read(bestand.naam, source.metadata.num_rows)
        wanted = {kolom.naam for kolom in bestand.kolommen}
        given = {name: own for name, own in zip(names, source.schema_arrow.names, strict=True)}
        columns = {name: given[name] for name in names if name in wanted}
        first = 2
        for batch in source.iter_batches(BATCH_RIJEN, columns=list(columns.values())):
            regels = pa.array(np.arange(first, first + batch.num_rows, dtype=np.int64))
            first += batch.num_rows
            yield RawBatch({name: batch[own] for name, own in columns.items()}, regels, naam)
    except (pa.ArrowException, OSError):
        findings.add("BESTAND_ONLEESBAAR", naam, None, None, "Het is geen goed Parquetbestand.")
        return
    if first == 2:
        findings.add("BESTAND_LEEG", naam)
