"""A levering as delivered: a folder, a zip that is unpacked with care in a private folder, or
tables in a database.

Its levering.toml says datastand, bron, opmerking and, for made-up data, synthetisch = true.
"""

import codecs
import os
import re
import stat
import tomllib
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from proeftuin.errors import ProeftuinError
from proeftuin.ingest.beleidsinformatie.opgave import BLOK, name_files
from proeftuin.ingest.findings import TOML, Findings
from proeftuin.ingest.kolommen import OnmogelijkeDatum, has_bsn, hide_bsn, parse_datum
from proeftuin.ingest.motor.tabellen import copy_tables
from proeftuin.ingest.motor.verbinding import Motorbron
from proeftuin.ingest.werkmap.lezen import WERKMAPPEN, is_werkmap
from proeftuin.opendata import CBS_BESTAND, HERKOMST
from proeftuin.schema import BESTAND

MAXIMUM_BYTES = 40 << 30
MAXIMUM_VERHOUDING = 200
KLEIN_BYTES = 10 << 20  # below this the ratio says nothing
MAXIMUM_BESTANDEN = 200_000
SOORTEN = frozenset({".csv", ".parquet", ".toml", ".xml"}) | WERKMAPPEN
TEKSTEN = frozenset({".csv", ".txt"})  # what a block [bron.NAAM] can read, beside workbooks
BLOK_BYTES = 1 << 20
STUK = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
    *(OSError, EOFError, ValueError),
)
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
REKENBLADEN = frozenset({".xlsb", ".ods", ".numbers"})
INGEPAKT = frozenset({".zip", ".7z", ".rar", ".gz", ".tar", ".tgz"})
# waarheid.json: what is true of a made-up gemeente, beside its levering.
GENEGEERD = frozenset({"thumbs.db", "desktop.ini", "waarheid.json"})
TOML_SLEUTELS = frozenset({"datastand", "bron", "opmerking", "synthetisch", BLOK})
TOML_REGEL = re.compile(r"line (\d+)")


class Berichtpaden:
    """The paths of XML messages, a million if need be: per folder, the names as one text."""

    def __init__(self) -> None:
        """None yet."""
        self._namen: dict[str, bytearray] = {}
        self._aantal = 0

    def add(self, folder: str, naam: str) -> None:
        """One more, after those that are there."""
        namen = self._namen.setdefault(folder, bytearray())
        namen += os.fsencode(naam) + b"\0"
        self._aantal += 1

    def __len__(self) -> int:
        """How many there are."""
        return self._aantal

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """(path, name) of each, per folder."""
        for folder, namen in self._namen.items():
            begin = 0
            while begin < len(namen):
                einde = namen.index(0, begin)
                naam = os.fsdecode(bytes(namen[begin:einde]))
                yield os.path.join(folder, naam), naam
                begin = einde + 1


@dataclass
class LeveringBestanden:
    """The files of a levering: toml, tables by name, and XML messages.

    werkmappen, bronnen: workbooks, and files that a block [bron.NAAM] names; they become tables.
    beleidsinformatie: files that levering.toml names as such, by their name in lower case.
    openbaar: what `haal` put beside them. namen: what findings call a table, when not by its file.
    mislukt: tables that cannot be made; is_stuk: a workbook cannot be read, so nobody knows which
    tables there are.
    """

    toml: Path | None = None
    tabellen: dict[str, Path] = field(default_factory=dict)
    berichten: Berichtpaden = field(default_factory=Berichtpaden)
    werkmappen: list[Path] = field(default_factory=list)
    bronnen: list[Path] = field(default_factory=list)
    beleidsinformatie: dict[str, Path] = field(default_factory=dict)
    namen: dict[str, str] = field(default_factory=dict)
    mislukt: set[str] = field(default_factory=set)
    openbaar: list[Path] = field(default_factory=list)
    is_stuk: bool = False


class _Onveilig(Exception):
    """A zip that may not be unpacked; carries why, in Dutch."""


