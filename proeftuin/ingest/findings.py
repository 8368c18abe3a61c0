"""Collects findings while a levering is read, and writes them to bevindingen.csv.

A levering can hold millions of wrong rows: per code, file and column only the first lines are
kept, the rest is counted.
"""

import csv
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from proeftuin.errors import FOUT, Finding
from proeftuin.ingest.meldingen import MELDINGEN
from proeftuin.schema import BESTANDEN

MAXIMUM = 1_000
BEVINDINGEN = "bevindingen.csv"
KOLOMMEN = ("code", "ernst", "bestand", "regel", "kolom", "melding", "oplossing", "aantal")
VOLGORDE = {"levering.toml": 0} | {f.naam: nr for nr, f in enumerate(BESTANDEN, start=1)}


@dataclass
class _Groep:
    """Findings of one code on one column of one file, with the same detail."""

    regels: list[tuple[int | None, int]] = field(default_factory=list)  # line, rows it stands for
    aantal: int = 0


class Findings:
    """Gathers findings; ask has_fout and list_all when everything is read."""

    def __init__(self) -> None:
        """Start without findings."""
        self._groepen: dict[tuple[str, str, str | None, str], _Groep] = {}
        self._line_of: dict[str, Callable[[list[int]], dict[int, int]]] = {}

    def add(
        self,
        code: str,
        bestand: str,
        regel: int | None = None,
        kolom: str | None = None,
        detail: str = "",
        aantal: int = 1,
    ) -> None:
        """One finding; aantal > 1 when it stands for many rows at once."""
        groep = self._groepen.setdefault((code, bestand, kolom, detail), _Groep())
        groep.aantal += aantal
        if len(groep.regels) < MAXIMUM:
            groep.regels.append((regel, aantal))

    def add_rows(
        self,
        code: str,
        bestand: str,
        regels: Iterable[int],
        aantal: int,
        kolom: str | None = None,
        detail: str = "",
    ) -> None:
        """Findings on `aantal` rows, of which `regels` are the first lines."""
        groep = self._groepen.setdefault((code, bestand, kolom, detail), _Groep())
        groep.aantal += aantal
        room = MAXIMUM - len(groep.regels)
        groep.regels += [(regel, 1) for regel in islice(regels, max(room, 0))]

    def set_line_of(self, bestand: str, lookup: Callable[[list[int]], dict[int, int]]) -> None:
        """How record numbers of this file (header is 1) become lines; asked only when needed."""
        self._line_of[bestand] = lookup

    @property
    def has_fout(self) -> bool:
        """Whether any finding rejects the levering."""
        return any(MELDINGEN[code][0] == FOUT for code, *_ in self._groepen)

    def list_all(self) -> list[Finding]:
        """Fouten first, then by file and line; after the first 1,000 the rest is one per kind."""
        losse: list[tuple[tuple[object, ...], Finding]] = []
        for (code, bestand, kolom, detail), groep in self._groepen.items():
            lines = self._find_lines(bestand, [regel for regel, _ in groep.regels if regel])
            for regel, aantal in groep.regels:
                line = lines.get(regel, regel) if regel else None
                finding = _make(code, bestand, line, kolom, detail, aantal)
                losse.append((_order(finding), finding))
        losse.sort(key=lambda pair: pair[0])
        shown = [finding for _, finding in losse[:MAXIMUM]]
        return shown + self._list_rest(shown)

    def _list_rest(self, shown: list[Finding]) -> list[Finding]:
        counted: dict[tuple[str, str, str | None], int] = {}
        for finding in shown:
            key = (finding.code, finding.bestand, finding.kolom)
            counted[key] = counted.get(key, 0) + finding.aantal
        totals: dict[tuple[str, str, str | None], tuple[int, str]] = {}
        for (code, bestand, kolom, detail), groep in self._groepen.items():
            key = (code, bestand, kolom)
            totals[key] = (totals.get(key, (0, ""))[0] + groep.aantal, detail)
        rest = []
        for (code, bestand, kolom), (total, detail) in totals.items():
            more = total - counted.get((code, bestand, kolom), 0)
            if more:
                rest.append(_make(code, bestand, None, kolom, detail, more))
        return sorted(rest, key=_order)

    def _find_lines(self, bestand: str, regels: list[int]) -> dict[int, int]:
        lookup = self._line_of.get(bestand)
        return lookup(regels) if lookup and regels else {}


def _make(
    code: str, bestand: str, regel: int | None, kolom: str | None, detail: str, aantal: int
) -> Finding:
    ernst, melding, oplossing = MELDINGEN[code]
    number = f"{aantal:,}".replace(",", ".")
    values = {"kolom": kolom, "detail": detail, "aantal": number}
    return Finding(
        code, ernst, bestand, regel, kolom, melding.format(**values), oplossing.format(**values),
        aantal,
    )  # fmt: skip


def _order(finding: Finding) -> tuple[object, ...]:
    place = VOLGORDE.get(finding.bestand.rsplit(".", 1)[0], VOLGORDE.get(finding.bestand, 99))
    return (finding.ernst != FOUT, place, finding.bestand, finding.regel or 0, finding.code)


def write_findings(findings: list[Finding], data_dir: Path) -> Path:
    """Write bevindingen.csv (`;`, UTF-8 with BOM, for a spreadsheet), last row the total.

    Its owner alone may read it: it says which rows of the levering are wrong, and why.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    target = data_dir / BEVINDINGEN
    beside = target.with_suffix(".csv.deel")
    total = sum(finding.aantal for finding in findings)
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(KOLOMMEN)
        for finding in findings:
            writer.writerow([getattr(finding, kolom) for kolom in KOLOMMEN])
        writer.writerow(["TOTAAL", "", "", "", "", "Alle bevindingen samen", "", total])
    os.replace(beside, target)
    return target
