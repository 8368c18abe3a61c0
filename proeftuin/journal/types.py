"""The records of the journal as frozen dataclasses, its words, and its errors.

Every record has id (int, never used again), versie (int, 1 when new, one more at each change),
gemaakt_op and gewijzigd_op (UTC, ISO 8601 text) and rol_laatst (the role that wrote last).

A record is also the table it is kept in: its fields are the columns, in this order, and the type
of a field says how it is stored (Word, Kept, Refers) and whether it may be empty (None).
tabellen.py makes the tables of them.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated, TypeVar

from proeftuin.errors import ProeftuinError
from proeftuin.vocabulary import (
    INTERN,
    OPENBAAR,
    ROL_BEHEERDER,
    ROL_INTERN,
    ROL_OPENBAAR,
    ROL_PARTNER,
)

SOORTEN = ("wijkgesprek", "driehoek", "aanbieder")
STATUS_GESPREK = ("gepland", "voorbereid", "bezig", "afgesloten")
PROGNOSE = "prognose"
SOORTEN_PUNT = ("indicator", "vrij", PROGNOSE)
VRAGEN = ("herkennen", "verklaren", "waarderen", "verbeteren", "koers")
RICHTINGEN = ("omhoog", "omlaag", "gelijk")
STATUS_ACTIE = ("open", "klaar", "vervallen")
STATUS_TEKST = ("zichtbaar", "ingetrokken")
SOORTEN_VERHAAL = ("goed_voorbeeld", "ervaring")
VERHAAL = "verhaal"
BEHEER = "beheer"
# What a role may see: kinds of session, stories, and entries of maintenance.
ZICHT: dict[str, tuple[str, ...]] = {
    ROL_OPENBAAR: (),
    ROL_PARTNER: ("wijkgesprek", VERHAAL),
    ROL_INTERN: (*SOORTEN, VERHAAL, BEHEER),
    ROL_BEHEERDER: (*SOORTEN, VERHAAL, BEHEER),
}
AUDIENCE = {"wijkgesprek": OPENBAAR, "driehoek": INTERN, "aanbieder": INTERN}
# What a field that a writer may change holds; and a row of JSON with one value per name.
Veld = str | int | date | tuple[str, ...] | None
Cijferrij = dict[str, str | int | float | bool | None]


class JournalError(ProeftuinError):
    """The journal refuses; the Dutch message says why and what to do. Nothing was stored."""


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

    soort is one of naam, geboortedatum, bsn, nummer, telefoon, e-mail, adres, iban and "kleine
    groep"; plek is the piece of the text itself, begin and einde its place (einde excluded); uitleg
    is one Dutch sentence.
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
class Refers:
    """On a field: it holds the id of a row of tabel; is_uniek: no two rows hold the same."""

    tabel: str
    is_uniek: bool = False


T = TypeVar("T")
WORD, KEPT, SEARCHED = "word", "kept", "searched"
# One word, code or moment of at most 200 signs; a plain str is a text of any length.
Word = Annotated[str, WORD]
# Set by the journal itself, or once when the row is made: no change may name it.
Kept = Annotated[T, KEPT]
Number = Annotated[int, KEPT]
KeptWord = Annotated[str, WORD, KEPT]
OfGesprek = Annotated[int, Refers("gesprek"), KEPT]
OfPunt = Annotated[int, Refers("agendapunt"), KEPT]


@dataclass(frozen=True)
class Door:
    """Who acts: the role of the login, and a label of the organisation (never a jeugdige).

    nagekeken: the writer was asked about the texts of this act and says nobody is recognised in
    them; naam_nagekeken: the same of the label.
    """

    rol: str
    naam: str = ""
    nagekeken: bool = False
    naam_nagekeken: bool = False


@dataclass(frozen=True)
class Gesprek:
    """A session. wijk is a wijk id or "gemeente"; kwartaal the quarter discussed, "2023-Q3".

    status is one of STATUS_GESPREK; editie_id and audience are None until the first freeze.
    """

    id: Number
    versie: Number
    soort: KeptWord
    datum: date
    wijk: Word
    kwartaal: Word
    titel: str
    genodigden: tuple[str, ...]
    status: Word
    editie_id: Kept[Word | None]
    audience: Kept[Word | None]
    gemaakt_op: KeptWord
    gewijzigd_op: KeptWord
    rol_laatst: KeptWord


@dataclass(frozen=True)
class Agendapunt:
    """One point of a session: an indicator (with slug) or a free one, and five short answers.

    volgorde counts from 1 without gaps; moving a point does not change its versie.
    """

    id: Number
    versie: Number
    gesprek_id: OfGesprek
    volgorde: Number
    soort: KeptWord
    slug: Kept[Word | None]
    titel: str
    aanleiding: str
    herkennen: str
    verklaren: str
    waarderen: str
    verbeteren: str
    koers: str
    gemaakt_op: KeptWord
    gewijzigd_op: KeptWord
    rol_laatst: KeptWord


@dataclass(frozen=True)
class Bevroren:
    """A figure to freeze: rows of one edition, what they say in one sentence, and their picture.

    datastand: ISO date. beeld_svg: the chart with its source line.
    """

    editie_id: str
    audience: str
    datastand: str
    rijen: list[Cijferrij]
    beeld_svg: str
    zin: str


@dataclass(frozen=True)
class Bevriezing:
    """The figures of a point as they were shown (a Bevroren); never changes.

    hash is the SHA-256 of the fields of Bevroren.
    """

    id: Number
    agendapunt_id: Annotated[int, Refers("agendapunt", is_uniek=True), KEPT]
    gesprek_id: OfGesprek
    editie_id: KeptWord
    audience: KeptWord
    datastand: KeptWord
    rijen: Kept[list[Cijferrij]]
    beeld_svg: Kept[str]
    zin: Kept[str]
    hash: KeptWord
    gemaakt_op: KeptWord
    rol_laatst: KeptWord

    def klopt(self) -> bool:
        """Whether the frozen content still has its hash."""
        return self.hash == hash_bevriezing(self)


@dataclass(frozen=True)
class Actie:
    """An action: eigenaar is a role or organisation; kwartaal_gereed like "2024-Q1".

    slug and richting: the indicator it should move, and where to (RICHTINGEN), or None.
    """

    id: Number
    versie: Number
    gesprek_id: OfGesprek
    agendapunt_id: OfPunt | None
    tekst: str
    eigenaar: str
    kwartaal_gereed: Word
    slug: Word | None
    richting: Word | None
    status: Word
    toelichting: str
    gemaakt_op: KeptWord
    gewijzigd_op: KeptWord
    rol_laatst: KeptWord


@dataclass(frozen=True)
class Duiding:
    """An explanation pinned to an indicator and quarter; soort decides who sees it."""

    id: Number
    versie: Number
    gesprek_id: OfGesprek | None
    soort: KeptWord
    slug: KeptWord
    kwartaal: Word
    wijk: Word | None
    tekst: str
    status: KeptWord
    gemaakt_op: KeptWord
    gewijzigd_op: KeptWord
    rol_laatst: KeptWord


@dataclass(frozen=True)
class Verhaal:
    """A good practice or an experience of residents; bron is an organisation or role."""

    id: Number
    versie: Number
    soort: Word
    wijk: Word | None
    kwartaal: Word
    titel: str
    tekst: str
    bron: str
    status: KeptWord
    gemaakt_op: KeptWord
    gewijzigd_op: KeptWord
    rol_laatst: KeptWord


@dataclass(frozen=True)
class Historie:
    """One change. voor and na hold the changed fields only; voor is None for a new row.

    tabel is gesprek, agendapunt, bevriezing, actie, duiding, verhaal or journaal; zicht is what a
    role must be allowed to see (ZICHT). soort: nieuw, wijziging, verplaatst, verwijderd,
    ingetrokken, afgesloten, bevroren, opgeruimd, teruggezet.
    """

    id: Number
    op: KeptWord
    rol: KeptWord
    naam: Kept[str]
    tabel: KeptWord
    rij_id: Number
    versie: Number
    soort: KeptWord
    zicht: KeptWord
    gesprek_id: Annotated[int | None, SEARCHED, KEPT]
    voor: Kept[dict[str, object] | None]
    na: Kept[dict[str, object] | None]


Rij = Gesprek | Agendapunt | Actie | Duiding | Verhaal


class Botsing(JournalError):
    """Someone else changed the row meanwhile; nothing was stored.

    huidig: the row as it stands now; poging: the fields that were tried; basis: what the writer
    started from, or None. merge_fields(basis, huidig, poging) proposes texts to show the writer.
    """

    def __init__(
        self, huidig: Rij, poging: Mapping[str, Veld], basis: Mapping[str, Veld] | None
    ) -> None:
        """Keep the three sides."""
        self.huidig, self.poging, self.basis = huidig, poging, basis
        super().__init__(
            "Iemand anders heeft dit intussen gewijzigd. Uw tekst is nog niet opgeslagen: "
            "vergelijk de twee teksten en bewaar daarna opnieuw."
        )


def hash_bevriezing(frozen: Bevroren | Bevriezing) -> str:
    """SHA-256 of the frozen content, 64 hex digits.

    Raises JournalError when rijen are no plain JSON (dates, numpy numbers, NaN).
    """
    content = {item.name: getattr(frozen, item.name) for item in fields(Bevroren)}
    try:
        text = json.dumps(content, sort_keys=True, allow_nan=False, ensure_ascii=False).encode()
    except (TypeError, ValueError) as error:
        raise JournalError(
            f"Deze cijfers passen niet in het journaal: {type(error).__name__}. "
            "Gebruik alleen tekst, getallen en lege waarden."
        ) from error
    return hashlib.sha256(text).hexdigest()
