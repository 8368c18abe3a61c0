"""Compare two leveringen row by row, by the key of the contract, without loading either.

Both go through the door of laad into scratch stores that go at once, judged by the same
checks, under one passing secret key, so that a person is the same number in both. What comes out is
counts: per file and quarter and per column, never a key and never a value of a row.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from proeftuin.errors import LeveringRejected
from proeftuin.ingest.load import Load, Progress
from proeftuin.ingest.pseudonym import Persoonsnummers, Sleutel
from proeftuin.ingest.source import Kenmerken, check_source
from proeftuin.schema import BESTANDEN, Bestand, Kolomsoort
from proeftuin.settings import Settings
from proeftuin.store import Builder, build_beside, build_scratch

_REDEN = "vergelijken"  # many rows without a wijk are no reason not to compare
_OUD = "oud"
_GENOEG = 10  # rows, under which numbers given anew are not looked for
# The own keys of files, which other files repeat: what a register may number anew in each export.
_NUMMERS = {sleutel for item in BESTANDEN for sleutel in item.sleutel if len(item.sleutel) == 1}


@dataclass(frozen=True)
class Rijtelling:
    """Rows of one file that begin in one quarter (of bevolking: in one year), up to datastand.

    oud, nieuw: how many each levering has. erbij, weg: rows whose key only the new, or only the old
    one has. gewijzigd: rows of the new one whose key is in both while something else is other; None
    for a file without a key, where such a row is one of erbij and one of weg. Over all quarters of
    a file: nieuw = oud + erbij - weg; of one quarter not always, for a begin can move.
    """

    bestand: str
    kwartaal: date
    oud: int
    nieuw: int
    erbij: int
    weg: int
    gewijzigd: int | None

    @property
    def is_gelijk(self) -> bool:
        """Whether the rows of this quarter are the same in both."""
        return self.oud == self.nieuw and not (self.erbij or self.weg or self.gewijzigd)


@dataclass(frozen=True)
class Kolomtelling:
    """In how many changed rows of a file this column is other."""

    bestand: str
    kolom: str
    aantal: int


@dataclass(frozen=True)
class Hernummering:
    """A file whose keys (sleutel) seem given anew: aantal rows of both are alike but for numbers.

    Its rows then count as erbij and weg, or as gewijzigd, while they are the same.
    """

    bestand: str
    sleutel: str
    aantal: int
    totaal: int


@dataclass(frozen=True)
class Leveringvergelijking:
    """Two leveringen: what each says of itself, their rows by file and quarter, changed columns."""

    oud: Kenmerken
    nieuw: Kenmerken
    rijen: tuple[Rijtelling, ...]
    kolommen: tuple[Kolomtelling, ...]
    hernummerd: tuple[Hernummering, ...] = ()


def compare_leveringen(
    oud: Path, nieuw: Path, data_dir: Path, settings: Settings, progress: Progress | None = None
) -> Leveringvergelijking:
    """What differs between two leveringen (each a folder, zip or workbook).

    Nothing is loaded, and bevindingen.csv stays as it was. LeveringRejected, with bron, when one of
    them has a fout; ProeftuinError (Dutch) when there is none, or when a load runs.
    """
    for source in (oud, nieuw):
        check_source(source)
    personen = Persoonsnummers(Sleutel(os.urandom(32), None))
    silent: Progress = lambda fase, aandeel: None  # noqa: E731
    loads = [Load(settings, personen, progress or silent, _REDEN) for _ in (oud, nieuw)]
    with build_scratch(data_dir) as builder:
        with build_beside(builder, _OUD) as first:
            said_oud = _read(loads[0], first, oud)
            for bestand in BESTANDEN:
                builder.take_over(first, f"werk.{bestand.naam}", f"werk.{_OUD}_{bestand.naam}")
        said_nieuw = _read(loads[1], builder, nieuw)
        rijen = [item for bestand in BESTANDEN for item in _count_rows(builder, bestand)]
        kolommen = [item for bestand in BESTANDEN for item in _count_columns(builder, bestand)]
        numbered = [item for bestand in BESTANDEN for item in _find_renumbered(builder, bestand)]
    return Leveringvergelijking(
        said_oud, said_nieuw, tuple(rijen), tuple(kolommen), tuple(numbered)
    )


def _read(load: Load, builder: Builder, source: Path) -> Kenmerken:
    """The rows of one levering in staging, those that begin after datastand taken out."""
    try:
        checks, kenmerken, _ = load.check(builder, source, None, False)
    except LeveringRejected as rejected:
        rejected.bron = str(source)
        raise
    checks.leave_out_later(kenmerken.datastand, load.aansluiting)
    return kenmerken


def _columns(bestand: Bestand) -> list[str]:
    return [kolom.naam for kolom in bestand.kolommen if kolom.soort is not Kolomsoort.TEKST]


def _day(bestand: Bestand) -> str:
    if bestand.begin_kolom:
        return bestand.begin_kolom
    return "kwartaal" if bestand.naam == "ervaring" else "make_date(cast(jaar as integer), 1, 1)"


def _side(bestand: Bestand, tabel: str) -> str:
    """The rows of one levering: sleutel_1.. (its key), keer (which of equal ones), every column.

    Rows that name no person are one and the same nobody: their numbers say nothing. A file without
    a key has all of its columns as key.
    """
    columns = ", ".join(
        f"greatest({kolom.naam}, -1) as {kolom.naam}"
        if kolom.soort is Kolomsoort.PERSOON
        else kolom.naam
        for kolom in bestand.kolommen
        if kolom.soort is not Kolomsoort.TEKST
    )
    keys = ", ".join(f"{kolom} as sleutel_{nr}" for nr, kolom in enumerate(_keys(bestand)))
    places = ", ".join(f"sleutel_{nr}" for nr in range(len(_keys(bestand))))
    area = ", gebied_sleutel" if "gebied_sleutel" in _keys(bestand) else ""
    inner = f"select {columns}{area} from werk.{tabel}"
    return (
        f"select *, cast(date_trunc('quarter', {_day(bestand)}) as date) as begin,"
        f" row_number() over (partition by {places} order by {', '.join(_columns(bestand))})"
        f" as keer from (select {keys}, * from ({inner}))"
    )


def _keys(bestand: Bestand) -> list[str]:
    if not bestand.sleutel:
        return _columns(bestand)
    return ["gebied_sleutel" if naam == "gebied" else naam for naam in bestand.sleutel]


def _joined(bestand: Bestand) -> str:
    """Both sides on their key: `from ...`, with oud and nieuw as their names."""
    same = " and ".join(
        f"oud.sleutel_{nr} is not distinct from nieuw.sleutel_{nr}"
        for nr in range(len(_keys(bestand)))
    )
    oud, nieuw = (_side(bestand, tabel) for tabel in (f"{_OUD}_{bestand.naam}", bestand.naam))
    return f"from ({oud}) as oud full join ({nieuw}) as nieuw on oud.keer = nieuw.keer and {same}"


def _differs(kolom: str) -> str:
    both = "oud.keer is not null and nieuw.keer is not null"
    return f"{both} and oud.{kolom} is distinct from nieuw.{kolom}"


def _count_rows(builder: Builder, bestand: Bestand) -> Iterator[Rijtelling]:
    changed = " or ".join(f"({_differs(kolom)})" for kolom in _columns(bestand))
    rows = builder.rows(
        f"with samen as (select oud.begin as oud, nieuw.begin as nieuw, {changed} as is_anders"
        f" {_joined(bestand)}),"
        " beide as ("
        " select oud as kwartaal, 1 as was, 0 as nu, 0 as erbij,"
        " case when nieuw is null then 1 else 0 end as weg, 0 as anders"
        " from samen where oud is not null"
        " union all"
        " select nieuw, 0, 1, case when oud is null then 1 else 0 end, 0,"
        " case when is_anders then 1 else 0 end from samen where nieuw is not null)"
        " select kwartaal, sum(was), sum(nu), sum(erbij), sum(weg), sum(anders) from beide"
        " group by 1 order by 1"
    )
    for kwartaal, was, nu, erbij, weg, anders in rows:
        counts = (int(was), int(nu), int(erbij), int(weg))
        yield Rijtelling(bestand.naam, kwartaal, *counts, int(anders) if bestand.sleutel else None)


def _count_columns(builder: Builder, bestand: Bestand) -> Iterator[Kolomtelling]:
    if not bestand.sleutel:
        return
    columns = [kolom for kolom in _columns(bestand) if kolom not in bestand.sleutel]
    counts = ", ".join(f"count(*) filter (where {_differs(kolom)})" for kolom in columns)
    [found] = builder.rows(f"select {counts} {_joined(bestand)}")
    for kolom, aantal in zip(columns, found, strict=True):
        if aantal:
            yield Kolomtelling(bestand.naam, kolom, int(aantal))


def _find_renumbered(builder: Builder, bestand: Bestand) -> Iterator[Hernummering]:
    """The file itself when most of its rows are in both leveringen, but under another key."""
    if len(bestand.sleutel) != 1:
        return
    [sleutel] = bestand.sleutel
    columns = [kolom for kolom in _columns(bestand) if kolom not in _NUMMERS]
    oud, nieuw = (_side(bestand, tabel) for tabel in (f"{_OUD}_{bestand.naam}", bestand.naam))
    alike = f"select {', '.join(columns)} from"
    [[aantal]] = builder.rows(
        f"select count(*) from ({alike} ({oud}) intersect all {alike} ({nieuw}))"
    )
    changed = " or ".join(f"oud.{kolom} is distinct from nieuw.{kolom}" for kolom in columns)
    [[totaal, kept]] = builder.rows(
        "select count(nieuw.keer), count(*) filter (where oud.keer is not null"
        f" and nieuw.keer is not null and not ({changed})) {_joined(bestand)}"
    )
    if totaal >= _GENOEG and 2 * (aantal - kept) > totaal:
        yield Hernummering(bestand.naam, sleutel, aantal, totaal)
