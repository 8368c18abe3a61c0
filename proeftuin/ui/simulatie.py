"""What the simulation says of the method, quoted on the page Verantwoording."""

from proeftuin.sentences.simulatie import simulation_sentence, simulation_table
from proeftuin.ui.shell import note
from proeftuin.ui.tables import Inhoud, Kolom, section, show_rows


def show_simulation() -> None:
    """How often methods see an effect that is not there; nothing when it was never simulated."""
    headings, lines = simulation_table()
    if not lines:
        return
    section("Hoe vaak ziet de methode iets wat er niet is?", anker="methode")
    note(
        "In verzonnen gemeenten zonder effect telden we hoe vaak een methode toch iets ziet. "
        "Goed is 5 van de 100 keer. " + simulation_sentence()
    )
    rows: list[list[Inhoud]] = [list(line) for line in lines]
    show_rows(
        [Kolom(heading, place < 2) for place, heading in enumerate(headings)],
        rows,
        onderschrift="Deel van de gemeenten waar een methode onterecht een effect ziet",
    )
