"""The command line itself: commands, options and their help in Dutch. Imports nothing heavy."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from proeftuin.cli.acties import (
    add_acties,
    add_editie,
    add_global,
    add_haal,
    add_nulmeting,
    add_reserve,
    whole_number,
)
from proeftuin.vocabulary import EFFECTJAAR, INTERN, KWARTAAL, NULMETING, OPENBAAR, VROEGER

INDELINGEN = ("geen", "leeftijdsgroep", "hulpvorm", "verwijzer", "aanbieder", "reden", "vraag")
VENSTERS = (KWARTAAL, VROEGER, NULMETING, EFFECTJAAR)
EDITIES = (INTERN, OPENBAAR)
FORMATEN = ("tabel", "csv", "json")
DELEN = ("cijfers", "rijen")
EFFECTEN = ("geen", "matig", "sterk")

TEKSTEN = {
    "usage: ": "gebruik: ",
    "positional arguments": "argumenten",
    "options": "opties",
    "show this help message and exit": "toon deze uitleg en stop",
    "%(prog)s: error: %(message)s\n": "%(prog)s: fout: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "bij %(argument_name)s: %(message)s",
    "unrecognized arguments: %s": "onbekende opties: %s",
    "the following arguments are required: %s": "dit ontbreekt: %s",
    "one of the arguments %s is required": "een van deze opties is nodig: %s",
    "not allowed with argument %s": "kan niet samen met %s",
    "ignored explicit argument %r": "%r hoort hier niet",
    "expected one argument": "hier hoort één waarde achter",
    "expected at most one argument": "hier hoort hooguit één waarde achter",
    "expected at least one argument": "hier hoort minstens één waarde achter",
    "ambiguous option: %(option)s could match %(matches)s": (
        "%(option)s kan meer dan één optie zijn: %(matches)s"
    ),
    "invalid %(type)s value: %(value)r": "%(value)r kan hier niet",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "%(value)r bestaat niet (kies uit %(choices)s)"
    ),
}


def _translate(text: str) -> str:
    return TEKSTEN.get(text, text)


# argparse asks gettext for its own words under this name; no other module is affected.
vars(argparse)["_"] = _translate


SHARED: dict[str, dict[str, Any]] = {  # options of more than one command
    "levering": {
        "type": Path,
        "metavar": "MAP|ZIP|XLSX",
        "nargs": "?",
        "help": "map, zip of werkmap met de levering; niets: de database van [bron] motor",
    },
    "slug": {"metavar": "INDICATOR", "nargs": "?", "help": "naam van de indicator"},
    "--editie": {"choices": EDITIES, "default": INTERN, "help": "standaard intern"},
    "--formaat": {"choices": FORMATEN, "default": "tabel", "help": "standaard tabel"},
    "--indeling": {"choices": INDELINGEN, "default": "geen", "help": "standaard geen"},
    "--met": {"type": Path, "metavar": "BLOK", "help": "bestand met blokken [bron.NAAM]"},
    "--nummer": {"metavar": "ID", "help": "een oudere editie, zie het commando edities"},
}


def add_shared(command: argparse.ArgumentParser, *options: str) -> None:
    """Give a command these options of SHARED."""
    for naam in options:
        command.add_argument(naam, **SHARED[naam])


class _Version(argparse.Action):
    """Print the version of the program; read only when it is asked for."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        from proeftuin.huis import product_mark, product_version

        parser.exit(message=f"proeftuin {product_version()} ({product_mark()})\n")


def _port(text: str) -> int:
    found = whole_number(text)
    if not 1 <= found <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is geen poort; kies 1 tot en met 65535")
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is geen datum; schrijf jjjj-mm-dd, bijvoorbeeld 2023-12-31"
        ) from None


