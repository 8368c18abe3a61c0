"""Where an edition lies, what its files hold, and how one audience of it is written and read.

An edition is a folder per audience: Parquet, editie.json, nulmeting.json. Light: the app imports
this to read.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NotRequired, TypedDict

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from proeftuin.disclosure import COLUMNS, NOEMERSTAND, NUMBERS, Published
from proeftuin.errors import DamagedEdition, ForeignEdition, NoEdition, ProeftuinError
from proeftuin.files import file_stamp, read_json, sync, write_json
from proeftuin.indicators import DEFINITIEVERSIE
from proeftuin.settings import Identiteit, Settings, find_difference
from proeftuin.vocabulary import AUDIENCES, INTERN

EDITIES = "edities"
CURRENT = "huidig.json"
BUSY_PREFIX = ".bezig-"
DESCRIPTION = "editie.json"
NULMETING_FILE = "nulmeting.json"
TABELLEN = (
    *("budget", "voorveld", "veldkwaliteit", "rijen_per_kwartaal", "samengevoegd_per_kwartaal"),
    *("bevindingen", "bescherming", "cbs_jeugdzorg", "herkomst"),
    *("aansluiting", "volledigheid", "verbeterpunten", "aanvulling"),  # intern
    *("inhoud_per_kwartaal", "aanbieders", "compleetheid"),  # intern
)
VOORLOPIG_DAGEN = 90  # of editions that do not say it: the definition
HOW_TO = "Laad een levering (python -m proeftuin laad MAP) en maak een editie: "
HOW_TO += "python -m proeftuin publiceer."
REPAIR = "Zet haar terug uit een reservekopie, neem een eerdere editie in gebruik "
REPAIR += "(python -m proeftuin editie kies ID --reden ... --door ...) of maak een nieuwe "
REPAIR += "(python -m proeftuin publiceer --opnieuw)."


@dataclass(frozen=True)
class Editie:
    """One edition for one audience, as its editie.json describes it.

    pad: the folder of this audience. kwartalen, vensters and vroeger (the years of voorparen):
    (van, tot), both inclusive, oldest first. gemaakt_op: ISO 8601, UTC. geleverd: names of the
    delivered files. nulmeting_hash covers every frozen nulmeting; it and store_hash are empty in
    openbaar, for a hash over exact data could be used to test a guess. bron: who delivered, as in
    levering.toml. identiteit: whose figures these are, as settings.describe_identity gives it;
    bestanden: SHA-256 by path within pad of every other file; nulmeting_besluiten: how many
    decisions on the nulmeting it knows. All None in an edition made before they were written.
    definitief: by indicator the day after which a window that ends is provisional; without one
    it is one that ended fewer than voorlopig_dagen before datastand. weer_voorlopig: by indicator
    that was definite until a later day in the edition before, that day.
    """

    pad: Path
    audience: str
    id: str
    datastand: date
    gemaakt_op: str
    definitieversie: str
    store_hash: str
    settings_hash: str
    nulmeting_hash: str
    synthetisch: bool
    bron: str
    geleverd: tuple[str, ...]
    kwartalen: tuple[tuple[date, date], ...]
    vensters: dict[str, tuple[date, date]]
    wijken: tuple[str, ...]
    pilot: tuple[str, ...]
    voorlopig_dagen: int = VOORLOPIG_DAGEN
    identiteit: Identiteit | None = None
    bestanden: Mapping[str, str] | None = None
    nulmeting_besluiten: int | None = None
    vroeger: tuple[tuple[date, date], ...] = ()
    definitief: Mapping[str, date] = field(default_factory=dict)
    weer_voorlopig: Mapping[str, date] = field(default_factory=dict)

    @property
    def voorlopig_na(self) -> date:
        """A window that ends after this day is provisional for one indicator at least."""
        return min(self.definitief.values(), default=self._by_days)

    @property
    def _by_days(self) -> date:
        return self.datastand - timedelta(days=self.voorlopig_dagen)

    def voorlopig_na_of(self, slug: str) -> date:
        """A window of this indicator that ends after this day is provisional."""
        return self.definitief.get(slug, self._by_days)


def cijfers_file(folder: Path, slug: str) -> Path:
    """The figures of one indicator in an edition folder."""
    return folder / "cijfers" / f"{slug}.parquet"


def tabel_file(folder: Path, naam: str) -> Path:
    """One of TABELLEN in an edition folder."""
    return folder / "tabellen" / f"{naam}.parquet"


DAGEN = ("peil_datum", "kwartaal_datum", "maand_datum", "opgehaald_datum", "datastand", "dag")


def with_dates(frame: pd.DataFrame) -> pd.DataFrame:
    """The same frame of a table, with days where the database gives moments."""
    for name in set(DAGEN) & set(frame.columns):
        frame[name] = pd.to_datetime(frame[name]).dt.date
    return frame


@dataclass(frozen=True)
class Bestandsoordeel:
    """Until when the rows of one file are complete.

    soort: as in the table aanvulling. voorlopig_na: a window that ends after this day is
    provisional. is_geschat: earlier leveringen say so; else the days of the configuration do.
    """

    bestand: str
    soort: str
    voorlopig_na: date
    is_geschat: bool


KIES, INTREK = "kies", "intrek"


@dataclass(frozen=True)
class Besluit:
    """One decision by command: KIES or INTREK, what it is about, why, by whom, when (ISO, UTC)."""

    soort: str
    wat: str
    reden: str
    door: str
    op: str


class Wijkwijziging(TypedDict):
    """The year value of a wijk, gemeente or overige in two versions, in the unit of waarde."""

    wijk: str
    oud: float | None
    nieuw: float | None


class Wijzigingen(TypedDict, total=False):
    """What the newest version changes: per wijk, and how many cells beside those."""

    wijken: list[Wijkwijziging]
    andere_cellen: int


class Nulmetingregel(TypedDict):
    """The entry of an indicator in nulmeting.json; see results.NulmetingStatus.

    hash and wijzigingen: intern only. An older edition may lack the last three.
    """

    versie: int
    vastgelegd_op: str
    ongewijzigd: bool
    nieuwere_versie: int | None
    hash: NotRequired[str]
    wijzigingen: NotRequired[Wijzigingen]
    geldend: NotRequired[int]
    oorzaken: NotRequired[list[str]]
    besluit: NotRequired[dict[str, str] | None]


@dataclass(frozen=True)
class Register:
    """Which edition is in use (None: none), all ever published, and the decisions, oldest first."""

    current: str | None
    published: tuple[str, ...]
    besluiten: tuple[Besluit, ...] = ()

    @property
    def withdrawn(self) -> dict[str, Besluit]:
        """By id: the decision that took an edition back, unless it was put in use again since."""
        last = {besluit.wat: besluit for besluit in self.besluiten}
        return {naam: besluit for naam, besluit in last.items() if besluit.soort == INTREK}


def edition_mark(data_dir: Path) -> int:
    """A number that changes whenever another edition is put in use; 0 when there never was one.

    Costs one look at a file.
    """
    try:
        return (data_dir / EDITIES / CURRENT).stat().st_mtime_ns
    except OSError:
        return 0


def read_register(data_dir: Path) -> Register:
    """What huidig.json says; DamagedEdition (Dutch) when it cannot be read."""
    file = data_dir / EDITIES / CURRENT
    stamp = file_stamp(file)
    return _read_register(file, stamp) if stamp else Register(None, ())


@lru_cache(maxsize=16)
def _read_register(file: Path, stamp: tuple[int, ...]) -> Register:
    try:
        content = read_json(file)
        current = content["editie"]
        besluiten = tuple(Besluit(**item) for item in content.get("besluiten", ()))
        published = tuple(content.get("alle", [current]))
    except (ProeftuinError, OSError, KeyError, TypeError, AttributeError) as error:
        raise DamagedEdition(
            f"Het bestand '{file}', dat zegt welke editie in gebruik is, is beschadigd of "
            "onleesbaar. Zet het terug uit een reservekopie, of verwijder het en kies een editie "
            "(python -m proeftuin editie kies ID --reden ... --door ...)."
        ) from error
    return Register(current, published, besluiten)


def list_on_disk(edities: Path) -> tuple[str, ...]:
    """Ids of the editions that stand in this folder, whatever huidig.json says; by name."""
    if not edities.is_dir():
        return ()
    complete = (
        folder.name
        for folder in edities.iterdir()
        if not folder.name.startswith(".")
        and any((folder / audience / DESCRIPTION).is_file() for audience in AUDIENCES)
    )
    return tuple(sorted(complete))


def read_standing(data_dir: Path) -> Register:
    """As read_register; when huidig.json is gone, what stands there, none of it in use."""
    register = read_register(data_dir)
    if (data_dir / EDITIES / CURRENT).is_file():
        return register
    return Register(None, list_on_disk(data_dir / EDITIES))


def check_register(data_dir: Path) -> None:
    """DamagedEdition (Dutch) when huidig.json is gone while editions stand."""
    file, found = data_dir / EDITIES / CURRENT, list_on_disk(data_dir / EDITIES)
    if found and not file.is_file():
        raise DamagedEdition(
            f"Het bestand '{file}', dat zegt welke editie in gebruik is, ontbreekt. Er staan wel "
            f"edities: {', '.join(found)}. Zet het terug uit een reservekopie, of kies een editie: "
            f"python -m proeftuin editie kies {found[-1]} --reden ... --door ... Wat eerder is "
            "ingetrokken, is zonder dit bestand niet bekend."
        )


def write_register(data_dir: Path, register: Register) -> None:
    """Replace huidig.json: one step, all or nothing; the caller holds the lock of publishing."""
    edities = data_dir / EDITIES
    beside = edities / f"{BUSY_PREFIX}{CURRENT}"
    content: dict[str, Any] = {"editie": register.current, "alle": list(register.published)}
    if register.besluiten:
        content["besluiten"] = [vars(besluit) for besluit in register.besluiten]
    write_json(beside, content, mode=0o644)
    os.replace(beside, edities / CURRENT)
    sync(edities)


def read_index(data_dir: Path) -> tuple[str | None, tuple[str, ...]]:
    """(current id or None, every published id, oldest first); errors as read_register."""
    register = read_register(data_dir)
    return register.current, register.published


def read_editie(folder: Path) -> Editie:
    """The edition in one audience folder.

    NoEdition (Dutch) when nothing readable is there, DamagedEdition when its description is no
    longer what was written.
    """
    try:
        content = read_json(folder / DESCRIPTION)
    except OSError as error:
        raise NoEdition(
            f"De editie '{folder.parent.name}' voor '{folder.name}' is er niet of is onleesbaar. "
            + HOW_TO
        ) from error
    except ProeftuinError as error:
        raise _damaged(folder, f"bestand '{folder / DESCRIPTION}' is geen leesbare JSON") from error
    try:
        return _make_editie(folder, content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(folder, f"in '{folder / DESCRIPTION}' ontbreekt een gegeven") from error


def _damaged(folder: Path, why: str) -> DamagedEdition:
    return DamagedEdition(
        f"De editie '{folder.parent.name}' voor '{folder.name}' is beschadigd: {why}. {REPAIR}"
    )


def _make_editie(folder: Path, content: Mapping[str, Any]) -> Editie:
    def period(pair: list[str]) -> tuple[date, date]:
        return date.fromisoformat(pair[0]), date.fromisoformat(pair[1])

    def days(by_slug: Mapping[str, str]) -> dict[str, date]:
        return {slug: date.fromisoformat(day) for slug, day in by_slug.items()}

    return Editie(
        pad=folder,
        audience=content["audience"],
        id=content["editie"],
        datastand=date.fromisoformat(content["datastand"]),
        gemaakt_op=content["gemaakt_op"],
        definitieversie=content["definitieversie"],
        store_hash=content["store_hash"] if content["audience"] == INTERN else "",
        settings_hash=content["settings_hash"],
        nulmeting_hash=content["nulmeting_hash"] if content["audience"] == INTERN else "",
        synthetisch=content["synthetisch"],
        bron=content["bron"],
        geleverd=tuple(content["geleverd"]),
        kwartalen=tuple(period(pair) for pair in content["kwartalen"]),
        vensters={
            naam: period(pair)
            for naam, pair in sorted(content["vensters"].items(), key=lambda item: item[1])
        },
        vroeger=tuple(period(pair) for pair in content.get("vroeger", ())),
        wijken=tuple(content["wijken"]),
        pilot=tuple(content["pilot"]),
        voorlopig_dagen=int(content.get("voorlopig_dagen", VOORLOPIG_DAGEN)),
        identiteit=content.get("identiteit"),
        bestanden=content.get("bestanden"),
        nulmeting_besluiten=content.get("nulmeting_besluiten"),
        definitief=days(content.get("voorlopig_na", {})),
        weer_voorlopig=days(content.get("weer_voorlopig", {})),
    )


def check_whole(editie: Editie) -> None:
    """DamagedEdition (Dutch, names the file) unless every file is as it was written.

    Reads all of them once per process and again when one changed on disk. Of an edition made
    before `bestanden` was written: unless every table can be read.
    """
    folder = editie.pad
    if editie.bestanden is None:
        names = [str(file.relative_to(folder)) for file in sorted(folder.glob("*/*.parquet"))]
        found = {naam: "" for naam in names}
    else:
        found = dict(editie.bestanden)
    stamps = []
    for naam, digest in found.items():
        try:
            state = os.stat(f"{folder}/{naam}")  # a Path for each file took longer than the look
        except OSError as error:
            raise _damaged(folder, f"bestand '{folder / naam}' ontbreekt") from error
        stamps.append((naam, digest, state.st_mtime_ns, state.st_size))
    _check_files(folder, tuple(stamps))


@lru_cache(maxsize=32)
def _check_files(folder: Path, stamps: tuple[tuple[str, str, int, int], ...]) -> None:
    for naam, digest, *_ in stamps:
        file = folder / naam
        try:
            if digest:
                good = _digest(file) == digest
            else:
                good = pq.read_metadata(file).num_columns > 0
        except (OSError, pa.ArrowException) as error:
            raise _damaged(folder, f"bestand '{file}' is onleesbaar") from error
        if not good:
            raise _damaged(folder, f"bestand '{file}' is na het maken veranderd")


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def check_identity(editie: Editie, settings: Settings) -> None:
    """ForeignEdition (one Dutch sentence that names both) unless the edition is of these settings.

    What counts is listed in settings.identity; the definition version counts too. An edition made
    before its identity was written is accepted when wijken, pilot and windows agree as well.
    """
    if editie.identiteit is None:
        identity: Identiteit = {
            "wijken": {wijk: _gebieden(settings, wijk) for wijk in editie.wijken},
            "pilot": {"wijken": sorted(editie.pilot), "start": settings.pilot.start.isoformat()},
        }
        identity["vensters"] = {
            naam: [day.isoformat() for day in pair] if pair else None
            for naam, pair in vars(settings.vensters).items()
        } | {
            naam: [day.isoformat() for day in pair]
            for naam, pair in editie.vensters.items()
            if naam in vars(settings.vensters)
        }
    else:
        identity = editie.identiteit
    difference = find_difference(identity, settings)
    if difference:
        cure = "kies de configuratie (--config of PROEFTUIN_CONFIG) en de map met gegevens die bij "
        cure += "elkaar horen, of maak een nieuwe editie (python -m proeftuin publiceer)"
        raise ForeignEdition(f"Editie '{editie.id}' is {difference}; {cure}.")
    if editie.definitieversie != DEFINITIEVERSIE:
        raise ForeignEdition(
            f"Editie '{editie.id}' is gemaakt met definitieversie {editie.definitieversie} en dit "
            f"programma rekent met {DEFINITIEVERSIE}; maak een nieuwe editie "
            "(python -m proeftuin publiceer)."
        )


def _gebieden(settings: Settings, wijk: str) -> list[str]:
    """The gebieden of a wijk id here, for an edition that only knows its ids."""
    return next((sorted(item.gebieden) for item in settings.wijk if item.id == wijk), ["wel"])


TYPES = {"van": pa.date32(), "tot": pa.date32(), "ongeveer": pa.bool_(), "drempel": pa.float64()}
TYPES |= dict.fromkeys(NOEMERSTAND, pa.float64())
CIJFERS_SCHEMA = pa.schema(
    [(name, TYPES.get(name, pa.float64() if name in NUMBERS else pa.string())) for name in COLUMNS]
)


def _write_table(frame: pd.DataFrame, file: Path, mode: int, schema: pa.Schema = None) -> None:
    """Write, wait for the disk, read back; ProeftuinError when it is not what was written."""
    table = pa.Table.from_pandas(frame, schema, preserve_index=False)
    pq.write_table(table, file, compression="zstd")
    file.chmod(mode)
    sync(file)
    if not pq.read_table(file).equals(table):
        raise ProeftuinError(
            "De nieuwe editie is niet goed weggeschreven. De vorige editie blijft in gebruik. "
            "Controleer of er genoeg schijfruimte is en publiceer opnieuw."
        )


def write_audience(
    folder: Path,
    cijfers: Iterable[tuple[str, Published]],
    tabellen: Mapping[str, pd.DataFrame],
    description: Mapping[str, Any],
    nulmeting: Mapping[str, Nulmetingregel],
    settings: Settings,
) -> None:
    """Write everything one audience gets, wait until it is on disk, and verify it.

    folder must not exist; the caller keeps the folder above it closed (0700) until all is written,
    so no file is open to others for a moment. description is editie.json without `audience`. Files
    of intern get the modes of [bewaren] (0600 and 0700 unless configured), those of openbaar 0644
    (0755). Figures of another audience: ValueError.
    """
    audience = folder.name
    file_mode, folder_mode = settings.bewaren.intern_modes if audience == INTERN else (0o644, 0o755)
    folders = (folder, cijfers_file(folder, "x").parent, tabel_file(folder, "x").parent)
    for made in folders:
        made.mkdir(parents=True)
        made.chmod(folder_mode)
    for slug, published in cijfers:
        if published.audience != audience:
            raise ValueError(f"figures for {published.audience} offered to {audience}")
        _write_table(published.frame, cijfers_file(folder, slug), file_mode, CIJFERS_SCHEMA)
    for naam, frame in tabellen.items():
        _write_table(frame, tabel_file(folder, naam), file_mode)
    write_json(folder / NULMETING_FILE, nulmeting, file_mode)
    written = sorted(file for file in folder.rglob("*") if file.is_file())
    bestanden = {file.relative_to(folder).as_posix(): _digest(file) for file in written}
    described = {**description, "audience": audience, "bestanden": bestanden}
    write_json(folder / DESCRIPTION, described, file_mode)
    for made in reversed(folders):
        sync(made)
