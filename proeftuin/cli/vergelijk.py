"""The command vergelijk: two editions or two leveringen side by side, as table, CSV or JSON."""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from proeftuin.cli.controleer import check_configuration
from proeftuin.cli.laden import say_findings, with_bronnen
from proeftuin.cli.parser import DELEN
from proeftuin.cli.toon import cijfers_csv, print_rows, wijk_text
from proeftuin.cli.uitvoer import print_table, show_voortgang, tell
from proeftuin.errors import LeveringRejected, ProeftuinError
from proeftuin.indicators import GEEN, INDICATOR
from proeftuin.ingest import Leveringvergelijking, Rijtelling, compare_leveringen
from proeftuin.results import (
    Editievergelijking,
    check_indeling,
    compare_cijfers,
    compare_edities,
    find_redenen,
    list_published,
)
from proeftuin.sentences import (
    REDEN_UITLEG,
    list_editieverschillen,
    say_redenen,
    short_period,
    show_both_editions,
    show_date,
    show_moved,
    show_number,
    show_rijbegin,
    show_rijverschil,
    show_side,
)
from proeftuin.settings import Settings, read_settings
from proeftuin.vocabulary import ROL_BEHEERDER

CIJFERS, RIJEN = DELEN
ZIJDEN = ("waarde", "teller", "noemer", "status")
CIJFER_KOLOMMEN = (
    *("slug", "indeling", "categorie", "wijk", "venster", "van", "tot", "verschil"),
    *(f"{naam}_{kant}" for naam in ZIJDEN for kant in ("oud", "nieuw")),
    "redenen",
)
RIJ_KOLOMMEN = ("bestand", "kwartaal", "oud", "nieuw", "erbij", "is_anders")
TEL_KOLOMMEN = ("bestand", "kwartaal", "oud", "nieuw", "erbij", "weg", "gewijzigd")


def print_vergelijk(options: Namespace) -> None:
    """Compare what the two names stand for, and print it in options.formaat.

    ProeftuinError (Dutch) when one is an edition and the other a levering, or when a name is none.
    """
    known = list_published(options.data)
    kinds = [naam in known for naam in (options.oud, options.nieuw)]
    if all(kinds):
        _print_edities(options)
        return
    paths = [Path(naam) for naam in (options.oud, options.nieuw)]
    if any(kinds):
        raise ProeftuinError(
            "Vergelijk twee edities of twee leveringen, niet een van elk. "
            f"'{(options.oud, options.nieuw)[kinds.index(True)]}' is een editie."
        )
    for path in paths:
        if not path.exists():
            raise ProeftuinError(
                f"'{path}' is geen editie en geen map of bestand. Deze edities zijn er: "
                f"{', '.join(known) or 'geen'}. Een levering noemt u bij haar map, zip of werkmap."
            )
    _print_leveringen(options, paths)


def _print_edities(options: Namespace) -> None:
    settings = read_settings(options.config)
    slugs = [options.indicator] if options.indicator else _slugs_with(options.indeling)
    for slug in slugs:
        check_indeling(slug, options.indeling)
    found = compare_edities(
        options.data, options.editie, options.oud, options.nieuw, rol=ROL_BEHEERDER
    )

    def rows() -> Iterator[dict[str, Any]]:
        if options.deel == RIJEN:
            return list_rijen(found)
        return list_cijfers(found, slugs, options.indeling)

    def people() -> None:
        tell(show_both_editions(found))
        for line in list_editieverschillen(found, settings):
            tell(line)
        if found.rijen:
            print_table(*rijen_table(found))
        elif found.rijen is not None:
            tell("Elk bestand heeft in elk kwartaal evenveel rijen.")
        if options.indicator:
            print_table(*cijfers_naast_table(found, options.indicator, options.indeling, settings))
            tell(REDEN_UITLEG)
        else:
            print_table(*tel_table(found, slugs, options.indeling))
            tell("Met --indicator NAAM staat er per wijk en periode hoeveel anders, en waarom.")

    kolommen = RIJ_KOLOMMEN if options.deel == RIJEN else CIJFER_KOLOMMEN
    print_rows(options.formaat, rows, lambda: cijfers_csv(rows(), kolommen), people)


def _slugs_with(indeling: str) -> list[str]:
    return [slug for slug, item in INDICATOR.items() if indeling in (GEEN, *item.indelingen)]


def list_cijfers(
    found: Editievergelijking, slugs: Iterable[str], indeling: str
) -> Iterator[dict[str, Any]]:
    """One dict per figure that moved: numbers as the editions show them, days ISO, None if none."""
    for slug in slugs:
        for item in compare_cijfers(found, slug, indeling).verschillen:
            row: dict[str, Any] = {
                "slug": item.slug,
                "indeling": item.indeling,
                "categorie": item.categorie,
                "wijk": item.wijk,
                "venster": item.venster,
                "van": item.van.isoformat(),
                "tot": item.tot.isoformat(),
                "verschil": item.verschil,
            }
            for naam in ZIJDEN:
                row[f"{naam}_oud"] = getattr(item.oud, naam, None)
                row[f"{naam}_nieuw"] = getattr(item.nieuw, naam, None)
            row["redenen"] = say_redenen(find_redenen(found, item))
            yield row


