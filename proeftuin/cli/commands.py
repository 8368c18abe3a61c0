"""What each command does: call the product, then say in Dutch what happened.

A long command shows a progress bar on stderr, only for people: not with --stil and not when stderr
is no terminal.
"""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proeftuin.errors import ProeftuinError
from proeftuin.files import harmless, replacing
from proeftuin.settings import read_settings

if TYPE_CHECKING:
    from proeftuin.edition import Vastlegging
    from proeftuin.results import Editie

from proeftuin.vocabulary import INTERN, KWARTAAL, NULMETING, OPENBAAR, ROL_BEHEERDER, VROEGER

Progress = Callable[[str, float], None]


@contextmanager
def show_voortgang(stil: bool) -> Iterator[Progress]:
    """A function to call with the step in words and the share done (0..1)."""
    if stil or not sys.stderr.isatty():
        yield lambda step, share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description:<32}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Bezig", total=1.0)

        def report(step: str, share: float) -> None:
            bar.update(task, description=step, completed=share)

        yield report


NUMERIC = (
    "Teller",
    "Noemer",
    "Waarde",
    "Interval",
    "Mediaan",
    "P80",
    "Wacht tot nu",
    "Terugwerkend",
    "Verschil",
    "Zichtbaar vanaf",
    "Raming",
    "Marge",
    "Tot peildatum",
    "Daarna",
    "Werd",
    "Procent",
    *("Gelezen", "Geladen", "Weggelaten", "Regels"),
    *("Toen", "Nu", "Erbij", "Weg", "Gewijzigd", "Anders", "Nieuw", "Niet meer", "Gelijk"),
)


def run_command(options: Namespace) -> int:
    """Run the command of the parsed options; its exit code."""
    run: Callable[[Namespace], int] = globals()[f"run_{options.commando.replace('-', '_')}"]
    return run(options)


def _say(text: str) -> None:
    sys.stdout.write(harmless(text, keep="\n") + "\n")


def run_demo(options: Namespace) -> int:
    """Make the made-up municipality: its levering, or all of it at once."""
    from proeftuin.cli.demo import make_demo

    return make_demo(options, _say, show_voortgang, run_laad, run_publiceer)


def run_controleer(options: Namespace) -> int:
    """Judge the configuration, and whether a levering fits its wijken."""
    from proeftuin.cli.controleer import run_controle

    for line in run_controle(options):
        _say(line)
    return 0


def run_status(options: Namespace) -> int:
    """Say which configuration, data, editions and nulmeting are in use."""
    from proeftuin.cli.controleer import describe_status

    for line in describe_status(options):
        _say(line)
    return 0


def run_laad(options: Namespace) -> int:
    """Load a levering, or say everything that is wrong with it."""
    from proeftuin.cli.laden import load_and_say

    return load_and_say(options, _say, _table, show_voortgang)


def run_sjabloon(options: Namespace) -> int:
    """Write an empty levering to fill in, as a workbook and as CSV."""
    from proeftuin.cli.laden import write_and_say

    return write_and_say(options, _say)


def run_herken(options: Namespace) -> int:
    """Propose how the columns of a file of another program become ours."""
    from proeftuin.cli.laden import recognise_and_say

    return recognise_and_say(options, _say)


def run_werklijst(options: Namespace) -> int:
    """Write the work list of a levering for the back office."""
    from proeftuin.cli.laden import write_werklijst

    return write_werklijst(options, _say, _table, show_voortgang)


def run_haal(options: Namespace) -> int:
    """Fetch open data, and say what came and where it stands."""
    from proeftuin.cli.haal import fetch_and_say

    return fetch_and_say(options, _say)


def run_app(options: Namespace) -> int:
    """Start the app for who sits at this computer."""
    from proeftuin.cli.app import start_app

    return start_app(options)


