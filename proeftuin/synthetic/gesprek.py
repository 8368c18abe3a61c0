"""What people of the made-up gemeente say in a conversation: seeded, about no person.

The texts fit whatever the figures did: they name no number and no direction. What was seen comes
from the figures themselves (proeftuin/cli/voorbeelden.py). A test looks for persons in all of them.
"""

from dataclasses import dataclass

import numpy as np

from proeftuin.indicators import INDICATOR

MERK = "synthetisch"  # in every title, owner and explanation
WIE = ("Sociaal wijkteam {wijk}", "Gemeente, team Jeugd", "Aanbieders in {wijk}")
GENODIGD = ("Sociaal wijkteam {wijk}", "Huisartsen in {wijk}", "Scholen in {wijk}")

# By the page that shows the figure.
_VERKLAREN = {
    "trajectduur": (
        "Wij vermoeden dat trajecten soms laat worden afgemeld. Zeker weten wij dat niet.",
        "Na de zomer eindigen meer trajecten. Of dat alles verklaart, weten wij niet.",
    ),
    "verblijf": (
        "Er zijn weinig plekken in de buurt. Dat speelt in de hele gemeente.",
        "Wij zoeken eerder naar een gezin in de buurt. Het duurt lang voor dat te zien is.",
    ),
    "wachtlijsten": (
        "Een aanbieder nam een tijd niemand aan. Anderen vingen dat voor een deel op.",
        "Aanmeldingen komen in golven, rond de schoolvakanties.",
    ),
    "terugval": (
        "Wij weten niet hoe het gaat met wie klaar is. Niemand vraagt ernaar.",
        "Soms was het einde een wissel van aanbieder. Dat is geen nieuwe vraag.",
    ),
}
_VERKLAREN_ANDERS = (
    "Wij zien het ook in ons werk, maar weten niet zeker waardoor het komt.",
    "Het kan door de manier van registreren komen. Dat zoeken wij uit.",
)
_WAARDEREN = (
    "Voor gezinnen telt vooral dat zij weten waar zij aan toe zijn.",
    "Wij willen dit nog een kwartaal volgen voor wij er iets van vinden.",
    "Achter deze cijfers zitten niet veel jeugdigen. Wij zijn er voorzichtig mee.",
)
_KOERS = (
    "Wij gaan door zoals afgesproken.",
    "Wij sturen nu niet bij. Over een half jaar kijken wij opnieuw.",
)
_ACTIES = {
    "trajectduur": (
        "Loop de trajecten na die langer dan een jaar duren",
        "Spreek bij elke start af wanneer er een evaluatie is",
    ),
    "verblijf": (
        "Zoek per aanvraag eerst een plek in de buurt",
        "Maak een overzicht van gezinnen die kunnen opvangen",
    ),
    "wachtlijsten": (
        "Bel elke week de aanbieders met een wachtlijst",
        "Maak een lijst met hulp die al kan beginnen tijdens het wachten",
    ),
    "terugval": (
        "Bel gezinnen drie maanden na het einde van de hulp",
        "Spreek af wie contact houdt na het einde van de hulp",
    ),
    "stapeling": (
        "Bespreek elke maand de gezinnen met drie soorten hulp of meer",
        "Wijs per gezin een vast contact aan",
    ),
}
_ACTIES_ANDERS = (
    "Bespreek dit cijfer met het wijkteam en de huisartsen",
    "Zoek uit hoe dit bij ons wordt geregistreerd",
)
_KLAAR = ("Gedaan, en besproken in het wijkteam.", "Gedaan. De uitkomst is gedeeld.")


@dataclass(frozen=True)
class Praat:
    """What is said at one point. wie: organisation that does the action; klaar: how it ended."""

    verklaren: str
    waarderen: str
    koers: str
    actie: str
    wie: str
    klaar: str


def talk_about(zaad: int, plaats: int, slug: str, wijk: str) -> Praat:
    """The texts at agenda place (from 0) about an indicator; same seed and place, same texts.

    wijk: name of the wijk on screen.
    """
    rng = np.random.default_rng([zaad, 4])
    pagina = INDICATOR[slug].pagina

    def pick(options: tuple[str, ...]) -> str:
        return options[(int(rng.integers(0, len(options))) + plaats) % len(options)]

    return Praat(
        verklaren=pick(_VERKLAREN.get(pagina, _VERKLAREN_ANDERS)),
        waarderen=pick(_WAARDEREN),
        koers=pick(_KOERS),
        actie=pick(_ACTIES.get(pagina, _ACTIES_ANDERS)),
        wie=f"{WIE[plaats % len(WIE)].format(wijk=wijk)}, {MERK}",
        klaar=pick(_KLAAR),
    )


def invite(wijk: str) -> tuple[str, ...]:
    """The organisations that were asked to come."""
    return tuple(f"{item.format(wijk=wijk)}, {MERK}" for item in GENODIGD)
