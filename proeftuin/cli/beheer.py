"""The commands that keep house: gesprekken reserve | terug | exporteer, reserve, and ruim-op.

ruim-op says in Dutch what is past its term, and removes it when asked.
"""

import json
import shutil
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dateutil.relativedelta import relativedelta

from proeftuin.cli.uitvoer import tell
from proeftuin.edition import (
    BEVINDINGEN,
    BIJDRAGEN,
    LOGBOEK,
    MICRODATA,
    RESTANT,
    Verlopen,
    list_verlopen,
    remove_expired,
    restore_everything,
    write_everything,
)
from proeftuin.files import replacing
from proeftuin.journal import Door, find_bestand, find_opslag, open_journal, restore_file
from proeftuin.sentences import show_date
from proeftuin.settings import Settings, read_settings
from proeftuin.tijd import dutch_today
from proeftuin.vocabulary import INTERN, OPENBAAR

DOOR = Door("beheerder", "opdrachtregel")


def run_actie(options: Namespace) -> None:
    """Do the action of the command gesprekken."""
    actions = {"reserve": _run_reserve, "terug": _run_terug, "exporteer": _run_exporteer}
    actions[options.actie](options)


def run_whole_reserve(options: Namespace) -> None:
    """Back up or restore everything but the store and the key."""
    (_write_everything if options.actie == "maak" else _restore_everything)(options)


def _write_everything(options: Namespace) -> None:
    url = find_opslag(read_settings(options.config))
    with tempfile.TemporaryDirectory(prefix="proeftuin-reserve-") as folder:
        gesprekken = None
        if url or find_bestand(options.data).exists():
            gesprekken = Path(folder) / "gesprekken.zip"
            with open_journal(url, options.data) as journal:
                journal.beheer.backup(gesprekken, DOOR.rol)
        files = write_everything(options.data, options.bestand, gesprekken)
    tell(
        f"De reservekopie staat in '{options.bestand}' en is nagelezen: {files} bestanden. Bewaar "
        "haar veilig: de interne edities en de gesprekken zitten erin. De sleutel niet; bewaar die "
        "apart."
    )


def _restore_everything(options: Namespace) -> None:
    gesprekken = restore_everything(options.data, options.bestand, options.vervang)
    said = "De edities en de nulmeting zijn teruggezet."
    if gesprekken:
        try:
            url = find_opslag(read_settings(options.config))
            restore_file(url, options.data, gesprekken, DOOR, options.vervang)
        finally:
            shutil.rmtree(gesprekken.parent, ignore_errors=True)
        said = "De edities, de nulmeting en de gesprekken zijn teruggezet."
    tell(f"{said} De app kan weer open. Laad de levering opnieuw voor een volgende editie.")


def _describe(counts: dict[str, int]) -> str:
    return (
        f"gesprekken {counts['gesprek']}, agendapunten {counts['agendapunt']}, "
        f"bevroren cijfers {counts['bevriezing']}, acties {counts['actie']}, "
        f"uitleg {counts['duiding']}, verhalen {counts['verhaal']}, "
        f"wijzigingen {counts['historie']}"
    )


def _run_reserve(options: Namespace) -> None:
    with open_journal(find_opslag(read_settings(options.config)), options.data) as journal:
        counts = journal.beheer.backup(options.bestand, DOOR.rol)
    tell(f"De reservekopie staat in '{options.bestand}' en is nagelezen: {_describe(counts)}.")


def _run_terug(options: Namespace) -> None:
    url = find_opslag(read_settings(options.config))
    counts, aside = restore_file(url, options.data, options.bestand, DOOR, options.vervang)
    if aside:
        tell(f"Het oude bestand was beschadigd. Het is bewaard als '{aside}'.")
    tell(f"De reservekopie is teruggezet en nagelezen: {_describe(counts)}.")


