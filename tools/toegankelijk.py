"""docs/toegankelijkheid.md: which pages were looked at in a browser, when, and what remains.

Usage: python -m tools.toegankelijk [DATA-DIR] walks every page and state that
tests/lib/browser/toegankelijk.py names, over a copy of the editions there (default var). It writes
the document, which the page Toegankelijkheid shows, and gives exit code 1 when anything was found.
"""

import re
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from textwrap import fill

from proeftuin.huis import product_version
from proeftuin.sentences import join_words, show_date
from proeftuin.ui.shell import PAGINAS
from proeftuin.vocabulary import ROL_INTERN, ROL_OPENBAAR, ROL_PARTNER
from tests.lib.browser.toegankelijk import (
    BREED,
    SMAL,
    STATEN,
    Kijker,
    Staat,
    find_axe_version,
    find_faults,
    list_pages,
)
from tools.kijken import HUIS, copy_editions, open_browser, serve_app

DOEL = HUIS / "docs" / "toegankelijkheid.md"
# Three statuses and what they ask: digitoegankelijk.nl/toegankelijkheidsverklaring/status.
STATUS = (
    "De gemeente die deze app gebruikt, zet een verklaring in het register op "
    "toegankelijkheidsverklaring.nl. Daar krijgt de app een status. Deze bladzijde is een bijlage "
    "bij die verklaring en vervangt haar niet.",
    "**Status van dit product: nog niet onderzocht door mensen.** Voor status A (voldoet volledig) "
    "of B (voldoet gedeeltelijk) is een volledig onderzoek nodig met de methode WCAG-EM, van "
    "hoogstens drie jaar oud. Dat is er niet. Zonder onderzoek is de status D (voldoet niet). "
    "Staat een onderzoek gepland binnen zes maanden, dan is de status zo lang C (eerste "
    "maatregelen genomen).",
    "De wet vraagt de eisen van EN 301 549: WCAG 2.1, niveau A en AA. Wij toetsen aan WCAG 2.2, "
    "niveau A en AA, en daar zitten die eisen in.",
)
MENSENWERK = (
    "Of een mens met een schermlezer (NVDA, JAWS, VoiceOver) de app prettig kan gebruiken. Nog "
    "niemand met een beperking heeft de app geprobeerd.",
    "Of de zin bij een grafiek of kaart zegt wat er te zien is.",
    "Of teksten, knoppen en foutmeldingen begrijpelijk zijn voor wie moeite heeft met lezen.",
    "Of bedienen met de stem of met een schakelaar lukt.",
    "Of de volgorde bij voorlezen klopt met wat op het scherm staat.",
    "Of Word, PowerPoint en Excel uit de app toegankelijk zijn. De pdf wordt bij elke test "
    "gecontroleerd als PDF/UA-1, ook door een machine.",
    "Het inlogscherm. Dat is van de inlogdienst van de gemeente.",
    "Andere browsers dan Chromium, en telefoons. Alleen de breedte van een telefoon is bekeken.",
)
BEPERKINGEN = (
    "Een wijk op de kaart aanwijzen kan alleen met een muis of vinger. Met het toetsenbord kiest u "
    "de wijk in de lijst ‘Wijk’ boven de kaart. De tabel eronder noemt elk cijfer van de kaart.",
    "Een grafiek is voor een schermlezer één beeld met een zin erbij. De cijfers staan in de tabel "
    "onder de grafiek.",
    "Een brede tabel schuift op een smal scherm opzij. Dat mag volgens WCAG, maar is lastig voor "
    "wie veel vergroot.",
    "Knoppen, lijsten en het menu zijn van Streamlit. Wij verbeteren namen en rollen waar dat kan. "
    "Een nieuwe versie van Streamlit kan dat weer veranderen; de tests zien dat.",
)
MELDEN = (
    "Lukt iets niet, of kunt u iets niet lezen? Meld het bij de gemeente. Waar dat kan, staat in "
    "de app bovenaan de bladzijde Toegankelijkheid. Bent u niet tevreden met het antwoord, dan "
    "kunt u terecht bij de Nationale ombudsman.",
)


