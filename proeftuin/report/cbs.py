"""Our counts beside those of CBS, and the source of fetched files: on screen and in appendix F."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from proeftuin.indicators import INDICATORS, Indicator
from proeftuin.report.blocks import (
    AANTAL,
    GEEN_CIJFER,
    LINKS,
    Alinea,
    Blok,
    Kop,
    Lijst,
    Rij,
    Tabel,
    Tabelkolom,
    Vak,
)
from proeftuin.results import (
    CbsVergelijking,
    Editie,
    read_bronregels,
    read_cbs_vergelijking,
)
from proeftuin.sentences import (
    CBS_STAND,
    CBS_VORM_NAAM,
    cbs_reasons,
    cbs_summary,
    herkomst_sentence,
    show_date,
    show_hidden,
    show_number,
)
from proeftuin.settings import Settings
from proeftuin.vocabulary import AFGESCHERMD

_KOLOMMEN = (
    Tabelkolom("Jaar", LINKS, 0.6),
    Tabelkolom("Wijk", LINKS),
    Tabelkolom("Hier", breedte=0.7),
    Tabelkolom("CBS", breedte=0.7),
    Tabelkolom("Verschil", breedte=0.8),
    Tabelkolom("Wat het zegt", LINKS, 2.2, is_breed=True),
)


def cbs_section(editie: Editie, settings: Settings) -> Iterator[Blok]:
    """A table per form with ours, theirs, the difference and what it says; then why it may be.

    Nothing where no counts of CBS were loaded.
    """
    rows = read_cbs_vergelijking(editie, settings)
    if not rows:
        return
    yield Kop("Naast de cijfers van het CBS", 2)
    yield Alinea(cbs_summary(rows))
    for vorm, group in groupby(rows, key=lambda row: row.vorm):
        yield _table(vorm, list(group), settings)
    yield Alinea("Waardoor de aantallen kunnen verschillen:")
    yield Lijst(cbs_reasons(rows, settings))
    day = max(row.opgehaald_datum for row in rows)
    tables = ", ".join(sorted({row.tabel for row in rows}))
    yield Alinea(f"Bron: CBS StatLine, tabellen {tables}, opgehaald op {show_date(day)}.", "noot")


def herkomst_section(editie: Editie) -> Iterator[Blok]:
    """Where the fetched files of the levering come from; nothing where none was fetched."""
    found = read_bronregels(editie)
    if found:
        yield Kop("Opgehaalde gegevens", 2)
        yield Lijst(tuple(herkomst_sentence(regel) for regel in found))


def _indicator_of(vorm: str) -> Indicator:
    return next(item for item in INDICATORS if item.cbs_vorm == vorm)


def _table(vorm: str, rows: Sequence[CbsVergelijking], settings: Settings) -> Tabel:
    made = []
    before = None
    for row in rows:
        year = f"{row.jaar}{'*' if row.is_voorlopig else ''}"
        cells = (year, settings.wijk_naam(row.wijk), _ours(row), _theirs(row), _difference(row))
        pilot = "pilot" if row.wijk in settings.pilot.wijken else ""
        made.append(Rij((*cells, CBS_STAND[row.stand]), pilot, is_vervolg=row.jaar == before))
        before = row.jaar
    caption = f"{CBS_VORM_NAAM[vorm]} in een jaar, hier en bij het CBS"
    return Tabel(caption, _KOLOMMEN, tuple(made), vouw=caption)


def _ours(row: CbsVergelijking) -> Vak:
    if row.onze is None:
        return Vak(GEEN_CIJFER)
    if row.onze.status == AFGESCHERMD:
        return Vak(show_hidden(_indicator_of(row.vorm), row.onze), AFGESCHERMD)
    if row.onze.teller is None:
        return Vak(GEEN_CIJFER)
    return Vak(show_number(row.onze.teller), waarde=row.onze.teller, maat=AANTAL)


def _theirs(row: CbsVergelijking) -> Vak:
    if row.cbs is None:
        return Vak(GEEN_CIJFER)
    onder = "een deel" if row.is_deels else ""
    return Vak(show_number(row.cbs), waarde=float(row.cbs), maat=AANTAL, onder=onder)


def _difference(row: CbsVergelijking) -> Vak:
    if row.verschil is None:
        return Vak(GEEN_CIJFER)
    plus = "+" if row.verschil > 0 else ""
    return Vak(f"{plus}{show_number(row.verschil)}", waarde=row.verschil, maat=AANTAL)