def run_publiceer(options: Namespace) -> int:
    """Make an edition of what is loaded."""
    from proeftuin.cli.controleer import check_configuration, warn_outlines
    from proeftuin.edition import publish_editie
    from proeftuin.sentences import protection_sentence

    settings = check_configuration(options)
    warn_outlines(settings)
    with show_voortgang(options.stil) as report:
        made = publish_editie(
            options.data,
            settings,
            report,
            again=options.opnieuw,
            bevestigd=options.bevestig_nulmeting,
            announce=lambda found: _say_vastlegging(found, options.bevestig_nulmeting),
        )
    if made.ongewijzigd:
        _say(
            f"Er is niets veranderd sinds editie {made.editie}; die blijft in gebruik. "
            "Met --opnieuw maakt u toch een nieuwe."
        )
        return 0
    _say(f"Editie {made.editie} is in gebruik, intern en openbaar.")
    _say(protection_sentence(made.grover, made.afgeschermd))
    if made.is_uitgesteld:
        _say(
            "De nulmeting is nog niet vastgelegd. Klopt de levering toch? Publiceer dan met "
            "--bevestig-nulmeting. Anders: laad een volledige levering en publiceer opnieuw."
        )
    if made.vastgelegd:
        _say(f"De nulmeting is nu vastgelegd voor: {', '.join(made.vastgelegd)}.")
    if made.gewijzigd:
        _say(
            f"De nulmeting komt nu anders uit voor: {', '.join(made.gewijzigd)}. De vastgelegde "
            "waarden blijven staan; de nieuwe zijn ernaast bewaard in de map nulmeting."
        )
    if made.onvergelijkbaar:
        _say(
            "Niet vergelijkbaar met de vastgelegde nulmeting, want de periode, de grenzen van "
            f"wijken, of normen of termijnen zijn anders: {', '.join(made.onvergelijkbaar)}. Zie "
            "python -m proeftuin nulmeting vergelijk; met nulmeting kies geldt een andere versie."
        )
    return 0


def _say_vastlegging(found: "Vastlegging", bevestigd: bool) -> None:
    """What will be frozen for good, on which rows, or why that waits."""
    from proeftuin.sentences import show_date, show_number

    rows = ", ".join(f"{show_number(aantal)} {naam}" for naam, aantal in found.rijen.items())
    window = f"{show_date(found.van)} tot en met {show_date(found.tot)}"
    if found.minder and not bevestigd:
        for line in found.minder:
            _say(line)
        _say(
            f"De levering is onvolledig naast de vorige. De nulmeting ({window}) wordt daarom nu "
            f"niet vastgelegd. Zij zou rusten op deze rijen: {rows or 'geen'}."
        )
        return
    _say(
        f"De nulmeting ({window}) wordt nu vastgelegd voor elk cijfer dat rijp is, en verandert "
        f"daarna niet meer vanzelf. Zij rust op deze rijen: {rows or 'geen'}."
    )


def run_edities(options: Namespace) -> int:
    """List the editions and how each stands, then what was decided about them.

    DamagedEdition (Dutch, with the cure) after the list when nothing says which is in use.
    """
    from proeftuin.cli.bestuur import describe_besluit
    from proeftuin.errors import NoEdition
    from proeftuin.results import check_register, list_besluiten, list_standen
    from proeftuin.sentences import show_date, show_time

    standen = list_standen(options.data, read_settings(options.config), rol=ROL_BEHEERDER)
    if not standen:
        raise NoEdition(
            "Er is nog geen editie. Laad een levering (python -m proeftuin laad MAP) en maak een "
            "editie: python -m proeftuin publiceer."
        )
    lines = []
    for naam, editie, stand in standen:
        known = ["", "", ""]
        if editie is not None:
            bron = "synthetisch" if editie.synthetisch else editie.bron
            made = show_time(editie.gemaakt_op)
            known = [show_date(editie.datastand), made, bron]
        lines.append([naam, *known, stand])
    _table(["Editie", "Gegevens tot en met", "Gemaakt op", "Bron", ""], lines)
    for besluit in list_besluiten(options.data):
        _say(describe_besluit(besluit))
    check_register(Path(options.data))
    return 0