def make_parser() -> argparse.ArgumentParser:
    """The parser; the namespace has commando, data, config, stil and the options of the command."""
    parser = argparse.ArgumentParser(
        prog="python -m proeftuin",
        description="Jeugdhulp per wijk: van levering naar editie. De app leest de editie.",
        epilog="Eerst laad, dan publiceer. Met demo maakt u verzonnen gegevens om te oefenen.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="toon de versie en stop")
    add_global(parser, None)
    commands = parser.add_subparsers(
        title="commando's", dest="commando", metavar="COMMANDO", required=True
    )

    def add(naam: str, uitleg: str, epilog: str = "") -> argparse.ArgumentParser:
        command = commands.add_parser(
            naam, help=uitleg, description=uitleg, epilog=epilog, allow_abbrev=False
        )
        add_global(command, argparse.SUPPRESS)
        return command

    demo = add(
        "demo",
        "Maak een verzonnen gemeente: levering, editie en voorbeeldgesprekken.",
        "Met een MAP komt daar alleen de levering, en verandert er verder niets.",
    )
    demo.add_argument(
        "map", type=Path, metavar="MAP", nargs="?", help="alleen de levering, in deze map"
    )
    demo.add_argument(
        "--jeugdigen",
        type=whole_number,
        default=3150,
        metavar="AANTAL",
        help="jeugdigen met hulp per jaar (standaard 3150)",
    )
    demo.add_argument(
        "--zaad",
        type=whole_number,
        default=1,
        metavar="GETAL",
        help="hetzelfde zaad geeft dezelfde gegevens (standaard 1)",
    )
    demo.add_argument(
        "--datastand",
        type=_day,
        default=date(2023, 12, 31),
        metavar="DATUM",
        help="laatste dag van de gegevens (standaard 2023-12-31)",
    )
    demo.add_argument(
        "--effect", choices=EFFECTEN, default="geen", help="waar effect in de pilotwijk"
    )
    demo.add_argument(
        "--als",
        choices=("csv", "ijw"),
        default="csv",
        help="als CSV-bestanden, of als iJw-berichten met CSV voor wat een bericht niet zegt",
    )
    demo.add_argument(
        "--versie",
        choices=("3.0", "3.1", "3.2"),
        default="3.2",
        help="versie van de iJw-berichten (standaard 3.2)",
    )

    laad = add(
        "laad",
        "Lees een levering, controleer haar en zet haar klaar.",
        "Bij een fout verandert er niets; alle bevindingen staan in bevindingen.csv.",
    )
    add_shared(laad, "levering")
    laad.add_argument(
        "--met",
        type=Path,
        metavar="BLOK",
        help="bestand met blokken [bron.NAAM], zoals herken het voorstelt",
    )
    laad.add_argument(
        "--vervang",
        action="store_true",
        help="ook als de datastand niet nieuwer is dan die van de geladen levering",
    )
    laad.add_argument(
        "--alleen-nieuw",
        action="store_true",
        help="doe niets als de datastand niet nieuwer is dan die van de geladen levering",
    )
    laad.add_argument(
        "--toch",
        metavar="REDEN",
        default="",
        help="ook als meer dan 5%% geen wijk heeft; de reden blijft bij de meldingen staan",
    )

    controleer = add(
        "controleer",
        "Controleer de configuratie, en of een levering bij de wijken past. Er verandert niets.",
        "Kijkt ook naar de wijkgrenzen en de concordantie. Met een levering: welk deel van de "
        "rijen in geen wijk ligt.",
    )
    controleer.add_argument(
        "levering", type=Path, metavar="MAP|ZIP|XLSX", nargs="?", help="map, zip of werkmap"
    )
    controleer.add_argument(
        "--database", action="store_true", help="als levering de database van [bron] motor"
    )
    add_shared(controleer, "--met")
    sjabloon = add(
        "sjabloon",
        "Schrijf een lege levering om in te vullen: een werkmap en CSV-bestanden.",
        "Met kolomnamen, keuzelijsten en drie verzonnen voorbeeldrijen per tabel.",
    )
    sjabloon.add_argument("map", type=Path, metavar="MAP", help="hier komen de bestanden")
    herken = add(
        "herken",
        "Stel voor hoe de kolommen van een bestand van een ander programma de onze worden.",
        "Het voorstel is een blok [bron.NAAM]; lees en verbeter het, en laad met --met. Sleutels "
        "van personen staan er nooit in.",
    )
    herken.add_argument("bestand", type=Path, metavar="BESTAND", help="een .csv, .xlsx of .xls")
    herken.add_argument("--naar", type=Path, metavar="BLOK", help="schrijf het in dit bestand")
    werklijst = add(
        "werklijst",
        "Schrijf welke rijen van een levering te verbeteren zijn, met hun eigen nummers.",
        "Een CSV die alleen u kunt lezen: bestand, regel, eigen nummer, veld, waarde, wat er mis "
        "is en wat te doen. De geladen gegevens veranderen niet en kennen deze nummers niet.",
    )
    werklijst.add_argument(
        "bestand", type=Path, metavar="BESTAND", help="waar de lijst komt, zoals werklijst.csv"
    )
    add_shared(werklijst, "levering", "--met")
    werklijst.add_argument("--vervang", action="store_true", help="ook als het bestand al bestaat")
    add_haal(add)
    add("status", "Toon welke configuratie, gegevens, edities en nulmeting in gebruik zijn.")

    publiceer = add("publiceer", "Bereken alles en maak een nieuwe editie, intern en openbaar.")
    publiceer.add_argument(
        "--opnieuw", action="store_true", help="ook als er sinds de vorige editie niets veranderde"
    )
    publiceer.add_argument(
        "--bevestig-nulmeting",
        action="store_true",
        help="leg de nulmeting voor het eerst vast, ook als de levering minder rijen heeft dan de "
        "vorige",
    )
    publiceer.add_argument(
        "--spark",
        metavar="ADRES",
        default="",
        help="reken op dit cluster van Spark, zoals spark://server:7077 of local[4] "
        "(docs/motoren.md)",
    )

    toon = add(
        "toon",
        "Toon een indicator: één regel per wijk, venster en categorie.",
        "csv heeft komma's tussen de kolommen en een punt in getallen; json is een lijst van "
        "objecten. Beide zijn niet afgerond in de editie intern. Zonder INDICATOR: alle namen.",
    )
    add_shared(toon, "slug", "--editie")
    toon.add_argument("--venster", choices=VENSTERS, default=KWARTAAL, help="standaard kwartaal")
    add_shared(toon, "--indeling", "--formaat", "--nummer")

    effect = add(
        "effect",
        "Toon of de pilotwijk anders veranderde dan de andere wijken.",
        "json is een lijst van objecten, één per indicator, met de waarden per wijk en de zin; "
        "csv heeft één regel per indicator. Zonder INDICATOR: alle indicatoren.",
    )
    add_shared(effect, "slug", "--editie", "--formaat", "--nummer")

    vooruit = add(
        "vooruit",
        "Toon vanaf welk verschil wij het zouden zien, met meer wijken of meer jaren.",
        "Van elk beloofd cijfer, het hoofdcijfer eerst. json is een lijst van objecten, een per "
        "cijfer, aantal pilotwijken en aantal jaren; csv heeft dezelfde regels.",
    )
    add_shared(vooruit, "--editie", "--formaat", "--nummer")

    vergelijk = add(
        "vergelijk",
        "Vergelijk twee edities of twee leveringen: wat is anders, en waarom?",
        "Edities noemt u bij hun nummer (zie edities), leveringen bij hun map of bestand. Er wordt "
        "niets geladen. json en csv hebben één regel per cijfer of, met --deel rijen en bij "
        "leveringen, per bestand en kwartaal. Sleutels van personen staan er nooit in.",
    )
    vergelijk.add_argument("oud", metavar="A", help="de eerste: een editie, of een levering")
    vergelijk.add_argument("nieuw", metavar="B", help="de tweede, van dezelfde soort")
    vergelijk.add_argument("--indicator", metavar="INDICATOR", help="alleen dit cijfer")
    add_shared(vergelijk, "--indeling", "--editie")
    vergelijk.add_argument(
        "--deel", choices=DELEN, default=DELEN[0], help="voor csv en json (standaard cijfers)"
    )
    add_shared(vergelijk, "--formaat")
    vergelijk.add_argument(
        "--met", type=Path, metavar="BLOK", help="bestand met blokken [bron.NAAM], bij leveringen"
    )

    prognose = add(
        "prognose",
        "Toon de prognose van het lopende jaar, met de afwijkingen van eerdere ramingen.",
        "De prognose staat alleen in de editie intern. json heeft per gebied en route alle delen "
        "per maand en de terugblik; csv heeft één regel per gebied en route.",
    )
    prognose.add_argument("--wijk", metavar="WIJK", help="één wijk, of gemeente (standaard alles)")
    add_shared(prognose, "--formaat", "--nummer")

    rapport = add(
        "rapport",
        "Maak het rapport van een editie als bestand.",
        "Het einde van de naam bepaalt de soort: .pdf en .docx (bijlage voor de raad), .pptx "
        "(dia's voor het gesprek), .xlsx (alle cijfers) of .html.",
    )
    rapport.add_argument("bestand", type=Path, metavar="BESTAND", help="zoals rapport.pdf")
    add_shared(rapport, "--editie", "--nummer")

    app = add(
        "app",
        "Start de app op deze computer, met een link voor de interne editie.",
        "De link werkt één keer, in één browser; daarna staat er een nieuwe. Is er een inlogdienst "
        "ingesteld, dan is er geen link en logt iedereen in.",
    )
    app.add_argument("--poort", type=_port, default=8501, metavar="GETAL", help="standaard 8501")
    app.add_argument(
        "--geen-browser", action="store_true", help="toon de link, maar open geen browser"
    )
    app.add_argument(
        "--dienst",
        action="store_true",
        help="geen link: de app draait als dienst, achter een proxy (docs/dienst.md)",
    )
    app.add_argument(
        "--adres",
        default="localhost",
        metavar="ADRES",
        help="waar de app luistert; standaard alleen op deze computer. In een container, "
        "met --dienst: 0.0.0.0. Een link voor de interne editie is er dan nooit",
    )
    app.add_argument(
        "--naam",
        action="append",
        default=[],
        metavar="HOST",
        help="een naam waaronder lezers de app openen, zoals proeftuin.uwgemeente.nl",
    )

    add("edities", "Toon welke edities er zijn, en wat erover is besloten.")
    add_editie(add)
    add_nulmeting(add)

    opruimen = add(
        "ruim-op",
        "Toon wat langer bewaard is dan mag, en verwijder het.",
        "Zonder --verwijder verandert er niets. De termijnen staan in proeftuin.toml, onder "
        "[bewaren]. De editie in gebruik, de vastgelegde nulmeting en uw levering blijven altijd.",
    )
    opruimen.add_argument(
        "--verwijder", action="store_true", help="verwijder het ook; dit kan niet ongedaan"
    )
    gesprekken = add(
        "gesprekken",
        "Maak een reservekopie van de gesprekken, zet er een terug, of voer alles uit.",
        "Elke reservekopie wordt nagelezen. Terugzetten lukt helemaal of verandert niets.",
    )
    acties = (
        ("reserve", "Maak een reservekopie; dat kan terwijl mensen werken."),
        ("terug", "Zet een reservekopie terug."),
        ("exporteer", "Schrijf alles als JSON."),
    )
    bestanden = {
        "reserve": "zoals kopie.zip",
        "terug": "een eerder gemaakte reservekopie",
        "exporteer": "zoals gesprekken.json",
    }
    for naam, actie in add_acties(gesprekken, acties):
        actie.add_argument("bestand", type=Path, metavar="BESTAND", help=bestanden[naam])
        if naam == "terug":
            actie.add_argument(
                "--vervang",
                action="store_true",
                help="ook als er intussen gewerkt is; dat werk verdwijnt dan",
            )
        add_global(actie, argparse.SUPPRESS)
    add_reserve(add)
    return parser
