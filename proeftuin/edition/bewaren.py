"""Retention: what is past its term, and its removal in whole steps.

Removing an edition takes it out of its place with one rename and only then deletes it, so a kill
leaves a whole edition or none; what a killed removal left is removed by the next one, or by the
next publish. Never removed: the edition in use, the frozen nulmeting, the audit's memory of what
was published (folder onthulling, but for who stood behind its sums), and the levering, which is not
ours.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dateutil.relativedelta import relativedelta

from proeftuin.access import log_file
from proeftuin.edition.files import BUSY_PREFIX, EDITIES, read_editie, read_index
from proeftuin.edition.memory import FOLDER as ONTHULLING
from proeftuin.edition.memory import install_memory, list_contributions
from proeftuin.edition.nulmeting import FOLDER as NULMETING
from proeftuin.edition.nulmeting import install_versions
from proeftuin.edition.publish import LOCK as PUBLISH_LOCK
from proeftuin.errors import NoEdition, ProeftuinError
from proeftuin.files import hold, sync
from proeftuin.settings import Settings
from proeftuin.store import BUILD_PREFIX, STORE, list_left_spill, open_store
from proeftuin.store import LOCK as LOAD_LOCK
from proeftuin.tijd import dutch_day
from proeftuin.vocabulary import INTERN, OPENBAAR

MICRODATA = "microdata"
RESTANT = "restant"
BEVINDINGEN = "bevindingen"
LOGBOEK = "logboek"
BIJDRAGEN = "bijdragen"


@dataclass(frozen=True)
class Verlopen:
    """One thing past its term.

    soort: MICRODATA, BIJDRAGEN, BEVINDINGEN, LOGBOEK, RESTANT, INTERN or OPENBAAR.

    naam: the edition, or the file or folder. sinds: the day its term began to run; tot: the last
    day of its term. in_gebruik: it is the edition readers see now, and therefore stays. paden:
    what goes, in this order.
    """

    soort: str
    naam: str
    sinds: date
    tot: date
    paden: tuple[Path, ...]
    in_gebruik: bool = False


def list_verlopen(data_dir: Path, settings: Settings, vandaag: date) -> tuple[Verlopen, ...]:
    """What is past its term on this day, editions in use included (marked); changes nothing.

    ProeftuinError (Dutch) when a load or a publish runs: what it is making looks like a leftover.
    """
    if not data_dir.is_dir():
        return ()
    with _alone(data_dir):
        return _list_all(data_dir, settings, vandaag)


def _list_all(data_dir: Path, settings: Settings, vandaag: date) -> tuple[Verlopen, ...]:
    found = [*_list_microdata(data_dir, settings, vandaag), *_list_restanten(data_dir, vandaag)]
    found += _list_bijdragen(data_dir, settings, vandaag)
    found += _list_logboek(data_dir, settings, vandaag)
    found += _list_edities(data_dir, settings, vandaag)
    return tuple(found)


def remove_expired(data_dir: Path, settings: Settings, vandaag: date) -> tuple[Verlopen, ...]:
    """Remove what is past its term on this day; what was removed.

    ProeftuinError (Dutch) when a load or a publish runs, and nothing is removed then.
    """
    if not data_dir.is_dir():
        return ()
    with _alone(data_dir):
        gone = [item for item in _list_all(data_dir, settings, vandaag) if not item.in_gebruik]
        for item in gone:
            for path in item.paden:
                _remove(path, data_dir)
    return tuple(gone)


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    """No load and no publish runs while this is held."""
    with ExitStack() as held:
        for name in (LOAD_LOCK, PUBLISH_LOCK):
            message = (
                "Er wordt nu geladen of gepubliceerd. Er is niets verwijderd. "
                "Wacht tot dat klaar is en probeer het opnieuw."
            )
            held.enter_context(hold(data_dir / name, message))
        yield


def _remove(path: Path, data_dir: Path) -> None:
    """Take one file or folder away at once; nulmeting and audit memory are kept before they go."""
    if path.name == NULMETING and path.is_dir():
        install_versions(path, data_dir)
    if path.name == ONTHULLING and path.is_dir():
        install_memory(path, data_dir)
    if path.is_dir() and path.is_relative_to(data_dir / EDITIES):
        place = path.relative_to(data_dir / EDITIES)
        aside = data_dir / EDITIES / f"{BUSY_PREFIX}weg-{'-'.join(place.parts)}"
        shutil.rmtree(aside, ignore_errors=True)
        os.rename(path, aside)
        sync(path.parent)
        path = aside
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    sync(path.parent)


def _last_day(sinds: date, maanden: int) -> date:
    """The same day of the month that many months later, or the last day of that month."""
    later: date = sinds + relativedelta(months=maanden)
    return later


def _day_of(path: Path) -> date:
    return dutch_day(datetime.fromtimestamp(path.stat().st_mtime, UTC))


def _loaded_on(data_dir: Path) -> date:
    """The day of the last load; of a store that cannot be read, the day its file was written."""
    try:
        with open_store(data_dir) as store:
            [moment] = store.frame("select geladen_op from levering")["geladen_op"]
            return dutch_day(str(moment))
    except (ProeftuinError, ValueError):
        return _day_of(data_dir / STORE)


def _list_microdata(data_dir: Path, settings: Settings, vandaag: date) -> Iterator[Verlopen]:
    maanden = settings.bewaren.microdata_maanden
    for soort, name in ((MICRODATA, STORE), (BEVINDINGEN, "bevindingen.csv")):
        file = data_dir / name
        if file.is_file():
            sinds = _loaded_on(data_dir) if soort == MICRODATA else _day_of(file)
            if vandaag > (tot := _last_day(sinds, maanden)):
                yield Verlopen(soort, name, sinds, tot, (file,))


def _list_bijdragen(data_dir: Path, settings: Settings, vandaag: date) -> Iterator[Verlopen]:
    """Who stood behind the euros of an edition, in its folder and in the memory of the audit."""
    for file in list_contributions(data_dir):
        tot = _last_day(_day_of(file), settings.bewaren.microdata_maanden)
        if vandaag > tot:
            editie = file.name.split(".bijdragen.")[0]
            staged = data_dir / EDITIES / editie / ONTHULLING / file.name
            paths = (*((staged,) if staged.is_file() else ()), file)  # else it would be put back
            yield Verlopen(BIJDRAGEN, editie, _day_of(file), tot, paths)


def _list_logboek(data_dir: Path, settings: Settings, vandaag: date) -> Iterator[Verlopen]:
    """Files of the access log whose last line is past its term; each holds a month at most."""
    newest = log_file(settings.toegang, data_dir)
    for file in sorted(newest.parent.glob(f"{newest.name}*")):
        tot = _last_day(_day_of(file), settings.bewaren.logboek_maanden)
        if vandaag > tot:
            yield Verlopen(LOGBOEK, file.name, _day_of(file), tot, (file,))


def _list_restanten(data_dir: Path, vandaag: date) -> Iterator[Verlopen]:
    """What killed loads, readers, publishes and removals left; folders of live readers stay."""
    left = [*data_dir.glob(f"{BUILD_PREFIX}*"), *data_dir.glob(".sleutel-*")]
    left += data_dir.glob("*.csv.deel")
    left += (data_dir / EDITIES).glob(f"{BUSY_PREFIX}*")
    left += list_left_spill(data_dir)
    for path in sorted(left):
        yield Verlopen(RESTANT, path.name, _day_of(path), vandaag, (path,))


def _list_edities(data_dir: Path, settings: Settings, vandaag: date) -> Iterator[Verlopen]:
    """Editions per audience; the last audience to go takes the folder of the edition along."""
    current, published = read_index(data_dir)
    terms = {
        INTERN: settings.bewaren.intern_maanden,
        OPENBAAR: settings.bewaren.openbaar_maanden,
    }
    for editie in published:
        folder = data_dir / EDITIES / editie
        there = [audience for audience in terms if (folder / audience).is_dir()]
        gone = set()
        if not there and folder.is_dir():
            yield Verlopen(RESTANT, editie, _day_of(folder), vandaag, (folder,))
        for audience in there:
            try:
                sinds = dutch_day(read_editie(folder / audience).gemaakt_op)
            except (NoEdition, ProeftuinError, KeyError, ValueError):
                sinds = _day_of(folder / audience)
            tot = _last_day(sinds, terms[audience])
            if vandaag <= tot:
                continue
            gone.add(audience)
            paths = [folder / audience]
            exact = (folder / name for name in (NULMETING, ONTHULLING))
            paths = [*(path for path in exact if path.is_dir() and audience == INTERN), *paths]
            if gone == set(there):
                paths.append(folder)
            yield Verlopen(audience, editie, sinds, tot, tuple(paths), editie == current)
