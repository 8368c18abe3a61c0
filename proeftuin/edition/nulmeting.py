"""The frozen nulmeting: written once per indicator, never changed, newer versions beside it.

`nulmeting/<slug>.v1.json` in the data folder holds the exact cells of the first publish at which
the window was complete. It is confidential (mode 0400) and carries its own hash. What a newer
calculation changes is for the intern edition only: the two values of one wijk together could give
away a single jeugdige, so the openbaar edition says no more than that there is a newer version.
"""

import hashlib
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from proeftuin.edition.files import Besluit, Nulmetingregel, Wijkwijziging, Wijzigingen
from proeftuin.edition.grondslag import (
    Grondslag,
    Nulmetinginhoud,
    Stempel,
    describe_grondslag,
    find_oorzaken,
)
from proeftuin.errors import ProeftuinError
from proeftuin.files import install_files, read_json, sync
from proeftuin.indicators import GEEN
from proeftuin.measure import COLUMNS, DAGEN, GETALLEN, NOEMERSTAND, ONTHULLING, Measured
from proeftuin.settings import Settings
from proeftuin.vocabulary import (
    GRENZEN,
    KWARTAAL,
    NIET_GELEVERD,
    NOG_NIET_RIJP,
    NOOIT_VERGELIJKEN,
    NULMETING,
    VENSTER,
    VOORLOPIG,
)

FOLDER = "nulmeting"
WINDOW = NULMETING
KEYS = ["indeling", "categorie", "wijk", "venster", "van", "tot"]
NUMBERS = (*GETALLEN, *ONTHULLING)
# Bounds come from resampling and may differ in a far decimal between machines; the rest may not.
TOLERANCE = {"onder": 1e-3, "boven": 1e-3}


@dataclass(frozen=True)
class Version:
    """One frozen version: its number, its hash, the cells, and the whole content of the file."""

    slug: str
    versie: int
    content: Nulmetinginhoud

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical content, without the hash itself."""
        return str(self.content["hash"])

    @property
    def reeks(self) -> str:
        """Which leveringen it holds for, as memory.find_reeks."""
        return str(self.content.get("reeks", ""))

    @property
    def vastgelegd_op(self) -> str:
        """When it was frozen, ISO 8601, UTC."""
        return str(self.content["vastgelegd_op"])

    @property
    def definitieversie(self) -> str:
        """The version of the definitions it was computed with."""
        return str(self.content["definitieversie"])

    @property
    def datastand(self) -> str:
        """The last day of the data behind it; '' of one that does not say so."""
        return str(self.content.get("datastand", ""))

    @property
    def rijen(self) -> int:
        """On how many rows of all files it rests; 0 of one that does not say so."""
        ground = self.content.get("grondslag")
        return sum(int(row["aantal"]) for row in ground.get("rijen", ())) if ground else 0

    @property
    def file_name(self) -> str:
        """Name of the file in the nulmeting folder."""
        return f"{self.slug}.v{self.versie}.json"

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The frozen cells with COLUMNS of Measured."""
        columns = self.content.get("kolommen", list(COLUMNS))  # an older version has fewer
        frame = pd.DataFrame(self.content["cellen"], columns=columns).reindex(columns=list(COLUMNS))
        for name in DAGEN:
            frame[name] = pd.Series([date.fromisoformat(day) for day in frame[name]], dtype=object)
        for name in (*NUMBERS, *NOEMERSTAND):
            frame[name] = pd.to_numeric(frame[name]).astype(float)
        return frame


class Celverschil(NamedTuple):
    """One value (veld) of a cell that is other in two versions; its keys as text."""

    indeling: str
    categorie: str
    wijk: str
    venster: str
    van: str
    tot: str
    veld: str
    oud: float | str | None
    nieuw: float | str | None


