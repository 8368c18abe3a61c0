"""What every openbaar edition showed, kept for the audit of the next one: an attacker forgets
nothing. Confidential: it holds exact counts and sums, one row per base cell, no person.

`onthulling/<editie>.parquet` (counts), `.euro.parquet` and `.marges.parquet` in the data folder,
mode 0400; `ruim-op` never removes them. `.bijdragen.parquet` says who stood behind the sums, under
numbers made of their pseudoniem: micro data, which goes at the end of its term. After that a sum it
belongs to stays as it was shown.
"""

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from proeftuin.disclosure import (
    VELDEN,
    Eurobescherming,
    Eurogeheugen,
    Links,
    Onthullingscontrole,
    Progress,
    collect_cells,
    collect_sums,
    collect_voorveld,
    fewest_candidates,
    find_links,
    join_cells,
    protect_edition,
    protect_euros,
)
from proeftuin.edition.files import EDITIES, read_editie
from proeftuin.edition.nulmeting import WINDOW, Plan
from proeftuin.errors import DamagedEdition, NoEdition, ProeftuinError
from proeftuin.files import install_files, sync
from proeftuin.indicators import CELVERSIE
from proeftuin.measure import CEL, Bijdragen, Measured
from proeftuin.settings import Identiteit, Onthulling, Settings, describe_identity
from proeftuin.store import Store
from proeftuin.vocabulary import EFFECTJAAR, NULMETING, ONBEKEND, OPENBAAR, VROEGER

FOLDER = "onthulling"
DIGEST = 16
JAREN = (NULMETING, EFFECTJAAR, VROEGER)
BLOK = 1 << 20  # rows that are written together
ON_DISK = {"low": "laag", "high": "hoog"}  # as in the files of editions already published
EURO, MARGES, BIJDRAGEN = ".euro.parquet", ".marges.parquet", ".bijdragen.parquet"
# What of the settings stood in the mark of an edition, as long as another one was another memory.
PARAMETERS = {
    "perioden": (
        *("zorgperiode_gat_dagen", "verblijf_gat_dagen", "doorstroom_dagen"),
        *("tijdelijke_stop_dagen", "administratief_dagen", "herhaald_beroep_jaren"),
        *("verzilvering_rijp_dagen", "horizon_cohort_dagen"),
    ),
    "normen": ("wachttijd_dagen",),
}


def control_disclosure(
    data_dir: Path,
    settings: Settings,
    reeks: str,
    measured: Mapping[str, Measured],
    behind: dict[str, list[Bijdragen] | None],
    plans: Mapping[str, Plan],
    progress: Progress,
    voorveld: pd.DataFrame | None = None,
) -> Onthullingscontrole:
    """The audit of a new openbaar edition against every earlier one; rules 1, 3, 4 and 5.

    behind: who stands behind the sums of each indicator; emptied, for it may be gigabytes and is
    wanted here alone. voorveld: the exact counts of that table (tabellen.read_voorveld), bounded as
    any other. ProeftuinError (Dutch) that names what cannot be protected.
    """
    shown = {
        slug: Measured(item.indicator, _shown_frame(item, plans[slug]))
        for slug, item in measured.items()
    }
    memory = _read_memory(data_dir, settings, reeks)
    check_threshold([frame for frame, _ in memory.earlier], settings.onthulling)
    euro = _protect_sums(shown, behind, memory.euro, settings.onthulling)
    cells = collect_cells(item.frame for item in shown.values())
    if voorveld is not None and len(voorveld):
        cells = join_cells([cells, collect_voorveld(voorveld)])
    found = protect_edition(cells, memory.earlier, settings.onthulling, memory.safe, progress, euro)
    if found.open:
        named = "; ".join(found.open[:10])
        cure = "Kies een hogere drempel (onthulling.drempel) of voeg wijken samen."
        if memory.earlier:
            cure = (
                "Bespreek met de privacy officer of een eerdere editie moet worden ingetrokken. "
                "De vorige editie blijft in gebruik."
            )
        raise ProeftuinError(
            f"De openbare editie is niet gemaakt: {len(found.open)} kleine aantallen zijn te "
            f"herleiden uit wat openbaar is of zou worden ({named}). {cure}"
        )
    return found