def check_source(source: Path | Motorbron) -> None:
    """Raise ProeftuinError (Dutch) when there is no folder, zip or workbook at `source`.

    A database is asked when it is opened.
    """
    if isinstance(source, Motorbron):
        return
    if not source.exists():
        raise ProeftuinError(
            f"'{source}' bestaat niet. Geef de map, de werkmap of het zipbestand van een levering."
        )
    if source.is_dir() or source.suffix.lower() in WERKMAPPEN:
        return
    if source.suffix.lower() in REKENBLADEN:
        raise ProeftuinError(
            f"'{source.name}' is een rekenblad dat wij niet lezen. Open het en sla het op als "
            "Excel-werkmap (.xlsx), in LibreOffice met Bestand > Opslaan als."
        )
    if not zipfile.is_zipfile(source):
        raise ProeftuinError(
            f"'{source}' is geen map, geen werkmap (.xlsx of .xls) en geen zipbestand."
        )


def open_source(
    source: Path | Motorbron, folder: Path, findings: Findings, patronen: Collection[str] = ()
) -> LeveringBestanden:
    """The files of the levering at `source`; a zip is unpacked, a database copied into `folder`.

    patronen: names (with * and ?) of files of other programs, which a block [bron.NAAM] reads.
    """
    if isinstance(source, Motorbron):
        made = copy_tables(source, folder, findings)
        return LeveringBestanden(made.toml, made.tabellen, namen=made.namen)
    if source.is_dir():
        return _list_files(source, findings, [], patronen)
    if source.suffix.lower() in WERKMAPPEN:
        return LeveringBestanden(werkmappen=[source])
    target = folder / "uitgepakt"
    target.mkdir(mode=0o700)
    try:
        ingepakt = _unpack(source, target)
    except _Onveilig as error:
        findings.add("ZIP_ONVEILIG", hide_bsn(source.name), None, None, str(error))
        return LeveringBestanden()
    except STUK:
        findings.add(
            "BESTAND_ONLEESBAAR", hide_bsn(source.name), None, None, "Het zipbestand is stuk."
        )
        return LeveringBestanden()
    return _list_files(target, findings, ingepakt, patronen)


def matches(patroon: str, naam: str) -> bool:
    """Whether a pattern with * and ? means this name of a file or sheet, in any case."""
    return fnmatch(naam.strip().lower(), patroon.strip().lower())


def _list_files(
    root: Path, findings: Findings, ingepakt: list[PurePosixPath], patronen: Collection[str]
) -> LeveringBestanden:
    """The files below root; ingepakt are those that stayed in the zip, relative to it."""
    top, root = root, _find_root(root)
    found = LeveringBestanden()
    toml = next((path for path in root.iterdir() if path.name.lower() == TOML), None)
    bij = name_files(toml)
    for path in _walk(root, found.berichten):
        naam = PurePosixPath(path.relative_to(root).as_posix())
        stam, soort = path.stem.strip().lower(), path.suffix.lower()
        in_root = len(naam.parts) == 1
        if in_root and (path.name.lower() == CBS_BESTAND or path.name.lower().endswith(HERKOMST)):
            found.openbaar.append(path)
            continue
        if is_ignored(naam):
            continue
        is_bron = in_root and any(matches(patroon, path.name) for patroon in patronen)
        if in_root and path.name.lower() in bij and soort in TEKSTEN | WERKMAPPEN:
            found.beleidsinformatie[path.name.lower()] = path
        elif in_root and soort in WERKMAPPEN and is_werkmap(path):
            found.werkmappen.append(path)
        elif is_bron and soort in TEKSTEN:
            found.bronnen.append(path)
        elif in_root and path.name.lower() == TOML:
            if found.toml:
                findings.add("BESTAND_DUBBEL", path.name)
            found.toml = path
        elif in_root and soort in (".csv", ".parquet") and stam in BESTAND:
            if stam in found.tabellen:
                findings.add("BESTAND_DUBBEL", path.name)
            found.tabellen[stam] = path
        else:
            _name_unread(naam, findings)
    inside = PurePosixPath(root.relative_to(top).as_posix())
    for naam in ingepakt:
        naam = naam.relative_to(inside) if naam.is_relative_to(inside) else naam
        if not is_ignored(naam):
            _name_unread(naam, findings)
    return found


def _walk(root: Path, berichten: Berichtpaden) -> Iterator[Path]:
    """Every file below root, in order, but messages: those that are not ignored go to berichten."""
    for folder, inside, names in os.walk(root):
        inside.sort()
        is_seen = not is_ignored(PurePosixPath(Path(folder).relative_to(root).as_posix(), "x"))
        for name in sorted(names):
            path = os.path.join(folder, name)
            if not os.path.isfile(path):
                continue
            if not name.lower().endswith(".xml"):
                yield Path(path)
            elif is_seen and not _is_hidden(name):
                berichten.add(folder, name)


