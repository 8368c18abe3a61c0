"""Makes the work list: a levering is read as laad reads it, into a scratch store that goes at once.

The store knows persons by pseudonym alone, so the numbers a back office works with come from the
levering itself. They stand in the file that is written (its owner's alone), and nowhere else: no
store, no edition, no log and no screen.
"""

import os
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from proeftuin.errors import LeveringRejected, ProeftuinError
from proeftuin.files import harmless, replacing, write_cells
from proeftuin.ingest.checks import UIT_BERICHT
from proeftuin.ingest.findings import VOLGORDE
from proeftuin.ingest.load import Load, Progress
from proeftuin.ingest.motor.verbinding import Motorbron
from proeftuin.ingest.pseudonym import Persoonsnummers, Sleutel
from proeftuin.ingest.source import check_source
from proeftuin.ingest.waarden import show_wrong_value
from proeftuin.ingest.werklijst.regels import WERKREGELS, Werkregel
from proeftuin.schema import BESTAND, Kolomsoort
from proeftuin.settings import Settings
from proeftuin.store import Builder, build_scratch


@dataclass(frozen=True)
class Werk:
    """One line: where a row stands (regel None: in a message), its own number, and what to do."""

    bestand: str
    regel: int | None
    eigen_nummer: str
    veld: str
    waarde: str
    wat_is_er_mis: str
    wat_te_doen: str


KOP = tuple(field.name for field in fields(Werk))


def make_werklijst(
    source: Path | Motorbron,
    target: Path,
    data_dir: Path,
    settings: Settings,
    replace: bool = False,
    progress: Progress | None = None,
) -> dict[str, int]:
    """Write the work list of the levering at `source` to `target` (CSV, mode 0600).

    How many lines per file of the levering, in the order of the contract. A levering that laad
    would refuse has a work list too: of what could be read. ProeftuinError (Dutch) when there is no
    levering at source, when target lies in it, or is there and is not to be replaced or is no work
    list, or when a load runs.
    """
    check_source(source)
    _check_target(target, source, replace)
    silent: Progress = lambda fase, aandeel: None  # noqa: E731
    load = Load(settings, Persoonsnummers(Sleutel(os.urandom(32), None)), progress or silent, "")
    with build_scratch(data_dir) as builder:
        try:
            load.check(builder, source, None, True)
        except LeveringRejected:
            pass  # its fouten are what the work list begins with
        if not load.namen:
            raise ProeftuinError(
                f"In '{source}' is geen bestand gelezen. Kijk met laad wat eraan mankeert."
            )
        found = {*_list_findings(load, builder), *_list_rules(load, builder)}
    lines = sorted(found, key=_order)
    with (
        replacing(target) as beside,
        beside.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        write_cells(stream, [KOP, *(astuple(line) for line in lines)])
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.bestand] = counts.get(line.bestand, 0) + 1
    return counts


def _check_target(target: Path, source: Path | Motorbron, replace: bool) -> None:
    """ProeftuinError (Dutch) unless the list may stand here; it replaces only a work list."""
    if not target.parent.is_dir():
        raise ProeftuinError(f"De map '{target.parent}' bestaat niet. Maak haar eerst.")
    if isinstance(source, Path) and source.resolve() in target.resolve().parents:
        raise ProeftuinError(
            f"'{target}' ligt in de levering zelf. Zet de werklijst in een andere map."
        )
    if target.exists() and not replace:
        raise ProeftuinError(
            f"'{target}' bestaat al. Kies een andere naam, of overschrijf het met --vervang."
        )
    if target.exists() and not _is_werklijst(target):
        raise ProeftuinError(
            f"'{target}' is geen werklijst en wordt niet overschreven. Kies een andere naam."
        )


def _is_werklijst(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as stream:
        return stream.readline(1_000).decode("utf-8-sig", "replace").strip() == ";".join(KOP)


def _list_findings(load: Load, builder: Builder) -> Iterator[Werk]:
    """What laad itself finds on a row."""
    tables = {shown: naam for naam, shown in load.namen.items()}
    found = list(load.findings.list_records())
    numbers = {
        tabel: _own_numbers(load, builder, tables[tabel]) for tabel, *_ in found if tabel in tables
    }
    for tabel, regel, finding in found:
        melding = finding.melding
        if finding.aantal > 1:
            melding += f" Dit is de eerste van {finding.aantal} rijen."
        yield Werk(
            finding.bestand,
            finding.regel,
            numbers.get(tabel, {}).get(regel, ""),
            finding.kolom or "",
            finding.waarde,
            melding,
            finding.oplossing,
        )


def _own_numbers(load: Load, builder: Builder, naam: str) -> dict[int, str]:
    """The own number of every row of a file that stands in staging, by record number."""
    key = _key_column(naam)
    rows = builder.rows(f"select regel, {key} from werk.{naam} where not uit_bericht")
    return {regel: _show_key(load, naam, value) for regel, value in rows}


def _key_column(naam: str) -> str:
    """The column that numbers the rows of a file; null where it has none."""
    sleutel = BESTAND[naam].sleutel
    is_own = bool(sleutel) and (len(sleutel) == 1 or naam == "jeugdige")
    return sleutel[0] if is_own else "null"


def _show_key(load: Load, naam: str, value: object) -> str:
    if value is None:
        return ""
    text = load.personen.show_key(int(str(value))) if naam == "jeugdige" else str(value)
    return harmless(text)


def _list_rules(load: Load, builder: Builder) -> Iterator[Werk]:
    """The rows that load, but say too little."""
    for regel in WERKREGELS:
        if regel.bestand in load.namen and regel.bestand not in load.mislukt:
            yield from _list_rule(load, builder, regel)


def _list_rule(load: Load, builder: Builder, rule: Werkregel) -> Iterator[Werk]:
    naam, datastand = rule.bestand, f"date '{load.datastand}'"
    bestand = BESTAND[naam]
    where = f"({rule.waar.format(datastand=datastand)})"
    if bestand.begin_kolom:
        where += f" and {bestand.begin_kolom} <= {datastand}"
    rows = builder.rows(
        f"select regel, uit_bericht, {_key_column(naam)}, {rule.toon}"
        f" from werk.{naam} as rij where {where} order by regel"
    )
    shown = load.namen[naam]
    places = load.findings.find_places(shown, [nr for nr, is_bericht, *_ in rows if not is_bericht])
    kolom = bestand.kolom(rule.veld)
    for nr, is_bericht, key, value in rows:
        text = "" if value is None else str(value)
        if kolom.soort is Kolomsoort.GEBIED:
            text = show_wrong_value(kolom, text, load.personen)
        where_it_is, line, column = UIT_BERICHT.get(naam, shown), None, ""
        if not is_bericht:
            plaats = places[nr]
            where_it_is, line, column = plaats.bestand, plaats.regel, plaats.say_column(rule.veld)
        yield Werk(
            harmless(where_it_is),
            line,
            _show_key(load, naam, key),
            rule.veld,
            harmless(text),
            harmless(column) + rule.melding,
            rule.oplossing,
        )


def _order(line: Werk) -> tuple[object, ...]:
    """As the findings of laad: files as in the contract, then by row."""
    naam = line.bestand.rsplit(", blad ", 1)[-1].strip().lower().rsplit(".", 1)[0]
    return (
        VOLGORDE.get(naam, 99), line.bestand, line.regel or 0, line.eigen_nummer, line.veld,
        line.wat_is_er_mis, line.waarde,
    )  # fmt: skip