@dataclass(frozen=True)
class Plan:
    """What this publish shows as nulmeting of one indicator, and what it adds.

    shown: the version to show (None: nothing frozen yet). current: equals the newest figures.
    newest: number of the version that holds the newest figures. added: a version to write.
    geldend: the version in force when it may not be compared (another window, other boundaries,
    other parameters); shown is then the calculation of now. oorzaken: what is other than when the
    version in force was frozen, of grondslag; empty when its values still hold. besluit: the
    decision by which the version in force was chosen. verschillen: what is other now than in the
    version that is shown.
    """

    shown: Version | None
    current: bool
    newest: int | None
    added: Version | None
    geldend: Version | None = None
    oorzaken: tuple[str, ...] = ()
    besluit: Besluit | None = None
    verschillen: tuple[Celverschil, ...] = ()

    @property
    def anders(self) -> str:
        """Why the version in force may not be compared, of NOOIT_VERGELIJKEN; '' when it may."""
        found = [item for item in self.oorzaken if item in NOOIT_VERGELIJKEN]
        return found[0] if self.geldend is not None and found else ""

    def describe(self) -> Nulmetingregel | None:
        """The entry of this indicator in nulmeting.json of an edition."""
        if self.shown is None:
            return None
        return {
            "geldend": self.geldend.versie if self.geldend else self.shown.versie,
            "oorzaken": list(self.oorzaken),
            "besluit": vars(self.besluit) if self.besluit else None,
            "versie": self.shown.versie,
            "vastgelegd_op": self.shown.vastgelegd_op,
            "ongewijzigd": self.current,
            "hash": self.shown.hash,
            "nieuwere_versie": None if self.current else self.newest,
        }


def canonical_hash(content: Mapping[str, object]) -> str:
    """SHA-256 (hex) of JSON with sorted keys and no spaces; a key `hash` is left out."""
    kept = {key: value for key, value in content.items() if key != "hash"}
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def read_versions(data_dir: Path) -> dict[str, list[Version]]:
    """Every frozen version per indicator, oldest first.

    ProeftuinError (Dutch) when a file no longer matches its own hash: someone changed it.
    """
    found: dict[str, list[Version]] = {}
    for file in sorted((data_dir / FOLDER).glob("*.v*.json")):
        name = re.fullmatch(r"(\w+)\.v(\d+)\.json", file.name)
        if name is None:
            continue
        content = read_json(file)
        if canonical_hash(content) != content.get("hash"):
            raise ProeftuinError(
                f"De vastgelegde nulmeting '{file}' is na het vastleggen veranderd. "
                "Zet het bestand terug uit een reservekopie en publiceer opnieuw."
            )
        found.setdefault(name[1], []).append(Version(name[1], int(name[2]), content))
    return {slug: sorted(items, key=lambda item: item.versie) for slug, items in found.items()}


def overall_hash(versions: list[Version]) -> str:
    """One SHA-256 over every frozen version."""
    lines = sorted(f"{item.slug} {item.versie} {item.hash}" for item in versions)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def nulmeting_rows(measured: Measured) -> pd.DataFrame:
    """The cells to freeze: the window, and for peildatum indicators the quarters it is made of."""
    frame = measured.frame
    window = frame["venster"] == WINDOW
    if measured.indicator.peildatum and window.any():
        van, tot = frame.loc[window, "van"].iloc[0], frame.loc[window, "tot"].iloc[0]
        window |= (frame["venster"] == KWARTAAL) & (frame["van"] >= van) & (frame["tot"] <= tot)
    return frame[window].reset_index(drop=True)


def is_complete(rows: pd.DataFrame, voorlopig_na: date) -> bool:
    """Whether the nulmeting can be frozen: delivered, ripe and no longer provisional."""
    year = rows[rows["venster"] == WINDOW]
    if year.empty or year["status"].isin([NOG_NIET_RIJP, VOORLOPIG]).any():
        return False
    if year["tot"].iloc[0] > voorlopig_na:
        return False
    total = year[(year["indeling"] == GEEN) & (year["wijk"] == "gemeente")]
    return bool(len(total) and not total["status"].eq(NIET_GELEVERD).any())


