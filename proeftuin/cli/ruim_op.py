"""The command ruim-op: what is past its term, in Dutch, and its removal when asked."""

from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime

from proeftuin.cli.beheer import clean_gesprekken
from proeftuin.disclosure.published import INTERN, OPENBAAR
from proeftuin.edition import bewaren as bewaartermijn
from proeftuin.edition.bewaren import Verlopen
from proeftuin.sentences.numbers import show_date
from proeftuin.settings.model import read_settings

NAMEN = {
    bewaartermijn.MICRODATA: "de geladen gegevens van jeugdigen ({naam})",
    bewaartermijn.BEVINDINGEN: "de bevindingen van een levering ({naam})",
    bewaartermijn.LOGBOEK: "het logboek van bezoek ({naam})",
    bewaartermijn.RESTANT: "een restant van een afgebroken opdracht ({naam})",
    INTERN: "editie {naam}, intern",
    OPENBAAR: "editie {naam}, openbaar",
}


def clean_up(options: Namespace) -> Iterator[str]:
    """The lines to print; with options.verwijder everything past its term is gone before them."""
    settings = read_settings(options.config)
    vandaag = datetime.now(UTC).date()
    found = bewaartermijn.list_verlopen(options.data, settings, vandaag)
    kept = [item for item in found if item.in_gebruik]
    if options.verwijder:
        gone = bewaartermijn.ruim_op(options.data, settings, vandaag)
        yield from (f"Verwijderd: {_describe(item)}." for item in gone)
    else:
        gone = tuple(item for item in found if not item.in_gebruik)
        yield from (f"Voorbij de bewaartermijn: {_describe(item)}." for item in gone)
    for item in kept:
        yield (
            f"Blijft staan, want in gebruik: {_describe(item)}. "
            "Publiceer een nieuwe editie; daarna kan deze weg."
        )
    talks = clean_gesprekken(options, settings, vandaag)
    yield from talks
    if not gone and not talks:
        yield "Er is niets dat weg moet."
    elif not options.verwijder:
        yield "Er is nog niets verwijderd. Doe dat met: python -m proeftuin ruim-op --verwijder"


def _describe(item: Verlopen) -> str:
    name = NAMEN[item.soort].format(naam=item.naam)
    if item.soort == bewaartermijn.RESTANT:
        return name
    return f"{name}, van {show_date(item.sinds)}, te bewaren tot en met {show_date(item.tot)}"