def list_rijen(found: Editievergelijking) -> Iterator[dict[str, Any]]:
    """One dict per file and quarter with other rows; ProeftuinError when an edition has none."""
    if found.rijen is None:
        raise ProeftuinError(
            "Een van deze edities is gemaakt voordat rijen per kwartaal werden bewaard. Vergelijk "
            "de leveringen zelf: python -m proeftuin vergelijk MAP MAP."
        )
    for item in found.rijen:
        yield {
            "bestand": item.bestand,
            "kwartaal": item.kwartaal.isoformat(),
            "oud": item.oud,
            "nieuw": item.nieuw,
            "erbij": item.erbij,
            "is_anders": item.is_anders,
        }


def rijen_table(found: Editievergelijking) -> tuple[list[str], list[list[str]]]:
    """(headings, rows) as text of the rows by file and quarter that are other."""
    headings = ["Bestand", "Begin", "Toen", "Nu", "Verschil", "Andere inhoud"]
    return headings, [show_rijverschil(item) for item in found.rijen or ()]


def tel_table(
    found: Editievergelijking, slugs: Iterable[str], indeling: str
) -> tuple[list[str], list[list[str]]]:
    """(headings, rows): per indicator how many figures moved, came, went and stayed."""
    lines = []
    for slug in slugs:
        compared = compare_cijfers(found, slug, indeling)
        new = sum(item.oud is None for item in compared.verschillen)
        gone = sum(item.nieuw is None for item in compared.verschillen)
        counts = (len(compared.verschillen) - new - gone, new, gone, compared.aantal_gelijk)
        lines.append([slug, *(show_number(count) for count in counts)])
    return ["Indicator", "Anders", "Nieuw", "Niet meer", "Gelijk"], lines


def cijfers_naast_table(
    found: Editievergelijking, slug: str, indeling: str, settings: Settings
) -> tuple[list[str], list[list[str]]]:
    """(headings, rows) as text: each figure of one indicator that moved, then and now, and why."""
    headings = ["Wijk", "Periode", *([] if indeling == GEEN else ["Categorie"])]
    lines = []
    for item in compare_cijfers(found, slug, indeling).verschillen:
        cells = [wijk_text(item.wijk, settings), short_period(item.van, item.tot)]
        cells += [] if indeling == GEEN else [item.categorie or ""]
        cells += [show_side(INDICATOR[slug], figure) for figure in (item.oud, item.nieuw)]
        lines.append([*cells, show_moved(item), say_redenen(find_redenen(found, item))])
    return [*headings, "Toen", "Nu", "Verschil", "Waarom"], lines


def _print_leveringen(options: Namespace, paths: list[Path]) -> None:
    settings = with_bronnen(check_configuration(options), options.met)
    try:
        with show_voortgang(options.stil) as report:
            found = compare_leveringen(
                paths[0],
                paths[1],
                options.data,
                settings,
                lambda step, share: report(step.capitalize(), share),
            )
    except LeveringRejected as rejected:
        tell(f"In '{rejected.bron}':")
        say_findings(rejected.groepen)
        raise

    def people() -> None:
        for kop, path, kenmerken in zip(
            ("Toen", "Nu"), paths, (found.oud, found.nieuw), strict=True
        ):
            tell(f"{kop}: '{path}', gegevens tot en met {show_date(kenmerken.datastand)}.")
        _say_leveringen(found)

    def rows() -> Iterator[dict[str, Any]]:
        return list_tellingen(found.rijen)

    print_rows(options.formaat, rows, lambda: cijfers_csv(rows(), TEL_KOLOMMEN), people)


def _say_leveringen(found: Leveringvergelijking) -> None:
    other = [item for item in found.rijen if not item.is_gelijk]
    same = sorted({item.bestand for item in found.rijen} - {item.bestand for item in other})
    if other:
        kop = ["Bestand", "Begin", "Toen", "Nu", "Erbij", "Weg", "Gewijzigd"]
        print_table(kop, [_telling_line(item) for item in other])
    for new in found.hernummerd:
        rows = f"{show_number(new.aantal)} van de {show_number(new.totaal)} rijen van nu"
        tell(
            f"{new.bestand}: {rows} waren er toen ook, onder een ander nummer ({new.sleutel}). "
            "Die zijn niet verbeterd of nieuw. Vraag het register om vaste nummers."
        )
    for item in found.kolommen:
        rows = "1 rij" if item.aantal == 1 else f"{show_number(item.aantal)} rijen"
        tell(f"{item.bestand}: kolom {item.kolom} is anders in {rows}.")
    if same:
        tell(f"Helemaal gelijk: {', '.join(same)}.")


def _telling_line(item: Rijtelling) -> list[str]:
    counts = (item.oud, item.nieuw, item.erbij, item.weg, item.gewijzigd)
    return [
        item.bestand,
        show_rijbegin(item.bestand, item.kwartaal),
        *("geen sleutel" if count is None else show_number(count) for count in counts),
    ]


def list_tellingen(rijen: Iterable[Rijtelling]) -> Iterator[dict[str, Any]]:
    """One dict per file and quarter, of all rows; gewijzigd None where a file has no key."""
    for item in rijen:
        yield {**vars(item), "kwartaal": item.kwartaal.isoformat()}