def run_editie(options: Namespace) -> int:
    """Put an edition in use, or take one back."""
    from proeftuin.cli.bestuur import run_besluit

    return run_besluit(options)


def run_nulmeting(options: Namespace) -> int:
    """Show the frozen nulmeting, compare its versions, or choose the one that holds."""
    from proeftuin.cli.nulmeting import run_nulmeting_actie

    return run_nulmeting_actie(options, _say, _table)


def run_toon(options: Namespace) -> int:
    """Print one indicator of an edition."""
    if not options.slug:
        return _list_indicators()
    from proeftuin.cli import toon as cli_toon
    from proeftuin.indicators import INDICATOR
    from proeftuin.results import check_indeling, open_editie, read_cijfers, read_nulmeting, select
    from proeftuin.sentences import audience_words, text_of
    from proeftuin.vocabulary import ROL_BEHEERDER

    settings = read_settings(options.config)
    check_indeling(options.slug, options.indeling)
    if options.editie == OPENBAAR and options.indeling == "aanbieder":
        raise ProeftuinError(
            "De indeling naar aanbieder staat alleen in de editie intern. "
            "Kies --editie intern of een andere indeling."
        )
    indicator = INDICATOR[options.slug]
    editie = open_editie(
        options.data, options.editie, options.nummer, rol=ROL_BEHEERDER, settings=settings
    )
    published = select(read_cijfers(editie, options.slug, options.indeling), options.venster)
    if not len(published):
        sys.stderr.write(_nothing(options.venster, _named_windows(editie)) + "\n")
    elif options.venster == NULMETING:
        frozen = read_nulmeting(editie, options.slug)
        is_other = frozen.geldend not in (None, frozen.versie) or frozen.besluit is not None
        if options.formaat == "tabel" or frozen.nieuwere_versie or is_other:
            sys.stderr.write(cli_toon.describe_nulmeting(frozen) + "\n")

    def rows() -> list[dict[str, Any]]:
        return cli_toon.list_rows(published, indicator)

    def people() -> None:
        _say(f"{indicator.naam}: {text_of(indicator.vraag, settings)}")
        words = audience_words(editie.audience)
        _say(f"Editie {editie.id} ({words}), eenheid: {indicator.eenheid}")
        _table(*cli_toon.cijfers_table(published, indicator, settings))

    columns = cli_toon.columns_of(indicator, options.editie)
    cli_toon.print_rows(
        options.formaat, rows, lambda: cli_toon.cijfers_csv(rows(), columns), people
    )
    return 0


def run_vooruit(options: Namespace) -> int:
    """Print from which difference we would see it with more wijken or more years."""
    from proeftuin.cli.vooruit import print_vooruit

    print_vooruit(options, _say, _table)
    return 0


def _named_windows(editie: "Editie") -> list[str]:
    """The names of the windows that are no quarter, as --venster takes them."""
    return [*([VROEGER] if editie.vroeger else []), *editie.vensters]


def run_effect(options: Namespace) -> int:
    """Print how the pilot changed compared with the other wijken."""
    from proeftuin.cli import effect as cli_effect
    from proeftuin.cli import toon as cli_toon
    from proeftuin.indicators import INDICATOR
    from proeftuin.results import find_uitkomst, open_editie, read_effect
    from proeftuin.sentences import KANS_UITLEG, audience_words, effect_sentence
    from proeftuin.vocabulary import ROL_BEHEERDER

    settings = read_settings(options.config)
    editie = open_editie(
        options.data, options.editie, options.nummer, rol=ROL_BEHEERDER, settings=settings
    )
    outcomes = (find_uitkomst(editie, options.slug),) if options.slug else read_effect(editie)

    def people() -> None:
        _say(f"Editie {editie.id} ({audience_words(editie.audience)}); * is het hoofdcijfer.")
        _table(*cli_effect.effect_table(outcomes))
        if options.slug:
            _say(effect_sentence(outcomes[0], INDICATOR[options.slug], settings))
        _say(KANS_UITLEG)

    cli_toon.print_rows(
        options.formaat,
        lambda: cli_effect.list_outcomes(outcomes, settings),
        lambda: cli_effect.effect_csv(outcomes, settings),
        people,
    )
    return 0


