"""The prognose on the command line: the figures, their parts and the errors of the past."""

from argparse import Namespace
from typing import Any

from proeftuin.cli.toon import cijfers_csv, print_rows
from proeftuin.cli.uitvoer import print_table, tell
from proeftuin.errors import ProeftuinError
from proeftuin.results import Prognose, open_editie, read_prognose
from proeftuin.sentences import (
    DEEL_NAAM,
    GEEN_PROGNOSE,
    ROUTE_NAAM,
    basis_sentence,
    difference_sentence,
    list_oorzaken,
    prognose_sentence,
    show_date,
    show_error,
    show_euro,
    show_interval,
    show_number,
    terugblik_sentence,
)
from proeftuin.settings import Settings, read_settings
from proeftuin.vocabulary import GEMEENTE, INTERN, ROL_BEHEERDER

FLAT = (
    *("wijk", "route", "jaar", "peil", "raming_eur", "onder_eur", "boven_eur", "open_eur"),
    *("aantal_terugblik", "basis", "verzilvering", "aantal_lopend", "aantal_zonder_bedrag"),
    "aantal_zonder_eind",
)
RAMING_KOP = ["Gebied", "Route", "Raming", "Marge"]
DEEL_KOP = ["Onderdeel", "Route", "Tot peildatum", "Daarna"]
TERUGBLIK_KOP = ["Peildatum", "Route", "Raming", "Werd", "Verschil", "Procent", "Stand van toen"]


def open_prognoses(options: Namespace) -> tuple[str, list[Prognose], Settings]:
    """Edition id, every Prognose of its intern edition (or of --wijk), and the settings.

    ProeftuinError (Dutch) for an unknown wijk, or when there is no prognose.
    """
    settings = read_settings(options.config)
    editie = open_editie(options.data, INTERN, options.nummer, rol=ROL_BEHEERDER, settings=settings)
    rows = (GEMEENTE, *settings.wijk_ids)
    if options.wijk and options.wijk not in rows:
        raise ProeftuinError(f"Wijk '{options.wijk}' bestaat niet. Kies uit: {', '.join(rows)}.")
    asked = (options.wijk,) if options.wijk else rows
    found = [item for wijk in asked if (item := read_prognose(editie, wijk)) is not None]
    if not found:
        raise ProeftuinError(GEEN_PROGNOSE)
    return editie.id, found, settings


def list_prognoses(prognoses: list[Prognose]) -> list[dict[str, Any]]:
    """One plain dict per wijk and route, nested, as --formaat json prints it; null for none."""
    return [
        {
            **{naam: getattr(item, naam) for naam in FLAT},
            "peil": item.peil.isoformat(),
            "compleet": list(item.compleet),
            "delen": {deel: list(months) for deel, months in item.delen.items()},
            "terugblik": [
                {
                    "peil": past.peil.isoformat(),
                    "raming_eur": past.raming_eur,
                    "werkelijk_eur": past.werkelijk_eur,
                    "fout_eur": past.fout_eur,
                    "fout_aandeel": past.fout_aandeel,
                    "is_vastgelegd": past.is_vastgelegd,
                }
                for past in prognose.terugblik_van(item.route)
            ],
        }
        for prognose in prognoses
        for item in prognose.ramingen
    ]


def prognose_csv(prognoses: list[Prognose]) -> str:
    """CSV with commas and decimal points, one row per wijk and route."""
    items = [item for prognose in prognoses for item in prognose.ramingen]
    return cijfers_csv(({naam: getattr(item, naam) for naam in FLAT} for item in items), FLAT)


def print_prognose(options: Namespace) -> None:
    """Print in options.formaat; parts, reasons and errors of the first area only.

    ProeftuinError as open_prognoses.
    """
    editie_id, prognoses, settings = open_prognoses(options)

    def people() -> None:
        first = prognoses[0]
        tell(prognose_heading(editie_id, first))
        print_table(*prognose_table(prognoses, settings))
        for line in explain_prognose(first, settings):
            tell(line)
        print_table(*parts_table(first))
        for line in explain_past(first):
            tell(line)
        print_table(*past_table(first))

    print_rows(
        options.formaat,
        lambda: list_prognoses(prognoses),
        lambda: prognose_csv(prognoses),
        people,
    )


Tabel = tuple[list[str], list[list[str]]]


def prognose_table(prognoses: list[Prognose], settings: Settings) -> Tabel:
    """(headings, rows): every wijk and route with its interval."""
    return RAMING_KOP, [
        [
            settings.wijk_naam(item.wijk),
            ROUTE_NAAM[item.route],
            show_euro(item.raming_eur),
            show_interval(item),
        ]
        for prognose in prognoses
        for item in prognose.ramingen
    ]


def parts_table(prognose: Prognose) -> Tabel:
    """(headings, rows): what each route is made of, up to the peildatum and after it."""
    return DEEL_KOP, [
        [
            DEEL_NAAM[deel],
            ROUTE_NAAM[item.route],
            show_euro(item.bedrag(deel, later=False)),
            show_euro(item.bedrag(deel, later=True)),
        ]
        for item in prognose.ramingen
        for deel in item.delen
    ]


def past_table(prognose: Prognose) -> Tabel:
    """(headings, rows): every earlier estimate with what the year became."""
    return TERUGBLIK_KOP, [
        [
            item.peil.isoformat(),
            ROUTE_NAAM[item.route],
            show_euro(item.raming_eur),
            show_euro(item.werkelijk_eur),
            show_euro(item.fout_eur),
            show_error(item),
            "ja" if item.is_vastgelegd else "nee",
        ]
        for item in prognose.terugblik
    ]


def explain_prognose(prognose: Prognose, settings: Settings) -> list[str]:
    """The sentences: what we expect, on what basis, why the routes differ."""
    lines = [prognose_sentence(prognose, settings)]
    if prognose.declaraties is not None:
        lines.append(basis_sentence(prognose.declaraties))
    lines.append(difference_sentence(prognose))
    lines += [
        f"- {item.naam} ({show_euro(item.bedrag_eur)}): {item.zin}"
        for item in list_oorzaken(prognose)
    ]
    return [line for line in lines if line]


def explain_past(prognose: Prognose) -> list[str]:
    """A sentence per route on how it did before."""
    return [terugblik_sentence(prognose, item.route) for item in prognose.ramingen]


def prognose_heading(editie_id: str, prognose: Prognose) -> str:
    """Which edition, year and peildatum the figures are of."""
    first = prognose.ramingen[0]
    known = show_number(first.maanden_bekend)
    return (
        f"Editie {editie_id} (intern): prognose {first.jaar} op {show_date(first.peil)}, "
        f"{known} van 12 maanden bekend."
    )
