"""The command demo: a made-up gemeente as a levering, or all of it at once, with conversations.

With a MAP it writes the levering there and nothing else. Without one it also loads and publishes
it in the data folder, and fills an empty journal with one conversation that was held and one that
is planned, through the same functions the app uses. Nothing of it is mixed with real data: demo
refuses a folder that holds them, and a real levering that is loaded takes the examples away.
"""

from argparse import Namespace
from pathlib import Path

from proeftuin.cli.commands import run_command
from proeftuin.cli.controleer import is_loaded_real
from proeftuin.cli.parser import make_parser
from proeftuin.cli.uitvoer import show_voortgang, tell
from proeftuin.errors import ForeignEdition, NoEdition, ProeftuinError
from proeftuin.files import make_private
from proeftuin.settings import Settings, read_settings
from proeftuin.synthetic import check_omvang, clear_berichten, write_berichten, write_demo
from proeftuin.vocabulary import INTERN, ROL_BEHEERDER

LEVERING = "demo-levering"


def make_demo(options: Namespace) -> None:
    """Write the levering; without options.map also load it, publish it and add conversations.

    ProeftuinError (Dutch) when the data folder holds real data; nothing was written then.
    """
    settings = read_settings(options.config)
    folder = options.map or options.data / LEVERING
    is_ijw = options.als == "ijw"
    if is_ijw:
        check_omvang(options.jeugdigen)
    follows_other = options.map is None and check_made_up(options.data, settings)
    if options.data in folder.parents:
        make_private(options.data)
    clear_berichten(folder)
    with show_voortgang(options.stil) as report:
        write_demo(
            folder,
            options.jeugdigen,
            options.zaad,
            options.datastand,
            options.effect,
            settings,
            lambda share, step: report(step.capitalize(), share),
        )
        if is_ijw:
            report("Berichten schrijven", 0.5)
            aantal = write_berichten(folder, options.datastand, options.versie, settings)
            tell(f"Geschreven als iJw {options.versie}: {aantal} berichten, de rest als CSV.")
    if options.map is not None:
        tell(
            f"De verzonnen gemeente staat in '{folder}'. "
            f"Laad haar met: python -m proeftuin laad {folder}"
        )
        return
    run_command(_options_of(options, "laad", str(folder), "--vervang"))
    run_command(_options_of(options, "publiceer"))
    if follows_other:
        tell(
            "De demo die hier stond had een andere configuratie, en haar nulmeting blijft staan. "
            "Beginnen met deze kan in een lege map: python -m proeftuin --data MAP demo"
        )
    from proeftuin.cli.voorbeelden import add_examples  # a levering alone needs no journal

    add_examples(options.data, settings, options.zaad, tell)


def _options_of(options: Namespace, *words: str) -> Namespace:
    """The options of another command, on the same data and configuration."""
    found = make_parser().parse_args(list(words))
    found.data, found.config, found.stil = options.data, options.config, options.stil
    return found


def check_made_up(data: Path, settings: Settings) -> bool:
    """ProeftuinError (Dutch) when what is loaded or published in this folder is real.

    True when a made-up edition stands there that was made with another configuration.
    """
    from proeftuin.results import list_edities, open_editie

    is_real = is_other = False
    try:
        editie = open_editie(data, INTERN, rol=ROL_BEHEERDER, settings=settings)
        is_real = not editie.synthetisch
    except ForeignEdition:
        is_other = True
        earlier = list_edities(data, INTERN, rol=ROL_BEHEERDER)
        is_real = not all(item.synthetisch for item in earlier)
    except NoEdition:
        pass
    if is_real or is_loaded_real(data):
        raise ProeftuinError(
            f"In '{data}' staan gegevens van een echte levering. De demo komt daar niet bij. Kies "
            "een andere map: python -m proeftuin --data demo demo"
        )
    return is_other