def run_vergelijk(options: Namespace) -> int:
    """Print what differs between two editions, or between two leveringen."""
    from proeftuin.cli.vergelijk import print_vergelijk

    print_vergelijk(options, _say, _table, show_voortgang)
    return 0


def run_prognose(options: Namespace) -> int:
    """Print the prognose of the year, why its two routes differ, and how earlier ones did."""
    from proeftuin.cli.prognose import print_prognose

    print_prognose(options, _say, _table)
    return 0


def run_rapport(options: Namespace) -> int:
    """Write the report of an edition to a file."""
    from proeftuin.sentences import audience_words

    editie, file = write_report(options)
    name = f"{editie.id} ({audience_words(editie.audience)})"
    _say(f"Het rapport van editie {name} staat in '{file}'.")
    if editie.audience == INTERN:
        _say("Dit is de editie intern. Gebruik --editie openbaar voor wie buiten de gemeente is.")
    return 0


def run_ruim_op(options: Namespace) -> int:
    """Show what is past its term; with --verwijder also remove it."""
    from proeftuin.cli.beheer import clean_up

    for line in clean_up(options):
        _say(line)
    return 0


def _nothing(venster: str, known: list[str]) -> str:
    there = ", ".join([KWARTAAL, *known])
    return f"Er zijn geen regels voor venster '{venster}'. In deze editie staan: {there}."


def _list_indicators() -> int:
    from proeftuin.indicators import GEEN, INDICATORS

    lines = [[item.slug, item.naam, ", ".join((GEEN, *item.indelingen))] for item in INDICATORS]
    _table(["Indicator", "Naam", "Indelingen"], lines)
    return 0


def _table(headings: list[str], lines: list[list[str]]) -> None:
    """A readable table, as wide as its content when it does not go to a terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in NUMERIC else "left", no_wrap=True)
    for line in lines:
        table.add_row(*(Text(harmless(cell, keep="\n")) for cell in line))
    wide = Console()
    if not wide.is_terminal:
        wide = Console(width=max(80, *(_width(headings, lines))), color_system=None)
    wide.print(table)


def _width(headings: list[str], lines: Iterable[list[str]]) -> tuple[int, int]:
    """Characters the widest rows may need."""
    columns = [headings, *lines]
    widths = [max(len(line[place]) for line in columns) for place in range(len(headings))]
    return sum(widths) + 3 * len(widths) + 2, 0


def run_gesprekken(options: Namespace) -> int:
    """Back up, restore or export the journal of the conversations."""
    from proeftuin.cli.beheer import run_actie

    return run_actie(options)


def run_reserve(options: Namespace) -> int:
    """Back up or restore editions, nulmeting, memory and conversations together."""
    from proeftuin.cli.beheer import run_whole_reserve

    return run_whole_reserve(options)


def write_report(options: Namespace) -> "tuple[Editie, Path]":
    """Make the report and put it in options.bestand at once; the edition and the file.

    A file of the intern edition can be read by its owner alone. ProeftuinError (Dutch) when the
    extension is unknown or the folder does not exist; an existing file is replaced whole.
    """
    from proeftuin.report import format_of, make_report
    from proeftuin.results import open_editie

    file = Path(options.bestand)
    formaat = format_of(file)
    if not file.parent.is_dir():
        raise ProeftuinError(f"De map '{file.parent}' bestaat niet. Maak haar of kies een andere.")
    if file.is_dir():
        raise ProeftuinError(f"'{file}' is een map. Noem een bestand, bijvoorbeeld rapport.pdf.")
    settings = read_settings(options.config)
    editie = open_editie(
        options.data, options.editie, options.nummer, rol=ROL_BEHEERDER, settings=settings
    )
    content = make_report(editie, settings, formaat)
    with replacing(file, 0o600 if editie.audience == INTERN else 0o644) as beside:
        beside.write_bytes(content)
    return editie, file