def compare_cells(old: pd.DataFrame, new: pd.DataFrame) -> list[Celverschil]:
    """The values that differ; empty when all are the same.

    Numbers are the same within 1e-9 (bounds 1e-3) of their size; rows may stand in any order.
    """
    left, right = _keyed(old), _keyed(new)
    names = (*NUMBERS, "status")
    if not left[KEYS].equals(right[KEYS]):  # nearly always they stand in the same order
        both = left.merge(right, on=KEYS, how="outer", suffixes=("_oud", "_nieuw"))
        left, right = (
            both.rename(columns={f"{name}{end}": name for name in names})
            for end in ("_oud", "_nieuw")
        )
    changes: list[Celverschil] = []
    keys: list[tuple[Any, ...]] = []
    for name in names:
        before, after = left[name], right[name]
        if name == "status":
            differs = (before.fillna("") != after.fillna("")).to_numpy()
        else:
            close = TOLERANCE.get(name, 1e-9)
            first, second = before.to_numpy(float), after.to_numpy(float)
            differs = ~np.isclose(first, second, rtol=close, atol=1e-9, equal_nan=True)
        if differs.any():
            if not keys:
                keys = list(left[KEYS].itertuples(index=False, name=None))
                places = np.array(sorted(range(len(keys)), key=keys.__getitem__))
            oud, nieuw = _plain_column(before), _plain_column(after)
            changes += [
                Celverschil._make((*keys[place], name, oud[place], nieuw[place]))
                for place in places[differs[places]].tolist()
            ]
    return changes


def _keyed(frame: pd.DataFrame) -> pd.DataFrame:
    """Keys as comparable text, then numbers and status."""
    kept = frame[[*NUMBERS, "status"]].reset_index(drop=True)
    keys = {name: [item or "" for item in _plain_column(frame[name])] for name in KEYS}
    return kept.assign(**keys)


