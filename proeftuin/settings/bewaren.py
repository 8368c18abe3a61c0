"""How long things are kept, and who on this machine may read the intern edition: [bewaren]."""

from dataclasses import dataclass, fields

from proeftuin.errors import SettingsError

EIGENAAR = "eigenaar"
GROEP = "groep"


@dataclass(frozen=True)
class Bewaren:
    """Terms in whole calendar months, each at least 1, and who may read intern edition files.

    microdata: after the last load. intern, openbaar: after an edition was made. gesprekken: after
    the day of the conversation. logboek: after the access was noted. intern_leesbaar_voor: the
    owner of the files only, or also their group (when the app runs as another user).
    """

    microdata_maanden: int = 6
    intern_maanden: int = 24
    openbaar_maanden: int = 60
    gesprekken_maanden: int = 60
    logboek_maanden: int = 12
    intern_leesbaar_voor: str = EIGENAAR

    @property
    def intern_modes(self) -> tuple[int, int]:
        """Mode of the files and of the folders of an intern edition."""
        return (0o640, 0o750) if self.intern_leesbaar_voor == GROEP else (0o600, 0o700)


def check_bewaren(bewaren: Bewaren) -> None:
    """SettingsError (Dutch, key and fix) for a term below a month or an unknown reader."""
    for field in fields(bewaren):
        value = getattr(bewaren, field.name)
        if isinstance(value, int) and value < 1:
            raise SettingsError(
                f"Sleutel 'bewaren.{field.name}': geef een aantal maanden van 1 of meer."
            )
    if bewaren.intern_leesbaar_voor not in (EIGENAAR, GROEP):
        raise SettingsError(
            f"Sleutel 'bewaren.intern_leesbaar_voor': kies '{EIGENAAR}' of '{GROEP}'."
        )
