"""The command nulmeting: toon, vergelijk and kies.

toon says per indicator which versions are frozen, which one holds, on what it rests and who chose
it; vergelijk sets the year values per wijk of the one that holds beside those of every other
version; kies puts a version in force, which the next edition shows.
"""

from argparse import Namespace
from collections.abc import Iterator

from proeftuin.cli.uitvoer import print_table, tell
from proeftuin.edition import (
    Version,
    check_frozen,
    choose_nulmeting,
    compare_cells,
    find_geldende,
    read_versions,
    split_keuze,
)
from proeftuin.errors import ProeftuinError
from proeftuin.indicators import GEEN, INDICATOR
from proeftuin.sentences import show_value
from proeftuin.tijd import show_day
from proeftuin.vocabulary import NULMETING

KOP = ["Indicator", "Versie", "Geldt", "Vastgelegd op", "Definitie", "Gegevens tot en met", "Rijen"]
VERGELIJK_KOP = ["Indicator", "Wijk", "Geldend", "Andere versie", "Waarde"]
GEEN_NULMETING = (
    "Er is nog geen nulmeting vastgelegd. Dat gebeurt bij publiceren, zodra zij rijp is."
)


def run_nulmeting_actie(options: Namespace) -> None:
    """Do the action of the command nulmeting."""
    if options.actie == "kies":
        _choose(options)
        return
    series = list(_list_series(options))
    if not series:
        raise ProeftuinError(GEEN_NULMETING)
    if options.actie == "toon":
        print_table(KOP, [row for versions, force in series for row in _rows(versions, force)])
        for besluit in check_frozen(options.data).besluiten:
            about, number = split_keuze(besluit)
            what = f" van {about}" if about else ""
            tell(
                f"{show_day(besluit.op)}: versie {number}{what} gekozen door "
                f"{besluit.door}. Reden: {besluit.reden}"
            )
        return
    rows = [row for versions, force in series for row in _compare(versions, force)]
    if rows:
        print_table(VERGELIJK_KOP, rows)
    else:
        tell("Van geen enkel cijfer is er een tweede versie met andere jaarwaarden.")


def _choose(options: Namespace) -> None:
    slug = _slug(options)
    chosen, left = choose_nulmeting(options.data, options.versie, options.reden, options.door, slug)
    tell(f"Versie {options.versie} geldt nu voor: {', '.join(chosen)}.")
    if left:
        tell(f"Die versie is er niet voor: {', '.join(left)}. Daar verandert niets.")
    tell("Eerdere versies blijven bewaard. Maak nu een editie: python -m proeftuin publiceer")


def _slug(options: Namespace) -> str:
    slug = str(options.indicator or "")
    if slug and slug not in INDICATOR:
        raise ProeftuinError(
            f"Indicator '{slug}' bestaat niet. Kies uit: {', '.join(sorted(INDICATOR))}."
        )
    return slug


def _list_series(options: Namespace) -> Iterator[tuple[list[Version], Version]]:
    """(versions of one indicator and reeks, the one that holds)."""
    slug, register = _slug(options), check_frozen(options.data)
    for naam, versions in read_versions(options.data).items():
        if naam not in INDICATOR or slug not in ("", naam):
            continue
        series: dict[str, list[Version]] = {}
        for item in versions:
            series.setdefault(item.reeks, []).append(item)
        for same in series.values():
            yield same, find_geldende(same, register)


def _rows(versions: list[Version], force: Version) -> Iterator[list[str]]:
    for item in versions:
        yield [
            item.slug,
            str(item.versie),
            "ja" if item is force else "",
            show_day(item.vastgelegd_op),
            item.definitieversie,
            item.datastand,
            str(item.rijen or "niet bewaard"),
        ]


def _compare(versions: list[Version], force: Version) -> Iterator[list[str]]:
    for other in versions:
        if other is force:
            continue
        for change in compare_cells(force.frame, other.frame):
            is_year = change.indeling == GEEN and change.venster == NULMETING
            if change.veld != "waarde" or not is_year:
                continue
            values = [
                "-" if value is None else show_value(INDICATOR[force.slug], float(value))
                for value in (change.oud, change.nieuw)
            ]
            yield [
                force.slug,
                change.wijk,
                f"versie {force.versie}: {values[0]}",
                f"versie {other.versie}",
                values[1],
            ]