def _plain(value: Any) -> Any:
    """A value as JSON has it: None for missing, float, or text."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, (int, float, np.number)) else str(value)


def _plain_column(column: pd.Series) -> list[Any]:
    """Every value of a column as JSON has it; each different one is looked at once."""
    if column.dtype == np.float64:
        return [None if math.isnan(value) else value for value in column.tolist()]
    codes, levels = pd.factorize(column, use_na_sentinel=True)
    plain = [*(_plain(value) for value in levels), None]
    return [plain[code] for code in codes.tolist()]


def _freeze(
    measured: Measured,
    rows: pd.DataFrame,
    versie: int,
    stamp: Stempel,
    ground: Grondslag,
    changed: list[Celverschil],
) -> Version:
    columns = [_plain_column(rows[name]) for name in COLUMNS]
    content: Nulmetinginhoud = {
        **stamp,
        "slug": measured.slug,
        "versie": versie,
        "vastgelegd_op": datetime.now(UTC).isoformat(timespec="seconds"),
        "grondslag": ground,
        "kolommen": list(COLUMNS),
        "cellen": [list(cells) for cells in zip(*columns, strict=True)],
        "gewijzigd": [item._asdict() for item in changed],
        "hash": "",
    }
    content["hash"] = canonical_hash(content)
    return Version(measured.slug, versie, content)


def plan_nulmeting(
    measured: Measured,
    versions: list[Version],
    datastand: date,
    settings: Settings,
    stamp: Stempel,
    gekozen: tuple[int, Besluit] | None = None,
) -> Plan:
    """What to show and what to freeze for one indicator.

    versions: what is frozen already, oldest first. stamp: definitieversie, store_hash, reeks and
    rijen to record. gekozen: the version a decision put in force; without it the oldest of the
    same reeks is: a nulmeting of a demo (reeks synthetisch) never stands for real figures (reeks
    is empty). One in force with another window, other boundaries or other parameters, and other
    values, is never compared: the calculation of now is shown beside it.
    """
    rows = nulmeting_rows(measured)
    number = versions[-1].versie + 1 if versions else 1
    reeks = stamp.get("reeks", "")
    versions = [item for item in versions if item.reeks == reeks]
    ground = describe_grondslag(measured.indicator, settings)
    force, besluit = (versions[0] if versions else None), None
    for item in versions:
        if gekozen and item.versie == gekozen[0]:
            force, besluit = item, gekozen[1]
    if not is_complete(rows, measured.voorlopig_na or settings.perioden.voorlopig_na(datastand)):
        return _plan_unripe(force, rows, ground, stamp, besluit)
    changed: list[Celverschil] = []
    verschillen: tuple[Celverschil, ...] = ()
    newest = None
    for version in sorted(versions, key=lambda item: item is not force):
        changed = compare_cells(version.frame, rows)
        if version is force:
            verschillen = tuple(changed)
        if not changed:
            newest = version
            break
    added = None
    if newest is None:
        kept: Grondslag = {**ground, "rijen": stamp.get("rijen", [])}
        added = newest = _freeze(measured, rows, number, stamp, kept, changed)
    if force is None or newest is force:
        return Plan(newest, True, newest.versie, added, besluit=besluit)
    oorzaken = _oorzaken(force, rows, ground, stamp)
    if any(item in NOOIT_VERGELIJKEN for item in oorzaken):
        return Plan(newest, True, newest.versie, added, force, oorzaken, besluit)
    return Plan(force, False, newest.versie, added, None, oorzaken, besluit, verschillen)


def _plan_unripe(
    force: Version | None,
    rows: pd.DataFrame,
    ground: Grondslag,
    stamp: Stempel,
    besluit: Besluit | None,
) -> Plan:
    """While the window of now is not complete: what is in force, unless it is of another area."""
    if force is None or not _fits([force], rows):
        return NOTHING
    oorzaken = _oorzaken(force, rows, ground, stamp)
    if any(item in NOOIT_VERGELIJKEN for item in oorzaken):
        return NOTHING
    verschillen = tuple(compare_cells(force.frame, rows))
    return Plan(force, False, None, None, None, oorzaken, besluit, verschillen)


def _oorzaken(
    force: Version, rows: pd.DataFrame, ground: Grondslag, stamp: Stempel
) -> tuple[str, ...]:
    found = find_oorzaken(force.content, ground, stamp)
    if _fits([force], rows) or any(item in found for item in (VENSTER, GRENZEN)):
        return found
    return (GRENZEN, *found)  # frozen before its ground was written down


NOTHING = Plan(None, True, None, None)


def _fits(versions: list[Version], rows: pd.DataFrame) -> bool:
    """Whether the oldest version is about the same window and the same wijken."""
    if not versions:
        return False
    old = versions[0].frame

    def outline(frame: pd.DataFrame) -> set[tuple[Any, ...]]:
        year = frame[(frame["venster"] == WINDOW) & (frame["wijk"] != "onbekend")]
        return set(zip(year["van"], year["tot"], year["wijk"], strict=True))

    return outline(old) == outline(rows)


def write_version(folder: Path, version: Version) -> None:
    """Write one version into a folder, readable by its owner only, and wait for the disk."""
    file = folder / version.file_name
    file.write_text(json.dumps(version.content, ensure_ascii=False, sort_keys=True), "utf-8")
    file.chmod(0o400)
    sync(file)


def install_versions(staged: Path, data_dir: Path) -> None:
    """Put staged versions in the nulmeting folder; one that is there already is never touched."""
    install_files(staged, data_dir / FOLDER, "*.json")


def describe_changes(plan: Plan) -> Wijzigingen | None:
    """What differs from the newest; None when the shown version is the newest."""
    if plan.shown is None or plan.current:
        return None
    changes = plan.verschillen
    wijken: list[Wijkwijziging] = [
        {"wijk": item.wijk, "oud": _number(item.oud), "nieuw": _number(item.nieuw)}
        for item in changes
        if item.veld == "waarde" and item.indeling == GEEN and item.venster == WINDOW
    ]
    cells = {(item.indeling, item.categorie, item.wijk, item.venster, item.tot) for item in changes}
    return {"wijken": wijken, "andere_cellen": len(cells) - len(wijken)}


def _number(value: float | str | None) -> float | None:
    return None if value is None else float(value)


def add_changes(entries: Mapping[str, Nulmetingregel], plans: Mapping[str, Plan]) -> None:
    """Put the changes of every indicator that has them in its entry of nulmeting.json."""
    for slug, entry in entries.items():
        changes = describe_changes(plans[slug])
        if changes is not None:
            entry["wijzigingen"] = changes
