"""Commands that have actions (editie kies, reserve maak), and the options of all commands."""

import argparse
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path


def whole_number(text: str) -> int:
    """The number this text is; ArgumentTypeError (Dutch) when it is none."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is geen geheel getal") from None


def add_global(parser: argparse.ArgumentParser, default: object) -> None:
    """The options that may stand before and after the command."""
    options = parser.add_argument_group("voor elk commando")
    options.add_argument(
        "--data",
        type=Path,
        metavar="MAP",
        default=default,
        help="map met de gegevens en de edities (anders PROEFTUIN_DATA, anders var)",
    )
    options.add_argument(
        "--config",
        type=Path,
        metavar="BESTAND",
        default=default,
        help="configuratie (anders PROEFTUIN_CONFIG, anders proeftuin.toml van dit product)",
    )
    options.add_argument(
        "--stil", action="store_true", default=default or False, help="geen voortgangsbalk"
    )


def add_besluit(actie: argparse.ArgumentParser) -> None:
    """Every decision says why and by whom."""
    actie.add_argument("--reden", required=True, metavar="TEKST", help="waarom; komt in het log")
    actie.add_argument(
        "--door",
        required=True,
        metavar="WIE",
        help="wie dit besloot: een functie of organisatie, geen naam van een persoon",
    )
    add_global(actie, argparse.SUPPRESS)


def add_acties(
    command: argparse.ArgumentParser, acties: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Each action of a command, (name, what it does), as a parser of its own."""
    group = command.add_subparsers(title="acties", dest="actie", metavar="ACTIE", required=True)
    for naam, uitleg in acties:
        yield naam, group.add_parser(naam, help=uitleg, description=uitleg, allow_abbrev=False)


def add_editie(add: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    """The command editie with its actions."""
    command = add(
        "editie",
        "Neem een eerdere editie in gebruik, of trek er een in.",
        "Elk besluit komt in het log, met reden; het commando edities toont het.",
    )
    acties = (
        ("kies", "Neem deze editie in gebruik, ook als zij was ingetrokken."),
        ("intrek", "Trek deze editie in: niemand kan haar nog openen."),
    )
    for _, actie in add_acties(command, acties):
        actie.add_argument("id", metavar="ID", help="nummer van de editie, zie edities")
        add_besluit(actie)


def add_nulmeting(add: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    """The command nulmeting with its actions."""
    command = add(
        "nulmeting",
        "Toon de vastgelegde nulmeting, vergelijk versies, of kies de versie die geldt.",
        "Een andere versie geldt pas na een besluit met reden; het staat op elke bladzijde en in "
        "elk rapport dat haar gebruikt. Eerdere versies blijven bewaard.",
    )
    acties = (
        ("toon", "Toon welke versies er zijn en waarop zij rusten."),
        ("vergelijk", "Zet de waarden van de versies naast elkaar."),
        ("kies", "Laat een andere versie gelden, vanaf de volgende editie."),
    )
    for naam, actie in add_acties(command, acties):
        if naam == "kies":
            actie.add_argument("versie", type=whole_number, metavar="VERSIE", help="zoals 2")
        actie.add_argument("--indicator", metavar="INDICATOR", help="alleen dit cijfer")
        if naam == "kies":
            add_besluit(actie)
        else:
            add_global(actie, argparse.SUPPRESS)


def add_reserve(add: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    """The command reserve with its actions."""
    command = add(
        "reserve",
        "Maak een reservekopie van alles, of zet er een terug.",
        "Edities, nulmeting, wat eerder is getoond en de gesprekken, in een zip. De geladen "
        "levering en de geheime sleutel zitten er niet in.",
    )
    acties = (
        ("maak", "Maak een reservekopie; dat kan terwijl mensen lezen en schrijven."),
        ("terug", "Zet een reservekopie terug: helemaal, of er verandert niets."),
    )
    for naam, actie in add_acties(command, acties):
        actie.add_argument("bestand", type=Path, metavar="BESTAND", help="zoals kopie.zip")
        if naam == "terug":
            actie.add_argument(
                "--vervang", action="store_true", help="ook als er al edities staan; die verdwijnen"
            )
        add_global(actie, argparse.SUPPRESS)


def add_haal(add: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    """The command haal with what can be fetched."""
    command = add(
        "haal",
        "Haal openbare gegevens op: wijkgrenzen, inwoners, postcodes en cijfers van het CBS.",
        "Adressen en tabellen staan in proeftuin.toml, onder [opendata]. Naast elk bestand komt te "
        "staan waar het vandaan komt. Lukt iets niet, dan verandert er niets.",
    )
    acties = (
        ("geo", "Wijkgrenzen voor de kaart, op de plaats van 'geo.omtrek'."),
        ("bevolking", "Inwoners per gebied en leeftijd (een schatting), voor de levering."),
        ("postcodes", "Welke postcode in welke wijk ligt, op de plaats van 'concordantie'."),
        ("cbs", "Jongeren met jeugdzorg per wijk volgens het CBS, voor de levering."),
    )
    for naam, actie in add_acties(command, acties):
        if naam in ("bevolking", "cbs"):
            actie.add_argument("levering", type=Path, metavar="MAP", help="map met de levering")
        else:
            actie.add_argument("--naar", type=Path, metavar="BESTAND", help="een andere plaats")
            actie.add_argument(
                "--uit", type=Path, metavar="BESTAND", help="een bestand dat u al heeft"
            )
        if naam == "geo":
            actie.add_argument("--laag", default="", metavar="NAAM", help="laag van dat bestand")
        actie.add_argument("--vervang", action="store_true", help="vervang wat er al staat")
        actie.add_argument(
            "--opnieuw", action="store_true", help="vraag het ook als er een kopie van is"
        )
        add_global(actie, argparse.SUPPRESS)