@dataclass
class Kijkronde:
    """One walk: the day, the browser, how many times was looked, and a line per fault."""

    dag: date
    chromium: str = ""
    bekeken: int = 0
    fouten: list[str] = field(default_factory=list)

    def look(self, kijker: Kijker, staten: Iterable[Staat]) -> None:
        """Open each state and note its faults; prints a line for each."""
        for staat in staten:
            faults = find_faults(kijker.open(staat))
            place = f"{staat.adres}, {staat.rol}, {staat.breedte} px {staat.naam}".strip()
            self.fouten += [f"{place}: {line}" for line in faults]
            self.bekeken += 1
            sys.stdout.write(f"{place}: {len(faults)}\n")
            sys.stdout.flush()


def walk(source: Path) -> Kijkronde:
    """Look at every page and state, on an app of its own over a copy of these data."""
    ronde = Kijkronde(date.today())
    with tempfile.TemporaryDirectory(prefix="toegankelijk-") as folder, open_browser() as browser:
        ronde.chromium = browser.version
        with serve_app(copy_editions(source, Path(folder) / "var")) as address:
            ronde.look(Kijker(browser, address), (*list_pages(), *STATEN))
    return ronde


def write_text(ronde: Kijkronde) -> str:
    """The document as Markdown."""
    uitslag = (
        f"Gevonden fouten: {len(ronde.fouten)}; zij staan hieronder."
        if ronde.fouten
        else "Er zijn geen fouten gevonden."
    )
    rollen = join_words([ROL_OPENBAAR, ROL_PARTNER, ROL_INTERN])
    delen = [
        "# Toegankelijkheid",
        "Iedereen moet deze app kunnen gebruiken, ook wie slecht ziet, niet hoort, geen muis "
        "gebruikt of moeilijk leest. Hier staat wat is getest, en wat een mens nog moet bekijken.",
        "## Status",
        *STATUS,
        "## Wat is getest",
        f"Op {show_date(ronde.dag)} is versie {product_version()} getest met de gegevens van de "
        f"demogemeente. Een machine bekeek {ronde.bekeken} keer een bladzijde in een echte browser "
        f"(Chromium {ronde.chromium}), met axe-core {find_axe_version()} en met een eigen "
        f"controle van de kleur van tekst in grafieken. {uitslag}",
        *(f"- Gevonden: `{line}`" for line in ronde.fouten),
        f"- **Bladzijden**: {join_words([pagina.titel for pagina in PAGINAS])}.",
        f"- **Rollen**: {rollen}. Breed is elke bladzijde bekeken door wie het meest mag zien, "
        "smal door wie het minst mag zien.",
        f"- **Breedte**: {BREED} en {SMAL} pixels. {SMAL} is ook wat een scherm van {BREED} laat "
        "zien bij vier keer vergroten.",
        f"- **Toestanden**: {'; '.join(staat.naam for staat in STATEN)}.",
        "Bij elke wijziging van de app doen de tests dit opnieuw. Zij lopen ook met alleen het "
        "toetsenbord door een bladzijde, en drukken een bladzijde af. Bij het bouwen zijn beelden "
        "nagekeken bij hoog contrast (kleuren die het systeem kiest), bij twee en vier keer "
        "vergroten, en op papier. Dat is geen onderzoek.",
        "## Wat een mens nog moet bekijken",
        "Een machine vindt maar een deel van de fouten. Dit is nog niet onderzocht:",
        *(f"- {line}" for line in MENSENWERK),
        "## Wat we weten dat niet goed gaat",
        *(f"- {line}" for line in BEPERKINGEN),
        "## Een probleem melden",
        *MELDEN,
    ]
    text = "\n\n".join(_wrap(deel) for deel in delen)
    return re.sub(r"(?m)(^- .*(?:\n  .*)*)\n\n(?=- )", r"\1\n", text) + "\n"


def _wrap(deel: str) -> str:
    indent = "  " if deel.startswith("- ") else ""
    return fill(deel, 100, subsequent_indent=indent, break_on_hyphens=False)


def main() -> int:
    """Look, write the document; 1 when anything was found."""
    ronde = walk(Path(sys.argv[1] if len(sys.argv) > 1 else "var"))
    DOEL.write_text(write_text(ronde), encoding="utf-8")
    sys.stdout.write(f"{ronde.bekeken} keer gekeken, {len(ronde.fouten)} fouten: {DOEL.name}\n")
    sys.stdout.writelines(f"  {line}\n" for line in ronde.fouten)
    return int(bool(ronde.fouten))


if __name__ == "__main__":
    sys.exit(main())
