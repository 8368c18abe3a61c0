"""What a next step would show, on the command line: table, CSV or JSON."""

from argparse import Namespace
from collections.abc import Iterable
from typing import Any

from proeftuin.cli.toon import cijfers_csv, print_rows
from proeftuin.cli.uitvoer import print_table, tell
from proeftuin.indicators import INDICATOR
from proeftuin.results import Uitkomst, open_editie, read_promised
from proeftuin.sentences import (
    AANNAME,
    ahead_lines,
    audience_words,
    order_ahead,
    say_extra_wijk,
)
from proeftuin.settings import Settings, read_settings
from proeftuin.vocabulary import JAREN_VOORUIT, ROL_BEHEERDER

COLUMNS = ("slug", "is_primair", "pilots", "jaren", "mdc")
HEADINGS = ["Indicator", "Wijken", *(f"{jaren} jaar" for jaren in JAREN_VOORUIT)]


def print_vooruit(options: Namespace) -> None:
    """Print in options.formaat, the promised figures, the primary one first.

    NoEdition (Dutch) when there is none.
    """
    settings = read_settings(options.config)
    editie = open_editie(
        options.data, options.editie, options.nummer, rol=ROL_BEHEERDER, settings=settings
    )
    outcomes = order_ahead(read_promised(editie, settings))

    def people() -> None:
        words = audience_words(editie.audience)
        tell(
            f"Editie {editie.id} ({words}); * is het hoofdcijfer. Te zien vanaf, 8 van de 10 keer:"
        )
        print_table(*ahead_table(outcomes, settings))
        for item in outcomes[:1]:
            tell(say_extra_wijk(item, settings))
        tell(AANNAME if outcomes else "Dit is nog niet te berekenen.")

    print_rows(options.formaat, lambda: list_ahead(outcomes), lambda: ahead_csv(outcomes), people)


def list_ahead(outcomes: Iterable[Uitkomst]) -> list[dict[str, Any]]:
    """One dict per indicator, number of pilot wijken and years: mdc unrounded, in its unit."""
    return [
        {
            "slug": item.slug,
            "is_primair": item.is_primair,
            "pilots": cel.pilots,
            "jaren": cel.jaren,
            "mdc": cel.mdc,
        }
        for item in outcomes
        for cel in item.vooruit
    ]


def ahead_csv(outcomes: Iterable[Uitkomst]) -> str:
    """CSV with commas and decimal points, the rows of list_ahead."""
    return cijfers_csv(list_ahead(outcomes), COLUMNS)


def ahead_table(
    outcomes: Iterable[Uitkomst], settings: Settings
) -> tuple[list[str], list[list[str]]]:
    """(headings, rows) as text with units; the wijken of now and the primary one have a star."""
    rows = []
    for item in outcomes:
        name = f"{INDICATOR[item.slug].slug}{' *' if item.is_primair else ''}"
        for line in ahead_lines(item, settings):
            rows.append([name, f"{line.pilots}{' (nu)' if line.is_nu else ''}", *line.vanaf])
    return HEADINGS, rows
