"""What each command does: call the product, then say in Dutch what happened."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proeftuin.cli.uitvoer import print_table, show_voortgang, tell
from proeftuin.errors import ProeftuinError
from proeftuin.files import replacing
from proeftuin.settings import read_settings

if TYPE_CHECKING:
    from proeftuin.edition import Vastlegging
    from proeftuin.results import Editie

from proeftuin.vocabulary import INTERN, KWARTAAL, NULMETING, OPENBAAR, ROL_BEHEERDER, VROEGER

COMMANDS = {  # where each is done: a file of this room and a function of the options
    "app": ("app", "start_app"),
    "controleer": ("controleer", "run_controle"),
    "demo": ("demo", "make_demo"),
    "editie": ("bestuur", "run_besluit"),
    "edities": ("commands", "run_edities"),
    "effect": ("commands", "run_effect"),
    "gesprekken": ("beheer", "run_actie"),
    "haal": ("haal", "fetch_and_say"),
    "herken": ("laden", "recognise_and_say"),
    "laad": ("laden", "load_and_say"),
    "nulmeting": ("nulmeting", "run_nulmeting_actie"),
    "prognose": ("prognose", "print_prognose"),
    "publiceer": ("commands", "run_publiceer"),
    "rapport": ("commands", "run_rapport"),
    "reserve": ("beheer", "run_whole_reserve"),
    "ruim-op": ("beheer", "clean_up"),
    "sjabloon": ("laden", "write_and_say"),
    "status": ("controleer", "describe_status"),
    "toon": ("commands", "run_toon"),
    "vergelijk": ("vergelijk", "print_vergelijk"),
    "vooruit": ("vooruit", "print_vooruit"),
    "werklijst": ("laden", "write_werklijst"),
}


def run_command(options: Namespace) -> None:
    """Run the command of the parsed options, and say the lines it gives; only then import it."""
    file, naam = COMMANDS[options.commando]
    run: Callable[[Namespace], Iterable[str] | None] = getattr(
        import_module(f"proeftuin.cli.{file}"), naam
    )
    for line in run(options) or ():
        tell(line)


def run_publiceer(options: Namespace) -> None:
    """Make an edition of what is loaded."""
    from proeftuin.cli.controleer import check_configuration, warn_outlines
    from proeftuin.edition import publish_editie
    from proeftuin.sentences import incomparable_lines, protection_sentence

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
            spark=options.spark,
        )
    if made.ongewijzigd:
        tell(
            f"Er is niets veranderd sinds editie {made.editie}; die blijft in gebruik. "
            "Met --opnieuw maakt u toch een nieuwe."
        )
        return
    tell(f"Editie {made.editie} is in gebruik, intern en openbaar.")
    tell(protection_sentence(made.grover, made.afgeschermd))
    if made.weer_voorlopig:
        tell(
            f"Weer voorlopig: {', '.join(made.weer_voorlopig)}. De laatste kwartalen waren in de "
            "vorige editie definitief; er gaat later meer bij of af dan toen was te zien, of de "
            "termijn is anders ingesteld."
        )
    if made.is_uitgesteld:
        tell(
            "De nulmeting is nog niet vastgelegd. Klopt de levering toch? Publiceer dan met "
            "--bevestig-nulmeting. Anders: laad een volledige levering en publiceer opnieuw."
        )
    if made.vastgelegd:
        tell(f"De nulmeting is nu vastgelegd voor: {', '.join(made.vastgelegd)}.")
    if made.gewijzigd:
        tell(
            f"De nulmeting komt nu anders uit voor: {', '.join(made.gewijzigd)}. De vastgelegde "
            "waarden blijven staan; de nieuwe zijn ernaast bewaard in de map nulmeting."
        )
    for line in incomparable_lines(made.onvergelijkbaar):
        tell(line)


def _say_vastlegging(found: "Vastlegging", bevestigd: bool) -> None:
    """What will be frozen for good, on which rows, or why that waits."""
    from proeftuin.sentences import show_date, show_number

    rows = ", ".join(f"{show_number(aantal)} {naam}" for naam, aantal in found.rijen.items())
    window = f"{show_date(found.van)} tot en met {show_date(found.tot)}"
    if found.minder and not bevestigd:
        for line in found.minder:
            tell(line)
        tell(
            f"De levering is onvolledig naast de vorige. De nulmeting ({window}) wordt daarom nu "
            f"niet vastgelegd. Zij zou rusten op deze rijen: {rows or 'geen'}."
        )
        return
    tell(
        f"De nulmeting ({window}) wordt nu vastgelegd voor elk cijfer dat rijp is, en verandert "
        f"daarna niet meer vanzelf. Zij rust op deze rijen: {rows or 'geen'}."
    )


def run_edities(options: Namespace) -> None:
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
    print_table(["Editie", "Gegevens tot en met", "Gemaakt op", "Bron", ""], lines)
    for besluit in list_besluiten(options.data):
        tell(describe_besluit(besluit))
    check_register(Path(options.data))


def run_toon(options: Namespace) -> None:
    """Print one indicator of an edition."""
    if not options.slug:
        _list_indicators()
        return
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
        tell(f"{indicator.naam}: {text_of(indicator.vraag, settings)}")
        words = audience_words(editie.audience)
        tell(f"Editie {editie.id} ({words}), eenheid: {indicator.eenheid}")
        print_table(*cli_toon.cijfers_table(published, indicator, settings))

    columns = cli_toon.columns_of(indicator, options.editie)
    cli_toon.print_rows(
        options.formaat, rows, lambda: cli_toon.cijfers_csv(rows(), columns), people
    )


def _named_windows(editie: "Editie") -> list[str]:
    """The names of the windows that are no quarter, as --venster takes them."""
    return [*([VROEGER] if editie.vroeger else []), *editie.vensters]


def run_effect(options: Namespace) -> None:
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
        tell(f"Editie {editie.id} ({audience_words(editie.audience)}); * is het hoofdcijfer.")
        print_table(*cli_effect.effect_table(outcomes))
        if options.slug:
            tell(effect_sentence(outcomes[0], INDICATOR[options.slug], settings))
        tell(KANS_UITLEG)

    cli_toon.print_rows(
        options.formaat,
        lambda: cli_effect.list_outcomes(outcomes, settings),
        lambda: cli_effect.effect_csv(outcomes, settings),
        people,
    )


def run_rapport(options: Namespace) -> None:
    """Write the report of an edition to a file."""
    from proeftuin.sentences import audience_words

    editie, file = write_report(options)
    name = f"{editie.id} ({audience_words(editie.audience)})"
    tell(f"Het rapport van editie {name} staat in '{file}'.")
    if editie.audience == INTERN:
        tell("Dit is de editie intern. Gebruik --editie openbaar voor wie buiten de gemeente is.")


def _nothing(venster: str, known: list[str]) -> str:
    there = ", ".join([KWARTAAL, *known])
    return f"Er zijn geen regels voor venster '{venster}'. In deze editie staan: {there}."


def _list_indicators() -> None:
    from proeftuin.indicators import GEEN, INDICATORS

    lines = [[item.slug, item.naam, ", ".join((GEEN, *item.indelingen))] for item in INDICATORS]
    print_table(["Indicator", "Naam", "Indelingen"], lines)


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
