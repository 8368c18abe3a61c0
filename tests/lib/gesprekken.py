"""Two editions of a small demo, a quarter apart, and conversations about them."""

from datetime import date
from functools import cache
from pathlib import Path

from proeftuin.edition.files import Editie
from proeftuin.edition.publish import publish_editie
from proeftuin.gesprek.freeze import freeze_indicator
from proeftuin.ingest.load import load_levering
from proeftuin.journal.journal import Journal, open_journal
from proeftuin.journal.types import Actie, Door, Gesprek
from proeftuin.results.editie import open_editie
from proeftuin.vocabulary import ROL_INTERN
from tests.lib.edities import copy_of, later_levering, published, small_settings
from tests.lib.gedeeld import shared

DOOR = Door(ROL_INTERN, "Gemeente, team Jeugd")
EERSTE, TWEEDE = "2023-12-31.1", "2024-03-31.1"


@cache
def two_editions() -> Path:
    """A data folder with the editions EERSTE and TWEEDE; read it, never change it."""
    return shared("twee-edities", lambda folder: publish_next(copy_of(published(), folder)))


def publish_next(folder: Path) -> None:
    """Load the levering of a quarter later and publish it."""
    load_levering(later_levering(date(2024, 3, 31)), folder, small_settings())
    publish_editie(folder, small_settings())


def editie(editie_id: str, audience: str = "openbaar") -> Editie:
    return open_editie(two_editions(), audience, editie_id, rol=ROL_INTERN)


def make_journal(folder: Path) -> Journal:
    return open_journal(None, folder)


def hold(
    journal: Journal,
    source: Editie,
    slugs: tuple[str, ...],
    *,
    soort: str = "wijkgesprek",
    datum: date = date(2024, 1, 18),
    kwartaal: str = "2023-Q4",
) -> Gesprek:
    """A conversation about West that froze these indicators from this edition."""
    made = journal.gesprekken.plan(
        soort=soort,
        datum=datum,
        wijk="west",
        kwartaal=kwartaal,
        titel=f"Gesprek over {kwartaal}",
        genodigden=("Sociaal Wijkteam West", "Huisartsen West"),
        door=DOOR,
    )
    for slug in slugs:
        punt = journal.agenda.add(made.id, titel=slug, slug=slug, door=DOOR)
        frozen = freeze_indicator(source, small_settings(), slug, "west")
        journal.agenda.freeze(punt.id, frozen, DOOR)
    return journal.gesprekken.find(made.id, ROL_INTERN)


def act(journal: Journal, gesprek: Gesprek, slug: str, kwartaal: str = "2024-Q1") -> Actie:
    """An action of the point about slug."""
    punten = journal.agenda.select(gesprek.id, ROL_INTERN)
    punt = next(item for item in punten if item.slug == slug)
    return journal.acties.add(
        gesprek.id,
        tekst=f"Iets doen aan {slug}",
        eigenaar="Sociaal Wijkteam West",
        kwartaal_gereed=kwartaal,
        slug=slug,
        richting="omlaag",
        agendapunt_id=punt.id,
        door=DOOR,
    )