def is_ignored(naam: PurePosixPath) -> bool:
    """What computers leave beside files: hidden, of an editor or of an operating system."""
    return any(map(_is_hidden, naam.parts)) or naam.name.lower() in GENEGEERD


def _is_hidden(deel: str) -> bool:
    return deel.startswith((".", "~$")) or deel == "__MACOSX"


def _name_unread(naam: PurePosixPath, findings: Findings) -> None:
    """Say of a file that it is not read, and what would make it so."""
    ending = naam.suffix.lower()
    stem = PurePosixPath(naam.stem)
    is_table = stem.suffix.lower() in (".csv", ".parquet", ".toml")
    kind = "BESTAND_ONBEKEND"
    if ending in REKENBLADEN or (ending in WERKMAPPEN and len(naam.parts) == 1):
        kind = "BESTAND_REKENBLAD"
    elif ending in INGEPAKT and not is_table:
        kind = "BESTAND_INGEPAKT"
    elif is_table:
        kind = "BESTAND_EXTENSIE"
    elif len(naam.parts) > 1 and ending in SOORTEN:
        kind = "BESTAND_SUBMAP"
    findings.add(kind, hide_bsn(str(naam)))


def _find_root(root: Path) -> Path:
    """The folder with levering.toml: root, or the only folder in it (many zips have one)."""
    inside = [path for path in root.iterdir() if not path.name.startswith((".", "__MACOSX"))]
    if len(inside) == 1 and inside[0].is_dir():
        return inside[0]
    return root


def _name_of(member: zipfile.ZipInfo) -> str:
    """The name with `/`; some Windows programs write a backslash between folders."""
    return member.filename.replace("\\", "/")


def _check_member(member: zipfile.ZipInfo) -> None:
    name = _name_of(member)
    parts = PurePosixPath(name).parts
    if ".." in parts or name.startswith("/") or ":" in name or "\0" in name:
        raise _Onveilig("een bestand wil buiten de map van de levering komen")
    mode = member.external_attr >> 16
    if mode and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_IFMT(mode) == 0):
        raise _Onveilig("het bevat een verwijzing (symbolische link) of een bijzonder bestand")
    if member.flag_bits & 0x1:
        raise _Onveilig("het is met een wachtwoord afgesloten")


def _unpack(source: Path, target: Path) -> list[PurePosixPath]:
    """Unpack what can be read; gives the names of the other files."""
    ingepakt = []
    with zipfile.ZipFile(source) as archive:
        members = archive.infolist()
        if len(members) > MAXIMUM_BESTANDEN:
            raise _Onveilig("het bevat te veel bestanden; lever zo veel berichten als map")
        for member in members:
            _check_member(member)
        names = [_name_of(member).lower().rstrip("/") for member in members]
        if len(set(names)) != len(names):
            raise _Onveilig("een bestand staat er meer dan één keer in")
        allowed = max(KLEIN_BYTES, MAXIMUM_VERHOUDING * source.stat().st_size)
        allowed = min(allowed, MAXIMUM_BYTES)
        if sum(member.file_size for member in members) > allowed:
            raise _Onveilig("het wordt bij uitpakken veel te groot")
        for member in members:
            naam = _name_of(member)
            if naam.endswith("/"):
                continue
            is_read = PurePosixPath(naam).suffix.lower() in SOORTEN | TEKSTEN
            if is_read or naam.lower().endswith(HERKOMST):
                allowed -= _unpack_member(archive, member, target, allowed)
            else:
                ingepakt.append(PurePosixPath(naam))
    return ingepakt


def _unpack_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, allowed: int
) -> int:
    """Bytes written; stops as soon as more comes out than is allowed (headers can lie)."""
    path = target.joinpath(*PurePosixPath(_name_of(member)).parts)
    if not path.resolve().is_relative_to(target.resolve()):
        raise _Onveilig("een bestand wil buiten de map van de levering komen")
    path.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with archive.open(member) as stream, path.open("xb") as output:
        while chunk := stream.read(BLOK_BYTES):
            written += len(chunk)
            if written > allowed:
                raise _Onveilig("het wordt bij uitpakken veel te groot")
            output.write(chunk)
    return written


@dataclass(frozen=True)
class Kenmerken:
    """What a levering says about itself."""

    datastand: date
    bron: str
    opmerking: str
    is_synthetisch: bool