def check_threshold(earlier: Sequence[pd.DataFrame], rules: Onthulling) -> None:
    """ProeftuinError when an earlier edition showed counts that are below the threshold of now.

    Nothing this edition does makes them less known, so the audit would search long and in vain.
    """
    known = [
        frame[
            (frame["getoond"] > 0)
            & (frame["exact"] < rules.drempel)
            & (frame["high"] - frame["low"] + 1 < fewest_candidates(rules))
        ]["exact"]
        for frame in earlier
    ]
    shown = pd.concat(known) if known else pd.Series(dtype=float)
    if len(shown):
        raise ProeftuinError(
            "De openbare editie is niet gemaakt: een eerdere editie toonde aantallen die kleiner "
            f"zijn dan de drempel van nu ({rules.drempel}), {len(shown)} in totaal. Wie die editie "
            f"heeft, kent ze. Zet onthulling.drempel op hooguit {shown.min():.0f}, en bespreek een "
            "hogere drempel met de privacy officer. De vorige editie blijft in gebruik."
        )


def _protect_sums(
    shown: Mapping[str, Measured],
    behind: dict[str, list[Bijdragen] | None],
    earlier: Sequence[Eurogeheugen],
    rules: Onthulling,
) -> Eurobescherming:
    """How the sums are shown; who stands behind them is let go of as soon as it is together."""
    sums = collect_sums(
        (replace(item, bijdragen=behind.pop(slug, None)) for slug, item in shown.items()), rules
    )
    return protect_euros(sums.cells, sums.marges, sums.bijdragen, earlier, rules)


def _shown_frame(measured: Measured, plan: Plan) -> pd.DataFrame:
    """The figures as shown: a frozen nulmeting that differs stands in its window."""
    if plan.shown is None or plan.current:
        return measured.frame
    now, frozen = measured.frame, plan.shown.frame
    kept = now[now["venster"] != WINDOW]
    return pd.concat([kept, frozen[frozen["venster"] == WINDOW]], ignore_index=True)


def write_memory(
    folder: Path, editie: str, found: Onthullingscontrole, settings: Settings, reeks: str
) -> None:
    """Write what this edition shows into a folder, readable by its owner only, and wait."""
    shown, euro = found.bescherming.shown, found.bescherming.euro
    columns = {ON_DISK.get(name, name): getattr(shown, name) for name in VELDEN}
    gebieden = {wijk.id: sorted(wijk.gebieden) for wijk in settings.wijk}
    metadata = {
        b"raster": _raster(reeks).encode(),
        b"volgorde": str(time.time_ns()).encode(),
        b"veilig": b"".join(sorted(found.veilig)),
        b"gebieden": json.dumps(gebieden, sort_keys=True).encode(),
    }
    cellen = euro.cellen.assign(anker=euro.cellen["anker"].replace("", editie))
    frames: dict[str, Iterable[pd.DataFrame]] = {
        ".parquet": [found.bescherming.cells.assign(**columns)],
        EURO: [cellen.drop(columns="toestand").astype({"anker": str})],
        MARGES: [euro.marges],
        BIJDRAGEN: euro.bijdragen(),
    }
    for ending, parts in frames.items():
        _write_blocks(parts, folder / f"{editie}{ending}", metadata if ending == ".parquet" else {})


def _write_blocks(
    frames: Iterable[pd.DataFrame], file: Path, metadata: Mapping[bytes, bytes]
) -> None:
    """Write rows block by block: of millions, names as text would take many times the memory."""
    writer: pq.ParquetWriter | None = None
    for block in (part for frame in frames for part in _cut_frame(frame)):
        table = pa.Table.from_pandas(block, preserve_index=False)
        if metadata:
            table = table.replace_schema_metadata(metadata)
        writer = writer or pq.ParquetWriter(file, table.schema, compression="zstd")
        writer.write_table(table)
    if writer is not None:
        writer.close()
    file.chmod(0o400)
    sync(file)


