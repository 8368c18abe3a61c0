"""Which pages there are, in which order, under which heading of the menu."""

from dataclasses import dataclass

from proeftuin.access.rules import PAGINA_ROLLEN, ROLLEN


@dataclass(frozen=True)
class Pagina:
    """One screen: slug (file in pages/ and place in the address), title and menu section."""

    slug: str
    titel: str
    groep: str

    @property
    def bestand(self) -> str:
        """Path of the page, from the folder of app.py."""
        return f"pages/{self.slug}.py"

    @property
    def rollen(self) -> tuple[str, ...]:
        """The roles that find this page in their menu and may see it."""
        return PAGINA_ROLLEN.get(self.slug, ROLLEN)


PAGINAS: tuple[Pagina, ...] = (
    Pagina("overzicht", "Overzicht", ""),
    Pagina("trajectduur", "Trajectduur", "Wat we volgen"),
    Pagina("verblijf", "Verblijf", "Wat we volgen"),
    Pagina("stapeling", "Stapeling", "Wat we volgen"),
    Pagina("wachtlijsten", "Wachtlijsten", "Wat we volgen"),
    Pagina("terugval", "Terugval", "Wat we volgen"),
    Pagina("stromen", "Stromen", "Verder kijken"),
    Pagina("kosten", "Kosten", "Verder kijken"),
    Pagina("kaart", "Kaart", "Verder kijken"),
    Pagina("gesprekken", "Gesprekken", "Verantwoorden"),
    Pagina("evaluatie", "Evaluatie", "Verantwoorden"),
    Pagina("datakwaliteit", "Datakwaliteit", "Verantwoorden"),
    Pagina("verantwoording", "Verantwoording", "Verantwoorden"),
)
PAGINA: dict[str, Pagina] = {pagina.slug: pagina for pagina in PAGINAS}