TOML_BYTES = 65_536
TOML_DIEPTE = 5
TE_GROOT = "Het is te groot (meer dan 64 kB); er horen maar enkele regels in."
TE_DIEP = "Er staan te veel haakjes of tabellen in elkaar; er horen maar enkele regels in."
NIETS = Kenmerken(date(2100, 12, 31), "", "", False)


def read_kenmerken(path: Path | None, findings: Findings) -> Kenmerken:
    """The contents of levering.toml; with findings and a far datastand when it is wrong."""
    if path is None:
        findings.add("BESTAND_ONTBREEKT", TOML)
        return NIETS
    if path.stat().st_size > TOML_BYTES:
        findings.add("BESTAND_ONLEESBAAR", TOML, None, None, TE_GROOT)
        return NIETS
    try:
        table = tomllib.loads(_read_text(path))
    except UnicodeDecodeError:
        findings.add("CODERING_FOUT", TOML)
        return NIETS
    except tomllib.TOMLDecodeError as error:
        place = TOML_REGEL.search(str(error))
        regel = int(place[1]) if place else None
        findings.add("BESTAND_ONLEESBAAR", TOML, regel, None, "Het is geen geldig TOML.")
        return NIETS
    except RecursionError:
        findings.add("BESTAND_ONLEESBAAR", TOML, None, None, TE_DIEP)
        return NIETS
    if _is_deep(table):
        findings.add("BESTAND_ONLEESBAAR", TOML, None, None, TE_DIEP)
        return NIETS
    tekst = {}
    for naam in ("bron", "opmerking"):
        value = table.get(naam, "")
        if not isinstance(value, str):
            findings.add("TYPE_FOUT", TOML, _line(path, naam), naam, "tekst")
        elif has_bsn(value):
            findings.add("BSN_IN_TEKST", TOML, _line(path, naam), naam)
        tekst[naam] = str(value)
    synthetisch = table.get("synthetisch", False)
    if not isinstance(synthetisch, bool):
        findings.add("TYPE_FOUT", TOML, _line(path, "synthetisch"), "synthetisch", "true of false")
    for naam in table:
        if naam not in TOML_SLEUTELS:
            # Never what it is called: a name can be a person's.
            near = get_close_matches(naam.lower(), sorted(TOML_SLEUTELS), 1)
            meant = "; hij lijkt op '{}'".format(*near) if near else ""
            findings.add("TOML_SLEUTEL", TOML, _line(path, naam), None, meant)
    return Kenmerken(
        _read_datastand(path, table.get("datastand"), findings),
        tekst["bron"],
        tekst["opmerking"],
        synthetisch is True,
    )


def _is_deep(table: object) -> bool:
    """Whether something lies more than TOML_DIEPTE tables or lists deep; looks in no deeper."""
    level = [table]
    for _ in range(TOML_DIEPTE):
        inner: list[object] = []
        for item in level:
            inner += (
                item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
            )
        level = inner
    return bool(level)


def _read_text(path: Path) -> str:
    """The text of a UTF-8 or, by its first bytes, UTF-16 file; raises UnicodeDecodeError."""
    content = path.read_bytes()
    return content.decode("utf-16" if content[:2] in UTF16 else "utf-8-sig")


def _read_datastand(path: Path, value: object, findings: Findings) -> date:
    if value is None or value == "":
        code = "KOLOM_ONTBREEKT" if value is None else "VELD_LEEG"
        findings.add(code, TOML, None, "datastand")
        return NIETS.datastand
    regel = _line(path, "datastand")
    if isinstance(value, datetime):
        findings.add("TYPE_FOUT", TOML, regel, "datastand", "dag: er staat een tijd bij")
        return NIETS.datastand
    try:
        dag = parse_datum(value.isoformat() if isinstance(value, date) else str(value).strip())
    except OnmogelijkeDatum:
        findings.add("DATUM_ONMOGELIJK", TOML, regel, "datastand")
        return NIETS.datastand
    if dag is None:
        findings.add("TYPE_FOUT", TOML, regel, "datastand", "datum")
        return NIETS.datastand
    return dag


def _line(path: Path, key: str) -> int | None:
    """First line of the file that sets this key."""
    lines = _read_text(path).splitlines()
    for nummer, line in enumerate(lines, start=1):
        if line.split("=")[0].strip() == key:
            return nummer
    return None
