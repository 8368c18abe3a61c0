"""Publish: measure, freeze, protect, write both audiences beside, and swap in one step.

The swap is the replacement of `edities/huidig.json`, the last thing that happens. Before it the
new edition does not exist for any reader; after it the frozen nulmeting of that edition is copied
to its own folder, which the next publish finishes when this one is killed in between.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from proeftuin.disclosure import (
    Onthullingscontrole,
    Published,
    describe_groups,
    publish_intern,
    publish_openbaar,
)
from proeftuin.edition.compleet import (
    COMPLEETHEID,
    find_voorlopig_na,
    find_weer_voorlopig,
    judge_bestanden,
)
from proeftuin.edition.effect import describe_nulmetingen, make_effect_tabellen
from proeftuin.edition.files import (
    BUSY_PREFIX,
    EDITIES,
    Register,
    check_whole,
    list_on_disk,
    read_editie,
    read_index,
    read_register,
    write_audience,
    write_register,
)
from proeftuin.edition.grondslag import Stempel, count_rows
from proeftuin.edition.kwaliteit import AANVULLING, make_aanvulling
from proeftuin.edition.memory import FOLDER as ONTHULLING
from proeftuin.edition.memory import (
    control_disclosure,
    find_reeks,
    install_memory,
    write_memory,
)
from proeftuin.edition.nulmeting import (
    FOLDER,
    NOTHING,
    WINDOW,
    Plan,
    Version,
    add_changes,
    overall_hash,
    plan_nulmeting,
    read_versions,
    write_version,
)
from proeftuin.edition.nulmeting_register import (
    Nulmetingregister,
    announce_versions,
    install_announced,
    read_nulmetingregister,
)
from proeftuin.edition.tabellen import read_tabellen, read_voorveld
from proeftuin.edition.vastlegging import Vastlegging, find_vastlegging
from proeftuin.errors import NoEdition, ProeftuinError
from proeftuin.files import hold, make_private, open_to, sync
from proeftuin.indicators import DEFINITIEVERSIE, INDICATORS
from proeftuin.measure import Measured, compute_on, measure_all, prepare_facts
from proeftuin.settings import Settings, describe_identity
from proeftuin.store import Store, check_shape, open_store
from proeftuin.tijd import show_day
from proeftuin.vocabulary import AUDIENCES, INTERN, KWARTAAL, VROEGER

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Inhoud:
    """What an edition is made of: figures by slug, their nulmeting, and the disclosure control.

    aanvulling, oordelen: what later leveringen added, as make_aanvulling gives it, and until when
    each file is complete by that, as judge_bestanden gives it; weer_voorlopig: as in
    PublishReport.
    """

    editie: str
    reeks: str
    frozen: dict[str, list[Version]]
    measured: dict[str, Measured]
    plans: dict[str, Plan]
    controle: Onthullingscontrole
    aanvulling: pd.DataFrame
    oordelen: pd.DataFrame
    weer_voorlopig: Mapping[str, date]
    besluiten: int = 0


def fill_edition(
    folder: Path, inhoud: Inhoud, store: Store, settings: Settings, report: Progress
) -> None:
    """Write both audiences, the newly frozen nulmeting and what is shown, and verify."""
    plans, measured = inhoud.plans, inhoud.measured
    versions = [item for items in inhoud.frozen.values() for item in items]
    added = [plan.added for plan in plans.values() if plan.added]
    description = {
        **_describe(store, settings),
        "editie": inhoud.editie,
        "nulmeting_hash": overall_hash([*versions, *added]),
        "nulmeting_besluiten": inhoud.besluiten,
        "voorlopig_na": {
            slug: _last_definite(item, plans[slug]).isoformat()
            for slug, item in measured.items()
            if item.voorlopig_na is not None
        },
        "weer_voorlopig": {slug: day.isoformat() for slug, day in inhoud.weer_voorlopig.items()},
    }
    for place, audience in enumerate(AUDIENCES):
        report(f"Editie schrijven ({audience})", 0.9 + 0.04 * place)
        cijfers = {
            slug: _publish(item, inhoud, audience, settings, store)
            for slug, item in measured.items()
        }
        shown = {slug: entry for slug, plan in plans.items() if (entry := plan.describe())}
        said = dict(description)
        if audience != INTERN:  # a hash of exact cells could be used to test a guess
            for entry in shown.values():
                del entry["hash"]
            del said["store_hash"], said["nulmeting_hash"]
        else:
            add_changes(shown, plans)
        tabellen = read_tabellen(
            store, settings, audience, folder.parent.parent, inhoud.controle.bescherming
        )
        if audience == INTERN:
            tabellen |= {AANVULLING: inhoud.aanvulling, COMPLEETHEID: inhoud.oordelen}
        tabellen |= make_effect_tabellen(cijfers, settings, describe_nulmetingen(plans))
        controle = inhoud.controle
        tabellen["bescherming"] = describe_groups(
            controle.groepen, controle.steps, settings.onthulling
        )
        write_audience(folder / audience, cijfers.items(), tabellen, said, shown, settings)
        read_editie(folder / audience)
    staged = folder / FOLDER
    staged.mkdir(mode=0o700)
    for version in added:
        write_version(staged, version)
    sync(staged)
    memory = folder / ONTHULLING
    memory.mkdir(mode=0o700)
    write_memory(memory, inhoud.editie, inhoud.controle, settings, inhoud.reeks)
    sync(memory)
    folder.chmod(0o755)
    sync(folder)


def _last_definite(measured: Measured, plan: Plan) -> date:
    """The day after which a window is provisional; what was frozen never is."""
    last = measured.voorlopig_na or date.min
    if plan.shown is None:
        return last
    frozen = plan.shown.frame
    days: list[date] = list(frozen.loc[frozen["venster"] == WINDOW, "tot"])
    return max(last, *days)


def _publish(
    measured: Measured, inhoud: Inhoud, audience: str, settings: Settings, store: Store
) -> Published:
    """Figures of one indicator for one audience, with the frozen nulmeting in its window."""

    def publish_one(item: Measured) -> Published:
        if audience == INTERN:
            return publish_intern(item)
        overleving = item.indicator.overleving
        wachtenden = overleving.wachtenden if overleving else None
        waiting = inhoud.measured[wachtenden] if wachtenden else None
        bescherming = inhoud.controle.bescherming
        return publish_openbaar(item, settings, store.datastand, waiting, bescherming)

    plan = inhoud.plans[measured.slug]
    now = publish_one(measured)
    if plan.shown is None or plan.current:
        return now
    definite = Measured(measured.indicator, plan.shown.frame, voorlopig_na=date.max)
    frozen = publish_one(definite)
    return now.replace_venster(WINDOW, frozen)


def _describe(store: Store, settings: Settings) -> dict[str, Any]:
    """What editie.json says about the data and the settings."""
    levering = store.frame("select bron, is_synthetisch from levering").iloc[0]
    delivered = store.frame("select bestand from geleverd order by bestand")["bestand"]
    windows = store.frame("select naam, van, tot from venster order by van, tot")
    periods = [
        (naam, [van.date().isoformat(), tot.date().isoformat()])
        for naam, van, tot in windows.itertuples(index=False)
    ]
    return {
        "datastand": store.datastand.isoformat(),
        "gemaakt_op": datetime.now(UTC).isoformat(timespec="microseconds"),
        "definitieversie": DEFINITIEVERSIE,
        "store_hash": store.hash,
        "settings_hash": settings.fingerprint(),
        "synthetisch": bool(levering["is_synthetisch"]),
        "bron": str(levering["bron"] or ""),
        "geleverd": [str(naam) for naam in delivered],
        "kwartalen": [period for naam, period in periods if naam == KWARTAAL],
        "vroeger": [period for naam, period in periods if naam == VROEGER],
        "vensters": {naam: period for naam, period in periods if naam not in (KWARTAAL, VROEGER)},
        "wijken": list(settings.wijk_ids),
        "pilot": list(settings.pilot.wijken),
        "voorlopig_dagen": settings.perioden.voorlopig_dagen,
        "identiteit": describe_identity(settings),
    }


LOCK = ".publiceer.lock"


@dataclass(frozen=True)
class PublishReport:
    """What a publish did. ongewijzigd: nothing had changed, the current edition stays.

    vastgelegd: indicators whose nulmeting was frozen now; gewijzigd: whose nulmeting now gives
    other values than the frozen one, which stays the one shown; onvergelijkbaar: whose frozen one
    may not be compared, with why (NOOIT_VERGELIJKEN); is_uitgesteld: nothing was frozen, for
    the levering is incomplete against the one before. doelen: small numbers the audit
    bounded; grover, afgeschermd: groups of counts it had rounded more, or not shown.
    weer_voorlopig: by indicator whose last quarters turned provisional again, until which day it
    was definite in the edition before.
    """

    editie: str
    ongewijzigd: bool
    vastgelegd: tuple[str, ...] = ()
    gewijzigd: tuple[str, ...] = ()
    onvergelijkbaar: Mapping[str, str] = field(default_factory=dict)
    is_uitgesteld: bool = False
    doelen: int = 0
    grover: int = 0
    afgeschermd: int = 0
    weer_voorlopig: Mapping[str, date] = field(default_factory=dict)


def publish_editie(
    data_dir: Path,
    settings: Settings,
    progress: Progress | None = None,
    again: bool = False,
    bevestigd: bool = False,
    announce: Callable[[Vastlegging], None] | None = None,
    spark: str = "",
) -> PublishReport:
    """Make an edition of what is loaded and make it the current one.

    again: also when nothing changed since the current edition. announce is called before the first
    freeze of a nulmeting with what it will rest on; when the levering is incomplete against the one
    before, nothing is frozen unless bevestigd. progress gets a Dutch step and the
    share done (0..1). spark: master URL of the cluster that computes, '' for this machine.
    Raises ProeftuinError (Dutch) when nothing is loaded or another publish
    runs; whatever goes wrong, the current edition stays as it was.
    """
    report = progress or (lambda step, share: None)
    with open_store(data_dir) as store, hold_edities(data_dir) as edities, ExitStack() as cluster:
        check_shape(store)
        open_to(data_dir, settings.bewaren.intern_modes[1])
        current, published = read_index(data_dir)
        published = published or list_on_disk(edities)  # huidig.json was lost: all is kept
        register = read_nulmetingregister(data_dir) or Nulmetingregister({})
        decided = len(register.besluiten)
        frozen = read_versions(data_dir)
        reeks = find_reeks(store)
        aanvulling = make_aanvulling(store, data_dir)
        oordelen = judge_bestanden(aanvulling, store.datastand, settings)
        voorlopig_na = find_voorlopig_na(oordelen, store.datastand, settings)
        weer = find_weer_voorlopig(data_dir, voorlopig_na, store.datastand, bool(reeks))
        eerste = find_vastlegging(store, settings, frozen, reeks, voorlopig_na)
        again = again or (bevestigd and eerste is not None)
        if current and not again and _is_same(edities / current, store, settings, decided):
            return PublishReport(current, ongewijzigd=True)
        if not again:
            _check_withdrawn(edities, read_register(data_dir), store, settings)
        if eerste and announce:
            announce(eerste)
        is_uitgesteld = bool(eerste and eerste.minder and not bevestigd)
        report("Feiten afleiden", 0.0)
        store = cluster.enter_context(compute_on(store, spark))
        prepare_facts(store, settings)
        measured = {}
        found = measure_all(store, settings, INDICATORS, voorlopig_na)
        for nummer, item in enumerate(found, start=1):
            measured[item.slug] = item
            report("Indicatoren meten", 0.2 + 0.5 * nummer / len(INDICATORS))
        report("Nulmeting vergelijken", 0.72)
        plans = _plan(frozen, measured, store, settings, register)
        if is_uitgesteld:
            plans = dict.fromkeys(plans, NOTHING)

        def say(step: str, share: float) -> None:
            report(step, 0.74 + 0.14 * share)

        behind = {slug: item.bijdragen for slug, item in measured.items()}
        measured = {slug: replace(item, bijdragen=None) for slug, item in measured.items()}
        controle = control_disclosure(
            data_dir, settings, reeks, measured, behind, plans, say, read_voorveld(store)
        )
        editie = _next_id(edities, store, published)
        inhoud = Inhoud(
            editie,
            reeks,
            frozen,
            measured,
            plans,
            controle,
            aanvulling,
            oordelen,
            weer,
            decided,
        )
        folder = Path(tempfile.mkdtemp(prefix=BUSY_PREFIX, dir=edities))
        try:
            fill_edition(folder, inhoud, store, settings, report)
            report("Editie in gebruik nemen", 0.98)
            os.rename(folder, edities / editie)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        sync(edities)
        besluiten = read_register(data_dir).besluiten
        announce_versions(data_dir, editie, edities / editie / FOLDER)
        write_register(data_dir, Register(editie, (*published, editie), besluiten))
        install_announced(data_dir)
        install_memory(edities / editie / ONTHULLING, data_dir)
    report("Klaar", 1.0)
    added = {slug: plan.added.versie for slug, plan in plans.items() if plan.added}
    return PublishReport(
        editie,
        ongewijzigd=False,
        vastgelegd=tuple(slug for slug, versie in added.items() if versie == 1),
        gewijzigd=tuple(slug for slug, plan in plans.items() if plan.shown and not plan.current),
        onvergelijkbaar={slug: plan.anders for slug, plan in plans.items() if plan.anders},
        is_uitgesteld=is_uitgesteld,
        doelen=controle.doelen,
        grover=controle.count(hidden=False),
        afgeschermd=controle.count(hidden=True),
        weer_voorlopig=weer,
    )


@contextmanager
def hold_edities(data_dir: Path) -> Iterator[Path]:
    """The folder of editions, one publish at a time, after finishing what a killed one left."""
    edities = data_dir / EDITIES
    make_private(data_dir)
    edities.mkdir(exist_ok=True)
    with hold(
        data_dir / LOCK,
        "Er wordt al een editie gemaakt. Wacht tot die klaar is en probeer het opnieuw.",
    ):
        _recover(data_dir, edities)
        yield edities


def _recover(data_dir: Path, edities: Path) -> None:
    """Remove what a killed publish left behind and finish its nulmeting when it had swapped."""
    for leftover in edities.glob(f"{BUSY_PREFIX}*"):
        if leftover.is_dir():
            shutil.rmtree(leftover, ignore_errors=True)
        else:
            leftover.unlink()
    current, published = read_index(data_dir)
    if published:
        for folder in edities.iterdir():
            if folder.is_dir() and folder.name not in published:
                shutil.rmtree(folder, ignore_errors=True)
    install_announced(data_dir)
    if current is not None:
        install_memory(edities / current / ONTHULLING, data_dir)


def _is_same(folder: Path, store: Store, settings: Settings, besluiten: int | None = None) -> bool:
    """Whether an edition is whole and made of the same data, rules, settings and decisions."""
    try:
        made = [read_editie(folder / audience) for audience in AUDIENCES]
        for item in made:
            check_whole(item)
    except (NoEdition, ProeftuinError, KeyError):
        return False
    wanted = (store.hash, settings.fingerprint(), DEFINITIEVERSIE)
    return all(
        (item.store_hash or store.hash, item.settings_hash, item.definitieversie) == wanted
        and besluiten in (None, item.nulmeting_besluiten or 0)
        for item in made
    )


def _check_withdrawn(edities: Path, register: Register, store: Store, settings: Settings) -> None:
    """ProeftuinError (Dutch) when an edition of these very data and settings was taken back."""
    for naam, besluit in register.withdrawn.items():
        if _is_same(edities / naam, store, settings):
            raise ProeftuinError(
                f"Editie '{naam}' is van dezelfde gegevens en instellingen, en is ingetrokken op "
                f"{show_day(besluit.op)} door {besluit.door}: {besluit.reden} Laad eerst betere "
                "gegevens, of publiceer met --opnieuw als de reden is vervallen."
            )


def _plan(
    frozen: dict[str, list[Version]],
    measured: dict[str, Measured],
    store: Store,
    settings: Settings,
    register: Nulmetingregister,
) -> dict[str, Plan]:
    stamp: Stempel = {
        "definitieversie": DEFINITIEVERSIE,
        "store_hash": store.hash,
        "datastand": store.datastand.isoformat(),
        "reeks": find_reeks(store),
        "rijen": count_rows(store, settings),
    }
    plans = {}
    for slug, item in measured.items():
        versions = frozen.get(slug, [])
        chosen = register.chosen(slug, tuple(version.versie for version in versions))
        plans[slug] = plan_nulmeting(item, versions, store.datastand, settings, stamp, chosen)
    return plans


def _next_id(edities: Path, store: Store, published: tuple[str, ...]) -> str:
    """<datastand>.<n>, n one more than any edition of that datastand ever had."""
    datastand = store.datastand.isoformat()
    names = {*published, *(folder.name for folder in edities.iterdir())}
    numbers = [
        int(name.rsplit(".", 1)[1])
        for name in names
        if name.startswith(f"{datastand}.") and name.rsplit(".", 1)[1].isdigit()
    ]
    return f"{datastand}.{max(numbers, default=0) + 1}"