def _cut_frame(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The rows by BLOK, names as text."""
    names = [name for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)]
    plain: dict[Any, Any] = {name: frame[name].cat.categories.dtype for name in names}
    for first in range(0, max(len(frame), 1), BLOK):
        yield frame.iloc[first : first + BLOK].astype(plain)


def install_memory(staged: Path, data_dir: Path) -> None:
    """Put staged files in the folder of the data; one that is there already is never touched."""
    install_files(staged, data_dir / FOLDER, "*.parquet")


def list_contributions(data_dir: Path) -> list[Path]:
    """The files that say who stood behind sums, the only ones of the memory about persons."""
    return sorted((data_dir / FOLDER).glob(f"*{BIJDRAGEN}"))


def find_reeks(store: Store) -> str:
    """Which leveringen share a memory and a nulmeting: all real ones (''), or all synthetic."""
    [is_synthetisch] = store.frame("select is_synthetisch from levering")["is_synthetisch"]
    return "synthetisch" if is_synthetisch else ""


def _raster(reeks: str) -> str:
    """Which editions count the same cells: of one meaning and one kind of data.

    Another norm or term is no other cell: most figures do not use it, and an attacker who has both
    editions knows of the others that they are nearly the same. So it counts as a correction.
    """
    return hashlib.sha256(repr((CELVERSIE, reeks)).encode()).hexdigest()[:16]


def _second_raster(parts: Mapping[str, Any], reeks: str) -> str:
    """The mark of editions made before another norm was no other cell; parts: their settings."""
    parameters = {
        f"{section}.{name}": parts[section][name]
        for section, names in PARAMETERS.items()
        for name in names
    }
    text = repr((sorted(parameters.items()), CELVERSIE, reeks))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _counts_alike(mark: str, data_dir: Path, editie: str, settings: Settings, reeks: str) -> bool:
    """Whether an edition with this mark counts the same cells: its own settings decide."""
    if mark in (_raster(reeks), _first_raster(settings, reeks)):
        return True
    for parts in (describe_identity(settings), _settings_of(data_dir, editie)):
        with suppress(KeyError):  # not kept, or a setting that came later
            if mark == _second_raster(parts, reeks):
                return True
    return False


def _settings_of(data_dir: Path, editie: str) -> Identiteit:
    """What an edition was made with; nothing when that is not there any more."""
    try:
        return read_editie(data_dir / EDITIES / editie / OPENBAAR).identiteit or {}
    except (NoEdition, DamagedEdition):
        return {}


def _first_raster(settings: Settings, reeks: str) -> str:
    """The mark of editions made before gebieden stood beside it: of the whole sections."""
    text = repr((settings.wijk, settings.perioden, settings.normen, CELVERSIE, reeks))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Namen:
    """What has another name now. wijken: id then -> id now; jaren: first and last day -> window."""

    wijken: Mapping[str, str]
    jaren: Mapping[tuple[date, date], str]


@dataclass(frozen=True)
class Geheugen:
    """What earlier openbaar editions showed, oldest first, as far as it counts the same cells.

    earlier: counts and their links; euro: sums; safe: digests found safe; edities: which editions
    these are; vreemd: editions that do not count here, with why in Dutch.
    """

    earlier: list[tuple[pd.DataFrame, Links]]
    euro: list[Eurogeheugen]
    safe: frozenset[bytes]
    edities: tuple[str, ...]
    vreemd: dict[str, str]


def describe_memory(data_dir: Path, settings: Settings, reeks: str | None) -> list[str]:
    """Lines in Dutch: which earlier editions the audit of a next one knows, and which not.

    reeks: find_reeks of what is loaded; None when nothing is, then as for real data.
    """
    reeks = reeks or ""
    memory = _read_memory(data_dir, settings, reeks)
    if not memory.edities and not memory.vreemd:
        return ["Geheugen van de onthullingscontrole: leeg, er is nog geen openbare editie."]
    total = len(memory.edities) + len(memory.vreemd)
    lines = [
        f"Geheugen van de onthullingscontrole: edities die meetellen: {len(memory.edities)} van "
        f"{total} (kenmerk {_raster(reeks)})"
    ]
    if memory.edities:
        lines.append(f"  Telt mee: {', '.join(memory.edities)}")
    lines += [f"  Telt niet mee: {editie}, {why}" for editie, why in memory.vreemd.items()]
    gone = [item.editie for item in memory.euro if not _contributions(data_dir, item.editie)]
    if gone:
        lines.append(
            "  Wie achter de bedragen en gemiddelden stond is verwijderd (bewaartermijn), die "
            f"blijven staan zoals ze zijn: {', '.join(gone)}"
        )
    return lines


def _contributions(data_dir: Path, editie: str) -> bool:
    return (data_dir / FOLDER / f"{editie}{BIJDRAGEN}").is_file()


def _read_memory(data_dir: Path, settings: Settings, reeks: str) -> Geheugen:
    """The memory of this data folder, for a publish with these settings."""
    now = {wijk.id: sorted(wijk.gebieden) for wijk in settings.wijk}
    shown = [item for pair in settings.voorparen for item in (pair.vroeger, pair.later)]
    jaren = {(item.van, item.tot): item.naam for item in (*shown, *settings.named_vensters)}
    found, vreemd = [], {}
    for file in sorted((data_dir / FOLDER).glob("*.parquet")):
        if file.name.endswith((EURO, MARGES, BIJDRAGEN)):
            continue
        metadata = pq.read_schema(file).metadata
        then = json.loads(metadata.get(b"gebieden", json.dumps(now).encode()))
        wijken = _find_wijken(then, now)
        mark = metadata[b"raster"].decode()
        if not _counts_alike(mark, data_dir, file.stem, settings, reeks):
            vreemd[file.stem] = "met andere definities of gegevens"
        elif not wijken:
            vreemd[file.stem] = "met andere wijken"
        else:
            found.append((int(metadata[b"volgorde"]), metadata[b"veilig"], file, wijken))
    found.sort(key=lambda item: item[0])
    earlier: list[tuple[pd.DataFrame, Links]] = []
    euro = []
    for _, _, file, wijken in found:
        namen = Namen(wijken, jaren)
        frame = _read_frame(file, namen)
        frame = frame.rename(columns={stored: name for name, stored in ON_DISK.items()})
        earlier.append((frame, find_links(frame)))
        euro += _read_euro(file, namen)
    digests = found[-1][1] if found else b""
    safe = frozenset(digests[at : at + DIGEST] for at in range(0, len(digests), DIGEST))
    edities = tuple(file.stem for _, _, file, _ in found)
    return Geheugen(earlier, euro, safe, edities, vreemd)


def _read_frame(file: Path, namen: Namen) -> pd.DataFrame:
    """One file of the memory under the names of now, as categoricals: few names in many rows."""
    frame = pq.read_table(file).replace_schema_metadata(None).to_pandas(date_as_object=True)
    frame = _rename(frame, namen) if len(frame) else frame
    return frame.astype({name: "category" for name in (*CEL, "slug") if name in frame})


def _find_wijken(then: dict[str, list[str]], now: dict[str, list[str]]) -> dict[str, str]:
    """Id then -> id now of every wijk that lives on: with the same gebieden, else the same id.

    A wijk that won or lost a gebied counts as a correction, as _raster says of a norm. Onbekend
    lives on where a wijk does.
    """
    by_gebieden = {tuple(gebieden): wijk for wijk, gebieden in now.items()}
    same = {
        wijk: by_gebieden[tuple(gebieden)]
        for wijk, gebieden in then.items()
        if tuple(gebieden) in by_gebieden
    }
    free = now.keys() - set(same.values())
    found = same | {wijk: wijk for wijk in then if wijk not in same and wijk in free}
    return found | ({ONBEKEND: ONBEKEND} if found else {})


def _rename(frame: pd.DataFrame, namen: Namen) -> pd.DataFrame:
    """The rows of wijken that live on, wijken and years under their present names."""
    kept = frame[frame["wijk"].isin(list(namen.wijken))]
    venster = kept["venster"]
    years = kept.loc[venster.isin(JAREN), ["venster", "van", "tot"]].drop_duplicates()
    for before, van, tot in years.itertuples(index=False, name=None):
        now = namen.jaren.get((van, tot), before)
        if now != before:
            of_year = (venster == before) & (kept["van"] == van) & (kept["tot"] == tot)
            venster = venster.mask(of_year, now)
    wijk = kept["wijk"].map(namen.wijken).astype(str)
    return kept.assign(wijk=wijk, venster=venster).reset_index(drop=True)


def _read_euro(file: Path, namen: Namen) -> list[Eurogeheugen]:
    """What one edition showed of euros; nothing for one made before that was remembered."""
    euro, marges, behind = (
        file.with_name(file.stem + ending) for ending in (EURO, MARGES, BIJDRAGEN)
    )
    if not euro.is_file():
        return []
    cellen, marge = _read_frame(euro, namen), _read_frame(marges, namen)
    return [Eurogeheugen(file.stem, cellen, marge, partial(_read_contributions, behind, namen))]


def _read_contributions(file: Path, namen: Namen) -> Iterator[Bijdragen]:
    """Who stood behind sums, some rows at a time; nobody when that is cleared away."""
    if not file.is_file():
        return
    with pq.ParquetFile(file) as opened:
        for batch in opened.iter_batches(BLOK) if opened.metadata.num_columns else ():
            found = Bijdragen.of(batch.to_pandas(date_as_object=True))
            found = found.choose(found.cellen["wijk"].isin(list(namen.wijken)).to_numpy(bool))
            yield replace(found, cellen=_rename(found.cellen, namen))
