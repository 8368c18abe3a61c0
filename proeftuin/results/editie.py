"""What pages, reports and the command line ask for, by name. The only reader of editions."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd

from proeftuin.access import check_open
from proeftuin.disclosure.published import Published, reopen
from proeftuin.edition.files import (
    DESCRIPTION,
    EDITIES,
    HOW_TO,
    NULMETING_FILE,
    REPAIR,
    TABELLEN,
    Besluit,
    Editie,
    Nulmetingregel,
    Wijzigingen,
    check_identity,
    check_register,
    check_whole,
    cijfers_file,
    read_editie,
    read_register,
    read_standing,
    tabel_file,
)
from proeftuin.errors import DamagedEdition, ForeignEdition, NoEdition, ProeftuinError
from proeftuin.files import file_stamp, read_json
from proeftuin.indicators import GEEN, INDICATOR
from proeftuin.records import Record, load_records, read_stored
from proeftuin.settings import Settings
from proeftuin.tijd import show_day
from proeftuin.vocabulary import AUDIENCES, INTERN, ROL_OPENBAAR


@dataclass(frozen=True)
class Wijziging:
    """The year value of one wijk in the shown and in the newer nulmeting; None without a value."""

    wijk: str
    oud: float | None
    nieuw: float | None


@dataclass(frozen=True)
class NulmetingStatus:
    """Which frozen nulmeting an edition shows for one indicator.

    versie: 1, 2, ... or None while nothing is frozen yet (the window is not complete or not
    delivered). ongewijzigd: a run on the newest data gives the same values. nieuwere_versie: the
    number of the newest version that stands beside it, or None. wijzigingen: what differs there
    per wijk, andere_cellen how many cells elsewhere (splits, other fields); intern only. geldend:
    the version in force, another than versie when it may not be compared. oorzaken: what differs
    from when that one was frozen (venster, grenzen, parameters, definitie, gegevens). besluit: the
    decision that put it in force.
    """

    versie: int | None
    vastgelegd_op: str | None
    ongewijzigd: bool
    nieuwere_versie: int | None
    wijzigingen: tuple[Wijziging, ...] = ()
    andere_cellen: int = 0
    geldend: int | None = None
    oorzaken: tuple[str, ...] = ()
    besluit: Besluit | None = None


def open_editie(
    data_dir: Path | str,
    audience: str,
    editie_id: str | None = None,
    *,
    rol: str = ROL_OPENBAAR,
    settings: Settings | None = None,
) -> Editie:
    """The current edition, or the named one, for INTERN or OPENBAAR, as rol may see it.

    settings: the configuration the reader goes by. Every reader that shows a figure gives it: the
    edition is then whole and of this configuration, or refused (DamagedEdition, ForeignEdition,
    see check_identity). NoEdition (Dutch, says the commands) when there is none; DamagedEdition
    when editions stand and nothing says which is in use. ProeftuinError for an unknown audience or
    id, listing what exists; ToegangGeweigerd when rol may not open this audience.
    """
    if audience not in AUDIENCES:
        raise ProeftuinError(f"Editie '{audience}' bestaat niet. Kies {' of '.join(AUDIENCES)}.")
    check_open(rol, audience)
    register = read_register(Path(data_dir))
    current, published = register.current, register.published
    if current is None:
        check_register(Path(data_dir))
    if current is None and published:
        raise NoEdition("Er is geen editie in gebruik: de laatste is ingetrokken. " + REPAIR)
    if current is None:
        raise NoEdition("Er is nog geen editie. " + HOW_TO)
    wanted = editie_id or current
    if wanted not in published:
        raise NoEdition(f"Editie '{wanted}' bestaat niet. Er zijn: {', '.join(published)}.")
    if besluit := register.withdrawn.get(wanted):
        raise NoEdition(
            f"Editie '{wanted}' is ingetrokken op {show_day(besluit.op)} door {besluit.door}: "
            f"{besluit.reden}"
        )
    try:
        editie = _read_known(Path(data_dir) / EDITIES / wanted / audience, settings)
    except NoEdition as error:
        if wanted != current:
            raise
        raise DamagedEdition(
            f"De editie in gebruik, '{wanted}' voor '{audience}', is weg of onleesbaar. {REPAIR}"
        ) from error
    if settings is not None:
        check_whole(editie)
    return editie


_GOED: dict[tuple[Path, tuple[int, ...], str], Editie] = {}
_MEEST = 64


def _read_known(folder: Path, settings: Settings | None) -> Editie:
    """As read_editie and check_identity; again only once its description or settings changed."""
    if settings is None:
        return read_editie(folder)
    key = (folder, file_stamp(folder / DESCRIPTION), settings.fingerprint())
    if key not in _GOED:
        editie = read_editie(folder)
        check_identity(editie, settings)
        if len(_GOED) >= _MEEST:
            _GOED.clear()
        _GOED[key] = editie
        return editie
    return _GOED[key]


def list_edities(data_dir: Path | str, audience: str, *, rol: str = ROL_OPENBAAR) -> list[Editie]:
    """Every published edition that is still there, oldest first; empty when there is none.

    One that was taken back or cannot be read is left out. ToegangGeweigerd when rol may not open
    this audience.
    """
    check_open(rol, audience)
    register = read_standing(Path(data_dir))
    found = []
    for naam in register.published:
        try:
            editie = read_editie(Path(data_dir) / EDITIES / naam / audience)
        except (NoEdition, DamagedEdition):
            continue
        if naam not in register.withdrawn:
            found.append(editie)
    return found


IN_GEBRUIK, INGETROKKEN, BESCHADIGD = "in gebruik", "ingetrokken", "weg of beschadigd"
ANDERE_INSTELLINGEN = "andere instellingen"


def list_standen(
    data_dir: Path | str, settings: Settings, *, rol: str = ROL_OPENBAAR
) -> list[tuple[str, Editie | None, str]]:
    """(id, intern edition or None when it is gone, how it stands) of all ever published, in order.

    How it stands: IN_GEBRUIK, INGETROKKEN, BESCHADIGD, ANDERE_INSTELLINGEN (this configuration
    refuses it), or ''; more than one joined by a comma.
    """
    check_open(rol, INTERN)
    register = read_standing(Path(data_dir))
    found: list[tuple[str, Editie | None, str]] = []
    for naam in register.published:
        words = [IN_GEBRUIK] if naam == register.current else []
        words += [INGETROKKEN] if naam in register.withdrawn else []
        editie = None
        try:
            editie = read_editie(Path(data_dir) / EDITIES / naam / INTERN)
            check_whole(editie)
            check_identity(editie, settings)
        except (NoEdition, DamagedEdition):
            words.append(BESCHADIGD)
        except ForeignEdition:
            words.append(ANDERE_INSTELLINGEN)
        found.append((naam, editie, ", ".join(words)))
    return found


def list_besluiten(data_dir: Path | str) -> tuple[Besluit, ...]:
    """What was decided about editions by command, oldest first."""
    return read_register(Path(data_dir)).besluiten


def check_indeling(slug: str, indeling: str) -> None:
    """ProeftuinError (Dutch, lists what exists) for an unknown indicator or split."""
    if slug not in INDICATOR:
        raise ProeftuinError(
            f"Indicator '{slug}' bestaat niet. Kies uit: {', '.join(sorted(INDICATOR))}."
        )
    carried = (GEEN, *INDICATOR[slug].indelingen)
    if indeling not in carried:
        raise ProeftuinError(
            f"Indicator '{slug}' heeft geen indeling '{indeling}'. Kies uit: {', '.join(carried)}."
        )


@lru_cache(maxsize=128)
def _read_slug(file: Path, audience: str, gemaakt_op: str, voorlopig_na: date) -> Published:
    """All figures of one indicator; gemaakt_op makes the key as unique as the edition."""
    return reopen(file, audience, voorlopig_na)


@lru_cache(maxsize=512)
def _read_indeling(
    file: Path, audience: str, gemaakt_op: str, voorlopig_na: date, indeling: str
) -> Published:
    return _read_slug(file, audience, gemaakt_op, voorlopig_na).select(indeling=indeling)


def read_cijfers(editie: Editie, slug: str, indeling: str = GEEN) -> Published:
    """Every wijk, window and category of one indicator and split, in the order measured.

    The openbaar edition has no rows for the split by aanbieder (an empty Published). ProeftuinError
    (Dutch) for an unknown indicator or split; NoEdition when the edition lacks the file.
    """
    check_indeling(slug, indeling)
    file = cijfers_file(editie.pad, slug)
    try:
        return _read_indeling(
            file, editie.audience, editie.gemaakt_op, editie.voorlopig_na_of(slug), indeling
        )
    except OSError as error:
        raise NoEdition(
            f"Editie '{editie.id}' heeft geen leesbare cijfers voor '{slug}'. " + HOW_TO
        ) from error


def has_cijfers(editie: Editie, slug: str) -> bool:
    """Whether the edition holds this indicator: one made before it was declared does not."""
    return cijfers_file(editie.pad, slug).is_file()


def select(
    published: Published,
    venster: tuple[str, ...] | str | None = None,
    wijken: tuple[str, ...] | list[str] | str | None = None,
    categorie: str | None = None,
    tot: date | None = None,
    vanaf: date | None = None,
) -> Published:
    """A subset, still Published; see Published.select."""
    return published.select(venster, wijken, categorie, tot, vanaf)


def read_nulmeting(editie: Editie, slug: str) -> NulmetingStatus:
    """Which nulmeting this edition shows for an indicator; versie None when none is frozen."""
    content = _read_nulmetingen(editie.pad, editie.gemaakt_op).get(slug)
    if content is None:
        return NulmetingStatus(None, None, True, None)
    changes = content.get("wijzigingen", Wijzigingen())
    return NulmetingStatus(
        content["versie"],
        content["vastgelegd_op"],
        content["ongewijzigd"],
        content["nieuwere_versie"],
        tuple(Wijziging(**item) for item in changes.get("wijken", ())),
        changes.get("andere_cellen", 0),
        content.get("geldend"),
        tuple(content.get("oorzaken", ())),
        Besluit(**besluit) if (besluit := content.get("besluit")) else None,
    )


@lru_cache(maxsize=16)
def _read_nulmetingen(folder: Path, gemaakt_op: str) -> dict[str, Nulmetingregel]:
    file = folder / NULMETING_FILE
    return dict(read_json(file)) if file.is_file() else {}


def read_tabel(editie: Editie, naam: str) -> pd.DataFrame:
    """One of TABELLEN (bevindingen: intern only). Dates are datetime.date, missing is nan.

    ProeftuinError (Dutch) for an unknown name or a table this audience does not get.
    """
    if naam not in TABELLEN:
        raise ProeftuinError(f"Tabel '{naam}' bestaat niet. Kies uit: {', '.join(TABELLEN)}.")
    file = tabel_file(editie.pad, naam)
    if not file.is_file():
        raise ProeftuinError(f"Tabel '{naam}' hoort niet bij de editie '{editie.audience}'.")
    return _read_tabel(file, editie.gemaakt_op).copy(deep=False)


def has_tabel(editie: Editie, naam: str) -> bool:
    """Whether this edition has this table: an older one may be from before it was counted."""
    return naam in TABELLEN and tabel_file(editie.pad, naam).is_file()


def find_tabel(folder: Path, naam: str, oud: str) -> Path:
    """The file of a table of an edition folder.

    oud: what an edition without this table is older than, in the NoEdition (Dutch) it raises.
    """
    file = tabel_file(folder, naam)
    if not file.is_file():
        raise NoEdition(
            f"Deze editie is gemaakt voordat {oud}. Maak een nieuwe: "
            "python -m proeftuin publiceer --opnieuw."
        )
    return file


def read_records(
    editie: Editie, naam: str, soort: type[Record], oud: str = "dit werd geteld"
) -> tuple[Record, ...]:
    """The rows of a table as records; NoEdition as find_tabel."""
    return _read_records(editie.pad, editie.gemaakt_op, naam, soort, oud)  # type: ignore[arg-type]


@lru_cache(maxsize=128)
def _read_records(
    folder: Path, gemaakt_op: str, naam: str, soort: type[Record], oud: str
) -> tuple[Record, ...]:
    """gemaakt_op makes the key as unique as the edition."""
    return load_records(soort, find_tabel(folder, naam, oud))


@lru_cache(maxsize=32)
def _read_tabel(file: Path, gemaakt_op: str) -> pd.DataFrame:
    frame: pd.DataFrame = read_stored(file).to_pandas(date_as_object=True)
    return frame
