"""The command haal: which file comes where, and what is said of it."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from proeftuin.cli.uitvoer import tell
from proeftuin.errors import ProeftuinError, SettingsError
from proeftuin.opendata import (
    CBS_BESTAND,
    Dienst,
    Herkomst,
    Opgehaald,
    check_target,
    fetch_bevolking,
    fetch_jeugdzorg,
    fetch_omtrek,
    fetch_postcodes,
    read_omtrek,
    read_postcodes,
)
from proeftuin.sentences import show_number
from proeftuin.settings import Settings, read_settings
from proeftuin.tijd import dutch_day, show_date

KOPIEEN = "haal"  # in the folder of the data
BESTANDEN = {"bevolking": "bevolking.csv", "cbs": CBS_BESTAND}
NODIG = {  # per action the section of [opendata], and its keys that must be filled
    "geo": ("omtrek", ("adres",)),
    "postcodes": ("postcodes", ("adres",)),
    "bevolking": ("statline", ("adres", "leeftijd", "wijken")),
    "cbs": ("statline", ("adres", "jeugdzorg")),
}


def fetch_and_say(options: Namespace) -> None:
    """Fetch one kind of open data, write it whole with its herkomst, and say how to go on."""
    settings = read_settings(options.config)
    local = getattr(options, "uit", None)
    if local is None:
        _refuse_unset(settings, options.actie)
    target = _target_of(options, settings)
    check_target(target, options.vervang, options.actie not in BESTANDEN)
    dienst = Dienst(settings.opendata, Path(options.data) / KOPIEEN, vers=options.opnieuw)
    fetch: dict[str, Callable[[], Opgehaald]] = {
        "geo": lambda: (
            read_omtrek(settings, local, options.laag, target)
            if local
            else fetch_omtrek(settings, dienst, target)
        ),
        "postcodes": lambda: (
            read_postcodes(settings, local, target)
            if local
            else fetch_postcodes(settings, dienst, target)
        ),
        "bevolking": lambda: fetch_bevolking(settings, dienst, target),
        "cbs": lambda: fetch_jeugdzorg(settings, dienst, target),
    }
    made = fetch[options.actie]()
    for text in made.meldingen:
        tell(f"LET OP: {text}")
    tell(f"{show_number(made.aantal)} regels staan in '{made.bestand}'.")
    herkomst = made.herkomst
    day = show_date(dutch_day(herkomst.opgehaald_op))
    tell(f"Bron: {_name_source(herkomst)}, van {day}.")
    tell(f"Bewerking: {herkomst.bewerking}")
    for text in _next_steps(options, settings, made):
        tell(text)


def _refuse_unset(settings: Settings, actie: str) -> None:
    """SettingsError (Dutch) naming the keys this needs; a file of before this command has none."""
    section, names = NODIG[actie]
    for name in names:
        if not getattr(getattr(settings.opendata, section), name):
            raise SettingsError(
                f"Sleutel 'opendata.{section}.{name}' is niet ingevuld. Neem het deel "
                "[opendata] over uit proeftuin.toml van dit product en vul het aan."
            )


def _target_of(options: Namespace, settings: Settings) -> Path:
    """Where the file goes: the folder of the levering, --naar, or where the settings look."""
    if options.actie in BESTANDEN:
        folder = Path(options.levering)
        if not folder.is_dir():
            raise ProeftuinError(
                f"De map '{folder}' bestaat niet. Noem de map van uw levering, of maak haar."
            )
        return folder / BESTANDEN[options.actie]
    if options.naar:
        return Path(options.naar)
    if options.actie == "geo":
        return Path(settings.geo.omtrek)
    if not settings.gemeente.concordantie:
        raise SettingsError(
            "Sleutel 'gemeente.concordantie' is leeg. Schrijf daar waar het bestand komt, of noem "
            "een plaats met --naar."
        )
    return Path(settings.gemeente.concordantie)


def _name_source(herkomst: Herkomst) -> str:
    """The source with its licence, as it stands under a map; without one where none is known."""
    return f"{herkomst.bron} ({herkomst.licentie})" if herkomst.licentie else herkomst.bron


def _next_steps(options: Namespace, settings: Settings, made: Opgehaald) -> list[str]:
    """What a person still has to do."""
    if options.actie == "geo":
        steps = []
        if Path(settings.geo.omtrek) != made.bestand:
            steps.append(f"Schrijf in [geo] bij omtrek: '{made.bestand}'.")
        if settings.geo.bron not in (made.herkomst.bron, _name_source(made.herkomst)):
            steps.append(
                f"Onder de kaart staat nog '{settings.geo.bron}'. Schrijf in [geo] bij bron: "
                f"'{_name_source(made.herkomst)}'."
            )
        if options.uit and settings.opendata.omtrek.bron:
            steps.append(
                f"'{made.herkomst.bron}' is de bron in [opendata.omtrek]. Is '{options.uit.name}' "
                "van een ander of van een ander jaar, verbeter haar dan daar en haal opnieuw."
            )
        return [*steps, "Controleer met: python -m proeftuin controleer"]
    if options.actie == "postcodes":
        return ["Controleer met: python -m proeftuin controleer"]
    return [f"Laad met: python -m proeftuin laad {made.bestand.parent}"]
