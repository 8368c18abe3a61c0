"""The records of the journal as frozen dataclasses, its words, and its errors.

Every record has id (int, never used again), versie (int, 1 when new, one more at each change),
gemaakt_op and gewijzigd_op (UTC, ISO 8601 text) and rol_laatst (the role that wrote last).
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from proeftuin.errors import ProeftuinError
from proeftuin.vocabulary import INTERN, OPENBAAR

SOORTEN = ("wijkgesprek", "driehoek", "aanbieder")
STATUS_GESPREK = ("gepland", "voorbereid", "bezig", "afgesloten")
SOORTEN_PUNT = ("indicator", "vrij")
VRAGEN = ("herkennen", "verklaren", "waarderen", "verbeteren", "koers")
RICHTINGEN = ("omhoog", "omlaag", "gelijk")
STATUS_ACTIE = ("open", "klaar", "vervallen")
STATUS_TEKST = ("zichtbaar", "ingetrokken")
SOORTEN_VERHAAL = ("goed_voorbeeld", "ervaring")
VERHAAL = "verhaal"
BEHEER = "beheer"
ROLLEN = (OPENBAAR, "partner", INTERN, "beheerder")
# What a role may see: kinds of session, stories, and entries of maintenance.
ZICHT: dict[str, tuple[str, ...]] = {
    OPENBAAR: (),
    "partner": ("wijkgesprek", VERHAAL),
    INTERN: (*SOORTEN, VERHAAL, BEHEER),
    "beheerder": (*SOORTEN, VERHAAL, BEHEER),
}
AUDIENCE = {"wijkgesprek": OPENBAAR, "driehoek": INTERN, "aanbieder": INTERN}


class JournalError(ProeftuinError):
    """The journal refuses; the Dutch message says why and what to do. Nothing was stored."""


class ToegangGeweigerd(JournalError):
    """The role may not do this. The message never tells whether the row exists."""


class NietGevonden(JournalError):
    """No such row, or one that the role may not see; the two look the same."""


class Bezet(JournalError):
    """The store stayed busy during the whole bounded time of trying again."""


class Beschadigd(JournalError):
    """The SQLite file of the journal is damaged."""


class Onderbroken(JournalError):
    """The connection broke while writing; look first whether the text is there already."""


class Afgesloten(JournalError):
    """The session is closed: its texts and frozen figures change no more."""


@dataclass(frozen=True)
class Waarschuwing:
    """One place in a text that may point to a person.

    soort is one of naam, geboortedatum, bsn, telefoon, e-mail, adres, iban; plek is the piece of
    the text itself, begin and einde its place (einde excluded); uitleg is one Dutch sentence.
    """

    soort: str
    plek: str
    uitleg: str
    begin: int
    einde: int


class BevestigingNodig(JournalError):
    """The text may point to a person and the writer has not confirmed; nothing was stored."""

    def __init__(self, waarschuwingen: list[Waarschuwing]) -> None:
        """Keep the warnings; the message carries none of the text."""
        self.waarschuwingen = waarschuwingen
        super().__init__(
            "In deze tekst staat misschien iets waaraan iemand te herkennen is. "
            "Kijk de tekst na en bevestig daarna pas."
        )


@dataclass(frozen=True)
class Door:
    """Who acts: the role of the login, and a label of the organisation (never a jeugdige)."""

    rol: str
    naam: str = ""


@dataclass(frozen=True)
class Gesprek:
    """A session. wijk is a wijk id or "gemeente"; kwartaal the quarter discussed, "2023-Q3".

    status is one of STATUS_GESPREK; editie_id and audience are None until the first bevries.
    """

    id: int
    versie: int
    soort: str
    datum: date
    wijk: str
    kwartaal: str
    titel: str
    genodigden: tuple[str, ...]
    status: str
    editie_id: str | None
    audience: str | None
    gemaakt_op: str
    gewijzigd_op: str
    rol_laatst: str


@dataclass(frozen=True)
class Agendapunt:
    """One point of a session: an indicator (with slug) or a free one, and five short answers.

    volgorde counts from 1 without gaps; moving a point does not change its versie.
    """

    id: int
    versie: int
    gesprek_id: int
    volgorde: int
    soort: str
    slug: str | None
    titel: str
    aanleiding: str
    herkennen: str
    verklaren: str
    waarderen: str
    verbeteren: str
    koers: str
    gemaakt_op: str
    gewijzigd_op: str
    rol_laatst: str


@dataclass(frozen=True)
class Bevriezing:
    """The figures of a point as they were shown; never changes. rijen are JSON rows.

    hash is the SHA-256 of editie_id, audience, datastand, rijen, beeld_svg and zin.
    """

    id: int
    agendapunt_id: int
    gesprek_id: int
    editie_id: str
    audience: str
    datastand: str
    rijen: list[dict[str, Any]]
    beeld_svg: str
    zin: str
    hash: str
    gemaakt_op: str
    rol_laatst: str

    def klopt(self) -> bool:
        """Whether the frozen content still has its hash."""
        return self.hash == hash_bevriezing(asdict(self))


@dataclass(frozen=True)
class Actie:
    """An action: eigenaar is a role or organisation; kwartaal_gereed like "2024-Q1".

    slug and richting: the indicator it should move, and where to (RICHTINGEN), or None.
    """

    id: int
    versie: int
    gesprek_id: int
    agendapunt_id: int | None
    tekst: str
    eigenaar: str
    kwartaal_gereed: str
    slug: str | None
    richting: str | None
    status: str
    toelichting: str
    gemaakt_op: str
    gewijzigd_op: str
    rol_laatst: str


@dataclass(frozen=True)
class Duiding:
    """An explanation pinned to an indicator and quarter; soort decides who sees it."""

    id: int
    versie: int
    gesprek_id: int | None
    soort: str
    slug: str
    kwartaal: str
    wijk: str | None
    tekst: str
    status: str
    gemaakt_op: str
    gewijzigd_op: str
    rol_laatst: str


@dataclass(frozen=True)
class Verhaal:
    """A good practice or an experience of residents; bron is an organisation or role."""

    id: int
    versie: int
    soort: str
    wijk: str | None
    kwartaal: str
    titel: str
    tekst: str
    bron: str
    status: str
    gemaakt_op: str
    gewijzigd_op: str
    rol_laatst: str


@dataclass(frozen=True)
class Historie:
    """One change. voor and na hold the changed fields only; voor is None for a new row.

    tabel is gesprek, agendapunt, bevriezing, actie, duiding, verhaal or journaal; zicht is what a
    role must be allowed to see (ZICHT). soort: nieuw, wijziging, verplaatst, verwijderd,
    ingetrokken, afgesloten, bevroren, opgeruimd, teruggezet.
    """

    id: int
    op: str
    rol: str
    naam: str
    tabel: str
    rij_id: int
    versie: int
    soort: str
    zicht: str
    gesprek_id: int | None
    voor: dict[str, Any] | None
    na: dict[str, Any] | None


Rij = Gesprek | Agendapunt | Actie | Duiding | Verhaal


class Botsing(JournalError):
    """Someone else changed the row meanwhile; nothing was stored.

    huidig: the row as it stands now; poging: the fields that were tried; basis: what the writer
    started from, or None. voeg_samen(basis, huidig, poging) proposes texts to show the writer.
    """

    def __init__(self, huidig: Rij, poging: dict[str, Any], basis: dict[str, Any] | None) -> None:
        """Keep the three sides."""
        self.huidig, self.poging, self.basis = huidig, poging, basis
        super().__init__(
            "Iemand anders heeft dit intussen gewijzigd. Uw tekst is nog niet opgeslagen: "
            "vergelijk de twee teksten en bewaar daarna opnieuw."
        )


def hash_bevriezing(velden: dict[str, Any]) -> str:
    """SHA-256 of the frozen content in velden, 64 hex digits.

    Raises JournalError when rijen are no plain JSON (dates, numpy numbers, NaN).
    """
    names = ("editie_id", "audience", "datastand", "rijen", "beeld_svg", "zin")
    content = {naam: velden[naam] for naam in names}
    try:
        text = json.dumps(content, sort_keys=True, allow_nan=False, ensure_ascii=False).encode()
    except (TypeError, ValueError) as error:
        raise JournalError(
            f"Deze cijfers passen niet in het journaal: {type(error).__name__}. "
            "Gebruik alleen tekst, getallen en lege waarden."
        ) from error
    return hashlib.sha256(text).hexdigest()