def _run_exporteer(options: Namespace) -> None:
    with open_journal(find_opslag(read_settings(options.config)), options.data) as journal:
        everything = journal.beheer.export_json(DOOR.rol)
    with replacing(options.bestand) as beside, beside.open("w", encoding="utf-8") as file:
        json.dump(everything, file, ensure_ascii=False, allow_nan=False, indent=1)
    tell(
        f"Alles staat in '{options.bestand}'. "
        "Dit bestand bevat ook teksten van interne gesprekken; bewaar het veilig."
    )


def _count_gesprekken(number: int) -> str:
    return "1 gesprek" if number == 1 else f"{number} gesprekken"


def clean_gesprekken(options: Namespace, settings: Settings, vandaag: date) -> tuple[str, ...]:
    """Lines of ruim-op about the conversations; with options.verwijder they are gone before them.

    Empty when nothing is past its term, and when there is no journal yet.
    """
    url = find_opslag(settings)
    if not url and not find_bestand(options.data).exists():
        return ()
    datum = vandaag - relativedelta(months=settings.bewaren.gesprekken_maanden)
    with open_journal(url, options.data) as journal:
        counts = journal.beheer.count_older(datum, DOOR.rol)
        texts = counts["duiding"] + counts["verhaal"]
        lines = []
        if counts["gesprek"] or texts:
            if options.verwijder:
                journal.beheer.remove_older(datum, Door("beheerder", "ruim-op"))
            what = "Verwijderd" if options.verwijder else "Voorbij de bewaartermijn"
            lines.append(
                f"{what}, van voor {show_date(datum)}: {_count_gesprekken(counts['gesprek'])} met "
                f"alles wat erbij hoort; verhalen en losse uitleg: {texts}."
            )
        if counts["niet_afgesloten"]:
            left = _count_gesprekken(counts["niet_afgesloten"])
            lines.append(
                f"Blijft staan, want niet afgesloten: {left} van voor {show_date(datum)}. "
                "Sluit af wat klaar is; daarna kan het weg."
            )
    return tuple(lines)


NAMEN = {
    MICRODATA: "de geladen gegevens van jeugdigen ({naam})",
    BEVINDINGEN: "de bevindingen van een levering ({naam})",
    BIJDRAGEN: "wie achter de bedragen van editie {naam} staat",
    LOGBOEK: "het logboek van bezoek ({naam})",
    RESTANT: "een restant van een afgebroken opdracht ({naam})",
    INTERN: "editie {naam}, intern",
    OPENBAAR: "editie {naam}, openbaar",
}


def clean_up(options: Namespace) -> Iterator[str]:
    """The lines to print; with options.verwijder everything past its term is gone before them."""
    settings = read_settings(options.config)
    vandaag = dutch_today()
    found = list_verlopen(options.data, settings, vandaag)
    kept = [item for item in found if item.in_gebruik]
    if options.verwijder:
        gone = remove_expired(options.data, settings, vandaag)
        yield from (f"Verwijderd: {_describe_ruim_op(item)}." for item in gone)
    else:
        gone = tuple(item for item in found if not item.in_gebruik)
        yield from (f"Voorbij de bewaartermijn: {_describe_ruim_op(item)}." for item in gone)
    for item in kept:
        yield (
            f"Blijft staan, want in gebruik: {_describe_ruim_op(item)}. "
            "Publiceer een nieuwe editie; daarna kan deze weg."
        )
    talks = clean_gesprekken(options, settings, vandaag)
    yield from talks
    if not gone and not talks:
        yield "Er is niets dat weg moet."
    elif not options.verwijder:
        yield "Er is nog niets verwijderd. Doe dat met: python -m proeftuin ruim-op --verwijder"


def _describe_ruim_op(item: Verlopen) -> str:
    name = NAMEN[item.soort].format(naam=item.naam)
    if item.soort == RESTANT:
        return name
    return f"{name}, van {show_date(item.sinds)}, te bewaren tot en met {show_date(item.tot)}"
